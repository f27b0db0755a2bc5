"""Recovery: what an interrupted push left is finished or undone, by its journal."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from netredund.session import Access
from netredund.transaction.ending import conclude, confirm_or_restore, end, undo
from netredund.transaction.journal import Journal, find_unfinished, state_folder
from netredund.transaction.outcome import Outcome
from netredund.transaction.switchboard import Switchboard
from netredund.transaction.work import Progress, Work, start_clock


def recover(
    journal: Path | str | None = None,
    *,
    access: Access | None = None,
    tell: Callable[[Progress], None] | None = None,
    state: Path | str | None = None,
    clock: Callable[[], float] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[Outcome, ...]:
    """Finish or undo every push that was begun and did not end; `journal` is the folder of one.

    Where all was proved before, it is confirmed everywhere; otherwise, or where a switch has gone
    back meanwhile, it is undone everywhere. A result that is `unfinished` can be recovered again.
    Raises UnfinishedError where another process still works on it, JournalError.
    """
    clock = clock or start_clock()
    if journal is not None:
        found = [Journal.load(Path(journal), clock)]
    else:
        found = list(find_unfinished(state_folder(state), clock))
    outcomes = (
        _recover(each, access or Access(), tell, clock, sleep)
        for each in found
        if each.is_begun and not each.is_ended
    )
    return tuple(outcome for outcome in outcomes if outcome is not None)


def _recover(
    journal: Journal,
    access: Access,
    tell: Callable[[Progress], None] | None,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> Outcome | None:
    """Finish or undo one; null where another process has, since it was found."""
    with contextlib.ExitStack() as opened:
        opened.enter_context(contextlib.closing(journal))
        journal.reopen()
        if journal.is_ended:
            return None
        board = opened.enter_context(
            contextlib.closing(Switchboard(journal.opening.switches, access))
        )
        work = Work(journal, board, clock=clock, sleep=sleep, tell=tell)
        ahead = "was proved, is confirmed" if journal.is_decided else "was not proved, is undone"
        work.tell("recover", f"{journal.folder}: {', '.join(journal.opening.servers)}: {ahead}")
        if journal.is_decided:
            return end(work, confirm_or_restore(work))
        return end(work, conclude(undo(work), "it was interrupted before all was proved"))
