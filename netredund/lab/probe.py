"""Sends a test frame from one server to another and says whether it came, and which way it took."""

from collections.abc import Iterable
from functools import partial
from itertools import count

import msgspec

from netredund.lab.clock import Clock
from netredund.lab.frames.frame import PROBE_TYPE, Frame, read_frame
from netredund.lab.link import Cable, Station
from netredund.lab.servers.server import Server

FLIGHT_S = 0.005  # longer than a frame is on its way through any lab
_tokens = count(1)


class Hop(msgspec.Struct, frozen=True, gc=False):
    """One cable on the way, from device to device."""

    cable: str
    sender: str
    receiver: str


class Probe:
    """A test frame between two servers over the given cables.

    probe = Probe(clock, cables, web1, db1)
    way = probe.send()          # None where it did not come
    """

    def __init__(
        self, clock: Clock, cables: Iterable[Cable], source: Server, target: Server
    ) -> None:
        self.clock = clock
        self.cables = tuple(cables)
        self.source = source
        self.target = target

    def send(self) -> tuple[Hop, ...] | None:
        """Send one frame, let it fly, and return the way it took; None where it did not arrive.

        Moves the clock by a few milliseconds.
        """
        token = next(_tokens).to_bytes(8)
        came: dict[str, Hop] = {}
        arrived: list[Frame] = []

        def take(frame: Frame) -> None:
            if frame.kind == PROBE_TYPE and frame.payload.startswith(token):
                arrived.append(frame)

        stops = [cable.watch(partial(self._note, token, came, cable)) for cable in self.cables]
        before, self.target.taken = self.target.taken, take
        self.source.send(self.target.address, PROBE_TYPE, token)
        self.clock.run_for(FLIGHT_S)
        self.target.taken = before
        for stop in stops:
            stop()
        return self._way(came) if arrived else None

    def _note(
        self, token: bytes, came: dict[str, Hop], cable: Cable, sender: Station, raw: bytes
    ) -> None:
        frame = read_frame(raw)
        receiver = cable.other(sender)
        if frame is None or receiver is None:
            return
        if frame.kind == PROBE_TYPE and frame.payload.startswith(token):
            hop = Hop(cable.name, sender.device, receiver.device)
            came.setdefault(receiver.device, hop)

    def _way(self, came: dict[str, Hop]) -> tuple[Hop, ...]:
        """Follow the first arrivals back from the target."""
        way: list[Hop] = []
        device = self.target.config.name
        while device != self.source.config.name:
            hop = came[device]
            way.append(hop)
            device = hop.sender
        return tuple(reversed(way))


def measure_outage(
    probe: Probe, duration_s: float, interval_s: float = 0.1
) -> tuple[float, tuple[Hop, ...] | None]:
    """Return for how long no frame came within the next `duration_s`, and the way at the end.

    A frame is sent each `interval_s`; the outage is the time from the first that was lost to the
    next that came after the last loss, or to the end.
    """
    clock = probe.clock
    end_s = clock.now_s + duration_s
    first_lost_s: float | None = None
    lost_until_s = 0.0
    way: tuple[Hop, ...] | None = None
    while clock.now_s < end_s:
        sent_s = clock.now_s
        way = probe.send()
        if way is None:
            first_lost_s = sent_s if first_lost_s is None else first_lost_s
            lost_until_s = sent_s + interval_s
        clock.run_until(sent_s + interval_s)
    return (0.0 if first_lost_s is None else lost_until_s - first_lost_s), way
