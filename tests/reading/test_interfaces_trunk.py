"""Rules of reading `show interfaces trunk`."""

import pytest

import netredund
from netredund.facts.interfaces import InterfacesTrunk
from netredund.reading.interfaces_trunk import expand_vlans

WHOLE = """\
Port        Mode             Encapsulation  Status        Native vlan
Gi1/0/1     on               802.1q         trunking      1
Po2         desirable        n-802.1q       trunking      99

Port        Vlans allowed on trunk
Gi1/0/1     10,20-22
Po2         1-4094

Port        Vlans allowed and active in management domain
Gi1/0/1     10,20
Po2         1,10,20,99

Port        Vlans in spanning tree forwarding state and not pruned
Gi1/0/1     none
Po2         1,10,20,99
"""


def read(text: str) -> InterfacesTrunk:
    facts = netredund.parse("show interfaces trunk", text)
    assert isinstance(facts, InterfacesTrunk)
    return facts


def test_blocks_are_joined_by_port() -> None:
    facts = read(WHOLE)
    assert facts.complete
    first, second = facts.interfaces
    assert (first.allowed, first.active, first.forwarding) == ("10,20-22", "10,20", "none")
    assert (second.mode, second.native_vlan, second.forwarding_line) == ("desirable", "99", 15)


def test_port_is_joined_whatever_the_form_of_its_name() -> None:
    facts = read(WHOLE.replace("Gi1/0/1     10,20-22", "GigabitEthernet1/0/1 10,20-22"))
    assert facts.complete
    assert facts.interfaces[0].allowed == "10,20-22"


@pytest.mark.parametrize("line", [2, 3, 6, 7, 10, 11, 14, 15])
def test_row_missing_from_one_block_is_a_problem(line: int) -> None:
    lines = WHOLE.splitlines()
    del lines[line - 1]
    facts = read("\n".join(lines))
    assert len(facts.interfaces) == 2
    assert not facts.complete


@pytest.mark.parametrize("line", [1, 5, 9, 13])
def test_missing_heading_is_never_complete(line: int) -> None:
    lines = WHOLE.splitlines()
    del lines[line - 1]
    assert not read("\n".join(lines)).complete


@pytest.mark.parametrize("lines", range(1, 15))
def test_text_cut_at_any_line_is_never_complete(lines: int) -> None:
    assert not read("\n".join(WHOLE.splitlines()[:lines])).complete


def test_repeated_heading_of_a_block_continues_it() -> None:
    heading = "Port        Vlans in spanning tree forwarding state and not pruned"
    facts = read(WHOLE.replace("none\n", f"none\n\n{heading}\n"))
    assert facts.complete
    assert [trunk.forwarding for trunk in facts.interfaces] == ["none", "1,10,20,99"]


@pytest.mark.parametrize(
    ("first", "then"), [("10,", "20-22"), ("10", ",20-22")], ids=["comma before", "comma after"]
)
def test_wrapped_list_is_joined(first: str, then: str) -> None:
    facts = read(WHOLE.replace("Gi1/0/1     10,20-22", f"Gi1/0/1     {first}\n            {then}"))
    assert facts.interfaces[0].allowed == "10,20-22"
    assert facts.complete


@pytest.mark.parametrize(
    "cut",
    ["10,", "10,20-", "10,20-2", "10,5", "4999"],
    ids=["comma", "dash", "falling range", "falling", "no VLAN"],
)
def test_list_that_is_no_vlan_list_is_a_problem(cut: str) -> None:
    facts = read(WHOLE.replace("10,20-22", cut))
    assert any(problem.line == 6 for problem in facts.problems)


def test_forwarding_vlan_that_is_not_active_is_a_problem() -> None:
    facts = read(WHOLE.replace("Gi1/0/1     none", "Gi1/0/1     10,21"))
    assert [problem.line for problem in facts.problems] == [14]


def test_port_that_stands_twice_in_a_block_is_a_problem() -> None:
    row = "Po2         1-4094\n"
    assert not read(WHOLE.replace(row, row + row)).complete


@pytest.mark.parametrize("text", ["", "Port Mode Encapsulation Status Native vlan\n"])
def test_no_trunk_is_believed_only_where_the_prompt_follows(text: str) -> None:
    assert not read(text).complete
    facts = read(f"sw1#show interfaces trunk\n{text}sw1#")
    assert facts.empty
    assert facts.complete


@pytest.mark.parametrize(
    ("text", "vlans"),
    [("none", set()), ("1-3", {1, 2, 3}), ("1,5, 7-8", {1, 5, 7, 8}), ("1-", None), ("3,2", None)],
)
def test_vlan_list_is_expanded(text: str, vlans: set[int] | None) -> None:
    assert expand_vlans(text) == vlans
