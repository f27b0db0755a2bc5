import pytest

from netredund.report.push_text import ProgressText, render_outcome, render_prospect
from netredund.transaction import (
    Guard,
    Outcome,
    Progress,
    Prospect,
    Result,
    Stand,
    SwitchOutcome,
)
from netredund.transaction.prospect import GuardedSwitch
from netredund.verdict import Verdict
from tests.report.reports import FAIL, PASS, report


def _progress(*lines, phase="send", has_colour=False):
    text = ProgressText(has_colour=has_colour)
    return [text.render(Progress(phase, "sw1", line), 1.0) for line in lines]


def test_lines_of_an_interface_are_indented_and_its_exit_is_not_shown():
    shown = _progress("interface Fa0/1", "no shutdown", "interface Fa0/2", "exit", "vlan 5")
    assert shown == [
        "   1.0 s  sw1      send     interface Fa0/1",
        "   1.0 s  sw1      send      no shutdown",
        "   1.0 s  sw1      send     interface Fa0/2",
        None,
        "   1.0 s  sw1      send     vlan 5",
    ]


def test_what_stops_a_push_inside_an_interface_is_not_indented():
    text = ProgressText()
    text.render(Progress("send", "sw1", "interface Fa0/1"), 0)
    line = text.render(Progress("undo", "", "sw1: refused"), 2.5)
    assert line == "   2.5 s           undo     sw1: refused"


def test_progress_has_no_colour_unless_it_is_wanted():
    assert "\x1b" not in _progress("up", phase="leg")[0]
    assert _progress("up", phase="leg", has_colour=True) == [
        "   1.0 s  sw1      \x1b[32mleg     \x1b[0m up"
    ]


def test_what_a_switch_says_does_not_steer_the_terminal():
    assert r"\x1b[2J" in _progress("% Bad \x1b[2J", phase="retry")[0]


@pytest.mark.parametrize("guard", Guard)
def test_a_guard_says_whether_the_switch_goes_back_by_itself(guard):
    from netredund.planning import Plan
    from netredund.prediction.forecast import Basis, Forecast

    prospect = Prospect(
        plan=Plan(), guards=(GuardedSwitch("sw1", guard, "for this reason"),), timer_min=7,
        before=report(Verdict.FAIL, FAIL), servers=("web1",),
        forecast=Forecast(basis=Basis.PLAN, verdict=Verdict.PASS, vlans=(), bonds=(), notes=()),
    )  # fmt: skip
    text = render_prospect(prospect)
    assert f"sw1: guarded by {guard.value}" in text
    assert "(for this reason)\n" in text
    assert ("back by itself after 7 min" in text) == (guard is not Guard.OWN_LINES)
    assert text.endswith("now: web1 fail\n")


def test_an_end_shows_the_verdicts_before_and_after():
    outcome = Outcome(
        result=Result.COMMITTED, before=report(Verdict.FAIL, FAIL),
        report=report(Verdict.PASS, PASS),
        switches=(SwitchOutcome(switch="sw1", stand=Stand.NEW, is_confirmed=True),),
    )  # fmt: skip
    assert render_outcome(outcome).splitlines() == [
        "before: web1 fail",
        "after:  web1 pass",
        "sw1: has the new configuration, confirmed, not saved to startup-config",
        "committed: proved and confirmed on every switch",
    ]


def test_the_last_line_alone_has_the_colour_of_the_end():
    plain = render_outcome(Outcome(result=Result.UNFINISHED, reason="no answer"))
    coloured = render_outcome(
        Outcome(result=Result.UNFINISHED, reason="no answer"), has_colour=True
    )
    because, result = plain.splitlines()
    assert coloured == f"{because}\n\x1b[1;31m{result}\x1b[0m\n"


@pytest.mark.parametrize("result", Result)
def test_every_end_has_its_sentence(result):
    assert render_outcome(Outcome(result=result)).strip()
