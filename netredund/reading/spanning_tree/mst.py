"""The `##### MSTn` forms: `show spanning-tree mst`, its detail, and that of an interface."""

import msgspec

from netredund.facts.spanning_tree import (
    Bridge,
    DesignatedBridge,
    DesignatedRoot,
    PortRole,
    PortState,
    RegionalRoot,
    Root,
    SpanningTree,
    SpanningTreeInstance,
    SpanningTreePort,
)
from netredund.reading.output import Output
from netredund.reading.spanning_tree.detail import read_status
from netredund.reading.spanning_tree.parts import (
    NOTHING,
    check_instance,
    inconsistency_in,
    number,
)
from netredund.reading.template import Row

# Values of the lines that every paragraph of a port has in the detail form.
_NEEDED = {
    "Cost",
    "DesignatedRootPriority",
    "DesignatedBridgePriority",
    "ForwardTransitions",
    "BpduSent",
}


def read_mst(output: Output) -> SpanningTree:
    """Read `show spanning-tree mst [N] [detail]`."""
    instances: list[SpanningTreeInstance] = []
    ports: dict[int, list[SpanningTreePort]] = {}
    for row in output.scan("show_spanning-tree_mst", NOTHING):
        if "Instance" in row.values:
            instances.append(_instance(output, row))
        elif "Row" in row.values or "Interface" in row.values:
            if not instances:
                instances.append(SpanningTreeInstance(line=row.line))
            port = _row(output, row) if "Row" in row.values else _paragraph(output, row)
            ports.setdefault(len(instances) - 1, []).append(port)
            printed = row.values.get("PortInstance")
            if printed not in (None, instances[-1].instance):
                output.problem(
                    f"a port of {printed} stands under {instances[-1].instance}", port.line
                )
        elif "Heading" not in row.values or len(row.values) > 1:
            output.problem("lines of an instance stand outside of it", min(row.lines.values()))
    whole = tuple(
        msgspec.structs.replace(instance, ports=tuple(ports.get(index, ())))
        for index, instance in enumerate(instances)
    )
    for instance in whole:
        if instance.instance and (instance.root is None or instance.bridge is None):
            output.problem(
                f"{instance.instance}: its root or bridge block is missing", instance.line
            )
        check_instance(output, instance)
    return SpanningTree(instances=whole, **output.outcome(has_facts=bool(whole)))


def _instance(output: Output, row: Row) -> SpanningTreeInstance:
    values, lines = row.values, row.lines
    vlans = ",".join(
        part.strip(",")
        for part in (values.get("VlansMapped", ""), *values.get("MoreVlans", "").split())
        if part
    )
    bridge = None
    if "BridgePriority" in values:
        bridge = Bridge(
            line=lines["BridgePriority"],
            priority=number(row, "BridgePriority"),
            address=values["BridgeAddress"],
            priority_configured=number(row, "BridgeConfigured"),
            sys_id_ext=number(row, "SysIdExt"),
            effective_priority=number(row, "BridgePriority"),
            hello=number(row, "BridgeHello"),
            max_age=number(row, "BridgeMaxAge"),
            forward_delay=number(row, "BridgeForwardDelay"),
        )
    return SpanningTreeInstance(
        line=lines["Instance"],
        instance=values["Instance"],
        vlans_mapped=vlans,
        root=_root(row),
        bridge=bridge,
        regional_root=_regional_root(row),
        hello=number(row, "Hello"),
        max_age=number(row, "MaxAge"),
        forward_delay=number(row, "ForwardDelay"),
    )


def _root(row: Row) -> Root | None:
    values, lines = row.values, row.lines
    if "RootSelfFor" in values:
        return Root(line=lines["RootSelfFor"], is_self=True, self_for=values["RootSelfFor"])
    if "RootPriority" not in values:
        return None
    cost_name = values.get("RootCostName")
    return Root(
        line=lines["RootPriority"],
        priority=number(row, "RootPriority"),
        address=values["RootAddress"],
        cost=number(row, "RootCost"),
        port=values.get("RootPort"),
        cost_is_path_cost=None if cost_name is None else cost_name == "path cost",
        rem_hops=number(row, "RootRemHops"),
    )


def _regional_root(row: Row) -> RegionalRoot | None:
    line = row.lines.get("RegionalIsSelf") or row.lines.get("RegionalPriority")
    if line is None:
        return None
    return RegionalRoot(
        line=line,
        is_self="RegionalIsSelf" in row.values,
        priority=number(row, "RegionalPriority"),
        address=row.values.get("RegionalAddress"),
        internal_cost=number(row, "InternalCost"),
        rem_hops=number(row, "RegionalRemHops"),
    )


def _role(output: Output, row: Row) -> PortRole:
    return output.token(PortRole, row.values["Role"].capitalize(), row.line)


def _row(output: Output, row: Row) -> SpanningTreePort:
    port_type = row.values.get("Type")
    if port_type is None:
        output.problem("the row has no type: it was cut", row.line)
    return SpanningTreePort(
        line=row.line,
        interface=row.values["Row"],
        role=_role(output, row),
        state=output.token(PortState, row.values["State"], row.line),
        cost=number(row, "Cost"),
        port_priority=number(row, "PortPriority"),
        port_number=number(row, "PortNumber"),
        type=port_type,
        inconsistency=inconsistency_in(output, port_type, row.line),
    )


def _paragraph(output: Output, row: Row) -> SpanningTreePort:
    values, line = row.values, row.lines["Interface"]
    status = read_status(output, values["Status"], line)
    if not values.keys() >= _NEEDED:
        output.problem(f"{values['Interface']}: its paragraph is not whole", line)
    return SpanningTreePort(
        line=line,
        interface=values["Interface"],
        role=status.role,
        state=status.state,
        status_printed=values["Status"],
        inconsistency=status.inconsistency,
        cost=number(row, "Cost"),
        port_priority=number(row, "PortPriority"),
        port_number=number(row, "PortNumber"),
        designated_root=DesignatedRoot(
            number(row, "DesignatedRootPriority"),
            values.get("DesignatedRootAddress"),
            number(row, "DesignatedRootCost"),
        ),
        designated_bridge=DesignatedBridge(
            number(row, "DesignatedBridgePriority"),
            values.get("DesignatedBridgeAddress"),
            values.get("DesignatedBridgePort"),
        ),
        forward_transitions=number(row, "ForwardTransitions"),
        bpdu_sent=number(row, "BpduSent"),
        bpdu_received=number(row, "BpduReceived"),
    )


def _is_enabled(word: str | None) -> bool | None:
    return None if word is None else word == "enable"


def read_mst_interface(output: Output) -> SpanningTree:
    """Read `show spanning-tree mst interface X`, whose rows name instances by number alone."""
    head: dict[str, str] = {}
    instances: list[SpanningTreeInstance] = []
    for row in output.scan("show_spanning-tree_mst_interface", NOTHING):
        if "Row" not in row.values:
            head |= row.values
            if "MoreVlans" in row.values and instances:
                last = instances[-1]
                vlans = f"{(last.vlans_mapped or '').rstrip(',')},{row.values['MoreVlans']}"
                instances[-1] = msgspec.structs.replace(last, vlans_mapped=vlans)
            continue
        port = SpanningTreePort(
            line=row.line,
            role=_role(output, row),
            state=output.token(PortState, row.values["State"], row.line),
            cost=number(row, "Cost"),
            port_priority=number(row, "PortPriority"),
            port_number=number(row, "PortNumber"),
            type=head.get("LinkType"),
            bpdu_filter=_is_enabled(head.get("BpduFilter")),
            bpdu_guard=_is_enabled(head.get("BpduGuard")),
            root_guard=head["PortGuard"] == "root" if "PortGuard" in head else None,
            loop_guard=head["PortGuard"] == "loop" if "PortGuard" in head else None,
        )
        instances.append(
            SpanningTreeInstance(
                line=row.line,
                instance=f"MST{row.values['Row']}",
                vlans_mapped=row.values.get("VlansMapped"),
                ports=(port,),
            )
        )
    if "Interface" not in head:
        output.problem("the line that names the port is missing")
    if not instances:
        output.problem("no instance: the rows are missing")
    return SpanningTree(
        interface=head.get("Interface"),
        status_printed=head.get("Status"),
        instances=tuple(instances),
        **output.outcome(has_facts=bool(instances)),
    )
