"""Captures of several real switches of one network: what they print is what is predicted.

They do not print their cabling. So every cabling of the printed ports is tried: those under which
the prediction is what is printed, port by port, must be the ones that are expected.
"""

import itertools

import pytest

import netredund
from netredund.interfaces import short_name
from netredund.prediction import predict_tree
from netredund.topology import Bridge, End, Link, Port, Topology

NETWORKS = {
    "two parallel links": (
        {"sw1": "idx63597365319__sw1_vlan10_rstp_peer_stp",
         "sw2": "idx63597365319__sw2_vlan10_rstp_altn_peer_stp"},
        [["sw1 Et0/1 - sw2 Et0/1", "sw1 Et0/2 - sw2 Et0/2"]],
    ),
}  # fmt: skip
ROLES = {"Root": "root", "Desg": "designated", "Altn": "alternate", "Back": "backup"}


def read(captures, name, file):
    """Return a bridge as its capture shows it, and the printed role of each port."""
    text = (captures / "show_spanning-tree" / f"{file}.txt").read_bytes()
    instance = netredund.parse("show spanning-tree", text).instances[0]
    ports = {
        short_name(row.interface): Port(
            name=short_name(row.interface),
            cost=row.cost,
            priority=row.port_priority,
            number=row.port_number,
        )
        for row in instance.ports
    }
    bridge = Bridge(
        name=name,
        address=instance.bridge.address,
        priority=instance.bridge.effective_priority,
        ports=ports,
    )
    printed = {
        End(name, short_name(row.interface)): (ROLES[row.role], str(row.state))
        for row in instance.ports
    }
    return bridge, printed, (instance.root.is_self, instance.root.cost or 0)


def list_cablings(printed):
    """Yield every way to join each designated port to one of another bridge that hears it."""
    talks = [end for end, (role, _) in printed.items() if role == "designated"]
    hears = [end for end, (role, _) in printed.items() if role != "designated"]
    for order in itertools.permutations(talks, len(hears)):
        if all(near.bridge != far.bridge for near, far in zip(hears, order, strict=True)):
            rest = set(talks) - set(order)
            yield list(zip(order, hears, strict=True)), rest


@pytest.mark.parametrize("name", NETWORKS)
def test_what_real_switches_print_is_predicted(captures, name):
    files, expected = NETWORKS[name]
    bridges, printed, roots = {}, {}, {}
    for switch, file in files.items():
        bridges[switch], said, roots[switch] = read(captures, switch, file)
        printed.update(said)
    fits = []
    for cabling, rest in list_cablings(printed):
        links = tuple(Link(pair) for pair in cabling)
        parts = dict(bridges)
        for end in rest:  # designated, and nobody of the network behind it
            port = parts[end.bridge].ports[end.port]
            hosts = {**parts[end.bridge].ports, end.port: Port(
                name=port.name, cost=port.cost, priority=port.priority, number=port.number, up=True,
            )}  # fmt: skip
            parts[end.bridge] = Bridge(
                name=end.bridge, address=bridges[end.bridge].address,
                priority=bridges[end.bridge].priority, ports=hosts,
            )  # fmt: skip
        tree = predict_tree(Topology(bridges=parts, links=links))
        words = {"FWD": "forwarding", "BLK": "blocking"}
        got = {end: tree.bridges[end.bridge].ports[end.port] for end in printed}
        if all(
            (port.role.value, port.state.value) == (printed[end][0], words[printed[end][1]])
            for end, port in got.items()
        ) and all(
            (tree.bridges[switch].root == switch, tree.bridges[switch].root_cost) == roots[switch]
            for switch in files
        ):
            fits.append(sorted(f"{near} - {far}" for near, far in cabling))
    assert fits == expected
