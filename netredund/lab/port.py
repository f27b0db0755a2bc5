"""Is one physical port of a simulated switch: carrier, speed, err-disable, counters, its link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from netredund.lab.clock import Clock, Countdown
from netredund.lab.config import InterfaceConfig, PortMode, SwitchConfig
from netredund.lab.frames.frame import BROADCAST
from netredund.lab.frames.trunk import Wish
from netredund.lab.link import Link
from netredund.lab.status import Counters

EMPTY = InterfaceConfig()


class PortHardware(msgspec.Struct, frozen=True, gc=False):
    """One port as it was built.

    `name` is the long one, `number` the port number of spanning tree and LACP, `speeds` in Mb/s
    (the highest that both ends have is negotiated).
    """

    name: str
    number: int
    speeds: tuple[int, ...] = (10, 100, 1000)


class FrameCounter:
    """Counts the frames and bytes of one interface, both ways."""

    __slots__ = ("in_bytes", "in_frames", "in_groups", "out_bytes", "out_frames", "out_groups")

    def __init__(self) -> None:
        self.in_frames = self.in_bytes = self.out_frames = self.out_bytes = 0
        self.in_groups = [0, 0]
        self.out_groups = [0, 0]

    def count_in(self, frame: bytes) -> None:
        self.in_frames += 1
        self.in_bytes += len(frame) + 4
        if frame[0] & 1:
            self.in_groups[frame[:6] == BROADCAST] += 1

    def count_out(self, frame: bytes) -> None:
        self.out_frames += 1
        self.out_bytes += len(frame) + 4
        if frame[0] & 1:
            self.out_groups[frame[:6] == BROADCAST] += 1

    def read(self) -> Counters:
        """Return the counts; bytes include the check sequence, as IOS counts."""
        return Counters(
            self.in_frames,
            self.in_bytes,
            self.in_groups[1],
            self.in_groups[0],
            self.out_frames,
            self.out_bytes,
            self.out_groups[1],
            self.out_groups[0],
        )


class PortHost(Protocol):
    """What a port needs of its switch."""

    config: SwitchConfig

    def receive_frame(self, port: Port, frame: bytes) -> None: ...

    def carrier_changed(self, port: Port) -> None: ...


class Port:
    """One physical port. It is `up` when its link has carrier.

    `heard_wish` is what the neighbour said of trunking, None where it said nothing.
    """

    def __init__(
        self, hardware: PortHardware, address: bytes, clock: Clock, host: PortHost
    ) -> None:
        self.hardware = hardware
        self.name = hardware.name
        self.number = hardware.number
        self.address = address
        self.clock = clock
        self.host = host
        self.stanza = EMPTY
        self.link: Link | None = None
        self.speed: int | None = None
        self.enabled = False
        self.shut = False
        self.heard_wish: Wish | None = None
        self.reason: str | None = None
        self.recovery: Countdown | None = None
        self.counter = FrameCounter()
        self.changed_s = clock.now_s
        self._offered = self.offered_speeds

    @property
    def up(self) -> bool:
        return self.speed is not None

    @property
    def trunks(self) -> bool:
        """Say whether it is a trunk: by its configuration, or because both ends agree.

        Catalyst 3750-X guide, table of trunk modes: auto follows one that wants a trunk.
        """
        mode, wish = self.stanza.mode, self.heard_wish
        if self.stanza.nonegotiate or mode in (PortMode.ACCESS, PortMode.TRUNK):
            return mode is PortMode.TRUNK
        wanting = mode is PortMode.DYNAMIC_DESIRABLE
        return wish in (Wish.ON, Wish.DESIRABLE) or (wanting and wish is Wish.AUTO)

    @property
    def device(self) -> str:
        return self.host.config.hostname

    @property
    def offered_speeds(self) -> tuple[int, ...]:
        configured = self.stanza.speed
        return self.hardware.speeds if configured is None else (configured,)

    @property
    def duplex(self) -> str:
        return self.stanza.duplex or "full"

    def plug(self, link: Link) -> None:
        """Put a cable in; a port has one."""
        if self.link is not None:
            raise ValueError(f"{self.name} has a link already")
        self.link = link
        link.plug(self)

    def configure(self, stanza: InterfaceConfig, *, enabled: bool) -> None:
        """Take the stanza and whether the port is switched on; the link follows."""
        self.stanza = stanza
        offered = self.offered_speeds
        if (enabled, offered) != (self.enabled, self._offered):
            self.enabled, self._offered = enabled, offered
            if self.link is not None:
                self.link.enable(self, enabled=enabled)

    def change_carrier(self, speed: int | None) -> None:
        if self.up and speed is not None:
            # another speed is another link: it goes down in between
            self.speed = None
            self.host.carrier_changed(self)
        self.speed = speed
        self.changed_s = self.clock.now_s
        self.host.carrier_changed(self)

    def schedule_recovery(self, delay_s: float, recover: Callable[[], None]) -> None:
        """Have `recover` called after `delay_s` in err-disable, if that is not arranged already."""
        if self.recovery is None:
            self.recovery = Countdown(self.clock, recover)
            self.recovery.start(delay_s)

    def clear_reason(self) -> None:
        """Take it out of err-disable."""
        self.reason = None
        self.cancel_recovery()

    def cancel_recovery(self) -> None:
        """Let it stay in err-disable until somebody takes it out."""
        if self.recovery is not None:
            self.recovery.stop()
            self.recovery = None

    def send(self, frame: bytes) -> None:
        if self.speed is not None and self.link is not None:
            self.counter.count_out(frame)
            self.link.send(self, frame)

    def receive(self, frame: bytes) -> None:
        if self.speed is not None:
            self.counter.count_in(frame)
            self.host.receive_frame(self, frame)
