"""A configuration as IOS prints it: its lines as a tree, and where it ends.

The tree is made by ciscoconfparse from the indentation. Whatever may hold any text (banners,
macros, certificates) is taken out before, so that no line of a banner can pass as configuration.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import msgspec

from netredund.facts.outcome import Problem
from netredund.interfaces import long_name

MAX_LINES = 100_000
"""More lines than this are refused: ciscoconfparse takes 30 microseconds and 2 kB for each."""
_MAX_INDENT = 40
# ciscoconfparse walks back, line by line, to find a parent: a step takes about a microsecond.
_MAX_STEPS = 2_000_000

_PREAMBLE = re.compile(
    r"(?:Building configuration\.\.\."
    r"|Current configuration(?: with default configurations exposed)?"
    r"(?:\s*+:\s*+(?P<size>\d{1,9}) bytes|\s*+:)?"
    r"|Using \d++ out of \d++ bytes(?:, uncompressed size = \d++ bytes)?"
    r"|Uncompressed configuration from \d++ bytes to \d++ bytes)$"
)
_TEXT = re.compile(
    r"(?:banner\s++(?:motd|login|exec|incoming|prompt-timeout|slip-ppp|lcd|config-save|telnet|text)"
    r"|aaa authentication (?:banner|fail-message)"
    r"|(?:vacant|refuse)-message|busy-message \S++|menu \S++ (?:title|prompt))"
    r"(?:\s++(?P<rest>\S.*+))?$"
)
_MACRO = re.compile(r"macro name ")
_CERTIFICATE = re.compile(r"certificate (?!.*nvram:)|key-string$")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2,64}(?:\s++|$))++$")
_INTERFACE = re.compile(r"interface\s++(?P<name>[A-Za-z][A-Za-z-]*+ ?\d\S*+)")
# Words that ciscoconfparse treats on its own, and that mean nothing once quoted text is gone.
_TOUCHY = re.compile(r"[}!]|banner\b|set\s|macro name |aaa authentication fail-message|.*\{$")


class NumberedText(Protocol):
    """A line with its number in the text."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...


class Block(msgspec.Struct, frozen=True):
    """A line of a configuration, without its indentation, and the lines below it."""

    line: int
    text: str
    children: tuple["Block", ...] = ()

    def walk(self) -> Iterator[tuple[int, "Block"]]:
        """Yield every line below this one, with its depth (from 1)."""
        waiting = [(1, child) for child in reversed(self.children)]
        while waiting:
            depth, block = waiting.pop()
            yield depth, block
            waiting += [(depth + 1, child) for child in reversed(block.children)]

    def has_words(self, words: str) -> bool:
        """Tell whether the line is these words, or begins with them."""
        return self.text.startswith(words) and self.text[len(words) : len(words) + 1] in ("", " ")


class Quote(msgspec.Struct, frozen=True, gc=False):
    """Lines that hold text and no configuration: a banner, a macro, a certificate."""

    line: int
    last_line: int
    head: str


class RunningConfig(msgspec.Struct, frozen=True, kw_only=True):
    """A configuration: its global lines with what stands below each.

    `end_line` is where `end` closes it, null when it does not. `preamble` are the lines above it
    that are no configuration, `tail` those below `end`; `size_printed` (bytes) is what the preamble
    says. `problems` says what is wrong with the text itself.
    """

    blocks: tuple[Block, ...] = ()
    quotes: tuple[Quote, ...] = ()
    preamble: tuple[Block, ...] = ()
    tail: tuple[Block, ...] = ()
    end_line: int | None = None
    size_printed: int | None = None
    problems: tuple[Problem, ...] = ()

    def find(self, words: str) -> tuple[Block, ...]:
        """Return the global lines that begin with these words."""
        return tuple(block for block in self.blocks if block.has_words(words))

    def interfaces(self) -> tuple[Block, ...]:
        """Return the interface lines, each with its own lines below it."""
        return self.find("interface")

    def interface(self, name: str) -> Block | None:
        """Return the block of an interface, however its name is written.

        >>> from netredund.reading.transcript import Line
        >>> config = read_config([Line(1, "interface GigabitEthernet0/1"), Line(2, " shutdown")])
        >>> [block.text for block in config.interface("gi 0/1").children]
        ['shutdown']
        """
        wanted = long_name(name)
        for block in self.interfaces():
            if interface_name(block.text) == wanted:
                return block
        return None


def printed_name(text: str) -> str | None:
    """Return the name in an `interface` line as printed, null where the line names none.

    >>> printed_name("interface Serial0/0.16 point-to-point"), printed_name("interface range")
    ('Serial0/0.16', None)
    """
    match = _INTERFACE.match(text)
    return match["name"] if match else None


def interface_name(text: str) -> str | None:
    """Return the long name in an `interface` line, null where the line names none.

    >>> interface_name("interface vlan 10")
    'Vlan10'
    """
    name = printed_name(text)
    return long_name(name) if name else None


class _Entry(NamedTuple):
    line: int
    indent: int
    text: str


class _Sorter:
    """Sorts the lines of a text into configuration, quoted text and what stands around it."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.quotes: list[Quote] = []
        self.preamble: list[Block] = []
        self.tail: list[Block] = []
        self.problems: list[Problem] = []
        self.end_line: int | None = None
        self.size_printed: int | None = None
        self._head: _Entry | None = None
        self._closing = ""
        self._last = 0
        self._after_comment = True

    def sort(self, lines: Iterable[_Entry]) -> None:
        """Take every line."""
        for entry in lines:
            if self._head is not None and self._take_quoted(entry):
                continue
            self._take(entry)
        if self._head is not None:
            what = "is not closed: the text was cut, or lost its closing"
            self.problems.append(Problem(f"{self._head.text!r} {what}", self._head.line))
            self._close(self._last)

    def _open(self, head: _Entry, closing: str) -> None:
        self._head, self._closing = head, closing

    def _close(self, last: int) -> None:
        assert self._head is not None
        self.quotes.append(Quote(self._head.line, last, self._head.text))
        self._head = None

    def _take_quoted(self, entry: _Entry) -> bool:
        """Take a line of quoted text; return false when it is configuration again."""
        assert self._head is not None
        self._last = entry.line
        if self._closing == "quit":
            if entry.text == "quit":
                self._close(entry.line)
            elif not _HEX.match(entry.text):
                self.problems.append(
                    Problem(f"{self._head.text!r} has no quit: it was cut", self._head.line)
                )
                self._close(entry.line - 1)
                return False
        elif self._closing in ("@", "}"):
            if entry.text == self._closing:
                self._close(entry.line)
        elif self._closing == "!":  # the delimiter was lost
            if entry.text == "!":
                self._close(entry.line)
        elif self._closing in entry.text:
            self._close(entry.line)
        return True

    def _take(self, entry: _Entry) -> None:
        line, text = entry.line, entry.text
        if text.startswith("!"):
            self._after_comment = True
            return
        preamble = _PREAMBLE.match(text)
        if preamble and not self.entries and self.end_line is None:
            self.preamble.append(Block(line, text))
            self.size_printed = int(preamble["size"]) if preamble["size"] else self.size_printed
            return
        if self.end_line is not None:
            self.tail.append(Block(line, text))
            return
        if preamble:
            self.problems.append(Problem("a second configuration begins here", line))
            return
        if text == "end" and entry.indent == 0:
            self.end_line = line
            return
        self.entries.append(self._placed(entry))
        self._after_comment = False
        self._open_quote(entry)

    def _placed(self, entry: _Entry) -> _Entry:
        """Return the line where it belongs: an interface is never below another line.

        A blank before `interface` comes from cutting the line out of a terminal.
        """
        if entry.indent and not self.entries:
            if not _INTERFACE.match(entry.text):
                self.problems.append(Problem("the text begins inside a block", entry.line))
            return entry._replace(indent=0)
        if entry.indent and _INTERFACE.match(entry.text):
            if not self._after_comment:
                self.problems.append(
                    Problem("an interface line is indented: lines may be missing", entry.line)
                )
            return entry._replace(indent=0)
        return entry

    def _open_quote(self, entry: _Entry) -> None:
        text = entry.text
        quoted = _TEXT.match(text)
        if quoted:
            rest = quoted["rest"]
            if rest is None:
                self.problems.append(Problem(f"{text!r} has lost its delimiter", entry.line))
                self._open(entry, "!")
                return
            delimiter = "^C" if rest.startswith("^C") else rest[0]
            head = entry._replace(text=text[: quoted.start("rest")].rstrip())
            self.entries[-1] = self.entries[-1]._replace(text=head.text)
            if delimiter in rest[len(delimiter) :]:
                self.quotes.append(Quote(entry.line, entry.line, head.text))
            else:
                self._open(head, delimiter)
        elif _MACRO.match(text):
            self._open(entry, "@")
        elif text.endswith("{") and entry.indent == 0:
            self._open(entry, "}")
        elif _CERTIFICATE.match(text):
            self._open(entry, "quit")


def _measured(lines: Iterable[NumberedText]) -> list[_Entry]:
    """Return the lines with their indentation, less what all of them are indented by."""
    entries = []
    for line in lines:
        text = line.text.strip()
        if text:
            lead = line.text[: len(line.text) - len(line.text.lstrip())]
            entries.append(_Entry(line.number, len(lead.expandtabs()), text))
    margin = min((entry.indent for entry in entries if entry.text[0] != "!"), default=0)
    return [
        entry._replace(indent=min(max(entry.indent - margin, 0), _MAX_INDENT)) for entry in entries
    ]


def _steps_back(entries: Sequence[_Entry]) -> int:
    """Return how many lines ciscoconfparse will walk back over to find the parents."""
    steps = deepest = 0
    known: dict[int, int] = {}
    open_lines: list[tuple[int, int]] = []
    for index, entry in enumerate(entries):
        while open_lines and open_lines[-1][0] >= entry.indent:
            open_lines.pop()
        parent = open_lines[-1][1] if open_lines else -1
        open_lines.append((entry.indent, index))
        if entry.indent < deepest:
            known = {indent: at for indent, at in known.items() if indent < entry.indent}
        if entry.indent and entry.indent not in known:
            steps += index - parent
            known[entry.indent] = parent
        deepest = max(deepest, entry.indent) if entry.indent else 0
    return steps


def _parents(entries: Sequence[_Entry]) -> list[int]:
    """Return, for each line, the index of the line that it stands below (its own: none)."""
    texts = [
        " " * entry.indent + ("quoted" if _TOUCHY.match(entry.text) else entry.text)
        for entry in entries
    ]
    parse = _ciscoconfparse()
    # ignore_blank_lines=True would log a notice; there are no blank lines here.
    tree = parse(texts, syntax="ios", factory=False, ignore_blank_lines=False)
    return [line.parent.linenum for line in tree.ConfigObjs]


def _ciscoconfparse() -> type:
    """Import ciscoconfparse; undo what its import does to loguru, unless the caller did it before.

    It adds a sink on stdout that writes from a thread. Other sinks are not touched.
    """
    import sys

    is_ours = "ciscoconfparse" not in sys.modules
    from ciscoconfparse import CiscoConfParse, ciscoconfparse

    if is_ours:
        from loguru import logger

        for sink in ciscoconfparse.ACTIVE_LOGURU_HANDLERS:
            logger.remove(sink)
        ciscoconfparse.ACTIVE_LOGURU_HANDLERS.clear()
        logger.disable("ciscoconfparse")
    return CiscoConfParse  # type: ignore[no-any-return]  # ciscoconfparse has no types


def _build(entries: Sequence[_Entry], parents: Sequence[int]) -> tuple[Block, ...]:
    below: dict[int, list[Block]] = {}
    for index in range(len(entries) - 1, -1, -1):
        children = tuple(reversed(below.pop(index, [])))
        block = Block(entries[index].line, entries[index].text, children)
        parent = parents[index]
        below.setdefault(-1 if parent == index else parent, []).append(block)
    return tuple(reversed(below.get(-1, [])))


def read_config(lines: Iterable[NumberedText]) -> RunningConfig:
    """Read the lines of a configuration, with or without the lines that IOS prints above it.

    Never raises because of the text: one that is too long (`MAX_LINES`), or indented in a way that
    no device prints, has no blocks and a problem that says so.
    """
    sorter = _Sorter()
    sorter.sort(_measured(lines))
    blocks: tuple[Block, ...] = ()
    if len(sorter.entries) > MAX_LINES:
        sorter.problems.append(
            Problem(f"{len(sorter.entries)} lines: more than {MAX_LINES} are not read")
        )
    elif _steps_back(sorter.entries) > _MAX_STEPS:
        sorter.problems.append(Problem("the indentation is tangled: the text is not read"))
    elif sorter.entries:
        blocks = _build(sorter.entries, _parents(sorter.entries))
    return RunningConfig(
        blocks=blocks,
        quotes=tuple(sorter.quotes),
        preamble=tuple(sorter.preamble),
        tail=tuple(sorter.tail),
        end_line=sorter.end_line,
        size_printed=sorter.size_printed,
        problems=tuple(sorter.problems),
    )
