"""Tests for netredund.lab.ios.archive, replacement, rollback and undo_actions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netredund.lab import Lab
from netredund.lab.ios.device import Device
from netredund.lab.ios.session import Session
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network
from tests.lab.devices import make_device, make_session
from tests.lab.test_running_config import PLACED, comparable

STARTUP = "line vty 0 15\ntransport preferred none\n"
ARCHIVE = STARTUP + "archive\npath flash:kept\n"
INVALID = "^\n% Invalid input detected at '^' marker.\n\n"
CONFIRMED_CHANGE = ("15.2", "16.12")
PORT = "GigabitEthernet1/0/1"
Placed = list[tuple[str, str, str]]


@pytest.fixture
def device() -> Device:
    return make_device("15.2", startup=ARCHIVE)


@pytest.fixture
def session(device: Device) -> Session:
    return make_session(device)


def enter(session: Session, *lines: str) -> str:
    """Execute lines and return all that they bring."""
    return "".join(session.execute(line).text for line in lines)


def describe(session: Session, text: str, arming: str = "configure terminal") -> str:
    """Describe a port in configuration mode and leave it."""
    return enter(session, arming, f"interface {PORT}", f"description {text}", "end")


def messages(device: Device) -> list[str]:
    return [message.line for message in device.log if message.facility == "ARCHIVE_DIFF"]


def place_all(device: Device, placed: Placed) -> None:
    """Enter lines, each in its stanza."""
    configurator = device.configurator()
    for stanza, prefix, line in placed:
        configurator.enter(stanza)
        configurator.enter(prefix + line)


def test_archive_names_files_by_time(session: Session, device: Device) -> None:
    for _ in range(2):
        assert enter(session, "archive config") == ""
        device.clock.run_for(90)
    assert enter(session, "show archive").splitlines() == [
        "The maximum archive configurations allowed is 10.",
        "There are currently 2 archive configurations saved.",
        "The next archive file will be named flash:kept-<timestamp>-2",
        " Archive #  Name",
        "   1        flash:kept-Mar--1-12-00-00.000-0",
        "   2        flash:kept-Mar--1-12-01-30.000-1 <- Most Recent",
        *(f"{number:>4}        " for number in range(3, 11)),
    ]
    assert list(device.flash.read("kept-Mar--1-12-00-00.000-0"))[1:] == device.running_lines()


def test_old_release_names_files_by_number() -> None:
    session = make_session(make_device("12.2", startup=ARCHIVE))
    enter(session, "archive config", "archive config")
    lines = enter(session, "show archive").splitlines()
    assert lines[:2] == [
        "There are currently 2 archive configurations saved.",
        "The next archive file will be named flash:kept-3",
    ]
    assert lines[4:6] == [
        "   1        flash:kept-1",
        "   2        flash:kept-2 <- Most Recent",
    ]


def test_maximum_deletes_the_oldest(session: Session, device: Device) -> None:
    enter(session, "configure terminal", "archive", "maximum 2", "end")
    enter(session, *["archive config"] * 3)
    kept = [name for name in device.flash.files if name.startswith("kept")]
    assert [name[-2:] for name in kept] == ["-1", "-2"]
    lines = enter(session, "show archive").splitlines()
    assert lines[4].endswith(":Deleted")
    assert lines[6].endswith("-2 <- Most Recent")


def test_write_memory_archives_where_it_is_asked_to(session: Session, device: Device) -> None:
    enter(session, "write memory")
    assert device.archive.files == {}
    enter(session, "configure terminal", "archive", "write-memory", "end", "write memory")
    assert len(device.archive.files) == 1


def test_archive_stands_in_the_running_configuration(session: Session) -> None:
    enter(session, "configure terminal", "archive", "maximum 5", "write-memory", "end")
    shown = enter(session, "show running-config | section archive")
    assert shown == "archive\n path flash:kept\n maximum 5\n write-memory\n"
    enter(session, "configure terminal", "no archive", "end")
    assert enter(session, "show running-config | section archive") == ""


def test_without_a_path_the_archive_is_off() -> None:
    device = make_device("15.2", startup=STARTUP)
    session = make_session(device)
    assert enter(session, "show archive") == "Archive feature not enabled\n"
    assert enter(session, "archive config") == "Archive feature not enabled\n"
    answer = enter(session, "configure terminal revert timer 5")
    assert answer == "%Please turn config archive on\n"
    assert session.configurator is None
    assert device.rollback.pending is None


@pytest.mark.parametrize(
    ("train", "line", "column"),
    [
        ("12.2", "configure terminal revert timer 5", 19),
        ("12.2", "configure revert now", 12),
        ("12.2", "show archive config rollback timer", 20),
    ],
)
def test_release_without_a_feature_marks_it(train: str, line: str, column: int) -> None:
    session = make_session(make_device(train, startup=ARCHIVE))
    assert enter(session, line) == " " * (len("sw1#") + column) + INVALID


@pytest.mark.parametrize(
    "line",
    ["configure confirm", "configure revert now", "configure revert timer 5"]
    + ["configure revert idle 5", "show archive config rollback timer"],
)
def test_nothing_pending_is_told(session: Session, line: str) -> None:
    assert enter(session, line) == "%No Rollback Confirmed Change pending\n"


def test_timer_is_shown_and_logged(session: Session, device: Device) -> None:
    url = "flash:kept-Mar--1-12-00-00.000-0"
    assert enter(session, "configure terminal revert timer 5") == (
        f"Rollback Confirmed Change: Backing up current running config to {url}\n\n"
        "Enter configuration commands, one per line.  End with CNTL/Z.\n"
    )
    assert session.prompt == "sw1(config)#"
    assert enter(session, "do show archive config rollback timer").splitlines() == [
        "Time configured(or reconfigured): 12:00:00 UTC Sun Mar 1 2026",
        "Timer type: absolute timer",
        "Timer value: 5 min",
        "User: admin",
    ]
    device.clock.run_for(301)
    assert [line.split(":")[0] for line in messages(device)] == [
        f"%ARCHIVE_DIFF-5-ROLLBK_CNFMD_CHG_{what}"
        for what in ("BACKUP", "START_ABSTIMER", "WARNING_ABSTIMER", "ROLLBACK_START")
    ]
    assert messages(device)[-1].endswith(f"Start rolling to: {url}")


def test_unconfirmed_change_is_taken_back(session: Session, device: Device) -> None:
    before = device.running_lines()
    describe(session, "new", "configure terminal revert timer 5")
    device.clock.run_for(299)
    assert device.running_lines() != before
    device.clock.run_for(1)
    assert device.running_lines() == before
    assert device.rollback.pending is None


def test_other_session_may_confirm(session: Session, device: Device) -> None:
    describe(session, "new", "configure terminal revert timer 5")
    other = Session(device, "other", privilege=15, vty=1)
    assert enter(other, "configure confirm") == ""
    device.clock.run_for(1000)
    assert device.configuration.switch.interfaces[PORT].description == "new"
    assert messages(device)[-1].endswith("User: other: Confirm the configuration change")


def test_revert_takes_other_users_lines_with_it(session: Session, device: Device) -> None:
    describe(session, "ours", "configure terminal revert timer 5")
    other = Session(device, "other", privilege=15, vty=1)
    enter(other, "configure terminal", "vlan 77", "end")
    device.clock.run_for(300)
    assert 77 not in device.configuration.switch.vlans


def test_revert_now_reverts_now(session: Session, device: Device) -> None:
    before = device.running_lines()
    describe(session, "new", "configure terminal revert timer 5")
    shown = enter(session, "configure revert now")
    assert shown.endswith("\nTotal number of passes: 1\nRollback Done\n\n")
    assert device.running_lines() == before
    device.clock.run_for(1000)
    assert not any("WARNING" in line for line in messages(device))


def test_revert_timer_starts_anew(session: Session, device: Device) -> None:
    describe(session, "new", "configure terminal revert timer 1")
    device.clock.run_for(50)
    enter(session, "configure revert timer 2")
    device.clock.run_for(119)
    assert device.rollback.pending is not None
    device.clock.run_for(1)
    assert device.rollback.pending is None
    assert device.configuration.switch.interfaces[PORT].description is None


def test_idle_timer_waits_for_the_session_to_be_idle(session: Session, device: Device) -> None:
    describe(session, "new", "configure terminal revert idle 2")
    other = Session(device, "other", privilege=15, vty=1)
    for _ in range(5):
        device.clock.run_for(100)
        enter(session, "show clock")
    assert device.rollback.pending is not None
    device.clock.run_for(100)
    enter(other, "show clock")
    device.clock.run_for(20)
    assert device.rollback.pending is None
    assert device.configuration.switch.interfaces[PORT].description is None


def test_only_one_change_can_wait(session: Session, device: Device) -> None:
    enter(session, "configure terminal revert timer 5", "end")
    assert enter(session, "configure terminal revert timer 9").startswith("%A Rollback")
    assert session.configurator is None
    assert device.rollback.pending is not None
    assert device.rollback.pending.minutes == 5


def test_full_flash_arms_nothing(session: Session, device: Device) -> None:
    device.flash.capacity -= device.flash.free - 100
    answer = enter(session, "configure terminal revert timer 5")
    assert answer.startswith("%Error copying")
    assert device.rollback.pending is None


def test_file_that_was_deleted_changes_nothing(session: Session, device: Device) -> None:
    describe(session, "new", "configure terminal revert timer 5")
    enter(session, "delete /force flash:kept-Mar--1-12-00-00.000-0")
    shown = enter(session, "configure revert now")
    assert "%Error opening flash:kept" in shown
    assert device.configuration.switch.interfaces[PORT].description == "new"


def test_open_stanza_survives_a_revert(session: Session, device: Device) -> None:
    enter(session, "configure terminal revert timer 1", "vlan 30")
    device.clock.run_for(60)
    assert enter(session, "name late") == ""
    assert device.configuration.switch.vlans[30].name == "late"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(PLACED, max_size=25),
    st.lists(PLACED, min_size=1, max_size=25),
    st.sampled_from(CONFIRMED_CHANGE),
)
def test_revert_gives_the_very_configuration(first: Placed, change: Placed, train: str) -> None:
    device = make_device(train)
    place_all(device, first)
    place_all(device, [("archive", "", "path flash:kept")])
    before = device.running_lines()
    configured = device.configuration
    unchanged = make_device(train, "\n".join(before))
    enter(make_session(device), "configure terminal revert timer 5", "end")
    place_all(device, change)
    device.clock.run_for(300)
    assert device.running_lines() == before
    assert device.configuration is configured
    assert comparable(device.configuration) == comparable(unchanged.configuration)


CHANNEL = """\
switches:
  sw1:
    model: IOSvL2
    mode: rapid-pvst
    priority: {1: 4096}
    startup: |
      archive
       path flash:kept
  sw2: {model: IOSvL2, mode: rapid-pvst, priority: {1: 8192}}
links:
  - [sw1 Gi0/1, sw2 Gi0/1]
  - [sw1 Gi0/2, sw2 Gi0/2]
"""


@pytest.mark.parametrize("ending", ["configure revert now", "configure revert timer 1"])
def test_protocols_follow_a_revert(ending: str) -> None:
    network = Network(parse_lab(CHANNEL))
    bundle = ("interface range gi0/1 - 2", "channel-group 1 mode active")
    network.configure("sw2", *bundle)
    network.clock.run_for(60)
    before = network.show("sw1", "show running-config")
    session = Session(network.device("sw1"), "admin", privilege=15, vty=0)
    enter(session, "configure terminal revert timer 5", *bundle, "spanning-tree vlan 1 priority 0")
    enter(session, "interface port-channel 1", "description new", "end")
    network.clock.run_for(60)
    assert "Po1(SU)" in network.show("sw1", "show etherchannel summary")
    assert "Priority    1 " in network.show("sw1", "show spanning-tree vlan 1")
    enter(session, ending)
    network.clock.run_for(240)
    assert "Po1" not in network.show("sw1", "show etherchannel summary")
    assert "Priority    4097 " in network.show("sw1", "show spanning-tree vlan 1")
    assert "Po1(SU)" not in network.show("sw2", "show etherchannel summary")
    after = network.show("sw1", "show running-config")
    assert without_header(after) == without_header(before)


def without_header(text: str) -> str:
    """Return a running configuration from its version on."""
    return text[text.index("\nversion ") :]


def test_lost_session_leaves_the_timer_running() -> None:
    network = Network(parse_lab(CHANNEL))
    before = network.device("sw1").running_lines()
    line = network.dial("sw1", "admin")
    line.send("configure terminal revert timer 2\rhostname other\r")
    network.clock.run_for(1)
    assert "Backing up current running config to flash:kept" in line.receive(0)
    network.receptions["sw1"].drop_all()
    assert "hostname other" in network.device("sw1").running_lines()
    network.clock.run_for(120)
    assert network.device("sw1").running_lines() == before


def test_netmiko_loses_what_it_does_not_confirm() -> None:
    netmiko = pytest.importorskip("netmiko")
    with Lab(parse_lab(CHANNEL)) as lab:
        address = lab.addresses["sw1"]
        login = {
            "device_type": "cisco_ios",
            "host": address.host,
            "port": address.port,
            "username": address.user,
            "password": address.password,
        }
        arming = "configure terminal revert timer 2"
        with netmiko.ConnectHandler(**login) as session:
            lines = ["vlan 77", "interface gi0/3", "description kept"]
            session.send_config_set(lines, config_mode_command=arming)
            with netmiko.ConnectHandler(**login) as second:
                assert "Timer value: 2 min" in second.send_command(
                    "show archive config rollback timer"
                )
                second.send_command("configure confirm")
            session.send_config_set(["vlan 88"], config_mode_command=arming)
            assert "vlan 77,88" in session.send_command("show running-config | include ^vlan")
            lab.advance(120)
            vlans = session.send_command("show running-config | include ^vlan")
            assert "vlan 77" in vlans
            assert "88" not in vlans
            assert "No Rollback Confirmed Change pending" in session.send_command(
                "configure confirm"
            )
