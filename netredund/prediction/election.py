"""The spanning tree computed as IEEE 802.1D-2004 clause 17 words it: the readable reference.

Everything is compared by priority vectors (17.6): root, cost to it, designated bridge, designated
port, receiving port; the smaller is the better. The best of all bridges' own vectors is final, and
what follows from it along a link is larger (a path cost is at least 1), so taking the smallest
vector that is open, again and again, gives every bridge its root port in one pass.
"""

import heapq
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
    designated_bridge: BridgeKey
    designated_port: PortKey
    port: PortKey
    bridge_name: str
    port_name: str


class Offer(NamedTuple):
    """A designated priority vector: what a bridge says, or would say, on a segment."""

    root: BridgeKey
    cost: int
    bridge: BridgeKey
    port: PortKey


class Election(NamedTuple):
    """The best vector of each bridge with STP, and how many bridges lie between it and its root."""

    best: dict[str, Vector]
    depths: dict[str, int]


def elect(topology: Topology, wiring: Wiring) -> Election:
    """Return the best vector of each bridge.

    A port with root guard is never a way to the root (IOS: it breaks instead); one with BPDU filter
    or an inconsistency hears nothing.
    """
    best: dict[str, Vector] = {}
    depths: dict[str, int] = {}
    ways = _list_ways(topology, wiring)
    open_vectors = []
    for bridge in topology.bridges.values():
        if bridge.has_stp:
            own = bridge.identifier
            vector = Vector(own, 0, own, (0, 0), (0, 0), bridge.name, "")
            open_vectors.append((vector, 0))
    heapq.heapify(open_vectors)
    while open_vectors:
        vector, depth = heapq.heappop(open_vectors)
        name = vector.bridge_name
        if name in best:
            continue
        best[name], depths[name] = vector, depth
        identifier = topology.bridges[name].identifier
        for sender, hearers in ways.get(name, ()):
            for other, port in hearers:
                if other.bridge not in best:
                    heard = Vector(
                        vector.root,
                        vector.cost + port.cost,
                        identifier,
                        sender,
                        port.identifier,
                        other.bridge,
                        other.port,
                    )
                    heapq.heappush(open_vectors, (heard, depth + 1))
    return Election(best, depths)


def _list_ways(
    topology: Topology, wiring: Wiring
) -> dict[str, list[tuple[PortKey, list[tuple[End, Port]]]]]:
    """Return, for each bridge, its sending ports and who may make a root port of what they send."""
    ways: dict[str, list[tuple[PortKey, list[tuple[End, Port]]]]] = {}
    for segment in wiring.segments:
        talkers = [(end, wiring.ports[end]) for end in segment if takes_part(topology, wiring, end)]
        hearers = [(end, port) for end, port in talkers if not port.root_guard]
        for end, port in talkers:
            ways.setdefault(end.bridge, []).append((port.identifier, hearers))
    return ways


def takes_part(topology: Topology, wiring: Wiring, end: End) -> bool:
    """Tell whether a port sends and hears BPDUs of this tree."""
    port = wiring.ports[end]
    return topology.bridges[end.bridge].has_stp and not port.bpdu_filter and port.broken is None


def assign_roles(topology: Topology, wiring: Wiring, election: Election) -> dict[str, BridgeTree]:
    """Return what every bridge and port becomes (17.7 and 17.21.25)."""
    names = {bridge.identifier: bridge.name for bridge in topology.bridges.values()}
    winners: dict[End, Offer | None] = {}
    for segment in wiring.segments:
        winners.update(dict.fromkeys(segment, _find_winner(topology, wiring, election, segment)))
    trees = {}
    for bridge in topology.bridges.values():
        vector = election.best.get(bridge.name)
        ports = {}
        for port in bridge.ports.values():
            end = End(bridge.name, port.name)
            if end not in winners:
                ports[port.name] = _down(wiring.down.get(end))
            elif vector is None:
                ports[port.name] = PortTree(
                    Role.DISABLED, State.FORWARDING, None, None, None, STP_OFF
                )
            else:
                ports[port.name] = _assign(
                    bridge, port, vector, winners[end], names,
                    is_deaf=not takes_part(topology, wiring, end),
                )  # fmt: skip
        trees[bridge.name] = BridgeTree(
            None if vector is None else names[vector.root],
            None if vector is None else vector.cost,
            (vector.port_name or None) if vector else None,
            ports,
        )
    return trees


def _find_winner(
    topology: Topology, wiring: Wiring, election: Election, segment: Segment
) -> Offer | None:
    """Return the best offer on a segment, that of its designated port."""
    return min(
        (
            _offer(topology.bridges[end.bridge], wiring.ports[end], election.best[end.bridge])
            for end in segment
            if takes_part(topology, wiring, end)
        ),
        default=None,
    )


def _offer(bridge: Bridge, port: Port, vector: Vector) -> Offer:
    return Offer(vector.root, vector.cost, bridge.identifier, port.identifier)


def _down(reason: str | None) -> PortTree:
    return PortTree(Role.DISABLED, State.DISABLED, None, None, None, reason)


def _assign(
    bridge: Bridge,
    port: Port,
    vector: Vector,
    winner: Offer | None,
    names: dict[BridgeKey, str],
    *,
    is_deaf: bool,
) -> PortTree:
    own = _offer(bridge, port, vector)
    state, reason = State.FORWARDING, None
    role = Role.DESIGNATED
    if is_deaf or winner is None:
        winner = own
        if port.broken is not None:
            state, reason = State.BROKEN, port.broken
    elif winner == own:
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
    return PortTree(role, state, names[winner.bridge], winner.port, winner.cost, reason)
