"""The grammar engine: command syntax as data, read the way IOS reads a typed line.

A syntax is a line of words as the IOS command reference prints them:

    keyword              typed in full or abbreviated as long as it stays unique
    <name:kind>          a value of that kind, see `parameters.py`
    <name=this|that>     one of several keywords, kept under `name`
    [ ... ]              may be left out
    ~                    the `no` and `default` forms may end here
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from netredund.lab.ios.help import Texts, find_text
from netredund.lab.ios.parameters import Parameter, Unread, parameter

Capture = frozenset[str]
NO_CAPTURE: Capture = frozenset()
TOKEN = re.compile(r"\S+")
PIECE = re.compile(r"\[|\]|~|<[^<>]*>|[^\s\[\]<>~]+")


class Command(msgspec.Struct, frozen=True):
    """One row of a table of commands.

    `action` names what runs; `constants` are handed to it beside the values that were typed.
    `needs` are features the release must have, `lacks` features it must not have.
    """

    syntax: str
    action: str
    constants: dict[str, Any] = {}
    needs: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    negatable: bool = True

    def exists_with(self, features: frozenset[str]) -> bool:
        """Tell whether a release with these features knows the command."""
        return self.needs <= features and not self.lacks & features


class Match(msgspec.Struct, frozen=True):
    """A line that was understood: its command, its canonical words and its values by name.

    `columns` says where each value was typed.
    """

    command: Command
    words: tuple[str, ...]
    values: dict[str, Any]
    columns: dict[str, int]


class Mismatch(msgspec.Struct, frozen=True):
    """A line that was not understood; `column` counts from the start of the line.

    `reason` is `invalid`, `incomplete`, `ambiguous` or `rejected`; only the last has a `text`.
    """

    reason: str
    column: int
    text: str = ""


class Choice(msgspec.Struct, frozen=True):
    """A keyword or a value that may come next, as `?` lists it."""

    word: str
    help: str = ""


class Node:
    """A place in the grammar: what may follow, and which command may end here."""

    __slots__ = ("keywords", "parameters", "command")

    def __init__(self) -> None:
        self.keywords: dict[str, tuple[Node, Capture]] = {}
        self.parameters: list[tuple[Parameter, Node]] = []
        self.command: Command | None = None

    def through_keyword(self, word: str, capture: Capture) -> "Node":
        """Return the node behind a keyword, made when it is new."""
        node, captured = self.keywords.get(word, (Node(), NO_CAPTURE))
        self.keywords[word] = (node, captured | capture)
        return node

    def through_parameter(self, wanted: Parameter) -> "Node":
        """Return the node behind a value, made when it is new."""
        for known, node in self.parameters:
            if known == wanted:
                return node
        node = Node()
        self.parameters.append((wanted, node))
        return node


Step = tuple[str, Capture] | Parameter | None  # None: the `no` form may end here


def expand_syntax(syntax: str) -> Iterator[tuple[Step, ...]]:
    """Yield every sequence of steps that a syntax allows."""
    pieces = PIECE.findall(syntax)
    paths, end = _expand(pieces, 0)
    if end != len(pieces):
        raise ValueError(f"unbalanced brackets in the syntax {syntax!r}")
    yield from paths


def _expand(pieces: list[str], index: int) -> tuple[list[tuple[Step, ...]], int]:
    paths: list[tuple[Step, ...]] = [()]
    while index < len(pieces) and pieces[index] != "]":
        piece = pieces[index]
        if piece == "[":
            inner, index = _expand(pieces, index + 1)
            paths = [path + tail for path in paths for tail in [*inner, ()]]
        else:
            steps = _steps(piece)
            paths = [(*path, step) for path in paths for step in steps]
        index += 1
    return paths, index


def _steps(piece: str) -> list[Step]:
    if piece == "~":
        return [None]
    if not piece.startswith("<"):
        return [(piece, NO_CAPTURE)]
    name, equals, words = piece[1:-1].partition("=")
    if equals:
        return [(word, frozenset([name])) for word in words.split("|")]
    name, _, kind = name.partition(":")
    return [parameter(name, kind)]


class Grammar:
    """The commands of one mode of one release; `texts` is what `?` says of their words."""

    def __init__(
        self, commands: Iterable[Command], *, negated: bool = False, texts: Texts | None = None
    ) -> None:
        self.root = Node()
        self.texts = texts or {}
        for command in commands:
            if negated and not command.negatable:
                continue
            for path in expand_syntax(command.syntax):
                self._insert(command, path, negated)

    def _insert(self, command: Command, path: tuple[Step, ...], negated: bool) -> None:
        node = self.root
        for step in path:
            if step is None:
                if negated and node.command is None:
                    node.command = command
            elif isinstance(step, Parameter):
                node = node.through_parameter(step)
            else:
                node = node.through_keyword(*step)
        node.command = command

    def parse(self, line: str, start: int = 0) -> Match | Mismatch:
        """Return the command that `line` is from column `start` on, or why it is none."""
        return _walk(self.root, line, start, (), {}, {})

    def choices(self, line: str, start: int = 0) -> list[Choice] | Mismatch:
        """Return what may follow `line`, as `?` lists it, or why nothing may."""
        node = self.root
        column = start
        before: list[str] = []
        while found := TOKEN.search(line, column):
            if found.end() == len(line):
                break
            following = _step_over(node, line, found)
            if isinstance(following, Mismatch):
                return following
            node, column, word = following
            if word is not None:
                before.append(word)
        rest = line[column:].lstrip()
        listed = [
            Choice(word, find_text(self.texts, before, word))
            for word in sorted(node.keywords)
            if word.startswith(rest.lower())
        ]
        if not rest:
            listed += [
                Choice(known.shown, find_text(self.texts, before, f"<{known.name}>") or known.help)
                for known, _ in node.parameters
            ]
            if node.command is not None:
                listed.append(Choice("<cr>"))
        return listed


def complete_keyword(node: Node, token: str) -> list[str]:
    """Return the keywords that a token may stand for: the exact one, else all it begins."""
    token = token.lower()
    if token in node.keywords:
        return [token]
    return [word for word in node.keywords if word.startswith(token)]


def _step_over(
    node: Node, line: str, found: re.Match[str]
) -> tuple[Node, int, str | None] | Mismatch:
    """Return the node behind a token, where the token ends and the keyword that it is."""
    words = complete_keyword(node, found[0])
    if len(words) == 1:
        return node.keywords[words[0]][0], found.end(), words[0]
    for known, following in node.parameters:
        reading = known.read(line, found.start())
        if not isinstance(reading, Unread):
            return following, reading[1], None
    if words:
        return Mismatch("ambiguous", found.start())
    return Mismatch("invalid", _deviation(node, line, found))


def _deviation(node: Node, line: str, found: re.Match[str]) -> int:
    """Return the column of the first character that fits no keyword, where IOS puts its `^`."""
    token = found[0].lower()
    longest = 0
    for word in node.keywords:
        common = 0
        for typed, expected in zip(token, word, strict=False):
            if typed != expected:
                break
            common += 1
        longest = max(longest, common)
    return found.start() + longest


def _walk(
    node: Node,
    line: str,
    column: int,
    words: tuple[str, ...],
    values: dict[str, Any],
    columns: dict[str, int],
) -> Match | Mismatch:
    found = TOKEN.search(line, column)
    if found is None:
        if node.command is None:
            return Mismatch("incomplete", len(line))
        return Match(node.command, words, {**node.command.constants, **values}, columns)
    start = found.start()
    worst: Mismatch | None = None
    candidates = complete_keyword(node, found[0])
    if len(candidates) == 1:
        word = candidates[0]
        following, capture = node.keywords[word]
        kept = {**values, **dict.fromkeys(capture, word)}
        places = {**columns, **dict.fromkeys(capture, start)}
        result = _walk(following, line, found.end(), (*words, word), kept, places)
        if isinstance(result, Match):
            return result
        worst = result
    for known, following in node.parameters:
        reading = known.read(line, start)
        if isinstance(reading, Unread):
            result = Mismatch("rejected", start, reading.text)
            if reading.text and worst is None:
                worst = result
            continue
        kept = {**values, known.name: reading[0]}
        result = _walk(following, line, reading[1], words, kept, {**columns, known.name: start})
        if isinstance(result, Match):
            return result
        if worst is None or result.column > worst.column:
            worst = result
    if worst is not None:
        return worst
    if candidates:
        return Mismatch("ambiguous", start)
    return Mismatch("invalid", _deviation(node, line, found))
