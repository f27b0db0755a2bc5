"""Tests for netredund.lab.dial: a session of the library over a line without a socket."""

import pytest

from netredund.errors import LostSessionError, RefusedError
from netredund.lab import Network, parse_lab
from netredund.session.access import Timeouts
from netredund.session.switch import SwitchSession

LAB = """\
users:
  ops: {password: ops, privilege: 15}
  reader: {password: reader, privilege: 1}
enable: top
switches:
  sw1: {}
  sw2: {}
links:
  - [sw1 Gi0/1, sw2 Gi0/1]
"""


@pytest.fixture
def network() -> Network:
    network = Network(parse_lab(LAB))
    network.clock.run_for(60)
    return network


def open_session(network: Network, user: str = "ops", enable: str | None = None) -> SwitchSession:
    line = network.dial("sw1", user)
    session = SwitchSession("sw1", line, timeouts=Timeouts(), enable=enable)
    session.start()
    session.end_with(line.close)
    return session


def test_session_shows_and_configures_over_a_line(network: Network) -> None:
    with open_session(network) as session:
        session.configure("interface FastEthernet0/1")
        session.configure("description web1")
        session.leave_configuration()
        assert " description web1\n" in session.show("show running-config")
        with pytest.raises(RefusedError):
            session.configure("nonsense")


def test_user_mode_is_left_with_the_enable_secret(network: Network) -> None:
    with open_session(network, "reader", enable="top") as session:
        assert session.show("show privilege") == "Current privilege level is 15\n"


def test_answers_cost_no_time(network: Network) -> None:
    before_s = network.clock.now_s
    with open_session(network) as session:
        for _ in range(50):
            session.show("show clock")
    assert network.clock.now_s == before_s


def test_receive_lets_protocol_time_pass(network: Network) -> None:
    line = network.dial("sw1")
    line.receive(1)
    before_s = network.clock.now_s
    with pytest.raises(TimeoutError):
        line.receive(7.5)
    assert network.clock.now_s == before_s + 7.5


def test_receive_returns_when_a_log_message_comes(network: Network) -> None:
    line = network.dial("sw1")
    line.send("terminal monitor\n")
    line.receive(1)
    before_s = network.clock.now_s
    network.clock.after(3, network.cable("sw1 Gi0/1").cut)
    assert "UPDOWN" in line.receive(30)
    assert network.clock.now_s < before_s + 10


def test_logout_is_the_end_of_file_after_what_was_said(network: Network) -> None:
    line = network.dial("sw1")
    line.send("exit\n")
    assert line.receive(1).endswith("sw1#exit\r\n")
    with pytest.raises(EOFError):
        line.receive(1)
    with pytest.raises(EOFError):
        line.send("x")


def test_closed_line_gives_its_vty_back(network: Network) -> None:
    lines = [network.dial("sw1") for _ in range(16)]
    with pytest.raises(ConnectionRefusedError):
        network.dial("sw1")
    lines[3].close()
    again = network.dial("sw1", "reader")
    again.send("show users\n")
    assert "  4 vty 3     reader" in again.receive(1)


def test_closing_in_configuration_mode_logs_who_was_there(network: Network) -> None:
    line = network.dial("sw1")
    line.send("configure terminal\n")
    line.close()
    assert "Configured from console by ops on vty0 (192.0.2.1)" in network.show(
        "sw1", "show logging"
    )


def test_idle_line_is_closed_after_the_exec_timeout(network: Network) -> None:
    network.configure("sw1", "line vty 0 15", "exec-timeout 0 30")
    session = open_session(network)
    network.clock.run_for(29)
    session.show("show clock")
    network.clock.run_for(31)
    with pytest.raises(LostSessionError):
        session.show("show clock")


def test_every_line_is_noted_with_its_session(network: Network) -> None:
    first, second = network.dial("sw1"), network.dial("sw1")
    first.send("configure terminal\nhostname x\n")
    network.clock.run_for(1)
    second.send("show clock\nexit\n")
    first.send("end\n")
    assert [(each.switch, each.session, each.line, each.time_s) for each in network.typed] == [
        ("sw1", 1, "configure terminal", 60),
        ("sw1", 1, "hostname x", 60),
        ("sw1", 2, "show clock", 61),
        ("sw1", 2, "exit", 61),
        ("sw1", 1, "end", 61),
    ]
