"""A push as a person reads it: what will be done, what is being done, where each switch stands."""

from collections.abc import Iterator
from datetime import datetime

from netredund.prediction.tables import render_prediction
from netredund.report.lines import printable
from netredund.report.plan_text import render_plan
from netredund.report.text import render_text
from netredund.transaction.entries import Kind
from netredund.transaction.journal import Journal
from netredund.transaction.outcome import Outcome, Result, Stand, SwitchOutcome
from netredund.transaction.prospect import Prospect
from netredund.transaction.work import Progress
from netredund.verdict.finding import Report, Verdict

_STANDS = {
    Stand.OLD: "has its old configuration",
    Stand.NEW: "has the new configuration",
    Stand.MIXED: "has neither the old nor the new configuration",
    Stand.UNKNOWN: "is not known",
}
_RESULTS = {
    Result.UNCHANGED: "nothing to do: the switches have all lines that are needed",
    Result.DECLINED: "declined: nothing was sent",
    Result.COMMITTED: "committed: proved and confirmed on every switch",
    Result.PENDING: "pending: confirmed on every switch; the server's side is still to come",
    Result.UNDONE: "undone: every switch has its old configuration",
    Result.UNFINISHED: "UNFINISHED: the switches do not stand alike; run netredund-switch recover",
}
_TYPED = ("send", "undo")
_COLOURS = {
    "guard": "34",
    "leg": "32",
    "confirm": "32",
    "undo": "33",
    "undone": "32",
    "revert": "33",
    "retry": "33",
    "surprise": "33",
}

_ENDS = {
    Result.COMMITTED: "1;32",
    Result.PENDING: "1;33",
    Result.UNDONE: "1;33",
    Result.UNFINISHED: "1;31",
}


def render_prospect(prospect: Prospect, *, has_colour: bool = False) -> str:
    """Return the plan, what is predicted, what guards each switch, and who else is on them."""
    text = render_plan(prospect.plan, has_colour=has_colour, is_short=True)
    prediction = render_prediction(prospect.forecast)
    if prediction:
        text += f"\n{prediction}"
    text += "\n"
    for each in prospect.guards:
        until = f", back by itself after {prospect.timer_min} min" if each.guard.acts_alone else ""
        why = f" ({each.why})" if each.why else ""
        text += f"{each.switch}: guarded by {each.guard.value}{until}{why}\n"
        if not each.is_saved:
            text += (
                f"{each.switch}: what it runs is not saved: a reload would lose more than this\n"
            )
    return f"{text}now: {_name_verdicts(prospect.before)}\n"


def _name_verdicts(report: Report) -> str:
    return ", ".join(f"{each.server} {each.verdict.value}" for each in report.servers)


def render_unfinished(journal: Journal, is_running: bool) -> str:
    """Return what a journal says of a push that did not end: what is to be done, what was done."""
    opening = journal.opening
    ahead = "proved, to be confirmed" if journal.is_decided else "to be undone"
    if is_running:
        ahead = "still running"
    switches = ", ".join(opening.switches)
    text = f"{journal.folder}: {', '.join(opening.servers)} on {switches}: {ahead}\n"
    begun = [opening.plan.steps[index].switch for index in journal.begun_steps()]
    for switch in opening.switches:
        count = sum(step.switch == switch for step in opening.plan.steps)
        text += f"  {switch}: {begun.count(switch)} of {count} steps begun"
        arming = journal.find(Kind.ARMING, switch)
        if arming is not None and arming.guard is not None:
            text += f", guarded by {arming.guard.value}"
            if arming.guard.acts_alone and journal.find(Kind.CONFIRMED, switch) is None:
                end = datetime.fromtimestamp(arming.time_s + 60 * opening.timer_min)
                text += f", back by itself at {end:%H:%M:%S}"
        text += "\n"
    return text


class ProgressText:
    """Writes what is being done, a line for each; what stands in an interface is indented."""

    def __init__(self, *, has_colour: bool = False) -> None:
        self._has_colour = has_colour
        self._is_inside = False

    def render(self, progress: Progress, elapsed_s: float) -> str | None:
        """Return one line, null for the `exit` that only ends an interface's lines."""
        text = printable(progress.text)
        if progress.switch and progress.phase in _TYPED:
            is_opening = text.startswith("interface ")
            self._is_inside = self._is_inside and text != "exit" and not is_opening
            if text == "exit":
                return None
            text = f" {text}" if self._is_inside else text
            self._is_inside = self._is_inside or is_opening
        else:
            self._is_inside = False
        word = f"{progress.phase:<8}"
        if self._has_colour and progress.phase in _COLOURS:
            word = f"\x1b[{_COLOURS[progress.phase]}m{word}\x1b[0m"
        return f"{elapsed_s:6.1f} s  {progress.switch:<8} {word} {text}".rstrip()


def render_outcome(outcome: Outcome, *, width: int | None = None, has_colour: bool = False) -> str:
    """Return how a push or a recovery ended, with what is not proved where all was read."""
    *lines, result = _write(outcome)
    if has_colour and outcome.result in _ENDS:
        result = f"\x1b[{_ENDS[outcome.result]}m{result}\x1b[0m"
    text = "".join(f"{line}\n" for line in (*lines, result))
    is_kept = outcome.result in (Result.COMMITTED, Result.PENDING, Result.UNCHANGED)
    if outcome.report is not None and is_kept:
        report = render_text(outcome.report, width=width, has_colour=has_colour, is_quiet=True)
        text = f"{report}\n{text}" if report else text
    return text


def _write(outcome: Outcome) -> Iterator[str]:
    if outcome.before is not None and outcome.report is not None and outcome.report.servers:
        yield f"before: {_name_verdicts(outcome.before)}"
        yield f"after:  {_name_verdicts(outcome.report)}"
    if outcome.reason:
        yield f"because: {outcome.reason}"
    for each in outcome.switches:
        yield f"{each.switch}: {_describe(each)}"
        yield from (f"  of the change: {line}" for line in each.left)
        yield from (f"  by somebody else, left as it is: {line}" for line in each.others)
    yield from (f"surprise: {finding.message}" for finding in outcome.surprises)
    yield from (f"warning: {line}" for line in outcome.unsaved)
    if outcome.journal:
        yield f"journal and backups: {outcome.journal}"
    if outcome.result is Result.COMMITTED and outcome.report is not None:
        verdict = outcome.report.verdict
        proved = (
            "" if verdict is Verdict.PASS else f"; the verdict on all servers is {verdict.value}"
        )
        yield _RESULTS[outcome.result] + proved
    else:
        yield _RESULTS[outcome.result]


def _describe(each: SwitchOutcome) -> str:
    parts = [_STANDS[each.stand]]
    if each.is_confirmed:
        parts.append("confirmed")
    if each.stand is Stand.NEW:
        parts.append("saved" if each.is_saved else "not saved to startup-config")
    if each.reason:
        parts.append(each.reason)
    return ", ".join(parts)
