"""Runs one simulated switch: its ports, bundles, trees, neighbours and forwarding."""

from collections.abc import Callable, Collection, Sequence

import msgspec

from netredund.lab.clock import Clock
from netredund.lab.config import SwitchConfig
from netredund.lab.link import Link
from netredund.lab.status import (
    ChannelGroup,
    InterfaceStatus,
    LogMessage,
    MacEntry,
    Neighbour,
    TrunkStatus,
    Tree,
)


class PortHardware(msgspec.Struct, frozen=True, gc=False):
    """One port as it was built.

    `name` is the long one, `number` the port number of spanning tree and LACP, `speeds` in Mb/s
    (the highest that both ends have is negotiated).
    """

    name: str
    number: int
    speeds: tuple[int, ...] = (10, 100, 1000)


class Model(msgspec.Struct, frozen=True, gc=False):
    """What of the hardware and the image the protocols depend on.

    `platform`, `version` and `capabilities` go out in CDP and LLDP. `first_channel_number` is the
    spanning-tree number of Port-channel 1. `mandatory_extended_system_id` False is an image that
    can work without, and does by default. `standalone_disable` is the default of
    `port-channel standalone-disable` (true on switches, false on routers).
    """

    platform: str
    version: str
    capabilities: tuple[str, ...] = ("Switch", "IGMP")
    first_channel_number: int = 56
    extended_system_id: bool = True
    standalone_disable: bool = True
    default_mode: str = "dynamic auto"
    management_address: str | None = None


class Switch:
    """One simulated switch.

    `address` is its base MAC (`0019.e7aa.0100`): the bridge address; ports count up from there.
    `log` is called with each syslog message at the moment it happens.
    """

    def __init__(
        self,
        config: SwitchConfig,
        ports: Sequence[PortHardware],
        clock: Clock,
        *,
        address: str,
        model: Model,
        log: Callable[[LogMessage], None] | None = None,
    ) -> None: ...

    # changes

    def apply(self) -> None:
        """Make the protocols follow `self.config`; call it after every change, as often as liked.

        What did not change goes on undisturbed. `shutdown` then `no shutdown`, each followed by
        `apply`, clears err-disable.
        """

    def attach(self, port: str, link: Link) -> None:
        """Plug `link` into the physical port of that (long) name."""

    def power_off(self) -> None:
        """Drop carrier on every port and forget all protocol state (a reload begins so)."""

    def power_on(self) -> None:
        """Start again with `self.config` (a reload ends so); a new switch is on."""

    def clear_detected_protocols(self, interface: str | None = None) -> None:
        """Try the rapid protocol again on one port or all (`clear spanning-tree detected-protocols`)."""

    def clear_mac_table(self, vlan: int | None = None, interface: str | None = None) -> None: ...

    def clear_lacp_counters(self, group: int | None = None) -> None: ...

    # what show reads

    def trees(self) -> tuple[Tree, ...]:
        """Return the tree of every VLAN that has one, in order of VLAN."""

    def tree(self, vlan: int) -> Tree | None: ...

    def channel_groups(self) -> tuple[ChannelGroup, ...]:
        """Return every group that has a Port-channel or a member, in order of number."""

    def interface(self, name: str) -> InterfaceStatus | None:
        """Return physical port or Port-channel `name`; None where there is no such interface."""

    def interfaces(self) -> tuple[InterfaceStatus, ...]:
        """Return all physical ports in order, then all Port-channels."""

    def trunks(self) -> tuple[TrunkStatus, ...]:
        """Return the ports and Port-channels that trunk now (not bundled members)."""

    def mac_table(self) -> tuple[MacEntry, ...]: ...

    def neighbours(self, protocol: str) -> tuple[Neighbour, ...]:
        """Return who is heard by `protocol` (`cdp` or `lldp`), in order of interface."""

    def vlan_interface_up(self, vlan: int) -> bool:
        """Say whether `interface Vlan N` has line protocol up: some port forwards in the VLAN."""

    def lacp_system(self) -> tuple[int, str]:
        """Return priority and address, as `show lacp sys-id` prints them."""

    def port_names(self) -> Collection[str]:
        """Return the long names of the physical ports, in order."""
