"""Lab switches in rapid-pvst beside bridges that speak 802.1D only, and after them.

Needs Linux, root and the packages openvswitch-switch, iproute2 and util-linux.
"""

import shutil

import pytest

from tests.lab.namespaces import report_of, skip_unless_possible
from tests.lab.test_ovs import TOOLS

FORWARDING = 3
Report = dict[str, dict[str, dict[str, str]]]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Report:
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    skip_unless_possible(f"needs {lacking[0]} (package openvswitch-switch)" if lacking else None)
    folder = tmp_path_factory.mktemp("ovs")
    shared = tmp_path_factory.getbasetemp().parent
    return report_of("migration_exchange.py", str(folder), testrun_uid, shared)  # type: ignore[return-value]  # its own JSON


def test_port_falls_back_beside_a_kernel_bridge_and_the_tree_is_right(report: Report) -> None:
    assert report["bridged"] == {
        "A": {"Gi1/0/1": "Desg FWD P2p Peer(STP)", "Gi1/0/2": "Desg FWD P2p"},
        "B": {"Gi1/0/1": "Altn BLK P2p Peer(STP)", "Gi1/0/2": "Root FWD P2p"},
        "C": {"Gi1/0/1": "Desg FWD P2p Peer(STP)"},
    }
    assert report["kernel"] == dict.fromkeys(("a2", "b2", "c2"), FORWARDING)


def test_nobody_lost_carrier_when_the_bridge_went(report: Report) -> None:
    assert report["carrier losses"] == 0


def test_two_switches_that_both_fell_back_stay_so_when_the_bridge_is_gone(report: Report) -> None:
    assert report["bridge gone"]["A"]["Gi1/0/1"] == "Desg FWD P2p Peer(STP)"
    assert report["bridge gone"]["B"]["Gi1/0/1"] == "Root FWD P2p Peer(STP)"


def test_clear_of_detected_protocols_on_one_end_makes_both_rapid(report: Report) -> None:
    assert report["cleared"]["A"] == {"Gi1/0/1": "Desg FWD P2p", "Gi1/0/2": "Desg FWD P2p"}
    assert report["cleared"]["B"] == {"Gi1/0/1": "Root FWD P2p", "Gi1/0/2": "Altn BLK P2p"}


def test_partner_that_speaks_rstp_brings_the_port_back_by_itself(report: Report) -> None:
    # 802.1D-2004 17.24: a port in SENSING that hears an RST BPDU checks again
    assert report["RSTP spoken"]["C"] == {"Gi1/0/1": "Desg FWD P2p"}
    assert "rstp_port_role=Root, rstp_port_state=Forwarding" in report["ovs"]  # type: ignore[operator]
