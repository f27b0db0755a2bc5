"""What a configuration says (`show running-config`)."""

import msgspec

from netredund.facts.outcome import Facts, Token
from netredund.vlans import covers_vlan


class SwitchportMode(Token):
    """The words after `switchport mode`."""

    ACCESS = "access"
    TRUNK = "trunk"
    DYNAMIC = "dynamic"
    DYNAMIC_AUTO = "dynamic auto"
    DYNAMIC_DESIRABLE = "dynamic desirable"
    TUNNEL = "dot1q-tunnel"
    MULTI = "multi"
    PRIVATE_HOST = "private-vlan host"
    PRIVATE_PROMISCUOUS = "private-vlan promiscuous"
    PRIVATE_TRUNK_PROMISCUOUS = "private-vlan trunk promiscuous"
    PRIVATE_TRUNK_SECONDARY = "private-vlan trunk secondary"
    PRIVATE_TRUNK = "private-vlan trunk"


class ChannelMode(Token):
    """The words after `channel-group N mode`: LACP, PAgP, or neither (`on`)."""

    ACTIVE = "active"
    PASSIVE = "passive"
    DESIRABLE = "desirable"
    DESIRABLE_NON_SILENT = "desirable non-silent"
    AUTO = "auto"
    AUTO_NON_SILENT = "auto non-silent"
    ON = "on"


class PortFast(Token):
    """An interface's PortFast line, less `spanning-tree`: its spelling depends on the release."""

    PLAIN = "portfast"
    TRUNK = "portfast trunk"
    EDGE = "portfast edge"
    EDGE_TRUNK = "portfast edge trunk"
    NETWORK = "portfast network"
    NORMAL = "portfast normal"
    DISABLE = "portfast disable"
    NO = "no portfast"


class PortFastDefault(Token):
    """The global `spanning-tree portfast ... default`, less `spanning-tree portfast`."""

    PLAIN = "default"
    EDGE = "edge default"
    NETWORK = "network default"
    NORMAL = "normal default"


class EnableWord(Token):
    """What follows `spanning-tree bpduguard` and `bpdufilter` on an interface."""

    ENABLE = "enable"
    DISABLE = "disable"


class GuardWord(Token):
    """What follows `spanning-tree guard` on an interface."""

    ROOT = "root"
    LOOP = "loop"
    NONE = "none"


class LinkType(Token):
    """What follows `spanning-tree link-type` on an interface."""

    POINT_TO_POINT = "point-to-point"
    SHARED = "shared"
    AUTO = "auto"


class ConfigLine(msgspec.Struct, frozen=True, gc=False):
    """A line as printed, secrets masked; lines below it are indented by a blank for each level."""

    line: int
    text: str


class InstanceValue(msgspec.Struct, frozen=True, gc=False):
    """A number for some VLANs or MST instances: one of the lists is set, as printed.

    Neither is set where the line is for MST as a whole (`spanning-tree mst hello-time 1`).
    """

    line: int
    value: int
    vlans: str | None = None
    mst_instances: str | None = None

    def covers_vlan(self, vlan: int) -> bool:
        """Tell whether the value is for this VLAN."""
        return self.vlans is not None and covers_vlan(self.vlans, vlan)


class PortSpanningTree(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An interface's spanning-tree lines, typed; null where there is no such line.

    `instance_costs` and `instance_port_priorities` win over `cost` and `port_priority`.
    """

    cost: int | None = None
    port_priority: int | None = None
    instance_costs: tuple[InstanceValue, ...] = ()
    instance_port_priorities: tuple[InstanceValue, ...] = ()
    portfast: PortFast | None = None
    bpduguard: EnableWord | None = None
    bpdufilter: EnableWord | None = None
    guard: GuardWord | None = None
    link_type: LinkType | None = None


class InterfaceConfig(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One interface's lines.

    `interface` is as printed. Null is "no such line", never the default: an interface without a
    `shutdown` line has `is_shutdown` null. `allowed_vlans` is the list as printed, its `add` lines
    joined by commas (`none`, `all` are words of it). `spanning_tree` are the lines as printed,
    `spanning_tree_settings` the same typed. `security` are lines that may keep an address from
    moving to another port. `lines` holds the line of each value that is not null, by its name
    (those of `spanning_tree_settings` as well).
    """

    line: int
    interface: str
    description: str | None = None
    is_shutdown: bool | None = None
    is_switchport: bool | None = None
    switchport_mode: SwitchportMode | None = None
    access_vlan: int | None = None
    voice_vlan: str | None = None
    native_vlan: int | None = None
    allowed_vlans: str | None = None
    trunk_encapsulation: str | None = None
    is_nonegotiate: bool | None = None
    is_protected: bool | None = None
    channel_group: int | None = None
    channel_mode: ChannelMode | None = None
    channel_protocol: str | None = None
    lacp_rate: str | None = None
    lacp_port_priority: int | None = None
    lacp_fast_switchover: bool | None = None
    lacp_max_bundle: int | None = None
    min_links: int | None = None
    standalone_disable: bool | None = None
    speed: str | None = None
    duplex: str | None = None
    spanning_tree: tuple[str, ...] = ()
    spanning_tree_settings: PortSpanningTree = PortSpanningTree()
    security: tuple[ConfigLine, ...] = ()
    other_lines: tuple[ConfigLine, ...] = ()
    lines: dict[str, int] = {}


class VlanConfig(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A `vlan` line and what is below it; `vlan` is null where the line names several."""

    line: int
    vlans: str
    vlan: int | None = None
    name: str | None = None
    state: str | None = None
    is_shutdown: bool | None = None
    other_lines: tuple[ConfigLine, ...] = ()


class MstInstanceConfig(msgspec.Struct, frozen=True, gc=False):
    """An `instance N vlan LIST` line; the list as printed."""

    line: int
    instance: int
    vlans: str


class MstRegion(msgspec.Struct, frozen=True, gc=False):
    """The `spanning-tree mst configuration` block (IEEE 802.1Q 13.8)."""

    line: int
    name: str | None = None
    revision: int | None = None
    instances: tuple[MstInstanceConfig, ...] = ()


class SpanningTreeSettings(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The global spanning-tree lines, typed; null where there is no such line.

    `priorities` are stored as given (0 to 61440): the VLAN is added on the wire. Timers are in
    seconds. `disabled_vlans` are those of `no spanning-tree vlan`. `lines` holds the line of each
    value.
    """

    mode: str | None = None
    extend_system_id: bool | None = None
    pathcost_method: str | None = None
    portfast_default: PortFastDefault | None = None
    bpduguard_default: bool | None = None
    bpdufilter_default: bool | None = None
    loopguard_default: bool | None = None
    etherchannel_guard_misconfig: bool | None = None
    uplinkfast: bool | None = None
    backbonefast: bool | None = None
    bridge_assurance: bool | None = None
    transmit_hold_count: int | None = None
    max_hops: int | None = None
    priorities: tuple[InstanceValue, ...] = ()
    hello_times: tuple[InstanceValue, ...] = ()
    forward_delays: tuple[InstanceValue, ...] = ()
    max_ages: tuple[InstanceValue, ...] = ()
    disabled_vlans: tuple[ConfigLine, ...] = ()
    lines: dict[str, int] = {}


class ErrdisableRecovery(msgspec.Struct, frozen=True, gc=False):
    """The `errdisable recovery` lines: causes, and the interval in seconds."""

    causes: tuple[ConfigLine, ...] = ()
    interval_s: int | None = None


class Archive(msgspec.Struct, frozen=True, gc=False):
    """The `archive` block; a password in `path` is masked."""

    line: int
    path: str | None = None
    other_lines: tuple[ConfigLine, ...] = ()


class Configuration(Facts, frozen=True, gc=False, kw_only=True, tag="running-config"):
    """`show running-config [interface X]`, `show startup-config`.

    `spanning_tree_lines` are the global lines as printed, `mst_configuration` those of its block.
    `lines` holds the line of each global value, by its name. Passwords and keys are nowhere in it.
    """

    hostname: str | None = None
    version: str | None = None
    size_printed: int | None = None
    spanning_tree_mode: str | None = None
    spanning_tree_lines: tuple[str, ...] = ()
    spanning_tree_settings: SpanningTreeSettings = SpanningTreeSettings()
    mst_configuration: tuple[str, ...] = ()
    mst_region: MstRegion | None = None
    vlans: tuple[VlanConfig, ...] = ()
    interfaces: tuple[InterfaceConfig, ...] = ()
    vtp_mode: str | None = None
    vtp_domain: str | None = None
    lacp_system_priority: int | None = None
    load_balance: str | None = None
    arp_inspection_vlans: str | None = None
    dhcp_snooping: bool | None = None
    dhcp_snooping_vlans: str | None = None
    errdisable_recovery: ErrdisableRecovery = ErrdisableRecovery()
    archive: Archive | None = None
    lines: dict[str, int] = {}
