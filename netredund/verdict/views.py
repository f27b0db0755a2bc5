"""What each device's captures say, with the line to cite for every fact."""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from netredund.captures import Capture
from netredund.facts.outcome import Facts
from netredund.verdict.finding import Evidence

F = TypeVar("F", bound=Facts)


class Cite(NamedTuple):
    """A line of a capture; without a line, the output as a whole."""

    capture: Capture
    line: int | None = None

    @property
    def doubt(self) -> str:
        """Why nothing may pass on this evidence; empty where it is sound."""
        capture, facts = self.capture, self.capture.facts
        if capture.problem:
            return capture.problem
        if capture.is_whole is False:
            return "it was recorded as not whole"
        if facts.problems:
            problem = facts.problems[0]
            where = f"line {problem.line}: " if problem.line else ""
            return where + problem.message
        if facts.unparsed:
            return f"line {facts.unparsed[0].line} was not understood"
        return ""

    def evidence(self) -> Evidence:
        """Return what a finding prints of it."""
        lines = self.capture.source.lines
        is_there = self.line is not None and self.line <= len(lines)
        return Evidence(
            device=self.capture.device,
            command=self.capture.facts.command,
            line=self.line,
            text=lines[self.line - 1].strip() if is_there and self.line else "",
            file=self.capture.source.name,
        )


class View(NamedTuple, Generic[F]):
    """One capture of a kind, and its facts."""

    capture: Capture
    facts: F

    def cite(self, line: int | None = None) -> Cite:
        """Point at a line of it."""
        return Cite(self.capture, line)

    @property
    def is_whole(self) -> bool:
        """Tell whether the absence of a row in it is evidence.

        So it is where the next prompt or `end` follows, or where it was recorded as whole; and
        nothing in it was damaged.
        """
        return not self.cite().doubt and bool(self.capture.is_whole or self.facts.ended)


class Views:
    """The captures of all devices, by what they say."""

    def __init__(self, captures: Iterable[Capture]) -> None:
        self._by_device: dict[str, list[Capture]] = {}
        for capture in captures:
            self._by_device.setdefault(capture.device, []).append(capture)

    def devices(self) -> list[str]:
        """Return the names of the devices that have captures."""
        return list(self._by_device)

    def captures(self, device: str) -> list[Capture]:
        """Return all captures of a device."""
        return self._by_device.get(device, [])

    def of(self, device: str, kind: type[F]) -> list[View[F]]:
        """Return what a device's captures of one kind say; only those are read."""
        tag = kind.__struct_config__.tag
        found = []
        for capture in self.captures(device):
            if capture.command.syntax.kind == tag and isinstance(capture.facts, kind):
                found.append(View(capture, capture.facts))
        return found
