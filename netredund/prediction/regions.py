"""The trees of MST: instances inside a region, and what they do at its boundary."""

import msgspec

from netredund.prediction.computation import find_broken, predict_tree
from netredund.prediction.election import is_internal
from netredund.prediction.tree import BridgeTree, PortTree, Role, State, Tree
from netredund.prediction.wiring import wire
from netredund.topology import Bridge, End, Link, Port, Topology


def list_instances(topology: Topology) -> tuple[int, ...]:
    """Return the numbers of all instances of all regions, that of the CIST, 0, among them."""
    return tuple(
        sorted({0, *(each for own in topology.regions.values() for each in own.instances)})
    )


def predict_instance(topology: Topology, number: int) -> Tree:
    """Return the tree of an MST instance: that of each region that has it, and the CIST elsewhere.

    Instance 0 is the CIST. At a region's boundary an instance does what the CIST does there: its
    port is master where the CIST's is the root port, and blocks where that blocks (IEEE
    802.1Q-2014 13.12). Bridges without the instance, and without MST, are those of the CIST.

        >>> from netredund.topology import parse_topology
        >>> tree = predict_instance(parse_topology('''
        ... regions: {campus: {instances: {1: [10]}}}
        ... bridges:
        ...   sw1: {region: campus, priority: 4096, instances: {1: 8193}, address: 0019.e7aa.0001,
        ...         ports: {Gi0/1: {cost: 20000}}}
        ...   sw2: {region: campus, priority: 8192, instances: {1: 4097}, address: 0019.e7aa.0002,
        ...         ports: {Gi0/1: {cost: 20000}}}
        ... links: [[sw1, Gi0/1, sw2, Gi0/1]]
        ... '''), 1)
        >>> tree.list_roots()
        ('sw2',)
    """
    names = {name for name, region in topology.regions.items() if number in region.instances}
    return _predict(topology, dict.fromkeys(names, number))


def predict_mapped(topology: Topology, vlan: int) -> Tree:
    """Return the tree that carries a VLAN: each region has its own instance for it."""
    return _predict(
        topology, {name: each.find_instance(vlan) for name, each in topology.regions.items()}
    )


def _predict(topology: Topology, numbers: dict[str, int]) -> Tree:
    """Return the tree with the instance of each region; where none is named, the CIST's."""
    cist = predict_tree(topology)
    chosen = {name: number for name, number in numbers.items() if number}
    if not chosen:
        return cist
    inside = _list_inside(topology)
    inner = predict_tree(_select(topology, chosen, inside))
    bridges = {
        name: _join(tree, inner.bridges[name]) if name in inner.bridges else tree
        for name, tree in cist.bridges.items()
    }
    kept = [each for each in cist.findings if not each.check.startswith("tree.b")]
    return Tree(bridges, (*kept, *find_broken(bridges)))


def _list_inside(topology: Topology) -> set[End]:
    """Return the ports that hear their own region only, or nobody."""
    wiring = wire(topology)
    return {
        end
        for segment in wiring.segments
        if len(segment) == 1 or is_internal(topology, wiring, segment)
        for end in segment
    }


def _select(topology: Topology, chosen: dict[str, int], inside: set[End]) -> Topology:
    """Return the regions alone, with the priorities and costs of their instance."""
    bridges = {
        name: _reduce(bridge, chosen[bridge.region], inside)
        for name, bridge in topology.bridges.items()
        if bridge.region in chosen
    }
    links = []
    for link in topology.links:
        ends = tuple(end for end in link.ends if end.bridge in bridges)
        ports = [End(end.bridge, topology.find_port(end).name) for end in ends]
        if len(ends) > 1 and all(port in inside for port in ports):
            links.append(Link(ends))
    return Topology(bridges=bridges, links=tuple(links), name=topology.name)


def _reduce(bridge: Bridge, number: int, inside: set[End]) -> Bridge:
    ports = {
        name: _reduce_port(port, number)
        for name, port in bridge.ports.items()
        if End(bridge.name, name) in inside
    }
    default = bridge.priority - bridge.priority % 4096 + number
    return msgspec.structs.replace(
        bridge,
        priority=bridge.instance_priorities.get(number, default),
        ports=ports,
        region=None,
        instance_priorities={},
    )


def _reduce_port(port: Port, number: int) -> Port:
    return msgspec.structs.replace(
        port,
        cost=port.instance_costs.get(number, port.cost),
        priority=port.instance_priorities.get(number, port.priority),
        has_fixed_cost=port.has_fixed_cost or number in port.instance_costs,
    )


def _join(cist: BridgeTree, inner: BridgeTree) -> BridgeTree:
    """Return the tree of an instance on a bridge: inside its own, at the boundary the CIST's."""
    ports = {}
    for port_name, port in cist.ports.items():
        if port_name in inner.ports:
            ports[port_name] = inner.ports[port_name]
        else:
            ports[port_name] = _follow(port)
    return msgspec.structs.replace(inner, ports=ports)


def _follow(port: PortTree) -> PortTree:
    """Return what a port at the boundary is in an instance."""
    if port.role is Role.ROOT:
        return msgspec.structs.replace(port, role=Role.MASTER, state=State.FORWARDING)
    return port
