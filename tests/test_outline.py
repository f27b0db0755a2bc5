import re
from pathlib import Path

import pytest

from netredund.intent import Method, parse_site
from netredund.outline import write_outline

SITE = parse_site(
    """
switches: {sw1: , sw2: }
servers:
  web1: {method: stp, vlan: 7, root: sw2, root_priority: 4096, cost: 300, bridge_priority: 57344,
         leg_cost: 2, forward_delay: 8, uplinks: {lan0: sw1 Fa0/1, lan1: sw2 Fa0/1}}
  web2: {method: stp, uplinks: {lan0: sw1 Fa0/2, lan1: sw2 Fa0/2}}
  db1: {method: 802.3ad, channel_group: 3, lacp_rate: slow, min_links: 1, hash: layer3+4,
        mode: passive, trunk: {native: 5, allowed: [10, 20]},
        uplinks: {lan0: sw1 Fa0/3, lan1: sw1 Fa0/4}}
  arp1: {method: active-backup, arp_interval: 250, arp_targets: [192.0.2.1, 192.0.2.2],
         uplinks: {lan0: sw1 Fa0/5, lan1: sw2 Fa0/5}}
  mii1: {method: active-backup, primary: lan1, miimon: 50,
         uplinks: {lan0: sw1 Fa0/6, lan1: sw2 Fa0/6}}
  alb1: {method: balance-alb, uplinks: {lan0: sw1 Fa0/7, lan1: sw2 Fa0/7}}
"""
)


def outline(name, method=None):
    server = SITE.servers[name]
    return write_outline(method or server.method, server, is_managed=True, is_stack=False)


def lines(sections):
    return [line.strip() for section in sections for line in section.lines]


SWITCH_LINES = {
    "stp as it is said": ("web1", ["spanning-tree vlan 7 priority 4096",
        "interface FastEthernet0/1",
        "switchport access vlan 7", "spanning-tree cost 300", "spanning-tree bpduguard disable"]),
    "stp by default": ("web2", ["spanning-tree cost 100", "! stays where it is",
        "! 2000000 where path cost is long, and with MST"]),
    "802.3ad": ("db1", ["channel-protocol lacp", "channel-group 3 mode passive",
        "interface Port-channel3", "switchport mode trunk", "switchport trunk native vlan 5",
        "switchport trunk allowed vlan 10,20", "spanning-tree portfast trunk",
        "port-channel min-links 1"]),
    "active-backup": ("mii1", ["switchport mode access", "switchport access vlan 1",
        "spanning-tree portfast", "spanning-tree bpduguard enable"]),
    "balance-alb": ("alb1", ["switchport mode access", "switchport access vlan 1"]),
}  # fmt: skip


@pytest.mark.parametrize("name, expected", SWITCH_LINES.values(), ids=SWITCH_LINES.keys())
def test_switches_get_the_lines_of_the_method(name, expected):
    assert [line for line in expected if line not in lines(outline(name).switches)] == []


SERVER_LINES = {
    "stp as it is said": ("web1", ["bridge_ports lan0 lan1", "bridge_stp on", "bridge_fd 8",
        "bridge_bridgeprio 57344", "up ip link set dev lan1 type bridge_slave cost 2"]),
    "stp by default": ("web2", ["bridge_bridgeprio 61440",
        "up ip link set dev lan0 type bridge_slave cost 1"]),
    "802.3ad": ("db1", ["bond-slaves lan0 lan1", "bond-mode 802.3ad", "bond-miimon 100",
        "bond-lacp-rate slow", "bond-xmit-hash-policy layer3+4"]),
    "ARP": ("arp1", ["bond-mode active-backup", "bond-arp-interval 250",
        "bond-arp-ip-target 192.0.2.1 192.0.2.2"]),
    "MII": ("mii1", ["bond-miimon 50", "bond-primary lan1"]),
    "balance-alb": ("alb1", ["bond-mode balance-alb", "bond-miimon 100", "bond-updelay 30000"]),
}  # fmt: skip


@pytest.mark.parametrize("name, expected", SERVER_LINES.values(), ids=SERVER_LINES.keys())
def test_server_gets_the_options_of_the_method(name, expected):
    assert [line for line in expected if line not in lines(outline(name).server)] == []


def test_bond_never_watches_both_carrier_and_arp():
    assert not any("miimon" in line for line in lines(outline("arp1").server))


def test_guards_harm_no_bridge_and_channels_are_for_lacp_only():
    for name in SITE.servers:
        text = "\n".join(lines(outline(name).switches))
        is_stp = SITE.servers[name].method is Method.STP
        assert ("bpduguard enable" in text) is not is_stp
        assert ("channel-group" in text) is (SITE.servers[name].method is Method.LACP)
        assert "mode on" not in text
        assert "root guard" not in text and "guard root" not in text


def test_remarks_stand_on_lines_of_their_own():
    """IOS takes a line that begins with ! for a remark, and one that ends with it for an error."""
    for name in SITE.servers:
        for line in lines(outline(name).switches):
            assert line.startswith("!") or "!" not in line


def test_slow_rate_that_is_said_is_not_made_fast():
    assert "lacp rate fast" not in lines(outline("db1").switches)


def test_stp_in_place_of_a_trunk_has_access_ports():
    assert "switchport mode access" in lines(outline("db1", Method.STP).switches)


@pytest.mark.parametrize("method", Method)
def test_outline_without_a_site_names_places(method):
    made = write_outline(method, None, is_managed=True, is_stack=True)
    assert any("PORT-OF-ETH1" in line for line in lines(made.switches))
    assert any("eth0" in line for line in lines(made.server))
    assert "None" not in str(made)


def test_switches_that_are_not_managed_get_no_lines():
    made = write_outline(Method.BALANCE_ALB, None, is_managed=False, is_stack=False)
    assert all(line.startswith("!") for line in lines(made.switches))


SCRIPTS = {
    "bond": Path("/etc/network/if-pre-up.d/ifenslave"),
    "bridge": Path("/lib/bridge-utils/ifupdown.sh"),
}


@pytest.mark.parametrize("kind", SCRIPTS)
def test_options_are_those_that_debians_scripts_read(kind):
    script = SCRIPTS[kind]
    if not script.exists():
        pytest.skip(f"{script} is not installed")
    known = script.read_text("utf-8")
    names = {line.split()[0] for name in SITE.servers for line in lines(outline(name).server)}
    options = [name for name in names if re.match(rf"{kind}[-_]", name)]
    assert options
    unread = [o for o in options if f"IF_{o.upper().replace('-', '_')}" not in known]
    assert unread == []
