"""The spanning tree computed as IEEE 802.1D-2004 clause 17 words it: the readable reference.

Everything is compared by priority vectors (17.6): root, cost to it, designated bridge, designated
port, receiving port; the smaller is the better. With MST (IEEE 802.1Q-2014 13.10) two parts stand
between: the regional root, and the cost to it inside the region. A bridge without MST is a region
of its own, so that both parts say nothing new there.

The best of all bridges' own vectors is final, and what follows from it along a link is larger (a
path cost is at least 1), so taking the smallest vector that is open, again and again, gives every
bridge its root port in one pass.
"""

import heapq
from collections.abc import Mapping
from typing import NamedTuple

from netredund.prediction.tree import BridgeTree, PortTree, Role, State
from netredund.prediction.wiring import Segment, Wiring
from netredund.topology import Bridge, End, Port, Topology

ROOT_INCONSISTENT = "ROOT_Inc"
STP_OFF = "spanning tree is off on this bridge"

BridgeKey = tuple[int, str]
PortKey = tuple[int, int]


class Vector(NamedTuple):
    """A root path priority vector (17.6), and the bridge and port that it was received on."""

    root: BridgeKey
    cost: int
    regional_root: BridgeKey
    internal_cost: int
    designated_bridge: BridgeKey
    designated_port: PortKey
    port: PortKey
    bridge_name: str
    port_name: str


class Offer(NamedTuple):
    """A designated priority vector: what a bridge says, or would say, on a segment."""

    root: BridgeKey
    cost: int
    regional_root: BridgeKey
    internal_cost: int
    bridge: BridgeKey
    port: PortKey


class Election(NamedTuple):
    """The best vector of each bridge with STP, and how many bridges lie between it and its root.

    A region counts as one bridge.
    """

    best: dict[str, Vector]
    depths: dict[str, int]


def elect(topology: Topology, wiring: Wiring) -> Election:
    """Return the best vector of each bridge.

    A port with root guard is never a way to the root (IOS: it breaks instead); one with BPDU filter
    or an inconsistency hears nothing.
    """
    best: dict[str, Vector] = {}
    depths: dict[str, int] = {}
    ways = list_ways(topology, wiring)
    open_vectors = []
    for bridge in topology.bridges.values():
        if bridge.has_stp:
            open_vectors.append((make_own_vector(bridge), 0))
    heapq.heapify(open_vectors)
    while open_vectors:
        vector, depth = heapq.heappop(open_vectors)
        name = vector.bridge_name
        if name in best:
            continue
        best[name], depths[name] = vector, depth
        for way in ways.get(name, ()):
            for other, port in way.hearers:
                if other.bridge not in best:
                    heard = make_heard_vector(topology, vector, way, other, port)
                    heapq.heappush(open_vectors, (heard, depth + (not way.is_internal)))
    return Election(best, depths)


def make_own_vector(bridge: Bridge) -> Vector:
    """Return what a bridge believes that hears nothing: it is the root."""
    own = bridge.identifier
    return Vector(own, 0, own, 0, own, (0, 0), (0, 0), bridge.name, "")


def make_heard_vector(
    topology: Topology, vector: Vector, way: "Way", end: End, port: Port
) -> Vector:
    """Return what the port at `end` makes of what a bridge with `vector` sends (17.6, 13.10)."""
    if way.is_internal:
        regional_root = vector.regional_root
        costs = vector.cost, vector.internal_cost + port.cost
    else:
        regional_root = topology.bridges[end.bridge].identifier
        costs = vector.cost + port.cost, 0
    return Vector(
        vector.root,
        costs[0],
        regional_root,
        costs[1],
        topology.bridges[vector.bridge_name].identifier,
        way.sender,
        port.identifier,
        end.bridge,
        end.port,
    )


class Way(NamedTuple):
    """A sending port, the place of its segment, and who may make a root port of what it sends."""

    sender: PortKey
    segment: int
    is_internal: bool
    hearers: list[tuple[End, Port]]


def list_ways(topology: Topology, wiring: Wiring) -> dict[str, list[Way]]:
    ways: dict[str, list[Way]] = {}
    for place, segment in enumerate(wiring.segments):
        talkers = [(end, wiring.ports[end]) for end in segment if takes_part(topology, wiring, end)]
        hearers = [(end, port) for end, port in talkers if not port.root_guard]
        for end, port in talkers:
            internal = is_internal(topology, wiring, segment)
            way = Way(port.identifier, place, internal, hearers)
            ways.setdefault(end.bridge, []).append(way)
    return ways


def is_internal(topology: Topology, wiring: Wiring, segment: Segment) -> bool:
    """Tell whether all that talk on a segment are in one MST region: no port there is a boundary.

    On a shared segment one bridge of another kind makes boundaries of all ports.
    """
    regions = {
        topology.bridges[end.bridge].region for end in segment if takes_part(topology, wiring, end)
    }
    return len(regions) == 1 and None not in regions


def takes_part(topology: Topology, wiring: Wiring, end: End) -> bool:
    """Tell whether a port sends and hears BPDUs of this tree."""
    port = wiring.ports[end]
    return topology.bridges[end.bridge].has_stp and not port.bpdu_filter and port.broken is None


def assign_roles(topology: Topology, wiring: Wiring, election: Election) -> dict[str, BridgeTree]:
    """Return what every bridge and port becomes (17.7 and 17.21.25)."""
    names = {bridge.identifier: bridge.name for bridge in topology.bridges.values()}
    winners: dict[End, Offer | None] = {}
    internal: set[End] = set()
    for segment in wiring.segments:
        winners.update(
            dict.fromkeys(segment, find_winner(topology, wiring, election.best, segment))
        )
        if is_internal(topology, wiring, segment):
            internal.update(segment)
    trees = {}
    for bridge in topology.bridges.values():
        vector = election.best.get(bridge.name)
        ports = {}
        for port in bridge.ports.values():
            end = End(bridge.name, port.name)
            if end not in winners:
                ports[port.name] = make_down(wiring.down.get(end))
            elif vector is None:
                ports[port.name] = PortTree(
                    Role.DISABLED, State.FORWARDING, None, None, None, STP_OFF
                )
            else:
                ports[port.name] = assign_role(
                    bridge, port, vector, winners[end], names,
                    is_deaf=not takes_part(topology, wiring, end), is_internal=end in internal,
                )  # fmt: skip
        trees[bridge.name] = BridgeTree(
            None if vector is None else names[vector.root],
            None if vector is None else vector.cost,
            (vector.port_name or None) if vector else None,
            ports,
            *((names[vector.regional_root], vector.internal_cost) if bridge.region and vector
              else (None, None)),
        )  # fmt: skip
    return trees


def find_winner(
    topology: Topology, wiring: Wiring, best: Mapping[str, Vector], segment: Segment
) -> Offer | None:
    """Return the best offer on a segment, that of its designated port."""
    talkers = [end for end in segment if takes_part(topology, wiring, end)]
    is_plain = any(topology.bridges[end.bridge].region is None for end in talkers)
    return min(
        (
            _offer(
                topology.bridges[end.bridge], wiring.ports[end], best[end.bridge],
                is_plain=is_plain,
            )
            for end in talkers
        ),
        default=None,
    )  # fmt: skip


def _offer(bridge: Bridge, port: Port, vector: Vector, *, is_plain: bool) -> Offer:
    """Return what a port offers; without MST at the other end, the bridge names itself (13.29.34).

    A bridge without MST cannot tell regions: there the regional root is the bridge that sends.
    """
    own = bridge.identifier
    if is_plain:
        return Offer(vector.root, vector.cost, own, 0, own, port.identifier)
    return Offer(
        vector.root, vector.cost, vector.regional_root, vector.internal_cost, own, port.identifier
    )


def make_down(reason: str | None) -> PortTree:
    return PortTree(Role.DISABLED, State.DISABLED, None, None, None, reason)


def assign_role(
    bridge: Bridge,
    port: Port,
    vector: Vector,
    winner: Offer | None,
    names: dict[BridgeKey, str],
    *,
    is_deaf: bool,
    is_internal: bool,
) -> PortTree:
    own = _offer(bridge, port, vector, is_plain=not is_internal)
    state, reason = State.FORWARDING, None
    role = Role.DESIGNATED
    if is_deaf or winner is None:
        winner = own
        if port.broken is not None:
            state, reason = State.BROKEN, port.broken
    elif (winner.bridge, winner.port) == (own.bridge, own.port):
        pass
    elif port.name == vector.port_name:
        role = Role.ROOT
    elif port.root_guard:
        # Any superior BPDU does it, one of the bridge's own other port too.
        winner, state, reason = own, State.BROKEN, ROOT_INCONSISTENT
    elif winner.bridge == bridge.identifier:
        role, state = Role.BACKUP, State.BLOCKING
    else:
        role, state = Role.ALTERNATE, State.BLOCKING
    return PortTree(
        role, state, names[winner.bridge], winner.port, winner.cost, reason,
        winner.internal_cost if is_internal else None,
    )  # fmt: skip
