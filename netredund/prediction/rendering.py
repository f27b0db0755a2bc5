"""A tree as JSON and as a table."""

from collections.abc import Iterator, Mapping

import msgspec

from netredund.prediction.tree import BridgeTree, PortTree, State, Tree
from netredund.report.lines import printable

_STATES = {
    State.FORWARDING: "forwards",
    State.BLOCKING: "BLOCKS",
    State.BROKEN: "BROKEN",
    State.DISABLED: "down",
}


def render_tree_json(tree: Tree | Mapping[int, Tree]) -> bytes:
    """Return a tree, or those of several VLANs below `vlans`, as JSON."""
    value = tree if isinstance(tree, Tree) else {"vlans": dict(tree)}
    return msgspec.json.format(msgspec.json.encode(value)) + b"\n"


def render_instances_json(trees: Mapping[int, Tree]) -> bytes:
    """Return the trees of MST instances below `instances`, as JSON."""
    return msgspec.json.format(msgspec.json.encode({"instances": dict(trees)})) + b"\n"


def render_tree_text(tree: Tree) -> str:
    """Return a line for each bridge and each port, then what is wrong."""
    return "".join(printable(line).rstrip() + "\n" for line in _write(tree))


def _write(tree: Tree) -> Iterator[str]:
    roots = tree.list_roots()
    if len(roots) > 1:
        yield f"{len(roots)} islands, each with a root of its own: {', '.join(roots)}"
    width = max((len(port) for each in tree.bridges.values() for port in each.ports), default=0)
    for name, bridge in tree.bridges.items():
        yield f"{name}: {_describe(name, bridge)}"
        for port_name, port in bridge.ports.items():
            line = f"  {port_name:{width}}  {port.role.value:10}  {_STATES[port.state]:8}"
            yield f"{line}  {_explain(name, port)}"
    for finding in tree.findings:
        yield f"{finding.verdict.value}: {finding.message}"


def _describe(name: str, bridge: BridgeTree) -> str:
    if bridge.root is None:
        return "spanning tree is off, BPDUs pass through"
    if bridge.root == name:
        return "the root"
    inside = ""
    if bridge.regional_root is not None:
        inside = f"; regional root {bridge.regional_root}, internal cost {bridge.internal_cost}"
    return f"root {bridge.root}, cost {bridge.root_cost} over {bridge.root_port}{inside}"


def _explain(name: str, port: PortTree) -> str:
    if port.reason:
        return port.reason
    if port.designated_port is None or port.designated_bridge == name:
        return ""
    priority, number = port.designated_port
    return f"designated: {port.designated_bridge} {priority}.{number}, cost {port.designated_cost}"
