"""`show interfaces`: state of ports, trunks, counters."""

from netredund.lab.config import InterfaceConfig, PortMode
from netredund.lab.ios.names import short_name, split_name, table_key
from netredund.lab.ios.vlans import render_vlans
from netredund.lab.show.query import Query, show
from netredund.lab.status import InterfaceStatus, TrunkStatus

HARDWARE = {
    "Ethernet": "Ethernet",
    "FastEthernet": "Fast Ethernet",
    "GigabitEthernet": "Gigabit Ethernet",
    "TenGigabitEthernet": "Ten Gigabit Ethernet",
    "Port-channel": "EtherChannel",
}
MODES = {
    None: ("dynamic auto", "On"),
    PortMode.ACCESS: ("static access", "Off"),
    PortMode.TRUNK: ("trunk", "On"),
    PortMode.DYNAMIC_AUTO: ("dynamic auto", "On"),
    PortMode.DYNAMIC_DESIRABLE: ("dynamic desirable", "On"),
}


def listed_interfaces(query: Query) -> list[InterfaceStatus]:
    """Return the interfaces asked for, in the order of tables."""
    wanted = query.values.get("interface")
    found = [status for status in query.device.switch.interfaces() if wanted in (None, status.name)]
    return sorted(found, key=lambda status: table_key(status.name))


def stanza_of(query: Query, name: str) -> InterfaceConfig:
    """Return what is configured on an interface."""
    return query.device.configuration.switch.interfaces.get(name, InterfaceConfig())


@show
def interfaces_status(query: Query) -> list[str]:
    """Print a row for each port: state, VLAN, duplex, speed."""
    width = query.device.release.status_port_column
    rows = [_status_row(query, status, width) for status in listed_interfaces(query)]
    return [
        "",
        f"{'Port':<{width}} Name               Status       Vlan       Duplex  Speed Type",
        *rows,
    ]


def _status_row(query: Query, status: InterfaceStatus, width: int) -> str:
    stanza = stanza_of(query, status.name)
    if stanza.switchport is False:
        vlan = "routed"
    elif status.trunking:
        vlan = "trunk"
    else:
        vlan = str(status.access_vlan)
    name = (status.description or "")[:18]
    media = query.device.media.get(status.name, "")
    return (
        f"{short_name(status.name):<{width}} {name:<18} {status.status:<12} {vlan:<10} "
        f"{_duplex(status, stanza):>6} {_speed(status, stanza):>6} {media}"
    )


def _duplex(status: InterfaceStatus, stanza: InterfaceConfig) -> str:
    if status.duplex is None:
        return stanza.duplex or "auto"
    return f"a-{status.duplex}" if status.duplex_auto else status.duplex


def _speed(status: InterfaceStatus, stanza: InterfaceConfig) -> str:
    if status.speed is None:
        return "auto" if stanza.speed is None else _render_speed(stanza.speed)
    return ("a-" if status.speed_auto else "") + _render_speed(status.speed)


def _render_speed(megabits: int) -> str:
    """Return a speed as the table has it: `1000`, above that `10G`, `2.5G`."""
    return str(megabits) if megabits <= 1000 else f"{megabits / 1000:g}G"


@show
def interfaces_err_disabled(query: Query) -> list[str]:
    """Print the ports that a fault shut, and the cause."""
    width = query.device.release.status_port_column
    lines = [
        "",
        f"{'Port':<{width}} Name               Status       Reason"
        "               Err-disabled Vlans",
    ]
    for status in listed_interfaces(query):
        if status.status == "err-disabled":
            name = (status.description or "")[:18]
            lines.append(
                f"{short_name(status.name):<{width}} {name:<18} {status.status:<12} {status.reason}"
            )
    return lines


@show
def interfaces_trunk(query: Query) -> list[str]:
    """Print the trunks in four blocks; nothing when there are none."""
    wanted = query.values.get("interface")
    trunks = [trunk for trunk in query.device.switch.trunks() if wanted in (None, trunk.interface)]
    trunks.sort(key=lambda trunk: table_key(trunk.interface))
    if not trunks:
        return [""]
    lines = ["", "Port        Mode             Encapsulation  Status        Native vlan"]
    for trunk in trunks:
        stanza = stanza_of(query, trunk.interface)
        static = "encapsulation" not in query.device.model.features or stanza.encapsulation
        encapsulation = "802.1q" if static else "n-802.1q"
        lines.append(
            f"{short_name(trunk.interface):<11} {trunk.mode:<16} {encapsulation:<14} "
            f"{'trunking':<13} {trunk.native_vlan}"
        )
    for heading, field in (
        ("Vlans allowed on trunk", "allowed"),
        ("Vlans allowed and active in management domain", "active"),
        ("Vlans in spanning tree forwarding state and not pruned", "forwarding"),
    ):
        lines += ["", f"Port        {heading}"]
        lines += [f"{short_name(trunk.interface):<11} {_vlans(trunk, field)}" for trunk in trunks]
    return lines


def _vlans(trunk: TrunkStatus, field: str) -> str:
    return render_vlans(getattr(trunk, field), pairs=True) or "none"


@show
def interfaces_description(query: Query) -> list[str]:
    """Print the descriptions."""
    lines = ["Interface                      Status         Protocol Description"]
    for status in listed_interfaces(query):
        line = "admin down" if status.line == "administratively down" else status.line
        lines.append(
            f"{short_name(status.name):<30} {line:<14} {status.protocol:<8} "
            f"{status.description or ''}".rstrip()
        )
    return lines


@show
def interfaces_switchport(query: Query) -> list[str]:
    """Print how each port switches, configured and in operation."""
    lines: list[str] = []
    for status in listed_interfaces(query):
        stanza = stanza_of(query, status.name)
        mode, negotiation = MODES[stanza.mode]
        up = status.line == "up"
        operation = ("trunk" if status.trunking else "static access") if up else "down"
        allowed = "ALL" if stanza.allowed_vlans is None else render_vlans(stanza.allowed_vlans)
        lines += [
            f"Name: {short_name(status.name)}",
            f"Switchport: {'Disabled' if stanza.switchport is False else 'Enabled'}",
            f"Administrative Mode: {mode}",
            f"Operational Mode: {operation}",
            "Administrative Trunking Encapsulation: dot1q",
            f"Negotiation of Trunking: {'Off' if stanza.nonegotiate else negotiation}",
            f"Access Mode VLAN: {_name_vlan(query, status.access_vlan)}",
            f"Trunking Native Mode VLAN: {_name_vlan(query, stanza.native_vlan or 1)}",
            f"Voice VLAN: {stanza.voice_vlan or 'none'}",
            f"Trunking VLANs Enabled: {allowed or 'NONE'}",
            "",
        ]
    return lines


def _name_vlan(query: Query, number: int) -> str:
    vlan = query.device.configuration.switch.vlans.get(number)
    if vlan is None:
        return f"{number} (Inactive)"
    return f"{number} ({vlan.name or ('default' if number == 1 else f'VLAN{number:04}')})"


@show
def interfaces(query: Query) -> list[str]:
    """Print every counter and state of interfaces, Vlan interfaces first as IOS does."""
    wanted = query.values.get("interface")
    lines: list[str] = []
    for name in sorted(query.device.configuration.switch.interfaces, key=table_key):
        if split_name(name)[0] == "Vlan" and wanted in (None, name):
            lines += _vlan_block(query, name)
    for status in listed_interfaces(query):
        lines += _port_block(query, status)
    return lines


def _vlan_block(query: Query, name: str) -> list[str]:
    stanza = stanza_of(query, name)
    up = not stanza.shutdown and query.device.switch.vlan_interface_up(split_name(name)[1][0])
    line = "administratively down" if stanza.shutdown else "up"
    address = query.device.address
    return [
        f"{name} is {line}, line protocol is {'up' if up else 'down'} ",
        f"  Hardware is EtherSVI, address is {address} (bia {address})",
        *([f"  Description: {stanza.description}"] if stanza.description else []),
        *(
            [f"  Internet address is {render_prefix(stanza.ip_address)}"]
            if stanza.ip_address
            else []
        ),
        "  MTU 1500 bytes, BW 1000000 Kbit, DLY 10 usec, ",
        "     reliability 255/255, txload 1/255, rxload 1/255",
        "  Encapsulation ARPA, loopback not set",
        "  ARP type: ARPA, ARP Timeout 04:00:00",
    ]


def render_prefix(address: str) -> str:
    """Return `10.0.0.1/24` of `10.0.0.1 255.255.255.0`."""
    host, mask = address.split()
    return f"{host}/{sum(bin(int(part)).count('1') for part in mask.split('.'))}"


def _port_block(query: Query, status: InterfaceStatus) -> list[str]:
    stanza = stanza_of(query, status.name)
    counters = status.counters
    hardware = HARDWARE.get(split_name(status.name)[0], "Ethernet")
    duplex = f"{(status.duplex or stanza.duplex or 'auto').capitalize()}-duplex"
    speed = f"{status.speed}Mb/s" if status.speed is not None else "Auto-speed"
    media = query.device.media.get(status.name, "N/A")
    return [
        f"{status.name} is {status.line}, line protocol is {status.protocol} ({status.status}) ",
        f"  Hardware is {hardware}, address is {status.address} (bia {status.address})",
        *([f"  Description: {status.description}"] if status.description else []),
        f"  MTU 1500 bytes, BW {status.bandwidth_kbps} Kbit, DLY 100 usec, ",
        "     reliability 255/255, txload 1/255, rxload 1/255",
        "  Encapsulation ARPA, loopback not set",
        "  Keepalive set (10 sec)",
        f"  {duplex}, {speed}, media type is {media}",
        "  input flow-control is off, output flow-control is unsupported ",
        "  ARP type: ARPA, ARP Timeout 04:00:00",
        '  Last clearing of "show interface" counters never',
        "  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: 0",
        "  Queueing strategy: fifo",
        "  5 minute input rate 0 bits/sec, 0 packets/sec",
        "  5 minute output rate 0 bits/sec, 0 packets/sec",
        f"     {counters.in_frames} packets input, {counters.in_bytes} bytes, 0 no buffer",
        f"     Received {counters.in_broadcasts + counters.in_multicasts} broadcasts "
        f"({counters.in_multicasts} multicasts)",
        "     0 runts, 0 giants, 0 throttles ",
        "     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored",
        f"     {counters.out_frames} packets output, {counters.out_bytes} bytes, 0 underruns",
        "     0 output errors, 0 collisions, 1 interface resets",
    ]


@show
def ip_interface_brief(query: Query) -> list[str]:
    """Print the addresses of interfaces, one in a row."""
    lines = ["Interface              IP-Address      OK? Method Status                Protocol"]
    for name in sorted(query.device.configuration.switch.interfaces, key=table_key):
        if split_name(name)[0] == "Vlan":
            stanza = stanza_of(query, name)
            up = query.device.switch.vlan_interface_up(split_name(name)[1][0])
            state = "administratively down" if stanza.shutdown else "up"
            protocol = "up" if up and not stanza.shutdown else "down"
            lines.append(_brief_row(name, stanza, state, protocol))
    lines += [
        _brief_row(status.name, stanza_of(query, status.name), status.line, status.protocol)
        for status in listed_interfaces(query)
    ]
    return lines


def _brief_row(name: str, stanza: InterfaceConfig, state: str, protocol: str) -> str:
    address = stanza.ip_address.split()[0] if stanza.ip_address else "unassigned"
    method = "manual" if stanza.ip_address else "unset"
    return f"{name:<22} {address:<15} YES {method:<6} {state:<21} {protocol:<8}"
