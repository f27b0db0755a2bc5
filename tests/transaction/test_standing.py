"""Rules of what stands on a switch: which lines are ours, which of others, none with secrets."""

import pytest

from netredund.errors import UnknownConfigurationError
from netredund.planning.change import DiffLine, Plan, PlannedLine, Step, SwitchPlan
from netredund.session import FakeSwitch
from netredund.transaction.standing import Ours, find_changes, read_running

OLD = """\
version 15.2
!
username bob secret 5 $1$abcd$efgh
!
interface GigabitEthernet1/0/1
 switchport mode access
!
interface GigabitEthernet1/0/2
!
end
"""


def lines(*texts):
    return tuple(PlannedLine(text, "why") for text in texts)


@pytest.fixture
def ours():
    step = Step(
        switch="sw1", server="db1", subject="GigabitEthernet1/0/1", leg="eth0",
        do=lines("interface GigabitEthernet1/0/1", "channel-group 1 mode active", "exit", "vlan 20",
                 "exit", "spanning-tree vlan 1 priority 4096"),
        undo=lines("no spanning-tree vlan 1 priority", "no vlan 20", "no interface Port-channel1"),
    )  # fmt: skip
    diff = (DiffLine("+", "interface Port-channel1"), DiffLine("+", " switchport mode access"))
    return Ours("sw1", Plan(steps=(step,), switches=(SwitchPlan(switch="sw1", diff=diff),)))


def sort(ours, old, new):
    return ours.sort(find_changes(old, new))


def edit(old, new):
    assert old in OLD
    return OLD.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/1\n switchport", "/1\n channel-group 1 mode active\n switchport"),
        ("end\n", "interface Port-channel1\n switchport mode access\n!\nend\n"),
        ("version 15.2\n", "version 15.2\nspanning-tree vlan 1 priority 4096\n"),
        ("version 15.2\n", "version 15.2\nvlan 20\n!\n"),
        ("version 15.2\n", "version 15.2\nvlan 20\n name servers\n!\n"),
    ],
    ids=["member", "port-channel", "global", "vlan", "vlan-with-name"],
)
def test_what_the_plan_sets_is_ours(ours, old, new):
    mine, others = sort(ours, OLD, edit(old, new))
    assert mine
    assert not others


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/2\n", "/2\n channel-group 1 mode active\n"),
        ("/1\n switchport", "/1\n description bob\n switchport"),
        ("version 15.2\n", "version 15.2\nspanning-tree mode rapid-pvst\n"),
        ("version 15.2\n", "version 15.2\nvlan 21\n!\n"),
    ],
    ids=["other-port", "other-setting", "other-global", "other-vlan"],
)
def test_all_else_is_of_others(ours, old, new):
    mine, others = sort(ours, OLD, edit(old, new))
    assert not mine
    assert len(others) == 1


def test_a_vlan_in_a_list_is_a_change_of_its_own(ours):
    old, new = "vlan 5,7\n!\nend\n", "vlan 5,7,20-21\n!\nend\n"
    assert sort(ours, old, new) == (("+vlan 20",), ("+vlan 21",))


def test_no_secret_is_in_a_change():
    new = OLD.replace("$1$abcd$efgh", "$1$ijkl$mnop").replace(
        "end\n", "line vty 0 4\n password 7 0822455D0A16\n!\nend\n"
    )
    text = " ".join(map(str, find_changes(OLD, new)))
    assert "password 7 <removed>" in text
    for secret in ("efgh", "mnop", "0822455D0A16"):
        assert secret not in text


def test_what_changes_by_itself_is_no_change():
    new = "Building configuration...\n\nCurrent configuration : 12 bytes\n!\n" + OLD
    assert find_changes(OLD, new.replace("\n", "\r\n")) == ()


@pytest.mark.parametrize("text", ["", "version 15.2\n!\ninterface Gi", OLD.replace("end", "")])
def test_a_running_config_that_was_cut_is_none(text):
    with pytest.raises(UnknownConfigurationError, match="cut"):
        read_running("sw1", FakeSwitch(shows={"show running-config": text}))


@pytest.mark.parametrize("text", [OLD, OLD.replace("\n", "\r\n"), OLD + "\n\n"])
def test_a_whole_one_is_taken_as_it_is(text):
    assert read_running("sw1", FakeSwitch(shows={"show running-config": text})) == text
