"""The graph of a topology file to its values, each key checked, all problems told at once."""

from collections.abc import Callable
from typing import Any

from netredund.intent.document import Node
from netredund.intent.keys import Key
from netredund.intent.kinds import VLAN, Boolean, Choice, Integer, Text, Whole
from netredund.intent.legs import read_vlans
from netredund.intent.problem import Problems, join_path
from netredund.intent.scalars import (
    read_boolean,
    read_choice,
    read_integer,
    read_key,
    read_text,
)
from netredund.topology.keys import (
    BRIDGE_KEYS,
    FILE_KEYS,
    NAME,
    NUMBERS,
    PORT_KEYS,
    REGION_KEYS,
    TRUNK_KEYS,
)


class Entry:
    """A mapping of the file: its sound values, and where each stands."""

    def __init__(self, path: str, node: Node) -> None:
        self.path = path
        self.node = node
        self.values: dict[str, Any] = {}
        self.nodes: dict[str, Node] = {}

    def place(self, key: str) -> Node:
        """Return where a value stands, else where the mapping begins."""
        return self.nodes.get(key, self.node)


class EndNode:
    """One end of a link, as it was written."""

    def __init__(self, bridge: str, port: str, bridge_node: Node, port_node: Node) -> None:
        self.bridge = bridge
        self.port = port
        self.bridge_node = bridge_node
        self.port_node = port_node


class Draft:
    """All that a file says, before it is known to fit together."""

    def __init__(self) -> None:
        self.bridges: dict[str, Entry] = {}
        self.regions: dict[str, Entry] = {}
        self.links: list[tuple[Node, list[EndNode]]] = []


def read_draft(root: Node, problems: Problems) -> Draft:
    """Return what the nodes below `root` say."""
    return _Reader(problems).read(root)


class _Reader:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._wholes: dict[str, Callable[[Node, str, str], Any]] = {
            "bridges": self._read_bridges,
            "regions": self._read_regions,
            "mapped": self._read_mapped,
            "links": self._read_links,
            "ports": self._read_ports,
            "names": self._read_names,
            "numbers": self._read_numbers,
            "trunk": self._read_trunk,
            "vlans": self._read_vlans,
        }

    def read(self, root: Node) -> Draft:
        draft = Draft()
        entry = self._read_mapping(root, "", FILE_KEYS, "file")
        draft.bridges = entry.values.get("bridges") or {}
        draft.regions = entry.values.get("regions") or {}
        draft.links = entry.values.get("links") or []
        return draft

    def _read_mapping(self, node: Node, path: str, keys: tuple[Key, ...], owner: str) -> Entry:
        entry = Entry(path, node)
        by_name = {key.name: key for key in keys}
        if node.kind != "map":
            allowed = "the keys " + ", ".join(by_name)
            self._problems.report(
                node, path, "not a mapping", value=node.describe(), allowed=allowed
            )
            return entry
        for name, key_node, value in self._read_pairs(node, path):
            below = f"{path}.{join_path(name)}" if path else join_path(name)
            if name not in by_name:
                hint = self._problems.suggest(name, by_name)
                self._problems.report(
                    key_node, below, f"unknown key{hint}", value=name, allowed=", ".join(by_name)
                )
                continue
            entry.nodes[name] = value
            read = self._read_value(value, below, by_name[name], owner)
            if read is not None:
                entry.values[name] = read
        for key in keys:
            if key.is_required and key.name not in entry.nodes:
                self._problems.report(
                    node, path, f"`{key.name}` is missing", allowed=key.kind.allowed
                )
        return entry

    def _read_pairs(self, node: Node, path: str) -> list[tuple[str, Node, Node]]:
        """Return name, key and value of each pair; a name that comes twice is a problem."""
        found: dict[str, tuple[str, Node, Node]] = {}
        for key, value in node.pairs:
            name = read_key(key, path, self._problems)
            if name is None:
                continue
            if name in found:
                below = f"{path}.{join_path(name)}" if path else join_path(name)
                line = found[name][1].line
                self._problems.report(
                    key, below, f"the key stands in line {line} already", value=name,
                    allowed="each key once",
                )  # fmt: skip
                continue
            found[name] = (name, key, value)
        return list(found.values())

    def _read_value(self, node: Node, path: str, key: Key, owner: str) -> Any:
        match key.kind:
            case Integer() as kind:
                return read_integer(node, path, kind, self._problems)
            case Boolean() as kind:
                return read_boolean(node, path, kind, self._problems)
            case Choice() as kind:
                return read_choice(node, path, kind, self._problems)
            case Text() as kind:
                return read_text(node, path, kind, self._problems)
            case Whole() as kind:
                wanted = "seq" if kind.kind in ("links", "names", "vlans") else "map"
                if node.kind != wanted:
                    message = "not a list" if wanted == "seq" else "not a mapping"
                    self._problems.report(
                        node, path, message, value=node.describe(), allowed=kind.allowed
                    )
                    return None
                return self._wholes[kind.kind](node, path, f"{owner} {key.name}")

    def _read_bridges(self, node: Node, path: str, what: str) -> dict[str, Entry]:
        return self._read_named(node, path, BRIDGE_KEYS, "bridge")

    def _read_regions(self, node: Node, path: str, what: str) -> dict[str, Entry]:
        return self._read_named(node, path, REGION_KEYS, "region")

    def _read_mapped(self, node: Node, path: str, what: str) -> dict[int, tuple[int, ...]]:
        mapped: dict[int, tuple[int, ...]] = {}
        owners: dict[int, int] = {}
        for name, key, value in self._read_pairs(node, path):
            below = f"{path}.{join_path(name)}"
            plain = Node("int", key.line, key.column, key.text) if name.isdecimal() else key
            number = read_integer(plain, path, VLAN, self._problems)
            if value.kind != "seq":
                self._problems.report(
                    value, below, "not a list", value=value.describe(), allowed="[10, 20]"
                )
                continue
            vlans = read_vlans(value, below, self._problems)
            for vlan in vlans:
                if owners.setdefault(vlan, number or 0) != (number or 0):
                    self._problems.report(
                        value, below, f"the VLAN is in instance {owners[vlan]} already",
                        value=str(vlan), allowed="each VLAN in one instance",
                    )  # fmt: skip
            if number is not None:
                mapped[number] = tuple(vlans)
        return mapped

    def _read_ports(self, node: Node, path: str, what: str) -> dict[str, Entry]:
        return self._read_named(node, path, PORT_KEYS, "port")

    def _read_named(
        self, node: Node, path: str, keys: tuple[Key, ...], owner: str
    ) -> dict[str, Entry]:
        found = {}
        for name, key, value in self._read_pairs(node, path):
            below = f"{path}.{join_path(name)}"
            if read_text(key, below, NAME, self._problems) is not None:
                found[name] = self._read_mapping(value, below, keys, owner)
                found[name].node = key
        return found

    def _read_names(self, node: Node, path: str, what: str) -> tuple[str, ...]:
        names = [read_text(item, path, NAME, self._problems) for item in node.items]
        return tuple(name for name in names if name is not None)

    def _read_numbers(self, node: Node, path: str, what: str) -> dict[int, int]:
        numbers = {}
        for name, key, value in self._read_pairs(node, path):
            # A key of JSON is text always.
            plain = Node("int", key.line, key.column, key.text) if name.isdecimal() else key
            vlan = read_integer(plain, path, VLAN, self._problems)
            number = read_integer(value, f"{path}.{join_path(name)}", NUMBERS[what], self._problems)
            if vlan is not None and number is not None:
                numbers[vlan] = number
        return numbers

    def _read_trunk(self, node: Node, path: str, what: str) -> Entry:
        return self._read_mapping(node, path, TRUNK_KEYS, "trunk")

    def _read_vlans(self, node: Node, path: str, what: str) -> tuple[int, ...]:
        return read_vlans(node, path, self._problems)

    def _read_links(self, node: Node, path: str, what: str) -> list[tuple[Node, list[EndNode]]]:
        links = []
        for place, item in enumerate(node.items):
            below = f"{path}[{place}]"
            ends = self._read_ends(item, below)
            if ends:
                links.append((item, ends))
        return links

    def _read_ends(self, node: Node, path: str) -> list[EndNode] | None:
        allowed = "[BRIDGE, PORT, BRIDGE, PORT], more pairs for a shared segment"
        if node.kind != "seq" or len(node.items) < 4 or len(node.items) % 2:
            got = f"{len(node.items)} items" if node.kind == "seq" else node.describe()
            self._problems.report(node, path, "no link", value=got, allowed=allowed)
            return None
        names = [read_text(item, path, NAME, self._problems) for item in node.items]
        ends = []
        for at in range(0, len(names), 2):
            bridge, port = names[at], names[at + 1]
            if bridge is None or port is None:
                return None
            ends.append(EndNode(bridge, port, node.items[at], node.items[at + 1]))
        return ends
