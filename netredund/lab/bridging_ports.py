"""Works out which ports of a switch bridge: single ones, and Port-channels that are up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netredund.lab.bridging import BridgingPort, carried_vlans
from netredund.lab.channel import Channel
from netredund.lab.interface_view import channel_address
from netredund.lab.port import Port

if TYPE_CHECKING:
    from netredund.lab.switch import Switch


def make_bridging(switch: Switch) -> tuple[dict[str, BridgingPort], dict[str, BridgingPort]]:
    """Return the bridging ports by name, and by the physical port on which a frame came in."""
    active = frozenset(
        vlan for vlan, each in switch.config.vlans.items() if not (each.shutdown or each.suspended)
    )
    ports: dict[str, BridgingPort] = {}
    owners: dict[str, BridgingPort] = {}
    for port in switch.ports.values():
        if port.up and port.stanza.switchport is not False and _stands_by_itself(switch, port):
            ports[port.name] = owners[port.name] = _single_port(port, active)
    for channel in switch.channels.values():
        if channel.up and channel.stanza.switchport is not False:
            bridging = ports[channel.name] = _bundle(switch, channel, active)
            for member in channel.members.values():
                if member.collects:
                    owners[member.port.name] = bridging
    return ports, owners


def _stands_by_itself(switch: Switch, port: Port) -> bool:
    number = port.stanza.channel_group
    if number is None:
        return True
    member = switch.channels[number].members.get(port.name)
    return member is not None and member.flag == "I"


def _single_port(port: Port, active: frozenset[int]) -> BridgingPort:
    return BridgingPort(
        port.name,
        port.number,
        port.address,
        port.stanza,
        (port,),
        carried_vlans(port.stanza, active, trunks=port.trunks),
        None,
        trunks=port.trunks,
    )


def _bundle(switch: Switch, channel: Channel, active: frozenset[int]) -> BridgingPort:
    members = channel.active_ports()
    before = switch.bridging.get(channel.name)
    if before is None or before.members != members:
        switch.errdisable.forget(channel.name)
    return BridgingPort(
        channel.name,
        switch.model.first_channel_number + channel.number - 1,
        channel_address(switch, channel),
        channel.stanza,
        members,
        carried_vlans(channel.stanza, active, trunks=channel.trunks),
        channel.counter,
        trunks=channel.trunks,
    )
