"""Tests for netredund.cli.lab and the pytest plugin."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from netredund.cli.lab import command
from netredund.lab import STANDARD_LAB, Lab

pytest_plugins = ["pytester"]
UP = [sys.executable, "-c", "from netredund.cli import main; main()", "lab", "up"]


def test_print_shows_the_lab_file(tmp_path: Path) -> None:
    assert CliRunner().invoke(command, ["up", "--print"]).output == STANDARD_LAB
    path = tmp_path / "lab.yaml"
    path.write_text("switches: {a: {}}\n")
    assert CliRunner().invoke(command, ["up", str(path), "--print"]).output == path.read_text()


def test_up_prints_a_table_and_ends_by_itself(tmp_path: Path) -> None:
    line = [*UP, "--for", "0.2", "--speed", "10", "--directory", str(tmp_path / "x")]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    rows = [row.split() for row in done.stdout.splitlines()]
    assert rows[0] == ["NAME", "ADDRESS", "PORT", "USER"]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("sw1", "127.0.0.1", "admin"),
        ("sw2", "127.0.0.1", "admin"),
    ]
    assert str(tmp_path / "x" / "site.yaml") in done.stderr
    assert {path.name for path in (tmp_path / "x").iterdir()} == {
        "host_keys",
        "id_ed25519",
        "known_hosts",
        "site.yaml",
        "ssh_config",
    }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_runs_until_interrupted(tmp_path: Path, number: signal.Signals) -> None:
    line = [*UP, "--directory", str(tmp_path)]
    running = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("NAME")
        os.kill(running.pid, number)
        _, said = running.communicate(timeout=30)
    finally:
        running.kill()
        running.wait()
    assert running.returncode == 0
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("switches: {a: {mode: mst}}", "lab.yaml:1:22: switch a: mode: 'mst' is not known"),
        ("switches: {a: {startup: foo}}", "a: startup configuration, line"),
    ],
)
def test_wrong_lab_file_is_wrong_use(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "lab.yaml").write_text(text)
    line = [*UP, "lab.yaml", "--for", "0"]
    done = subprocess.run(
        line, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path
    )
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", [["--speed", "0"], ["--for", "-1"]])
def test_impossible_option_is_wrong_use(option: list[str]) -> None:
    assert CliRunner().invoke(command, ["up", *option]).exit_code == 2


def test_fixture_is_a_settled_standard_lab(netredund_lab: Lab) -> None:
    assert "Altn BLK" in netredund_lab.show("sw2", "show spanning-tree")


@pytest.mark.netredund_lab(settle_s=0.0, speed=2.0)
def test_marker_changes_the_fixture(netredund_lab: Lab) -> None:
    assert netredund_lab.speed == 2.0
    assert "FWD" not in netredund_lab.show("sw1", "show spanning-tree vlan 1 | include Fa0/23")


def test_fixture_is_there_for_other_projects(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_port(netredund_lab):
            assert netredund_lab.addresses["sw1"].port
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
