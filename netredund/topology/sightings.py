"""What captures say of one VLAN's tree on each switch: bridges and ports, each with its line."""

import re
import zlib
from collections.abc import Iterator

from netredund.facts.etherchannel import EtherChannel
from netredund.facts.interfaces import InterfacesStatus, InterfaceStatus
from netredund.facts.running_config import (
    Configuration,
    GuardWord,
    InterfaceConfig,
    PortSpanningTree,
)
from netredund.facts.spanning_tree import (
    MstConfiguration,
    PortState,
    SpanningTree,
    SpanningTreeInstance,
    SpanningTreePort,
    SpanningTreeSummary,
)
from netredund.interfaces import long_name
from netredund.topology.network import PathCost
from netredund.verdict.finding import Evidence
from netredund.verdict.trees import is_instance_of
from netredund.verdict.views import Cite, View, Views
from netredund.vlans import covers_vlan, expand_vlans

_MST_NAME = re.compile(r"MST0*(\d+)$")
_SPEED = re.compile(r"(?:a-)?(\d+)(G)?$")
NOT_IN_TREE = (PortState.DISABLED,)


class PortSighting:
    """One port of a switch in the tree, from every view that shows it."""

    def __init__(self, interface: str) -> None:
        self.interface = interface
        self.rows: list[tuple[SpanningTreePort, Cite]] = []

    def add(self, row: SpanningTreePort, cite: Cite) -> None:
        self.rows.append((row, cite))

    def first(self, name: str) -> object:
        """Return a value as the first view that has it says it."""
        for row, _ in self.rows:
            if (value := getattr(row, name)) is not None:
                return value
        return None

    @property
    def cost(self) -> int | None:
        return _whole(self.first("cost"))

    @property
    def identifier(self) -> tuple[int, int] | None:
        priority, number = _whole(self.first("port_priority")), _whole(self.first("port_number"))
        return None if priority is None or number is None else (priority, number)

    @property
    def inconsistency(self) -> str | None:
        value = self.first("inconsistency")
        return value if isinstance(value, str) else None

    @property
    def designated(self) -> tuple[int, str, tuple[int, int], int] | None:
        """What the detail forms say is designated: priority, address, port, cost."""
        for row, _ in self.rows:
            bridge, port, cost = (
                row.designated_bridge, row.designated_port_id, row.designated_path_cost,
            )  # fmt: skip
            if bridge is None or bridge.priority is None or bridge.address is None:
                continue
            numbers = re.fullmatch(r"(\d+)\.(\d+)", port or bridge.port_id or "")
            if numbers and cost is not None:
                identifier = (int(numbers[1]), int(numbers[2]))
                return bridge.priority, bridge.address.lower(), identifier, cost
        return None

    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(cite.evidence() for _, cite in self.rows[:1])


class SwitchSighting:
    """A switch in one tree; `instance` is the first view of it that shows bridge and root."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.instance: SpanningTreeInstance | None = None
        self.cite: Cite | None = None
        self.ports: dict[str, PortSighting] = {}
        self.stanzas: dict[str, InterfaceConfig] = {}
        self.stanza_cites: dict[str, Cite] = {}
        self.statuses: dict[str, tuple[InterfaceStatus, Cite]] = {}
        self.members: dict[str, tuple[str, ...]] = {}
        self.speeds: dict[str, int] = {}
        self.path_cost = PathCost.SHORT
        self.mode: str | None = None
        self.mst_instance: int | None = None
        self.region: str | None = None
        self.is_loop_guarded = False

    @property
    def identifier(self) -> tuple[int, str] | None:
        bridge = self.instance.bridge if self.instance else None
        if bridge is None or bridge.effective_priority is None or bridge.address is None:
            return None
        return bridge.effective_priority, bridge.address.lower()

    @property
    def root(self) -> tuple[int, str] | None:
        """The root as this switch names it."""
        root = self.instance.root if self.instance else None
        if root is None:
            return None
        if root.is_self:
            return self.identifier
        if root.priority is None or root.address is None:
            return None
        return root.priority, root.address.lower()

    @property
    def root_cost(self) -> int | None:
        root = self.instance.root if self.instance else None
        if root is None:
            return None
        return 0 if root.is_self else root.cost

    def has_loop_guard(self, settings: PortSpanningTree | None) -> bool:
        """Tell whether loop guard is in force: by the port's line, else by the global default."""
        if settings is None or settings.guard is None:
            return self.is_loop_guarded
        return settings.guard is GuardWord.LOOP

    def evidence(self) -> tuple[Evidence, ...]:
        return () if self.cite is None else (self.cite.evidence(),)

    def find_by_number(self, identifier: tuple[int, int]) -> PortSighting | None:
        """Return the port of a port identifier, as a neighbour's detail form names it."""
        for port in self.ports.values():
            if port.identifier == identifier:
                return port
        return None

    def channel_of(self, interface: str) -> str:
        """Return the Port-channel that a port is a member of, else the port itself."""
        for channel, members in self.members.items():
            if interface in members:
                return channel
        return interface


def sight_switch(
    views: Views, switch: str, vlan: int, *, is_common: bool = False
) -> SwitchSighting:
    """Return what a switch's captures say of the tree of a VLAN.

    `is_common` means, where the switch speaks MST, the CIST (MST0) and not the VLAN's instance.
    """
    found = SwitchSighting(switch)
    instances = _find_common(views, switch) if is_common else _find_instances(views, switch, vlan)
    for view, instance in instances:
        if found.instance is None and instance.bridge is not None:
            found.instance = instance
            number = _MST_NAME.match(instance.instance or "")
            found.mst_instance = int(number[1]) if number else None
            line = instance.root.line if instance.root else instance.line
            found.cite = view.cite(line)
        for row in instance.ports:
            name = row.interface or view.facts.interface
            if name is None or row.state in NOT_IN_TREE:
                continue
            long = long_name(name)
            found.ports.setdefault(long, PortSighting(long)).add(row, view.cite(row.line))
    _read_config(views, found)
    _read_channels(views, found)
    for status in views.of(switch, InterfacesStatus):
        for entry in status.facts.interfaces:
            match = _SPEED.fullmatch(entry.speed or "")
            if entry.status is not None:
                cite = status.cite(entry.line)
                found.statuses.setdefault(long_name(entry.interface), (entry.status, cite))
            if match:
                speed = int(match[1]) * (1000 if match[2] else 1)
                found.speeds.setdefault(long_name(entry.interface), speed)
    for summary in views.of(switch, SpanningTreeSummary):
        method = summary.facts.pathcost_operational or summary.facts.pathcost_method
        if method == "long" or summary.facts.mode == "mst":
            found.path_cost = PathCost.LONG
        found.mode = found.mode or summary.facts.mode
    if found.instance is not None and found.instance.protocol is not None:
        found.mode = found.mode or str(found.instance.protocol)
    if found.mode in ("mst", "mstp"):
        found.path_cost = PathCost.LONG
        found.region = _read_region(views, switch)
    return found


def _find_common(
    views: Views, switch: str
) -> Iterator[tuple[View[SpanningTree], SpanningTreeInstance]]:
    for view in views.of(switch, SpanningTree):
        for instance in view.facts.instances:
            if re.fullmatch("MST0+", instance.instance or ""):
                yield view, instance


def _read_region(views: Views, switch: str) -> str | None:
    """Return what identifies an MST region (IEEE 802.1Q-2014 13.8), null where nothing shows it."""
    for view in views.of(switch, MstConfiguration):
        mapped = {
            vlan: each.instance
            for each in view.facts.instances
            if each.instance
            for vlan in expand_vlans(each.vlans_mapped)
        }
        return _name_region(view.facts.name, view.facts.revision, mapped)
    for config in views.of(switch, Configuration):
        if "startup-config" not in config.facts.command and config.facts.mst_region is not None:
            region = config.facts.mst_region
            mapped = {
                vlan: each.instance
                for each in region.instances
                for vlan in expand_vlans(each.vlans)
            }
            return _name_region(region.name, region.revision, mapped)
    return None


def _name_region(name: str | None, revision: int | None, mapped: dict[int, int]) -> str:
    vlans = ",".join(f"{vlan}:{mapped[vlan]}" for vlan in sorted(mapped))
    return f"{name or ''} {revision or 0} {zlib.crc32(vlans.encode()):08x}"


def _find_instances(
    views: Views, switch: str, vlan: int
) -> Iterator[tuple[View[SpanningTree], SpanningTreeInstance]]:
    for view in views.of(switch, SpanningTree):
        for instance in view.facts.instances:
            mapped = instance.vlans_mapped
            if mapped is not None:
                if covers_vlan(mapped, vlan):
                    yield view, instance
            elif is_instance_of(views, switch, instance.instance or "", vlan):
                yield view, instance


def _read_config(views: Views, found: SwitchSighting) -> None:
    for config in views.of(found.name, Configuration):
        if "startup-config" in config.facts.command:
            continue
        for stanza in config.facts.interfaces:
            name = long_name(stanza.interface)
            if name not in found.stanzas:
                found.stanzas[name] = stanza
                found.stanza_cites[name] = config.cite(stanza.line)
            if stanza.channel_group is not None:
                channel = f"Port-channel{stanza.channel_group}"
                members = found.members.get(channel, ())
                if name not in members:
                    found.members[channel] = (*members, name)
        settings = config.facts.spanning_tree_settings
        found.is_loop_guarded |= settings.loopguard_default is True
        if settings.pathcost_method == "long" or config.facts.spanning_tree_mode == "mst":
            found.path_cost = PathCost.LONG
        found.mode = found.mode or config.facts.spanning_tree_mode


def _read_channels(views: Views, found: SwitchSighting) -> None:
    """Take the bundled members: a member that is not bundled is no part of the Port-channel."""
    for view in views.of(found.name, EtherChannel):
        for group in view.facts.groups:
            members = tuple(
                long_name(member.interface)
                for member in group.members
                if member.is_bundled is not False
            )
            if members:
                found.members[long_name(group.port_channel)] = members


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
