"""The values of a topology: bridges, their ports, and what is wired to what."""

from enum import Enum

import msgspec

DEFAULT_PRIORITY = 32768
DEFAULT_PORT_PRIORITY = 128
DEFAULT_MAX_AGE_S = 20
DEFAULT_HELLO_S = 2
DEFAULT_FORWARD_DELAY_S = 15
DEFAULT_VLAN = 1

VlanRanges = tuple[tuple[int, int], ...]


class BridgeKind(Enum):
    """What a bridge is: a switch has a tree for each VLAN, a server's bridge knows no VLANs."""

    SWITCH = "switch"
    SERVER = "server"


class PathCost(Enum):
    """How a port's cost follows from its speed (IEEE 802.1D-1998 and -2004, and the kernel's)."""

    SHORT = "short"
    LONG = "long"
    LINUX = "linux"


class Port(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A port in one tree, or in all of them where it says VLANs.

    `up` None means: as its link is. `members` make it a Port-channel. `broken` is the reason why
    the port is inconsistent in this tree, whatever is heard on it (`PVID_Inc`, `TYPE_Inc`). A port
    with `access_vlan` carries that VLAN, one with `native_vlan` or `allowed_vlans` is a trunk; one
    with none of them carries the only tree there is.
    """

    name: str
    cost: int
    priority: int = DEFAULT_PORT_PRIORITY
    number: int = 0
    speed: int | None = None
    has_fixed_cost: bool = True
    up: bool | None = None
    members: tuple[str, ...] = ()
    min_links: int = 1
    root_guard: bool = False
    loop_guard: bool = False
    bpdu_filter: bool = False
    bpdu_guard: bool = False
    broken: str | None = None
    access_vlan: int | None = None
    native_vlan: int | None = None
    allowed_vlans: VlanRanges | None = None
    vlan_costs: dict[int, int] = {}
    vlan_priorities: dict[int, int] = {}
    instance_costs: dict[int, int] = {}
    instance_priorities: dict[int, int] = {}

    @property
    def is_trunk(self) -> bool:
        return self.native_vlan is not None or self.allowed_vlans is not None

    @property
    def identifier(self) -> tuple[int, int]:
        """Priority and number, as ports are compared (IEEE 802.1D-2004 9.2.7)."""
        return self.priority, self.number

    def carries(self, vlan: int) -> bool:
        """Tell whether frames of a VLAN pass the port."""
        if self.is_trunk:
            allowed = self.allowed_vlans
            return allowed is None or any(first <= vlan <= last for first, last in allowed)
        return self.access_vlan is None or self.access_vlan == vlan


class Bridge(msgspec.Struct, frozen=True, kw_only=True):
    """A bridge; `priority` is the one on the wire, system id included (32769, or 1).

    `address` is in IOS's form. `has_stp` False is a Linux bridge with STP off: it passes BPDUs on.
    `is_rapid` tells whether it speaks RSTP. `priorities` are those of single VLANs.
    With a `region` it speaks MST: `priority` and the ports' costs are those of the CIST (MST0),
    `instance_priorities` and `instance_costs` those of other instances.
    """

    name: str
    address: str
    priority: int = DEFAULT_PRIORITY
    ports: dict[str, Port] = {}
    kind: BridgeKind = BridgeKind.SWITCH
    path_cost: PathCost = PathCost.SHORT
    has_stp: bool = True
    is_rapid: bool = False
    hello_s: int = DEFAULT_HELLO_S
    max_age_s: int = DEFAULT_MAX_AGE_S
    forward_delay_s: int = DEFAULT_FORWARD_DELAY_S
    priorities: dict[int, int] = {}
    region: str | None = None
    instance_priorities: dict[int, int] = {}

    @property
    def identifier(self) -> tuple[int, str]:
        """Priority and address, as bridges are compared (IEEE 802.1D-2004 9.2.5)."""
        return self.priority, self.address


class End(msgspec.Struct, frozen=True, gc=False, order=True):
    """One end of a link: a port of a bridge, or a member of one of its Port-channels."""

    bridge: str
    port: str

    def __str__(self) -> str:
        return f"{self.bridge} {self.port}"


class Link(msgspec.Struct, frozen=True, gc=False):
    """What two ports are joined by; with more than two ends it is a shared segment (a hub)."""

    ends: tuple[End, ...]

    @property
    def is_shared(self) -> bool:
        return len(self.ends) > 2

    def __str__(self) -> str:
        return " - ".join(str(end) for end in self.ends)


class Region(msgspec.Struct, frozen=True):
    """An MST region: the bridges with one configuration identifier (IEEE 802.1Q-2014 13.8).

    `instances` are the VLANs of each instance but 0, which has all others.
    """

    name: str
    instances: dict[int, VlanRanges] = {}

    def find_instance(self, vlan: int) -> int:
        """Return the instance that carries a VLAN."""
        for number, ranges in self.instances.items():
            if any(first <= vlan <= last for first, last in ranges):
                return number
        return 0


class Topology(msgspec.Struct, frozen=True, kw_only=True):
    """Bridges by name, the links between their ports, and the MST regions by name.

    `mapped_vlan` chooses, in each region, the MST instance that carries this VLAN.
    """

    bridges: dict[str, Bridge]
    links: tuple[Link, ...] = ()
    regions: dict[str, Region] = {}
    mapped_vlan: int | None = None
    name: str = ""

    def find_port(self, end: End) -> Port:
        """Return the port of an end, the Port-channel where the end is a member of one."""
        ports = self.bridges[end.bridge].ports
        if end.port in ports:
            return ports[end.port]
        return next(port for port in ports.values() if end.port in port.members)

    def identify(self, name: str) -> tuple[int, str]:
        """Return priority and address of a bridge in the tree that is meant."""
        bridge = self.bridges[name]
        number = 0
        if self.mapped_vlan is not None and bridge.region in self.regions:
            number = self.regions[bridge.region].find_instance(self.mapped_vlan)
        return bridge.instance_priorities.get(number, bridge.priority), bridge.address

    def list_vlans(self) -> tuple[int, ...]:
        """Return the VLANs that are spoken of one by one; none where there is one tree."""
        vlans: set[int] = set()
        ranges: set[tuple[int, int]] = set()  # few, where trunks are many
        for bridge in self.bridges.values():
            vlans.update(bridge.priorities)
            for port in bridge.ports.values():
                vlans.update(port.vlan_costs, port.vlan_priorities)
                if port.is_trunk:
                    vlans.add(DEFAULT_VLAN if port.native_vlan is None else port.native_vlan)
                    ranges.update(port.allowed_vlans or ())
                elif port.access_vlan is not None:
                    vlans.add(port.access_vlan)
        for first, last in ranges:
            vlans.update(range(first, last + 1))
        return tuple(sorted(vlans))
