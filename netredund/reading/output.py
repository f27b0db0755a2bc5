"""One command's output while it is read: its lines, and what was not understood of it."""

import re
from collections.abc import Sequence
from typing import TypedDict, TypeVar

from netredund.facts.outcome import LogEvent, Problem, Token, UnparsedLine
from netredund.reading.commands import Command
from netredund.reading.template import Row, scan
from netredund.reading.transcript import Line, Section
from netredund.secrets import mask_secrets

T = TypeVar("T", bound=Token)

_ANSWER = re.compile(r"%\s*+[A-Za-z]|Command authorization failed|Command rejected")
_CARET = re.compile(r"\s*+\^$")


def _unparsed(line: Line) -> UnparsedLine:
    """Return a line that nobody understood; it may be of a configuration, with its secrets."""
    return UnparsedLine(line.number, mask_secrets(line.text))


def _typed_filter(section: Section) -> str | None:
    return (section.typed or "").partition("|")[2].strip()[:200] or None


class Outcome(TypedDict):
    """The fields that all facts share."""

    command: str
    device: str | None
    complete: bool
    empty: bool
    ended: bool
    problems: tuple[Problem, ...]
    unparsed: tuple[UnparsedLine, ...]
    events: tuple[LogEvent, ...]


class Output:
    """The output of one command, handed to its reader.

    A reader scans it with a template, reports what contradicts, and takes the outcome at the end.
    """

    def __init__(self, command: Command, section: Section, foreign: Sequence[Line] = ()) -> None:
        self.command = command
        self.section = section
        self.lines: list[Line] = section.lines
        self.problems: list[Problem] = list(section.problems)
        self.unparsed = [_unparsed(line) for line in foreign]
        self.is_empty = False
        output_filter = command.output_filter or _typed_filter(section)
        if output_filter and not "begin".startswith(output_filter.split()[0].lower()):
            self.problem(f"filtered by '| {output_filter}': rows may be missing", section.number)

    def has_line(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether a line begins with the pattern."""
        return any(pattern.match(line.text) for line in self.lines)

    def scan(self, template: str, empty: re.Pattern[str] | None = None) -> list[Row]:
        """Return the rows that a template finds; keep what it does not match.

        A line that matches `empty` is the device's word that there is nothing. An IOS error
        (`% Invalid input detected`) becomes a problem.
        """
        lines = []
        for line in self.lines:
            if empty and empty.match(line.text):
                self.is_empty = True
            elif _ANSWER.match(line.text):
                self.problem(f"the device answered {line.text!r}", line.number)
            elif not _CARET.match(line.text):
                lines.append(line)
        rows, unmatched = scan(template, lines)
        self.unparsed += [_unparsed(line) for line in unmatched]
        return rows

    def problem(self, message: str, line: int | None = None) -> None:
        """Note why the facts are not the whole truth."""
        self.problems.append(Problem(message, line))

    def token(self, tokens: type[T], text: str, line: int) -> T:
        """Return the token of a text; an unknown one is kept and noted."""
        token = tokens(text)
        if not token.is_known:
            self.problem(f"unknown {tokens.__name__} {text!r}", line)
        return token

    def expect_count(self, what: str, printed: int, found: int, line: int | None) -> None:
        """Note a printed count that disagrees with the rows."""
        if printed != found:
            self.problem(f"{what}: the output says {printed}, its rows are {found}", line)

    def outcome(self, *, has_facts: bool) -> Outcome:
        """Return the shared fields: facts, legitimately empty, or not understood."""
        if not has_facts and not self.is_empty and not self.unparsed and not self.problems:
            if self.command.syntax.may_be_silent and self.section.ended and not self.lines:
                self.is_empty = True
            elif self.lines:
                self.problem("headings only: the rows are missing")
            else:
                self.problem("nothing there: the output is empty or missing")
        if has_facts and self.is_empty:
            self.problem("the output says that there is nothing, and yet has rows")
        return Outcome(
            command=self.command.text,
            device=self.section.device or None,
            complete=not self.problems and not self.unparsed,
            empty=self.is_empty and not has_facts,
            ended=self.section.ended,
            problems=tuple(sorted(self.problems, key=lambda problem: problem.line or 0)),
            unparsed=tuple(self.unparsed),
            events=tuple(self.section.events),
        )
