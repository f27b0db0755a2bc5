"""Runs the state machines of one 802.1w port: information, roles, topology change.

Names of variables and machines are those of 802.1D-2004 clause 17, written small. Three rules
follow 802.1w-2001 instead, as IOS does: a designated port that nobody agrees with waits forward
delay twice (17.20.5 of 2004 would let it pass after two hellos); an agreement is void when what
the port sends changes (2004 keeps it where that got better), so a port whose far end is a host
discards when a proposal passes through the switch; and no port turns edge by itself.
"""

from netredund.lab.frames.bpdu import Bpdu, BpduType, Role, Times
from netredund.lab.spanning_tree.bridge import Phase, Vector
from netredund.lab.spanning_tree.rapid_state import Change, Info, RapidState
from netredund.lab.status import Inconsistency, PortRole


class RapidPort(RapidState):
    """One port of an 802.1w bridge, from the moment its link is up."""

    # port information (17.27)

    def age_out(self) -> None:
        """Let what was heard expire (rcvdInfoWhile is zero)."""
        guarded = self.settings.loop_guard and self.role is not PortRole.DESIGNATED
        self.info = Info.AGED
        self.request_selection()
        if guarded:
            self.bridge.break_port(self.name, Inconsistency.LOOP)
        self.bridge.run()

    def request_selection(self) -> None:
        self.reselect = True
        self.selected = False

    def hear(self, bpdu: Bpdu) -> None:
        """Take a message (PRX and the RECEIVE states of PIM)."""
        self.note_version(bpdu)
        if bpdu.kind is BpduType.TOPOLOGY_CHANGE:
            self._hear_notification()
            return
        times = Times(
            float(int(bpdu.times.message_age + 0.5)),
            bpdu.times.max_age,
            bpdu.times.hello,
            bpdu.times.forward_delay,
        )
        if bpdu.role is Role.DESIGNATED:
            if self.bridge.guards_root(self, bpdu, 3 * times.hello):
                return
            self._hear_designated(bpdu, times)
        elif bpdu.role is not Role.UNKNOWN and bpdu.vector >= self.vector:
            if self.settings.point_to_point and bpdu.agreement:
                self.agreed = True
                self.proposing = False
            else:
                self.agreed = False
            self._note_change(bpdu)

    def _hear_designated(self, bpdu: Bpdu, times: Times) -> None:
        vector = bpdu.vector
        same_sender = _sender(vector) == _sender(self.vector)
        if vector == self.vector and times == self.times and self.info is Info.RECEIVED:
            self._record_proposal(bpdu)
            self._note_change(bpdu)
            self._restart_information()
        elif vector < self.vector or (same_sender and self.info is Info.RECEIVED):
            self.agreed = self.proposing = False
            self._record_proposal(bpdu)
            self._note_change(bpdu)
            self.agree = self.agree and self.info is Info.RECEIVED and vector <= self.vector
            self.vector, self.times = vector, times
            self.info = Info.RECEIVED
            self.request_selection()
            self._restart_information()
        elif bpdu.kind is BpduType.RAPID and bpdu.learning:
            self.disputed = True
            self.agreed = False

    def _record_proposal(self, bpdu: Bpdu) -> None:
        if bpdu.proposal:
            self.proposed = True

    def _restart_information(self) -> None:
        times = self.times
        if times.message_age + 1 <= times.max_age:
            self.received_info_while.start(3 * times.hello)
        else:
            self.received_info_while.stop()
            self.info = Info.AGED
            self.request_selection()

    def update_information(self) -> None:
        """Make the vector this bridge's own (PIM UPDATE)."""
        self.received_info_while.stop()
        self.proposing = self.proposed = self.agreed = self.synced = False
        self.vector, self.times = self.designated_vector, self.designated_times
        self.update_info = False
        self.info = Info.MINE
        self.new_info = True

    # topology change (17.31 and 17.21.17)

    def _hear_notification(self) -> None:
        if self.change is Change.ACTIVE:
            self._start_change()
            if self.role is PortRole.DESIGNATED:
                self.acknowledge = True
            self.bridge.propagate_change(self)

    def _note_change(self, bpdu: Bpdu) -> None:
        if self.change is not Change.ACTIVE:
            return
        if bpdu.topology_change:
            self.bridge.propagate_change(self)
        if bpdu.acknowledgement:
            self.change_while.stop()

    def _start_change(self) -> None:  # newTcWhile
        if self.change_while.running:
            return
        if self.sends_rapid:
            self.change_while.start(self.designated_times.hello + 1)
            self.new_info = True
        else:
            times = self.bridge.times
            self.change_while.start(times.max_age + times.forward_delay)

    def step_change(self) -> None:
        """Run the topology change machine until it rests."""
        active = self.role in (PortRole.ROOT, PortRole.DESIGNATED)
        if self.change is Change.ACTIVE and (not active or self.edge):
            self.change = Change.LEARNING
        if self.change is Change.INACTIVE and self.learn:
            self.change = Change.LEARNING
        if self.change is Change.LEARNING:
            if active and self.forward and not self.edge:
                self._start_change()
                self.bridge.detect_change(self)
                self.new_info = True
                self.change = Change.ACTIVE
                self.propagate = False
            elif not active and not self.learn:
                self.bridge.host.flush(self.name)
                self.change_while.stop()
                self.acknowledge = False
                self.change = Change.INACTIVE
        if self.propagate:
            self.propagate = False
            if self.change is Change.ACTIVE and not self.edge:
                self._start_change()
                self.bridge.host.flush(self.name)

    # port roles (17.29)

    def step_role(self) -> bool:
        """Run the role machine until it rests; true when anything changed."""
        changed = False
        while self.selected and not self.update_info:
            if self.role is not self.selected_role:
                self._enter_role()
            elif not self._step_in_role():
                break
            changed = True
        return changed

    def _step_in_role(self) -> bool:
        if self.role is PortRole.ROOT:
            return self._step_root()
        if self.role is PortRole.DESIGNATED:
            return self._step_designated()
        return self._step_blocked()

    def _enter_role(self) -> None:
        old, self.role = self.role, self.selected_role
        delay_s = self.designated_times.forward_delay
        if self.role in (PortRole.ALTERNATE, PortRole.BACKUP):
            self._discard()
            self.forward_while.hold(delay_s)
            self.synced = True
            self.recent_root_while.stop()
            self.sync = self.reroot = False
            if self.role is PortRole.BACKUP:
                self.recent_backup_while.hold(2 * self.designated_times.hello)
            return
        if old is PortRole.BACKUP:
            self.recent_backup_while.start(2 * self.designated_times.hello)
        if old is not PortRole.ROOT and old is not PortRole.DESIGNATED:
            self.forward_while.start(delay_s)
        if self.role is PortRole.ROOT:
            self.recent_root_while.hold(delay_s)
        elif old is PortRole.ROOT:
            self.recent_root_while.start(delay_s)

    def _step_root(self) -> bool:
        if self._step_agreement(sync=False):
            return True
        if not self.forward and not self.reroot:
            self.bridge.reroot()
            return True
        if self.forward and self.reroot:
            self.reroot = False
            return True
        due = not self.forward_while.running or (
            not self.recent_backup_while.running and self.bridge.is_rerooted(self)
        )
        return due and self._advance()

    def _step_agreement(self, *, sync: bool) -> bool:
        """Answer a proposal once every other port is in step (ROOT_ and ALTERNATE_ states)."""
        if self.proposed and not self.agree:
            self.proposed = False
            self.bridge.set_sync()
            return True
        all_synced = self.bridge.is_synced()
        if (all_synced and not self.agree) or (self.proposed and self.agree):
            self.proposed = False
            if not sync:
                self.sync = False
            self.agree = True
            self.new_info = True
            return True
        return False

    def _step_designated(self) -> bool:
        settled = self.inconsistency is None
        if not (self.forward or self.agreed or self.proposing or self.edge):
            self.proposing = True
            self.new_info = True
            return True
        if (not self.learn and not self.forward and not self.synced) or (
            not self.synced and (self.agreed or self.edge)
        ):
            self.recent_root_while.stop()
            self.synced = True
            self.sync = False
            return True
        if self.sync and self.synced:
            self.recent_root_while.stop()
            self.sync = False
            return True
        if self.reroot and not self.recent_root_while.running:
            self.reroot = False
            return True
        must_discard = (
            (self.sync and not self.synced)
            or (self.reroot and self.recent_root_while.running)
            or self.disputed
        ) and not self.edge
        if (must_discard or not settled) and (self.learn or self.forward):
            self._discard()
            self.disputed = False
            self.forward_while.start(self.designated_times.forward_delay)
            return True
        if self.disputed:
            # 17.29.3 lets it learn for a moment first; nothing is lost by waiting
            self.disputed = False
            if not self.edge and not self.forward:
                self.forward_while.start(self.designated_times.forward_delay)
        due = not self.forward_while.running or self.agreed or self.edge
        free = not (self.reroot and self.recent_root_while.running) and not self.sync
        return settled and due and free and self._advance()

    def _step_blocked(self) -> bool:
        if self._step_agreement(sync=True):
            return True
        if self.sync or self.reroot or not self.synced:
            self.synced = True
            self.sync = self.reroot = False
            return True
        return False

    def _advance(self) -> bool:
        if not self.learn:
            self.learn = True
            self.forward_while.start(self.designated_times.forward_delay)
            self.bridge.show_phase(self, Phase.LEARNING)
            return True
        if not self.forward:
            self.forward = True
            self.forward_while.stop()
            self.bridge.show_phase(self, Phase.FORWARDING)
            return True
        return False

    def _discard(self) -> None:
        self.learn = self.forward = False
        self.bridge.show_phase(self, Phase.BLOCKING)


def _sender(vector: Vector) -> tuple[int, int]:
    """Return what names a designated port: bridge address and port number (17.6)."""
    return vector[2] & 0xFFFFFFFFFFFF, vector[3] & 0x0FFF
