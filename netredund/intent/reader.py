"""The graph of a site file to drafts of switches and servers, each key checked by itself."""

from collections.abc import Callable
from typing import Any

from netredund.intent.document import Node
from netredund.intent.keys import SERVER_KEYS, SITE_KEYS, SWITCH_KEYS, TRUNK_KEYS, Key
from netredund.intent.kinds import (
    FEWEST_UPLINKS,
    NAME,
    NIC,
    Boolean,
    Choice,
    Integer,
    Kind,
    Text,
    Whole,
)
from netredund.intent.legs import read_targets, read_uplink, read_vlans
from netredund.intent.problem import Problems, is_secret_key, join_path
from netredund.intent.scalars import (
    read_boolean,
    read_choice,
    read_integer,
    read_key,
    read_text,
)
from netredund.intent.site import KEEP, Trunk, Uplink


class Draft:
    """A mapping of the file, read key by key: the sound values, and where each key stands."""

    def __init__(self, path: str, place: Node) -> None:
        self.path = path
        self.place = place
        self.values: dict[str, Any] = {}
        self.keys: dict[str, Node] = {}
        self.nodes: dict[str, Node] = {}
        self.uplink_nodes: dict[str, Node] = {}
        self.has_all_uplinks = False

    def find_place(self, key: str) -> Node:
        """Return where the value of `key` stands, else where the mapping begins."""
        return self.nodes.get(key, self.place)


class SiteDraft:
    """All drafts of a file; `switches` is None where the file's own could not be read."""

    def __init__(self) -> None:
        self.switches: dict[str, Draft] | None = None
        self.servers: dict[str, Draft] = {}


def read_site(root: Node, problems: Problems) -> SiteDraft:
    """Return the drafts of the whole file."""
    return _Reader(problems).read(root)


class _Reader:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._wholes: dict[str, Callable[[Node, str, Draft], Any]] = {
            "switches": self._read_switches,
            "servers": self._read_servers,
            "uplinks": self._read_uplinks,
            "trunk": self._read_trunk,
            "vlans": self._read_vlans,
            "targets": self._read_targets,
        }

    def read(self, root: Node) -> SiteDraft:
        site = SiteDraft()
        if root.kind != "map":
            self._problems.report(
                root,
                "",
                "not a mapping",
                value=root.describe(),
                allowed="the keys switches, servers",
            )
            return site
        draft = self._read_mapping(root, Draft("", root), SITE_KEYS)
        site.switches = draft.values.get("switches")
        site.servers = draft.values.get("servers") or {}
        return site

    def _read_mapping(self, node: Node, draft: Draft, keys: tuple[Key, ...]) -> Draft:
        """Read the known keys of a mapping; tell of unknown, repeated, secret and missing ones."""
        by_name = {key.name: key for key in keys}
        for key_node, value in node.pairs:
            name = self._take_key(key_node, value, draft, by_name)
            if name is None:
                continue
            path = f"{draft.path}.{name}" if draft.path else name
            read = self._read_value(value, path, by_name[name].kind, draft)
            if read is not None:
                draft.values[name] = read
        for key in keys:
            if key.is_required and key.name not in draft.keys:
                self._problems.report(
                    draft.place, draft.path, f"`{key.name}` is missing", allowed=key.kind.allowed
                )
        return draft

    def _take_key(
        self, node: Node, value: Node, draft: Draft, by_name: dict[str, Key]
    ) -> str | None:
        name = read_key(node, draft.path, self._problems)
        if name is None:
            return None
        path = join_path(name) if not draft.path else f"{draft.path}.{join_path(name)}"
        if name not in by_name:
            if is_secret_key(name):
                self._problems.report_secret(node, path)
                return None
            hint = self._problems.suggest(name, by_name)
            self._problems.report(
                node, path, f"unknown key{hint}", value=name, allowed=", ".join(by_name)
            )
            return None
        if name in draft.keys:
            first = draft.keys[name]
            self._problems.report(
                node,
                path,
                f"the key stands in line {first.line} already",
                value=name,
                allowed="each key once",
            )
            return None
        draft.keys[name], draft.nodes[name] = node, value
        return name

    def _read_value(self, node: Node, path: str, kind: Kind, draft: Draft) -> Any:
        match kind:
            case Integer():
                return read_integer(node, path, kind, self._problems)
            case Boolean():
                return read_boolean(node, path, kind, self._problems)
            case Choice():
                return read_choice(node, path, kind, self._problems)
            case Text():
                return read_text(node, path, kind, self._problems)
            case Whole():
                wanted = "seq" if kind.kind in ("vlans", "targets") else "map"
                if node.kind != wanted or not (node.pairs or node.items):
                    message = (
                        "empty"
                        if node.kind == wanted
                        else "not " + ("a list" if wanted == "seq" else "a mapping")
                    )
                    self._problems.report(
                        node, path, message, value=node.describe(), allowed=kind.allowed
                    )
                    return None
                return self._wholes[kind.kind](node, path, draft)

    def _read_named(self, node: Node, owner: str, kind: Text) -> list[tuple[str, Node, Node]]:
        """Return name, key and value of a mapping whose keys are names."""
        named: dict[str, tuple[str, Node, Node]] = {}
        for key, value in node.pairs:
            name = read_key(key, owner, self._problems)
            if name is None:
                continue
            path = f"{owner}.{join_path(name)}"
            if is_secret_key(name) and value.is_scalar and value.kind != "null":
                self._problems.report_secret(key, path)
            elif name in named:
                self._problems.report(
                    key,
                    path,
                    f"the name stands in line {named[name][1].line} already",
                    value=name,
                    allowed="each name once",
                )
            elif read_text(key, path, kind, self._problems) is not None:
                named[name] = (name, key, value)
        return list(named.values())

    def _read_switches(self, node: Node, path: str, owner: Draft) -> dict[str, Draft]:
        switches = {}
        for name, key, value in self._read_named(node, path, NAME):
            switch = switches[name] = Draft(f"{path}.{join_path(name)}", key)
            if name == KEEP:
                self._problems.report(
                    key,
                    switch.path,
                    "`keep` is a word of the key root",
                    value=name,
                    allowed="another name",
                )
            if value.kind != "null":
                self._read_entry(value, switch, SWITCH_KEYS)
        return switches

    def _read_servers(self, node: Node, path: str, owner: Draft) -> dict[str, Draft]:
        servers = {}
        for name, key, value in self._read_named(node, path, NAME):
            server = servers[name] = Draft(f"{path}.{join_path(name)}", key)
            self._read_entry(value, server, SERVER_KEYS)
        return servers

    def _read_entry(self, node: Node, draft: Draft, keys: tuple[Key, ...]) -> None:
        if node.kind == "map":
            self._read_mapping(node, draft, keys)
            return
        allowed = "the keys " + ", ".join(key.name for key in keys)
        value = node.describe()
        self._problems.report(node, draft.path, "not a mapping", value=value, allowed=allowed)

    def _read_uplinks(self, node: Node, path: str, owner: Draft) -> tuple[Uplink, ...] | None:
        uplinks = []
        named = self._read_named(node, path, NIC)
        for nic, key, value in named:
            uplink = read_uplink(nic, key, value, f"{path}.{nic}", self._problems)
            if uplink:
                owner.uplink_nodes[nic] = value
                uplinks.append(uplink)
        if len(node.pairs) < FEWEST_UPLINKS:
            self._problems.report(
                node, path, f"{len(node.pairs)} uplink is no redundancy", allowed="two or more"
            )
        owner.has_all_uplinks = len(uplinks) == len(node.pairs)
        return tuple(uplinks)

    def _read_trunk(self, node: Node, path: str, owner: Draft) -> Trunk:
        draft = self._read_mapping(node, Draft(path, owner.nodes["trunk"]), TRUNK_KEYS)
        native, allowed = draft.values.get("native"), draft.values.get("allowed")
        return Trunk(native=native, allowed=allowed, line=draft.place.line)

    def _read_vlans(self, node: Node, path: str, owner: Draft) -> tuple[int, ...]:
        return read_vlans(node, path, self._problems)

    def _read_targets(self, node: Node, path: str, owner: Draft) -> tuple[str, ...]:
        return read_targets(node, path, self._problems)
