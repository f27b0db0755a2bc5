"""What `show interfaces status` and `show interfaces trunk` say."""

import msgspec

from netredund.facts.outcome import Facts, Token


class InterfaceStatus(Token):
    """The Status column of `show interfaces status`."""

    CONNECTED = "connected"
    NOT_CONNECTED = "notconnect"
    DISABLED = "disabled"
    ERR_DISABLED = "err-disabled"
    INACTIVE = "inactive"
    MONITORING = "monitoring"
    SUSPENDED = "suspended"
    STANDBY = "standby"
    FAULTY = "faulty"
    SFP_ABSENT = "sfpAbsent"
    UP = "up"
    DOWN = "down"


class ErrDisableReason(Token):
    """Why a port is err-disabled: the causes of `show errdisable recovery`."""

    ARP_INSPECTION = "arp-inspection"
    BPDU_GUARD = "bpduguard"
    CHANNEL_MISCONFIG = "channel-misconfig"
    CHANNEL_MISCONFIG_STP = "channel-misconfig (STP)"
    COMMUNITY_LIMIT = "community-limit"
    DHCP_RATE_LIMIT = "dhcp-rate-limit"
    DTP_FLAP = "dtp-flap"
    DUAL_ACTIVE = "dual-active-recovery"
    GBIC_INVALID = "gbic-invalid"
    INLINE_POWER = "inline-power"
    L2PT_GUARD = "l2ptguard"
    LACP_FLAP = "lacp-flap"
    LINK_FLAP = "link-flap"
    LINK_MONITOR_FAILURE = "link-monitor-failure"
    LOOPBACK = "loopback"
    LOOP_DETECT = "loopdetect"
    MAC_LIMIT = "mac-limit"
    OAM_REMOTE_FAILURE = "oam-remote-failure"
    PAGP_FLAP = "pagp-flap"
    PORT_MODE_FAILURE = "port-mode-failure"
    PORT_SECURITY = "psecure-violation"
    PPPOE_IA_RATE_LIMIT = "pppoe-ia-rate-limit"
    PROTOCOL_STORM = "psp"
    SECURITY_VIOLATION = "security-violation"
    SFP_CONFIG_MISMATCH = "sfp-config-mismatch"
    SMALL_FRAME = "small-frame"
    STORM_CONTROL = "storm-control"
    UDLD = "udld"
    UNICAST_FLOOD = "unicast-flood"
    VMPS = "vmps"


class TrunkMode(Token):
    """The Mode column: what `switchport mode` and `switchport nonegotiate` made of the port."""

    ON = "on"
    OFF = "off"
    AUTO = "auto"
    DESIRABLE = "desirable"
    NONEGOTIATE = "nonegotiate"


class TrunkStatus(Token):
    """The Status column: `trnk-bndl` is a trunk that carries its frames as member of a channel."""

    TRUNKING = "trunking"
    NOT_TRUNKING = "not-trunking"
    TRUNK_BUNDLED = "trnk-bndl"
    OTHER = "other"


class InterfaceStatusEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of `show interfaces status [err-disabled]`.

    `name` is the description, cut by IOS to the width of its column, empty where there is none.
    `vlan` is a number, `trunk`, `routed` or `unassigned`. A speed is in Mbit/s unless it has a `G`;
    `a-` before speed and duplex says that it was negotiated. A Port-channel has no `type`.
    `reason` and `err_disabled_vlans` are of the err-disabled form, which prints none of `vlan`,
    `duplex`, `speed` and `type`.
    """

    line: int
    interface: str
    name: str
    status: InterfaceStatus
    vlan: str | None = None
    duplex: str | None = None
    speed: str | None = None
    type: str | None = None
    fc_mode: str | None = None
    reason: ErrDisableReason | None = None
    err_disabled_vlans: str | None = None


class InterfacesStatus(Facts, frozen=True, gc=False, kw_only=True, tag="interfaces-status"):
    """`show interfaces [X] status [err-disabled]`."""

    interfaces: tuple[InterfaceStatusEntry, ...] = ()


class Trunk(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port, from the four blocks of `show interfaces trunk`.

    `allowed`, `active` and `forwarding` are VLAN lists as printed (`none` where there is no VLAN);
    a wrapped list is joined. Each has the line that it stands on.
    """

    line: int
    interface: str
    mode: TrunkMode | None = None
    encapsulation: str | None = None
    status: TrunkStatus | None = None
    native_vlan: str | None = None
    allowed: str | None = None
    allowed_line: int | None = None
    active: str | None = None
    active_line: int | None = None
    forwarding: str | None = None
    forwarding_line: int | None = None


class InterfacesTrunk(Facts, frozen=True, gc=False, kw_only=True, tag="interfaces-trunk"):
    """`show interfaces [X] trunk`."""

    interfaces: tuple[Trunk, ...] = ()
