"""Watches whether both ends of a slave get in sync, as the bonding driver does (802.1AX 6.4.17)."""

from collections.abc import Callable

from netredund.lab.clock import Clock, Countdown
from netredund.lab.frames.lacp import LacpInfo, LacpState

CHURN_S = 60


class Churn:
    """The churn machines of actor and partner; `read` returns both ends.

    The driver looks once, 60 s after `watch`, and then keeps what it saw (ad_churn_machine of Linux
    6.1; by the standard an end that gets in sync later ends its churn).
    """

    def __init__(self, clock: Clock, read: Callable[[], tuple[LacpInfo, LacpInfo]]) -> None:
        self._read = read
        self._timer = Countdown(clock, self._judge)
        self.counts = [0, 0]
        self.watch()

    def watch(self) -> None:
        """Start over: the port is new, or hears a partner again."""
        self.states = ["monitoring", "monitoring"]
        self._timer.start(CHURN_S)

    def _judge(self) -> None:
        for place, end in enumerate(self._read()):
            if end.state & LacpState.SYNCHRONIZATION:
                self.states[place] = "none"
            else:
                self.states[place] = "churned"
                self.counts[place] += 1
