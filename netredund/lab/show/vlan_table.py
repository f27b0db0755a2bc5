"""`show vlan`: the VLANs, their access ports, and what else the VLAN database says of them.

What `show vlan id N` says of a VLAN that is not there is from memory of IOS.
"""

from netredund.lab.config import PortMode
from netredund.lab.ios.names import short_name
from netredund.lab.show.interfaces import stanza_of
from netredund.lab.show.query import Query, name_vlan, show

PORTS_WIDTH = 31
# The VLANs of other media, which no switch is without: name, type and Stp column.
RESERVED = {
    1002: ("fddi-default", "fddi", "-"),
    1003: ("token-ring-default", "tr", "-"),
    1004: ("fddinet-default", "fdnet", "ieee"),
    1005: ("trnet-default", "trnet", "ibm"),
}


@show
def vlan_brief(query: Query) -> list[str]:
    """Print the VLANs and their access ports."""
    return _list_vlans(query, _numbers(query), _access_ports(query))


@show
def vlan(query: Query) -> list[str]:
    """Print the VLANs and their access ports, then type and SAID of each."""
    return [
        *_list_vlans(query, _numbers(query), _access_ports(query)),
        *_list_types(_numbers(query)),
        "",
        "Remote SPAN VLANs",
        "-" * 78,
        "",
        "",
        *PRIVATE,
    ]


@show
def vlan_one(query: Query) -> list[str]:
    """Print one VLAN with every port that carries it, trunks included."""
    number, name = query.values.get("vlan"), query.values.get("name")
    found = [each for each in _numbers(query) if each == number or _name(query, each) == name]
    if not found:
        wanted = f"VLAN id {number}" if name is None else f"VLAN {name}"
        return [f"{wanted} not found in current VLAN database"]
    ports = _access_ports(query)
    for trunk in query.device.switch.trunks():
        for each in found:
            if each in trunk.active:
                ports.setdefault(each, []).append(short_name(trunk.interface))
    return [
        *_list_vlans(query, found, ports),
        *_list_types(found),
        "",
        "Remote SPAN VLAN",
        "----------------",
        "Disabled",
        "",
        *PRIVATE,
    ]


PRIVATE = (
    "Primary Secondary Type              Ports",
    "------- --------- ----------------- ------------------------------------------",
    "",
)


def _numbers(query: Query) -> list[int]:
    return sorted({*query.device.configuration.switch.vlans, *RESERVED})


def _name(query: Query, number: int) -> str:
    if number in RESERVED:
        return RESERVED[number][0]
    config = query.device.configuration.switch.vlans[number]
    return config.name or ("default" if number == 1 else name_vlan(number))


def _state(query: Query, number: int) -> str:
    if number in RESERVED:
        return "act/unsup"
    config = query.device.configuration.switch.vlans[number]
    if config.shutdown:
        return "act/lshut"
    return "suspended" if config.suspended else "active"


def _access_ports(query: Query) -> dict[int, list[str]]:
    ports: dict[int, list[str]] = {}
    for status in query.device.switch.interfaces():
        stanza = stanza_of(query, status.name)
        if status.trunking or stanza.mode is PortMode.TRUNK or stanza.switchport is False:
            continue
        if stanza.channel_group is None:
            ports.setdefault(status.access_vlan, []).append(short_name(status.name))
    return ports


def _list_vlans(query: Query, numbers: list[int], ports: dict[int, list[str]]) -> list[str]:
    lines = [
        "",
        "VLAN Name                             Status    Ports",
        f"---- {'-' * 32} --------- {'-' * PORTS_WIDTH}",
    ]
    for number in numbers:
        rows = _wrap(ports.get(number, []))
        row = f"{number:<4} {_name(query, number):<32} {_state(query, number):<9} {rows[0]}"
        lines.append(row if number in RESERVED else row.rstrip())
        lines += [" " * 48 + row for row in rows[1:]]
    return lines


def _list_types(numbers: list[int]) -> list[str]:
    lines = [
        "",
        "VLAN Type  SAID       MTU   Parent RingNo BridgeNo Stp  BrdgMode Trans1 Trans2",
        "---- ----- ---------- ----- ------ ------ -------- ---- -------- ------ ------",
    ]
    for number in numbers:
        _, kind, tree = RESERVED.get(number, ("", "enet", "-"))
        lines.append(
            f"{number:<4} {kind:<5} {100000 + number:<10} 1500  -      -      -        "
            f"{tree:<4} -        0      0   "
        )
    return lines


def _wrap(names: list[str]) -> list[str]:
    rows = [""]
    for name in names:
        if rows[-1] and len(rows[-1]) + 2 + len(name) > PORTS_WIDTH:
            rows.append(name)
        else:
            rows[-1] += f", {name}" if rows[-1] else name
    return rows
