"""A report for a person who is tired: what is wrong first, where it stands, and what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from netredund.report.lines import place_of, printable
from netredund.verdict.finding import Evidence, Finding, Report, ServerReport, Verdict

_TROUBLE = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WARNING)
_COLOURS = {
    Verdict.PASS: "32",
    Verdict.FAIL: "1;31",
    Verdict.UNKNOWN: "1;35",
    Verdict.WARNING: "33",
    Verdict.SKIPPED: "2",
}
_VERDICT_WIDTH = 9  # the longest word and two blanks
_MARGIN = 2 + _VERDICT_WIDTH
_NARROWEST = 25


def render_text(
    report: Report,
    *,
    width: int | None = None,
    has_colour: bool = False,
    is_quiet: bool = False,
    is_cited: bool = False,
) -> str:
    """Return the table of each server, and the verdict of all in the last line.

    `width` is that of the terminal: sentences are wrapped to it, lines of evidence never. Without
    it nothing is wrapped, so that each finding can be found by `grep`. `is_quiet` leaves out what
    is in order, which may be all; `is_cited` shows the lines that prove it as well.
    """
    return "".join(
        line.rstrip() + "\n"
        for line in _Writer(width, has_colour, is_cited).write(report, is_quiet)
    )


def _has_trouble(server: ServerReport) -> bool:
    return server.verdict is not Verdict.PASS or any(
        finding.verdict in _TROUBLE for finding in server.findings
    )


def _merge(findings: Iterable[Finding]) -> list[Finding]:
    """Return what several views show alike as one finding, with the evidence of all."""
    merged: dict[Finding, dict[Evidence, None]] = {}
    for finding in findings:
        said = msgspec.structs.replace(finding, evidence=())
        merged.setdefault(said, {}).update(dict.fromkeys(finding.evidence))
    return [
        msgspec.structs.replace(said, evidence=tuple(evidence)) for said, evidence in merged.items()
    ]


class _Writer:
    def __init__(self, width: int | None, has_colour: bool, is_cited: bool) -> None:
        self._width = width
        self._is_cited = is_cited
        self._has_colour = has_colour

    def write(self, report: Report, is_quiet: bool) -> Iterator[str]:
        is_silent = is_quiet
        for server in report.servers:
            if is_quiet and not _has_trouble(server):
                continue
            is_silent = False
            yield from self._server(server, is_quiet)
            yield ""
        if not is_silent or report.verdict is not Verdict.PASS:
            counted = Counter(server.verdict for server in report.servers)
            count = ", ".join(f"{number} {each.value}" for each, number in sorted(counted.items()))
            word = self._paint(report.verdict, report.verdict.upper())
            yield f"{word}  servers: {count or 'none'}"

    def _server(self, server: ServerReport, is_quiet: bool) -> Iterator[str]:
        word = self._paint(server.verdict, server.verdict.upper())
        yield f"{printable(server.server)} ({server.method}): {word}"
        column = max((len(finding.check) for finding in server.findings), default=0) + 2
        findings = _merge(server.findings)
        for verdict in _TROUBLE:
            for finding in findings:
                if finding.verdict is verdict:
                    yield from self._trouble(finding, column)
        if is_quiet:
            return
        for finding in findings:
            if finding.verdict is Verdict.PASS:
                yield self._cut(self._head(finding, column), printable(finding.message))
                if self._is_cited:
                    yield from self._evidence(finding)
        yield from self._skipped(server)

    def _head(self, finding: Finding, column: int) -> str:
        is_loud = finding.verdict in (Verdict.FAIL, Verdict.UNKNOWN)
        word = finding.verdict.upper() if is_loud else finding.verdict.value
        blanks = " " * (_VERDICT_WIDTH - len(word))
        return f"  {self._paint(finding.verdict, word)}{blanks}{finding.check:{column}}"

    def _trouble(self, finding: Finding, column: int) -> Iterator[str]:
        head, message = self._head(finding, column), printable(finding.message)
        if self._width is not None and self._width < _MARGIN + column + _NARROWEST:
            yield head
            yield from self._hang(message, _MARGIN, _MARGIN)
        else:
            first, *rest = self._hang(message, _MARGIN + column, _MARGIN + column)
            yield head + first.lstrip(" ")
            yield from rest
        yield from self._evidence(finding)
        if finding.remedy:
            yield from self._hang(f"remedy: {printable(finding.remedy)}", _MARGIN, _MARGIN + 8)

    @staticmethod
    def _evidence(finding: Finding) -> Iterator[str]:
        for evidence in finding.evidence:
            yield " " * _MARGIN + printable(place_of(evidence))
            if evidence.text:
                yield " " * (_MARGIN + 4) + printable(evidence.text)

    def _skipped(self, server: ServerReport) -> Iterator[str]:
        """Yield what was not looked at, by the captures that would tell."""
        checks: dict[str, dict[str, None]] = {}
        for finding in server.findings:
            if finding.verdict is Verdict.SKIPPED:
                wanted = printable(finding.remedy.removeprefix("capture ")) or "more captures"
                checks.setdefault(wanted, {})[finding.check] = None
        if checks:
            yield f"  {self._paint(Verdict.SKIPPED, 'skipped')}  for want of captures:"
        for wanted, names in checks.items():
            yield from self._hang(f"{wanted}: {', '.join(names)}", _MARGIN, _MARGIN + 4)

    def _hang(self, text: str, margin: int, hanging: int) -> list[str]:
        """Return the text behind a margin, wrapped to the width, the lines below it hanging."""
        if self._width is None or len(text) + margin <= self._width:
            return [" " * margin + text]
        import textwrap

        return textwrap.wrap(
            text,
            max(self._width, hanging + _NARROWEST),
            initial_indent=" " * margin,
            subsequent_indent=" " * hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _cut(self, head: str, text: str) -> str:
        """Keep what passed on one line."""
        if self._width is None:
            return head + text
        painted = len(head) - len(self._unpainted(head))
        room = max(self._width - len(head) + painted, 1)
        return head + (text if len(text) <= room else text[: room - 1] + "…")

    @staticmethod
    def _unpainted(text: str) -> str:
        parts = text.split("\x1b[")
        return parts[0] + "".join(part.partition("m")[2] for part in parts[1:])

    def _paint(self, verdict: Verdict, text: str) -> str:
        return f"\x1b[{_COLOURS[verdict]}m{text}\x1b[0m" if self._has_colour else text
