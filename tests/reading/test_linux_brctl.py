"""Rules of reading `brctl show` and `brctl showstp`."""

import os
import re
from pathlib import Path

import pytest

import netredund
from netredund.facts.linux import BrctlShow, BrctlShowstp

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
SHARED = Path(os.environ.get("NETREDUND_SHARED", ROOT.parent / "shared")) / "linux" / "bridge"
NAMES = ("A", "B", "S")


def show(text: str) -> BrctlShow:
    facts = netredund.parse("brctl show", text)
    assert isinstance(facts, BrctlShow)
    return facts


def showstp(text: str) -> BrctlShowstp:
    facts = netredund.parse("brctl showstp br0", text)
    assert isinstance(facts, BrctlShowstp)
    return facts


def sample(name: str) -> str:
    return (FIXTURES / f"{name}.txt").read_text()


@pytest.mark.skipif(not SHARED.is_dir(), reason="no recordings beside the checkout")
@pytest.mark.parametrize("name", NAMES)
def test_recorded_trees_are_read_as_sysfs_says(name: str) -> None:
    tree = showstp((SHARED / f"{name}-brctl-showstp.txt").read_text())
    kernel = (SHARED / f"{name}-sysfs.txt").read_text()
    assert tree.complete
    states = ("disabled", "listening", "learning", "forwarding", "blocking")

    def value(path: str) -> str:
        match = re.search(rf"{re.escape(path)}[:= ]+(\S+)", kernel)
        assert match, path
        return match[1]

    assert tree.bridge_id == value("bridge/bridge_id")
    assert tree.designated_root == value("bridge/root_id")
    assert tree.root_port == int(value("bridge/root_port"))
    assert tree.path_cost == int(value("bridge/root_path_cost"))
    for port in tree.ports:
        assert port.path_cost == int(value(f"{port.interface}/brport/path_cost"))
        assert port.state == states[int(value(f"{port.interface}/brport/state"))]
        assert port.designated_bridge == value(f"{port.interface}/brport/designated_bridge")


@pytest.mark.skipif(not SHARED.is_dir(), reason="no recordings beside the checkout")
@pytest.mark.parametrize("name", NAMES)
def test_recorded_bridges_have_the_ports_of_their_tree(name: str) -> None:
    bridges = show((SHARED / f"{name}-brctl-show.txt").read_text())
    tree = showstp((SHARED / f"{name}-brctl-showstp.txt").read_text())
    assert bridges.complete
    assert sorted(bridges.bridges[0].interfaces) == sorted(port.interface for port in tree.ports)
    assert bridges.bridges[0].bridge_id == tree.bridge_id


def test_heading_alone_is_empty_only_when_a_prompt_closes_it() -> None:
    closed = show(sample("brctl_show/linux_no-bridge"))
    heading = closed and sample("brctl_show/linux_no-bridge").splitlines()[1]
    assert (closed.empty, closed.complete) == (True, True)
    assert (show(heading).empty, show(heading).complete) == (False, False)


def test_error_in_the_place_of_a_row_is_not_understood() -> None:
    text = "bridge name\tbridge id\t\tSTP enabled\tinterfaces\n"
    facts = show(text + "eth0\t\tcan't get info Operation not supported\n")
    assert not facts.complete
    assert facts.unparsed[0].line == 2


def test_port_below_a_bridge_without_ports_is_noted() -> None:
    text = "bridge name\tbridge id\t\tSTP enabled\tinterfaces\nbr0\t\t8000.0a1122334401\tyes\t\t\n"
    assert not show(text + "\t\t\t\t\t\t\teth1\n").complete


def test_rows_without_their_heading_are_noted() -> None:
    assert not show("br0\t\t8000.0a1122334401\tyes\t\teth0\n").complete


def test_cut_tree_is_noticed_at_any_line() -> None:
    lines = sample("brctl_showstp/linux_blocking-leg").rstrip().splitlines()
    for count in range(len(lines)):
        assert not showstp("\n".join(lines[:count])).complete, f"cut below line {count}"


def test_port_keeps_state_and_line() -> None:
    text = sample("brctl_showstp/linux_blocking-leg")
    port = showstp(text).ports[0]
    assert (port.interface, port.state) == ("enp3s0", "blocking")
    assert text.splitlines()[port.line - 1] == "enp3s0 (1)"


def test_second_bridge_in_the_text_is_not_taken_for_the_first() -> None:
    one = sample("brctl_showstp/linux_blocking-leg")
    both = showstp(one + sample("brctl_showstp/linux_no-ports"))
    assert not both.complete
    assert both.bridge == "br7"
