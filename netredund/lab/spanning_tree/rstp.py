"""Runs 802.1w spanning tree over the ports of one bridge: role selection and what ports share."""

from netredund.lab.clock import Clock
from netredund.lab.frames.bpdu import Bpdu, Times
from netredund.lab.spanning_tree.bridge import (
    Bridge,
    BridgeHost,
    BridgeSettings,
    Phase,
    PortSettings,
    Vector,
)
from netredund.lab.spanning_tree.rapid_port import RapidPort
from netredund.lab.spanning_tree.rapid_state import Info
from netredund.lab.status import Inconsistency, PortRole


class RstpBridge(Bridge[RapidPort]):
    """One 802.1w bridge (802.1D-2004 clause 17; see `RapidPort` for where 2001 is followed)."""

    def __init__(self, settings: BridgeSettings, clock: Clock, host: BridgeHost) -> None:
        self._times = _own_times(settings)
        super().__init__(settings, clock, host)
        self._root_vector: Vector = (settings.bridge_id, 0, settings.bridge_id, 0)
        self._running = False

    # what the host changes

    def configure(self, settings: BridgeSettings) -> None:
        if settings == self.settings:
            return
        self.settings = settings
        self._reselect()

    def add_port(self, name: str, settings: PortSettings) -> None:
        self.ports[name] = RapidPort(name, settings, self.clock, self)
        self.run()

    def change_port(self, name: str, settings: PortSettings) -> None:
        port = self.ports[name]
        old, port.settings = port.settings, settings
        if settings == old:
            return
        if settings.edge != old.edge:
            port.edge = settings.edge and not port.received
        if settings.root_guard != old.root_guard:
            if not settings.root_guard and port.inconsistency is Inconsistency.ROOT:
                self.mend(name)
            elif settings.root_guard and port.info is Info.RECEIVED:
                port.age_out()
        if not settings.loop_guard and port.inconsistency is Inconsistency.LOOP:
            self.mend(name)
        self._reselect()

    def _reselect(self) -> None:
        for port in self.ports.values():
            port.request_selection()
        self.run()

    def remove_port(self, name: str) -> None:
        port = self.ports.pop(name)
        port.stop()
        port.learn = port.forward = False
        self._set_phase(port, Phase.BLOCKING)
        self.host.flush(name)
        self._reselect()
        if not self.ports:
            self._select_roles()

    def stop(self) -> None:
        for port in self.ports.values():
            port.stop()
        self.ports.clear()

    def detect_again(self, name: str) -> None:
        port = self.ports.get(name)
        if port is not None:
            port.migrate()

    def _receive(self, port: RapidPort, bpdu: Bpdu) -> None:
        port.hear(bpdu)
        self.run()

    def guards_root(self, port: RapidPort, bpdu: Bpdu, hold_s: float) -> bool:
        """Apply root guard to a designated port's message; true means that it must not count."""
        return self._guards_root(port, bpdu, port.designated_vector, hold_s)

    def _block_broken(self, port: RapidPort) -> None:
        port.received_info_while.stop()
        port.info = Info.AGED
        port.request_selection()
        self.run()

    def _unblock_mended(self, port: RapidPort) -> None:
        # It starts over as a port whose link came up: propose, then wait forward delay.
        port.proposing = False
        port.forward_while.start(port.designated_times.forward_delay)
        self.run()

    # the machines

    def run(self) -> None:
        """Run every machine until all rest, then send what is new."""
        if self._running:
            return
        self._running = True
        ports = tuple(self.ports.values())
        busy = True
        while busy:
            busy = False
            if any(port.reselect for port in ports):
                self._select_roles()
            for port in ports:
                if port.selected and port.update_info:
                    port.update_information()
                    busy = True
                busy |= port.step_role()
                port.step_change()
            busy |= any(port.propagate for port in ports)
        self._running = False
        for port in ports:
            if port.new_info:
                port.transmit()

    def _select_roles(self) -> None:  # 17.21.25
        own = self.settings.bridge_id
        for port in self.ports.values():
            port.reselect = False
        best: Vector = (own, 0, own, 0)
        best_port: RapidPort | None = None
        chosen: tuple[int, ...] = (own, 0, own, 0, 0)
        for port in self.ports.values():
            if port.info is not Info.RECEIVED or _address(port.vector[2]) == _address(own):
                continue
            root, cost, bridge, number = port.vector
            vector = (root, cost + port.settings.cost, bridge, number)
            offer = (*vector, port.settings.port_id)
            if offer < chosen:
                chosen, best, best_port = offer, vector, port
        self._root_vector = best
        self.root, self.root_cost, self.root_port = best[0], best[1], best_port
        if best_port is None:
            self._times = _own_times(self.settings)
        else:
            heard = best_port.times
            self._times = Times(
                heard.message_age + 1, heard.max_age, heard.hello, heard.forward_delay
            )
        for port in self.ports.values():
            self._select_role(port)
            port.selected = True

    def _select_role(self, port: RapidPort) -> None:
        port.designated_vector = (
            self.root,
            self.root_cost,
            self.settings.bridge_id,
            port.settings.port_id,
        )
        port.designated_times = self._times
        port.update_info = False
        if port.info is Info.RECEIVED and port is self.root_port:
            port.selected_role = PortRole.ROOT
        elif port.info is Info.RECEIVED and port.vector <= port.designated_vector:
            own = _address(port.vector[2]) == _address(self.settings.bridge_id)
            port.selected_role = PortRole.BACKUP if own else PortRole.ALTERNATE
        else:
            port.selected_role = PortRole.DESIGNATED
            port.update_info = (
                port.info is not Info.MINE
                or port.vector != port.designated_vector
                or port.times != port.designated_times
            )

    # what ports ask of each other

    def set_sync(self) -> None:
        for port in self.ports.values():
            port.sync = True

    def reroot(self) -> None:
        for port in self.ports.values():
            port.reroot = True

    def is_synced(self) -> bool:
        """Say whether every port has its role and is in step with the root port (allSynced)."""
        return all(
            port.selected
            and not port.update_info
            and port.role is port.selected_role
            and (port.synced or port.role is PortRole.ROOT)
            for port in self.ports.values()
        )

    def is_rerooted(self, port: RapidPort) -> bool:
        """Say whether no other port was a root port lately (reRooted)."""
        return not any(
            other.recent_root_while.running for other in self.ports.values() if other is not port
        )

    def detect_change(self, port: RapidPort) -> None:
        """Count a change that began on `port` and tell the other ports (setTcPropTree)."""
        self._note_change(port)
        for other in self.ports.values():
            if other is not port:
                other.propagate = True

    def propagate_change(self, port: RapidPort) -> None:
        """Tell the other ports of a change heard on `port`, once as long as it lasts."""
        if not self.topology_change:
            self._note_change(port)
        for other in self.ports.values():
            if other is not port:
                other.propagate = True

    def show_phase(self, port: RapidPort, phase: Phase) -> None:
        self._set_phase(port, phase)

    def send(self, name: str, bpdu: Bpdu) -> None:
        """Send a message out of a port."""
        self._transmit(self.ports[name], bpdu)

    # what the host reads

    @property
    def times(self) -> Times:
        return self._times

    @property
    def topology_change(self) -> bool:
        return any(port.change_while.running for port in self.ports.values())

    @property
    def hello_left_s(self) -> float:
        left = [port.hello_when.left_s for port in self.ports.values()]
        return min(left, default=0.0)


def _own_times(settings: BridgeSettings) -> Times:
    return Times(0, settings.max_age_s, settings.hello_s, settings.forward_delay_s)


def _address(bridge: int) -> int:
    return bridge & 0xFFFFFFFFFFFF
