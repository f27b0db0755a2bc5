"""What `channel-protocol` and `channel-group` do."""

from netredund.lab.config import ChannelMode, ChannelProtocol
from netredund.lab.ios.configurator import Answer, Configurator, Form, Invalid, action
from netredund.lab.ios.interface_actions import SHARED_FIELDS, members_of, own_stanzas, refuse_range
from netredund.lab.ios.names import short_name
from netredund.lab.ios.refusals import layer_mismatch, protocol_mismatch
from netredund.lab.ios.syntax import Match

MOST_LACP_MEMBERS = 16
MOST_ON_MEMBERS = 8


@action
def channel_protocol(mode: Configurator, match: Match, form: Form) -> Answer:
    """Lock ports to the modes of one protocol."""
    wanted = ChannelProtocol(match.values["protocol"]) if form is Form.SET else None
    for name, stanza in zip(mode.place.interfaces, own_stanzas(mode), strict=True):
        present = stanza.channel_mode
        if wanted is not None and present is not None and _protocol(present) is not wanted:
            text = (
                f"Command rejected: the interface {name} is already part of a channel "
                "with a different type of protocol enabled"
            )
            return refuse_range(mode, name, text)
        stanza.channel_protocol = wanted
    return None


def _protocol(channel_mode: ChannelMode) -> ChannelProtocol | None:
    if channel_mode.is_lacp:
        return ChannelProtocol.LACP
    return ChannelProtocol.PAGP if channel_mode.is_pagp else None


@action
def channel_group(mode: Configurator, match: Match, form: Form) -> Answer:
    """Put ports into a channel group, or take them out; the first makes the Port-channel."""
    if form is not Form.SET:
        for stanza in own_stanzas(mode):
            stanza.channel_group = stanza.channel_mode = None
            stanza.channel_non_silent = False
        return None
    group = match.values["group"]
    if group > mode.model.groups:
        return Invalid("group")
    said: list[str] = []
    for name in mode.place.interfaces:
        refused = _refuse_member(mode, name, group, ChannelMode(match.values["mode"]))
        if refused is not None:
            return "\n".join([*said, refuse_range(mode, name, refused)])
        made = _join(mode, name, group, match)
        if made:
            said.append(made)
    return "\n".join(said) or None


def _refuse_member(mode: Configurator, name: str, group: int, wanted: ChannelMode) -> str | None:
    stanza = mode.configuration.switch.interface(name)
    protocol = _protocol(wanted)
    others = [member for member in members_of(mode, group) if member != name]
    locks = {stanza.channel_protocol} - {None}
    for member in others:
        present = mode.configuration.switch.interface(member).channel_mode
        if present is not None and _protocol(present) is not protocol:
            return protocol_mismatch(short_name(name), group)
    if locks and protocol not in locks:
        return protocol_mismatch(short_name(name), group)
    channel = mode.configuration.switch.interfaces.get(f"Port-channel{group}")
    if channel is not None and (channel.switchport is False) != (stanza.switchport is False):
        return layer_mismatch(f"Port-channel{group}", short_name(name))
    most = MOST_LACP_MEMBERS if wanted.is_lacp else MOST_ON_MEMBERS
    if len(others) >= most:
        return (
            f"Command rejected ({short_name(name)}): maximum number of ports in group {group} "
            f"is {most}"
        )
    return None


def _join(mode: Configurator, name: str, group: int, match: Match) -> str:
    switch = mode.configuration.switch
    stanza = switch.interface(name)
    channel_name = f"Port-channel{group}"
    said = ""
    if channel_name not in switch.interfaces:
        channel = switch.interface(channel_name)
        for field in SHARED_FIELDS:
            if field != "shutdown":
                setattr(channel, field, getattr(stanza, field))
        said = f"Creating a port-channel interface Port-channel {group}\n"
    stanza.channel_group = group
    stanza.channel_mode = ChannelMode(match.values["mode"])
    stanza.channel_non_silent = "silent" in match.values
    return said
