"""The end of a transaction: what its switches say together, and the journal's last line."""

import msgspec

from netredund.planning.change import Plan
from netredund.transaction.confirming import confirm, save
from netredund.transaction.journal import Kind
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
    found = confirm(work)
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
        found = restore(work)
    return conclude(found, reason, plan=plan, before=before, report=report)


def end(work: Work, outcome: Outcome, *, is_saved: bool = False) -> Outcome:
    """Save if it is asked for, and end the journal of what is finished."""
    unsaved: tuple[str, ...] = ()
    if is_saved and outcome.result in (Result.COMMITTED, Result.PENDING):
        unsaved = save(work)
        failed = {each.partition(":")[0] for each in unsaved}
        switches = tuple(
            msgspec.structs.replace(each, is_saved=each.switch not in failed)
            for each in outcome.switches
        )
        outcome = msgspec.structs.replace(outcome, switches=switches, unsaved=unsaved)
    if outcome.result is not Result.UNFINISHED:
        work.journal.note(Kind.ENDED, text=outcome.result.value)
    return msgspec.structs.replace(outcome, journal=str(work.journal.folder))
