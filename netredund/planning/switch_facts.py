"""What one switch says of itself, as far as a plan needs it."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from netredund.facts.arp import ArpEntry
from netredund.facts.etherchannel import ChannelGroup
from netredund.facts.interfaces import InterfaceStatus
from netredund.facts.lacp import LacpPort
from netredund.facts.mac_address_table import MacEntry
from netredund.facts.neighbors import CdpNeighbor, LldpNeighbor
from netredund.facts.running_config import Configuration, InterfaceConfig
from netredund.facts.spanning_tree import SpanningTreeInstance, SpanningTreePort
from netredund.facts.users import UserLine
from netredund.facts.version import Version
from netredund.interfaces import is_same_interface, long_name
from netredund.vlans import has_vlan

_VLAN_INSTANCE = re.compile(r"VLAN0*(\d+)$")
_MST_INSTANCE = re.compile(r"(?:MST)?0*(\d+)$")


class SwitchFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One switch: its running-config, and what other commands add where they were captured.

    `lines` is the text that `configuration` was read from, line 1 first; `tree_commands` are those
    that the `instances` were read from, one for each. An empty tuple is "not
    captured, or nothing there". `serials` are those of all members of a stack. `prompts` are all
    names that prompts, running-configs and `show version` of its members show.
    """

    name: str
    configuration: Configuration
    lines: tuple[str, ...]
    version: Version | None = None
    prompts: tuple[str, ...] = ()
    instances: tuple[SpanningTreeInstance, ...] = ()
    tree_commands: tuple[str, ...] = ()
    pathcost_method: str | None = None
    cdp: tuple[CdpNeighbor, ...] = ()
    lldp: tuple[LldpNeighbor, ...] = ()
    macs: tuple[MacEntry, ...] = ()
    partners: tuple[LacpPort, ...] = ()
    channels: tuple[ChannelGroup, ...] = ()
    statuses: tuple[tuple[str, InterfaceStatus, str | None], ...] = ()
    users: tuple[UserLine, ...] = ()
    arps: tuple[ArpEntry, ...] = ()

    def find_interface(self, name: str) -> InterfaceConfig | None:
        """Return the stanza of an interface."""
        for interface in self.configuration.interfaces:
            if is_same_interface(interface.interface, name):
                return interface
        return None

    def stanza(self, interface: InterfaceConfig) -> tuple[str, ...]:
        """Return the lines below an `interface` line, without their indentation."""
        found = []
        for line in self.lines[interface.line :]:
            if not line.startswith(" ") or line.startswith("!"):
                break
            found.append(line.strip())
        return tuple(found)

    def cite(self, number: int | None) -> str:
        """Return how a line of the running-config is named in a refusal."""
        if number is None or number > len(self.lines):
            return "show running-config"
        return f"show running-config, line {number}: {self.lines[number - 1].strip()}"

    def cite_tree(self, instance: SpanningTreeInstance, number: int) -> str:
        """Return how a line of a spanning tree's output is named in a refusal."""
        for each, command in zip(self.instances, self.tree_commands, strict=False):
            if each is instance:
                return f"{command}, line {number}"
        return f"show spanning-tree, line {number}"

    @property
    def is_mst(self) -> bool:
        return self.configuration.spanning_tree_mode == "mst"

    def path_cost(self) -> str:
        """Return `short` or `long`, as the switch computes port costs; MST is always long."""
        if self.is_mst:
            return "long"
        settings = self.configuration.spanning_tree_settings
        return self.pathcost_method or settings.pathcost_method or "short"

    def mst_instance(self, vlan: int) -> int:
        """Return the MST instance that a VLAN is mapped to; 0 takes what no line names."""
        region = self.configuration.mst_region
        for each in region.instances if region else ():
            if has_vlan(each.vlans, vlan):
                return each.instance
        return 0

    def trees(self, vlan: int) -> Iterator[SpanningTreeInstance]:
        """Yield each view of the instance that carries a VLAN."""
        for instance in self.instances:
            name = instance.instance or ""
            by_vlan, by_number = _VLAN_INSTANCE.match(name), _MST_INSTANCE.match(name)
            number = by_number if self.is_mst and not by_vlan else None
            if (by_vlan and int(by_vlan[1]) == vlan) or (
                number and int(number[1]) == self.mst_instance(vlan)
            ):
                yield instance

    def tree(self, vlan: int) -> SpanningTreeInstance | None:
        """Return the view of a VLAN's instance that says most of its root, null without one."""
        return _fullest(self.trees(vlan))

    def common_tree(self) -> SpanningTreeInstance | None:
        """Return the view of MST instance 0 that says most of its root, null without one."""
        found = ((each, _MST_INSTANCE.match(each.instance or "")) for each in self.instances)
        return _fullest(each for each, number in found if number and not int(number[1]))

    def tree_ports(self, interface: str) -> Iterator[tuple[SpanningTreeInstance, SpanningTreePort]]:
        """Yield the rows of a port, or of the channel that it is a member of."""
        names = {long_name(interface)}
        stanza = self.find_interface(interface)
        if stanza is not None and stanza.channel_group is not None:
            names.add(f"Port-channel{stanza.channel_group}")
        for instance in self.instances:
            for port in instance.ports:
                if port.interface and long_name(port.interface) in names:
                    yield instance, port

    def status(self, interface: str) -> InterfaceStatus | None:
        """Return what `show interfaces status` says of a port."""
        for name, status, _ in self.statuses:
            if is_same_interface(name, interface):
                return status
        return None

    def has_address_on(self, interface: str) -> list[MacEntry]:
        """Return the learned addresses of a port, or of the channel that it is a member of."""
        names = {long_name(interface)}
        stanza = self.find_interface(interface)
        if stanza is not None and stanza.channel_group is not None:
            names.add(f"Port-channel{stanza.channel_group}")
        return [
            entry
            for entry in self.macs
            if entry.is_dynamic and names & {long_name(port) for port in entry.ports}
        ]


def _fullest(found: Iterable[SpanningTreeInstance]) -> SpanningTreeInstance | None:
    """Return the view with the bridge in it, else one that has the root alone."""
    rooted = [each for each in found if each.root is not None]
    return next((each for each in rooted if each.bridge is not None), rooted[0] if rooted else None)
