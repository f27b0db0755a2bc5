"""A report as JUnit XML, which CI servers show: a suite for each server, a case for each check."""

import re
from collections import Counter
from xml.etree import ElementTree

from netredund.report.cases import CheckCase, list_cases
from netredund.verdict.finding import Report, Verdict

# What XML 1.0 (clause 2.2) does not allow, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {Verdict.FAIL: "failure", Verdict.UNKNOWN: "error", Verdict.SKIPPED: "skipped"}


def render_junit(report: Report, *, is_skipped_unknown: bool = False) -> bytes:
    """Return the XML: fail is a failure, unknown an error, skipped is skipped.

    The evidence is in the body, of a check that passed in its `system-out`. `is_skipped_unknown`
    makes skipped checks errors too.
    """
    suites = ElementTree.Element("testsuites", name="netredund")
    cases: dict[str, list[CheckCase]] = {server.server: [] for server in report.servers}
    for case in list_cases(report, is_skipped_unknown=is_skipped_unknown):
        cases[case.server].append(case)
    for server, own in cases.items():
        verdicts = Counter(case.verdict for case in own)
        suite = ElementTree.SubElement(
            suites,
            "testsuite",
            name=_allowed(f"netredund.{server}"),
            errors=str(verdicts[Verdict.UNKNOWN]),
            failures=str(verdicts[Verdict.FAIL]),
            skipped=str(verdicts[Verdict.SKIPPED]),
            tests=str(len(own)),
            time="0.000",
        )
        for case in own:
            _add_case(suite, case)
    _add_notes(suites, report)
    ElementTree.indent(suites)
    text: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add_case(suite: ElementTree.Element, case: CheckCase) -> None:
    entry = ElementTree.SubElement(
        suite,
        "testcase",
        classname=_allowed(f"netredund.{case.server}"),
        name=_allowed(case.name),
        time="0.000",
    )
    word = _ELEMENTS.get(case.verdict)
    if word is None:
        part = ElementTree.SubElement(entry, "system-out")
        part.text = _allowed(f"{case.verdict.value}\n{case.body}")
    else:
        part = ElementTree.SubElement(
            entry, word, type=f"netredund.{case.verdict.value}", message=_allowed(case.message)
        )
        part.text = _allowed(case.body)


def _add_notes(suites: ElementTree.Element, report: Report) -> None:
    """Put the notes behind the last suite's cases, where the schemas of JUnit allow text."""
    last = suites.find("testsuite[last()]")
    if report.notes and last is not None:
        part = ElementTree.SubElement(last, "system-out")
        part.text = _allowed("\n".join(f"note: {note}" for note in report.notes))


def _allowed(text: str) -> str:
    return _NO_XML.sub(lambda found: f"#x{ord(found[0]):02X}", text)
