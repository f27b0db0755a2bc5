"""What `show spanning-tree` in all its forms says."""

import msgspec

from netredund.facts.outcome import Facts, Token


class PortRole(Token):
    """A port role (IEEE 802.1D-2004 17.7, 802.1Q 13.12) as IOS prints it."""

    ROOT = "Root"
    DESIGNATED = "Desg"
    ALTERNATE = "Altn"
    BACKUP = "Back"
    MASTER = "Mstr"
    BOUNDARY = "Boun"
    DISABLED = "Disb"


class PortState(Token):
    """A port state as IOS prints it; `BKN*` is broken, the type then says why."""

    FORWARDING = "FWD"
    BLOCKING = "BLK"
    LISTENING = "LIS"
    LEARNING = "LRN"
    DISABLED = "DIS"
    BROKEN = "BKN*"


class Protocol(Token):
    """The word after `Spanning tree enabled protocol` and `is executing the`."""

    IEEE = "ieee"
    RSTP = "rstp"
    MSTP = "mstp"


class BridgeId(msgspec.Struct, frozen=True, gc=False):
    """A bridge identifier: effective priority (0 to 65535) and address `0019.e7aa.0001`."""

    priority: int | None = None
    address: str | None = None


class DesignatedRoot(msgspec.Struct, frozen=True, gc=False):
    """The root as a port's received or sent BPDU names it; `cost` only in the MST detail form."""

    priority: int | None = None
    address: str | None = None
    cost: int | None = None


class DesignatedBridge(msgspec.Struct, frozen=True, gc=False):
    """The designated bridge of a port's segment; `port_id` only in the MST detail form."""

    priority: int | None = None
    address: str | None = None
    port_id: str | None = None


class Root(msgspec.Struct, frozen=True, gc=False):
    """The root block of an instance.

    `is_self` is true where IOS says that this bridge is the root; where it then prints no root
    identifier, `priority` and `address` are null and the bridge's own hold. `cost` is the root path
    cost; `cost_is_path_cost` tells, in the `##### MSTn` form, whether it is the external path cost.
    """

    line: int
    is_self: bool = False
    priority: int | None = None
    address: str | None = None
    cost: int | None = None
    port: str | None = None
    port_number: int | None = None
    self_for: str | None = None
    cost_is_path_cost: bool | None = None
    rem_hops: int | None = None


class Bridge(msgspec.Struct, frozen=True, gc=False):
    """The bridge's own identifier.

    `priority` is as printed: the effective one (32769) in table and MST forms, the configured one
    (32768, with `sys_id_ext` 1) in the detail form. `effective_priority` is the same in all.
    `hello`, `max_age` and `forward_delay` (seconds) are configured here, and in force only while
    the bridge is the root.
    """

    line: int
    priority: int | None = None
    address: str | None = None
    priority_configured: int | None = None
    sys_id_ext: int | None = None
    effective_priority: int | None = None
    hello: int | None = None
    max_age: int | None = None
    forward_delay: int | None = None


class RegionalRoot(msgspec.Struct, frozen=True, gc=False):
    """The regional root block of MST0 (IEEE 802.1Q 13.9: the CIST regional root)."""

    line: int
    is_self: bool = False
    priority: int | None = None
    address: str | None = None
    internal_cost: int | None = None
    rem_hops: int | None = None


class SpanningTreePort(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port in one instance.

    `role` is null where IOS prints none; `role_concluded` is what follows from the other lines (the
    header names the root port; IEEE 802.1D-2004 17.7 for the rest). `state` of the detail forms is
    the token of the printed word. `type` is the rest of a table's row, or the text after `Link type
    is`. `inconsistency` is `PVID_Inc` of a table's `*PVID_Inc`, or the bracketed words of a detail
    form.
    """

    line: int
    interface: str | None = None
    role: PortRole | None = None
    role_concluded: PortRole | None = None
    state: PortState
    cost: int | None = None
    port_priority: int | None = None
    port_number: int | None = None
    type: str | None = None
    inconsistency: str | None = None
    status_printed: str | None = None
    port_identifier: str | None = None
    designated_root: DesignatedRoot | None = None
    designated_bridge: DesignatedBridge | None = None
    designated_port_id: str | None = None
    designated_path_cost: int | None = None
    forward_transitions: int | None = None
    portfast_mode: str | None = None
    bpdu_guard: bool | None = None
    bpdu_filter: bool | None = None
    root_guard: bool | None = None
    loop_guard: bool | None = None
    bpdu_sent: int | None = None
    bpdu_received: int | None = None

    @property
    def effective_role(self) -> PortRole | None:
        """The printed role, else the concluded one."""
        return self.role or self.role_concluded


class SpanningTreeInstance(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One VLAN's or MST instance's tree, seen from one bridge.

    `hello`, `max_age` and `forward_delay` (seconds) are those in force, the root's. `instance` is
    as printed (`VLAN0001`, `VLAN1`, `MST0`), null where the text began below its heading.
    """

    line: int
    instance: str | None = None
    protocol: Protocol | None = None
    vlans_mapped: str | None = None
    root: Root | None = None
    bridge: Bridge | None = None
    regional_root: RegionalRoot | None = None
    hello: int | None = None
    max_age: int | None = None
    forward_delay: int | None = None
    aging_time: int | None = None
    uplinkfast: bool | None = None
    topology_changes: int | None = None
    last_change: str | None = None
    last_change_from: str | None = None
    ports: tuple[SpanningTreePort, ...] = ()


class SpanningTree(Facts, frozen=True, gc=False, kw_only=True, tag="spanning-tree"):
    """`show spanning-tree`: in table, brief, detail, interface, MST and root form.

    The root form (`show spanning-tree root`) has neither bridges nor ports; there `is_self` is
    concluded from the missing root port. `interface` and `status_printed` are of `show
    spanning-tree mst interface`, which prints the port above its rows.
    """

    interface: str | None = None
    status_printed: str | None = None
    instances: tuple[SpanningTreeInstance, ...] = ()


class BlockedPorts(msgspec.Struct, frozen=True, gc=False):
    """One row of `show spanning-tree blockedports`."""

    line: int
    instance: str
    blocked: tuple[str, ...]


class SpanningTreeBlocked(Facts, frozen=True, gc=False, kw_only=True, tag="spanning-tree-blocked"):
    """`show spanning-tree blockedports`; `total` counts ports, each once for every instance."""

    instances: tuple[BlockedPorts, ...] = ()
    total: int | None = None


class InconsistentPort(msgspec.Struct, frozen=True, gc=False):
    """One row of `show spanning-tree inconsistentports`."""

    line: int
    instance: str
    interface: str
    inconsistency: str


class SpanningTreeInconsistent(
    Facts, frozen=True, gc=False, kw_only=True, tag="spanning-tree-inconsistent"
):
    """`show spanning-tree inconsistentports`."""

    ports: tuple[InconsistentPort, ...] = ()
    total: int | None = None


class MstMapping(msgspec.Struct, frozen=True, gc=False):
    """One row of `show spanning-tree mst configuration`."""

    line: int
    instance: int
    vlans_mapped: str


class MstConfiguration(Facts, frozen=True, gc=False, kw_only=True, tag="spanning-tree-mst-config"):
    """`show spanning-tree mst configuration`: the region (IEEE 802.1Q 13.8)."""

    name: str | None = None
    revision: int | None = None
    instances_configured: int | None = None
    instances: tuple[MstMapping, ...] = ()


class PortCounts(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Ports by state; `active` is their sum."""

    line: int
    blocking: int
    listening: int
    learning: int
    forwarding: int
    active: int


class InstanceCounts(PortCounts, frozen=True, gc=False, kw_only=True):
    """Ports of one instance by state."""

    instance: str


class TotalCounts(PortCounts, frozen=True, gc=False, kw_only=True):
    """The last row of `show spanning-tree summary`; `label` is `2 vlans`, `1 mst` or `Total`."""

    label: str


class SpanningTreeSummary(Facts, frozen=True, gc=False, kw_only=True, tag="spanning-tree-summary"):
    """`show spanning-tree summary [totals]`.

    `settings` maps each printed name (`Portfast Default`) to what follows `is`. `pathcost_method`
    is the configured one; `pathcost_operational` is null where IOS does not print it.
    """

    mode: str | None = None
    root_bridge_for: tuple[str, ...] = ()
    settings: dict[str, str] = {}
    pathcost_method: str | None = None
    pathcost_operational: str | None = None
    instances: tuple[InstanceCounts, ...] = ()
    total: TotalCounts | None = None
