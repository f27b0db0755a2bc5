"""Runs 802.1D-1998 spanning tree; procedures carry the names and numbers of its clause 8.6."""

from netredund.lab.clock import Clock, Countdown
from netredund.lab.frames.bpdu import NOTIFICATION, Bpdu, BpduType, Times
from netredund.lab.spanning_tree.bridge import (
    Bridge,
    BridgeHost,
    BridgeSettings,
    Phase,
    PortSettings,
)
from netredund.lab.spanning_tree.stp_port import StpPort
from netredund.lab.status import Inconsistency, PortRole

HOLD_S = 1  # table 8-3


class StpBridge(Bridge[StpPort]):
    """One 802.1D-1998 bridge.

    RST BPDUs are discarded as unknown, as 8.9 wants of a bridge of that year. An edge port
    (PortFast, no part of the standard) forwards at once and causes no topology change.
    """

    def __init__(self, settings: BridgeSettings, clock: Clock, host: BridgeHost) -> None:
        super().__init__(settings, clock, host)
        self._times = _own_times(settings)
        self._change = False
        self._change_detected = False
        self._hello = Countdown(clock, self._hello_expired)
        self._tcn = Countdown(clock, self._tcn_expired)
        self._change_timer = Countdown(clock, self._change_expired)
        self._hello.start(settings.hello_s)

    # what the host changes

    def configure(self, settings: BridgeSettings) -> None:
        if settings == self.settings:
            return
        was_root = self._is_root
        old, self.settings = self.settings.bridge_id, settings
        for port in self.ports.values():  # 8.8.4
            root, cost, bridge, number = port.vector
            if bridge == old:
                root = settings.bridge_id if was_root else root
                port.vector = (root, cost, settings.bridge_id, number)
        if was_root:
            self.root = settings.bridge_id
        self._update()
        self._select_states()
        if self._is_root:
            self._times = _own_times(settings)
            if not was_root:
                self._become_root()
            else:
                self._generate()
                self._hello.start(settings.hello_s)

    def add_port(self, name: str, settings: PortSettings) -> None:
        port = StpPort(name, settings, self.clock)
        port.message_age = Countdown(self.clock, lambda: self._message_age_expired(port))
        port.forward_delay = Countdown(self.clock, lambda: self._forward_delay_expired(port))
        port.hold = Countdown(self.clock, lambda: self._hold_expired(port))
        port.inconsistent_until = Countdown(self.clock, lambda: self.mend(name))
        self.ports[name] = port
        self._become_designated(port)
        self._select_states()
        # A port that starts as designated says so (8.8.2 leaves it to the next hello).
        if self._is_root:
            self._transmit_configuration(port)

    def change_port(self, name: str, settings: PortSettings) -> None:
        port = self.ports[name]
        old = port.settings
        if settings == old:
            return
        port.settings = settings
        if settings.edge != old.edge:
            port.edge = settings.edge and not port.received
            if port.edge and port.phase in (Phase.LISTENING, Phase.LEARNING):
                self._make_forwarding(port)
        if settings.root_guard != old.root_guard and not settings.root_guard:
            self._mend_if(port, Inconsistency.ROOT)
        if settings.loop_guard != old.loop_guard and not settings.loop_guard:
            self._mend_if(port, Inconsistency.LOOP)
        if settings.port_id != old.port_id:  # 8.8.5
            root, cost, bridge, number = port.vector
            if bridge == self.settings.bridge_id and number == old.port_id:
                port.vector = (root, cost, bridge, settings.port_id)
            elif bridge == self.settings.bridge_id and settings.port_id < number:
                self._become_designated(port)
        if settings != old:
            self._update()
            self._select_states()
            self._generate()

    def _mend_if(self, port: StpPort, reason: Inconsistency) -> None:
        if port.inconsistency is reason:
            self.mend(port.name)

    def remove_port(self, name: str) -> None:
        port = self.ports.pop(name)
        port.stop()
        was_root = self._is_root
        # 8.8.3 makes it designated and disabled; a port that forwarded is a topology change
        if port.phase in (Phase.LEARNING, Phase.FORWARDING) and not port.edge:
            self._detect_change(port)
        self._set_phase(port, Phase.BLOCKING)
        self.host.flush(name)
        self._update()
        self._select_states()
        if self._is_root and not was_root:
            self._become_root()

    def stop(self) -> None:
        for timer in (self._hello, self._tcn, self._change_timer):
            timer.stop()
        for port in self.ports.values():
            port.stop()
        self.ports.clear()

    def detect_again(self, name: str) -> None:
        return

    # what comes in

    def _receive(self, port: StpPort, bpdu: Bpdu) -> None:
        if bpdu.kind is BpduType.TOPOLOGY_CHANGE:
            self._receive_notification(port)
        elif bpdu.kind is BpduType.CONFIGURATION:
            hold_s = bpdu.times.max_age - bpdu.times.message_age
            if not self._guards_root(port, bpdu, self._own_vector(port), hold_s):
                self._receive_configuration(port, bpdu)

    def _receive_configuration(self, port: StpPort, bpdu: Bpdu) -> None:  # 8.7.1
        was_root = self._is_root
        if self._supersedes(port, bpdu):
            port.vector = bpdu.vector  # 8.6.2
            port.heard_age_s = bpdu.times.max_age
            port.message_age.start(bpdu.times.max_age - bpdu.times.message_age)
            self._update()
            self._select_states()
            if was_root and not self._is_root:
                self._hello.stop()
                if self._change_detected:
                    self._change_timer.stop()
                    self._notify()
                    self._tcn.start(self.settings.hello_s)
            if port is self.root_port:
                self._record_times(port, bpdu)
                self._generate()
                if bpdu.acknowledgement:  # 8.6.15
                    self._change_detected = False
                    self._tcn.stop()
        elif self._is_designated(port):
            self._transmit_configuration(port)

    def _record_times(self, port: StpPort, bpdu: Bpdu) -> None:  # 8.6.3
        if bpdu.topology_change and not self._change:
            self._note_change(port)
        self._times = Times(0, bpdu.times.max_age, bpdu.times.hello, bpdu.times.forward_delay)
        self._change = bpdu.topology_change

    def _receive_notification(self, port: StpPort) -> None:  # 8.7.2
        if self._is_designated(port):
            self._detect_change(port)
            port.acknowledge = True  # 8.6.16
            self._transmit_configuration(port)

    def _supersedes(self, port: StpPort, bpdu: Bpdu) -> bool:  # 8.6.2.2
        if bpdu.vector[:3] != port.vector[:3]:
            return bpdu.vector[:3] < port.vector[:3]
        return bpdu.bridge != self.settings.bridge_id or bpdu.port <= port.vector[3]

    # who is what

    @property
    def _is_root(self) -> bool:
        return self.root == self.settings.bridge_id

    def _is_designated(self, port: StpPort) -> bool:
        return port.vector[2:] == (self.settings.bridge_id, port.settings.port_id)

    def _own_vector(self, port: StpPort) -> tuple[int, int, int, int]:
        return (self.root, self.root_cost, self.settings.bridge_id, port.settings.port_id)

    def _update(self) -> None:  # 8.6.7: root selection, then designated port selection
        best: tuple[tuple[int, ...], StpPort] | None = None
        for port in self.ports.values():
            root, cost, bridge, number = port.vector
            if self._is_designated(port) or root >= self.settings.bridge_id:
                continue
            if port.inconsistency is not None:
                continue
            offer = (root, cost + port.settings.cost, bridge, number, port.settings.port_id)
            if best is None or offer < best[0]:
                best = (offer, port)
        if best is None:
            self.root, self.root_cost, self.root_port = self.settings.bridge_id, 0, None
        else:
            self.root, self.root_cost, self.root_port = best[0][0], best[0][1], best[1]
        for port in self.ports.values():  # 8.6.10
            if (
                self._is_designated(port)
                or port.vector[0] != self.root
                or self._own_vector(port) < port.vector
            ):
                self._become_designated(port)

    def _become_designated(self, port: StpPort) -> None:  # 8.6.11
        port.vector = self._own_vector(port)

    def _select_states(self) -> None:  # 8.6.12
        for port in self.ports.values():
            if port is self.root_port:
                port.role = PortRole.ROOT
                port.pending = port.acknowledge = False
                self._make_forwarding(port)
            elif self._is_designated(port):
                port.role = PortRole.DESIGNATED
                port.message_age.stop()
                if port.inconsistency is None:
                    self._make_forwarding(port)
                else:
                    self._make_blocking(port)
            else:
                own = port.vector[2] == self.settings.bridge_id
                port.role = PortRole.BACKUP if own else PortRole.ALTERNATE
                port.pending = port.acknowledge = False
                self._make_blocking(port)

    def _make_forwarding(self, port: StpPort) -> None:  # 8.6.13
        if port.edge and port.phase is not Phase.FORWARDING:
            port.forward_delay.stop()
            self._set_phase(port, Phase.FORWARDING)
        elif port.phase is Phase.BLOCKING:
            self._set_phase(port, Phase.LISTENING)
            port.forward_delay.start(self._times.forward_delay)

    def _make_blocking(self, port: StpPort) -> None:  # 8.6.14
        if port.phase is Phase.BLOCKING:
            return
        if port.phase in (Phase.LEARNING, Phase.FORWARDING) and not port.settings.edge:
            self._detect_change(port)
        port.forward_delay.stop()
        self._set_phase(port, Phase.BLOCKING)
        self.host.flush(port.name)

    def _block_broken(self, port: StpPort) -> None:
        was_root = self._is_root
        self._become_designated(port)
        self._update()
        self._select_states()
        if self._is_root and not was_root:
            self._become_root()

    def _unblock_mended(self, port: StpPort) -> None:
        self._select_states()

    def _become_root(self) -> None:  # 8.7.3 and 8.7.5 d
        self._times = _own_times(self.settings)
        self._detect_change(None)
        self._tcn.stop()
        self._generate()
        self._hello.start(self.settings.hello_s)

    # what goes out

    def _generate(self) -> None:  # 8.6.4
        for port in self.ports.values():
            if self._is_designated(port):
                self._transmit_configuration(port)

    def _transmit_configuration(self, port: StpPort) -> None:  # 8.6.1
        if port.inconsistency is Inconsistency.LOOP:
            return
        if port.hold.counting:
            port.pending = True
            return
        age_s = 0.0
        if self.root_port is not None:
            age_s = self.root_port.message_age_s + self.settings.age_step_s
        if age_s >= self._times.max_age:
            return
        times = self._times
        bpdu = Bpdu(
            BpduType.CONFIGURATION,
            self.root,
            self.root_cost,
            self.settings.bridge_id,
            port.settings.port_id,
            Times(age_s, times.max_age, times.hello, times.forward_delay),
            self._change,
            port.acknowledge,
        )
        port.acknowledge = port.pending = False
        port.hold.start(HOLD_S)
        self._transmit(port, bpdu)

    def _notify(self) -> None:  # 8.6.6
        if self.root_port is not None:
            self._transmit(self.root_port, NOTIFICATION)

    def _detect_change(self, port: StpPort | None) -> None:  # 8.6.14
        if port is not None:
            self._note_change(port)
        if self._is_root:
            self._change = True
            self._change_timer.start(self.settings.max_age_s + self.settings.forward_delay_s)
        elif not self._change_detected:
            self._notify()
            self._tcn.start(self.settings.hello_s)
        self._change_detected = True

    # what expires

    def _hello_expired(self) -> None:  # 8.7.3
        if self._is_root:
            self._generate()
            self._hello.start(self.settings.hello_s)

    def _message_age_expired(self, port: StpPort) -> None:  # 8.7.4
        if port.settings.loop_guard:
            self.break_port(port.name, Inconsistency.LOOP)
            return
        was_root = self._is_root
        self._become_designated(port)
        self._update()
        self._select_states()
        if self._is_root and not was_root:
            self._become_root()

    def _forward_delay_expired(self, port: StpPort) -> None:  # 8.7.5
        if port.phase is Phase.LISTENING:
            self._set_phase(port, Phase.LEARNING)
            port.forward_delay.start(self._times.forward_delay)
        elif port.phase is Phase.LEARNING:
            self._set_phase(port, Phase.FORWARDING)
            if any(self._is_designated(each) for each in self.ports.values()):
                self._detect_change(port)

    def _tcn_expired(self) -> None:  # 8.7.6
        self._notify()
        self._tcn.start(self.settings.hello_s)

    def _change_expired(self) -> None:  # 8.7.7
        self._change = self._change_detected = False

    def _hold_expired(self, port: StpPort) -> None:  # 8.7.8
        if port.pending:
            self._transmit_configuration(port)

    # what the host reads

    @property
    def times(self) -> Times:
        return self._times

    @property
    def topology_change(self) -> bool:
        return self._change

    @property
    def topology_change_detected(self) -> bool:
        return self._change_detected

    @property
    def fast_aging(self) -> bool:
        return self._change

    @property
    def hello_left_s(self) -> float:
        return self._hello.left_s

    @property
    def topology_change_left_s(self) -> float:
        return self._change_timer.left_s

    @property
    def notification_left_s(self) -> float:
        return self._tcn.left_s


def _own_times(settings: BridgeSettings) -> Times:
    return Times(0, settings.max_age_s, settings.hello_s, settings.forward_delay_s)
