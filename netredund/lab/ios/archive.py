"""The configuration archive of a switch: numbered copies of its running configuration."""

from typing import TYPE_CHECKING

from netredund.errors import FlashError
from netredund.lab.ios.flash import name_of, read_url

if TYPE_CHECKING:
    from netredund.lab.ios.device import Device

DEFAULT_MAXIMUM = 10
LAST_NUMBER = 14  # the numbers that `maximum` may go up to


class Archive:
    """What `archive` keeps: `files` are URLs by number, `last` is the number of the newest.

    From memory of real switches, not of a capture: releases before 15 name files `path-1`, later
    ones `path-Mar--1-12-00-00.123-0` and count from 0. The list is forgotten in a reload; the
    files stay.
    """

    def __init__(self, device: "Device") -> None:
        self.device = device
        self.files: dict[int, str] = {}
        self.last = 0

    @property
    def enabled(self) -> bool:
        """Tell whether there is a `path` to write to."""
        return self.device.configuration.management.archive_path is not None

    @property
    def maximum(self) -> int:
        """How many files are kept."""
        return self.device.configuration.management.archive_maximum or DEFAULT_MAXIMUM

    @property
    def stamped(self) -> bool:
        """Tell whether the names carry the time, as those of newer releases do."""
        return "configure-revert" in self.device.release.features

    def next_name(self) -> str:
        """Return the name of the next file as `show archive` announces it."""
        if self.stamped:
            return f"{self._path()}-<timestamp>-{self.last}"
        return f"{self._path()}-{self.last + 1}"

    def store(self) -> str:
        """Write the running configuration to a new file and return its URL.

        The oldest files beyond `maximum` are deleted, first of all. FlashError when it does not
        fit, or when there is no `path`.
        """
        if not self.enabled:
            raise FlashError("", "Archive feature not enabled")
        device = self.device
        for number in sorted(self.files)[: max(0, len(self.files) + 1 - self.maximum)]:
            name = name_of(self.files.pop(number))
            if name in device.flash.files:
                device.flash.delete(name)
        number = self.last + 1
        url = f"{self._path()}-{self._stamp()}{number - 1 if self.stamped else number}"
        device.flash.store(name_of(url), device.file_lines(), device.clock.now_s)
        self.last = number
        self.files[number] = url
        return url

    def forget(self) -> None:
        """Forget which files there are; they stay in flash."""
        self.files.clear()
        self.last = 0

    def _path(self) -> str:
        management = self.device.configuration.management
        hostname = self.device.configuration.switch.hostname
        path = (management.archive_path or "").replace("$h", hostname)
        return read_url(path.replace("$t", self._stamp().rstrip("-"))) or path

    def _stamp(self) -> str:
        if not self.stamped:
            return ""
        moment = self.device.time_of(self.device.clock.now_s)
        day = f"{moment.day:->2}"
        return f"{moment:%b}-{day}-{moment:%H-%M-%S}.{moment.microsecond // 1000:03}-"
