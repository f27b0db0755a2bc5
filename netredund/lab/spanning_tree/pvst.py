"""Runs one tree per VLAN as PVST+: which frames carry which tree, and what guards watch them.

Access ports speak IEEE frames for their VLAN. Trunks send VLAN 1 as untagged IEEE frames, and
every VLAN as SSTP frames that say in a TLV which VLAN they are from: untagged in the native VLAN,
tagged in the others. VLAN 1 follows the IEEE frames alone; its SSTP frames only prove the native
VLAN.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from netredund.lab.bridging import BridgingPort
from netredund.lab.clock import Clock
from netredund.lab.config import DEFAULT_PRIORITY, SwitchConfig, TreeMode, VlanTree
from netredund.lab.frames.bpdu import Bpdu, read_spanning_tree, write_ieee, write_sstp
from netredund.lab.frames.frame import BRIDGE_GROUP, Frame, add_to_address
from netredund.lab.spanning_tree.bridge import (
    Bridge,
    BridgePort,
    BridgeSettings,
    Phase,
    bridge_id,
)
from netredund.lab.spanning_tree.rstp import RstpBridge
from netredund.lab.spanning_tree.stp import StpBridge
from netredund.lab.status import Inconsistency

AnyBridge = Bridge[BridgePort]

FILTERED_AFTER = (
    10  # BPDUs that a port sends before the global BPDU filter falls (ios.md's 12.2SX guide)
)
FIRST_VLAN = 1
DEFAULT_TREE = VlanTree()
MESSAGES = {
    (Inconsistency.ROOT, True): ("ROOTGUARD_BLOCK", "Root guard blocking port {port} on {vlan}."),
    (Inconsistency.ROOT, False): (
        "ROOTGUARD_UNBLOCK",
        "Root guard unblocking port {port} on {vlan}.",
    ),
    (Inconsistency.LOOP, True): ("LOOPGUARD_BLOCK", "Loop guard blocking port {port} on {vlan}."),
    (Inconsistency.LOOP, False): (
        "LOOPGUARD_UNBLOCK",
        "Loop guard unblocking port {port} on {vlan}.",
    ),
    (Inconsistency.PVID, False): (
        "UNBLOCK_CONSIST_PORT",
        "Unblocking {port} on {vlan}. Port consistency restored.",
    ),
    (Inconsistency.TYPE, False): (
        "UNBLOCK_CONSIST_PORT",
        "Unblocking {port} on {vlan}. Port consistency restored.",
    ),
}


class PvstHost(Protocol):
    """What the trees need of their switch."""

    def log(self, facility: str, severity: int, mnemonic: str, text: str) -> None: ...

    def trip_bpduguard(self, port: BridgingPort) -> None:
        """Put the port into err-disable: it heard a BPDU."""

    def change_phase(self, vlan: int, port: str, phase: Phase) -> None: ...

    def flush(self, vlan: int, port: str) -> None: ...


class _Tree:
    """Stands between the bridge of one VLAN and its switch."""

    def __init__(self, vlan: int, owner: "Pvst") -> None:
        self.vlan = vlan
        self.owner = owner
        self.change_phase = partial(owner.host.change_phase, vlan)
        self.flush = partial(owner.host.flush, vlan)

    def transmit(self, port: str, bpdu: Bpdu) -> bool:
        return self.owner.transmit(self.vlan, port, bpdu)

    def note_inconsistency(self, port: str, reason: Inconsistency, *, broken: bool) -> None:
        message = MESSAGES.get((reason, broken))
        if message is not None:
            text = message[1].format(port=port, vlan=f"VLAN{self.vlan:04}")
            self.owner.host.log("SPANTREE", 2, message[0], text)


class Pvst:
    """All trees of one switch, by VLAN; a VLAN has one while a port of it is up."""

    def __init__(
        self, clock: Clock, address: bytes, host: PvstHost, *, extended_system_id: bool
    ) -> None:
        self.clock = clock
        self.address = address
        self.host = host
        self.bridges: dict[int, AnyBridge] = {}
        self.ports: Mapping[str, BridgingPort] = {}
        self._extended = extended_system_id
        self._offsets: dict[int, int] = {}
        self._mode: TreeMode | None = None

    # configuration

    def configure(self, config: SwitchConfig, ports: Mapping[str, BridgingPort]) -> None:
        """Follow the configuration and the ports that are up."""
        mode = config.mode or TreeMode.PVST
        if mode is not self._mode:
            self.stop()
            self._mode = mode
        self.ports = ports
        carried = sorted({vlan for port in ports.values() for vlan in port.vlans})
        wanted = [vlan for vlan in carried if config.vlan_trees.get(vlan, DEFAULT_TREE).enabled]
        for vlan in [vlan for vlan in self.bridges if vlan not in wanted]:
            self.bridges.pop(vlan).stop()
        for vlan in wanted:
            self._configure_vlan(vlan, config)

    def _configure_vlan(self, vlan: int, config: SwitchConfig) -> None:
        settings = self.bridge_settings(vlan, config)
        bridge = self.bridges.get(vlan)
        if bridge is None:
            make: Callable[..., Bridge[BridgePort]] = (
                RstpBridge if self._mode is TreeMode.RAPID_PVST else StpBridge  # type: ignore[assignment]  # both are bridges over their own kind of port
            )
            bridge = self.bridges[vlan] = make(settings, self.clock, _Tree(vlan, self))
        else:
            bridge.configure(settings)
        for name in [name for name in bridge.ports if not self._carries(name, vlan)]:
            bridge.remove_port(name)
        for name, port in self.ports.items():
            if vlan not in port.vlans:
                continue
            if name in bridge.ports:
                bridge.change_port(name, port.settings(config, vlan))
            else:
                bridge.add_port(name, port.settings(config, vlan))

    def _carries(self, name: str, vlan: int) -> bool:
        port = self.ports.get(name)
        return port is not None and vlan in port.vlans

    def system_id(self, vlan: int, config: SwitchConfig) -> int:
        """Return what is added to the priority: the VLAN, or 0 without extended system id."""
        extended = config.extend_system_id
        return vlan if (self._extended if extended is None else extended) else 0

    def bridge_settings(self, vlan: int, config: SwitchConfig) -> BridgeSettings:
        """Return the bridge of `vlan` as it is configured."""
        tree = config.vlan_trees.get(vlan, DEFAULT_TREE)
        priority = DEFAULT_PRIORITY if tree.priority is None else tree.priority
        system_id = self.system_id(vlan, config)
        address = self.address
        if not system_id:
            # without system id each VLAN's bridge has an address of its own
            offset = self._offsets.setdefault(vlan, len(self._offsets))
            address = add_to_address(address, offset)
        return BridgeSettings(
            bridge_id(priority + system_id, address),
            hello_s=tree.hello_time or 2,
            max_age_s=tree.max_age or 20,
            forward_delay_s=tree.forward_time or 15,
            hold_count=config.transmit_hold_count or 6,
        )

    def stop(self) -> None:
        """Forget every tree."""
        for bridge in self.bridges.values():
            bridge.stop()
        self.bridges.clear()

    # frames

    def transmit(self, vlan: int, name: str, bpdu: Bpdu) -> bool:
        """Send a message of one tree out of one port; false where a filter holds it back."""
        port = self.ports.get(name)
        if port is None or port.filters:
            return False
        if port.filters_as_edge:
            tree_port = self.bridges[vlan].ports.get(name)
            if tree_port is not None and tree_port.edge and tree_port.sent >= FILTERED_AFTER:
                return False
        source = port.members[0].address if port.members else port.address
        if not port.trunking:
            port.send(write_ieee(bpdu, source))
            return True
        if vlan == FIRST_VLAN:
            port.send(write_ieee(bpdu, source))
        port.send(write_sstp(bpdu, source, vlan, tagged=vlan != port.native_vlan))
        return True

    def receive(self, port: BridgingPort, frame: Frame) -> None:
        """Take a spanning-tree frame that came in on a port."""
        if port.filters:
            return
        if port.guards_bpdu:
            self.host.trip_bpduguard(port)
            return
        message = read_spanning_tree(frame)
        if message is None:
            return
        bpdu, sender_vlan = message
        if frame.destination == BRIDGE_GROUP:
            if frame.vlan is None:
                self._pass_on(FIRST_VLAN if port.trunking else port.access_vlan, port, bpdu)
        elif sender_vlan is not None:
            self._receive_sstp(port, frame, bpdu, sender_vlan)

    def _pass_on(self, vlan: int, port: BridgingPort, bpdu: Bpdu) -> None:
        bridge = self.bridges.get(vlan)
        if bridge is not None:
            bridge.receive(port.name, bpdu)

    def _receive_sstp(self, port: BridgingPort, frame: Frame, bpdu: Bpdu, sender_vlan: int) -> None:
        if not port.trunking:
            vlan = port.access_vlan
            if self._break(vlan, port, Inconsistency.TYPE):
                text = f"Received 802.1Q BPDU on non trunk {port.name} VLAN{vlan}."
                self.host.log("SPANTREE", 7, "RECV_1Q_NON_TRUNK", text)
                text = f"Blocking {port.name} on VLAN{vlan:04}. Inconsistent port type."
                self.host.log("SPANTREE", 7, "BLOCK_PORT_TYPE", text)
            return
        vlan = port.native_vlan if frame.vlan is None else frame.vlan
        if vlan not in port.vlans:
            return
        if vlan != sender_vlan:
            self._break_pvid(port, vlan, sender_vlan)
        elif vlan != FIRST_VLAN:
            self._pass_on(vlan, port, bpdu)

    def _break_pvid(self, port: BridgingPort, vlan: int, sender_vlan: int) -> None:
        """Block the VLAN that a frame came in on and the one that it says it is from."""
        local = self._break(vlan, port, Inconsistency.PVID)
        peer = self._break(sender_vlan, port, Inconsistency.PVID)
        if local or peer:
            text = (
                f"Received BPDU with inconsistent peer vlan id {sender_vlan} "
                f"on {port.name} VLAN{vlan}."
            )
            self.host.log("SPANTREE", 2, "RECV_PVID_ERR", text)
        if peer:
            text = f"Blocking {port.name} on VLAN{sender_vlan:04}. Inconsistent peer vlan."
            self.host.log("SPANTREE", 2, "BLOCK_PVID_PEER", text)
        if local:
            text = f"Blocking {port.name} on VLAN{vlan:04}. Inconsistent local vlan."
            self.host.log("SPANTREE", 2, "BLOCK_PVID_LOCAL", text)

    def _break(self, vlan: int, port: BridgingPort, reason: Inconsistency) -> bool:
        """Block the port in `vlan` as long as the frame is believed; true when that is new."""
        bridge = self.bridges.get(vlan)
        if bridge is None or port.name not in bridge.ports:
            return False
        tree_port = bridge.ports[port.name]
        before = tree_port.inconsistency
        bridge.break_port(port.name, reason, bridge.times.max_age)
        return before is None and tree_port.inconsistency is reason

    def phase(self, vlan: int, name: str) -> Phase:
        """Return what `name` does with frames of `vlan`; without a tree every port forwards."""
        bridge = self.bridges.get(vlan)
        if bridge is None:
            return Phase.FORWARDING
        port = bridge.ports.get(name)
        return Phase.BLOCKING if port is None else port.phase
