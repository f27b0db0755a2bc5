"""The table form of `show spanning-tree`, that of an interface, and the `brief` form of 12.x."""

import msgspec

from netredund.facts.spanning_tree import (
    DesignatedBridge,
    PortRole,
    PortState,
    Protocol,
    SpanningTree,
    SpanningTreeInstance,
    SpanningTreePort,
)
from netredund.interfaces import is_same_interface
from netredund.reading.output import Output
from netredund.reading.spanning_tree.parts import (
    NOTHING,
    build_bridge,
    build_root,
    check_instance,
    inconsistency_in,
    number,
)
from netredund.reading.template import Row


def read_table(output: Output) -> SpanningTree:
    """Read `show spanning-tree` and `show spanning-tree interface X`."""
    instances: list[SpanningTreeInstance] = []
    ports: list[list[SpanningTreePort]] = []
    is_by_interface = False
    for row in output.scan("show_spanning-tree", NOTHING):
        if "Row" not in row.values:
            is_by_interface = row.values.get("Heading", "Interface") != "Interface"
            if "Instance" in row.values or len(row.values) > 1:
                instances.append(_instance(output, row))
                ports.append([])
            continue
        port = _port(output, row)
        if is_by_interface:
            instances.append(SpanningTreeInstance(line=row.line, instance=row.values["Row"]))
            ports.append([port])
            continue
        if not instances:
            instances.append(SpanningTreeInstance(line=row.line))
            ports.append([])
        ports[-1].append(msgspec.structs.replace(port, interface=row.values["Row"]))
    return _finish(output, instances, ports, has_blocks=not is_by_interface)


def read_brief(output: Output) -> SpanningTree:
    """Read `show spanning-tree brief`, which prints no role: what follows is concluded."""
    instances: list[SpanningTreeInstance] = []
    ports: list[list[SpanningTreePort]] = []
    for row in output.scan("show_spanning-tree_brief", NOTHING):
        if "Row" not in row.values:
            instances.append(_instance(output, row))
            ports.append([])
            continue
        if not instances:
            instances.append(SpanningTreeInstance(line=row.line))
            ports.append([])
        ports[-1].append(_brief_port(output, row, instances[-1]))
    return _finish(output, instances, ports, has_blocks=True)


def _finish(
    output: Output,
    instances: list[SpanningTreeInstance],
    ports: list[list[SpanningTreePort]],
    *,
    has_blocks: bool,
) -> SpanningTree:
    whole = []
    for instance, own in zip(instances, ports, strict=True):
        whole.append(msgspec.structs.replace(instance, ports=tuple(own)))
        if not has_blocks:
            continue
        if instance.instance and (instance.root is None or instance.bridge is None):
            output.problem(
                f"{instance.instance}: its root or bridge block is missing", instance.line
            )
        check_instance(output, whole[-1])
    return SpanningTree(instances=tuple(whole), **output.outcome(has_facts=bool(whole)))


def _instance(output: Output, row: Row) -> SpanningTreeInstance:
    protocol = row.values.get("Protocol")
    uplinkfast = row.values.get("Uplinkfast")
    return SpanningTreeInstance(
        line=min(row.lines.values()),
        instance=row.values.get("Instance"),
        protocol=output.token(Protocol, protocol, row.lines["Protocol"]) if protocol else None,
        root=build_root(row),
        bridge=build_bridge(row),
        hello=number(row, "Hello"),
        max_age=number(row, "MaxAge"),
        forward_delay=number(row, "ForwardDelay"),
        aging_time=number(row, "AgingTime"),
        uplinkfast=None if uplinkfast is None else uplinkfast == "enabled",
    )


def _port(output: Output, row: Row) -> SpanningTreePort:
    port_type = row.values.get("Type")
    if port_type is None:
        output.problem("the row has no type: it was cut", row.line)
    return SpanningTreePort(
        line=row.line,
        role=output.token(PortRole, row.values["Role"], row.line),
        state=output.token(PortState, row.values["State"], row.line),
        cost=number(row, "Cost"),
        port_priority=number(row, "PortPriority"),
        port_number=number(row, "PortNumber"),
        type=port_type,
        inconsistency=inconsistency_in(output, port_type, row.line),
    )


def _brief_port(output: Output, row: Row, instance: SpanningTreeInstance) -> SpanningTreePort:
    interface, root, bridge = row.values["Row"], instance.root, instance.bridge
    state = output.token(PortState, row.values["State"], row.line)
    designated = DesignatedBridge(
        priority=number(row, "DesignatedPriority"), address=row.values["DesignatedAddress"]
    )
    is_own = bridge is not None and bridge.address == designated.address
    own_port = f"{row.values['PortPriority']}.{row.values['PortNumber']}"
    return SpanningTreePort(
        line=row.line,
        interface=interface,
        role_concluded=conclude_role(
            is_root_port=bool(root and root.port and is_same_interface(root.port, interface)),
            is_own_bridge=is_own,
            is_own_port=own_port == row.values["DesignatedPort"],
            state=state,
        ),
        state=state,
        cost=number(row, "Cost"),
        port_priority=number(row, "PortPriority"),
        port_number=number(row, "PortNumber"),
        port_identifier=own_port,
        designated_bridge=designated,
        designated_port_id=row.values["DesignatedPort"],
        designated_path_cost=number(row, "DesignatedCost"),
    )


def conclude_role(
    *, is_root_port: bool, is_own_bridge: bool, is_own_port: bool, state: PortState
) -> PortRole | None:
    """Return the role that follows where none is printed, null where none does.

    The header names the root port. A port is designated where it is itself the designated port of
    its segment, backup where that is another port of this bridge, alternate where it is another
    bridge's (IEEE 802.1D-2004 17.7). Of a broken or disabled port nothing follows.
    """
    if is_root_port:
        return PortRole.ROOT
    if state in (PortState.BROKEN, PortState.DISABLED) or not state.is_known:
        return None
    if is_own_bridge:
        return PortRole.DESIGNATED if is_own_port else PortRole.BACKUP
    return PortRole.ALTERNATE if state is PortState.BLOCKING else None
