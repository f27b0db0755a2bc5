"""Findings as test cases: one for each check of each subject, for JUnit and for pytest."""

from collections.abc import Iterator

import msgspec

from netredund.report.lines import describe, printable
from netredund.verdict.finding import Finding, Report, ServerReport, Verdict

# The worst first. What was skipped for one leg has not passed, even if it has for another.
_BY_WEIGHT = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WARNING, Verdict.SKIPPED, Verdict.PASS)


class CheckCase(msgspec.Struct, frozen=True):
    """All findings of one check about one subject, and the worst of their verdicts."""

    server: str
    name: str
    verdict: Verdict
    findings: tuple[Finding, ...]

    @property
    def _worst(self) -> Finding:
        return next(each for each in self.findings if each.verdict is self.verdict)

    @property
    def message(self) -> str:
        """The sentence of the worst finding."""
        return printable(self._worst.message)

    @property
    def reason(self) -> str:
        """The sentence of the worst finding, and what to do about it, on one line."""
        remedy = printable(self._worst.remedy)
        return f"{self.message}; {remedy}" if remedy else self.message

    @property
    def body(self) -> str:
        """All findings with their evidence and remedies, the worst first."""
        found = sorted(self.findings, key=lambda each: _BY_WEIGHT.index(each.verdict))
        return "\n".join(line for each in found for line in describe(each))


def list_cases(report: Report, *, is_skipped_unknown: bool = False) -> Iterator[CheckCase]:
    """Yield the cases of every server, in the order of the checks.

    `stp.root[sw1]` names a case whose subject is not the server itself. A server whose verdict no
    case explains gets one more, `verdict`, so that no reader of cases takes it for passed.
    """
    for server in report.servers:
        cases = list(_cases_of(server, is_skipped_unknown))
        yield from cases
        bad = {case.verdict for case in cases} & {Verdict.FAIL, Verdict.UNKNOWN}
        if server.verdict is not Verdict.PASS and not bad:
            word = server.verdict.value
            message = f"{server.server}: verdict, expected pass, got {word}"
            finding = Finding("verdict", server.server, server.verdict, message)
            yield CheckCase(server.server, "verdict", server.verdict, (finding,))


def _cases_of(server: ServerReport, is_skipped_unknown: bool) -> Iterator[CheckCase]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in server.findings:
        if is_skipped_unknown and finding.verdict is Verdict.SKIPPED:
            finding = msgspec.structs.replace(finding, verdict=Verdict.UNKNOWN)
        groups.setdefault((finding.check, finding.subject), []).append(finding)
    for (check, subject), found in groups.items():
        name = check if subject == server.server else f"{check}[{subject}]"
        worst = min((each.verdict for each in found), key=_BY_WEIGHT.index)
        yield CheckCase(server.server, name, worst, tuple(found))
