"""The campaigns can be asked for; what they prove takes longer than a test may."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

NAMES = sorted(path.stem for path in (ROOT / "scripts/campaigns").glob("[a-z]*.py"))


def _run(*arguments):
    return subprocess.run(
        [sys.executable, "scripts/campaigns", *arguments], cwd=ROOT, capture_output=True, text=True
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_campaign_explains_itself(name):
    run = _run(name, "--help")
    assert run.returncode == 0, run.stderr
    assert f"scripts/campaign {name}" in run.stdout


def test_an_unknown_client_is_refused_with_those_that_are_known():
    run = _run("clients", "telnet")
    assert run.returncode == 2
    assert all(name in run.stderr for name in ("napalm", "scrapli", "ansible"))
