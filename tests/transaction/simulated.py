"""Pushes to simulated switches in protocol time: no socket, no waiting, every run the same."""

import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import netredund
from netredund.errors import ConnectError
from netredund.lab import Network, parse_lab
from netredund.lab.dial import Line
from netredund.lab.ios.names import long_name
from netredund.lab.spanning_tree.bridge import Phase
from netredund.session import Access, SwitchSession
from netredund.transaction import Outcome, Progress

BEGAN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
SETTLE_S = 120
WATCH_S = 0.25


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


class Wire:
    """A line that dies with the process: everything that is typed is counted."""

    def __init__(self, simulation: "Simulation", switch: str, line: Line) -> None:
        self._simulation = simulation
        self._switch = switch
        self.line = line

    def send(self, text: str) -> None:
        self._simulation.check_alive()
        is_last = self._simulation.count(self._switch, text)
        if is_last and not self._simulation.dies_after:
            self._simulation.kill()
        self.line.send(text)
        if is_last:
            self._simulation.kill()

    def receive(self, timeout_s: float) -> str:
        self._simulation.check_alive()
        return self.line.receive(timeout_s)

    def close(self) -> None:
        if not self._simulation.is_killed:
            self.line.close()


class Simulation:
    """A network, its site, and how a push reaches it."""

    def __init__(self, lab: str, site: str, state: Path, *, settle_s: float = SETTLE_S) -> None:
        self.network = Network(parse_lab(textwrap.dedent(lab)), began=BEGAN)
        self.network.clock.run_for(settle_s)
        self.site = netredund.parse_site(textwrap.dedent(site))
        self.state = state
        self.told: list[Progress] = []
        self.is_killed = False
        self.dies_after = False
        self._dies_at: dict[str, int] = {}
        self._dies_behind = 0
        self.on_told: Callable[[Progress], None] | None = None
        self._wires: list[Wire] = []
        self.dark_s = 0.0
        self.blocked_s = 0.0

    # time

    def clock(self) -> float:
        self.check_alive()
        return BEGAN.timestamp() + self.network.clock.now_s

    def sleep(self, seconds: float) -> None:
        self.check_alive()
        self.network.clock.run_for(seconds)

    # the process

    def kill_at(self, switch: str, line: int, *, is_after: bool) -> None:
        """Let the process be killed when it types a line, before or after it gets through."""
        self._dies_at[switch] = line
        self.dies_after = is_after

    def count(self, switch: str, text: str) -> bool:
        """Take note of typed text; tell whether this is where the process dies."""
        if self._dies_behind and self.count_journal() >= self._dies_behind:
            self.kill()
        if switch not in self._dies_at or "\n" not in text:
            return False
        self._dies_at[switch] -= text.count("\n")
        return self._dies_at[switch] == 0

    def kill_behind(self, lines: int) -> None:
        """Let the process be killed when it types the next line behind one of the journal's."""
        self._dies_behind = lines

    def count_journal(self) -> int:
        """Return how many lines the journal has."""
        return sum(file.read_bytes().count(b"\n") for file in self.state.glob("*/journal.jsonl"))

    def kill(self) -> None:
        self.is_killed = True
        for wire in self._wires:
            wire.line.close()
        raise Killed

    def check_alive(self) -> None:
        if self.is_killed:
            raise Killed

    def revive(self) -> None:
        """Begin another process."""
        self.is_killed = False
        self._dies_at.clear()
        self._dies_behind = 0
        self.on_told = None

    def tell(self, progress: Progress) -> None:
        """Take note of what is being done; `on_told` may do something then."""
        self.told.append(progress)
        if self.on_told is not None:
            self.on_told(progress)

    # the network

    def open(self, switch: netredund.Switch) -> SwitchSession:
        self.check_alive()
        try:
            line = self.network.dial(switch.wanted_host, "admin")
        except OSError as error:
            raise ConnectError(switch.name, "connecting", str(error)) from error
        wire = Wire(self, switch.wanted_host, line)
        self._wires.append(wire)
        session = SwitchSession(switch.name, wire, timeouts=netredund.Timeouts())
        session.start()
        session.end_with(wire.close)
        return session

    @property
    def access(self) -> Access:
        return Access(open_session=self.open, at_once=1)

    def push(self, **options: object) -> Outcome:
        options.setdefault("may_move_root", True)
        return netredund.push(
            self.site, access=self.access, state=self.state, clock=self.clock, sleep=self.sleep,
            tell=self.tell, **options,
        )  # fmt: skip

    def recover(self, journal: Path | None = None) -> tuple[Outcome, ...]:
        return netredund.recover(
            journal, access=self.access, state=self.state, clock=self.clock, sleep=self.sleep,
            tell=self.tell,
        )  # fmt: skip

    def running(self) -> dict[str, str]:
        return {
            name: "\n".join(device.running_lines()) + "\n"
            for name, device in self.network.devices.items()
        }

    # the servers

    def watch(self) -> None:
        """From now on add up for how long no leg of a server works.

        The longest time that all are down or out of their bundle is `dark_s`, the longest that none
        forwards `blocked_s`; while a switch with a leg is off neither counts.
        """
        legs = {
            server.name: [
                (nic.place.switch, long_name(nic.place.port)) for nic in server.nics if nic.place
            ]
            for server in self.network.definition.servers
        }
        dark = dict.fromkeys(legs, 0.0)
        blocked = dict.fromkeys(legs, 0.0)

        def look() -> None:
            for server, places in legs.items():
                is_off = any(not self.network.devices[name].switch.powered for name, _ in places)
                is_lit = is_off or any(self.is_in_use(*place) for place in places)
                dark[server] = 0.0 if is_lit else dark[server] + WATCH_S
                is_open = is_off or any(self.forwards(*place) for place in places)
                blocked[server] = 0.0 if is_open else blocked[server] + WATCH_S
            self.dark_s = max(self.dark_s, *dark.values())
            self.blocked_s = max(self.blocked_s, *blocked.values())
            self.network.clock.after(WATCH_S, look)

        look()

    def is_in_use(self, switch: str, port: str) -> bool:
        """Tell whether a port is up, and where it is in a channel, works in it or alone."""
        device = self.network.devices[switch].switch
        found = device.ports[port]
        if not found.up:
            return False
        return any(found in owner.members for owner in device.bridging.values())

    def forwards(self, switch: str, port: str) -> bool:
        """Tell whether a port is in use and passes frames of some VLAN."""
        device = self.network.devices[switch].switch
        found = device.ports[port]
        return any(
            device.pvst.phase(vlan, owner.name) is Phase.FORWARDING
            for owner in device.bridging.values()
            if found.up and found in owner.members
            for vlan in owner.vlans
        )
