"""`show etherchannel`: summary, port-channel and protocol."""

from netredund.lab.ios.names import short_name
from netredund.lab.layout import Layout
from netredund.lab.show.query import Query, render_span, show
from netredund.lab.status import ChannelGroup, ChannelMember

RULE = "------+-------------+-----------+-----------------------------------------------"
STATES = {
    "active": "Active",
    "passive": "Passive",
    "on": "On",
    "auto": "Automatic-Sl",
    "desirable": "Desirable-Sl",
}
BLOCK_HEAD = ["\t\tPort-channels in the group: ", "\t\t---------------------------"]
PAGP_GC = 0x00010001


def wanted_groups(query: Query) -> list[ChannelGroup]:
    """Return the groups that were asked for."""
    number = query.values.get("group")
    return [
        group for group in query.device.switch.channel_groups() if number in (None, group.number)
    ]


def channel_flags(group: ChannelGroup) -> str:
    """Return the letters behind a Port-channel in the summary."""
    layer = "R" if group.layer3 else "S"
    if group.in_use:
        return f"{layer}U"
    return f"{layer}M" if group.min_links_missed else f"{layer}D"


@show
def etherchannel_summary(query: Query) -> list[str]:
    """Print every group in a row, with a letter for each member."""
    layout = query.device.release.layout
    groups = wanted_groups(query)
    lines = [
        *layout.legend.splitlines(),
        "",
        f"Number of channel-groups in use: {len(groups)}",
        f"Number of aggregators:           {len(groups)}",
        "",
        "Group  Port-channel  Protocol    Ports",
        RULE,
    ]
    for group in groups:
        lines += _word_row(group, layout) if layout.member_words else _letter_rows(group, layout)
    return [*lines, "", *layout.trailer]


def _letter_rows(group: ChannelGroup, layout: Layout) -> list[str]:
    """Return a group and its members with letters, as many in a row as fit."""
    width, per_line = (16, 2) if layout.wide_members else (12, 4)
    name = f"{short_name(group.interface)}({channel_flags(group)})"
    head = f"{group.number:<7}{name:<14}{group.protocol or '-':^8}    "
    pieces = [
        f"{short_name(member.interface)}({member.flag})".ljust(width - 1) + " "
        for member in group.members
    ]
    rows = ["".join(pieces[low : low + per_line]) for low in range(0, len(pieces), per_line)]
    return [head + (rows[0] if rows else ""), *(" " * len(head) + row for row in rows[1:])]


def _word_row(group: ChannelGroup, layout: Layout) -> list[str]:
    """Return a group and its members with words, parted by tabs."""
    name = f"{short_name(group.interface)}({channel_flags(group)})"
    members = " ".join(
        f"{short_name(member.interface)}({layout.member_words.get(member.flag, member.flag)})"
        for member in group.members
    )
    return [f"{group.number}\t{name}\t\t{group.protocol or '-'}\t {members}"]


@show
def etherchannel_port_channel(query: Query) -> list[str]:
    """Print a block for each Port-channel; only one group's has no listing around it."""
    groups = wanted_groups(query)
    if "group" in query.values:
        return port_channel_block(query, groups[0]) if groups else [*BLOCK_HEAD, ""]
    lines = ["\t\tChannel-group listing: ", "\t\t----------------------", ""]
    for group in groups:
        lines += [f"Group: {group.number} ", "----------", *port_channel_block(query, group)]
    return lines


def port_channel_block(query: Query, group: ChannelGroup) -> list[str]:
    """Return the block of one Port-channel."""
    lacp = group.protocol == "LACP"
    aggregator = "    (Primary Aggregator)" if lacp else ""
    layout = query.device.release.layout
    port = query.device.model.logical_port.format(group.number)
    standby = short_name(group.hot_standby) + " " if group.hot_standby is not None else "null"
    lines = [
        *BLOCK_HEAD,
        "",
        f"Port-channel: {short_name(group.interface)}{aggregator}",
        *(["", "------------"] if lacp else ["------------"]),
        "",
        f"Age of the Port-channel   = {render_span(group.age_s)}",
        f"Logical slot/port   = {port}          Number of ports = {len(group.bundled)}",
    ]
    if lacp:
        lines.append(f"HotStandBy port = {standby}")
    else:
        gc = PAGP_GC if group.protocol == "PAgP" else 0
        lines.append(f"GC                  = 0x{gc:08X}      HotStandBy port = null")
    lines += [
        f"Port state          = Port-channel {'Ag-Inuse' if group.in_use else 'Ag-Not-Inuse'} ",
        f"Protocol            = {_protocol(group.protocol)}",
        "Port security       = Disabled",
    ]
    if layout.fast_switchover:
        enabled = "enabled" if group.fast_switchover else "disabled"
        lines += [f"Fast-switchover     = {enabled}", "Fast-switchover Dampening = disabled"]
    lines.append("")
    members = [member for member in group.members if member.interface in group.bundled]
    if members:
        heading, width = layout.bundled_column
        lines += [
            "Ports in the Port-channel: ",
            "",
            f"Index   Load   {heading}EC state        No of bits",
            "------+------+------+------------------+-----------",
            *(_member_row(member, width) for member in members),
            "",
        ]
    for label, event in (
        ("Time since last port bundled:    ", group.last_bundled),
        ("Time since last port Un-bundled: ", group.last_unbundled),
    ):
        if event is not None:
            gap = " " * layout.event_gap
            lines.append(f"{label}{render_span(event[0])}{gap}{short_name(event[1])}")
    return [*lines, ""]


def _protocol(protocol: str | None) -> str:
    return f"  {protocol}" if protocol is not None else "   -"


def _member_row(member: ChannelMember, width: int) -> str:
    bits = bin(member.load).count("1")
    return (
        f"{member.index:>3}     {member.load:02X}     {short_name(member.interface):<{width}}"
        f"{STATES[member.mode]:<14}{bits:>6}"
    )


@show
def etherchannel_protocol(query: Query) -> list[str]:
    """Print the protocol of each group."""
    lines = ["\t\tChannel-group listing: ", "\t\t----------------------", ""]
    for group in wanted_groups(query):
        protocol = f" {group.protocol}" if group.protocol is not None else " (Mode ON)"
        lines += [f"Group: {group.number} ", "----------", f"Protocol:   -{protocol}", ""]
    return lines


@show
def etherchannel_auto(query: Query) -> list[str]:
    """Print the channels that formed by themselves: none do here."""
    return [
        *query.device.release.layout.legend.splitlines(),
        "",
        "Number of channel-groups in use: 0",
        "Number of aggregators:           0",
        "",
        "Group  Port-channel  Protocol    Ports",
        RULE,
        "",
    ]


@show
def etherchannel_load_balance(query: Query) -> list[str]:
    """Print how traffic is spread over members."""
    method = query.device.configuration.switch.load_balance or "src-mac"
    return [
        "EtherChannel Load-Balancing Configuration:",
        f"        {method}",
        "",
        "EtherChannel Load-Balancing Addresses Used Per-Protocol:",
        "Non-IP: Source MAC address",
        "  IPv4: Source MAC address",
        "  IPv6: Source MAC address",
        "",
    ]
