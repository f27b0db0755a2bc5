"""A plan's lines applied to a tree: what the running-config after them makes of each port.

What stays unchanged in the running-config is taken from what the switch shows now; only what the
plan changes is derived from lines.
"""

from typing import NamedTuple

import msgspec

from netredund.captures import Captures
from netredund.facts.interfaces import InterfaceStatus
from netredund.facts.linux import IpLinks
from netredund.facts.running_config import (
    EnableWord,
    GuardWord,
    InterfaceConfig,
    PortSpanningTree,
    SwitchportMode,
)
from netredund.intent import Site, StpServer
from netredund.interfaces import long_name, short_name
from netredund.planning.change import Plan, SwitchPlan
from netredund.planning.gathering import gather
from netredund.planning.result import read_result
from netredund.planning.switch_facts import SwitchFacts
from netredund.prediction.failures import LOOP_INCONSISTENT
from netredund.prediction.lines import (
    cost_of,
    has_bpdu_guard,
    has_loop_guard,
    list_bounced,
    membership_of,
    priority_of,
    settings_of,
)
from netredund.topology import Bridge, End, Link, Port, Topology
from netredund.topology.assembly import Survey
from netredund.topology.costs import cost_of_speed
from netredund.verdict.finding import Finding, Verdict
from netredund.verdict.views import Views
from netredund.vlans import has_vlan

_DEFAULT_PRIORITY = 32768  # IEEE 802.1D-2004 table 17-2
_SYSTEM_ID = 4096  # what is below it is the extended system id (802.1t)
_UNKNOWN_COST = 19
_HAS_LINK = (InterfaceStatus.CONNECTED, InterfaceStatus.ERR_DISABLED, InterfaceStatus.DISABLED)


class Application(NamedTuple):
    """A topology after a plan, and what of it could not be told."""

    topology: Topology
    findings: tuple[Finding, ...]


def apply_plan(survey: Survey, site: Site, captures: Captures, plan: Plan) -> Application:
    """Return the topology of a VLAN after the lines of a plan; servers stay as they are."""
    planned = {step.server for step in plan.steps}
    facts = gather(site, captures, [each for each in site.servers.values() if each.name in planned])
    by_name = {each.name: each for each in facts.values()}
    topology = survey.topology
    findings: list[Finding] = []
    shut = {
        End(name, link.interface)
        for name in site.servers
        for view in Views(captures.captures).of(name, IpLinks)
        for link in view.facts.links
        if not link.is_up
    }
    for switch in plan.switches:
        unit = site.switches[switch.switch].unit
        for name in survey.switches:
            if site.switches[name].unit == unit:
                change = _Change(survey, site, by_name[switch.switch], switch, shut)
                topology = change.apply(topology, name)
                findings += change.findings
    return Application(topology, tuple(findings))


class _Change:
    """What one switch's lines change."""

    def __init__(
        self,
        survey: Survey,
        site: Site,
        facts: SwitchFacts,
        planned: SwitchPlan,
        shut_nics: set[End],
    ) -> None:
        self._shut_nics = shut_nics
        self._vlan = survey.vlan
        self._survey = survey
        self._site = site
        self._facts = facts
        self._after = read_result(facts, planned.diff)
        self._stanzas = {long_name(each.interface): each for each in self._after.interfaces}
        self._before = {long_name(each.interface): each for each in facts.configuration.interfaces}
        self._touched = [
            place
            for place in dict.fromkeys((*self._before, *self._stanzas))
            if self._differs(place)
        ]
        self._bounced = list_bounced(planned)
        self.findings: list[Finding] = []

    def _differs(self, place: str) -> bool:
        old, new = self._before.get(place), self._stanzas.get(place)
        return old is None or new is None or settings_of(old) != settings_of(new)

    def apply(self, topology: Topology, name: str) -> Topology:
        """Return the topology with what the lines make of one bridge."""
        bridge = topology.bridges[name]
        ports = dict(bridge.ports)
        links = list(topology.links)
        legs = self._list_legs(name)
        bridge = self._change_priorities(name, bridge)
        for channel in self._list_channels():
            self._change_channel(bridge, ports, channel)
        for place in (*self._touched, *self._bounced):
            stanza = self._stanzas.get(place)
            short = short_name(place)
            if place.startswith("Port-channel"):
                if stanza is not None and short in ports:
                    ports[short] = self._change_port(bridge, ports[short], place, legs)
            elif stanza is not None and stanza.channel_group is not None:
                ports.pop(short, None)
            elif stanza is not None and self._carries(place, short in ports):
                old = ports.get(short) or self._make_port(bridge, ports, place, legs)
                ports[short] = self._change_port(bridge, old, place, legs)
                self._lead_leg(links, name, place, legs)
            else:
                ports.pop(short, None)
        known = {*ports, *(member for port in ports.values() for member in port.members)}
        kept = [
            link for link in links
            if all(end.bridge != name or end.port in known for end in link.ends)
        ]  # fmt: skip
        bridges = {**topology.bridges, name: msgspec.structs.replace(bridge, ports=ports)}
        for place, far in legs.items():
            if (port := ports.get(short_name(place))) is not None:
                self._wake_server(bridges, topology.bridges[name].ports.get(port.name), port, far)
        return msgspec.structs.replace(topology, bridges=bridges, links=tuple(kept))

    def _list_legs(self, name: str) -> dict[str, End]:
        """Return the legs of bridging servers of this VLAN on a switch: port to server's end."""
        return {
            leg.interface: End(server.name, leg.nic)
            for server in self._site.servers.values()
            if isinstance(server, StpServer) and server.access_vlan == self._vlan
            for leg in server.uplinks
            if leg.switch == name
        }

    # the bridge

    def _change_priorities(self, name: str, bridge: Bridge) -> Bridge:
        """Return the bridge with its priorities on the wire: of the tree, or of MST instances."""
        instance = self._find_instance(name)
        if bridge.region is None:
            priority = self._decide_priority(instance, bridge.priority)
            return msgspec.structs.replace(bridge, priority=priority)
        return msgspec.structs.replace(
            bridge,
            priority=self._decide_priority(0, bridge.priority),
            instance_priorities={
                number: self._decide_priority(number, priority)
                for number, priority in bridge.instance_priorities.items()
            },
        )

    def _decide_priority(self, instance: int | None, present: int) -> int:
        """Return a priority on the wire; an image without extended system id adds none."""
        before, after = (
            priority_of(configuration, self._vlan, instance)
            for configuration in (self._facts.configuration, self._after)
        )
        if before == after:
            return present
        extension = present % _SYSTEM_ID
        if extension not in (self._vlan, instance):
            extension = 0
        return (_DEFAULT_PRIORITY if after is None else after) + extension

    def _find_instance(self, name: str) -> int | None:
        """Return the MST instance that carries the VLAN, None where each VLAN has its own tree."""
        switch = self._survey.switches[name]
        if switch.mode not in ("mst", "mstp"):
            return None
        return self._facts.mst_instance(self._vlan)

    # its channels

    def _list_channels(self) -> list[str]:
        """Return the Port-channels whose members change."""
        groups = {
            stanza.channel_group
            for place in self._touched
            for stanza in (self._before.get(place), self._stanzas.get(place))
            if stanza is not None and stanza.channel_group is not None
        }
        return [f"Port-channel{group}" for group in sorted(groups)]

    def _change_channel(self, bridge: Bridge, ports: dict[str, Port], channel: str) -> None:
        """Give a Port-channel the members that it has after the lines; without any it goes."""
        short, stanza = short_name(channel), self._stanzas.get(channel)
        group = int(channel.removeprefix("Port-channel"))
        members = tuple(
            short_name(place)
            for place, each in self._stanzas.items()
            if each.channel_group == group and not each.is_shutdown
        )
        old = ports.get(short)
        if not members or stanza is None or not self._carries(channel, old is not None):
            ports.pop(short, None)
            return
        if old is None:
            old = self._make_port(bridge, ports, channel, {})
        speed = self._survey.switches[bridge.name].speeds.get(long_name(members[0])) or old.speed
        port = msgspec.structs.replace(
            old, members=members, min_links=stanza.min_links or 1, speed=speed, up=True
        )
        if not port.has_fixed_cost and speed is not None:
            cost = cost_of_speed(speed * len(members), bridge.path_cost)
            port = msgspec.structs.replace(port, cost=cost)
        ports[short] = port

    # its ports

    def _carries(self, place: str, does_now: bool) -> bool:
        """Tell whether a port is in the VLAN: as it is now, where no line changes that."""
        old, new = self._before.get(place), self._stanzas[place]
        had_channel = old is not None and old.channel_group is not None
        is_same = old is not None and membership_of(old) == membership_of(new) and not had_channel
        was_down = old is not None and bool(old.is_shutdown)
        if is_same and (does_now or not (was_down or place in self._bounced)):
            return does_now
        if new.is_switchport is False:
            return False
        if new.switchport_mode is SwitchportMode.TRUNK:
            return new.allowed_vlans is None or has_vlan(new.allowed_vlans, self._vlan)
        return (new.access_vlan or 1) == self._vlan

    def _make_port(
        self, bridge: Bridge, ports: dict[str, Port], place: str, legs: dict[str, End]
    ) -> Port:
        """Return a port that comes into the tree; its number is only its place."""
        number = max((port.number for port in ports.values()), default=0) + 1
        speed = self._survey.switches[bridge.name].speeds.get(place)
        port = Port(
            name=short_name(place), cost=_UNKNOWN_COST, number=min(number, 4095), speed=speed,
            has_fixed_cost=False, up=None if place in legs else True,
        )  # fmt: skip
        if speed is not None:
            port = msgspec.structs.replace(port, cost=cost_of_speed(speed, bridge.path_cost))
        return port

    def _change_port(self, bridge: Bridge, port: Port, place: str, legs: dict[str, End]) -> Port:
        old, new = self._before.get(place), self._stanzas[place]
        was = old.spanning_tree_settings if old else PortSpanningTree()
        settings = new.spanning_tree_settings
        cost = cost_of(settings, self._vlan)
        if cost != cost_of(was, self._vlan) or (cost is not None and port.cost != cost):
            port = self._change_cost(bridge, port, place, cost)
        if settings.bpduguard is not was.bpduguard:
            port = msgspec.structs.replace(port, bpdu_guard=has_bpdu_guard(settings, self._after))
        if settings.bpdufilter is not was.bpdufilter:
            is_on = settings.bpdufilter is EnableWord.ENABLE
            port = msgspec.structs.replace(port, bpdu_filter=is_on)
        if settings.guard is not was.guard:
            is_root = settings.guard is GuardWord.ROOT
            port = msgspec.structs.replace(
                port,
                root_guard=is_root,
                loop_guard=has_loop_guard(settings, self._after),
                broken=None if port.broken == LOOP_INCONSISTENT else port.broken,
            )
        if old is not None and membership_of(old) != membership_of(new):
            port = msgspec.structs.replace(port, broken=None)
        return msgspec.structs.replace(port, up=self._is_up(port, place, old, new, legs))

    def _change_cost(self, bridge: Bridge, port: Port, place: str, cost: int | None) -> Port:
        if cost is not None:
            instance_costs = dict.fromkeys(port.instance_costs, cost)
            return msgspec.structs.replace(
                port, cost=cost, has_fixed_cost=True, instance_costs=instance_costs
            )
        if port.speed is None:
            where = f"{bridge.name} {port.name}"
            self.findings.append(
                Finding(
                    "prediction.cost-unknown", where, Verdict.UNKNOWN,
                    f"{where}: the speed, which makes the cost after the plan, expected it in the"
                    f" captures, got none: taken as {_UNKNOWN_COST}",
                    remedy=f"capture `show interfaces status` on {bridge.name}",
                )
            )  # fmt: skip
            return msgspec.structs.replace(port, cost=_UNKNOWN_COST, has_fixed_cost=False)
        speed = port.speed * max(len(port.members), 1)
        return msgspec.structs.replace(
            port, cost=cost_of_speed(speed, bridge.path_cost), has_fixed_cost=False
        )

    def _is_up(
        self,
        port: Port,
        place: str,
        old: InterfaceConfig | None,
        new: InterfaceConfig,
        legs: dict[str, End],
    ) -> bool | None:
        if new.is_shutdown:
            return False
        status = self._facts.status(place)
        is_freed = (
            place in self._bounced
            or old is None
            or bool(old.is_shutdown)
            or membership_of(old) != membership_of(new)
        )
        if port.up is False and is_freed and (status is None or status in _HAS_LINK):
            return None if place in legs else True
        return port.up

    def _wake_server(
        self, bridges: dict[str, Bridge], old: Port | None, new: Port, far: End
    ) -> None:
        """Give a server's end its carrier where the lines bring the switch's end up."""
        server = bridges.get(far.bridge)
        if server is None or new.up is False or (old is not None and old.up is not False):
            return
        if far.port in server.ports and far not in self._shut_nics:
            port = msgspec.structs.replace(server.ports[far.port], up=None)
            ports = {**server.ports, far.port: port}
            bridges[far.bridge] = msgspec.structs.replace(server, ports=ports)

    def _lead_leg(self, links: list[Link], name: str, place: str, legs: dict[str, End]) -> None:
        """Lead a leg that was a channel's member to its own port."""
        far = legs.get(place)
        if far is None:
            return
        near = End(name, short_name(place))
        for at, link in enumerate(links):
            if far in link.ends and near not in link.ends:
                links[at] = Link(tuple(near if end.bridge == name else end for end in link.ends))
