"""The command `recover`, as far as no switch is asked, and whether what is printed has colours."""

import contextlib
import io
import re

import pytest
from click.testing import CliRunner

import netredund
from netredund.cli import main
from netredund.cli.colour import wants_colour
from netredund.transaction.entries import Opening
from netredund.transaction.journal import Journal
from tests.transaction.campaign import make_scene, simulate
from tests.transaction.test_recovering import die_behind


@pytest.mark.parametrize("arguments", [[], ["--list"]], ids=["recover", "list"])
def test_nothing_unfinished_is_said(tmp_path, monkeypatch, arguments):
    result = CliRunner().invoke(main, ["recover", *arguments, "--state", str(tmp_path)])
    assert (result.exit_code, result.output) == (0, "nothing is unfinished\n")
    monkeypatch.setenv("NETREDUND_STATE", str(tmp_path / "none"))  # nothing was ever pushed
    result = CliRunner().invoke(main, ["recover", *arguments])
    assert (result.exit_code, result.output) == (0, "nothing is unfinished\n")


@pytest.mark.parametrize("arguments", [[], ["--list"]], ids=["recover", "list"])
def test_a_folder_that_is_not_there_is_not_said_to_hold_nothing(tmp_path, arguments):
    missing = tmp_path / "jurnals"
    result = CliRunner().invoke(main, ["recover", *arguments, "--state", str(missing)])
    assert result.exit_code == 2
    assert f"no such folder: {missing}" in result.output


class _Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environment", "stream", "expected"),
    [
        ({}, _Terminal(), True),
        ({}, io.StringIO(), False),
        ({"TERM": "dumb"}, _Terminal(), False),
        ({"NO_COLOR": "1"}, _Terminal(), False),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, _Terminal(), False),
    ],
    ids=["terminal", "pipe", "dumb", "none", "forced", "both"],
)
def test_colours_are_for_terminals_unless_the_environment_says_otherwise(
    monkeypatch, environment, stream, expected
):
    for name in ("TERM", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(stream) is expected


def test_a_killed_push_is_listed_with_what_stands_in_its_journal():
    with simulate(make_scene("stp", "revert timer")) as simulation:
        die_behind(simulation, 5, make_scene("stp", "revert timer"))
        listed = CliRunner().invoke(main, ["recover", "--list", "--state", str(simulation.state)])
        assert listed.exit_code == 0
        head, *switches = listed.output.splitlines()
        assert head.endswith("web1 on sw1, sw2: to be undone")
        assert re.fullmatch(
            r"  sw1: 1 of \d steps begun, guarded by configure terminal revert timer,"
            r" back by itself at \d\d:\d\d:\d\d",
            switches[0],
        )
        assert re.fullmatch(r"  sw2: 0 of \d steps begun", switches[1])
        simulation.recover()
        assert simulation.told[-1].phase == "undone"
        begun = next(each for each in simulation.told if each.phase == "recover")
        assert begun.text.endswith("web1: was not proved, is undone")


def test_a_push_that_still_runs_is_listed_as_running(tmp_path):
    opening = Opening(
        site="site.yaml", servers=("web1",), began_s=0, timer_min=5, plan=netredund.Plan(),
        switches={"sw1": netredund.Switch(name="sw1", host="192.0.2.1")},
    )  # fmt: skip
    with contextlib.closing(Journal.begin(tmp_path, opening, lambda: 0.0)):
        listed = CliRunner().invoke(main, ["recover", "--list", "--state", str(tmp_path)])
    assert listed.output.splitlines()[0].endswith("web1 on sw1: still running")
