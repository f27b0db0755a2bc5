"""`brctl show` and `brctl showstp` (bridge-utils, busybox)."""

from typing import Any

from netredund.facts.linux import (
    BrctlBridge,
    BrctlPort,
    BrctlShow,
    BrctlShowstp,
    BridgePortState,
)
from netredund.reading.output import Output
from netredund.reading.template import Row


def read_show(output: Output) -> BrctlShow:
    """Read `brctl show`.

    Its heading alone means that there is no bridge, but only when a prompt shows that nothing
    followed.
    """
    bridges: list[BrctlBridge] = []
    ports: list[list[str]] = []
    has_heading = False
    for row in output.scan("brctl_show"):
        values = row.values
        if "Heading" in values:
            if has_heading or bridges:
                output.problem("a second table begins here", row.line)
            has_heading = True
        elif "Bridge" in values:
            bridges.append(
                BrctlBridge(row.line, values["Bridge"], values["BridgeId"], values["Stp"] == "yes")
            )
            ports.append([values["Interface"]] if "Interface" in values else [])
        elif not ports:
            output.problem("a port stands above the first bridge", row.line)
        elif not ports[-1]:
            output.problem(f"{values['Interface']}: the first port is missing", row.line)
        else:
            ports[-1].append(values["Interface"])
    if bridges and not has_heading:
        output.problem("the heading is missing: bridges above may be missing", bridges[0].line)
    if has_heading and not bridges and output.section.ended and not output.unparsed:
        output.is_empty = True
    seen: dict[str, int] = {}
    for bridge in bridges:
        first = seen.setdefault(bridge.bridge, bridge.line)
        if first != bridge.line:
            output.problem(f"{bridge.bridge} stands twice, also on line {first}", bridge.line)
    return BrctlShow(
        bridges=tuple(
            BrctlBridge(
                bridge.line, bridge.bridge, bridge.bridge_id, bridge.stp_enabled, tuple(names)
            )
            for bridge, names in zip(bridges, ports, strict=True)
        ),
        **output.outcome(has_facts=bool(bridges)),
    )


_BRIDGE_NUMBERS = {"root_port": "RootPort", "path_cost": "PathCost"}
_BRIDGE_TIMES = {
    "max_age": "MaxAge",
    "hello_time": "HelloTime",
    "forward_delay": "ForwardDelay",
    "bridge_max_age": "BridgeMaxAge",
    "bridge_hello_time": "BridgeHelloTime",
    "bridge_forward_delay": "BridgeForwardDelay",
    "ageing_time": "AgeingTime",
}
_BRIDGE_TEXTS = {
    "bridge": "Bridge",
    "bridge_id": "BridgeId",
    "designated_root": "DesignatedRoot",
}
_PORT_VALUES = (
    "PortId", "State", "DesignatedRoot", "PathCost", "DesignatedBridge", "DesignatedPort",
    "DesignatedCost", "HoldTimer", "Flags",
)  # fmt: skip


def read_showstp(output: Output) -> BrctlShowstp:
    """Read `brctl showstp BRIDGE`.

    What shows that the text was cut: a paragraph without its last lines, a root port that is none
    of the ports.
    """
    values: dict[str, Any] = {}
    ports: list[BrctlPort] = []
    for row in output.scan("brctl_showstp"):
        if "Port" in row.values:
            ports.append(_port(output, row))
        else:
            values = _bridge(output, row)
    if ports and not values:
        output.problem("the text begins below the bridge", ports[0].line)
    root_port = values.get("root_port")
    if root_port and root_port not in {port.number for port in ports}:
        output.problem(
            f"root port {root_port} is not among the ports", values["lines"]["root_port"]
        )
    seen: dict[str, int] = {}
    for port in ports:
        first = seen.setdefault(port.interface, port.line)
        if first != port.line:
            output.problem(f"{port.interface} stands twice, also on line {first}", port.line)
    return BrctlShowstp(
        ports=tuple(ports), **values, **output.outcome(has_facts=bool(values or ports))
    )


def _integer(row: Row, name: str) -> int | None:
    text = row.values.get(name)
    return int(text) if text is not None else None


def _seconds(row: Row, name: str) -> float | None:
    text = row.values.get(name)
    return float(text) if text is not None else None


def _flags(row: Row) -> tuple[str, ...]:
    return tuple(row.values.get("FlagWords", "").split())


def _bridge(output: Output, row: Row) -> dict[str, Any]:
    names = _BRIDGE_TEXTS | _BRIDGE_NUMBERS | _BRIDGE_TIMES
    missing = [
        name
        for name in (*names.values(), "Timers", "MoreTimers", "Flags")
        if name not in row.values
    ]
    if missing:
        output.problem("the bridge's paragraph is not whole", min(row.lines.values()))
    found: dict[str, Any] = {field: row.values.get(name) for field, name in _BRIDGE_TEXTS.items()}
    found |= {field: _integer(row, name) for field, name in _BRIDGE_NUMBERS.items()}
    found |= {field: _seconds(row, name) for field, name in _BRIDGE_TIMES.items()}
    found["flags"] = _flags(row)
    found["lines"] = {field: row.lines[name] for field, name in names.items() if name in row.lines}
    return found


def _port(output: Output, row: Row) -> BrctlPort:
    values, line = row.values, row.lines["Port"]
    if any(name not in values for name in _PORT_VALUES):
        output.problem(f"{values['Port']}: its paragraph is not whole", line)
    state = values.get("State")
    return BrctlPort(
        line=line,
        interface=values["Port"],
        number=int(values["Number"]),
        port_id=values.get("PortId"),
        state=output.token(BridgePortState, state, row.lines["State"]) if state else None,
        designated_root=values.get("DesignatedRoot"),
        path_cost=_integer(row, "PathCost"),
        designated_bridge=values.get("DesignatedBridge"),
        designated_port=values.get("DesignatedPort"),
        designated_cost=_integer(row, "DesignatedCost"),
        message_age_timer=_seconds(row, "MessageAgeTimer"),
        forward_delay_timer=_seconds(row, "ForwardDelayTimer"),
        hold_timer=_seconds(row, "HoldTimer"),
        hairpin_mode=_integer(row, "Hairpin"),
        flags=_flags(row),
    )
