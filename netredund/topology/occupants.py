"""The site that a topology tells of: its switches, and its bridging servers with their legs."""

from netredund.intent import Method, Site, StpServer, Switch, Uplink
from netredund.topology.network import BridgeKind, Topology


def list_occupants(topology: Topology, vlan: int | None = None) -> Site:
    """Return every switch, and every server's bridge with a leg for each of its links to switches.

    What only a site file says is not known: which root is intended, and servers that bond.
    """
    switches = {
        name: Switch(name=name)
        for name, bridge in topology.bridges.items()
        if bridge.kind is BridgeKind.SWITCH
    }
    legs: dict[str, list[Uplink]] = {}
    for link in topology.links:
        far = next((end for end in link.ends if end.bridge in switches), None)
        if far is None:
            continue
        for end in link.ends:
            if end.bridge not in switches:
                uplink = Uplink(nic=end.port, switch=far.bridge, interface=far.port)
                legs.setdefault(end.bridge, []).append(uplink)
    servers: dict[str, StpServer] = {
        name: StpServer(
            name=name,
            method=Method.STP,
            uplinks=tuple(uplinks),
            vlan=vlan,
        )
        for name, uplinks in legs.items()
    }
    return Site(switches=switches, servers={**servers}, name=topology.name)
