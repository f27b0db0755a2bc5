"""The journal of a transaction: what will be done is on disk before it is done.

One folder for each transaction, readable by its owner only: `journal.jsonl`, and beside it the
running-config of each switch before (`sw1.old.cfg`) and after its lines (`sw1.new.cfg`), as they
are, secrets included: a backup that masks them could not be used. A line that was cut by a crash
stands for something that was not begun.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec

from netredund.errors import JournalError, UnfinishedError
from netredund.intent import Switch
from netredund.transaction.entries import Event, Kind, Opening
from netredund.transaction.guard import Guard

STATE_VARIABLE = "NETREDUND_STATE"
FILE = "journal.jsonl"
_LOCK = "lock"


class Journal:
    """The record of one transaction; only one process has it open."""

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self.folder = folder
        self.events: list[Event] = []
        self._clock = clock
        self._opening: Opening | None = None
        self._file: IO[bytes] | None = None
        self._lock: int | None = None

    @classmethod
    def begin(cls, state: Path, opening: Opening, clock: Callable[[], float]) -> "Journal":
        """Make the folder of a new transaction, and write its first line.

        Raises UnfinishedError where an earlier one, also of another process, holds a switch.
        """
        stamp = datetime.fromtimestamp(opening.began_s, UTC).strftime("%Y%m%dT%H%M%S")
        name = re.sub(r"[^A-Za-z0-9.-]+", "-", "-".join(opening.servers))[:40] or "push"
        try:
            state.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _alone(state):
                check_finished(state, opening.switches, clock)
                for count in range(1000):
                    folder = state / (f"{stamp}-{name}" + (f"-{count}" if count else ""))
                    try:
                        folder.mkdir(mode=0o700)
                        break
                    except FileExistsError:
                        continue
                journal = cls(folder, clock)
                journal._take()
                journal._opening = opening
                journal._append(opening)
                _sync_folder(state)
        except OSError as error:
            raise JournalError(str(state), f"cannot be written: {error.strerror}") from error
        return journal

    @classmethod
    def load(cls, folder: Path, clock: Callable[[], float]) -> "Journal":
        """Read a journal, without opening it for writing; see `reopen`."""
        journal = cls(folder, clock)
        try:
            lines = (folder / FILE).read_bytes().split(b"\n")
        except OSError as error:
            raise JournalError(str(folder), f"cannot be read: {error.strerror}") from error
        whole = lines[:-1]  # behind the last newline stands nothing, or a line that was cut
        if not whole:
            return journal
        try:
            journal._opening = msgspec.json.decode(whole[0], type=Opening)
            journal.events = [msgspec.json.decode(line, type=Event) for line in whole[1:]]
        except msgspec.MsgspecError as error:
            raise JournalError(str(folder / FILE), f"is no journal: {error}") from error
        return journal

    def reopen(self) -> None:
        """Go on with a journal that was loaded, as it is now; a cut last line goes."""
        try:
            self._take()
            now = Journal.load(self.folder, self._clock)  # another may have gone on with it
            self._opening, self.events = now._opening, now.events
            path = self.folder / FILE
            text = path.read_bytes()
            if not text.endswith(b"\n"):
                with path.open("r+b") as file:
                    file.truncate(text.rfind(b"\n") + 1)
        except OSError as error:
            raise JournalError(str(self.folder), f"cannot be opened: {error.strerror}") from error

    def _take(self) -> None:
        """Lock the journal against other processes."""
        descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise UnfinishedError(str(self.folder), (), is_running=True) from None
        self._lock = descriptor

    def close(self) -> None:
        """Let go of the journal."""
        if self._file is not None:
            with contextlib.suppress(OSError):  # what could not be written was said by `note`
                self._file.close()
            self._file = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # writing

    def _append(self, record: Opening | Event) -> None:
        if self._file is None:
            self._file = os.fdopen(
                os.open(
                    self.folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600
                ),
                "ab",
            )
        self._file.write(msgspec.json.encode(record) + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def note(
        self,
        kind: Kind,
        switch: str = "",
        *,
        step: int = -1,
        guard: Guard | None = None,
        file: str = "",
        archived: str = "",
        place: str = "",
        listed: tuple[str, ...] = (),
        text: str = "",
    ) -> None:
        """Write an event, and return when it is on disk."""
        event = Event(
            kind=kind, time_s=self._clock(), switch=switch, step=step, guard=guard, file=file,
            archived=archived, place=place, listed=listed, text=text,
        )  # fmt: skip
        self.events.append(event)
        try:
            self._append(event)
        except OSError as error:
            raise JournalError(str(self.folder), f"cannot be written: {error.strerror}") from error

    def keep_config(self, switch: str, which: str, text: str) -> None:
        """Write a running-config beside the journal; `which` is `old` or `new`."""
        path = self.folder / f"{switch}.{which}.cfg"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode("utf-8", "surrogateescape"))
                file.flush()
                os.fsync(file.fileno())
            _sync_folder(self.folder)
        except OSError as error:
            raise JournalError(str(path), f"cannot be written: {error.strerror}") from error

    # what it says

    @property
    def opening(self) -> Opening:
        """The first line; JournalError where a crash left none (then nothing was begun)."""
        if self._opening is None:
            raise JournalError(str(self.folder), "has no first line: nothing was begun")
        return self._opening

    @property
    def is_begun(self) -> bool:
        return self._opening is not None

    def config(self, switch: str, which: str) -> str | None:
        """Return a running-config that was kept, null without one."""
        path = self.folder / f"{switch}.{which}.cfg"
        try:
            return path.read_bytes().decode("utf-8", "surrogateescape")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise JournalError(str(path), f"cannot be read: {error.strerror}") from error

    @property
    def is_running(self) -> bool:
        """Tell whether a process has it open."""
        try:
            self._take()
        except UnfinishedError:
            return True
        self.close()
        return False

    @property
    def is_ended(self) -> bool:
        return any(event.kind is Kind.ENDED for event in self.events)

    @property
    def is_decided(self) -> bool:
        """Tell whether all was proved, and confirming was begun and not given up."""
        for event in reversed(self.events):
            if event.kind is Kind.UNDOING:
                return False
            if event.kind is Kind.DECIDED:
                return True
        return False

    def begun_steps(self) -> list[int]:
        """Return the steps of which at least one line may have been sent, in their order."""
        return sorted({event.step for event in self.events if event.kind is Kind.SENDING})

    def find(self, kind: Kind, switch: str) -> Event | None:
        """Return the last event of a kind for a switch."""
        return next(
            (
                event
                for event in reversed(self.events)
                if event.kind is kind and event.switch == switch
            ),
            None,
        )


def state_folder(state: Path | str | None = None) -> Path:
    """Return where journals are kept: `state`, NETREDUND_STATE, or the XDG state directory."""
    if state is not None:
        return Path(state)
    if named := os.environ.get(STATE_VARIABLE):
        return Path(named)
    home = os.environ.get("XDG_STATE_HOME")
    return (Path(home) if home else Path.home() / ".local/state") / "netredund"


def find_unfinished(state: Path, clock: Callable[[], float]) -> Iterator[Journal]:
    """Yield the journals that were begun and did not end, the oldest first."""
    if not state.is_dir():
        return
    for folder in sorted(state.iterdir()):
        if (folder / FILE).exists():
            journal = Journal.load(folder, clock)
            if journal.is_begun and not journal.is_ended:
                yield journal


def check_finished(state: Path, switches: dict[str, Switch], clock: Callable[[], float]) -> None:
    """Raise UnfinishedError where an earlier transaction still holds one of the switches."""
    wanted = {(switch.wanted_host, switch.wanted_port) for switch in switches.values()}
    for journal in find_unfinished(state, clock):
        held = {
            name
            for name, switch in journal.opening.switches.items()
            if (switch.wanted_host, switch.wanted_port) in wanted
        }
        if held:
            raise UnfinishedError(
                str(journal.folder), tuple(sorted(held)), is_running=journal.is_running
            )


@contextlib.contextmanager
def _alone(state: Path) -> Iterator[None]:
    """Keep other processes from beginning a transaction meanwhile."""
    descriptor = os.open(state / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
