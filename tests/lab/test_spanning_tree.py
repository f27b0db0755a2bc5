"""Spanning tree as the standards want it: trees, times, loops, guards, PVST+.

Virtual time. What Linux kernel bridges say of the same protocol is in test_kernel.py.
"""

import random
from collections.abc import Iterator

import pytest

from netredund.lab.clock import Clock
from netredund.lab.config import (
    Guard,
    LinkType,
    PathCostMethod,
    PortFast,
    PortMode,
    SwitchConfig,
    TreeMode,
    VlanConfig,
    VlanTree,
)
from netredund.lab.link import Cable
from netredund.lab.port import PortHardware
from netredund.lab.spanning_tree.bridge import Phase
from netredund.lab.status import PortState
from netredund.lab.switch import Switch
from tests.lab.bench import MODEL, Bench, add_vlans, port_name, set_stanza, states, tree_port
from tests.lab.kernel_networks import Bridge, Join, Network, lab_differences, roots, solve

SETTLE_S = 80  # max age, twice forward delay, and the topology change after it
MODES = {"stp": [TreeMode.PVST], "rstp": [TreeMode.RAPID_PVST], "mixed": list(TreeMode)}


# random networks


def draw(seed: int, modes: list[TreeMode]) -> tuple[Clock, Network]:
    """Return a random network of lab switches, joined by cables."""
    random_ = random.Random(seed)
    clock = Clock()
    count = random_.randint(3, 9)
    bridges = [
        Bridge(
            f"b{place}",
            False,
            random_.randrange(16) * 4096 + 1,
            f"0200.{random_.randrange(65536):04x}.{place:02x}00",
            random_.choice(modes),
        )
        for place in range(count)
    ]
    joins: list[Join] = []
    pairs = [(random_.randrange(place), place) for place in range(1, count)]
    for _ in range(random_.randint(1, 6)):
        near, far = random_.sample(range(count), 2)
        pairs.append((near, far))
    for near, far in pairs:
        ends = []
        for place in (near, far):
            bridges[place].ports.append(len(joins))
            bridges[place].costs.append(random_.choice((4, 19, 19, 100)))
            ends.append((place, len(bridges[place].ports)))
        joins.append(Join((ends[0], ends[1]), Cable(clock)))
    for bridge in bridges:
        bridge.switch = make_switch(bridge, clock)
    for join in joins:
        for place, number in join.ends:
            switch = bridges[place].switch
            assert switch is not None and join.cable is not None
            switch.attach(port_name(number), join.cable)
    return clock, Network(seed, bridges, joins, random_.randrange(len(joins)))


def make_switch(bridge: Bridge, clock: Clock) -> Switch:
    config = SwitchConfig(hostname=bridge.name, mode=bridge.mode)
    config.vlan_trees[1] = VlanTree(bridge.priority - 1)
    hardware = []
    for number, cost in enumerate(bridge.costs, start=1):
        hardware.append(PortHardware(port_name(number), number, (100,)))
        config.interface(port_name(number)).cost = cost
    return Switch(config, hardware, clock, address=bridge.address, model=MODEL)


def wrong(network: Network) -> list[str]:
    expected, demanded = solve(network), roots(network)
    found: list[str] = []
    for place in range(len(network.bridges)):
        found += lab_differences(network, place, expected, demanded[place])
    return found


def has_loop(network: Network) -> bool:
    """Say whether frames could circle now: links that forward at both ends close a ring."""
    group = list(range(len(network.bridges)))
    for join in network.joins:
        if not join.whole or not all(forwards(network, *end) for end in join.ends):
            continue
        near, far = (group[place] for place, _ in join.ends)
        if near == far:
            return True
        group = [near if each == far else each for each in group]
    return False


def forwards(network: Network, place: int, number: int) -> bool:
    switch = network.bridges[place].switch
    assert switch is not None
    port = switch.pvst.bridges[1].ports.get(port_name(number)) if switch.pvst.bridges else None
    return port is not None and port.phase.name == "FORWARDING"


def events(clock: Clock, network: Network) -> Iterator[tuple[str, float]]:
    """Let the network come up, lose a link and get it back, in steps."""
    cable = network.joins[network.cut].cable
    assert cable is not None
    for event in ("up", "cut", "restored"):
        if event == "cut":
            cable.cut()
        elif event == "restored":
            cable.restore()
        network.joins[network.cut].whole = event != "cut"
        for _ in range(int(SETTLE_S / 0.25)):
            clock.run_for(0.25)
            yield event, clock.now_s


@pytest.mark.parametrize("modes", MODES.values(), ids=MODES)
@pytest.mark.parametrize("seed", range(25))
def test_random_network_becomes_the_tree_and_never_loops(seed: int, modes: list[TreeMode]) -> None:
    clock, network = draw(seed, modes)
    right: dict[str, list[str]] = {}
    for event, now_s in events(clock, network):
        assert not has_loop(network), f"{event}, {now_s} s"
        right[event] = wrong(network) if now_s % SETTLE_S == 0 else right.get(event, [])
    assert right == {"up": [], "cut": [], "restored": []}


# times (802.1D-1998 table 8-3; 802.1w-2001)


def triangle(mode: TreeMode) -> tuple[Bench, Cable]:
    """Return A (root), B and C joined as a triangle, C blocking towards B; and the A-B cable."""
    bench = Bench(mode)
    first, second, third = bench.switch("A", 4096), bench.switch("B"), bench.switch("C")
    cable = bench.join(first, 1, second, 1)
    bench.join(second, 2, third, 2)
    bench.join(first, 3, third, 3)
    return bench, cable


def test_802_1d_port_listens_and_learns_forward_delay_each() -> None:
    bench, _ = triangle(TreeMode.PVST)
    seen = []
    for until_s in (14.9, 15.1, 29.9, 30.1):
        bench.clock.run_until(until_s)
        seen.append(tree_port(bench.switches["A"], 1).state.value)
    assert seen == ["LIS", "LRN", "LRN", "FWD"]


def test_802_1d_takes_max_age_and_two_forward_delays_after_an_indirect_loss() -> None:
    bench, cable = triangle(TreeMode.PVST)
    bench.run(60)
    cable.cut()
    third = bench.switches["C"]
    cut_s = bench.clock.now_s
    assert bench.clock.run_until_true(lambda: states(third)["0/2"] == "Desg FWD", 60)
    assert 45 <= bench.clock.now_s - cut_s <= 51


def test_802_1w_agrees_within_a_second() -> None:
    bench, cable = triangle(TreeMode.RAPID_PVST)
    bench.run(1)
    assert states(bench.switches["B"]) == {"0/1": "Root FWD", "0/2": "Desg FWD"}
    assert states(bench.switches["C"]) == {"0/2": "Altn BLK", "0/3": "Root FWD"}
    bench.run(60)
    cable.cut()
    bench.run(1)
    assert states(bench.switches["B"]) == {"0/2": "Root FWD"}
    assert states(bench.switches["C"]) == {"0/2": "Desg FWD", "0/3": "Root FWD"}


def test_802_1w_notices_silence_after_three_hellos() -> None:
    bench, cable = triangle(TreeMode.RAPID_PVST)
    bench.run(60)
    cable.silence()
    second = bench.switches["B"]
    cut_s = bench.clock.now_s
    assert bench.clock.run_until_true(lambda: states(second)["0/2"].startswith("Root"), 20)
    assert 4 <= bench.clock.now_s - cut_s <= 6.1


def test_802_1w_port_that_nobody_answers_waits_two_forward_delays() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    switch = bench.switch("A")
    far = bench.switch("B")
    set_stanza(far, 1, bpdufilter=True)
    bench.join(switch, 1, far, 1)
    bench.run(29.9)
    assert tree_port(switch, 1).state is PortState.LEARNING
    bench.run(0.2)
    assert tree_port(switch, 1).state is PortState.FORWARDING


def test_802_1w_new_root_port_forwards_once_the_old_one_is_discarding() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    first, second, third = bench.switch("A", 0), bench.switch("B"), bench.switch("C", 8192)
    bench.join(first, 1, second, 1)
    bench.join(second, 2, third, 2)
    bench.run(60)
    assert states(third) == {"0/2": "Root FWD"}
    bench.join(first, 3, third, 3)
    bench.run(1)
    assert states(third) == {"0/2": "Desg FWD", "0/3": "Root FWD"}


def test_802_1w_alternate_port_takes_over_from_a_root_port_that_turns_designated() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    first, second, third = bench.switch("A", 0), bench.switch("B"), bench.switch("C", 8192)
    cable = bench.join(first, 1, second, 1)
    bench.join(second, 2, third, 2)
    bench.join(first, 3, third, 3)
    set_stanza(third, 3, cost=200)
    bench.run(60)
    assert states(third) == {"0/2": "Root FWD", "0/3": "Altn BLK"}
    cable.cut()
    bench.run(1)
    assert states(third) == {"0/2": "Desg FWD", "0/3": "Root FWD"}
    assert states(second) == {"0/2": "Root FWD"}


def test_802_1w_old_root_port_discards_before_the_new_one_forwards() -> None:
    # 17.29.2 REROOT: nobody proposes on the port that takes over, so nothing but it tells the old
    # root port to discard, and the new one would wait forward delay twice
    bench = Bench(TreeMode.RAPID_PVST)
    first, second, third = bench.switch("A", 0), bench.switch("B"), bench.switch("C", 8192)
    cable = bench.join(first, 1, second, 1)
    bench.join(second, 2, third, 2)
    bench.join(first, 3, third, 3)
    set_stanza(third, 3, cost=200)
    bench.run(60)
    assert states(third) == {"0/2": "Root FWD", "0/3": "Altn BLK"}
    began: list[tuple[str, bool]] = []
    bridge = third.pvst.bridges[1]
    show = bridge.host.change_phase

    def note(port: str, phase: Phase) -> None:
        began.append((port.removeprefix("FastEthernet"), phase is Phase.FORWARDING))
        show(port, phase)

    bridge.host.change_phase = note  # type: ignore[method-assign]
    cable.cut()
    bench.run(1)
    assert ("0/2", False) in began and ("0/3", True) in began
    assert began.index(("0/2", False)) < began.index(("0/3", True))


def test_802_1w_port_that_nobody_answered_discards_when_a_better_root_proposes() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    switch, host, root = bench.switch("A"), bench.switch("H"), bench.switch("R", 0)
    set_stanza(host, 1, bpdufilter=True)
    bench.join(switch, 1, host, 1)
    bench.run(60)
    assert states(switch) == {"0/1": "Desg FWD"}
    bench.join(switch, 2, root, 1)
    bench.run(1)
    assert states(switch) == {"0/1": "Desg BLK", "0/2": "Root FWD"}


def test_802_1w_shared_link_waits_two_forward_delays() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    first, second = bench.switch("A", 0), bench.switch("B")
    set_stanza(first, 1, link_type=LinkType.SHARED)
    bench.join(first, 1, second, 1)
    bench.run(29)
    assert tree_port(first, 1).state is PortState.LEARNING


def test_root_that_gets_worse_hands_over() -> None:
    bench, _ = triangle(TreeMode.RAPID_PVST)
    bench.run(30)
    bench.switches["A"].config.tree(1).priority = 61440
    bench.switches["A"].apply()
    bench.run(30)
    for switch in bench.switches.values():
        tree = switch.tree(1)
        assert tree is not None
        assert (tree.root.priority, tree.root.address) == (32769, "0000.0002.0000")


@pytest.mark.parametrize("mode", TreeMode)
def test_timers_of_the_root_hold_everywhere(mode: TreeMode) -> None:
    bench = Bench(mode)
    first, second = bench.switch("A", 0), bench.switch("B")
    tree = first.config.tree(1)
    tree.hello_time, tree.max_age, tree.forward_time = 1, 10, 7
    first.apply()
    bench.join(first, 1, second, 1)
    bench.run(40)
    found = second.tree(1)
    assert found is not None
    assert (found.hello_s, found.max_age_s, found.forward_delay_s) == (1, 10, 7)
    assert found.configured_hello_s == 2


# falling back


def test_port_that_hears_the_old_protocol_falls_back_and_says_so() -> None:
    bench = Bench()
    new, old = bench.switch("A", 0, mode=TreeMode.RAPID_PVST), bench.switch("B")
    other = bench.switch("C", mode=TreeMode.RAPID_PVST)
    bench.join(new, 1, old, 1)
    bench.join(new, 2, other, 1)
    bench.run(60)
    assert tree_port(new, 1).peer_is_stp
    assert not tree_port(new, 2).peer_is_stp
    assert states(old) == {"0/1": "Root FWD"}


@pytest.mark.parametrize("clear", [True, False], ids=["cleared", "left"])
def test_detected_protocol_stays_until_it_is_cleared(clear: bool) -> None:
    bench = Bench()
    new, old = bench.switch("A", 0, mode=TreeMode.RAPID_PVST), bench.switch("B")
    cable = bench.join(new, 1, old, 1)
    bench.run(60)
    cable.silence(old.ports[port_name(1)])
    if clear:
        new.clear_detected_protocols(port_name(1))
    bench.run(30)
    assert tree_port(new, 1).peer_is_stp is not clear


def test_port_returns_to_the_rapid_protocol_when_it_hears_it() -> None:
    bench = Bench()
    new, old = bench.switch("A", 0, mode=TreeMode.RAPID_PVST), bench.switch("B")
    bench.join(new, 1, old, 1)
    bench.run(60)
    old.config.mode = TreeMode.RAPID_PVST
    old.apply()
    bench.run(30)
    assert not tree_port(new, 1).peer_is_stp
    assert not tree_port(old, 1).peer_is_stp


# topology changes


@pytest.mark.parametrize("mode", TreeMode)
def test_topology_change_makes_the_others_forget_addresses(mode: TreeMode) -> None:
    bench, cable = triangle(mode)
    bench.run(100)
    third = bench.switches["C"]
    third.table.learn(1, bytes.fromhex("5254000000aa"), port_name(3))
    before = third.tree(1)
    assert before is not None
    assert [entry.address for entry in third.mac_table()] == ["5254.0000.00aa"]
    cable.cut()
    bench.run(1 if mode is TreeMode.RAPID_PVST else 75)
    after = third.tree(1)
    assert after is not None
    assert third.mac_table() == ()
    assert after.topology_changes > before.topology_changes
    assert after.last_change_age_s is not None


def test_topology_change_flag_lasts_max_age_and_forward_delay_at_the_root() -> None:
    bench, _ = triangle(TreeMode.PVST)
    bench.run(100)
    first = bench.switches["A"]
    bench.join(first, 5, bench.switch("D"), 1)
    assert bench.clock.run_until_true(lambda: root_change(first), 40)
    began_s = bench.clock.now_s
    assert bench.clock.run_until_true(lambda: not root_change(first), 60)
    assert bench.clock.now_s - began_s == pytest.approx(35, abs=3)


def root_change(switch: Switch) -> bool:
    tree = switch.tree(1)
    assert tree is not None
    return tree.topology_change


def test_bridge_that_becomes_root_for_want_of_one_announces_a_change() -> None:
    # 802.1D-1998 8.7.4 and 8.6.14: its one port forwards all along, so nothing else would
    bench = Bench(TreeMode.PVST)
    root, other = bench.switch("A", 0), bench.switch("B")
    cable = bench.join(root, 1, other, 1)
    bench.run(120)
    assert states(other) == {"0/1": "Root FWD"}
    cable.silence()
    assert bench.clock.run_until_true(lambda: states(other) == {"0/1": "Desg FWD"}, 30)
    began_s = bench.clock.now_s
    assert root_change(other)
    assert bench.clock.run_until_true(lambda: not root_change(other), 60)
    assert bench.clock.now_s - began_s == pytest.approx(35, abs=1)


def test_root_that_finds_a_better_one_notifies_it_of_its_change() -> None:
    # 8.7.1: without the notice the better root would not know before a port forwards
    bench = Bench(TreeMode.PVST)
    root, other = bench.switch("A", 0), bench.switch("B")
    cable = bench.join(root, 1, other, 1)
    bench.run(120)
    cable.silence()
    assert bench.clock.run_until_true(lambda: root_change(other), 30)
    assert not root_change(root)
    cable.unsilence()
    assert bench.clock.run_until_true(lambda: states(other) == {"0/1": "Root FWD"}, 5)
    bench.run(1)
    assert root_change(root)


def test_edge_port_causes_no_topology_change() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    switch, host = bench.switch("A"), bench.switch("B")
    set_stanza(host, 1, bpdufilter=True)
    set_stanza(switch, 1, portfast=PortFast.EDGE)
    bench.join(switch, 1, host, 1)
    bench.run(1)
    tree = switch.tree(1)
    assert tree is not None
    assert (tree.ports[0].state.value, tree.topology_changes) == ("FWD", 0)


# PortFast and the guards


@pytest.mark.parametrize("mode", TreeMode)
def test_portfast_forwards_at_once_and_ends_with_a_bpdu(mode: TreeMode) -> None:
    bench = Bench(mode)
    switch, far = bench.switch("A"), bench.switch("B", 0)
    set_stanza(switch, 1, portfast=PortFast.EDGE)
    set_stanza(far, 1, bpdufilter=True)
    bench.join(switch, 1, far, 1)
    assert (tree_port(switch, 1).edge, tree_port(switch, 1).state.value) == (True, "FWD")
    set_stanza(far, 1, bpdufilter=None)
    bench.run(5)
    assert tree_port(switch, 1).edge is False


def test_global_portfast_is_for_access_ports() -> None:
    bench = Bench()
    switch, far = bench.switch("A"), bench.switch("B")
    switch.config.portfast_default = PortFast.EDGE
    set_stanza(switch, 2, mode=PortMode.TRUNK)
    for port in (1, 2):
        set_stanza(far, port, bpdufilter=True)
        bench.join(switch, port, far, port)
    assert tree_port(switch, 1).portfast_by_default
    assert tree_port(switch, 2).portfast is None


@pytest.mark.parametrize("by_default", [True, False], ids=["global", "interface"])
def test_bpduguard_disables_the_port_and_says_so(by_default: bool) -> None:
    bench = Bench()
    switch, far = bench.switch("A"), bench.switch("B", 0)
    switch.config.bpduguard_default = by_default
    set_stanza(switch, 1, portfast=PortFast.EDGE, bpduguard=None if by_default else True)
    bench.join(switch, 1, far, 1)
    bench.run(3)
    status = switch.interface(port_name(1))
    assert status is not None
    assert (status.status, status.reason, status.line) == ("err-disabled", "bpduguard", "down")
    assert bench.texts("BLOCK_BPDUGUARD") == [
        "Received BPDU on port Fa0/1 with BPDU Guard enabled. Disabling port."
    ]
    assert bench.texts("ERR_DISABLE") == [
        "bpduguard error detected on Fa0/1, putting Fa0/1 in err-disable state"
    ]


def test_shut_and_no_shut_ends_err_disable() -> None:
    bench = Bench()
    switch, far = bench.switch("A"), bench.switch("B", 0)
    set_stanza(switch, 1, bpduguard=True)
    bench.join(switch, 1, far, 1)
    bench.run(3)
    set_stanza(switch, 1, shutdown=True, bpduguard=None)
    set_stanza(switch, 1, shutdown=False)
    bench.run(3)
    status = switch.interface(port_name(1))
    assert status is not None
    assert (status.status, status.reason) == ("connected", None)


@pytest.mark.parametrize("cause", ["bpduguard", "all"])
def test_err_disable_recovers_after_the_interval(cause: str) -> None:
    bench = Bench()
    switch, far = bench.switch("A"), bench.switch("B", 0)
    switch.config.errdisable_recovery.add(cause)
    switch.config.errdisable_interval_s = 30
    set_stanza(switch, 1, bpduguard=True)
    cable = bench.join(switch, 1, far, 1)
    bench.run(3)
    status = switch.interface(port_name(1))
    assert status is not None and status.recovery_left_s == pytest.approx(28, abs=3)
    cable.silence(far.ports[port_name(1)])
    bench.run(31)
    status = switch.interface(port_name(1))
    assert status is not None and status.status == "connected"
    assert bench.texts("ERR_RECOVER") == [
        "Attempting to recover from bpduguard err-disable state on Fa0/1"
    ]


def test_bpdufilter_of_an_interface_wins_over_bpduguard() -> None:
    bench = Bench()
    switch, far = bench.switch("A"), bench.switch("B", 0)
    set_stanza(switch, 1, bpduguard=True, bpdufilter=True)
    bench.join(switch, 1, far, 1)
    bench.run(60)
    assert tree_port(switch, 1).state is PortState.FORWARDING
    assert (tree_port(switch, 1).bpdus_sent, tree_port(switch, 1).bpdus_received) == (0, 0)


def test_global_bpdufilter_sends_ten_and_falls_with_a_bpdu() -> None:
    bench = Bench()
    switch, far = bench.switch("A"), bench.switch("B", 0)
    switch.config.bpdufilter_default = True
    set_stanza(switch, 1, portfast=PortFast.EDGE)
    set_stanza(far, 1, bpdufilter=True)
    bench.join(switch, 1, far, 1)
    bench.run(100)
    assert tree_port(switch, 1).bpdus_sent == 10
    set_stanza(far, 1, bpdufilter=None)
    bench.run(5)
    assert tree_port(switch, 1).edge is False
    assert tree_port(switch, 1).role.value == "Root"


@pytest.mark.parametrize("mode", TreeMode)
def test_root_guard_blocks_a_better_root_and_lets_go_when_it_is_gone(mode: TreeMode) -> None:
    bench = Bench(mode)
    switch, far = bench.switch("A", 8192), bench.switch("B")
    set_stanza(switch, 1, guard=Guard.ROOT)
    bench.join(switch, 1, far, 1)
    bench.run(60)
    assert tree_port(switch, 1).state is PortState.FORWARDING
    far.config.tree(1).priority = 0
    far.apply()
    bench.run(5)
    port = tree_port(switch, 1)
    assert (port.role.value, port.state.value, port.inconsistency) == ("Desg", "BKN*", "ROOT_Inc")
    tree = switch.tree(1)
    assert tree is not None and tree.is_root
    assert bench.texts("ROOTGUARD_BLOCK") == [
        "Root guard blocking port FastEthernet0/1 on VLAN0001."
    ]
    far.config.tree(1).priority = 32768
    far.apply()
    bench.run(60)
    assert tree_port(switch, 1).state is PortState.FORWARDING
    assert len(bench.texts("ROOTGUARD_UNBLOCK")) == 1


@pytest.mark.parametrize("mode", TreeMode)
@pytest.mark.parametrize("by_default", [True, False], ids=["global", "interface"])
def test_loop_guard_blocks_a_port_that_hears_nothing_more(mode: TreeMode, by_default: bool) -> None:
    bench, cable = triangle(mode)
    second = bench.switches["B"]
    second.config.loopguard_default = by_default
    set_stanza(second, 1, guard=None if by_default else Guard.LOOP)
    bench.run(60)
    cable.silence(bench.switches["A"].ports[port_name(1)])
    bench.run(60)
    port = tree_port(second, 1)
    assert (port.state.value, port.inconsistency) == ("BKN*", "LOOP_Inc")
    assert port.loop_guard_by_default is by_default
    assert bench.texts("LOOPGUARD_BLOCK") == [
        "Loop guard blocking port FastEthernet0/1 on VLAN0001."
    ]
    cable.unsilence()
    bench.run(60)
    assert states(second)["0/1"] == "Root FWD"


# PVST+


def trunks(bench: Bench) -> tuple[Switch, Switch, Cable]:
    first, second = bench.switch("A", 4096), bench.switch("B")
    for switch in (first, second):
        add_vlans(switch, 10, 20)
        set_stanza(switch, 1, mode=PortMode.TRUNK)
    return first, second, bench.join(first, 1, second, 1)


@pytest.mark.parametrize("mode", TreeMode)
def test_every_vlan_of_a_trunk_has_a_tree_of_its_own(mode: TreeMode) -> None:
    bench = Bench(mode)
    first, second, _ = trunks(bench)
    second.config.tree(10).priority = 0
    second.apply()
    bench.run(60)
    roots_ = {tree.vlan: (tree.root.priority, tree.root.address) for tree in first.trees()}
    assert roots_ == {
        1: (4097, "0000.0001.0000"),
        10: (10, "0000.0002.0000"),
        20: (32788, "0000.0001.0000"),
    }
    assert tree_port(first, 1, 10).role.value == "Root"


def test_vlan_that_is_not_allowed_has_no_port_on_the_trunk() -> None:
    bench = Bench()
    first, _, _ = trunks(bench)
    set_stanza(first, 1, allowed_vlans=frozenset({1, 20}))
    bench.run(1)
    assert [tree.vlan for tree in first.trees()] == [1, 20]
    (trunk,) = first.trunks()
    assert (trunk.allowed, trunk.active) == ({1, 20}, {1, 20})


@pytest.mark.parametrize("mode", TreeMode)
def test_native_vlans_that_differ_break_both_vlans(mode: TreeMode) -> None:
    bench = Bench(mode)
    first, second, _ = trunks(bench)
    set_stanza(first, 1, native_vlan=10)
    bench.run(60)
    found = {
        tree.vlan: (tree.ports[0].state.value, tree.ports[0].inconsistency)
        for tree in second.trees()
    }
    assert found == {1: ("BKN*", "PVID_Inc"), 10: ("BKN*", "PVID_Inc"), 20: ("FWD", None)}
    assert bench.texts("RECV_PVID_ERR")[0] in (
        "Received BPDU with inconsistent peer vlan id 10 on FastEthernet0/1 VLAN1.",
        "Received BPDU with inconsistent peer vlan id 1 on FastEthernet0/1 VLAN10.",
    )
    assert "Blocking FastEthernet0/1 on VLAN0010. Inconsistent local vlan." in bench.texts(
        "BLOCK_PVID_LOCAL"
    )
    set_stanza(first, 1, native_vlan=None)
    bench.run(90)
    assert {tree.vlan: tree.ports[0].state.value for tree in second.trees()} == {
        1: "FWD",
        10: "FWD",
        20: "FWD",
    }


def test_trunk_against_access_port_is_a_type_inconsistency() -> None:
    bench = Bench()
    first, second, _ = trunks(bench)
    set_stanza(second, 1, mode=PortMode.ACCESS)
    bench.run(60)
    port = tree_port(second, 1)
    assert (port.state.value, port.inconsistency) == ("BKN*", "TYPE_Inc")
    assert first.trunks() != () and second.trunks() == ()


def test_access_ports_join_their_vlans_whatever_they_are() -> None:
    bench = Bench()
    first, second = bench.switch("A", 0), bench.switch("B")
    add_vlans(first, 10)
    add_vlans(second, 20)
    set_stanza(first, 1, access_vlan=10)
    set_stanza(second, 1, access_vlan=20)
    bench.join(first, 1, second, 1)
    bench.run(60)
    tree = second.tree(20)
    assert tree is not None
    assert (tree.root.priority, tree.root.address) == (32778, "0000.0001.0000")


def test_vlan_without_spanning_tree_forwards_everywhere() -> None:
    bench = Bench()
    first, second, _ = trunks(bench)
    first.config.vlan_trees[20] = VlanTree(enabled=False)
    first.apply()
    bench.run(1)
    assert first.tree(20) is None
    assert first.trunks()[0].forwarding == {20}


@pytest.mark.parametrize("state", [VlanConfig(shutdown=True), VlanConfig(suspended=True), None])
def test_vlan_that_is_not_active_has_no_tree(state: VlanConfig | None) -> None:
    bench = Bench()
    first, _, _ = trunks(bench)
    if state is None:
        del first.config.vlans[20]
    else:
        first.config.vlans[20] = state
    first.apply()
    assert [tree.vlan for tree in first.trees()] == [1, 10]


def test_bridge_without_extended_system_id_has_an_address_per_vlan() -> None:
    bench = Bench()
    first, _, _ = trunks(bench)
    first.config.extend_system_id = False
    first.apply()
    bench.run(1)
    assert [(tree.bridge.priority, tree.bridge.address) for tree in first.trees()] == [
        (4096, "0000.0001.0000"),
        (32768, "0000.0001.0001"),
        (32768, "0000.0001.0002"),
    ]


# costs and priorities


@pytest.mark.parametrize(
    ("method", "cost"), [(None, 19), (PathCostMethod.LONG, 200000)], ids=["short", "long"]
)
def test_cost_follows_speed_and_method(method: PathCostMethod | None, cost: int) -> None:
    bench = Bench()
    first, second, _ = trunks(bench)
    first.config.pathcost_method = method
    first.apply()
    assert tree_port(first, 1).cost == cost


def test_cost_and_priority_of_a_vlan_win_over_those_of_the_port() -> None:
    bench = Bench()
    first, _, _ = trunks(bench)
    set_stanza(first, 1, cost=50, port_priority=64)
    stanza = first.config.interface(port_name(1))
    stanza.vlan_cost[10] = 7
    stanza.vlan_port_priority[20] = 16
    first.apply()
    found = [(tree.ports[0].cost, tree.ports[0].port.priority) for tree in first.trees()]
    assert found == [(50, 64), (7, 64), (50, 16)]


def test_port_priority_of_the_other_end_chooses_between_equal_links() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    first, second = bench.switch("A", 0), bench.switch("B")
    for port in (1, 2):
        bench.join(first, port, second, port)
    bench.run(5)
    assert states(second) == {"0/1": "Root FWD", "0/2": "Altn BLK"}
    set_stanza(first, 2, port_priority=16)
    bench.run(5)
    assert states(second) == {"0/1": "Altn BLK", "0/2": "Root FWD"}


@pytest.mark.parametrize("mode", TreeMode)
def test_ports_of_one_switch_joined_to_each_other_are_designated_and_backup(
    mode: TreeMode,
) -> None:
    bench = Bench(mode)
    switch = bench.switch("A")
    bench.join(switch, 3, switch, 4)
    bench.run(60)
    assert states(switch) == {"0/3": "Desg FWD", "0/4": "Back BLK"}


@pytest.mark.parametrize("mode", TreeMode)
def test_root_guard_configured_on_the_way_to_the_root_cuts_it(mode: TreeMode) -> None:
    bench = Bench(mode)
    first, second = bench.switch("A", 0), bench.switch("B")
    bench.join(first, 1, second, 1)
    bench.run(60)
    set_stanza(second, 1, guard=Guard.ROOT)
    bench.run(5)
    tree = second.tree(1)
    assert tree is not None and tree.is_root
    assert tree_port(second, 1).inconsistency == "ROOT_Inc"
    set_stanza(second, 1, guard=Guard.LOOP)
    bench.run(60)
    assert states(second) == {"0/1": "Root FWD"}


def test_mode_changed_live_builds_the_trees_anew() -> None:
    bench, _ = triangle(TreeMode.PVST)
    bench.run(60)
    for switch in bench.switches.values():
        switch.config.mode = TreeMode.RAPID_PVST
        switch.apply()
    bench.run(40)
    assert states(bench.switches["C"]) == {"0/2": "Altn BLK", "0/3": "Root FWD"}
    tree = bench.switches["C"].tree(1)
    assert tree is not None and tree.protocol == "rstp"


def test_routed_port_has_no_tree() -> None:
    bench = Bench()
    first, _, _ = trunks(bench)
    set_stanza(first, 1, switchport=False)
    assert first.trees() == ()
