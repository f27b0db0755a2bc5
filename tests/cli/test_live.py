"""Rules of the commands that ask switches, run as users run them."""

import io
import json
import os
import pty
import re
import subprocess
import sys

import pytest

from netredund.cli.reach import ProgressLine, Prompt
from netredund.recording import Progress
from tests.lab_access import (
    own_home,
    standard,
    standard_access,
    standard_site,
)
from tests.secrecy import INPUTS, PASSWORD, WRONG_PASSWORD, find_secret

__all__ = ["own_home", "standard", "standard_access", "standard_site"]


COMMAND = (sys.executable, "-c", "from netredund.cli import main; main()")


@pytest.fixture
def place(standard, standard_access, tmp_path):
    """A folder with a site file, and the options that reach the lab."""
    from netredund.lab.labfolder import render_site

    text = standard.call(lambda network: render_site(network, standard.addresses))
    (tmp_path / "site.yaml").write_text(text)
    return tmp_path, ["--known-hosts", str(standard_access.known_hosts)]


def run(folder, *arguments, password=PASSWORD, user="admin"):
    environment = {**os.environ, "NETREDUND_USERNAME": user, "NETREDUND_PASSWORD": password}
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_live_verification_passes_and_prints_the_report_only(place):
    folder, options = place
    done = run(folder, "verify", "site.yaml", *options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("PASS  servers: 2 pass\n")
    assert done.stderr == ""


def test_capture_then_verify_offline(place):
    folder, options = place
    done = run(folder, "capture", "site.yaml", "captures", *options)
    assert done.returncode == 0, done.stderr
    assert "captures/sw1: 10 captures" in done.stderr
    assert done.stdout == ""
    offline = run(folder, "verify", "site.yaml", "--captures", "captures", "--format", "json")
    assert (offline.returncode, json.loads(offline.stdout)["verdict"]) == (0, "pass")


def test_one_server_alone_is_asked_for(place):
    folder, options = place
    run(folder, "capture", "site.yaml", "captures", "--server", "db1", *options)
    assert [path.name for path in (folder / "captures").iterdir()] == ["sw1"]


@pytest.mark.parametrize("command", [["verify", "site.yaml"], ["capture", "site.yaml", "captures"]])
def test_a_login_that_fails_exits_5_in_one_line_a_switch(place, command):
    folder, options = place
    done = run(folder, *command, *options, password=WRONG_PASSWORD)
    assert done.returncode == 5
    assert "does not let admin in" in done.stderr
    assert "Traceback" not in done.stderr
    assert not find_secret(done.stdout + done.stderr)


def test_an_unknown_host_key_exits_5_and_says_what_to_do(place):
    folder, _ = place
    done = run(folder, "verify", "site.yaml")
    assert done.returncode == 5
    assert "--accept-new" in done.stderr


def test_accept_new_stores_the_keys(place):
    folder, _ = place
    done = run(folder, "verify", "site.yaml", "--known-hosts", "own_keys", "--accept-new")
    assert done.returncode == 0, done.stderr
    assert len((folder / "own_keys").read_text().splitlines()) == 2
    assert run(folder, "verify", "site.yaml", "--known-hosts", "own_keys").returncode == 0


def test_an_unreachable_switch_in_the_words_of_nagios_is_unknown(place):
    folder, _ = place
    done = run(folder, "verify", "site.yaml", "--format", "nagios")
    assert (done.returncode, "UNKNOWN" in done.stdout) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--captures", ".", "--wait"], "--wait"),
        (["--captures", ".", "--accept-new"], "--accept-new"),
        (["--log", "x", "--user", "ops"], "--user"),
        (["--read-timeout", "5"], "no span of time"),
    ],
)
def test_options_that_do_not_fit_are_wrong_use(place, arguments, said):
    folder, _ = place
    done = run(folder, "verify", "site.yaml", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True)


@pytest.mark.parametrize("command", ["plan", "topology"])
def test_no_command_takes_options_for_live_use_with_captures(place, command):
    folder, _ = place
    done = run(folder, command, "site.yaml", "--captures", ".", "--user", "ops")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--user: for live use only, not with --captures or --log" in done.stderr


def test_a_session_log_holds_no_secret(place):
    folder, options = place
    done = run(folder, "verify", "site.yaml", *options, "--session-log", "logs")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (folder / "logs").iterdir()) == ["sw1.log", "sw2.log"]
    text = (folder / "logs" / "sw1.log").read_text()
    assert "enable secret 5 <removed>" in text
    assert not find_secret(text)


def test_the_ssh_configuration_of_the_lab_is_enough(standard, place, tmp_path):
    from netredund.lab.labfolder import render_ssh_config

    folder, _ = place
    secret = tmp_path / INPUTS
    secret.mkdir()
    config = render_ssh_config(secret, standard.addresses)
    (folder / "ssh_config").write_text(config)
    (secret / "known_hosts").write_text(
        "".join(f"[{a.host}]:{a.port} {a.host_key}\n" for a in standard.addresses.values())
    )
    done = run(folder, "verify", "site.yaml", "--ssh-config", "ssh_config", user="")
    assert done.returncode == 0, done.stderr


def test_a_password_is_asked_for_once_on_a_terminal(place):
    folder, options = place
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NETREDUND")}
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        [*COMMAND, "verify", "site.yaml", "--user", "admin", *options],
        cwd=folder, env=environment, stdin=follower, stderr=follower, stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    while b"password of admin@" not in shown and child.poll() is None:
        shown += os.read(leader, 1000)
    os.write(leader, f"{PASSWORD}\n".encode())
    out, _ = child.communicate(timeout=60)
    try:
        while piece := os.read(leader, 10_000):
            shown += piece
    except OSError:
        pass
    os.close(leader)
    assert child.returncode == 0
    assert b"PASS" in out
    assert shown.count(b"password of admin@") == 1
    assert b"switches" in shown
    assert not find_secret(shown.decode())


def test_a_plan_is_made_of_what_the_switches_say_now(place):
    folder, options = place
    done = run(folder, "plan", "site.yaml", *options, "--format", "json")
    assert done.returncode == 0, done.stderr
    lines = [line["line"] for step in json.loads(done.stdout)["steps"] for line in step["do"]]
    assert lines == [
        "interface Port-channel1", "switchport mode access", "spanning-tree bpduguard enable",
        "spanning-tree portfast", "exit",
    ]  # fmt: skip


def test_a_plan_needs_every_switch_and_prints_none_where_one_cannot_be_asked(place):
    folder, options = place
    done = run(folder, "plan", "site.yaml", *options, password=WRONG_PASSWORD)
    assert (done.returncode, done.stdout) == (5, "")
    assert "does not let admin in" in done.stderr


def test_with_the_servers_own_view_nothing_is_left_to_doubt(place, standard):
    folder, options = place
    view = folder / "views" / "web1" / "ip_-d_-j_link.txt"
    view.parent.mkdir(parents=True)
    view.write_text(standard.call(lambda network: network.server_show("web1", "ip -d -j link")))
    for command in (("predict",), ("predict", "--failures", "1"), ("topology",)):
        arguments = (*command, "site.yaml", *options)
        assert run(folder, *arguments).returncode == 3
        done = run(folder, *arguments, "--server-views", "views")
        assert (done.returncode, done.stderr) == (0, "")


def test_what_will_block_is_predicted_of_what_the_switches_say_now(place):
    folder, options = place
    done = run(folder, "predict", "site.yaml", *options)
    assert done.returncode == 3, "only the server itself tells whether it runs spanning tree"
    assert "VLAN 1 after the plan: root sw1" in done.stdout
    assert "VLAN 1: what is predicted for now is what the switches print" in done.stdout
    assert "verdict: unknown" in done.stdout


def test_a_topology_is_drawn_of_what_the_switches_say_now(place):
    folder, options = place
    done = run(folder, "topology", "site.yaml", *options)
    assert done.returncode == 3, "only the server itself tells whether it runs spanning tree"
    assert "link sw1 Fa0/24 (cost 19) - sw2 Fa0/24 (cost 19)" in done.stdout
    assert "unknown: web1: the server's own view" in done.stderr


def test_a_topology_without_a_switch_is_drawn_and_ends_with_status_5(place):
    folder, options = place
    site = (folder / "site.yaml").read_text()
    port = re.findall(r"port: (\d+)", site)[1]
    (folder / "site.yaml").write_text(site.replace(port, "1"))
    done = run(folder, "topology", "site.yaml", *options)
    assert (done.returncode, "bridge sw1" in done.stdout) == (5, True), done.stderr
    assert "note: sw2: connecting" in done.stderr


class Terminal(io.StringIO):
    """A text that says it is a terminal."""

    def isatty(self):
        return True


def test_progress_is_one_line_on_a_terminal():
    out = Terminal()
    line = ProgressLine(out)
    line.show(Progress("sw1", "connecting", 0, 2))
    line.show(Progress("sw2", "done", 2, 2))
    line.show(Progress("sw1", "failed", 0, 2))
    line.clear()
    assert "1 of 2 switches, 1 failed; sw1: failed" in out.getvalue()
    assert "\n" not in out.getvalue()


def test_progress_is_nothing_in_a_pipe():
    out = io.StringIO()
    line = ProgressLine(out)
    line.show(Progress("sw1", "connecting", 0, 2))
    line.clear()
    assert out.getvalue() == ""


def test_a_secret_is_asked_for_once_for_a_user(monkeypatch):
    asked = []
    monkeypatch.setattr("getpass.getpass", lambda question, stream: asked.append(question) or "x")
    prompt = Prompt()
    for question in (
        "password of ops@sw1: ", "password of ops@sw2: ", "password of ops@gate (jump host): ",
        "enable secret of sw1: ", "enable secret of sw2: ",
    ):  # fmt: skip
        prompt.ask(question)
    assert asked == [
        "password of ops@sw1: ", "password of ops@gate (jump host): ", "enable secret of sw1: ",
    ]  # fmt: skip
