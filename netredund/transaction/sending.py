"""Sending the lines of a plan: a leg at a time, and none after a leg that does not come up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from netredund.errors import DisturbedError, LegError, RefusedError
from netredund.planning.change import PlannedLine, Step
from netredund.planning.comparison import is_same_config
from netredund.refusals import is_other_spelling
from netredund.session import SwitchSession
from netredund.transaction.entries import Kind
from netredund.transaction.guard import Armed, Guard, arm, clean, find_archive_place, list_archive
from netredund.transaction.leg import LegState, look_at_leg
from netredund.transaction.standing import find_changes, read_running
from netredund.transaction.work import POLL_S, Work

STEADY_S = 3.0
"""A leg is looked at for more than a hello time (2 s): a guard acts on the first BPDU."""


class Wanted(Protocol):
    """What is wanted of the legs of a plan."""

    def group_of(self, step: Step) -> int | None:
        """Return the channel that a step's leg has to be bundled in, null for none."""

    def deadline_s(self, step: Step) -> float:
        """Return how long the protocol of a step's server may take."""


def send(
    work: Work,
    guards: Mapping[str, Guard],
    wanted: Wanted,
    *,
    is_server_pending: bool = False,
) -> None:
    """Send every step in its order, and wait behind each leg until it carries traffic.

    Raises RefusedError at the first line that is refused, SessionError, DisturbedError where
    somebody else has changed the switch, LegError where a leg stays down. Nothing is undone here.
    """
    entered: dict[str, None] = {}
    for index, step in enumerate(work.steps):
        session = work.board.session(step.switch)
        if step.switch not in entered:
            _check_undisturbed(work, step.switch, session)
            _arm(work, step.switch, session, guards[step.switch])
            entered[step.switch] = None
        if not session.mode:
            session.enter_configuration()
        work.journal.note(Kind.SENDING, step.switch, step=index)
        type_lines(work, "send", step.switch, session, step.do)
        session.leave_configuration()
        work.journal.note(Kind.SENT, step.switch, step=index)
        if step.leg is not None:
            _await_leg(work, step, session, wanted, is_server_pending=is_server_pending)
    for switch in entered:
        _keep_new(work, switch)


def type_lines(
    work: Work, phase: str, switch: str, session: SwitchSession, lines: Sequence[PlannedLine]
) -> None:
    """Type planned lines; one whose spelling was guessed once more in its other spelling."""
    for planned in lines:
        work.tell(phase, planned.line, switch)
        try:
            session.configure(planned.line)
        except RefusedError as error:
            if planned.otherwise is None or not is_other_spelling(error.reply):
                raise
            work.tell(phase, planned.otherwise, switch)
            session.configure(planned.otherwise)


def _check_undisturbed(work: Work, switch: str, session: SwitchSession) -> None:
    """Raise DisturbedError where the running-config is not the one that was planned upon."""
    now = read_running(switch, session)
    if not is_same_config(now, work.old(switch)):
        changes = ", ".join(map(str, find_changes(work.old(switch), now)[:3]))
        raise DisturbedError(
            switch, f"its running-config has changed since it was read: {changes}", "run it again"
        )


def _arm(work: Work, switch: str, session: SwitchSession, guard: Guard) -> None:
    """Set the guard of a switch; where its release knows no `configure replace`, do without."""
    file = f"flash:{work.journal.folder.name}.cfg" if guard is Guard.REPLACE_TIMER else ""
    place = find_archive_place(guard, work.old(switch))
    armed = Armed(guard, file, place=place, listed=list_archive(session, place))
    minutes = work.journal.opening.timer_min
    until = f": back by itself after {minutes} min" if guard.acts_alone else ""
    work.tell("guard", f"{guard.value}{until}", switch)
    work.journal.note(Kind.ARMING, switch, guard=guard, file=file, place=place, listed=armed.listed)
    try:
        archived = arm(session, armed, minutes)
    except RefusedError as error:
        if guard is not Guard.REPLACE_TIMER or not is_other_spelling(error.reply):
            raise
        clean(session, armed)
        work.tell("guard", f"{error}: {Guard.OWN_LINES.value} then", switch)
        work.journal.note(Kind.ARMING, switch, guard=Guard.OWN_LINES)
        archived = ""
    work.journal.note(Kind.ARMED, switch, archived=archived)


def _await_leg(
    work: Work, step: Step, session: SwitchSession, wanted: Wanted, *, is_server_pending: bool
) -> None:
    """Wait until a leg carries traffic; with a pending server, until its end is silent."""
    deadline_s = wanted.deadline_s(step)
    name = f"{step.server} {step.leg}, {step.subject}"
    work.tell("wait", f"{name}: up to {deadline_s:.0f} s", step.switch)

    def look() -> LegState:
        state = look_at_leg(session, step.subject, wanted.group_of(step))
        # A bond uses one aggregation at a time: while legs move from one to another, a leg waits.
        if state.is_waiting and _another_carries(work, step, session):
            return LegState()
        return state

    state = wait_for_leg(work, look, deadline_s, is_silence_enough=is_server_pending)
    if state.fault and not (is_server_pending and state.is_silent):
        raise LegError(step.switch, name, state.fault, deadline_s)
    work.tell("leg", f"{name}: {state.fault or 'in order'}", step.switch)


def _another_carries(work: Work, step: Step, session: SwitchSession) -> bool:
    """Tell whether a leg on this switch that is still to be moved carries the server's traffic."""
    done = set(work.journal.begun_steps())
    others = {
        each.subject
        for index, each in enumerate(work.steps)
        if index not in done
        and each.leg is not None
        and (each.server, each.switch) == (step.server, step.switch)
    }
    return any(not look_at_leg(session, port).fault for port in sorted(others - {step.subject}))


def wait_for_leg(
    work: Work,
    look: Callable[[], LegState],
    deadline_s: float,
    *,
    is_silence_enough: bool = False,
) -> LegState:
    """Return the state of a leg when it stays in order, or cannot change, or the time is over."""
    until_s = work.clock() + deadline_s
    good_s: float | None = None
    while True:
        state = look()
        now_s = work.clock()
        is_enough = not state.fault or (state.is_silent and is_silence_enough)
        if not is_enough:
            good_s = None
        elif good_s is None:
            good_s = now_s
        if good_s is not None and now_s - good_s >= STEADY_S:
            return state
        if state.is_final or (now_s >= until_s and good_s is None):
            return state
        work.sleep(POLL_S)


def _keep_new(work: Work, switch: str) -> None:
    """Keep the new running-config; raise DisturbedError where others have changed it as well."""
    new = work.running(switch)
    _, others = work.ours(switch).sort(find_changes(work.old(switch), new))
    if others:
        raise DisturbedError(
            switch, f"somebody else has changed it meanwhile: {', '.join(others[:3])}"
        )
    work.journal.keep_config(switch, "new", new)
