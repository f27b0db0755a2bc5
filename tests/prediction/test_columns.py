"""The columns against the readable reference, on random networks."""

import random

import msgspec
import numpy as np
import pytest

from netredund.prediction import computation, large, predict_tree
from netredund.prediction.columns import NO_PORT, Wires, make_key, settle_columns
from netredund.prediction.computation import predict_by_election
from netredund.prediction.election import elect
from netredund.prediction.large import is_plain, settle_plain
from netredund.prediction.wiring import wire
from netredund.topology import Port
from tests.prediction.drawing import draw_topology

ROLES = ["root", "designated", "alternate", "backup"]


def columns(topology):
    """Return a topology's columns, the names of its bridges, and the ends in order."""
    names = list(topology.bridges)
    ranks = sorted(names, key=lambda name: topology.bridges[name].identifier)
    ends = [end for link in topology.links for end in link.ends]
    ports = [topology.find_port(end) for end in ends]
    wires = Wires(
        np.array([ranks.index(name) for name in names]),
        np.array([names.index(end.bridge) for end in ends]),
        np.array([port.cost for port in ports]),
        np.array([make_key(*port.identifier) for port in ports]),
    )
    return wires, names, ends


def draw(seed, count=9):
    random_ = random.Random(seed)
    topology = draw_topology(random_, count, has_hubs=False, has_down=False)
    if seed % 3 == 0:  # islands: lose some links
        kept = tuple(link for link in topology.links if random_.random() < 0.6)
        topology = msgspec.structs.replace(topology, links=kept)
    return topology


@pytest.mark.parametrize("seed", range(120))
def test_columns_have_the_outcome_of_the_reference(seed):
    topology = draw(seed)
    wires, names, ends = columns(topology)
    outcome = settle_columns(wires)
    tree = predict_tree(topology)
    for place, name in enumerate(names):
        port = outcome.root_port[place]
        bridge = tree.bridges[name]
        assert (names[outcome.root[place]], outcome.root_cost[place]) == (
            bridge.root, bridge.root_cost,
        )  # fmt: skip
        assert (None if port == NO_PORT else ends[port].port) == bridge.root_port
    for end, role in zip(ends, outcome.role, strict=True):
        assert ROLES[role] == tree.bridges[end.bridge].ports[end.port].role.value


@pytest.mark.parametrize("seed", range(60))
def test_a_large_plain_network_has_the_values_of_the_election(seed):
    random_ = random.Random(seed)
    topology = draw(seed, random_.choice((3, 9, 30)))
    alone = {}
    for name, bridge in topology.bridges.items():  # hosts, and ports without a link
        host = Port(name="host", cost=19, number=900, up=True)
        spare = Port(name="spare", cost=19, number=901)
        ports = {**bridge.ports, "host": host, "spare": spare}
        alone[name] = msgspec.structs.replace(bridge, ports=ports, max_age_s=6)
    topology = msgspec.structs.replace(topology, bridges=alone)
    assert is_plain(topology)
    settled, tree = settle_plain(topology), predict_by_election(topology)
    assert settled.bridges == tree.bridges
    wiring = wire(topology)
    assert settled.depths == elect(topology, wiring).depths


def test_a_large_network_is_computed_in_columns_and_is_the_same(monkeypatch):
    topology = draw(7, 40)
    expected = predict_by_election(topology)
    asked = []
    monkeypatch.setattr(computation, "LARGE", 40)
    monkeypatch.setattr(large, "is_plain", lambda each: asked.append(each) or is_plain(each))
    found = predict_tree(topology)
    assert (asked, found.bridges) == ([topology], expected.bridges)
    assert sorted(map(repr, found.findings)) == sorted(map(repr, expected.findings))


@pytest.mark.parametrize(
    "change",
    [
        {"root_guard": True}, {"bpdu_filter": True}, {"bpdu_guard": True}, {"up": False},
        {"broken": "PVID_Inc"}, {"members": ("x",)},
    ],
    ids=str,
)  # fmt: skip
def test_what_columns_do_not_know_is_not_plain(change):
    topology = draw(1)
    name, bridge = next(iter(topology.bridges.items()))
    port = msgspec.structs.replace(next(iter(bridge.ports.values())), **change)
    ports = {**bridge.ports, port.name: port}
    bridges = {**topology.bridges, name: msgspec.structs.replace(bridge, ports=ports)}
    assert not is_plain(msgspec.structs.replace(topology, bridges=bridges))
