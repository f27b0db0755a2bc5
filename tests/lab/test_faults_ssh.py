"""Tests for the faults of the lab over SSH, with clients that others wrote, and for `lab up`."""

import asyncio
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from netredund.errors import LabFileError
from netredund.lab import Lab, parse_lab
from netredund.lab.lab import SwitchAddress
from tests.lab.test_ssh import connect, converse

LAB = """\
switches:
  sw1: {mac: 0019.e7aa.0100}
  sw2: {mac: 0019.e7bb.0200}
links:
  - [sw1 Gi0/1, sw2 Gi0/1]
"""
UP = [sys.executable, "-c", "from netredund.cli import main; main()", "lab", "up"]


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(parse_lab(LAB), settle_s=40) as running:
        yield running


def hostname(lab: Lab) -> str:
    return lab.call(lambda network: network.devices["sw1"].configuration.switch.hostname)


async def read_all(address: SwitchAddress, keys: str, limit_s: float = 10) -> str:
    """Type into a terminal and return all that comes until the session ends."""
    shown = ""
    async with connect(address) as connection:
        process = await connection.create_process(term_type="vt100", encoding="utf-8")
        process.stdin.write(keys)
        async with asyncio.timeout(limit_s):
            try:
                while piece := await process.stdout.read(1024):
                    shown += piece
            except asyncssh.Error:
                pass
    return shown


@pytest.mark.parametrize(("moment", "name"), [("before", "sw1"), ("after", "x")])
def test_session_is_dropped_before_or_after_the_line(lab: Lab, moment: str, name: str) -> None:
    lab.arm(f"sw1: drop {moment} line 2")
    shown = asyncio.run(read_all(lab.addresses["sw1"], "configure terminal\rhostname x\r"))
    assert shown.endswith("sw1(config)#hostname x\r\n")
    assert hostname(lab) == name
    assert [(each.session, each.line) for each in lab.struck] == [(1, "hostname x")]
    assert lab.call(lambda network: network.devices["sw1"].sessions) == {}


def test_hanging_session_stays_open_and_says_nothing(lab: Lab) -> None:
    lab.arm("sw1: hang after byte 5 of line 1")

    async def listen() -> str:
        async with connect(lab.addresses["sw1"]) as connection:
            process = await connection.create_process(term_type="vt100", encoding="utf-8")
            process.stdin.write("show clock\r")
            shown = await process.stdout.readuntil("show clock\r\n")
            shown += await process.stdout.readexactly(5)
            process.stdin.write("hostname\r")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(process.stdout.read(1), 0.3)
            assert not connection.is_closed()
            return shown

    assert len(asyncio.run(listen()).partition("show clock\r\n")[2]) == 5


def test_slow_answer_comes_late(lab: Lab) -> None:
    lab.arm("sw1: slow 500ms before line 1")
    began = time.monotonic()
    asyncio.run(converse(lab.addresses["sw1"], "show privilege\r", "15\r\nsw1#"))
    assert time.monotonic() - began > 0.5


def test_message_and_refusal_reach_the_client(lab: Lab) -> None:
    lab.arm("sw1: log before line 1")
    lab.arm("sw1: unauthorized before line 2")
    keys = "show privilege\rshow version\rexit\r"
    shown = asyncio.run(read_all(lab.addresses["sw1"], keys))
    assert "15\r\n" in shown.partition(": %LINK-3-UPDOWN: ")[0]
    assert "show version\r\nCommand authorization failed.\r\n" in shown
    assert len(lab.struck) == 2


@pytest.mark.parametrize(
    ("fault", "begin", "end"),
    [
        ("unauthorized before line 1", "Command authorization failed.", ""),
        ("drop before line 1", "", ""),
        ("drop after byte 9 of line 1", "Cisco IOS", "Cisco IOS"),
        ("slow 300ms before line 1", "Cisco IOS Software", "0xF"),
        ("bytewise 0s before line 1", "Cisco IOS Software", "0xF"),
        ("garbage '~~' after byte 5 of line 1", "Cisco~~ IOS Software", "0xF"),
    ],
)
def test_command_that_comes_with_the_login_is_struck(
    lab: Lab, fault: str, begin: str, end: str
) -> None:
    lab.arm(f"sw1: {fault}")

    async def run() -> str:
        async with connect(lab.addresses["sw1"]) as connection:
            try:
                result = await connection.run("show version", encoding="utf-8", timeout=10)
            except asyncssh.Error:
                return ""
            return str(result.stdout).strip()

    said = asyncio.run(run())
    assert said.startswith(begin)
    assert said.endswith(end)
    assert len(lab.struck) == 1


@pytest.mark.skipif(shutil.which("ssh") is None, reason="no ssh")
def test_logout_is_no_drop(lab: Lab, tmp_path: Path) -> None:
    address = lab.addresses["sw1"]

    async def leave() -> int | None:
        async with connect(address) as connection:
            process = await connection.create_process(term_type="vt100", encoding="utf-8")
            process.stdin.write("exit\r")
            return (await process.wait()).exit_status

    assert asyncio.run(leave()) == 0


def greeting(address: SwitchAddress, limit_s: float) -> bytes:
    with socket.create_connection((address.host, address.port), limit_s) as connection:
        connection.settimeout(limit_s)
        return connection.recv(7)


def test_unreachable_switch_refuses_connections_and_comes_back(lab: Lab) -> None:
    address = lab.addresses["sw1"]
    lab.arm("sw1: unreachable 1000s")
    with pytest.raises(ConnectionRefusedError):
        _until(lambda: greeting(address, 2), ConnectionRefusedError)
    assert greeting(lab.addresses["sw2"], 2) == b"SSH-2.0"
    with socket.socket() as other, pytest.raises(OSError, match="Address already in use"):
        other.bind((address.host, address.port))
    lab.advance(1000)
    _until(lambda: greeting(address, 2), None)


def test_reload_closes_the_port_and_startup_comes_back(lab: Lab) -> None:
    address = lab.addresses["sw1"]
    lab.arm("sw1: reload after line 2")
    shown = asyncio.run(read_all(address, "configure terminal\rhostname x\r"))
    assert "#hostname x\r\n" in shown
    with pytest.raises(ConnectionRefusedError):
        _until(lambda: greeting(address, 2), ConnectionRefusedError)
    lab.advance(61)
    _until(lambda: greeting(address, 2), None)
    assert hostname(lab) == "sw1"


def test_silent_switch_takes_connections_and_never_greets(lab: Lab) -> None:
    address = lab.addresses["sw1"]
    lab.arm("sw1: unreachable 1000s silent")
    with pytest.raises(TimeoutError):
        _until(lambda: greeting(address, 0.3), TimeoutError)
    lab.advance(1000)
    _until(lambda: greeting(address, 2), None)


def _until(ask: "object", kind: type[Exception] | None) -> None:
    """Ask until it raises `kind`, or answers; the port follows the switch within a moment."""
    for _ in range(50):
        try:
            ask()  # type: ignore[operator]
        except OSError as error:
            if kind is not None and isinstance(error, kind):
                raise
        else:
            if kind is None:
                return
        time.sleep(0.05)
    raise AssertionError("it did not follow")


# the lab file and the command line


def test_lab_file_arms_faults_when_it_has_settled() -> None:
    text = LAB + "faults:\n  - \"sw1 Gi0/1: cut\"\n  - 'sw1: drop after line 9'\n"
    with Lab(parse_lab(text), settle_s=40) as lab:
        assert [each.time_s >= 40 for each in lab.struck] == [True]
        assert str(lab.definition.faults[1]) == "sw1: drop after line 9"
        assert not lab.call(lambda network: network.cable("sw1 Gi0/1").up)


def test_wrong_faults_of_a_lab_file_are_named_with_their_place() -> None:
    text = LAB + 'faults:\n  - "sw1: dorp"\n  - "sw9: drop"\n  - {}\n'
    with pytest.raises(LabFileError) as caught:
        parse_lab(text)
    first, second, third = caught.value.problems
    assert first.startswith("LAB.yaml:7:5: fault 'sw1: dorp': column 6: no fault 'dorp', did you")
    assert second.startswith("LAB.yaml:8:5: fault 'sw9: drop': no switch 'sw9' (there are: sw1,")
    assert third.startswith("LAB.yaml:9:5: fault: a text like 'sw1: drop")


def test_up_tells_what_struck(tmp_path: Path) -> None:
    line = [*UP, "--for", "0.5", "--directory", str(tmp_path), "--fault", "sw1 Fa0/24: cut"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^fault struck at \d+\.\d s: sw1 Fa0/24: cut now$", done.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("sw1: dorp", "fault 'sw1: dorp': column 6: no fault 'dorp', did you mean 'drop'?"),
        ("sw7: drop", "no switch 'sw7' (there are: sw1, sw2)"),
    ],
)
def test_wrong_fault_is_wrong_use(tmp_path: Path, fault: str, words: str) -> None:
    line = [*UP, "--for", "0", "--directory", str(tmp_path), "--fault", fault]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
