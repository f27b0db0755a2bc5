"""Repaired trees against those computed anew, on random networks of every kind."""

import collections
import random

import msgspec
import pytest

from netredund.prediction import predict_tree
from netredund.prediction.failures import combine_failures, list_failures, predict_left
from netredund.prediction.outages import Judge
from netredund.prediction.repair import Repairs
from netredund.topology import BridgeKind, Link, Topology
from netredund.topology.occupants import list_occupants
from tests.prediction.drawing import draw_topology

_CHANGES = (
    {"root_guard": True}, {"loop_guard": True}, {"bpdu_filter": True}, {"bpdu_guard": True},
    {"up": True}, {"up": True, "loop_guard": True}, {"broken": "PVID_Inc"},
)  # fmt: skip


def draw(seed, count, *, has_extras):
    """Return a network of switches and servers; extras are hubs, guards, and shut ports."""
    random_ = random.Random(seed)
    drawn = draw_topology(random_, count, has_hubs=has_extras, has_down=has_extras)
    bridges = {}
    for name, bridge in drawn.bridges.items():
        kind = BridgeKind.SERVER if random_.random() < 0.25 else BridgeKind.SWITCH
        ports = {}
        for port in bridge.ports.values():
            change = random_.choice(_CHANGES) if has_extras and random_.random() < 0.08 else {}
            ports[port.name] = msgspec.structs.replace(port, **change)
        bridges[name] = msgspec.structs.replace(
            bridge, kind=kind, ports=ports, is_rapid=random_.random() < 0.5
        )
    links = drawn.links
    if has_extras and seed % 2:  # a hub of three or four ends
        shared = Link(links[0].ends + links[1].ends[: random_.randint(1, 2)])
        links = (shared, *links[2:])
    if seed % 3 == 0:  # islands: lose some links
        links = tuple(link for link in links if random_.random() < 0.6)
    return Topology(bridges=bridges, links=links)


def bundle(topology, seed):
    """Make Port-channels, of two members each, of some pairs of parallel links."""
    random_ = random.Random(seed)
    pairs = collections.defaultdict(list)
    for link in topology.links:
        pairs[tuple(end.bridge for end in link.ends)].append(link)
    bridges = dict(topology.bridges)
    links = list(topology.links)
    for (near, far), parallel in pairs.items():
        if near == far or len(parallel) < 2 or random_.random() < 0.3:
            continue
        for place in (0, 1):
            first, second = (link.ends[place] for link in parallel[:2])
            bridge = bridges[first.bridge]
            ports = dict(bridge.ports)
            ports.pop(second.port)
            ports[first.port] = msgspec.structs.replace(
                ports[first.port], members=("m1" + first.port, "m2" + first.port),
                speed=100, has_fixed_cost=False, min_links=random_.choice((1, 1, 2)),
            )  # fmt: skip
            bridges[first.bridge] = msgspec.structs.replace(bridge, ports=ports)
        links.remove(parallel[1])
        if random_.random() < 0.5:  # links of members, or one that names the Port-channel
            links.remove(parallel[0])
            for member in ("m1", "m2"):
                ends = [msgspec.structs.replace(e, port=member + e.port) for e in parallel[0].ends]
                links.append(Link(tuple(ends)))
    return msgspec.structs.replace(topology, bridges=bridges, links=tuple(links))


def compare(topology, count, step=1):
    """Hold repairs and outages against those computed anew; return how many were repaired."""
    site, whole = list_occupants(topology), predict_tree(topology)
    repairs = Repairs(topology, whole, site)
    judge = Judge(topology, whole, site, None)
    reference = Judge(topology, whole, site, None, is_repairing=False)
    repaired = tried = 0
    for failures in list(combine_failures(list_failures(topology, site), count))[::step]:
        tried += 1
        found = repairs.repair(failures)
        if found is not None:
            repaired += 1
            _, anew = predict_left(topology, whole, failures, site)
            assert found.bridges == anew.bridges, failures
            assert list(found.bridges) == list(anew.bridges)
            for name, bridge in anew.bridges.items():
                assert list(bridge.ports) == list(found.bridges[name].ports)
                assert bridge == whole.bridges[name] or name in found.touched
        assert judge.judge(failures) == reference.judge(failures), failures
    return repaired, tried


@pytest.mark.parametrize("seed", range(60))
def test_a_repaired_tree_is_the_tree_computed_anew(seed):
    repaired, tried = compare(draw(seed, 9, has_extras=False), 1)
    assert repaired == tried


@pytest.mark.parametrize("seed", range(60))
def test_guards_hubs_and_shut_ports_change_nothing_of_that(seed):
    compare(draw(seed, 9, has_extras=True), 1)


@pytest.mark.parametrize("seed", range(60))
def test_port_channels_change_nothing_of_that(seed):
    compare(bundle(draw(seed, 7, has_extras=seed % 2 == 0), seed), 1)


@pytest.mark.parametrize("seed", range(30))
def test_pairs_of_failures_are_repaired_alike(seed):
    compare(bundle(draw(seed, 6, has_extras=seed % 2 == 0), seed), 2)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_network_is_repaired_as_a_small_one(seed):
    repaired, tried = compare(draw(seed, 60, has_extras=False), 1, step=5)
    assert repaired == tried


def test_most_failures_among_guards_and_hubs_are_repaired():
    counts = [compare(draw(seed, 9, has_extras=True), 1) for seed in range(10)]
    repaired, tried = map(sum, zip(*counts, strict=True))
    assert tried > repaired > tried / 2


def test_mst_regions_are_computed_anew():
    topology = draw(1, 6, has_extras=False)
    bridges = {
        name: msgspec.structs.replace(bridge, region="one")
        for name, bridge in topology.bridges.items()
    }
    topology = msgspec.structs.replace(topology, bridges=bridges)
    assert compare(topology, 1)[0] == 0
