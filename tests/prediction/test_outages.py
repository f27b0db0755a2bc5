"""Failures: what is predicted of each is what the lab does when it happens."""

import msgspec
import pytest

from netredund.lab.definition import STANDARD_LAB
from netredund.prediction import State, predict_tree
from netredund.prediction.failures import (
    Failure,
    FailureKind,
    fail,
    list_failures,
    predict_left,
)
from netredund.prediction.outages import survey_outages
from netredund.prediction.settings import apply_settings
from netredund.prediction.tables import render_outages, render_page
from netredund.topology import parse_topology
from netredund.topology.assembly import build_topology
from netredund.topology.occupants import list_occupants
from tests.topology.sites import SITE, capture, load, run_lab

ROLES = {"Root": "root", "Desg": "designated", "Altn": "alternate", "Back": "backup"}


@pytest.fixture(scope="module")
def site_and_survey(tmp_path_factory):
    site, captures = load(capture(run_lab(STANDARD_LAB), tmp_path_factory.mktemp("captures")))
    return site, build_topology(site, captures, 1)


@pytest.fixture(scope="module")
def outages(site_and_survey):
    site, built = site_and_survey
    found = survey_outages(apply_settings(built.topology, site, 1), site, 1, 1)
    return {str(outage.failures[0]): outage for outage in found.outages}


def test_every_single_failure_is_surveyed(outages):
    assert sorted(outages) == [
        "leg db1 eth0", "leg db1 eth1", "leg web1 eth0", "leg web1 eth1",
        "link sw1 Fa0/24 - sw2 Fa0/24", "switch sw1", "switch sw2",
    ]  # fmt: skip


@pytest.mark.parametrize("port", ["web1 eth0", "web1 eth1", "sw1 Fa0/24", "db1 eth0"])
def test_the_lab_does_what_is_predicted_of_a_cut(site_and_survey, port):
    site, built = site_and_survey
    failure = next(
        each
        for each in list_failures(built.topology, site)
        if port in each.subject and each.kind is not FailureKind.SWITCH
    )
    network = run_lab(STANDARD_LAB)
    network.cable(port).cut()
    network.clock.run_for(70)
    tree = predict_tree(fail(built.topology, (failure,), site))
    for name in ("sw1", "sw2"):
        seen = network.device(name).switch.tree(1)
        got = {
            row.interface.replace("FastEthernet", "Fa").replace("Port-channel", "Po"): (
                ROLES[row.role], row.cost if row.interface.startswith("Port") else None
            )
            for row in seen.ports
        }  # fmt: skip
        predicted = {
            port_name: each.role.value
            for port_name, each in tree.bridges[name].ports.items()
            if each.state is not State.DISABLED
        }
        assert {port_name: role for port_name, (role, _) in got.items()} == predicted
        assert seen.root_cost == tree.bridges[name].root_cost


def test_the_server_is_the_last_way_when_the_link_between_the_switches_fails(outages):
    outage = outages["link sw1 Fa0/24 - sw2 Fa0/24"]
    assert outage.verdict.value == "pass"
    assert outage.transit == ("traffic of sw2 goes through web1, the last way that is left",)
    assert outage.interruption_s == 30


def test_a_loss_that_is_only_heard_of_waits_for_max_age(outages):
    assert outages["leg web1 eth0"].interruption_s == 50
    assert outages["leg web1 eth0"].moves == ("sw2 Fa0/23 takes over",)


def test_a_blocked_leg_fails_without_notice(outages):
    assert (outages["leg web1 eth1"].moves, outages["leg web1 eth1"].interruption_s) == ((), 0)


def test_a_bond_on_one_switch_cannot_survive_it_and_that_is_no_failure_of_redundancy(outages):
    outage = outages["switch sw1"]
    assert outage.verdict.value == "warning"
    assert "db1 loses the network" in outage.lost
    assert "web1 loses the network" not in outage.lost


def test_a_bond_keeps_half_its_bandwidth(outages):
    assert "1 of 2 legs left, bandwidth 50 %" in outages["leg db1 eth0"].bonds[0]


def survey(site_and_survey, change, count=1):
    site, built = site_and_survey
    return survey_outages(change(apply_settings(built.topology, site, 1)), site, 1, count)


def cut_link(topology):
    return msgspec.structs.replace(
        topology, links=tuple(link for link in topology.links if "Fa0/24" not in str(link))
    )


def test_without_a_link_between_the_switches_a_lost_leg_is_not_survived(site_and_survey):
    found = survey(site_and_survey, cut_link)
    assert found.verdict.value == "fail"
    assert found.outages[0].failures[0].subject == "web1 eth0"
    assert "web1 loses the network" in found.outages[0].lost


def attract(topology):
    """Give both legs on the switches a cost that attracts, and the link one that repels."""
    bridges = {}
    for name, bridge in topology.bridges.items():
        ports = {
            port_name: msgspec.structs.replace(
                port, cost={"Fa0/23": 1, "Fa0/24": 200}.get(port_name, port.cost)
            )
            for port_name, port in bridge.ports.items()
        }
        bridges[name] = msgspec.structs.replace(bridge, ports=ports)
    return msgspec.structs.replace(topology, bridges=bridges)


def test_transit_although_another_way_is_left_is_a_failure(site_and_survey):
    found = survey(site_and_survey, attract)
    worst = found.outages[0]
    assert worst.verdict.value == "fail"
    assert "although another way is left" in worst.transit[0]


def test_pairs_include_the_single_failures(site_and_survey):
    found = survey(site_and_survey, lambda topology: topology, 2)
    assert len(found.outages) == 7 + 21
    ranks = [outage.verdict.value for outage in found.outages]
    assert ranks == sorted(ranks, key=["fail", "warning", "pass"].index)


CHANNEL_LAB = STANDARD_LAB.replace(
    "      interface FastEthernet0/24\n       description sw2\n",
    "      interface range FastEthernet0/21 - 22\n       channel-group 2 mode active\n"
    "      interface FastEthernet0/24\n       description sw2\n",
).replace(
    "      interface FastEthernet0/24\n       description sw1\n",
    "      interface range FastEthernet0/21 - 22\n       channel-group 2 mode active\n"
    "      interface FastEthernet0/24\n       description sw1\n",
).replace(
    "  - [sw1 Fa0/24, sw2 Fa0/24]\n",
    "  - [sw1 Fa0/24, sw2 Fa0/24]\n  - [sw1 Fa0/21, sw2 Fa0/21]\n  - [sw1 Fa0/22, sw2 Fa0/22]\n",
)  # fmt: skip


def test_a_lost_member_raises_the_cost_as_in_the_lab(tmp_path):
    network = run_lab(CHANNEL_LAB)
    site, captures = load(capture(network, tmp_path))
    built = build_topology(site, captures, 1)
    member = next(
        each for each in list_failures(built.topology, site) if each.kind is FailureKind.MEMBER
    )
    before = predict_tree(built.topology).bridges["sw2"]
    after = predict_tree(fail(built.topology, (member,), site)).bridges["sw2"]
    seen = network.device("sw2").switch.tree(1)
    assert (before.root_port, before.root_cost) == ("Po2", seen.root_cost) == ("Po2", 12)
    network.cable("sw1 Fa0/22").cut()
    network.clock.run_for(100)
    seen = network.device("sw2").switch.tree(1)
    assert after.root_cost == seen.root_cost == 19


def test_the_table_puts_the_worst_first(site_and_survey):
    lines = render_outages([survey(site_and_survey, cut_link)]).splitlines()
    assert lines[0] == "VLAN 1: 6 failures, 1 not survived"
    assert lines[1].split()[:4] == ["NOT", "SURVIVED", "leg", "web1"]


def test_the_page_shows_each_failure_with_its_drawing(site_and_survey):
    site, built = site_and_survey
    wanted = apply_settings(built.topology, site, 1)
    page = render_page([(survey_outages(wanted, site, 1, 1), wanted, site)])
    assert page.count("<details>") == page.count("<svg") == 8  # the first is of no failure
    assert "Fa0/24 dead" in page


def test_a_failure_says_what_it_is():
    assert str(Failure(FailureKind.LEG, "web1 eth0")) == "leg web1 eth0"
    assert "web1" in SITE


# The server's bridge has no spanning tree: it passes on what sw1 says, and sw2 hears it there.
PASSING_LAB = STANDARD_LAB.replace("method: stp\n    priority: 61440", "method: bridge").replace(
    "spanning-tree cost 100", "spanning-tree cost 100\n       spanning-tree guard GUARD"
)


@pytest.mark.parametrize(
    ("guard", "state"), [("loop", "broken LOOP_Inc"), ("none", "forwarding None")], ids=str
)
def test_loop_guard_breaks_what_falls_silent_as_the_lab_does(guard, state, tmp_path):
    lab = PASSING_LAB.replace("GUARD", guard)
    assert lab.count(f"guard {guard}") == 2
    network = run_lab(lab)
    site, captures = load(capture(network, tmp_path))
    built = build_topology(site, captures, 1)
    whole = predict_tree(built.topology)
    assert whole.bridges["sw2"].ports["Fa0/23"].role.value == "alternate"
    (leg,) = [each for each in list_failures(built.topology, site) if each.subject == "web1 eth0"]
    _, tree = predict_left(built.topology, whole, (leg,), site)
    port = tree.bridges["sw2"].ports["Fa0/23"]
    assert f"{port.state.value} {port.reason}" == state
    network.cable("web1 eth0").cut()
    network.clock.run_for(70)
    shown = network.show("sw2", "show spanning-tree vlan 1")
    (line,) = [line for line in shown.splitlines() if line.startswith("Fa0/23")]
    assert ("*LOOP_Inc" in line, "BKN*" in line) == (guard == "loop", guard == "loop")


def test_loop_guard_does_nothing_where_the_link_goes_down(site_and_survey):
    site, built = site_and_survey
    sw2 = built.topology.bridges["sw2"]
    ports = {
        name: msgspec.structs.replace(port, loop_guard=True) for name, port in sw2.ports.items()
    }
    bridges = {**built.topology.bridges, "sw2": msgspec.structs.replace(sw2, ports=ports)}
    topology = msgspec.structs.replace(built.topology, bridges=bridges)
    for failure in list_failures(topology, site):
        _, tree = predict_left(topology, predict_tree(topology), (failure,), site)
        assert not [each for each in tree.findings if each.check == "tree.broken"]


def test_the_page_marks_a_dead_switch_and_shows_the_network_whole(site_and_survey):
    site, built = site_and_survey
    topology = apply_settings(built.topology, site, 1)
    page = render_page([(survey_outages(topology, site, 1, 1), topology, site)])
    assert page.count("<svg") == 8
    assert page.count('font-weight="bold">sw1 dead</text>') == 1
    assert "7 failures, 0 not survived" in page
    assert "Fa0/23 blocks</text>" in page.partition("</details>")[0]


REGION = """
regions: {campus: {instances: {1: [10]}}}
bridges:
  sw1: {region: campus, priority: 4096, instances: {1: 8193}, address: 0019.e7aa.0001,
        ports: {Gi0/1: {cost: 20000}, Gi0/2: {cost: 2000000}}}
  sw2: {region: campus, priority: 8192, instances: {1: 4097}, address: 0019.e7aa.0002,
        ports: {Gi0/1: {cost: 20000}, Gi0/2: {cost: 2000000}}}
  web1: {kind: server, priority: 61440, address: 0200.0000.0001,
         ports: {eth0: {cost: 1}, eth1: {cost: 1}}}
links:
  - [sw1, Gi0/1, sw2, Gi0/1]
  - [web1, eth0, sw1, Gi0/2]
  - [web1, eth1, sw2, Gi0/2]
"""


@pytest.fixture(scope="module")
def regional():
    topology = msgspec.structs.replace(parse_topology(REGION), mapped_vlan=10)
    survey = survey_outages(topology, list_occupants(topology, 10), 10, 1)
    return {str(outage.failures[0]): outage for outage in survey.outages}


def test_another_root_of_an_instance_cuts_nobody_off(regional):
    outage = regional["leg web1 eth0"]
    assert (outage.verdict.value, outage.lost) == ("pass", ())


def test_a_parted_region_goes_on_over_the_master_port(regional):
    outage = regional["link sw1 Gi0/1 - sw2 Gi0/1"]
    assert (outage.verdict.value, outage.lost) == ("pass", ())
    assert outage.transit == ("traffic of sw2 goes through web1, the last way that is left",)


ALONE = """
bridges:
  sw1: {address: 0019.e7aa.0001, ports: {Gi0/1: {cost: 4}}}
  web1: {kind: server, priority: 61440, address: 0200.0000.0001, ports: {eth0: {cost: 1}}}
links: [[sw1, Gi0/1, web1, eth0]]
"""


def test_the_only_leg_of_a_server_is_no_redundancy_that_should_survive():
    topology = parse_topology(ALONE)
    survey = survey_outages(topology, list_occupants(topology), None, 1)
    found = {str(each.failures[0]): (each.verdict.value, each.lost) for each in survey.outages}
    lost = ("warning", ("web1 loses the network",))
    assert found == {"leg web1 eth0": lost, "switch sw1": lost}


CHANNEL = """
bridges:
  sw1: {priority: 1, address: 0019.e7aa.0001,
        ports: {Po1: {speed: 1000, members: [Gi0/1, Gi0/2], min_links: LEAST}, Gi0/3: {cost: 4}}}
  sw2: {priority: 32769, address: 0019.e7aa.0002,
        ports: {Po1: {speed: 1000, members: [Gi0/1, Gi0/2]}, Gi0/3: {cost: 4}}}
  web1: {kind: server, priority: 61440, address: 0200.0000.0001,
         ports: {eth0: {cost: 5}, eth1: {cost: 5}}}
links:
  - [sw1, Gi0/1, sw2, Gi0/1]
  - [sw1, Gi0/2, sw2, Gi0/2]
  - [web1, eth0, sw1, Gi0/3]
  - [web1, eth1, sw2, Gi0/3]
"""


@pytest.mark.parametrize(
    ("least", "transit"),
    [("1", ()), ("2", ("traffic of sw2 goes through web1, the last way that is left",))],
)
def test_a_port_channel_below_min_links_is_no_way_that_is_left(least, transit):
    topology = parse_topology(CHANNEL.replace("LEAST", least))
    survey = survey_outages(topology, list_occupants(topology), None, 1)
    lost = {str(each.failures[0]): each for each in survey.outages}["member sw1 Gi0/1 - sw2 Gi0/1"]
    assert (lost.verdict.value, lost.transit) == ("pass", transit)


ISLANDS = """
bridges:
  a: {priority: 1, address: 0019.e7aa.0001, ports: {x: {cost: 19}}}
  b: {priority: 2, address: 0019.e7aa.0002, ports: {x: {cost: 19}}}
  c: {priority: 3, address: 0019.e7aa.0003, ports: {x: {cost: 19}, y: {cost: 19}}}
  d: {priority: 4, address: 0019.e7aa.0004, ports: {x: {cost: 19}, y: {cost: 19}}}
  web1: {kind: server, priority: 61440, address: 0200.0000.0001,
         ports: {eth0: {cost: 1}, eth1: {cost: 1}}}
links: [[a, x, b, x], [c, x, d, x], [web1, eth0, c, y], [web1, eth1, d, y]]
"""


def test_islands_that_were_never_joined_are_not_cut_off_from_each_other():
    topology = parse_topology(ISLANDS)
    survey = survey_outages(topology, list_occupants(topology), None, 1)
    lost = {str(each.failures[0]): each.lost for each in survey.outages if each.lost}
    assert lost == {"link a x - b x": ("b is cut off from a",)}
