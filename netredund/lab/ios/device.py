"""One simulated switch as its administrator meets it: hardware, configuration, log, sessions."""

import re
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from netredund.errors import LabFileError
from netredund.lab.clock import Clock
from netredund.lab.ios import (  # noqa: F401  # each fills the table of actions
    channel_actions,
    global_actions,
    tree_actions,
)
from netredund.lab.ios.configurator import Configurator
from netredund.lab.ios.management import Configuration
from netredund.lab.ios.running_config import render_configuration
from netredund.lab.release import Release
from netredund.lab.status import LogMessage
from netredund.lab.switch import Model, PortHardware, Switch
from netredund.lab.switch_model import SwitchModel

LOG_LENGTH = 500
DAY_S = 86400
LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Device:
    """One simulated switch: the protocols below, the configuration and its text above.

    `began` is the time of day at protocol time 0. `sessions` are those logged in, by vty number.
    """

    def __init__(
        self,
        name: str,
        model: SwitchModel,
        release: Release,
        ports: Sequence[PortHardware],
        media: dict[str, str],
        clock: Clock,
        *,
        address: str,
        startup: str = "",
        began: datetime | None = None,
    ) -> None:
        self.name = name
        self.model = model
        self.release = release
        self.hardware = {port.name: port for port in ports}
        self.media = media
        self.clock = clock
        self.address = address
        self.began = began or datetime.now(UTC)
        self.startup: list[str] | None = None
        self.configuration = Configuration()
        self.configuration.switch.hostname = name
        self.log: deque[LogMessage] = deque(maxlen=LOG_LENGTH)
        self.logged = 0
        self.watchers: list[Callable[[LogMessage], None]] = []
        self.sessions: dict[int, str] = {}
        self.changed: tuple[float, str] | None = None
        self.saved_s: float | None = None
        self.load_lines(LINE_BREAK.split(startup))
        if startup:
            self.startup = self.running_lines()
        self.switch = Switch(
            self.configuration.switch,
            ports,
            clock,
            address=address,
            model=Model(
                platform=f"cisco {model.name}",
                version="\n".join(self.version_lines()),
                first_channel_number=model.first_channel_number,
                standalone_disable=model.standalone_disable,
            ),
            log=self.record,
        )
        self.switch.apply()

    def version_lines(self) -> list[str]:
        """Return the lines that name the software, as `show version` and CDP begin."""
        fields = {
            "family": self.model.family,
            "image": self.model.image,
            "name": self.release.name,
        }
        return [line.format(**fields) for line in self.release.banner]

    def load_lines(self, lines: Sequence[str]) -> None:
        """Read a startup configuration; LabFileError names every line that IOS refuses."""
        configurator = Configurator(
            self.configuration, self.release, self.model, tuple(self.hardware)
        )
        problems = []
        for number, line in enumerate(lines, 1):
            word = line.strip()
            if configurator.banner is None and word in ("end", "exit"):
                configurator.leave()
                continue
            answer = configurator.enter(line)
            if is_refusal(answer):
                text = " ".join(part.strip() for part in answer.splitlines() if part.strip() != "^")
                problems.append(
                    f"{self.name}: startup configuration, line {number}: {word}: {text}"
                )
        if problems:
            raise LabFileError(problems)

    def configurator(self) -> Configurator:
        """Return a configuration mode over the running configuration."""
        return Configurator(
            self.configuration,
            self.release,
            self.model,
            tuple(self.hardware),
            switch=self.switch,
            apply=self.switch.apply,
        )

    def has_interface(self, name: str) -> bool:
        """Tell whether there is such a port, Port-channel or Vlan interface."""
        return name in self.hardware or name in self.configuration.switch.interfaces

    def running_lines(self) -> list[str]:
        """Return the running configuration, from `version` to `end`."""
        return render_configuration(
            self.configuration, self.release, self.model, tuple(self.hardware)
        )

    def save(self) -> None:
        """Make the running configuration the startup one."""
        self.startup = self.running_lines()
        self.saved_s = self.clock.now_s

    def record(self, message: LogMessage) -> None:
        """Keep a syslog message and show it to those who watch."""
        self.log.append(message)
        self.logged += 1
        for watch in list(self.watchers):
            watch(message)

    def report(self, facility: str, severity: int, mnemonic: str, text: str) -> None:
        """Log something of our own at the present moment."""
        self.record(LogMessage(self.clock.now_s, facility, severity, mnemonic, text))

    def time_of(self, protocol_s: float) -> datetime:
        """Return the time of day at a moment of protocol time."""
        return self.began + timedelta(seconds=protocol_s)


def is_refusal(answer: str) -> bool:
    """Tell whether IOS took a line or not, by what it said about it."""
    first = answer.lstrip(" ^\n")
    if first.startswith(("% Access VLAN does not exist", "%Warning", "%Portfast")):
        return False
    return first.startswith(("%", "Command rejected", "ERROR", "Bad mask"))
