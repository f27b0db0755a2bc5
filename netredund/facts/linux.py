"""What a Linux server's views say: bonds, bridges and links."""

import msgspec

from netredund.facts.outcome import Facts, Token


class MiiStatus(Token):
    """The carrier as the bonding driver sees it; the middle two wait for updelay or downdelay."""

    UP = "up"
    GOING_DOWN = "going down"
    DOWN = "down"
    GOING_BACK = "going back"


class ChurnState(Token):
    """A port's churn state (IEEE 802.1AX-2014 6.4.17)."""

    MONITORING = "monitoring"
    CHURNED = "churned"
    NONE = "none"
    UNKNOWN = "unknown"


# IEEE 802.1AX-2014 6.4.2.3, from the lowest bit; the words are those of `ip -d link`.
_STATE_BITS = (
    "active", "short_timeout", "aggregating", "in_sync", "collecting", "distributing",
    "defaulted", "expired",
)  # fmt: skip


class LacpEnd(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One end of a LACP conversation; all numbers are decimal, as printed.

    `line` is that of the first value. A partner of address 00:00:00:00:00:00 was never heard.
    """

    line: int
    system_priority: int | None = None
    system_mac: str | None = None
    key: int | None = None
    port_priority: int | None = None
    port_number: int | None = None
    state: int | None = None

    @property
    def state_words(self) -> tuple[str, ...]:
        """The bits of `state` by name, the lowest first: all up to `distributing` is healthy."""
        state = self.state or 0
        return tuple(word for bit, word in enumerate(_STATE_BITS) if state >> bit & 1)


class Aggregator(msgspec.Struct, frozen=True, gc=False):
    """The active aggregator; `ports` counts those in use, and is stale when the partner died."""

    line: int
    aggregator_id: int
    ports: int | None = None
    actor_key: int | None = None
    partner_key: int | None = None
    partner_mac: str | None = None


class BondSlave(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One NIC of a bond.

    `speed` is as printed (`10000 Mbps`, `Unknown`), `speed_mbps` its number. `aggregator_id` is
    null outside of 802.3ad and where the kernel says `N/A`. The LACP details are printed for root
    only.
    """

    line: int
    interface: str
    mii_status: MiiStatus | None = None
    speed: str | None = None
    speed_mbps: int | None = None
    duplex: str | None = None
    link_failures: int | None = None
    permanent_address: str | None = None
    queue_id: int | None = None
    aggregator_id: int | None = None
    actor_churn: ChurnState | None = None
    partner_churn: ChurnState | None = None
    actor_churned_count: int | None = None
    partner_churned_count: int | None = None
    actor: LacpEnd | None = None
    partner: LacpEnd | None = None


class Bonding(Facts, frozen=True, gc=False, kw_only=True, tag="bonding"):
    """`/proc/net/bonding/BOND`, kernels 2.6 to 6.

    `mode` and `hash_policy` are as printed (`fault-tolerance (active-backup)`, `layer3+4 (1)`),
    `mode_name` is the mode as it is configured. Intervals and delays are milliseconds;
    `mii_interval_ms` 0 means that no carrier is watched. `primary` and `active_slave` are null
    where the kernel says None. `has_active_aggregator` is false where it says that there is none.
    """

    interface: str | None = None
    driver: str | None = None
    mode: str | None = None
    mode_name: str | None = None
    fail_over_mac: str | None = None
    hash_policy: str | None = None
    primary: str | None = None
    primary_reselect: str | None = None
    active_slave: str | None = None
    mii_status: MiiStatus | None = None
    mii_interval_ms: int | None = None
    up_delay_ms: int | None = None
    down_delay_ms: int | None = None
    peer_notification_delay_ms: int | None = None
    arp_interval_ms: int | None = None
    arp_missed_max: int | None = None
    arp_targets: tuple[str, ...] = ()
    ns_targets: tuple[str, ...] = ()
    lacp_active: str | None = None
    lacp_rate: str | None = None
    min_links: int | None = None
    ad_select: str | None = None
    system_priority: int | None = None
    system_mac: str | None = None
    aggregator: Aggregator | None = None
    has_active_aggregator: bool | None = None
    slaves: tuple[BondSlave, ...] = ()
    lines: dict[str, int] = {}


class BridgePortState(Token):
    """A bridge port's state as `bridge`, `ip` and `brctl` print it."""

    DISABLED = "disabled"
    LISTENING = "listening"
    LEARNING = "learning"
    FORWARDING = "forwarding"
    BLOCKING = "blocking"


class BridgeLink(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port of `bridge -d -j link`.

    `has_carrier` is null while the link is switched off (no UP among `flags`). `guard` is BPDU
    guard, `root_block` root guard. `priority` 32 is what Cisco calls 128.
    """

    line: int
    interface: str
    ifindex: int | None = None
    peer: str | None = None
    flags: tuple[str, ...] = ()
    is_up: bool | None = None
    has_carrier: bool | None = None
    mtu: int | None = None
    master: str | None = None
    state: BridgePortState | None = None
    priority: int | None = None
    cost: int | None = None
    hairpin: bool | None = None
    guard: bool | None = None
    root_block: bool | None = None
    learning: bool | None = None
    flood: bool | None = None
    isolated: bool | None = None
    locked: bool | None = None


class BridgeLinks(Facts, frozen=True, gc=False, kw_only=True, tag="bridge-link"):
    """`bridge -d -j link`: the ports of all bridges."""

    ports: tuple[BridgeLink, ...] = ()


class BridgeInfo(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A bridge as `ip -d -j link` prints it. Timers are centiseconds, as printed.

    `root_id` cannot be trusted: iproute2 6.1 prints the bridge's own id there. The ports' `root_id`
    is right, and `root_port` 0 tells the root.
    """

    stp_state: int | None = None
    priority: int | None = None
    bridge_id: str | None = None
    root_id: str | None = None
    root_port: int | None = None
    root_path_cost: int | None = None
    forward_delay: int | None = None
    hello_time: int | None = None
    max_age: int | None = None
    ageing_time: int | None = None
    topology_change: int | None = None
    topology_change_detected: int | None = None
    vlan_filtering: int | None = None
    group_fwd_mask: str | None = None
    group_addr: str | None = None


class BridgePortInfo(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A bridge port as `ip -d -j link` prints it: `port_id` and `port_no` are hexadecimal text.

    `bridge_id` is the designated bridge, `root_id` the designated root.
    """

    state: BridgePortState | None = None
    priority: int | None = None
    cost: int | None = None
    guard: bool | None = None
    root_block: bool | None = None
    port_id: str | None = None
    port_no: str | None = None
    designated_port: int | None = None
    designated_cost: int | None = None
    bridge_id: str | None = None
    root_id: str | None = None
    config_pending: int | None = None
    topology_change_ack: int | None = None


class BondInfo(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A bond as `ip -d -j link` prints it. Intervals and delays are milliseconds."""

    mode: str | None = None
    active_slave: str | None = None
    miimon: int | None = None
    updelay: int | None = None
    downdelay: int | None = None
    arp_interval: int | None = None
    arp_ip_target: tuple[str, ...] = ()
    arp_validate: str | None = None
    arp_all_targets: str | None = None
    primary: str | None = None
    primary_reselect: str | None = None
    fail_over_mac: str | None = None
    xmit_hash_policy: str | None = None
    min_links: int | None = None
    lp_interval: int | None = None
    ad_lacp_active: str | None = None
    ad_lacp_rate: str | None = None
    ad_select: str | None = None
    ad_aggregator: int | None = None
    ad_num_ports: int | None = None
    ad_actor_key: int | None = None
    ad_partner_key: int | None = None
    ad_partner_mac: str | None = None


class BondPortInfo(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A bond's NIC as `ip -d -j link` prints it: `state` is ACTIVE or BACKUP."""

    state: str | None = None
    mii_status: str | None = None
    link_failure_count: int | None = None
    perm_hwaddr: str | None = None
    queue_id: int | None = None
    ad_aggregator_id: int | None = None
    ad_actor_oper_port_state: int | None = None
    ad_partner_oper_port_state: int | None = None
    ad_actor_oper_port_state_str: tuple[str, ...] = ()
    ad_partner_oper_port_state_str: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One link of `ip -d -j link`.

    `peer` is the lower link (`bond0` of `bond0.10@bond0`). `kind` and `slave_kind` say what it is
    and what it is part of; the matching record holds the details. `has_carrier` is null while the
    link is switched off (no UP among `flags`).
    """

    line: int
    interface: str
    ifindex: int | None = None
    peer: str | None = None
    flags: tuple[str, ...] = ()
    is_up: bool | None = None
    has_carrier: bool | None = None
    mtu: int | None = None
    master: str | None = None
    operstate: str | None = None
    link_type: str | None = None
    address: str | None = None
    permanent_address: str | None = None
    alternative_names: tuple[str, ...] = ()
    kind: str | None = None
    slave_kind: str | None = None
    vlan_id: int | None = None
    bridge: BridgeInfo | None = None
    bridge_port: BridgePortInfo | None = None
    bond: BondInfo | None = None
    bond_port: BondPortInfo | None = None


class IpLinks(Facts, frozen=True, gc=False, kw_only=True, tag="ip-link"):
    """`ip -d -j link`."""

    links: tuple[Link, ...] = ()


class BrctlBridge(msgspec.Struct, frozen=True, gc=False):
    """One bridge of `brctl show`, with its ports."""

    line: int
    bridge: str
    bridge_id: str
    stp_enabled: bool
    interfaces: tuple[str, ...] = ()


class BrctlShow(Facts, frozen=True, gc=False, kw_only=True, tag="brctl-show"):
    """`brctl show`."""

    bridges: tuple[BrctlBridge, ...] = ()


class BrctlPort(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port's paragraph of `brctl showstp`; timers are seconds, `port_id` is hexadecimal."""

    line: int
    interface: str
    number: int
    port_id: str | None = None
    state: BridgePortState | None = None
    designated_root: str | None = None
    path_cost: int | None = None
    designated_bridge: str | None = None
    designated_port: str | None = None
    designated_cost: int | None = None
    message_age_timer: float | None = None
    forward_delay_timer: float | None = None
    hold_timer: float | None = None
    hairpin_mode: int | None = None
    flags: tuple[str, ...] = ()


class BrctlShowstp(Facts, frozen=True, gc=False, kw_only=True, tag="brctl-showstp"):
    """`brctl showstp BRIDGE`; times and timers are seconds, `root_port` is 0 on the root."""

    bridge: str | None = None
    bridge_id: str | None = None
    designated_root: str | None = None
    root_port: int | None = None
    path_cost: int | None = None
    max_age: float | None = None
    hello_time: float | None = None
    forward_delay: float | None = None
    bridge_max_age: float | None = None
    bridge_hello_time: float | None = None
    bridge_forward_delay: float | None = None
    ageing_time: float | None = None
    flags: tuple[str, ...] = ()
    ports: tuple[BrctlPort, ...] = ()
    lines: dict[str, int] = {}
