"""`show etherchannel port-channel` and `detail`: paragraphs of groups, ports and port-channels."""

import re

import msgspec

from netredund.facts.etherchannel import (
    BundlingEvent,
    ChannelGroup,
    ChannelMember,
    ChannelPort,
    ChannelProtocol,
    EcState,
    EtherChannel,
)
from netredund.interfaces import long_name
from netredund.reading.etherchannel.ports import build_port
from netredund.reading.output import Output
from netredund.reading.template import Row

_LISTING = "Channel-group listing"
_PORTS = "Ports in the group"
_CHANNELS = "Port-channels in the group"
_HEAD = frozenset(("Group", "GroupState", "GroupPorts", "PortChannels", "GroupProtocol"))
_TAIL = frozenset(("Index", "Bundled", "Unbundled", "HashAlgorithm"))
_NUMBER = re.compile(r"\d++")


class _Group:
    """A channel group while its paragraphs are gathered; `number` is null without `Group: 1`."""

    def __init__(self, line: int, head: Row | None = None) -> None:
        self.line = line
        self.head = head.values if head else {}
        self.number = self.count("Group")
        self.ports: list[ChannelPort] = []
        self.channels: list[ChannelGroup] = []
        self.members: list[list[ChannelMember]] = []  # of each of the channels

    def count(self, name: str) -> int | None:
        """Return a number of the group's head, null where it is not printed."""
        return int(self.head[name]) if name in self.head else None


class _Reading:
    """The groups found so far, and the heading that still waits for its first paragraph."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.groups: list[_Group] = []
        self.heading: tuple[str, int] | None = None
        self.is_listing = False
        self.is_underlined = False

    def take(self, row: Row) -> None:
        """Add one record: a head, a heading, a paragraph, or more of the last paragraph."""
        values = row.values
        if "Heading" in values:
            self.end_heading()
            self.heading = values["Heading"], row.lines["Heading"]
            if values["Heading"] == _LISTING:
                self.is_listing = True
                self.is_underlined = len(values.get("Underline", "")) >= len(_LISTING)
        elif "Port" in values:
            self.heading = None
            self.last_group(row).ports.append(build_port(self.output, row))
        elif "Name" in values:
            group = self.last_group(row)
            if (self.heading is None or self.heading[0] != _CHANNELS) and not group.channels:
                name = values["Name"]
                self.output.problem(f"{name}: the headings above it are missing", row.line)
            self.heading = None
            group.channels.append(_channel(self.output, row, group))
            group.members.append([])
        elif _HEAD.isdisjoint(values):
            self.extend_channel(row)
        else:
            self.end_heading()
            self.heading = None
            self.groups.append(_Group(min(row.lines.values()), row))

    def end_heading(self) -> None:
        """Note a heading that nothing followed."""
        if self.heading is None or self.heading[0] == _LISTING:
            return
        heading, line = self.heading
        head = self.groups[-1] if self.groups else None
        counted = head and head.count("GroupPorts" if heading == _PORTS else "PortChannels")
        if counted != 0:
            self.output.problem(f"nothing stands below the heading {heading!r}", line)

    def last_group(self, row: Row) -> _Group:
        if not self.groups:
            self.groups.append(_Group(min(row.lines.values())))
        return self.groups[-1]

    def extend_channel(self, row: Row) -> None:
        """Add a member, or the lines below the members, to the last port-channel."""
        channels = self.groups[-1].channels if self.groups else []
        if row.values.keys() <= {"Underline"}:
            return
        if not channels or _TAIL.isdisjoint(row.values):
            self.output.problem("this row has no heading above it", row.line)
            return
        channel = channels[-1]
        if "Index" in row.values:
            self.groups[-1].members[-1].append(_member(self.output, row))
            return
        channels[-1] = msgspec.structs.replace(
            channel,
            last_bundled=_event(row, "Bundled") or channel.last_bundled,
            last_unbundled=_event(row, "Unbundled") or channel.last_unbundled,
            hash_algorithm=row.values.get("HashAlgorithm") or channel.hash_algorithm,
        )


def read_paragraphs(output: Output) -> EtherChannel:
    """Read `show etherchannel [N] port-channel` and `show etherchannel [N] detail`."""
    reading = _Reading(output)
    for row in output.scan("show_etherchannel_detail"):
        reading.take(row)
    reading.end_heading()
    groups = reading.groups
    for group in groups:
        group.channels = [
            msgspec.structs.replace(channel, members=tuple(members))
            for channel, members in zip(group.channels, group.members, strict=True)
        ]
        _check_group(output, group, is_listed=reading.is_listing)
    if not groups and reading.is_underlined and not output.unparsed and not output.problems:
        output.is_empty = True  # the heading alone: there is no channel group
    return EtherChannel(
        groups=tuple(channel for group in groups for channel in group.channels),
        ports=tuple(port for group in groups for port in group.ports),
        **output.outcome(has_facts=bool(groups)),
    )


def _event(row: Row, name: str) -> BundlingEvent | None:
    if name not in row.values:
        return None
    return BundlingEvent(row.lines[name], row.values[name], row.values[f"{name}Port"])


def _member(output: Output, row: Row) -> ChannelMember:
    values = row.values
    state, bits = values.get("EcState"), values.get("Bits")
    return ChannelMember(
        line=row.line,
        interface=values["Member"],
        ec_state=output.token(EcState, state, row.line) if state else None,
        index=int(values["Index"]),
        load=values["Load"],
        bits=int(bits) if bits else None,
    )


def _channel(output: Output, row: Row, group: _Group) -> ChannelGroup:
    values, line = row.values, row.lines["Name"]
    number = int(_NUMBER.findall(values["Name"])[0])
    if group.number not in (None, number):
        output.problem(f"{values['Name']} stands under group {group.number}", line)
    protocol, ports = values.get("Protocol"), values.get("NumberOfPorts")
    minimum_links = values.get("MinimumLinks") or group.head.get("MinimumLinks")
    hot_standby = values.get("HotStandby")
    if hot_standby is None:
        output.problem(f"{values['Name']}: its line of the hot standby port is missing", line)
    return ChannelGroup(
        line=line,
        group=number,
        group_printed=group.number == number,
        port_channel=values["Name"],
        aggregator=values.get("Aggregator"),
        protocol=output.token(ChannelProtocol, protocol, line) if protocol else None,
        age=values.get("Age"),
        logical_slot_port=values.get("LogicalSlotPort"),
        number_of_ports=int(ports) if ports else None,
        gc=values.get("Gc"),
        hot_standby=None if hot_standby == "null" else hot_standby,
        port_state_text=values.get("ChannelState"),
        port_security=values.get("PortSecurity"),
        load_share_deferral=values.get("LoadShareDeferral"),
        fast_switchover=values.get("FastSwitchover"),
        fast_switchover_dampening=values.get("Dampening"),
        last_bundled=_event(row, "Bundled"),
        last_unbundled=_event(row, "Unbundled"),
        hash_algorithm=values.get("HashAlgorithm"),
        state=group.head.get("GroupState"),
        ports_in_group=group.count("GroupPorts"),
        max_ports=group.count("MaxPorts"),
        minimum_links=int(minimum_links) if minimum_links else None,
    )


def _check_group(output: Output, group: _Group, *, is_listed: bool) -> None:
    """Note what cannot all be true of a group, or cannot be whole."""
    name, line = f"group {group.number}", group.line
    channels, ports = group.count("PortChannels"), group.count("GroupPorts")
    if group.number is None:
        names = ", ".join(channel.port_channel for channel in group.channels)
        name = names or "a group without number"
    if (group.number is None) is is_listed:
        what = "its group" if is_listed else "the listing"
        output.problem(f"{name}: the heading of {what} is missing", line)
    if channels is not None:
        output.expect_count(f"{name}: port-channels", channels, len(group.channels), line)
    elif not group.channels:
        output.problem(f"{name}: its port-channel is missing", line)
    if ports is not None:
        output.expect_count(f"{name}: ports", ports, len(group.ports), line)
    elif group.ports or output.command.text.endswith("detail"):
        output.problem(f"{name}: its head is missing, and with it maybe ports", line)
    for port in group.ports:
        if group.number is not None and port.channel_group not in (None, group.number):
            output.problem(f"{port.interface} of another group stands under {name}", port.line)
    _check_twice(output, [(port.interface, port.line) for port in group.ports])
    _check_twice(output, [(channel.port_channel, channel.line) for channel in group.channels])
    for channel in group.channels:
        _check_channel(output, channel)


def _check_channel(output: Output, channel: ChannelGroup) -> None:
    name, line, members = channel.port_channel, channel.line, channel.members
    lines = (
        (channel.age, "age"),
        (channel.number_of_ports, "number of ports"),
        (channel.port_state_text, "port state"),
        # Releases that print no protocol (12.1) print no kind of aggregator either.
        (channel.protocol or not channel.aggregator or None, "protocol"),
        (channel.last_bundled or not members or None, "time since last port bundled"),
    )
    missing = [text for value, text in lines if value is None]
    if missing:
        output.problem(f"{name}: its paragraph is not whole, missing: {', '.join(missing)}", line)
    if channel.number_of_ports is not None:
        output.expect_count(f"{name}: number of ports", channel.number_of_ports, len(members), line)
    _check_twice(output, [(member.interface, member.line) for member in members])


def _check_twice(output: Output, names: list[tuple[str, int]]) -> None:
    seen: dict[str, int] = {}
    for name, line in names:
        first = seen.setdefault(long_name(name), line)
        if first != line:
            output.problem(f"{name} stands twice, also on line {first}", line)
