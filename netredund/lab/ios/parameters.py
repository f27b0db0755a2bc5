"""The kinds of values in command syntax: how each is read and how `?` shows it.

`<name:1-4094>` is a number in a range; `interface`, `range`, `vlans`, `mac`, `word`, `line` and
`address` are what they say, `file` is a file of any file system, `flash` one in flash, `archive`
where archived configurations go, `delay` minutes or `hh:mm`, `moment` a time of day.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from netredund.lab.ios.flash import FLASH, read_url
from netredund.lab.ios.names import expand_range, read_name
from netredund.lab.ios.vlans import read_vlans

WORD = re.compile(r"\S+")
BOUNDS = re.compile(r"(\d+)-(\d+)")
MAC_DIGITS = re.compile(
    r"(?:[0-9a-fA-F]{1,4}\.){2}[0-9a-fA-F]{1,4}|(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}"
)
LONGEST_DELAY_MINUTES = 24 * 24 * 60  # IOS: 24 days
ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")


SHOWN = {
    "line": "LINE",
    "mac": "H.H.H",
    "address": "A.B.C.D",
    "flash": "flash:",
    "delay": "Delay before reload (mmm or hhh:mm)",
    "moment": "hh:mm",
}


class Unread(msgspec.Struct, frozen=True):
    """The text is no value of the kind; `text` is what IOS says where it says something special."""

    text: str = ""


Reading = tuple[Any, int] | Unread
NO_VALUE = Unread()


class Parameter(msgspec.Struct, frozen=True):
    """A value of a kind, kept under `name`."""

    name: str
    kind: str

    @property
    def shown(self) -> str:
        """The form in which `?` lists it."""
        if BOUNDS.fullmatch(self.kind):
            return f"<{self.kind}>"
        return SHOWN.get(self.kind, "WORD")

    @property
    def help(self) -> str:
        """What `?` says about it."""
        return self.name.replace("_", " ").capitalize()

    def read(self, line: str, start: int) -> Reading:
        """Return the value that begins at `start` of `line` and the column where it ends."""
        bounds = BOUNDS.fullmatch(self.kind)
        if bounds:
            return _read_number(line, start, int(bounds[1]), int(bounds[2]))
        return READERS[self.kind](line, start)


def parameter(name: str, kind: str) -> Parameter:
    """Return the parameter of a syntax piece; a kind that is not known is a mistake in a table."""
    if not BOUNDS.fullmatch(kind) and kind not in READERS:
        raise ValueError(f"no kind of value is called {kind!r}")
    return Parameter(name, kind)


def _token(line: str, start: int) -> tuple[str, int]:
    found = WORD.match(line, start)
    return (found[0], found.end()) if found is not None else ("", start)


def _read_number(line: str, start: int, lowest: int, highest: int) -> Reading:
    text, end = _token(line, start)
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        return NO_VALUE
    return (int(text), end) if lowest <= int(text) <= highest else NO_VALUE


def _read_line(line: str, start: int) -> Reading:
    return line[start:].rstrip(), len(line)


def _read_interface(line: str, start: int) -> Reading:
    found = read_name(line, start)
    if found is None or (found[1] < len(line) and not line[found[1]].isspace()):
        return NO_VALUE
    return found


def _read_range(line: str, start: int) -> Reading:
    names = expand_range(line[start:])
    return NO_VALUE if names is None else (names, len(line))


def _read_vlans(line: str, start: int) -> Reading:
    text, end = _token(line, start)
    vlans = read_vlans(text)
    if isinstance(vlans, str):
        return Unread(vlans if text[:1].isdecimal() else "")
    return vlans, end


def _read_mac(line: str, start: int) -> Reading:
    text, end = _token(line, start)
    if not MAC_DIGITS.fullmatch(text):
        return NO_VALUE
    if "." in text:
        digits = "".join(part.rjust(4, "0") for part in text.lower().split("."))
    else:
        digits = re.sub("[:-]", "", text.lower())
    return ".".join(digits[index : index + 4] for index in (0, 4, 8)), end


def _read_address(line: str, start: int) -> Reading:
    text, end = _token(line, start)
    if not ADDRESS.fullmatch(text) or any(int(part) > 255 for part in text.split(".")):
        return NO_VALUE
    return text, end


def _read_file(line: str, start: int) -> Reading:
    text, end = _token(line, start)
    url = read_url(text)
    return NO_VALUE if url is None else (url, end)


def _read_flash(line: str, start: int) -> Reading:
    text, end = _token(line, start)
    url = read_url(text)
    return NO_VALUE if url is None or not url.startswith(FLASH) else (url, end)


def _read_delay(line: str, start: int) -> Reading:
    """Read minutes, or hours and minutes, as minutes: `5`, `2:30`."""
    text, end = _token(line, start)
    found = re.fullmatch(r"(?:(\d{1,3}):(\d{2})|(\d{1,5}))", text)
    if found is None or int(found[2] or 0) > 59:
        return NO_VALUE
    minutes = int(found[3]) if found[3] else 60 * int(found[1]) + int(found[2])
    return (minutes, end) if 1 <= minutes <= LONGEST_DELAY_MINUTES else NO_VALUE


def _read_moment(line: str, start: int) -> Reading:
    """Read a time of day as minutes after midnight: `23:05`."""
    text, end = _token(line, start)
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return NO_VALUE
    return 60 * int(found[1]) + int(found[2]), end


def _read_archive(line: str, start: int) -> Reading:
    """Read the beginning of names: `flash:x`; `$h` (host name) and `$t` (time) may be in it."""
    text, end = _token(line, start)
    url = read_url(re.sub(r"\$[ht]", "x", text))
    return NO_VALUE if url is None or not url.startswith(FLASH) else (text, end)


READERS: dict[str, Callable[[str, int], Reading]] = {
    "word": _token,
    "line": _read_line,
    "interface": _read_interface,
    "range": _read_range,
    "vlans": _read_vlans,
    "mac": _read_mac,
    "address": _read_address,
    "file": _read_file,
    "flash": _read_flash,
    "archive": _read_archive,
    "delay": _read_delay,
    "moment": _read_moment,
}
