"""`show etherchannel summary`: its layouts, and what shows that a text is not whole."""

import re
from pathlib import Path

import pytest

import netredund
from netredund.facts.etherchannel import (
    ChannelFlag,
    ChannelMember,
    EtherChannel,
    split_flags,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
SUMMARY = "show etherchannel summary"


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


def test_headings_alone_below_a_count_are_no_empty_answer() -> None:
    text = text_of(SUMMARY, "iosvl2_no_groups").replace("in use: 0", "in use: 3")
    facts = read(SUMMARY, text)
    assert not facts.complete and not facts.empty


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
