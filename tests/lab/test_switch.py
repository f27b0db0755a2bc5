"""One switch as a whole: interfaces, addresses, neighbours, bundles that go, power."""

import pytest

from netredund.lab.clock import Clock
from netredund.lab.config import ChannelMode, PathCostMethod, PortMode, SwitchConfig, TreeMode
from netredund.lab.costs import long_cost, short_cost
from netredund.lab.frames.frame import PROBE_TYPE, read_frame, write_frame
from netredund.lab.link import Cable
from netredund.lab.port import PortHardware
from netredund.lab.status import InterfaceStatus
from netredund.lab.switch import Switch
from tests.lab.bench import MODEL, Bench, add_vlans, bundle, flags, port_name, set_stanza, states

ACTIVE = ChannelMode.ACTIVE


def status(switch: Switch, name: int | str) -> InterfaceStatus:
    found = switch.interface(name if isinstance(name, str) else port_name(name))
    assert found is not None
    return found


def two() -> tuple[Bench, Switch, Switch, Cable]:
    bench = Bench(TreeMode.RAPID_PVST)
    first, second = bench.switch("A", 0), bench.switch("B")
    return bench, first, second, bench.join(first, 1, second, 1)


# interfaces


@pytest.mark.parametrize(
    ("change", "line", "protocol", "word"),
    [
        ({}, "up", "up", "connected"),
        ({"shutdown": True}, "administratively down", "down", "disabled"),
        ({"speed": 10}, "down", "down", "notconnect"),
        ({"channel_group": 1, "channel_mode": ACTIVE}, "up", "down", "suspended"),
    ],
    ids=["up", "shut", "speed differs", "suspended"],
)
def test_interface_says_how_it_is(
    change: dict[str, object], line: str, protocol: str, word: str
) -> None:
    bench, first, _, _ = two()
    set_stanza(first, 1, **change)
    bench.run(20)
    found = status(first, 1)
    assert (found.line, found.protocol, found.status) == (line, protocol, word)


def test_far_end_of_a_shut_port_is_not_connected() -> None:
    bench, first, second, _ = two()
    set_stanza(first, 1, shutdown=True)
    assert status(second, 1).status == "notconnect"
    assert "Interface FastEthernet0/1, changed state to administratively down" in bench.texts(
        "CHANGED"
    )


def test_speed_and_duplex_say_what_runs_and_what_was_told() -> None:
    bench, first, second, _ = two()
    found = status(first, 1)
    assert (found.speed, found.speed_auto, found.duplex, found.duplex_auto) == (
        100,
        True,
        "full",
        True,
    )
    set_stanza(first, 1, speed=100, duplex="full")
    found = status(first, 1)
    assert (found.speed_auto, found.duplex_auto) == (False, False)
    assert (status(first, 2).speed, status(first, 2).duplex) == (None, None)


def test_interface_that_does_not_exist_is_none() -> None:
    _, first, _, _ = two()
    assert first.interface("FastEthernet0/99") is None
    assert [each.name for each in first.interfaces()] == [port_name(each) for each in range(1, 9)]


def test_counters_count_both_ways_with_the_check_sequence() -> None:
    bench, first, second, _ = two()
    bench.run(0.5)
    before = status(second, 1).counters
    first.ports[port_name(1)].send(write_frame(b"\xff" * 6, bytes(6), PROBE_TYPE, bytes(46)))
    bench.run(0.001)
    after = status(second, 1).counters
    assert after.in_broadcasts - before.in_broadcasts == 1
    assert after.in_bytes - before.in_bytes == 64
    assert status(first, 1).counters.out_broadcasts >= 1


def test_port_has_an_address_behind_the_switches() -> None:
    _, first, _, _ = two()
    assert [status(first, port).address for port in (1, 2)] == [
        "0000.0001.0001",
        "0000.0001.0002",
    ]


def test_vlan_interface_is_up_while_a_port_forwards() -> None:
    bench, first, _, cable = two()
    bench.run(5)
    assert (first.vlan_interface_up(1), first.vlan_interface_up(10)) == (True, False)
    cable.cut()
    assert not first.vlan_interface_up(1)


# Port-channels


def test_port_channel_carries_trunk_and_bandwidth() -> None:
    bench, first, second, _ = two()
    bench.join(first, 2, second, 2)
    for switch in (first, second):
        for name in (1, 2, "Port-channel1"):
            set_stanza(switch, name, mode=PortMode.TRUNK)
        bundle(switch, (1, 2), ACTIVE)
    bench.run(10)
    found = status(first, "Port-channel1")
    assert (found.status, found.bandwidth_kbps, found.trunking) == ("connected", 200_000, True)
    (trunk,) = first.trunks()
    assert (trunk.interface, trunk.native_vlan, trunk.forwarding) == ("Port-channel1", 1, {1})
    (group,) = first.channel_groups()
    assert [each.load for each in group.members] == [0x55, 0xAA]
    assert group.last_bundled is not None and group.last_bundled[0] > 0


def test_shut_port_channel_shuts_its_members() -> None:
    bench, first, second, _ = two()
    bundle(first, (1,), ACTIVE)
    bundle(second, (1,), ACTIVE)
    bench.run(10)
    set_stanza(first, "Port-channel1", shutdown=True)
    assert status(first, "Port-channel1").status == "disabled"
    assert status(second, 1).status == "notconnect"


def test_member_that_leaves_its_group_bridges_again() -> None:
    bench, first, second, _ = two()
    bundle(first, (1,), ACTIVE)
    bundle(second, (1,), ACTIVE)
    bench.run(10)
    assert states(first) == {"Port-channel1": "Desg FWD"}
    for switch in (first, second):
        set_stanza(switch, 1, channel_group=None, channel_mode=None)
        del switch.config.interfaces["Port-channel1"]
        switch.apply()
    bench.run(10)
    assert states(first) == {"0/1": "Desg FWD"}
    assert first.channel_groups() == ()


def test_change_of_mode_keeps_the_bundle_for_active_and_passive() -> None:
    bench, first, second, _ = two()
    bundle(first, (1,), ACTIVE)
    bundle(second, (1,), ACTIVE)
    bench.run(10)
    bundle(first, (1,), ChannelMode.PASSIVE)
    bench.run(0.5)
    assert (flags(first), flags(second)) == ("P", "P")
    bundle(first, (1,), ChannelMode.ON)
    bench.run(200)
    assert (flags(first), flags(second)) == ("P", "s")


def test_apply_without_a_change_disturbs_nothing() -> None:
    bench, first, second, _ = two()
    bench.join(first, 2, second, 2)
    bundle(first, (1, 2), ACTIVE)
    bundle(second, (1, 2), ACTIVE)
    bench.run(60)
    seen = len(bench.log)
    tree = first.tree(1)
    assert tree is not None
    for _ in range(20):
        first.apply()
        second.apply()
        bench.run(0.1)
    after = first.tree(1)
    assert after is not None
    assert after.topology_changes == tree.topology_changes
    assert after.ports[0].transitions == tree.ports[0].transitions
    assert len(bench.log) == seen


# addresses


def send(switch: Switch, port: int, source: int, destination: int) -> None:
    """Have a frame come in on a port."""
    addresses = [bytes.fromhex("52540000") + each.to_bytes(2) for each in (destination, source)]
    frame = write_frame(addresses[0], addresses[1], PROBE_TYPE, bytes(46))
    switch.ports[port_name(port)].receive(frame)


def test_address_is_learned_moves_and_ages() -> None:
    bench, first, second, _ = two()
    bench.join(first, 2, second, 2)
    bench.run(5)
    send(first, 1, 7, 8)
    assert [(entry.interface, entry.address) for entry in first.mac_table()] == [
        (port_name(1), "5254.0000.0007")
    ]
    send(first, 2, 7, 8)
    assert [entry.interface for entry in first.mac_table()] == [port_name(2)]
    bench.run(301)
    assert first.mac_table() == ()


@pytest.mark.parametrize(
    ("aging_s", "after_s", "left"), [(10, 11, 0), (10, 9, 1), (0, 10_000, 1)], ids=str
)
def test_aging_time_is_as_configured_and_zero_is_never(
    aging_s: int, after_s: float, left: int
) -> None:
    bench, first, _, _ = two()
    first.config.mac_aging_s = aging_s
    bench.run(5)
    send(first, 1, 7, 8)
    bench.run(after_s)
    assert len(first.mac_table()) == left


@pytest.mark.parametrize(
    ("vlan", "interface", "left"),
    [(None, None, 0), (1, None, 0), (2, None, 1), (None, port_name(1), 0), (None, port_name(2), 1)],
    ids=str,
)
def test_cleared_table_forgets_what_was_named(
    vlan: int | None, interface: str | None, left: int
) -> None:
    bench, first, _, _ = two()
    bench.run(5)
    send(first, 1, 7, 8)
    first.clear_mac_table(vlan, interface)
    assert len(first.mac_table()) == left


def test_address_goes_with_the_link() -> None:
    bench, first, _, cable = two()
    bench.run(5)
    send(first, 1, 7, 8)
    cable.cut()
    assert first.mac_table() == ()


def test_blocked_port_learns_nothing() -> None:
    bench, first, second, _ = two()
    bench.join(first, 2, second, 2)
    bench.run(5)
    assert states(second)["0/2"] == "Altn BLK"
    send(second, 2, 7, 8)
    assert second.mac_table() == ()


def test_frame_of_a_vlan_that_the_port_does_not_carry_is_dropped() -> None:
    bench, first, second, _ = two()
    add_vlans(first, 10)
    bench.run(5)
    port = first.ports[port_name(1)]
    port.receive(write_frame(b"\xff" * 6, bytes(5) + b"\2", PROBE_TYPE, bytes(46), vlan=10))
    assert first.mac_table() == ()


def test_frames_of_the_native_vlan_leave_a_trunk_without_a_tag() -> None:
    bench, first, second, cable = two()
    for switch in (first, second):
        add_vlans(switch, 10, 20)
        set_stanza(switch, 1, mode=PortMode.TRUNK, native_vlan=10)
    hosts = bench.switch("H")
    for port, vlan in ((3, 10), (4, 20)):
        set_stanza(first, port, access_vlan=vlan, bpdufilter=True)
        set_stanza(hosts, port, bpdufilter=True)
        bench.join(first, port, hosts, port)
    bench.run(60)
    seen: list[int | None] = []

    def watch(_: object, raw: bytes) -> None:
        frame = read_frame(raw)
        if frame is not None and frame.kind == PROBE_TYPE:
            seen.append(frame.vlan)

    cable.watch(watch)
    for port in (3, 4):
        send(first, port, port, 9)
    bench.run(0.01)
    assert seen == [None, 20]


def test_known_address_reaches_only_its_port() -> None:
    bench, first, second, _ = two()
    third = bench.switch("C")
    bench.join(first, 3, third, 1)
    bench.run(5)
    send(first, 3, 9, 1)
    bench.run(0.01)
    before = status(third, 1).counters.in_frames
    send(first, 1, 7, 9)
    bench.run(0.001)
    assert status(third, 1).counters.in_frames == before + 1
    send(first, 3, 9, 7)
    bench.run(0.001)
    assert status(third, 1).counters.in_frames == before + 1


# neighbours


def test_cdp_names_the_other_switch_and_forgets_it() -> None:
    bench, first, second, cable = two()
    bench.run(0.5)
    (heard,) = first.neighbours("cdp")
    assert (heard.device, heard.interface, heard.port) == ("B", port_name(1), port_name(1))
    assert (heard.platform, heard.capabilities) == (MODEL.platform, ("Switch", "IGMP"))
    bench.run(30)
    assert first.neighbours("cdp")[0].left_s == 149
    cable.silence()
    bench.run(181)
    assert first.neighbours("cdp") == ()


@pytest.mark.parametrize("whole_switch", [True, False], ids=["no cdp run", "no cdp enable"])
def test_switch_without_cdp_neither_speaks_nor_listens(whole_switch: bool) -> None:
    bench = Bench()
    first, second = bench.switch("A"), bench.switch("B")
    if whole_switch:
        first.config.cdp_run = False
    else:
        set_stanza(first, 1, cdp=False)
    bench.join(first, 1, second, 1)
    bench.run(100)
    assert first.neighbours("cdp") == second.neighbours("cdp") == ()


def test_lldp_runs_when_told_to() -> None:
    bench = Bench()
    first, second = bench.switch("A"), bench.switch("B")
    bench.join(first, 1, second, 1)
    for switch in (first, second):
        switch.config.lldp_run = True
    set_stanza(second, 1, lldp_receive=False, description="to A")
    bench.run(40)
    assert second.neighbours("lldp") == ()
    (heard,) = first.neighbours("lldp")
    assert (heard.device, heard.port, heard.port_description) == ("B", "Fa0/1", "to A")
    assert (heard.chassis, heard.capabilities) == ("0000.0002.0000", ("B",))


def test_native_vlan_mismatch_is_logged() -> None:
    bench, first, second, _ = two()
    add_vlans(second, 10)
    set_stanza(second, 1, mode=PortMode.TRUNK, native_vlan=10)
    bench.run(61)
    assert (
        "Native VLAN mismatch discovered on FastEthernet0/1 (1), with B FastEthernet0/1 (10)."
    ) in bench.texts("NATIVE_VLAN_MISMATCH")


# power, and what it costs


def test_switch_without_power_is_gone_and_comes_back_as_it_was() -> None:
    bench, first, second, _ = two()
    bench.join(first, 2, second, 2)
    bundle(first, (1, 2), ACTIVE)
    bundle(second, (1, 2), ACTIVE)
    bench.run(60)
    first.power_off()
    assert (flags(second), first.trees(), first.channel_groups()) == ("DD", (), ())
    bench.run(10)
    first.power_on()
    bench.run(40)
    assert (flags(first), flags(second)) == ("PP", "PP")
    assert states(second) == {"Port-channel1": "Root FWD"}


def test_ports_without_a_link_cost_no_timers() -> None:
    clock = Clock()
    hardware = [PortHardware(port_name(number), number, (100,)) for number in range(1, 49)]
    for place in range(200):
        Switch(SwitchConfig(), hardware, clock, address=f"0200.0000.{place:02x}00", model=MODEL)
    assert clock.next_due_s() is None


@pytest.mark.parametrize(
    ("bandwidth", "short", "long"),
    [
        (10, 100, 2_000_000),
        (100, 19, 200_000),
        (200, 12, 100_000),
        (400, 8, 50_000),
        (1000, 4, 20_000),
        (2000, 3, 10_000),
        (3000, 3, 6660),
        (10000, 2, 2000),
        (40000, 1, 500),
        (100000, 1, 200),
    ],
)
def test_cost_of_a_bandwidth(bandwidth: int, short: int, long: int) -> None:
    assert (short_cost(bandwidth), long_cost(bandwidth)) == (short, long)


def test_pathcost_method_changes_the_tree_live() -> None:
    bench, first, second, _ = two()
    bench.run(5)
    for switch in (first, second):
        switch.config.pathcost_method = PathCostMethod.LONG
        switch.apply()
    tree = second.tree(1)
    assert tree is not None and tree.root_cost == 200_000
