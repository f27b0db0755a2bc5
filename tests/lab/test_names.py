"""Tests for netredund.lab.ios.names and vlans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netredund.lab.ios.names import expand_range, long_name, short_name, sort_names
from netredund.lab.ios.vlans import read_vlans, render_vlans


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("fa0/1", "FastEthernet0/1"),
        ("FastEthernet 0/1", "FastEthernet0/1"),
        ("f0/1", "FastEthernet0/1"),
        ("gig1/0/24", "GigabitEthernet1/0/24"),
        ("Te1/1/1", "TenGigabitEthernet1/1/1"),
        ("Tw1/0/1", "TwoGigabitEthernet1/0/1"),
        ("Twe1/0/1", "TwentyFiveGigE1/0/1"),
        ("po 12", "Port-channel12"),
        ("port-channel12", "Port-channel12"),
        ("vlan 1", "Vlan1"),
        ("xx0/1", None),
        ("Gi", None),
        ("Gi0/1 status", None),
    ],
)
def test_typed_name_becomes_the_long_one(typed: str, name: str | None) -> None:
    assert long_name(typed) == name


def test_short_name_is_that_of_the_tables() -> None:
    assert [short_name(name) for name in ("GigabitEthernet1/0/1", "Port-channel3", "Vlan10")] == [
        "Gi1/0/1",
        "Po3",
        "Vl10",
    ]


def test_port_channels_stand_before_ports_and_vlans_behind() -> None:
    names = [
        "Vlan1",
        "GigabitEthernet0/10",
        "GigabitEthernet0/9",
        "FastEthernet0/1",
        "Port-channel2",
    ]
    assert sort_names(names) == [
        "Port-channel2",
        "FastEthernet0/1",
        "GigabitEthernet0/9",
        "GigabitEthernet0/10",
        "Vlan1",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gi0/1 - 3", ("0/1", "0/2", "0/3")),
        ("gi0/1-2", ("0/1", "0/2")),
        ("gi0/1 - gi0/2", ("0/1", "0/2")),
        ("gi0/1 , gi0/5 - 6", ("0/1", "0/5", "0/6")),
        ("gi0/1,gi0/1", ("0/1",)),
        ("gi0/3 - 1", None),
        ("gi0/1 - fa0/3", None),
        ("gi0/1 -", None),
        ("gi0/1,", None),
        ("", None),
    ],
)
def test_range_names_every_interface_once(text: str, names: tuple[str, ...] | None) -> None:
    expected = None if names is None else tuple(f"GigabitEthernet{name}" for name in names)
    assert expand_range(text) == expected


@given(st.frozensets(st.integers(1, 4094), min_size=1), st.booleans())
def test_vlan_list_reads_back_as_it_was_written(vlans: frozenset[int], pairs: bool) -> None:
    assert read_vlans(render_vlans(vlans, pairs=pairs)) == tuple(sorted(vlans))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "character #2 (EOL) delimits a VLAN number which is out of the range 1..4094."),
        ("4095,1", "character #5 (',') delimits a VLAN number which is out of the range 1..4094."),
        ("5-3", "character #4 (EOL) delimits a range which is not in ascending order."),
        ("1,a", "character #3 ('a') is a non-numeric character."),
        ("1,", "character #3 (EOL) is where a VLAN number is expected."),
        ("1-2-3", "character #4 ('-') is a non-numeric character."),
    ],
)
def test_bad_vlan_list_says_which_character(text: str, words: str) -> None:
    assert read_vlans(text) == f"Command rejected: Bad VLAN list - {words}"


@given(st.text(max_size=30))
def test_any_text_is_a_vlan_list_or_refused(text: str) -> None:
    read = read_vlans(text)
    assert isinstance(read, tuple) or read.startswith("Command rejected: Bad VLAN list")
