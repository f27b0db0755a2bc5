"""Says who it is, and hears who is there: CDP and LLDP on the physical ports of one switch."""

from typing import Protocol

import msgspec

from netredund.lab.bridging import native_vlan
from netredund.lab.clock import Clock, Countdown
from netredund.lab.config import SwitchConfig
from netredund.lab.frames.discovery import (
    Announcement,
    read_cdp,
    read_lldp,
    write_cdp,
    write_lldp,
)
from netredund.lab.frames.frame import LLDP_TYPE, Frame
from netredund.lab.port import Port

PERIODS_S = {"cdp": 60, "lldp": 30}
HOLDS_S = {"cdp": 180, "lldp": 120}


class Heard(msgspec.Struct, frozen=True, gc=False):
    """One neighbour on one port; it is forgotten at `until_s`."""

    protocol: str
    port: str
    announcement: Announcement
    until_s: float


class DiscoveryHost(Protocol):
    """What the announcements need of their switch."""

    config: SwitchConfig

    def announce(self, protocol: str, port: Port, hold_s: int) -> Announcement:
        """Say who the switch is, for an announcement out of a port."""

    def log(self, facility: str, severity: int, mnemonic: str, text: str) -> None: ...


class Discovery:
    """Announces one switch on each port that is up, and keeps what is announced to it."""

    def __init__(self, clock: Clock, host: DiscoveryHost) -> None:
        self._clock = clock
        self._host = host
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

    def _announce(self, protocol: str, port: Port) -> None:
        if not self._speaks(protocol, port):
            return
        write = write_cdp if protocol == "cdp" else write_lldp
        said = self._host.announce(protocol, port, HOLDS_S[protocol])
        port.send(write(said, port.address))

    def _speaks(self, protocol: str, port: Port) -> bool:
        config, stanza = self._host.config, port.stanza
        if protocol == "cdp":
            return config.cdp_run and stanza.cdp is not False
        return config.lldp_run and stanza.lldp_transmit is not False

    def _hears(self, protocol: str, port: Port) -> bool:
        config, stanza = self._host.config, port.stanza
        if protocol == "cdp":
            return config.cdp_run and stanza.cdp is not False
        return config.lldp_run and stanza.lldp_receive is not False

    def _compare(self, port: Port, said: Announcement) -> None:
        """Report a native VLAN that differs, as CDP does with each announcement."""
        own = native_vlan(port.stanza, trunks=port.trunks)
        if said.native_vlan not in (None, own):
            text = (
                f"Native VLAN mismatch discovered on {port.name} ({own}), "
                f"with {said.device} {said.port} ({said.native_vlan})."
            )
            self._host.log("CDP", 4, "NATIVE_VLAN_MISMATCH", text)

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
        if protocol == "cdp":
            self._compare(port, announcement)

    def heard(self, protocol: str) -> list[Heard]:
        """Return who was heard by `protocol` and still counts."""
        now_s = self._clock.now_s
        self._heard = {key: each for key, each in self._heard.items() if each.until_s > now_s}
        return [each for each in self._heard.values() if each.protocol == protocol]
