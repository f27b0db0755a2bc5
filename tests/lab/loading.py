"""Loads what a capture says into the tables that a lab switch's `show` commands print from."""

from typing import Any

from netredund.facts.etherchannel import ChannelFlag, EtherChannel, split_flags
from netredund.facts.etherchannel import ChannelGroup as GroupFacts
from netredund.facts.etherchannel import ChannelMember as MemberFacts
from netredund.facts.lacp import Lacp, LacpPort
from netredund.facts.outcome import Facts
from netredund.facts.spanning_tree import SpanningTree, SpanningTreeInstance, SpanningTreePort
from netredund.interfaces import long_name
from netredund.lab.show.etherchannel import STATES as MODE_WORDS
from netredund.lab.status import (
    BridgeId,
    ChannelGroup,
    ChannelMember,
    Inconsistency,
    LacpCounters,
    LacpEnd,
    PortId,
    PortRole,
    PortState,
    Tree,
    TreePort,
)

LETTERS = {
    ChannelFlag.BUNDLED_WORD: "P",
    ChannelFlag.SUSPENDED_WORD: "s",
    ChannelFlag.HOT_STANDBY_WORD: "H",
    ChannelFlag.INDEPENDENT_WORD: "I",
    ChannelFlag.DOWN_WORD: "D",
}
MODES = {word: mode for mode, word in MODE_WORDS.items()}
NO_BRIDGE, NO_PORT = BridgeId(0, "0000.0000.0000"), PortId(0, 0)
NO_COUNTS = LacpCounters(0, 0, 0, 0, 0, 0, 0)


def load_tables(facts: Facts) -> dict[str, Any]:
    """Return the tables of a switch that is in the state of the facts, by their names."""
    if isinstance(facts, SpanningTree):
        return {"trees": [load_tree(each) for each in facts.instances]}
    if isinstance(facts, EtherChannel):
        return {"groups": [load_group(each) for each in facts.groups]}
    assert isinstance(facts, Lacp)
    partners = facts.command is not None and "neighbor" in facts.command
    groups = []
    for each in facts.groups:
        assert each.group is not None
        members = tuple(load_end(port, partners=partners) for port in each.ports)
        groups.append(make_group(each.group, f"Port-channel{each.group}", "LACP", members))
    return {"groups": groups}


def known(value: Any) -> Any:
    """Return a value that the capture must have said."""
    assert value is not None
    return value


def load_tree(facts: SpanningTreeInstance) -> Tree:
    """Return the tree that one instance of the table form shows."""
    root, bridge, protocol = known(facts.root), known(facts.bridge), known(facts.protocol)
    root_port = None if root.port is None else known(long_name(root.port))
    return Tree(
        vlan=int(known(facts.instance).lstrip("VLANMST")),
        protocol=protocol.value,
        bridge=BridgeId(known(bridge.priority), known(bridge.address)),
        system_id=bridge.sys_id_ext or 0,
        root=BridgeId(known(root.priority), known(root.address)),
        root_cost=root.cost or 0,
        root_port=root_port,
        root_port_id=None if root_port is None else PortId(0, known(root.port_number)),
        hello_s=known(facts.hello),
        max_age_s=known(facts.max_age),
        forward_delay_s=known(facts.forward_delay),
        configured_hello_s=known(bridge.hello),
        configured_max_age_s=known(bridge.max_age),
        configured_forward_delay_s=known(bridge.forward_delay),
        transmit_hold_count=6,
        aging_time_s=facts.aging_time,
        topology_change=False,
        topology_change_detected=False,
        topology_changes=0,
        last_change_age_s=None,
        last_change_from=None,
        hello_left_s=0,
        topology_change_left_s=0,
        notification_left_s=0,
        ports=tuple(load_tree_port(port) for port in facts.ports),
        uplinkfast=bool(facts.uplinkfast),
    )


def load_tree_port(facts: SpanningTreePort) -> TreePort:
    """Return the port that one row shows; its type is taken apart, word by word."""
    words = known(facts.type).split()
    bound = [word[6:-1] for word in words if word.startswith("Bound(")]
    reason = facts.inconsistency
    return TreePort(
        interface=known(long_name(known(facts.interface))),
        role=PortRole(known(facts.role).value),
        state=PortState(facts.state.value),
        inconsistency=None if reason is None else Inconsistency(reason),
        cost=known(facts.cost),
        port=PortId(known(facts.port_priority), known(facts.port_number)),
        designated_root=NO_BRIDGE,
        designated_cost=0,
        designated_bridge=NO_BRIDGE,
        designated_port=NO_PORT,
        message_age_s=0,
        forward_delay_left_s=0,
        hold_left_s=0,
        transitions=0,
        edge="Edge" in words,
        portfast=None,
        portfast_by_default=False,
        point_to_point="P2p" in words,
        link_type_configured=False,
        peer_is_stp="Peer(STP)" in words,
        bpduguard=False,
        bpduguard_by_default=False,
        bpdufilter=False,
        bpdufilter_by_default=False,
        root_guard=False,
        loop_guard=False,
        loop_guard_by_default=False,
        bpdus_sent=0,
        bpdus_received=0,
        bound=bound[0] if bound else None,
    )


def load_group(facts: GroupFacts) -> ChannelGroup:
    """Return the group that one row of the summary, or one block of port-channel, shows."""
    protocol = known(facts.protocol).value
    flags = () if facts.flags is None else split_flags(facts.flags)
    members = tuple(load_member(member) for member in facts.members)
    events = [
        None if event is None else (seconds_of(event.time), known(long_name(event.interface)))
        for event in (facts.last_bundled, facts.last_unbundled)
    ]
    return make_group(
        facts.group,
        known(long_name(facts.port_channel)),
        None if protocol == "-" else protocol,
        members,
        layer3=ChannelFlag.LAYER3 in flags,
        in_use=bool(facts.is_in_use),
        missed=ChannelFlag.MINIMUM_LINKS_NOT_MET in flags,
        fast_switchover=facts.fast_switchover == "enabled",
        hot_standby=None if facts.hot_standby is None else known(long_name(facts.hot_standby)),
        age_s=0 if facts.age is None else seconds_of(facts.age),
        last_bundled=events[0],
        last_unbundled=events[1],
    )


def make_group(
    number: int,
    interface: str,
    protocol: str | None,
    members: tuple[ChannelMember, ...],
    *,
    layer3: bool = False,
    in_use: bool = True,
    missed: bool = False,
    fast_switchover: bool = False,
    hot_standby: str | None = None,
    age_s: float = 0,
    last_bundled: tuple[float, str] | None = None,
    last_unbundled: tuple[float, str] | None = None,
) -> ChannelGroup:
    """Return a group with what no capture says filled in."""
    return ChannelGroup(
        number=number,
        interface=interface,
        protocol=protocol,
        layer3=layer3,
        in_use=in_use,
        min_links=1,
        min_links_missed=missed,
        max_bundle=8,
        standalone_disable=True,
        fast_switchover=fast_switchover,
        system=None,
        members=members,
        bundled=tuple(member.interface for member in members if member.flag.startswith("P")),
        hot_standby=hot_standby,
        age_s=age_s,
        last_bundled=last_bundled,
        last_unbundled=last_unbundled,
    )


def load_member(facts: MemberFacts) -> ChannelMember:
    """Return the member that the summary shows with a flag, or port-channel as bundled."""
    flag = "P"
    if facts.flags is not None:
        flags = split_flags(facts.flags)
        flag = LETTERS.get(flags[0], facts.flags)
    mode = "on" if facts.ec_state is None else MODES[facts.ec_state.value]
    return make_member(
        known(long_name(facts.interface)),
        mode=mode,
        flag=flag,
        load=int(facts.load or "0", 16),
        index=facts.index or 0,
    )


def load_end(facts: LacpPort, *, partners: bool) -> ChannelMember:
    """Return the member of whose own end, or whose partner's, a row of `show lacp` tells."""
    state = int(known(facts.port_state), 16)
    end = LacpEnd(
        system_priority=0,
        system=facts.partner_system_id or "0000.0000.0000",
        key=number_of(known(facts.oper_key)),
        port_priority=known(facts.priority),
        port=number_of(known(facts.port_number)),
        state=state,
    )
    return make_member(
        known(long_name(facts.interface)),
        mode="active",
        state="bndl" if facts.state is None else facts.state.value,
        admin_key=number_of(known(facts.admin_key)),
        actor=None if partners else end,
        partner=end if partners else None,
        age_s=None if facts.age is None else float(facts.age.rstrip("s")),
        asks_fast=facts.interval == "1s",
    )


def make_member(
    interface: str,
    *,
    mode: str,
    flag: str = "P",
    state: str = "bndl",
    admin_key: int = 0,
    actor: LacpEnd | None = None,
    partner: LacpEnd | None = None,
    age_s: float | None = None,
    asks_fast: bool = False,
    load: int = 0,
    index: int = 0,
) -> ChannelMember:
    """Return a member with what no capture says filled in."""
    return ChannelMember(
        interface=interface,
        mode=mode,
        flag=flag,
        state=state,
        reason=None,
        admin_key=admin_key,
        actor=actor,
        partner=partner,
        partner_age_s=age_s,
        asks_fast=asks_fast,
        counters=NO_COUNTS,
        load=load,
        state_age_s=0,
        index=index,
    )


def number_of(printed: str) -> int:
    """Return a key as current images print it (`0x3D`) or old ones (`100`)."""
    return int(printed, 16 if printed.startswith("0x") else 10)


def seconds_of(span: str) -> int:
    """Return the seconds of `0d:00h:05m:38s`."""
    days, hours, minutes, seconds = (int(part[:-1]) for part in span.split(":"))
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
