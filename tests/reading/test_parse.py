import io

import msgspec
import pytest

import netredund
from netredund.errors import UnknownCommandError
from tests.conftest import ROOT

TABLE = (ROOT / "fixtures/show_spanning-tree/c2960_root.txt").read_text("utf-8")
SUMMARY = (ROOT / "fixtures/show_spanning-tree_summary/c2960_rapid.txt").read_text("utf-8")


def _said(facts):
    return " / ".join(problem.message for problem in facts.problems)


def test_facts_empty_and_missing_are_three_things():
    facts = netredund.parse("show spanning-tree", TABLE)
    assert (facts.complete, facts.empty, bool(facts.instances)) == (True, False, True)
    nothing = netredund.parse("show spanning-tree", "No spanning tree instance exists.\n")
    assert (nothing.complete, nothing.empty, nothing.instances) == (True, True, ())
    for text in ("", "\n\n", "sw1#show spanning-tree\nsw1#"):
        missing = netredund.parse("show spanning-tree", text)
        assert (missing.complete, missing.empty) == (False, False)
        assert "nothing there" in _said(missing)


def test_a_line_that_no_rule_knows_is_kept_with_its_number():
    facts = netredund.parse("show spanning-tree", TABLE + "what is this\n")
    assert [(line.line, line.text) for line in facts.unparsed] == [
        (TABLE.count("\n") + 1, "what is this")
    ]
    assert not facts.complete


def test_nothing_and_rows_contradict_each_other():
    facts = netredund.parse("show spanning-tree", TABLE + "No spanning tree instance exists.\n")
    assert not facts.complete
    assert not facts.empty


def test_of_a_terminal_log_the_part_of_the_command_is_read():
    log = (
        f"sw1#show spanning-tree summary\n{SUMMARY}sw1#sh span\n{TABLE}sw1#show clock\n10:00\nsw1#"
    )
    tree = netredund.parse("show spanning-tree", log)
    summary = netredund.parse("show spanning-tree summary", log)
    for facts in (tree, summary):
        assert (facts.device, facts.complete, facts.ended) == ("sw1", True, True), facts
    assert tree.instances[0].ports[0].line == log[: log.index("Gi0/1 ")].count("\n") + 1


def test_a_command_given_twice_is_read_once_and_said():
    log = f"sw1#sh span\n{TABLE}sw1#sh span\n{TABLE}sw1#"
    facts = netredund.parse("show spanning-tree", log)
    assert len(facts.instances) == 1
    assert "lines 1, " in _said(facts)


def test_the_output_of_another_command_is_said():
    facts = netredund.parse("show spanning-tree", f"sw1#show spanning-tree summary\n{SUMMARY}sw1#")
    assert "output of 'show spanning-tree summary'" in _said(facts)


@pytest.mark.parametrize(
    ("output_filter", "complete"), [("| begin Inter", True), ("| inc Gi", False), ("|ex Gi", False)]
)
def test_a_filtered_output_is_not_whole(output_filter, complete):
    facts = netredund.parse("show spanning-tree", f"sw1#sh span {output_filter}\n{TABLE}sw1#")
    assert facts.complete == complete
    assert netredund.parse(f"show spanning-tree {output_filter}", TABLE).complete == complete


def test_wrong_bytes_crlf_and_colours_hide_no_row():
    dirty = (
        TABLE.replace("\n", "\r\n").replace("Gi0/1 ", "\x1b[1mGi0/1\x1b[0m ").encode() + b"\xff\n"
    )
    facts = netredund.parse("show spanning-tree", dirty)
    clean = netredund.parse("show spanning-tree", TABLE)
    assert facts.instances == clean.instances
    assert [line.text for line in facts.unparsed] == ["ÿ"]


def test_a_wrapped_row_is_not_complete():
    wide = "Gi0/23              Desg FWD 100       128.23   P2p Peer(STP)"
    assert wide in TABLE
    facts = netredund.parse("show spanning-tree", TABLE.replace(wide, f"{wide[:58]}\n{wide[58:]}"))
    assert not facts.complete


def test_an_ios_error_is_said_in_its_own_words():
    text = "        ^\n% Invalid input detected at '^' marker.\n"
    facts = netredund.parse("show spanning-tree", text)
    assert "% Invalid input detected" in _said(facts)
    assert not facts.unparsed


def test_an_unknown_command_is_an_error_of_our_tree():
    with pytest.raises(UnknownCommandError):
        netredund.parse("show clock", "10:00")


def test_bytes_and_text_are_read_alike():
    assert netredund.parse("sh span", TABLE) == netredund.parse("sh span", TABLE.encode())
    assert netredund.parse("sh span", io.StringIO(TABLE).read())


def test_a_secret_in_a_line_that_is_not_understood_is_masked():
    for text in (
        TABLE + "enable secret 5 $1$abcd$efgh\n",
        f"enable secret hush\nsw1#sh span\n{TABLE}sw1#",
    ):
        (line,) = netredund.parse("show spanning-tree", text).unparsed
        assert line.text.startswith("enable secret ")
        assert "efgh" not in line.text
        assert "hush" not in line.text


def test_half_a_surrogate_pair_is_no_error():
    facts = netredund.parse("show spanning-tree", TABLE + "wh\ud800at\n")
    assert msgspec.json.encode(facts)
    assert facts.unparsed[0].text == "wh\N{REPLACEMENT CHARACTER}at"
