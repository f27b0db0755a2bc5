"""What every part of a transaction is given: its journal, its sessions, and the time."""

import math
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from netredund.errors import JournalError, NetRedundError, RefusedError
from netredund.planning.change import Step
from netredund.session import SwitchSession
from netredund.transaction.entries import Kind
from netredund.transaction.guard import Armed, Guard
from netredund.transaction.journal import Journal
from netredund.transaction.standing import Ours, read_running
from netredund.transaction.switchboard import Switchboard

T = TypeVar("T")

POLL_S = 1.0
RETRY_S = 5.0
MAX_REFUSALS = 3
RECONNECT_S = 120.0
"""How long a switch is called again that nothing guards: it may be busy, or boot."""
BOOT_S = 300.0
"""How long a switch may need behind the end of its timer, a reload included."""


def start_clock() -> Callable[[], float]:
    """Return a clock of seconds since the epoch that does not jump when the host's time is set."""
    offset_s = time.time() - time.monotonic()
    return lambda: offset_s + time.monotonic()


class Progress(msgspec.Struct, frozen=True, gc=False):
    """What a transaction is doing now, for a person to read; `switch` is empty for all."""

    phase: str
    switch: str
    text: str


class Work:
    """One transaction while it is done, undone or finished."""

    def __init__(
        self,
        journal: Journal,
        board: Switchboard,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        tell: Callable[[Progress], None] | None = None,
    ) -> None:
        self.journal = journal
        self.board = board
        self.clock = clock
        self.sleep = sleep
        self._tell = tell

    def tell(self, phase: str, text: str, switch: str = "") -> None:
        """Say what is being done."""
        if self._tell is not None:
            self._tell(Progress(phase, switch, text))

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.journal.opening.plan.steps

    @property
    def touched(self) -> list[str]:
        """The switches that may have been changed or guarded, in the order of the plan."""
        named = {event.switch for event in self.journal.events if event.kind is Kind.ARMING}
        return [name for name in self.journal.opening.switches if name in named]

    def begun(self) -> Iterator[tuple[int, Step]]:
        """Yield the steps that were begun, with their numbers, in order."""
        for index in self.journal.begun_steps():
            yield index, self.steps[index]

    def ours(self, switch: str) -> Ours:
        """Return what tells our lines on a switch from those of others."""
        return Ours(switch, self.journal.opening.plan)

    def armed(self, switch: str) -> Armed:
        """Return what guards a switch."""
        event = self.journal.find(Kind.ARMING, switch)
        if event is None or event.guard is None:
            return Armed(Guard.OWN_LINES)
        after = self.journal.find(Kind.ARMED, switch)
        archived = after.archived if after else ""
        return Armed(
            event.guard, event.file, archived, event.place, event.listed, is_set=after is not None
        )

    def old(self, switch: str) -> str:
        """Return the running-config from before."""
        text = self.journal.config(switch, "old")
        if text is None:
            raise JournalError(str(self.journal.folder), f"{switch}.old.cfg is not there any more")
        return text

    def running(self, switch: str) -> str:
        """Return what a switch runs now."""
        return read_running(switch, self.board.session(switch))

    def left_s(self, switch: str) -> float:
        """Return how long it is until a switch goes back by itself; infinite where it does not."""
        armed = self.journal.find(Kind.ARMING, switch)
        if armed is None or armed.guard is None or not armed.guard.acts_alone:
            return math.inf
        # An earlier process may have had another time: none was armed in the future.
        end_s = min(armed.time_s, self.clock()) + 60 * self.journal.opening.timer_min
        return end_s - self.clock()

    def give_up_s(self, switch: str) -> float:
        """Return until when a switch is called again: behind the end of its timer and a boot."""
        left_s = self.left_s(switch)
        if left_s == math.inf:
            return self.clock() + RECONNECT_S
        return self.clock() + max(left_s + BOOT_S, RECONNECT_S)

    def insist(self, switch: str, task: Callable[[SwitchSession], T], until_s: float) -> T:
        """Do something at a switch, in new sessions until it succeeds or the time is over.

        A switch that refuses is asked three times only. What comes out at last is the error of the
        last attempt.
        """
        refused = 0
        while True:
            try:
                return task(self.board.session(switch))
            except NetRedundError as error:
                self.board.drop(switch)
                refused += isinstance(error, RefusedError)
                if refused == MAX_REFUSALS or self.clock() + RETRY_S > until_s:
                    raise
                self.tell("retry", f"{error}; trying again", switch)
                self.sleep(RETRY_S)
