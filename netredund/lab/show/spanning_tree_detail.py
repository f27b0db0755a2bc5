"""`show spanning-tree detail`: a paragraph for each tree and for each port."""

from netredund.lab.ios.device import Device
from netredund.lab.release import Release
from netredund.lab.show.query import name_vlan, render_age
from netredund.lab.status import Inconsistency, PortRole, PortState, Tree, TreePort

ROLES = {
    PortRole.ROOT: "root",
    PortRole.DESIGNATED: "designated",
    PortRole.ALTERNATE: "alternate",
    PortRole.BACKUP: "backup",
    PortRole.MASTER: "master",
    PortRole.BOUNDARY: "boundary",
    PortRole.DISABLED: "disabled",
}
STATES = {
    PortState.FORWARDING: "forwarding",
    PortState.BLOCKING: "blocking",
    PortState.LISTENING: "listening",
    PortState.LEARNING: "learning",
    PortState.DISABLED: "disabled",
    PortState.BROKEN: "broken",
}
REASONS = {
    Inconsistency.PVID: "Port VLAN ID Mismatch",
    Inconsistency.TYPE: "Port Type Inconsistent",
    Inconsistency.ROOT: "Root Inconsistent",
    Inconsistency.LOOP: "Loop Inconsistent",
    Inconsistency.PVST: "PVST Sim. Inconsistent",
}


def render_tree_detail(tree: Tree, device: Device) -> list[str]:
    """Return the paragraphs of one tree, its ports included."""
    name = name_vlan(tree.vlan)
    configured = tree.bridge.priority - tree.system_id
    system_id = f", sysid {tree.system_id}" if tree.system_id else ""
    hold = f", transmit hold-count {tree.transmit_hold_count}" if tree.protocol == "rstp" else ""
    lines = [
        f" {name} is executing the {tree.protocol} compatible Spanning Tree protocol",
        f"  Bridge Identifier has priority {configured}{system_id}, address {tree.bridge.address}",
        f"  Configured hello time {tree.configured_hello_s}, max age {tree.configured_max_age_s}, "
        f"forward delay {tree.configured_forward_delay_s}{hold}",
    ]
    if tree.root_port is None or tree.root_port_id is None:
        lines.append("  We are the root of the spanning tree")
    else:
        lines += [
            f"  Current root has priority {tree.root.priority}, address {tree.root.address}",
            f"  Root port is {tree.root_port_id.number} ({tree.root_port}), "
            f"cost of root path is {tree.root_cost}",
        ]
    age = tree.last_change_age_s
    lines += [
        f"  Topology change flag {_flag(is_set=tree.topology_change)}, "
        f"detected flag {_flag(is_set=tree.topology_change_detected)}",
        f"  Number of topology changes {tree.topology_changes} last change occurred "
        f"{render_age(device.power.uptime_s if age is None else age)} ago",
    ]
    if tree.last_change_from is not None:
        lines.append(f"          from {tree.last_change_from}")
    lines += [
        f"  Times:  hold 1, topology change {tree.max_age_s + tree.forward_delay_s}, "
        "notification 2",
        f"          hello {tree.hello_s}, max age {tree.max_age_s}, "
        f"forward delay {tree.forward_delay_s} ",
        f"  Timers: hello {tree.hello_left_s}, topology change {tree.topology_change_left_s}, "
        f"notification {tree.notification_left_s}, aging {tree.aging_time_s or 0}",
    ]
    for port in tree.ports:
        lines += ["", *render_port(tree, port, device.release)]
    return [*lines, ""]


def _flag(*, is_set: bool) -> str:
    return "set" if is_set else "not set"


def render_port(tree: Tree, port: TreePort, release: Release) -> list[str]:
    """Return the paragraph of one port in one tree."""
    if port.inconsistency is not None:
        status = f"broken  ({REASONS[port.inconsistency]})"
    else:
        status = f"{ROLES[port.role]} {STATES[port.state]} "
    root, bridge = port.designated_root, port.designated_bridge
    lines = [
        f" Port {port.port.number} ({port.interface}) of {name_vlan(tree.vlan)} is {status}",
        f"   Port path cost {port.cost}, Port priority {port.port.priority}, "
        f"Port Identifier {port.port.priority}.{port.port.number}.",
        f"   Designated root has priority {root.priority}, address {root.address}",
        f"   Designated bridge has priority {bridge.priority}, address {bridge.address}",
        f"   Designated port id is {port.designated_port.priority}.{port.designated_port.number}, "
        f"designated path cost {port.designated_cost}",
        f"   Timers: message age {port.message_age_s}, "
        f"forward delay {port.forward_delay_left_s}, hold {port.hold_left_s}",
        f"   Number of transitions to forwarding state: {port.transitions}",
    ]
    if port.portfast is not None:
        default = " by default" if port.portfast_by_default else ""
        lines.append(f"   The port is in the {_portfast(port.portfast, release)} mode{default}")
    lines.append(f"   {_link_type(port)}")
    if port.bpduguard:
        lines.append(f"   Bpdu guard is enabled{_by_default(default=port.bpduguard_by_default)}")
    if port.bpdufilter:
        lines.append(f"   Bpdu filter is enabled{_by_default(default=port.bpdufilter_by_default)}")
    if port.root_guard:
        lines.append("   Root guard is enabled on the port")
    if port.loop_guard:
        lines.append(
            f"   Loop guard is enabled{_by_default(default=port.loop_guard_by_default)} on the port"
        )
    lines.append(f"   BPDU: sent {port.bpdus_sent}, received {port.bpdus_received}")
    return lines


def _by_default(*, default: bool) -> str:
    return " by default" if default else ""


def _portfast(word: str, release: Release) -> str:
    """Return the mode in the words of the release: `portfast edge trunk`, old `portfast trunk`."""
    if release.has_portfast_edge or word == "network":
        return f"portfast {word}"
    return "portfast" + word.removeprefix("edge")


def _link_type(port: TreePort) -> str:
    kind = "point-to-point" if port.point_to_point else "shared"
    default = "" if port.link_type_configured else " by default"
    peer = ", Peer is STP" if port.peer_is_stp else ""
    return f"Link type is {kind}{default}{peer}"
