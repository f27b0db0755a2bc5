"""Why a port has its role: the two offers that were compared, and what decided."""

from netredund.prediction.tree import BridgeTree, Role, State, Tree
from netredund.topology import Bridge, End, Topology


def explain_port(topology: Topology, tree: Tree, end: End) -> str:
    """Return why a port blocks or forwards, by the comparison that decides (802.1D-2004 17.6).

    >>> from netredund.prediction import predict_tree
    >>> from netredund.topology import parse_topology
    >>> topology = parse_topology('''
    ... bridges:
    ...   sw1: {priority: 1, address: 0019.e7aa.0001, ports: {a: {cost: 19}, b: {cost: 19}}}
    ...   sw2: {priority: 2, address: 0019.e7aa.0002, ports: {a: {cost: 19}, b: {cost: 23}}}
    ... links: [[sw1, a, sw2, a], [sw1, b, sw2, b]]
    ... ''')
    >>> explain_port(topology, predict_tree(topology), End("sw2", "b"))
    'sw2 reaches sw1 at cost 23 over b (sw1) against 19 over a (sw1)'
    """
    bridge = tree.bridges[end.bridge]
    port = bridge.ports[end.port]
    if port.reason is not None:
        return port.reason
    if port.role is Role.ROOT:
        return f"its way to the root {bridge.root}, cost {bridge.root_cost}"
    if port.role is Role.BACKUP:
        return f"{end.bridge} hears itself there, on a lower port identifier"
    if port.role is Role.DESIGNATED:
        return "it leads away from the root"
    own = _compare_ways(topology, tree, end)
    there = _compare_offers(topology, tree, end)
    return f"{own}; {there}" if there and port.designated_bridge != bridge.root else own


def _compare_ways(topology: Topology, tree: Tree, end: End) -> str:
    """Compare the way over this port with the bridge's root port."""
    bridge = tree.bridges[end.bridge]
    port = bridge.ports[end.port]
    if bridge.root_port is None:
        return f"{end.bridge} is the root"
    best = bridge.ports[bridge.root_port]
    assert port.designated_cost is not None and best.designated_cost is not None
    assert port.designated_bridge is not None and best.designated_bridge is not None
    if bridge.regional_root is not None:
        return _compare_regional_ways(topology, tree, end)
    cost = port.designated_cost + _cost_of(topology, tree, end)
    ways = (f"over {end.port} ({port.designated_bridge})",
            f"over {bridge.root_port} ({best.designated_bridge})")  # fmt: skip
    says = f"{end.bridge} reaches {bridge.root} at"
    if cost != bridge.root_cost:
        return f"{says} cost {cost} {ways[0]} against {bridge.root_cost} {ways[1]}"
    equal = f"{says} equal cost {cost} {ways[0]} and {ways[1]}"
    if port.designated_bridge != best.designated_bridge:
        return f"{equal}, {_compare_ids(topology, best.designated_bridge, port.designated_bridge)}"
    if port.designated_port != best.designated_port:
        return f"{equal}, lower port id {_dot(best.designated_port)} against" + (
            f" {_dot(port.designated_port)} on {port.designated_bridge}"
        )
    own = topology.bridges[end.bridge].ports
    mine = (own[bridge.root_port].identifier, own[end.port].identifier)
    return f"{equal}, lower own port id {_dot(mine[0])} against {_dot(mine[1])}"


def _compare_regional_ways(topology: Topology, tree: Tree, end: End) -> str:
    """Compare two ways of an MST bridge by the costs outside and inside its region."""
    bridge = tree.bridges[end.bridge]
    assert bridge.root_port is not None
    ways = []
    for name in (end.port, bridge.root_port):
        port = bridge.ports[name]
        own = topology.find_port(End(end.bridge, name)).cost
        outside, inside = port.designated_cost or 0, port.designated_internal_cost
        costs = (outside + own, 0) if inside is None else (outside, inside + own)
        said = f"cost {costs[0]} and {costs[1]} inside the region"
        ways.append(f"{said} over {name} ({port.designated_bridge})")
    return f"{end.bridge} reaches {bridge.root} at {ways[0]} against {ways[1]}"


def _compare_offers(topology: Topology, tree: Tree, end: End) -> str:
    """Compare what the bridge could offer on the segment with what the designated one offers."""
    bridge = tree.bridges[end.bridge]
    port = bridge.ports[end.port]
    far = port.designated_bridge
    if far is None or far == end.bridge:
        return ""
    if port.designated_cost != bridge.root_cost:
        return f"{far} offers it there at cost {port.designated_cost} against {bridge.root_cost}"
    return f"{far} offers it there at equal cost, {_compare_ids(topology, far, end.bridge)}"


def _compare_ids(topology: Topology, better: str, worse: str) -> str:
    one, other = topology.bridges[better], topology.bridges[worse]
    if one.priority != other.priority:
        return f"lower bridge id {one.priority} ({better}) against {other.priority} ({worse})"
    return f"equal priority, lower address {_name(one)} against {_name(other)}"


def _name(bridge: Bridge) -> str:
    return f"{bridge.address} ({bridge.name})"


def _dot(identifier: tuple[int, int] | None) -> str:
    return "?" if identifier is None else f"{identifier[0]}.{identifier[1]}"


def _cost_of(topology: Topology, tree: Tree, end: End) -> int:
    from netredund.prediction.wiring import wire

    return wire(topology).ports[end].cost


def find_sender(bridge: BridgeTree) -> str | None:
    """Return the next bridge on the way to the root, None at the root."""
    port = None if bridge.root_port is None else bridge.ports[bridge.root_port]
    return None if port is None else port.designated_bridge


def list_transit(tree: Tree, server: str) -> tuple[str, ...]:
    """Return the bridges whose way to the root goes through a server.

    The way of an MST region leads to the root of its instance, and on over the master port.
    """
    exits = {
        bridge.root: port.designated_bridge
        for bridge in tree.bridges.values()
        for port in bridge.ports.values()
        if port.role is Role.MASTER
    }
    hearers: dict[str, list[str]] = {}
    for name, bridge in tree.bridges.items():
        sender = exits.get(name) if bridge.root_port is None else find_sender(bridge)
        if sender is not None:
            hearers.setdefault(sender, []).append(name)
    waiting = list(hearers.get(server, ()))
    for name in waiting:
        waiting += hearers.get(name, ())
    through = set(waiting)
    return tuple(name for name in tree.bridges if name in through) if through else ()


def list_blocked(tree: Tree) -> tuple[End, ...]:
    """Return the ports that are up and do not forward."""
    return tuple(
        End(name, port_name)
        for name, bridge in tree.bridges.items()
        for port_name, port in bridge.ports.items()
        if port.state in (State.BLOCKING, State.BROKEN)
    )
