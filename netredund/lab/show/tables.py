"""Tables of the switch as a whole: MAC addresses, VLANs, ARP, recovery."""

from netredund.lab.config import RECOVERY_CAUSES, PortMode
from netredund.lab.ios.names import short_name, split_name
from netredund.lab.show.interfaces import stanza_of
from netredund.lab.show.query import Query, show

CPU_ADDRESSES = (
    "0100.0ccc.cccc",
    "0100.0ccc.cccd",
    "0180.c200.0000",
    "0180.c200.0002",
    "0180.c200.000e",
    "ffff.ffff.ffff",
)
PORTS_WIDTH = 31


@show
def mac_table(query: Query) -> list[str]:
    """Print the learned addresses and, unless only those are wanted, the switch's own."""
    values = query.values
    rows = []
    static = not {"dynamic", "interface", "vlan"} & values.keys()
    if static:
        rows += [
            (f" All    {address}    STATIC      CPU")
            for address in CPU_ADDRESSES
            if values.get("mac", address) == address
        ]
    for entry in query.device.switch.mac_table():
        if entry.address != values.get("mac", entry.address):
            continue
        if entry.vlan != values.get("vlan", entry.vlan):
            continue
        if entry.interface != values.get("interface", entry.interface):
            continue
        port = short_name(entry.interface)
        rows.append(f"{entry.vlan:>4}    {entry.address}    DYNAMIC     {port}")
    return [
        "          Mac Address Table",
        "-" * 43,
        "",
        "Vlan    Mac Address       Type        Ports",
        "----    -----------       --------    -----",
        *rows,
        f"Total Mac Addresses for this criterion: {len(rows)}",
    ]


@show
def vlan(query: Query) -> list[str]:
    """Print the VLANs and their access ports."""
    lines = [
        "",
        "VLAN Name                             Status    Ports",
        f"---- {'-' * 32} --------- {'-' * PORTS_WIDTH}",
    ]
    switch = query.device.configuration.switch
    members: dict[int, list[str]] = {}
    for status in query.device.switch.interfaces():
        stanza = stanza_of(query, status.name)
        if status.trunking or stanza.mode is PortMode.TRUNK or stanza.switchport is False:
            continue
        if stanza.channel_group is None:
            members.setdefault(status.access_vlan, []).append(short_name(status.name))
    for number in sorted(switch.vlans):
        config = switch.vlans[number]
        name = config.name or ("default" if number == 1 else f"VLAN{number:04}")
        state = "suspended" if config.suspended else "active"
        if config.shutdown:
            state = "act/lshut"
        rows = _wrap(members.get(number, []))
        lines.append(f"{number:<4} {name:<32} {state:<9} {rows[0]}".rstrip())
        lines += [" " * 48 + row for row in rows[1:]]
    for number, name in (
        (1002, "fddi-default"),
        (1003, "token-ring-default"),
        (1004, "fddinet-default"),
        (1005, "trnet-default"),
    ):
        lines.append(f"{number} {name:<32} act/unsup ")
    return lines


def _wrap(names: list[str]) -> list[str]:
    rows = [""]
    for name in names:
        if rows[-1] and len(rows[-1]) + 2 + len(name) > PORTS_WIDTH:
            rows.append(name)
        else:
            rows[-1] += f", {name}" if rows[-1] else name
    return rows


@show
def ip_arp(query: Query) -> list[str]:
    """Print the addresses of the switch itself: nobody else speaks IP to it here."""
    lines = ["Protocol  Address          Age (min)  Hardware Addr   Type   Interface"]
    for name, stanza in query.device.configuration.switch.interfaces.items():
        if split_name(name)[0] == "Vlan" and stanza.ip_address and not stanza.shutdown:
            host = stanza.ip_address.split()[0]
            if query.values.get("interface", name) == name:
                lines.append(
                    f"Internet  {host:<16}        -   {query.device.address}  ARPA   {name}"
                )
    return lines


@show
def errdisable_recovery(query: Query) -> list[str]:
    """Print which causes heal by themselves and which ports wait for it."""
    config = query.device.configuration.switch
    chosen = config.errdisable_recovery
    lines = [
        "ErrDisable Reason            Timer Status",
        "-----------------            --------------",
    ]
    for cause in RECOVERY_CAUSES:
        state = "Enabled" if cause in chosen or "all" in chosen else "Disabled"
        lines.append(f"{cause:<28} {state}")
    lines += [
        "",
        f"Timer interval: {config.errdisable_interval_s or 300} seconds",
        "",
        "Interfaces that will be enabled at the next timeout:",
        "",
    ]
    waiting = [
        status for status in query.device.switch.interfaces() if status.recovery_left_s is not None
    ]
    if waiting:
        lines += [
            "Interface       Errdisable reason       Time left(sec)",
            "---------       -----------------       --------------",
        ]
        lines += [
            f"{short_name(status.name):>8}        {status.reason or '':<23} "
            f"{int(status.recovery_left_s or 0):>14}"
            for status in waiting
        ]
    return lines
