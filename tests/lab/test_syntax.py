"""Tests for netredund.lab.ios.syntax and parameters."""

import pytest

from netredund.lab.ios.parameters import parameter
from netredund.lab.ios.syntax import Command, Grammar, Match, Mismatch, expand_syntax

GRAMMAR = Grammar(
    [
        Command("show version", "version"),
        Command("show spanning-tree [vlan <vlans:vlans>] [<detail=detail>]", "tree"),
        Command("show interfaces [<interface:interface>] [status]", "interfaces"),
        Command("show interfaces trunk", "trunk"),
        Command("speed ~ <speed=10|100|auto>", "speed"),
        Command("spanning-tree cost ~ <cost:1-200000000>", "cost"),
        Command("description ~ <text:line>", "description"),
        Command("mac <mac:mac>", "mac"),
    ]
)
NEGATED = Grammar(
    [
        Command("spanning-tree cost ~ <cost:1-200000000>", "cost"),
        Command("interface range <names:range>", "range", negatable=False),
    ],
    negated=True,
)


def parse(line: str) -> tuple[str, dict[str, object]]:
    match = GRAMMAR.parse(line)
    assert isinstance(match, Match), match
    return match.command.action, match.values


@pytest.mark.parametrize(
    ("line", "action", "values"),
    [
        pytest.param("show version", "version", {}, id="in full"),
        pytest.param("sh ver", "version", {}, id="abbreviated"),
        pytest.param("SHOW Version", "version", {}, id="capitals"),
        pytest.param("  sh   ver  ", "version", {}, id="blanks"),
        pytest.param(
            "sh span vl 1,10-12 det",
            "tree",
            {"vlans": (1, 10, 11, 12), "detail": "detail"},
            id="optional parts",
        ),
        pytest.param(
            "sh int gi0/1 st", "interfaces", {"interface": "GigabitEthernet0/1"}, id="port"
        ),
        pytest.param(
            "sh int Gi 0/1",
            "interfaces",
            {"interface": "GigabitEthernet0/1"},
            id="port in two words",
        ),
        pytest.param("sh int t", "trunk", {}, id="a keyword goes before a value"),
        pytest.param(
            "description a  b | c", "description", {"text": "a  b | c"}, id="rest of line"
        ),
        pytest.param(
            "mac 00:19:E7:aa:01:00", "mac", {"mac": "0019.e7aa.0100"}, id="mac with colons"
        ),
        pytest.param("mac 19.e7aa.100", "mac", {"mac": "0019.e7aa.0100"}, id="mac without zeros"),
    ],
)
def test_line_becomes_its_command(line: str, action: str, values: dict[str, object]) -> None:
    assert parse(line) == (action, values)


@pytest.mark.parametrize(
    ("line", "mismatch"),
    [
        pytest.param("show", Mismatch("incomplete", 4), id="incomplete"),
        pytest.param("speed", Mismatch("incomplete", 5), id="value missing"),
        pytest.param("sh x", Mismatch("invalid", 3), id="unknown word"),
        pytest.param("show verzion", Mismatch("invalid", 8), id="marks the wrong letter"),
        pytest.param("show version now", Mismatch("invalid", 13), id="too many words"),
        pytest.param("show versions", Mismatch("invalid", 12), id="a letter too many"),
        pytest.param("s", Mismatch("ambiguous", 0), id="ambiguous"),
        pytest.param("spanning-tree cost 0", Mismatch("invalid", 19), id="below its range"),
        pytest.param("spanning-tree cost 200000001", Mismatch("invalid", 19), id="above its range"),
        pytest.param("spanning-tree cost 1x", Mismatch("invalid", 19), id="no number"),
        pytest.param("spanning-tree cost \u0663", Mismatch("invalid", 19), id="no ASCII digit"),
        pytest.param("sh int gi0/1x", Mismatch("invalid", 7), id="no interface"),
    ],
)
def test_mistake_has_its_reason_and_column(line: str, mismatch: Mismatch) -> None:
    assert GRAMMAR.parse(line) == mismatch


def test_bad_vlan_list_is_refused_in_its_own_words() -> None:
    result = GRAMMAR.parse("show spanning-tree vlan 1,4095")
    assert isinstance(result, Mismatch)
    assert (result.reason, result.column) == ("rejected", 24)
    assert result.text.startswith("Command rejected: Bad VLAN list - character #7 (EOL)")


def test_no_form_may_end_at_the_tilde() -> None:
    assert isinstance(NEGATED.parse("spanning-tree cost"), Match)
    assert isinstance(NEGATED.parse("spanning-tree cost 100"), Match)
    assert NEGATED.parse("spanning-tree") == Mismatch("incomplete", 13)


def test_command_without_no_form_is_not_in_the_negated_grammar() -> None:
    assert NEGATED.parse("interface range Gi0/1 - 2") == Mismatch("invalid", 0)


def test_match_knows_where_its_values_stand() -> None:
    match = GRAMMAR.parse("show spanning-tree vlan 7 detail")
    assert isinstance(match, Match)
    assert match.columns == {"vlans": 24, "detail": 26}


def test_question_mark_lists_what_may_follow() -> None:
    listed = GRAMMAR.choices("show interfaces ")
    assert not isinstance(listed, Mismatch)
    assert [choice.word for choice in listed] == ["status", "trunk", "WORD", "<cr>"]
    half = GRAMMAR.choices("show sp")
    assert not isinstance(half, Mismatch)
    assert [choice.word for choice in half] == ["spanning-tree"]


def test_unbalanced_syntax_is_a_mistake_of_the_table() -> None:
    with pytest.raises(ValueError, match="unbalanced"):
        list(expand_syntax("show ] version"))


def test_unknown_kind_is_a_mistake_of_the_table() -> None:
    with pytest.raises(ValueError, match="colour"):
        parameter("wanted", "colour")
