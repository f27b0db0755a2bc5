"""The command `recover`, as far as no switch is asked, and the colours of what is printed."""

import io

import pytest
from click.testing import CliRunner

from netredund.cli import main
from netredund.cli.colour import wants_colour


@pytest.mark.parametrize("arguments", [[], ["--list"]], ids=["recover", "list"])
def test_nothing_unfinished_is_said(tmp_path, arguments):
    result = CliRunner().invoke(main, ["recover", *arguments, "--state", str(tmp_path / "none")])
    assert (result.exit_code, result.output) == (0, "nothing is unfinished\n")


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
