"""Rules of journals: on disk before it is done, readable whatever a crash left."""

import multiprocessing
import resource
import stat
import subprocess
import sys

import pytest

from netredund.errors import JournalError, UnfinishedError
from netredund.intent import Switch
from netredund.planning.change import Plan
from netredund.transaction.entries import Kind, Opening
from netredund.transaction.guard import Guard
from netredund.transaction.journal import (
    FILE,
    Journal,
    check_finished,
    find_unfinished,
    state_folder,
)

PROCESSES, ROUNDS = 3, 25


def clock():
    return 1_800_000_000.0


def opening(**changed):
    given = {
        "site": "site.yaml",
        "servers": ("web1",),
        "began_s": clock(),
        "timer_min": 5,
        "switches": {"sw1": Switch(name="sw1", host="192.0.2.1")},
        "plan": Plan(),
    }
    return Opening(**{**given, **changed})


@pytest.fixture
def journal(tmp_path):
    begun = Journal.begin(tmp_path, opening(), clock)
    yield begun
    begun.close()


def read(journal):
    return Journal.load(journal.folder, clock)


def test_what_is_noted_is_read_again(journal):
    journal.note(Kind.ARMING, "sw1", guard=Guard.REVERT_TIMER, listed=("flash:cfg-1",))
    journal.note(Kind.SENDING, "sw1", step=0)
    again = read(journal)
    assert again.opening == opening()
    assert again.events == journal.events
    assert again.find(Kind.ARMING, "sw1").guard is Guard.REVERT_TIMER
    assert again.begun_steps() == [0]


@pytest.mark.parametrize("cut", [1, 5, 20, 40])
def test_a_line_that_was_cut_was_not_begun(journal, cut):
    journal.note(Kind.SENDING, "sw1", step=0)
    journal.note(Kind.SENDING, "sw1", step=1)
    journal.close()
    path = journal.folder / FILE
    path.write_bytes(path.read_bytes()[:-cut])
    assert read(journal).begun_steps() == [0]


def test_reopened_behind_a_cut_line_it_stays_readable(journal):
    journal.note(Kind.SENDING, "sw1", step=0)
    journal.close()
    with (journal.folder / FILE).open("ab") as file:
        file.write(b'{"kind":"sen')
    again = read(journal)
    again.reopen()
    again.note(Kind.UNDOING, "sw1", step=0)
    again.close()
    assert [event.kind for event in read(journal).events] == [Kind.SENDING, Kind.UNDOING]


def test_decided_ends_with_undoing(journal):
    assert not journal.is_decided
    journal.note(Kind.DECIDED)
    journal.note(Kind.CONFIRMING, "sw1")
    assert read(journal).is_decided
    journal.note(Kind.UNDOING, "sw1", step=0)
    assert not read(journal).is_decided


def test_only_its_owner_can_read_it(journal):
    journal.keep_config("sw1", "old", "enable secret x\nend\n")
    assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700
    for file in journal.folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


@pytest.mark.parametrize(
    "text",
    ["hostname sw1\r\nend\r\n", "description B\u00fcro\nend\n", "description \udcfc\nend\n", ""],
    ids=["crlf", "utf-8", "latin-1", "empty"],
)
def test_a_backup_is_what_the_switch_printed(journal, text):
    journal.keep_config("sw1", "old", text)
    assert read(journal).config("sw1", "old") == text
    assert read(journal).config("sw1", "new") is None


def test_two_of_one_second_have_two_folders(tmp_path):
    one = Journal.begin(tmp_path, opening(), clock)
    other = Journal.begin(tmp_path, opening(switches={"sw2": Switch(name="sw2")}), clock)
    assert one.folder != other.folder
    one.close()
    other.close()


def test_a_name_of_a_server_is_no_path(tmp_path):
    journal = Journal.begin(tmp_path, opening(servers=("../../web 1",)), clock)
    assert journal.folder.parent == tmp_path
    journal.close()


def test_a_switch_is_held_until_the_end_is_noted(journal, tmp_path):
    switches = {"other-name": Switch(name="other-name", host="192.0.2.1")}
    with pytest.raises(UnfinishedError) as caught:
        check_finished(tmp_path, switches, clock)
    assert caught.value.switches == ("sw1",)
    assert caught.value.is_running
    journal.close()
    with pytest.raises(UnfinishedError, match="run `netredund-switch recover`"):
        check_finished(tmp_path, switches, clock)
    check_finished(tmp_path, {"sw1": Switch(name="sw1", host="192.0.2.2")}, clock)
    again = read(journal)
    again.reopen()
    again.note(Kind.ENDED, text="undone")
    again.close()
    check_finished(tmp_path, switches, clock)
    assert not list(find_unfinished(tmp_path, clock))


def test_a_switch_that_is_held_is_not_taken_by_another(journal, tmp_path):
    with pytest.raises(UnfinishedError):
        Journal.begin(tmp_path, opening(), clock)
    assert len(list(tmp_path.glob(f"*/{FILE}"))) == 1


def _begin(folder, barrier, results):
    for count in range(ROUNDS):
        barrier.wait(60)
        try:
            Journal.begin(folder / str(count), opening(), clock)
        except UnfinishedError:
            continue
        results.put(count)
    barrier.wait(60)


def test_of_processes_that_begin_at_once_one_does(tmp_path):
    context = multiprocessing.get_context("spawn")
    results, barrier = context.Queue(), context.Barrier(PROCESSES)
    processes = [
        context.Process(target=_begin, args=(tmp_path, barrier, results)) for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert sorted(results.get(timeout=10) for _ in range(ROUNDS)) == list(range(ROUNDS))
    assert results.empty()


def test_the_lock_of_a_process_goes_with_it(journal):
    journal.close()
    code = (
        "import sys, pathlib, time, os\n"
        "from netredund.transaction.journal import Journal\n"
        "Journal.load(pathlib.Path(sys.argv[1]), time.time).reopen()\n"
        "print('open', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(journal.folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "open\n"
        with pytest.raises(UnfinishedError) as caught:
            read(journal).reopen()
        assert caught.value.is_running
        process.kill()
    again = read(journal)
    again.reopen()
    again.close()


@pytest.fixture
def full_disk(journal):
    """Let no file grow beyond what the journal has now."""
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (journal.folder / FILE).stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10, kept[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, kept)


def test_what_cannot_be_written_is_an_error_and_leaves_a_readable_journal(journal, full_disk):
    with pytest.raises(JournalError, match="cannot be written"):
        journal.note(Kind.SENDING, "sw1", step=0)
    journal.close()
    assert read(journal).opening == opening()
    assert read(journal).begun_steps() == []


@pytest.mark.parametrize(
    ("text", "said"),
    [(b"hello\n", "is no journal"), (b"{}\n", "is no journal"), (b'{"kind":"sent"}\n', "is no")],
)
def test_a_file_that_is_none_is_named(tmp_path, text, said):
    (tmp_path / FILE).write_bytes(text)
    with pytest.raises(JournalError, match=said) as caught:
        Journal.load(tmp_path, clock)
    assert str(tmp_path) in caught.value.path


def test_a_folder_without_one_is_an_error(tmp_path):
    with pytest.raises(JournalError, match="cannot be read"):
        Journal.load(tmp_path, clock)


def test_the_state_folder_is_the_given_the_named_or_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("NETREDUND_STATE", "/named")
    assert str(state_folder(tmp_path)) == str(tmp_path)
    assert str(state_folder()) == "/named"
    monkeypatch.delenv("NETREDUND_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", "/xdg")
    assert str(state_folder()) == "/xdg/netredund"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/home/ops")
    assert str(state_folder()) == "/home/ops/.local/state/netredund"


def test_a_state_folder_that_cannot_be_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="cannot be written"):
        Journal.begin(tmp_path / "file" / "state", opening(), clock)
