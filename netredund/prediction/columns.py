"""Whole trees in columns, for networks of thousands of bridges; the extra `fast` has the libraries.

Same outcome as `election`, which stays the reference, for what large networks are made of: links
of two ends, spanning tree on, no guards. Which library: at 10,000 bridges and 30,000 links scipy's
Dijkstra takes a graph as columns, while rustworkx wants a Python object for each link, which takes
longer than the search itself (`scripts/benchmark predict`).
"""

import heapq
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

Numbers = npt.NDArray[np.integer[Any]]

ROOT, DESIGNATED, ALTERNATE, BACKUP = 0, 1, 2, 3
NO_PORT = -1
_PORT_BITS = 16
_KEY_BITS = 24
_PLACE_BITS = 28
_PLACE_MASK = (1 << _PLACE_BITS) - 1


class Wires(NamedTuple):
    """Links as columns: port 2n and port 2n + 1 are the two ends of link n.

    `rank` is by bridge: its place when bridges are sorted by priority and address. By port: the
    `bridge`, the `cost`, and the `key` (priority in the upper bits, number in the lower 16). All
    fit in 32 bits, which is the fastest.
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
    rank, bridge, cost, _ = wires
    count = len(rank)
    far = bridge.reshape(-1, 2)[:, ::-1].ravel()
    # Towards the root costs count where they are received: an edge from sender to receiver. Ports
    # are put in the order of their senders by sorting both as one number; parallel links and links
    # to the same bridge may stay, as Dijkstra takes the cheapest of them, or none.
    order = np.sort(far.astype(np.int64) << _PLACE_BITS | np.arange(len(far))) & _PLACE_MASK
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(far, minlength=count), out=starts[1:])
    weights = cost[order].astype(np.float64)
    receivers = bridge[order].astype(np.int32, copy=False)
    graph = csr_matrix((weights, receivers, starts), (count, count))
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
    root_port = _choose_root_ports(wires, distance)
    return Outcome(root, distance, root_port, _assign_roles(wires, distance, root_port))


def _choose_root_ports(wires: Wires, distance: Numbers) -> Numbers:
    """Return each bridge's root port: least cost, then sender's bridge and port, then own port."""
    rank, bridge, cost, key = wires
    root_port = np.full(len(rank), NO_PORT, dtype=np.int64)
    near, far = distance[bridge[::2]], distance[bridge[1::2]]
    # A port that leads to its own bridge never fits: a cost is at least 1.
    fits = np.concatenate(
        (
            np.flatnonzero(far + cost[::2] == near) << 1,
            np.flatnonzero(near + cost[1::2] == far) << 1 | 1,
        )
    )
    owner = bridge[fits]
    root_port[owner] = fits
    # Most bridges have one way; the others compare sender's bridge and port as one number, in which
    # a port's identifier has 24 bits.
    several = fits[np.bincount(owner, minlength=len(rank))[owner] > 1]
    pair = bridge[several].astype(np.int64) * len(rank) + rank[bridge[several ^ 1]]
    vector = pair << _KEY_BITS | key[several ^ 1]
    ports = several[np.lexsort((key[several], vector))][::-1]
    root_port[bridge[ports]] = ports  # the last one written is the best
    return root_port


def _assign_roles(wires: Wires, distance: Numbers, root_port: Numbers) -> Numbers:
    """Return the role of each port: of a link's ends one is designated, the lower offer."""
    rank, bridge, _, key = wires
    offer = (distance * len(rank) + rank)[bridge]
    near, far = offer[::2], offer[1::2]
    is_loop = near == far  # only one bridge makes the same offer twice
    is_near = (near < far) | (is_loop & (key[::2] < key[1::2]))
    # As numbers of 8 bits: designated is 1, alternate 2, backup 3.
    rest = is_loop + np.int8(ALTERNATE)
    role = np.full(len(bridge), DESIGNATED, dtype=np.int8)
    np.copyto(role[::2], rest, where=~is_near)
    np.copyto(role[1::2], rest, where=is_near)
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
