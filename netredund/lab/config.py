"""Holds what is configured on one simulated switch, as IOS holds it: None is "not configured".

Mutable on purpose: a configuration mode changes it line by line and then calls `Switch.apply`. It
knows no grammar and no defaults of display; `Switch` asks it for the value in force.
"""

from enum import StrEnum

import msgspec

DEFAULT_PRIORITY = 32768
DEFAULT_PORT_PRIORITY = 128
DEFAULT_LACP_PRIORITY = 32768
# `errdisable recovery cause`; `all` is each of them
RECOVERY_CAUSES = (
    "arp-inspection",
    "bpduguard",
    "channel-misconfig",
    "dhcp-rate-limit",
    "dtp-flap",
    "gbic-invalid",
    "inline-power",
    "link-flap",
    "loopback",
    "mac-limit",
    "pagp-flap",
    "port-mode-failure",
    "psecure-violation",
    "security-violation",
    "sfp-config-mismatch",
    "small-frame",
    "storm-control",
    "udld",
    "vmps",
)


class TreeMode(StrEnum):
    """`spanning-tree mode`: what the lab runs of it."""

    PVST = "pvst"
    RAPID_PVST = "rapid-pvst"


class PathCostMethod(StrEnum):
    """`spanning-tree pathcost method`."""

    SHORT = "short"
    LONG = "long"


class PortMode(StrEnum):
    """`switchport mode`; a dynamic port works as access until a trunk is negotiated."""

    ACCESS = "access"
    TRUNK = "trunk"
    DYNAMIC_AUTO = "dynamic auto"
    DYNAMIC_DESIRABLE = "dynamic desirable"


class PortFast(StrEnum):
    """`spanning-tree portfast [edge] [trunk]`, `disable` or `network`."""

    EDGE = "edge"
    EDGE_TRUNK = "edge trunk"
    NETWORK = "network"
    DISABLE = "disable"


class Guard(StrEnum):
    """`spanning-tree guard`."""

    ROOT = "root"
    LOOP = "loop"
    NONE = "none"


class LinkType(StrEnum):
    """`spanning-tree link-type`."""

    POINT_TO_POINT = "point-to-point"
    SHARED = "shared"


class ChannelMode(StrEnum):
    """`channel-group N mode`; the PAgP modes are kept and shown but never negotiate."""

    ACTIVE = "active"
    PASSIVE = "passive"
    ON = "on"
    AUTO = "auto"
    DESIRABLE = "desirable"

    @property
    def is_lacp(self) -> bool:
        return self in (ChannelMode.ACTIVE, ChannelMode.PASSIVE)

    @property
    def is_pagp(self) -> bool:
        return self in (ChannelMode.AUTO, ChannelMode.DESIRABLE)


class ChannelProtocol(StrEnum):
    """`channel-protocol`: a lock on the modes that `channel-group` takes."""

    LACP = "lacp"
    PAGP = "pagp"


class LacpRate(StrEnum):
    """`lacp rate`: what the partner is asked to send."""

    NORMAL = "normal"
    FAST = "fast"


class VlanConfig(msgspec.Struct):
    """One VLAN of the VLAN database; `shutdown` or `suspended` VLANs forward nothing."""

    name: str | None = None
    shutdown: bool = False
    suspended: bool = False


class VlanTree(msgspec.Struct):
    """The lines `spanning-tree vlan N ...`; `enabled` False is `no spanning-tree vlan N`."""

    priority: int | None = None
    hello_time: int | None = None
    forward_time: int | None = None
    max_age: int | None = None
    enabled: bool = True


class InterfaceConfig(msgspec.Struct):
    """One interface stanza: a physical port, a Port-channel or a Vlan interface.

    `switchport` False is `no switchport`. `speed` is in Mb/s. `allowed_vlans` None is 1-4094,
    the empty set is `none`. Lines that IOS puts on a Port-channel (max-bundle, min-links,
    standalone-disable, fast-switchover) are read from the stanza of the Port-channel.
    """

    description: str | None = None
    shutdown: bool = False
    switchport: bool | None = None
    mode: PortMode | None = None
    nonegotiate: bool = False
    encapsulation: str | None = None
    access_vlan: int | None = None
    voice_vlan: int | None = None
    native_vlan: int | None = None
    allowed_vlans: frozenset[int] | None = None
    speed: int | None = None
    duplex: str | None = None
    mtu: int | None = None
    bandwidth_kbps: int | None = None
    ip_address: str | None = None
    cost: int | None = None
    port_priority: int | None = None
    vlan_cost: dict[int, int] = {}
    vlan_port_priority: dict[int, int] = {}
    portfast: PortFast | None = None
    bpduguard: bool | None = None
    bpdufilter: bool | None = None
    guard: Guard | None = None
    link_type: LinkType | None = None
    channel_group: int | None = None
    channel_mode: ChannelMode | None = None
    channel_non_silent: bool = False
    channel_protocol: ChannelProtocol | None = None
    lacp_rate: LacpRate | None = None
    lacp_port_priority: int | None = None
    lacp_max_bundle: int | None = None
    min_links: int | None = None
    standalone_disable: bool | None = None
    lacp_fast_switchover: bool = False
    cdp: bool | None = None
    lldp_transmit: bool | None = None
    lldp_receive: bool | None = None


class SwitchConfig(msgspec.Struct):
    """Everything the protocols of one switch follow.

    `interfaces` is keyed by the long name (`FastEthernet0/1`, `Port-channel1`, `Vlan1`); a physical
    port without an entry is one with an empty stanza. `vlans` always holds 1. `extend_system_id`
    None is what the image does (`Switch` is told). `errdisable_recovery` holds the causes
    (`bpduguard`, `channel-misconfig`, ...; `all` stands for each).
    """

    hostname: str = "Switch"
    mode: TreeMode | None = None
    pathcost_method: PathCostMethod | None = None
    extend_system_id: bool | None = None
    vlan_trees: dict[int, VlanTree] = {}
    vlans: dict[int, VlanConfig] = msgspec.field(default_factory=lambda: {1: VlanConfig()})
    portfast_default: PortFast | None = None
    bpduguard_default: bool = False
    bpdufilter_default: bool = False
    loopguard_default: bool = False
    etherchannel_guard: bool | None = None
    uplinkfast: bool = False
    backbonefast: bool = False
    transmit_hold_count: int | None = None
    lacp_system_priority: int | None = None
    load_balance: str | None = None
    errdisable_recovery: set[str] = set()
    errdisable_interval_s: int | None = None
    mac_aging_s: int | None = None
    cdp_run: bool = True
    lldp_run: bool = False
    interfaces: dict[str, InterfaceConfig] = {}

    def interface(self, name: str) -> InterfaceConfig:
        """Return the stanza of `name`, making an empty one where there is none."""
        return self.interfaces.setdefault(name, InterfaceConfig())

    def vlan(self, number: int) -> VlanConfig:
        """Return a VLAN, made again where somebody deleted it while its stanza was open."""
        return self.vlans.setdefault(number, VlanConfig())

    def tree(self, vlan: int) -> VlanTree:
        """Return the spanning-tree lines of `vlan`, making an empty set where there is none."""
        return self.vlan_trees.setdefault(vlan, VlanTree())
