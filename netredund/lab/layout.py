"""How releases lay out the tables of spanning tree and channels, as data.

Each layout is that of captures from real devices; the comments say of which.
"""

import msgspec

# Catalyst 2950, 12.1.
LEGEND_SMALL = """\
Flags:  D - down        P - in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        u - unsuitable for bundling
        U - in use      f - failed to allocate aggregator
        d - default port
"""
LEGEND_OLD = """\
Flags:  D - down        P - bundled in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        U - in use      f - failed to allocate aggregator

        M - not in use, minimum links not met
        u - unsuitable for bundling
        w - waiting to be aggregated
        d - default port

"""
LEGEND_NEW = """\
Flags:  D - down        P - bundled in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        U - in use      N - not in use, no aggregation
        f - failed to allocate aggregator

        M - not in use, minimum links not met
        m - not in use, port not aggregated due to minimum links not met
        u - unsuitable for bundling
        w - waiting to be aggregated
        d - default port

        A - formed by Auto LAG

"""
ROUTER_WORDS = {"P": "bndl", "s": "susp", "H": "hot-sby", "I": "indep", "D": "down"}


class LacpColumns(msgspec.Struct, frozen=True):
    """How `show lacp internal` and `neighbor` are laid out.

    `internal_head` stands above the rows of our own side and `internal_row` is one of them;
    `legend` tells whether the letters are explained above. `partner_title` are the lines between
    the number of a group and the table of its partners.
    """

    internal_head: tuple[str, str]
    internal_row: str
    legend: bool = True
    partner_title: tuple[str, ...] = ("Partner's information:", "")


_LACP = LacpColumns(
    internal_head=(
        "                            LACP port     Admin     Oper    Port        Port",
        "Port      Flags   State     Priority      Key       Key     Number      State",
    ),
    internal_row="{name:<9} {flags:<7} {state:<9} {priority:<13} 0x{admin_key:<7X} 0x{key:<5X} "
    "0x{port:<9X} 0x{bits:X}  ",
)


class Layout(msgspec.Struct, frozen=True):
    """The tables of one family of releases.

    `interface_column` is the width of the first column of `show spanning-tree`, `type_column` the
    name of the last and the width of its rule, `aging` the text behind `Aging Time`, `mst` the name
    of an MST instance.

    `legend` and `trailer` stand around `show etherchannel summary`. `member_words` replace the
    letters of members; a release that has them parts its columns with tabs. `wide_members` leaves
    room for long names, two in a row. Of `show etherchannel port-channel`, `bundled_column` is the
    heading of the ports and their width, `event_gap` what stands before the port of an event, and
    `fast_switchover` tells whether its two lines are printed.
    """

    interface_column: int
    aging: str
    legend: str
    type_column: tuple[str, int] = ("Type", 32)
    mst: str = "MST{0}"
    trailer: tuple[str, ...] = ()
    member_words: dict[str, str] = {}
    wide_members: bool = False
    bundled_column: tuple[str, int] = ("Port     ", 9)
    event_gap: int = 4
    fast_switchover: bool = False
    lacp: LacpColumns = _LACP


# Catalyst 2950 (12.1): as the next, with a legend of its own.
CATALYST_121 = Layout(interface_column=16, aging="{0}", legend=LEGEND_SMALL)
# Catalyst 3750 and 3550 with a narrow table.
CATALYST_122 = Layout(interface_column=16, aging="{0}", legend=LEGEND_OLD)
# Catalyst 3750 with a wide table and still no unit behind the aging time.
CATALYST_122_WIDE = Layout(interface_column=19, aging="{0}", legend=LEGEND_OLD)
# Catalyst 6500: two digits for an MST instance, `Status` over the link type, keys in decimal.
CATALYST_6500 = Layout(
    interface_column=16,
    aging="{0}",
    legend=LEGEND_OLD,
    type_column=("Status", 24),
    mst="MST{0:02}",
    lacp=LacpColumns(
        internal_head=(
            "                            LACPDUs     LACP Port    Admin   Oper    Port     Port",
            "Port      Flags    State    Interval    Priority     Key     Key     Number   State",
        ),
        internal_row="{name:<9} {letters:<8} {state:<8} {interval:<11} {priority:<12} "
        "{admin_key:<7} {key:<7} 0x{port:<6x} 0x{bits:x}",
        legend=False,
    ),
)
# IOSvL2 and Catalyst 3750-X (15.2).
IOS_152 = Layout(interface_column=19, aging=" {0} sec", legend=LEGEND_NEW)
# Catalyst 9300 (16.12).
XE_SWITCH = Layout(
    interface_column=19,
    aging=" {0} sec",
    legend=LEGEND_NEW,
    wide_members=True,
    bundled_column=("Port        ", 15),
    event_gap=5,
    fast_switchover=True,
)
# The same before the lines of fast switchover came.
XE_SWITCH_OLD = msgspec.structs.replace(XE_SWITCH, fast_switchover=False)
# CSR1000v and ISR 4000: words for letters, and a second legend below.
XE_ROUTER = Layout(
    interface_column=19,
    aging=" {0} sec",
    legend=LEGEND_OLD.replace("P - ", "P/bndl - ").replace("s - ", "s/susp - "),
    trailer=(
        "",
        "RU - L3 port-channel UP State",
        "SU - L2 port-channel UP state",
        "P/bndl -  Bundled",
        "S/susp  - Suspended",
        "",
    ),
    member_words=ROUTER_WORDS,
    bundled_column=("Port        ", 15),
    event_gap=5,
    lacp=LacpColumns(
        internal_head=_LACP.internal_head, internal_row=_LACP.internal_row, partner_title=()
    ),
)
