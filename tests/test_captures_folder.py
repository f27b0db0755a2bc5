"""Captures on disk: which file is which command of which device, and what nobody can use."""

import hashlib
import json

import pytest

from netredund.captures import Device, file_name, load_folder, load_logs
from netredund.errors import CaptureError
from netredund.facts.etherchannel import EtherChannel

SW1 = Device("sw1", "sw1", {"<vlan>": ["1"], "<interface>": ["Fa0/23"], "<group>": ["1"]})
SW2 = Device("sw2", "core-2", {"<vlan>": ["1"]})
WEB1 = Device("web1", "web1", {"<bond>": ["bond0"], "<bridge>": ["br0"]})
DEVICES = (SW1, SW2, WEB1)
SUMMARY = """\
Number of channel-groups in use: 1
Number of aggregators:           1

Group  Port-channel  Protocol    Ports
------+-------------+-----------+-----------------------------------------------
1      Po1(SU)         LACP      Fa0/1(P)    Fa0/2(P)
"""


def _write(folder, path, text):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(text, bytes):
        file.write_bytes(text)
    else:
        file.write_text(text, "utf-8")
    return file


def _manifest(folder, device, file, **changes):
    data = (folder / device / file).read_bytes()
    entry = {
        "command": "show etherchannel summary",
        "file": file,
        "time": "2025-03-04T10:00:00+01:00",
        "sha256": hashlib.sha256(data).hexdigest(),
        "whole": True,
    } | changes
    _write(folder, f"{device}/manifest.json", json.dumps([entry]))


@pytest.mark.parametrize(
    ("device", "name", "command"),
    [
        ("sw1", "show_spanning-tree.txt", "show spanning-tree"),
        ("sw1", "show_spanning-tree_vlan_1.txt", "show spanning-tree vlan 1"),
        (
            "sw1",
            "show_spanning-tree_interface_Fa0_23_detail.txt",
            "show spanning-tree interface Fa0/23 detail",
        ),
        ("sw1", "show_etherchannel_1_port-channel.txt", "show etherchannel 1 port-channel"),
        ("sw1", "show_running-config.txt", "show running-config"),
        ("web1", "proc_net_bonding_bond0.txt", "/proc/net/bonding/bond0"),
        ("web1", "bridge_-d_-j_link.txt", "bridge -d -j link"),
        ("web1", "ip_-d_-j_link.txt", "ip -d -j link"),
        ("web1", "brctl_showstp_br0.txt", "brctl showstp br0"),
    ],
)
def test_a_file_is_the_command_that_would_be_written_to_it(tmp_path, device, name, command):
    _write(tmp_path, f"{device}/{name}", "")
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert (capture.device, capture.command.text) == (device, command)
    assert file_name(command) == name


@pytest.mark.parametrize(
    "name", ["show_spanning-tree_vlan_99.txt", "show_clock.txt", "notes.txt", "x.txt"]
)
def test_a_file_of_no_known_name_gets_a_note(tmp_path, name):
    _write(tmp_path, f"sw1/{name}", "nothing of interest\n")
    found = load_folder(tmp_path, DEVICES)
    assert not found.captures
    assert name in found.notes[0]


def test_a_file_of_no_known_name_is_read_by_its_prompts(tmp_path):
    _write(tmp_path, "sw1/first try.txt", f"sw1#show etherchannel summary\n{SUMMARY}sw1#\n")
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert capture.command.text == "show etherchannel summary"
    assert isinstance(capture.facts, EtherChannel)
    assert capture.facts.ended


def test_a_folder_of_no_device_gets_a_note(tmp_path):
    _write(tmp_path, "sw9/show_etherchannel_summary.txt", SUMMARY)
    found = load_folder(tmp_path, DEVICES)
    assert not found.captures
    assert "sw9" in found.notes[0]


def test_what_was_typed_tells_more_than_the_file_name(tmp_path):
    _write(
        tmp_path,
        "sw1/show_etherchannel_summary.txt",
        f"sw1#show etherchannel 2 summary\n{SUMMARY}sw1#\n",
    )
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert capture.facts.command == "show etherchannel 2 summary"


def test_another_commands_output_under_a_name_is_a_problem(tmp_path):
    _write(tmp_path, "sw1/show_spanning-tree.txt", f"sw1#show etherchannel summary\n{SUMMARY}sw1#")
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert "this is the output of 'show etherchannel summary'" in str(capture.facts.problems)


def test_a_prompt_below_the_output_names_the_device_too(tmp_path):
    _write(tmp_path, "sw1/show_etherchannel_summary.txt", f"{SUMMARY}sw2#\n")
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert capture.facts.device == "sw2"


def test_prompts_of_two_devices_in_one_file_are_a_problem(tmp_path):
    _write(
        tmp_path,
        "sw1/show_etherchannel_summary.txt",
        f"sw1#show etherchannel summary\n{SUMMARY}sw2#\n",
    )
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert capture.prompts == ("sw1", "sw2")
    assert not capture.facts.complete


def test_a_manifest_gives_time_and_wholeness(tmp_path):
    _write(tmp_path, "sw1/a.txt", SUMMARY)
    _manifest(tmp_path, "sw1", "a.txt")
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert capture.time_s == 1741078800
    assert capture.is_whole is True
    assert capture.problem == ""


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sha256": "0" * 64}, "its hash differs from the manifest's"),
        ({"time": "yesterday"}, "'yesterday' is no time"),
        ({"time": "2025-03-04T10:00:00"}, "has no offset from UTC"),
    ],
    ids=["hash", "no time", "no offset"],
)
def test_a_manifest_that_does_not_fit_is_a_problem(tmp_path, changes, problem):
    _write(tmp_path, "sw1/a.txt", SUMMARY)
    _manifest(tmp_path, "sw1", "a.txt", **changes)
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert problem in capture.problem


def test_a_hash_in_capitals_is_the_same(tmp_path):
    _write(tmp_path, "sw1/a.txt", SUMMARY)
    _manifest(tmp_path, "sw1", "a.txt", sha256=hashlib.sha256(SUMMARY.encode()).hexdigest().upper())
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert capture.problem == ""


def test_a_file_that_the_manifest_names_and_that_is_missing_gets_a_note(tmp_path):
    _write(tmp_path, "sw1/a.txt", SUMMARY)
    _manifest(tmp_path, "sw1", "a.txt")
    (tmp_path / "sw1" / "a.txt").unlink()
    found = load_folder(tmp_path, DEVICES)
    assert not found.captures
    assert "a.txt: the manifest names it, and it is missing" in found.notes[0]


def test_a_manifest_of_an_unknown_command_gets_a_note(tmp_path):
    _write(tmp_path, "sw1/a.txt", SUMMARY)
    _manifest(tmp_path, "sw1", "a.txt", command="show weather")
    found = load_folder(tmp_path, DEVICES)
    assert not found.captures
    assert "show weather" in found.notes[0]


@pytest.mark.parametrize("text", ["{", "{}", '[{"file": "a.txt"}]', "[1]"])
def test_a_manifest_that_is_none_is_an_error_with_its_name(tmp_path, text):
    _write(tmp_path, "sw1/manifest.json", text)
    with pytest.raises(CaptureError, match=r"manifest\.json.*no manifest"):
        load_folder(tmp_path, DEVICES)


def test_a_log_holds_several_devices_and_commands(tmp_path):
    log = _write(
        tmp_path,
        "session.log",
        f"sw1#terminal length 0\nsw1#sh etherch summ\n{SUMMARY}sw1#ssh core-2\n"
        "core-2>show clock\n10:00:00 UTC\n"
        f"core-2>show etherchannel summary\n{SUMMARY}core-2>exit\n",
    )
    found = load_logs([log], DEVICES)
    assert [(one.device, one.command.text) for one in found.captures] == [
        ("sw1", "show etherchannel summary"),
        ("sw2", "show etherchannel summary"),
    ]
    assert all(one.facts.complete and one.facts.ended for one in found.captures)
    assert [one.prompts for one in found.captures] == [("sw1",), ("core-2",)]


def test_lines_of_a_log_keep_their_numbers(tmp_path):
    log = _write(
        tmp_path, "s.log", f"sw1#show clock\n10:00\nsw1#show etherchannel summary\n{SUMMARY}"
    )
    (capture,) = load_logs([log], DEVICES).captures
    (group,) = capture.facts.groups
    assert capture.source.lines[group.line - 1].startswith("1      Po1(SU)")
    assert not capture.facts.ended


def test_a_prompt_of_no_device_of_the_site_gets_a_note(tmp_path):
    log = _write(tmp_path, "s.log", f"sw9#show etherchannel summary\n{SUMMARY}sw9#\n")
    found = load_logs([log], DEVICES)
    assert not found.captures
    assert any("the prompt of sw9 is of no device of the site" in note for note in found.notes)


def test_a_log_without_a_known_command_gets_a_note(tmp_path):
    log = _write(tmp_path, "s.log", "sw1#show clock\n10:00\nsw1#\n")
    assert "no output of a known command" in load_logs([log], DEVICES).notes[0]


def test_a_wrong_byte_and_a_mark_are_read(tmp_path):
    _write(tmp_path, "sw1/show_etherchannel_summary.txt", SUMMARY.encode("utf-16"))
    (capture,) = load_folder(tmp_path, DEVICES).captures
    assert capture.facts.complete


@pytest.mark.parametrize("missing", ["nowhere", "file.txt"])
def test_a_folder_that_is_none_is_an_error(tmp_path, missing):
    (tmp_path / "file.txt").write_text("", "utf-8")
    with pytest.raises(CaptureError, match="no such folder"):
        load_folder(tmp_path / missing, DEVICES)


def test_a_log_that_cannot_be_read_is_an_error_with_its_name(tmp_path):
    with pytest.raises(CaptureError, match=r"gone\.log.*No such file"):
        load_logs([tmp_path / "gone.log"], DEVICES)
