"""What `show running-config` prints, read by ciscoconfparse's reader, is what is configured."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import netredund
from netredund.facts.running_config import Configuration
from netredund.lab.config import InterfaceConfig, SwitchConfig
from netredund.lab.ios.device import Device
from netredund.lab.ios.vlans import read_vlans
from tests.lab.devices import TRAINS, make_device, make_session
from tests.lab.test_running_config import PLACED

OPTIONAL = ("description", "access_vlan", "native_vlan", "channel_group", "min_links")


def read_configuration(device: Device, command: str) -> Configuration:
    """Print a configuration and read it whole."""
    text = f"sw1#{command}\n{make_session(device).execute(command).text}sw1#"
    facts = netredund.parse(command, text)
    assert isinstance(facts, Configuration)
    doubts = (facts.unparsed, facts.problems)
    assert facts.complete and doubts == ((), ()), f"{doubts} in\n{text}"
    return facts


def per_vlan(values: Any) -> dict[int, int]:
    """Return numbers by VLAN of lines that name lists of VLANs."""
    found = {}
    for entry in values:
        vlans = read_vlans(entry.vlans)
        assert isinstance(vlans, tuple)
        found.update(dict.fromkeys(vlans, entry.value))
    return found


def check_globals(facts: Configuration, switch: SwitchConfig) -> None:
    tree = facts.spanning_tree_settings
    assert facts.hostname == switch.hostname
    assert facts.spanning_tree_mode == (switch.mode or "pvst")
    assert tree.pathcost_method == switch.pathcost_method
    assert bool(tree.loopguard_default) is switch.loopguard_default
    assert bool(tree.bpduguard_default) is switch.bpduguard_default
    assert bool(tree.bpdufilter_default) is switch.bpdufilter_default
    assert (tree.portfast_default is None) is (switch.portfast_default is None)
    assert (tree.etherchannel_guard_misconfig is False) is (switch.etherchannel_guard is False)
    assert tree.transmit_hold_count == switch.transmit_hold_count
    trees = switch.vlan_trees
    for entries, field in (
        (tree.priorities, "priority"),
        (tree.hello_times, "hello_time"),
        (tree.forward_delays, "forward_time"),
        (tree.max_ages, "max_age"),
    ):
        assert per_vlan(entries) == {
            vlan: getattr(one, field)
            for vlan, one in trees.items()
            if getattr(one, field) is not None
        }
    assert facts.lacp_system_priority == switch.lacp_system_priority
    assert facts.load_balance == switch.load_balance
    assert facts.errdisable_recovery.interval_s == switch.errdisable_interval_s


def check_interface(row: Any, stanza: InterfaceConfig) -> None:
    for field in OPTIONAL:
        assert getattr(row, field) == getattr(stanza, field), field
    assert bool(row.is_shutdown) is stanza.shutdown
    assert (row.is_switchport is False) is (stanza.switchport is False)
    assert row.switchport_mode == stanza.mode
    if stanza.allowed_vlans is None:
        assert row.allowed_vlans is None
    elif stanza.allowed_vlans:
        assert read_vlans(row.allowed_vlans) == tuple(sorted(stanza.allowed_vlans))
    else:
        assert row.allowed_vlans == "none"
    assert bool(row.is_nonegotiate) is stanza.nonegotiate
    silent = " non-silent" if stanza.channel_non_silent else ""
    assert row.channel_mode == (stanza.channel_mode and f"{stanza.channel_mode}{silent}")
    assert row.channel_protocol == stanza.channel_protocol
    assert row.lacp_port_priority == stanza.lacp_port_priority
    assert row.lacp_max_bundle == stanza.lacp_max_bundle
    assert row.lacp_rate == stanza.lacp_rate
    tree = row.spanning_tree_settings
    assert (tree.cost, tree.port_priority) == (stanza.cost, stanza.port_priority)
    assert per_vlan(tree.instance_costs) == stanza.vlan_cost
    assert per_vlan(tree.instance_port_priorities) == stanza.vlan_port_priority
    assert (tree.guard, tree.link_type) == (stanza.guard, stanza.link_type)
    assert (tree.portfast is None) is (stanza.portfast is None)
    for word, flag in ((tree.bpduguard, stanza.bpduguard), (tree.bpdufilter, stanza.bpdufilter)):
        assert word == (None if flag is None else "enable" if flag else "disable")


@settings(max_examples=100, deadline=None)
@given(st.lists(PLACED, min_size=10, max_size=40), st.sampled_from(TRAINS))
def test_configuration_reads_back(placed: list[tuple[str, str, str]], train: str) -> None:
    device = make_device(train)
    configurator = device.configurator()
    for stanza, prefix, line in placed:
        configurator.enter(stanza)
        configurator.enter(prefix + line)
    facts = read_configuration(device, "show running-config")
    switch = device.configuration.switch
    check_globals(facts, switch)
    rows = {row.interface: row for row in facts.interfaces}
    assert rows.keys() == {*device.hardware, *switch.interfaces, "Vlan1"}
    for name, row in rows.items():
        check_interface(row, switch.interfaces.get(name, InterfaceConfig()))
    vlans = [read_vlans(row.vlans) for row in facts.vlans]
    assert {vlan for found in vlans for vlan in found} - {1} == switch.vlans.keys() - {1}
    device.save()
    saved = read_configuration(device, "show startup-config")
    assert [row.interface for row in saved.interfaces] == list(rows)
    assert saved.hostname == facts.hostname


def test_one_interface_reads_back() -> None:
    device = make_device(startup="interface fa0/3\nspanning-tree cost 7\nshutdown")
    facts = read_configuration(device, "show running-config interface fa0/3")
    assert len(facts.interfaces) == 1
    stanza = device.configuration.switch.interfaces["FastEthernet0/3"]
    check_interface(facts.interfaces[0], stanza)
