"""What a lab consists of: the values that a lab file holds, and the ports of its switches.

`labfile.py` reads them from YAML.
"""

import msgspec

from netredund.lab.faults.values import Fault
from netredund.lab.ios.names import long_name
from netredund.lab.release import Release
from netredund.lab.switch import PortHardware
from netredund.lab.switch_model import SwitchModel

METHODS = ("stp", "bridge", "802.3ad", "active-backup", "balance-alb")


class UserDefinition(msgspec.Struct, frozen=True):
    """A user of every switch; `keys` are public keys in OpenSSH's form."""

    password: str | None = None
    privilege: int = 15
    keys: tuple[str, ...] = ()


class SwitchDefinition(msgspec.Struct, frozen=True):
    """One switch; `priority` is by VLAN, `speeds` (Mb/s) what single ports can do instead."""

    name: str
    model: SwitchModel
    release: Release
    mode: str = "pvst"
    priority: dict[int, int] = {}
    address: str = ""
    speeds: dict[str, tuple[int, ...]] = {}
    startup: str = ""

    def ports(self) -> list[PortHardware]:
        """Return the physical ports, in order of spanning-tree number."""
        ports = []
        for block in self.model.blocks:
            for index in range(block.last - block.first + 1):
                name = f"{block.prefix}{block.first + index}"
                speeds = self.speeds.get(name, block.speeds)
                ports.append(PortHardware(name, block.number + index, speeds))
        return sorted(ports, key=lambda port: port.number)

    def media(self) -> dict[str, str]:
        """Return the media type of each port, as `show interfaces status` prints it."""
        return {
            f"{block.prefix}{number}": block.media
            for block in self.model.blocks
            for number in range(block.first, block.last + 1)
        }

    def find_port(self, typed: str) -> str | None:
        """Return the long name of one of its ports, however it is typed, or None."""
        name = long_name(typed)
        return name if name in self.media() else None


class PortPlace(msgspec.Struct, frozen=True):
    """A port of a switch (`sw1 Gi0/1`)."""

    switch: str
    port: str


class NicDefinition(msgspec.Struct, frozen=True):
    """One NIC of a server, and where its cable goes; `place` None leaves it unplugged."""

    name: str
    place: PortPlace | None = None
    speed: int = 1000
    address: str | None = None
    cost: int | None = None
    port_priority: int | None = None


class ServerDefinition(msgspec.Struct, frozen=True):
    """One server; times in the units that Linux's own tools take."""

    name: str
    method: str
    nics: tuple[NicDefinition, ...]
    priority: int = 32768
    forward_delay_s: int = 15
    hello_s: int = 2
    max_age_s: int = 20
    lacp_rate: str = "slow"
    lacp_active: bool = True
    miimon_ms: int = 100
    min_links: int = 0
    primary: str | None = None
    ad_select: str = "stable"
    hash: str = "layer2"


class LinkDefinition(msgspec.Struct, frozen=True):
    """A cable between two ports, or a wire from one port to a real interface."""

    ends: tuple[PortPlace, ...]
    wire: str | None = None


class SshSettings(msgspec.Struct, frozen=True):
    """How the switches speak SSH; an empty tuple is what asyncssh offers by itself.

    Names are those of OpenSSH, as `diffie-hellman-group1-sha1`, `aes128-cbc`, `hmac-sha1`.
    """

    key_exchanges: tuple[str, ...] = ()
    ciphers: tuple[str, ...] = ()
    macs: tuple[str, ...] = ()
    host_key: str = "ssh-ed25519"


class LabDefinition(msgspec.Struct, frozen=True):
    """A whole lab; `faults` are armed when it runs and has settled."""

    switches: tuple[SwitchDefinition, ...]
    servers: tuple[ServerDefinition, ...] = ()
    links: tuple[LinkDefinition, ...] = ()
    users: dict[str, UserDefinition] = msgspec.field(
        default_factory=lambda: {"admin": UserDefinition(password="admin")}
    )
    enable: str = "enable"
    faults: tuple[Fault, ...] = ()

    def find_switch(self, name: str) -> SwitchDefinition | None:
        """Return a switch by name, or None."""
        for switch in self.switches:
            if switch.name == name:
                return switch
        return None


STANDARD_LAB = """\
# Two switches, a link between them, and two servers: web1 bridges with spanning tree over both
# switches, db1 bonds with LACP on one. The link is as fast as the servers' legs.
users:
  admin: {password: admin, privilege: 15}
enable: enable

switches:
  sw1:
    model: WS-C2960-24TT-L
    release: "12.2"
    mode: rapid-pvst
    priority: {1: 0}
    mac: 0019.e7aa.0100
    startup: |
      interface FastEthernet0/1
       description db1 eth0
       channel-group 1 mode active
      interface FastEthernet0/2
       description db1 eth1
       channel-group 1 mode active
      interface FastEthernet0/23
       description web1 eth0
       switchport mode access
       spanning-tree cost 100
      interface FastEthernet0/24
       description sw2
       switchport mode trunk
  sw2:
    model: WS-C2960-24TT-L
    release: "12.2"
    mode: rapid-pvst
    mac: 0019.e7bb.0200
    startup: |
      interface FastEthernet0/23
       description web1 eth1
       switchport mode access
       spanning-tree cost 100
      interface FastEthernet0/24
       description sw1
       switchport mode trunk

links:
  - [sw1 Fa0/24, sw2 Fa0/24]

servers:
  web1:
    method: stp
    priority: 61440
    nics:
      eth0: {port: sw1 Fa0/23, cost: 1}
      eth1: {port: sw2 Fa0/23, cost: 1}
  db1:
    method: 802.3ad
    nics:
      eth0: sw1 Fa0/1
      eth1: sw1 Fa0/2
"""
