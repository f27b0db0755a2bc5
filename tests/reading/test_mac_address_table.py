"""Rules of reading `show mac address-table`."""

import pytest

import netredund
from netredund.facts.mac_address_table import MacAddressTable

CLASSIC = """\
          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
 All    0100.0ccc.cccc    STATIC      CPU
  20    5254.00a1.0001    DYNAMIC     Gi1/0/2
  20    5254.00a1.0002    DYNAMIC     Po3
Total Mac Addresses for this criterion: 3
"""
BY_PROTOCOL = """\
Unicast Entries
 vlan     mac address     type        protocols               port
---------+---------------+--------+---------------------+-------------------------
  20      5254.00a1.0021   dynamic ip,ipx,assigned,other GigabitEthernet2/11

Multicast Entries
 vlan     mac address     type    ports
---------+---------------+-------+--------------------------------------------
  20      ffff.ffff.ffff  system Gi2/11,Gi2/12,
                                 Po3,Switch
"""
AGED = """\
Legend: * - primary entry
        age - seconds since last seen
        n/a - not available

  vlan   mac address     type    learn     age              ports
------+----------------+--------+-----+----------+--------------------------
*   20  5254.00a1.0031   dynamic  Yes         15   Gi2/1
    20  5254.00a1.0031   dynamic  Yes        280   Po3
*  ---  0000.0000.0000    static  No           -   Router
"""
ADDRESS_FIRST = """\
Destination Address  Address Type  VLAN  Destination Port
-------------------  ------------  ----  --------------------
5254.00a1.0061          Dynamic      20     FastEthernet1/2
"""


def read(text: str, command: str = "show mac address-table") -> MacAddressTable:
    facts = netredund.parse(command, text)
    assert isinstance(facts, MacAddressTable)
    return facts


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (CLASSIC, [("All", "CPU"), ("20", "Gi1/0/2"), ("20", "Po3")]),
        (BY_PROTOCOL, [("20", "GigabitEthernet2/11"), ("20", "Gi2/11 Gi2/12 Po3 Switch")]),
        (AGED, [("20", "Gi2/1"), ("20", "Po3"), ("---", "Router")]),
        (ADDRESS_FIRST, [("20", "FastEthernet1/2")]),
    ],
    ids=["vlan first", "4500", "6500", "address first"],
)
@pytest.mark.parametrize("command", ["show mac address-table", "sh mac-address-table dynamic"])
def test_every_family_s_layout_is_read(
    command: str, text: str, rows: list[tuple[str, str]]
) -> None:
    facts = read(text, command)
    assert [(entry.vlan, " ".join(entry.ports)) for entry in facts.entries] == rows
    assert facts.complete


@pytest.mark.parametrize("text", [CLASSIC, BY_PROTOCOL, AGED, ADDRESS_FIRST])
def test_learned_address_is_dynamic_in_every_spelling(text: str) -> None:
    assert any(entry.is_dynamic for entry in read(text).entries)


def test_columns_of_the_6500_are_kept() -> None:
    first, second, _ = read(AGED).entries
    assert (first.flags, first.learn, first.age) == ("*", "Yes", "15")
    assert second.flags is None


@pytest.mark.parametrize("line", [6, 7, 8])
def test_count_that_disagrees_with_the_rows_is_a_problem(line: int) -> None:
    lines = CLASSIC.splitlines()
    del lines[line - 1]
    assert [problem.line for problem in read("\n".join(lines)).problems] == [8]


@pytest.mark.parametrize("lines", range(1, 9))
def test_classic_table_cut_at_any_line_is_never_complete(lines: int) -> None:
    assert not read("\n".join(CLASSIC.splitlines()[:lines])).complete


def test_missing_count_is_no_problem_where_the_prompt_follows() -> None:
    text = CLASSIC.replace("Total Mac Addresses for this criterion: 3\n", "")
    assert not read(text).complete
    assert read(f"sw1#show mac address-table\n{text}sw1#\n").complete


def test_list_of_ports_cut_behind_a_comma_is_a_problem() -> None:
    facts = read(BY_PROTOCOL.replace("                                 Po3,Switch\n", ""))
    assert not facts.complete


def test_row_cut_inside_its_port_is_a_problem() -> None:
    assert not read(ADDRESS_FIRST.replace("FastEthernet1/2", "FastEthernet1/")).complete
    assert not read(ADDRESS_FIRST.replace("     FastEthernet1/2", "")).complete


def test_address_in_one_vlan_on_two_ports_is_a_problem() -> None:
    facts = read(CLASSIC.replace("5254.00a1.0002", "5254.00a1.0001"))
    assert [problem.line for problem in facts.problems] == [8]


def test_unknown_type_keeps_its_text_and_makes_the_facts_incomplete() -> None:
    facts = read(CLASSIC.replace("DYNAMIC     Po3", "GUESSED     Po3"))
    assert facts.entries[2].type == "GUESSED"
    assert not facts.complete


@pytest.mark.parametrize(
    "text",
    [
        "No entries present.\n",
        "\n".join(CLASSIC.splitlines()[:5]) + "\nTotal Mac Addresses for this criterion: 0\n",
        "sw1#sh mac address-table\n" + "\n".join(CLASSIC.splitlines()[:5]) + "\nsw1#",
    ],
    ids=["said", "count of none", "heading and prompt"],
)
def test_table_without_entries_is_empty(text: str) -> None:
    facts = read(text)
    assert facts.empty
    assert facts.complete


def test_heading_alone_is_not_empty() -> None:
    facts = read("\n".join(CLASSIC.splitlines()[:5]))
    assert not facts.empty
    assert not facts.complete


def test_number_without_end_is_not_understood() -> None:
    facts = read(CLASSIC.replace(": 3", ": " + "3" * 5000))
    assert len(facts.unparsed) == 1
