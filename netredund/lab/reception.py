"""Where users come in at a simulated switch: who gets which terminal line, and with what right."""

from collections.abc import Callable
from enum import Enum, auto

import msgspec

from netredund.lab.faults.traps import Passer, Trap, Traps
from netredund.lab.ios.device import Device
from netredund.lab.ios.management import VTY_COUNT
from netredund.lab.ios.session import Session
from netredund.lab.visit import Visit


class TypedLine(msgspec.Struct, frozen=True, gc=False):
    """One line that was entered at a switch, in session `session` (they count from 1)."""

    switch: str
    session: int
    line: str
    time_s: float


class Reach(Enum):
    """How a switch meets those who want to log in."""

    OPEN = auto()
    REFUSED = auto()
    SILENT = auto()


class Reception:
    """Admits users to one switch, over SSH or in memory, and knows who is there.

    `typed` takes note of every line that is entered, `strike` does what a fault does whose moment
    has come. `watch` is called when `reach` changes.
    """

    def __init__(
        self,
        device: Device,
        typed: Callable[[TypedLine], None],
        strike: Callable[[Trap, Passer, str], None],
    ) -> None:
        self.device = device
        self.typed = typed
        self.visits: list[Visit] = []
        self.traps = Traps(strike)
        self.watch: Callable[[], None] | None = None
        self._reach = Reach.OPEN
        self._shut_until_s = 0.0
        self._count = 0
        device.power.watchers.append(self._follow_power)

    @property
    def reach(self) -> Reach:
        """How it meets a login; one that is switched off refuses."""
        if self._reach is Reach.OPEN and not self.device.switch.powered:
            return Reach.REFUSED
        return self._reach

    def shut(self, reach: Reach, for_s: float) -> None:
        """Meet logins otherwise for a time; those who are there stay."""
        clock = self.device.clock
        self._reach = reach
        self._shut_until_s = max(self._shut_until_s, clock.now_s + for_s)
        clock.at(self._shut_until_s, self._open)
        self.tell()

    def _open(self) -> None:
        if self.device.clock.now_s >= self._shut_until_s:
            self._reach = Reach.OPEN
            self.tell()

    def tell(self) -> None:
        """Tell whoever watches that `reach` may have changed."""
        if self.watch is not None:
            self.watch()

    def _follow_power(self, on: bool) -> None:
        """End every session when the switch goes, and tell when it goes and comes."""
        if not on:
            self.drop_all()
        self.tell()

    def admit(
        self,
        user: str,
        location: str,
        write: Callable[[str], None],
        hang_up: Callable[[], None],
        *,
        privilege: int | None = None,
        is_staged: bool = False,
    ) -> Visit:
        """Give a user a vty; an OSError where the switch does not let him in.

        `write` takes what appears on his terminal, `hang_up` is called when the switch ends the
        session. Without `privilege` he has that of his name and line.
        """
        if self.reach is Reach.SILENT:
            raise TimeoutError(f"{self.device.name}: it does not answer")
        if self.reach is Reach.REFUSED:
            raise ConnectionRefusedError(f"{self.device.name}: it refuses connections")
        vty = self._free_vty()
        if vty is None:
            raise ConnectionRefusedError(f"{self.device.name}: no line is free")
        if privilege is None:
            privilege = self._privilege(user, vty)
        self._count += 1
        session = Session(self.device, user, privilege=privilege, vty=vty, location=location)
        visit = Visit(
            session,
            self._count,
            self.note,
            self.traps,
            write,
            hang_up,
            self.visits.remove,
            is_staged=is_staged,
        )
        self.visits.append(visit)
        return visit

    def drop_all(self) -> None:
        """End every session, without a word."""
        for visit in tuple(self.visits):
            visit.drop()

    def note(self, visit: Visit, line: str) -> None:
        """Take note of a line that was entered."""
        device = self.device
        self.typed(TypedLine(device.name, visit.number, line, device.clock.now_s))

    def _free_vty(self) -> int | None:
        lines = self.device.configuration.management.vty
        for vty in range(VTY_COUNT):
            if vty not in self.device.sessions and lines[vty].transport_input != "none":
                return vty
        return None

    def _privilege(self, name: str, vty: int) -> int:
        management = self.device.configuration.management
        user = management.users.get(name)
        privilege = user.privilege if user is not None else 1
        return max(privilege, management.vty[vty].privilege or 0)
