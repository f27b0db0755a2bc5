"""`show etherchannel`: every form, and what shows that a text is not whole."""

import re
import time
from pathlib import Path

import pytest

import netredund
from netredund.facts.etherchannel import (
    ChannelFlag,
    ChannelMember,
    EcState,
    EtherChannel,
    split_flags,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
SUMMARY = "show etherchannel summary"
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


def row_text(*rows: str, heading: str = "Group  Port-channel  Protocol    Ports") -> str:
    line = "------+-------------+-----------+-----------------------------------------------"
    return "\n".join((heading, line, *rows)) + "\n"


def test_wrapped_members_belong_to_the_row_above() -> None:
    facts = read(SUMMARY, text_of(SUMMARY, "c3750_wrapped_members"))
    first = facts.groups[0]
    assert [(m.interface, m.flags) for m in first.members] == [
        ("Gi1/0/3", "P"),
        ("Gi1/0/4", "P"),
        ("Gi2/0/3", "P"),
        ("Gi2/0/4", "H"),
        ("Gi3/0/3", "s"),
    ]
    assert facts.complete


def test_a_member_keeps_the_line_it_stands_on() -> None:
    facts = read(SUMMARY, text_of(SUMMARY, "c3750_wrapped_members"))
    assert [member.line for member in facts.groups[0].members] == [19, 19, 19, 20, 20]


def test_wrapped_members_without_their_group_are_noted() -> None:
    text = row_text("                                 Gi2/0/4(H)  Gi3/0/3(s)")
    facts = read(SUMMARY, text)
    assert not facts.complete and "its group is missing" in problems(facts)


@pytest.mark.parametrize(
    ("flags", "is_bundled"),
    [
        pytest.param("P", True, id="bundled"),
        pytest.param("Pd", True, id="bundled-default-port"),
        pytest.param("bndl", True, id="router-word"),
        pytest.param("s", False, id="suspended"),
        pytest.param("susp", False, id="router-suspended"),
        pytest.param("hot-sby", False, id="router-hot-standby"),
        pytest.param("D", False, id="down"),
        pytest.param(None, None, id="not-printed"),
    ],
)
def test_a_member_is_bundled_where_its_flags_say_so(
    flags: str | None, is_bundled: bool | None
) -> None:
    assert ChannelMember(line=1, interface="Gi0/1", flags=flags).is_bundled is is_bundled


def test_words_are_not_taken_for_letters() -> None:
    assert split_flags("susp") == (ChannelFlag.SUSPENDED_WORD,)
    assert split_flags("SUA") == (ChannelFlag.LAYER2, ChannelFlag.IN_USE, ChannelFlag.AUTO_LAG)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("1      Po1(SU)         LACP      Gi0/1(P)  Gi0/2(Z)", id="member-letter"),
        pytest.param("1      Po1(SU)         LACP      Gi0/1(P)  Gi0/2(bundle)", id="member-word"),
        pytest.param("1      Po1(SX)         LACP      Gi0/1(P)  Gi0/2(P)", id="group-letter"),
        pytest.param("1      Po1()           LACP      Gi0/1(P)  Gi0/2(P)", id="no-letter"),
    ],
)
def test_an_unknown_flag_is_kept_and_noted(row: str) -> None:
    facts = read(SUMMARY, row_text(row))
    assert not facts.complete and "unknown flags" in problems(facts)
    assert [member.interface for member in facts.groups[0].members] == ["Gi0/1", "Gi0/2"]


def test_an_unknown_protocol_is_kept_and_noted() -> None:
    facts = read(SUMMARY, row_text("1      Po1(SU)         MLACP     Gi0/1(P)"))
    assert facts.groups[0].protocol == "MLACP" and not facts.complete


@pytest.mark.parametrize(
    ("row", "says"),
    [
        pytest.param("1      Po1(SU)", "no protocol", id="after-the-flags"),
        pytest.param("1      Po1(SU)         LACP", "no members", id="after-the-protocol"),
        pytest.param("1      Po1(SU)          -", "in use", id="mode-on-in-use"),
        pytest.param("2      Po1(SU)         LACP      Gi0/1(P)", "group 2", id="other-group"),
        pytest.param("1      Po1(SU)         LACP      Gi0/1(P) Gi0/1(P)", "twice", id="twice"),
    ],
)
def test_a_row_that_cannot_be_whole_is_noted(row: str, says: str) -> None:
    facts = read(SUMMARY, row_text(row))
    assert not facts.complete and says in problems(facts)


@pytest.mark.parametrize("cut", ["Gi0/2(", "Gi0/2(P", "Gi0/2", "Gi0/", "Gi"])
def test_a_member_cut_inside_is_not_understood(cut: str) -> None:
    facts = read(SUMMARY, row_text(f"1      Po1(SU)         LACP      Gi0/1(P)    {cut}"))
    assert len(facts.unparsed) == 1 and not facts.groups


def test_a_row_cut_before_its_wrapped_members_is_noted() -> None:
    text = row_text("1      Po1(SU)         LACP", "                                 Gi0/3(P)")
    facts = read(SUMMARY, text)
    assert not facts.complete and "row was cut" in problems(facts)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("1      Po1(SU)LACP      Gi0/1(P)    Gi0/2(P)", id="protocol"),
        pytest.param("1      Po1(SU)         LACP Gi0/1(P)Gi0/2(P)", id="members"),
        pytest.param("1\tPo1(SU)\t\tLACP\t Gi0/1(P) Gi0/2(P)", id="tabs"),
    ],
)
def test_glued_fields_are_told_apart(row: str) -> None:
    facts = read(SUMMARY, row_text(row))
    assert facts.complete and facts.groups[0].protocol == "LACP"
    assert [member.interface for member in facts.groups[0].members] == ["Gi0/1", "Gi0/2"]


def test_old_rows_without_a_protocol_column_are_read() -> None:
    facts = read(SUMMARY, text_of(SUMMARY, "nm16esw_12.4_no_protocol"))
    assert facts.complete and [group.protocol for group in facts.groups] == [None] * 3


def test_groups_disagreeing_with_the_printed_count_are_noted() -> None:
    text = without(text_of(SUMMARY, "c3750_wrapped_members"), r"Po11")
    facts = read(SUMMARY, text)
    assert "channel-groups in use: the output says 6, its rows are 5" in problems(facts)


def test_the_count_of_all_groups_over_one_asked_for_is_right() -> None:
    text = text_of(SUMMARY, "c6500_one_group_of_several")
    assert read(SUMMARY, text).complete
    assert not read(SUMMARY, text.split("\n", 1)[1]).complete
    assert read("show etherchannel 31 summary", text.split("\n", 1)[1]).complete


def test_a_count_that_is_left_empty_is_null() -> None:
    text = text_of(SUMMARY, "c3750_wrapped_members").replace("use: 6", "use:")
    facts = read(SUMMARY, text)
    assert facts.complete and facts.channel_groups_in_use is None and facts.aggregators == 6


@pytest.mark.parametrize(
    ("command", "name"), [(SUMMARY, "iosvl2_no_groups"), (PORT_CHANNEL, "iosvl2_no_groups")]
)
def test_headings_alone_say_that_there_are_no_groups(command: str, name: str) -> None:
    facts = read(command, text_of(command, name))
    assert facts.complete and facts.empty and not facts.groups


def test_headings_alone_below_a_count_are_no_empty_answer() -> None:
    text = text_of(SUMMARY, "iosvl2_no_groups").replace("in use: 0", "in use: 3")
    facts = read(SUMMARY, text)
    assert not facts.complete and not facts.empty


def test_a_heading_cut_off_is_no_empty_answer() -> None:
    for text in (row_text().rstrip()[:60], "Channel-group listing:\n-------\n"):
        facts = read(SUMMARY if "Group " in text else PORT_CHANNEL, text)
        assert not facts.empty and not facts.complete


def test_a_refused_command_is_no_empty_answer() -> None:
    facts = read(SUMMARY, "sw1#show etherchannel summary\n% Invalid input detected\nsw1#\n")
    assert not facts.empty and not facts.complete


def test_router_legend_below_the_rows_is_no_row() -> None:
    facts = read(SUMMARY, text_of(SUMMARY, "asr1000_words_and_tabs"))
    assert facts.complete and [group.group for group in facts.groups] == [8, 9, 20, 21]


def test_two_groups_keep_their_own_members() -> None:
    text = row_text(
        "1      Po1(SU)         LACP      Gi0/1(P)", "2      Po2(SU)         LACP      Gi0/2(P)"
    )
    facts = read(SUMMARY, text)
    assert [[m.interface for m in g.members] for g in facts.groups] == [["Gi0/1"], ["Gi0/2"]]


def test_a_port_in_two_groups_is_noted() -> None:
    text = row_text(
        "1      Po1(SU)         LACP      Gi0/1(P)",
        "2      Po2(SU)         LACP      GigabitEthernet0/1(P)",
    )
    assert "twice" in problems(read(SUMMARY, text))


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


def test_the_text_tells_the_form_not_the_command() -> None:
    facts = read(DETAIL, text_of(SUMMARY, "c3750_wrapped_members").split("\n", 1)[1])
    assert len(facts.groups) == 6 and facts.complete


ALL = sorted(FIXTURES.glob("show_etherchannel_*/*.txt"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cut_is_read_and_none_gains_rows(path: Path) -> None:
    command, text = path.parent.name.replace("_", " "), path.read_text("utf-8")
    whole = read(command, text)
    for at in range(0, len(text), 7):
        facts = read(command, text[:at])
        assert len(facts.groups) <= len(whole.groups) and len(facts.ports) <= len(whole.ports)
        known = {group.port_channel for group in whole.groups}
        names = [(group.port_channel, group.flags) for group in facts.groups]
        # A name cut inside (Po12 to Po1) has no flags yet, and then its paragraph is not whole.
        assert not facts.complete or {name for name, _ in names} <= known


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_line_ends_and_lost_indents_do_not_matter(path: Path) -> None:
    command, text = path.parent.name.replace("_", " "), path.read_text("utf-8")
    whole = read(command, text)
    for other in (
        text.replace("\n", "\r\n"),
        text.expandtabs(),
        "\n".join(line.strip() for line in text.split("\n")),
    ):
        facts = read(command, other)
        assert (facts.groups, facts.ports, facts.complete) == (
            whole.groups,
            whole.ports,
            whole.complete,
        )


@pytest.mark.parametrize("command", [SUMMARY, PORT_CHANNEL, DETAIL])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1      Po1(SU) LACP " + "Gi0/1(P)    " * 80_000, id="members"),
        pytest.param("Gi0/1(" * 150_000, id="brackets"),
        pytest.param("9" * 1_000_000, id="digits"),
        pytest.param("Port-channel: Po" + "9" * 1_000_000, id="number"),
        pytest.param("Number of aggregators:" + " " * 20_000 + "x", id="blanks"),
        pytest.param("Port state = " + "a " * 500_000 + "  =", id="words"),
        pytest.param("Port: Gi0/1\nGi0/1 " + "a" * 1_000_000, id="port-row"),
        pytest.param("D - " + "down " * 200_000 + "7", id="legend"),
    ],
)
def test_a_line_of_a_megabyte_takes_linear_time(command: str, line: str) -> None:
    start = time.process_time()
    facts = read(command, line)
    assert time.process_time() - start < 10 and not facts.complete
