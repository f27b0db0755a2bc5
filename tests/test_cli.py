import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from netredund.cli import _COMMANDS, main
from tests.conftest import ROOT

TABLE = ROOT / "fixtures/show_spanning-tree/c2960_root.txt"
SUMMARY = ROOT / "fixtures/show_spanning-tree_summary/c2960_rapid.txt"


def _run(*arguments, text=None):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


def test_parse_prints_one_object_a_line_in_the_order_of_the_files(tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("No spanning tree instance exists.\n")
    result = _run("parse", "sh span", TABLE, other, TABLE)
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [len(facts["instances"]) for facts in objects] == [1, 0, 1]
    assert (result.exit_code, result.stderr) == (0, "")


def test_parse_reads_standard_input_without_a_file():
    result = _run("parse", "show spanning-tree", text=TABLE.read_text())
    assert json.loads(result.stdout)["instances"][0]["instance"] == "VLAN0001"


def test_strict_exits_with_3_when_something_was_not_understood():
    assert _run("parse", "--strict", "sh span", text=TABLE.read_text()).exit_code == 0
    damaged = _run("parse", "--strict", "sh span", text=TABLE.read_text() + "what\n")
    assert damaged.exit_code == 3
    assert json.loads(damaged.stdout)["unparsed"][0]["text"] == "what"
    assert _run("parse", "sh span", text="what\n").exit_code == 0


def test_parse_lists_the_commands_it_knows():
    result = _run("parse", "--commands")
    assert result.exit_code == 0
    assert "show etherchannel [<group>] port-channel" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["parse", "show clock"], "no reader knows this command"),
        (["parse", "show spanning-tree i"], "ambiguous"),
        (["parse"], "Missing argument 'COMMAND'"),
        (["parse", "sh span", "/no/such/file"], "/no/such/file"),
        (["parse", "sh span", str(ROOT)], "directory"),
        (["pars"], "No such command 'pars'"),
        (["parse", "--stict", "sh span"], "No such option"),
    ],
)
def test_wrong_use_exits_with_2_and_says_what(arguments, said):
    result = _run(*arguments)
    assert result.exit_code == 2
    assert said.lower() in result.stderr.lower()
    assert result.stdout == ""


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help(name):
    result = _run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name}")


def test_help_lists_the_commands_and_imports_none_of_them():
    code = (
        "import sys; from netredund.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'textfsm', 'msgspec', 'yaml', 'rich', 'netmiko', 'paramiko', 'ciscoconfparse'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"
    assert all(name in run.stdout for name in _COMMANDS)


def test_a_closed_pipe_is_no_traceback():
    command = f"'{sys.executable}' -m netredund parse --commands | head -0"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT)
    assert "Traceback" not in run.stderr
