"""Holds what the two spanning-tree protocols share: a bridge, its ports, guards and counters."""

from abc import ABC, abstractmethod
from enum import IntEnum
from typing import Generic, Protocol, TypeVar

import msgspec

from netredund.lab.clock import Clock, Countdown
from netredund.lab.frames.bpdu import Bpdu, BpduType, Times
from netredund.lab.status import Inconsistency, PortRole

Vector = tuple[int, int, int, int]


class Phase(IntEnum):
    """What a port does with frames; what 802.1w calls discarding is `BLOCKING`."""

    BLOCKING = 0
    LISTENING = 1
    LEARNING = 2
    FORWARDING = 3


class BridgeSettings(msgspec.Struct, frozen=True, gc=False):
    """`bridge_id` is priority, system id and address as one 64-bit number.

    `age_step_s` is what an 802.1D bridge adds to the message age (Linux: 1/256 s, its smallest).
    """

    bridge_id: int
    hello_s: float = 2
    max_age_s: float = 20
    forward_delay_s: float = 15
    hold_count: int = 6
    age_step_s: float = 1


class PortSettings(msgspec.Struct, frozen=True, gc=False):
    """One port as configured: `port_id` is priority and number as one 16-bit number.

    `edge` is PortFast in force.
    """

    port_id: int
    cost: int
    edge: bool = False
    point_to_point: bool = True
    root_guard: bool = False
    loop_guard: bool = False


def bridge_id(priority: int, address: bytes) -> int:
    """Return the number that 802.1D compares: the priority above the address."""
    return priority << 48 | int.from_bytes(address)


class BridgePort:
    """One port of one tree; exists while its link is up and carries the VLAN.

    `vector` is the port priority vector: who is designated on its segment, at what cost.
    """

    def __init__(self, name: str, settings: PortSettings, clock: Clock) -> None:
        self.name = name
        self.settings = settings
        self.phase = Phase.BLOCKING
        self.role = PortRole.DESIGNATED
        self.edge = settings.edge
        self.vector: Vector = (0, 0, 0, 0)
        self.inconsistency: Inconsistency | None = None
        self.inconsistent_until: Countdown
        self.transitions = 0
        self.sent = 0
        self.received = 0
        self.sends_rapid = False
        self.clock = clock

    @property
    def message_age_s(self) -> float:
        """Return how old the root's word is on this port."""
        return 0.0

    @property
    def forward_delay_left_s(self) -> float:
        return 0.0

    @property
    def hold_left_s(self) -> float:
        return 0.0


class BridgeHost(Protocol):
    """What a bridge needs of the switch it runs in; ports are named."""

    def transmit(self, port: str, bpdu: Bpdu) -> bool:
        """Send a message; false when it is held back (BPDU filter)."""

    def change_phase(self, port: str, phase: Phase) -> None:
        """Take note that `port` now does `phase`."""

    def flush(self, port: str) -> None:
        """Forget the addresses that were learned on `port`."""

    def note_inconsistency(self, port: str, reason: Inconsistency, *, broken: bool) -> None: ...


PortT = TypeVar("PortT", bound=BridgePort)


class Bridge(ABC, Generic[PortT]):
    """One bridge in one tree. Ports come and go with their links; names are the host's."""

    def __init__(self, settings: BridgeSettings, clock: Clock, host: BridgeHost) -> None:
        self.settings = settings
        self.clock = clock
        self.host = host
        self.ports: dict[str, PortT] = {}
        self.root = settings.bridge_id
        self.root_cost = 0
        self.root_port: PortT | None = None
        self.topology_changes = 0
        self.last_change: tuple[float, str] | None = None

    # what the host changes

    @abstractmethod
    def configure(self, settings: BridgeSettings) -> None:
        """Take new settings; the tree goes on from where it is."""

    @abstractmethod
    def add_port(self, name: str, settings: PortSettings) -> None:
        """Take a port whose link came up."""

    @abstractmethod
    def change_port(self, name: str, settings: PortSettings) -> None:
        """Take new settings of a port."""

    @abstractmethod
    def remove_port(self, name: str) -> None:
        """Drop a port whose link went down."""

    @abstractmethod
    def stop(self) -> None:
        """Forget every port and stop every timer."""

    @abstractmethod
    def detect_again(self, name: str) -> None:
        """Try the rapid protocol again on a port that fell back."""

    def receive(self, name: str, bpdu: Bpdu) -> None:
        """Take a message that came in on a port."""
        port = self.ports.get(name)
        if port is None:
            return
        port.received += 1
        own = self.settings.bridge_id
        # 9.3.4: what this very port sent came back
        if bpdu.kind is not BpduType.TOPOLOGY_CHANGE and (
            (bpdu.bridge, bpdu.port) == (own, port.settings.port_id)
        ):
            return
        port.edge = False
        if port.inconsistency is Inconsistency.LOOP:
            self.mend(name)
        elif port.inconsistency in (Inconsistency.PVID, Inconsistency.TYPE):
            return
        self._receive(port, bpdu)

    @abstractmethod
    def _receive(self, port: PortT, bpdu: Bpdu) -> None: ...

    # guards

    def break_port(self, name: str, reason: Inconsistency, for_s: float | None = None) -> None:
        """Block a port as inconsistent, for `for_s` from the last call (None: until mended)."""
        port = self.ports.get(name)
        if port is None or port.inconsistency not in (None, reason):
            return
        if for_s is not None:
            port.inconsistent_until.start(for_s)
        if port.inconsistency is reason:
            return
        port.inconsistency = reason
        self.host.note_inconsistency(name, reason, broken=True)
        self._block_broken(port)

    def mend(self, name: str) -> None:
        """End the inconsistency of a port, if it has one."""
        port = self.ports.get(name)
        if port is None or port.inconsistency is None:
            return
        reason, port.inconsistency = port.inconsistency, None
        port.inconsistent_until.stop()
        self.host.note_inconsistency(name, reason, broken=False)
        self._unblock_mended(port)

    @abstractmethod
    def _block_broken(self, port: PortT) -> None: ...

    @abstractmethod
    def _unblock_mended(self, port: PortT) -> None: ...

    def _guards_root(self, port: PortT, bpdu: Bpdu, own: Vector, hold_s: float) -> bool:
        """Apply root guard; true means that the message must not count.

        Superior to what this bridge itself would send (`own`) breaks the port, anything else
        mends it at once; silence mends it after `hold_s`.
        """
        if not port.settings.root_guard:
            return False
        if bpdu.vector < own:
            self.break_port(port.name, Inconsistency.ROOT, hold_s)
            return True
        if port.inconsistency is Inconsistency.ROOT:
            self.mend(port.name)
        return False

    # what the host reads

    @property
    @abstractmethod
    def times(self) -> Times:
        """Return the root's times, as this bridge works by them."""

    @property
    @abstractmethod
    def topology_change(self) -> bool:
        """Say whether the topology change flag is set."""

    @property
    def topology_change_detected(self) -> bool:
        return False

    @property
    def fast_aging(self) -> bool:
        """Say whether learned addresses age after forward delay now."""
        return False

    @property
    def hello_left_s(self) -> float:
        return 0.0

    @property
    def topology_change_left_s(self) -> float:
        return 0.0

    @property
    def notification_left_s(self) -> float:
        return 0.0

    # for the protocols

    def _set_phase(self, port: PortT, phase: Phase) -> None:
        if port.phase is phase:
            return
        port.phase = phase
        if phase is Phase.FORWARDING:
            port.transitions += 1
        self.host.change_phase(port.name, phase)

    def _note_change(self, port: PortT) -> None:
        self.topology_changes += 1
        self.last_change = (self.clock.now_s, port.name)

    def _transmit(self, port: PortT, bpdu: Bpdu) -> None:
        if self.host.transmit(port.name, bpdu):
            port.sent += 1
