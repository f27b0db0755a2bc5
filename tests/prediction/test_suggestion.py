"""Suggestions: the smallest change, why smaller ones do not do, and the lab as their judge."""

import itertools

import pytest

from netredund.lab.definition import STANDARD_LAB
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network
from netredund.prediction.suggestion import suggest
from netredund.topology.assembly import build_topology
from tests.prediction.test_forecast import BARE_LAB
from tests.topology.sites import SITE, capture, load, run_lab

SLOW_LINK = BARE_LAB.replace(
    "    mac: 0019.e7aa.0100\n", "    mac: 0019.e7aa.0100\n    speeds: {FastEthernet0/24: [10]}\n"
)
ROOT_ONLY = BARE_LAB.replace("    mac: 0019.e7aa.0100\n", "    priority: {1: 0}\n    mac: 0019.e7aa.0100\n").replace("priority: 32768", "priority: 61440")  # fmt: skip  # noqa: E501


def look(text, folder):
    site, captures = load(capture(run_lab(text), folder))
    built = build_topology(site, captures, 1)
    return suggest(built.topology, site, site.servers["web1"], 1)


def told(changes):
    return [f"{change.where}: {'; '.join(change.lines)}" for change in changes]


def test_a_site_in_order_needs_no_change(tmp_path):
    found = look(STANDARD_LAB, tmp_path)
    assert (found.changes, found.smaller) == ((), ())


def test_defaults_need_a_root_and_every_smaller_set_says_what_it_lacks(tmp_path):
    found = look(BARE_LAB, tmp_path)
    assert told(found.changes)[0] == "sw1: spanning-tree vlan 1 priority 0"
    assert found.smaller[0].changes == ()
    assert found.smaller[0].shortfalls == ("root, expected sw1, got web1",)
    assert all(len(each.changes) < len(found.changes) for each in found.smaller)
    assert all(each.shortfalls for each in found.smaller)


def test_a_link_slower_than_the_legs_needs_the_guard(tmp_path):
    found = look(SLOW_LINK.replace("priority: 32768", "priority: 61440"), tmp_path)
    lines = told(found.changes)
    assert any("spanning-tree cost 100" in line for line in lines)
    reasons = [text for each in found.smaller for text in each.shortfalls]
    assert any("goes through web1" in text for text in reasons)


def apply(text, changes):
    """Return a lab with the changes: the server's in its definition, the switches' typed in."""
    for change in changes:
        if change.where == "web1":
            for line in change.lines:
                if line.startswith("bridge priority"):
                    text = text.replace("priority: 32768", f"priority: {line.split()[-1]}")
                else:
                    nic, cost = line.split(":")[0], line.split()[-1]
                    switch = {"eth0": "sw1", "eth1": "sw2"}[nic]
                    port = f"{nic}: {{port: {switch} Fa0/23"
                    assert port in text
                    text = text.replace(port, f"{port}, cost: {cost}")
    network = Network(parse_lab(text))
    for change in changes:
        if change.where != "web1":
            assert set(network.configure(change.where, *change.lines)) <= {"", None}
    network.clock.run_for(60)
    return network


CABLES = ("sw1 Fa0/24", "web1 eth0", "web1 eth1")


@pytest.mark.parametrize("text", [BARE_LAB, ROOT_ONLY, SLOW_LINK], ids=["defaults", "root", "slow"])
@pytest.mark.parametrize("cut", [None, *CABLES])
def test_a_suggestion_does_in_the_lab_what_it_promises(tmp_path, text, cut):
    """Root is sw1, and sw2's way to it is the link between the switches as long as there is one."""
    found = look(text, tmp_path)
    assert found.changes is not None
    network = apply(text, found.changes)
    if cut:
        network.cable(cut).cut()
        network.clock.run_for(120)
    one, other = (network.device(name).switch.tree(1) for name in ("sw1", "sw2"))
    assert one.root_port is None
    assert other.root == one.bridge
    expected = "FastEthernet0/23" if cut == "sw1 Fa0/24" else "FastEthernet0/24"
    assert other.root_port == expected
    web1 = network.server_show("web1", "brctl showstp br0")
    states = {
        block.split()[0]: block.split("state")[1].split()[0]
        for block in web1.split("\n\n")
        if block.strip().startswith("eth")
    }
    if cut != "web1 eth0":
        assert states["eth0"] == "forwarding"


def test_the_labs_differ():
    assert all(one != other for one, other in itertools.combinations((BARE_LAB, ROOT_ONLY, SLOW_LINK), 2))  # fmt: skip  # noqa: E501
    assert "root: sw1" in SITE
