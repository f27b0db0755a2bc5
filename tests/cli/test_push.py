"""Rules of `push` and `recover`, run as users run them, with switches that answer over SSH."""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

from netredund.lab import Lab, parse_lab
from netredund.lab.faults import AtLine, Fault, Refuse, Unreachable
from netredund.lab.labfolder import render_known_hosts
from netredund.planning.comparison import own_lines
from tests.lab_access import own_home
from tests.secrecy import ENABLE, PASSWORD, find_secret
from tests.transaction.campaign import make_scene

__all__ = ["own_home"]

COMMAND = (sys.executable, "-c", "from netredund.cli import main; main()")
SPEED = 20.0
# An hour of the switches is three minutes here: no slow machine lets a timer run out.
PUSH = ("push", "site.yaml", "--yes", "--timer", "60")
LONGEST_S = 60.0


class Place:
    """A lab that answers, a folder with its site file, and how the command is run there."""

    def __init__(self, lab, folder):
        self.lab = lab
        self.folder = folder
        self.state = folder / "state"
        self.environment = {
            **os.environ, "NETREDUND_USERNAME": "admin", "NETREDUND_PASSWORD": PASSWORD,
            "NETREDUND_STATE": str(self.state), "COLUMNS": "200",
        }  # fmt: skip

    def start(self, *arguments, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen(
            [*COMMAND, *arguments, "--known-hosts", "keys"],
            cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )  # fmt: skip

    def run(self, *arguments):
        """Return the exit status, standard output and standard error of a command."""
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=LONGEST_S)
            assert "Traceback" not in err, err
            assert not find_secret(out + err)
            return process.returncode, out, err

    def running(self):
        def read(network):
            return {
                name: own_lines("\n".join(device.running_lines()))
                for name, device in network.devices.items()
            }

        return self.lab.call(read)

    def arm(self, fault):
        self.lab.call(lambda network: network.arm(fault))


@pytest.fixture(scope="module")
def scene():
    return make_scene("active-backup", "revert timer")


@pytest.fixture
def place(scene, tmp_path):
    """Two switches and a server with a leg on each, nothing of the method on them yet."""
    text = scene.lab.replace("password: admin,", f"password: {PASSWORD},")
    definition = parse_lab(text.replace("enable: enable", f"enable: {ENABLE}"))
    with Lab(definition, settle_s=120, speed=SPEED) as lab:
        site = scene.site
        for name, address in lab.addresses.items():
            where = f"{name}: {{host: {address.host}, port: {address.port}}}"
            site = site.replace(f"{name}: ,", f"{where},").replace(f"{name}: }}", f"{where}}}")
        (tmp_path / "site.yaml").write_text(site)
        (tmp_path / "keys").write_text(render_known_hosts(lab.addresses))
        yield Place(lab, tmp_path)


def wait_for(process, pattern):
    """Return the line of standard error that has a pattern."""
    until_s = time.monotonic() + LONGEST_S
    for line in process.stderr:
        if re.search(pattern, line):
            return line
        assert time.monotonic() < until_s
    raise AssertionError(f"it ended without {pattern}")


def test_push_proves_and_commits_then_has_nothing_to_do(place):
    old = place.running()
    status, out, err = place.run(*PUSH)
    assert status == 0, err
    assert "guarded by configure terminal revert timer" in out
    assert out.endswith("committed: proved and confirmed on every switch\n")
    for phase in ("read", "guard", "send", "wait", "leg", "verify", "confirm"):
        assert re.search(rf"^ *\d+\.\d s  .*\b{phase}\b", err, re.MULTILINE), phase
    assert place.running() != old
    status, out, err = place.run(*PUSH)
    assert (status, out) == (0, "nothing to do: the switches have all lines that are needed\n")
    status, out, err = place.run("recover")
    assert (status, out) == (0, "nothing is unfinished\n")


def test_json_is_the_record_and_nothing_else(place):
    status, out, err = place.run(*PUSH, "--save", "--format", "json")
    record = json.loads(out)
    assert (status, record["result"]) == (0, "committed"), err
    assert [each["is_saved"] for each in record["switches"]] == [True, True]
    assert "guarded by" in err
    assert place.lab.call(
        lambda network: all(
            own_lines("\n".join(device.startup)) == own_lines("\n".join(device.running_lines()))
            for device in network.devices.values()
        )
    )


def test_without_a_terminal_and_without_yes_it_is_wrong_use(place):
    old = place.running()
    status, out, err = place.run("push", "site.yaml")
    assert (status, out) == (2, "")
    assert "--yes" in err
    assert place.running() == old


@pytest.mark.parametrize(("answer", "status"), [("n", 1), ("y", 0)])
def test_on_a_terminal_it_asks(place, answer, status):
    old = place.running()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "push", "site.yaml", "--known-hosts", "keys"],
        cwd=place.folder, env=place.environment, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = ""
    with contextlib.suppress(OSError), process:  # EIO: the other end is closed
        while piece := os.read(ours, 65536).decode():
            shown += piece
            if "Do it?" in shown and answer:
                os.write(ours, f"{answer}\n".encode())
                answer = ""
    os.close(ours)
    assert process.wait(LONGEST_S) == status, shown
    assert (place.running() == old) == bool(status)
    if status:
        assert "declined: nothing was sent" in shown


def test_a_refused_line_is_undone_and_exit_6(place):
    old = place.running()
    place.arm(Fault("sw2", Refuse(), AtLine(pattern="portfast")))
    status, out, err = place.run(*PUSH)
    assert status == 6, err
    assert out.endswith("undone: every switch has its old configuration\n")
    assert "because: sw2: 'spanning-tree portfast" in out
    assert place.running() == old


def test_a_server_that_is_pending_is_exit_3(place):
    place.lab.call(lambda network: network.stop_server("web1"))
    status, out, err = place.run(*PUSH, "--server-pending")
    assert status == 3, err
    assert "the server's side is still to come" in out.splitlines()[-1]


def test_a_timer_that_is_too_short_is_wrong_use_in_one_line(place):
    status, out, err = place.run("push", "site.yaml", "--yes", "--timer", "1")
    assert (status, out) == (2, "")
    assert "a timer of 1 min is too short" in err.splitlines()[-1]


def test_a_switch_that_cannot_be_reached_is_exit_5(place):
    place.arm(Fault("sw2", Unreachable(3600)))
    status, _, err = place.run(*PUSH)
    assert status == 5, err


def test_a_switch_that_is_gone_between_two_confirms_is_exit_7_and_recovered(place):
    old = place.running()
    place.arm(Fault("sw2", Unreachable(300), AtLine(pattern="^configure confirm", switch="sw1")))
    with place.start(*PUSH) as process:
        wait_for(process, "sw2 .*trying again")
        # Nobody waits here until the timer of the switch has run out.
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 7, err
    assert "UNFINISHED" in out
    status, out, _ = place.run("recover", "--list")
    assert (status, "proved, to be confirmed" in out) == (0, True)
    assert place.run(*PUSH)[0] == 7
    status, out, err = place.run("recover")  # it waits until the switch is back
    assert status == 0, err
    assert out.endswith("committed: proved and confirmed on every switch\n")
    assert all(new != old[name] for name, new in place.running().items())


@pytest.mark.parametrize("behind", ["portfast", "leg .* in order", "verify"])
def test_killed_it_is_refused_and_recovered(place, behind):
    old = place.running()
    with place.start(*PUSH) as process:
        wait_for(process, behind)
        process.kill()
    status, _, err = place.run(*PUSH)
    assert status == 7
    assert "run `netredund-switch recover`" in err
    status, out, err = place.run("recover")
    assert status == 6, err
    assert out.endswith("undone: every switch has its old configuration\n")
    assert place.running() == old
    assert place.run("recover", "--format", "json")[:2] == (0, "[]\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_undoes_it(place, number):
    old = place.running()
    with place.start(*PUSH) as process:
        wait_for(process, "leg .* in order")
        process.send_signal(number)
        out, err = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 6, err
    assert "because: it was interrupted" in out
    assert place.running() == old


def test_a_second_termination_does_not_end_the_undoing(place):
    old = place.running()
    with place.start(*PUSH) as process:
        wait_for(process, "leg .* in order")
        process.terminate()
        wait_for(process, " undo ")
        process.send_signal(signal.SIGHUP)
        process.terminate()
        process.communicate(timeout=LONGEST_S)
    assert process.returncode == 6
    assert place.running() == old


def test_a_terminal_that_has_gone_undoes_it(place):
    old = place.running()
    with place.start(*PUSH) as process:
        wait_for(process, "leg .* in order")
        process.stderr.close()
        process.send_signal(signal.SIGHUP)
        assert process.wait(LONGEST_S) == 6
        assert place.running() == old
        process.stderr = None


def test_while_it_runs_another_and_recover_are_refused(place):
    with place.start(*PUSH) as process:
        wait_for(process, "send ")
        for command in (PUSH, ("recover",)):
            status, _, err = place.run(*command)
            assert (status, "still being worked on" in err) == (7, True)
        process.communicate(timeout=LONGEST_S)
    assert process.returncode == 0


def test_a_journal_that_is_none_is_named(place):
    (place.folder / "empty").mkdir()
    status, _, err = place.run("recover", "empty")
    assert status == 1
    assert "journal empty: cannot be read" in err
