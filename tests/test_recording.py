"""Rules of recording, over real SSH with switches of the lab."""

import hashlib
import json
import os
import pickle
import re
import time

import msgspec
import pytest

import netredund
from netredund.captures import MANIFEST, load_folder
from netredund.errors import CaptureError, HostKeyError
from netredund.intent import parse_site
from netredund.planning.comparison import is_same_config
from netredund.recording import Record, Recorder, capture, write_records
from netredund.secrets import mask_text
from netredund.session import Access
from netredund.session.switch import Recorded
from netredund.verdict import devices_of
from tests.lab_access import (
    COMMUNITY_TEXT,
    access,
    known_hosts,
    own_home,
    standard,
    standard_access,
    standard_site,
)
from tests.secrecy import find_secret

__all__ = ["access", "known_hosts", "own_home", "standard", "standard_access", "standard_site"]


@pytest.fixture
def recorded(standard_site, standard_access, tmp_path):
    folder = tmp_path / "captures"
    recording = capture(standard_site, folder, access=standard_access)
    return folder, recording


def findings_of(report):
    """Return what each check says of each subject, in no order."""
    return sorted(
        (server.server, finding.check, finding.subject, finding.verdict)
        for server in report.servers
        for finding in server.findings
    )


def test_what_is_recorded_is_judged_like_the_live_switches(
    recorded, standard_site, standard_access
):
    folder, _ = recorded
    live = netredund.verify(standard_site, access=standard_access)
    offline = netredund.verify(standard_site, folder)
    assert (live.verdict, offline.verdict) == ("pass", "pass")
    assert findings_of(live) == findings_of(offline)


def test_the_manifest_says_what_was_asked_when_and_that_it_is_whole(recorded, standard_site):
    folder, recording = recorded
    for switch in ("sw1", "sw2"):
        entries = json.loads((folder / switch / MANIFEST).read_bytes())
        own = [record for record in recording.records if record.switch == switch]
        assert [entry["command"] for entry in entries] == [record.command for record in own]
        for entry in entries:
            data = (folder / switch / entry["file"]).read_bytes()
            assert entry["sha256"] == hashlib.sha256(data).hexdigest()
            assert entry["whole"] is True
            assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", entry["time"])
    assert not load_folder(folder, devices_of(standard_site)).notes


def test_every_file_shows_its_prompts_and_is_for_its_owner_only(recorded):
    folder, _ = recorded
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o700}
    for file in (folder / "sw2").glob("*.txt"):
        lines = file.read_text().splitlines()
        assert lines[0].startswith("sw2#show ")
        assert lines[-1] == "sw2#"


def test_secrets_of_a_configuration_are_masked_and_it_still_reads_whole(recorded):
    folder, _ = recorded
    text = (folder / "sw1" / "show_running-config.txt").read_text()
    assert "enable secret 5 <removed>" in text
    assert not re.search(r"\$1\$", text)
    assert not find_secret(text)
    facts = netredund.parse("show running-config", text)
    assert (facts.ended, facts.problems) == (True, ())


def test_a_masked_configuration_that_lost_lines_is_seen_through():
    lines = [f"username user{n} secret 5 $1$abcdefgh$ijklmnopqrstuvwxyz" for n in range(40)]
    body = "\n".join(["version 12.2", "hostname sw1", *lines, COMMUNITY_TEXT, "end", ""])
    text = f"Building configuration...\n\nCurrent configuration : {len(body)} bytes\n{body}"
    masked = mask_text(text)
    assert not netredund.parse("show running-config", masked).problems
    assert not find_secret(masked)
    cut = masked.replace("username user7 secret 5 <removed>\n", "", 1)
    for number in range(8, 14):
        cut = cut.replace(f"username user{number} secret 5 <removed>\n", "", 1)
    assert netredund.parse("show running-config", cut).problems


def test_a_second_recording_replaces_the_first(recorded, standard_site, standard_access):
    folder, _ = recorded
    stale = folder / "sw1" / "show_version.txt"
    manifest = folder / "sw1" / MANIFEST
    entries = json.loads(manifest.read_bytes())
    stale.write_text("old")
    entries.append({**entries[0], "command": "show version", "file": stale.name})
    manifest.write_text(json.dumps(entries))
    (folder / "sw1" / "notes.txt").write_text("a person's file")
    capture(standard_site, folder, access=standard_access)
    assert not stale.exists()
    assert (folder / "sw1" / "notes.txt").exists()
    assert not list((folder / "sw1").glob(".*"))


def test_a_manifest_that_names_files_elsewhere_deletes_none(tmp_path):
    outside = tmp_path / "precious.txt"
    outside.write_text("x")
    folder = tmp_path / "sw1"
    folder.mkdir()
    entry = {"command": "c", "file": "../precious.txt", "time": "", "sha256": "", "whole": True}
    (folder / MANIFEST).write_text(json.dumps([entry]))
    write_records(folder, [Record("sw1", "show version", "sw1#show version\n", 0.0)])
    assert outside.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CaptureError, match="cannot be written"):
        write_records(tmp_path / "file" / "sw1", [])


def test_one_switch_that_cannot_be_asked_does_not_stop_the_others(
    standard, standard_site, standard_access, tmp_path
):
    keys = tmp_path / "known_hosts"
    own = standard_access.known_hosts.read_text().splitlines()
    keys.write_text("\n".join(line for line in own if ",sw1 " in line) + "\n")
    partly = Access(login=standard_access.login, known_hosts=keys)
    folder = tmp_path / "captures"
    with pytest.raises(HostKeyError, match="sw2"):
        capture(standard_site, folder, access=partly)
    assert [path.name for path in folder.iterdir()] == ["sw1"]
    report = netredund.verify(standard_site, access=partly)
    assert report.verdict == "unknown"
    assert any("sw2: checking the host key" in note for note in report.notes)


def test_all_switches_are_asked_at_once(standard_site, standard_access):
    began = {}
    ended = {}

    def follow(progress):
        began.setdefault(progress.switch, time.monotonic())
        ended[progress.switch] = time.monotonic()

    with Recorder(standard_site, standard_access, progress=follow) as recorder:
        recorder.record()
    assert max(began.values()) < min(ended.values())


def test_a_command_that_the_image_lacks_is_noted_and_the_rest_is_recorded(
    standard, standard_access, tmp_path
):
    address = standard.addresses["sw1"]
    site = parse_site(
        f"switches: {{sw1: {{host: {address.host}, port: {address.port}}}}}\n"
        "servers: {a: {method: 802.3ad, channel_group: 7, uplinks: {e0: sw1 Fa0/8, e1: sw1"
        " Fa0/9}}}"
    )
    with Recorder(site, standard_access) as recorder:
        recorder.questions["sw1"] = ("show version", "show nothing at all", "show clock")
        recording = recorder.record()
    assert [record.command for record in recording.records] == ["show version", "show clock"]
    assert [error.line for error in recording.refused] == ["show nothing at all"]
    assert not recording.failures


def test_a_crash_while_writing_leaves_the_old_file(tmp_path, monkeypatch):
    write_records(tmp_path, [Record("sw1", "show version", "old", 0.0)])

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CaptureError, match="No space left"):
        write_records(tmp_path, [Record("sw1", "show version", "new", 0.0)])
    assert (tmp_path / "show_version.txt").read_text() == "old"
    assert not list(tmp_path.glob(".*"))


def test_sessions_may_be_of_something_else_than_a_switch_over_ssh(standard_site):
    opened = []

    class Rehearsed:
        def __init__(self, name):
            self.name = name

        def record(self, command):
            return Recorded(command, f"{self.name}#", f"{command} of {self.name}\n")

        def close(self):
            opened.remove(self.name)

    def open_session(switch, access):
        opened.append(switch.name)
        return Rehearsed(switch.name)

    questions = {"sw1": ("show clock",), "sw2": ("show clock", "show privilege")}
    with Recorder(standard_site, questions=questions, open_session=open_session) as recorder:
        recording = recorder.record()
        assert sorted(opened) == ["sw1", "sw2"]
    assert opened == []
    assert [(each.switch, each.command) for each in recording.records] == [
        ("sw1", "show clock"), ("sw2", "show clock"), ("sw2", "show privilege"),
    ]  # fmt: skip


HASH = re.compile(r"secret 5 \$1\$")


@pytest.fixture
def with_secrets(standard_site, standard_access):
    """A recording that keeps configurations as they were printed."""
    questions = {"sw1": ("show running-config", "show version")}
    with Recorder(
        standard_site, standard_access, questions=questions, keeps_secrets=True
    ) as recorder:
        return recorder.record()


def test_a_configuration_is_kept_with_its_secrets_where_that_is_asked_for(
    with_secrets, standard, standard_site, standard_access
):
    printed = with_secrets.reveal("sw1")
    stands = standard.call(lambda network: "\n".join(network.device("sw1").running_lines()))
    assert HASH.search(printed)
    assert is_same_config(printed, stands)
    assert with_secrets.reveal("sw2") is None
    assert with_secrets.reveal("sw1", "show version") is None
    questions = {"sw1": ("show running-config",)}
    with Recorder(standard_site, standard_access, questions=questions) as recorder:
        assert recorder.record().reveal("sw1") is None


def test_what_is_kept_with_its_secrets_is_nowhere_printed_or_written(with_secrets, tmp_path):
    texts = [each.source.text for each in with_secrets.captures.captures]
    for shown in (repr(with_secrets), str(with_secrets.records[0]), *texts):
        assert not HASH.search(shown)
    with pytest.raises(TypeError):
        msgspec.json.encode(with_secrets.records)
    with pytest.raises(TypeError):
        pickle.dumps(with_secrets.records)
    write_records(tmp_path / "sw1", with_secrets.records)
    for file in (tmp_path / "sw1").iterdir():
        assert not HASH.search(file.read_text()), file
