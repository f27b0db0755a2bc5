"""Topologies built from what switches show."""

import shutil

import pytest

from netredund.lab.definition import STANDARD_LAB
from netredund.topology.assembly import build_topology
from tests.topology.sites import COMMANDS, capture, load, run_lab


@pytest.fixture(scope="module")
def network():
    return run_lab(STANDARD_LAB)


def survey(folder):
    return build_topology(*load(folder), 1)


def links(survey):
    return sorted(" - ".join(sorted(map(str, link.ends))) for link in survey.topology.links)


WIRED = ["sw1 Fa0/23 - web1 eth0", "sw1 Fa0/24 - sw2 Fa0/24", "sw2 Fa0/23 - web1 eth1"]
TREES = tuple(command for command in COMMANDS if "neighbors" not in command)


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        (COMMANDS, []),
        (TREES, []),
        (("show spanning-tree", "show cdp neighbors detail"), []),
        (("show spanning-tree",), ["topology.concluded"]),
    ],
    ids=["everything", "BPDUs", "CDP", "the tree alone"],
)
def test_the_cabling_is_found_from_what_there_is(network, tmp_path, commands, expected):
    found = survey(capture(network, tmp_path, commands))
    assert links(found) == WIRED
    assert [finding.check for finding in found.findings] == expected


def test_the_bridges_are_what_they_say(network, tmp_path):
    bridges = survey(capture(network, tmp_path)).topology.bridges
    assert {name: bridge.identifier for name, bridge in bridges.items()} == {
        "sw1": (1, "0019.e7aa.0100"),
        "sw2": (32769, "0019.e7bb.0200"),
        "web1": (61440, "5254.0053.0df5"),
    }
    assert bridges["sw1"].ports["Po1"].members == ("Fa0/1", "Fa0/2")
    assert [port.cost for port in bridges["web1"].ports.values()] == [1, 1]


def test_a_cost_that_is_configured_stays_and_one_that_follows_from_speed_may_change(
    network, tmp_path
):
    ports = survey(capture(network, tmp_path)).topology.bridges["sw1"].ports
    assert ports["Fa0/23"].has_fixed_cost
    assert not ports["Po1"].has_fixed_cost


def test_a_server_without_a_view_is_taken_from_the_site_file_and_told(network, tmp_path):
    found = survey(capture(network, tmp_path, servers=()))
    assert [finding.check for finding in found.findings] == ["topology.server-unseen"]
    web1 = found.topology.bridges["web1"]
    assert web1.identifier == (61440, "5254.0053.0df5"), "its BPDUs say it"


def test_a_switch_that_only_its_neighbours_name_is_no_part_of_it(network, tmp_path):
    folder = capture(network, tmp_path)
    shutil.rmtree(folder / "sw2")
    found = survey(folder)
    assert (list(found.topology.bridges), links(found)) == (["sw1"], [])


def test_neighbours_that_contradict_bpdus_are_told_with_both_lines(network, tmp_path):
    folder = capture(network, tmp_path)
    file = folder / "sw1" / "show_cdp_neighbors_detail.txt"
    said = "Port ID (outgoing port): FastEthernet0/24"
    assert said in file.read_text()
    file.write_text(file.read_text().replace(said, said.replace("0/24", "0/12")))
    found = survey(folder)
    assert [finding.check for finding in found.findings] == ["topology.contradiction"]
    assert len(found.findings[0].evidence) == 2
    assert links(found) == WIRED


def test_a_neighbour_heard_through_the_server_is_no_link(network, tmp_path):
    """A Linux bridge passes CDP on."""
    folder = capture(network, tmp_path)
    file = folder / "sw1" / "show_cdp_neighbors_detail.txt"
    text = file.read_text()
    end = text.index("Total cdp")
    start = text.index("-----")
    block = text[start:end].replace("Interface: FastEthernet0/24", "Interface: FastEthernet0/23")
    block = block.replace("port): FastEthernet0/24", "port): FastEthernet0/23")
    file.write_text(text[:end] + block + text[end:].replace(" 1", " 2"))
    assert links(survey(folder)) == WIRED


def test_a_leg_that_is_not_in_the_tree_is_down_and_told(tmp_path):
    network = run_lab(STANDARD_LAB)
    network.cable("sw2 Fa0/23").cut()
    network.clock.run_for(60)
    folder = capture(network, tmp_path)
    found = survey(folder)
    (finding,) = found.findings
    assert (finding.check, finding.verdict.value) == ("topology.leg-absent", "warning")
    assert finding.evidence[0].command == "show interfaces status"
    assert finding.message.endswith("its status is notconnect")
    assert found.topology.bridges["sw2"].ports["Fa0/23"].up is False


def test_a_leg_whose_absence_nothing_explains_is_a_hole(tmp_path):
    network = run_lab(STANDARD_LAB)
    network.cable("sw2 Fa0/23").cut()
    network.clock.run_for(60)
    found = survey(capture(network, tmp_path, ("show spanning-tree detail",)))
    assert "sw2 Fa0/23" in [
        finding.subject for finding in found.findings if finding.check == "topology.hole"
    ]
    assert found.topology.bridges["sw2"].ports["Fa0/23"].up is False


def test_a_bridge_that_is_none_of_the_sites_is_named_by_its_address(network, tmp_path):
    folder = capture(network, tmp_path)
    site = "switches: {sw2: , sw3: }\nservers:\n  app1: {method: active-backup, uplinks: {eth0: sw2 Fa0/1, eth1: sw3 Fa0/1}}\n"  # fmt: skip  # noqa: E501
    found = build_topology(*load(folder, site), 1)
    assert set(found.topology.bridges) == {
        "sw2", "bridge 0019.e7aa.0100", "bridge 5254.0053.0df5",
    }  # fmt: skip
