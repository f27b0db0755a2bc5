"""Holds the lab's spanning tree against Linux kernel bridges, which nobody here wrote.

Needs Linux, root, `ip` and `unshare` (packages iproute2 and util-linux).
"""

import pytest

from tests.lab.namespaces import report_of, skip_unless_possible

NETWORKS = 36
SEED = 20261122


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> dict[str, object]:
    skip_unless_possible()
    shared = tmp_path_factory.getbasetemp().parent
    return report_of("kernel_networks.py", f"{NETWORKS} {SEED}", testrun_uid, shared)


def test_networks_mix_both_kinds(report: dict[str, object]) -> None:
    assert report["networks"] == NETWORKS
    assert min(report["kernel bridges"], report["lab switches"]) >= NETWORKS  # type: ignore[type-var]


@pytest.mark.parametrize("event", ["up", "cut", "restored"])
def test_every_bridge_on_both_sides_is_as_802_1d_demands(
    report: dict[str, object], event: str
) -> None:
    _, wrong = report[event]  # type: ignore[misc]
    assert wrong == {}
