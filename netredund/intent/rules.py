"""What must hold between the keys of a site file, once each is sound by itself."""

from typing import Any

from netredund.intent.keys import SERVER_KEYS, Method
from netredund.intent.kinds import plain_mac
from netredund.intent.methods import check_failover, check_lacp, check_stp, report_key
from netredund.intent.problem import Problems, join_path, list_names
from netredund.intent.reader import Draft, SiteDraft
from netredund.intent.site import (
    DEFAULT_ROOT_PRIORITY,
    DEFAULT_SSH_PORT,
    DEFAULT_VLAN,
    KEEP,
    Uplink,
)

# Where a thing that may be there once only was seen first: its owner and its line.
_Seen = dict[tuple[Any, ...], tuple[str, int]]


def check_site(site: SiteDraft, problems: Problems) -> None:
    """Report everything that contradicts itself or another part of the file."""
    rules = _Rules(site, problems)
    for name, switch in (site.switches or {}).items():
        rules.check_switch(name, switch)
    for name, server in site.servers.items():
        rules.check_server(name, server)


class _Rules:
    def __init__(self, site: SiteDraft, problems: Problems) -> None:
        self._switches = site.switches
        self._problems = problems
        self._hosts: _Seen = {}
        self._ports: _Seen = {}
        self._groups: _Seen = {}
        self._macs: _Seen = {}
        self._roots: dict[tuple[int, str], tuple[str, str, int]] = {}
        self._root_priorities: dict[tuple[int, str], tuple[int, str, int]] = {}

    def check_switch(self, name: str, switch: Draft) -> None:
        """One switch, one address; those of one stack may share it."""
        host = switch.values.get("host", name)
        port = switch.values.get("port", DEFAULT_SSH_PORT)
        unit = self._find_unit(name)
        key = (host.lower(), port, switch.values.get("via"))
        owner, line = self._hosts.setdefault(key, (name, switch.place.line))
        if owner != name and self._find_unit(owner) != unit:
            report_key(
                self._problems,
                switch,
                "host",
                f"{owner} has this address (line {line})",
                value=host,
                allowed="each switch once, but for the switches of one stack",
            )

    def check_server(self, name: str, server: Draft) -> None:
        """Check one server, and against those before it."""
        if name in (self._switches or ()):
            self._problems.report(
                server.place,
                server.path,
                "a switch has this name",
                value=name,
                allowed="another name: both name folders of captures",
            )
        method = self._find_method(server)
        uplinks: tuple[Uplink, ...] = server.values.get("uplinks", ())
        self._check_foreign_keys(server, method)
        self._check_vlan_or_trunk(server, method)
        self._check_mac(name, server)
        for uplink in uplinks:
            self._check_uplink(name, server, uplink)
        if self._switches is not None:
            uplinks = tuple(leg for leg in uplinks if leg.switch in self._switches)
        units = list(dict.fromkeys(self._find_unit(uplink.switch) for uplink in uplinks))
        if method is Method.LACP:
            self._check_group(name, server, units)
            check_lacp(server, uplinks, self._find_unit, self._problems)
        elif method is Method.STP:
            self._check_root(name, server, units)
            check_stp(server, self._switches, self._problems)
        elif method is not None:
            check_failover(server, self._problems)

    def _find_unit(self, name: str) -> str:
        switch = (self._switches or {}).get(name)
        stack = switch.values.get("stack") if switch else None
        return f"stack {stack}" if stack else name

    @staticmethod
    def _find_method(server: Draft) -> Method | None:
        method = server.values.get("method")
        return None if method is None else Method(method)

    def _check_foreign_keys(self, server: Draft, method: Method | None) -> None:
        for key in SERVER_KEYS:
            if key.methods is None or method is None or method in key.methods:
                continue
            if key.name not in server.keys:
                continue
            names = ", ".join(each.value for each in key.methods)
            message = f"this key belongs to {names}, not to {method.value}"
            allowed = ", ".join(
                each.name for each in SERVER_KEYS if not each.methods or method in each.methods
            )
            if key.name == "trunk":
                message = (
                    "stp works on access ports only: on a trunk a Linux bridge joins one tree for"
                    " all VLANs, and carries the switches' own BPDUs between them"
                )
                allowed = "vlan, or another method"
            elif method is Method.BALANCE_ALB:
                message = "the kernel has no ARP monitor for balance-alb"
                allowed = "miimon, or active-backup"
            place = server.keys[key.name]
            self._problems.report(place, f"{server.path}.{key.name}", message, allowed=allowed)

    def _check_vlan_or_trunk(self, server: Draft, method: Method | None) -> None:
        if "vlan" in server.keys and "trunk" in server.keys and method is not Method.STP:
            self._problems.report(
                server.keys["vlan"],
                f"{server.path}.vlan",
                "the ports are access ports or trunks",
                allowed="vlan or trunk, not both; trunk: {native: 1} says the VLAN without a tag",
            )

    def _check_mac(self, name: str, server: Draft) -> None:
        if "mac" not in server.values:
            return
        key = (plain_mac(server.values["mac"]),)
        owner, line = self._macs.setdefault(key, (name, server.place.line))
        if owner != name:
            report_key(
                self._problems,
                server,
                "mac",
                f"{owner} has this address (line {line})",
                value=server.values["mac"],
                allowed="each address once",
            )

    def _check_uplink(self, name: str, server: Draft, uplink: Uplink) -> None:
        place = server.uplink_nodes[uplink.nic]
        path = f"{server.path}.uplinks.{join_path(uplink.nic)}"
        if self._switches is not None and uplink.switch not in self._switches:
            hint = self._problems.suggest(uplink.switch, self._switches)
            self._problems.report(
                place,
                path,
                f"unknown switch{hint}",
                value=uplink.switch,
                allowed=list_names(self._switches),
            )
            return
        key = (*self._find_device(uplink.switch), uplink.interface)
        leg = f"{name} {uplink.nic}"
        owner, line = self._ports.setdefault(key, (leg, place.line))
        if owner != leg:
            self._problems.report(
                place,
                path,
                f"{uplink.interface} is wired to {owner} already (line {line})",
                value=f"{uplink.switch} {uplink.written}",
                allowed="each port once, however it is spelt",
            )

    def _find_device(self, name: str) -> tuple[Any, ...]:
        """The members of a stack that share an address are one device with one set of ports."""
        switch = (self._switches or {}).get(name)
        if switch is None or "stack" not in switch.values or "host" not in switch.values:
            return (name,)
        values = switch.values
        return (
            self._find_unit(name),
            values["host"].lower(),
            values.get("port", DEFAULT_SSH_PORT),
            values.get("via"),
        )

    def _check_group(self, name: str, server: Draft, units: list[str]) -> None:
        """One group, one server: the legs of two in one Port-channel would be strangers."""
        group = server.values.get("channel_group")
        if group is None:
            return
        for unit in units:
            owner, line = self._groups.setdefault((unit, group), (name, server.place.line))
            if owner != name:
                report_key(
                    self._problems,
                    server,
                    "channel_group",
                    f"{unit} has this group for {owner} (line {line})",
                    value=group,
                    allowed="a group of its own for each server",
                )
                return

    def _check_root(self, name: str, server: Draft, units: list[str]) -> None:
        """One VLAN of one switch has one root, and the root one priority."""
        root: str = server.values.get("root", KEEP)
        if "trunk" in server.keys or root not in (self._switches or ()):
            return
        vlan: int = server.values.get("vlan", DEFAULT_VLAN)
        here = (root, name, server.find_place("root").line)
        for unit in dict.fromkeys((*units, self._find_unit(root))):
            other, owner, line = self._roots.setdefault((vlan, unit), here)
            if other != root:
                report_key(
                    self._problems,
                    server,
                    "root",
                    f"for {owner} (line {line}) the root of VLAN {vlan} on {unit} is {other}",
                    value=root,
                    allowed="one root for the VLANs of one switch",
                )
                return
        priority = server.values.get("root_priority", DEFAULT_ROOT_PRIORITY)
        said = (priority, name, server.find_place("root_priority").line)
        first, owner, line = self._root_priorities.setdefault((vlan, root), said)
        if first != priority:
            report_key(
                self._problems,
                server,
                "root_priority",
                f"for {owner} (line {line}) the priority of {root} in VLAN {vlan} is {first}",
                value=priority,
                allowed="one priority for a root",
            )
