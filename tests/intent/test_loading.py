import pytest

from netredund.errors import SiteError
from netredund.intent import (
    FailoverServer,
    LacpServer,
    Method,
    StpServer,
    Trunk,
    Uplink,
    load_site,
    parse_site,
)

GOOD = """\
switches:
  sw1: {host: 192.0.2.11}
  sw2: {host: 192.0.2.12, stack: core}
  sw3: {stack: core}
servers:
  web1:
    method: stp
    vlan: 10
    root: sw1
    uplinks:
      eth0: sw1 FastEthernet0/23
      eth1: sw2 Fa0/23
  db1:
    method: 802.3ad
    channel_group: 1
    min_links: 1
    uplinks:
      eth0: sw2 Gi0/1
      eth1: sw3 Gi0/1
  mail1:
    method: active-backup
    miimon: 100
    primary: eth0
    uplinks:
      eth0: sw1 Fa0/3
      eth1: sw2 Fa0/3
"""


def find_problems(text):
    with pytest.raises(SiteError) as caught:
        parse_site(text)
    return caught.value.problems


def test_values_are_what_is_written():
    site = parse_site(GOOD)
    web1 = site.servers["web1"]
    assert isinstance(web1, StpServer)
    assert (web1.method, web1.vlan, web1.root, web1.cost) == (Method.STP, 10, "sw1", None)
    assert web1.uplinks[1] == Uplink(
        nic="eth1", switch="sw2", interface="FastEthernet0/23", written="Fa0/23", line=12
    )
    assert isinstance(site.servers["db1"], LacpServer)
    assert isinstance(site.servers["mail1"], FailoverServer)
    assert (site.switches["sw2"].line, web1.line, site.servers["db1"].line) == (3, 6, 13)


def test_every_key_is_read():
    site = parse_site(
        """
switches:
  sw1: {host: sw1.example.net, port: 2222, platform: cisco_ios, hostname: SW-1, serial: 0123456,
        stack: a, legacy_ssh: yes, via: "admin@[2001:db8::1]:22"}
servers:
  a: {method: stp, vlan: 4094, mac: 52:54:00:12:34:56, pxe: on, root: sw1, root_priority: 4096,
      cost: 200000000, bridge_priority: 61440, leg_cost: 65535, forward_delay: 30,
      uplinks: {eth0: sw1 Te1/1/1, eth1: sw1 TenGigabitEthernet 1/1/2}}
  b: {method: 802.3ad, trunk: {native: 5, allowed: [10, 20]}, channel_group: 4096, lacp_rate: slow,
      min_links: 0, hash: vlan+srcmac, mode: passive, uplinks: {eth0: sw1 Fa0/1, eth1: sw1 Fa0/2}}
  c: {method: active-backup, primary: eth1, arp_interval: 250, arp_targets: [192.0.2.1],
      uplinks: {eth0: sw1 Fa0/3, eth1: sw1 Fa0/4}}
  d: {method: balance-alb, primary: eth1, miimon: 50, uplinks: {eth0: sw1 Fa0/5, eth1: sw1 Fa0/6}}
"""
    )
    switch = site.switches["sw1"]
    assert (switch.host, switch.port, switch.platform) == ("sw1.example.net", 2222, "cisco_ios")
    assert (switch.hostname, switch.serial, switch.stack) == ("SW-1", "0123456", "a")
    assert (switch.legacy_ssh, switch.via) == (True, "admin@[2001:db8::1]:22")
    a, b, c, d = site.servers.values()
    assert (a.vlan, a.mac, a.pxe, a.root, a.root_priority, a.cost) == (
        4094, "52:54:00:12:34:56", True, "sw1", 4096, 200000000,
    )  # fmt: skip
    assert (a.bridge_priority, a.leg_cost, a.forward_delay) == (61440, 65535, 30)
    assert [leg.interface for leg in a.uplinks] == [
        "TenGigabitEthernet1/1/1",
        "TenGigabitEthernet1/1/2",
    ]
    assert b.trunk == Trunk(native=5, allowed=(10, 20), line=b.trunk.line)
    assert (b.channel_group, b.lacp_rate, b.min_links, b.hash, b.mode) == (
        4096, "slow", 0, "vlan+srcmac", "passive",
    )  # fmt: skip
    assert (c.primary, c.arp_interval, c.arp_targets) == ("eth1", 250, ("192.0.2.1",))
    assert (d.primary, d.miimon) == ("eth1", 50)


# What is written in GOOD, what replaces it with a mark where the problem stands, its message.
WRONG = {
    "unknown key of the file": ("servers:\n", "▸severs:\n", "did you mean 'servers'?"),
    "unknown key of a switch": ("host: 192.0.2.11", "▸hots: 1", "did you mean 'host'?"),
    "unknown key of a server": ("miimon: 100", "▸mimon: 100", "did you mean 'miimon'?"),
    "key twice": ("root: sw1", "▸vlan: 11", "line 8 already"),
    "switch twice": ("  sw3: {stack: core}", "  ▸sw1: {}\n  sw3: {stack: core}", "line 2 already"),
    "server twice": ("  db1:", "  ▸web1:", "line 6 already"),
    "interface twice": ("      eth1: sw2 Fa0/23", "      ▸eth0: sw2 Fa0/23", "line 11"),
    "unknown switch": ("sw2 Fa0/23", "▸sw22 Fa0/23", "did you mean 'sw2'?"),
    "port twice": ("sw1 Fa0/3", "▸sw1 FastEthernet0/23", "line 11"),
    "port twice in another spelling": ("sw1 Fa0/3", "▸sw1 fa 0/23", "wired to web1 eth0"),
    "port twice on one server": ("sw2 Fa0/23", "▸sw1 Fa0/23", "wired to web1 eth0"),
    "uplink as list": ("sw1 Fa0/3", "▸[sw1, Fa0/3]", "not a switch and its port"),
    "uplink as mapping": ("sw1 Fa0/3", "▸{sw1: Fa0/3}", "not a switch and its port"),
    "uplink without port": ("sw1 Fa0/3", "▸sw1", "not a switch"),
    "port of no known type": ("sw1 Fa0/3", "▸sw1 FastEthrnet0/3", "no port"),
    "port that is a channel": ("sw1 Fa0/3", "▸sw1 Po1", "no port"),
    "port that is a VLAN": ("sw1 Fa0/3", "▸sw1 Vlan1", "no port"),
    "sub-interface": ("sw1 Fa0/3", "▸sw1 Fa0/3.10", "not a switch and its port"),
    "one uplink": (
        "eth0: sw1 FastEthernet0/23\n      eth1: sw2 Fa0/23\n",
        "▸eth0: sw1 FastEthernet0/23\n",
        "no redundancy",
    ),
    "interface name that Linux refuses": (
        "eth0: sw1 Fa0/3",
        "▸enp0000000000s31: sw1 Fa0/3",
        "form",
    ),
    "channel over two switches": ("sw3 Gi0/1", "▸sw1 Gi0/1", "ends on one switch"),
    "port number": ("host: 192.0.2.11", "port: ▸65536", "out of range"),
    "platform": ("host: 192.0.2.11", "platform: ▸cisco_nxos", "not one of the words"),
    "address that is none": ("192.0.2.11", "▸192.0.2.256", "form"),
    "address that is an option": ("192.0.2.11", "▸-oProxyCommand=x", "form"),
    "host twice": (
        "192.0.2.11}\n  sw2: {host: 192.0.2.12",
        "192.0.2.12}\n  sw2: {host: ▸192.0.2.12",
        "sw1 has this address",
    ),
    "IPv6 address that is none": ("host: 192.0.2.11", "host: ▸2001:db8::1::2", "form"),
    "text that is a list": ("host: 192.0.2.11", "host: ▸[192.0.2.11]", "not text"),
    "text that is missing": ("host: 192.0.2.11", "host: ▸, port: 1", "nothing is written here"),
    "name that is a list": ("  sw3:", "  ? ▸[sw3]\n  :", "a key is text"),
    "name that is null": ("  sw3:", "  ▸~:", "in quotes"),
    "jump host with a port that is none": ("host: 192.0.2.11", "via: ▸jump:65536", "form"),
    "jump host with a bare IPv6 address": ("host: 192.0.2.11", "via: ▸2001:db8::1", "form"),
    "text that is true": ("host: 192.0.2.11", "hostname: ▸on", "in quotes"),
    "name that is false": ("  sw3:", "  ▸no:", "in quotes"),
    "truth in quotes": ("miimon: 100", "pxe: ▸'yes'", "without quotes"),
    "truth as number": ("miimon: 100", "pxe: ▸1", "neither true nor false"),
    "number in quotes": ("vlan: 10", 'vlan: ▸"10"', "without quotes"),
    "octal number": ("vlan: 10", "vlan: ▸010", "plain decimal digits"),
    "octal number of YAML 1.2": ("vlan: 10", "vlan: ▸0o17", "not a whole number"),
    "number of base 60": ("vlan: 10", "vlan: ▸1:20", "plain decimal digits"),
    "broken number": ("vlan: 10", "vlan: ▸10.0", "not a whole number"),
    "endless number": ("vlan: 10", "vlan: ▸1" + "0" * 5000, "out of range"),
    "no number": ("vlan: 10\n", "vlan:▸\n", "nothing is written here"),
    "VLAN 0": ("vlan: 10", "vlan: ▸0", "out of range"),
    "VLAN 4095": ("vlan: 10", "vlan: ▸4095", "out of range"),
    "vlan and trunk": ("miimon: 100", "▸vlan: 1\n    trunk: {native: 1}", "or trunks"),
    "trunk with stp": ("vlan: 10", "▸trunk: {allowed: [10]}", "access ports only"),
    "trunk without anything": ("miimon: 100", "trunk: ▸{}", "empty"),
    "allowed VLAN twice": ("miimon: 100", "trunk: {allowed: [10, 11, ▸10]}", "already"),
    "allowed VLAN out of range": ("miimon: 100", "trunk: {allowed: [▸4095]}", "out of range"),
    "allowed VLANs as text": ("miimon: 100", "trunk: {allowed: ▸10-20}", "not a list"),
    "unknown method": ("active-backup", "▸active_backup", "did you mean 'active-backup'?"),
    "method by another name": ("802.3ad", "▸lacp", "did you mean '802.3ad'?"),
    "no method": ("web1:\n    method: stp\n", "▸web1:\n", "`method` is missing"),
    "no uplinks": (
        "mail1:\n    method: active-backup",
        "▸mail1: {method: stp}\n  x:\n    method: active-backup",
        "`uplinks` is missing",
    ),
    "key of another method": ("miimon: 100", "▸lacp_rate: fast", "belongs to 802.3ad"),
    "ARP with balance-alb": (
        "method: active-backup\n    miimon: 100",
        "method: balance-alb\n    ▸arp_interval: 100\n    arp_targets: [192.0.2.1]",
        "no ARP monitor",
    ),
    "root that is no switch": ("root: sw1", "root: ▸sw9", "unknown switch"),
    "root that is a group address": ("root: sw1", "root: ▸0119.e7aa.0100", "no bridge"),
    "priority of no step": (
        "root: sw1",
        "root_priority: ▸100\n    root: sw1",
        "no multiple of 4096",
    ),
    "priority out of range": ("root: sw1", "root_priority: ▸65536\n    root: sw1", "out of range"),
    "priority without root": ("root: sw1", "root_priority: ▸0", "none is named"),
    "priority with keep": ("root: sw1", "root: keep\n    root_priority: ▸0", "none is named"),
    "bridge priority of no step": ("vlan: 10", "bridge_priority: ▸65535", "out of range"),
    "server that would be root": ("vlan: 10", "bridge_priority: ▸0", "would be root"),
    "root as bad as the server": ("vlan: 10", "root_priority: ▸61440", "would be root"),
    "cost of nothing": ("vlan: 10", "cost: ▸0", "out of range"),
    "cost above all": ("vlan: 10", "cost: ▸200000001", "out of range"),
    "cost of a leg above the kernel's": ("vlan: 10", "leg_cost: ▸65536", "out of range"),
    "forward delay": ("vlan: 10", "forward_delay: ▸3", "out of range"),
    "group": ("channel_group: 1", "channel_group: ▸4097", "out of range"),
    "rate": ("min_links: 1", "lacp_rate: ▸normal", "did you mean 'slow'?"),
    "mode on": ("min_links: 1", "mode: ▸on", "did you mean 'active'?"),
    "hash": ("min_links: 1", "hash: ▸layer4", "not one of the words"),
    "links that one failure takes": ("min_links: 1", "min_links: ▸2", "one failure"),
    "primary that is no uplink": ("primary: eth0", "primary: ▸eth2", "no uplink"),
    "both monitors": (
        "miimon: 100",
        "miimon: ▸100\n    arp_interval: 100\n    arp_targets: [192.0.2.1]",
        "not both",
    ),
    "ARP without targets": ("miimon: 100", "arp_interval: ▸250", "`arp_targets` is missing"),
    "targets without interval": (
        "miimon: 100",
        "arp_targets: ▸[192.0.2.1]",
        "`arp_interval` is missing",
    ),
    "no carrier monitor": ("miimon: 100", "miimon: ▸0", "out of range"),
    "target twice": (
        "miimon: 100",
        "arp_interval: 1\n    arp_targets: [192.0.2.1, ▸192.0.2.1]",
        "already",
    ),
    "target that is no host": (
        "miimon: 100",
        "arp_interval: 1\n    arp_targets: [▸224.0.0.1]",
        "form",
    ),
    "targets as text": (
        "miimon: 100",
        "arp_interval: 1\n    arp_targets: ▸192.0.2.1",
        "not a list",
    ),
    "17 targets": (
        "miimon: 100",
        "arp_interval: 1\n    arp_targets: ["
        + ", ".join(f"10.0.0.{n}" for n in range(16))
        + ", ▸10.1.1.1]",
        "too many",
    ),
    "MAC of a group": ("miimon: 100", "mac: ▸01:00:5e:00:00:01", "form"),
    "MAC too short": ("miimon: 100", "mac: ▸00:19:e7:aa:01", "form"),
    "server named as a switch": ("  mail1:", "  ▸sw1:", "a switch has this name"),
    "switch named keep": ("  sw3:", "  ▸keep:", "a word of the key root"),
    "name that is a path": ("  sw3:", "  ▸../x:", "form"),
    "switch that is text": ("{stack: core}", "▸core", "not a mapping"),
    "servers that are a list": ("servers:\n", "servers: ▸[]\nx:\n", "not a mapping"),
}


@pytest.mark.parametrize("old, new, message", WRONG.values(), ids=WRONG.keys())
def test_wrong_value_is_told_with_its_place(old, new, message):
    assert old in GOOD
    marked = GOOD.replace(old, new, 1)
    before, after = marked.split("▸")
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    fitting = [found for found in find_problems(before + after) if message in str(found)]
    assert place in [(found.line, found.column) for found in fitting]
    assert all(found.allowed for found in fitting)


def test_error_reads_as_file_line_column_value_and_what_is_allowed():
    with pytest.raises(SiteError) as caught:
        parse_site(GOOD.replace("vlan: 10", "vlan: 5000"), "lab.yaml")
    assert caught.value.exit_code == 2
    assert str(caught.value) == (
        "lab.yaml:8:11: servers.web1.vlan: out of range, got '5000'; allowed: 1 to 4094"
    )


ADDRESSES = ("192.0.2.1", "2001:db8::1", "fe80::1%eth0", "sw1", "sw1.example.net", "sw_1.lan.")


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_may_have_any_of_its_forms(address):
    text = GOOD.replace("192.0.2.11", f'"{address}"')
    assert parse_site(text).switches["sw1"].host == address


@pytest.mark.parametrize("text", ["- 1", "hello", "10"])
def test_file_that_is_no_mapping_says_what_it_must_have(text):
    found = find_problems(text)
    assert [problem.message for problem in found] == ["not a mapping"]
    assert found[0].allowed == "the keys switches, servers"


UNREADABLE = {
    "Latin 1": (b"a: 1\nb: \xe9\n", 2, 4, "not UTF-8"),
    "UTF-16": ("a: 1\n".encode("utf-16"), 1, 1, "not UTF-8"),
    "binary": (bytes(range(256)), 2, 118, "not UTF-8"),
    "nothing": (b"", 1, 1, "empty"),
}


@pytest.mark.parametrize("data, line, column, message", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_file_that_is_no_text_is_an_error_with_its_place(tmp_path, data, line, column, message):
    path = tmp_path / "site.yaml"
    path.write_bytes(data)
    with pytest.raises(SiteError, match=message) as caught:
        load_site(path)
    assert caught.value.name == str(path)
    found = caught.value.problems[0]
    assert (found.line, found.column) == (line, column)


def test_file_that_is_missing_or_a_folder_is_an_error(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(SiteError, match="cannot be read"):
            load_site(path)


def test_file_is_read_with_its_name(tmp_path):
    path = tmp_path / "lab.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_site(path) == parse_site(GOOD, str(path))
