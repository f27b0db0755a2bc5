from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netredund
from netredund.report import render_junit
from netredund.verdict import Evidence, Verdict
from tests.conftest import ROOT
from tests.report.reports import ALL, FAIL, PASS, SKIPPED, WARNING, report

EXAMPLE = ROOT / "docs/example"


def _parsed(made, **options):
    return ElementTree.fromstring(render_junit(made, **options))


def test_each_check_is_a_case_in_the_suite_of_its_server():
    suites = _parsed(netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / "broken"))
    assert [suite.get("name") for suite in suites] == ["netredund.web1", "netredund.db1"]
    assert {case.get("classname") for case in suites[1].iter("testcase")} == {"netredund.db1"}
    names = [(case.get("classname"), case.get("name")) for case in suites.iter("testcase")]
    assert ("netredund.web1", "stp.root[sw2]") in names
    assert len(set(names)) == len(names)


def test_verdicts_are_failure_error_skipped_and_nothing():
    found = {
        case.get("name"): [part.tag for part in case]
        for case in _parsed(report(Verdict.FAIL, *ALL)).iter("testcase")
    }
    assert found == {
        "stp.root[sw1]": ["system-out"],
        "leg.up": ["skipped"],
        "stp.link-speed[sw2]": ["system-out"],
        "stp.root[sw2]": ["error"],
        "stp.one-end-blocking": ["failure"],
    }


def test_counts_are_those_of_the_cases():
    (suite,) = _parsed(report(Verdict.FAIL, *ALL))
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "1", "errors": "1", "skipped": "1"}


def test_evidence_and_remedy_are_in_the_body():
    (failure,) = _parsed(report(Verdict.FAIL, FAIL)).iter("failure")
    assert failure.get("message") == FAIL.message
    assert failure.text.splitlines()[1:] == [
        "  captures/sw2/show_spanning-tree_vlan_1.txt:21 (sw2, show spanning-tree vlan 1)",
        "    Fa0/23  Desg FWD 100  128.23  P2p",
        "  remedy: put eth1 into the bridge",
    ]


def test_a_warning_is_told_in_the_output_of_its_case():
    (out,) = _parsed(report(Verdict.PASS, WARNING)).iter("system-out")
    assert out.text.startswith(f"warning\n{WARNING.message}")


def test_skipped_is_an_error_where_all_checks_count():
    (suite,) = _parsed(report(Verdict.UNKNOWN, PASS, SKIPPED), is_skipped_unknown=True)
    assert (suite.get("errors"), suite.get("skipped")) == ("1", "0")


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.UNKNOWN])
def test_no_verdict_but_pass_is_without_a_failure_or_an_error(verdict):
    suites = _parsed(report(verdict))
    assert [*suites.iter("failure"), *suites.iter("error")]


def test_notes_are_behind_the_last_case():
    (suite,) = _parsed(report(Verdict.PASS, PASS, notes=("one", "two")))
    assert (suite[-1].tag, suite[-1].text) == ("system-out", "note: one\nnote: two")


@given(text=st.text(st.characters(), max_size=60))
def test_any_text_makes_well_formed_xml(text):
    evidence = Evidence(text, text, 1, text, text)
    finding = msgspec.structs.replace(
        FAIL, check=text, subject=text, message=text, evidence=(evidence,), remedy=text
    )
    (failure,) = _parsed(report(Verdict.FAIL, finding, notes=(text,))).iter("failure")
    assert failure.text
