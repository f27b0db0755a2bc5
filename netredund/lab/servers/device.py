"""Is a network device of a simulated server: what has carrier, sends, and hands frames up."""

from collections.abc import Callable

from netredund.lab.clock import Clock
from netredund.lab.link import Link

SPEEDS = (10, 100, 1000, 2500, 5000, 10000, 25000, 40000, 100000)


class Device:
    """A NIC, a bond or a bridge; `upper` takes its frames, `watch` hears of its carrier."""

    def __init__(self, name: str, index: int, address: bytes, clock: Clock) -> None:
        self.name = name
        self.index = index
        self.address = address
        self.clock = clock
        self.upper: Callable[[bytes], None] | None = None
        self.watch: Callable[[], None] | None = None
        self.master: str | None = None

    @property
    def up(self) -> bool:
        """Say whether there is carrier."""
        raise NotImplementedError

    @property
    def speed(self) -> int | None:
        """Return the speed in Mb/s, None where it is not known."""
        raise NotImplementedError

    def send(self, frame: bytes) -> None:
        """Send a frame as it is."""
        raise NotImplementedError

    def _hand_up(self, frame: bytes) -> None:
        if self.upper is not None:
            self.upper(frame)

    def _tell(self) -> None:
        if self.watch is not None:
            self.watch()


class Nic(Device):
    """One network card. `permanent` is its own address, `address` the one it works with."""

    def __init__(
        self, device: str, name: str, index: int, address: bytes, speed: int, clock: Clock
    ) -> None:
        super().__init__(name, index, address, clock)
        self.device = device
        self.permanent = address
        self.offered_speeds = tuple(each for each in SPEEDS if each <= speed)
        self.enabled = True
        self.link: Link | None = None
        self._speed: int | None = None

    @property
    def up(self) -> bool:
        return self._speed is not None

    @property
    def speed(self) -> int | None:
        return self._speed

    def plug(self, link: Link) -> None:
        """Put a cable in; a NIC has one."""
        if self.link is not None:
            raise ValueError(f"{self.name} has a link already")
        self.link = link
        link.plug(self)
        link.enable(self, enabled=self.enabled)

    def switch(self, *, enabled: bool) -> None:
        """Switch the card on or off."""
        self.enabled = enabled
        if self.link is not None:
            self.link.enable(self, enabled=enabled)

    def change_carrier(self, speed: int | None) -> None:
        self._speed = speed
        self._tell()

    def send(self, frame: bytes) -> None:
        if self._speed is not None and self.link is not None:
            self.link.send(self, frame)

    def receive(self, frame: bytes) -> None:
        if self._speed is not None:
            self._hand_up(frame)
