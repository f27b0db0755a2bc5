"""Wires: lab ports in real interfaces.

The part that needs Linux and root runs wire_exchange.py in a network namespace of its own.
"""

import struct

import pytest

from netredund.errors import WireError
from netredund.lab.wire import LINK_INFO, MESSAGE, RTM_NEWLINK, Wire, read_link_indexes
from tests.lab.namespaces import report_of, skip_unless_possible


def message(kind: int, index: int, padding: int = 0) -> bytes:
    body = LINK_INFO.pack(0, 1, index, 0x1043, 0) + bytes(padding)
    raw = MESSAGE.pack(MESSAGE.size + len(body), kind, 0, 0, 0) + body
    return raw.ljust((len(raw) + 3) & ~3, b"\0")


def test_every_link_message_of_a_datagram_is_read() -> None:
    data = message(RTM_NEWLINK, 3, 5) + message(20, 9) + message(RTM_NEWLINK, 7)
    assert read_link_indexes(data) == {3, 7}


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 40, struct.pack("I", 9) * 12, message(RTM_NEWLINK, 3)[:20]]
)
def test_broken_netlink_data_names_no_link(data: bytes) -> None:
    assert read_link_indexes(data) == set()


def test_interface_that_is_not_there_is_refused_by_name() -> None:
    if not hasattr(__import__("socket"), "AF_PACKET"):
        pytest.skip("needs Linux")
    with pytest.raises(WireError, match="wire no-such-if0: .*needs Linux, root and an interface"):
        Wire("no-such-if0")


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> dict[str, object]:
    skip_unless_possible()
    shared = tmp_path_factory.getbasetemp().parent
    return report_of("wire_exchange.py", "", testrun_uid, shared)


def test_trunk_over_a_wire_runs_every_vlan_with_tags_kept(exchange: dict[str, object]) -> None:
    assert exchange["trees"] == {"1": "Altn BLK", "10": "Root FWD", "20": "Root FWD"}


def test_bundle_over_wires_forms(exchange: dict[str, object]) -> None:
    assert exchange["bundle"] == "PP"


def test_shut_port_takes_carrier_from_the_other_end_of_the_wire(
    exchange: dict[str, object],
) -> None:
    assert exchange["shut"] == ["disabled", "notconnect"]
    assert exchange["unshut"] == ["connected", "connected"]


def test_interface_that_vanishes_is_a_link_that_is_down(exchange: dict[str, object]) -> None:
    assert exchange["vanished"] == ["notconnect", "notconnect"]


def test_kernel_bridge_joins_the_tree_of_vlan_1_and_passes_those_of_the_others(
    exchange: dict[str, object],
) -> None:
    assert exchange["through a bridge"] == {
        "1": "Root FWD kernel",
        "10": "Root FWD near",
        "20": "Root FWD near",
    }
