"""Says who it is, and hears who is there: CDP and LLDP on the physical ports of one switch."""

from collections.abc import Callable

import msgspec

from netredund.lab.clock import Clock, Countdown
from netredund.lab.frame import LLDP_TYPE, Frame
from netredund.lab.frame_discovery import (
    Announcement,
    read_cdp,
    read_lldp,
    write_cdp,
    write_lldp,
)
from netredund.lab.port import Port

PERIODS_S = {"cdp": 60, "lldp": 30}
HOLDS_S = {"cdp": 180, "lldp": 120}


class Heard(msgspec.Struct, frozen=True, gc=False):
    """One neighbour on one port; it is forgotten at `until_s`."""

    protocol: str
    port: str
    announcement: Announcement
    until_s: float


class Discovery:
    """Announces one switch on each port that is up, and keeps what is announced to it.

    `describe` makes the announcement of a port for a protocol, or None where it must not speak;
    `hears` says whether a port listens. `noted` is called with each announcement.
    """

    def __init__(
        self,
        clock: Clock,
        describe: Callable[[str, Port], Announcement | None],
        hears: Callable[[str, Port], bool],
        noted: Callable[[str, Port, Announcement], None],
    ) -> None:
        self._clock = clock
        self._describe = describe
        self._hears = hears
        self._noted = noted
        self._timers: dict[tuple[str, str], Countdown] = {}
        self._heard: dict[tuple[str, str, str, str], Heard] = {}

    def start(self, port: Port) -> None:
        """Begin to announce on a port whose link came up."""
        for protocol, period_s in PERIODS_S.items():
            key = (protocol, port.name)
            if key not in self._timers:
                self._timers[key] = self._make_timer(protocol, port, period_s)
            self._announce(protocol, port)
            self._timers[key].start(period_s)

    def _make_timer(self, protocol: str, port: Port, period_s: float) -> Countdown:
        def expire() -> None:
            self._announce(protocol, port)
            timer.start(period_s)

        timer = Countdown(self._clock, expire)
        return timer

    def stop(self, port: Port) -> None:
        """End it: the link went down; who was there is forgotten."""
        for protocol in PERIODS_S:
            timer = self._timers.get((protocol, port.name))
            if timer is not None:
                timer.stop()
        self._heard = {key: each for key, each in self._heard.items() if each.port != port.name}

    def announce_again(self, port: Port) -> None:
        """Say what changed on a port that is up, at once."""
        for protocol in PERIODS_S:
            self._announce(protocol, port)

    def _announce(self, protocol: str, port: Port) -> None:
        announcement = self._describe(protocol, port)
        if announcement is not None:
            write = write_cdp if protocol == "cdp" else write_lldp
            port.send(write(announcement, port.address))

    def receive(self, port: Port, frame: Frame) -> None:
        """Take a frame that may be an announcement."""
        protocol = "lldp" if frame.kind == LLDP_TYPE else "cdp"
        if not self._hears(protocol, port):
            return
        announcement = read_lldp(frame) if protocol == "lldp" else read_cdp(frame)
        if announcement is None:
            return
        key = (protocol, port.name, announcement.device, announcement.port)
        if announcement.hold_s == 0:
            self._heard.pop(key, None)
            return
        until_s = self._clock.now_s + announcement.hold_s
        self._heard[key] = Heard(protocol, port.name, announcement, until_s)
        self._noted(protocol, port, announcement)

    def heard(self, protocol: str) -> list[Heard]:
        """Return who was heard by `protocol` and still counts."""
        now_s = self._clock.now_s
        self._heard = {key: each for key, each in self._heard.items() if each.until_s > now_s}
        return [each for each in self._heard.values() if each.protocol == protocol]
