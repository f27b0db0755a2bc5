import pytest

from netredund.report.lines import describe, place_of, printable
from netredund.verdict import Evidence
from tests.report.reports import FAIL, LINE, WHOLE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain äöü 漢字", "plain äöü 漢字"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("two\nlines\tand a tab", r"two\nlines\tand a tab"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("file\udcff", r"file\udcff"),
        ("\u2028", r"\u2028"),
    ],
    ids=["plain", "escape", "break", "c1", "direction", "wrong-byte", "separator"],
)
def test_nothing_that_steers_a_terminal_is_printed(text, shown):
    assert printable(text) == shown
    assert printable(text).encode()


def test_place_names_file_and_line_and_who_said_it():
    assert place_of(LINE) == (
        "captures/sw2/show_spanning-tree_vlan_1.txt:21 (sw2, show spanning-tree vlan 1)"
    )


def test_place_without_a_file_names_the_command():
    assert place_of(WHOLE) == "sw1, show interfaces status"


def test_place_of_a_live_answer_names_its_command_once():
    live = Evidence("sw1", "show version", 3, "x", "sw1: show version")
    assert place_of(live) == "sw1, show version, line 3"


def test_description_has_sentence_evidence_and_remedy():
    assert list(describe(FAIL)) == [
        "web1: blocked ends, expected exactly 1, got 0",
        "  captures/sw2/show_spanning-tree_vlan_1.txt:21 (sw2, show spanning-tree vlan 1)",
        "    Fa0/23  Desg FWD 100  128.23  P2p",
        "  remedy: put eth1 into the bridge",
    ]
