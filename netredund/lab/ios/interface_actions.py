"""What the lines of interface mode do.

A line on a Port-channel is copied to its members; a line on a member stays there alone and may
suspend it. Sources: Catalyst 3750-X guide, "Configuring EtherChannels".
"""

from typing import Any

from netredund.lab.config import (
    DEFAULT_PORT_PRIORITY,
    InterfaceConfig,
    PortFast,
    PortMode,
    VlanConfig,
)
from netredund.lab.ios.configurator import Answer, Configurator, Form, Invalid, Mode, Place, action
from netredund.lab.ios.names import short_name, speed_of, split_name
from netredund.lab.ios.refusals import (
    PORT_PRIORITY,
    layer_mismatch,
    portfast_warning,
    range_terminated,
)
from netredund.lab.ios.syntax import Match
from netredund.lab.ios.vlans import LAST_VLAN

ALL_VLANS = frozenset(range(1, LAST_VLAN + 1))
SHARED_FIELDS = (
    "switchport",
    "mode",
    "nonegotiate",
    "encapsulation",
    "access_vlan",
    "native_vlan",
    "allowed_vlans",
    "shutdown",
)


def members_of(mode: Configurator, group: int) -> list[str]:
    """Return the configured members of a channel group."""
    interfaces = mode.configuration.switch.interfaces
    return [name for name, config in interfaces.items() if config.channel_group == group]


def touched(mode: Configurator) -> list[InterfaceConfig]:
    """Return the stanzas of the present interfaces and, behind each Port-channel, its members."""
    interface = mode.configuration.switch.interface
    stanzas = []
    for name in mode.place.interfaces:
        stanzas.append(interface(name))
        kind, numbers = split_name(name)
        if kind == "Port-channel":
            stanzas += [interface(member) for member in members_of(mode, numbers[0])]
    return stanzas


def own_stanzas(mode: Configurator) -> list[InterfaceConfig]:
    """Return the stanzas of the present interfaces alone."""
    return [mode.configuration.switch.interface(name) for name in mode.place.interfaces]


def set_field(mode: Configurator, field: str, value: Any) -> Answer:
    """Put a value into a field of the present interfaces, and of members where IOS copies it."""
    stanzas = touched(mode) if field in SHARED_FIELDS else own_stanzas(mode)
    for stanza in stanzas:
        setattr(stanza, field, value)
    if field == "access_vlan" and value is not None:
        return _make_vlan(mode, value)
    return None


def _make_vlan(mode: Configurator, number: int) -> Answer:
    vlans = mode.configuration.switch.vlans
    if number in vlans:
        return None
    vlans[number] = VlanConfig()
    return f"% Access VLAN does not exist. Creating vlan {number}"


def refuse_range(mode: Configurator, name: str, text: str) -> str:
    """Return a refusal on one interface, with what IOS adds in a range."""
    if mode.place.mode is Mode.RANGE:
        return f"{text}\n{range_terminated(name)}"
    return text


@action
def switchport(mode: Configurator, match: Match, form: Form) -> Answer:
    """Make ports switched or routed; routed ones lose their lines of layer 2."""
    routed = form is Form.NO
    for name in mode.place.interfaces:
        group = mode.configuration.switch.interface(name).channel_group
        if group is not None:
            channel = mode.configuration.switch.interface(f"Port-channel{group}")
            if (channel.switchport is False) != routed:
                text = layer_mismatch(f"Port-channel{group}", short_name(name))
                return refuse_range(mode, name, text)
    for stanza in touched(mode):
        stanza.switchport = False if routed else None
        if routed:
            stanza.mode = stanza.encapsulation = stanza.access_vlan = stanza.native_vlan = None
            stanza.allowed_vlans = stanza.voice_vlan = None
            stanza.nonegotiate = False
        else:
            stanza.ip_address = None
    return None


@action
def mode(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set the switchport mode."""
    wanted: PortMode | None = None
    if form is Form.SET:
        dynamic = match.values.get("dynamic")
        wanted = PortMode(f"dynamic {dynamic}" if dynamic else match.values["mode"])
    if wanted is PortMode.TRUNK and "encapsulation" in mode.model.features:
        for name in mode.place.interfaces:
            if mode.configuration.switch.interface(name).encapsulation not in ("dot1q", "isl"):
                text = (
                    'Command rejected: An interface whose trunk encapsulation is "Auto" '
                    'can not be configured to "trunk" mode.'
                )
                return refuse_range(mode, name, text)
    if wanted in (PortMode.DYNAMIC_AUTO, PortMode.DYNAMIC_DESIRABLE) and any(
        stanza.nonegotiate for stanza in own_stanzas(mode)
    ):
        return "Command rejected: Conflict between 'nonegotiate' and 'dynamic' status."
    return set_field(mode, "mode", wanted)


@action
def nonegotiate(mode: Configurator, match: Match, form: Form) -> Answer:
    """Send no trunk negotiation."""
    if form is Form.SET:
        for name in mode.place.interfaces:
            if mode.configuration.switch.interface(name).mode not in (
                PortMode.ACCESS,
                PortMode.TRUNK,
            ):
                text = "Command rejected: Conflict between 'nonegotiate' and 'dynamic' status."
                return refuse_range(mode, name, text)
    return set_field(mode, "nonegotiate", form is Form.SET)


@action
def encapsulation(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set the trunk encapsulation; a trunk cannot go back to negotiating it."""
    wanted = match.values.get("encapsulation") if form is Form.SET else None
    if wanted == "negotiate":
        wanted = None
    if wanted is None and any(stanza.mode is PortMode.TRUNK for stanza in own_stanzas(mode)):
        return (
            'Command rejected: An interface whose trunk encapsulation is "Auto" '
            'can not be configured to "trunk" mode.'
        )
    return set_field(mode, "encapsulation", wanted)


@action
def allowed_vlans(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set, or change, the VLANs that a trunk carries."""
    values = match.values
    given = frozenset(values.get("vlans", ()))
    change = values.get("change")
    for stanza in touched(mode):
        present = ALL_VLANS if stanza.allowed_vlans is None else stanza.allowed_vlans
        if form is not Form.SET or values.get("which") == "all":
            allowed = ALL_VLANS
        elif values.get("which") == "none":
            allowed = frozenset()
        elif change is None:
            allowed = given
        else:
            allowed = {"add": present | given, "remove": present - given}.get(
                change, ALL_VLANS - given
            )
        stanza.allowed_vlans = None if allowed == ALL_VLANS else allowed
    return None


@action
def port_priority(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set the spanning-tree priority of ports, in steps of 16."""
    priority = match.values.get("priority") if form is Form.SET else None
    if priority is not None and priority % 16:
        return PORT_PRIORITY
    if priority == DEFAULT_PORT_PRIORITY:
        priority = None
    return set_field(mode, "port_priority", priority)


def _set_per_vlan(mode: Configurator, match: Match, field: str, value: int | None) -> Answer:
    for stanza in own_stanzas(mode):
        table = getattr(stanza, field)
        for number in match.values["vlans"]:
            if value is None:
                table.pop(number, None)
            else:
                table[number] = value
    return None


@action
def vlan_cost(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set the cost of ports in VLANs."""
    value = match.values.get("cost") if form is Form.SET else None
    return _set_per_vlan(mode, match, "vlan_cost", value)


@action
def vlan_port_priority(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set the priority of ports in VLANs, in steps of 16."""
    value = match.values.get("priority") if form is Form.SET else None
    if value is not None and value % 16:
        return PORT_PRIORITY
    return _set_per_vlan(mode, match, "vlan_port_priority", value)


@action
def portfast(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set PortFast; IOS warns, and a warning is no refusal."""
    value = PortFast(match.values["value"]) if form is Form.SET else None
    for stanza in own_stanzas(mode):
        stanza.portfast = value
    if value in (PortFast.EDGE, PortFast.EDGE_TRUNK):
        plain = value is PortFast.EDGE
        return portfast_warning(mode.place.interfaces if plain else ())
    return None


@action
def speed(mode: Configurator, match: Match, form: Form) -> Answer:
    """Fix the speed; a port refuses what its hardware cannot."""
    word = match.values.get("speed", "auto") if form is Form.SET else "auto"
    if word != "auto" and any(int(word) > speed_of(name) for name in mode.place.interfaces):
        return Invalid("speed")
    for stanza in own_stanzas(mode):
        stanza.speed = None if word == "auto" else int(word)
    return None


@action
def duplex(mode: Configurator, match: Match, form: Form) -> Answer:
    """Fix the duplex."""
    word = match.values.get("duplex", "auto") if form is Form.SET else "auto"
    for stanza in own_stanzas(mode):
        stanza.duplex = None if word == "auto" else word
    return None


@action
def ip_address(mode: Configurator, match: Match, form: Form) -> Answer:
    """Give a Vlan interface or a routed port its address."""
    address = None
    if form is Form.SET:
        address = f"{match.values['address']} {match.values['mask']}"
        if not _is_mask(match.values["mask"]):
            text = match.values["mask"]
            return f"Bad mask {_hexadecimal(text)} for address {match.values['address']}"
    for name, stanza in zip(mode.place.interfaces, own_stanzas(mode), strict=True):
        if split_name(name)[0] not in ("Vlan", "Loopback") and stanza.switchport is not False:
            return Invalid("address", -len("address "))
    for stanza in own_stanzas(mode):
        stanza.ip_address = address
    return None


def _bits(mask: str) -> int:
    value = 0
    for part in mask.split("."):
        value = value << 8 | int(part)
    return value


def _is_mask(mask: str) -> bool:
    inverted = ~_bits(mask) & 0xFFFFFFFF
    return inverted & (inverted + 1) == 0


def _hexadecimal(mask: str) -> str:
    return f"0x{_bits(mask):X}"


def delete_interface(mode: Configurator, name: str) -> None:
    """Delete a logical interface; a Port-channel frees its members and leaves them shut."""
    kind, numbers = split_name(name)
    if kind == "Port-channel":
        for member in members_of(mode, numbers[0]):
            stanza = mode.configuration.switch.interface(member)
            stanza.channel_group = stanza.channel_mode = None
            stanza.channel_non_silent = False
            stanza.shutdown = True
    mode.configuration.switch.interfaces.pop(name, None)


def reset_interface(mode: Configurator, name: str) -> None:
    """Give an interface an empty stanza (`default interface`)."""
    mode.configuration.switch.interfaces[name] = InterfaceConfig()
    mode.place = Place()
