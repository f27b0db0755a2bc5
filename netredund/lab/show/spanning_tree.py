"""`show spanning-tree` in its table forms, and its lists of ports."""

from collections.abc import Sequence

from netredund.lab.ios.names import short_name
from netredund.lab.layout import Layout
from netredund.lab.show.query import Query, name_vlan, show
from netredund.lab.show.spanning_tree_detail import render_port, render_tree_detail
from netredund.lab.status import Inconsistency, PortState, Tree, TreePort

INCONSISTENCIES = {
    Inconsistency.PVID: "Port VLAN ID Mismatch",
    Inconsistency.TYPE: "Port Type Inconsistent",
    Inconsistency.ROOT: "Root Inconsistent",
    Inconsistency.LOOP: "Loop Inconsistent",
    Inconsistency.PVST: "PVST Sim. Inconsistent",
}
EMPTY = "No spanning tree instance exists."
LIST_WIDTH = 36
MST = "mstp"


def wanted_trees(query: Query) -> list[Tree]:
    """Return the trees of the VLANs that were asked for."""
    return [tree for tree in query.device.switch.trees() if query.wants(tree.vlan)]


@show
def spanning_tree(query: Query) -> list[str]:
    """Print the tree of each VLAN as a table, or in detail."""
    trees = wanted_trees(query)
    if not trees:
        vlans = query.values.get("vlans")
        if vlans is None:
            return ["", EMPTY, ""]
        listed = ",".join(str(vlan) for vlan in vlans)
        return ["", f"Spanning tree instance(s) for vlan {listed} does not exist.", ""]
    lines: list[str] = []
    for tree in trees:
        if "detail" in query.values:
            lines += ["", *render_tree_detail(tree, query.device)]
        else:
            lines += ["", *render_tree(tree, query.device.release.layout), "", ""]
    return lines


def render_tree(tree: Tree, layout: Layout) -> list[str]:
    """Return one tree as a table."""
    pad = " " * 13
    lines = [
        name_tree(tree, layout),
        f"  Spanning tree enabled protocol {tree.protocol}",
        f"  Root ID    Priority    {tree.root.priority}",
        f"{pad}Address     {tree.root.address}",
    ]
    if tree.root_port is None or tree.root_port_id is None:
        lines.append(f"{pad}This bridge is the root")
    else:
        lines.append(f"{pad}Cost        {tree.root_cost}")
        lines.append(f"{pad}Port        {tree.root_port_id.number} ({tree.root_port})")
    lines.append(f"{pad}{_timers(tree.hello_s, tree.max_age_s, tree.forward_delay_s)}")
    priority = str(tree.bridge.priority)
    if tree.system_id or tree.protocol == MST:
        configured = tree.bridge.priority - tree.system_id
        priority = f"{priority:<6} (priority {configured} sys-id-ext {tree.system_id})"
    lines += [
        "",
        f"  Bridge ID  Priority    {priority}",
        f"{pad}Address     {tree.bridge.address}",
        pad
        + _timers(
            tree.configured_hello_s, tree.configured_max_age_s, tree.configured_forward_delay_s
        ),
    ]
    if tree.aging_time_s is not None:
        aging = layout.aging.format(format(tree.aging_time_s, "<3")).rstrip()
        lines.append(f"{pad}Aging Time {aging}")
    if tree.uplinkfast:
        lines.append("  Uplinkfast enabled")
    return [
        *lines,
        "",
        *_table_head("Interface", layout),
        *(_row(short_name(port.interface), port, layout) for port in tree.ports),
    ]


def name_tree(tree: Tree, layout: Layout) -> str:
    """Return the name of a tree: of its VLAN, or of its MST instance."""
    return layout.mst.format(tree.vlan) if tree.protocol == MST else name_vlan(tree.vlan)


def _timers(hello: int, max_age: int, forward: int) -> str:
    return f"Hello Time  {hello:>2} sec  Max Age {max_age:>2} sec  Forward Delay {forward:>2} sec"


def _table_head(first: str, layout: Layout) -> list[str]:
    width, (last, last_width) = layout.interface_column, layout.type_column
    return [
        f"{first:<{width}} Role Sts Cost      Prio.Nbr {last}",
        f"{'-' * width} ---- --- --------- -------- {'-' * last_width}",
    ]


def _row(name: str, port: TreePort, layout: Layout) -> str:
    identifier = f"{port.port.priority}.{port.port.number}"
    return (
        f"{name:<{layout.interface_column}} {port.role.value:<4} {port.state.value:<4}"
        f"{port.cost:<9} {identifier:<8} {render_type(port)} "
    )


def render_type(port: TreePort) -> str:
    """Return the `Type` of a port, with the reason when it is broken."""
    words = ["P2p" if port.point_to_point else "Shr"]
    if port.edge:
        words.append("Edge")
    if port.peer_is_stp:
        words.append("Peer(STP)")
    if port.bound is not None:
        words.append(f"Bound({port.bound})")
    if port.inconsistency is not None:
        words.append(f"*{port.inconsistency.value}")
    return " ".join(words)


def _interface_ports(query: Query) -> list[tuple[Tree, TreePort]]:
    name = query.values["interface"]
    return [
        (tree, port)
        for tree in wanted_trees(query)
        for port in tree.ports
        if port.interface == name
    ]


@show
def spanning_tree_interface(query: Query) -> list[str]:
    """Print one port's part in each tree."""
    found = _interface_ports(query)
    if not found:
        return [f"no spanning tree info available for {query.values['interface']}", ""]
    if "detail" in query.values:
        lines: list[str] = []
        for tree, port in found:
            lines += [*render_port(tree, port, query.device.release), ""]
        return lines[:-1]
    layout = query.device.release.layout
    rows = [_row(name_tree(tree, layout), port, layout) for tree, port in found]
    return ["", *_table_head("Vlan", layout), *rows]


@show
def spanning_tree_root(query: Query) -> list[str]:
    """Print the root of each tree and the way to it."""
    trees = wanted_trees(query)
    if not trees:
        return ["", EMPTY, ""]
    lines = [
        "",
        f"{'':40}Root    Hello Max Fwd",
        "Vlan                   Root ID          Cost    Time  Age Dly  Root Port",
        "---------------- -------------------- --------- ----- --- ---  ------------",
    ]
    for tree in trees:
        port = f"  {short_name(tree.root_port)}" if tree.root_port is not None else ""
        lines.append(
            f"{name_vlan(tree.vlan):<16} {tree.root.priority:>5} {tree.root.address} "
            f"{tree.root_cost:>9} {tree.hello_s:>4}{tree.max_age_s:>5}"
            f"{tree.forward_delay_s:>4}{port}"
        )
    return lines


@show
def spanning_tree_blocked(query: Query) -> list[str]:
    """Print the blocked ports of each tree."""
    lines = [
        "",
        "Name                 Blocked Interfaces List",
        f"{'-' * 20} {'-' * LIST_WIDTH}",
    ]
    total = 0
    for tree in wanted_trees(query):
        blocked = [
            short_name(port.interface)
            for port in tree.ports
            if port.state in (PortState.BLOCKING, PortState.BROKEN)
        ]
        total += len(blocked)
        for index, row in enumerate(_wrap(blocked)):
            lines.append(f"{name_vlan(tree.vlan) if index == 0 else '':<20} {row}")
    return [*lines, "", f"Number of blocked ports (segments) in the system : {total}", ""]


def _wrap(names: Sequence[str]) -> list[str]:
    rows: list[str] = []
    for name in names:
        if rows and len(rows[-1]) + 2 + len(name) <= LIST_WIDTH:
            rows[-1] += f", {name}"
        else:
            if rows:
                rows[-1] += ","
            rows.append(name)
    return rows


@show
def spanning_tree_inconsistent(query: Query) -> list[str]:
    """Print the broken ports of each tree and why they are."""
    width = query.device.release.inconsistent_column
    lines = [
        "",
        f"{'Name':<20} {'Interface':<{width}} Inconsistency",
        f"{'-' * 20} {'-' * width} {'-' * 18}",
    ]
    total = 0
    for tree in wanted_trees(query):
        for port in tree.ports:
            if port.inconsistency is not None:
                total += 1
                reason = INCONSISTENCIES[port.inconsistency]
                lines.append(f"{name_vlan(tree.vlan):<20} {port.interface:<{width}} {reason}")
    return [*lines, "", f"Number of inconsistent ports (segments) in the system : {total}", ""]


@show
def spanning_tree_pathcost(query: Query) -> list[str]:
    """Print how path costs are counted."""
    method = query.device.configuration.switch.pathcost_method or "short"
    return [f"Spanning tree default pathcost method used is {method}"]


@show
def spanning_tree_mst(query: Query) -> list[str]:
    """Print the empty form: the lab runs no MST."""
    return [EMPTY]


@show
def spanning_tree_mst_configuration(query: Query) -> list[str]:
    """Print the region of a switch on which none is configured."""
    return [
        "Name      []",
        "Revision  0     Instances configured 1",
        "",
        "Instance  Vlans mapped",
        f"--------  {'-' * 69}",
        "0         1-4094",
        "-" * 79,
    ]
