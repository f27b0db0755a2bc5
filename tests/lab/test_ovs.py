"""Holds the lab's RSTP and LACP against Open vSwitch, which nobody here wrote.

Needs Linux, root and the packages openvswitch-switch, iproute2 and util-linux. Starts a private
Open vSwitch in a namespace of its own; the system's is not touched.
"""

import shutil

import pytest

from netredund.lab.frames.lacp import LacpState
from tests.lab.namespaces import report_of, skip_unless_possible

NETWORKS = 10
SEED = 5
TOOLS = ("ovsdb-server", "ovs-vswitchd", "ovs-vsctl")
UP = (
    LacpState.AGGREGATION
    | LacpState.SYNCHRONIZATION
    | LacpState.COLLECTING
    | LacpState.DISTRIBUTING
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> dict[str, object]:
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    skip_unless_possible(f"needs {lacking[0]} (package openvswitch-switch)" if lacking else None)
    folder = tmp_path_factory.mktemp("ovs")
    shared = tmp_path_factory.getbasetemp().parent
    return report_of("ovs_networks.py", f"{folder} {NETWORKS} {SEED}", testrun_uid, shared)


def test_networks_mix_both_kinds(report: dict[str, object]) -> None:
    assert report["networks"] == NETWORKS
    assert min(report["others"], report["lab switches"]) >= NETWORKS  # type: ignore[type-var]


@pytest.mark.parametrize("event", ["up", "cut", "restored"])
def test_rapid_trees_on_both_sides_are_as_802_1d_demands(
    report: dict[str, object], event: str
) -> None:
    _, wrong = report[event]  # type: ignore[misc]
    assert wrong == {}


@pytest.mark.parametrize("mode", ["active", "passive"])
@pytest.mark.parametrize("rate", ["slow", "fast"])
def test_bundles_form_with_the_state_on_both_sides(
    report: dict[str, object], mode: str, rate: str
) -> None:
    timeout = LacpState.SHORT_TIMEOUT if rate == "fast" else LacpState(0)
    own = UP | timeout | (LacpState.ACTIVITY if mode == "active" else LacpState(0))
    assert report[f"bundle {mode} {rate}"] == {
        "flags": "PP",
        "attached": 2,
        "states": [own, own],
        "partner states": [UP | timeout | LacpState.ACTIVITY] * 2,
    }
