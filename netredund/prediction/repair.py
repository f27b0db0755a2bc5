"""The trees that failures leave, each by repairing only what hung on what was lost.

A lost link makes no way shorter: only bridges whose way to the root led over it choose anew, and
only ports beside them, or at the ends of what was lost, change. All comparisons are those of
`election`, which computes the whole tree; that, and not numpy, is what makes failures fast
(`scripts/benchmark predict`).
"""

import heapq
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import msgspec

from netredund.intent import Site, StpServer
from netredund.prediction.election import (
    Vector,
    assign_role,
    elect,
    find_winner,
    list_ways,
    make_down,
    make_heard_vector,
    make_own_vector,
    takes_part,
)
from netredund.prediction.failures import Failure, FailureKind
from netredund.prediction.tree import BridgeTree, PortTree, Tree
from netredund.prediction.wiring import DOWN, NO_LINK, Segment, wire
from netredund.topology import End, Link, Topology


class Repair(NamedTuple):
    """What failures leave: every bridge's tree, and the bridges in which anything changed."""

    bridges: dict[str, BridgeTree]
    touched: tuple[str, ...]


def compare_trees(whole: Tree, tree: Tree) -> Repair:
    """Return a tree that was computed anew as what it leaves of the whole one."""
    touched = [name for name, bridge in tree.bridges.items() if bridge != whole.bridges[name]]
    return Repair(tree.bridges, tuple(touched))


class _Loss(NamedTuple):
    """Dead bridges, the ports of others that have no link left, and the segments that are gone."""

    bridges: set[str]
    ports: set[End]
    segments: set[int]


class Repairs:
    """The failures of one topology, whose `whole` tree has been computed."""

    def __init__(self, topology: Topology, whole: Tree, site: Site) -> None:
        self._topology = topology
        self._whole = whole
        self._site = site
        bridges = topology.bridges
        self._names = {bridge.identifier: bridge.name for bridge in bridges.values()}
        # With regions a bridge's way depends on more than its own link, and twins have no order.
        self._is_known = topology.mapped_vlan is None and len(self._names) == len(bridges)
        self._is_known &= all(bridge.region is None for bridge in bridges.values())
        if not self._is_known:
            return
        self._wiring = wire(topology)
        self._best = elect(topology, self._wiring).best
        self._ways = list_ways(topology, self._wiring)
        self._order = {name: place for place, name in enumerate(bridges)}
        self._segment_at: dict[End, int] = {}
        self._segments_of: dict[str, dict[int, None]] = {name: {} for name in bridges}
        for place, segment in enumerate(self._wiring.segments):
            for end in segment:
                self._segment_at[end] = place
                self._segments_of[end.bridge][place] = None
        self._ports: dict[End, End] = {}  # by the ends of links: members belong to a Port-channel
        self._links_of: dict[str, dict[Link, None]] = {name: {} for name in bridges}
        self._links_at: dict[End, list[Link]] = {}
        for link in topology.links:
            for end in link.ends:
                port = self._ports[end] = End(end.bridge, topology.find_port(end).name)
                self._links_of[end.bridge][link] = None
                self._links_at.setdefault(port, []).append(link)
        self._children: dict[str, list[str]] = {name: [] for name in bridges}
        for name, vector in self._best.items():
            if vector.port_name:
                self._children[self._names[vector.designated_bridge]].append(name)

    def repair(self, failures: tuple[Failure, ...]) -> Repair | None:
        """Return what is left, None where more than the tree changes: it is to be computed anew.

        That is so where a lost member changes a cost, a lost leg parts a shared segment, or a guard
        may act otherwise than before.
        """
        loss = self._find_loss(failures) if self._is_known else None
        if loss is None:
            return None
        hanging = self._list_hanging(loss)
        best = self._elect_again(hanging, loss)
        changed: dict[str, dict[str, PortTree]] = {name: {} for name in best}
        for end, port_tree in self._assign_again(ChainMap(best, self._best), hanging, loss):
            changed.setdefault(end.bridge, {})[end.port] = port_tree
        bridges = dict(self._whole.bridges)
        for name in loss.bridges:
            del bridges[name]
        for name, ports in changed.items():
            bridges[name] = self._rebuild(name, best.get(name), ports)
        touched = tuple(sorted(changed, key=self._order.__getitem__))
        return Repair(bridges, touched)

    def _find_loss(self, failures: tuple[Failure, ...]) -> _Loss | None:
        dead: set[str] = set()
        links: set[Link] = set()
        for failure in failures:
            match failure.kind:
                case FailureKind.MEMBER:
                    return None
                case FailureKind.SWITCH:
                    dead.add(failure.subject)
                    links.update(self._links_of[failure.subject])
                case FailureKind.LINK:
                    links.add(Link(failure.ends))
                case FailureKind.LEG:
                    end = failure.ends[0]
                    is_bridged = isinstance(self._site.servers[end.bridge], StpServer)
                    if is_bridged and end in self._ports:  # the tree does not know a bond's legs
                        at = self._links_at[self._ports[end]]
                        links.update(link for link in at if end in link.ends)
        loss = _Loss(dead, set(), set())
        for link in links:
            if link.is_shared:
                return None
            for end in link.ends:
                port = self._ports[end]
                if not self._is_alone_then(port, links):
                    return None
                if end.bridge not in dead:
                    loss.ports.add(port)
                if port in self._segment_at:
                    loss.segments.add(self._segment_at[port])
        return loss

    def _is_alone_then(self, end: End, links: set[Link]) -> bool:
        """Tell whether a port loses all its links, and nothing else can follow from that.

        BPDU guard needs no look: a port without a link hears nobody.
        """
        port = self._wiring.ports[end]
        return (
            links.issuperset(self._links_at[end])
            and self._topology.bridges[end.bridge].has_stp
            and not (port.loop_guard and port.up)
        )

    def _list_hanging(self, loss: _Loss) -> list[str]:
        """Return the bridges whose way to the root is lost, the nearer first."""
        first = [end.bridge for end in loss.ports if self._best[end.bridge].port_name == end.port]
        hanging = dict.fromkeys(first)
        waiting = list(hanging)
        for name in waiting:
            for child in self._children[name]:
                if child not in hanging and child not in loss.bridges:
                    hanging[child] = None
                    waiting.append(child)
        return waiting

    def _elect_again(self, hanging: list[str], loss: _Loss) -> dict[str, Vector]:
        """Return the best vectors of bridges among themselves and from those that keep theirs."""
        bridges = self._topology.bridges
        waiting = set(hanging)
        best: dict[str, Vector] = {}
        vectors = [make_own_vector(bridges[name]) for name in hanging]
        for name in hanging:
            for sender in self._list_senders(name, loss):
                if sender not in waiting:
                    kept = self._best[sender]
                    vectors += self._list_heard(sender, kept, {name}, loss)
        heapq.heapify(vectors)
        while waiting:
            vector = heapq.heappop(vectors)
            name = vector.bridge_name
            if name not in waiting:
                continue
            best[name] = vector
            waiting.remove(name)
            for heard in self._list_heard(name, vector, waiting, loss):
                heapq.heappush(vectors, heard)
        return best

    def _list_senders(self, name: str, loss: _Loss) -> set[str]:
        """Return the bridges with spanning tree that a bridge is joined with, itself too."""
        return {
            end.bridge
            for place in self._segments_of[name]
            if place not in loss.segments
            for end in self._wiring.segments[place]
            if end.bridge in self._best
        }

    def _list_heard(
        self, sender: str, vector: Vector, hearers: AbstractSet[str], loss: _Loss
    ) -> Iterator[Vector]:
        for way in self._ways.get(sender, ()):
            if way.segment not in loss.segments:
                for end, port in way.hearers:
                    if end.bridge in hearers:
                        yield make_heard_vector(self._topology, vector, way, end, port)

    def _assign_again(
        self, best: Mapping[str, Vector], hanging: Iterable[str], loss: _Loss
    ) -> Iterator[tuple[End, PortTree]]:
        """Yield the ports beside bridges that chose anew, and those that have no link left."""
        places = dict.fromkeys(place for name in hanging for place in self._segments_of[name])
        for place in places:
            if place not in loss.segments:
                segment = self._wiring.segments[place]
                yield from self._assign_segment(best, segment)
        for end in loss.ports:
            port = self._wiring.ports[end]
            if port.up:
                yield from self._assign_segment(best, (end,))
            else:
                yield end, make_down(NO_LINK if port.up is None else DOWN)

    def _assign_segment(
        self, best: Mapping[str, Vector], segment: Segment
    ) -> Iterator[tuple[End, PortTree]]:
        winner = find_winner(self._topology, self._wiring, best, segment)
        for end in segment:
            bridge = self._topology.bridges[end.bridge]
            if bridge.has_stp:
                is_deaf = not takes_part(self._topology, self._wiring, end)
                yield end, assign_role(
                    bridge, self._wiring.ports[end], best[end.bridge], winner, self._names,
                    is_deaf=is_deaf, is_internal=False,
                )  # fmt: skip

    def _rebuild(
        self, name: str, vector: Vector | None, changed: dict[str, PortTree]
    ) -> BridgeTree:
        old = self._whole.bridges[name]
        ports = {**old.ports, **changed}
        if vector is None:
            return msgspec.structs.replace(old, ports=ports)
        root = self._names[vector.root]
        return BridgeTree(root, vector.cost, vector.port_name or None, ports)
