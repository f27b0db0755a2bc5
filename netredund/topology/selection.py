"""One VLAN of a topology: the tree that its bridges form in it, as a topology without VLANs."""

import msgspec

from netredund.topology.network import (
    DEFAULT_VLAN,
    Bridge,
    BridgeKind,
    End,
    Link,
    Port,
    Topology,
)

PVID_INCONSISTENT = "PVID_Inc"
TYPE_INCONSISTENT = "TYPE_Inc"
_Node = tuple[str, int]  # a bridge, and the VLAN whose tree it has


def select_vlan(topology: Topology, vlan: int) -> Topology:
    """Return what takes part in the tree of a VLAN, with its own priorities and costs.

    Untagged frames join trees: two access ports of different VLANs that are wired together make
    one tree of both (a bridge's part in another VLAN is then named `sw2 VLAN 20`), and so does a
    server's bridge, which knows no VLANs. Two trunks of different native VLANs break both VLANs
    (PVID_Inc), an access port on a trunk breaks (TYPE_Inc), as PVST+ demands.
    """
    selection = _Selection(topology, vlan)
    for bridge in topology.bridges.values():
        if bridge.kind is BridgeKind.SWITCH:
            selection.include((bridge.name, vlan))
    return selection.finish()


class _Selection:
    def __init__(self, topology: Topology, vlan: int) -> None:
        self._topology = topology
        self._vlan = vlan
        self._waiting: list[_Node] = []
        self._nodes: dict[_Node, None] = {}
        self._at: dict[str, list[tuple[Link, End]]] = {}
        for link in topology.links:
            for end in link.ends:
                self._at.setdefault(end.bridge, []).append((link, end))

    def include(self, node: _Node) -> None:
        if node not in self._nodes:
            self._nodes[node] = None
            self._waiting.append(node)

    def finish(self) -> Topology:
        joined: dict[Link, dict[tuple[_Node, str], None]] = {}
        while self._waiting:
            node = self._waiting.pop()
            for link, end in self._at.get(node[0], []):
                if not self._carries(node, end):
                    continue
                ends = joined.setdefault(link, {})
                ends[node, end.port] = None
                for other in link.ends:
                    for met in self._meet(node, end, other) if other != end else ():
                        self.include(met)
                        ends[met, other.port] = None
        alone = {
            next(iter(ends))
            for link, ends in joined.items()
            if len(ends) == 1 and sum(self._is_up(end) for end in link.ends) > 1
        }
        order = {name: place for place, name in enumerate(self._topology.bridges)}
        nodes = sorted(self._nodes, key=lambda node: (node[1] != self._vlan, order[node[0]], node))
        return Topology(
            bridges={self._name(node): self._reduce(node, alone) for node in nodes},
            links=tuple(
                Link(tuple(End(self._name(node), port) for node, port in joined[link]))
                for link in self._topology.links
                if len(joined.get(link, ())) > 1
            ),
            name=self._topology.name,
        )

    def _is_up(self, end: End) -> bool:
        return self._topology.find_port(end).up is not False

    def _name(self, node: _Node) -> str:
        return node[0] if node[1] in (self._vlan, 0) else f"{node[0]} VLAN {node[1]}"

    def _bridge(self, node: _Node) -> Bridge:
        return self._topology.bridges[node[0]]

    def _carries(self, node: _Node, end: End) -> bool:
        port = self._topology.find_port(end)
        return self._bridge(node).kind is BridgeKind.SERVER or port.carries(node[1])

    def _meet(self, node: _Node, end: End, other: End) -> list[_Node]:
        """Return which tree of the bridge at `other` hears what the node sends at `end`."""
        port, far = self._topology.find_port(end), self._topology.find_port(other)
        far_bridge = self._topology.bridges[other.bridge]
        is_server = self._bridge(node).kind is BridgeKind.SERVER
        is_untagged = is_server or not port.is_trunk or native_of(port) == node[1]
        if far_bridge.kind is BridgeKind.SERVER:
            return [(other.bridge, 0)] if is_untagged else []
        if port.is_trunk and not is_server and far.is_trunk:
            return [(other.bridge, node[1])] if far.carries(node[1]) else []
        if not is_untagged:
            return []
        vlan = native_of(far) if far.is_trunk else (far.access_vlan or self._vlan)
        return [(other.bridge, vlan)]

    def _reduce(self, node: _Node, alone: set[tuple[_Node, str]]) -> Bridge:
        """Return a bridge's part; a port whose partner is not in the tree is up all the same."""
        bridge, vlan = self._bridge(node), node[1]
        names = {name for each, name in alone if each == node}
        ports = {
            port.name: self._reduce_port(
                bridge, port, vlan, is_alone=not names.isdisjoint((port.name, *port.members))
            )
            for port in bridge.ports.values()
            if bridge.kind is BridgeKind.SERVER or port.carries(vlan)
        }
        return msgspec.structs.replace(
            bridge,
            name=self._name(node),
            priority=bridge.priorities.get(vlan, bridge.priority),
            ports=ports,
            priorities={},
        )

    def _reduce_port(self, bridge: Bridge, port: Port, vlan: int, *, is_alone: bool) -> Port:
        return msgspec.structs.replace(
            port,
            cost=port.vlan_costs.get(vlan, port.cost),
            has_fixed_cost=port.has_fixed_cost or vlan in port.vlan_costs,
            priority=port.vlan_priorities.get(vlan, port.priority),
            broken=self._break(bridge, port, vlan),
            up=True if is_alone and port.up is None else port.up,
            access_vlan=None,
            native_vlan=None,
            allowed_vlans=None,
            vlan_costs={},
            vlan_priorities={},
        )

    def _break(self, bridge: Bridge, port: Port, vlan: int) -> str | None:
        """Return why PVST+ breaks the port in this VLAN: what its BPDUs say of their VLAN."""
        if bridge.kind is BridgeKind.SERVER:
            return port.broken
        for link, end in self._at.get(bridge.name, []):
            if end.port != port.name and end.port not in port.members:
                continue
            for other in link.ends:
                far_bridge = self._topology.bridges[other.bridge]
                if other == end or far_bridge.kind is BridgeKind.SERVER:
                    continue
                far = self._topology.find_port(other)
                natives = (native_of(port), native_of(far))
                if port.is_trunk and far.is_trunk:
                    if natives[0] != natives[1] and vlan in natives and far.carries(natives[1]):
                        return PVID_INCONSISTENT
                elif far.is_trunk or (port.is_trunk and vlan == native_of(port)):
                    return TYPE_INCONSISTENT
        return port.broken


def native_of(port: Port) -> int:
    """Return the VLAN of untagged frames on a trunk."""
    return DEFAULT_VLAN if port.native_vlan is None else port.native_vlan
