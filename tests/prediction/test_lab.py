"""Holds predictions against simulated switches that exchange BPDUs and share no code with them."""

import pytest

from tests.prediction.lab_trees import draw, judge

SEEDS = range(30)


@pytest.mark.parametrize("is_rapid", [False, True], ids=["pvst", "rapid-pvst mixed with pvst"])
def test_the_lab_builds_the_trees_that_are_predicted(is_rapid):
    wrong = {seed: found for seed in SEEDS if (found := judge(seed, is_rapid=is_rapid))}
    assert wrong == {}


def test_the_networks_have_what_is_to_be_judged():
    ports = [
        port
        for seed in SEEDS
        for bridge in draw(seed)[0].bridges.values()
        for port in bridge.ports.values()
    ]
    assert sum(port.root_guard for port in ports) > 20
    assert sum(port.bpdu_guard for port in ports) > 5
    assert sum(bool(port.members) for port in ports) > 20
    assert max(port.cost for port in ports) >= 200_000
