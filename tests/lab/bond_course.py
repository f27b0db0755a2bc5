"""What happens to a bond and the lab switches beside it, for the real driver and the simulated one.

A scenario is run by `follow` on any `Backend`: bond_guest.py has the Linux bonding driver for it,
`Simulation` the lab's own server. What both sides say is kept at each `Look`.
"""

import re
from dataclasses import dataclass, field
from typing import Protocol

from netredund.lab import Network, parse_lab
from netredund.lab.ios.device import is_refusal

POLL_S = 0.1
COMMANDS = (
    "show etherchannel summary",
    "show etherchannel port-channel",
    "show lacp neighbor",
    "show lacp internal",
    "show interfaces status",
    "show running-config",
    "show version",
)
BONDING = "cat /proc/net/bonding/bond0"
ADDRESSES = ("52:54:00:00:00:10", "52:54:00:00:00:11")
SPEED = 10000  # what a veth says of itself


@dataclass(frozen=True)
class Await:
    """Wait until `condense` says `text`; how long it took is kept as `name`."""

    name: str
    text: str
    limit_s: float = 12


@dataclass(frozen=True)
class Look:
    """Keep what both sides say; `verdict` is what the site's intent deserves then."""

    name: str
    verdict: str


@dataclass(frozen=True)
class Pass:
    duration_s: float


@dataclass(frozen=True)
class Configure:
    switch: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Carrier:
    """Cut the cable of a NIC, or restore it."""

    nic: str
    whole: bool


@dataclass(frozen=True)
class Deafen:
    """Drop what the switch sends to a NIC, with carrier up, or let it through again."""

    nic: str
    deaf: bool


Step = Await | Look | Pass | Configure | Carrier | Deafen


@dataclass(frozen=True, eq=False)
class Scenario:
    """`startup` is by switch, `legs` are the ports of eth0 and eth1, `bond` are kernel options."""

    name: str
    startup: dict[str, str]
    steps: tuple[Step, ...]
    bond: dict[str, str] = field(default_factory=dict)
    method: str = "802.3ad"
    legs: tuple[str, str] = ("sw1 Gi1/0/1", "sw1 Gi1/0/2")

    def lab(self, wires: tuple[str, str] | None = None) -> str:
        """Return the lab file: with the simulated server, or with wires to the real one."""
        lines = ["users: {admin: {password: admin}}", "enable: enable", "switches:"]
        for place, (switch, startup) in enumerate(self.startup.items()):
            ports = [leg.split()[1] for leg in self.legs if leg.startswith(f"{switch} ")]
            lines += [
                f"  {switch}:",
                "    model: WS-C2960X-24TS-L",
                '    release: "15.2"',
                f"    mac: 0200.0000.0a{place:02x}",
                f"    speeds: {{{', '.join(f'{port}: {SPEED}' for port in ports)}}}",
                "    startup: |",
                *(f"      {line}" for line in startup.splitlines()),
            ]
        if wires is not None:
            lines.append("links:")
            pairs = zip(self.legs, wires, strict=True)
            return "\n".join(lines + [f"  - {{port: {leg}, wire: {wire}}}" for leg, wire in pairs])
        lines += ["servers:", "  db1:", f"    method: {self.method}"]
        names = {"lacp_active": "lacp_active", "xmit_hash_policy": "hash", "miimon": "miimon_ms"}
        lines += [f"    {names.get(key, key)}: {value}" for key, value in self.bond.items()]
        lines.append("    nics:")
        for place, leg in enumerate(self.legs):
            known = f'port: {leg}, speed: {SPEED}, mac: "{ADDRESSES[place]}"'
            lines.append(f"      eth{place}: {{{known}}}")
        return "\n".join(lines)

    def site(self) -> str:
        """Return the site file that asks for what the bond is set up for."""
        lines = ["switches:"]
        more = ", stack: pair" if len(self.startup) > 1 else ""
        for place, name in enumerate(self.startup):
            lines.append(f"  {name}: {{host: 192.0.2.{1 + place}{more}}}")
        lines += ["servers:", "  db1:", f"    method: {self.method}"]
        lines.append("    channel_group: 1" if self.method == "802.3ad" else "    vlan: 1")
        lines.append("    uplinks:")
        lines += [f"      eth{place}: {leg}" for place, leg in enumerate(self.legs)]
        return "\n".join(lines) + "\n"


class Backend(Protocol):
    """A bond joined to lab switches."""

    network: Network

    def now_s(self) -> float: ...

    async def sleep(self, duration_s: float) -> None: ...

    def bonding(self) -> str:
        """Return what /proc/net/bonding/bond0 says."""

    async def links(self) -> str:
        """Return what `ip -d -j link` prints."""

    def set_carrier(self, nic: str, *, whole: bool) -> None: ...

    def set_deaf(self, nic: str, *, deaf: bool) -> None: ...


Views = dict[str, dict[str, str]]  # by device and command


@dataclass
class Course:
    """What came of a scenario: views by the name of the look, what was seen by that of the wait."""

    views: dict[str, Views] = field(default_factory=dict)
    took_s: dict[str, float] = field(default_factory=dict)
    seen: dict[str, list[str]] = field(default_factory=dict)


async def follow(scenario: Scenario, backend: Backend) -> Course:
    """Take the steps of a scenario, one after the other."""
    course = Course()
    for step in scenario.steps:
        match step:
            case Await(name, text, limit_s):
                began_s = backend.now_s()
                seen = course.seen[name] = [condense(backend.bonding())]
                while seen[-1] != text and backend.now_s() - began_s < limit_s:
                    await backend.sleep(POLL_S)
                    said = condense(backend.bonding())
                    seen += [said] if said != seen[-1] else []
                course.took_s[name] = backend.now_s() - began_s
            case Look(name):
                course.views[name] = await look(backend)
            case Pass(duration_s):
                await backend.sleep(duration_s)
            case Configure(switch, lines):
                answers = backend.network.configure(switch, *lines)
                assert not any(map(is_refusal, answers)), answers
            case Carrier(nic, whole):
                backend.set_carrier(nic, whole=whole)
            case Deafen(nic, deaf):
                backend.set_deaf(nic, deaf=deaf)
    return course


async def look(backend: Backend) -> Views:
    network = backend.network
    views: Views = {
        name: {command: network.show(name, command) for command in COMMANDS}
        for name in network.devices
    }
    views["db1"] = {BONDING: backend.bonding(), "ip -d -j link": await backend.links()}
    return views


PART = re.compile(
    r"^(?:Slave Interface: (?P<slave>\S+)|MII Status: (?P<mii>\S+)|    port state: (?P<state>\d+)"
    r"|\tNumber of ports: (?P<ports>\d+)|Currently Active Slave: (?P<active>\S+))$",
    re.MULTILINE,
)


def condense(proc: str) -> str:
    """Return a bond in a line: `up 1, eth0 up 63 63, eth1 down 5 1`, or `up by eth0, eth0 up, ...`.

    The numbers are those of ports in the active aggregator, and the states of actor and partner.
    """
    text, active = "", ""
    for match in PART.finditer(proc):
        if match["active"] is not None:
            active = f" by {match['active']}"
        elif match["slave"] is not None:
            text += f", {match['slave']}"
        elif match["mii"] is not None:
            text += (" " if text else "") + match["mii"] + active
            active = ""
        else:
            text += f" {match['ports'] or match['state']}"
    return text


class Simulation:
    """The lab's own server in virtual time."""

    def __init__(self, scenario: Scenario) -> None:
        self.network = Network(parse_lab(scenario.lab()))

    def now_s(self) -> float:
        return self.network.clock.now_s

    async def sleep(self, duration_s: float) -> None:
        self.network.clock.run_for(duration_s)

    def bonding(self) -> str:
        return self.network.server_show("db1", BONDING)

    async def links(self) -> str:
        return self.network.server_show("db1", "ip -d -j link")

    def set_carrier(self, nic: str, *, whole: bool) -> None:
        cable = self.network.cable(f"db1 {nic}")
        if whole:
            cable.restore()
        else:
            cable.cut()

    def set_deaf(self, nic: str, *, deaf: bool) -> None:
        cable = self.network.cable(f"db1 {nic}")
        if deaf:
            server = self.network.servers["db1"].nics[nic]
            cable.silence(cable.other(server))
        else:
            cable.unsilence()
