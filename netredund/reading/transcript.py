"""From the bytes that a terminal left to clean lines: who said what, and where it was cut.

A capture is seldom only the output: it has prompts, echoes, pagers, colours, log messages and
whatever else went over the line. Here they are told apart from the output, line by line, so that
every line keeps the number that it has in the text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netredund.facts.outcome import LogEvent, Problem


class Line(NamedTuple):
    """One line of output, cleaned, with its number (from 1) in the text."""

    number: int
    text: str


class Section:
    """One command's output: what was typed (null where no prompt shows it) and what came.

    `ended` tells that the next prompt follows, so that the output is whole.
    """

    def __init__(self, device: str | None, typed: str | None, number: int) -> None:
        self.device = device
        self.typed = typed
        self.number = number
        self.ended = False
        self.lines: list[Line] = []
        self.problems: list[Problem] = []
        self.events: list[LogEvent] = []


_BREAKS = re.compile(r"\r*\n")
_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|\][^\x07\x1b]*+(?:\x07|\x1b\\)|[()*+][0-9A-Za-z]|[@-Z\\^_=>7-8])"
)
_ERASE_LINE = re.compile(r"\x1b\[[02]?K")
# Controls that some tool may take for a line break or that print nothing; blanks keep the columns.
# Ctrl-C delimits banners: it is shown as IOS shows it. Half a surrogate pair is no text.
_CONTROLS = str.maketrans(
    {code: " " for code in (*range(0x01, 0x08), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x85)}
    | {0x00: None, 0x03: "^C", 0x07: None, 0x2028: " ", 0x2029: " ", 0xFEFF: None}
    | dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")
)
_WRONG_BYTES = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_PAGER = re.compile(r"\s*+<?-{2,3} ?[Mm]ore ?-{2,3}>?\s*+")

_LOG_HEAD = re.compile(
    r"(?:^|(?<=\s))(?:\d{1,10}: )?+"
    r"(?:[*.]?+(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?+\d\d:\d\d:\d\d(?:\.\d{1,9})?+(?: [A-Z]{2,5})?+"
    r"|\d{1,4}[wdy]\d{1,3}[dhw]|\d{1,3}:\d\d:\d\d): )?+$"
)
_LOG_MESSAGE = re.compile(r"%[A-Z][A-Z0-9_]{1,40}(?:-[A-Z0-9_]{1,40}){0,4}-[0-7]-[A-Z0-9_]{2,60}: ")
_CLOCK_LINE = re.compile(r"Load for five secs: |Time source is |No time source")

_DEVICE = r"[A-Za-z0-9_][\w.\-]{0,62}"
_PROMPT = re.compile(
    rf"(?:(?P<ios>{_DEVICE})(?:\([\w\-]{{1,40}}\))?[#>]"
    rf"|\[?[\w.\-]{{1,32}}@(?P<linux>{_DEVICE})[: ][^#$\]]{{0,200}}\]?[#$])"
    r"(?:[ \t]*+(?P<typed>\S.*+))?$"
)
_NAMELESS_ECHO = re.compile(r"[#>$]?[ \t]*+(?P<typed>sh(?:o|ow)?[ \t]+[a-z].*+)$")
_PYATS_BANNER = re.compile(r"\+\+\+ (?P<device>\S++).* \+\+\+$")
_VERBS = (
    "show", "terminal", "enable", "disable", "exit", "logout", "configure", "end", "do", "write",
    "copy", "clear", "ping", "debug", "undebug", "ssh", "telnet", "more", "dir", "reload",
    "cat", "ip", "bridge", "brctl", "sudo", "uptime", "hostname",
)  # fmt: skip


def decode(data: bytes) -> str:
    """Return the text of bytes: UTF-8 (or UTF-16 with its mark), each wrong byte as Latin-1.

    One wrong byte stays one character, so that no column moves.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8", errors="surrogateescape").translate(_WRONG_BYTES)


def _rendered(raw: str) -> str:
    """Return what a terminal would show of a line with backspaces and carriage returns."""
    cells: list[str] = []
    at = 0
    for char in raw:
        if char == "\b":
            at = max(at - 1, 0)
        elif char == "\r":
            at = 0
        elif char == "\x1a":  # erase to the end of the line, put there by clean_lines
            del cells[at:]
        elif at < len(cells):
            cells[at] = char
            at += 1
        else:
            cells.append(char)
            at += 1
    return "".join(cells)


def _without_pager(text: str) -> str:
    """Return what follows a pager's prompt whose erasing was lost."""
    match = _PAGER.match(text)
    return text[match.end() :] if match else text


def _is_typed_command(typed: str) -> bool:
    words = typed.split(None, 1)
    word = words[0].lower() if words else ""
    return any(verb.startswith(word) and len(word) >= min(2, len(verb)) for verb in _VERBS)


class _Cleaned(NamedTuple):
    number: int
    text: str
    is_paged: bool  # a pager's prompt stood before it
    was_erased: bool  # and the terminal erased it


def clean_lines(text: str) -> Iterator[_Cleaned]:
    """Yield each line as a terminal would show it, trailing blanks gone."""
    for number, raw in enumerate(_BREAKS.split(text), 1):
        is_paged = "ore" in raw and bool(_PAGER.search(raw[:200]))
        if "\x1b" in raw:
            raw = _ESCAPES.sub("", _ERASE_LINE.sub("\x1a", raw.replace("\x1a", "")))
        shown = raw
        if "\b" in raw or "\r" in raw or "\x1a" in raw:
            shown = _rendered(raw.rstrip("\r"))
        was_erased = is_paged and not _PAGER.search(shown[:200])
        if not shown.isprintable():
            shown = shown.translate(_CONTROLS)
        yield _Cleaned(number, shown.rstrip(), is_paged, was_erased)


def _prompt(line: str, devices: frozenset[str] | set[str]) -> tuple[str, str | None] | None:
    """Return device and typed text of a prompt line, else None."""
    if len(line) > 1000:
        return None
    match = _PROMPT.match(line)
    if not match:
        return None
    device = match["ios"] or match["linux"]
    typed = match["typed"]
    if device in devices or (typed and _is_typed_command(typed)):
        return device, typed
    return None


def _devices_in(lines: Iterable[_Cleaned]) -> set[str]:
    """Return the names that a prompt with a command, or the last line, shows."""
    found: set[str] = set()
    last = ""
    for line in lines:
        if not line.text:
            continue
        last = line.text
        prompt = _prompt(last, frozenset())
        if prompt:
            found.add(prompt[0])
    match = _PROMPT.match(last) if len(last) <= 1000 else None
    if match and not match["typed"]:
        found.add(match["ios"] or match["linux"])
    return found


def split_sections(text: str) -> list[Section]:
    """Return the outputs in a text, prompt by prompt; the first has no prompt above it.

    Log messages and clock lines are taken out of the output (the messages are kept as events); what
    shows that an output was cut is noted as a problem of its section.
    """
    lines = list(clean_lines(text))
    devices = _devices_in(lines)
    section = Section(None, None, 1)
    sections = [section]
    erased_at: int | None = None
    for number, shown, is_paged, was_erased in lines:
        if not shown:
            if was_erased:
                erased_at = number
            continue
        prompt = _prompt(shown, devices)
        if not prompt and not section.lines and section.typed is None:
            prompt = _opening_echo(shown)
        if prompt:
            if erased_at or was_erased:
                section.problems.append(_pager_problem(erased_at or number))
                erased_at = None
            section.ended = True
            section = Section(prompt[0] or section.device, prompt[1], number)
            sections.append(section)
            continue
        erased_at = None
        if is_paged and not was_erased:
            section.problems.append(_pager_problem(number))
            shown = _without_pager(shown)
        _add_line(section, number, shown)
    if erased_at:
        section.problems.append(_pager_problem(erased_at))
    return sections


def _opening_echo(shown: str) -> tuple[str, str | None] | None:
    """Return the echo of a command that has lost its prompt, at the head of a text."""
    banner = _PYATS_BANNER.match(shown) if shown.startswith("+++") else None
    if banner:
        return banner["device"].rstrip(":"), None
    echo = _NAMELESS_ECHO.match(shown[:300])
    return ("", echo["typed"]) if echo else None


def _pager_problem(number: int) -> Problem:
    return Problem("the pager's --More-- stands in the output: some of it may be missing", number)


def _add_line(section: Section, number: int, shown: str) -> None:
    if _CLOCK_LINE.match(shown):
        return
    if "%" in shown:
        message = _LOG_MESSAGE.search(shown)
        head = _LOG_HEAD.search(shown[: message.start()]) if message else None
        if head and (head[0] or not shown[: head.start()].strip()):
            section.events.append(LogEvent(number, shown[head.start() :]))
            shown = shown[: head.start()].rstrip()
            if not shown:
                return
            section.problems.append(Problem("a log message cut into this line", number))
    section.lines.append(Line(number, shown))
