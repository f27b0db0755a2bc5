"""Recording what switches say: all of them at once, in memory or as a folder of captures."""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from netredund.captures import MANIFEST, Capture, Captures, ManifestEntry, Source, file_name
from netredund.errors import CaptureError, NetRedundError, RefusedError
from netredund.intent import Site, load_site
from netredund.questions import list_questions
from netredund.reading import find_command
from netredund.secrets import Unmasked, mask_text
from netredund.session import Access, SwitchSession

_HOLDS_SECRETS = ("running-config", "startup-config")
# The same table, as older images call it.
_OLD_SPELLINGS = {"show mac address-table": "show mac-address-table"}


class Progress(msgspec.Struct, frozen=True, gc=False):
    """How far a switch is: `done` of `total` commands; `step` is what is being done."""

    switch: str
    step: str
    done: int
    total: int


class Record(msgspec.Struct, frozen=True, gc=False):
    """One command's output as a terminal shows it, masked; `time_s` is since the epoch.

    `unmasked` is the output alone, without prompts and with its secrets, where it was asked to be
    kept; nothing writes or prints it.
    """

    switch: str
    command: str
    text: str
    time_s: float
    unmasked: Unmasked | None = None


class Recording(msgspec.Struct, frozen=True):
    """What all switches said.

    `refused` are the commands that an image does not know, `failures` the errors of switches that
    could not be asked, by switch.
    """

    records: tuple[Record, ...]
    refused: tuple[RefusedError, ...] = ()
    failures: dict[str, NetRedundError] = {}

    @property
    def captures(self) -> Captures:
        """The records as captures to judge; what is missing is in the notes."""
        captures = tuple(
            Capture(
                record.switch,
                find_command(record.command),
                Source(f"{record.switch}: {record.command}", record.text),
                time_s=record.time_s,
                is_whole=True,
            )
            for record in self.records
        )
        notes = [str(error) for error in (*self.failures.values(), *self.refused)]
        return Captures(captures, tuple(notes))

    def reveal(self, switch: str, command: str = "show running-config") -> str | None:
        """Return what a command printed, with its secrets; null where that was not kept."""
        for record in self.records:
            if (record.switch, record.command) == (switch, command) and record.unmasked:
                return record.unmasked.reveal()
        return None

    def raise_failures(self) -> None:
        """Raise the first failure, with the others as its notes; nothing without one."""
        if self.failures:
            first, *others = self.failures.values()
            for other in others:
                first.add_note(str(other))
            raise first


class Recorder:
    """The switches of a site, each asked its questions; sessions stay open until it is closed.

    `questions` are the commands by switch, by default those of a verdict on the whole site.
    With `keeps_secrets` the records hold configurations as they were printed, too: in memory only.
    """

    def __init__(
        self,
        site: Site,
        access: Access | None = None,
        *,
        questions: Mapping[str, Sequence[str]] | None = None,
        keeps_secrets: bool = False,
        progress: Callable[[Progress], None] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.site = site
        self.questions = dict(list_questions(site) if questions is None else questions)
        self._access = access or Access()
        self._keeps_secrets = keeps_secrets
        self._progress = progress
        self._clock = clock
        self._sessions: dict[str, SwitchSession] = {}
        self._workers = ThreadPoolExecutor(
            max(1, min(self._access.at_once, len(self.questions))), thread_name_prefix="netredund"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all sessions."""
        sessions, self._sessions = list(self._sessions.values()), {}
        list(self._workers.map(lambda session: session.close(), sessions))
        self._workers.shutdown()

    def record(self) -> Recording:
        """Ask all switches at once; one that cannot be asked does not stop the others."""
        answers = list(self._workers.map(self._record_switch, self.questions))
        return Recording(
            tuple(record for answer in answers for record in answer.records),
            tuple(error for answer in answers for error in answer.refused),
            {name: error for answer in answers for name, error in answer.failures.items()},
        )

    def _record_switch(self, name: str) -> Recording:
        commands = self.questions[name]
        records: list[Record] = []
        refused: list[RefusedError] = []
        try:
            session = self._sessions.get(name)
            if session is None:
                self._tell(name, "connecting", 0)
                session = self._access.open(self.site.switches[name])
                self._sessions[name] = session
            for done, command in enumerate(commands):
                self._tell(name, command, done)
                try:
                    records.append(self._ask(name, session, command))
                except RefusedError as error:
                    refused.append(error)
        except NetRedundError as error:
            lost = self._sessions.pop(name, None)
            if lost is not None:
                lost.close()
            self._tell(name, "failed", len(records))
            return Recording(tuple(records), tuple(refused), {name: error})
        self._tell(name, "done", len(commands))
        return Recording(tuple(records), tuple(refused))

    def _ask(self, name: str, session: SwitchSession, command: str) -> Record:
        time_s = self._clock()
        for spelled in _spellings(command):
            try:
                recorded = session.record(spelled)
                break
            except RefusedError as error:
                first = error
        else:
            raise first
        text, unmasked = recorded.transcript, None
        if any(word in command for word in _HOLDS_SECRETS):
            text = mask_text(text)
            unmasked = Unmasked(recorded.text) if self._keeps_secrets else None
        return Record(name, recorded.command, text, time_s, unmasked)

    def _tell(self, switch: str, step: str, done: int) -> None:
        if self._progress is not None:
            self._progress(Progress(switch, step, done, len(self.questions[switch])))


def _spellings(command: str) -> Iterator[str]:
    yield command
    for new, old in _OLD_SPELLINGS.items():
        if command.startswith(new):
            yield command.replace(new, old, 1)


def ask(
    site: Site,
    questions: Mapping[str, Sequence[str]],
    *,
    access: Access | None = None,
    keeps_secrets: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> Recording:
    """Ask all switches their questions once, and end the sessions; see `Recorder`."""
    with Recorder(
        site,
        access,
        questions=questions,
        keeps_secrets=keeps_secrets,
        progress=progress,
    ) as recorder:
        return recorder.record()


def capture(
    site: Site | str | Path,
    folder: str | Path,
    *,
    access: Access | None = None,
    servers: tuple[str, ...] = (),
    progress: Callable[[Progress], None] | None = None,
) -> Recording:
    """Record what `verify` needs into a folder that `verify` reads, and return it.

    Each switch has a folder of its own, with a manifest. Files are written whole or not at all,
    readable by their owner only; passwords, keys and hashes in configurations are masked. What an
    image does not know is in `refused`. Raises SiteError for a site that is wrong, CaptureError
    where nothing can be written, and, when all others are written, SessionError for a switch that
    cannot be asked.
    """
    if not isinstance(site, Site):
        site = load_site(Path(site))
    questions = list_questions(site, servers)
    with Recorder(site, access, questions=questions, progress=progress) as recorder:
        recording = recorder.record()
        for name in recorder.questions:
            if name not in recording.failures:
                own = [record for record in recording.records if record.switch == name]
                write_records(Path(folder) / name, own)
    recording.raise_failures()
    return recording


def write_records(folder: Path, records: Iterable[Record]) -> None:
    """Write a switch's records and their manifest; files of an earlier manifest make room."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        earlier = _listed_files(folder)
        entries = []
        for record in records:
            data = record.text.encode("utf-8", "surrogateescape")
            name = file_name(record.command)
            _write_whole(folder / name, data)
            time = datetime.fromtimestamp(record.time_s, UTC).isoformat(timespec="milliseconds")
            digest = hashlib.sha256(data).hexdigest()
            entries.append(ManifestEntry(record.command, name, time, digest, True))
        manifest = msgspec.json.format(msgspec.json.encode(entries), indent=1)
        _write_whole(folder / MANIFEST, manifest + b"\n")
        for name in earlier - {entry.file for entry in entries}:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise CaptureError(str(folder), f"cannot be written: {error.strerror}") from error


def _listed_files(folder: Path) -> set[str]:
    """Return the files that an earlier manifest lists, and that this one may replace."""
    try:
        data = (folder / MANIFEST).read_bytes()
        entries = msgspec.json.decode(data, type=list[ManifestEntry])
    except (OSError, msgspec.MsgspecError):
        return set()
    return {entry.file for entry in entries if Path(entry.file).name == entry.file}


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 so that a reader, or a crash, sees the old or the new one."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
