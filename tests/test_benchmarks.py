"""The benchmarks run; what they measure is for a quiet machine to say, not for a test."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

NAMES = sorted(
    path.stem for path in (ROOT / "scripts/benchmarks").glob("[a-z]*.py") if path.stem != "timing"
)


def _run(*arguments):
    return subprocess.run(
        [sys.executable, "scripts/benchmarks", *arguments], cwd=ROOT, capture_output=True, text=True
    )


def test_start_prints_a_ratio_for_each_promise():
    run = _run("start", "--runs", "1")
    ratios = re.findall(
        r" +([\d.]+) times python -c .*, promised at most ([\d.]+): (.*)", run.stdout
    )
    assert [limit for _, limit, _ in ratios] == ["2.5", "3.0"]
    kept = all(float(ratio) <= float(limit) for ratio, limit, _ in ratios)
    assert run.returncode == (0 if kept else 1), run.stderr


def test_lab_prints_a_word_for_each_promise():
    sizes = ("--switches", "20", "--links", "30", "--vlans", "2", "--sessions", "10")
    run = _run("lab", *sizes, "--idle", "0.1", "--runs", "1", "--without-fakenos")
    words = re.findall(r"^(.*): (ok|MISSED)$", run.stdout, re.M)
    promises = ["up in under 5 s", "idle under 0.25 of a core", "no session failed"]
    assert [promise for promise, _ in words] == promises, run.stderr
    assert run.returncode == (0 if all(word == "ok" for _, word in words) else 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_benchmark_explains_itself(name):
    run = _run(name, "--help")
    assert run.returncode == 0
    assert f"scripts/benchmark {name}" in run.stdout


def test_an_unknown_name_is_refused_with_those_that_are_known():
    run = _run("speed")
    assert run.returncode == 2
    assert all(name in run.stderr for name in NAMES)
