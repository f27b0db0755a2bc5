"""Tests for netredund.lab.faults.text: faults as lines of text, both ways."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netredund.errors import FaultError
from netredund.lab.faults import (
    NOISE,
    UNAUTHORIZED,
    AfterDelay,
    AtByte,
    AtLine,
    AtTime,
    BondLate,
    Bytewise,
    Cut,
    Direction,
    Drop,
    Fault,
    Frames,
    Garbage,
    Hang,
    Log,
    Lose,
    Moment,
    NoStp,
    Now,
    OtherUser,
    Prompt,
    Reboot,
    Refuse,
    Reload,
    Restore,
    Slow,
    Unreachable,
)
from netredund.lab.faults.text import WHATS, parse_fault, write_fault

AFTER = Moment.AFTER


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("sw1: drop", Fault("sw1", Drop(), AtLine())),
        ("sw1: drop after line 5", Fault("sw1", Drop(), AtLine(5, AFTER))),
        ("sw1:drop before line 5", Fault("sw1", Drop(), AtLine(5))),
        ("sw1: drop after byte 20 of line 5", Fault("sw1", Drop(), AtLine(5, byte=20))),
        (
            "sw1: drop after byte 20 of every line",
            Fault("sw1", Drop(), AtLine(byte=20, times=None)),
        ),
        ("sw1: drop after byte 4000 of sw2", Fault("sw1", Drop(), AtByte(4000, "sw2"))),
        ("sw1: hang at 90 s", Fault("sw1", Hang(), AtTime(90))),
        ("sw1: hang in 250ms", Fault("sw1", Hang(), AfterDelay(0.25))),
        ("sw1: drop unnoticed in 1s", Fault("sw1", Drop(unnoticed=True), AfterDelay(1))),
        ("sw1: hang now", Fault("sw1", Hang(), Now())),
        ("sw1: slow 2s", Fault("sw1", Slow(2), AtLine(times=None))),
        ("sw1: bytewise before line 2", Fault("sw1", Bytewise(), AtLine(2))),
        ("sw1: bytewise 1.5 s before line 2", Fault("sw1", Bytewise(1.5), AtLine(2))),
        (
            "sw1: refuse '% No' before every line matching \"^no \"",
            Fault("sw1", Refuse("% No"), AtLine(pattern="^no ", times=None)),
        ),
        (
            "sw1: unauthorized before line 2 matching 'show \\S+' times 3",
            Fault("sw1", Refuse(UNAUTHORIZED), AtLine(2, pattern="show \\S+", times=3)),
        ),
        ("sw1: log after line 1", Fault("sw1", Log(), AtLine(1, AFTER))),
        ('sw1: garbage "\\x00\\n\\"" now', Fault("sw1", Garbage('\x00\n"'), Now())),
        ("sw1: garbage", Fault("sw1", Garbage(NOISE), AtLine())),
        ("sw1: prompt 'R1#' before line 1", Fault("sw1", Prompt("R1#"), AtLine())),
        ("sw1: reload in 5s", Fault("sw1", Reload(), AfterDelay(5))),
        ("sw1: unreachable 60s silent", Fault("sw1", Unreachable(60, silent=True))),
        (
            "sw1: user eve types 'conf t' 'hostname x' stays 20s after line 2 of sw2",
            Fault(
                "sw1",
                OtherUser("eve", ("conf t", "hostname x"), 20),
                AtLine(2, AFTER, switch="sw2"),
            ),
        ),
        ("sw1: user eve types 'x'", Fault("sw1", OtherUser("eve", ("x",), 0))),
        ("sw1: user eve types 'x' stays", Fault("sw1", OtherUser("eve", ("x",), None))),
        (
            "sw1: user eve configures 30s",
            Fault("sw1", OtherUser("eve", ("configure terminal",), 30)),
        ),
        (
            "sw1: user eve locks",
            Fault("sw1", OtherUser("eve", ("configure terminal lock",), None)),
        ),
        ("sw1  Fa0/24 : cut 10s at 5s", Fault("sw1 Fa0/24", Cut(10), AtTime(5))),
        ("web1 eth0: restore", Fault("web1 eth0", Restore())),
        (
            "sw1 Fa0/24: lose bpdus received 10s in 5s",
            Fault("sw1 Fa0/24", Lose(Frames.BPDUS, Direction.RECEIVED, 10), AfterDelay(5)),
        ),
        ("db1: reboot", Fault("db1", Reboot())),
        ("db1: bond-late 30s", Fault("db1", BondLate(30))),
        ("web1: no-stp before line 3 of sw1", Fault("web1", NoStp(), AtLine(3, switch="sw1"))),
    ],
)
def test_text_is_that_fault(text: str, fault: Fault) -> None:
    assert parse_fault(text) == fault
    assert parse_fault(str(fault)) == fault


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it begins with where it happens"),
        ("drop", "it begins with where it happens"),
        ("sw1: dorp", "column 6: no fault 'dorp', did you mean 'drop'? (allowed: drop, hang,"),
        ("sw1:", "column 5: fault is missing"),
        ("sw1: drop soon", "column 11: no moment 'soon' (allowed: now, at, in, before, after)"),
        ("sw1: drop after line", "column 21: line: a number from 1 is expected"),
        ("sw1: drop after line 0", "column 22: line: a number from 1 is expected"),
        ("sw1: drop after lime 1", "column 17: `line N`, `every line` or `after byte N`"),
        ("sw1: drop after line 1 twice", "column 24: 'twice' is too much"),
        ("sw1: slow", "column 10: a time like 2s or 100ms is missing"),
        ("sw1: slow -1s", "column 11: a time like 2s or 100ms is missing"),
        ("sw1: slow 2s now", "it is about the answer to a line"),
        ("sw1: refuse 'x", "column 13: a quote is not closed"),
        ("sw1: refuse after line 1", "a line is refused before it takes effect, not after"),
        ("sw1: prompt", "column 12: the prompt is missing"),
        ("sw1: prompt 'x' after byte 3 of line 1", "it is about a whole answer"),
        ("sw1: log 'hello'", "'hello' is no message like %SYS-5-CONFIG_I"),
        ("sw1: drop after line 1 matching '('", "'(' is no regular expression"),
        ("sw1: user eve", "column 14: deed is missing (allowed: types, configures, locks)"),
        ("sw1: user eve types", "column 20: lines are missing"),
        ("sw1: user 'a b' types 'x'", "'a b' is no name of a user"),
        ("sw1 Fa0/1: lose sent", "column 17: no frames 'sent' (allowed: frames, bpdus, lacpdus)"),
        ("sw1 Fa0/1: lose bpdus", "column 22: direction is missing (allowed: sent, received)"),
    ],
)
def test_mistake_is_named_with_its_column(text: str, words: str) -> None:
    with pytest.raises(FaultError, match=re.escape(words)) as caught:
        parse_fault(text)
    assert str(caught.value).startswith(f"fault {text!r}: ")


texts = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x2FFF), max_size=20)
seconds = st.integers(0, 10**6).map(lambda milliseconds: milliseconds / 1000)
names = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
switches = st.one_of(st.just(""), names)
whats = st.one_of(
    st.sampled_from(
        [Drop(), Drop(unnoticed=True), Hang(), Log(), Reload(), Restore(), NoStp(), Refuse()]
    ),
    st.builds(Slow, seconds),
    st.builds(Bytewise, seconds),
    st.builds(Refuse, texts),
    st.builds(Garbage, texts),
    st.builds(Prompt, texts),
    st.builds(Unreachable, seconds, silent=st.booleans()),
    st.builds(
        OtherUser,
        names,
        st.lists(texts, min_size=1, max_size=3).map(tuple),
        st.one_of(st.none(), seconds),
    ),
    st.builds(Cut, st.one_of(st.none(), seconds)),
    st.builds(
        Lose, st.sampled_from(Frames), st.sampled_from(Direction), st.one_of(st.none(), seconds)
    ),
    st.builds(Reboot, seconds),
    st.builds(BondLate, seconds),
)
counts = st.integers(1, 10**6)
whens = st.one_of(
    st.just(Now()),
    st.builds(AtTime, seconds),
    st.builds(AfterDelay, seconds),
    st.builds(AtByte, counts, switches),
    st.builds(
        AtLine,
        counts,
        st.sampled_from(Moment),
        st.from_regex(r"[a-z \\d\"']{0,10}", fullmatch=True).filter(lambda text: text[-1:] != "\\"),
        st.none(),
        st.one_of(st.none(), counts),
        switches,
    ),
    st.builds(AtLine, counts, byte=counts, times=st.one_of(st.none(), counts), switch=switches),
)


@given(what=whats, when=whens)
def test_what_is_written_reads_back(what: object, when: object) -> None:
    try:
        fault = Fault("sw1 Fa0/1", what, when)  # type: ignore[arg-type]  # strategies of unions
    except FaultError:
        return
    assert parse_fault(write_fault(fault)) == fault


@given(st.text(max_size=60))
def test_any_text_is_a_fault_or_an_error(text: str) -> None:
    try:
        fault = parse_fault(f"sw1: {text}")
    except FaultError:
        return
    assert parse_fault(str(fault)) == fault


def test_every_fault_is_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "lab.md").read_text()
    rows = text.partition("## Faults on demand")[2].partition("\n## ")[0]
    written = {match[1] for match in re.finditer(r"`([a-z-]+)[ `]", rows)}
    assert set(WHATS) <= written
