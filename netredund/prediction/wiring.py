"""What is physically joined: which ports are up, and which of them hear each other."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from netredund.topology import End, Port, Topology
from netredund.topology.costs import cost_of_speed

NO_LINK = "no link"
DOWN = "down"
PARTNER_DOWN = "the other end is down"
BELOW_MIN_LINKS = "fewer members up than min-links"
BPDU_GUARD = "err-disabled by BPDU guard"

Segment = tuple[End, ...]


class Wiring(NamedTuple):
    """Ports by End (a Port-channel is one port), with the cost that its live members leave.

    `wires` are the sets of ports that one medium joins. `segments` are the sets of ports that hear
    each other's BPDUs: wires, joined where a bridge with STP off passes BPDUs on. `down` says why a
    port is in none of them.
    """

    ports: dict[End, Port]
    wires: tuple[Segment, ...]
    segments: tuple[Segment, ...]
    down: dict[End, str]


def wire(topology: Topology) -> Wiring:
    """Return what is joined, after BPDU guard has taken its ports out.

    BPDU guard acts when bridges start: every port sends then, so a guarded port goes down wherever
    any other port of its segment takes part in spanning tree. Its link goes down with it.
    """
    down: dict[End, str] = {}
    while True:
        wiring = _join(topology, down)
        hit = _find_guarded(topology, wiring)
        if not hit:
            return wiring
        down.update(dict.fromkeys(hit, BPDU_GUARD))


def _join(topology: Topology, err_disabled: dict[End, str]) -> Wiring:
    names = _name_ports(topology)
    down = dict(err_disabled)
    for bridge in topology.bridges.values():
        for port in bridge.ports.values():
            if port.up is False:
                down.setdefault(End(bridge.name, port.name), DOWN)
    found: dict[End, int] = {}  # port to the number of its live links
    sets = _Sets()
    for is_final in (False, True):
        found, sets, dead = _join_links(topology, names, down)
        down.update(dead)
        if is_final or not _drop_thin_channels(topology, names, found, down):
            break
    ports = {}
    for bridge in topology.bridges.values():
        for port in bridge.ports.values():
            end = End(bridge.name, port.name)
            ports[end] = _keep_members(port, found.get(end, 0), topology, end)
            if end not in found and end not in down:
                if port.up:
                    sets.add(end)
                else:
                    down[end] = NO_LINK
    wires = sets.list_sets()
    for bridge in topology.bridges.values():
        if not bridge.has_stp:
            own = [End(bridge.name, port) for port in bridge.ports]
            sets.join(end for end in own if end not in down)
    return Wiring(ports, wires, sets.list_sets(), down)


def _name_ports(topology: Topology) -> dict[End, End]:
    """Return the port of every end that is a member of a Port-channel."""
    return {
        End(bridge.name, member): End(bridge.name, port.name)
        for bridge in topology.bridges.values()
        for port in bridge.ports.values()
        for member in port.members
    }


def _join_links(
    topology: Topology, names: dict[End, End], down: dict[End, str]
) -> tuple[dict[End, int], "_Sets", dict[End, str]]:
    found: dict[End, int] = {}
    sets = _Sets()
    dead: dict[End, str] = {}
    for link in topology.links:
        ends = [names.get(end, end) for end in link.ends]
        live = [end for end in ends if end not in down]
        if len(live) < 2 and not link.is_shared:
            dead.update({end: PARTNER_DOWN for end in live})
            continue
        sets.join(live)
        for end in live:
            found[end] = found.get(end, 0) + 1
    return found, sets, {end: why for end, why in dead.items() if end not in found}


def _drop_thin_channels(
    topology: Topology, names: dict[End, End], found: dict[End, int], down: dict[End, str]
) -> bool:
    """Take Port-channels with too few live members down; tell whether there were any."""
    thin = False
    for end in set(names.values()):
        port = topology.bridges[end.bridge].ports[end.port]
        if (
            end in found
            and end not in down
            and _count_live(topology, end, found[end]) < (port.min_links)
        ):
            down[end] = BELOW_MIN_LINKS
            thin = True
    return thin


def _count_live(topology: Topology, end: End, links: int) -> int:
    """Return how many members are up: all, where a link names the Port-channel as a whole."""
    port = topology.bridges[end.bridge].ports[end.port]
    is_whole = any(end in link.ends for link in topology.links)
    return len(port.members) if is_whole else links


def _keep_members(port: Port, links: int, topology: Topology, end: End) -> Port:
    """Return a Port-channel with the cost that its live members leave it."""
    if not port.members or port.has_fixed_cost or port.speed is None or not links:
        return port
    live = _count_live(topology, end, links)
    cost = cost_of_speed(port.speed * live, topology.bridges[end.bridge].path_cost)
    return msgspec.structs.replace(port, cost=cost)


def _find_guarded(topology: Topology, wiring: Wiring) -> list[End]:
    hit = []
    for segment in wiring.segments:
        talkers = {
            end
            for end in segment
            if topology.bridges[end.bridge].has_stp and not wiring.ports[end].bpdu_filter
        }
        for end in talkers:
            if wiring.ports[end].bpdu_guard and len(talkers) > 1:
                hit.append(end)
    return hit


class _Sets:
    """Disjoint sets of ports, kept in the order in which they came."""

    def __init__(self) -> None:
        self._parents: dict[End, End] = {}

    def add(self, end: End) -> End:
        parents = self._parents
        parents.setdefault(end, end)
        while parents[end] != end:
            parents[end] = parents[parents[end]]
            end = parents[end]
        return end

    def join(self, ends: Iterable[End]) -> None:
        first: End | None = None
        for end in ends:
            root = self.add(end)
            if first is None:
                first = root
            else:
                self._parents[root] = first

    def list_sets(self) -> tuple[Segment, ...]:
        sets: dict[End, list[End]] = {}
        for end in list(self._parents):
            sets.setdefault(self.add(end), []).append(end)
        return tuple(tuple(each) for each in sets.values())
