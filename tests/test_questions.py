"""Rules of what is asked of each switch."""

import pytest

from netredund.captures import file_name
from netredund.errors import UnknownServerError
from netredund.intent import parse_site
from netredund.questions import (
    list_plan_questions,
    list_questions,
    list_topology_questions,
)
from netredund.reading import find_command

SITE = """
switches: {sw1: , sw2: , core: {serial: FOC1234X0AB}}
servers:
  web1: {method: stp, vlan: 10, root: core, uplinks: {eth0: sw1 Fa0/23, eth1: sw2 Fa0/23}}
  web2: {method: stp, vlan: 10, root: core, uplinks: {eth0: sw1 Fa0/22, eth1: sw2 Fa0/22}}
  db1: {method: 802.3ad, channel_group: 1, uplinks: {eth0: sw1 Fa0/1, eth1: sw1 Fa0/2}}
  nfs1:
    method: active-backup
    mac: 00:19:e7:aa:01:00
    trunk: {native: 1, allowed: [10]}
    uplinks: {eth0: sw1 Fa0/5, eth1: sw2 Fa0/5}
"""


@pytest.fixture
def questions():
    return list_questions(parse_site(SITE))


EACH = {
    "verify": list_questions(parse_site(SITE)),
    "plan": list_plan_questions(parse_site(SITE)),
    "topology": list_topology_questions(parse_site(SITE), 10),
}


@pytest.fixture(params=EACH)
def any_questions(request):
    return EACH[request.param]


def test_every_command_is_asked_once(any_questions):
    for commands in any_questions.values():
        assert len(commands) == len(set(commands))


def test_every_command_is_read_and_has_a_file_of_its_own(any_questions):
    for commands in any_questions.values():
        assert all(find_command(command).text == command for command in commands)
        assert len({file_name(command) for command in commands}) == len(commands)


def test_a_tree_is_asked_for_its_vlan_and_legs_only(questions):
    assert "show spanning-tree vlan 10" in questions["sw2"]
    assert "show spanning-tree interface FastEthernet0/23 detail" in questions["sw2"]
    assert "show spanning-tree" not in questions["sw2"]


def test_the_root_is_asked_though_no_leg_ends_on_it(questions):
    assert "show spanning-tree vlan 10" in questions["core"]
    assert "show version" in questions["core"]
    assert not [command for command in questions["core"] if "interface Fast" in command]


def test_a_bundle_is_asked_for_its_group(questions):
    wanted = {"show etherchannel 1 summary", "show etherchannel 1 port-channel"}
    assert wanted < set(questions["sw1"])
    assert not wanted & set(questions["sw2"])


def test_an_address_is_asked_for_alone(questions):
    assert "show mac address-table address 0019.e7aa.0100" in questions["sw2"]
    assert "show interfaces trunk" in questions["sw2"]


def test_one_server_asks_its_own_switches_only():
    assert list(list_questions(parse_site(SITE), ("db1",))) == ["sw1"]


def test_an_unknown_server_is_an_error():
    with pytest.raises(UnknownServerError, match="web9"):
        list_questions(parse_site(SITE), ("web9",))


def test_a_plan_asks_the_switches_whose_lines_may_change_and_the_root():
    asked = list_plan_questions(parse_site(SITE), ("web1",))
    assert list(asked) == ["sw1", "sw2", "core"]
    assert "show spanning-tree vlan 10" in asked["core"]
    assert "show spanning-tree interface FastEthernet0/23 detail" in asked["sw2"]
    assert not [command for command in asked["core"] if "interface Fast" in command]


def test_a_plan_asks_for_the_running_config_last():
    for commands in list_plan_questions(parse_site(SITE)).values():
        assert commands[-1] == "show running-config"


def test_a_plan_asks_one_member_of_a_stack_and_the_others_who_they_are():
    stack = SITE.replace("sw1: , sw2: ,", "sw1: {stack: a}, sw2: {stack: a},")
    asked = list_plan_questions(parse_site(stack), ("nfs1",))
    assert asked["sw2"] == ("show version",)
    assert "show spanning-tree interface FastEthernet0/5 detail" in asked["sw1"]


def test_a_topology_asks_every_switch_of_the_site():
    assert list(list_topology_questions(parse_site(SITE), 10)) == ["sw1", "sw2", "core"]


def test_a_plan_for_an_unknown_server_is_an_error():
    with pytest.raises(UnknownServerError, match="web9"):
        list_plan_questions(parse_site(SITE), ("web9",))
