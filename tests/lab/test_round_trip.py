"""What `show` prints of a state, read again, is the state: for every command, at random."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netredund
from netredund.facts.etherchannel import EtherChannel
from netredund.facts.interfaces import InterfacesStatus, InterfacesTrunk
from netredund.facts.lacp import Lacp, LacpCounters, LacpSystem
from netredund.facts.mac_address_table import MacAddressTable
from netredund.facts.neighbors import CdpNeighbors, LldpNeighbors
from netredund.facts.outcome import Facts
from netredund.facts.spanning_tree import (
    SpanningTree,
    SpanningTreeBlocked,
    SpanningTreeInconsistent,
    SpanningTreeSummary,
)
from netredund.facts.version import Version
from netredund.interfaces import long_name
from netredund.lab.ios.vlans import read_vlans
from netredund.lab.show.query import name_vlan
from netredund.lab.show.spanning_tree import INCONSISTENCIES
from netredund.lab.status import (
    ChannelGroup,
    InterfaceStatus,
    LacpEnd,
    MacEntry,
    Neighbour,
    PortState,
    Tree,
    TrunkStatus,
)
from tests.lab.devices import TRAINS, VARIANT_OF, make_device, make_session
from tests.lab.states import (
    CDP_NEIGHBOURS,
    INTERFACES,
    LLDP_NEIGHBOURS,
    MAC_ENTRIES,
    TRUNKS,
    channels,
    forests,
)

TRAIN = st.sampled_from(TRAINS)
LAYOUT = st.sampled_from([*TRAINS, *VARIANT_OF])
MODERN = st.sampled_from(TRAINS[1:])
MODEL = {"12.2": "WS-C3750X-24T-S"}  # its ports are named as those of the states
EXAMPLES = settings(max_examples=60, deadline=None)


class Reported:
    """A switch that is in the state it is told."""

    def __init__(self, **states: Any) -> None:
        self.states = states

    def trees(self) -> list[Tree]:
        return self.states.get("trees", [])

    def channel_groups(self) -> list[ChannelGroup]:
        return self.states.get("groups", [])

    def interfaces(self) -> list[InterfaceStatus]:
        return self.states.get("interfaces", [])

    def trunks(self) -> list[TrunkStatus]:
        return self.states.get("trunks", [])

    def mac_table(self) -> list[MacEntry]:
        return self.states.get("entries", [])

    def neighbours(self, protocol: str) -> list[Neighbour]:
        return self.states.get("neighbours", [])

    def lacp_system(self) -> tuple[int, str]:
        return self.states["system"]


def read(train: str, command: str, startup: str = "", **states: Any) -> Any:
    """Print a state with a command, prompts and echo included, and read it whole."""
    device = make_device(train, startup, MODEL.get(train))
    device.switch = Reported(**states)  # type: ignore[assignment]  # as much of it as shows ask for
    session = make_session(device)
    text = f"sw1#{command}\n{session.execute(command).text}sw1#"
    assert "%" not in text.split("\n")[1]
    facts = netredund.parse(command, text)
    assert isinstance(facts, Facts)
    doubts = (facts.unparsed, facts.problems)
    assert facts.complete and doubts == ((), ()), f"{doubts} in\n{text}"
    return facts


@EXAMPLES
@given(LAYOUT, forests())
def test_tree_tables(train: str, trees: list[Tree]) -> None:
    facts: SpanningTree = read(train, "show spanning-tree", trees=trees)
    assert len(facts.instances) == len(trees)
    for instance, tree in zip(facts.instances, trees, strict=True):
        check_instance(instance, tree)
        assert instance.root.is_self is tree.is_root
        assert (instance.root.priority, instance.root.address) == (
            tree.root.priority,
            tree.root.address,
        )
        assert instance.bridge.priority == tree.bridge.priority
        assert instance.bridge.sys_id_ext == tree.system_id
        assert instance.aging_time == tree.aging_time_s
        for row, port in zip(instance.ports, tree.ports, strict=True):
            assert long_name(row.interface) == port.interface
            assert (row.role, row.state, row.cost) == (port.role, port.state, port.cost)
            assert (row.port_priority, row.port_number) == (port.port.priority, port.port.number)
            assert row.inconsistency == (port.inconsistency and port.inconsistency.value)
            assert ("Edge" in row.type.split()) is port.edge
            assert ("Peer(STP)" in row.type.split()) is port.peer_is_stp
            assert row.type.startswith("P2p" if port.point_to_point else "Shr")


def check_instance(instance: Any, tree: Tree) -> None:
    assert instance.instance == name_vlan(tree.vlan)
    assert instance.protocol == tree.protocol
    assert instance.bridge.address == tree.bridge.address
    assert (instance.bridge.hello, instance.bridge.max_age, instance.bridge.forward_delay) == (
        tree.configured_hello_s,
        tree.configured_max_age_s,
        tree.configured_forward_delay_s,
    )
    assert (instance.hello, instance.max_age, instance.forward_delay) == (
        tree.hello_s,
        tree.max_age_s,
        tree.forward_delay_s,
    )
    if not tree.is_root:
        assert instance.root.cost == tree.root_cost
        assert long_name(instance.root.port) == tree.root_port


@EXAMPLES
@given(LAYOUT, forests())
def test_tree_details(train: str, trees: list[Tree]) -> None:
    facts: SpanningTree = read(train, "show spanning-tree detail", trees=trees)
    for instance, tree in zip(facts.instances, trees, strict=True):
        check_instance(instance, tree)
        assert instance.bridge.priority == tree.bridge.priority - tree.system_id
        assert instance.topology_changes == tree.topology_changes
        for row, port in zip(instance.ports, tree.ports, strict=True):
            check_paragraph(row, port)


def check_paragraph(row: Any, port: Any) -> None:
    assert row.interface == port.interface
    assert row.state == port.state
    if port.inconsistency is None:
        assert row.role == port.role
    else:
        assert row.inconsistency == INCONSISTENCIES[port.inconsistency]
    assert (row.cost, row.port_number) == (port.cost, port.port.number)
    assert row.designated_bridge.address == port.designated_bridge.address
    assert row.designated_root.priority == port.designated_root.priority
    designated = f"{port.designated_port.priority}.{port.designated_port.number}"
    assert row.designated_port_id == designated
    assert row.designated_path_cost == port.designated_cost
    assert row.forward_transitions == port.transitions
    assert (row.bpdu_sent, row.bpdu_received) == (port.bpdus_sent, port.bpdus_received)
    assert bool(row.bpdu_guard) is port.bpduguard
    assert bool(row.bpdu_filter) is port.bpdufilter
    assert bool(row.root_guard) is port.root_guard
    assert bool(row.loop_guard) is port.loop_guard
    assert (row.portfast_mode is not None) is (port.portfast is not None)


@EXAMPLES
@given(TRAIN, forests(), st.data())
def test_tree_interfaces(train: str, trees: list[Tree], data: st.DataObject) -> None:
    port = data.draw(st.sampled_from([port for tree in trees for port in tree.ports]))
    command = f"show spanning-tree interface {port.interface}"
    there = [
        (tree, found) for tree in trees for found in tree.ports if found.interface == port.interface
    ]
    stanza = f"interface {port.interface}"  # a Port-channel must be there to be asked for
    facts: SpanningTree = read(train, command, stanza, trees=trees)
    assert [instance.instance for instance in facts.instances] == [
        name_vlan(tree.vlan) for tree, _ in there
    ]
    assert [instance.ports[0].state for instance in facts.instances] == [
        found.state for _, found in there
    ]
    facts = read(train, f"{command} detail", stanza, trees=trees)
    for instance, (_, found) in zip(facts.instances, there, strict=True):
        check_paragraph(instance.ports[0], found)


@EXAMPLES
@given(LAYOUT, forests())
def test_tree_lists(train: str, trees: list[Tree]) -> None:
    roots: SpanningTree = read(train, "show spanning-tree root", trees=trees)
    for row, tree in zip(roots.instances, trees, strict=True):
        assert row.root is not None
        assert (row.instance, row.root.priority, row.root.address) == (
            name_vlan(tree.vlan),
            tree.root.priority,
            tree.root.address,
        )
        assert (row.root.cost or 0) == tree.root_cost
        assert (row.root.port and long_name(row.root.port)) == tree.root_port
        assert (row.hello, row.max_age, row.forward_delay) == (
            tree.hello_s,
            tree.max_age_s,
            tree.forward_delay_s,
        )
    blocked: SpanningTreeBlocked = read(train, "show spanning-tree blockedports", trees=trees)
    expected = {
        name_vlan(tree.vlan): [
            port.interface
            for port in tree.ports
            if port.state in (PortState.BLOCKING, PortState.BROKEN)
        ]
        for tree in trees
    }
    assert {
        row.instance: [long_name(name) for name in row.blocked] for row in blocked.instances
    } == {name: ports for name, ports in expected.items() if ports}
    assert blocked.total == sum(map(len, expected.values()))
    broken: SpanningTreeInconsistent = read(
        train, "show spanning-tree inconsistentports", trees=trees
    )
    assert [(row.instance, row.interface, row.inconsistency) for row in broken.ports] == [
        (name_vlan(tree.vlan), port.interface, INCONSISTENCIES[port.inconsistency])
        for tree in trees
        for port in tree.ports
        if port.inconsistency is not None
    ]


SETTINGS = (
    "spanning-tree loopguard default\nspanning-tree pathcost method long\n"
    "spanning-tree portfast {edge}bpduguard default"
)


@EXAMPLES
@given(TRAIN, forests(), st.booleans(), st.booleans())
def test_tree_summary(train: str, trees: list[Tree], is_set: bool, totals: bool) -> None:
    edge = "edge " if train == "15.2" else ""
    mode = "rapid-pvst" if trees[0].protocol == "rstp" else "pvst"
    startup = f"spanning-tree mode {mode}\n" + (SETTINGS.format(edge=edge) if is_set else "")
    command = "show spanning-tree summary" + (" totals" if totals else "")
    facts: SpanningTreeSummary = read(train, command, startup, trees=trees)
    assert facts.mode == mode
    roots = [name_vlan(tree.vlan) for tree in trees if tree.is_root]
    assert expand_roots(facts.root_bridge_for) == roots
    assert facts.total.active == sum(len(tree.ports) for tree in trees)
    states = [port.state for tree in trees for port in tree.ports]
    assert facts.total.forwarding == states.count(PortState.FORWARDING)
    if not totals:
        assert [row.instance for row in facts.instances] == [name_vlan(tree.vlan) for tree in trees]
        assert [row.active for row in facts.instances] == [len(tree.ports) for tree in trees]
    assert facts.pathcost_method == ("long" if is_set else "short")
    assert facts.settings["Loopguard Default"].endswith("enabled" if is_set else "disabled")


def expand_roots(names: Any) -> list[str]:
    roots = []
    for name in names:
        first, _, last = str(name).partition("-")
        low, high = int(first.removeprefix("VLAN")), int((last or first).removeprefix("VLAN"))
        roots += [name_vlan(vlan) for vlan in range(low, high + 1)]
    return roots


@EXAMPLES
@given(LAYOUT, channels())
def test_channel_summary(train: str, groups: list[ChannelGroup]) -> None:
    facts: EtherChannel = read(train, "show etherchannel summary", groups=groups)
    assert facts.channel_groups_in_use == len(groups)
    for row, group in zip(facts.groups, groups, strict=True):
        assert (row.group, long_name(row.port_channel)) == (group.number, group.interface)
        assert row.protocol == (group.protocol or "-")
        assert row.is_in_use is group.in_use
        assert ("R" in row.flags) is group.layer3
        words = make_device(train, model=MODEL.get(train)).release.layout.member_words
        assert [(long_name(member.interface), member.flags) for member in row.members] == [
            (member.interface, words.get(member.flag, member.flag)) for member in group.members
        ]


def check_port_channel(row: Any, group: ChannelGroup) -> None:
    assert (row.group, long_name(row.port_channel)) == (group.number, group.interface)
    assert row.number_of_ports == len(group.bundled)
    assert row.is_in_use is group.in_use
    assert row.protocol == (group.protocol or "-")
    assert [long_name(member.interface) for member in row.members] == list(group.bundled)
    loads = [member.load for member in group.members if member.interface in group.bundled]
    assert [int(member.load, 16) for member in row.members] == loads
    assert (row.hot_standby and long_name(row.hot_standby)) == group.hot_standby
    for event, expected in (
        (row.last_bundled, group.last_bundled),
        (row.last_unbundled, group.last_unbundled),
    ):
        assert (event and long_name(event.interface)) == (expected and expected[1])


@EXAMPLES
@given(LAYOUT, channels(), st.booleans())
def test_port_channels(train: str, groups: list[ChannelGroup], one: bool) -> None:
    chosen = groups[:1] if one else groups
    number = f" {groups[0].number}" if one else ""
    facts: EtherChannel = read(train, f"show etherchannel{number} port-channel", groups=groups)
    for row, group in zip(facts.groups, chosen, strict=True):
        check_port_channel(row, group)


@EXAMPLES
@given(LAYOUT, channels())
def test_channel_details(train: str, groups: list[ChannelGroup]) -> None:
    facts: EtherChannel = read(train, "show etherchannel detail", groups=groups)
    for row, group in zip(facts.groups, groups, strict=True):
        check_port_channel(row, group)
    members = [(group, member) for group in groups for member in group.members]
    for port, (group, member) in zip(facts.ports, members, strict=True):
        assert long_name(port.interface) == member.interface
        assert port.channel_group == group.number
        assert port.is_bundled is (member.interface in group.bundled)
        if member.actor is not None:
            assert port.lacp_local.state == member.state
            check_end(port.lacp_local, member.actor)
        if member.partner is not None:
            check_end(port.lacp_partner, member.partner)
            assert port.lacp_partner.partner_system_id == member.partner.system


def check_end(row: Any, end: LacpEnd) -> None:
    assert row.flags == ("F" if end.state & 2 else "S") + ("A" if end.state & 1 else "P")
    assert row.priority == end.port_priority
    assert int(row.oper_key, 16) == end.key
    assert int(row.port_number, 16) == end.port
    assert int(row.port_state, 16) == end.state


@EXAMPLES
@given(LAYOUT, channels(), st.booleans())
def test_lacp_neighbors(train: str, groups: list[ChannelGroup], detail: bool) -> None:
    command = "show lacp neighbor" + (" detail" if detail else "")
    speaking = [group for group in groups if group.protocol == "LACP"]
    facts: Lacp = read(train, command, groups=groups)
    assert facts.empty is not bool(speaking)
    for row, group in zip(facts.groups, speaking, strict=True):
        assert row.group == group.number
        for port, member in zip(row.ports, group.members, strict=True):
            partner = member.partner
            assert port.has_partner is (partner is not None and partner.system != "0000.0000.0000")
            if partner is None:
                continue
            assert long_name(port.interface) == member.interface
            assert port.partner_system_id.endswith(partner.system)
            assert port.age == f"{int(member.partner_age_s or 0)}s"
            check_end(port, partner)


@EXAMPLES
@given(LAYOUT, channels())
def test_lacp_internal(train: str, groups: list[ChannelGroup]) -> None:
    speaking = [group for group in groups if group.protocol == "LACP"]
    facts: Lacp = read(train, "show lacp internal", groups=groups)
    for row, group in zip(facts.groups, speaking, strict=True):
        for port, member in zip(row.ports, group.members, strict=True):
            assert (long_name(port.interface), port.state) == (member.interface, member.state)
            actor = member.actor
            assert actor is not None
            if train == "12.2SX":  # keys in decimal, small letters
                assert (port.admin_key, port.oper_key) == (str(member.admin_key), str(actor.key))
                assert port.interval == ("1s" if member.asks_fast else "30s")
                assert ("C" in port.flags) is bool(actor.state & 0x10)
                assert int(port.port_state, 16) == actor.state
                continue
            assert int(port.admin_key, 16) == member.admin_key
            check_end(port, actor)


@EXAMPLES
@given(TRAIN, channels())
def test_lacp_counters(train: str, groups: list[ChannelGroup]) -> None:
    speaking = [group for group in groups if group.protocol == "LACP"]
    facts: LacpCounters = read(train, "show lacp counters", groups=groups)
    for row, group in zip(facts.groups, speaking, strict=True):
        for port, member in zip(row.ports, group.members, strict=True):
            assert (port.lacpdus_sent, port.lacpdus_received, port.markers_sent) == (
                member.counters.sent,
                member.counters.received,
                member.counters.marker_sent,
            )


@EXAMPLES
@given(TRAIN, st.integers(1, 65535))
def test_lacp_system(train: str, priority: int) -> None:
    facts: LacpSystem = read(train, "show lacp sys-id", system=(priority, "0019.e7aa.0100"))
    assert (facts.priority, facts.address) == (priority, "0019.e7aa.0100")


@pytest.mark.parametrize("train", TRAINS)
@pytest.mark.parametrize(
    "command",
    ["show pagp neighbor", "show lacp neighbor", "show lacp internal", "show etherchannel summary"],
)
def test_no_channels_is_empty_and_whole(train: str, command: str) -> None:
    assert read(train, command).empty


@pytest.mark.parametrize("train", TRAINS)
@pytest.mark.parametrize(
    "command",
    [
        "show spanning-tree",
        "show spanning-tree vlan 77",
        "show spanning-tree mst",
        "show interfaces trunk",
    ],
)
def test_nothing_is_empty_and_whole(train: str, command: str) -> None:
    assert read(train, command).empty


@EXAMPLES
@given(TRAIN, INTERFACES)
def test_interface_status(train: str, interfaces: tuple[InterfaceStatus, ...]) -> None:
    facts: InterfacesStatus = read(train, "show interfaces status", interfaces=interfaces)
    rows = {long_name(row.interface): row for row in facts.interfaces}
    assert rows.keys() == {status.name for status in interfaces}
    for status in interfaces:
        row = rows[status.name]
        assert row.name == (status.description or "")[:18].rstrip()
        assert row.status == status.status
        assert row.vlan == ("trunk" if status.trunking else str(status.access_vlan))
        if status.speed is not None:
            speed = f"{status.speed // 1000}G" if status.speed > 1000 else str(status.speed)
            assert row.speed == ("a-" if status.speed_auto else "") + speed
            assert row.duplex == ("a-" if status.duplex_auto else "") + str(status.duplex)
        else:
            assert (row.speed, row.duplex) == ("auto", "auto")


@EXAMPLES
@given(TRAIN, INTERFACES)
def test_disabled_interfaces(train: str, interfaces: tuple[InterfaceStatus, ...]) -> None:
    command = "show interfaces status err-disabled"
    facts: InterfacesStatus = read(train, command, interfaces=interfaces)
    assert {(long_name(row.interface), row.reason) for row in facts.interfaces} == {
        (status.name, status.reason) for status in interfaces if status.status == "err-disabled"
    }


@EXAMPLES
@given(TRAIN, TRUNKS)
def test_trunks(train: str, trunks: list[TrunkStatus]) -> None:
    facts: InterfacesTrunk = read(train, "show interfaces trunk", trunks=trunks)
    rows = {long_name(row.interface): row for row in facts.interfaces}
    assert rows.keys() == {trunk.interface for trunk in trunks}
    for trunk in trunks:
        row = rows[trunk.interface]
        assert (row.mode, row.native_vlan) == (trunk.mode, str(trunk.native_vlan))
        for printed, vlans in (
            (row.allowed, trunk.allowed),
            (row.active, trunk.active),
            (row.forwarding, trunk.forwarding),
        ):
            assert printed == "none" if not vlans else read_vlans(printed) == tuple(sorted(vlans))


@EXAMPLES
@given(TRAIN, MAC_ENTRIES, st.booleans())
def test_mac_table(train: str, entries: list[MacEntry], dynamic: bool) -> None:
    command = "show mac address-table" + (" dynamic" if dynamic else "")
    facts: MacAddressTable = read(train, command, entries=entries)
    assert facts.total == len(facts.entries)
    learned = {
        (row.vlan, row.address, long_name(row.ports[0])) for row in facts.entries if row.is_dynamic
    }
    assert learned == {(str(entry.vlan), entry.address, entry.interface) for entry in entries}


@EXAMPLES
@given(TRAIN, CDP_NEIGHBOURS)
def test_cdp_neighbors(train: str, neighbours: list[Neighbour]) -> None:
    facts: CdpNeighbors = read(train, "show cdp neighbors detail", neighbours=neighbours)
    assert facts.total == len(neighbours)
    for row, neighbour in zip(facts.neighbors, neighbours, strict=True):
        assert (row.device_id, row.interface, row.port_id) == (
            neighbour.device,
            neighbour.interface,
            neighbour.port,
        )
        assert (row.holdtime, row.native_vlan, row.duplex) == (
            neighbour.left_s,
            neighbour.native_vlan,
            neighbour.duplex,
        )
        assert row.addresses == neighbour.addresses
        assert row.version == neighbour.version
        assert row.capabilities == neighbour.capabilities


@EXAMPLES
@given(MODERN, LLDP_NEIGHBOURS)
def test_lldp_neighbors(train: str, neighbours: list[Neighbour]) -> None:
    facts: LldpNeighbors = read(
        train, "show lldp neighbors detail", "lldp run", neighbours=neighbours
    )
    assert facts.total == len(neighbours)
    for row, neighbour in zip(facts.neighbors, neighbours, strict=True):
        assert (long_name(row.interface), row.chassis_id, row.port_id) == (
            neighbour.interface,
            neighbour.chassis,
            neighbour.port,
        )
        assert (row.system_name, row.port_description) == (
            neighbour.device,
            neighbour.port_description,
        )
        assert row.time_remaining == neighbour.left_s
        assert row.vlan == neighbour.native_vlan
        assert row.system_description == neighbour.version
        assert row.management_addresses == neighbour.addresses


@pytest.mark.parametrize("train", TRAINS)
def test_version(train: str) -> None:
    facts: Version = read(train, "show version", "hostname core-1")
    device = make_device(train, model=MODEL.get(train))
    assert facts.hostname == "core-1"
    assert facts.release == device.release.name
    assert facts.model == device.model.name
    assert facts.uptime == "0 minutes"
