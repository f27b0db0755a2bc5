"""What the forms of `show spanning-tree` share: parts built from a row, and their plausibility."""

import re

from netredund.facts.outcome import Token
from netredund.facts.spanning_tree import (
    Bridge,
    PortRole,
    PortState,
    Root,
    SpanningTreeInstance,
    SpanningTreePort,
)
from netredund.interfaces import is_same_interface, long_name
from netredund.reading.output import Output
from netredund.reading.template import Row

NOTHING = re.compile(
    r"\s*+(?:No spanning tree instances? exists?\."
    r"|Spanning tree instance(?:\(s\)|s)? for .{1,80} (?:does|do) not exist\."
    r"|no spanning tree info available for )",
    re.IGNORECASE,
)

# The word of the detail forms to the token of the tables.
STATE_OF_WORD = {
    "forwarding": PortState.FORWARDING,
    "blocking": PortState.BLOCKING,
    "listening": PortState.LISTENING,
    "learning": PortState.LEARNING,
    "disabled": PortState.DISABLED,
    "down": PortState.DISABLED,
    "broken": PortState.BROKEN,
}
ROLE_OF_WORD = {
    "root": PortRole.ROOT,
    "designated": PortRole.DESIGNATED,
    "alternate": PortRole.ALTERNATE,
    "backup": PortRole.BACKUP,
    "master": PortRole.MASTER,
    "boundary": PortRole.BOUNDARY,
    "disabled": PortRole.DISABLED,
}


class TypeWord(Token):
    """A word of a table's Type column."""

    POINT_TO_POINT = "P2p"
    SHARED = "Shr"
    EDGE = "Edge"
    NETWORK = "Network"
    PEER_STP = "Peer(STP)"
    BOUND_PVST = "Bound(PVST)"
    BOUND_STP = "Bound(STP)"
    BOUND_RSTP = "Bound(RSTP)"
    PRE_STANDARD = "Pre-STD"
    PRE_STANDARD_RECEIVED = "Pre-STD-Rx"
    DISPUTE = "Dispute"
    VPC = "(vPC)"
    VPC_PEER_LINK = "peer-link"


_INCONSISTENCY = re.compile(r"\*(\w{1,10}_Inc)$")


def number(row: Row, name: str) -> int | None:
    """Return a value of a row as a number, null where it was not printed."""
    text = row.values.get(name)
    return int(text) if text is not None else None


def inconsistency_in(output: Output, port_type: str | None, line: int) -> str | None:
    """Return the reason in a Type column; note a word that no release is known to print."""
    reason = None
    for word in (port_type or "").split():
        found = _INCONSISTENCY.match(word)
        if found:
            reason = found[1]
        else:
            output.token(TypeWord, word, line)
    return reason


def build_root(row: Row) -> Root | None:
    """Return the root block of a table or brief form."""
    line = row.lines.get("RootPriority") or row.lines.get("RootAddress")
    if line is None:
        return None
    return Root(
        line=line,
        is_self="RootIsSelf" in row.values,
        priority=number(row, "RootPriority"),
        address=row.values.get("RootAddress"),
        cost=number(row, "RootCost"),
        port=row.values.get("RootPort"),
        port_number=number(row, "RootPortNumber"),
    )


def build_bridge(row: Row) -> Bridge | None:
    """Return the bridge block of a table or brief form."""
    line = row.lines.get("BridgePriority") or row.lines.get("BridgeAddress")
    if line is None:
        return None
    return Bridge(
        line=line,
        priority=number(row, "BridgePriority"),
        address=row.values.get("BridgeAddress"),
        priority_configured=number(row, "BridgeConfigured"),
        sys_id_ext=number(row, "SysIdExt"),
        effective_priority=number(row, "BridgePriority"),
        hello=number(row, "BridgeHello"),
        max_age=number(row, "BridgeMaxAge"),
        forward_delay=number(row, "BridgeForwardDelay"),
    )


def check_instance(output: Output, instance: SpanningTreeInstance) -> None:
    """Note what cannot all be true of one instance, or cannot be whole."""
    name, line, root, bridge = instance.instance, instance.line, instance.root, instance.bridge
    if name is None:
        output.problem("the heading that names the instance is missing", line)
    if root and not root.is_self:
        if root.priority is None or root.address is None or root.port is None or root.cost is None:
            output.problem(f"{name}: the root block is not whole", root.line)
        elif instance.ports and not any(_is_root_port(root, port) for port in instance.ports):
            output.problem(
                f"{name}: the root port {root.port} is not among the ports as forwarding root port",
                root.line,
            )
    if root and root.is_self:
        if (root.priority is None) is not (root.address is None):
            output.problem(f"{name}: the root block is not whole", root.line)
        if root.port or root.cost:
            output.problem(f"{name}: root itself, and yet with a root port or cost", root.line)
        # Of an MST instance the port at the region's edge keeps the role that it has in MST0.
        odd = (PortRole.ROOT,) if (name or "").startswith("MST") else (
            PortRole.ROOT, PortRole.ALTERNATE
        )  # fmt: skip
        for port in instance.ports:
            if port.effective_role in odd:
                output.problem(
                    f"{name}: root itself, and yet {port.interface} is {port.effective_role}",
                    port.line,
                )
    ways = [port for port in instance.ports if port.effective_role is PortRole.ROOT]
    for port in ways[1:]:
        output.problem(
            f"{name}: {port.interface} is a second root port, beside {ways[0].interface}", port.line
        )
    _check_identifiers(output, instance)
    if bridge and (bridge.priority is None or bridge.address is None):
        output.problem(f"{name}: the bridge block is not whole", bridge.line)
    if not instance.ports:
        output.problem(f"{name}: no ports: the output was cut or lost its rows", line)
    seen: dict[str, int] = {}
    for port in instance.ports:
        if port.interface is None:
            continue
        first = seen.setdefault(long_name(port.interface), port.line)
        if first != port.line:
            output.problem(
                f"{name}: {port.interface} stands twice, also on line {first}", port.line
            )


def _is_root_port(root: Root, port: SpanningTreePort) -> bool:
    if port.interface is None or root.port is None:
        return False
    role_fits = port.role in (PortRole.ROOT, PortRole.MASTER, None)
    return is_same_interface(port.interface, root.port) and role_fits


def _check_identifiers(output: Output, instance: SpanningTreeInstance) -> None:
    name, root, bridge = instance.instance, instance.root, instance.bridge
    if not bridge or bridge.priority is None:
        return
    if bridge.sys_id_ext is not None and name and bridge.sys_id_ext != int(name.lstrip("VLANMST")):
        output.problem(f"{name}: the system id extension is {bridge.sys_id_ext}", bridge.line)
    effective = bridge.effective_priority
    configured, extension = bridge.priority_configured, bridge.sys_id_ext
    if configured is not None and extension is not None and configured + extension != effective:
        output.problem(
            f"{name}: priority {configured} and system id extension {extension} do not add up to"
            f" {effective}",
            bridge.line,
        )
    if root and root.address and root.priority is not None:
        is_own = (root.address.lower(), root.priority) == (
            (bridge.address or "").lower(),
            effective,
        )
        if is_own != root.is_self:
            what = "is" if is_own else "is not"
            output.problem(
                f"{name}: the root identifier {what} the bridge's own, and the root block"
                f" {'says' if root.is_self else 'does not say'} that this bridge is the root",
                root.line,
            )
