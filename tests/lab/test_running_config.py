"""Tests for netredund.lab.ios.running_config, stanza and device."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netredund.errors import LabFileError
from netredund.lab.config import InterfaceConfig, TreeMode
from netredund.lab.ios.configurator import is_refusal
from netredund.lab.ios.device import Device
from netredund.lab.ios.grammars import TABLES
from netredund.lab.ios.management import Configuration
from netredund.lab.ios.parameters import BOUNDS
from netredund.lab.ios.syntax import Command, expand_syntax
from tests.lab.devices import TRAINS, make_device

SECRET = "$1$abcd$PW3wSi4KQlwQXwfAbb9UA/"
VLANS = st.lists(st.integers(1, 4094), min_size=1, max_size=5)
VALUES = {
    "vlans": VLANS.map(lambda vlans: ",".join(map(str, vlans))),
    "word": st.sampled_from(["alpha", "b-2", SECRET]),
    "line": st.sampled_from(["plain", "two words", "a | b"]),
    "interface": st.sampled_from(["po1", "po2", "vlan 10", "fa0/1", "gi1/0/1"]),
    "range": st.sampled_from(["fa0/1 - 3", "gi1/0/1 - 2", "gi1/0/3 , gi1/0/5"]),
    "mac": st.just("0019.e7aa.0001"),
    "address": st.sampled_from(["10.0.0.1", "255.255.255.0"]),
    "archive": st.sampled_from(["flash:kept", "flash:/$h-$t"]),
}


def lines_of(command: Command) -> st.SearchStrategy[str]:
    """Return lines that the syntax of a command allows, values in their ranges."""
    paths = list(expand_syntax(command.syntax))
    return st.sampled_from(paths).flatmap(
        lambda path: st.tuples(*(step_texts(step) for step in path if step is not None)).map(
            " ".join
        )
    )


def step_texts(step: object) -> st.SearchStrategy[str]:
    if isinstance(step, tuple):
        return st.just(str(step[0]))
    bounds = BOUNDS.fullmatch(step.kind)  # type: ignore[attr-defined]  # a step is a word or a parameter
    if bounds:
        low, high = int(bounds[1]), int(bounds[2])
        stepped = st.integers(low // 4096, high // 4096).map(lambda count: count * 4096)
        return (st.integers(low, high) | stepped.filter(lambda value: value >= low)).map(str)
    return VALUES[step.kind]  # type: ignore[attr-defined]  # as above


# A banner takes the lines after it, and no other row does.
GENERATED = [
    command
    for mode in ("config", "config-if", "config-vlan", "config-line", "config-archive")
    for command in TABLES[mode]
    if not command.syntax.startswith("banner")
]
ENTERED = st.one_of([lines_of(command) for command in GENERATED])
STANZAS = st.sampled_from(
    ["", "interface fa0/1", "interface fa0/2", "interface gi1/0/1", "interface po1", "vlan 20"]
    + ["archive"]
)
PREFIXES = st.sampled_from(["", "", "", "no ", "default "])
PLACED = st.tuples(STANZAS, PREFIXES, ENTERED)


def comparable(configuration: Configuration) -> Configuration:
    """Return a configuration without what no line shows: empty stanzas, mode pvst."""
    switch = configuration.switch
    switch.mode = None if switch.mode is TreeMode.PVST else switch.mode
    for name in [name for name, stanza in switch.interfaces.items() if stanza == InterfaceConfig()]:
        if not name.startswith(("Port-channel", "Loopback")):
            del switch.interfaces[name]
    return configuration


@settings(max_examples=150, deadline=None)
@given(st.lists(PLACED, min_size=10, max_size=40), st.sampled_from(TRAINS))
def test_running_configuration_entered_again_makes_the_same(
    placed: list[tuple[str, str, str]], train: str
) -> None:
    first = make_device(train)
    configurator = first.configurator()
    for stanza, prefix, line in placed:
        configurator.enter(stanza)
        configurator.enter(prefix + line)
    check_round_trip(first, train)


def check_round_trip(first: Device, train: str) -> None:
    """Enter a running configuration into a new switch and compare the two."""
    text = first.running_lines()
    again = make_device(train, "\n".join(text))
    assert again.running_lines() == text
    assert comparable(again.configuration) == comparable(first.configuration)


EXAMPLES = {
    "vlans": "5,7-9",
    "word": "alpha",
    "line": "two words",
    "interface": "po1",
    "range": "fa0/1 - 2",
    "mac": "0019.e7aa.0001",
    "address": "255.255.255.0",
    "archive": "flash:kept",
    "file": "system:running-config",
    "flash": "flash:",
}
STANZA_EXAMPLES = ("interface fa0/1", "interface gi1/0/1", "interface po1", "vlan 20", "archive")
# What a row rests on, where it rests on something.
BEFORE = {
    "switchport nonegotiate": ["switchport trunk encapsulation dot1q", "switchport mode trunk"],
    "switchport mode ~ <mode=access|trunk>": ["switchport trunk encapsulation dot1q"],
    "ip address ~ <address:address> <mask:address>": ["no switchport"],
}


def example_of(step: object) -> list[str]:
    """Return the texts to try for one step of a syntax."""
    if isinstance(step, tuple):
        return [step[0]]
    bounds = BOUNDS.fullmatch(step.kind)  # type: ignore[attr-defined]  # a step is a word or a parameter
    if bounds:
        return [bounds[1], bounds[2]]
    return [SECRET if step.name == "hash" else EXAMPLES[step.kind]]  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize("command", GENERATED, ids=lambda command: command.syntax)
def test_every_line_that_is_taken_is_written_and_read(command: Command) -> None:
    taken = 0
    for path in expand_syntax(command.syntax):
        for values in product(*(example_of(step) for step in path if step is not None)):
            for train in TRAINS:
                for stanza in STANZA_EXAMPLES:
                    device = make_device(train)
                    configurator = device.configurator()
                    for line in ("line vty 3 9", stanza, *BEFORE.get(command.syntax, ())):
                        configurator.enter(line)
                    if not is_refusal(configurator.enter(" ".join(values))):
                        taken += 1
                        check_round_trip(device, train)
                        break
    assert taken or command.action == "fixed"


def test_stanzas_stand_in_the_order_of_ios() -> None:
    device = make_device(startup="interface fa0/2\nchannel-group 1 mode active\ninterface vlan 9")
    stanzas = [line for line in device.running_lines() if line.startswith("interface")]
    assert stanzas[0] == "interface Port-channel1"
    assert stanzas[1] == "interface FastEthernet0/1"
    assert stanzas[-3:] == ["interface GigabitEthernet0/2", "interface Vlan1", "interface Vlan9"]


def test_long_vlan_list_goes_on_with_add() -> None:
    vlans = ",".join(str(vlan) for vlan in range(2, 200, 2))
    startup = f"interface fa0/1\nswitchport trunk allowed vlan {vlans}"
    lines = [line for line in make_device(startup=startup).running_lines() if " allowed " in line]
    assert lines[0].startswith(" switchport trunk allowed vlan 2,4,")
    assert all(line.startswith(" switchport trunk allowed vlan add ") for line in lines[1:])
    assert len(lines) > 2
    assert all(len(line) < 80 for line in lines)


def test_members_keep_their_group_behind_their_other_lines() -> None:
    startup = (
        "interface fa0/1\nchannel-group 1 mode passive\nchannel-protocol lacp\n"
        "spanning-tree portfast\ndescription x\nswitchport mode access\nshutdown"
    )
    lines = make_device(startup=startup).running_lines()
    start = lines.index("interface FastEthernet0/1")
    assert lines[start + 1 : start + 7] == [
        " description x",
        " switchport mode access",
        " shutdown",
        " spanning-tree portfast",
        " channel-protocol lacp",
        " channel-group 1 mode passive",
    ]


def test_refused_startup_line_is_named() -> None:
    with pytest.raises(LabFileError) as caught:
        make_device(startup="vlan 10\nfoo\nspanning-tree vlan 1 priority 5")
    assert "line 2: foo: % Invalid input detected" in caught.value.problems[0]
    assert "line 3: spanning-tree vlan 1 priority 5: % Bridge Priority" in caught.value.problems[1]


def test_saved_configuration_is_the_running_one() -> None:
    device: Device = make_device()
    assert device.startup is None
    device.configurator().enter("hostname other")
    device.save()
    assert device.startup == device.running_lines()
