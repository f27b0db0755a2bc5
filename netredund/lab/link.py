"""Joins two ports: carries frames as bytes, and carrier, through memory."""

from collections.abc import Callable
from typing import Protocol

from netredund.lab.clock import Clock

PROPAGATION_S = 1e-5


class Station(Protocol):
    """What a link is plugged into: a port of a switch or a NIC of a server."""

    speeds: tuple[int, ...]

    def receive(self, frame: bytes) -> None: ...

    def change_carrier(self, up: bool, speed: int | None) -> None: ...


class Link(Protocol):
    """One end of something that carries frames, as a port sees it (`Cable` or `Wire`)."""

    def plug(self, station: Station) -> None:
        """Take `station` as the next end."""

    def send(self, station: Station, frame: bytes) -> None:
        """Carry `frame` from `station` to the other end, if there is carrier."""

    def enable(self, station: Station, enabled: bool) -> None:
        """Say whether the port of `station` is switched on; carrier needs both ends on."""


class Cable:
    """A cable between two stations.

    There is carrier while it is whole and both ends are switched on. `cut` and `restore` break
    and mend it; `silence` drops frames with carrier up (the failure that only a protocol sees).
    """

    def __init__(self, clock: Clock, name: str = "") -> None: ...

    def cut(self) -> None: ...

    def restore(self) -> None: ...

    def silence(self, station: Station | None = None) -> None:
        """Drop every frame that `station` (None: either) sends from now on, with carrier up."""

    def unsilence(self) -> None: ...

    @property
    def up(self) -> bool: ...

    def watch(self, observer: Callable[[Station, bytes], None]) -> Callable[[], None]:
        """Call `observer(sender, frame)` for each frame; returns what ends it."""
