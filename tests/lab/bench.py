"""Builds switches and cables for tests of the protocols, without a command line in between."""

from collections.abc import Callable

from netredund.lab.clock import Clock
from netredund.lab.config import ChannelMode, InterfaceConfig, SwitchConfig, TreeMode, VlanConfig
from netredund.lab.link import Cable
from netredund.lab.model import Model
from netredund.lab.port import PortHardware
from netredund.lab.servers.server import NicConfig, Server, ServerConfig
from netredund.lab.status import ChannelMember, LogMessage, TreePort
from netredund.lab.switch import Switch

MODEL = Model("cisco WS-C2960-24TT-L", "Cisco IOS Software, simulated")


def port_name(number: int) -> str:
    return f"FastEthernet0/{number}"


class Bench:
    """A clock, and switches named by letters with 100 Mb/s ports `FastEthernet0/1` and up."""

    def __init__(self, mode: TreeMode = TreeMode.PVST) -> None:
        self.clock = Clock()
        self.mode = mode
        self.switches: dict[str, Switch] = {}
        self.log: list[tuple[str, LogMessage]] = []

    def switch(
        self,
        name: str,
        priority: int | None = None,
        ports: int = 8,
        mode: TreeMode | None = None,
        model: Model = MODEL,
    ) -> Switch:
        """Add a switch; addresses follow the names."""
        config = SwitchConfig(hostname=name, mode=mode or self.mode)
        config.tree(1).priority = priority
        address = f"0000.00{len(self.switches) + 1:02x}.0000"
        hardware = [
            PortHardware(port_name(number), number, (100,)) for number in range(1, ports + 1)
        ]
        switch = Switch(
            config,
            hardware,
            self.clock,
            address=address,
            model=model,
            log=lambda message: self.log.append((name, message)),
        )
        self.switches[name] = switch
        return switch

    def join(self, near: Switch, near_port: int, far: Switch, far_port: int) -> Cable:
        """Put a cable between two ports."""
        cable = Cable(self.clock, f"{near.config.hostname} - {far.config.hostname}")
        near.attach(port_name(near_port), cable)
        far.attach(port_name(far_port), cable)
        return cable

    def server(self, config: ServerConfig) -> Server:
        return Server(config, self.clock)

    def plug(self, switch: Switch, port: int, server: Server, nic: str) -> Cable:
        """Put a cable between a port and a server's NIC."""
        cable = Cable(self.clock, f"{switch.config.hostname} - {server.config.name} {nic}")
        switch.attach(port_name(port), cable)
        server.attach(nic, cable)
        return cable

    def run(self, duration_s: float) -> None:
        self.clock.run_for(duration_s)

    def texts(self, mnemonic: str) -> list[str]:
        """Return the texts of the log messages with a mnemonic."""
        return [message.text for _, message in self.log if message.mnemonic == mnemonic]


def change(switch: Switch, port: int, edit: Callable[[InterfaceConfig], None]) -> None:
    """Change a port's stanza and let the switch follow."""
    edit(switch.config.interface(port_name(port)))
    switch.apply()


def set_stanza(switch: Switch, port: int | str, **values: object) -> None:
    """Set fields of a port's stanza (a number, or a long name) and let the switch follow."""
    name = port if isinstance(port, str) else port_name(port)
    stanza = switch.config.interface(name)
    for field, value in values.items():
        assert hasattr(stanza, field), field
        setattr(stanza, field, value)
    switch.apply()


def add_vlans(switch: Switch, *vlans: int) -> None:
    for vlan in vlans:
        switch.config.vlans[vlan] = VlanConfig()
    switch.apply()


def bundle(switch: Switch, ports: tuple[int, ...], mode: ChannelMode, group: int = 1) -> None:
    """Put ports into a channel group."""
    switch.config.interface(f"Port-channel{group}")
    for port in ports:
        stanza = switch.config.interface(port_name(port))
        stanza.channel_group, stanza.channel_mode = group, mode
    switch.apply()


def tree_port(switch: Switch, port: int | str, vlan: int = 1) -> TreePort:
    """Return a port of a tree; a port without a line fails the test."""
    name = port if isinstance(port, str) else port_name(port)
    tree = switch.tree(vlan)
    assert tree is not None
    return next(each for each in tree.ports if each.interface == name)


def states(switch: Switch, vlan: int = 1) -> dict[str, str]:
    """Return role and state of each port, as `Root FWD`, by name without `FastEthernet`."""
    tree = switch.tree(vlan)
    assert tree is not None
    return {
        each.interface.removeprefix("FastEthernet"): f"{each.role} {each.state}"
        for each in tree.ports
    }


def member(switch: Switch, port: int, group: int = 1) -> ChannelMember:
    """Return a member of a channel group."""
    found = next(each for each in switch.channel_groups() if each.number == group)
    return next(each for each in found.members if each.interface == port_name(port))


def flags(switch: Switch, group: int = 1) -> str:
    """Return the flags of the members of a group in order (`PPs`)."""
    found = next(each for each in switch.channel_groups() if each.number == group)
    return "".join(each.flag for each in found.members)


def bond(name: str = "db1", nics: int = 2, speed: int = 1000, **options: object) -> ServerConfig:
    """Return a bond in mode 802.3ad over eth0, eth1, ..."""
    cards = {f"eth{number}": NicConfig(speed=speed) for number in range(nics)}
    return ServerConfig(name, "802.3ad", cards, **options)  # type: ignore[arg-type]
