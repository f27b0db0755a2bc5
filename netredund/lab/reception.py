"""Where users come in at a simulated switch: who gets which terminal line, and with what right."""

from collections.abc import Callable

import msgspec

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


class Reception:
    """Admits users to one switch, over SSH or in memory, and knows who is there.

    `typed` takes note of every line that is entered.
    """

    def __init__(self, device: Device, typed: Callable[[TypedLine], None]) -> None:
        self.device = device
        self.typed = typed
        self.visits: list[Visit] = []
        self._count = 0

    def admit(
        self,
        user: str,
        location: str,
        write: Callable[[str], None],
        hang_up: Callable[[], None],
        *,
        privilege: int | None = None,
    ) -> Visit:
        """Give a user a vty; ConnectionRefusedError where there is none for him.

        `write` takes what appears on his terminal, `hang_up` is called when the switch ends the
        session. Without `privilege` he has that of his name and line.
        """
        vty = self._free_vty()
        if vty is None:
            raise ConnectionRefusedError(f"{self.device.name}: no line is free")
        if privilege is None:
            privilege = self._privilege(user, vty)
        self._count += 1
        session = Session(self.device, user, privilege=privilege, vty=vty, location=location)
        visit = Visit(session, self._count, self.note, write, hang_up, self.visits.remove)
        self.visits.append(visit)
        return visit

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
