"""The stanza of one interface as IOS writes it, line by line in IOS's order."""

from netredund.lab.config import InterfaceConfig, PortFast
from netredund.lab.ios.names import split_name
from netredund.lab.ios.vlans import render_vlans
from netredund.lab.release import Release

ALLOWED_WIDTH = 79


def render_interface(name: str, config: InterfaceConfig, release: Release) -> list[str]:
    """Return the stanza of one interface."""
    return [f"interface {name}", *(f" {line}" for line in _interface_lines(name, config, release))]


def _interface_lines(name: str, config: InterfaceConfig, release: Release) -> list[str]:
    kind, _ = split_name(name)
    lines: list[str] = []
    if config.description is not None:
        lines.append(f"description {config.description}")
    if config.bandwidth_kbps is not None:
        lines.append(f"bandwidth {config.bandwidth_kbps}")
    lines += _switchport_lines(config)
    if config.ip_address is not None:
        lines.append(f"ip address {config.ip_address}")
    elif kind == "Vlan" or config.switchport is False:
        lines.append("no ip address")
    if config.shutdown:
        lines.append("shutdown")
    if config.speed is not None:
        lines.append(f"speed {config.speed}")
    if config.duplex is not None:
        lines.append(f"duplex {config.duplex}")
    if config.lldp_transmit is False:
        lines.append("no lldp transmit")
    if config.lldp_receive is False:
        lines.append("no lldp receive")
    if config.cdp is False:
        lines.append("no cdp enable")
    lines += _channel_lines(config)
    lines += _tree_port_lines(config, release)
    if config.channel_protocol is not None:
        lines.append(f"channel-protocol {config.channel_protocol}")
    if config.channel_group is not None:
        silent = " non-silent" if config.channel_non_silent else ""
        lines.append(f"channel-group {config.channel_group} mode {config.channel_mode}{silent}")
    return lines


def _switchport_lines(config: InterfaceConfig) -> list[str]:
    lines = []
    if config.switchport is False:
        lines.append("no switchport")
    if config.access_vlan is not None and config.access_vlan != 1:
        lines.append(f"switchport access vlan {config.access_vlan}")
    if config.encapsulation is not None:
        lines.append(f"switchport trunk encapsulation {config.encapsulation}")
    if config.native_vlan is not None and config.native_vlan != 1:
        lines.append(f"switchport trunk native vlan {config.native_vlan}")
    if config.allowed_vlans is not None:
        lines += _allowed_lines(config.allowed_vlans)
    if config.mode is not None:
        lines.append(f"switchport mode {config.mode}")
    if config.nonegotiate:
        lines.append("switchport nonegotiate")
    if config.voice_vlan is not None:
        lines.append(f"switchport voice vlan {config.voice_vlan}")
    return lines


def _allowed_lines(allowed: frozenset[int]) -> list[str]:
    """Break a long list over several lines, as IOS does: the first sets, the others add."""
    if not allowed:
        return ["switchport trunk allowed vlan none"]
    lines: list[str] = []
    start, rest = "switchport trunk allowed vlan ", ""
    for piece in render_vlans(allowed).split(","):
        joined = f"{rest},{piece}" if rest else piece
        if len(start) + len(joined) > ALLOWED_WIDTH - 1:
            lines.append(start + rest)
            start, joined = "switchport trunk allowed vlan add ", piece
        rest = joined
    return [*lines, start + rest]


def _channel_lines(config: InterfaceConfig) -> list[str]:
    lines = []
    if config.lacp_port_priority is not None:
        lines.append(f"lacp port-priority {config.lacp_port_priority}")
    if config.lacp_rate is not None:
        lines.append(f"lacp rate {config.lacp_rate}")
    if config.lacp_fast_switchover:
        lines.append("lacp fast-switchover")
    if config.lacp_max_bundle is not None:
        lines.append(f"lacp max-bundle {config.lacp_max_bundle}")
    if config.min_links is not None:
        lines.append(f"port-channel min-links {config.min_links}")
    if config.standalone_disable is not None:
        negation = "" if config.standalone_disable else "no "
        lines.append(f"{negation}port-channel standalone-disable")
    return lines


def _tree_port_lines(config: InterfaceConfig, release: Release) -> list[str]:
    lines = []
    for vlans, cost in _by_value(config.vlan_cost):
        lines.append(f"spanning-tree vlan {vlans} cost {cost}")
    for vlans, priority in _by_value(config.vlan_port_priority):
        lines.append(f"spanning-tree vlan {vlans} port-priority {priority}")
    if config.portfast is not None:
        lines.append(_portfast_line(config.portfast, release))
    if config.bpdufilter is not None:
        lines.append(f"spanning-tree bpdufilter {'enable' if config.bpdufilter else 'disable'}")
    if config.bpduguard is not None:
        lines.append(f"spanning-tree bpduguard {'enable' if config.bpduguard else 'disable'}")
    if config.link_type is not None:
        lines.append(f"spanning-tree link-type {config.link_type}")
    if config.port_priority is not None:
        lines.append(f"spanning-tree port-priority {config.port_priority}")
    if config.cost is not None:
        lines.append(f"spanning-tree cost {config.cost}")
    if config.guard is not None:
        lines.append(f"spanning-tree guard {config.guard}")
    return lines


def _by_value(table: dict[int, int]) -> list[tuple[str, int]]:
    values: dict[int, list[int]] = {}
    for vlan, value in sorted(table.items()):
        values.setdefault(value, []).append(vlan)
    return [(render_vlans(vlans), value) for value, vlans in values.items()]


def _portfast_line(portfast: PortFast, release: Release) -> str:
    words = {
        PortFast.EDGE: " edge" if release.has_portfast_edge else "",
        PortFast.EDGE_TRUNK: " edge trunk" if release.has_portfast_edge else " trunk",
        PortFast.NETWORK: " network",
        PortFast.DISABLE: " disable",
    }
    return f"spanning-tree portfast{words[portfast]}"
