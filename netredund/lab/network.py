"""A lab without sockets: its switches, servers and cables on one clock that the holder moves."""

from collections import deque
from collections.abc import Callable
from datetime import datetime

import msgspec

from netredund.errors import LabError
from netredund.lab.clock import Clock
from netredund.lab.definition import (
    LabDefinition,
    NicDefinition,
    PortPlace,
    ServerDefinition,
    SwitchDefinition,
)
from netredund.lab.dial import Line
from netredund.lab.faults.places import find_cable
from netredund.lab.faults.strikes import Striker
from netredund.lab.faults.text import parse_fault
from netredund.lab.faults.values import Fault, Struck
from netredund.lab.ios.device import Device
from netredund.lab.ios.power import BOOT_S
from netredund.lab.ios.session import Session
from netredund.lab.link import Cable, Link
from netredund.lab.reception import Reception, TypedLine
from netredund.lab.servers.device import Nic
from netredund.lab.servers.server import NicConfig, Server, ServerConfig

MOST_TYPED = 100_000
Plug = Callable[[str], Link]


class Network:
    """Switches, servers and cables of a definition, in protocol time.

        network = Network(definition)
        network.clock.run_for(50)
        print(network.show("sw1", "show spanning-tree"))

    `wire` makes the link of a `wire: IFNAME`; without it such links stay unplugged. `typed` are the
    lines that users entered, in order, the last 100,000 of them. A reload of a switch takes
    `boot_s` of protocol time.
    """

    def __init__(
        self,
        definition: LabDefinition,
        *,
        wire: Plug | None = None,
        began: datetime | None = None,
        boot_s: float = BOOT_S,
    ) -> None:
        self.definition = definition
        self.clock = Clock()
        self.devices: dict[str, Device] = {}
        self.receptions: dict[str, Reception] = {}
        self.typed: deque[TypedLine] = deque(maxlen=MOST_TYPED)
        self.striker = Striker(self)
        self.booting: set[str] = set()
        self.servers: dict[str, Server] = {}
        self.cables: dict[PortPlace, Cable] = {}
        for switch in definition.switches:
            self.devices[switch.name] = Device(
                switch.name,
                switch.model,
                switch.release,
                switch.ports(),
                switch.media(),
                self.clock,
                address=switch.address,
                startup="\n".join(startup_lines(definition, switch)),
                began=began,
                boot_s=boot_s,
            )
            self.receptions[switch.name] = Reception(
                self.devices[switch.name], self.typed.append, self.striker.strike
            )
        for link in definition.links:
            if link.wire is not None:
                if wire is not None:
                    self._attach(link.ends[0], wire(link.wire))
                continue
            first, second = link.ends
            cable = Cable(
                self.clock, f"{first.switch} {first.port} - {second.switch} {second.port}"
            )
            for place in link.ends:
                self.cables[place] = cable
                self._attach(place, cable)
        for server in definition.servers:
            self.servers[server.name] = self._build_server(server)

    def _attach(self, place: PortPlace, link: Link) -> None:
        self.devices[place.switch].switch.attach(place.port, link)

    def _build_server(self, definition: ServerDefinition) -> Server:
        server = Server(server_config(definition), self.clock)
        for nic in definition.nics:
            if nic.place is None:
                continue
            place = nic.place
            cable = Cable(self.clock, f"{place.switch} {place.port} - {definition.name} {nic.name}")
            self.cables[place] = cable
            self._attach(place, cable)
            server.attach(nic.name, cable)
        return server

    def cable(self, port: str) -> Cable:
        """Return the cable in a port (`sw1 Fa0/24`, or `web1 eth0` for a server's NIC)."""
        place = find_cable(self.definition, port)
        if place is None:
            raise LabError(f"no cable in {port!r}")
        return self.cables[place]

    def device(self, name: str) -> Device:
        """Return a switch by name."""
        if name not in self.devices:
            raise LabError(f"no switch {name!r} in the lab (there are: {', '.join(self.devices)})")
        return self.devices[name]

    def _running_device(self, name: str) -> Device:
        device = self.device(name)
        if not device.power.on:
            raise LabError(f"switch {name}: it is booting and answers nothing")
        return device

    def reload(self, switch: str) -> None:
        """Reload a switch, unsaved lines and all; it is back after the boot time."""
        self.device(switch).power.reload()

    def show(self, switch: str, command: str) -> str:
        """Return what a command prints in a privileged session of its own.

        LabError while the switch boots: it answers nothing then.
        """
        session = Session(self._running_device(switch), "lab", privilege=15, vty=0)
        return session.execute(command).text

    def dial(self, switch: str, user: str = "ops") -> Line:
        """Log in at a switch, without a password and without a socket; OSError where it refuses.

        A user whom the switch does not know begins in user mode, as it would be over SSH.
        """
        return Line(self.receptions[self.device(switch).name], user)

    def arm(self, fault: Fault | str) -> None:
        """Let something go wrong when its moment comes.

            network.arm(Fault("sw1", Drop(), AtLine(5, Moment.AFTER)))
            network.arm("sw1: drop after line 5")

        FaultError where there is no such fault or the lab has no such place.
        """
        self.striker.arm(parse_fault(fault) if isinstance(fault, str) else fault)

    def disarm(self) -> None:
        """Forget every fault whose moment has not come."""
        self.striker.disarm()

    @property
    def struck(self) -> tuple[Struck, ...]:
        """The faults that struck, in order."""
        return tuple(self.striker.struck)

    def configure(self, switch: str, *lines: str) -> list[str]:
        """Enter configuration lines and return what IOS says about each."""
        configurator = self._running_device(switch).configurator()
        return [configurator.enter(line) for line in lines]

    def server_show(self, server: str, command: str) -> str:
        """Return what a command prints on a server."""
        if server not in self.servers:
            raise LabError(
                f"no server {server!r} in the lab (there are: {', '.join(self.servers)})"
            )
        if server in self.booting:
            raise LabError(f"server {server}: it is booting")
        return self.servers[server].show(command)

    def stop_server(self, name: str, *, links: bool = False) -> None:
        """Take a server away; with `links` its NICs have carrier, and nothing above them."""
        self.booting.add(name)
        for nic, cable in self._cables_of(name):
            for station in cable.stations:
                if isinstance(station, Nic):
                    cable.unplug(station)
                    break
            if links:
                old = self.servers[name].nics[nic.name]
                Nic(name, nic.name, old.index, old.permanent, nic.speed, self.clock).plug(cable)

    def start_server(self, name: str, *, method: str | None = None) -> None:
        """Start a server anew, with its own method or with another."""
        self.stop_server(name)
        old = self.servers[name]
        config = old.config
        if method is not None:
            config = msgspec.structs.replace(config, method=method)
        server = self.servers[name] = Server(config, self.clock)
        server.taken = old.taken
        for nic, cable in self._cables_of(name):
            server.attach(nic.name, cable)
        self.booting.discard(name)

    def _cables_of(self, server: str) -> list[tuple[NicDefinition, Cable]]:
        return [
            (nic, self.cables[nic.place])
            for each in self.definition.servers
            if each.name == server
            for nic in each.nics
            if nic.place is not None
        ]


def server_config(definition: ServerDefinition) -> ServerConfig:
    """Return a server's definition in the words of its protocols."""
    return ServerConfig(
        name=definition.name,
        method=definition.method,
        nics={
            nic.name: NicConfig(
                speed=nic.speed,
                address=nic.address,
                cost=nic.cost,
                port_priority=nic.port_priority,
            )
            for nic in definition.nics
        },
        priority=definition.priority,
        forward_delay_s=definition.forward_delay_s,
        hello_s=definition.hello_s,
        max_age_s=definition.max_age_s,
        lacp_fast=definition.lacp_rate == "fast",
        lacp_active=definition.lacp_active,
        miimon_ms=definition.miimon_ms,
        min_links=definition.min_links,
        primary=definition.primary,
        ad_select=definition.ad_select,
        hash=definition.hash,
    )


def startup_lines(definition: LabDefinition, switch: SwitchDefinition) -> list[str]:
    """Return the startup configuration: who may log in, the tree, then the file's own lines."""
    lines = [f"hostname {switch.name}", "no ip domain-lookup"]
    for name, user in definition.users.items():
        line = f"username {name} privilege {user.privilege}"
        lines.append(f"{line} secret {user.password}" if user.password is not None else line)
    lines.append(f"enable secret {definition.enable}")
    if switch.mode != "pvst":
        lines.append(f"spanning-tree mode {switch.mode}")
    lines += [
        f"spanning-tree vlan {vlan} priority {priority}"
        for vlan, priority in switch.priority.items()
    ]
    lines += ["line vty 0 15", "login local", "transport preferred none", "transport input ssh"]
    return [*lines, *switch.startup.splitlines()]
