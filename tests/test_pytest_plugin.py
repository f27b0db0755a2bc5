import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from netredund.report import render_junit
from netredund.report.cases import list_cases
from netredund.verdict import verify
from tests.conftest import ROOT

pytest_plugins = ["pytester"]

EXAMPLE = ROOT / "docs/example"
SITE = f"--netredund-site={EXAMPLE / 'site.yaml'}"
GOOD = f"--netredund-captures={EXAMPLE / 'captures'}"
BROKEN = f"--netredund-captures={EXAMPLE / 'broken'}"
HALF = f"--netredund-captures={EXAMPLE / 'captures/sw1'}"
VERDICTS = [
    case.verdict for case in list_cases(verify(EXAMPLE / "site.yaml", EXAMPLE / "captures"))
]
PASSED, SKIPPED = VERDICTS.count("pass"), VERDICTS.count("skipped")


@pytest.fixture
def run(pytester):
    """Run pytest in a folder of its own, with warnings as errors, as in a strict project."""

    def run_pytest(*arguments):
        return pytester.runpytest("-Werror", "-p", "no:cacheprovider", *map(str, arguments))

    return run_pytest


def test_every_check_is_an_item_with_an_id_of_its_own(run):
    result = run(SITE, GOOD, "--collect-only", "-q")
    ids = [line for line in result.outlines if line.startswith("netredund::")]
    assert "netredund::web1::stp.root[sw1]" in ids
    assert "netredund::web1::stp.one-end-blocking" in ids
    assert "netredund::db1::lacp.all-bundled" in ids
    assert len(set(ids)) == len(ids) == len(VERDICTS)


def test_what_is_proved_passes_and_what_has_no_evidence_is_skipped(run):
    result = run(SITE, GOOD, "-rs")
    result.assert_outcomes(passed=PASSED, skipped=SKIPPED)
    result.stdout.fnmatch_lines(
        [
            "netredund: *site.yaml: pass",
            f"collected {len(VERDICTS)} items",
            "SKIPPED*web1: no view shows the speed*; capture `show interfaces status` of each *",
        ]
    )
    assert result.ret == 0


def test_a_failure_has_its_sentence_its_evidence_and_the_remedy(run):
    result = run(SITE, BROKEN)
    assert result.ret == 1
    broken = verify(EXAMPLE / "site.yaml", EXAMPLE / "broken")
    failed = [case for case in list_cases(broken) if case.verdict == "fail"]
    assert failed
    for case in failed:
        finding = next(finding for finding in case.findings if finding.verdict == "fail")
        assert f"fail: {case.body}" in result.stdout.str()
        assert finding.evidence[0].text in case.body
        assert f"  remedy: {finding.remedy}" in case.body
    result.stdout.no_fnmatch_line("*Traceback*")


def test_unknown_fails(run):
    result = run(SITE, HALF)
    result.stdout.fnmatch_lines(["unknown: sw2: root of VLAN 1: sw2 has no view of its instance"])
    assert result.ret == 1


def test_unknown_is_skipped_where_it_is_allowed(run):
    result = run(SITE, HALF, "--netredund-allow-unknown", "-rs")
    assert result.ret == 0
    result.stdout.fnmatch_lines(["SKIPPED*unknown: sw2: root of VLAN 1*"])


def test_allowing_unknown_allows_no_failure(run):
    assert run(SITE, BROKEN, "--netredund-allow-unknown").ret == 1


def test_skipped_counts_as_unknown_where_all_checks_count(run):
    result = run(SITE, GOOD, "--netredund-all")
    result.assert_outcomes(passed=PASSED, failed=SKIPPED)


@pytest.fixture
def warned(pytester):
    """Captures of a switch that calls itself otherwise than the site file: a warning."""
    folder = pytester.mkdir("captures")
    shutil.copytree(EXAMPLE / "captures", folder, dirs_exist_ok=True)
    for file in folder.glob("sw1/*.txt"):
        file.write_text(file.read_text().replace("sw1#", "switch-one#"))
    return f"--netredund-captures={folder}"


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_warning_passes_and_is_told_at_the_end(run, warned, workers):
    result = run(SITE, warned, "-n", workers)
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "*= netredund warnings =*",
            "netredund::web1::capture.identity[[]sw1[]]",
            "  sw1: name that the capture shows, expected sw1, got switch-one",
        ]
    )


def test_items_stand_beside_tests_of_files(run, pytester):
    pytester.makepyfile("def test_own(): pass")
    run(SITE, GOOD).assert_outcomes(passed=PASSED + 1, skipped=SKIPPED)
    run().assert_outcomes(passed=1)


def test_items_are_chosen_like_others(run):
    result = run(SITE, GOOD, "-k", "web1 and stp.root and not priority")
    result.assert_outcomes(passed=2, deselected=len(VERDICTS) - 2)
    assert (
        "netredund::web1"
        not in run(SITE, GOOD, "--deselect", "netredund::web1", "--collect-only", "-q").stdout.str()
    )


def test_items_run_on_several_workers(run):
    run(SITE, GOOD, "-n", "2").assert_outcomes(passed=PASSED, skipped=SKIPPED)


def test_a_log_is_as_good_as_a_folder(run, pytester):
    log = pytester.path / "terminal.log"
    files = sorted((EXAMPLE / "captures").glob("*/*.txt"))
    log.write_text("".join(file.read_text() for file in files))
    run(SITE, f"--netredund-log={log}").assert_outcomes(passed=PASSED, skipped=SKIPPED)


def test_paths_are_taken_from_where_pytest_was_called(run, pytester):
    shutil.copytree(EXAMPLE, pytester.path / "network")
    result = run(
        "--netredund-site", "network/site.yaml", "--netredund-captures", "network/captures",
        "--rootdir", pytester.path / "network",
    )  # fmt: skip
    result.assert_outcomes(passed=PASSED, skipped=SKIPPED)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([SITE], "--netredund-site needs --netredund-captures or --netredund-log"),
        ([GOOD], "need --netredund-site"),
        (["--netredund-log=x.log"], "need --netredund-site"),
        (["--netredund-site=none.yaml", GOOD], "*none.yaml:1:1: cannot be read: No such file*"),
        ([SITE, "--netredund-captures=none"], "*none: no such folder"),
    ],
)
def test_wrong_use_is_an_error_before_anything_runs(run, arguments, said):
    result = run(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{said}*"])


OWN_TESTS = """
    import pytest

    def test_judgement(netredund):
        assert netredund.verdict == "pass"
        assert list(netredund.site.servers) == ["web1", "db1"]
        assert netredund.report.servers[0].server == "web1"

    def test_facts(netredund):
        tree = netredund.facts("sw2", "sh span vlan 1")
        assert [port.interface for port in tree.instances[0].ports] == ["Fa0/23", "Fa0/24"]

    def test_no_facts(netredund):
        with pytest.raises(Exception, match="sw2: no capture of 'show version'; there are"):
            netredund.facts("sw2", "show version")
"""


def test_the_fixture_gives_site_report_verdict_and_facts(run, pytester):
    pytester.makepyfile(OWN_TESTS)
    run(SITE, GOOD, "-k", "test_").assert_outcomes(passed=3, deselected=len(VERDICTS))


def test_the_fixture_without_a_site_says_what_is_missing(run, pytester):
    pytester.makepyfile("def test_own(netredund): pass")
    result = run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*the fixture netredund needs --netredund-site*"])


def test_options_are_explained(run):
    run("--help").stdout.fnmatch_lines(["*--netredund-site=FILE*", "*--netredund-allow-unknown*"])


@pytest.mark.parametrize("captures", ["captures", "broken"])
def test_junit_of_pytest_and_of_the_command_have_the_same_cases(run, pytester, captures):
    run(SITE, f"--netredund-captures={EXAMPLE / captures}", "--junitxml=pytest.xml")
    theirs = ElementTree.parse(pytester.path / "pytest.xml").getroot()
    ours = ElementTree.fromstring(render_junit(verify(EXAMPLE / "site.yaml", EXAMPLE / captures)))

    def outcomes(suites):
        # To pytest an unknown is a failure: it has no errors but those of fixtures.
        return sorted(
            (case.get("classname"), case.get("name"), case[0].tag.replace("error", "failure"))
            for case in suites.iter("testcase")
            if len(case) and case[0].tag in ("failure", "error", "skipped")
        )

    assert outcomes(ours) == outcomes(theirs)
    assert len([*ours.iter("testcase")]) == len([*theirs.iter("testcase")])
    for name in ("testsuites", "testsuite", "testcase"):
        known = {key for part in theirs.iter(name) for key in part.attrib}
        assert {key for part in ours.iter(name) for key in part.attrib} <= known


def test_loading_the_plugin_imports_nothing():
    code = (
        "import sys, pytest; before = set(sys.modules); import netredund.pytest_plugin\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["netredund", "netredund.lazy", "netredund.pytest_plugin"]


def test_a_run_without_the_options_imports_nothing(pytester):
    pytester.makepyfile(
        "import sys\n"
        "def test_own(): assert not {'msgspec', 'yaml', 'netredund.verdict'} & set(sys.modules)"
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
