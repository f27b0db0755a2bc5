"""The values of a site file: what is wanted, as it was written.

None means that the file does not say it. What holds then is told by the properties that begin with
`wanted_`, and by those whose docstring says so. `line` is where the thing begins in its file, 0 for
a value that comes from no file.
"""

from typing import Literal

import msgspec

from netredund.intent.keys import Method
from netredund.intent.kinds import plain_mac

DEFAULT_VLAN = 1
DEFAULT_SSH_PORT = 22
DEFAULT_PLATFORM = "cisco_ios"
DEFAULT_ROOT_PRIORITY = 0
DEFAULT_BRIDGE_PRIORITY = 61440
DEFAULT_LEG_COST = 1
DEFAULT_COST_SHORT = 100
DEFAULT_COST_LONG = 2_000_000
DEFAULT_MODE = "active"
DEFAULT_MIIMON_MS = 100
KEEP = "keep"


class Switch(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A switch that legs end on, or that shall be root."""

    name: str
    host: str | None = None
    port: int | None = None
    platform: str | None = None
    hostname: str | None = None
    serial: str | None = None
    stack: str | None = None
    legacy_ssh: bool | None = None
    via: str | None = None
    line: int = 0

    @property
    def wanted_host(self) -> str:
        """Where to connect to: `host`, else the name, which `~/.ssh/config` may know."""
        return self.host or self.name

    @property
    def wanted_port(self) -> int:
        return DEFAULT_SSH_PORT if self.port is None else self.port

    @property
    def wanted_platform(self) -> str:
        return self.platform or DEFAULT_PLATFORM

    @property
    def wanted_hostname(self) -> str:
        """The name that the prompt shows: `hostname`, else the name."""
        return self.hostname or self.name

    @property
    def has_legacy_ssh(self) -> bool:
        return bool(self.legacy_ssh)

    @property
    def unit(self) -> str:
        """What it acts as: the same text for all switches of one stack, its name if it is alone."""
        return self.name if self.stack is None else f"stack {self.stack}"


class Uplink(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A leg: `nic` of the server and the port of `switch`, in the long form and as `written`."""

    nic: str
    switch: str
    interface: str
    written: str = ""
    line: int = 0


class Trunk(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Tagged VLANs on the switch ports; `allowed` None means that all may pass."""

    native: int | None = None
    allowed: tuple[int, ...] | None = None
    line: int = 0

    @property
    def wanted_native(self) -> int:
        return DEFAULT_VLAN if self.native is None else self.native


class Server(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What every method has; `StpServer`, `LacpServer` and `FailoverServer` say the rest."""

    name: str
    method: Method
    uplinks: tuple[Uplink, ...]
    vlan: int | None = None
    trunk: Trunk | None = None
    mac: str | None = None
    pxe: bool | None = None
    line: int = 0

    @property
    def access_vlan(self) -> int | None:
        """The VLAN of access ports, 1 where the file does not say one; None on a trunk."""
        if self.trunk is not None:
            return None
        return DEFAULT_VLAN if self.vlan is None else self.vlan

    @property
    def mac_address(self) -> str | None:
        """`mac` in the form of Linux: 00:19:e7:aa:01:00."""
        if self.mac is None:
            return None
        digits = plain_mac(self.mac)
        return ":".join(digits[at : at + 2] for at in range(0, 12, 2))

    @property
    def is_pxe(self) -> bool:
        return bool(self.pxe)

    @property
    def switches(self) -> tuple[str, ...]:
        """The switches that its legs end on, each once, in the order of the file."""
        return tuple(dict.fromkeys(uplink.switch for uplink in self.uplinks))


class StpServer(Server, frozen=True, kw_only=True, gc=False):
    """A server that bridges its legs and takes part in spanning tree."""

    method: Method = Method.STP
    root: str | None = None
    root_priority: int | None = None
    cost: int | None = None
    bridge_priority: int | None = None
    leg_cost: int | None = None
    forward_delay: int | None = None

    @property
    def wanted_root(self) -> str:
        """A switch, a bridge address as it was written, or `keep`, also where nothing is said."""
        return KEEP if self.root is None else self.root

    @property
    def wanted_root_priority(self) -> int:
        return DEFAULT_ROOT_PRIORITY if self.root_priority is None else self.root_priority

    @property
    def wanted_bridge_priority(self) -> int:
        return DEFAULT_BRIDGE_PRIORITY if self.bridge_priority is None else self.bridge_priority

    @property
    def wanted_leg_cost(self) -> int:
        return DEFAULT_LEG_COST if self.leg_cost is None else self.leg_cost

    def choose_cost(self, path_cost: Literal["short", "long"]) -> int:
        """Return the cost of the switch ports by the switch's path cost method; MST is `long`."""
        if self.cost is not None:
            return self.cost
        return DEFAULT_COST_SHORT if path_cost == "short" else DEFAULT_COST_LONG


class LacpServer(Server, frozen=True, kw_only=True, gc=False):
    """A server that bundles its legs by LACP."""

    method: Method = Method.LACP
    channel_group: int | None = None
    lacp_rate: str | None = None
    min_links: int | None = None
    hash: str | None = None
    mode: str | None = None

    @property
    def wanted_mode(self) -> str:
        return self.mode or DEFAULT_MODE


class FailoverServer(Server, frozen=True, kw_only=True, gc=False):
    """A server that moves its addresses between legs by itself: active-backup or balance-alb."""

    primary: str | None = None
    miimon: int | None = None
    arp_interval: int | None = None
    arp_targets: tuple[str, ...] | None = None

    @property
    def wanted_miimon_ms(self) -> int | None:
        """How often the carrier is looked at; None where ARP is used for it."""
        if self.arp_interval is not None:
            return None
        return DEFAULT_MIIMON_MS if self.miimon is None else self.miimon


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """All switches and servers of a site file, by name and in its order."""

    switches: dict[str, Switch]
    servers: dict[str, StpServer | LacpServer | FailoverServer]
    name: str = "site.yaml"

    def find_units(self, server: Server) -> tuple[str, ...]:
        """Return what the legs of `server` end on, switches that act as one counted once."""
        return tuple(dict.fromkeys(self.switches[name].unit for name in server.switches))

    def find_root_address(self, server: StpServer) -> str | None:
        """Return the bridge address that `root` says, as IOS prints it; None if it says none."""
        if server.root is None or server.root == KEEP or server.root in self.switches:
            return None
        digits = plain_mac(server.root)
        return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
