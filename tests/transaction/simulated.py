"""Pushes to simulated switches in protocol time: no socket, no waiting, every run the same."""

import textwrap
from datetime import UTC, datetime
from pathlib import Path

import netredund
from netredund.errors import ConnectError
from netredund.lab import Network, parse_lab
from netredund.session import Access, SwitchSession

BEGAN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
SETTLE_S = 120


class Simulation:
    """A network, its site, and how a push reaches it."""

    def __init__(self, lab: str, site: str, state: Path, *, settle_s: float = SETTLE_S) -> None:
        self.network = Network(parse_lab(textwrap.dedent(lab)), began=BEGAN)
        self.network.clock.run_for(settle_s)
        self.site = netredund.parse_site(textwrap.dedent(site))
        self.state = state
        self.told: list[netredund.transaction.Progress] = []

    def clock(self) -> float:
        return BEGAN.timestamp() + self.network.clock.now_s

    def sleep(self, seconds: float) -> None:
        self.network.clock.run_for(seconds)

    def open(self, switch: netredund.Switch) -> SwitchSession:
        try:
            line = self.network.dial(switch.name, "admin")
        except OSError as error:
            raise ConnectError(switch.name, "connecting", str(error)) from error
        session = SwitchSession(switch.name, line, timeouts=netredund.Timeouts())
        session.start()
        session.end_with(line.close)
        return session

    @property
    def access(self) -> Access:
        return Access(open_session=self.open, at_once=1)

    def push(self, **options) -> netredund.Outcome:
        options.setdefault("may_move_root", True)
        return netredund.push(
            self.site, access=self.access, state=self.state, clock=self.clock, sleep=self.sleep,
            tell=self.told.append, **options,
        )  # fmt: skip

    def recover(self) -> tuple[netredund.Outcome, ...]:
        return netredund.recover(
            access=self.access, state=self.state, clock=self.clock, sleep=self.sleep,
            tell=self.told.append,
        )  # fmt: skip

    def running(self) -> dict[str, str]:
        return {
            name: "\n".join(device.running_lines()) + "\n"
            for name, device in self.network.devices.items()
        }
