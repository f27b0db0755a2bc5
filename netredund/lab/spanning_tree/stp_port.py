"""Holds one port of an 802.1D-1998 bridge."""

from netredund.lab.clock import Clock, Countdown
from netredund.lab.spanning_tree.bridge import BridgePort, PortSettings


class StpPort(BridgePort):
    """One port of an 802.1D-1998 bridge; `vector` holds its designated root, cost, bridge, port."""

    def __init__(self, name: str, settings: PortSettings, clock: Clock) -> None:
        super().__init__(name, settings, clock)
        self.acknowledge = False
        self.pending = False
        self.heard_age_s = 0.0
        self.message_age: Countdown
        self.forward_delay: Countdown
        self.hold: Countdown

    @property
    def message_age_s(self) -> float:
        if not self.message_age.counting:
            return 0.0
        return self.heard_age_s - self.message_age.left_s

    @property
    def forward_delay_left_s(self) -> float:
        return self.forward_delay.left_s

    @property
    def hold_left_s(self) -> float:
        return self.hold.left_s

    def stop(self) -> None:
        for timer in (self.message_age, self.forward_delay, self.hold, self.inconsistent_until):
            timer.stop()
