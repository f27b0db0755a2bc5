"""Runs the machines of one LACP port: receive, periodic, mux and transmit (802.1AX-2014 6.4)."""

from collections.abc import Callable
from enum import IntEnum, StrEnum

import msgspec

from netredund.lab.clock import Clock, Countdown
from netredund.lab.frames.lacp import NOBODY, Lacpdu, LacpInfo, LacpState
from netredund.lab.lacp.selection import Selected

FAST_PERIODIC_S = 1  # 6.4.4
SLOW_PERIODIC_S = 30
SHORT_TIMEOUT_S = 3
LONG_TIMEOUT_S = 90
AGGREGATE_WAIT_S = 2
MOST_IN_FAST_PERIOD = 3  # 6.4.16
COMPARED = (  # update_NTT, 6.4.9
    LacpState.ACTIVITY | LacpState.SHORT_TIMEOUT | LacpState.AGGREGATION | LacpState.SYNCHRONIZATION
)
IN_USE = LacpState.SYNCHRONIZATION | LacpState.COLLECTING | LacpState.DISTRIBUTING
# What is assumed of a partner that never spoke: an individual link that is in sync.
SILENT = msgspec.structs.replace(NOBODY, state=int(IN_USE))


class Receive(StrEnum):
    PORT_DISABLED = "port disabled"
    EXPIRED = "expired"
    DEFAULTED = "defaulted"
    CURRENT = "current"


class Mux(IntEnum):
    """States of the mux machine with independent control (6.4.15, figure 6-21)."""

    DETACHED = 0
    WAITING = 1
    ATTACHED = 2
    COLLECTING = 3
    DISTRIBUTING = 4


class Habits(msgspec.Struct, frozen=True, gc=False):
    """What 802.1AX leaves to who builds it.

    `silent` is what is assumed of a partner that never spoke. With `coupled` control a port
    collects and distributes at once (figure 6-22). No more than `most_sent` LACPDUs go out in
    `sent_in_s`.
    """

    silent: LacpInfo = SILENT
    coupled: bool = False
    most_sent: int = MOST_IN_FAST_PERIOD
    sent_in_s: float = FAST_PERIODIC_S


STANDARD = Habits()


class LacpPort:
    """One aggregation port.

    `send` is called with each LACPDU, `changed` whenever the receive state, the partner or the
    mux state changed (then the group selects anew and calls `choose`).
    """

    def __init__(
        self,
        clock: Clock,
        actor: LacpInfo,
        send: Callable[[Lacpdu], None],
        changed: Callable[[], None],
        habits: Habits = STANDARD,
    ) -> None:
        self.clock = clock
        self._habits = habits
        self._identity = actor
        self._send = send
        self._changed = changed
        self.active = True
        self.fast = False
        self.receive_state = Receive.PORT_DISABLED
        self.mux = Mux.DETACHED
        self.selected = Selected.UNSELECTED
        self.partner = habits.silent
        self.heard: LacpInfo | None = None
        self.heard_at_s: float | None = None
        self.ready = False
        self.sent = self.received = 0
        self._expired = False
        self._defaulted = True
        self._ntt = False
        self._in_period = 0
        self._current_while = Countdown(clock, self._current_expired)
        self._wait_while = Countdown(clock, self._waited)
        self._periodic = Countdown(clock, self._period)
        self._periodic_fast = False
        self._burst = Countdown(clock, self._burst_over)

    # what others change

    def configure(self, actor: LacpInfo, *, active: bool, fast: bool) -> None:
        """Take the identity, activity and timeout; `actor.state` does not matter."""
        if (actor, active, fast) == (self._identity, self.active, self.fast):
            return
        moved = actor != self._identity
        self._identity, self.active, self.fast = actor, active, fast
        if moved and self.selected is not Selected.UNSELECTED:
            self.choose(Selected.UNSELECTED)
        if self.receive_state is Receive.CURRENT:
            self._current_while.start(SHORT_TIMEOUT_S if fast else LONG_TIMEOUT_S)
        self._ntt = True
        self._update_periodic()
        self._transmit()
        if moved:
            self._changed()

    def enable(self) -> None:
        """Start: the link is up (receive machine to EXPIRED)."""
        if self.receive_state is not Receive.PORT_DISABLED:
            return
        self._expire()
        self._ntt = True
        self._update_periodic()
        self._transmit()
        self._changed()

    def disable(self) -> None:
        """Stop: the link is down, the port is shut or does not speak LACP any more."""
        if self.receive_state is Receive.PORT_DISABLED:
            return
        self.receive_state = Receive.PORT_DISABLED
        for timer in (self._current_while, self._wait_while, self._periodic, self._burst):
            timer.stop()
        self._record_default()
        self.selected = Selected.UNSELECTED
        self.mux = Mux.DETACHED
        self._in_period = 0
        self._changed()

    def choose(self, selected: Selected) -> None:
        """Take the outcome of the selection."""
        if selected is self.selected:
            return
        self.selected = selected
        self._step()

    def hear(self, pdu: Lacpdu) -> None:
        """Take a LACPDU (receive machine to CURRENT)."""
        if self.receive_state is Receive.PORT_DISABLED:
            return
        self.received += 1
        own = self.actor
        if (
            pdu.actor.identity != self.partner.identity
            or (pdu.actor.state ^ self.partner.state) & LacpState.AGGREGATION
        ) and self.selected is not Selected.UNSELECTED:
            self.choose(Selected.UNSELECTED)
        if pdu.partner.identity != own.identity or (pdu.partner.state ^ own.state) & COMPARED:
            self._ntt = True
        before = (self.receive_state, self.partner)
        self._record(pdu)
        self.heard, self.heard_at_s = pdu.actor, self.clock.now_s
        self.receive_state = Receive.CURRENT
        self._expired = False
        self._current_while.start(SHORT_TIMEOUT_S if self.fast else LONG_TIMEOUT_S)
        self._update_periodic()
        if before != (self.receive_state, self.partner):
            self._changed()
        self._step()

    # what others read

    @property
    def actor(self) -> LacpInfo:
        """Return the port as its LACPDUs describe it."""
        state = LacpState.AGGREGATION
        if self.active:
            state |= LacpState.ACTIVITY
        if self.fast:
            state |= LacpState.SHORT_TIMEOUT
        if self.mux >= Mux.ATTACHED:
            state |= LacpState.SYNCHRONIZATION
        if self.mux >= Mux.COLLECTING:
            state |= LacpState.COLLECTING
        if self.mux is Mux.DISTRIBUTING:
            state |= LacpState.DISTRIBUTING
        if self._defaulted:
            state |= LacpState.DEFAULTED
        if self._expired:
            state |= LacpState.EXPIRED
        return msgspec.structs.replace(self._identity, state=int(state))

    @property
    def waiting(self) -> bool:
        return self.mux is Mux.WAITING

    # receive machine (6.4.12)

    def _record(self, pdu: Lacpdu) -> None:  # recordPDU
        own = self.actor
        knows_us = pdu.partner.identity == own.identity and not (
            (pdu.partner.state ^ own.state) & LacpState.AGGREGATION
        )
        individual = not pdu.actor.state & LacpState.AGGREGATION
        maintained = bool(pdu.actor.state & LacpState.ACTIVITY) or (
            self.active and bool(pdu.partner.state & LacpState.ACTIVITY)
        )
        in_sync = (
            bool(pdu.actor.state & LacpState.SYNCHRONIZATION)
            and (knows_us or individual)
            and maintained
        )
        state = pdu.actor.state & ~LacpState.SYNCHRONIZATION
        if in_sync:
            state |= LacpState.SYNCHRONIZATION
        self.partner = msgspec.structs.replace(pdu.actor, state=int(state))
        self._defaulted = False

    def _record_default(self) -> None:
        self.partner = self._habits.silent
        self.heard = self.heard_at_s = None
        self._defaulted = True
        self._expired = False

    def _expire(self) -> None:
        self.receive_state = Receive.EXPIRED
        state = (self.partner.state & ~LacpState.SYNCHRONIZATION) | LacpState.SHORT_TIMEOUT
        self.partner = msgspec.structs.replace(self.partner, state=int(state))
        self._expired = True
        self._current_while.start(SHORT_TIMEOUT_S)
        self._update_periodic()

    def _current_expired(self) -> None:
        if self.receive_state is Receive.CURRENT:
            self._expire()
        else:
            self.receive_state = Receive.DEFAULTED
            if self.partner.identity != self._habits.silent.identity:  # update_Default_Selected
                self.choose(Selected.UNSELECTED)
            self._record_default()
            self._update_periodic()
        self._changed()
        self._step()

    # mux machine (6.4.15)

    def _step(self) -> None:
        """Run the mux machine until it rests, then send what it has to say."""
        if self.receive_state is Receive.PORT_DISABLED:
            return
        before = self.mux
        while (after := self._next_mux()) is not self.mux:
            self._enter(after)
        if before is not self.mux:
            self._changed()
        self._transmit()

    def _next_mux(self) -> Mux:
        mux = self.mux
        chosen = self.selected is Selected.SELECTED
        in_sync = bool(self.partner.state & LacpState.SYNCHRONIZATION)
        collecting = self._habits.coupled or bool(self.partner.state & LacpState.COLLECTING)
        if mux is Mux.DETACHED:
            return Mux.WAITING if chosen or self.selected is Selected.STANDBY else mux
        if mux is Mux.WAITING:
            if chosen and self.ready and not self._wait_while.running:
                return Mux.ATTACHED
            stays = chosen or self.selected is Selected.STANDBY
            return mux if stays else Mux.DETACHED
        if mux is Mux.ATTACHED:
            if not chosen:
                return Mux.DETACHED
            return Mux.COLLECTING if in_sync else mux
        if not (chosen and in_sync):
            down = self._habits.coupled or mux is Mux.COLLECTING
            return Mux.ATTACHED if down else Mux.COLLECTING
        return Mux.DISTRIBUTING if collecting else Mux.COLLECTING

    def _enter(self, mux: Mux) -> None:
        self.mux = mux
        if mux is Mux.WAITING:
            self.ready = False
            self._wait_while.start(AGGREGATE_WAIT_S)
        else:
            self._wait_while.stop()
            # WAITING says nothing new; 6.4.15 has NTT in every other state
            self._ntt = True

    def _waited(self) -> None:
        self._changed()
        self._step()

    @property
    def has_waited(self) -> bool:
        """Say whether it waits and its wait is over (ready_N)."""
        return self.mux is Mux.WAITING and not self._wait_while.running

    def attach(self) -> None:
        """Go on from waiting: every port of the aggregator has waited (Ready)."""
        if self.waiting and not self.ready:
            self.ready = True
            self._step()

    # periodic and transmit machines (6.4.13, 6.4.16)

    def _update_periodic(self) -> None:
        spoken = self.active or bool(self.partner.state & LacpState.ACTIVITY)
        if self.receive_state is Receive.PORT_DISABLED or not spoken:
            self._periodic.stop()
            return
        fast = bool(self.partner.state & LacpState.SHORT_TIMEOUT)
        if not self._periodic.running:
            self._periodic_fast = fast
            self._periodic.start(FAST_PERIODIC_S if fast else SLOW_PERIODIC_S)
        elif fast and not self._periodic_fast:
            self._period()
        elif self._periodic_fast and not fast:
            self._periodic_fast = False
            self._periodic.start(SLOW_PERIODIC_S)

    def _period(self) -> None:
        self._periodic_fast = bool(self.partner.state & LacpState.SHORT_TIMEOUT)
        self._periodic.start(FAST_PERIODIC_S if self._periodic_fast else SLOW_PERIODIC_S)
        self._ntt = True
        self._transmit()

    def _transmit(self) -> None:
        if not self._ntt or not self._periodic.running:
            return
        if self._in_period >= self._habits.most_sent:
            return
        self._ntt = False
        if self._in_period == 0:
            self._burst.start(self._habits.sent_in_s)
        self._in_period += 1
        self.sent += 1
        self._send(Lacpdu(self.actor, self.partner))

    def _burst_over(self) -> None:
        self._in_period = 0
        self._transmit()
