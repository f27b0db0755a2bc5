"""Reads the state of a simulated switch into records, and says of its ports what depends on all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netredund.lab.bridging import BridgingPort, load_mask
from netredund.lab.channel import Channel, Member
from netredund.lab.config import (
    Guard,
    InterfaceConfig,
    LacpRate,
    PortMode,
    TreeMode,
)
from netredund.lab.dataplane import DEFAULT_AGING_S
from netredund.lab.frame import add_to_address, dotted
from netredund.lab.frame_discovery import Announcement
from netredund.lab.frame_lacp import LacpInfo
from netredund.lab.port import Port
from netredund.lab.spanning_tree.bridge import BridgePort, Phase
from netredund.lab.status import (
    BridgeId,
    ChannelGroup,
    ChannelMember,
    InterfaceStatus,
    LacpCounters,
    LacpEnd,
    Neighbour,
    PortId,
    PortState,
    Tree,
    TreePort,
    TrunkStatus,
)

if TYPE_CHECKING:
    from netredund.lab.switch import Switch

ALL_VLANS = frozenset(range(1, 4095))
MEMBER_STATES = {"P": "bndl", "D": "down", "I": "indep", "H": "hot-sby"}
STATES = {
    Phase.BLOCKING: PortState.BLOCKING,
    Phase.LISTENING: PortState.LISTENING,
    Phase.LEARNING: PortState.LEARNING,
    Phase.FORWARDING: PortState.FORWARDING,
}
LLDP_LETTERS = {"Switch": "B", "Router": "R", "Host": "S", "Phone": "T"}


# ports as bridging sees them


def native_vlan(stanza: InterfaceConfig) -> int:
    """Return the VLAN of untagged frames."""
    chosen = stanza.native_vlan if stanza.mode is PortMode.TRUNK else stanza.access_vlan
    return chosen or 1


def carried_vlans(stanza: InterfaceConfig, active: frozenset[int]) -> frozenset[int]:
    """Return which of the `active` VLANs a port with this stanza carries."""
    if stanza.mode is not PortMode.TRUNK:
        return active & {stanza.access_vlan or 1}
    return active if stanza.allowed_vlans is None else active & stanza.allowed_vlans


def make_bridging_port(switch: Switch, port: Port, active: frozenset[int]) -> BridgingPort | None:
    """Return a physical port as one that bridges, None where it is routed."""
    stanza = port.stanza
    if stanza.switchport is False:
        return None
    vlans = carried_vlans(stanza, active)
    return BridgingPort(port.name, port.number, port.address, stanza, (port,), vlans, None)


def make_bridging_channel(
    switch: Switch, channel: Channel, active: frozenset[int]
) -> BridgingPort | None:
    """Return a Port-channel as a port that bridges, None where it is routed."""
    stanza = channel.stanza
    if stanza.switchport is False:
        return None
    return BridgingPort(
        channel.name,
        channel_number(switch, channel),
        channel_address(switch, channel),
        stanza,
        channel.active_ports(),
        carried_vlans(stanza, active),
        channel.counter,
    )


def channel_number(switch: Switch, channel: Channel) -> int:
    """Return the port number of a Port-channel in spanning tree."""
    return switch.model.first_channel_number + channel.number - 1


def channel_address(switch: Switch, channel: Channel) -> bytes:
    """Return the address of a Port-channel: its first member's, or one behind the ports'."""
    for member in channel.members.values():
        return member.port.address
    return add_to_address(switch.address, len(switch.ports) + channel.number)


def describe(switch: Switch, protocol: str, port: Port, hold_s: int) -> Announcement:
    """Return what the switch says of itself on a port."""
    model, config = switch.model, switch.config
    address = model.management_address
    addresses = () if address is None else (address,)
    if protocol == "cdp":
        return Announcement(
            device=config.hostname,
            port=port.name,
            hold_s=hold_s,
            capabilities=model.capabilities,
            platform=model.platform,
            version=model.version,
            addresses=addresses,
            native_vlan=native_vlan(port.stanza),
            duplex=port.duplex,
        )
    from netredund.lab.ios.names import short_name

    return Announcement(
        device=config.hostname,
        port=short_name(port.name),
        hold_s=hold_s,
        capabilities=tuple(
            LLDP_LETTERS[each] for each in model.capabilities if each in LLDP_LETTERS
        ),
        version=model.version,
        addresses=addresses,
        port_description=port.stanza.description or port.name,
        chassis=dotted(switch.address),
    )


# spanning tree


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


# bundles


def read_channel(switch: Switch, channel: Channel) -> ChannelGroup:
    """Return one channel group."""
    now_s = switch.clock.now_s
    modes = [member.mode for member in channel.members.values()]
    protocol = None
    if any(mode.is_lacp for mode in modes):
        protocol = "LACP"
    elif any(mode.is_pagp for mode in modes):
        protocol = "PAgP"
    members = [_read_member(switch, channel, member) for member in channel.members.values()]
    standby = [member.interface for member in members if member.flag == "H"]
    ends = [member.actor for member in members if member.actor is not None]
    return ChannelGroup(
        number=channel.number,
        interface=channel.name,
        protocol=protocol,
        layer3=channel.stanza.switchport is False,
        in_use=channel.up,
        min_links=channel.min_links,
        min_links_missed=channel.min_links_missed,
        max_bundle=channel.max_bundle,
        standalone_disable=channel.standalone_disable,
        fast_switchover=channel.stanza.lacp_fast_switchover,
        system=ends[0] if ends else None,
        members=tuple(members),
        bundled=tuple(member.interface for member in members if member.flag == "P"),
        hot_standby=standby[0] if standby else None,
        age_s=now_s - channel.made_s,
        last_bundled=_since(now_s, channel.last_bundled),
        last_unbundled=_since(now_s, channel.last_unbundled),
    )


def _since(now_s: float, event: tuple[float, str] | None) -> tuple[float, str] | None:
    return None if event is None else (now_s - event[0], event[1])


def _read_end(end: LacpInfo) -> LacpEnd:
    return LacpEnd(
        end.system_priority, dotted(end.system), end.key, end.port_priority, end.port, end.state
    )


def _read_member(switch: Switch, channel: Channel, member: Member) -> ChannelMember:
    now_s = switch.clock.now_s
    lacp = member.lacp
    flag = channel.flag_of(member)
    actor = partner = None
    sent = received = 0
    if lacp is not None:
        actor = _read_end(lacp.actor)
        if flag == "D":
            actor = LacpEnd(
                actor.system_priority, actor.system, 0, actor.port_priority, actor.port, actor.state
            )
        partner = None if lacp.heard is None else _read_end(lacp.heard)
        sent, received = lacp.sent, lacp.received
    index = -1
    if member in channel.bundled:
        index = channel.bundled.index(member)
    return ChannelMember(
        interface=member.port.name,
        mode=str(member.mode),
        flag=flag,
        state=MEMBER_STATES.get(flag, "susp"),
        reason=channel.reason_of(member),
        admin_key=channel.number,
        actor=actor,
        partner=partner,
        partner_age_s=None if lacp is None or lacp.heard_at_s is None else now_s - lacp.heard_at_s,
        asks_fast=member.port.stanza.lacp_rate is LacpRate.FAST,
        counters=LacpCounters(
            sent,
            received,
            0,
            member.marker_received,
            member.marker_answered,
            0,
            member.errors,
        ),
        load=0 if index < 0 else load_mask(index, len(channel.bundled)),
        state_age_s=now_s - member.since_s,
    )


# interfaces


def read_port(switch: Switch, port: Port) -> InterfaceStatus:
    """Return one physical port."""
    stanza = port.stanza
    bridging = switch.bridging.get(port.name)
    number = stanza.channel_group
    flag = None
    if number is not None and number in switch.channels:
        member = switch.channels[number].members.get(port.name)
        flag = None if member is None else member.flag
    suspended = port.up and flag is not None and flag not in "PI"
    if port.reason is not None:
        line, protocol, status = "down", "down (err-disabled)", "err-disabled"
    elif port.shut:
        line, protocol, status = "administratively down", "down (disabled)", "disabled"
    elif not port.up:
        line, protocol, status = "down", "down (notconnect)", "notconnect"
    elif suspended:
        line, protocol, status = "up", "down (suspended)", "suspended"
    else:
        line, protocol, status = "up", "up (connected)", "connected"
    fastest = max(port.hardware.speeds)
    recovery = port.recovery
    return InterfaceStatus(
        name=port.name,
        description=stanza.description,
        address=dotted(port.address),
        carrier=port.up,
        line=line,
        protocol=protocol,
        status=status,
        reason=port.reason,
        recovery_left_s=None if recovery is None else recovery.left_s,
        speed=port.speed,
        speed_auto=stanza.speed is None,
        duplex=port.duplex if port.up else None,
        duplex_auto=stanza.duplex is None,
        bandwidth_kbps=stanza.bandwidth_kbps or 1000 * (port.speed or fastest),
        trunking=stanza.mode is PortMode.TRUNK and (bridging is not None or flag == "P"),
        access_vlan=stanza.access_vlan or 1,
        last_change_age_s=switch.clock.now_s - port.changed_s,
        counters=port.counter.read(),
    )


def read_port_channel(switch: Switch, channel: Channel) -> InterfaceStatus:
    """Return one Port-channel."""
    stanza = channel.stanza
    ports = channel.active_ports()
    speed = max((port.speed or 0 for port in ports), default=None)
    bandwidth = sum(port.speed or 0 for port in ports)
    up = channel.up
    if stanza.shutdown:
        line, protocol, status = "administratively down", "down (disabled)", "disabled"
    elif up:
        line, protocol, status = "up", "up (connected)", "connected"
    else:
        line, protocol, status = "down", "down (notconnect)", "notconnect"
    return InterfaceStatus(
        name=channel.name,
        description=stanza.description,
        address=dotted(channel_address(switch, channel)),
        carrier=up,
        line=line,
        protocol=protocol,
        status=status,
        reason=None,
        recovery_left_s=None,
        speed=speed if up else None,
        speed_auto=True,
        duplex="full" if up else None,
        duplex_auto=True,
        bandwidth_kbps=stanza.bandwidth_kbps or 1000 * (bandwidth or 10),
        trunking=stanza.mode is PortMode.TRUNK and up,
        access_vlan=stanza.access_vlan or 1,
        last_change_age_s=switch.clock.now_s - channel.changed_s,
        counters=channel.counter.read(),
    )


def read_trunk(switch: Switch, port: BridgingPort) -> TrunkStatus:
    """Return one trunking port."""
    forwarding = {
        vlan for vlan in port.vlans if switch.pvst.phase(vlan, port.name) is Phase.FORWARDING
    }
    allowed = port.stanza.allowed_vlans
    return TrunkStatus(
        interface=port.name,
        mode="on",
        native_vlan=port.native_vlan,
        allowed=ALL_VLANS if allowed is None else allowed,
        active=port.vlans,
        forwarding=frozenset(forwarding),
    )


def read_neighbours(switch: Switch, protocol: str) -> tuple[Neighbour, ...]:
    """Return who is heard, in the order of the ports."""
    order = {name: place for place, name in enumerate(switch.ports)}
    heard = sorted(switch.discovery.heard(protocol), key=lambda each: order[each.port])
    found = []
    for each in heard:
        said = each.announcement
        found.append(
            Neighbour(
                protocol=protocol,
                interface=each.port,
                device=said.device,
                port=said.port,
                port_description=said.port_description,
                chassis=said.chassis,
                platform=said.platform,
                version=said.version,
                capabilities=said.capabilities,
                addresses=said.addresses,
                native_vlan=said.native_vlan,
                duplex=said.duplex,
                left_s=int(each.until_s - switch.clock.now_s),
            )
        )
    return tuple(found)
