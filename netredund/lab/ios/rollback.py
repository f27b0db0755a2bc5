"""The confirmed change: a configuration that comes back unless somebody confirms in time.

Sources: IOS XE 16 configuration guide, "Configuration Rollback Confirmed Change", and the system
message guide for `ARCHIVE_DIFF`; the wording of the messages is from memory.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from netredund.errors import FlashError
from netredund.lab.clock import Timer
from netredund.lab.ios.replacement import replace_configuration

if TYPE_CHECKING:
    from netredund.lab.ios.device import Device
    from netredund.lab.ios.session import Session

NOTHING_PENDING = "%No Rollback Confirmed Change pending"
ALREADY_PENDING = "%A Rollback Confirmed Change is already pending"  # wording is ours
MINUTE_S = 60


class TimerKind(StrEnum):
    """What the timer counts: minutes, or minutes in which the session is idle."""

    ABSOLUTE = "absolute"
    IDLE = "idle"


class Pending(msgspec.Struct):
    """A change that waits: back to `url` after `minutes`; `session` is the one whose idling counts.

    `configured_s` is protocol time.
    """

    url: str
    kind: TimerKind
    minutes: int
    user: str
    configured_s: float
    session: "Session | None" = None


class Rollback:
    """The one confirmed change that a switch may wait for; timers run in protocol time."""

    def __init__(self, device: "Device") -> None:
        self.device = device
        self.pending: Pending | None = None
        self._timers: list[Timer] = []

    def arm(self, pending: Pending) -> None:
        """Wait for a confirmation from now on."""
        self.pending = pending
        self._announce(pending)
        self._start()

    def confirm(self, user: str) -> str:
        """Keep what was configured; the answer is what IOS prints."""
        if self.pending is None:
            return f"{NOTHING_PENDING}\n"
        self.forget()
        self._report("CONFIRM", f"User: {user}: Confirm the configuration change")
        return ""

    def reset(self, kind: TimerKind, minutes: int, session: "Session") -> str:
        """Take another timer for the change that waits."""
        if self.pending is None:
            return f"{NOTHING_PENDING}\n"
        url = self.pending.url
        now_s = self.device.clock.now_s
        self.arm(Pending(url, kind, minutes, session.user, now_s, session))
        return ""

    def revert(self, user: str) -> str:
        """Go back at once."""
        if self.pending is None:
            return f"{NOTHING_PENDING}\n"
        self._report("REVERTNOW", f"User: {user}: Rollback immediately.")
        return self._roll_back()

    def note_activity(self, session: "Session") -> None:
        """Take note that a session is not idle."""
        pending = self.pending
        if pending is not None and pending.kind is TimerKind.IDLE and pending.session is session:
            self._start()

    def forget(self) -> None:
        """Wait no longer, and change nothing."""
        self.pending = None
        self._stop()

    def _start(self) -> None:
        self._stop()
        assert self.pending is not None
        clock, left_s = self.device.clock, self.pending.minutes * MINUTE_S
        self._timers = [
            clock.after(left_s - MINUTE_S, self._warn),
            clock.after(left_s, self._expire),
        ]

    def _stop(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers = []

    def _expire(self) -> None:
        self._roll_back()

    def _roll_back(self) -> str:
        pending = self.pending
        assert pending is not None
        self.forget()
        self._report("ROLLBACK_START", f"Start rolling to: {pending.url}")
        head = f"Rollback Confirmed Change: rolling to:{pending.url}\n\n"
        try:
            lines = self.device.read_file(pending.url)
        except FlashError as error:
            text = f"%Error opening {pending.url} ({error.reason})"
            self.device.report("ARCHIVE_DIFF", 3, "DIFF_INFRA", text.lstrip("%"))
            return f"{head}{text}\n"
        return head + replace_configuration(self.device, lines, pending.user).text

    def _announce(self, pending: Pending) -> None:
        text = f"User: {pending.user}: Scheduled to rollback to config {pending.url} "
        if pending.kind is TimerKind.ABSOLUTE:
            self._report("START_ABSTIMER", f"{text}in {pending.minutes} minutes")
        else:
            text += f"if session has been idle for {pending.minutes} minutes"
            self._report("START_IDLETIMER", text)

    def _warn(self) -> None:
        pending = self.pending
        assert pending is not None
        ending = 'Enter "configure confirm" if you wish to keep what you\'ve configured'
        if pending.kind is TimerKind.ABSOLUTE:
            text = f"System will rollback to config {pending.url} in one minute. {ending}"
            self._report("WARNING_ABSTIMER", text)
        else:
            text = f"User: {pending.user}: idle session: system will rollback to config "
            self._report("WARNING_IDLETIMER", f"{text}{pending.url} in one minute. {ending}")

    def _report(self, what: str, text: str) -> None:
        self.device.report("ARCHIVE_DIFF", 5, f"ROLLBK_CNFMD_CHG_{what}", text)
