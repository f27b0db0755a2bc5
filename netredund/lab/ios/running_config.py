"""The running configuration as IOS writes it: lines that, entered again, make the same one."""

from collections.abc import Iterable

from netredund.lab.config import (
    InterfaceConfig,
    PortFast,
    SwitchConfig,
    VlanConfig,
    VlanTree,
)
from netredund.lab.ios.management import VTY_COUNT, Configuration, LineConfig, Management
from netredund.lab.ios.names import sort_names
from netredund.lab.ios.stanza import render_interface
from netredund.lab.ios.vlans import render_vlans
from netredund.lab.release import Release
from netredund.lab.switch_model import SwitchModel

VTY_FIRST_BLOCK = 5  # IOS keeps `line vty 0 4` apart from `line vty 5 15`


def render_configuration(
    configuration: Configuration, release: Release, model: SwitchModel, ports: Iterable[str]
) -> list[str]:
    """Return the lines of a configuration, from `version` to `end`."""
    switch, management = configuration.switch, configuration.management
    blocks = [
        [f"version {release.config_version}", *release.fixed_lines],
        [f"hostname {switch.hostname}"],
        ["boot-start-marker", "boot-end-marker"],
        _render_logging(management),
        _render_enable(management),
        _render_users(management),
        ["no aaa new-model"],
        _render_names(management),
        ["vtp mode transparent"],
        _render_archive(management),
        _render_recovery(switch),
        *_render_spanning_tree(switch, release, model),
        ["vlan internal allocation policy ascending"],
        *_render_vlan_stanzas(switch.vlans),
        _render_channels(switch),
        *_render_interfaces(switch, release, ports),
        _render_gateway(management),
        _render_banners(management),
        [*_render_terminals(management)],
    ]
    lines: list[str] = []
    for block in blocks:
        if block:
            lines += [*block, "!"]
    return [*lines, "end"]


def _render_logging(management: Management) -> list[str]:
    lines = []
    if management.logging_buffered is not None:
        lines.append(f"logging buffered {management.logging_buffered}")
    if management.logging_console is False:
        lines.append("no logging console")
    if management.logging_monitor is False:
        lines.append("no logging monitor")
    if management.file_prompt is not None:
        lines.append(f"file prompt {management.file_prompt}")
    return lines


def _render_enable(management: Management) -> list[str]:
    lines = []
    if management.enable_secret is not None:
        lines.append(f"enable secret 5 {management.enable_secret}")
    if management.enable_password is not None:
        lines.append(f"enable password {management.enable_password}")
    return lines


def _render_users(management: Management) -> list[str]:
    lines = []
    for name, user in management.users.items():
        line = f"username {name}"
        if user.privilege != 1:
            line += f" privilege {user.privilege}"
        if user.secret is not None:
            line += f" secret 5 {user.secret}"
        elif user.password is not None:
            line += f" password 0 {user.password}"
        lines.append(line)
    return lines


def _render_names(management: Management) -> list[str]:
    lines = []
    if management.domain_lookup is False:
        lines.append("no ip domain-lookup")
    if management.domain_name is not None:
        lines.append(f"ip domain-name {management.domain_name}")
    return lines


def _render_archive(management: Management) -> list[str]:
    lines = []
    if management.archive_path is not None:
        lines.append(f" path {management.archive_path}")
    if management.archive_maximum is not None:
        lines.append(f" maximum {management.archive_maximum}")
    if management.archive_write_memory:
        lines.append(" write-memory")
    archive = ["archive", *lines] if lines else []
    if management.exclusive is not None:
        return [*archive, f"configuration mode exclusive {management.exclusive}"]
    return archive


def _render_recovery(switch: SwitchConfig) -> list[str]:
    lines = [f"errdisable recovery cause {cause}" for cause in sorted(switch.errdisable_recovery)]
    if switch.errdisable_interval_s is not None:
        lines.append(f"errdisable recovery interval {switch.errdisable_interval_s}")
    if switch.mac_aging_s is not None:
        lines.append(f"mac address-table aging-time {switch.mac_aging_s}")
    if not switch.cdp_run:
        lines.append("no cdp run")
    if switch.lldp_run:
        lines.append("lldp run")
    return lines


def _render_spanning_tree(
    switch: SwitchConfig, release: Release, model: SwitchModel
) -> list[list[str]]:
    edge = "edge " if release.has_portfast_edge else ""
    lines = [f"spanning-tree mode {switch.mode or 'pvst'}"]
    if switch.loopguard_default:
        lines.append("spanning-tree loopguard default")
    if switch.portfast_default is PortFast.NETWORK:
        lines.append("spanning-tree portfast network default")
    elif switch.portfast_default is not None:
        lines.append(f"spanning-tree portfast {edge}default")
    if switch.bpdufilter_default:
        lines.append(f"spanning-tree portfast {edge}bpdufilter default")
    if switch.bpduguard_default:
        lines.append(f"spanning-tree portfast {edge}bpduguard default")
    if switch.transmit_hold_count is not None:
        lines.append(f"spanning-tree transmit hold-count {switch.transmit_hold_count}")
    if switch.etherchannel_guard is False:
        lines.append("no spanning-tree etherchannel guard misconfig")
    lines.append("spanning-tree extend system-id")
    if switch.pathcost_method is not None:
        lines.append(f"spanning-tree pathcost method {switch.pathcost_method}")
    if switch.uplinkfast:
        lines.append("spanning-tree uplinkfast")
    if switch.backbonefast:
        lines.append("spanning-tree backbonefast")
    return [lines + _tree_lines(switch.vlan_trees)]


def _tree_lines(trees: dict[int, VlanTree]) -> list[str]:
    lines = []
    disabled = [vlan for vlan, tree in trees.items() if not tree.enabled]
    if disabled:
        lines.append(f"no spanning-tree vlan {render_vlans(disabled)}")
    for word, field in (
        ("priority", "priority"),
        ("hello-time", "hello_time"),
        ("forward-time", "forward_time"),
        ("max-age", "max_age"),
    ):
        values: dict[int, list[int]] = {}
        for vlan, tree in sorted(trees.items()):
            value = getattr(tree, field)
            if value is not None:
                values.setdefault(value, []).append(vlan)
        lines += [
            f"spanning-tree vlan {render_vlans(vlans)} {word} {value}"
            for value, vlans in sorted(values.items(), key=lambda pair: pair[1])
        ]
    return lines


def _render_vlan_stanzas(vlans: dict[int, VlanConfig]) -> list[list[str]]:
    stanzas: list[list[str]] = []
    plain: list[int] = []
    for number in sorted(vlans):
        vlan = vlans[number]
        lines = []
        if vlan.name is not None:
            lines.append(f" name {vlan.name}")
        if vlan.suspended:
            lines.append(" state suspend")
        if vlan.shutdown:
            lines.append(" shutdown")
        if lines:
            stanzas.append([f"vlan {number}", *lines])
        elif number != 1:
            plain.append(number)
    if plain:
        stanzas.append([f"vlan {render_vlans(plain)}"])
    return sorted(stanzas, key=lambda stanza: int(stanza[0].split()[1].split(",")[0].split("-")[0]))


def _render_channels(switch: SwitchConfig) -> list[str]:
    lines = []
    if switch.lacp_system_priority is not None:
        lines.append(f"lacp system-priority {switch.lacp_system_priority}")
    if switch.load_balance is not None:
        lines.append(f"port-channel load-balance {switch.load_balance}")
    return lines


def _render_interfaces(
    switch: SwitchConfig, release: Release, ports: Iterable[str]
) -> list[list[str]]:
    names = sort_names({*ports, *switch.interfaces, "Vlan1"})
    return [
        render_interface(name, switch.interfaces.get(name, InterfaceConfig()), release)
        for name in names
    ]


def _render_gateway(management: Management) -> list[str]:
    if management.default_gateway is None:
        return []
    return [f"ip default-gateway {management.default_gateway}"]


def _render_banners(management: Management) -> list[str]:
    lines = []
    for word, text in (("login", management.banner_login), ("motd", management.banner_motd)):
        if text is not None:
            first, *rest = text.split("\n")
            block = [f"banner {word} ^C{first}", *rest]
            block[-1] += "^C"
            lines += block
    return lines


def _render_terminals(management: Management) -> list[str]:
    lines = ["line con 0", *_line_lines(management.console)]
    first = 0
    while first < VTY_COUNT:
        last = first
        while (
            last + 1 < VTY_COUNT
            and last + 1 != VTY_FIRST_BLOCK
            and management.vty[last + 1] == management.vty[first]
        ):
            last += 1
        lines.append(f"line vty {first} {last}" if last > first else f"line vty {first}")
        lines += _line_lines(management.vty[first])
        first = last + 1
    return lines


def _line_lines(line: LineConfig) -> list[str]:
    lines = []
    if line.exec_timeout is not None:
        minutes, seconds = line.exec_timeout
        lines.append(f" exec-timeout {minutes} {seconds}")
    if line.privilege is not None:
        lines.append(f" privilege level {line.privilege}")
    if line.logging_synchronous:
        lines.append(" logging synchronous")
    if line.login_local:
        lines.append(" login local")
    if line.length is not None:
        lines.append(f" length {line.length}")
    if line.width is not None:
        lines.append(f" width {line.width}")
    if line.transport_preferred is not None:
        lines.append(f" transport preferred {line.transport_preferred}")
    if line.transport_input is not None:
        lines.append(f" transport input {line.transport_input}")
    return lines
