"""Reads the spanning trees of a simulated switch into records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netredund.lab.bridging import BridgingPort
from netredund.lab.config import Guard, TreeMode
from netredund.lab.dataplane import DEFAULT_AGING_S
from netredund.lab.frames.frame import dotted
from netredund.lab.spanning_tree.bridge import BridgePort, Phase
from netredund.lab.status import BridgeId, PortId, PortState, Tree, TreePort

if TYPE_CHECKING:
    from netredund.lab.switch import Switch

STATES = {
    Phase.BLOCKING: PortState.BLOCKING,
    Phase.LISTENING: PortState.LISTENING,
    Phase.LEARNING: PortState.LEARNING,
    Phase.FORWARDING: PortState.FORWARDING,
}


def read_bridge_id(value: int) -> BridgeId:
    """Return a 64-bit bridge id as priority and address."""
    return BridgeId(value >> 48, dotted((value & 0xFFFFFFFFFFFF).to_bytes(6)))


def read_port_id(value: int) -> PortId:
    """Return a 16-bit port id: 4 bits of priority, 12 of number (802.1t)."""
    return PortId(value >> 8 & 0xF0, value & 0xFFF)


def read_tree(switch: Switch, vlan: int) -> Tree:
    """Return the tree of `vlan`."""
    bridge = switch.pvst.bridges[vlan]
    settings, times = bridge.settings, bridge.times
    changed = bridge.last_change
    root_port = bridge.root_port
    ports = [
        _read_tree_port(switch, switch.bridging[name], port)
        for name, port in bridge.ports.items()
        if name in switch.bridging
    ]
    ports.sort(key=lambda port: port.port.number)
    rapid = switch.config.mode is TreeMode.RAPID_PVST
    return Tree(
        vlan=vlan,
        protocol="rstp" if rapid else "ieee",
        bridge=read_bridge_id(settings.bridge_id),
        system_id=switch.pvst.system_id(vlan, switch.config),
        root=read_bridge_id(bridge.root),
        root_cost=bridge.root_cost,
        root_port=None if root_port is None else root_port.name,
        root_port_id=None if root_port is None else read_port_id(root_port.settings.port_id),
        hello_s=int(times.hello),
        max_age_s=int(times.max_age),
        forward_delay_s=int(times.forward_delay),
        configured_hello_s=int(settings.hello_s),
        configured_max_age_s=int(settings.max_age_s),
        configured_forward_delay_s=int(settings.forward_delay_s),
        transmit_hold_count=settings.hold_count,
        aging_time_s=_aging_time(switch, vlan),
        topology_change=bridge.topology_change,
        topology_change_detected=bridge.topology_change_detected,
        topology_changes=bridge.topology_changes,
        last_change_age_s=None if changed is None else switch.clock.now_s - changed[0],
        last_change_from=None if changed is None else changed[1],
        hello_left_s=int(bridge.hello_left_s),
        topology_change_left_s=int(bridge.topology_change_left_s),
        notification_left_s=int(bridge.notification_left_s),
        ports=tuple(ports),
        uplinkfast=switch.config.uplinkfast,
    )


def _aging_time(switch: Switch, vlan: int) -> int:
    bridge = switch.pvst.bridges[vlan]
    if bridge.fast_aging:
        return int(bridge.times.forward_delay)
    configured = switch.config.mac_aging_s
    return DEFAULT_AGING_S if configured is None else configured


def _read_tree_port(switch: Switch, bridging: BridgingPort, port: BridgePort) -> TreePort:
    config, stanza, settings = switch.config, bridging.stanza, port.settings
    portfast = bridging.portfast(config)
    root, cost, bridge, number = port.vector
    broken = port.inconsistency is not None
    return TreePort(
        interface=port.name,
        role=port.role,
        state=PortState.BROKEN if broken else STATES[port.phase],
        inconsistency=port.inconsistency,
        cost=settings.cost,
        port=read_port_id(settings.port_id),
        designated_root=read_bridge_id(root),
        designated_cost=cost,
        designated_bridge=read_bridge_id(bridge),
        designated_port=read_port_id(number),
        message_age_s=int(port.message_age_s),
        forward_delay_left_s=int(port.forward_delay_left_s),
        hold_left_s=int(port.hold_left_s),
        transitions=port.transitions,
        edge=port.edge,
        portfast=None if portfast is None else str(portfast),
        portfast_by_default=stanza.portfast is None and portfast is not None,
        point_to_point=settings.point_to_point,
        link_type_configured=stanza.link_type is not None,
        peer_is_stp=switch.config.mode is TreeMode.RAPID_PVST and not port.sends_rapid,
        bpduguard=bridging.guards_bpdu,
        bpduguard_by_default=bridging.guards_bpdu and stanza.bpduguard is None,
        bpdufilter=bridging.filters or bridging.filters_as_edge,
        bpdufilter_by_default=bridging.filters_as_edge,
        root_guard=settings.root_guard,
        loop_guard=settings.loop_guard,
        loop_guard_by_default=settings.loop_guard and stanza.guard is not Guard.LOOP,
        bpdus_sent=port.sent,
        bpdus_received=port.received,
    )
