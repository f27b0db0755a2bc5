"""Every scenario against its verdict: the healthy pass, each faulty one shows its own finding."""

import json

import pytest

import netredund
from tests.conftest import ROOT

SCENARIOS = ROOT / "fixtures" / "scenarios"
FAULTY = sorted(path.parent for path in SCENARIOS.glob("*/expected.json"))


def _verify(folder, **options):
    return netredund.verify(folder / "site.yaml", folder / "captures", **options)


@pytest.mark.parametrize("folder", FAULTY, ids=lambda path: path.name)
def test_a_fault_is_found_by_its_check_with_the_line_that_shows_it(folder):
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    report = _verify(folder)
    found = [
        finding
        for server in report.servers
        for finding in server.findings
        if finding.check == expected["check"] and finding.verdict == expected["finding"]
    ]
    assert report.verdict == expected["verdict"]
    assert found
    for finding in found:
        assert finding.remedy
        assert finding.evidence
        assert finding.message.startswith(f"{finding.subject}: ")
    for evidence in (one for finding in found for one in finding.evidence if one.line):
        lines = (folder / "captures" / evidence.file).read_text("utf-8").split("\n")
        assert evidence.text == lines[evidence.line - 1].strip()


@pytest.mark.parametrize("folder", FAULTY, ids=lambda path: path.name)
def test_a_faulty_site_does_not_pass_with_skipped_checks_counted(folder):
    assert _verify(folder, is_skipped_unknown=True).verdict != "pass" or folder.name.endswith(
        ("slow-link", "no-portfast")
    )


def test_each_check_of_the_issue_has_a_faulty_scenario():
    covered = {json.loads((path / "expected.json").read_text("utf-8"))["check"] for path in FAULTY}
    assert covered >= {
        "stp.root", "stp.one-end-blocking", "stp.way-to-root", "stp.settled", "stp.cost",
        "stp.transit-guard", "stp.root-priority", "stp.guards", "stp.no-broken-port",
        "stp.server-takes-part", "stp.link-speed", "lacp.group", "lacp.all-bundled",
        "lacp.no-stranger", "lacp.one-partner", "lacp.like-links", "lacp.active-end",
        "lacp.min-links", "lacp.server-bond", "plain.ports-up", "plain.same-vlan",
        "plain.no-channel", "plain.no-partner", "plain.portfast", "plain.address-may-move",
        "plain.server-bond", "plain.one-place", "leg.up", "leg.cabling", "capture.identity",
        "capture.age",
    }  # fmt: skip
