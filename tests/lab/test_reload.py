"""Tests for netredund.lab.ios.power, reload_actions and Network.reload."""

import socket
import time
from contextlib import suppress

import pytest

from netredund.errors import LabError
from netredund.lab import Lab
from netredund.lab.definition import STANDARD_LAB
from netredund.lab.ios.device import Device
from netredund.lab.ios.power import ScheduledReload
from netredund.lab.ios.session import Session
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network
from tests.lab.devices import Screen, make_device, make_session
from tests.lab.test_rollback import enter

STARTUP = "line vty 0 15\ntransport preferred none\nlength 0\narchive\npath flash:kept\n"
SAVE = "\r\nSystem configuration has been modified. Save? [yes/no]: "
PROCEED = "Proceed with reload? [confirm]"


@pytest.fixture
def device() -> Device:
    return make_device("15.2", startup=STARTUP)


@pytest.fixture
def session(device: Device) -> Session:
    return make_session(device)


@pytest.fixture
def screen(session: Session) -> Screen:
    return Screen(session)


@pytest.fixture
def network() -> Network:
    made = Network(parse_lab(STANDARD_LAB, "standard lab"), boot_s=30)
    made.clock.run_for(60)
    return made


def test_saved_switch_only_confirms(screen: Screen, device: Device) -> None:
    assert screen.type("reload\r") == f"reload\r\n{PROCEED}"
    assert screen.type("n") == "\r\nsw1#"
    assert device.power.on
    screen.type("reload\r\r")
    assert not device.power.on
    assert screen.terminal.closed


@pytest.mark.parametrize(("word", "saved"), [("yes", True), ("y", True), ("no", False)])
def test_unsaved_lines_are_asked_for(
    screen: Screen, device: Device, word: str, saved: bool
) -> None:
    screen.type("conf t\rhostname other\rend\r")
    assert screen.type("reload\r") == f"reload\r\n{SAVE}"
    assert "% Please answer 'yes' or 'no'.\r\n" in screen.type("\r")
    assert screen.type(f"{word}\r").endswith(PROCEED)
    screen.type("\r")
    device.clock.run_for(60)
    assert ("hostname other" in device.running_lines()) is saved


def test_startup_comes_back(device: Device, session: Session) -> None:
    before = device.running_lines()
    enter(session, "configure terminal", "vlan 9", "hostname other", "no archive", "end")
    device.power.reload()
    device.clock.run_for(60)
    assert device.power.on
    assert device.running_lines() == before
    assert device.configuration.switch is device.switch.config


def test_switch_that_never_saved_is_empty() -> None:
    device = make_device("15.2")
    device.configurator().enter("vlan 9")
    device.power.reload()
    device.clock.run_for(60)
    assert "hostname Switch" in device.running_lines()
    assert 9 not in device.configuration.switch.vlans


def test_refused_startup_line_is_left_out(device: Device) -> None:
    assert device.startup is not None
    device.startup = ["frobnicate", *device.startup]
    device.power.reload()
    device.clock.run_for(60)
    assert device.running_lines() == device.startup[1:]


def test_timers_and_lists_are_gone_and_files_stay(device: Device, session: Session) -> None:
    enter(session, "configure terminal revert timer 5", "end", "copy run flash:x")
    device.flash.store("x", ["end"], 0.0)
    device.lock.take("admin", 0)
    device.power.schedule(ScheduledReload(600, "admin"))
    device.power.reload()
    device.clock.run_for(60)
    assert device.rollback.pending is None
    assert device.lock.holder is None
    assert device.power.scheduled is None
    assert device.archive.files == {}
    assert {"x", "kept-Mar--1-12-00-00.000-0"} <= device.flash.files.keys()
    device.clock.run_for(1000)
    assert device.power.boots == 1


def test_sessions_do_not_survive(device: Device, session: Session) -> None:
    enter(session, "configure terminal")
    device.power.reload()
    assert session.execute("hostname late").closes
    device.clock.run_for(60)
    assert session.execute("hostname late").closes
    session.end_configuration()
    assert not any("CONFIG_I" in message.line for message in device.log)
    assert "hostname sw1" in device.running_lines()
    assert make_session(device).execute("show clock").text


@pytest.mark.parametrize(
    ("line", "when", "left"),
    [
        pytest.param("reload in 5", "12:05:00 UTC Sun Mar 1 2026", "5 minutes", id="minutes"),
        pytest.param(
            "reload in 1:30 new image",
            "13:30:00 UTC Sun Mar 1 2026",
            "1 hour and 30 minutes",
            id="hours",
        ),
        pytest.param(
            "reload at 14:00", "14:00:00 UTC Sun Mar 1 2026", "2 hours and 0 minutes", id="today"
        ),
        pytest.param(
            "reload at 11:00",
            "11:00:00 UTC Mon Mar 2 2026",
            "23 hours and 0 minutes",
            id="tomorrow",
        ),
    ],
)
def test_reload_is_scheduled(
    screen: Screen, device: Device, line: str, when: str, left: str
) -> None:
    said = f"Reload scheduled for {when} (in {left}) by admin on vty0 (127.0.0.1)\r\n"
    shown = screen.type(f"{line}\r")
    assert said in shown
    assert shown.endswith(PROCEED)
    screen.type("\r")
    assert said in screen.type("show reload\r")
    due_s = device.power.scheduled.due_s if device.power.scheduled else 0.0
    device.clock.run_until(due_s - 1)
    assert device.power.on
    device.clock.run_for(1)
    assert not device.power.on


def test_reload_can_be_cancelled(screen: Screen, device: Device) -> None:
    assert "No reload is scheduled." in screen.type("show reload\r")
    assert "%No reload is scheduled." in screen.type("reload cancel\r")
    device.criers.append(screen.terminal.show_notice)
    screen.type("reload in 5\r\r")
    assert "\r\n*** --- SHUTDOWN ABORTED ---\r\n***\r\n" in screen.type("reload cancel\r")
    device.clock.run_for(1000)
    assert device.power.boots == 0


def test_unconfirmed_schedule_leaves_the_one_before(screen: Screen, device: Device) -> None:
    screen.type("reload in 5\r\r")
    screen.type("reload in 1\rn")
    assert device.power.scheduled is not None
    assert device.power.scheduled.due_s == 300


@pytest.mark.parametrize(
    "line", ["reload in 0", "reload in 1:75", "reload in 99999", "reload at 24:00", "reload at 9"]
)
def test_time_that_is_none_is_refused(session: Session, line: str) -> None:
    assert "Invalid input" in enter(session, line)


def test_uptime_and_reason_begin_anew(device: Device) -> None:
    device.clock.run_for(7200)
    device.power.reload()
    device.clock.run_for(60 + 120)
    shown = enter(make_session(device), "show version")
    assert "sw1 uptime is 2 minutes\n" in shown
    assert "System returned to ROM by reload\n" in shown


def test_neighbours_lose_their_links_and_converge_again(network: Network) -> None:
    sw1, sw2 = network.device("sw1").switch, network.device("sw2").switch
    network.configure("sw1", "vlan 55")
    assert sw1.mac_table() or sw1.trees()
    network.reload("sw1")
    network.clock.run_for(1)
    assert not sw2.ports["FastEthernet0/24"].up
    assert sw1.mac_table() == ()
    assert sw1.neighbours("cdp") == ()
    for ask in (
        lambda: network.show("sw1", "show clock"),
        lambda: network.configure("sw1", "vlan 2"),
    ):
        with pytest.raises(LabError, match="switch sw1: it is booting"):
            ask()
    tree = sw2.tree(1)
    assert tree is not None
    network.clock.run_for(28)
    assert not network.device("sw1").power.on
    network.clock.run_for(61)
    assert sw2.ports["FastEthernet0/24"].up
    assert "This bridge is the root" in network.show("sw1", "show spanning-tree vlan 1")
    assert "Po1(SU)" in network.show("sw1", "show etherchannel summary")
    assert 55 not in sw1.config.vlans


def test_reload_in_a_boot_begins_it_anew(network: Network) -> None:
    network.reload("sw1")
    network.clock.run_for(20)
    network.reload("sw1")
    network.clock.run_for(29)
    assert not network.device("sw1").power.on
    network.clock.run_for(1)
    assert network.device("sw1").power.on


def test_line_ends_and_is_refused_until_the_switch_is_back(network: Network) -> None:
    line = network.dial("sw1", "admin")
    line.send("reload\r")
    shown = line.receive(1)
    while not shown.endswith(PROCEED):
        shown += line.receive(1)
    line.send("\r")
    with pytest.raises(EOFError):
        while True:
            line.receive(1)
    with pytest.raises(OSError, match="sw1: it refuses connections"):
        network.dial("sw1", "admin")
    network.clock.run_for(30)
    again = network.dial("sw1", "admin")
    again.send("show users\r")
    shown = again.receive(1)
    while not shown.endswith("sw1#"):
        shown += again.receive(1)
    assert shown.count("admin") == 1


def test_other_sessions_end_with_the_reload(network: Network) -> None:
    line = network.dial("sw1", "admin")
    network.reload("sw1")
    with pytest.raises(EOFError):
        while True:
            line.receive(1)
    assert network.device("sw1").sessions == {}


def test_ssh_is_refused_until_the_switch_is_back() -> None:
    with Lab(settle_s=1, boot_s=1.5) as lab:
        address = lab.addresses["sw1"]
        place = (address.host, address.port)
        with socket.create_connection(place, 5) as open_session:
            assert open_session.recv(100).startswith(b"SSH-2.0-")
            lab.reload("sw1")
            open_session.settimeout(5)
            with suppress(ConnectionError):
                while open_session.recv(1000):
                    pass
        refused = 0
        began_s = time.monotonic()
        while time.monotonic() < began_s + 10:
            try:
                with socket.create_connection(place, 5) as again:
                    assert again.recv(100).startswith(b"SSH-2.0-")
                    break
            except ConnectionError:
                refused += 1
                time.sleep(0.05)
        else:
            pytest.fail("the switch did not come back")
        assert refused > 5
        assert lab.show("sw1", "show version").count("System returned to ROM by reload") == 1


def test_every_terminal_is_warned(network: Network) -> None:
    line, other = network.dial("sw1", "admin"), network.dial("sw1", "ops")
    line.send("reload in 6\r\r")
    network.clock.run_for(59)
    assert "SHUTDOWN" not in other.receive(0)
    network.clock.run_for(2)
    assert other.receive(0) == "\r\n\r\n***\r\n*** --- SHUTDOWN in 0:05:00 ---\r\n***\r\n"
    network.clock.run_for(240)
    assert "*** --- SHUTDOWN in 0:01:00 ---" in other.receive(0)
    network.clock.run_for(60)
    assert "*** --- SHUTDOWN NOW ---" in other.receive(0)
    with pytest.raises(EOFError):
        other.receive(1)
