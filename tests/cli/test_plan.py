"""The command `plan`: what it prints, and what it ends with."""

import json
import re
import shlex

import pytest
from click.testing import CliRunner

from netredund.cli import main
from tests.conftest import ROOT

EXAMPLE = ["docs/example/site.yaml", "--captures", "docs/example/unconfigured"]
DOCUMENT = (ROOT / "docs/plan.md").read_text()
SHOWN = re.findall(
    r"```console\n\$ netredund-switch (.+)\n([^`]*(?:`[^`]+`[^`]*)*?)```\n", DOCUMENT
)


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.chdir(ROOT)


def _run(*arguments):
    return CliRunner().invoke(main, ["plan", *arguments])


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_document_shows_what_is_printed(command, output):
    assert CliRunner().invoke(main, shlex.split(command)).output == output


def test_the_document_has_its_examples():
    assert len(SHOWN) == 3


def test_a_refusal_ends_with_status_1_and_prints_no_plan():
    result = _run(*EXAMPLE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--change-root allows it" in result.stderr


def test_a_refusal_in_json_has_its_records():
    result = _run(*EXAMPLE, "--format", "json")
    assert result.exit_code == 1
    (refusal,) = json.loads(result.stdout)["refusals"]
    assert (refusal["server"], refusal["switch"]) == ("web1", "sw1")
    assert refusal["evidence"].startswith("sw1: show spanning-tree, line ")


def test_json_has_every_line_with_its_reason():
    result = _run(*EXAMPLE, "--change-root", "--format", "json")
    assert result.exit_code == 0
    plan = json.loads(result.stdout)
    for switch in plan["switches"]:
        for line in switch["do"] + switch["undo"]:
            assert line["line"]
            assert line["reason"]
        steps = [step for step in plan["steps"] if step["switch"] == switch["switch"]]
        assert switch["do"] == [line for step in steps for line in step["do"]]
        assert switch["undo"] == [line for step in reversed(steps) for line in step["undo"]]
    assert plan["roots"] == [{"vlan": 1, "before": "sw2", "after": "sw1", "mst_instance": None}]


def test_json_has_the_prediction():
    result = _run(*EXAMPLE, "--change-root", "--format", "json")
    prediction = json.loads(result.stdout)["prediction"]
    (vlan,) = prediction["vlans"]
    assert (prediction["basis"], vlan["vlan"]) == ("plan", 1)
    assert vlan["after"]["bridges"]["sw2"]["root"] == "sw1"
    assert vlan["servers"][0]["after"][0].startswith("web1: sw2 Fa0/23 blocks: ")


def test_nothing_to_do_says_so_and_ends_with_status_0(tmp_path):
    circle = ROOT / "fixtures/plans/backup-clean"
    for switch in ("sw1", "sw2"):
        (tmp_path / switch).mkdir()
        text = (circle / switch / "result.txt").read_text()
        (tmp_path / switch / "show_running-config.txt").write_text(text)
    result = _run(str(circle / "site.yaml"), "--captures", str(tmp_path))
    assert (result.exit_code, result.stdout) == (
        0, "nothing to do: everything stands as the site file wants it\n",
    )  # fmt: skip


def test_a_removal_is_planned(tmp_path):
    circle = ROOT / "fixtures/plans/lacp-clean"
    for switch in ("sw1", "sw2"):
        (tmp_path / switch).mkdir()
        text = (circle / switch / "result.txt").read_text()
        (tmp_path / switch / "show_running-config.txt").write_text(text)
    result = _run(str(circle / "site.yaml"), "--captures", str(tmp_path), "--remove")
    assert result.exit_code == 0
    assert "-interface Port-channel1" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([*EXAMPLE, "--server", "web9"], 2, "no server 'web9' in the site: it has web1, db1"),
        (["docs/example/site.yaml", "--captures", "nowhere"], 2, "no such folder"),
        (["docs/example/site.yaml", "--captures", "docs/example/broken"], 3,
         "sw1: running-config: no capture of show running-config"),
    ],
    ids=["unknown-server", "no-folder", "no-running-config"],
)  # fmt: skip
def test_what_cannot_be_planned_says_why(arguments, status, said):
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert said in result.stderr
