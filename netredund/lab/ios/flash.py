"""The file system in a switch's flash, and the names by which IOS calls files."""

import re
from collections.abc import Iterable

import msgspec

from netredund.errors import FlashError

RUNNING = "system:running-config"
STARTUP = "nvram:startup-config"
NOWHERE = "null:"
FLASH = "flash:"
SPECIAL = (RUNNING, STARTUP, NOWHERE)
NAME = re.compile(r"[A-Za-z0-9_.+@%-][A-Za-z0-9_.+@%/-]{0,126}")
NO_SUCH_FILE = "No such file or directory"
NO_SPACE = "Not enough space on device"


class FlashFile(msgspec.Struct, frozen=True):
    """One file; `written_s` is protocol time. An image has a size and no lines."""

    number: int
    size: int
    written_s: float
    lines: tuple[str, ...] = ()


class Flash:
    """The files of one switch by name, without `flash:`; they outlive a reload."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.files: dict[str, FlashFile] = {}
        self._numbered = 1

    @property
    def free(self) -> int:
        """How many bytes may still be written."""
        return self.capacity - sum(file.size for file in self.files.values())

    def store(self, name: str, lines: Iterable[str], now_s: float) -> FlashFile:
        """Write a file, in place of one of that name; FlashError when it does not fit."""
        kept = tuple(lines)
        old = self.files.get(name)
        room = self.free + (old.size if old is not None else 0)
        if measure(kept) > room:
            raise FlashError(name, NO_SPACE)
        return self._keep(name, measure(kept), kept, now_s)

    def install(self, name: str, size: int, now_s: float) -> None:
        """Put an image there."""
        self._keep(name, size, (), now_s)

    def _keep(self, name: str, size: int, lines: tuple[str, ...], now_s: float) -> FlashFile:
        self._numbered += 1
        file = self.files[name] = FlashFile(self._numbered, size, now_s, lines)
        return file

    def read(self, name: str) -> tuple[str, ...]:
        """Return the lines of a file; FlashError where there is none."""
        if name not in self.files:
            raise FlashError(name, NO_SUCH_FILE)
        return self.files[name].lines

    def delete(self, name: str) -> None:
        """Remove a file; FlashError where there is none."""
        if name not in self.files:
            raise FlashError(name, NO_SUCH_FILE)
        del self.files[name]


def measure(lines: Iterable[str]) -> int:
    """Return how many bytes lines take, each with its newline."""
    return sum(len(line.encode()) + 1 for line in lines)


def read_url(typed: str) -> str | None:
    """Return the one form of a file's name (`flash:/x` is `flash:x`), None where it is none.

    `flash:` alone is the file system.
    """
    system, colon, path = typed.partition(":")
    if not colon:
        return None
    url = f"{system.lower()}:{path.lstrip('/')}"
    if url in (*SPECIAL, FLASH):
        return url
    name = url.removeprefix(FLASH)
    return url if url.startswith(FLASH) and NAME.fullmatch(name) else None


def name_of(url: str) -> str:
    """Return the name of a file without its file system, as the questions of `copy` show it."""
    return url.partition(":")[2]
