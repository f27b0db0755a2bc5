import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netredund.interfaces import _TYPES, is_same_interface, long_name, short_name


@pytest.mark.parametrize(
    ("printed", "long"),
    [
        ("Fa0/1", "FastEthernet0/1"),
        ("fa0/1", "FastEthernet0/1"),
        ("FastEthernet 0/1", "FastEthernet0/1"),
        ("Fas 0/1", "FastEthernet0/1"),
        ("Gig 1/0/1", "GigabitEthernet1/0/1"),
        ("gigabitEthernet0/1", "GigabitEthernet0/1"),
        ("gi0/1", "GigabitEthernet0/1"),
        ("Ten1/1/1", "TenGigabitEthernet1/1/1"),
        ("TenGigE0/0/0/1", "TenGigabitEthernet0/0/0/1"),
        ("Tw1/0/14", "TwoGigabitEthernet1/0/14"),
        ("Twe1/0/1", "TwentyFiveGigE1/0/1"),
        ("TwentyFiveGigabitEthernet1/0/1", "TwentyFiveGigE1/0/1"),
        ("Fi1/0/5", "FiveGigabitEthernet1/0/5"),
        ("Fo1/1/1", "FortyGigabitEthernet1/1/1"),
        ("Hu3/0/5", "HundredGigE3/0/5"),
        ("Ap3/0/1", "AppGigabitEthernet3/0/1"),
        ("Et0/0", "Ethernet0/0"),
        ("Eth1", "Ethernet1"),
        ("Po1", "Port-channel1"),
        ("port-channel 12", "Port-channel12"),
        ("Vl10", "Vlan10"),
        ("Gi1/0/1.100", "GigabitEthernet1/0/1.100"),
        ("Se0/0/0:1", "Serial0/0/0:1"),
        (" Gi2 ", "GigabitEthernet2"),
    ],
)
def test_every_printed_form_has_one_long_name(printed, long):
    assert long_name(printed) == long


@pytest.mark.parametrize("name", ["mgmt0", "CPU", "two1/0/1", "", "null", "0/1", "Gi"])
def test_a_name_of_an_unknown_type_stays_as_it_is(name):
    assert long_name(name) == name


_ports = st.tuples(
    st.sampled_from(sorted(_TYPES)),
    st.lists(st.integers(0, 99), min_size=1, max_size=4).map(lambda n: "/".join(map(str, n))),
)


@given(_ports, st.sampled_from([str.lower, str.upper, str.title, str]), st.sampled_from(["", " "]))
def test_long_and_short_are_one_port_in_any_case(port, case, blank):
    kind, number = port
    for spelt in (kind, *_TYPES[kind]):
        assert long_name(case(spelt) + blank + number) == kind + number
    assert short_name(kind + number) == _TYPES[kind][0] + number
    assert is_same_interface(short_name(kind + number), kind + number)


@given(_ports, _ports)
def test_different_ports_never_become_one(one, other):
    assert is_same_interface("".join(one), "".join(other)) == (one == other)
    one_short, other_short = short_name("".join(one)), short_name("".join(other))
    assert (one_short == other_short) == (one == other)


def test_no_two_ports_of_a_real_table_become_one(captures):
    tables = 0
    for path in captures.glob("show_*/*.facts.json"):
        facts = json.loads(path.read_text())
        lists = [facts.get("interfaces", []), facts.get("ports", [])]
        lists += [instance.get("ports", []) for instance in facts.get("instances", [])]
        for rows in lists:
            names = [
                row["interface"] for row in rows if isinstance(row, dict) and "interface" in row
            ]
            names = [name for name in names if name]
            assert len({long_name(name) for name in names}) == len(set(names)), path
            tables += bool(names)
    assert tables > 50
