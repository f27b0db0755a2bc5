"""Tables of the switch as a whole: MAC addresses, ARP, recovery."""

from netredund.lab.config import RECOVERY_CAUSES
from netredund.lab.ios.names import short_name, split_name
from netredund.lab.show.query import Query, show

CPU_ADDRESSES = (
    "0100.0ccc.cccc",
    "0100.0ccc.cccd",
    "0180.c200.0000",
    "0180.c200.0002",
    "0180.c200.000e",
    "ffff.ffff.ffff",
)


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
