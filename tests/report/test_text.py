import re
from pathlib import Path

import msgspec
import pytest

import netredund
from netredund.report import render_text
from netredund.verdict import Evidence, Report, Verdict
from tests.conftest import ROOT
from tests.report.reports import ALL, FAIL, LINE, PASS, SKIPPED, WARNING, report

EXAMPLE = ROOT / "docs/example"


def test_table_has_trouble_first_then_passes_then_what_would_tell():
    assert render_text(report(Verdict.FAIL, *ALL)) == (
        "web1 (stp): FAIL\n"
        "  FAIL     stp.one-end-blocking  web1: blocked ends, expected exactly 1, got 0\n"
        "           captures/sw2/show_spanning-tree_vlan_1.txt:21"
        " (sw2, show spanning-tree vlan 1)\n"
        "               Fa0/23  Desg FWD 100  128.23  P2p\n"
        "           remedy: put eth1 into the bridge\n"
        "  UNKNOWN  stp.root              sw2: no view of its instance\n"
        "           remedy: capture `show spanning-tree vlan 1` of sw2\n"
        "  warning  stp.link-speed        sw2: expected at least 1000, got 100\n"
        "           sw1, show interfaces status\n"
        "  pass     stp.root              sw1: root of VLAN 1 is sw1\n"
        "  skipped  for want of captures:\n"
        "           `show interfaces status` of each switch: leg.up\n"
        "\n"
        "FAIL  servers: 1 fail\n"
    )


def test_quiet_leaves_out_what_is_in_order():
    text = render_text(report(Verdict.FAIL, *ALL), is_quiet=True)
    assert "pass " not in text
    assert "skipped" not in text
    assert "stp.one-end-blocking" in text


def test_quiet_is_silent_where_all_is_in_order():
    assert render_text(report(Verdict.PASS, PASS, SKIPPED), is_quiet=True) == ""


def test_quiet_tells_warnings_of_what_passes():
    text = render_text(report(Verdict.PASS, PASS, WARNING), is_quiet=True)
    assert "stp.link-speed" in text
    assert text.startswith("web1 (stp): PASS\n")


def test_quiet_tells_an_unknown_without_servers():
    assert render_text(Report(Verdict.UNKNOWN, ()), is_quiet=True) == "UNKNOWN  servers: none\n"


def test_what_passes_is_cited_where_it_is_asked_for():
    assert LINE.text not in render_text(report(Verdict.PASS, PASS))
    assert render_text(report(Verdict.PASS, PASS), is_cited=True).splitlines()[1:4] == [
        "  pass     stp.root  sw1: root of VLAN 1 is sw1",
        "           captures/sw2/show_spanning-tree_vlan_1.txt:21 (sw2, show spanning-tree vlan 1)",
        "               Fa0/23  Desg FWD 100  128.23  P2p",
    ]


def test_what_several_views_show_alike_is_told_once_with_all_evidence():
    other = Evidence("sw2", "show spanning-tree summary", 3, "another line")
    alike = msgspec.structs.replace(FAIL, evidence=(LINE, other))
    different = msgspec.structs.replace(FAIL, message="web1: something else")
    text = render_text(report(Verdict.FAIL, FAIL, alike, different))
    assert text.count(FAIL.message) == 1
    assert text.count(LINE.text) == 2  # of what is told twice once, and of what is different
    assert text.count("another line") == 1
    assert "something else" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 132])
@pytest.mark.parametrize("captures", ["captures", "broken"])
def test_sentences_keep_to_the_width_and_lines_of_evidence_stay_whole(width, captures):
    made = netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / captures)
    lines = render_text(made, width=width).splitlines()
    shown = {e.text for s in made.servers for f in s.findings for e in f.evidence}
    places = re.compile(r"\S+:\d+ \(sw\d, show .*\)")
    wrapped = [
        line for line in lines if line.strip() not in shown and not places.fullmatch(line.strip())
    ]
    assert not [line for line in wrapped if len(line) > max(width, 45)]


def test_nothing_is_lost_by_wrapping():
    made = netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / "broken")
    trouble = [
        f.message for s in made.servers for f in s.findings if f.verdict in ("fail", "unknown")
    ]
    text = re.sub(r"\s+", " ", render_text(made, width=60))
    assert trouble
    assert all(re.sub(r"\s+", " ", message) in text for message in trouble)


def test_without_a_width_each_finding_is_one_line():
    made = netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / "broken")
    lines = render_text(made).splitlines()
    for server in made.servers:
        for finding in server.findings:
            if finding.verdict in ("pass", "fail", "unknown"):
                assert any(finding.check in line and finding.message in line for line in lines)


@pytest.mark.parametrize("width", [None, 50, 80])
@pytest.mark.parametrize("has_colour", [False, True])
def test_no_line_ends_in_a_blank(width, has_colour):
    made = netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / "broken")
    lines = render_text(made, width=width, has_colour=has_colour).splitlines()
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("width", [None, 50, 80])
def test_colour_changes_nothing_but_colour(width):
    made = netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / "broken")
    painted = render_text(made, width=width, has_colour=True)
    assert "\x1b[1;31mFAIL\x1b[0m" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == render_text(made, width=width)


def test_captured_text_cannot_steer_the_terminal():
    import msgspec

    evil = msgspec.structs.replace(LINE, text="\x1b]0;title\x07Fa0/23\x9b2J")
    finding = msgspec.structs.replace(FAIL, evidence=(evil,), message="a\x1b[2Jb", remedy="\r")
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f]", render_text(report(Verdict.FAIL, finding))
    )


def test_every_place_of_the_example_is_the_line_that_is_cited():
    made = netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / "broken")
    lines = render_text(made).splitlines()
    cited = 0
    for place, text in zip(lines, lines[1:], strict=False):
        match = re.fullmatch(r" {11}(\S+):(\d+) \(sw\d, show .*\)", place)
        if match:
            cited += 1
            assert (
                Path(match[1]).read_text().splitlines()[int(match[2]) - 1].strip() == text.strip()
            )
    assert cited >= 4
