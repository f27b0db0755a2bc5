"""Spanning trees of large networks: ours, with networkx, and one Dijkstra in C as the floor."""

import argparse
import itertools
import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

# One link: the two bridges, and for each end its cost and port key.
Record = tuple[int, int, int, int, int, int]
_LINKS_EACH = 3
_RUNS = {100: 31, 1000: 21, 10_000: 21}


def run(arguments: Sequence[str]) -> int:
    """Print medians and ratios; return 1 where a ratio is above what is promised."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark predict", description=__doc__)
    parser.add_argument("--most", type=int, default=10_000, help="bridges at most (10000)")
    most = parser.parse_args(arguments).most
    is_kept = True
    heads = (
        f"{'bridges':>8} {'columns':>9} {'networkx':>9} {'values':>9} {'election':>9} {'floor':>8}"
    )
    print(f"{heads}   (ms)")
    for count in (each for each in _RUNS if each <= most):
        is_kept &= _compare(count)
    is_kept &= _compare_failures(1000)
    _compare_vlans(1000)
    return 0 if is_kept else 1


def draw(count: int) -> tuple[list[int], list[Record]]:
    """Return the ranks of bridges and a connected network of `3 * count` links, some parallel."""
    random_ = random.Random(count)
    pairs = [(random_.randrange(place), place) for place in range(1, count)]
    while len(pairs) < _LINKS_EACH * count:
        pairs.append((random_.randrange(count), random_.randrange(count)))
    used = [0] * count
    links = []
    for near, far in pairs:
        ends = []
        for bridge in (near, far):
            used[bridge] += 1
            ends.append((random_.choice((2, 4, 4, 19, 100)), 128 << 16 | used[bridge]))
        links.append((near, far, *ends[0], *ends[1]))
    ranks = list(range(count))
    random_.shuffle(ranks)
    return ranks, links


def time_call(call: Callable[[], Any], runs: int) -> float:
    """Return the median in ms of processor time: all is done in one thread, and others may work."""
    taken = []
    for _ in range(runs):
        begin = time.process_time()
        call()
        taken.append(time.process_time() - begin)
    return statistics.median(taken) * 1000


def solve_columns(ranks: list[int], links: list[Record]) -> Any:
    import numpy as np

    from netredund.prediction.columns import Wires, settle_columns

    flat = np.fromiter(itertools.chain.from_iterable(links), np.int32, 6 * len(links))
    table = flat.reshape(-1, 6)
    wires = Wires(
        np.array(ranks, np.int32),
        table[:, :2].ravel(),
        table[:, 2::2].ravel(),
        table[:, 3::2].ravel(),
    )
    return wires, settle_columns(wires)


def solve_networkx(ranks: list[int], links: list[Record]) -> Any:
    """The same straightforwardly: a graph, its shortest paths, then roles port by port."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(ranks)))
    for near, far, near_cost, _, far_cost, _ in links:
        for sender, hearer, cost in ((near, far, far_cost), (far, near, near_cost)):
            if sender != hearer and (
                not graph.has_edge(sender, hearer) or graph[sender][hearer]["weight"] > cost
            ):
                graph.add_edge(sender, hearer, weight=cost)
    distance: dict[int, int] = {}
    for island in networkx.weakly_connected_components(graph):
        root = min(island, key=ranks.__getitem__)
        distance.update(networkx.single_source_dijkstra_path_length(graph, root))
    best: dict[int, tuple[int, ...]] = {}
    for place, (near, far, near_cost, near_key, far_cost, far_key) in enumerate(links):
        for own, sender, cost, own_key, key, port in (
            (near, far, near_cost, near_key, far_key, 2 * place),
            (far, near, far_cost, far_key, near_key, 2 * place + 1),
        ):
            if own != sender and distance[own] == distance[sender] + cost:
                vector = (ranks[sender], key, own_key, port)
                if own not in best or vector < best[own]:
                    best[own] = vector
    roles = []
    for place, (near, far, _, near_key, _, far_key) in enumerate(links):
        mine = (distance[near], ranks[near], near_key)
        theirs = (distance[far], ranks[far], far_key)
        for own, is_better, port in ((near, mine < theirs, 0), (far, theirs < mine, 1)):
            if is_better:
                roles.append(1)
            elif own in best and best[own][3] == 2 * place + port:
                roles.append(0)
            else:
                roles.append(3 if near == far else 2)
    return distance, roles


def make_topology(ranks: list[int], links: list[Record]) -> Any:
    from netredund.topology import Bridge, End, Link, Port, Topology

    ports: list[dict[str, Port]] = [{} for _ in ranks]
    wired = []
    for near, far, near_cost, near_key, far_cost, far_key in links:
        ends = []
        for bridge, cost, key in ((near, near_cost, near_key), (far, far_cost, far_key)):
            name = f"p{key & 0xFFFF}"
            ports[bridge][name] = Port(name=name, cost=cost, number=key & 0xFFFF)
            ends.append(End(f"b{bridge}", name))
        wired.append(Link(tuple(ends)))
    bridges = {
        f"b{place}": Bridge(name=f"b{place}", address=f"{rank:012x}", ports=ports[place])
        for place, rank in enumerate(ranks)
    }
    return Topology(bridges=bridges, links=tuple(wired))


def time_floor(ranks: list[int], links: list[Record], runs: int) -> float:
    """Return the time of one Dijkstra in C over a graph that is ready."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    weights: dict[tuple[int, int], int] = {}
    for near, far, near_cost, _, far_cost, _ in links:
        for pair, cost in (((near, far), far_cost), ((far, near), near_cost)):
            weights[pair] = min(cost, weights.get(pair, cost))
    rows, columns = zip(*weights, strict=True)
    values = np.array(list(weights.values()), dtype=float)
    graph = csr_matrix((values, (rows, columns)), (len(ranks), len(ranks)))
    root = ranks.index(0)
    return time_call(lambda: dijkstra(graph, indices=root), runs)


def _compare(count: int) -> bool:
    from netredund.prediction import predict_tree
    from netredund.prediction.computation import predict_by_election

    ranks, links = draw(count)
    _, outcome = solve_columns(ranks, links)
    distance, roles = solve_networkx(ranks, links)
    if outcome.role.tolist() != roles or any(
        outcome.root_cost[place] != cost for place, cost in distance.items()
    ):
        print(f"{count} bridges: columns and networkx differ")
        return False
    runs = _RUNS[count]
    ours = time_call(lambda: solve_columns(ranks, links), runs)
    theirs = time_call(lambda: solve_networkx(ranks, links), max(runs // 5, 3))
    topology = make_topology(ranks, links)
    values = time_call(lambda: predict_tree(topology), 3)
    election = time_call(lambda: predict_by_election(topology), 3)
    floor = time_floor(ranks, links, runs)
    ratios = f"networkx / columns {theirs / ours:.1f}, columns / floor {ours / floor:.1f}"
    times = f"{ours:9.2f} {theirs:9.2f} {values:9.1f} {election:9.1f} {floor:8.2f}"
    print(f"{count:>8} {times}   {ratios}")
    if count < 10_000:
        return True
    is_kept = theirs / ours >= 10 and ours / floor <= 6
    print(f"  promised at {count} bridges: at least 10 times networkx, within 6 times the floor:"
          f" {'ok' if is_kept else 'NOT REACHED'}")  # fmt: skip
    return is_kept


def _compare_failures(count: int) -> bool:
    """Time all single lost links as `predict --failures 1` computes them, and each tree anew."""
    from netredund.prediction import predict_tree
    from netredund.prediction.failures import FailureKind, list_failures
    from netredund.prediction.outages import survey_outages
    from netredund.prediction.repair import Repairs
    from netredund.topology.occupants import list_occupants

    topology = make_topology(*draw(count))
    site = list_occupants(topology)
    whole = predict_tree(topology)
    lost = [
        failure for failure in list_failures(topology, site) if failure.kind is FailureKind.LINK
    ]

    def repair_all() -> None:
        repairs = Repairs(topology, whole, site)
        for failure in lost:
            assert repairs.repair((failure,)) is not None

    repaired = time_call(repair_all, 3)
    anew = time_call(lambda: predict_tree(topology), 7) * len(lost)
    survey = time_call(lambda: survey_outages(topology, site, None, 1), 1)
    ratio = anew / repaired
    word = "ok" if ratio >= 20 else "NOT REACHED"
    print(
        f"{len(lost)} single failures of {count} bridges: {repaired:.0f} ms repaired,"
        f" {anew:.0f} ms each anew, {ratio:.0f} times, promised at least 20: {word}"
    )
    print(f"  with every switch's failure too, and what each does: {survey:.0f} ms")
    return ratio >= 20


def _compare_vlans(count: int) -> None:
    """Time 4,000 VLANs of which four have a tree of their own, beside as many single trees."""
    import msgspec

    from netredund.prediction import predict_tree, predict_vlans
    from netredund.topology.selection import select_vlan

    topology = make_topology(*draw(count))
    bridges = {}
    for name, bridge in topology.bridges.items():
        ports = {
            port_name: msgspec.structs.replace(port, native_vlan=1, allowed_vlans=((1, 4000),))
            for port_name, port in bridge.ports.items()
        }
        bridges[name] = msgspec.structs.replace(bridge, ports=ports)
    for vlan, name in zip((10, 20, 30, 40), bridges, strict=False):
        bridges[name] = msgspec.structs.replace(bridges[name], priorities={vlan: vlan})
    topology = msgspec.structs.replace(topology, bridges=bridges)
    single = time_call(lambda: predict_tree(select_vlan(topology, 2)), 1)
    whole = time_call(lambda: predict_vlans(topology), 1)
    print(
        f"4000 VLANs on {count} switches, 6 different trees: {whole:.0f} ms,"
        f" {whole / single:.1f} times one tree"
    )
