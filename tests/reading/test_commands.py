import pytest

from netredund.errors import AmbiguousCommandError, UnknownCommandError
from netredund.reading.commands import SYNTAXES, find_command


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("sh span", "show spanning-tree"),
        ("show spanning tree", "show spanning-tree"),
        ("SHOW SPANNING-TREE VLAN 10", "show spanning-tree vlan 10"),
        ("show span int gi0/0 det", "show spanning-tree interface gi0/0 detail"),
        ("show spanning-tree interface Fast 0/1", "show spanning-tree interface Fast0/1"),
        ("show spanning-tree vlan 1-10,20 brief", "show spanning-tree vlan 1-10,20 brief"),
        ("show spanning-tree mst 1 det", "show spanning-tree mst 1 detail"),
        ("show spanning-tree mst conf", "show spanning-tree mst configuration"),
        ("sh etherch port-ch", "show etherchannel port-channel"),
        ("show etherchannel 1 port-channel", "show etherchannel 1 port-channel"),
        ("sh lacp nei", "show lacp neighbor"),
        ("sh int status err", "show interfaces status err-disabled"),
        ("show mac-address-table", "show mac-address-table"),
        ("show mac address-table dynamic vlan 10", "show mac address-table dynamic vlan 10"),
        ("sh cdp nei det", "show cdp neighbors detail"),
        ("sh run int po1", "show running-config interface po1"),
        ("cat /proc/net/bonding/bond0", "/proc/net/bonding/bond0"),
        ("ip -d -j link show dev eth0", "ip -d -j link show dev eth0"),
        ("sudo bridge -d -j link", "bridge -d -j link"),
    ],
)  # fmt: skip
def test_commands_are_known_as_people_type_them(typed, text):
    assert find_command(typed).text == text


def test_every_syntax_finds_itself():
    for entry in SYNTAXES:
        plain = entry.syntax.replace("<bond>", "bond0")
        words = [word for word in plain.split() if word[0] not in "[<" and word[-1] not in "]>"]
        assert find_command(" ".join(words)).syntax.kind == entry.kind


def test_an_output_filter_is_kept_apart():
    command = find_command("show etherchannel summary | begin Group")
    assert (command.text, command.output_filter) == ("show etherchannel summary", "begin Group")


@pytest.mark.parametrize(
    "typed", ["", "show", "show clock", "show spanning-tree vlan x", "sh span 1 2"]
)
def test_an_unknown_command_is_refused(typed):
    with pytest.raises(UnknownCommandError) as caught:
        find_command(typed)
    assert caught.value.known
    assert caught.value.exit_code == 2


def test_an_ambiguous_abbreviation_names_what_it_may_be():
    with pytest.raises(AmbiguousCommandError, match="interface or .*inconsistentports"):
        find_command("show spanning-tree i")
