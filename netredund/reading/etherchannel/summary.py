"""`show etherchannel summary` and `auto`: a row for each port-channel, wrapped where it is long."""

import re

import msgspec

from netredund.facts.etherchannel import (
    ChannelFlag,
    ChannelGroup,
    ChannelMember,
    ChannelProtocol,
    EtherChannel,
    split_flags,
)
from netredund.interfaces import long_name
from netredund.reading.output import Output
from netredund.reading.template import Row

_MEMBER = re.compile(r"([^\s()]++)\(([^\s()]*+)\)")
_ASKED_GROUP = re.compile(r"\s\d{1,6}\s")


def read_summary(output: Output) -> EtherChannel:
    """Read `show etherchannel [N] summary` and `show etherchannel auto`."""
    heads: list[ChannelGroup] = []
    members: list[list[ChannelMember]] = []
    counts: dict[str, Row] = {}
    for row in output.scan("show_etherchannel_summary"):
        values = row.values
        if "PortChannel" in values:
            heads.append(_group(output, row))
            members.append(_members(output, row))
        elif "Members" in values:
            if not heads:
                output.problem("the text begins inside a row: its group is missing", row.line)
                continue
            if not members[-1]:
                output.problem(f"{heads[-1].port_channel}: its row was cut", heads[-1].line)
            members[-1] += _members(output, row)
        for name in ("Heading", "Underline", "GroupsInUse", "Aggregators"):
            if name in values:
                counts.setdefault(name, row)
    groups = [
        msgspec.structs.replace(head, members=tuple(own))
        for head, own in zip(heads, members, strict=True)
    ]
    in_use = _count(counts, "GroupsInUse")
    _check(output, groups, counts)
    underline = counts["Underline"].values["Underline"] if "Underline" in counts else ""
    is_whole = "Heading" in counts and len(underline) > 70
    if not (groups or in_use or output.unparsed or output.problems) and is_whole:
        output.is_empty = True
    return EtherChannel(
        groups=tuple(groups),
        channel_groups_in_use=in_use,
        aggregators=_count(counts, "Aggregators"),
        **output.outcome(has_facts=bool(groups)),
    )


def _count(counts: dict[str, Row], name: str) -> int | None:
    return int(counts[name].values[name]) if name in counts else None


def _check_flags(output: Output, owner: str, text: str, line: int) -> None:
    unknown = [flag for flag in split_flags(text) if not flag.is_known]
    if unknown or not text:
        output.problem(f"{owner}: unknown flags {text[:40]!r}", line)


def _members(output: Output, row: Row) -> list[ChannelMember]:
    members = [
        ChannelMember(line=row.line, interface=name, flags=flags)
        for name, flags in _MEMBER.findall(row.values.get("Members", ""))
    ]
    for member in members:
        _check_flags(output, member.interface, member.flags or "", row.line)
    return members


def _group(output: Output, row: Row) -> ChannelGroup:
    values = row.values
    protocol = values.get("Protocol")
    flags = values.get("GroupFlags", "")
    _check_flags(output, values["PortChannel"], flags, row.line)
    return ChannelGroup(
        line=row.line,
        group=int(values["Group"]),
        port_channel=values["PortChannel"],
        protocol=output.token(ChannelProtocol, protocol, row.line) if protocol else None,
        flags=flags,
    )


def _check(output: Output, groups: list[ChannelGroup], counts: dict[str, Row]) -> None:
    """Note what cannot all be true, or cannot be whole."""
    heading = counts.get("Heading")
    if heading is None and (groups or counts):
        output.problem("the heading of the table is missing, and with it maybe rows")
    elif heading is not None and "Underline" not in counts:
        output.problem("the line below the heading is missing: the output was cut", heading.line)
    has_protocols = heading is not None and "Protocol" in heading.values["Heading"]
    for group in groups:
        _check_group(output, group, has_protocols=has_protocols)
    _check_twice(output, groups)
    # With a number in the command IOS may count all groups and print the row of one.
    typed = output.section.typed or output.command.text
    if "GroupsInUse" in counts and not _ASKED_GROUP.search(typed):
        found = len({group.group for group in groups})
        in_use = counts["GroupsInUse"]
        output.expect_count(
            "channel-groups in use", int(in_use.values["GroupsInUse"]), found, in_use.line
        )


def _check_group(output: Output, group: ChannelGroup, *, has_protocols: bool) -> None:
    name, line = group.port_channel, group.line
    if group.group != int(name.removeprefix("Po").rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")):
        output.problem(f"{name} stands in the row of group {group.group}", line)
    if has_protocols and group.protocol is None:
        output.problem(f"{name}: no protocol: the row was cut", line)
    elif not group.members:
        if group.protocol in (ChannelProtocol.LACP, ChannelProtocol.PAGP):
            output.problem(f"{name}: a protocol and yet no members: the row was cut", line)
        # A router prints Po2(RU) for a port-channel that has no members; a switch does not.
        elif group.is_in_use and ChannelFlag.LAYER3 not in split_flags(group.flags or ""):
            output.problem(f"{name}: in use and yet without members", line)


def _check_twice(output: Output, groups: list[ChannelGroup]) -> None:
    seen: dict[str, int] = {}
    for group in groups:
        names = [(group.port_channel, group.line)]
        names += [(long_name(member.interface), member.line) for member in group.members]
        for name, line in names:
            if name in seen:
                output.problem(f"{name} stands twice, also on line {seen[name]}", line)
            seen.setdefault(name, line)
