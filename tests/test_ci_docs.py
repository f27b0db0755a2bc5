"""The repository of docs/ci.md, built from what stands there and from docs/example, works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from netredund.pytest_plugin import pytest_addoption
from tests.conftest import ROOT

TEXT = (ROOT / "docs/ci.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
BIN = Path(sys.executable).parent


def _blocks(language):
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture(params=["captures", "broken"])
def repository(request, tmp_path):
    """The documented layout, once with healthy captures and once with broken ones."""
    shutil.copy(ROOT / "docs/example/site.yaml", tmp_path)
    shutil.copytree(ROOT / "docs/example" / request.param, tmp_path / "captures")
    (tmp_path / "pytest.ini").write_text(_blocks("ini")[0])
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_network.py").write_text(_blocks("python")[0])
    return tmp_path


def _run(folder, command):
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("PYTEST_ADDOPTS", None)
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True
    )


def _script(language_block):
    """Return the commands that a CI server would run, less the installation."""
    loaded = yaml.safe_load(language_block)
    job = loaded.get("verify") or loaded["jobs"]["verify"]
    lines = job.get("script") or [step["run"] for step in job["steps"] if "run" in step]
    return [line for line in lines if not line.startswith("pip install ")]


@pytest.mark.parametrize("number", [0, 1], ids=["gitlab", "github"])
def test_the_commands_of_ci_say_whether_the_captures_are_healthy(repository, number, request):
    commands = _script(_blocks("yaml")[number])
    assert commands
    is_healthy = "captures" in request.node.callspec.params["repository"]
    for command in commands:
        run = _run(repository, command)
        assert run.returncode == (0 if is_healthy else 1), run.stdout + run.stderr


@pytest.mark.parametrize("repository", ["captures"], indirect=True)
def test_the_junit_files_are_written_with_all_checks(repository):
    for command in _script(_blocks("yaml")[0]):
        _run(repository, command)
    checks = ElementTree.parse(repository / "checks.xml")
    verify = ElementTree.parse(repository / "verify.xml")
    own = {case.get("name") for case in checks.iter("testcase")}
    assert {case.get("name") for case in verify.iter("testcase")} < own
    assert "test_no_server_is_left_unproved" in own


@pytest.mark.parametrize("repository", ["captures"], indirect=True)
def test_the_chosen_items_are_those_that_are_shown(repository):
    (shown,) = [text for text in _blocks("") if text.startswith("$ pytest")]
    first, *items = shown.splitlines()
    run = _run(repository, f"{first.removeprefix('$ ')} -p no:cacheprovider -p no:xdist")
    passed = [line for line in run.stdout.splitlines() if line.startswith("netredund::")]
    assert [re.sub(r" +\[ *\d+%\]", "", line) for line in passed] == items


@pytest.mark.parametrize("repository", ["broken"], indirect=True)
def test_the_failure_is_that_which_is_shown(repository):
    (shown,) = [text for text in _blocks("") if text.startswith("____")]
    out = _run(repository, "pytest").stdout.replace(f"{repository}/", "")
    assert "\n".join(shown.splitlines()[1:]) in out


@pytest.mark.parametrize("repository", ["captures"], indirect=True)
def test_the_layout_is_that_which_is_shown(repository):
    (tree,) = [text for text in _blocks("") if text.startswith("network/")]
    named = {line.split("─ ")[1].split()[0].rstrip("/") for line in tree.splitlines()[1:]}
    there = {path.name for path in repository.rglob("*")}
    assert there <= named
    assert named - there == {"web1", "bridge_-d_-j_link.txt"}


def test_every_option_has_a_row():
    options = []

    class Parser:
        def getgroup(self, *_):
            return self

        def addoption(self, name, **_):
            options.append(name)

    pytest_addoption(Parser())
    assert re.findall(r"^\| `(--[\w-]+)", TEXT, re.MULTILINE) == options
