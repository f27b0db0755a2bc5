"""Whether a switch runs: reloads now and later, and what is lost and kept in them.

Kept are flash and the startup configuration. Lost are unsaved lines, sessions, timers, the log,
the list of the archive and everything that the protocols knew.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from netredund.lab.clock import Timer
from netredund.lab.ios.configurator import Configurator, enter_lines
from netredund.lab.ios.management import Configuration

if TYPE_CHECKING:
    from netredund.lab.ios.device import Device

BOOT_S = 60.0  # protocol time from the reload to the first line of the running switch
WARNINGS_S = (3600, 1800, 300, 60)
DEFAULT_REASON = "Reload Command"


class ScheduledReload(msgspec.Struct, frozen=True):
    """A reload to come, at protocol time `due_s`; `by` is who asked for it, from where."""

    due_s: float
    by: str
    reason: str = ""


class Power:
    """Reloads one switch. `boots` counts how often it was started again.

    `watchers` are called when it goes (False) and when it is there again (True).
    """

    def __init__(self, device: "Device", boot_s: float) -> None:
        self.device = device
        self.boot_s = boot_s
        self.on = True
        self.boots = 0
        self.booted_s = device.clock.now_s
        self.returned_by = "power-on"
        self.scheduled: ScheduledReload | None = None
        self.watchers: list[Callable[[bool], None]] = []
        self._timers: list[Timer] = []

    @property
    def uptime_s(self) -> float:
        """How long the switch runs since it was started."""
        return self.device.clock.now_s - self.booted_s

    def schedule(self, planned: ScheduledReload) -> None:
        """Reload when it is due, in place of what was scheduled before; every terminal is warned.

        IOS warns an hour, half an hour, five minutes and a minute before.
        """
        self._stop()
        clock = self.device.clock
        self.scheduled = planned
        self._timers = [
            clock.at(planned.due_s - before_s, partial(self._warn, before_s))
            for before_s in WARNINGS_S
            if planned.due_s - before_s >= clock.now_s
        ]
        self._timers.append(clock.at(planned.due_s, self._reload_as_scheduled))

    def cancel(self) -> bool:
        """Forget the scheduled reload; false where there is none."""
        if self.scheduled is None:
            return False
        self._stop()
        self.device.cry(notice("SHUTDOWN ABORTED"))
        return True

    def _stop(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers = []
        self.scheduled = None

    def _warn(self, before_s: int) -> None:
        hours, rest = divmod(before_s, 3600)
        self.device.cry(notice(f"SHUTDOWN in {hours}:{rest // 60:02}:{rest % 60:02}"))

    def _reload_as_scheduled(self) -> None:
        scheduled = self.scheduled
        assert scheduled is not None
        self.reload(scheduled.by, scheduled.reason)

    def reload(self, by: str = "", reason: str = "") -> None:
        """Go down at once, and come back with the startup configuration after `boot_s`.

        One that is booting begins its boot anew.
        """
        device = self.device
        self._stop()
        if self.on:
            device.cry(notice("SHUTDOWN NOW"))
            text = f"Reload requested{' by ' + by if by else ''}. "
            reason = f"Reload Reason: {reason or DEFAULT_REASON}."
            device.report("SYS", 5, "RELOAD", text + reason)
        self.on = False
        self.boots += 1
        for watch in list(self.watchers):
            watch(False)
        device.switch.power_off()
        device.rollback.forget()
        device.archive.forget()
        device.lock.clear()
        device.sessions.clear()
        device.log.clear()
        device.logged = 0
        device.changed = device.saved_s = None
        self._timers = [device.clock.after(self.boot_s, self._boot)]

    def _boot(self) -> None:
        """Start with the startup configuration; lines that IOS refuses are left out, as it does."""
        device = self.device
        self._timers = []
        fresh = Configuration()
        configurator = Configurator(fresh, device.release, device.model, tuple(device.hardware))
        for _ in enter_lines(configurator, device.startup or []):
            pass
        device.configuration.become(fresh)
        self.on = True
        self.booted_s = device.clock.now_s
        self.returned_by = "reload"
        device.switch.power_on()
        device.report("SYS", 5, "RESTART", "System restarted --")
        for watch in list(self.watchers):
            watch(True)


def notice(text: str) -> str:
    """Return what every terminal shows, whether it watches the log or not."""
    return f"\n\n***\n*** --- {text} ---\n***\n"
