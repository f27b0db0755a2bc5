"""A plan rests on one moment: captures of several are refused."""

import hashlib
import json

import pytest

import netredund
from netredund.captures import MANIFEST, Captures, file_name, load_folder, load_logs
from netredund.errors import StaleCapturesError
from netredund.lab.ios.session import Session
from netredund.verdict import devices_of
from tests.planning.labs import build, capture, site_of

LAB = """
switches:
  sw1: {model: C9300-24T, release: "16.12"}
  sw2: {model: C9300-24T, release: "16.12"}
"""
SITE = """
switches: {sw1: , sw2: }
servers: {web1: {method: active-backup, uplinks: {eth0: sw1 Gi1/0/1, eth1: sw2 Gi1/0/1}}}
"""
COMMANDS = ("show running-config", "show version")


@pytest.fixture
def network():
    network = build(LAB, settle_s=1)
    for name in network.devices:
        configure(network, name, "interface Gi1/0/5", "description before")
    return network


def configure(network, name, *lines):
    session = Session(network.device(name), "lab", privilege=15, vty=0)
    for line in ("configure terminal", *lines, "end"):
        session.execute(line)


def show(network, name, command):
    session = Session(network.device(name), "lab", privilege=15, vty=0)
    return f"{name}#{command}\n{session.execute(command).text}"


def note_times(folder, times):
    """Write manifests; `times` are minutes after eight, by switch and command."""
    for (name, command), minute in times.items():
        file = folder / name / MANIFEST
        entries = json.loads(file.read_text()) if file.exists() else []
        data = (folder / name / file_name(command)).read_bytes()
        entries.append({
            "command": command, "file": file_name(command), "whole": True,
            "time": f"2026-01-05T08:{minute:02}:00+00:00",
            "sha256": hashlib.sha256(data).hexdigest(),
        })  # fmt: skip
        file.write_text(json.dumps(entries))


def plan(folder, **options):
    return netredund.plan(site_of(SITE), folder, **options)


@pytest.mark.parametrize(
    ("minutes", "options", "is_refused"),
    [
        ((0, 0, 0, 9), {}, False),
        ((0, 0, 0, 11), {}, True),
        ((0, 11, 0, 0), {}, True),
        ((0, 0, 0, 11), {"max_age_s": 3600}, False),
        ((0, 0, 0, 9), {"max_age_s": 60}, True),
    ],
)
def test_captures_lie_no_further_apart_than_allowed(
    network, tmp_path, minutes, options, is_refused
):
    folder = capture(network, tmp_path, COMMANDS)
    places = [(name, command) for name in ("sw1", "sw2") for command in COMMANDS]
    note_times(folder, dict(zip(places, minutes, strict=True)))
    if not is_refused:
        assert not plan(folder, **options).is_empty
        return
    with pytest.raises(StaleCapturesError, match="s apart .*expected within") as caught:
        plan(folder, **options)
    assert caught.value.exit_code == 3


def test_captures_of_a_switch_that_gets_no_lines_may_be_older(network, tmp_path):
    folder = capture(network, tmp_path, COMMANDS)
    places = {(name, command): 0 for name in ("sw1", "sw2") for command in COMMANDS}
    note_times(folder, places)
    (folder / "sw3").mkdir()
    (folder / "sw3" / "show_version.txt").write_text("sw3#show version\nsw3#\n")
    note_times(folder, {("sw3", "show version"): 59})
    site = site_of(SITE.replace("sw2: }", "sw2: , sw3: }"))
    assert not netredund.plan(site, folder).is_empty


def test_a_running_config_that_another_capture_shows_changed_is_refused(network, tmp_path):
    folder = capture(network, tmp_path, COMMANDS)
    network.clock.run_for(60)
    configure(network, "sw1", "interface Gi1/0/1", "description after")
    saved = show(network, "sw1", "show running-config").replace("running", "startup")
    (folder / "sw1" / "show_startup-config.txt").write_text(saved + "sw1#\n")
    with pytest.raises(StaleCapturesError, match="sw1: the running-config was changed last at"):
        plan(folder)


def test_a_running_config_that_was_changed_since_it_was_saved_is_taken(network, tmp_path):
    saved = show(network, "sw1", "show running-config").replace("running", "startup")
    network.clock.run_for(60)
    configure(network, "sw1", "interface Gi1/0/1", "description after")
    folder = capture(network, tmp_path, COMMANDS)
    (folder / "sw1" / "show_startup-config.txt").write_text(saved + "sw1#\n")
    assert not plan(folder).is_empty


def from_log(network, tmp_path, text):
    """Return the captures of sw2 and of a log of sw1."""
    site = site_of(SITE)
    file = tmp_path / "terminal.log"
    file.write_text(text)
    folder = capture(network, tmp_path / "captures", COMMANDS)
    others = load_folder(folder, devices_of(site)).captures
    log = load_logs([file], devices_of(site)).captures
    return Captures((*log, *(each for each in others if each.device == "sw2")))


def test_of_two_running_configs_in_a_log_the_later_counts(network, tmp_path):
    before = show(network, "sw1", "show running-config")
    configure(network, "sw1", "interface Gi1/0/1", "spanning-tree portfast")
    after = show(network, "sw1", "show running-config")
    planned = netredund.plan(site_of(SITE), from_log(network, tmp_path, before + after + "sw1#\n"))
    lines = [line.line for line in planned.find_switch("sw1").do]
    assert "spanning-tree bpduguard enable" in lines
    assert "spanning-tree portfast" not in lines


CHANGED = {
    "a message": "*Jan  5 08:10:00.123: %SYS-5-CONFIG_I: Configured from console by admin\nsw1#\n",
    "a line": "sw1#configure terminal\nsw1(config)#interface Gi1/0/1\nsw1(config-if)#shutdown\n",
}
UNCHANGED = {
    "nothing": "",
    "shows in configuration mode": "sw1(config)#do show clock\n08:00:00\nsw1(config)#end\nsw1#\n",
    "another switch": (
        "sw2#configure terminal\nsw2(config)#hostname sw2\n"
        "*Jan  5 08:10:00.123: %SYS-5-CONFIG_I: Configured from console by admin\nsw2#\n"
    ),
}


@pytest.mark.parametrize("more", CHANGED)
def test_a_log_that_shows_a_change_below_the_running_config_is_refused(network, tmp_path, more):
    text = show(network, "sw1", "show running-config") + "sw1#\n" + CHANGED[more]
    with pytest.raises(StaleCapturesError, match=r"configured it after .*terminal\.log, line \d+"):
        netredund.plan(site_of(SITE), from_log(network, tmp_path, text))


@pytest.mark.parametrize("more", UNCHANGED)
def test_what_changes_nothing_below_the_running_config_is_taken(network, tmp_path, more):
    text = show(network, "sw1", "show running-config") + "sw1#\n" + UNCHANGED[more]
    assert not netredund.plan(site_of(SITE), from_log(network, tmp_path, text)).is_empty


def test_a_change_above_the_running_config_is_no_reason(network, tmp_path):
    text = CHANGED["a line"] + "sw1(config-if)#end\n" + show(network, "sw1", "show running-config")
    captures = from_log(network, tmp_path, text + "sw1#\n")
    assert not netredund.plan(site_of(SITE), captures).is_empty
