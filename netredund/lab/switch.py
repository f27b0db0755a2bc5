"""Runs one simulated switch: its ports, bundles, trees, neighbours and forwarding."""

from collections.abc import Callable, Collection, Sequence

from netredund.lab.bridging import BridgingPort
from netredund.lab.bridging_ports import make_bridging
from netredund.lab.channel import Channel
from netredund.lab.channel_member import group_ports
from netredund.lab.channel_view import read_channel
from netredund.lab.clock import Clock
from netredund.lab.config import SwitchConfig
from netredund.lab.dataplane import DEFAULT_AGING_S, Forwarder, MacTable
from netredund.lab.discovery import Discovery
from netredund.lab.errdisable import ErrDisable
from netredund.lab.frames.discovery import Announcement
from netredund.lab.frames.frame import (
    BRIDGE_GROUP,
    CISCO_GROUP,
    LLDP_GROUP,
    SLOW_GROUP,
    SSTP_GROUP,
    Frame,
    add_to_address,
    dotted,
    parse_address,
    read_frame,
)
from netredund.lab.frames.lacp import Lacpdu, write_lacpdu
from netredund.lab.interface_view import (
    describe,
    read_neighbours,
    read_port,
    read_port_channel,
    read_trunk,
)
from netredund.lab.link import Link
from netredund.lab.model import Model
from netredund.lab.port import EMPTY, FrameCounter, Port, PortHardware
from netredund.lab.spanning_tree.bridge import Phase
from netredund.lab.spanning_tree.pvst import Pvst
from netredund.lab.status import (
    ChannelGroup,
    InterfaceStatus,
    LogMessage,
    MacEntry,
    Neighbour,
    Tree,
    TrunkStatus,
)
from netredund.lab.tree_view import read_tree
from netredund.lab.trunking import Trunking

__all__ = ["Model", "PortHardware", "Switch"]


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
    ) -> None:
        self.config = config
        self.clock = clock
        self.model = model
        self.address = parse_address(address)
        self.ports = {
            each.name: Port(each, add_to_address(self.address, place), clock, self)
            for place, each in enumerate(ports, start=1)
        }
        self.channels: dict[int, Channel] = {}
        self.bridging: dict[str, BridgingPort] = {}
        self.powered = True
        self.table = MacTable(clock, self._aging_s)
        self.pvst = Pvst(clock, self.address, self, extended_system_id=model.extended_system_id)
        self.forwarder = Forwarder(self.table, self.pvst.phase)
        self.errdisable = ErrDisable(self)
        self.discovery = Discovery(clock, self)
        self.trunking = Trunking(clock, self)
        self._log = log
        self._owners: dict[str, BridgingPort] = {}
        self._applying = False
        self.apply()

    # changes

    def apply(self) -> None:
        """Make the protocols follow `self.config`; call it after every change, as often as liked.

        What did not change goes on undisturbed. `shutdown` then `no shutdown`, each followed by
        `apply`, clears err-disable.
        """
        if not self.powered:
            return
        config = self.config
        self._applying = True
        for port in self.ports.values():
            self._apply_port(port)
        groups = group_ports(self.ports.values())
        channel_numbers = {
            number
            for number in range(1, 257)
            if number in groups or f"Port-channel{number}" in config.interfaces
        }
        for number in [number for number in self.channels if number not in channel_numbers]:
            self.channels.pop(number).configure(None, [], config, self.address)
        for number in sorted(channel_numbers):
            channel = self.channels.get(number)
            if channel is None:
                stands_alone = not self.model.standalone_disable
                channel = Channel(number, self.clock, self, stands_alone=stands_alone)
                self.channels[number] = channel
            stanza = config.interfaces.get(channel.name)
            channel.configure(stanza, groups.get(number, []), config, self.address)
        self._applying = False
        self._rebuild()
        for port in self.ports.values():
            self.trunking.follow(port)

    def _apply_port(self, port: Port) -> None:
        interfaces = self.config.interfaces
        stanza = interfaces.get(port.name, EMPTY)
        channel = interfaces.get(f"Port-channel{stanza.channel_group}", EMPTY)
        shut = stanza.shutdown or channel.shutdown
        if shut:
            port.clear_reason()
        elif port.reason is not None:
            self.errdisable.schedule(port)
        was_shut, port.shut = port.shut, shut
        if shut and not was_shut:
            text = f"Interface {port.name}, changed state to administratively down"
            self.log("LINK", 5, "CHANGED", text)
        port.configure(stanza, enabled=not shut and port.reason is None)

    def attach(self, port: str, link: Link) -> None:
        """Plug `link` into the physical port of that (long) name."""
        self.ports[port].plug(link)
        if self.powered:
            link.enable(self.ports[port], enabled=self.ports[port].enabled)

    def power_off(self) -> None:
        """Drop carrier on every port and forget all protocol state (a reload begins so)."""
        self.powered = False
        for port in self.ports.values():
            port.clear_reason()
            port.configure(port.stanza, enabled=False)
            port.counter, port.shut = FrameCounter(), False
        for channel in self.channels.values():
            channel.configure(None, [], self.config, self.address)
        self.channels.clear()
        self.pvst.stop()
        self.table.forget()
        self.bridging = {}
        self._owners = {}

    def power_on(self) -> None:
        """Start again with `self.config` (a reload ends so); a new switch is on."""
        self.powered = True
        self.apply()

    def clear_detected_protocols(self, interface: str | None = None) -> None:
        """Try the rapid protocol again on a port, or on all that fell back to the old one."""
        for bridge in self.pvst.bridges.values():
            for name in tuple(bridge.ports):
                if interface in (None, name):
                    bridge.detect_again(name)

    def clear_mac_table(self, vlan: int | None = None, interface: str | None = None) -> None:
        """Forget learned addresses: of a VLAN, of an interface, of both, or all."""
        self.table.forget(vlan, interface)

    def clear_lacp_counters(self, group: int | None = None) -> None:
        """Set the LACP counters of a group or all to zero."""
        for number, channel in self.channels.items():
            if group in (None, number):
                for member in channel.members.values():
                    member.clear_counters()

    # what show reads

    def trees(self) -> tuple[Tree, ...]:
        """Return the tree of every VLAN that has one, in order of VLAN."""
        return tuple(read_tree(self, vlan) for vlan in sorted(self.pvst.bridges))

    def tree(self, vlan: int) -> Tree | None:
        """Return the tree of `vlan`, None where it has none."""
        return read_tree(self, vlan) if vlan in self.pvst.bridges else None

    def channel_groups(self) -> tuple[ChannelGroup, ...]:
        """Return every group that has a Port-channel or a member, in order of number."""
        return tuple(read_channel(self, each) for _, each in sorted(self.channels.items()))

    def interface(self, name: str) -> InterfaceStatus | None:
        """Return physical port or Port-channel `name`; None where there is no such interface."""
        port = self.ports.get(name)
        if port is not None:
            return read_port(self, port)
        for channel in self.channels.values():
            if channel.name == name:
                return read_port_channel(self, channel)
        return None

    def interfaces(self) -> tuple[InterfaceStatus, ...]:
        """Return all physical ports in order, then all Port-channels."""
        ports = [read_port(self, port) for port in self.ports.values()]
        channels = [read_port_channel(self, each) for _, each in sorted(self.channels.items())]
        return (*ports, *channels)

    def trunks(self) -> tuple[TrunkStatus, ...]:
        """Return the ports and Port-channels that trunk now (not bundled members)."""
        return tuple(read_trunk(self, each) for each in self.bridging.values() if each.trunking)

    def mac_table(self) -> tuple[MacEntry, ...]:
        """Return what is learned, by VLAN and address."""
        return tuple(
            MacEntry(vlan, dotted(address), port, age_s)
            for vlan, address, port, age_s in self.table.entries()
        )

    def neighbours(self, protocol: str) -> tuple[Neighbour, ...]:
        """Return who is heard by `protocol` (`cdp` or `lldp`), in order of interface."""
        return read_neighbours(self, protocol)

    def vlan_interface_up(self, vlan: int) -> bool:
        """Say whether `interface Vlan N` has line protocol up: some port forwards in the VLAN."""
        return any(
            vlan in port.vlans and self.pvst.phase(vlan, name) is Phase.FORWARDING
            for name, port in self.bridging.items()
        )

    def lacp_system(self) -> tuple[int, str]:
        """Return priority and address, as `show lacp sys-id` prints them."""
        priority = self.config.lacp_system_priority
        return (32768 if priority is None else priority), dotted(self.address)

    def port_names(self) -> Collection[str]:
        """Return the long names of the physical ports, in order."""
        return self.ports.keys()

    # what happens at the ports

    def carrier_changed(self, port: Port) -> None:
        """Take note that a port's link came up or went down."""
        state = "up" if port.up else "down"
        if not port.shut:
            self.log("LINK", 3, "UPDOWN", f"Interface {port.name}, changed state to {state}")
        number = port.stanza.channel_group
        if number is None:
            self.log_line_protocol(port.name, up=port.up)
        if port.up:
            self.discovery.start(port)
            self.trunking.start(port)
        else:
            self.discovery.stop(port)
            self.trunking.stop(port)
        if self._applying or not self.powered:
            return
        if number in self.channels:
            self.channels[number].refresh()
        self._rebuild()

    def receive_frame(self, port: Port, raw: bytes) -> None:
        """Take a frame that came in on a physical port."""
        frame = read_frame(raw)
        if frame is None or not self.powered:
            return
        destination = frame.destination
        if destination == SLOW_GROUP:
            self._receive_slow(port, frame)
            return
        if destination in (CISCO_GROUP, LLDP_GROUP):
            self.discovery.receive(port, frame)
            self.trunking.receive(port, frame)
            return
        bridging = self._owners.get(port.name)
        if bridging is None:
            return
        if bridging.counter is not None:
            bridging.counter.count_in(raw)
        if destination in (BRIDGE_GROUP, SSTP_GROUP):
            if not self.errdisable.is_misconfigured(bridging, frame, self.channels):
                self.pvst.receive(bridging, frame)
            return
        self.forwarder.forward(bridging, raw, frame)

    def _receive_slow(self, port: Port, frame: Frame) -> None:
        number = port.stanza.channel_group
        channel = self.channels.get(number) if number is not None else None
        member = channel.members.get(port.name) if channel is not None else None
        if member is not None:
            member.receive_slow(frame)

    def send_lacpdu(self, port: Port, pdu: Lacpdu) -> None:
        """Send what the LACP of a member has to say."""
        port.send(write_lacpdu(pdu, port.address))

    def channel_changed(self) -> None:
        """Take note that other ports carry the traffic of a bundle now."""
        if not self._applying and self.powered:
            self._rebuild()

    def trunking_changed(self, port: Port) -> None:
        """Take note that a port became a trunk, or is one no longer, by agreement."""
        self.channel_changed()

    def _rebuild(self) -> None:
        """Work out which ports bridge, and let trees and forwarding follow."""
        config = self.config
        ports, owners = make_bridging(self)
        for name in self.bridging:
            if name not in ports:
                self.table.forget(port=name)
        for each in ports.values():
            each.follow(config)
        self.bridging, self._owners = ports, owners
        self.forwarder.ports = ports
        self.forwarder.load_balance = config.load_balance
        self.pvst.configure(config, ports)

    # spanning tree's host

    def change_phase(self, vlan: int, port: str, phase: Phase) -> None:
        """Forget what was learned behind a port that stops forwarding."""
        if phase is Phase.BLOCKING:
            self.table.forget(vlan, port)

    def flush(self, vlan: int, port: str) -> None:
        """Forget what was learned on `port` in `vlan`."""
        self.table.forget(vlan, port)

    def trip_bpduguard(self, port: BridgingPort) -> None:
        """Put a port into err-disable: it heard a BPDU."""
        self.errdisable.trip_bpduguard(port)

    # neighbours

    def announce(self, protocol: str, port: Port, hold_s: int) -> Announcement:
        """Say who the switch is, for an announcement out of a port."""
        return describe(self, protocol, port, hold_s)

    # the rest

    def log(self, facility: str, severity: int, mnemonic: str, text: str) -> None:
        """Report a syslog message."""
        if self._log is not None:
            self._log(LogMessage(self.clock.now_s, facility, severity, mnemonic, text))

    def log_line_protocol(self, name: str, *, up: bool) -> None:
        """Report that the line protocol of an interface changed."""
        state = "up" if up else "down"
        text = f"Line protocol on Interface {name}, changed state to {state}"
        self.log("LINEPROTO", 5, "UPDOWN", text)

    def _aging_s(self, vlan: int) -> float:
        bridge = self.pvst.bridges.get(vlan)
        if bridge is not None and bridge.fast_aging:
            return bridge.times.forward_delay
        configured = self.config.mac_aging_s
        return DEFAULT_AGING_S if configured is None else (configured or float("inf"))
