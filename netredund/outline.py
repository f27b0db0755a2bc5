"""The outline of what each method needs on both ends, with a server's own names if it is known."""

import msgspec

from netredund.intent.keys import Method
from netredund.intent.site import (
    DEFAULT_BRIDGE_PRIORITY,
    DEFAULT_COST_LONG,
    DEFAULT_COST_SHORT,
    DEFAULT_LEG_COST,
    DEFAULT_MIIMON_MS,
    DEFAULT_ROOT_PRIORITY,
    DEFAULT_VLAN,
    KEEP,
    FailoverServer,
    LacpServer,
    Server,
    StpServer,
    Trunk,
)

# The kernel brings a leg of balance-alb back only after the switch port forwards: twice the
# forward delay of 802.1D, 15 s each (bonding.rst: updelay at least the switch's forwarding delay).
_UPDELAY_MS = 30_000


class Section(msgspec.Struct, frozen=True, gc=False):
    """Lines for one place: `title` says where they go."""

    title: str
    lines: tuple[str, ...]


class Outline(msgspec.Struct, frozen=True, gc=False):
    """The lines for the switches, and the server's for ifupdown's `/etc/network/interfaces`."""

    switches: tuple[Section, ...]
    server: tuple[Section, ...]


class _Leg(msgspec.Struct, frozen=True, gc=False):
    nic: str
    switch: str
    interface: str


def write_outline(
    method: Method, server: Server | None, *, is_managed: bool, is_stack: bool
) -> Outline:
    """Return the outline of `method`; what `server` does not say has its default."""
    legs = _list_legs(server, method, is_stack=is_stack)
    ports = _write_port_mode(server)
    if not is_managed:
        return Outline((_ask_for_plain_ports(),), _write_server(method, server, legs))
    if method is Method.STP:
        switches = _write_stp(server, legs)
    elif method is Method.LACP:
        switches = _write_lacp(server, legs, ports)
    else:
        edge = (*ports, *_write_edge(server))
        switches = tuple(
            Section(title, (f"interface {leg.interface}", *_indent(edge)))
            for title, leg in _title_legs(legs)
        )
    return Outline(switches, _write_server(method, server, legs))


def _list_legs(server: Server | None, method: Method, *, is_stack: bool) -> tuple[_Leg, ...]:
    if server is not None:
        return tuple(_Leg(leg.nic, leg.switch, leg.interface) for leg in server.uplinks)
    if method is Method.LACP:
        other = "the stack" if is_stack else "the switch"
        return (_Leg("eth0", other, "PORT-OF-ETH0"), _Leg("eth1", other, "PORT-OF-ETH1"))
    return (
        _Leg("eth0", "the switch of eth0", "PORT-OF-ETH0"),
        _Leg("eth1", "the switch of eth1", "PORT-OF-ETH1"),
    )


def _title_legs(legs: tuple[_Leg, ...]) -> list[tuple[str, _Leg]]:
    return [(f"{leg.switch}, the port of {leg.nic}", leg) for leg in legs]


def _indent(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {line}" for line in lines)


def _write_port_mode(server: Server | None) -> tuple[str, ...]:
    trunk = server.trunk if server is not None else None
    if isinstance(trunk, Trunk):
        allowed = ",".join(str(vlan) for vlan in trunk.allowed or ())
        only = (f"switchport trunk allowed vlan {allowed}",) if allowed else ()
        native = f"switchport trunk native vlan {trunk.wanted_native}"
        return ("switchport mode trunk", native, *only)
    vlan = server.access_vlan if server is not None else DEFAULT_VLAN
    return ("switchport mode access", f"switchport access vlan {vlan}")


def _write_edge(server: Server | None) -> tuple[str, ...]:
    trunk = " trunk" if server is not None and server.trunk is not None else ""
    return (
        f"! newer images: spanning-tree portfast edge{trunk}",
        f"spanning-tree portfast{trunk}",
        "spanning-tree bpduguard enable",
    )


def _ask_for_plain_ports() -> Section:
    return Section(
        "Nothing to configure; whoever runs the switches must agree to",
        (
            "! plain access ports in one VLAN, or alike trunks, for both interfaces",
            "! no channel-group on either port",
            "! nothing that pins an address to a port: port-security, 802.1X, ARP inspection",
        ),
    )


def _write_stp(server: Server | None, legs: tuple[_Leg, ...]) -> tuple[Section, ...]:
    stp = server if isinstance(server, StpServer) else None
    root = stp.wanted_root if stp else "the switch that shall be root"
    vlan = (server.access_vlan if server is not None else None) or DEFAULT_VLAN
    priority = stp.wanted_root_priority if stp else DEFAULT_ROOT_PRIORITY
    short = stp.choose_cost("short") if stp else DEFAULT_COST_SHORT
    long = stp.choose_cost("long") if stp else DEFAULT_COST_LONG
    hint = (f"! {long} where path cost is long, and with MST",) if long != short else ()
    lines = (
        "switchport mode access",
        f"switchport access vlan {vlan}",
        *hint,
        f"spanning-tree cost {short}",
        "! where portfast or bpduguard is the global default:",
        "spanning-tree portfast disable",
        "spanning-tree bpduguard disable",
    )
    head = Section(root, (f"spanning-tree vlan {vlan} priority {priority}",))
    if stp and stp.wanted_root == KEEP:
        head = Section("The root", ("! stays where it is",))
    return (
        head,
        *(
            Section(title, (f"interface {leg.interface}", *_indent(lines)))
            for title, leg in _title_legs(legs)
        ),
    )


def _write_lacp(
    server: Server | None, legs: tuple[_Leg, ...], ports: tuple[str, ...]
) -> tuple[Section, ...]:
    lacp = server if isinstance(server, LacpServer) else None
    group = lacp.channel_group if lacp and lacp.channel_group is not None else "N"
    mode = lacp.wanted_mode if lacp else "active"
    rate = ("! where the image knows it:", "lacp rate fast")
    member = (
        "channel-protocol lacp",
        f"channel-group {group} mode {mode}",
        *(() if lacp and lacp.lacp_rate == "slow" else rate),
    )
    channel = (*ports, *_write_edge(server))
    if lacp and lacp.min_links:
        channel = (*channel, f"port-channel min-links {lacp.min_links}")
    return (
        *(
            Section(title, (f"interface {leg.interface}", *_indent(member)))
            for title, leg in _title_legs(legs)
        ),
        Section(
            f"{' and '.join(dict.fromkeys(leg.switch for leg in legs))}, the channel of all ports",
            (f"interface Port-channel{group}", *_indent(channel)),
        ),
    )


def _write_server(
    method: Method, server: Server | None, legs: tuple[_Leg, ...]
) -> tuple[Section, ...]:
    nics = " ".join(leg.nic for leg in legs)
    if method is Method.STP:
        return (
            Section(
                "/etc/network/interfaces (package bridge-utils)", _write_bridge(server, legs, nics)
            ),
        )
    lines = ["auto bond0", "iface bond0 inet manual", f"    bond-slaves {nics}"]
    lines.append(f"    bond-mode {method.value}")
    failover = server if isinstance(server, FailoverServer) else None
    if method is Method.ACTIVE_BACKUP and failover and failover.arp_interval is not None:
        lines.append(f"    bond-arp-interval {failover.arp_interval}")
        lines.append(f"    bond-arp-ip-target {' '.join(failover.arp_targets or ())}")
    else:
        miimon = (failover.wanted_miimon_ms if failover else None) or DEFAULT_MIIMON_MS
        lines.append(f"    bond-miimon {miimon}")
    lines += _write_bond_options(method, server, legs)
    return (Section("/etc/network/interfaces (package ifenslave)", tuple(lines)),)


def _write_bond_options(method: Method, server: Server | None, legs: tuple[_Leg, ...]) -> list[str]:
    if method is Method.LACP:
        lacp = server if isinstance(server, LacpServer) else None
        rate = lacp.lacp_rate if lacp and lacp.lacp_rate else "fast"
        chosen = lacp.hash if lacp and lacp.hash else "layer2+3"
        return [f"    bond-lacp-rate {rate}", f"    bond-xmit-hash-policy {chosen}"]
    if method is Method.BALANCE_ALB:
        return [f"    bond-updelay {_UPDELAY_MS}"]
    primary = server.primary if isinstance(server, FailoverServer) else legs[0].nic
    return [f"    bond-primary {primary}"] if primary else []


def _write_bridge(server: Server | None, legs: tuple[_Leg, ...], nics: str) -> tuple[str, ...]:
    stp = server if isinstance(server, StpServer) else None
    priority = stp.wanted_bridge_priority if stp else DEFAULT_BRIDGE_PRIORITY
    cost = stp.wanted_leg_cost if stp else DEFAULT_LEG_COST
    delay = (f"    bridge_fd {stp.forward_delay}",) if stp and stp.forward_delay else ()
    return (
        "auto br0",
        "iface br0 inet manual",
        f"    bridge_ports {nics}",
        "    bridge_stp on",
        f"    bridge_bridgeprio {priority}",
        *delay,
        # bridge_pathcost takes one port only (bridge-utils 1.7.1, ifupdown.sh).
        *(f"    up ip link set dev {leg.nic} type bridge_slave cost {cost}" for leg in legs),
    )
