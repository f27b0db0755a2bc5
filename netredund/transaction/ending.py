"""The end of a transaction: what its switches say together, and the journal's last line."""

import msgspec

from netredund.errors import JournalError
from netredund.planning.change import Plan
from netredund.transaction.confirming import confirm, save
from netredund.transaction.entries import Kind
from netredund.transaction.outcome import Outcome, Result, Stand, SwitchOutcome
from netredund.transaction.restoring import restore
from netredund.transaction.work import Work
from netredund.verdict.finding import Report


def conclude(
    switches: tuple[SwitchOutcome, ...],
    reason: str,
    *,
    plan: Plan | None = None,
    before: Report | None = None,
    report: Report | None = None,
) -> Outcome:
    """Return `undone` where every switch has its old configuration, else `unfinished`."""
    is_undone = all(each.stand is Stand.OLD for each in switches)
    return Outcome(
        result=Result.UNDONE if is_undone else Result.UNFINISHED,
        reason=reason,
        switches=switches,
        plan=plan,
        before=before,
        report=report,
    )


def undo(work: Work) -> tuple[SwitchOutcome, ...]:
    """Restore every switch; where that is interrupted, none is known to be done."""
    try:
        return restore(work)
    except KeyboardInterrupt:
        return _list_unknown(work, "its undoing was interrupted")


def _list_unknown(work: Work, reason: str) -> tuple[SwitchOutcome, ...]:
    work.tell("leave", reason)
    return tuple(
        SwitchOutcome(
            switch=switch, stand=Stand.UNKNOWN, guard=work.armed(switch).guard.value, reason=reason
        )
        for switch in work.touched
    )


def confirm_or_restore(
    work: Work,
    *,
    plan: Plan | None = None,
    before: Report | None = None,
    report: Report | None = None,
    is_pending: bool = False,
) -> Outcome:
    """Confirm everywhere; where a switch went back meanwhile, undo the others as well.

    A switch that does not answer may have been confirmed or not: then nothing more is done, and it
    is unfinished.
    """
    try:
        found = confirm(work)
    except KeyboardInterrupt:
        found = _list_unknown(work, "its confirming was interrupted")
    if all(each.stand is Stand.NEW for each in found):
        return Outcome(
            result=Result.PENDING if is_pending else Result.COMMITTED,
            switches=found,
            plan=plan,
            before=before,
            report=report,
        )
    reason = "; ".join(f"{each.switch}: {each.reason}" for each in found if each.reason)
    if not any(each.stand is Stand.UNKNOWN for each in found):
        work.tell("undo", reason)
        found = undo(work)
    return conclude(found, reason, plan=plan, before=before, report=report)


def end(work: Work, outcome: Outcome, *, is_saved: bool = False) -> Outcome:
    """Save if it is asked for, and end the journal of what is finished."""
    if is_saved and outcome.result in (Result.COMMITTED, Result.PENDING):
        outcome = msgspec.structs.replace(outcome, unsaved=save(work))
    switches = tuple(
        msgspec.structs.replace(each, is_saved=_is_saved(work, each)) for each in outcome.switches
    )
    outcome = msgspec.structs.replace(outcome, switches=switches)
    if outcome.result is not Result.UNFINISHED:
        try:
            work.journal.note(Kind.ENDED, text=outcome.result.value)
        except JournalError as error:
            reason = f"{outcome.reason}; " if outcome.reason else ""
            outcome = msgspec.structs.replace(outcome, reason=f"{reason}{error}")
    return msgspec.structs.replace(outcome, journal=str(work.journal.folder))


def _is_saved(work: Work, outcome: SwitchOutcome) -> bool:
    """Tell whether the new configuration of a switch was saved, also before an interruption."""
    return outcome.stand is Stand.NEW and work.journal.find(Kind.SAVED, outcome.switch) is not None
