"""Tests for netredund.lab.ios.flash, file_actions and show.files."""

import pytest

from netredund.errors import FlashError
from netredund.lab.ios.device import Device
from netredund.lab.ios.flash import Flash, read_url
from tests.lab.devices import TRAINS, Screen, make_device, make_session

STARTUP = "line vty 0 15\ntransport preferred none\nlength 0\n"


@pytest.fixture
def device() -> Device:
    return make_device("15.2", startup=STARTUP)


@pytest.fixture
def screen(device: Device) -> Screen:
    return Screen(make_session(device))


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("flash:x", "flash:x"),
        ("FLASH:/dir/x.cfg", "flash:dir/x.cfg"),
        ("flash:", "flash:"),
        ("system:running-config", "system:running-config"),
        ("nvram:/startup-config", "nvram:startup-config"),
        ("null:", "null:"),
        ("x", None),
        ("tftp://10.0.0.1/x", None),
        ("system:x", None),
        ("flash:a b", None),
    ],
)
def test_file_has_one_name(typed: str, url: str | None) -> None:
    assert read_url(typed) == url


def test_what_does_not_fit_is_not_written() -> None:
    flash = Flash(10)
    flash.store("a", ["12345"], 0.0)
    with pytest.raises(FlashError, match="flash:b: Not enough space on device"):
        flash.store("b", ["1234"], 0.0)
    assert flash.free == 4
    flash.store("a", ["123456789"], 0.0)
    assert (flash.free, list(flash.files)) == (0, ["a"])


@pytest.mark.parametrize("train", TRAINS)
def test_copy_asks_for_the_name_and_counts_bytes(train: str) -> None:
    device = make_device(train, STARTUP)
    screen = Screen(make_session(device))
    assert screen.type("copy run flash:a\r").endswith("\r\nDestination filename [a]? ")
    shown = screen.type("\r")
    size = sum(len(line) + 1 for line in device.running_lines()) + len("!\n")
    assert shown.startswith(f"\r\n{size} bytes copied in 0.0")
    assert shown.endswith(" bytes/sec)\r\nsw1#")
    assert list(device.flash.read("a")) == ["!", *device.running_lines()]


def test_other_name_may_be_typed(screen: Screen, device: Device) -> None:
    screen.type("copy run flash:a\rflash:b\r")
    assert "b" in device.flash.files
    assert "a" not in device.flash.files
    assert "%Error parsing filename (b c)" in screen.type("copy run flash:a\rb c\r")


def test_copy_over_a_file_asks(screen: Screen, device: Device) -> None:
    screen.type("copy run flash:a\r\r")
    first = device.flash.files["a"]
    shown = screen.type("copy run flash:a\r\r")
    assert "%Warning:There is a file already existing with this name\r\n" in shown
    assert shown.endswith("Do you want to over write? [confirm]")
    assert screen.type("n") == "\r\nsw1#"
    assert device.flash.files["a"] is first
    screen.type("copy run flash:a\r\r")
    assert "bytes copied" in screen.type("y")
    assert device.flash.files["a"] is not first


def test_quiet_switch_asks_nothing(screen: Screen, device: Device) -> None:
    screen.type("conf t\rfile prompt quiet\rend\r")
    for _ in range(2):
        assert "bytes copied" in screen.type("copy running-config flash:a\r")
    assert screen.type("delete flash:a\r").endswith("sw1#")
    assert "a" not in device.flash.files


def test_copy_to_the_running_configuration_merges(screen: Screen, device: Device) -> None:
    lines = ["interface Gi1/0/1", " description merged", "frob", "end"]
    device.flash.store("part", lines, 0.0)
    screen.type("conf t\rinterface gi1/0/2\rdescription kept\rend\r")
    shown = screen.type("copy flash:part running-config\r\r")
    assert "% Invalid input detected" in shown
    assert "bytes copied" in shown
    interfaces = device.configuration.switch.interfaces
    assert interfaces["GigabitEthernet1/0/1"].description == "merged"
    assert interfaces["GigabitEthernet1/0/2"].description == "kept"


def test_copy_to_startup_saves(screen: Screen, device: Device) -> None:
    screen.type("conf t\rhostname other\rend\rcopy run flash:a\r\rconf t\rhostname sw1\rend\r")
    assert "[OK]\r\n" in screen.type("copy flash:a startup-config\r\r")
    assert device.startup is not None
    assert "hostname other" in device.startup
    screen.type("copy startup-config flash:b\r\r")
    assert device.flash.read("b") == device.flash.read("a")


def test_missing_file_is_named(screen: Screen) -> None:
    no_such = "(No such file or directory)"
    assert f"%Error opening flash:a {no_such}" in screen.type("copy flash:a run\r")
    assert f"%Error opening flash:a {no_such}" in screen.type("more flash:a\r")
    assert f"%Error opening flash:/a {no_such}" in screen.type("dir flash:a\r")
    assert f"%Error deleting flash:/a {no_such}" in screen.type("delete /force flash:a\r")


def test_full_flash_is_told(screen: Screen, device: Device) -> None:
    device.flash.capacity -= device.flash.free - 100
    shown = screen.type("copy run flash:a\r\r")
    assert "%Error copying system:running-config (Not enough space on device)" in shown
    assert "a" not in device.flash.files


def test_delete_asks_for_name_and_confirmation(screen: Screen, device: Device) -> None:
    screen.type("copy run flash:a\r\rcopy run flash:b\r\r")
    assert screen.type("delete flash:a\r").endswith("Delete filename [a]? ")
    assert screen.type("\r").endswith("Delete flash:/a? [confirm]")
    screen.type("n")
    assert "a" in device.flash.files
    screen.type("delete flash:a\r\r\r")
    assert "a" not in device.flash.files
    screen.type("delete /force flash:b\r")
    assert "b" not in device.flash.files


def test_dir_lists_files_and_room(screen: Screen, device: Device) -> None:
    before = device.flash.free
    screen.type("copy run flash:a\r\r")
    shown = screen.type("dir\r")
    size = device.flash.files["a"].size
    assert "Directory of flash:/\r\n" in shown
    assert f"{size}  Mar  1 2026 12:00:00 +00:00  a\r\n" in shown
    assert f"32514048 bytes total ({before - size} bytes free)\r\n" in shown
    assert "c3750e-universalk9-mz.152-4.E10.bin" in shown
    assert "c3750e" not in screen.type("dir flash:a\r")


def test_more_prints_a_file_and_can_be_filtered(screen: Screen) -> None:
    screen.type("copy run flash:a\r\r")
    assert screen.type("more flash:a | include ^hostname\r").endswith("hostname sw1\r\nsw1#")
