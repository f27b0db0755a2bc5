"""Rules of reading `show cdp neighbors detail`."""

import pytest

import netredund
from netredund.facts.neighbors import CdpNeighbors

SWITCH = """\
-------------------------
Device ID: rack7-b
Entry address(es): 
  IP address: 192.0.2.17
Platform: cisco WS-C3750G-24TS,  Capabilities: Switch IGMP 
Interface: GigabitEthernet1/0/24,  Port ID (outgoing port): GigabitEthernet1/0/23
Holdtime : 147 sec

Version :
Cisco IOS Software, C3750 Software
Native VLAN: 7
Compiled Mon 03-Mar-14

advertisement version: 2
VTP Management Domain: ''
Native VLAN: 99
Duplex: full
Management address(es): 
  IP address: 192.0.2.18
"""  # IOS ends such lines with a blank
HOST = """\
-------------------------
Device ID: hv01
Entry address(es): 
Platform: Linux,  Capabilities: Host 
Interface: TenGigabitEthernet1/1/1,  Port ID (outgoing port): eno1
Holdtime : 95 sec

advertisement version: 1

"""


def read(text: str) -> CdpNeighbors:
    facts = netredund.parse("show cdp neighbors detail", text)
    assert isinstance(facts, CdpNeighbors)
    return facts


def test_neighbour_s_lines_become_fields() -> None:
    facts = read(SWITCH)
    assert facts.complete
    (neighbor,) = facts.neighbors
    assert neighbor.interface == "GigabitEthernet1/0/24"
    assert neighbor.port_id == "GigabitEthernet1/0/23"
    assert neighbor.capabilities == ("Switch", "IGMP")
    assert neighbor.vtp_domain == ""
    assert (neighbor.addresses, neighbor.management_addresses) == (("192.0.2.17",), ("192.0.2.18",))


def test_text_of_the_version_hides_no_field_and_is_none() -> None:
    (neighbor,) = read(SWITCH).neighbors
    assert neighbor.native_vlan == 99
    assert (neighbor.version or "").splitlines() == [
        "Cisco IOS Software, C3750 Software",
        "Native VLAN: 7",
        "Compiled Mon 03-Mar-14",
    ]


def test_what_a_neighbour_does_not_say_is_null() -> None:
    (neighbor,) = read(HOST).neighbors
    assert neighbor.addresses == ()
    assert (neighbor.version, neighbor.vtp_domain, neighbor.native_vlan) == (None, None, None)


def test_capabilities_of_several_words_stay_whole() -> None:
    facts = read(SWITCH.replace("Switch IGMP", "Host Phone Two-port Mac Relay"))
    assert facts.neighbors[0].capabilities == ("Host", "Phone", "Two-port Mac Relay")


def test_platform_may_hold_commas_and_lack_capabilities() -> None:
    facts = read(SWITCH.replace("cisco WS-C3750G-24TS,  Capabilities: Switch IGMP", "Box, blue"))
    assert facts.neighbors[0].platform == "Box, blue"
    assert facts.neighbors[0].capabilities == ()
    assert facts.complete


def test_further_names_are_kept_one_by_one() -> None:
    facts = read(SWITCH + "Spare Pair PoE: Yes, Spare Pair Detection Required: No\nLocation: \n")
    assert facts.complete
    assert facts.neighbors[0].other == {
        "Spare Pair PoE": "Yes",
        "Spare Pair Detection Required": "No",
        "Location": "",
    }


def test_line_that_is_no_pair_is_kept_as_unparsed() -> None:
    facts = read(SWITCH + "a line from nowhere\n")
    assert [line.text for line in facts.unparsed] == ["a line from nowhere"]


def test_known_name_with_an_odd_value_is_not_understood() -> None:
    facts = read(SWITCH.replace("Native VLAN: 99", "Native VLAN: ninety-nine"))
    assert [line.text for line in facts.unparsed] == ["Native VLAN: ninety-nine"]


def test_count_is_held_against_the_neighbours() -> None:
    assert read(SWITCH + HOST + "Total cdp entries displayed : 2").complete
    facts = read(SWITCH + HOST + "Total cdp entries displayed : 3")
    assert [problem.line for problem in facts.problems] == [29]


@pytest.mark.parametrize(
    "name",
    ["Device ID", "Platform", "Interface", "Holdtime", "advertisement version"],
)
def test_paragraph_without_a_line_that_is_always_printed_is_a_problem(name: str) -> None:
    text = "".join(line for line in SWITCH.splitlines(True) if not line.startswith(name))
    assert read(SWITCH + HOST).complete
    assert not read(text + HOST).complete
    assert not read(HOST + text).complete


@pytest.mark.parametrize("lines", range(1, 14))
def test_text_cut_before_the_end_of_the_version_is_never_complete(lines: int) -> None:
    assert not read("\n".join(SWITCH.splitlines()[:lines])).complete


def test_neighbours_without_a_separator_are_told_apart() -> None:
    text = (SWITCH + HOST).replace("-------------------------\n", "")
    assert [neighbor.device_id for neighbor in read(text).neighbors] == ["rack7-b", "hv01"]


def test_address_without_its_heading_is_a_problem() -> None:
    assert not read(SWITCH.replace("Management address(es): \n", "")).complete


@pytest.mark.parametrize("text", ["% CDP is not enabled\n", "Total cdp entries displayed : 0\n"])
def test_no_neighbours_is_empty(text: str) -> None:
    facts = read(text)
    assert facts.empty
    assert facts.complete


def test_silence_is_no_neighbour_only_where_the_prompt_follows() -> None:
    assert not read("").empty
    assert read("sw1#show cdp neighbors detail\nsw1#").empty


def test_number_without_end_is_not_understood() -> None:
    assert not read(SWITCH.replace("147", "1" * 5000)).complete
