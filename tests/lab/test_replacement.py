"""Tests for netredund.lab.ios.replacement, config_diff and configuration_lock."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netredund.lab.definition import STANDARD_LAB
from netredund.lab.ios.config_diff import render_context
from netredund.lab.ios.device import Device
from netredund.lab.ios.session import Session
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network
from netredund.lab.status import LogMessage
from tests.lab.devices import BARE, TRAINS, Screen, make_device, make_session
from tests.lab.test_rollback import Placed, enter, place_all
from tests.lab.test_running_config import PLACED, comparable

STARTUP = "line vty 0 15\ntransport preferred none\nlength 0\n"
ARCHIVE = STARTUP + "archive\npath flash:kept\n"
INVALID = "^\n% Invalid input detected at '^' marker.\n\n"
PORT = "FastEthernet0/1"
DONE = "\nTotal number of passes: 1\nRollback Done\n\n"


@pytest.fixture
def device() -> Device:
    made = make_device("12.2", startup=ARCHIVE)
    made.flash.store("x", made.file_lines(), 0.0)
    return made


@pytest.fixture
def session(device: Device) -> Session:
    return make_session(device)


def change(session: Session, *lines: str) -> None:
    enter(session, "configure terminal", *lines, "end")


def test_replace_asks_first(session: Session, device: Device) -> None:
    change(session, "vlan 9")
    screen = Screen(session)
    shown = screen.type("configure replace flash:x\r")
    assert shown.endswith("configuration. Enter Y if you are sure you want to proceed. ? [no]: ")
    screen.type("\r")
    assert 9 in device.configuration.switch.vlans
    shown = screen.type("configure replace flash:x\ry\r")
    assert shown.endswith(DONE.replace("\n", "\r\n") + "sw1#")
    assert 9 not in device.configuration.switch.vlans


def test_forced_replace_asks_nothing(session: Session, device: Device) -> None:
    before = device.running_lines()
    change(session, f"interface {PORT}", "description new", "shutdown")
    assert enter(session, "configure replace flash:x force") == DONE
    assert device.running_lines() == before
    assert "passes: 0\nRollback Done" in enter(session, "configure replace flash:x force")


def test_list_shows_the_lines(session: Session) -> None:
    change(session, "vlan 9", f"interface {PORT}", "description new")
    assert enter(session, "configure replace flash:x list force") == (
        "!Pass 1\n\n!List of Commands:\nno vlan 9\n"
        f"interface {PORT}\n no description new\nend\n{DONE}"
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(None, "%Error opening flash:bad (No such file or directory)\n", id="missing"),
        pytest.param(["hostname x"], "%The input file is not a valid config file.\n", id="no end"),
        pytest.param([], "%The input file is not a valid config file.\n", id="empty"),
    ],
)
def test_bad_file_changes_nothing(
    session: Session, device: Device, lines: list[str] | None, text: str
) -> None:
    change(session, "vlan 9")
    before = device.running_lines()
    if lines is not None:
        device.flash.store("bad", lines, 0.0)
    assert enter(session, "configure replace flash:bad force") == text
    assert device.running_lines() == before


def test_what_ios_cannot_do_is_said(session: Session, device: Device) -> None:
    change(session, f"interface {PORT}", "description stays", "vlan 9")
    lines = device.flash.read("x")
    at = lines.index(f"interface {PORT}")
    wrong = [*lines[:at], "!", *lines[at + 1 : -1], "frobnicate", "end"]
    device.flash.store("y", wrong, 0.0)
    shown = enter(session, "configure replace flash:y force")
    block = f"********\nfrobnicate\nno interface {PORT}\n********\n"
    assert "Rollback aborted after 5 passes\n" in shown
    assert f"The following commands are failed to apply to the IOS image.\n{block}" in shown
    assert device.configuration.switch.interfaces[PORT].description == "stays"
    assert 9 not in device.configuration.switch.vlans


def test_trigger_error_restores_the_original() -> None:
    device = make_device("15.2", startup=ARCHIVE)
    session = make_session(device)
    change(session, "vlan 9")
    before = device.running_lines()
    device.flash.store("y", [*before[:-1], "frobnicate", "hostname other", "end"], 0.0)
    shown = enter(session, "configure replace flash:y force revert trigger error timer 5")
    assert shown.endswith("The original configuration has been successfully restored.\n")
    assert device.running_lines() == before
    assert device.rollback.pending is None
    device.flash.store("z", [*before[:-1], "hostname other", "end"], 0.0)
    shown = enter(session, "configure replace flash:z force revert trigger error timer 5")
    assert shown.endswith(DONE)
    device.clock.run_for(300)
    assert device.running_lines() == before


@pytest.mark.parametrize("train", TRAINS)
def test_timed_replace_comes_back_unless_confirmed(train: str) -> None:
    device = make_device(train, startup=ARCHIVE)
    session = make_session(device)
    first = device.file_lines()
    device.flash.store("x", first, 0.0)
    change(session, "hostname second")
    before = device.running_lines()
    enter(session, "configure replace flash:x force time 2")
    assert ["!", *device.running_lines()] == first
    device.clock.run_for(120)
    assert device.running_lines() == before
    enter(session, "configure replace flash:x force time 2", "configure confirm")
    device.clock.run_for(1000)
    assert ["!", *device.running_lines()] == first


def test_timed_replace_needs_the_archive(device: Device, session: Session) -> None:
    change(session, "no archive", "vlan 9")
    answer = enter(session, "configure replace flash:x force time 2")
    assert answer == "%Please turn config archive on\n"
    assert 9 in device.configuration.switch.vlans


def test_case_may_be_ignored(session: Session, device: Device) -> None:
    change(session, f"interface {PORT}", "description Camel Case")
    lines = [line.replace("Camel Case", "camel case") for line in device.file_lines()]
    device.flash.store("y", lines, 0.0)
    assert "passes: 0" in enter(session, "configure replace flash:y force ignorecase")
    assert device.configuration.switch.interfaces[PORT].description == "Camel Case"
    assert "passes: 1" in enter(session, "configure replace flash:y force")
    assert device.configuration.switch.interfaces[PORT].description == "camel case"


def test_startup_can_be_the_file(session: Session, device: Device) -> None:
    enter(session, "write memory")
    change(session, "hostname other")
    enter(session, "configure replace nvram:startup-config force")
    assert device.running_lines() == device.startup


@pytest.mark.parametrize(("release", "model"), BARE)
@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("configure replace flash:x force", 10),
        ("configure confirm", 10),
        ("show archive", 7),
        ("archive config", 0),
        ("configure terminal lock", 19),
    ],
)
def test_bare_release_knows_nothing_of_it(release: str, model: str, line: str, column: int) -> None:
    session = make_session(make_device(release, STARTUP, model))
    assert enter(session, line) == " " * (len("sw1#") + column) + INVALID
    assert "Invalid input" in enter(session, "configure terminal", "archive")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(PLACED, max_size=25),
    st.lists(PLACED, max_size=25),
    st.sampled_from(TRAINS),
)
def test_replace_gives_what_the_file_says(first: Placed, second: Placed, train: str) -> None:
    device, other = make_device(train), make_device(train)
    place_all(device, first)
    place_all(other, second)
    device.flash.store("x", other.file_lines(), 0.0)
    shown = enter(make_session(device), "configure replace flash:x force")
    assert shown.endswith("Rollback Done\n\n")
    assert device.running_lines() == other.running_lines()
    assert comparable(device.configuration) == comparable(other.configuration)
    context = render_context(device.running_lines(), other.running_lines())
    assert context == ["!Contextual Config Diffs:", "!No changes were found"]


@pytest.fixture
def network() -> Network:
    made = Network(parse_lab(STANDARD_LAB, "standard lab"))
    made.clock.run_for(60)
    for device in made.devices.values():
        device.flash.store("x", device.file_lines(), 0.0)
    return made


REPLACE = "configure replace flash:x force"


def test_same_configuration_disturbs_nothing(network: Network) -> None:
    device = network.device("sw1")
    logged = device.logged
    before = network.show("sw1", "show spanning-tree detail"), network.show("sw1", "show lacp nei")
    network.show("sw1", REPLACE)
    after = network.show("sw1", "show spanning-tree detail"), network.show("sw1", "show lacp nei")
    assert after == before
    assert device.logged == logged


def test_protocols_follow_a_replace(network: Network) -> None:
    network.configure(
        "sw2",
        "spanning-tree vlan 1 priority 0",
        "interface range fa0/1 - 2",
        "channel-group 1 mode active",
    )
    network.configure("sw1", "spanning-tree vlan 1 priority 4096", "no interface port-channel 1")
    network.clock.run_for(60)
    assert "This bridge is the root" in network.show("sw2", "show spanning-tree vlan 1")
    assert "Po1" in network.show("sw2", "show etherchannel summary")
    assert "Po1" not in network.show("sw1", "show etherchannel summary")
    for name in network.devices:
        network.show(name, REPLACE)
    network.clock.run_for(120)
    assert "This bridge is the root" in network.show("sw1", "show spanning-tree vlan 1")
    assert "Po1" not in network.show("sw2", "show etherchannel summary")
    assert "Po1(SU)" in network.show("sw1", "show etherchannel summary")


def test_no_state_in_between_is_ever_in_force(network: Network) -> None:
    device = network.device("sw1")
    target = device.running_lines()
    network.configure("sw1", "interface range fa0/1 - 24", "shutdown", "description off")
    network.clock.run_for(5)
    seen: list[list[str]] = []

    def look(message: LogMessage) -> None:
        seen.append(device.running_lines())

    device.watchers.append(look)
    network.show("sw1", REPLACE)
    assert len(seen) >= 4
    assert all(lines == target for lines in seen)


def test_difference_stands_in_its_context() -> None:
    before = ["hostname a", "interface Gi0/1", " shutdown", "vlan 9", "banner motd ^Cx", "!y^C"]
    after = ["hostname a", "interface Gi0/1", " description x", "vlan 10", " name ten"]
    assert render_context([*before, "end"], [*after, "end"]) == [
        "!Contextual Config Diffs:",
        "interface Gi0/1",
        " -shutdown",
        " +description x",
        "+vlan 10",
        " +name ten",
        "-vlan 9",
        "-banner motd ^Cx\n!y^C",
    ]


def test_differences_compare_what_is_named(session: Session) -> None:
    change(session, "vlan 9")
    assert "+vlan 9\n" in enter(session, "show archive config differences flash:x")
    shown = enter(
        session, "show archive config differences system:running-config flash:x ignorecase"
    )
    assert "-vlan 9\n" in shown
    assert "%Error opening" in enter(session, "show archive config differences flash:no")
    enter(session, "write memory")
    assert "!No changes were found" in enter(session, "show archive config differences")


def test_incremental_differences_are_what_a_merge_brings(session: Session, device: Device) -> None:
    device.flash.store("part", [f"interface {PORT}", " description x", " shutdown", "end"], 0.0)
    change(session, f"interface {PORT}", "shutdown")
    assert enter(session, "show archive config incremental-diffs flash:part") == (
        f"!List of Commands:\ninterface {PORT}\n description x\nend\n\n"
    )


def test_lock_keeps_others_out(session: Session, device: Device) -> None:
    other = Session(device, "other", privilege=15, vty=1)
    assert enter(session, "configure terminal lock").startswith("%configuration mode exclusive")
    change(session, "configuration mode exclusive manual")
    shown = enter(session, "configure terminal lock")
    assert shown.startswith("Configuration mode locked exclusively. The lock will be cleared")
    locked = (
        "Configuration mode locked exclusively by user 'admin' process '3' from terminal '1'."
        " Please try later.\n"
    )
    for line in ("configure terminal", "configure terminal lock", "configure replace flash:x"):
        assert enter(other, line) == locked
    assert enter(other, "copy flash:x running-config") == locked
    assert "LOCKED" in enter(other, "show configuration lock")
    enter(session, "end")
    assert "FREE" in enter(other, "show configuration lock")
    assert enter(other, "configure terminal").startswith("Enter configuration")


def test_automatic_lock_is_taken_by_everybody(session: Session, device: Device) -> None:
    change(session, "configuration mode exclusive auto")
    other = Session(device, "other", privilege=15, vty=1)
    enter(session, "configure terminal")
    assert "locked exclusively by user 'admin'" in enter(other, "configure terminal")
    screen = Screen(other)
    screen.type("clear configuration lock\ry")
    assert "Enter configuration" in screen.type("configure terminal\r")
    shown = enter(make_session(device), "show running-config | include exclusive")
    assert shown == "configuration mode exclusive auto\n"
