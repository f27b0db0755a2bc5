"""What 802.1D and IOS make of small networks, one rule each."""

import pytest

from netredund.prediction import predict_tree
from netredund.topology import BridgeKind, parse_topology
from tests.prediction.networks import TRIANGLE, blocked, findings, roles


def change(*pairs):
    """Return the triangle with texts replaced, each of which must be there."""
    text = TRIANGLE
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


LEGS = "eth0: {cost: 1}, eth1: {cost: 1}"
# Measured on kernel bridges with the costs of switches set by hand: which end stops forwarding.
MEASURED = {
    "leg cost 4, priority 32768": (
        [(LEGS, "eth0: {cost: 4}, eth1: {cost: 4}"), ("61440", "32768"), ("32769", "32778")],
        ["sw2 Gi0/1"],
    ),
    "leg cost 5": ([(LEGS, "eth0: {cost: 5}, eth1: {cost: 5}")], ["web1 eth1"]),
    "leg cost 4, priority 61440": ([(LEGS, "eth0: {cost: 4}, eth1: {cost: 4}")], ["web1 eth1"]),
    "leg 10G": ([(LEGS, "eth0: {cost: 2}, eth1: {cost: 2}")], ["sw2 Gi0/1"]),
    "long on the switches": (
        [("cost: 4", "cost: 20000"), (LEGS, "eth0: {cost: 5}, eth1: {cost: 5}")], ["sw2 Gi0/1"],
    ),
    "long everywhere": (
        [("cost: 4", "cost: 20000"), (LEGS, "eth0: {cost: 20000}, eth1: {cost: 20000}")],
        ["web1 eth1"],
    ),
    "cost 200 on the server-facing ports changes nothing": (
        [("Gi0/1: {cost: 4}", "Gi0/1: {cost: 200}"),
         (LEGS, "eth0: {cost: 5}, eth1: {cost: 5}")],
        ["web1 eth1"],
    ),
    "the link between the switches is 100M": (
        [("Gi0/24: {cost: 4}", "Gi0/24: {cost: 19}")], ["sw2 Gi0/24"],
    ),
    "100M link, legs cost 200": (
        [("Gi0/24: {cost: 4}", "Gi0/24: {cost: 19}"), ("Gi0/1: {cost: 4}", "Gi0/1: {cost: 200}")],
        ["sw2 Gi0/1"],
    ),
    "all defaults: the server is root": (
        [("4097", "32778"), ("32769", "32778"), ("61440", "32768")], ["sw2 Gi0/24"],
    ),
    "STP off, the link in the lower ports": (
        [("kind: server,", "kind: server, stp: false,"),
         ("Gi0/24: {cost: 4}", "Gi0/24: {cost: 4, priority: 64}")],
        ["sw2 Gi0/1"],
    ),
    "STP off, 100M link": (
        [("kind: server,", "kind: server, stp: false,"),
         ("Gi0/24: {cost: 4}", "Gi0/24: {cost: 19}")],
        ["sw2 Gi0/24"],
    ),
    "STP off, 100M link, cost 200 on the leg": (
        [("kind: server,", "kind: server, stp: false,"),
         ("Gi0/24: {cost: 4}", "Gi0/24: {cost: 19}"), ("Gi0/1: {cost: 4}", "Gi0/1: {cost: 200}")],
        ["sw2 Gi0/1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURED)
def test_the_block_is_where_it_was_measured(name):
    pairs, expected = MEASURED[name]
    assert blocked(change(*pairs)) == expected


ONE_SWITCH = """
bridges:
  sw1: {priority: 1, address: 0019.e7aa.0001, ports: {
    Gi0/1: {cost: 4}, Gi0/2: {cost: 4}}}
  web1: {kind: server, priority: 61440, address: 5254.0000.0001, ports: {
    eth0: {cost: 5}, eth1: {cost: 5}}}
links:
  - [sw1, Gi0/1, web1, eth0]
  - [sw1, Gi0/2, web1, eth1]
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Gi0/1", "Gi0/1", "web1 eth1"),
        ("Gi0/2: {cost: 4}", "Gi0/2: {cost: 4, priority: 16}", "web1 eth0"),
        ("Gi0/1: {cost: 4}", "Gi0/1: {cost: 200}", "web1 eth1"),
        ("eth0: {cost: 5}", "eth0: {cost: 6}", "web1 eth0"),
    ],
    ids=["equal", "port-priority on the switch", "cost on the switch", "cost on the server"],
)
def test_two_legs_on_one_switch(old, new, expected):
    assert blocked(ONE_SWITCH.replace(old, new)) == [expected]


def test_two_legs_of_a_transparent_server_on_one_switch_make_a_backup_port():
    off = ONE_SWITCH.replace("kind: server,", "kind: server, stp: false,")
    assert roles(off)["sw1 Gi0/2"] == "backup blocking"


def test_a_cable_onto_the_same_bridge_makes_a_backup_port():
    text = """
bridges: {sw1: {priority: 1, address: 0019.e7aa.0001, ports: {p1: {cost: 4}, p2: {cost: 4}}}}
links: [[sw1, p2, sw1, p1]]
"""
    assert roles(text) == {"sw1 p1": "designated forwarding", "sw1 p2": "backup blocking"}


def test_a_shared_segment_has_one_designated_port():
    text = """
bridges:
  a: {priority: 1, address: 0019.e7aa.0001, ports: {p1: {cost: 4}}}
  b: {priority: 2, address: 0019.e7aa.0002, ports: {p1: {cost: 4}, p2: {cost: 4}}}
  c: {priority: 3, address: 0019.e7aa.0003, ports: {p1: {cost: 4}}}
links: [[a, p1, b, p1, b, p2, c, p1]]
"""
    assert roles(text) == {
        "a p1": "designated forwarding",
        "b p1": "root forwarding",
        "b p2": "alternate blocking",
        "c p1": "root forwarding",
    }


def test_islands_elect_their_own_roots():
    cut = TRIANGLE.replace("  - [sw1, Gi0/24, sw2, Gi0/24]\n  - [sw1, Gi0/1, web1, eth0]\n", "")
    tree = predict_tree(parse_topology(cut))
    assert tree.list_roots() == ("sw1", "sw2")
    assert tree.bridges["sw1"].ports["Gi0/24"].reason == "no link"


def test_root_guard_breaks_a_healthily_blocked_leg():
    guarded = change(
        (
            "0002, ports: {\n    Gi0/1: {cost: 4}",
            "0002, ports: {\n    Gi0/1: {cost: 4, guard: root}",
        ),
    )
    assert roles(guarded)["sw2 Gi0/1"] == "designated broken"
    assert findings(guarded) == [("tree.broken", "sw2 Gi0/1")]


def test_root_guard_on_the_roots_leg_stays_quiet():
    guarded = TRIANGLE.replace("Gi0/1: {cost: 4}", "Gi0/1: {cost: 4, guard: root}", 1)
    assert blocked(guarded) == ["sw2 Gi0/1"]
    assert findings(guarded) == []


def test_root_guard_keeps_a_better_bridge_from_being_root():
    text = """
bridges:
  a: {priority: 4097, address: 0019.e7aa.0001, ports: {p1: {cost: 4, guard: root}, p2: {cost: 4}}}
  b: {priority: 8193, address: 0019.e7aa.0002, ports: {p1: {cost: 4}}}
  rogue: {priority: 1, address: 0019.e7aa.0003, ports: {p1: {cost: 4}}}
links: [[a, p1, rogue, p1], [a, p2, b, p1]]
"""
    tree = predict_tree(parse_topology(text))
    assert tree.bridges["b"].root == "a"
    assert tree.bridges["a"].ports["p1"].reason == "ROOT_Inc"


def test_bpdu_guard_takes_both_ends_down():
    guarded = TRIANGLE.replace("Gi0/1: {cost: 4}", "Gi0/1: {cost: 4, bpdu_guard: true}", 1)
    assert roles(guarded)["sw1 Gi0/1"] == "disabled disabled"
    assert roles(guarded)["web1 eth0"] == "disabled disabled"
    assert findings(guarded) == [("tree.bpdu-guard", "sw1 Gi0/1")]


def test_bpdu_guard_without_a_bridge_behind_it_is_quiet():
    text = """
bridges:
  sw1: {priority: 1, address: 0019.e7aa.0001, ports: {p1: {cost: 4, bpdu_guard: true, up: true}}}
"""
    assert roles(text) == {"sw1 p1": "designated forwarding"}


def test_bpdu_guard_hears_the_other_switch_through_a_transparent_server():
    guarded = change(
        ("Gi0/1: {cost: 4}", "Gi0/1: {cost: 4, bpdu_guard: true}"),
        ("kind: server,", "kind: server, stp: false,"),
    )
    assert [check for check, _ in findings(guarded)] == ["tree.bpdu-guard"] * 2


def test_bpdu_filter_on_a_ring_is_a_loop():
    filtered = TRIANGLE.replace("Gi0/1: {cost: 4}", "Gi0/1: {cost: 4, bpdu_filter: true}")
    assert blocked(filtered) == []
    assert [check for check, _ in findings(filtered)] == ["tree.loop"]


def test_two_transparent_bridges_in_a_ring_are_a_loop():
    text = """
bridges:
  a: {priority: 1, address: 0019.e7aa.0001, stp: false, ports: {p1: {cost: 4}, p2: {cost: 4}}}
  b: {priority: 1, address: 0019.e7aa.0002, stp: false, ports: {p1: {cost: 4}, p2: {cost: 4}}}
links: [[a, p1, b, p1], [a, p2, b, p2]]
"""
    assert [check for check, _ in findings(text)] == ["tree.loop"]


@pytest.mark.parametrize(("count", "expected"), [(21, []), (22, ["s21"])])
def test_a_bridge_beyond_max_age_is_a_finding(count, expected):
    bridges = "\n".join(
        f"  s{place}: {{priority: {place}, address: 0019.e7aa.{place:04d},"
        " ports: {a: {cost: 1}, b: {cost: 1}}}"
        for place in range(count)
    )
    links = "\n".join(f"  - [s{place}, b, s{place + 1}, a]" for place in range(count - 1))
    found = findings(f"bridges:\n{bridges}\nlinks:\n{links}\n")
    assert found == [("tree.diameter", name) for name in expected]


CHANNEL = """
bridges:
  sw1: {priority: 1, address: 0019.e7aa.0001, ports: {
    Po1: {speed: 100, members: [Fa0/1, Fa0/2], number: 65}, Fa0/3: {cost: 15}}}
  sw2: {priority: 2, address: 0019.e7aa.0002, ports: {
    Po1: {speed: 100, members: [Fa0/1, Fa0/2], number: 65}, Fa0/3: {cost: 15}}}
links:
  - [sw1, Fa0/1, sw2, Fa0/1]
  - [sw1, Fa0/2, sw2, Fa0/2]
  - [sw1, Fa0/3, sw2, Fa0/3]
"""


def test_a_port_channel_is_one_port_with_the_cost_of_its_sum():
    tree = predict_tree(parse_topology(CHANNEL))
    assert (tree.bridges["sw2"].root_port, tree.bridges["sw2"].root_cost) == ("Po1", 12)


def test_a_lost_member_makes_a_port_channel_dearer():
    lost = CHANNEL.replace("  - [sw1, Fa0/2, sw2, Fa0/2]\n", "")
    tree = predict_tree(parse_topology(lost))
    assert (tree.bridges["sw2"].root_port, tree.bridges["sw2"].root_cost) == ("Fa0/3", 15)


def test_a_configured_cost_stays_when_a_member_is_lost():
    lost = CHANNEL.replace("  - [sw1, Fa0/2, sw2, Fa0/2]\n", "")
    lost = lost.replace("speed: 100", "speed: 100, cost: 12")
    assert predict_tree(parse_topology(lost)).bridges["sw2"].root_port == "Po1"


def test_a_port_channel_below_min_links_is_down():
    lost = CHANNEL.replace("  - [sw1, Fa0/2, sw2, Fa0/2]\n", "")
    lost = lost.replace("speed: 100", "speed: 100, min_links: 2", 1)
    tree = predict_tree(parse_topology(lost))
    assert tree.bridges["sw1"].ports["Po1"].reason == "fewer members up than min-links"
    assert tree.bridges["sw2"].ports["Po1"].reason == "the other end is down"


def test_short_and_long_costs_mixed_make_the_long_side_flee_the_dear_way():
    """The switch with long costs goes round over any number of short ones."""
    text = """
bridges:
  a: {priority: 1, address: 0019.e7aa.0001, ports: {p1: {speed: 1000}, p2: {speed: 1000}}}
  b: {priority: 2, address: 0019.e7aa.0002, pathcost: long, ports: {
    p1: {speed: 1000}, p2: {speed: 100}}}
  c: {priority: 3, address: 0019.e7aa.0003, ports: {p1: {speed: 100}, p2: {speed: 100}}}
links: [[a, p1, b, p1], [a, p2, c, p1], [c, p2, b, p2]]
"""
    tree = predict_tree(parse_topology(text))
    assert (tree.bridges["b"].root_cost, tree.bridges["c"].root_cost) == (20000, 19)


VLANS = """
bridges:
  sw1: {priority: 32769, priorities: {10: 10, 20: 32788}, address: 0019.e7aa.0001, ports: {
    t1: {cost: 4, trunk: {native: 1, allowed: [1, 10, 20]}},
    t2: {cost: 4, costs: {20: 2}, trunk: {allowed: [1, 10, 20]}},
    a1: {cost: 19, vlan: 10}}}
  sw2: {priority: 32769, priorities: {10: 32778, 20: 20}, address: 0019.e7aa.0002, ports: {
    t1: {cost: 4, trunk: {native: 1, allowed: [1, 10]}},
    t2: {cost: 4, trunk: {allowed: [1, 10, 20]}},
    a1: {cost: 19, vlan: 10}}}
  web1: {kind: server, priority: 61440, address: 5254.0000.0001, ports: {
    eth0: {cost: 1}, eth1: {cost: 1}}}
links: [[sw1, t1, sw2, t1], [sw1, t2, sw2, t2], [sw1, a1, web1, eth0], [sw2, a1, web1, eth1]]
"""


def test_each_vlan_has_its_own_tree():
    assert blocked(VLANS, 1) == ["sw2 t2"]
    assert blocked(VLANS, 10) == ["sw2 a1", "sw2 t2"]
    assert blocked(VLANS, 20) == []


def test_a_vlan_that_one_end_does_not_allow_leaves_the_other_end_designated():
    assert roles(VLANS, 20)["sw1 t1"] == "designated forwarding"


def test_a_server_joins_the_tree_of_its_access_vlan():
    assert "web1 eth0" in roles(VLANS, 10)
    assert "web1 eth0" not in roles(VLANS, 20)


def test_trunks_of_different_native_vlans_break_both():
    mixed = VLANS.replace(
        "t1: {cost: 4, trunk: {native: 1,", "t1: {cost: 4, trunk: {native: 10,", 1
    )
    for vlan in (1, 10):
        assert roles(mixed, vlan)["sw1 t1"] == "designated broken"
        assert roles(mixed, vlan)["sw2 t1"] == "designated broken"
    assert roles(mixed, 20)["sw1 t1"] == "designated forwarding"


def test_access_ports_of_different_vlans_join_the_trees():
    text = """
bridges:
  sw1: {priority: 32778, address: 0019.e7aa.0001, ports: {a1: {cost: 19, vlan: 10}}}
  sw2: {priority: 32778, priorities: {20: 20}, address: 0019.e7aa.0002, ports: {
    a1: {cost: 19, vlan: 20}}}
links: [[sw1, a1, sw2, a1]]
"""
    assert roles(text, 10)["sw1 a1"] == "root forwarding"
    assert roles(text, 10)["sw2 VLAN 20 a1"] == "designated forwarding"


@pytest.mark.parametrize("seed", range(10))
def test_vlans_that_nothing_tells_apart_share_a_tree_that_is_right(seed):
    import random

    import msgspec

    from netredund.prediction import predict_vlans
    from netredund.topology.selection import select_vlan
    from tests.prediction.drawing import draw_topology

    random_ = random.Random(seed)
    topology = draw_topology(random_, 6, has_hubs=False)
    bridges = {}
    for name, bridge in topology.bridges.items():
        ports = {
            port.name: msgspec.structs.replace(
                port,
                native_vlan=1,
                allowed_vlans=random_.choice((((1, 12),), ((1, 5), (8, 12)), ((1, 9),))),
                vlan_costs={4: 7} if random_.random() < 0.2 else {},
            )
            for port in bridge.ports.values()
        }
        bridges[name] = msgspec.structs.replace(
            bridge, kind=BridgeKind.SWITCH, ports=ports, priorities={6: random_.randrange(4)}
        )
    topology = msgspec.structs.replace(topology, bridges=bridges)
    trees = predict_vlans(topology)
    assert set(trees) == set(range(1, 13))
    assert len({id(tree) for tree in trees.values()}) < 8
    for vlan, tree in trees.items():
        assert tree == predict_tree(select_vlan(topology, vlan)), vlan


ON_TRUNKS = """
bridges:
  sw1: {priority: 1, address: 0019.e7aa.0001, ports: {
    up: {cost: 4, trunk: {}}, web: {cost: 4, trunk: {native: NATIVE, allowed: [1, 10, 20]}}}}
  sw2: {priority: 32769, address: 0019.e7aa.0002, ports: {
    up: {cost: 4, trunk: {}}, web: {cost: 4, vlan: 1}}}
  web1: {kind: server, address: 5254.0000.0001, ports: {a: {cost: 5}, b: {cost: 5}}}
links: [[sw1, up, sw2, up], [sw1, web, web1, a], [sw2, web, web1, b]]
"""


@pytest.mark.parametrize(
    ("native", "vlan", "is_told"),
    [(1, 1, False), (1, 10, True), (10, 10, True), (10, 1, True), (1, 30, False)],
    ids=str,
)
def test_a_server_on_a_trunk_is_predicted_in_vlan_1_and_refused_elsewhere(native, vlan, is_told):
    from netredund.prediction import predict_vlan

    topology = parse_topology(ON_TRUNKS.replace("NATIVE", str(native)))
    findings = predict_vlan(topology, vlan).findings
    told = [each for each in findings if each.check == "tree.server-on-trunk"]
    assert [each.subject for each in told] == (["sw1 web"] if is_told else [])
    assert all(each.verdict.value == "unknown" for each in told)
