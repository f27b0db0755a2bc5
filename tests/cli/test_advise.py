import json
import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner

from netredund.cli.advise import command
from netredund.errors import SiteError

SITE = """
switches: {sw1: , sw2: , st1: {stack: core}, st2: {stack: core}}
servers:
  apart: {method: stp, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}
  stacked: {method: 802.3ad, uplinks: {eth0: st1 Gi1/0/1, eth1: st2 Gi2/0/1}}
"""


@pytest.fixture
def site(tmp_path):
    path = tmp_path / "site.yaml"
    path.write_text(SITE, encoding="utf-8")
    return str(path)


def run(*options):
    return CliRunner().invoke(command, options)


METHODS = {
    "stp": ("--managed --different-switches --last-resort-bridging", "stp"),
    "no bridging": ("--managed --different-switches --no-last-resort-bridging", "active-backup"),
    "shared": ("--managed --same-switch --share-bandwidth", "802.3ad"),
    "not shared": ("--managed --same-switch --no-share-bandwidth", "active-backup"),
    "stack": ("--managed --stack --share-bandwidth", "802.3ad"),
    "stack of two": ("--managed --different-switches --stack --share-bandwidth", "802.3ad"),
    "not managed": ("--not-managed --share-bandwidth", "balance-alb"),
    "not managed, one leg": ("--not-managed --no-share-bandwidth", "active-backup"),
}


@pytest.mark.parametrize("options, method", METHODS.values(), ids=METHODS.keys())
def test_options_lead_to_the_method(options, method):
    text = run(*options.split())
    assert (text.exit_code, text.stderr) == (0, "")
    assert f"\nMethod: {method}\n" in text.stdout
    assert "On the switches" in text.stdout
    assert "On the server" in text.stdout
    record = run(*options.split(), "--format", "json")
    assert json.loads(record.stdout)["method"] == method
    assert record.stderr == ""


OPEN = {
    "1": ("", "--managed or --not-managed"),
    "2": ("--managed", "--different-switches, --same-switch, --stack or --site"),
    "3": ("--managed --different-switches", "--last-resort-bridging or --no-last-resort-bridging"),
    "4": ("--managed --same-switch", "--share-bandwidth or --no-share-bandwidth"),
    "5": ("--not-managed", "--share-bandwidth or --no-share-bandwidth"),
}


@pytest.mark.parametrize("number", OPEN)
def test_open_question_without_a_terminal_is_wrong_use_and_names_the_option(number):
    options, named = OPEN[number]
    result = run(*options.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"question {number} is open" in result.stderr
    assert named in result.stderr


def test_site_file_answers_question_2_and_names_the_ports(site):
    result = run("--managed", "--site", site, "--server", "stacked", "--share-bandwidth")
    assert "st1 and st2 act as one (stack core)" in result.stdout
    assert "Method: 802.3ad" in result.stdout
    assert "interface GigabitEthernet2/0/1" in result.stdout


def test_site_file_with_several_servers_needs_a_name(site):
    result = run("--managed", "--site", site)
    assert result.exit_code == 2
    assert "apart, stacked" in result.stderr


def test_unknown_server_is_wrong_use(site):
    result = run("--managed", "--site", site, "--server", "web9")
    assert result.exit_code == 2
    assert "'web9'" in result.stderr
    assert "apart, stacked" in result.stderr


def test_server_without_site_is_wrong_use():
    result = run("--server", "web1")
    assert result.exit_code == 2
    assert "--site" in result.stderr


@pytest.mark.parametrize(
    "option, server, exit_code",
    [("--same-switch", "apart", 2), ("--different-switches", "apart", 0)],
    ids=["contradicts", "agrees"],
)
def test_option_may_agree_with_the_site_file_but_not_contradict_it(site, option, server, exit_code):
    result = run("--managed", option, "--site", site, "--server", server, "--last-resort-bridging")
    assert result.exit_code == exit_code
    assert ("contradicts" in result.stderr) is (exit_code == 2)


def test_site_file_that_is_not_in_order_is_told(tmp_path):
    path = tmp_path / "site.yaml"
    path.write_text("switches: {}\n", encoding="utf-8")
    result = run("--managed", "--site", str(path))
    assert isinstance(result.exception, SiteError)


def ask_on_terminal(answers, *options):
    """Run the command with a terminal as its stdin, and pipes as stdout and stderr."""
    ours, theirs = pty.openpty()
    code = "from netredund.cli.advise import command; command()"
    try:
        os.write(ours, answers.encode())
        return subprocess.run(
            [sys.executable, "-c", code, *options],
            stdin=theirs, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(theirs)
        os.close(ours)


def test_terminal_is_asked_on_stderr_what_options_leave_open():
    result = ask_on_terminal("yes\nn\nY\n", "--format", "json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["method"] == "802.3ad"
    assert result.stdout.startswith("{")
    questions = [line for line in result.stderr.split("[yes/no]") if "?" in line]
    assert [question.strip()[0] for question in questions][0] == "1"
    assert "count as one" in result.stderr
    assert "4. Should the interfaces share bandwidth" in result.stderr


def test_answer_that_is_none_is_asked_for_again():
    result = ask_on_terminal("perhaps\nno\nno\n")
    assert "Please answer yes or no." in result.stderr
    assert "Method: active-backup" in result.stdout


def test_end_of_input_ends_the_questions():
    result = ask_on_terminal("yes\n\x04")
    assert (result.returncode, result.stdout) == (1, "")
    assert "Abort" in result.stderr
