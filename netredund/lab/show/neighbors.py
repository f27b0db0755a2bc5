"""`show cdp` and `show lldp`; their neighbours in a table and in detail."""

from netredund.lab.discovery import HOLDS_S, PERIODS_S
from netredund.lab.ios.names import short_name
from netredund.lab.show.query import Query, show
from netredund.lab.status import Neighbour

CDP_LETTERS = {
    "Router": "R",
    "Trans-Bridge": "T",
    "Source-Route-Bridge": "B",
    "Switch": "S",
    "Host": "H",
    "IGMP": "I",
    "Repeater": "r",
    "Phone": "P",
}
CDP_LEGEND = [
    "Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge",
    "                  S - Switch, H - Host, I - IGMP, r - Repeater, P - Phone, ",
    "                  D - Remote, C - CVTA, M - Two-port Mac Relay ",
    "",
]
LLDP_LEGEND = [
    "",
    "Capability codes:",
    "    (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device",
    "    (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other",
    "",
]


def heard(query: Query, protocol: str) -> list[Neighbour]:
    """Return the neighbours on the interface asked for, or on all."""
    wanted = query.values.get("interface")
    return [
        neighbour
        for neighbour in query.device.switch.neighbours(protocol)
        if wanted in (None, neighbour.interface)
    ]


@show
def cdp(query: Query) -> list[str]:
    """Print how the switch announces itself by CDP."""
    if not query.device.configuration.switch.cdp_run:
        return ["% CDP is not enabled"]
    return [
        "Global CDP information:",
        f"\tSending CDP packets every {PERIODS_S['cdp']} seconds",
        f"\tSending a holdtime value of {HOLDS_S['cdp']} seconds",
        "\tSending CDPv2 advertisements is  enabled",
    ]


@show
def lldp(query: Query) -> list[str]:
    """Print how the switch announces itself by LLDP."""
    if not query.device.configuration.switch.lldp_run:
        return ["% LLDP is not enabled"]
    return [
        "",
        "Global LLDP Information:",
        "    Status: ACTIVE",
        f"    LLDP advertisements are sent every {PERIODS_S['lldp']} seconds",
        f"    LLDP hold time advertised is {HOLDS_S['lldp']} seconds",
        "    LLDP interface reinitialisation delay is 2 seconds",
    ]


@show
def cdp_neighbors(query: Query) -> list[str]:
    """Print who is heard by CDP, one in a row."""
    if not query.device.configuration.switch.cdp_run:
        return ["% CDP is not enabled"]
    neighbours = heard(query, "cdp")
    lines = [
        *CDP_LEGEND,
        "Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID",
    ]
    for neighbour in neighbours:
        local = _spaced(neighbour.interface)
        letters = " ".join(CDP_LETTERS.get(word, word) for word in neighbour.capabilities)
        platform = (neighbour.platform or "").removeprefix("cisco ")[:9]
        rest = (
            f"{local:<17} {neighbour.left_s:<10} {letters:<11} {platform:<9} "
            f"{_spaced(neighbour.port)}"
        )
        if len(neighbour.device) > 16:
            lines += [neighbour.device, f"{'':<17}{rest}"]
        else:
            lines.append(f"{neighbour.device:<17}{rest}")
    return [*lines, "", f"Total cdp entries displayed : {len(neighbours)}"]


def _spaced(name: str) -> str:
    """Return `Gig 0/1` of `GigabitEthernet0/1`, as CDP's table has it."""
    short = short_name(name)
    if short == name:
        return name
    kind = name[: len(name) - len(short) + 2]
    return f"{kind[:3]} {short[2:]}"


@show
def cdp_detail(query: Query) -> list[str]:
    """Print everything that CDP heard."""
    if not query.device.configuration.switch.cdp_run:
        return ["% CDP is not enabled"]
    neighbours = heard(query, "cdp")
    lines: list[str] = []
    for neighbour in neighbours:
        lines += ["-" * 25, f"Device ID: {neighbour.device}", "Entry address(es): "]
        lines += [f"  IP address: {address}" for address in neighbour.addresses]
        lines += [
            f"Platform: {neighbour.platform or ''},  "
            f"Capabilities: {' '.join(neighbour.capabilities)} ",
            f"Interface: {neighbour.interface},  Port ID (outgoing port): {neighbour.port}",
            f"Holdtime : {neighbour.left_s} sec",
            "",
            "Version :",
            *(neighbour.version or "").splitlines(),
            "",
            "advertisement version: 2",
        ]
        if neighbour.native_vlan is not None:
            lines.append(f"Native VLAN: {neighbour.native_vlan}")
        if neighbour.duplex is not None:
            lines.append(f"Duplex: {neighbour.duplex}")
        if neighbour.addresses:
            lines.append("Management address(es): ")
            lines += [f"  IP address: {address}" for address in neighbour.addresses]
        lines.append("")
    return [*lines, "", f"Total cdp entries displayed : {len(neighbours)}"]


@show
def lldp_neighbors(query: Query) -> list[str]:
    """Print who is heard by LLDP, one in a row."""
    if not query.device.configuration.switch.lldp_run:
        return ["% LLDP is not enabled"]
    neighbours = heard(query, "lldp")
    lines = [*LLDP_LEGEND, "Device ID           Local Intf     Hold-time  Capability      Port ID"]
    for neighbour in neighbours:
        letters = ",".join(neighbour.capabilities)
        lines.append(
            f"{neighbour.device[:19]:<20}{short_name(neighbour.interface):<15}"
            f"{neighbour.left_s:<11}{letters:<16}{neighbour.port}"
        )
    return [*lines, "", f"Total entries displayed: {len(neighbours)}", ""]


@show
def lldp_detail(query: Query) -> list[str]:
    """Print everything that LLDP heard."""
    if not query.device.configuration.switch.lldp_run:
        return ["% LLDP is not enabled"]
    neighbours = heard(query, "lldp")
    lines: list[str] = []
    for neighbour in neighbours:
        lines += ["-" * 48, f"Local Intf: {short_name(neighbour.interface)}"]
        lines += [f"Chassis id: {neighbour.chassis}", f"Port id: {neighbour.port}"]
        lines.append(_said("Port Description", neighbour.port_description))
        lines.append(_said("System Name", neighbour.device or None))
        lines.append("")
        if neighbour.version is not None:
            lines += ["System Description: ", *neighbour.version.splitlines(), ""]
        else:
            lines += ["System Description - not advertised", ""]
        letters = ",".join(neighbour.capabilities) or None
        lines += [
            f"Time remaining: {neighbour.left_s} seconds",
            _said("System Capabilities", letters),
            _said("Enabled Capabilities", letters),
        ]
        if neighbour.addresses:
            lines += ["Management Addresses:"]
            lines += [f"    IP: {address}" for address in neighbour.addresses]
        else:
            lines.append("Management Addresses - not advertised")
        vlan = "- not advertised" if neighbour.native_vlan is None else str(neighbour.native_vlan)
        lines += [
            "Auto Negotiation - not supported",
            "Physical media capabilities - not advertised",
            "Media Attachment Unit type - not advertised",
            f"Vlan ID: {vlan}",
            "",
        ]
    return [*lines, "", f"Total entries displayed: {len(neighbours)}", ""]


def _said(label: str, value: str | None) -> str:
    return f"{label} - not advertised" if value is None else f"{label}: {value}"
