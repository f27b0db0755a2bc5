"""`show etherchannel port-channel` and `detail`: paragraphs, whole and cut."""

import re
from pathlib import Path

import pytest

import netredund
from netredund.facts.etherchannel import (
    EcState,
    EtherChannel,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
PORT_CHANNEL = "show etherchannel port-channel"
DETAIL = "show etherchannel detail"


def text_of(command: str, name: str) -> str:
    return (FIXTURES / command.replace(" ", "_") / f"{name}.txt").read_text("utf-8")


def read(command: str, text: str) -> EtherChannel:
    facts = netredund.parse(command, text)
    assert isinstance(facts, EtherChannel)
    return facts


def problems(facts: EtherChannel) -> str:
    return " | ".join(problem.message for problem in facts.problems)


def without(text: str, pattern: str) -> str:
    """Return the text without the first line that the pattern is found in."""
    lines = text.split("\n")
    gone = next(i for i, line in enumerate(lines) if re.search(pattern, line))
    return "\n".join(lines[:gone] + lines[gone + 1 :])


def test_group_number_comes_from_the_name_where_no_heading_prints_it() -> None:
    facts = read(PORT_CHANNEL, text_of(PORT_CHANNEL, "c6500_minimum_links"))
    assert (facts.groups[0].group, facts.groups[0].group_printed) == (70, False)
    assert facts.groups[0].hot_standby == "Te2/4/2" and facts.groups[0].is_in_use is False


def test_load_stays_the_hexadecimal_text() -> None:
    facts = read(PORT_CHANNEL, text_of(PORT_CHANNEL, "iosvl2_lacp_two_groups"))
    members = facts.groups[0].members
    assert [(m.load, m.bits, m.ec_state) for m in members] == [
        ("55", 4, EcState.ACTIVE),
        ("AA", 4, EcState.PASSIVE),
    ]


def test_mode_on_has_the_protocol_dash_and_no_hot_standby() -> None:
    facts = read(PORT_CHANNEL, text_of(PORT_CHANNEL, "c3560_pagp_and_on"))
    pagp, on = facts.groups
    assert (pagp.protocol, pagp.gc, pagp.hot_standby) == ("PAgP", "0x00010001", None)
    assert (on.protocol, on.members[0].ec_state) == ("-", EcState.ON)


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        pytest.param(r"Gi1/2 .*Active", "number of ports", id="member"),
        pytest.param(r"Age of the Port-channel", "age", id="age"),
        pytest.param(r"Number of ports = 2", "number of ports", id="count"),
        pytest.param(r"Port state", "port state", id="state"),
        pytest.param(r"HotStandBy", "hot standby", id="hot-standby"),
        pytest.param(r"Protocol", "protocol", id="protocol"),
        pytest.param(r"last port bundled", "bundled", id="last-line"),
        pytest.param(r"Group: 5", "heading of its group", id="group-heading"),
        pytest.param(r"Group: 6", "Po6 stands under group 5", id="second-group-heading"),
        pytest.param(r"Channel-group listing", "the listing", id="listing"),
        pytest.param(r"Port-channels in the group", "headings above", id="section-heading"),
    ],
)
def test_a_line_missing_in_a_paragraph_is_noted(gone: str, says: str) -> None:
    facts = read(PORT_CHANNEL, without(text_of(PORT_CHANNEL, "iosvl2_lacp_two_groups"), gone))
    assert not facts.complete and says in problems(facts)


def test_a_lost_heading_never_mixes_two_port_channels() -> None:
    text = without(text_of(PORT_CHANNEL, "iosvl2_lacp_two_groups"), r"Port-channel: Po6")
    facts = read(PORT_CHANNEL, text)
    assert not facts.complete
    assert [(g.port_channel, g.number_of_ports, g.age) for g in facts.groups] == [
        ("Po5", 2, "0d:02h:11m:09s")
    ]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("  0     55     Gi1/2    Active", id="no-bits"),
        pytest.param("  0     55     Gi1/2", id="no-state"),
        pytest.param("  0     55     Gi1/", id="inside-the-name"),
    ],
)
def test_a_member_row_without_its_last_columns_is_not_understood(row: str) -> None:
    text = text_of(PORT_CHANNEL, "iosvl2_lacp_two_groups")
    text = text.replace("  0     55     Gi1/2    Active             4", row)
    facts = read(PORT_CHANNEL, text)
    assert [line.text for line in facts.unparsed] == [row]


def test_an_unknown_ec_state_is_kept_and_noted() -> None:
    text = text_of(PORT_CHANNEL, "iosvl2_lacp_two_groups").replace("Passive", "Drowsy ")
    facts = read(PORT_CHANNEL, text)
    assert facts.groups[0].members[1].ec_state == "Drowsy" and not facts.complete


def test_detail_ports_carry_local_and_partner() -> None:
    facts = read(DETAIL, text_of(DETAIL, "iosvl2_lacp_down_and_suspended"))
    bundled, down, suspended = facts.ports
    assert bundled.is_bundled and bundled.lacp_partner is not None
    assert bundled.lacp_partner.partner_system_id == "5254.00ab.0c01"
    assert down.port_channel == "null" and down.lacp_partner is None
    assert suspended.reason == "vlan mask is different"
    assert suspended.lacp_partner is not None and suspended.lacp_partner.has_partner is False


def test_detail_of_pagp_has_both_sides() -> None:
    up, down = read(DETAIL, text_of(DETAIL, "c3560_pagp")).ports
    assert up.pagp_local is not None and up.pagp_partner is not None
    assert (up.pagp_local.state, up.pagp_partner.partner_name) == ("U6/S7", "closet-b")
    assert down.pagp_local is not None and down.pagp_local.timers is None
    assert down.pagp_partner is None


def test_detail_of_mode_on_needs_no_protocol() -> None:
    facts = read(DETAIL, text_of(DETAIL, "nm16esw_12.4_mode_on"))
    assert facts.complete and [port.mode for port in facts.ports] == ["On/FEC", "On/FEC"]


def test_a_partner_in_two_rows_is_one() -> None:
    (port,) = read(DETAIL, text_of(DETAIL, "c3750_12.2_lacp_partner_paragraphs")).ports
    assert port.lacp_partner is not None
    assert (port.lacp_partner.port_number, port.lacp_partner.port_state) == ("0x6A", "0x3C")


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        pytest.param(r"^Port: Gi0/3", "ports", id="port-heading"),
        pytest.param(r"^Gi0/2 .*bndl", "local information", id="local-row"),
        pytest.param(r"^Gi0/2 .*5254", "the partner's information", id="partner-row"),
        pytest.param(r"Age of the port", "age", id="last-line"),
        pytest.param(r"Channel group = 2", "channel group", id="channel-group"),
        pytest.param(r"Group state = L2", "", id="group-head"),
        pytest.param(r"Ports: 3", "head is missing", id="port-count"),
    ],
)
def test_a_line_missing_in_detail_is_noted(gone: str, says: str) -> None:
    text = without(text_of(DETAIL, "iosvl2_lacp_down_and_suspended"), gone)
    facts = read(DETAIL, text)
    if says:
        assert not facts.complete and says in problems(facts)
    else:
        assert [group.state for group in facts.groups] == [None, "L3"]


def test_a_row_of_another_port_is_noted() -> None:
    text = text_of(DETAIL, "iosvl2_lacp_down_and_suspended")
    facts = read(DETAIL, text.replace("Gi0/3     SA      down", "Gi0/9     SA      down"))
    assert "a row of Gi0/9 stands under Gi0/3" in problems(facts)
