"""Confirming a transaction on all its switches, when all are proved."""

import contextlib

from netredund.errors import JournalError, NetRedundError, UnprovedError
from netredund.planning.comparison import is_same_config
from netredund.session import SwitchSession
from netredund.transaction.entries import Kind
from netredund.transaction.guard import clean, disarm, is_armed, tell_left
from netredund.transaction.outcome import Stand, SwitchOutcome
from netredund.transaction.standing import read_running
from netredund.transaction.work import Work

_SAVE = "write memory"
_CONFIRMING_S = 20.0
"""What confirming may take for each switch; a timer that runs out before then is too late."""


def decide(work: Work) -> None:
    """Look at every switch once more, in a new session, and write down that all are proved.

    Raises UnprovedError where one does not run what was left on it, or its guard has acted or may
    act before all are confirmed; no confirm has gone to any switch then.
    """
    reasons = []
    needed_s = _CONFIRMING_S * len(work.touched)
    for switch in work.touched:
        session = work.board.renew(switch)
        guard = work.armed(switch).guard
        if not _runs_new(work, switch, session):
            reasons.append(f"{switch}: its running-config is not the one that was left on it")
        elif not is_armed(session, guard):
            reasons.append(f"{switch}: its guard ({guard.value}) does not stand any more")
        elif work.left_s(switch) < needed_s:
            reasons.append(f"{switch}: its timer runs out before all could be confirmed")
    if reasons:
        raise UnprovedError(reasons)
    work.journal.note(Kind.DECIDED)


def confirm(work: Work) -> tuple[SwitchOutcome, ...]:
    """Confirm every switch, then read all of them back, and tell where each stands.

    A switch that cannot be reached until its timer has run out ends it: the ones behind it are not
    confirmed either, so that they go back by themselves.
    """
    found: dict[str, SwitchOutcome] = {}
    for switch in work.touched:
        found[switch] = _confirm_switch(work, switch)
        if found[switch].stand is not Stand.NEW:
            break
    for switch in work.touched:
        if switch not in found:
            found[switch] = _read_back(work, switch)
        elif found[switch].stand is Stand.NEW:
            again = _read_back(work, switch)
            if again.stand is not Stand.NEW:
                found[switch] = again
    return tuple(found[switch] for switch in work.touched)


def _confirm_switch(work: Work, switch: str) -> SwitchOutcome:
    armed = work.armed(switch)
    guard = armed.guard
    with contextlib.suppress(JournalError):  # all is decided; `recover` would confirm it, too
        work.journal.note(Kind.CONFIRMING, switch)
    work.tell("confirm", guard.confirmation or "looked at once more: it has no timer", switch)

    def settle(session: SwitchSession) -> SwitchOutcome:
        session.leave_configuration()
        if not _runs_new(work, switch, session):
            return _judge(work, switch, session)
        disarm(session, armed)
        left = tell_left(clean(session, armed))
        if not _runs_new(work, switch, session):
            return _judge(work, switch, session)
        return SwitchOutcome(
            switch=switch, stand=Stand.NEW, guard=guard.value, is_confirmed=True, reason=left
        )

    try:
        outcome = work.insist(switch, settle, work.give_up_s(switch))
    except NetRedundError as error:
        return _unknown(work, switch, error)
    if outcome.is_confirmed:
        with contextlib.suppress(JournalError):
            work.journal.note(Kind.CONFIRMED, switch)
    return outcome


def _read_back(work: Work, switch: str) -> SwitchOutcome:
    """Tell where a switch stands, without changing it."""
    work.board.drop(switch)  # while another was waited for, it may have ended an idle session
    try:
        return work.insist(switch, lambda session: _judge(work, switch, session), work.clock())
    except NetRedundError as error:
        return _unknown(work, switch, error)


def _judge(work: Work, switch: str, session: SwitchSession) -> SwitchOutcome:
    guard = work.armed(switch).guard
    running = read_running(switch, session)
    new = work.journal.config(switch, "new")
    stand, reason = Stand.MIXED, "its running-config is neither the old nor the new one"
    if new is not None and is_same_config(running, new):
        stand, reason = Stand.NEW, ""
    elif is_same_config(running, work.old(switch)):
        stand, reason = Stand.OLD, "it went back to the old configuration"
    return SwitchOutcome(
        switch=switch, stand=stand, guard=guard.value, reason=reason,
        is_confirmed=stand is Stand.NEW and not is_armed(session, guard),
    )  # fmt: skip


def _unknown(work: Work, switch: str, error: NetRedundError) -> SwitchOutcome:
    guard = work.armed(switch).guard
    return SwitchOutcome(switch=switch, stand=Stand.UNKNOWN, guard=guard.value, reason=str(error))


def _runs_new(work: Work, switch: str, session: SwitchSession) -> bool:
    new = work.journal.config(switch, "new")
    return new is not None and is_same_config(read_running(switch, session), new)


def save(work: Work) -> tuple[str, ...]:
    """Save the running-config of every switch; return what was not saved and why."""
    problems = []
    for switch in work.touched:
        try:
            work.journal.note(Kind.SAVING, switch)
            work.tell("save", _SAVE, switch)
            work.insist(switch, lambda session: session.execute(_SAVE), work.clock())
            work.journal.note(Kind.SAVED, switch)
        except (NetRedundError, KeyboardInterrupt) as error:
            problems.append(f"{switch}: not saved: {str(error) or 'it was interrupted'}")
    return tuple(problems)
