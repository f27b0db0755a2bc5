import msgspec
import pytest

from netredund.report.cases import list_cases
from netredund.verdict import Verdict
from tests.report.reports import ALL, FAIL, PASS, SKIPPED, UNKNOWN, WARNING, report


def _replace(finding, **values):
    return msgspec.structs.replace(finding, **values)


def test_a_case_is_named_by_its_check_and_by_a_subject_that_is_not_the_server():
    names = [case.name for case in list_cases(report(Verdict.FAIL, *ALL))]
    assert names == [
        "stp.root[sw1]", "leg.up", "stp.link-speed[sw2]", "stp.root[sw2]", "stp.one-end-blocking",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        (("pass", "fail", "unknown"), "fail"),
        (("pass", "unknown", "warning"), "unknown"),
        (("skipped", "warning", "pass"), "warning"),
        (("pass", "skipped"), "skipped"),
        (("pass", "pass"), "pass"),
    ],
)
def test_findings_of_one_check_about_one_subject_are_one_case_with_the_worst_verdict(
    verdicts, worst
):
    findings = [_replace(PASS, verdict=Verdict(each), message=each) for each in verdicts]
    (case,) = [
        case for case in list_cases(report(Verdict.PASS, *findings)) if case.name != "verdict"
    ]
    assert (case.verdict, case.message) == (worst, worst)
    assert case.body.startswith(worst)
    assert all(each in case.body for each in verdicts)


@pytest.mark.parametrize("verdict", [Verdict.FAIL, Verdict.UNKNOWN])
@pytest.mark.parametrize("findings", [(), (PASS,), (SKIPPED, WARNING)])
def test_a_verdict_that_no_case_explains_is_a_case(verdict, findings):
    *_, last = list_cases(report(verdict, *findings))
    assert (last.name, last.verdict) == ("verdict", verdict)


@pytest.mark.parametrize(
    ("verdict", "findings"),
    [
        (Verdict.FAIL, (FAIL, PASS)),
        (Verdict.UNKNOWN, (UNKNOWN,)),
        (Verdict.PASS, (PASS, SKIPPED, WARNING)),
    ],
)
def test_a_verdict_that_the_cases_explain_is_none(verdict, findings):
    assert "verdict" not in [case.name for case in list_cases(report(verdict, *findings))]


def test_skipped_is_unknown_where_all_checks_count():
    cases = list(list_cases(report(Verdict.UNKNOWN, PASS, SKIPPED), is_skipped_unknown=True))
    assert [(case.name, case.verdict.value) for case in cases] == [
        ("stp.root[sw1]", "pass"), ("leg.up", "unknown"),
    ]  # fmt: skip
