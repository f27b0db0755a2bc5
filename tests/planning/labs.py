"""Labs that plans are made for, and judged in: configurations entered on simulated switches."""

import textwrap
from datetime import UTC, datetime
from pathlib import Path

import netredund
from netredund.captures import file_name
from netredund.lab import Network, parse_lab
from netredund.lab.ios.configurator import is_refusal
from netredund.lab.ios.names import long_name
from netredund.lab.ios.session import Session
from netredund.lab.spanning_tree.bridge import Phase

SETTLE_S = 120
BEGAN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
COMMANDS = (
    "show running-config",
    "show version",
    "show spanning-tree",
    "show spanning-tree summary",
    "show interfaces status",
    "show mac address-table",
    "show cdp neighbors detail",
    "show lldp neighbors detail",
    "show lacp neighbor",
    "show users",
    "show ip arp",
)


def build(definition: str, *, settle_s: float = SETTLE_S) -> Network:
    """Return a network that has settled."""
    network = Network(parse_lab(textwrap.dedent(definition)), began=BEGAN)
    network.clock.run_for(settle_s)
    return network


def capture(network: Network, folder: Path, commands=COMMANDS) -> Path:
    """Write what the switches print into a folder of captures."""
    for name in network.devices:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for command in commands:
            session = Session(network.device(name), "lab", privilege=15, vty=0)
            text = f"{name}#{command}\n{session.execute(command).text}{name}#\n"
            (folder / name / file_name(command)).write_text(text)
    return folder


def site_of(text: str):
    """Return a site."""
    return netredund.parse_site(textwrap.dedent(text))


def running(network: Network) -> dict[str, str]:
    """Return the running-config of each switch."""
    return {
        name: "\n".join(device.running_lines()) + "\n" for name, device in network.devices.items()
    }


class Typist:
    """Types planned lines on one switch, as a session in configuration mode does."""

    def __init__(self, network: Network, switch: str) -> None:
        self.device = network.device(switch)
        self.configurator = self.device.configurator()

    def type(self, line: str) -> None:
        """Enter a line; fail where the switch refuses it."""
        if line == "exit":
            assert self.configurator.leave(), "exit in global mode would end the session"
            return
        answer = self.configurator.enter(line)
        assert not is_refusal(answer), f"{self.device.name}: {line}: {answer}"


def apply(network: Network, switch: str, lines) -> None:
    """Type lines on a switch, and end where they began: in global mode."""
    typist = Typist(network, switch)
    for line in lines:
        typist.type(line.line)
    assert not typist.configurator.leave(), "the lines end inside a block"


def leg_forwards(network: Network, place) -> bool:
    """Tell whether a leg's port is up and passes frames of some VLAN, alone or in its channel."""
    switch = network.device(place.switch).switch
    port = switch.ports[long_name(place.port)]
    if not port.up:
        return False
    owners = [each for each in switch.bridging.values() if port in each.members]
    return any(
        switch.pvst.phase(vlan, owner.name) is Phase.FORWARDING
        for owner in owners
        for vlan in owner.vlans
    )


def forwarding_legs(network: Network, server: str) -> list[str]:
    """Return the legs of a server that pass frames."""
    definition = next(each for each in network.definition.servers if each.name == server)
    return [nic.name for nic in definition.nics if nic.place and leg_forwards(network, nic.place)]
