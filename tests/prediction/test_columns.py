"""The columns against the readable reference, on random networks."""

import random

import msgspec
import numpy as np
import pytest

from netredund.prediction import predict_tree
from netredund.prediction.columns import NO_PORT, Failures, Wires, make_key, settle_columns
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


@pytest.mark.parametrize("seed", range(40))
def test_a_repaired_tree_is_the_tree_computed_anew(seed):
    topology = draw(seed)
    wires, names, ends = columns(topology)
    whole = settle_columns(wires)
    failures = Failures(wires, whole)
    for place in range(len(topology.links)):
        changed = failures.lose(place).changed
        links = topology.links[:place] + topology.links[place + 1 :]
        anew = predict_tree(msgspec.structs.replace(topology, links=links))
        for number, name in enumerate(names):
            root, cost, port = changed.get(
                number, (whole.root[number], whole.root_cost[number], whole.root_port[number])
            )
            bridge = anew.bridges[name]
            assert (names[root], cost) == (bridge.root, bridge.root_cost)
            assert (None if port == NO_PORT else ends[port].port) == bridge.root_port
