"""Random states of a switch, as its protocols would report them, for the `show` commands."""

from hypothesis import strategies as st

from netredund.lab.config import ChannelMode
from netredund.lab.ios.names import short_name, table_key
from netredund.lab.status import (
    BridgeId,
    ChannelGroup,
    ChannelMember,
    Counters,
    Inconsistency,
    InterfaceStatus,
    LacpCounters,
    LacpEnd,
    MacEntry,
    Neighbour,
    PortId,
    PortRole,
    PortState,
    Tree,
    TreePort,
    TrunkStatus,
)

PORTS = [f"GigabitEthernet1/0/{number}" for number in range(1, 25)]
CHANNELS = [f"Port-channel{number}" for number in (1, 2, 12, 128)]
HEX = "0123456789abcdef"
ADDRESSES = st.text(HEX, min_size=12, max_size=12).map(
    lambda digits: f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
)
COUNTS = st.integers(0, 2**32)
SECONDS = st.floats(0, 10**8)
WORDS = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,14}", fullmatch=True)


def bridge_ids(vlan: int) -> st.SearchStrategy[BridgeId]:
    """Return bridge ids with the VLAN in their priority, as switches have them."""
    return st.builds(BridgeId, st.integers(0, 15).map(lambda step: step * 4096 + vlan), ADDRESSES)


PORT_IDS = st.builds(PortId, st.integers(0, 15).map(lambda step: step * 16), st.integers(1, 4095))
STATES = {
    PortRole.ROOT: [PortState.FORWARDING, PortState.LISTENING, PortState.LEARNING],
    PortRole.DESIGNATED: list(PortState)[:4] + [PortState.BROKEN],
    PortRole.ALTERNATE: [PortState.BLOCKING, PortState.BROKEN],
    PortRole.BACKUP: [PortState.BLOCKING, PortState.BROKEN],
}


@st.composite
def tree_ports(draw: st.DrawFn, vlan: int, name: str, role: PortRole, *, stp: bool) -> TreePort:
    """Return one port in a tree of a VLAN."""
    state = draw(st.sampled_from(STATES[role]))
    broken = state is PortState.BROKEN
    flag = st.booleans()
    portfast = draw(st.sampled_from([None, "edge", "edge trunk", "network"]))
    return TreePort(
        interface=name,
        role=role,
        state=state,
        inconsistency=draw(st.sampled_from(Inconsistency)) if broken else None,
        cost=draw(st.integers(1, 200_000_000)),
        port=draw(PORT_IDS),
        designated_root=draw(bridge_ids(vlan)),
        designated_cost=draw(st.integers(0, 200_000_000)),
        designated_bridge=draw(bridge_ids(vlan)),
        designated_port=draw(PORT_IDS),
        message_age_s=draw(st.integers(0, 20)),
        forward_delay_left_s=draw(st.integers(0, 15)),
        hold_left_s=draw(st.integers(0, 1)),
        transitions=draw(COUNTS),
        edge=draw(flag),
        portfast=portfast,
        portfast_by_default=draw(flag),
        point_to_point=draw(flag),
        link_type_configured=draw(flag),
        peer_is_stp=draw(flag) and stp,
        bpduguard=draw(flag),
        bpduguard_by_default=draw(flag),
        bpdufilter=draw(flag),
        bpdufilter_by_default=draw(flag),
        root_guard=draw(flag),
        loop_guard=draw(flag),
        loop_guard_by_default=draw(flag),
        bpdus_sent=draw(COUNTS),
        bpdus_received=draw(COUNTS),
    )


@st.composite
def trees(draw: st.DrawFn, vlan: int, *, rapid: bool) -> Tree:
    """Return the tree of one VLAN."""
    names = draw(st.lists(st.sampled_from(PORTS + CHANNELS), min_size=1, max_size=6, unique=True))
    names.sort(key=table_key)
    root_place = draw(st.none() | st.integers(0, len(names) - 1))
    others = [PortRole.DESIGNATED, PortRole.ALTERNATE, PortRole.BACKUP]
    ports = []
    for place, name in enumerate(names):
        if root_place is None:
            role = PortRole.DESIGNATED
        else:
            role = PortRole.ROOT if place == root_place else draw(st.sampled_from(others))
        ports.append(draw(tree_ports(vlan, name, role, stp=rapid)))
    bridge = draw(bridge_ids(vlan))
    root = bridge
    if root_place is not None:
        root = draw(bridge_ids(vlan).filter(lambda other: other != bridge))
    changed = draw(st.none() | SECONDS)
    return Tree(
        vlan=vlan,
        protocol="rstp" if rapid else "ieee",
        bridge=bridge,
        system_id=vlan,
        root=root,
        root_cost=0 if root_place is None else draw(st.integers(1, 200_000_000)),
        root_port=None if root_place is None else names[root_place],
        root_port_id=None if root_place is None else ports[root_place].port,
        hello_s=draw(st.integers(1, 10)),
        max_age_s=draw(st.integers(6, 40)),
        forward_delay_s=draw(st.integers(4, 30)),
        configured_hello_s=draw(st.integers(1, 10)),
        configured_max_age_s=draw(st.integers(6, 40)),
        configured_forward_delay_s=draw(st.integers(4, 30)),
        transmit_hold_count=draw(st.integers(1, 20)),
        aging_time_s=draw(st.sampled_from([15, 300, 480])),
        topology_change=draw(st.booleans()),
        topology_change_detected=draw(st.booleans()),
        topology_changes=draw(COUNTS),
        last_change_age_s=changed,
        last_change_from=draw(st.sampled_from(names)) if changed is not None else None,
        hello_left_s=draw(st.integers(0, 2)),
        topology_change_left_s=draw(st.integers(0, 35)),
        notification_left_s=draw(st.integers(0, 2)),
        ports=tuple(ports),
    )


@st.composite
def forests(draw: st.DrawFn) -> list[Tree]:
    """Return the trees of several VLANs, in order, all of one protocol."""
    rapid = draw(st.booleans())
    vlans = draw(st.lists(st.integers(1, 4094), min_size=1, max_size=4, unique=True))
    return [draw(trees(vlan, rapid=rapid)) for vlan in sorted(vlans)]


LACP_ENDS = st.builds(
    LacpEnd,
    st.integers(0, 65535),
    ADDRESSES,
    st.integers(0, 65535),
    st.integers(0, 65535),
    st.integers(1, 65535),
    st.integers(0, 255),
)
FLAG_OF = {"bndl": "P", "susp": "s", "down": "D", "indep": "I", "hot-sby": "H"}


@st.composite
def channel_members(draw: st.DrawFn, name: str, mode: ChannelMode, number: int) -> ChannelMember:
    """Return one member of a group."""
    states = list(FLAG_OF) if mode.is_lacp else ["bndl", "down"]
    if mode.is_pagp:
        states = ["down"]
    state = draw(st.sampled_from(states))
    heard = mode.is_lacp and (state in ("bndl", "hot-sby") or draw(st.booleans()))
    counts = st.integers(0, 99999)
    return ChannelMember(
        interface=name,
        mode=mode.value,
        flag=FLAG_OF[state],
        state=state,
        reason=None,
        admin_key=number,
        actor=draw(LACP_ENDS) if mode.is_lacp else None,
        partner=draw(LACP_ENDS) if heard else None,
        partner_age_s=draw(st.floats(0, 90)) if heard else None,
        asks_fast=draw(st.booleans()),
        counters=LacpCounters(*(draw(counts) for _ in range(7))),
        load=draw(st.integers(0, 255)),
        state_age_s=draw(SECONDS),
    )


@st.composite
def channel_groups(draw: st.DrawFn, number: int, ports: list[str]) -> ChannelGroup:
    """Return one group over some ports."""
    mode = draw(st.sampled_from(ChannelMode))
    members = tuple(draw(channel_members(name, mode, number)) for name in ports)
    bundled = tuple(member.interface for member in members if member.state == "bndl")
    protocol = "LACP" if mode.is_lacp else "PAgP" if mode.is_pagp else None
    standby = [member.interface for member in members if member.state == "hot-sby"]
    event = st.tuples(SECONDS, st.sampled_from(PORTS))
    return ChannelGroup(
        number=number,
        interface=f"Port-channel{number}",
        protocol=protocol if members else None,
        layer3=draw(st.booleans()),
        in_use=bool(bundled),
        min_links=draw(st.integers(0, 8)),
        min_links_missed=not bundled and draw(st.booleans()),
        max_bundle=8,
        standalone_disable=True,
        fast_switchover=draw(st.booleans()),
        system=None,
        members=members,
        bundled=bundled,
        hot_standby=standby[0] if standby and protocol == "LACP" else None,
        age_s=draw(SECONDS),
        last_bundled=draw(event if bundled else st.none() | event),
        last_unbundled=draw(st.none() | event),
    )


@st.composite
def channels(draw: st.DrawFn) -> list[ChannelGroup]:
    """Return groups that share no port."""
    numbers = sorted(draw(st.sets(st.integers(1, 48), min_size=1, max_size=4)))
    free = list(PORTS)
    groups = []
    for number in numbers:
        count = draw(st.integers(0, 5))
        groups.append(draw(channel_groups(number, free[:count])))
        free = free[count:]
    return groups


STATUSES = ["connected", "notconnect", "disabled", "err-disabled", "suspended"]
SPEEDS = [10, 100, 1000, 10000]


@st.composite
def interfaces(draw: st.DrawFn, name: str) -> InterfaceStatus:
    """Return one interface; only a port with a link has a speed."""
    status = draw(st.sampled_from(STATUSES))
    up = status == "connected"
    trunking = draw(st.booleans())
    counts = st.integers(0, 2**40)
    return InterfaceStatus(
        name=name,
        description=draw(
            st.none() | st.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,29}[a-z]", fullmatch=True)
        ),
        address=draw(ADDRESSES),
        carrier=up,
        line="up" if up else "down",
        protocol="up" if up else "down",
        status=status,
        reason="bpduguard" if status == "err-disabled" else None,
        recovery_left_s=None,
        speed=draw(st.sampled_from(SPEEDS)) if up else None,
        speed_auto=draw(st.booleans()),
        duplex=draw(st.sampled_from(["full", "half"])) if up else None,
        duplex_auto=draw(st.booleans()),
        bandwidth_kbps=draw(st.sampled_from(SPEEDS)) * 1000,
        trunking=trunking,
        access_vlan=draw(st.integers(1, 4094)),
        last_change_age_s=draw(SECONDS),
        counters=Counters(*(draw(counts) for _ in range(8))),
    )


INTERFACES = st.lists(
    st.sampled_from(PORTS + CHANNELS), min_size=1, max_size=6, unique=True
).flatmap(lambda names: st.tuples(*(interfaces(name) for name in names)))
VLAN_SETS = st.frozensets(st.integers(1, 4094), max_size=12)


@st.composite
def trunks(draw: st.DrawFn) -> TrunkStatus:
    """Return a trunk; what forwards is active, and what is active is allowed."""
    allowed = draw(VLAN_SETS)
    active = draw(VLAN_SETS) & allowed | frozenset(vlan for vlan in allowed if vlan % 2)
    forwarding = frozenset(vlan for vlan in active if draw(st.booleans()))
    mode = draw(st.sampled_from(["on", "auto", "desirable"]))
    name = draw(st.sampled_from(PORTS + CHANNELS))
    return TrunkStatus(name, mode, draw(st.integers(1, 4094)), allowed, active, forwarding)


TRUNKS = st.lists(
    trunks(),
    max_size=5,
    unique_by=lambda trunk: trunk.interface,
)
MAC_ENTRIES = st.lists(
    st.builds(
        MacEntry, st.integers(1, 4094), ADDRESSES, st.sampled_from(PORTS + CHANNELS), SECONDS
    ),
    max_size=6,
    unique_by=lambda entry: (entry.vlan, entry.address),
)
IP_ADDRESSES = st.tuples(*[st.integers(1, 254)] * 4).map(lambda parts: ".".join(map(str, parts)))
CDP_NEIGHBOURS = st.lists(
    st.builds(
        Neighbour,
        protocol=st.just("cdp"),
        interface=st.sampled_from(PORTS),
        device=WORDS,
        port=st.sampled_from(PORTS),
        port_description=st.none(),
        chassis=st.none(),
        platform=WORDS.map(lambda word: f"cisco {word}"),
        version=st.sampled_from(["Cisco IOS Software, X", "Line one, 1.0\nLine two"]),
        capabilities=st.sampled_from([("Switch", "IGMP"), ("Router", "Switch"), ("Host",)]),
        addresses=st.lists(IP_ADDRESSES, max_size=2, unique=True).map(tuple),
        native_vlan=st.none() | st.integers(1, 4094),
        duplex=st.none() | st.sampled_from(["full", "half"]),
        left_s=st.integers(0, 180),
    ),
    max_size=4,
)
LLDP_NEIGHBOURS = st.lists(
    st.builds(
        Neighbour,
        protocol=st.just("lldp"),
        interface=st.sampled_from(PORTS),
        device=WORDS,
        port=st.sampled_from([short_name(name) for name in PORTS]) | ADDRESSES,
        port_description=st.none() | WORDS,
        chassis=ADDRESSES,
        platform=st.none(),
        version=st.none() | st.sampled_from(["Linux 6.1.0", "Line one, 1.0\nLine two"]),
        capabilities=st.sampled_from([("B", "R"), ("S",), ()]),
        addresses=st.lists(IP_ADDRESSES, max_size=2, unique=True).map(tuple),
        native_vlan=st.none() | st.integers(1, 4094),
        duplex=st.none(),
        left_s=st.integers(0, 120),
    ),
    max_size=4,
)
