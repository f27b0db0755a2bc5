"""Topologies of a few lines, for tests."""

from netredund.prediction import predict_tree
from netredund.topology import parse_topology
from netredund.topology.selection import select_vlan

TRIANGLE = """
bridges:
  sw1: {priority: 4097, address: 0019.e7aa.0001, ports: {
    Gi0/1: {cost: 4}, Gi0/24: {cost: 4}}}
  sw2: {priority: 32769, address: 0019.e7aa.0002, ports: {
    Gi0/1: {cost: 4}, Gi0/24: {cost: 4}}}
  web1: {kind: server, priority: 61440, address: 5254.0000.0001, ports: {
    eth0: {cost: 1}, eth1: {cost: 1}}}
links:
  - [sw1, Gi0/24, sw2, Gi0/24]
  - [sw1, Gi0/1, web1, eth0]
  - [sw2, Gi0/1, web1, eth1]
"""


def roles(text, vlan=None):
    """Return `role state` of every port, by `bridge port`."""
    topology = parse_topology(text)
    tree = predict_tree(topology if vlan is None else select_vlan(topology, vlan))
    return {
        f"{name} {port_name}": f"{port.role.value} {port.state.value}"
        for name, bridge in tree.bridges.items()
        for port_name, port in bridge.ports.items()
    }


def blocked(text, vlan=None):
    """Return the ports that neither forward nor are down."""
    return sorted(
        where for where, what in roles(text, vlan).items() if what.endswith(("blocking", "broken"))
    )


def findings(text, vlan=None):
    """Return check and subject of every finding."""
    topology = parse_topology(text)
    tree = predict_tree(topology if vlan is None else select_vlan(topology, vlan))
    return [(finding.check, finding.subject) for finding in tree.findings]
