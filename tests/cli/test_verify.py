import json
import os
import pty
import subprocess
import sys
from xml.etree import ElementTree

import jsonschema
import pytest
from click.testing import CliRunner

import netredund
from netredund.cli import main
from netredund.report import render_json
from netredund.schemas import load_schema
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs/example"
SITE, GOOD, BROKEN = EXAMPLE / "site.yaml", EXAMPLE / "captures", EXAMPLE / "broken"
QUICK = ["--method", "stp", "--leg", "sw1:Fa0/23", "--leg", "sw2:Fa0/23"]
LOG = "".join(path.read_text() for path in sorted(GOOD.glob("*/show_spanning*")))


def _verify(*arguments):
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


@pytest.fixture
def log(tmp_path):
    file = tmp_path / "terminal.log"
    file.write_text(LOG)
    return file


@pytest.mark.parametrize(
    ("folder", "status", "last"),
    [
        (GOOD, 0, "PASS  servers: 2 pass"),
        (BROKEN, 1, "FAIL  servers: 2 fail"),
        (GOOD / "sw1", 3, "UNKNOWN  servers: 1 pass, 1 unknown"),
    ],
    ids=["pass", "fail", "unknown"],
)
def test_exit_status_is_the_verdict(folder, status, last):
    result = _verify(SITE, "--captures", folder)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (status, last)


@pytest.mark.parametrize(
    ("folder", "status", "word"),
    [(GOOD, 0, "OK"), (BROKEN, 2, "CRITICAL"), (GOOD / "sw1", 3, "UNKNOWN")],
    ids=["ok", "critical", "unknown"],
)
def test_nagios_has_its_own_exit_status(folder, status, word):
    result = _verify(SITE, "--captures", folder, "--format", "nagios")
    assert (result.exit_code, result.stdout.partition(" - ")[0]) == (status, word)


def test_json_is_exactly_the_records():
    result = _verify(SITE, "--captures", BROKEN, "--format", "json")
    assert result.stdout_bytes == render_json(netredund.verify(SITE, BROKEN))
    jsonschema.validate(json.loads(result.stdout), load_schema("report"))


def test_junit_is_xml_with_the_failures():
    result = _verify(SITE, "--captures", BROKEN, "--format", "junit")
    suites = ElementTree.fromstring(result.stdout_bytes)
    assert result.exit_code == 1
    assert [
        case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None
    ]


def test_notes_go_to_stderr():
    result = _verify(SITE, "--captures", GOOD)
    assert result.stderr.startswith("note: the captures say no time")
    assert "note:" not in result.stdout


def test_quiet_says_nothing_where_all_is_proved():
    result = _verify(SITE, "--captures", GOOD, "--quiet")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_quiet_says_what_is_wrong():
    result = _verify(SITE, "--captures", BROKEN, "--quiet")
    assert "stp.way-to-root" in result.stdout
    assert "pass " not in result.stdout
    assert result.stderr == ""


def test_all_makes_skipped_count_as_unknown():
    result = _verify(SITE, "--captures", GOOD, "--all")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (
        3, "UNKNOWN  servers: 2 unknown",
    )  # fmt: skip
    suites = ElementTree.fromstring(
        _verify(SITE, "--captures", GOOD, "--all", "--format", "junit").stdout_bytes
    )
    assert [*suites.iter("error")]
    assert not [*suites.iter("skipped")]


def test_server_chooses_among_the_servers():
    result = _verify(SITE, "--captures", BROKEN, "--server", "db1", "--format", "json")
    assert [server["server"] for server in json.loads(result.stdout)["servers"]] == ["db1"]
    both = _verify(
        SITE, "--captures", BROKEN, "--server", "db1", "--server", "web1", "--format", "json"
    )
    assert [server["server"] for server in json.loads(both.stdout)["servers"]] == ["web1", "db1"]


def test_a_log_is_as_good_as_a_folder(log):
    result = _verify(SITE, "--log", log, "--server", "web1")
    assert result.exit_code == 0
    assert f"{log}:" not in result.stdout  # what passes is one line, without its evidence


def test_logs_and_a_folder_are_judged_together(log):
    assert _verify(SITE, "--log", log).exit_code == 3
    assert _verify(SITE, "--log", log, "--captures", GOOD).exit_code == 0
    assert _verify(SITE, "--captures", GOOD, "--log", log, "--log", log).exit_code == 0


def test_a_quick_look_needs_no_site_file(log):
    result = _verify("--log", log, *QUICK, "--vlan", "1", "--root", "sw1")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "server (stp): PASS")
    assert _verify("--log", log, *QUICK, "--root", "sw2").exit_code == 1


def test_a_quick_look_at_a_bundle():
    result = _verify(
        "--captures", BROKEN, "--method", "802.3ad", "--leg", "sw1:Fa0/1", "--leg", "sw1:Fa0/2",
        "--group", "1", "--format", "json",
    )  # fmt: skip
    findings = json.loads(result.stdout)["servers"][0]["findings"]
    failed = [finding for finding in findings if finding["verdict"] == "fail"]
    assert [(finding["check"], finding["evidence"][0]["text"]) for finding in failed] == [
        ("lacp.all-bundled", "1      Po1(SU)         LACP      Fa0/1(P)    Fa0/2(s)")
    ]


def test_max_age_holds_captures_of_one_verdict_together(tmp_path):
    import hashlib

    for switch, time in (
        ("sw1", "2026-01-05T10:00:00+00:00"),
        ("sw2", "2026-01-05T10:02:00+00:00"),
    ):
        folder = tmp_path / switch
        folder.mkdir()
        for file in (GOOD / switch).glob("*.txt"):
            (folder / file.name).write_bytes(file.read_bytes())
        name = "show_spanning-tree_vlan_1.txt"
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        entry = {
            "command": "show spanning-tree vlan 1", "file": name, "time": time, "sha256": digest,
            "whole": True,
        }  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps([entry]))
    arguments = [SITE, "--captures", tmp_path, "--server", "web1", "--max-age"]
    assert _verify(*arguments, "2m").exit_code == 0
    assert _verify(*arguments, "0.1h").exit_code == 0
    old = _verify(*arguments, "119s")
    assert old.exit_code == 3
    assert "expected within 119 s, got 120 s apart" in old.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "captured output with --captures DIR or --log FILE"),
        (QUICK, "a SITE file whose switches are asked"),
        (["--captures", GOOD], "a SITE file, or --method and two or more of --leg"),
        (["--captures", GOOD, "--method", "stp"], "a SITE file, or --method"),
        ([SITE, "--captures", GOOD, *QUICK], "--method, --leg: SITE says this"),
        ([SITE, "--captures", GOOD, "--vlan", "1"], "--vlan: SITE says this"),
        (["--captures", GOOD, "--method", "lacp", "--leg", "a:Fa0/1"], "'lacp' is not one of"),
        (["--captures", GOOD, "--method", "stp", "--leg", "sw1 Fa0/1"], "SWITCH:PORT"),
        (["--captures", GOOD, *QUICK[:4]], "uplinks: 1 uplink is no redundancy"),
        (["--captures", GOOD, *QUICK, "--vlan", "9999"], "vlan: out of range, got '9999'"),
        ([SITE, "--captures", "/no/such"], "/no/such: no such folder"),
        ([SITE, "--captures", SITE], "site.yaml: no such folder"),
        ([SITE, "--log", "/no/such.log"], "/no/such.log: No such file or directory"),
        (["/no/such.yaml", "--captures", GOOD], "/no/such.yaml:1:1: cannot be read"),
        ([SITE, "--captures", GOOD, "--server", "web2"], "no server 'web2' in the site"),
        ([SITE, "--captures", GOOD, "--max-age", "600"], "expected 90s, 10m, 2h or 1d"),
        ([SITE, "--captures", GOOD, "--max-age", "-1s"], "expected 90s, 10m, 2h or 1d"),
        ([SITE, "--captures", GOOD, "--format", "html"], "'html' is not one of"),
    ],
)
def test_wrong_use_exits_with_2_and_says_what(arguments, said):
    result = _verify(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [[], [SITE, "--captures", "/no/such"], ["/no/such.yaml", "--captures", GOOD]],
    ids=["nothing", "no-folder", "no-site"],
)
def test_wrong_use_is_unknown_to_monitoring(arguments):
    result = _verify(*arguments, "--format", "nagios")
    assert result.exit_code == 3
    assert result.stdout.startswith("UNKNOWN - ")
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize("foreign", [None, "sw9"], ids=["empty", "foreign"])
def test_a_folder_without_captures_is_unknown_and_says_what_was_expected(tmp_path, foreign):
    if foreign:
        (tmp_path / foreign).mkdir()
        (tmp_path / foreign / "show_spanning-tree.txt").write_text(LOG)
    result = _verify(SITE, "--captures", tmp_path)
    assert result.exit_code == 3
    assert f"note: {tmp_path}: no captures of sw1, sw2; expected a folder" in result.stderr
    assert (f"{tmp_path / 'sw9'}: no device of the site has this name" in result.stderr) == bool(
        foreign
    )


def test_text_that_the_output_cannot_encode_is_written_out(tmp_path):
    folder = tmp_path / "größe"
    folder.mkdir()
    (folder / "sw1").symlink_to(BROKEN / "sw1")
    run = subprocess.run(
        [sys.executable, "-m", "netredund", "verify", SITE, "--captures", folder],
        capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert run.returncode == 1
    assert rb"gr\xf6\xdfe/sw1/show_etherchannel_summary.txt:19" in run.stdout


def _on_terminal(environment):
    """Run verify with a terminal of 80 columns as its output; return what it shows."""
    main_end, child_end = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "netredund", "verify", SITE, "--captures", BROKEN, "--quiet"],
        stdout=child_end, stdin=child_end, cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(child_end)
    shown = b""
    while True:
        try:
            part = os.read(main_end, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(main_end)
    assert run.wait() == 1
    return shown.decode()


def test_a_terminal_gets_colour_and_its_own_width():
    shown = _on_terminal({"NO_COLOR": ""})
    assert "\x1b[1;31mFAIL\x1b[0m" in shown
    assert "expected a link to a\r\n" in shown


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_is_honoured(environment):
    assert "\x1b" not in _on_terminal(environment)


def test_reading_captures_loads_no_ssh_library_and_no_configuration_parser():
    code = (
        "import sys; from netredund.cli import main\n"
        f"try: main(['verify', {str(SITE)!r}, '--captures', {str(GOOD)!r}, '--quiet'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rich', 'netmiko', 'paramiko', 'ciscoconfparse', 'xml.etree', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
