"""Says what a simulated switch sees: frozen records with IOS's own tokens, made when asked for.

MAC addresses are text in IOS's form (`0019.e7aa.0100`), interfaces have their long names, times
are seconds of protocol time, `age` counts up and `left` counts down.
"""

from enum import StrEnum

import msgspec


class PortRole(StrEnum):
    """Role in a tree; `MASTER` and `BOUNDARY` are of MST, which the lab prints and does not run."""

    ROOT = "Root"
    DESIGNATED = "Desg"
    ALTERNATE = "Altn"
    BACKUP = "Back"
    MASTER = "Mstr"
    BOUNDARY = "Boun"
    DISABLED = "Disb"


class PortState(StrEnum):
    """State in a tree; `BROKEN` is what IOS shows instead of BLK for an inconsistent port."""

    FORWARDING = "FWD"
    BLOCKING = "BLK"
    LISTENING = "LIS"
    LEARNING = "LRN"
    DISABLED = "DIS"
    BROKEN = "BKN*"


class Inconsistency(StrEnum):
    """Why a port is broken, as the `Type` column says it after a star."""

    PVID = "PVID_Inc"
    TYPE = "TYPE_Inc"
    ROOT = "ROOT_Inc"
    LOOP = "LOOP_Inc"
    PVST = "PVST_Inc"


class BridgeId(msgspec.Struct, frozen=True, gc=False):
    """`priority` is the effective one, with the system id added."""

    priority: int
    address: str


class PortId(msgspec.Struct, frozen=True, gc=False):
    priority: int
    number: int


class TreePort(msgspec.Struct, frozen=True, gc=False):
    """One port in the tree of one VLAN.

    The `designated_*` values are those of `show spanning-tree detail`. `portfast` is the word in
    force (`edge`, `edge trunk`, `network`) or None, `edge` whether the port works as an edge now
    (false once it has heard a BPDU). `bpduguard_by_default` and its like say that the value
    comes from the global default ("by default" in the detail form). `bound` is what an MST region
    meets on its boundary (`RSTP`, `PVST`, `STP`), None inside and without MST.
    """

    interface: str
    role: PortRole
    state: PortState
    inconsistency: Inconsistency | None
    cost: int
    port: PortId
    designated_root: BridgeId
    designated_cost: int
    designated_bridge: BridgeId
    designated_port: PortId
    message_age_s: int
    forward_delay_left_s: int
    hold_left_s: int
    transitions: int
    edge: bool
    portfast: str | None
    portfast_by_default: bool
    point_to_point: bool
    link_type_configured: bool
    peer_is_stp: bool
    bpduguard: bool
    bpduguard_by_default: bool
    bpdufilter: bool
    bpdufilter_by_default: bool
    root_guard: bool
    loop_guard: bool
    loop_guard_by_default: bool
    bpdus_sent: int
    bpdus_received: int
    bound: str | None = None


class Tree(msgspec.Struct, frozen=True, gc=False):
    """The spanning tree of one VLAN, or of the MST instance of that number.

    `protocol` is IOS's word: `ieee`, `rstp` or `mstp`. `hello_s`, `max_age_s`, `forward_delay_s`
    are the root's (in force), `configured_*` this bridge's. `bridge.priority` less `system_id` is
    the configured priority; `system_id` is 0 on images without extended system id. `root_port` is
    None on the root. `aging_time_s` is None for an MST instance, `last_change_age_s` and
    `last_change_from` before the first change. `ports` holds every port that has a line in `show
    spanning-tree` (link up, VLAN carried), in order of port number; an err-disabled or shut port
    has none.
    """

    vlan: int
    protocol: str
    bridge: BridgeId
    system_id: int
    root: BridgeId
    root_cost: int
    root_port: str | None
    root_port_id: PortId | None
    hello_s: int
    max_age_s: int
    forward_delay_s: int
    configured_hello_s: int
    configured_max_age_s: int
    configured_forward_delay_s: int
    transmit_hold_count: int
    aging_time_s: int | None
    topology_change: bool
    topology_change_detected: bool
    topology_changes: int
    last_change_age_s: float | None
    last_change_from: str | None
    hello_left_s: int
    topology_change_left_s: int
    notification_left_s: int
    ports: tuple[TreePort, ...]
    uplinkfast: bool = False

    @property
    def is_root(self) -> bool:
        return self.root_port is None and self.root == self.bridge


class LacpEnd(msgspec.Struct, frozen=True, gc=False):
    """One end of a link in LACP's words; `state` is the octet of 802.1AX 6.4.2.3."""

    system_priority: int
    system: str
    key: int
    port_priority: int
    port: int
    state: int

    @property
    def is_active(self) -> bool:
        return bool(self.state & 0x01)

    @property
    def is_fast(self) -> bool:
        return bool(self.state & 0x02)


class LacpCounters(msgspec.Struct, frozen=True, gc=False):
    sent: int
    received: int
    marker_sent: int
    marker_received: int
    marker_response_sent: int
    marker_response_received: int
    errors: int


class ChannelMember(msgspec.Struct, frozen=True, gc=False):
    """One member of a channel group.

    `flag` is the letter of `show etherchannel summary`: P I s H D w u m. `state` is the word of
    `show lacp internal`: bndl, susp, down, indep, hot-sby; `on` members say bndl or down.
    `actor` and `partner` are None where the group does not speak LACP; `partner` is None too as
    long as nothing was heard. `admin_key` is the configured group, `actor.key` the key in use (0
    while the port is down, as IOS shows). `partner_age_s` is since the last LACPDU. `asks_fast`
    is what this switch asks of the partner (`lacp rate`). `reason` says why a member is suspended.
    `load` are the hash buckets that it carries and `index` is its place among the bundled.
    """

    interface: str
    mode: str
    flag: str
    state: str
    reason: str | None
    admin_key: int
    actor: LacpEnd | None
    partner: LacpEnd | None
    partner_age_s: float | None
    asks_fast: bool
    counters: LacpCounters
    load: int
    state_age_s: float
    index: int = 0


class ChannelGroup(msgspec.Struct, frozen=True, gc=False):
    """One channel group and its Port-channel.

    `protocol` is `LACP`, `PAgP` or None (mode on, or no member yet). `in_use` is "Ag-Inuse"
    (flag U); `min_links_missed` is flag M. `members` is every configured member, in order;
    `bundled` those that carry traffic. `age_s` is since the Port-channel was made.
    """

    number: int
    interface: str
    protocol: str | None
    layer3: bool
    in_use: bool
    min_links: int
    min_links_missed: bool
    max_bundle: int
    standalone_disable: bool
    fast_switchover: bool
    system: LacpEnd | None
    members: tuple[ChannelMember, ...]
    bundled: tuple[str, ...]
    hot_standby: str | None
    age_s: float
    last_bundled: tuple[float, str] | None
    last_unbundled: tuple[float, str] | None


class Counters(msgspec.Struct, frozen=True, gc=False):
    in_frames: int
    in_bytes: int
    in_broadcasts: int
    in_multicasts: int
    out_frames: int
    out_bytes: int
    out_broadcasts: int
    out_multicasts: int


class InterfaceStatus(msgspec.Struct, frozen=True, gc=False):
    """One interface, physical or Port-channel (Vlan interfaces: see `Switch.vlan_interface_up`).

    `status` is the word of `show interfaces status`: connected, notconnect, disabled,
    err-disabled, suspended. `show interfaces` says `FastEthernet0/1 is {line}, line protocol is
    {protocol} ({status})`. `speed` (Mb/s) and `duplex` are None where there is no
    link; `auto` that they were negotiated. `reason` is the err-disable cause (`bpduguard`).
    `trunking` is the mode in operation. `last_change_age_s` is since line protocol changed.
    """

    name: str
    description: str | None
    address: str
    carrier: bool
    line: str
    protocol: str
    status: str
    reason: str | None
    recovery_left_s: float | None
    speed: int | None
    speed_auto: bool
    duplex: str | None
    duplex_auto: bool
    bandwidth_kbps: int
    trunking: bool
    access_vlan: int
    last_change_age_s: float
    counters: Counters


class TrunkStatus(msgspec.Struct, frozen=True, gc=False):
    """One trunking interface; the VLAN sets are the four blocks of `show interfaces trunk`."""

    interface: str
    mode: str
    native_vlan: int
    allowed: frozenset[int]
    active: frozenset[int]
    forwarding: frozenset[int]


class MacEntry(msgspec.Struct, frozen=True, gc=False):
    """One learned address; `interface` is the Port-channel where the port is bundled."""

    vlan: int
    address: str
    interface: str
    age_s: float


class Neighbour(msgspec.Struct, frozen=True, gc=False):
    """Who is heard on `interface`; `protocol` is `cdp` or `lldp`.

    `platform`, `version`, `addresses`, `native_vlan` and `duplex` are None or empty where the
    sender did not say. `capabilities` are IOS's words for CDP (`Switch IGMP`), letters for LLDP.
    `chassis` is LLDP's chassis id (a MAC in IOS's form).
    """

    protocol: str
    interface: str
    device: str
    port: str
    port_description: str | None
    chassis: str | None
    platform: str | None
    version: str | None
    capabilities: tuple[str, ...]
    addresses: tuple[str, ...]
    native_vlan: int | None
    duplex: str | None
    left_s: int


class LogMessage(msgspec.Struct, frozen=True, gc=False):
    """One syslog message; `time_s` is protocol time."""

    time_s: float
    facility: str
    severity: int
    mnemonic: str
    text: str

    @property
    def line(self) -> str:
        """Return it as the console prints it, without the time."""
        return f"%{self.facility}-{self.severity}-{self.mnemonic}: {self.text}"
