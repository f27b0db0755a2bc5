"""One simulated switch as its administrator meets it: hardware, configuration, log, sessions."""

import re
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from netredund.errors import FlashError, LabFileError
from netredund.lab.clock import Clock
from netredund.lab.ios import (  # noqa: F401  # each fills the table of actions
    channel_actions,
    global_actions,
    tree_actions,
)
from netredund.lab.ios.archive import Archive
from netredund.lab.ios.configuration_lock import ConfigurationLock
from netredund.lab.ios.configurator import Configurator, enter_lines, is_refusal
from netredund.lab.ios.flash import FLASH, NO_SUCH_FILE, NOWHERE, RUNNING, STARTUP, Flash, name_of
from netredund.lab.ios.management import Configuration
from netredund.lab.ios.power import BOOT_S, Power
from netredund.lab.ios.rollback import Rollback
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
    `boot_s` is how long a reload takes.
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
        boot_s: float = BOOT_S,
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
        self.criers: list[Callable[[str], None]] = []
        self.sessions: dict[int, str] = {}
        self.changed: tuple[float, str] | None = None
        self.saved_s: float | None = None
        self.flash = Flash(model.flash_bytes)
        self.flash.install(image_file(model, release), model.image_bytes, clock.now_s)
        self.archive = Archive(self)
        self.rollback = Rollback(self)
        self.lock = ConfigurationLock()
        self.power = Power(self, boot_s)
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
        for number, line, answer in enter_lines(configurator, lines):
            if is_refusal(answer):
                text = " ".join(part.strip() for part in answer.splitlines() if part.strip() != "^")
                problems.append(
                    f"{self.name}: startup configuration, line {number}: {line}: {text}"
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
        """Make the running configuration the startup one; `write-memory` archives it, too."""
        self.startup = self.running_lines()
        self.saved_s = self.clock.now_s
        if self.configuration.management.archive_write_memory:
            with suppress(FlashError):
                self.archive.store()

    def file_lines(self) -> list[str]:
        """Return the running configuration as it is written into a file."""
        return ["!", *self.running_lines()]

    def read_file(self, url: str) -> list[str]:
        """Return the lines of a file of any file system; FlashError where there is none."""
        if url == RUNNING:
            return self.file_lines()
        if url == STARTUP and self.startup is not None:
            return ["!", *self.startup]
        if url.startswith(FLASH):
            return list(self.flash.read(name_of(url)))
        if url == NOWHERE:
            return []
        raise FlashError(name_of(url), NO_SUCH_FILE)

    def record(self, message: LogMessage) -> None:
        """Keep a syslog message and show it to those who watch."""
        self.log.append(message)
        self.logged += 1
        for watch in list(self.watchers):
            watch(message)

    def report(self, facility: str, severity: int, mnemonic: str, text: str) -> None:
        """Log something of our own at the present moment."""
        self.record(LogMessage(self.clock.now_s, facility, severity, mnemonic, text))

    def cry(self, text: str) -> None:
        """Show a text on every terminal."""
        for crier in list(self.criers):
            crier(text)

    def time_of(self, protocol_s: float) -> datetime:
        """Return the time of day at a moment of protocol time."""
        return self.began + timedelta(seconds=protocol_s)


def image_file(model: SwitchModel, release: Release) -> str:
    """Return the name of the image in flash: `c2960-lanbasek9-mz.122-55.SE10.bin`."""
    if "xe" in release.features:
        return "packages.conf"
    version = release.name.replace(".", "", 1).replace("(", "-").replace(")", ".")
    return f"{model.image.lower()}-mz.{version}.bin"
