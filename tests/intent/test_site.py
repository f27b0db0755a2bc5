import pytest

from netredund.intent import (
    FailoverServer,
    LacpServer,
    Method,
    Site,
    StpServer,
    Switch,
    Trunk,
    Uplink,
)

LEGS = (
    Uplink(nic="eth0", switch="sw1", interface="FastEthernet0/1"),
    Uplink(nic="eth1", switch="sw2", interface="FastEthernet0/1"),
)
STP = StpServer(name="web1", uplinks=LEGS)
FAILOVER = FailoverServer(name="m", method=Method.ACTIVE_BACKUP, uplinks=LEGS)


def test_what_is_not_said_of_a_switch_has_its_default():
    switch = Switch(name="sw1")
    assert (switch.wanted_host, switch.wanted_port) == ("sw1", 22)
    assert (switch.wanted_platform, switch.wanted_hostname) == ("cisco_ios", "sw1")
    assert (switch.has_legacy_ssh, switch.unit) == (False, "sw1")


def test_what_is_said_of_a_switch_wins():
    switch = Switch(name="sw1", host="h", port=1, hostname="H", stack="s", legacy_ssh=True)
    assert (switch.wanted_host, switch.wanted_port, switch.wanted_hostname) == ("h", 1, "H")
    assert (switch.has_legacy_ssh, switch.unit) == (True, "stack s")


def test_what_is_not_said_of_an_stp_server_has_its_default():
    assert (STP.method, STP.access_vlan, STP.wanted_root) == (Method.STP, 1, "keep")
    assert (STP.wanted_root_priority, STP.wanted_bridge_priority) == (0, 61440)
    assert (STP.wanted_leg_cost, STP.is_pxe, STP.mac_address) == (1, False, None)


@pytest.mark.parametrize("path_cost, expected", [("short", 100), ("long", 2_000_000)])
def test_cost_follows_the_path_cost_method_where_it_is_not_said(path_cost, expected):
    assert STP.choose_cost(path_cost) == expected
    assert StpServer(name="a", uplinks=LEGS, cost=200).choose_cost(path_cost) == 200


def test_zero_that_is_said_is_no_default():
    server = StpServer(name="a", uplinks=LEGS, bridge_priority=4096, root_priority=0)
    assert (server.wanted_bridge_priority, server.wanted_root_priority) == (4096, 0)


def test_trunk_has_no_access_vlan():
    server = LacpServer(name="a", uplinks=LEGS, trunk=Trunk(allowed=(10,)))
    assert server.access_vlan is None
    assert server.trunk is not None
    assert server.trunk.wanted_native == 1
    assert server.wanted_mode == "active"


def test_carrier_is_watched_unless_arp_is():
    assert FAILOVER.wanted_miimon_ms == 100
    method = Method.ACTIVE_BACKUP
    arp = FailoverServer(name="m", method=method, uplinks=LEGS, arp_interval=1)
    assert arp.wanted_miimon_ms is None


@pytest.mark.parametrize("written", ["0019.E7AA.0100", "00:19:e7:aa:01:00", "0019e7aa0100"])
def test_addresses_have_the_form_of_those_who_print_them(written):
    server = StpServer(name="a", uplinks=LEGS, mac=written, root=written)
    site = Site(switches={"sw1": Switch(name="sw1")}, servers={"a": server})
    assert server.mac_address == "00:19:e7:aa:01:00"
    assert site.find_root_address(server) == "0019.e7aa.0100"


@pytest.mark.parametrize("root", [None, "keep", "sw1"])
def test_root_that_is_no_address_has_none(root):
    server = StpServer(name="a", uplinks=LEGS, root=root)
    assert Site(switches={"sw1": Switch(name="sw1")}, servers={}).find_root_address(server) is None


def test_switches_of_one_stack_are_one_unit():
    switches = {name: Switch(name=name, stack="core") for name in ("sw1", "sw2")}
    assert Site(switches=switches, servers={}).find_units(STP) == ("stack core",)
    alone = {name: Switch(name=name) for name in ("sw1", "sw2")}
    assert Site(switches=alone, servers={}).find_units(STP) == ("sw1", "sw2")
