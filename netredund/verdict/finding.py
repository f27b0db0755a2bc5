"""Findings and verdicts: what intent compared with facts came to, with its proof."""

import enum

import msgspec


class Verdict(enum.StrEnum):
    """A verdict; `skipped` and `warning` are of single checks only."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    WARNING = "warning"


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """The line of output that proves a finding.

    `line` counts from 1 in `file`; it is null where the evidence is the output as a whole.
    """

    device: str
    command: str
    line: int | None
    text: str
    file: str | None = None


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One check of one subject. `message` has the shape *where: what, expected X, got Y*."""

    check: str
    subject: str
    verdict: Verdict
    message: str
    evidence: tuple[Evidence, ...] = ()
    remedy: str = ""


class ServerReport(msgspec.Struct, frozen=True):
    """All findings of one server, and the verdict that follows from them."""

    server: str
    method: str
    verdict: Verdict
    findings: tuple[Finding, ...]


class Report(msgspec.Struct, frozen=True):
    """The verdict of a site: fail if any server fails, else unknown if any is, else pass.

    `notes` tell what was not looked at, such as a file that belongs to no switch of the site.
    """

    verdict: Verdict
    servers: tuple[ServerReport, ...]
    notes: tuple[str, ...] = ()


def overall(verdicts: "list[Verdict]", *, is_skipped_unknown: bool = False) -> Verdict:
    """Return the verdict of several: fail wins over unknown, unknown over pass.

    No verdict at all is unknown: what was not looked at is not proved.

    >>> overall([Verdict.PASS, Verdict.WARNING, Verdict.SKIPPED]).value
    'pass'
    >>> overall([Verdict.PASS, Verdict.UNKNOWN]).value, overall([]).value
    ('unknown', 'unknown')
    """
    if Verdict.FAIL in verdicts:
        return Verdict.FAIL
    if Verdict.UNKNOWN in verdicts or (is_skipped_unknown and Verdict.SKIPPED in verdicts):
        return Verdict.UNKNOWN
    return Verdict.PASS if Verdict.PASS in verdicts else Verdict.UNKNOWN
