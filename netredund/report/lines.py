"""What every form of a report prints of a finding, line by line."""

import re
from collections.abc import Iterator

from netredund.verdict.finding import Evidence, Finding

# C0 and C1 controls, line and paragraph separators, marks that turn the direction of the text
# around, and halves of surrogate pairs (wrong bytes in a file's name): none of it goes to a
# terminal.
_UNPRINTABLE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def printable(text: str) -> str:
    r"""Return the text with all that could steer a terminal written out.

    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    if text.isprintable():
        return text
    return re.sub(_UNPRINTABLE, lambda found: ascii(found[0])[1:-1], text)


def place_of(evidence: Evidence) -> str:
    """Return where evidence stands: `file:line (device, command)`, live without a file.

    >>> place_of(Evidence("sw1", "show version", 3, "x", "sw1/show_version.txt"))
    'sw1/show_version.txt:3 (sw1, show version)'
    """
    said = f"{evidence.device}, {evidence.command}"
    if evidence.file is None or evidence.file == f"{evidence.device}: {evidence.command}":
        return said if evidence.line is None else f"{said}, line {evidence.line}"
    line = "" if evidence.line is None else f":{evidence.line}"
    return f"{evidence.file}{line} ({said})"


def describe(finding: Finding) -> Iterator[str]:
    """Yield the lines of one finding: the sentence, the evidence, the remedy."""
    yield printable(finding.message)
    for evidence in finding.evidence:
        yield f"  {printable(place_of(evidence))}"
        if evidence.text:
            yield f"    {printable(evidence.text)}"
    if finding.remedy:
        yield f"  remedy: {printable(finding.remedy)}"
