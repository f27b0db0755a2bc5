"""Reads the channel groups of a simulated switch into records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netredund.lab.bridging import load_mask
from netredund.lab.channel import Channel
from netredund.lab.channel_member import Member
from netredund.lab.config import LacpRate
from netredund.lab.frames.frame import dotted
from netredund.lab.frames.lacp import LacpInfo
from netredund.lab.status import ChannelGroup, ChannelMember, LacpCounters, LacpEnd

if TYPE_CHECKING:
    from netredund.lab.switch import Switch

MEMBER_STATES = {"P": "bndl", "D": "down", "I": "indep", "H": "hot-sby"}


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
        index=max(index, 0),
    )
