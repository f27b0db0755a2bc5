"""Joins two ports: carries frames as bytes, and carrier, through memory."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from netredund.lab.clock import Clock

PROPAGATION_S = 1e-5
# Frames of data that a cable carries each way: so many at once, then so many a second, of which
# so many may wait. A loop saturates a link, in the lab as outside, and must not stop the lab.
BURST = 256
RATE_PER_S = 256
QUEUE = 64
PROTOCOL_GROUPS = (bytes.fromhex("0180c20000"), bytes.fromhex("01000ccccc"))

Observer = Callable[["Station", bytes], None]
Loses = Callable[[bytes], bool]


class Station(Protocol):
    """What a link is plugged into: a port of a switch or a NIC of a server.

    `offered_speeds` (Mb/s) are those that it would take now; the highest that both ends offer is
    what the link runs at, and without one there is no carrier.
    """

    @property
    def offered_speeds(self) -> tuple[int, ...]: ...

    @property
    def device(self) -> str:
        """Return the name of the switch or server that it is part of."""

    def receive(self, frame: bytes) -> None: ...

    def change_carrier(self, speed: int | None) -> None:
        """Take note that the link runs at `speed` now, None without carrier."""


class Link(Protocol):
    """One end of something that carries frames, as a port sees it (`Cable` or `Wire`)."""

    def plug(self, station: Station) -> None:
        """Take `station` as the next end."""

    def send(self, station: Station, frame: bytes) -> None:
        """Carry `frame` from `station` to the other end, if there is carrier."""

    def enable(self, station: Station, *, enabled: bool) -> None:
        """Say whether the port of `station` is switched on (also: offers other speeds now)."""


class Cable:
    """A cable between two stations.

    There is carrier while it is whole and both ends are switched on. `cut` and `restore` break
    and mend it; `silence` drops frames with carrier up (the failure that only a protocol sees).
    """

    def __init__(self, clock: Clock, name: str = "") -> None:
        self.clock = clock
        self.name = name
        self.stations: list[Station] = []
        self.speed: int | None = None
        self._enabled: list[bool] = []
        self._whole = True
        self._silent: list[Station] = []
        self._losses: list[tuple[Station, bool, Loses]] = []
        self._observers: list[Observer] = []
        self._budgets: list[tuple[float, float]] = []
        self.dropped = 0

    def plug(self, station: Station) -> None:
        if len(self.stations) == 2:
            raise ValueError(f"cable {self.name!r} has two ends, and both are plugged in")
        self.stations.append(station)
        self._enabled.append(False)
        self._budgets.append((BURST, self.clock.now_s))

    def enable(self, station: Station, *, enabled: bool) -> None:
        self._enabled[self.stations.index(station)] = enabled
        self._update()

    def cut(self) -> None:
        """Break the cable: both ends lose carrier."""
        self._whole = False
        self._update()

    def restore(self) -> None:
        """Mend the cable."""
        self._whole = True
        self._update()

    def silence(self, station: Station | None = None) -> None:
        """Drop every frame that `station` (None: either) sends from now on, with carrier up."""
        self._silent = list(self.stations) if station is None else [*self._silent, station]

    def unsilence(self) -> None:
        self._silent = []

    def lose(self, station: Station, loses: Loses, *, received: bool = False) -> Callable[[], None]:
        """Drop those frames that `station` sends (or receives) and `loses` picks.

        Returns what ends it. It stays when the other end is plugged in anew.
        """
        loss = (station, received, loses)
        self._losses.append(loss)
        return lambda: None if loss not in self._losses else self._losses.remove(loss)

    def carry_all(self) -> None:
        """Drop nothing any more."""
        self._silent = []
        self._losses = []

    def unplug(self, station: Station) -> None:
        """Take one end out: the other loses carrier."""
        place = self.stations.index(station)
        for each in (self.stations, self._enabled, self._budgets):
            del each[place]
        self._update()
        station.change_carrier(None)

    @property
    def up(self) -> bool:
        return self.speed is not None

    @property
    def whole(self) -> bool:
        return self._whole

    def other(self, station: Station) -> Station | None:
        """Return the station at the other end, None where nothing is plugged in."""
        for each in self.stations:
            if each is not station:
                return each
        return None

    def watch(self, observer: Observer) -> Callable[[], None]:
        """Call `observer(sender, frame)` for each frame that arrives; returns what ends it."""
        self._observers.append(observer)
        return partial(self._observers.remove, observer)

    def send(self, station: Station, frame: bytes) -> None:
        if self.speed is None or (self._silent and station in self._silent):
            return
        if any(
            (end is station) is not received and loses(frame)
            for end, received, loses in self._losses
        ):
            return
        wait_s = 0.0 if frame[:5] in PROTOCOL_GROUPS else self._wait(station)
        if wait_s * RATE_PER_S > QUEUE:
            self.dropped += 1
            return
        self.clock.after(wait_s + PROPAGATION_S, partial(self._deliver, station, frame))

    def _wait(self, station: Station) -> float:
        """Return how long the next frame waits for its turn (a token bucket that may owe)."""
        place = self.stations.index(station)
        room, since_s = self._budgets[place]
        now_s = self.clock.now_s
        room = min(BURST, room + (now_s - since_s) * RATE_PER_S)
        wait_s = max(0.0, 1 - room) / RATE_PER_S
        if wait_s * RATE_PER_S <= QUEUE:
            room -= 1
        self._budgets[place] = (room, now_s)
        return wait_s

    def _deliver(self, sender: Station, frame: bytes) -> None:
        receiver = self.other(sender)
        if self.speed is None or receiver is None:
            return
        for observer in tuple(self._observers):
            observer(sender, frame)
        receiver.receive(frame)

    def _update(self) -> None:
        speed: int | None = None
        if self._whole and len(self.stations) == 2 and all(self._enabled):
            first, second = (set(station.offered_speeds) for station in self.stations)
            speed = max(first & second, default=None)
        if speed == self.speed:
            return
        self.speed = speed
        for station in self.stations:
            station.change_carrier(speed)
