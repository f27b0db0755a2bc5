"""Holds the variables and timers of one 802.1w port, and runs what needs no other machine.

Names of variables and machines are those of 802.1D-2004 clause 17, written small.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from netredund.lab.clock import Clock, Countdown
from netredund.lab.frames.bpdu import NOTIFICATION, Bpdu, BpduType, Role
from netredund.lab.spanning_tree.bridge import BridgePort, PortSettings, Vector
from netredund.lab.status import Inconsistency, PortRole

if TYPE_CHECKING:
    from netredund.lab.spanning_tree.rstp import RstpBridge

MIGRATE_S = 3
TRANSMIT_DECAY_S = 1
SENT_ROLES = {PortRole.ROOT: Role.ROOT, PortRole.DESIGNATED: Role.DESIGNATED}


class Info(IntEnum):
    """Where the port priority vector comes from (infoIs)."""

    AGED = 0
    MINE = 1
    RECEIVED = 2


class Change(IntEnum):
    """The state of the topology change machine."""

    INACTIVE = 0
    LEARNING = 1
    ACTIVE = 2


class RapidState(BridgePort):
    """The variables and timers of one 802.1w port, its protocol migration and transmit machines."""

    def __init__(self, name: str, settings: PortSettings, clock: Clock, bridge: RstpBridge) -> None:
        super().__init__(name, settings, clock)
        self.bridge = bridge
        self.times = bridge.times
        self.designated_vector: Vector = (0, 0, 0, 0)
        self.designated_times = bridge.times
        self.info = Info.AGED
        self.selected_role = PortRole.DESIGNATED
        self.selected = False
        self.reselect = True
        self.update_info = False
        self.proposing = self.proposed = self.agree = self.agreed = False
        self.sync = self.synced = self.reroot = self.disputed = False
        self.learn = self.forward = False
        self.new_info = True
        self.transmitted = 0
        self.sends_rapid = True
        self.sensing = False
        self.change = Change.INACTIVE
        self.propagate = self.acknowledge = False

        run = bridge.run
        self.inconsistent_until = Countdown(clock, lambda: bridge.mend(name))
        self.forward_while = Countdown(clock, run)
        self.recent_root_while = Countdown(clock, run)
        self.recent_backup_while = Countdown(clock, run)
        self.received_info_while = Countdown(clock, self.age_out)
        self.change_while = Countdown(clock, run)
        self.migrate_while = Countdown(clock, self._migrated)
        self.hello_when = Countdown(clock, self._hello)
        self.decay = Countdown(clock, self._decay)
        self.migrate_while.start(MIGRATE_S)
        # As PRT leaves INIT_PORT and DISABLED_PORT: everything synced, forward delay held.
        self.role = PortRole.DISABLED
        self.synced = True
        self.forward_while.hold(bridge.times.forward_delay)
        self.hello_when.start(bridge.times.hello)

    @property
    def message_age_s(self) -> float:
        return self.times.message_age if self.info is Info.RECEIVED else 0.0

    @property
    def forward_delay_left_s(self) -> float:
        return self.forward_while.left_s if self.forward_while.counting else 0.0

    def stop(self) -> None:
        for timer in (
            self.forward_while,
            self.recent_root_while,
            self.recent_backup_while,
            self.received_info_while,
            self.change_while,
            self.migrate_while,
            self.hello_when,
            self.decay,
            self.inconsistent_until,
        ):
            timer.stop()

    # protocol migration (17.24)

    def migrate(self) -> None:
        """Try RST BPDUs again (mcheck)."""
        self.sends_rapid = True
        self.sensing = False
        self.new_info = True
        self.migrate_while.start(MIGRATE_S)
        self.bridge.run()

    def _migrated(self) -> None:
        self.sensing = True

    def note_version(self, bpdu: Bpdu) -> None:
        if not self.sensing:
            return
        rapid = bpdu.kind is BpduType.RAPID
        if rapid != self.sends_rapid:
            self.sends_rapid = rapid
            self.sensing = False
            self.migrate_while.start(MIGRATE_S)

    def age_out(self) -> None:
        """Let what was heard expire (rcvdInfoWhile is zero)."""
        raise NotImplementedError

    # transmit (17.26)

    def _hello(self) -> None:
        self.hello_when.start(self.designated_times.hello)
        if self.role is PortRole.DESIGNATED or (
            self.role is PortRole.ROOT and self.change_while.running
        ):
            self.new_info = True
            self.transmit()

    def _decay(self) -> None:
        self.transmitted -= 1
        if self.transmitted:
            self.decay.start(TRANSMIT_DECAY_S)
        self.transmit()

    def transmit(self) -> None:
        """Send what is new, as far as the hold count allows."""
        if not (self.new_info and self.selected) or self.update_info:
            return
        if self.inconsistency is Inconsistency.LOOP:
            return
        if self.transmitted >= self.bridge.settings.hold_count:
            return
        bpdu: Bpdu | None = None
        if self.sends_rapid:
            bpdu = self._rapid_bpdu()
        elif self.role is PortRole.ROOT:
            bpdu = NOTIFICATION if self.change_while.running else None
        elif self.role is PortRole.DESIGNATED:
            bpdu = self._configuration_bpdu()
        self.new_info = False
        if bpdu is None:
            return
        if self.transmitted == 0:
            self.decay.start(TRANSMIT_DECAY_S)
        self.transmitted += 1
        if bpdu is not NOTIFICATION:
            self.acknowledge = False
        self.bridge.send(self.name, bpdu)

    def _rapid_bpdu(self) -> Bpdu:
        root, cost, bridge, number = self.designated_vector
        return Bpdu(
            BpduType.RAPID,
            root,
            cost,
            bridge,
            number,
            self.designated_times,
            topology_change=self.change_while.running,
            role=SENT_ROLES.get(self.role, Role.ALTERNATE_OR_BACKUP),
            proposal=self.proposing,
            agreement=self.agree,
            learning=self.learn,
            forwarding=self.forward,
        )

    def _configuration_bpdu(self) -> Bpdu:
        root, cost, bridge, number = self.designated_vector
        return Bpdu(
            BpduType.CONFIGURATION,
            root,
            cost,
            bridge,
            number,
            self.designated_times,
            topology_change=self.change_while.running,
            acknowledgement=self.acknowledge,
        )
