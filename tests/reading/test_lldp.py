"""Rules of reading `show lldp neighbors detail`."""

import pytest

import netredund
from netredund.facts.neighbors import LldpNeighbor, LldpNeighbors

SERVER = """\
------------------------------------------------
Local Intf: Gi1/0/2
Chassis id: 5254.00a1.0091
Port id: 5254.00a1.0092
Port Description: eno1
System Name: hv01

System Description: 
Debian GNU/Linux 12
Vlan ID: 7

Time remaining: 112 seconds
System Capabilities: B,R,S
Enabled Capabilities: B
Management Addresses:
    IP: 192.0.2.91
    IPV6: 2001:db8:7::91
Auto Negotiation - supported, enabled
Physical media capabilities:
    1000baseT(FD)
    Symm, Asym Pause(FD)
Media Attachment Unit type: 30
Vlan ID: 30
"""  # IOS ends such lines with a blank
SILENT = """\
------------------------------------------------
Local Intf: Gi1/0/3
Chassis id: 5254.00a1.0041
Port id: 5254.00a1.0041
Port Description - not advertised
System Name - not advertised
System Description - not advertised

Time remaining: 3101 seconds
System Capabilities - not advertised
Enabled Capabilities - not advertised
Management Addresses - not advertised
Auto Negotiation - not supported
Physical media capabilities - not advertised
Media Attachment Unit type - not advertised
Vlan ID: - not advertised
"""
MED = """\

MED Information:

    MED Codes:
          (NP) Network Policy, (LI) Location Identification
          (PS) Power Source Entity, (PD) Power Device
          (IN) Inventory

    Model: CP-7941
    Capabilities: 
    Device type: Endpoint Class III
    Network Policy(Voice): VLAN 140, tagged, Layer-2 priority: 5, DSCP: 46
    Location - not advertised
"""


def read(text: str) -> LldpNeighbors:
    facts = netredund.parse("show lldp neighbors detail", text)
    assert isinstance(facts, LldpNeighbors)
    return facts


def test_neighbour_s_lines_become_fields() -> None:
    facts = read(SERVER)
    assert facts.complete
    (neighbor,) = facts.neighbors
    assert (neighbor.interface, neighbor.port_id) == ("Gi1/0/2", "5254.00a1.0092")
    assert neighbor.capabilities == ("B", "R", "S")
    assert neighbor.management_addresses == ("192.0.2.91", "2001:db8:7::91")
    assert neighbor.physical_media == ("1000baseT(FD)", "Symm, Asym Pause(FD)")


def test_description_of_several_lines_hides_no_field_and_is_none() -> None:
    (neighbor,) = read(SERVER).neighbors
    assert neighbor.system_description == "Debian GNU/Linux 12\nVlan ID: 7"
    assert neighbor.vlan == 30


def test_port_description_of_several_lines_is_joined() -> None:
    facts = read(SERVER.replace("eno1\n", "eno1\nleg A\n"))
    assert facts.neighbors[0].port_description == "eno1\nleg A"
    assert facts.complete


def test_what_is_not_advertised_is_null() -> None:
    facts = read(SILENT)
    assert facts.complete
    assert facts.neighbors == (
        LldpNeighbor(
            line=2,
            interface="Gi1/0/3",
            chassis_id="5254.00a1.0041",
            port_id="5254.00a1.0041",
            time_remaining=3101,
            auto_negotiation="not supported",
        ),
    )


def test_med_block_is_kept_by_name() -> None:
    facts = read(SILENT + MED)
    assert facts.complete
    assert facts.neighbors[0].med == {
        "Model": "CP-7941",
        "Capabilities": "",
        "Device type": "Endpoint Class III",
        "Network Policy(Voice)": "VLAN 140, tagged, Layer-2 priority: 5, DSCP: 46",
        "Location": None,
    }


def test_further_names_are_kept() -> None:
    power = "PoE+ Power-via-MDI TLV:\n Power Pair: Signal\nOdd thing - not advertised\n"
    facts = read(SERVER + power)
    assert facts.neighbors[0].other == {"Power Pair": "Signal", "Odd thing": None}
    assert facts.complete


def test_known_name_with_an_odd_value_is_a_problem() -> None:
    facts = read(SERVER.replace("Vlan ID: 30", "Vlan ID: thirty"))
    assert [problem.line for problem in facts.problems] == [23]


def test_count_is_held_against_the_neighbours() -> None:
    assert read(SERVER + SILENT + "Total entries displayed: 2").complete
    assert not read(SERVER + SILENT + "Total entries displayed: 1").complete


@pytest.mark.parametrize(
    "name",
    [
        "Local Intf",
        "Chassis id",
        "Port id",
        "Port Description",
        "System Name",
        "System Description",
        "Time remaining",
        "System Capabilities",
        "Enabled Capabilities",
        "Management Addresses",
        "Auto Negotiation",
        "Physical media",
        "Media Attachment",
    ],
)
def test_paragraph_without_a_line_that_is_always_printed_is_a_problem(name: str) -> None:
    kept = [line for line in SILENT.splitlines(True) if not line.startswith(name)]
    assert read(SERVER + SILENT).complete
    assert not read(SERVER + "".join(kept)).complete


# A list that is cut behind one of its lines cannot show it, nor can what follows the unit type.
SHOWN_CUTS = [n for n in range(1, 21) if not SERVER.splitlines()[n - 1].startswith("    1000base")]


@pytest.mark.parametrize("lines", SHOWN_CUTS)
def test_text_cut_inside_a_paragraph_is_never_complete(lines: int) -> None:
    assert not read("\n".join(SERVER.splitlines()[:lines])).complete


def test_neighbours_without_local_interface_are_told_apart() -> None:
    text = "".join(
        line for line in (SERVER + SILENT).splitlines(True) if line[:5] not in ("Local", "-----")
    )
    facts = read(text)
    assert [neighbor.interface for neighbor in facts.neighbors] == [None, None]
    assert facts.complete


@pytest.mark.parametrize("text", ["% LLDP is not enabled\n", "Total entries displayed: 0\n"])
def test_no_neighbours_is_empty(text: str) -> None:
    facts = read(text)
    assert facts.empty
    assert facts.complete


def test_number_without_end_is_not_understood() -> None:
    assert not read(SERVER.replace("type: 30", "type: " + "3" * 5000)).complete
