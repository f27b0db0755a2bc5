"""Undoing a transaction: our lines out in the safe order, and the old configuration read back."""

import contextlib

from netredund.errors import JournalError, NetRedundError
from netredund.planning.change import Step
from netredund.planning.comparison import is_same_config
from netredund.session import SwitchSession
from netredund.transaction.entries import Kind
from netredund.transaction.guard import clean, disarm, is_armed, revert, tell_left
from netredund.transaction.leg import look_at_leg
from netredund.transaction.outcome import Stand, SwitchOutcome
from netredund.transaction.sending import type_lines, wait_for_leg
from netredund.transaction.standing import find_changes, read_running
from netredund.transaction.work import Work

LEG_WAIT_S = 60.0
"""A leg that was up before is waited for so long before the next one is touched."""


def restore(work: Work) -> tuple[SwitchOutcome, ...]:
    """Undo every step that was begun, the last one first, and tell where each switch stands.

    The undo lines come before the switch's own way back, because they go a leg at a time and leave
    alone what others have changed; a whole configuration is put back only where they do not do. A
    switch that does not answer is called until its own timer has put it back.
    """
    work.board.close()  # the lines to undo go through sessions in which nothing was typed
    lost: dict[str, str] = {}
    for index, step in reversed(list(work.begun())):
        if step.switch not in lost:
            try:
                _undo(work, index, step)
            except NetRedundError as error:
                lost[step.switch] = str(error)
                work.tell("undo", str(error), step.switch)
    return tuple(_conclude(work, switch, lost.get(switch, "")) for switch in work.touched)


def _undo(work: Work, index: int, step: Step) -> None:
    """Undo one step, and wait until its leg carries what it did before."""
    _note(work, Kind.UNDOING, step.switch, step=index)

    def take_back(session: SwitchSession) -> None:
        session.leave_configuration()
        if is_same_config(read_running(step.switch, session), work.old(step.switch)):
            return
        _type_undo(work, step, session)
        if index in work.journal.opening.carrying:
            wait_for_leg(work, lambda: look_at_leg(session, step.subject), LEG_WAIT_S)

    work.insist(step.switch, take_back, work.give_up_s(step.switch))


def _note(work: Work, kind: Kind, switch: str, step: int = -1) -> None:
    """Write an event; a disk that is full keeps nothing from being undone."""
    with contextlib.suppress(JournalError):
        work.journal.note(kind, switch, step=step)


def _type_undo(work: Work, step: Step, session: SwitchSession) -> None:
    session.enter_configuration()
    type_lines(work, "undo", step.switch, session, step.undo)
    session.leave_configuration()


def _conclude(work: Work, switch: str, lost: str) -> SwitchOutcome:
    """Read back what a switch runs, let it revert by itself if our lines did not do, disarm it."""
    armed = work.armed(switch)
    guard = armed.guard

    def settle(session: SwitchSession) -> SwitchOutcome:
        session.leave_configuration()
        ours, others = _sort(work, switch, session)
        if ours and lost:  # it came back behind the attempts to undo
            for _, step in reversed(list(work.begun())):
                if step.switch == switch:
                    _type_undo(work, step, session)
            ours, others = _sort(work, switch, session)
        if ours and guard.is_confirmed and not others and is_armed(session, guard):
            work.tell("revert", guard.value, switch)
            revert(session, armed)
            ours, others = _sort(work, switch, session)
        if ours:
            return SwitchOutcome(
                switch=switch, stand=Stand.MIXED, guard=guard.value, left=ours, others=others,
                reason=lost or "its running-config is not the old one",
            )  # fmt: skip
        disarm(session, armed)
        return SwitchOutcome(
            switch=switch, stand=Stand.OLD, guard=guard.value, others=others,
            reason=tell_left(clean(session, armed)),
        )  # fmt: skip

    try:
        outcome = work.insist(switch, settle, work.give_up_s(switch))
    except NetRedundError as error:
        return SwitchOutcome(
            switch=switch, stand=Stand.UNKNOWN, guard=guard.value, reason=str(error)
        )
    if outcome.stand is Stand.OLD:
        _note(work, Kind.UNDONE, switch)
        work.tell("undone", "its running-config is the old one", switch)
    return outcome


def _sort(
    work: Work, switch: str, session: SwitchSession
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    changes = find_changes(work.old(switch), read_running(switch, session))
    return work.ours(switch).sort(changes)
