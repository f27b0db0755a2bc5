"""`show etherchannel detail`: a paragraph for each member and a block for each Port-channel."""

from netredund.lab.ios.names import short_name
from netredund.lab.show.etherchannel import BLOCK_HEAD, PAGP_GC, port_channel_block, wanted_groups
from netredund.lab.show.lacp import local_row, neighbor_row
from netredund.lab.show.query import Query, render_span, show
from netredund.lab.status import ChannelGroup, ChannelMember

FLAGS = [
    "Flags:  S - Device is sending Slow LACPDUs   F - Device is sending fast LACPDUs.",
    "        A - Device is in active mode.        P - Device is in passive mode.",
]
LOCAL_HEAD = [
    "Local information:",
    "                                LACP port    Admin     Oper    Port        Port",
    "Port          Flags   State     Priority     Key       Key     Number      State",
]
PARTNER_HEAD = [
    " Partner's information:",
    "",
    "                     LACP port                      Admin  Oper   Port    Port",
    "Port          Flags  Priority  Dev ID          Age  key    Key    Number  State",
]
PAGP_FLAGS = [
    "Flags:  S - Device is sending Slow hello.  C - Device is in Consistent state.",
    "        A - Device is in Auto mode.        P - Device learns on physical port.",
    "        d - PAgP is down.",
    "Timers: H - Hello timer is running.        Q - Quit timer is running.",
    "        S - Switching timer is running.    I - Interface timer is running.",
    "",
    "Local information:",
    "                                Hello    Partner  PAgP     Learning  Group",
    "Port      Flags State   Timers  Interval Count   Priority   Method  Ifindex",
]
STATES = {
    "bndl": "Up Mstr Assoc In-Bndl ",
    "hot-sby": "Up Mstr Assoc Hot-stdby Not-in-Bndl ",
    "susp": "Up Mstr Not-in-Bndl ",
    "indep": "Up Sngl-port-Bndl Mstr Not-in-Bndl ",
    "down": "Down Not-in-Bndl ",
}


@show
def etherchannel_detail(query: Query) -> list[str]:
    """Print everything about the groups."""
    groups = wanted_groups(query)
    if "group" in query.values:
        return _group_block(query, groups[0]) if groups else [*BLOCK_HEAD, ""]
    lines = ["\t\tChannel-group listing: ", "\t\t----------------------", ""]
    for group in groups:
        lines += [f"Group: {group.number} ", "----------", *_group_block(query, group)]
    return lines


def _group_block(query: Query, group: ChannelGroup) -> list[str]:
    most = 16 if group.protocol == "LACP" else 8
    lines = [
        f"Group state = {'L3' if group.layer3 else 'L2'} ",
        f"Ports: {len(group.members)}   Maxports = {most}",
        f"Port-channels: 1 Max Port-channels = {most}",
        f"Protocol:   {group.protocol or '-  (Mode ON)'}",
        f"Minimum Links: {group.min_links}",
        "",
        "",
    ]
    if group.members:
        lines += ["\t\tPorts in the group:", "\t\t-------------------"]
    for member in group.members:
        lines += member_block(group, member)
    return [*lines, *port_channel_block(query, group)]


def member_block(group: ChannelGroup, member: ChannelMember) -> list[str]:
    """Return the paragraph of one member."""
    short = short_name(member.interface)
    bundled = member.interface in group.bundled
    channel = short_name(group.interface)
    mode = {"auto": "Automatic-Sl", "desirable": "Desirable-Sl"}.get(
        member.mode, member.mode.capitalize()
    )
    pagp = group.protocol == "PAgP"
    change, gc = ("0", f"0x{PAGP_GC:08X}     ") if pagp else ("-", "  -            ")
    state = "Up Mstr In-Bndl " if bundled and member.actor is None else STATES[member.state]
    lines = [
        f"Port: {short}",
        "------------",
        "",
        f"Port state    = {state}",
        f"Channel group = {group.number:<11} Mode = {mode:<15} Gcchange = {change}",
        f"Port-channel  = {channel if bundled else 'null':<11} GC   = {gc} "
        f"Pseudo port-channel = {channel}",
        f"Port index    = 0           Load = 0x{member.load:02X}            "
        f"Protocol = {'  ' + group.protocol if group.protocol else '   -'}",
        "",
    ]
    if member.actor is not None:
        lines += [*FLAGS, "", *LOCAL_HEAD, local_row(member), ""]
    if pagp:
        lines += [
            *PAGP_FLAGS,
            f"{short:<9} d     U1/S1           1s       0        128        Any      0",
        ]
        lines.append("")
    if member.partner is not None or (member.actor is not None and member.state != "down"):
        lines += [*PARTNER_HEAD, neighbor_row(member), ""]
    return [
        *lines,
        f"Age of the port in the current state: {render_span(member.state_age_s)}",
        "",
    ]
