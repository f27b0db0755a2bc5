"""What speaks against keeping a change, from the verdicts before and after."""

import pytest

from netredund.transaction.proof import find_objections
from netredund.verdict import Finding, Report, ServerReport, Verdict


def _report(*findings: tuple[str, Verdict], server: str = "db1") -> Report:
    made = tuple(
        Finding("lacp.all-bundled", server, verdict, message) for message, verdict in findings
    )
    worst = Verdict.FAIL if any(each.verdict is Verdict.FAIL for each in made) else Verdict.PASS
    return Report(worst, (ServerReport(server, "802.3ad", worst, made),))


NO_GROUP = ("no channel-group on leg 1", Verdict.FAIL)
NO_GROUP_EITHER = ("no channel-group on leg 2", Verdict.FAIL)


@pytest.mark.parametrize("others", [[], ["web1"]], ids=["none", "another"])
def test_a_server_that_was_broken_on_both_legs_may_stay_so_for_others(others):
    before = _report(NO_GROUP, NO_GROUP_EITHER)
    assert find_objections(others, before, before) == ()


def test_a_server_that_was_broken_may_not_break_otherwise():
    before = _report(NO_GROUP, NO_GROUP_EITHER)
    after = _report(NO_GROUP, ("suspended", Verdict.FAIL))
    assert [each.finding.message for each in find_objections([], before, after)] == ["suspended"]


def test_a_leg_that_passed_may_not_fail_beside_one_that_failed_before():
    before = _report(NO_GROUP, ("leg 2 is bundled", Verdict.PASS))
    after = _report(NO_GROUP, NO_GROUP_EITHER)
    found = find_objections([], before, after)
    assert [each.finding.message for each in found] == [NO_GROUP_EITHER[0]]


def test_a_server_that_is_meant_must_pass_even_where_it_failed_alike():
    before = _report(NO_GROUP, NO_GROUP_EITHER)
    assert len(find_objections(["db1"], before, before)) == 2
