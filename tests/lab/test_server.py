"""Simulated Linux servers: what they do to the trees, and that they print what Linux prints.

The recordings are of a real kernel in the situations that the tests build again.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from netredund.errors import LabError
from netredund.lab.clock import Clock
from netredund.lab.config import ChannelMode, LacpRate, PathCostMethod, SwitchConfig, TreeMode
from netredund.lab.link import Cable
from netredund.lab.port import PortHardware
from netredund.lab.servers.server import NicConfig, Server, ServerConfig
from netredund.lab.switch import Switch
from tests.conftest import SHARED
from tests.lab.bench import MODEL, Bench, bond, bundle, flags, port_name, set_stanza, states

ACTIVE = ChannelMode.ACTIVE


# where the block appears: measured with kernel bridges for all three parts, costs set by hand


class Triangle:
    """Switch A (root) and B joined by a link, and a server bridge with a leg on each."""

    def __init__(
        self,
        *,
        link: int = 4,
        switch_leg: int = 4,
        server_leg: int | None = 4,
        server_priority: int = 32768,
        guard: int | None = None,
        root: int | None = 4096,
        stp: bool = True,
    ) -> None:
        self.bench = Bench(TreeMode.PVST)
        self.first, self.second = self.bench.switch("A", root), self.bench.switch("B")
        for switch in (self.first, self.second):
            switch.config.interface(port_name(1)).cost = link
            switch.config.interface(port_name(2)).cost = guard or switch_leg
        nic = NicConfig(speed=100, cost=server_leg)
        self.server = self.bench.server(
            ServerConfig(
                "web1",
                "stp" if stp else "bridge",
                {"eth0": nic, "eth1": nic},
                priority=server_priority,
            )
        )
        for switch in (self.first, self.second):
            switch.apply()
        self.bench.join(self.first, 1, self.second, 1)
        self.bench.plug(self.first, 2, self.server, "eth0")
        self.bench.plug(self.second, 2, self.server, "eth1")
        self.bench.run(120)

    def blocked(self) -> set[str]:
        """Return every end that does not forward."""
        found = set()
        for name, switch in self.bench.switches.items():
            for port, state in states(switch).items():
                if not state.endswith("FWD"):
                    found.add(f"{name} {'link' if port == '0/1' else 'leg'}")
        for row in json.loads(self.server.show("bridge -d -j link")):
            if row["state"] != "forwarding":
                found.add(f"server {row['ifname']}")
        return found


@pytest.mark.parametrize(
    ("network", "blocked"),
    [
        (lambda: Triangle(), {"B leg"}),
        (lambda: Triangle(server_leg=5), {"server eth1"}),
        (lambda: Triangle(server_priority=61440), {"server eth1"}),
        (lambda: Triangle(server_leg=2), {"B leg"}),
        (lambda: Triangle(link=20000, switch_leg=20000, server_leg=5), {"B leg"}),
        (lambda: Triangle(link=20000, switch_leg=20000, server_leg=20000), {"B leg"}),
        (lambda: Triangle(guard=200), {"B leg"}),
        (lambda: Triangle(link=19), {"B link"}),
        (lambda: Triangle(link=19, guard=100, server_priority=61440), {"B leg"}),
        (lambda: Triangle(root=None), {"B link"}),
        (lambda: Triangle(server_priority=61440, server_leg=1, guard=100), {"B leg"}),
        (lambda: Triangle(stp=False), {"B leg"}),
        (lambda: Triangle(stp=False, link=19, switch_leg=4), {"B link"}),
        (lambda: Triangle(stp=False, link=19, guard=200), {"B leg"}),
    ],
    ids=[
        "old kernel",
        "current kernel",
        "server priority 61440",
        "server leg 10G",
        "long cost, kernel 5",
        "long cost everywhere",
        "guard changes nothing",
        "slow link",
        "slow link with guard",
        "all defaults",
        "as rendered",
        "STP off",
        "STP off, slow link",
        "STP off, slow link with guard",
    ],
)
def test_block_is_where_it_was_measured(network: Callable[[], Triangle], blocked: set[str]) -> None:
    assert network().blocked() == blocked


def test_default_server_becomes_root_over_default_switches() -> None:
    triangle = Triangle(root=None)
    tree = triangle.first.tree(1)
    assert tree is not None
    assert (tree.root.priority, tree.root_port) == (32768, port_name(2))


@pytest.mark.parametrize("rapid", [True, False], ids=["rapid-pvst", "pvst"])
def test_server_passes_cdp_but_no_bpdu(rapid: bool) -> None:
    triangle = Triangle(server_leg=1, server_priority=61440, guard=100)
    if rapid:
        for switch in triangle.bench.switches.values():
            switch.config.mode = TreeMode.RAPID_PVST
            switch.apply()
    triangle.bench.run(130)
    heard = {each.interface: each.device for each in triangle.second.neighbours("cdp")}
    assert heard == {port_name(1): "A", port_name(2): "A"}
    if rapid:
        ports = {each.interface: each for each in triangle.second.trees()[0].ports}
        assert ports[port_name(2)].peer_is_stp
        assert not ports[port_name(1)].peer_is_stp


def test_both_legs_on_one_switch_block_the_higher_port_of_the_server() -> None:
    bench = Bench()
    switch = bench.switch("A", 0)
    server = bench.server(ServerConfig("web1", "stp", {"eth0": NicConfig(), "eth1": NicConfig()}))
    for place in (0, 1):
        bench.plug(switch, place + 1, server, f"eth{place}")
    bench.run(60)
    rows = json.loads(server.show("bridge -d -j link"))
    assert [row["state"] for row in rows] == ["forwarding", "blocking"]
    set_stanza(switch, 2, port_priority=16)
    bench.run(60)
    rows = json.loads(server.show("bridge -d -j link"))
    assert [row["state"] for row in rows] == ["blocking", "forwarding"]


def test_loop_through_a_server_without_stp_makes_a_backup_port() -> None:
    bench = Bench()
    switch = bench.switch("A", 0)
    nics = {"eth0": NicConfig(), "eth1": NicConfig()}
    server = bench.server(ServerConfig("web1", "bridge", nics))
    for place in (0, 1):
        bench.plug(switch, place + 1, server, f"eth{place}")
    bench.run(60)
    assert states(switch) == {"0/1": "Desg FWD", "0/2": "Back BLK"}


# what is printed, held against recordings of a real kernel


def recording(name: str) -> str:
    path = Path(SHARED) / "linux" / name
    if not path.is_file():
        pytest.skip(f"no recordings of real kernels in {SHARED}")
    return path.read_text()


class Recorded:
    """The network of the recordings: 10 Gb/s legs, a partner 0200.0000.000a with key 10."""

    def __init__(self, **options: object) -> None:
        self.clock = Clock()
        nics = {f"eth{place}": NicConfig(10000, f"52:54:00:00:00:1{place}") for place in (0, 1)}
        chosen = {"method": "802.3ad", "hash": "layer3+4", "lacp_fast": True, **options}
        self.server = Server(ServerConfig("web1", nics=nics, **chosen), self.clock)  # type: ignore[arg-type]
        self.cables: list[Cable] = []

    def partner(self, address: str = "0200.0000.000a") -> Switch:
        hardware = [PortHardware(port_name(number), number, (10000,)) for number in (1, 2, 3)]
        return Switch(SwitchConfig(), hardware, self.clock, address=address, model=MODEL)

    def plug(
        self,
        switch: Switch,
        port: int,
        nic: str,
        group: int | None = 10,
        mode: ChannelMode = ACTIVE,
        rate: LacpRate = LacpRate.FAST,
    ) -> Cable:
        if group is not None:
            bundle(switch, (port,), mode, group)
            set_stanza(switch, port, lacp_rate=rate)
        cable = Cable(self.clock)
        switch.attach(port_name(port), cable)
        self.server.attach(nic, cable)
        self.cables.append(cable)
        return cable


def lacp_up() -> Recorded:
    network = Recorded()
    switch = network.partner()
    network.plug(switch, 2, "eth0")
    network.plug(switch, 3, "eth1")
    return network


def lacp_slow() -> Recorded:
    network = Recorded(lacp_fast=False, hash="layer2")
    switch = network.partner()
    network.plug(switch, 2, "eth0", rate=LacpRate.NORMAL)
    network.plug(switch, 3, "eth1", rate=LacpRate.NORMAL)
    return network


def lacp_passive() -> Recorded:
    network = Recorded()
    switch = network.partner()
    network.plug(switch, 2, "eth0", mode=ChannelMode.PASSIVE)
    network.plug(switch, 3, "eth1", mode=ChannelMode.PASSIVE)
    return network


def lacp_two_systems() -> Recorded:
    network = Recorded()
    network.plug(network.partner(), 2, "eth0")
    network.plug(network.partner("0200.0000.000b"), 2, "eth1")
    return network


def lacp_two_keys() -> Recorded:
    network = Recorded()
    switch = network.partner()
    network.plug(switch, 2, "eth0")
    network.plug(switch, 3, "eth1", group=11)
    return network


def lacp_one_missing() -> Recorded:
    network = Recorded()
    switch = network.partner()
    network.plug(switch, 2, "eth0")
    network.plug(switch, 3, "eth1", group=None)
    return network


def lacp_none() -> Recorded:
    network = Recorded()
    switch = network.partner()
    network.plug(switch, 2, "eth0", group=None)
    network.plug(switch, 3, "eth1", group=None)
    return network


def lacp_carrier_down() -> Recorded:
    network = lacp_up()
    network.clock.run_for(10)
    network.cables[1].cut()
    return network


def churn() -> Recorded:
    network = lacp_one_missing()
    network.clock.run_for(60)
    return network


def active_backup() -> Recorded:
    options = {"hash": "layer2", "lacp_fast": False, "updelay_ms": 200, "primary": "eth0"}
    network = Recorded(method="active-backup", **options)
    switch = network.partner()
    network.plug(switch, 2, "eth0", group=None)
    network.plug(switch, 3, "eth1", group=None)
    return network


def active_backup_failed() -> Recorded:
    network = active_backup()
    network.clock.run_for(10)
    network.cables[0].cut()
    return network


def balance_alb() -> Recorded:
    network = Recorded(method="balance-alb", hash="layer2", lacp_fast=False)
    switch = network.partner()
    network.plug(switch, 2, "eth0", group=None)
    network.plug(switch, 3, "eth1", group=None)
    return network


def balance_alb_failed() -> Recorded:
    network = balance_alb()
    network.clock.run_for(10)
    network.cables[0].cut()
    return network


SITUATIONS: dict[str, Callable[[], Recorded]] = {
    "lacp-up": lacp_up,
    "lacp-slow": lacp_slow,
    "lacp-passive": lacp_passive,
    "lacp-two-systems": lacp_two_systems,
    "lacp-two-keys": lacp_two_keys,
    "lacp-one-missing": lacp_one_missing,
    "lacp-none": lacp_none,
    "lacp-carrier-down": lacp_carrier_down,
    "churn": churn,
    "ab-mii": active_backup,
    "ab-mii-failed": active_backup_failed,
    "alb": balance_alb,
    "alb-failed": balance_alb_failed,
}


@pytest.mark.parametrize(("situation", "build"), SITUATIONS.items(), ids=SITUATIONS)
def test_proc_bonding_is_what_the_kernel_printed(
    situation: str, build: Callable[[], Recorded]
) -> None:
    expected = recording(f"bond/{situation}.proc.txt")
    network = build()
    network.clock.run_for(15)
    got = network.server.show("cat /proc/net/bonding/bond0")
    assert _without_driver(got) == _without_driver(expected)


def _without_driver(text: str) -> list[str]:
    return [line for line in text.splitlines() if "Bonding Driver" not in line]


# what differs between a veth of the recordings and a card: not the bond's doing
CARD = {"link", "link_index", "link_netnsid", "qdisc", "ifindex", "permaddr"}


def _pruned(device: dict[str, object]) -> dict[str, object]:
    kept = {
        key: value
        for key, value in device.items()
        if key not in CARD and not re.match(r"(num_|gso_|gro_|tso_|promisc|allmulti|m.._mtu)", key)
    }
    if kept.get("operstate") == "LOWERLAYERDOWN":
        kept["operstate"] = "DOWN"  # a veth's word for it
    info = kept.get("linkinfo")
    if isinstance(info, dict):
        kept["linkinfo"] = {
            key: value for key, value in info.items() if value != "veth" or key != "info_kind"
        }
    return kept


@pytest.mark.parametrize(("situation", "build"), SITUATIONS.items(), ids=SITUATIONS)
def test_ip_link_says_what_the_kernel_said(situation: str, build: Callable[[], Recorded]) -> None:
    slaves = json.loads(recording(f"bond/{situation}.ip-d-j-slaves.json"))
    master = json.loads(recording(f"bond/{situation}.ip-d-j-bond0.json"))
    network = build()
    network.clock.run_for(15)
    got = {each["ifname"]: each for each in json.loads(network.server.show("ip -d -j link"))}
    for device in (*slaves, *master):
        expected = _pruned(device)
        assert _pruned(got[device["ifname"]]) == expected


def recorded_bridges() -> tuple[Clock, Server]:
    """Return the server of the recorded triangle, with its priorities, costs and times."""
    bench = Bench()
    first, second = bench.switch("A"), bench.switch("B")
    for switch, address in ((first, "0200.0000.000a"), (second, "0200.0000.000b")):
        switch.address = switch.pvst.address = bytes.fromhex(address.replace(".", ""))
        switch.config.extend_system_id = False
        tree = switch.config.tree(1)
        tree.hello_time, tree.max_age, tree.forward_time = 1, 6, 2
    first.config.tree(1).priority = 0
    for switch in (first, second):
        for port in (1, 2):
            switch.config.interface(port_name(port)).cost = 4
        switch.apply()
    server = bench.server(
        ServerConfig(
            "S",
            "stp",
            {
                "eth0": NicConfig(100, "02:00:00:00:00:0c", cost=4),
                "eth1": NicConfig(100, "02:00:00:00:00:0d", cost=4),
            },
            hello_s=1,
            max_age_s=6,
            forward_delay_s=2,
        )
    )
    bench.plug(first, 2, server, "eth0")
    bench.join(first, 1, second, 1)
    bench.plug(second, 2, server, "eth1")
    bench.run(60)
    return bench.clock, server


# what runs down while it is looked at, and the flags of a change that is over
MOVING = re.compile(r"(timer\t+) *\d+\.\d\d|ageing time.*|(flags\t+).*")


def test_brctl_showstp_is_what_brctl_printed() -> None:
    expected = recording("bridge/S-brctl-showstp.txt")
    _, server = recorded_bridges()
    got = server.show("brctl showstp br0")
    assert MOVING.sub(r"\1", got).splitlines() == MOVING.sub(r"\1", expected).splitlines()


def test_brctl_show_is_what_brctl_printed() -> None:
    expected = recording("bridge/S-brctl-show.txt")
    _, server = recorded_bridges()
    assert server.show("brctl show") == expected


def test_bridge_link_says_what_the_kernel_said() -> None:
    expected = json.loads(recording("bridge/S-bridge-d-j-link.json"))
    _, server = recorded_bridges()
    got = json.loads(server.show("bridge -d -j link"))
    assert [_pruned(row) for row in got] == [_pruned(row) for row in expected]


def test_ip_link_of_a_bridge_says_what_the_kernel_said() -> None:
    (master,) = json.loads(recording("bridge/S-ip-j-d-link-bridge.json"))
    slaves = json.loads(recording("bridge/S-ip-j-d-link-master.json"))
    _, server = recorded_bridges()
    got = {each["ifname"]: each for each in json.loads(server.show("ip -d -j link"))}
    for device in (*slaves, master):
        ours, theirs = got[device["ifname"]], device
        kind = "info_data" if device is master else "info_slave_data"
        mine, kernel = ours["linkinfo"][kind], theirs["linkinfo"][kind]
        stable = {
            key
            for key in kernel
            if not key.endswith("_timer") and not key.startswith(("mcast_", "topology", "ageing"))
        }
        assert {key: mine.get(key) for key in stable} == {key: kernel[key] for key in stable}
        assert list(mine) == list(kernel)


@pytest.mark.parametrize(
    ("speed", "cost"),
    [(10, 100), (100, 19), (1000, 5), (2500, 4), (5000, 3), (10000, 2), (25000, 1), (100000, 1)],
)
def test_cost_by_speed_is_the_kernels(speed: int, cost: int) -> None:
    clock = Clock()
    server = Server(ServerConfig("web1", "stp", {"eth0": NicConfig(speed)}), clock)
    switch = Switch(
        SwitchConfig(),
        [PortHardware(port_name(1), 1, (speed,))],
        clock,
        address="0200.0000.000a",
        model=MODEL,
    )
    cable = Cable(clock)
    switch.attach(port_name(1), cable)
    server.attach("eth0", cable)
    assert json.loads(server.show("bridge -d -j link"))[0]["cost"] == cost


def test_bridged_bond_of_two_cards_costs_100() -> None:
    bench = Bench()
    switch = bench.switch("A")
    server = bench.server(bond(bridged=True))
    for place in (0, 1):
        bench.plug(switch, place + 1, server, f"eth{place}")
    bundle(switch, (1, 2), ACTIVE)
    bench.run(20)
    assert flags(switch) == "PP"
    (row,) = json.loads(server.show("bridge -d -j link"))
    assert (row["ifname"], row["cost"], row["state"]) == ("bond0", 100, "forwarding")


# bonds at work


def bonded(method: str, **options: object) -> tuple[Bench, Switch, Switch, Server, list[Cable]]:
    bench = Bench(TreeMode.RAPID_PVST)
    first, second = bench.switch("A", 0), bench.switch("B")
    bench.join(first, 8, second, 8)
    nics = {"eth0": NicConfig(100), "eth1": NicConfig(100)}
    server = bench.server(ServerConfig("db1", method, nics, **options))  # type: ignore[arg-type]
    cables = [bench.plug(first, 1, server, "eth0"), bench.plug(second, 1, server, "eth1")]
    bench.run(120)
    return bench, first, second, server, cables


def where(switch: Switch, address: bytes) -> str | None:
    found = switch.table.find(1, address)
    return None if found is None else found.removeprefix("FastEthernet")


def test_active_backup_speaks_on_one_leg_and_moves_at_once() -> None:
    bench, first, second, server, cables = bonded("active-backup")
    assert (where(first, server.address), where(second, server.address)) == ("0/1", "0/8")
    cables[0].cut()
    bench.run(0.3)
    assert (where(first, server.address), where(second, server.address)) == ("0/8", "0/1")
    assert "Currently Active Slave: eth1" in server.show("/proc/net/bonding/bond0")


def test_active_backup_without_miimon_notices_nothing() -> None:
    bench, _, _, server, cables = bonded("active-backup", miimon_ms=0)
    cables[0].cut()
    bench.run(30)
    assert "Currently Active Slave: eth0" in server.show("/proc/net/bonding/bond0")


def test_primary_returns_after_updelay() -> None:
    bench, _, _, server, cables = bonded("active-backup", primary="eth0", updelay_ms=5000)
    cables[0].cut()
    bench.run(1)
    cables[0].restore()
    bench.run(4)
    assert "Currently Active Slave: eth1" in server.show("/proc/net/bonding/bond0")
    bench.run(2)
    assert "Currently Active Slave: eth0" in server.show("/proc/net/bonding/bond0")


def test_first_slave_to_return_does_not_wait_for_updelay() -> None:
    bench, _, _, server, cables = bonded("active-backup", updelay_ms=60_000)
    for cable in cables:
        cable.cut()
    bench.run(1)
    assert "Currently Active Slave: None" in server.show("/proc/net/bonding/bond0")
    cables[1].restore()
    bench.run(1)
    assert "Currently Active Slave: eth1" in server.show("/proc/net/bonding/bond0")


def test_without_primary_the_slave_that_took_over_stays() -> None:
    bench, _, _, server, cables = bonded("active-backup")
    cables[0].cut()
    bench.run(1)
    cables[0].restore()
    bench.run(5)
    text = server.show("/proc/net/bonding/bond0")
    assert "Currently Active Slave: eth1" in text
    assert re.findall(r"Link Failure Count: (\d)", text) == ["1", "0"]


def test_balance_alb_shows_an_address_on_each_leg() -> None:
    bench, first, second, server, cables = bonded("balance-alb")
    own = [server.nics[name].permanent for name in ("eth0", "eth1")]
    assert where(first, own[0]) == "0/1"
    assert where(second, own[1]) == "0/1"
    cables[0].cut()
    bench.run(2)
    assert where(second, server.address) == "0/1"


def test_unknown_command_and_method_name_what_there_is() -> None:
    server = Server(ServerConfig("db1", "802.3ad", {"eth0": NicConfig()}), Clock())
    with pytest.raises(LabError, match=r"no command 'ls' \(ip -d -j link, cat /proc/net/bond"):
        server.show("ls")
    with pytest.raises(LabError, match=r"db1: no method 'teaming' \(allowed: stp, bridge, 802"):
        Server(ServerConfig("db1", "teaming", {"eth0": NicConfig()}), Clock())


def test_long_cost_switch_sees_the_short_cost_server() -> None:
    triangle = Triangle(server_leg=None)
    triangle.first.config.pathcost_method = PathCostMethod.LONG
    triangle.first.apply()
    assert json.loads(triangle.server.show("bridge -d -j link"))[0]["cost"] == 19
