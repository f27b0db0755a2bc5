"""Bridges as the Linux kernel does: 802.1D-1998 over its ports, or BPDUs passed on with STP off."""

from collections.abc import Sequence
from functools import partial

import msgspec

from netredund.lab.clock import Clock
from netredund.lab.costs import kernel_cost
from netredund.lab.dataplane import DEFAULT_AGING_S, MacTable
from netredund.lab.frames.bpdu import Bpdu, read_spanning_tree, write_ieee
from netredund.lab.frames.frame import BRIDGE_GROUP, Frame, is_group, is_link_local, read_frame
from netredund.lab.servers.device import Device
from netredund.lab.spanning_tree import (
    BridgeSettings,
    Phase,
    PortSettings,
    StpBridge,
    bridge_id,
)
from netredund.lab.status import Inconsistency

UNTAGGED = 0
DEFAULT_PORT_PRIORITY = 32
AGE_STEP_S = 1 / 256  # MESSAGE_AGE_INCR of br_private_stp.h
HOLD_COUNT = 6
PHASE_WORDS = {
    Phase.BLOCKING: "blocking",
    Phase.LISTENING: "listening",
    Phase.LEARNING: "learning",
    Phase.FORWARDING: "forwarding",
}


class BridgeOptions(msgspec.Struct, frozen=True):
    """`port_priorities` are the kernel's (0 to 63, default 32); `costs` override those by speed."""

    stp: bool = True
    priority: int = 32768
    forward_delay_s: float = 15
    hello_s: float = 2
    max_age_s: float = 20
    ageing_s: float = DEFAULT_AGING_S
    costs: dict[str, int] = {}
    port_priorities: dict[str, int] = {}


class LinuxBridge(Device):
    """One kernel bridge; its address is the lowest of its ports', which number from 1."""

    def __init__(
        self,
        name: str,
        index: int,
        ports: Sequence[Device],
        options: BridgeOptions,
        clock: Clock,
    ) -> None:
        super().__init__(name, index, min(port.address for port in ports), clock)
        self.options = options
        self.ports = {port.name: port for port in ports}
        self.table = MacTable(clock, lambda _: self.ageing_s)
        self.tree = StpBridge(self._settings(), clock, self)
        self.phases: dict[str, Phase] = {}
        for port in ports:
            port.master = name
            port.upper = partial(self._receive, port)
            port.watch = partial(self._follow, port)
            self._follow(port)

    # the bridge as a device

    @property
    def up(self) -> bool:
        return any(port.up for port in self.ports.values())

    @property
    def speed(self) -> int | None:
        return max((port.speed for port in self.ports.values() if port.speed), default=None)

    def send(self, frame: bytes) -> None:
        known = None if is_group(frame[:6]) else self.table.find(UNTAGGED, frame[:6])
        self._send_out(frame, None, known)

    # configuration

    def _settings(self) -> BridgeSettings:
        options = self.options
        return BridgeSettings(
            bridge_id(options.priority, self.address),
            options.hello_s,
            options.max_age_s,
            options.forward_delay_s,
            HOLD_COUNT,
            AGE_STEP_S,
        )

    def port_settings(self, port: Device) -> PortSettings:
        """Return number, priority and cost of a port."""
        options = self.options
        number = list(self.ports).index(port.name) + 1
        priority = options.port_priorities.get(port.name, DEFAULT_PORT_PRIORITY)
        cost = options.costs.get(port.name, kernel_cost(port.speed))
        return PortSettings(port_id=priority << 10 | number, cost=cost)

    @property
    def ageing_s(self) -> float:
        if self.tree.fast_aging:
            return self.tree.times.forward_delay
        return self.options.ageing_s

    def _follow(self, port: Device) -> None:
        """Take note that a port has carrier or lost it."""
        settings = self.port_settings(port)
        if not self.options.stp:
            self.phases[port.name] = Phase.FORWARDING if port.up else Phase.BLOCKING
        elif not port.up:
            if port.name in self.tree.ports:
                self.tree.remove_port(port.name)
        elif port.name in self.tree.ports:
            self.tree.change_port(port.name, settings)
        else:
            self.tree.add_port(port.name, settings)
        if not port.up:
            self.table.forget(port=port.name)
        self._tell()

    # frames

    def _receive(self, port: Device, raw: bytes) -> None:
        frame = read_frame(raw)
        if frame is None:
            return
        if is_link_local(frame.destination) and not self._passes(port, frame):
            return
        phase = self.phases.get(port.name, Phase.BLOCKING)
        if phase >= Phase.LEARNING:
            self.table.learn(UNTAGGED, frame.source, port.name)
        if phase is not Phase.FORWARDING:
            return
        if frame.destination == self.address:
            self._hand_up(raw)
            return
        known = None
        if is_group(frame.destination):
            self._hand_up(raw)
        else:
            known = self.table.find(UNTAGGED, frame.destination)
        self._send_out(raw, port.name, known)

    def _passes(self, port: Device, frame: Frame) -> bool:
        """Take a link-local frame; true where the kernel forwards it: BPDUs with STP off."""
        if frame.destination != BRIDGE_GROUP:
            return False
        if not self.options.stp:
            return True
        message = read_spanning_tree(frame)
        if message is not None and frame.vlan is None:
            self.tree.receive(port.name, message[0])
        return False

    def _send_out(self, raw: bytes, origin: str | None, known: str | None) -> None:
        for name, port in self.ports.items():
            if (
                name != origin
                and known in (None, name)
                and self.phases.get(name) is Phase.FORWARDING
            ):
                port.send(raw)

    # what is shown

    def vector_of(self, device: Device) -> tuple[int, int, int, int]:
        """Return what a port holds of its segment; one without a link is designated on its own."""
        port = self.tree.ports.get(device.name)
        if port is not None:
            return port.vector
        own = self.tree.settings.bridge_id
        return (self.tree.root, self.tree.root_cost, own, self.port_settings(device).port_id)

    def timers_of(self, device: Device) -> tuple[float, float, float]:
        """Return what is left of a port's message age, forward delay and hold timers."""
        port = self.tree.ports.get(device.name)
        if port is None:
            return 0.0, 0.0, 0.0
        return port.message_age.left_s, port.forward_delay_left_s, port.hold_left_s

    def state_of(self, device: Device) -> str:
        """Return the kernel's word for what a port does."""
        if not device.up:
            return "disabled"
        return PHASE_WORDS[self.phases.get(device.name, Phase.BLOCKING)]

    @property
    def collection_left_s(self) -> float:
        """Return when the kernel next looks for addresses that aged: once in an ageing time."""
        return self.ageing_s - self.clock.now_s % self.ageing_s

    # the tree's host

    def transmit(self, port: str, bpdu: Bpdu) -> bool:
        """Send a BPDU out of a port."""
        device = self.ports[port]
        device.send(write_ieee(bpdu, device.address))
        return True

    def change_phase(self, port: str, phase: Phase) -> None:
        """Take note that a port now does `phase`."""
        self.phases[port] = phase

    def flush(self, port: str) -> None:
        """Forget the addresses that were learned on a port."""
        self.table.forget(port=port)

    def note_inconsistency(self, port: str, reason: Inconsistency, *, broken: bool) -> None:
        """Do nothing: the kernel's bridge has none of these guards."""
