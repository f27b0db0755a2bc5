"""`show lacp`: neighbours, our own side, counters, system; and the empty `show pagp`."""

from netredund.lab.ios.names import short_name
from netredund.lab.show.query import Query, show
from netredund.lab.status import ChannelGroup, ChannelMember, LacpEnd

FLAGS = [
    "Flags:  S - Device is requesting Slow LACPDUs ",
    "        F - Device is requesting Fast LACPDUs",
    "        A - Device is in Active mode       P - Device is in Passive mode     ",
    "",
]
LONG, SHORT = "30s", "1s"  # how often a partner is asked to speak (802.1AX-2008 5.4.4)
COLLECTING = 0x10
UNHEARD = LacpEnd(0, "0000.0000.0000", 0, 0, 0, 0)
NEIGHBOR_HEAD = [
    "                  LACP port                        Admin  Oper   Port    Port",
    "Port      Flags   Priority  Dev ID          Age    key    Key    Number  State",
]
PAGP_FLAGS = [
    "Flags:  S - Device is sending Slow hello.  C - Device is in Consistent state.",
    "        A - Device is in Auto mode.        P - Device learns on physical port.",
    "",
]
PAGP_INTERNAL_FLAGS = [
    "Flags:  S - Device is sending Slow hello.  C - Device is in Consistent state.",
    "        A - Device is in Auto mode.        d - PAgP is down",
    "Timers: H - Hello timer is running.        Q - Quit timer is running.",
    "        S - Switching timer is running.    I - Interface timer is running.",
    "",
]


def end_flags(end: LacpEnd) -> str:
    """Return the two letters of one end: slow or fast, active or passive."""
    return ("F" if end.is_fast else "S") + ("A" if end.is_active else "P")


def lacp_groups(query: Query) -> list[ChannelGroup]:
    """Return the LACP groups that were asked for."""
    number = query.values.get("group")
    return [
        group
        for group in query.device.switch.channel_groups()
        if group.protocol == "LACP" and number in (None, group.number)
    ]


def _actor(member: ChannelMember) -> LacpEnd:
    return UNHEARD if member.actor is None else member.actor


def local_row(member: ChannelMember) -> str:
    """Return the row of our own end in `show etherchannel detail`."""
    actor = _actor(member)
    return (
        f"{short_name(member.interface):<13} {end_flags(actor):<7} {member.state:<9} "
        f"{actor.port_priority:<12} 0x{member.admin_key:<7X} 0x{actor.key:<5X} "
        f"0x{actor.port:<9X} 0x{actor.state:X}  "
    )


def _partner(member: ChannelMember) -> LacpEnd:
    """Return what was heard of the partner; zeros as long as that is nothing."""
    return UNHEARD if member.partner is None else member.partner


def neighbor_row(member: ChannelMember) -> str:
    """Return the row of the partner in `show etherchannel detail`."""
    partner = _partner(member)
    age = f"{int(member.partner_age_s or 0)}s"
    return (
        f"{short_name(member.interface):<13} {end_flags(partner):<6} {partner.port_priority:<9} "
        f"{partner.system}{age:>5}  0x0    0x{partner.key:<4X} 0x{partner.port:<5X} "
        f"0x{partner.state:X}  "
    )


@show
def lacp_neighbor(query: Query) -> list[str]:
    """Print what each member heard from its partner."""
    columns = query.device.release.layout.lacp
    lines = list(FLAGS)
    for group in lacp_groups(query):
        lines += [f"Channel group {group.number} neighbors", "", *columns.partner_title]
        if "detail" in query.values:
            for member in group.members:
                lines += _neighbor_detail(member)
            continue
        lines += NEIGHBOR_HEAD
        for member in group.members:
            partner = _partner(member)
            age = f"{int(member.partner_age_s or 0)}s"
            lines.append(
                f"{short_name(member.interface):<9} {end_flags(partner):<7} "
                f"{partner.port_priority:<9} {partner.system} {age:>4}    0x0    "
                f"0x{partner.key:<4X} 0x{partner.port:<5X} 0x{partner.state:X}  "
            )
        lines.append("")
    return lines


def _neighbor_detail(member: ChannelMember) -> list[str]:
    partner = _partner(member)
    system = f"{partner.system_priority},{partner.system}"
    age = f"{int(member.partner_age_s or 0)}s"
    state = partner.state

    def bit(number: int) -> str:
        return "Yes" if state >> number & 1 else "No"

    return [
        "          Partner               Partner                     Partner",
        "Port      System ID             Port Number     Age         Flags",
        f"{short_name(member.interface):<9} {system:<21} 0x{partner.port:<13X} {age:<11} "
        f"{end_flags(partner)}",
        "",
        "          LACP Partner         Partner         Partner",
        "          Port Priority        Oper Key        Port State",
        f"          {partner.port_priority:<20} 0x{partner.key:<13X} 0x{state:X}",
        "",
        "          Port State Flags Decode:",
        "          Activity:   Timeout:   Aggregation:   Synchronization:",
        f"          {'Active' if partner.is_active else 'Passive':<11} "
        f"{'Short' if partner.is_fast else 'Long':<10} {bit(2):<14} {bit(3)}",
        "",
        "          Collecting:   Distributing:   Defaulted:   Expired:",
        f"          {bit(4):<13} {bit(5):<15} {bit(6):<12} {bit(7)}",
        "",
    ]


@show
def lacp_internal(query: Query) -> list[str]:
    """Print our own side of each member."""
    columns = query.device.release.layout.lacp
    lines = list(FLAGS) if columns.legend else []
    for group in lacp_groups(query):
        lines += [f"Channel group {group.number}", *columns.internal_head]
        for member in group.members:
            actor = _actor(member)
            lines.append(
                columns.internal_row.format(
                    name=short_name(member.interface),
                    flags=end_flags(actor),
                    letters=_small_letters(actor),
                    state=member.state,
                    interval=SHORT if member.asks_fast else LONG,
                    priority=actor.port_priority,
                    admin_key=member.admin_key,
                    key=actor.key,
                    port=actor.port,
                    bits=actor.state,
                )
            )
        lines.append("")
    return lines


def _small_letters(end: LacpEnd) -> str:
    """Return the letters of old images: of both ends' words, and `C` for one that collects."""
    return end_flags(end).lower() + ("C" if end.state & COLLECTING else "")


@show
def lacp_counters(query: Query) -> list[str]:
    """Print how many LACPDUs went each way."""
    lines = [
        "             LACPDUs         Marker      Marker Response    LACPDUs",
        "Port       Sent   Recv     Sent   Recv     Sent   Recv      Pkts Err",
        "-" * 69,
    ]
    for group in lacp_groups(query):
        lines.append(f"Channel group: {group.number}")
        for member in group.members:
            seen = member.counters
            lines.append(
                f"{short_name(member.interface):<11}{seen.sent:<7}{seen.received:<9}"
                f"{seen.marker_sent:<7}{seen.marker_received:<9}"
                f"{seen.marker_response_sent:<7}{seen.marker_response_received:<10}{seen.errors}"
            )
        lines.append("")
    return lines


@show
def lacp_sys_id(query: Query) -> list[str]:
    """Print priority and address of our LACP system."""
    priority, address = query.device.switch.lacp_system()
    return [f"{priority}, {address}"]


@show
def pagp(query: Query) -> list[str]:
    """Print the empty form: the lab negotiates no PAgP."""
    what = query.values["what"]
    if what == "internal":
        return list(PAGP_INTERNAL_FLAGS)
    if what == "counters":
        return [
            "          Information         Flush        PAgP",
            "Port      Sent    Recv     Sent    Recv    Err Pkts",
            "-" * 51,
        ]
    return list(PAGP_FLAGS)
