"""Reads the interfaces and neighbours of a simulated switch into records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netredund.lab.bridging import BridgingPort, native_vlan
from netredund.lab.channel import Channel
from netredund.lab.config import PortMode
from netredund.lab.frames.discovery import Announcement
from netredund.lab.frames.frame import add_to_address, dotted
from netredund.lab.ios.names import short_name
from netredund.lab.port import Port
from netredund.lab.spanning_tree.bridge import Phase
from netredund.lab.status import InterfaceStatus, Neighbour, TrunkStatus

if TYPE_CHECKING:
    from netredund.lab.switch import Switch

ALL_VLANS = frozenset(range(1, 4095))
TRUNK_MODES = {
    PortMode.TRUNK: "on",
    PortMode.DYNAMIC_DESIRABLE: "desirable",
    PortMode.DYNAMIC_AUTO: "auto",
    None: "auto",
}
LLDP_LETTERS = {"Switch": "B", "Router": "R", "Host": "S", "Phone": "T"}


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
        line, protocol, status = "down", "down", "err-disabled"
    elif port.shut:
        line, protocol, status = "administratively down", "down", "disabled"
    elif not port.up:
        line, protocol, status = "down", "down", "notconnect"
    elif suspended:
        line, protocol, status = "up", "down", "suspended"
    else:
        line, protocol, status = "up", "up", "connected"
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
        trunking=port.trunks and (bridging is not None or flag == "P"),
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
        line, protocol, status = "administratively down", "down", "disabled"
    elif up:
        line, protocol, status = "up", "up", "connected"
    else:
        line, protocol, status = "down", "down", "notconnect"
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
        trunking=channel.trunks and up,
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
        mode=TRUNK_MODES[port.stanza.mode],
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
            native_vlan=native_vlan(port.stanza, trunks=port.trunks),
            duplex=port.duplex,
        )
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


def channel_address(switch: Switch, channel: Channel) -> bytes:
    """Return the address of a Port-channel: its first member's, or one behind the ports'."""
    for member in channel.members.values():
        return member.port.address
    return add_to_address(switch.address, len(switch.ports) + channel.number)
