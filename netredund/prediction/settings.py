"""What the site file changes of a tree: root priority, costs, and the server's own bridge."""

import msgspec

from netredund.intent import Site, StpServer
from netredund.interfaces import is_same_interface
from netredund.topology import Bridge, PathCost, Port, Topology


def apply_settings(topology: Topology, site: Site, vlan: int) -> Topology:
    """Return the topology as it is when every bridging server of a VLAN has what its site wants.

    The intended root has its priority, legs have the transit guard's cost and no BPDU guard or
    filter, the server's bridge its priority, leg costs and spanning tree.
    """
    bridges = dict(topology.bridges)
    for server in site.servers.values():
        if not isinstance(server, StpServer) or server.access_vlan != vlan:
            continue
        root = _find_root(site, bridges, server)
        if root is not None:
            bridges[root] = set_root_priority(bridges[root], server.wanted_root_priority, vlan)
        for leg in server.uplinks:
            bridge = bridges.get(leg.switch)
            if bridge is None:
                continue
            method = "long" if bridge.path_cost is PathCost.LONG else "short"
            cost = server.choose_cost("long" if method == "long" else "short")
            ports = {
                name: _set_leg(port, cost) if is_same_interface(name, leg.interface) else port
                for name, port in bridge.ports.items()
            }
            bridges[leg.switch] = msgspec.structs.replace(bridge, ports=ports)
    return apply_server_settings(msgspec.structs.replace(topology, bridges=bridges), site, vlan)


def apply_server_settings(topology: Topology, site: Site, vlan: int) -> Topology:
    """Return the topology as it is when servers bridge as their site wants; switches stay."""
    bridges = dict(topology.bridges)
    for server in site.servers.values():
        if not isinstance(server, StpServer) or server.access_vlan != vlan:
            continue
        if server.name in bridges:
            bridges[server.name] = _set_server(bridges[server.name], server)
    return msgspec.structs.replace(topology, bridges=bridges)


def _find_root(site: Site, bridges: dict[str, Bridge], server: StpServer) -> str | None:
    """Return the bridge that the site wants as root, None where it keeps the present one."""
    address = site.find_root_address(server)
    if address is not None:
        return next((name for name, each in bridges.items() if each.address == address), None)
    return server.wanted_root if server.wanted_root in bridges else None


def set_root_priority(bridge: Bridge, priority: int, vlan: int) -> Bridge:
    """Return a bridge with a configured priority: of the VLAN, or of MST0 and its instances."""
    if bridge.region is None:
        return msgspec.structs.replace(bridge, priority=priority + _system_id(bridge, vlan))
    instances = {number: priority + number for number in bridge.instance_priorities}
    return msgspec.structs.replace(bridge, priority=priority, instance_priorities=instances)


def _system_id(bridge: Bridge, vlan: int) -> int:
    """Return what the extended system id adds: the VLAN, where the image has one (802.1t)."""
    return vlan if bridge.priority % 4096 == vlan % 4096 else 0


def _set_leg(port: Port, cost: int) -> Port:
    return msgspec.structs.replace(
        port, cost=cost, has_fixed_cost=True, bpdu_guard=False, bpdu_filter=False
    )


def _set_server(bridge: Bridge, server: StpServer) -> Bridge:
    nics = {leg.nic for leg in server.uplinks}
    ports = {
        name: msgspec.structs.replace(port, cost=server.wanted_leg_cost, has_fixed_cost=True)
        if name in nics
        else port
        for name, port in bridge.ports.items()
    }
    return msgspec.structs.replace(
        bridge, priority=server.wanted_bridge_priority, has_stp=True, ports=ports
    )
