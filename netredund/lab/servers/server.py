"""Is a simulated Linux server: NICs, and above them a bridge or a bond as its kernel runs them.

It prints what Linux prints (`Server.show`), and sends and takes test frames.
"""

import hashlib
from collections.abc import Callable

import msgspec

from netredund.errors import LabError
from netredund.lab.clock import Clock, Countdown
from netredund.lab.frames.frame import (
    BROADCAST,
    Frame,
    is_group,
    parse_address,
    read_frame,
    write_frame,
)
from netredund.lab.link import Link
from netredund.lab.servers.bond import BondOptions, LinuxBond
from netredund.lab.servers.bridge import BridgeOptions, LinuxBridge
from netredund.lab.servers.device import Nic
from netredund.lab.servers.output import ServerPrinter

ARP_TYPE = 0x0806
CHATTER_S = 60
BRIDGE_METHODS = {"stp": True, "bridge": False}
BOND_METHODS = ("802.3ad", "active-backup", "balance-alb")


class NicConfig(msgspec.Struct, frozen=True):
    """One NIC; `speed` (Mb/s) is its highest. `cost` and `port_priority` (0 to 63) are a bridge's.

    `address` None takes one that follows from the names of server and NIC.
    """

    speed: int = 1000
    address: str | None = None
    cost: int | None = None
    port_priority: int | None = None


class ServerConfig(msgspec.Struct, frozen=True):
    """One server: `method` is stp, bridge (STP off), 802.3ad, active-backup or balance-alb.

    Times of a bridge are in seconds. `bridged` puts the bond into a bridge with STP off, as
    hypervisors do.
    """

    name: str
    method: str
    nics: dict[str, NicConfig]
    priority: int = 32768
    forward_delay_s: float = 15
    hello_s: float = 2
    max_age_s: float = 20
    lacp_fast: bool = False
    lacp_active: bool = True
    miimon_ms: int = 100
    updelay_ms: int = 0
    downdelay_ms: int = 0
    min_links: int = 0
    primary: str | None = None
    ad_select: str = "stable"
    hash: str = "layer2"
    bridged: bool = False


class Server:
    """One simulated server.

        nics = {"eth0": NicConfig(), "eth1": NicConfig()}
        server = Server(ServerConfig("db1", "802.3ad", nics), clock)
        server.attach("eth0", cable)
        print(server.show("cat /proc/net/bonding/bond0"))

    `taken` is called with each frame that is for the server itself.
    """

    def __init__(self, config: ServerConfig, clock: Clock) -> None:
        self.config = config
        self.clock = clock
        self.taken: Callable[[Frame], None] | None = None
        self.nics = {
            name: Nic(config.name, name, place, self._address(name, each), each.speed, clock)
            for place, (name, each) in enumerate(config.nics.items(), start=2)
        }
        next_index = 2 + len(self.nics)
        self.bond: LinuxBond | None = None
        self.bridge: LinuxBridge | None = None
        if config.method in BOND_METHODS:
            self.bond = LinuxBond(
                "bond0", next_index, list(self.nics.values()), _bond(config), clock
            )
            next_index += 1
            if config.bridged:
                options = BridgeOptions(stp=False)
                self.bridge = LinuxBridge("br0", next_index, [self.bond], options, clock)
        elif config.method in BRIDGE_METHODS:
            options = _bridge(config)
            self.bridge = LinuxBridge("br0", next_index, list(self.nics.values()), options, clock)
        else:
            raise LabError(
                f"server {config.name}: no method {config.method!r} "
                f"(allowed: {', '.join((*BRIDGE_METHODS, *BOND_METHODS))})"
            )
        top = self.bridge or self.bond
        assert top is not None
        self.top = top
        self.top.upper = self._take
        self._printer = ServerPrinter(self)
        self._chatter = Countdown(clock, self._chat)
        self._chatter.start(CHATTER_S)

    def _address(self, name: str, nic: NicConfig) -> bytes:
        if nic.address is not None:
            return parse_address(nic.address)
        digest = hashlib.sha256(f"{self.config.name} {name}".encode()).digest()
        return bytes.fromhex("525400") + digest[:3]

    # from outside

    def attach(self, nic: str, link: Link) -> None:
        """Plug `link` into a NIC."""
        self.nics[nic].plug(link)

    def set_nic(self, nic: str, *, up: bool) -> None:
        """Switch a NIC on or off (`ip link set NIC up`)."""
        self.nics[nic].switch(enabled=up)

    @property
    def address(self) -> bytes:
        """Return the address that others know the server by."""
        return self.top.address

    def send(self, destination: bytes, kind: int, payload: bytes) -> None:
        """Send a frame from the server itself."""
        self.top.send(write_frame(destination, self.address, kind, payload))

    def show(self, command: str) -> str:
        """Return what a command prints; a `LabError` names the commands that there are."""
        return self._printer.show(command)

    def commands(self) -> tuple[str, ...]:
        """Return the commands that `show` knows."""
        return self._printer.commands()

    # inside

    def _take(self, raw: bytes) -> None:
        frame = read_frame(raw)
        if frame is None or self.taken is None or frame.vlan is not None:
            return
        if frame.destination == self.address or is_group(frame.destination):
            self.taken(frame)

    def _chat(self) -> None:
        """Ask who has an address, as every host does now and then: switches learn where it is."""
        self._chatter.start(CHATTER_S)
        body = bytes.fromhex("0001080006040001") + self.address + bytes(14)
        self.send(BROADCAST, ARP_TYPE, body)


def _bond(config: ServerConfig) -> BondOptions:
    return BondOptions(
        mode=config.method,
        miimon_ms=config.miimon_ms,
        updelay_ms=config.updelay_ms,
        downdelay_ms=config.downdelay_ms,
        lacp_fast=config.lacp_fast,
        lacp_active=config.lacp_active,
        min_links=config.min_links,
        primary=config.primary,
        ad_select=config.ad_select,
        hash=config.hash,
    )


def _bridge(config: ServerConfig) -> BridgeOptions:
    return BridgeOptions(
        stp=BRIDGE_METHODS[config.method],
        priority=config.priority,
        forward_delay_s=config.forward_delay_s,
        hello_s=config.hello_s,
        max_age_s=config.max_age_s,
        costs={name: each.cost for name, each in config.nics.items() if each.cost is not None},
        port_priorities={
            name: each.port_priority
            for name, each in config.nics.items()
            if each.port_priority is not None
        },
    )
