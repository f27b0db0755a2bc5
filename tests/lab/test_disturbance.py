"""Whatever is configured, cut and restored in whatever order: nothing breaks, and it settles."""

import json
import random

import pytest

from netredund.lab.config import (
    ChannelMode,
    Guard,
    LacpRate,
    PathCostMethod,
    PortFast,
    PortMode,
    TreeMode,
)
from netredund.lab.link import Cable
from netredund.lab.servers.server import NicConfig, Server, ServerConfig
from netredund.lab.switch import Switch
from tests.lab.bench import Bench, add_vlans, bond, flags, port_name, states

PORTS = 6
STANZA_VALUES: dict[str, tuple[object, ...]] = {
    "shutdown": (True, False, False),
    "mode": (None, PortMode.ACCESS, PortMode.TRUNK),
    "access_vlan": (None, 10, 99),
    "native_vlan": (None, 10),
    "allowed_vlans": (None, frozenset({1}), frozenset({10, 20}), frozenset()),
    "switchport": (None, None, False),
    "speed": (None, None, 100, 10),
    "duplex": (None, "half", "full"),
    "cost": (None, 5, 200),
    "port_priority": (None, 16, 240),
    "portfast": (None, *PortFast),
    "bpduguard": (None, None, True, False),
    "bpdufilter": (None, None, False),
    "guard": (None, *Guard),
    "channel_group": (None, None, 1, 2),
    "channel_mode": tuple(ChannelMode),
    "lacp_rate": (None, *LacpRate),
    "lacp_port_priority": (None, 1, 65535),
    "lacp_max_bundle": (None, 1),
    "min_links": (None, 2),
    "standalone_disable": (None, True, False),
    "cdp": (None, False),
}


def build(random_: random.Random) -> tuple[Bench, list[Cable], list[Server]]:
    bench = Bench()
    switches = [bench.switch(name, ports=PORTS) for name in "ABC"]
    cables = []
    for near in range(3):
        far = (near + 1) % 3
        for port in (1, 2):
            cables.append(bench.join(switches[near], port, switches[far], port + 2))
    nics = {"eth0": NicConfig(), "eth1": NicConfig()}
    servers = [
        bench.server(ServerConfig("web1", "stp", nics)),
        bench.server(bond()),
    ]
    for server, port in zip(servers, (5, 6), strict=True):
        for place, switch in enumerate(switches[:2]):
            cables.append(bench.plug(switch, port, server, f"eth{place}"))
    for switch in switches:
        add_vlans(switch, 10, 20)
    return bench, cables, servers


def disturb(bench: Bench, cables: list[Cable], random_: random.Random) -> None:
    """Change one thing."""
    switch = random_.choice(list(bench.switches.values()))
    config = switch.config
    kind = random_.randrange(10)
    if kind < 5:
        name = random_.choice(
            [*switch.port_names(), "Port-channel1", "Port-channel2"]  # made where it is not there
        )
        field = random_.choice(list(STANZA_VALUES))
        setattr(config.interface(name), field, random_.choice(STANZA_VALUES[field]))
    elif kind == 5:
        cable = random_.choice(cables)
        random_.choice((cable.cut, cable.restore, cable.restore, cable.silence, cable.unsilence))()
    elif kind == 6:
        config.mode = random_.choice(list(TreeMode))
        config.pathcost_method = random_.choice(list(PathCostMethod))
    elif kind == 7:
        tree = config.tree(random_.choice((1, 10, 20)))
        tree.priority = random_.choice((None, 0, 4096, 61440))
        tree.enabled = random_.random() < 0.9
    elif kind == 8:
        for vlan in (10, 20, 99):
            config.vlans.pop(vlan, None)
        add_vlans(switch, random_.choice((10, 20, 99)))
        config.interfaces.pop("Port-channel2", None)
    else:
        config.portfast_default = random_.choice((None, PortFast.EDGE))
        config.bpduguard_default = random_.random() < 0.3
        config.loopguard_default = random_.random() < 0.3
        config.errdisable_recovery = random_.choice((set(), {"all"}))
        config.lacp_system_priority = random_.choice((None, 1))
        config.extend_system_id = random_.choice((None, False))
        if random_.random() < 0.2:
            switch.power_off()
            switch.power_on()
    switch.apply()


def read_all(switch: Switch) -> None:
    """Read everything that a show could ask for, and hold what must agree together."""
    groups = switch.channel_groups()
    bundled = {name for group in groups for name in group.bundled}
    for tree in switch.trees():
        assert tree.is_root == (tree.root_cost == 0)
        names = [port.interface for port in tree.ports]
        assert len(names) == len(set(names))
        assert not bundled & set(names), "a bundled member bridges by itself"
        if tree.root_port is not None:
            assert tree.root_port in names
    for status in switch.interfaces():
        assert (status.speed is None) == (not status.carrier)
    switch.trunks()
    switch.mac_table()
    switch.neighbours("cdp")


@pytest.mark.parametrize("seed", range(20))
def test_any_course_of_events_leaves_a_lab_that_works(seed: int) -> None:
    random_ = random.Random(seed)
    bench, cables, servers = build(random_)
    for _ in range(120):
        disturb(bench, cables, random_)
        bench.run(random_.choice((0, 0.001, 0.5, 3, 20)))
        for switch in bench.switches.values():
            read_all(switch)
        for server in servers:
            for command in server.commands():
                assert server.show(command)
    reset(bench, cables)
    calm, calm_cables, calm_servers = build(random.Random(seed))
    reset(calm, calm_cables)
    for each in (bench, calm):
        each.run(200)
    assert outcome(bench, servers) == outcome(calm, calm_servers)


def reset(bench: Bench, cables: list[Cable]) -> None:
    """Give every switch the same plain configuration and mend every cable."""
    for cable in cables:
        cable.unsilence()
        cable.restore()
    for switch in bench.switches.values():
        config = switch.config
        fresh = type(config)(hostname=config.hostname, mode=TreeMode.RAPID_PVST)
        for field in config.__struct_fields__:
            setattr(config, field, getattr(fresh, field))
        for port in switch.port_names():
            config.interface(port).shutdown = True
        switch.apply()  # shut and no shut ends err-disable
        config.interfaces.clear()
        config.interface("Port-channel1")
        stanza = config.interface(port_name(6))
        stanza.channel_group, stanza.channel_mode = 1, ChannelMode.ACTIVE
        switch.apply()


def outcome(bench: Bench, servers: list[Server]) -> dict[str, object]:
    """Return every role and state; which of its two switches the bond works with is chance."""
    trees = {}
    for name, switch in bench.switches.items():
        trees[name] = {
            port: state for port, state in states(switch).items() if not port.startswith("Po")
        }
    first, second, _ = bench.switches.values()
    rows = json.loads(servers[0].show("bridge -d -j link"))
    return {
        "trees": trees,
        "bundle": sorted((flags(first), flags(second))),
        "server": [row["state"] for row in rows],
    }
