"""Whole trees in columns, for networks of thousands of bridges; the extra `fast` has the libraries.

Same outcome as `election`, which stays the reference, for what large networks are made of: links
of two ends, spanning tree on, no guards. Which library: at 10,000 bridges and 30,000 links scipy's
Dijkstra takes a graph as columns, while rustworkx wants a Python object for each link, which takes
longer than the search itself (`scripts/benchmark predict`).
"""

import heapq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

Numbers = npt.NDArray[np.int64]

ROOT, DESIGNATED, ALTERNATE, BACKUP = 0, 1, 2, 3
NO_PORT = -1
_PORT_BITS = 16
_KEY_BITS = 24
_COST_BITS = 28  # IOS: up to 200,000,000
_COST_MASK = (1 << _COST_BITS) - 1


class Wires(NamedTuple):
    """Links as columns: port 2n and port 2n + 1 are the two ends of link n.

    `rank` is by bridge: its place when bridges are sorted by priority and address. By port: the
    `bridge`, the `cost`, and the `key` (priority in the upper bits, number in the lower 16).
    """

    rank: Numbers
    bridge: Numbers
    cost: Numbers
    key: Numbers


class Outcome(NamedTuple):
    """`root`, `root_cost` and `root_port` (NO_PORT on the root) by bridge, `role` by port."""

    root: Numbers
    root_cost: Numbers
    root_port: Numbers
    role: Numbers


class Repair(NamedTuple):
    """What one lost link changes: root, cost and root port of the bridges that lost their way."""

    link: int
    changed: dict[int, tuple[int, int, int]]


def make_key(priority: int, number: int) -> int:
    """Return a port identifier as one number that compares as the two do."""
    return priority << _PORT_BITS | number


def settle_columns(wires: Wires) -> Outcome:
    """Return the tree: distances by one Dijkstra, all comparisons by columns."""
    rank, bridge, cost, key = wires
    count = len(rank)
    other = np.arange(len(bridge)) ^ 1
    far = bridge[other]
    joins = bridge != far
    # Towards the root costs count where they are received: an edge from sender to receiver. Of
    # parallel ones the cheapest comes first when pair and cost are sorted as one number.
    numbers = np.sort((far[joins] * count + bridge[joins]) << _COST_BITS | cost[joins])
    pair = numbers >> _COST_BITS
    first = np.ones(len(pair), dtype=bool)
    first[1:] = pair[1:] != pair[:-1]
    senders, receivers = np.divmod(pair[first], count)
    starts = np.searchsorted(senders, np.arange(count + 1))
    weights = (numbers[first] & _COST_MASK).astype(np.float64)
    graph = csr_matrix(
        (weights, receivers.astype(np.int32), starts.astype(np.int32)), (count, count)
    )
    best = int(np.argmin(rank))
    reach = dijkstra(graph, indices=best)
    if np.isfinite(reach).all():
        root = np.full(count, best, dtype=np.int64)
    else:
        islands, island = connected_components(graph, directed=False)
        by_rank = np.argsort(rank)[::-1]
        roots = np.empty(islands, dtype=np.int64)
        roots[island[by_rank]] = by_rank  # the last one written is the best
        root = roots[island]
        reach = dijkstra(graph, indices=roots, min_only=True)
    distance = reach.astype(np.int64)
    root_port = _choose_root_ports(wires, distance, joins, far, other)
    return Outcome(root, distance, root_port, _assign_roles(wires, distance, root_port, far, other))


def _choose_root_ports(
    wires: Wires, distance: Numbers, joins: npt.NDArray[np.bool_], far: Numbers, other: Numbers
) -> Numbers:
    """Return each bridge's root port: least cost, then sender's bridge and port, then own port."""
    rank, bridge, cost, key = wires
    fits = np.flatnonzero(joins & (distance[far] + cost == distance[bridge]))
    # Bridge, sender's bridge and sender's port as one number: a port's identifier has 24 bits.
    vector = (bridge[fits] * len(rank) + rank[far[fits]]) << _KEY_BITS | key[other[fits]]
    ports = fits[np.lexsort((key[fits], vector))]
    root_port = np.full(len(rank), NO_PORT, dtype=np.int64)
    root_port[bridge[ports[::-1]]] = ports[::-1]
    return root_port


def _assign_roles(
    wires: Wires, distance: Numbers, root_port: Numbers, far: Numbers, other: Numbers
) -> Numbers:
    rank, bridge, _, key = wires
    mine, theirs = distance[bridge], distance[far]
    is_better = (mine < theirs) | (
        (mine == theirs) & ((rank[bridge] < rank[far]) | ((bridge == far) & (key < key[other])))
    )
    role = np.full(len(bridge), ALTERNATE, dtype=np.int64)
    role[(bridge == far) & ~is_better] = BACKUP
    role[is_better] = DESIGNATED
    role[root_port[root_port != NO_PORT]] = ROOT
    return role


class Failures:
    """Every single lost link of a network, each by repairing only what hung on it."""

    def __init__(self, wires: Wires, whole: Outcome) -> None:
        self._rank: list[int] = wires.rank.tolist()
        self._bridge: list[int] = wires.bridge.tolist()
        self._cost: list[int] = wires.cost.tolist()
        self._key: list[int] = wires.key.tolist()
        self._root: list[int] = whole.root.tolist()
        self._distance: list[int] = whole.root_cost.tolist()
        self._ports: list[list[int]] = [[] for _ in self._rank]
        self._children: list[list[int]] = [[] for _ in self._rank]
        for port, bridge in enumerate(self._bridge):
            self._ports[bridge].append(port)
        self._root_port: list[int] = whole.root_port.tolist()
        for bridge, port in enumerate(self._root_port):
            if port != NO_PORT:
                self._children[self._bridge[port ^ 1]].append(bridge)

    def lose(self, link: int) -> Repair:
        """Return what changes when a link is lost.

        A lost link makes no way shorter: only bridges whose way to the root leads over it can
        change, and nothing does where it is no bridge's root port.
        """
        hanging = [
            self._bridge[port]
            for port in (2 * link, 2 * link + 1)
            if self._root_port[self._bridge[port]] == port
        ]
        if not hanging:
            return Repair(link, {})
        lost = set(hanging)
        for bridge in hanging:
            new = [each for each in self._children[bridge] if each not in lost]
            lost.update(new)
            hanging += new
        return Repair(link, self._repair(lost, link))

    def _repair(self, lost: set[int], link: int) -> dict[int, tuple[int, int, int]]:
        rank, bridge, cost, key = self._rank, self._bridge, self._cost, self._key
        # rank of the root, cost, rank of the sender, its port, own port, then what it is about
        open_vectors = [(rank[each], 0, rank[each], 0, 0, NO_PORT, each, each) for each in lost]
        for each in lost:
            for port in self._ports[each]:
                sender = bridge[port ^ 1]
                if port >> 1 != link and sender not in lost:
                    root = self._root[sender]
                    open_vectors.append(
                        (rank[root], self._distance[sender] + cost[port], rank[sender],
                         key[port ^ 1], key[port], port, each, root)
                    )  # fmt: skip
        heapq.heapify(open_vectors)
        settled: dict[int, tuple[int, int, int]] = {}
        while len(settled) < len(lost):
            _, distance, _, _, _, root_port, each, root = heapq.heappop(open_vectors)
            if each in settled:
                continue
            settled[each] = (root, distance, root_port)
            for port in self._ports[each]:
                hearing = port ^ 1
                target = bridge[hearing]
                if port >> 1 != link and target in lost and target not in settled:
                    heapq.heappush(
                        open_vectors,
                        (rank[root], distance + cost[hearing], rank[each], key[port],
                         key[hearing], hearing, target, root),
                    )  # fmt: skip
        return settled
