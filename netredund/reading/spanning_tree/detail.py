"""The detail form of `show spanning-tree`: a paragraph for each instance and each port."""

import re
from typing import NamedTuple

import msgspec

from netredund.facts.spanning_tree import (
    Bridge,
    DesignatedBridge,
    DesignatedRoot,
    PortRole,
    PortState,
    Protocol,
    Root,
    SpanningTree,
    SpanningTreeInstance,
    SpanningTreePort,
)
from netredund.reading.output import Output
from netredund.reading.spanning_tree.parts import (
    NOTHING,
    ROLE_OF_WORD,
    STATE_OF_WORD,
    check_instance,
    number,
)
from netredund.reading.spanning_tree.table import conclude_role
from netredund.reading.template import Row

_BRACKETS = re.compile(r"\(([^()]*+(?:\([^()]*+\)[^()]*+)*+)\)$")


# Values of the lines that every paragraph of a port has.
_NEEDED = {
    "Cost",
    "DesignatedRootPriority",
    "DesignatedBridgePriority",
    "DesignatedPort",
    "ForwardTransitions",
    "BpduSent",
}


class Status(NamedTuple):
    """What stands after `is` in the first line of a port's paragraph."""

    role: PortRole | None
    state: PortState
    inconsistency: str | None


def read_status(output: Output, text: str, line: int) -> Status:
    """Return role, state and reason of `designated forwarding` or `broken  (Port Type ...)`."""
    brackets = _BRACKETS.search(text)
    words = (text[: brackets.start()] if brackets else text).split()
    *roles, state = words or [text]
    role = ROLE_OF_WORD.get(roles[0]) if roles else None
    token = STATE_OF_WORD.get(state)
    if token is None or len(roles) > 1 or (roles and role is None):
        output.problem(f"unknown port status {text!r}", line)
    return Status(role, token or PortState(state), brackets[1] if brackets else None)


def read_detail(output: Output) -> SpanningTree:
    """Read `show spanning-tree [interface X] detail`."""
    instances: list[SpanningTreeInstance] = []
    ports: dict[int, list[SpanningTreePort]] = {}
    for row in output.scan("show_spanning-tree_detail", NOTHING):
        if "Instance" in row.values:
            instances.append(_instance(output, row))
            continue
        if "Interface" not in row.values:
            output.problem("the text begins inside a paragraph", row.line)
            continue
        name = row.values["PortInstance"]
        if not instances or instances[-1].instance != name:
            if instances and instances[-1].bridge is not None:
                output.problem(
                    f"a port of {name} stands under {instances[-1].instance}",
                    row.lines["Interface"],
                )
            instances.append(SpanningTreeInstance(line=row.lines["Interface"], instance=name))
        own = ports.setdefault(len(instances) - 1, [])
        own.append(_port(output, row, instances[-1]))
    whole = tuple(
        msgspec.structs.replace(instance, ports=tuple(ports.get(index, ())))
        for index, instance in enumerate(instances)
    )
    for instance in whole:
        check_instance(output, instance)
    return SpanningTree(instances=whole, **output.outcome(has_facts=bool(whole)))


def _instance(output: Output, row: Row) -> SpanningTreeInstance:
    values, lines = row.values, row.lines
    configured, extension = number(row, "BridgePriority"), number(row, "SysIdExt")
    bridge = root = None
    if configured is None:
        output.problem(f"{values['Instance']}: its bridge identifier is missing", lines["Instance"])
    else:
        bridge = Bridge(
            line=lines["BridgePriority"],
            priority=configured,
            address=values["BridgeAddress"],
            sys_id_ext=extension,
            effective_priority=configured + (extension or 0),
            hello=number(row, "BridgeHello"),
            max_age=number(row, "BridgeMaxAge"),
            forward_delay=number(row, "BridgeForwardDelay"),
        )
    root_line = lines.get("RootIsSelf") or lines.get("RootPriority") or lines.get("RootPort")
    if root_line is None:
        output.problem(f"{values['Instance']}: its root is missing", lines["Instance"])
    else:
        root = Root(
            line=root_line,
            is_self="RootIsSelf" in values,
            priority=number(row, "RootPriority"),
            address=values.get("RootAddress"),
            cost=number(row, "RootCost"),
            port=values.get("RootPort"),
            port_number=number(row, "RootPortNumber"),
        )
    uplinkfast = values.get("Uplinkfast")
    return SpanningTreeInstance(
        line=lines["Instance"],
        instance=values["Instance"],
        protocol=output.token(Protocol, values["Protocol"], lines["Protocol"]),
        root=root,
        bridge=bridge,
        hello=number(row, "Hello"),
        max_age=number(row, "MaxAge"),
        forward_delay=number(row, "ForwardDelay"),
        aging_time=number(row, "AgingTime"),
        uplinkfast=None if uplinkfast is None else uplinkfast == "enabled",
        topology_changes=number(row, "TopologyChanges"),
        last_change=values.get("LastChange"),
        last_change_from=values.get("LastChangeFrom"),
    )


def _switch(row: Row, name: str) -> bool | None:
    word = row.values.get(name)
    return None if word is None else word == "enabled"


def _port(output: Output, row: Row, instance: SpanningTreeInstance) -> SpanningTreePort:
    values, line = row.values, row.lines["Interface"]
    status = read_status(output, values["Status"], line)
    if not values.keys() >= _NEEDED:
        output.problem(f"{values['Interface']}: its paragraph is not whole", line)
    bridge, root = instance.bridge, instance.root
    concluded = None
    if status.role is None and bridge and "DesignatedPort" in values:
        concluded = conclude_role(
            is_root_port=bool(root and root.port == values["Interface"]),
            is_own_bridge=bridge.address == values.get("DesignatedBridgeAddress"),
            is_own_port=values["DesignatedPort"] == values.get("PortIdentifier"),
            state=status.state,
        )
    return SpanningTreePort(
        line=line,
        interface=values["Interface"],
        role=status.role,
        role_concluded=concluded,
        state=status.state,
        status_printed=values["Status"],
        inconsistency=status.inconsistency,
        cost=number(row, "Cost"),
        port_priority=number(row, "PortPriority"),
        port_number=number(row, "PortNumber"),
        port_identifier=values.get("PortIdentifier"),
        type=values.get("LinkType"),
        designated_root=DesignatedRoot(
            number(row, "DesignatedRootPriority"), values.get("DesignatedRootAddress")
        ),
        designated_bridge=DesignatedBridge(
            number(row, "DesignatedBridgePriority"), values.get("DesignatedBridgeAddress")
        ),
        designated_port_id=values.get("DesignatedPort"),
        designated_path_cost=number(row, "DesignatedCost"),
        forward_transitions=number(row, "ForwardTransitions"),
        portfast_mode=values.get("PortfastMode"),
        bpdu_guard=_switch(row, "BpduGuard"),
        bpdu_filter=_switch(row, "BpduFilter"),
        root_guard=_switch(row, "RootGuard"),
        loop_guard=_switch(row, "LoopGuard"),
        bpdu_sent=number(row, "BpduSent"),
        bpdu_received=number(row, "BpduReceived"),
    )
