"""Site file and captures to the topology of one VLAN, with findings for what does not fit."""

from collections.abc import Iterator

import msgspec

from netredund.captures import Captures
from netredund.facts.running_config import EnableWord, GuardWord
from netredund.facts.spanning_tree import PortRole
from netredund.intent import LacpServer, Site, StpServer
from netredund.interfaces import short_name
from netredund.topology.absence import explain_absence
from netredund.topology.costs import cost_of_speed
from netredund.topology.mst import add_instance, survey_mst
from netredund.topology.network import Bridge, End, Link, Port, Region, Topology
from netredund.topology.servers import survey_server
from netredund.topology.sightings import PortSighting, SwitchSighting, sight_switch
from netredund.topology.wires import Wire, find_wires
from netredund.verdict.finding import Evidence, Finding, Verdict
from netredund.verdict.views import Views

_HEARING = (PortRole.ROOT, PortRole.ALTERNATE, PortRole.BACKUP)
# What is believed first where two tell different ends.
_SOURCES = ("BPDUs", "LACP", "CDP", "LLDP")
_UNKNOWN_COST = 19


class Survey(msgspec.Struct, frozen=True):
    """A topology built from facts; `findings` are its holes and contradictions."""

    vlan: int
    topology: Topology
    switches: dict[str, SwitchSighting]
    findings: tuple[Finding, ...]


def build_topology(site: Site, captures: Captures, vlan: int) -> Survey:
    """Return what the captures of a site's devices show of one VLAN.

    Switches without captures are no part of it. A bridge that is heard but is none of the site's is
    named by its address (`bridge 0019.e7aa.0001`).
    """
    return _Assembly(site, Views(captures.captures), vlan).build()


class _Assembly:
    def __init__(self, site: Site, views: Views, vlan: int) -> None:
        self._site = site
        self._views = views
        self._vlan = vlan
        self._findings: list[Finding] = []
        self._bridges: dict[str, Bridge] = {}
        self._links: list[tuple[End, End]] = []
        self._switches: dict[str, SwitchSighting] = {}
        self._legs: dict[End, End] = {}  # port of a switch to the server's end
        self._seen: dict[str, SwitchSighting] = {}  # what shows the VLAN, an MST instance maybe
        self._regions: dict[str, Region] = {}
        self._hosts: set[End] = set()  # ports that a server without a bridge is behind

    def build(self) -> Survey:
        for name in self._site.switches:
            switch = sight_switch(self._views, name, self._vlan)
            if switch.identifier is not None:
                self._switches[name] = switch
            elif self._views.captures(name):
                self._tell_hole(name, f"{name}: a spanning tree of VLAN {self._vlan}, expected one"
                                " with its bridge in the captures, got none", ())  # fmt: skip
        self._seen = dict(self._switches)
        mst = survey_mst(self._views, self._seen, self._vlan)
        self._regions = mst.regions
        self._findings += mst.findings
        self._switches |= mst.common
        self._find_legs()
        wires = find_wires(self._site, self._views, self._switches, {*self._legs, *self._hosts})
        self._join(wires)
        self._conclude()
        for switch in self._switches.values():
            bridge = self._build_switch(switch)
            if self._regions:
                bridge = add_instance(bridge, switch, self._seen[switch.name])
            self._bridges[switch.name] = bridge
        self._add_servers()
        self._add_strangers()
        order = [*self._site.switches, *self._site.servers]
        known = {name: place for place, name in enumerate(order)}
        names = sorted(self._bridges, key=lambda name: (known.get(name, len(known)), name))
        topology = Topology(
            bridges={name: self._bridges[name] for name in names},
            links=tuple(Link(tuple(map(self._show, ends))) for ends in self._links),
            regions=self._regions,
            mapped_vlan=self._vlan if self._regions else None,
            name=self._site.name,
        )
        return Survey(self._vlan, topology, self._seen, tuple(self._findings))

    def _show(self, end: End) -> End:
        is_switch = end.bridge in self._switches
        return End(end.bridge, short_name(end.port)) if is_switch else end

    def _tell_hole(
        self, subject: str, message: str, evidence: tuple[Evidence, ...], remedy: str = ""
    ) -> None:
        self._findings.append(
            Finding("topology.hole", subject, Verdict.UNKNOWN, message, evidence, remedy)
        )

    def _find_legs(self) -> None:
        for server in self._site.servers.values():
            for leg in server.uplinks:
                switch = self._switches.get(leg.switch)
                if switch is None:
                    continue
                port = End(leg.switch, switch.channel_of(leg.interface))
                if isinstance(server, StpServer):
                    if server.access_vlan == self._vlan:
                        self._legs[port] = End(server.name, leg.nic)
                    continue
                self._hosts.add(port)
                if isinstance(server, LacpServer) and server.channel_group:
                    self._hosts.add(End(leg.switch, f"Port-channel{server.channel_group}"))

    def _join(self, wires: list[Wire]) -> None:
        """Make links of what wires say; two different partners of a port are a contradiction."""
        taken: dict[End, Wire] = {}
        for wire in sorted(wires, key=lambda wire: _SOURCES.index(wire.source)):
            clash = next(
                (taken[end] for end in wire.ends if end in taken and taken[end].ends != wire.ends),
                None,
            )
            if clash is not None:
                said = [" - ".join(map(str, sorted(each.ends))) for each in (clash, wire)]
                self._findings.append(
                    Finding(
                        "topology.contradiction", said[0], Verdict.UNKNOWN,
                        f"{said[0]}: cabling, expected {clash.source} and {wire.source} to agree,"
                        f" got {said[1]} from {wire.source}",
                        (clash.evidence, wire.evidence),
                    )
                )  # fmt: skip
                continue
            is_new = not any(end in taken for end in wire.ends)
            taken.update(dict.fromkeys(wire.ends, wire))
            near, far = sorted(wire.ends)
            if is_new and self._sees(near) and self._sees(far):
                self._links.append((near, far))

    def _sees(self, end: End) -> bool:
        return end.port in self._switches[end.bridge].ports

    def _is_open(self, switch: SwitchSighting, port: PortSighting) -> bool:
        """Tell whether nothing shows what is behind a port."""
        end = End(switch.name, port.interface)
        if end in self._legs or end in self._hosts:
            return False
        return not any(end in ends for ends in self._links)

    def _open_ports(self) -> Iterator[tuple[SwitchSighting, PortSighting]]:
        for switch in self._switches.values():
            for port in switch.ports.values():
                if self._is_open(switch, port):
                    yield switch, port

    def _conclude(self) -> None:
        """Join a root port to the only port of the site that can be at its other end.

        What is left of the root path cost at the other end must be that switch's own, and one port
        alone, designated and not yet explained, must be there.
        """
        for switch, port in list(self._open_ports()):
            if _role(port) is not PortRole.ROOT or port.designated or port.cost is None:
                continue
            if switch.root_cost is None:
                continue
            rest = switch.root_cost - port.cost
            fits = [
                (other, far)
                for other, far in self._open_ports()
                if other is not switch
                and (other.root, other.root_cost) == (switch.root, rest)
                and _role(far) is PortRole.DESIGNATED
            ]
            if len(fits) != 1:
                continue
            other, far = fits[0]
            ends = (End(switch.name, port.interface), End(other.name, far.interface))
            self._links.append(ends)
            shown = " - ".join(str(self._show(end)) for end in ends)
            self._findings.append(
                Finding(
                    "topology.concluded", shown, Verdict.WARNING,
                    f"{shown}: concluded from the root path cost, as the only port that fits,"
                    " expected CDP, LLDP or the detail form to tell it",
                    (*port.evidence(), *far.evidence()),
                    f"capture `show cdp neighbors detail` on {switch.name}",
                )
            )  # fmt: skip

    def _build_switch(self, switch: SwitchSighting) -> Bridge:
        assert switch.identifier is not None and switch.instance is not None
        ports = {}
        for place, sighting in enumerate(switch.ports.values(), start=1):
            is_alone = self._is_open(switch, sighting) or (
                End(switch.name, sighting.interface) in self._hosts
            )
            port = self._build_port(switch, sighting, place)
            port = msgspec.structs.replace(port, up=True if is_alone else None)
            ports[port.name] = port
        numbers = {port.number for port in ports.values()}
        for end, far in self._legs.items():
            if end.bridge == switch.name and end.port not in switch.ports:
                number = max(numbers, default=0) + 1
                numbers.add(number)
                port = self._build_port(switch, PortSighting(end.port), number)
                ports[port.name] = msgspec.structs.replace(port, up=False)
                self._tell_absence(switch, end, far)
        instance = switch.instance
        return Bridge(
            name=switch.name,
            address=switch.identifier[1],
            priority=switch.identifier[0],
            ports=ports,
            path_cost=switch.path_cost,
            is_rapid=switch.mode not in (None, "pvst", "ieee"),
            hello_s=instance.hello or 2,
            max_age_s=instance.max_age or 20,
            forward_delay_s=instance.forward_delay or 15,
        )

    def _tell_absence(self, switch: SwitchSighting, end: End, far: End) -> None:
        """Tell that a leg is not in the tree: a hole where nothing says why."""
        shown = self._show(end)
        where = f"{shown}: a port of the tree of VLAN {self._vlan} (the leg {far} of the site file)"
        why = explain_absence(switch, end.port, self._vlan)
        if why is None:
            self._tell_hole(
                str(shown), f"{where}, expected, got none: taken as down", switch.evidence(),
                "see what `show interfaces status` says of it",
            )  # fmt: skip
            return
        reason, evidence = why
        message = f"{where}, expected, got none: {reason}"
        self._findings.append(
            Finding("topology.leg-absent", str(shown), Verdict.WARNING, message, (evidence,))
        )

    def _build_port(self, switch: SwitchSighting, sighting: PortSighting, place: int) -> Port:
        stanza = switch.stanzas.get(sighting.interface)
        settings = stanza.spanning_tree_settings if stanza else None
        members = switch.members.get(sighting.interface, ())
        speed = switch.speeds.get(members[0] if members else sighting.interface)
        configured = None
        if settings is not None:
            configured = settings.cost
            for value in settings.instance_costs:
                if value.covers_vlan(self._vlan):
                    configured = value.value
        computed = None
        if speed is not None:
            computed = cost_of_speed(speed * max(len(members), 1), switch.path_cost)
        cost = sighting.cost or configured or computed or _UNKNOWN_COST
        identifier = sighting.identifier or (128, place)
        return Port(
            name=short_name(sighting.interface),
            cost=cost,
            priority=identifier[0],
            number=identifier[1],
            speed=speed,
            has_fixed_cost=configured is not None or cost != computed,
            members=tuple(short_name(member) for member in members),
            min_links=(stanza.min_links if stanza else None) or 1,
            root_guard=(settings is not None and settings.guard is GuardWord.ROOT)
            or sighting.first("root_guard") is True
            or sighting.inconsistency == "ROOT_Inc",
            loop_guard=switch.has_loop_guard(settings)
            or sighting.first("loop_guard") is True
            or sighting.inconsistency == "LOOP_Inc",
            bpdu_filter=(settings is not None and settings.bpdufilter is EnableWord.ENABLE)
            or sighting.first("bpdu_filter") is True,
            bpdu_guard=(settings is not None and settings.bpduguard is EnableWord.ENABLE)
            or sighting.first("bpdu_guard") is True,
            broken=sighting.inconsistency if sighting.inconsistency != "ROOT_Inc" else None,
        )

    def _add_servers(self) -> None:
        for server in self._site.servers.values():
            legs = {far.port: near for near, far in self._legs.items() if far.bridge == server.name}
            if not isinstance(server, StpServer) or len(legs) < len(server.uplinks):
                continue
            survey = survey_server(server, self._views, self._switches)
            self._bridges[server.name] = survey.bridge
            self._findings += survey.findings
            for nic in survey.bridge.ports:
                self._links.append((legs[nic], End(server.name, nic)))

    def _add_strangers(self) -> None:
        """Add the bridges that are heard and are none of the site's: from root to root ports."""
        known = {bridge.identifier: name for name, bridge in self._bridges.items()}
        for switch, port in list(self._open_ports()):
            if _role(port) not in _HEARING:
                continue
            end = End(switch.name, port.interface)
            designated = port.designated or self._guess_way(switch, port)
            if designated is None or designated[:2] in known or switch.root is None:
                shown = self._show(end)
                self._tell_hole(
                    str(shown), f"{shown}: the other end, expected a neighbour that tells itself,"
                    f" got none although the port is {_role(port)}", port.evidence(),
                    f"capture `show cdp neighbors detail` and `show spanning-tree detail` on"
                    f" {switch.name}",
                )  # fmt: skip
                self._open_end(switch, port)
                continue
            self._add_stranger(end, designated, switch.root)

    def _guess_way(
        self, switch: SwitchSighting, port: PortSighting
    ) -> tuple[int, str, tuple[int, int], int] | None:
        """Return the root itself where it must be right behind a root port."""
        if _role(port) is not PortRole.ROOT or switch.root is None or port.cost is None:
            return None
        if switch.root_cost != port.cost:
            return None
        return (*switch.root, (128, len(self._links) + 1), 0)

    def _open_end(self, switch: SwitchSighting, port: PortSighting) -> None:
        """Let a port that hears somebody unknown be up, with nobody behind it."""
        self._set_port(End(switch.name, port.interface), up=True)

    def _set_port(self, end: End, *, up: bool | None) -> None:
        bridge = self._bridges[end.bridge]
        name = short_name(end.port)
        ports = {**bridge.ports, name: msgspec.structs.replace(bridge.ports[name], up=up)}
        self._bridges[end.bridge] = msgspec.structs.replace(bridge, ports=ports)

    def _add_stranger(
        self, end: End, designated: tuple[int, str, tuple[int, int], int], root: tuple[int, str]
    ) -> None:
        priority, address, identifier, cost = designated
        name = f"bridge {address}"
        bridge = self._bridges.get(name) or Bridge(name=name, address=address, priority=priority)
        number = f"{identifier[0]}.{identifier[1]}"
        port = Port(name=number, cost=_UNKNOWN_COST, priority=identifier[0], number=identifier[1])
        ports = {**bridge.ports, number: port}
        if cost and "way to the root" not in ports:
            ports["way to the root"] = Port(
                name="way to the root", cost=cost, priority=0, number=4095
            )
            self._lead_to_root(End(name, "way to the root"), root)
        self._bridges[name] = msgspec.structs.replace(bridge, ports=ports)
        self._links.append((end, End(name, number)))
        self._set_port(end, up=None)

    def _lead_to_root(self, end: End, root: tuple[int, str]) -> None:
        name = next(
            (name for name, bridge in self._bridges.items() if bridge.identifier == root),
            f"bridge {root[1]}",
        )
        bridge = self._bridges.get(name) or Bridge(name=name, address=root[1], priority=root[0])
        number = 4095 - len(bridge.ports)
        port = Port(name=f"way to {end.bridge}", cost=_UNKNOWN_COST, priority=255, number=number)
        self._bridges[name] = msgspec.structs.replace(
            bridge, ports={**bridge.ports, port.name: port}
        )
        self._links.append((End(name, port.name), end))


def _role(port: PortSighting) -> PortRole | None:
    for row, _ in port.rows:
        if row.effective_role is not None:
            return row.effective_role
    return None
