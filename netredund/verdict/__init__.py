"""The proof: intent compared with facts, by checks that cite the lines they rest on.

The checks are in modules by method; `judge` runs them over captures, `verify` reads the files
first.
"""

from netredund.verdict.finding import Evidence, Finding, Report, ServerReport, Verdict
from netredund.verdict.verification import DEFAULT_MAX_AGE_S, devices_of, judge, verify

__all__ = [
    "DEFAULT_MAX_AGE_S",
    "Evidence",
    "Finding",
    "Report",
    "ServerReport",
    "Verdict",
    "devices_of",
    "judge",
    "verify",
]
