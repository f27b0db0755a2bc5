"""Whole trees in columns, for networks of thousands of bridges; the extra `fast` has the libraries.

Same outcome as `election`, which stays the reference, for what large networks are made of: links
of two ends, spanning tree on, no guards. Which library: at 10,000 bridges and 30,000 links scipy's
Dijkstra takes a graph as columns, while rustworkx wants a Python object for each link, which takes
longer than the search itself (`scripts/benchmark predict`).
"""

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
