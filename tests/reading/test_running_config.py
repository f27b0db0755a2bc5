"""Rules of reading `show running-config`."""

import json
import os
import textwrap
from pathlib import Path

import msgspec
import pytest

import netredund
from netredund.facts.running_config import Configuration, InterfaceConfig

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
SHARED = Path(os.environ.get("NETREDUND_SHARED", ROOT.parent / "shared")) / "captures"
CAPTURES = sorted(SHARED.glob("show_running-config/*.txt"))
INTERFACES = sorted(SHARED.glob("show_running-config_interface/*.txt"))
# Cut before `end`; one line at the left margin that stands below an interface.
DAMAGED = ("iol_moscow_sw4_mst_lacp", "golden_output21")


def read(text: str, command: str = "show running-config") -> Configuration:
    facts = netredund.parse(command, text)
    assert isinstance(facts, Configuration)
    return facts


def whole(lines: str) -> Configuration:
    """Read lines that stand in a configuration with nothing else in it."""
    return read(f"version 15.2\nhostname sw\n{textwrap.dedent(lines)}\nend\n")


def port(lines: str) -> InterfaceConfig:
    """Read the lines of one interface."""
    config = whole("interface GigabitEthernet0/1\n" + textwrap.indent(lines, " "))
    assert config.complete, (config.problems, config.unparsed)
    return config.interfaces[0]


def sample(name: str) -> str:
    return (FIXTURES / f"{name}.txt").read_text()


@pytest.mark.skipif(not CAPTURES, reason="no captures beside the checkout")
@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_captures_say_what_is_known_of_them(path: Path) -> None:
    config = read(path.read_text())
    known = json.loads(path.with_suffix(".facts.json").read_text())
    found = json.loads(msgspec.json.encode(config))
    assert config.complete != path.stem.endswith(DAMAGED)
    for key in ("hostname", "spanning_tree_mode", "spanning_tree_lines", "mst_configuration"):
        assert found[key] == known[key]
    by_name = {interface["interface"]: interface for interface in found["interfaces"]}
    for interface in known["interfaces"]:
        assert {key: by_name[interface["interface"]][key] for key in interface} == interface


@pytest.mark.skipif(not INTERFACES, reason="no captures beside the checkout")
@pytest.mark.parametrize("path", INTERFACES, ids=lambda path: path.stem)
def test_captures_of_an_interface_say_what_genie_says(path: Path) -> None:
    config = read(path.read_bytes().decode(), "show running-config interface")
    known = json.loads(path.with_suffix(".facts.json").read_text())["source_expected"]
    assert config.complete != path.stem.endswith(DAMAGED)
    (name, expected), *_ = known["interfaces"].items()
    interface = config.interfaces[0]
    assert interface.interface == name
    assert interface.description == expected.get("description")
    assert interface.switchport_mode == expected.get("switchport_mode")
    assert interface.allowed_vlans == expected.get("switchport_trunk_vlans")
    assert interface.native_vlan == expected.get("switchport_trunk_native_vlan")
    assert str(interface.access_vlan) == expected.get("switchport_access_vlan", "None")
    assert bool(interface.is_protected) == expected.get("switchport_protected", False)
    assert bool(interface.is_nonegotiate) == ("switchport_nonegotiate" in expected)
    channel = expected.get("channel_group", {})
    assert (interface.channel_group, interface.channel_mode) == (
        channel.get("chg"),
        channel.get("mode"),
    )
    typed = interface.spanning_tree_settings
    assert bool(typed.portfast) == expected.get("spanning_tree_portfast", False)
    assert typed.bpduguard == expected.get("spanning_tree_bpduguard")
    assert typed.bpdufilter == expected.get("spanning_tree_bpdufilter")
    controlled = any("authentication port-control auto" in line.text for line in interface.security)
    assert controlled == ("authentication_port_control" in expected)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("shutdown", "is_shutdown", True),
        ("no shutdown", "is_shutdown", False),
        ("switchport", "is_switchport", True),
        ("no switchport", "is_switchport", False),
        ("switchport mode dynamic auto", "switchport_mode", "dynamic auto"),
        ("switchport mode dot1q-tunnel", "switchport_mode", "dot1q-tunnel"),
        ("switchport access vlan 4094", "access_vlan", 4094),
        ("switchport voice vlan dot1p", "voice_vlan", "dot1p"),
        ("switchport trunk native vlan 99", "native_vlan", 99),
        ("switchport trunk allowed vlan none", "allowed_vlans", "none"),
        ("switchport trunk allowed vlan 1-9,20", "allowed_vlans", "1-9,20"),
        ("switchport trunk allowed vlan except 5", "allowed_vlans", "except 5"),
        ("switchport trunk encapsulation dot1q", "trunk_encapsulation", "dot1q"),
        ("switchport nonegotiate", "is_nonegotiate", True),
        ("switchport protected", "is_protected", True),
        ("channel-group 48 mode passive", "channel_group", 48),
        ("channel-group 1 mode auto non-silent", "channel_mode", "auto non-silent"),
        ("channel-protocol pagp", "channel_protocol", "pagp"),
        ("lacp rate fast", "lacp_rate", "fast"),
        ("lacp port-priority 1", "lacp_port_priority", 1),
        ("lacp max-bundle 4", "lacp_max_bundle", 4),
        ("lacp fast-switchover", "lacp_fast_switchover", True),
        ("port-channel min-links 2", "min_links", 2),
        ("no port-channel standalone-disable", "standalone_disable", False),
        ("speed auto 100 1000", "speed", "auto 100 1000"),
        ("speed nonegotiate", "speed", "nonegotiate"),
        ("duplex full", "duplex", "full"),
        ("description to srv, leg 1", "description", "to srv, leg 1"),
    ],
)
def test_interface_line_is_typed(line: str, field: str, value: object) -> None:
    interface = port(line)
    assert getattr(interface, field) == value
    assert interface.lines[field] == 4


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("spanning-tree cost 200000000", "cost", 200000000),
        ("spanning-tree port-priority 16", "port_priority", 16),
        ("spanning-tree portfast", "portfast", "portfast"),
        ("spanning-tree portfast trunk", "portfast", "portfast trunk"),
        ("spanning-tree portfast edge", "portfast", "portfast edge"),
        ("spanning-tree portfast edge trunk", "portfast", "portfast edge trunk"),
        ("spanning-tree portfast network", "portfast", "portfast network"),
        ("spanning-tree portfast disable", "portfast", "portfast disable"),
        ("no spanning-tree portfast", "portfast", "no portfast"),
        ("spanning-tree bpduguard disable", "bpduguard", "disable"),
        ("spanning-tree bpdufilter enable", "bpdufilter", "enable"),
        ("spanning-tree guard root", "guard", "root"),
        ("spanning-tree rootguard", "guard", "root"),
        ("spanning-tree link-type shared", "link_type", "shared"),
    ],
)
def test_spanning_tree_line_of_an_interface_is_typed(line: str, field: str, value: object) -> None:
    interface = port(line)
    assert getattr(interface.spanning_tree_settings, field) == value
    assert interface.lines[field] == 4
    assert interface.spanning_tree == (() if line.startswith("no ") else (line,))


def test_cost_of_a_vlan_stands_beside_that_of_the_port() -> None:
    typed = port("spanning-tree vlan 10,20-29 cost 7\nspanning-tree cost 9").spanning_tree_settings
    assert typed.cost == 9
    assert [(value.vlans, value.value) for value in typed.instance_costs] == [("10,20-29", 7)]
    assert typed.instance_costs[0].covers_vlan(25)
    assert not typed.instance_costs[0].covers_vlan(30)


def test_added_vlans_join_the_list() -> None:
    interface = port("switchport trunk allowed vlan 1-5\nswitchport trunk allowed vlan add 7,9")
    assert interface.allowed_vlans == "1-5,7,9"


def test_vlans_added_to_a_missing_list_are_noted() -> None:
    config = whole("interface Gi0/1\n switchport trunk allowed vlan add 7")
    assert not config.complete
    assert config.interfaces[0].allowed_vlans == "7"


@pytest.mark.parametrize(
    "line",
    [
        "switchport port-security maximum 2",
        "dot1x pae authenticator",
        "authentication port-control auto",
        "access-session port-control auto",
        "mab",
        "ip verify source port-security",
        "ip arp inspection trust",
        "ip dhcp snooping limit rate 5",
    ],
)
def test_line_that_may_hold_an_address_in_place_is_security(line: str) -> None:
    interface = port(line)
    assert [kept.text for kept in interface.security] == [line]
    assert interface.other_lines == ()


def test_other_lines_are_kept_with_those_below_them() -> None:
    interface = port("service instance 1 ethernet\n encapsulation untagged\nmtu 9000")
    assert [line.text for line in interface.other_lines] == [
        "service instance 1 ethernet",
        " encapsulation untagged",
        "mtu 9000",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "switchport mode acc",
        "switchport acc",
        "switchport access vlan",
        "switchport access vlan 5x",
        "switchport trunk allowed vlan 1-",
        "switchport trunk allowed vlan 4095",
        "channel-group 1 mode act",
        "channel-group 1",
        "lacp ra",
        "spanning-tree portfa",
        "spanning-tree portfast ed",
        "spanning-tree cost",
        "spanning-tree vlan 10 co",
        "spanning-tree vlan 0 cost 5",
        "spanning-tree guard ro",
        "speed fa",
        "duplex fu",
    ],
)
def test_damaged_interface_line_is_noted(line: str) -> None:
    config = whole(f"interface Gi0/1\n {line}")
    assert not config.complete
    noted = [problem.line for problem in config.problems] + [bad.line for bad in config.unparsed]
    assert noted == [4]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("spanning-tree mode rapid-pvst", "mode", "rapid-pvst"),
        ("spanning-tree pathcost method long", "pathcost_method", "long"),
        ("spanning-tree portfast default", "portfast_default", "default"),
        ("spanning-tree portfast edge default", "portfast_default", "edge default"),
        ("spanning-tree portfast network default", "portfast_default", "network default"),
        ("spanning-tree portfast bpduguard default", "bpduguard_default", True),
        ("spanning-tree portfast edge bpduguard default", "bpduguard_default", True),
        ("spanning-tree portfast bpduguard", "bpduguard_default", True),
        ("no spanning-tree portfast bpduguard default", "bpduguard_default", False),
        ("spanning-tree portfast edge bpdufilter default", "bpdufilter_default", True),
        ("spanning-tree loopguard default", "loopguard_default", True),
        ("spanning-tree extend system-id", "extend_system_id", True),
        ("no spanning-tree etherchannel guard misconfig", "etherchannel_guard_misconfig", False),
        ("spanning-tree uplinkfast", "uplinkfast", True),
        ("spanning-tree mst max-hops 30", "max_hops", 30),
    ],
)
def test_global_spanning_tree_line_is_typed(line: str, field: str, value: object) -> None:
    config = whole(line)
    assert config.complete
    assert getattr(config.spanning_tree_settings, field) == value
    assert config.spanning_tree_settings.lines[field] == 3


@pytest.mark.parametrize(
    ("line", "field", "vlans", "instances", "value"),
    [
        ("spanning-tree vlan 1-4094 priority 0", "priorities", "1-4094", None, 0),
        ("spanning-tree mst 0,2 priority 4096", "priorities", None, "0,2", 4096),
        ("spanning-tree vlan 7 hello-time 1", "hello_times", "7", None, 1),
        ("spanning-tree vlan 7 forward-time 4", "forward_delays", "7", None, 4),
        ("spanning-tree vlan 7 max-age 6", "max_ages", "7", None, 6),
        ("spanning-tree mst hello-time 1", "hello_times", None, None, 1),
    ],
)
def test_value_of_vlans_or_instances_keeps_its_list(
    line: str, field: str, vlans: str | None, instances: str | None, value: int
) -> None:
    found = getattr(whole(line).spanning_tree_settings, field)
    assert [(one.vlans, one.mst_instances, one.value) for one in found] == [
        (vlans, instances, value)
    ]


def test_vlan_without_spanning_tree_is_kept() -> None:
    disabled = whole("no spanning-tree vlan 7").spanning_tree_settings.disabled_vlans
    assert [line.text for line in disabled] == ["no spanning-tree vlan 7"]


@pytest.mark.parametrize("line", ["spanning-tree mod", "spanning-tree vlan 1 prio", "vlan 5000"])
def test_damaged_global_line_is_noted(line: str) -> None:
    assert not whole(line).complete


@pytest.mark.parametrize(
    "line",
    ["switchport mode trunk", "spanning-tree portfast trunk", "channel-group 1 mode active"]
    + ["spanning-tree cost 5", "spanning-tree vlan 5 cost 5", "shutdown", "no shutdown"],
)
def test_interface_line_at_the_left_margin_is_no_global_fact(line: str) -> None:
    config = whole(f"interface Gi0/1\n{line}")
    assert config.problems[0].line == 4
    assert config.spanning_tree_lines == ()


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("vtp mode transparent", "vtp_mode", "transparent"),
        ("vtp domain LAB", "vtp_domain", "LAB"),
        ("lacp system-priority 1", "lacp_system_priority", 1),
        ("port-channel load-balance src-mac", "load_balance", "src-mac"),
        ("ip dhcp snooping", "dhcp_snooping", True),
        ("ip dhcp snooping vlan 1-5\nip dhcp snooping vlan 9", "dhcp_snooping_vlans", "1-5,9"),
        ("ip arp inspection vlan 1\nip arp inspection vlan 7", "arp_inspection_vlans", "1,7"),
    ],
)
def test_global_line_is_typed(line: str, field: str, value: object) -> None:
    config = whole(line)
    assert config.complete
    assert getattr(config, field) == value
    assert config.lines[field] == 3


def test_errdisable_recovery_keeps_causes_and_interval() -> None:
    found = whole("errdisable recovery cause all\nerrdisable recovery interval 30")
    assert [line.text for line in found.errdisable_recovery.causes] == ["all"]
    assert found.errdisable_recovery.interval_s == 30


def test_vlan_keeps_name_and_state() -> None:
    vlan, several = whole("vlan 10\n name a b\n state suspend\nvlan 20-22,30").vlans
    assert (vlan.vlan, vlan.name, vlan.state) == (10, "a b", "suspend")
    assert (several.vlan, several.vlans) == (None, "20-22,30")


def test_configuration_without_end_is_cut() -> None:
    config = read("version 15.2\nhostname sw\ninterface Gi0/1\n")
    assert not config.complete
    assert not config.ended


def test_end_shows_the_end() -> None:
    assert whole("").ended


@pytest.mark.parametrize(
    "name",
    [
        "show_running-config/ios15_access-switch",
        "show_running-config_interface/ios15_leading-blank",
    ],
)
def test_cut_at_any_line_is_noticed(name: str) -> None:
    lines = sample(name).splitlines()
    command = name.split("/")[0].replace("_", " ")
    ends = max(index for index, line in enumerate(lines) if line == "end")
    for count in range(ends):
        assert not read("\n".join(lines[:count]), command).complete, f"cut below line {count}"


@pytest.mark.parametrize("missing", ["version", "hostname"])
def test_configuration_without_its_beginning_is_noted(missing: str) -> None:
    lines = [line for line in ("version 15.2", "hostname sw", "end") if missing not in line]
    assert missing in read("\n".join(lines)).problems[0].message


def test_lines_missing_from_the_middle_are_seen_by_the_size() -> None:
    lines = sample("show_running-config/ios15_access-switch").splitlines()
    cut = [line for number, line in enumerate(lines, 1) if not 80 <= number <= 125]
    config = read("\n".join(cut))
    assert "bytes" in config.problems[0].message


def test_lost_trailing_blanks_and_blank_lines_do_not_count_as_missing() -> None:
    text = sample("show_running-config/ios15_access-switch").replace("\n!\n", "\n\n!\n\n")
    assert read(text).complete


def test_interface_that_the_command_does_not_name_is_noted() -> None:
    text = sample("show_running-config_interface/ios15_leading-blank")
    assert read(text, "sh run int te3/0/2").complete
    assert not read(text, "sh run int te3/0/1").complete


def test_value_that_stands_twice_is_noted() -> None:
    config = whole("interface Gi0/1\n switchport mode access\n switchport mode trunk")
    assert "twice" in config.problems[0].message


def test_interface_keeps_its_printed_name() -> None:
    names = [one.interface for one in whole("interface VLAN1\ninterface Vlan 10").interfaces]
    assert names == ["VLAN1", "Vlan 10"]


def test_range_is_no_interface() -> None:
    config = whole("interface range Gi0/1 - 2\n shutdown")
    assert config.interfaces == ()
    assert config.unparsed[0].line == 3


def test_interface_that_stands_twice_is_noted() -> None:
    config = whole("interface GigabitEthernet0/1\ninterface gi0/1")
    assert config.problems[0].line == 4


def test_lines_below_end_are_not_understood() -> None:
    config = read("version 15.2\nhostname sw\nend\nusername x password SeCrEt\n")
    assert [line.text for line in config.unparsed] == ["username x password <removed>"]


def test_startup_config_that_is_not_there_is_empty() -> None:
    facts = read("startup-config is not present\n", "show startup-config")
    assert (facts.empty, facts.complete) == (True, True)


def test_error_of_the_device_is_no_configuration() -> None:
    facts = read("                ^\n% Invalid input detected at '^' marker.\n")
    assert not facts.complete
    assert not facts.empty


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r\r\n"], ids=["LF", "CRLF", "CRCRLF"])
def test_line_ends_do_not_matter(newline: str) -> None:
    text = sample("show_running-config/iosxe17_stack")
    facts = read(text)
    assert read(text.replace("\n", newline)) == facts


def test_secrets_are_nowhere_in_the_facts() -> None:
    text = textwrap.dedent("""\
        version 15.2
        hostname sw
        enable secret 5 SeCrEt
        username x secret SeCrEt
        snmp-server community SeCrEt RO
        archive
         path scp://x:SeCrEt@192.0.2.1/
        vlan 10
         private password SeCrEt
        interface Vlan1
         standby 1 authentication SeCrEt
         ip ospf authentication-key SeCrEt
         dot1x credentials x password SeCrEt
         pppoe
          ppp chap password SeCrEt
        password SeCrEt
        end
        tacacs-server key SeCrEt
        """)
    encoded = msgspec.json.encode(read(text))
    assert b"SeCrEt" not in encoded
    assert encoded.count(b"<removed>") >= 6


def test_prompt_in_a_banner_makes_the_configuration_incomplete() -> None:
    text = "version 15.2\nhostname sw\nbanner motd ^C\nsw#show run\nhostname trap\n^C\nend\n"
    assert not read(text).complete
