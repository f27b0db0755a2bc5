"""A report for Nagios, Icinga and their kin: one status line, long output, and their own codes.

The form is that of the Monitoring Plugins' development guidelines: `|` would begin performance
data, so none is printed.
"""

from collections import Counter

from netredund.report.lines import place_of, printable
from netredund.verdict.finding import Finding, Report, Verdict

_WORDS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
_SHOWN = (Verdict.FAIL, Verdict.UNKNOWN, Verdict.WARNING)


def nagios_status(report: Report) -> int:
    """Return 2 for fail, 3 for unknown, 1 for a pass with warnings, 0 for a pass."""
    if report.verdict is Verdict.FAIL:
        return 2
    if report.verdict is not Verdict.PASS:
        return 3
    return 1 if any(finding.verdict is Verdict.WARNING for finding in _findings(report)) else 0


def render_nagios(report: Report) -> str:
    """Return the status line, which names the worst finding, and a line for every other one."""
    status = nagios_status(report)
    shown = [
        finding for verdict in _SHOWN for finding in _findings(report) if finding.verdict is verdict
    ]
    counted = Counter(server.verdict for server in report.servers)
    count = ", ".join(f"{number} {verdict.value}" for verdict, number in sorted(counted.items()))
    head = f"{_WORDS[status]} - {len(report.servers)} servers: {count or 'none'}"
    if shown:
        more = f" (and {len(shown) - 1} more)" if len(shown) > 1 else ""
        head += f"; {shown[0].message}{more}"
    lines = [_line(head)]
    for finding in shown:
        lines.append(_line(f"{finding.verdict.value}: {finding.check}: {finding.message}"))
        for evidence in finding.evidence:
            text = f": {evidence.text}" if evidence.text else ""
            lines.append(_line(f"  {place_of(evidence)}{text}"))
        if finding.remedy:
            lines.append(_line(f"  remedy: {finding.remedy}"))
    lines += [_line(f"note: {note}") for note in report.notes]
    return "\n".join(lines) + "\n"


def render_nagios_problem(message: str) -> str:
    """Return the status line of a verification that could not begin."""
    return _line(f"UNKNOWN - {' '.join(message.split())}") + "\n"


def _findings(report: Report) -> list[Finding]:
    return [finding for server in report.servers for finding in server.findings]


def _line(text: str) -> str:
    return printable(text).replace("|", "/").rstrip()
