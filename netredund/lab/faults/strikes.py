"""What each fault does to the lab when its moment has come."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from netredund.errors import FaultError
from netredund.lab.clock import Timer
from netredund.lab.faults import values as faults
from netredund.lab.faults.places import find_cable, find_misplacement, switch_of
from netredund.lab.faults.traps import Passer, Trap
from netredund.lab.faults.values import Direction, Fault, Frames, SessionFault, Struck
from netredund.lab.frames.frame import BRIDGE_GROUP, SLOW_GROUP, SSTP_GROUP
from netredund.lab.ios.refusals import invalid_input
from netredund.lab.reception import Reach
from netredund.lab.status import LogMessage
from netredund.lab.visit import Visit

if TYPE_CHECKING:
    from netredund.lab.network import Network

OTHER_LOCATION = "192.0.2.99"  # where the users of faults come from, RFC 5737
GROUPS = {
    Frames.ALL: (b"",),
    Frames.BPDUS: (BRIDGE_GROUP, SSTP_GROUP),
    Frames.LACPDUS: (SLOW_GROUP,),
}


class Striker:
    """Arms faults in a network and brings them about; `struck` are those that happened, in order.

    `watch` is called with each of them.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.struck: list[Struck] = []
        self.watch: Callable[[Struck], None] | None = None
        self._timers: list[Timer] = []

    def arm(self, fault: Fault) -> None:
        """Let a fault happen when its moment comes; FaultError where the lab has no such place."""
        reason = find_misplacement(fault, self.network.definition)
        if reason:
            raise FaultError(str(fault), reason)
        trap = Trap(fault)
        when, clock = fault.when, self.network.clock
        if isinstance(when, faults.Now):
            self._strike_timed(trap)
        elif isinstance(when, faults.AtTime):
            self._timers.append(clock.at(when.time_s, partial(self._strike_timed, trap)))
        elif isinstance(when, faults.AfterDelay):
            self._timers.append(clock.after(when.delay_s, partial(self._strike_timed, trap)))
        else:
            self.network.receptions[switch_of(fault)].traps.armed.append(trap)

    def disarm(self) -> None:
        """Forget every fault whose moment has not come; what happened already stays."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        for reception in self.network.receptions.values():
            reception.traps.armed.clear()

    def strike(self, trap: Trap, passer: Passer, line: str) -> None:
        """Bring a fault about in the session whose line or characters it awaited."""
        assert isinstance(passer, Visit)
        fault = trap.fault
        trap.strikes += 1
        if trap.strikes == (fault.when.times if isinstance(fault.when, faults.AtLine) else 1):
            self.network.receptions[switch_of(fault)].traps.armed.remove(trap)
        struck = Struck(fault, self.network.clock.now_s, passer.number, line)
        if not isinstance(fault.what, SessionFault):
            self._strike_lab(struck)
            return
        self._note(struck)
        if switch_of(fault) == fault.where:
            strike_session(passer, fault.what)
        else:
            self._strike_sessions(fault, fault.what)

    def _strike_timed(self, trap: Trap) -> None:
        fault, now_s = trap.fault, self.network.clock.now_s
        if not isinstance(fault.what, SessionFault):
            self._strike_lab(Struck(fault, now_s))
        elif self.network.receptions[fault.where].visits:
            self._note(Struck(fault, now_s))
            self._strike_sessions(fault, fault.what)

    def _strike_lab(self, struck: Struck) -> None:
        fault = struck.fault
        try:
            STRIKES[type(fault.what)](self.network, fault)
        except OSError:
            return  # another user was not let in
        self._note(struck)

    def _strike_sessions(self, fault: Fault, what: SessionFault) -> None:
        for visit in tuple(self.network.receptions[fault.where].visits):
            strike_session(visit, what)

    def _note(self, struck: Struck) -> None:
        self.struck.append(struck)
        if self.watch is not None:
            self.watch(struck)


def strike_session(visit: Visit, what: SessionFault) -> None:
    """Bring a fault about in one session."""
    match what:
        case faults.Drop(unnoticed=True):
            visit.lose()
        case faults.Drop():
            visit.drop()
        case faults.Hang():
            visit.mute()
        case faults.Slow():
            visit.delay(what.delay_s)
        case faults.Bytewise():
            visit.spell(what.gap_s)
        case faults.Refuse(faults.UNKNOWN):
            visit.refuse(invalid_input(len(visit.session.prompt)))
        case faults.Refuse():
            visit.refuse(f"{what.text}\n")
        case faults.Garbage():
            visit.insert(what.text)
        case faults.Prompt():
            visit.end_with(what.text)
        case faults.Log():
            visit.insert(f"{visit.log_text(_keep(visit, what))}\r\n")


def _keep(visit: Visit, what: faults.Log) -> LogMessage:
    """Put the message into the log and return it; terminals that watch do not get it twice."""
    device = visit.session.device
    match = faults.MESSAGE.fullmatch(what.text)
    assert match is not None
    message = LogMessage(device.clock.now_s, match[1], int(match[2]), match[3], match[4])
    device.log.append(message)
    device.logged += 1
    return message


def reload(network: Network, fault: Fault) -> None:
    """Reload a switch."""
    network.reload(fault.where)


def leave_unreachable(network: Network, fault: Fault) -> None:
    """Let nobody into a switch for a time."""
    what = fault.what
    assert isinstance(what, faults.Unreachable)
    reception = network.receptions[fault.where]
    for visit in tuple(reception.visits):
        if what.silent:
            visit.mute()
        else:
            visit.drop()
    reception.shut(Reach.SILENT if what.silent else Reach.REFUSED, what.for_s)


def bring_user(network: Network, fault: Fault) -> None:
    """Let another user log in and type lines; an OSError where the switch does not let him in."""
    what = fault.what
    assert isinstance(what, faults.OtherUser)
    reception = network.receptions[fault.where]
    visit = reception.admit(
        what.name, OTHER_LOCATION, lambda text: None, lambda: None, privilege=15, is_staged=True
    )
    visit.start()
    visit.feed("terminal length 0\n")
    for line in what.lines:
        visit.feed(f"{line}\n")
    if what.stays_s == 0:
        visit.end()
    elif what.stays_s is not None:
        network.clock.after(what.stays_s, visit.end)


def cut(network: Network, fault: Fault) -> None:
    """Pull a cable."""
    assert isinstance(fault.what, faults.Cut)
    cable = network.cable(fault.where)
    cable.cut()
    if fault.what.for_s is not None:
        network.clock.after(fault.what.for_s, cable.restore)


def restore(network: Network, fault: Fault) -> None:
    """Plug a cable in, and let it carry everything."""
    cable = network.cable(fault.where)
    cable.carry_all()
    cable.restore()


def lose(network: Network, fault: Fault) -> None:
    """Lose some frames one way."""
    what = fault.what
    assert isinstance(what, faults.Lose)
    place = find_cable(network.definition, fault.where)
    assert place is not None
    received = (what.direction is Direction.RECEIVED) is (fault.device == place.switch)
    port = network.devices[place.switch].switch.ports[place.port]
    picks = operator.methodcaller("startswith", GROUPS[what.frames])
    end = network.cables[place].lose(port, picks, received=received)
    if what.for_s is not None:
        network.clock.after(what.for_s, end)


def reboot(network: Network, fault: Fault) -> None:
    """Take a server's links down, and start it anew."""
    assert isinstance(fault.what, faults.Reboot)
    network.stop_server(fault.where)
    network.clock.after(fault.what.for_s, partial(network.start_server, fault.where))


def bond_late(network: Network, fault: Fault) -> None:
    """Leave a server's NICs up and alone for a time, then start the bond."""
    assert isinstance(fault.what, faults.BondLate)
    network.stop_server(fault.where, links=True)
    network.clock.after(fault.what.for_s, partial(network.start_server, fault.where))


def bridge_without_stp(network: Network, fault: Fault) -> None:
    """Start a server anew as a bridge with STP off."""
    network.stop_server(fault.where)
    network.start_server(fault.where, method="bridge")


STRIKES: dict[type[msgspec.Struct], Callable[[Network, Fault], None]] = {
    faults.Reload: reload,
    faults.Unreachable: leave_unreachable,
    faults.OtherUser: bring_user,
    faults.Cut: cut,
    faults.Restore: restore,
    faults.Lose: lose,
    faults.Reboot: reboot,
    faults.BondLate: bond_late,
    faults.NoStp: bridge_without_stp,
}
