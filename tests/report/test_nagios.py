import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netredund
from netredund.report import nagios_status, render_nagios
from netredund.report.nagios import render_nagios_problem
from netredund.verdict import Report, Verdict
from tests.conftest import ROOT
from tests.report.reports import ALL, FAIL, PASS, SKIPPED, UNKNOWN, WARNING, report


@pytest.mark.parametrize(
    ("made", "status", "word"),
    [
        (report(Verdict.PASS, PASS, SKIPPED), 0, "OK"),
        (report(Verdict.PASS, PASS, WARNING), 1, "WARNING"),
        (report(Verdict.FAIL, *ALL), 2, "CRITICAL"),
        (report(Verdict.UNKNOWN, PASS, UNKNOWN, WARNING), 3, "UNKNOWN"),
        (Report(Verdict.UNKNOWN, ()), 3, "UNKNOWN"),
    ],
    ids=["ok", "warning", "critical", "unknown", "nothing"],
)
def test_status_and_word_are_those_of_that_world(made, status, word):
    assert nagios_status(made) == status
    assert render_nagios(made).startswith(f"{word} - ")


def test_first_line_names_the_worst_and_how_many_more():
    first, *rest = render_nagios(report(Verdict.FAIL, *ALL)).splitlines()
    assert first == (
        "CRITICAL - 1 servers: 1 fail; web1: blocked ends, expected exactly 1, got 0 (and 2 more)"
    )
    assert rest[0] == f"fail: stp.one-end-blocking: {FAIL.message}"
    assert "Fa0/23  Desg FWD 100  128.23  P2p" in rest[1]


def test_what_passed_is_counted_only():
    made = netredund.verify(ROOT / "docs/example/site.yaml", ROOT / "docs/example/captures")
    text = render_nagios(msgspec.structs.replace(made, notes=()))
    assert text == "OK - 2 servers: 2 pass\n"


def test_notes_are_long_output():
    assert render_nagios(report(Verdict.PASS, PASS, notes=("old",))).splitlines()[1:] == [
        "note: old"
    ]


@given(text=st.text(max_size=60))
def test_no_text_makes_performance_data_or_a_line_of_its_own(text):
    finding = msgspec.structs.replace(FAIL, message=f"{text}|x=1", remedy=f"a\n{text}|b")
    printed = render_nagios(report(Verdict.FAIL, finding, notes=(text,)))
    assert "|" not in printed
    assert len(printed.splitlines()) == 5


def test_a_problem_is_one_line():
    assert render_nagios_problem("two\nlines | here") == "UNKNOWN - two lines / here\n"
