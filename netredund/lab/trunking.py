"""Negotiates trunks by DTP on the physical ports of one switch.

Sources: Catalyst 3750-X guide, "Configuring VLANs", table of trunk modes. A port says what it
wishes every 30 s; what was heard counts for 300 s.
"""

from typing import Protocol

from netredund.lab.clock import Clock, Countdown
from netredund.lab.config import PortMode
from netredund.lab.frames.frame import Frame
from netredund.lab.frames.trunk import Offer, Wish, read_offer, write_offer
from netredund.lab.port import Port

PERIOD_S, HOLD_S = 30, 300
FIRST_S = 1  # the neighbour's link may come up a moment later
WISHES = {
    PortMode.TRUNK: Wish.ON,
    PortMode.DYNAMIC_DESIRABLE: Wish.DESIRABLE,
    PortMode.DYNAMIC_AUTO: Wish.AUTO,
    None: Wish.AUTO,
}


def wish_of(port: Port) -> Wish | None:
    """Return what a port tells its neighbour, None where it tells nothing."""
    stanza = port.stanza
    if stanza.nonegotiate or stanza.switchport is False:
        return None
    return WISHES.get(stanza.mode)


class TrunkingHost(Protocol):
    """What the negotiation needs of its switch."""

    def trunking_changed(self, port: Port) -> None: ...


class Trunking:
    """Tells each neighbour what a port wishes, and lets the port know what the neighbour does."""

    def __init__(self, clock: Clock, host: TrunkingHost) -> None:
        self._clock = clock
        self._host = host
        self._timers: dict[str, tuple[Countdown, Countdown]] = {}
        self._said: dict[str, Offer | None] = {}

    def start(self, port: Port) -> None:
        """Begin on a port whose link came up."""
        send, _ = self._timers.setdefault(port.name, self._make_timers(port))
        self._say(port)
        send.start(FIRST_S)

    def _make_timers(self, port: Port) -> tuple[Countdown, Countdown]:
        def repeat() -> None:
            self._say(port)
            send.start(PERIOD_S)

        def forget() -> None:
            self._hear(port, None)

        send = Countdown(self._clock, repeat)
        return send, Countdown(self._clock, forget)

    def stop(self, port: Port) -> None:
        """End it: the link went down; what the neighbour wished is forgotten."""
        for timer in self._timers.get(port.name, ()):
            timer.stop()
        port.heard_wish = None
        self._said.pop(port.name, None)

    def follow(self, port: Port) -> None:
        """Tell the neighbour at once where a configured port says something else than before.

        One that becomes an access port says so once: it negotiates the trunk away.
        """
        before = self._said.get(port.name)
        if not port.up or before == self._offer(port):
            return
        self._say(port)
        if before is not None and port.stanza.mode is PortMode.ACCESS:
            port.send(write_offer(Offer(Wish.OFF, trunks=False), port.address))

    def receive(self, port: Port, frame: Frame) -> None:
        """Take a frame that may be an offer."""
        offer = read_offer(frame)
        if offer is None or wish_of(port) is None or port.name not in self._timers:
            return
        self._timers[port.name][1].start(HOLD_S)
        self._hear(port, offer.wish)

    def _hear(self, port: Port, wish: Wish | None) -> None:
        before, was_trunk = port.heard_wish, port.trunks
        port.heard_wish = wish
        if port.trunks != was_trunk:
            self._host.trunking_changed(port)
        if wish is not None and wish is not before:
            self._say(port)

    def _offer(self, port: Port) -> Offer | None:
        wish = wish_of(port)
        return None if wish is None else Offer(wish, port.trunks)

    def _say(self, port: Port) -> None:
        offer = self._said[port.name] = self._offer(port)
        if offer is not None:
            port.send(write_offer(offer, port.address))
