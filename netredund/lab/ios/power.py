"""Whether a switch runs: reloads now and later, and what is lost and kept in them.

Kept are flash and the startup configuration. Lost are unsaved lines, sessions, timers, the log,
the list of the archive and everything that the protocols knew.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from netredund.lab.clock import Timer
from netredund.lab.ios.configurator import Configurator, enter_lines
from netredund.lab.ios.management import Configuration

if TYPE_CHECKING:
    from netredund.lab.ios.device import Device

BOOT_S = 60.0  # protocol time from the reload to the first line of the running switch
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
        self._timer: Timer | None = None

    @property
    def uptime_s(self) -> float:
        """How long the switch runs since it was started."""
        return self.device.clock.now_s - self.booted_s

    def schedule(self, delay_s: float, by: str, reason: str) -> ScheduledReload:
        """Reload after a delay, in place of what was scheduled before."""
        self.cancel()
        self.scheduled = ScheduledReload(self.device.clock.now_s + delay_s, by, reason)
        self._timer = self.device.clock.after(delay_s, self._reload_as_scheduled)
        return self.scheduled

    def cancel(self) -> bool:
        """Forget the scheduled reload; false where there is none."""
        if self._timer is not None:
            self._timer.cancel()
        was_scheduled = self.scheduled is not None
        self._timer = self.scheduled = None
        return was_scheduled

    def _reload_as_scheduled(self) -> None:
        scheduled = self.scheduled
        assert scheduled is not None
        self.reload(scheduled.by, scheduled.reason)

    def reload(self, by: str = "", reason: str = "") -> None:
        """Go down at once, and come back with the startup configuration after `boot_s`.

        One that is booting begins its boot anew.
        """
        device = self.device
        self.cancel()
        if self.on:
            text = f"Reload requested{' by ' + by if by else ''}. "
            reason = f"Reload Reason: {reason or DEFAULT_REASON}."
            device.report("SYS", 5, "RELOAD", text + reason)
        self.on = False
        self.boots += 1
        device.switch.power_off()
        device.rollback.forget()
        device.archive.forget()
        device.lock.clear()
        for watch in list(self.watchers):
            watch(False)
        device.sessions.clear()
        device.log.clear()
        device.logged = 0
        device.changed = device.saved_s = None
        self._timer = device.clock.after(self.boot_s, self._boot)

    def _boot(self) -> None:
        """Start with the startup configuration; lines that IOS refuses are left out, as it does."""
        device = self.device
        self._timer = None
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
