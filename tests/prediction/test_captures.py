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
    # Two of the three switches of a ring. Which of its two ports the root has towards s3 no role
    # tells; behind the designated port of s3 is the third switch, which is worse and was not kept.
    "two switches of a ring": (
        {"s1": "jjjfx__hw_s1_root", "s3": "jjjfx__hw_s3"},
        [["s1 Fa0/2 - s3 Fa0/4"], ["s1 Fa0/4 - s3 Fa0/4"]],
    ),
}  # fmt: skip
# What else shows several switches of one network, and why it judges nothing; for MST: test_regions.
UNUSABLE = {
    "all ports of s1 to s2 are missing: the third switch was printed when more links were up": (
        "jjjfx__hw_s1_root", "jjjfx__hw_s2_three_altn",
    ),
    "the root is not among them, and s2 was printed when more links were up than s3 shows": (
        "gafisher__iosvl2_s3", "gafisher__iosvl2_s2_three_altn",
    ),
    "two ends of one segment are designated both: r3 was printed after its cost was changed": (
        "ant27__3745_r2", "ant27__3745_r3_cost18",
    ),
    "of another network than the routers of the same person, and alone": ("ant27__iol_s2_altn",),
    "s1 is listening, and who is behind the alternate port of s3 was not kept": (
        "grom1984__iol_s1_lis", "grom1984__iol_s3_altn",
    ),
    "the second switch that sw2 hears was not kept, and may be on either of its ports": (
        "artysleep__msk-sw2", "artysleep__msk-sw4",
    ),
    "roots of trees of their own, with no port that hears anybody": (
        "artysleep__spb-sw9", "artysleep__ckd-sw10",
    ),
    "the ports of the root are others than those that the access switch is wired to": (
        "hosseinoliabak__3750_sw1_root", "hosseinoliabak__3750_access_uplinkfast",
    ),
    "learning still": ("idx63597365319__sw6_vlan10_rstp_desg_lrn",),
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


def test_what_is_unusable_is_there(captures):
    names = {name for files in UNUSABLE.values() for name in files}
    assert not [n for n in names if not (captures / "show_spanning-tree" / f"{n}.txt").exists()]
