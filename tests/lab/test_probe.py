"""Reachability between servers, the way that frames take, and how long a failure lasts."""

import pytest

from netredund.lab.config import ChannelMode, PortMode, TreeMode
from netredund.lab.link import RATE_PER_S, Cable
from netredund.lab.probe import Hop, Probe, measure_outage
from netredund.lab.servers.server import NicConfig, Server, ServerConfig
from netredund.lab.switch import Switch
from tests.lab.bench import Bench, add_vlans, bond, bundle, port_name, set_stanza


def network(
    mode: TreeMode, method: str = "active-backup", **options: object
) -> tuple[Bench, list[Cable], Server, Server]:
    """Return db1 on A and B with a leg each, and web1 with one leg on A."""
    bench = Bench(mode)
    first, second = bench.switch("A", 0), bench.switch("B")
    nics = {"eth0": NicConfig(100), "eth1": NicConfig(100)}
    db1 = bench.server(ServerConfig("db1", method, nics, **options))  # type: ignore[arg-type]
    web1 = bench.server(ServerConfig("web1", "active-backup", {"eth0": NicConfig(100)}))
    cables = [
        bench.join(first, 1, second, 1),
        bench.plug(first, 2, db1, "eth0"),
        bench.plug(second, 2, db1, "eth1"),
        bench.plug(first, 3, web1, "eth0"),
    ]
    bench.run(100)
    return bench, cables, web1, db1


def text(way: tuple[Hop, ...] | None) -> str:
    if way is None:
        return "lost"
    return " ".join([way[0].sender, *(hop.receiver for hop in way)])


def test_way_goes_over_the_active_leg_and_changes_with_it() -> None:
    bench, cables, web1, db1 = network(TreeMode.RAPID_PVST)
    probe = Probe(bench.clock, cables, web1, db1)
    assert text(probe.send()) == "web1 A db1"
    cables[1].cut()
    bench.run(0.5)
    assert text(probe.send()) == "web1 A B db1"
    cables[0].cut()
    bench.run(5)
    assert probe.send() is None


def test_outage_of_active_backup_is_the_polling_interval() -> None:
    bench, cables, web1, db1 = network(TreeMode.RAPID_PVST, miimon_ms=100)
    probe = Probe(bench.clock, cables, web1, db1)
    cables[1].cut()
    outage_s, way = measure_outage(probe, 3, interval_s=0.02)
    assert outage_s == pytest.approx(0.1, abs=0.03)
    assert text(way) == "web1 A B db1"


@pytest.mark.parametrize(
    ("mode", "least_s", "most_s"),
    [(TreeMode.RAPID_PVST, 20, 51), (TreeMode.PVST, 25, 51)],
    ids=["rapid-pvst", "pvst"],
)
def test_outage_of_a_bridging_server_is_that_of_802_1d(
    mode: TreeMode, least_s: float, most_s: float
) -> None:
    bench, cables, web1, db1 = network(mode, method="stp", priority=61440)
    probe = Probe(bench.clock, cables, web1, db1)
    assert text(probe.send()) == "web1 A db1"
    cables[1].cut()
    outage_s, way = measure_outage(probe, 60)
    assert text(way) == "web1 A B db1"
    assert least_s <= outage_s <= most_s


def test_tagged_way_between_access_ports_of_one_vlan() -> None:
    bench, cables, web1, db1 = network(TreeMode.RAPID_PVST)
    first, second = bench.switches["A"], bench.switches["B"]
    for switch in (first, second):
        add_vlans(switch, 10)
        set_stanza(switch, 1, mode=PortMode.TRUNK)
        set_stanza(switch, 2, access_vlan=10)
    probe = Probe(bench.clock, cables, web1, db1)
    bench.run(40)
    assert probe.send() is None
    set_stanza(first, 3, access_vlan=10)
    bench.run(40)
    assert text(probe.send()) == "web1 A db1"
    cables[1].cut()
    bench.run(1)
    assert text(probe.send()) == "web1 A B db1"
    address = first.mac_table()
    assert {entry.vlan for entry in address} == {10}


def test_bundle_carries_the_way_and_survives_a_leg() -> None:
    bench = Bench(TreeMode.RAPID_PVST)
    switch = bench.switch("A")
    db1, web1 = (
        bench.server(bond(lacp_fast=True)),
        bench.server(ServerConfig("web1", "active-backup", {"eth0": NicConfig(100)})),
    )
    cables = [
        bench.plug(switch, 1, db1, "eth0"),
        bench.plug(switch, 2, db1, "eth1"),
        bench.plug(switch, 3, web1, "eth0"),
    ]
    bundle(switch, (1, 2), ChannelMode.ACTIVE)
    bench.run(60)
    probe = Probe(bench.clock, cables, web1, db1)
    assert text(probe.send()) == "web1 A db1"
    assert [entry.interface for entry in switch.mac_table()] == ["Port-channel1", port_name(3)] or {
        entry.interface for entry in switch.mac_table()
    } == {"Port-channel1", port_name(3)}
    for cable in cables[:2]:
        cable.cut()
        outage_s, way = measure_outage(probe, 3, interval_s=0.02)
        assert text(way) == "web1 A db1"
        assert outage_s < 0.2
        cable.restore()
        bench.run(40)


def storm(switches: list[Switch], bench: Bench) -> list[Cable]:
    cables = []
    for near, far in zip(switches, switches[1:] + switches[:1], strict=True):
        cables.append(bench.join(near, 1, far, 2))
        for switch, port in ((near, 1), (far, 2)):
            set_stanza(switch, port, bpdufilter=True)
    return cables


def test_loop_goes_on_for_ever_and_leaves_the_lab_running() -> None:
    bench = Bench()
    switches = [bench.switch(name) for name in "ABC"]
    cables = storm(switches, bench)
    web1 = bench.server(ServerConfig("web1", "active-backup", {"eth0": NicConfig(100)}))
    bench.plug(switches[0], 3, web1, "eth0")
    bench.run(130)
    before = switches[1].ports[port_name(1)].counter.read()
    bench.run(10)
    after = switches[1].ports[port_name(1)].counter.read()
    rate = (after.in_broadcasts - before.in_broadcasts) / 10
    assert rate == pytest.approx(RATE_PER_S, rel=0.1)
    assert all(cable.up for cable in cables)
