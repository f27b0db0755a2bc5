"""Captures: recorded output of commands, from a folder of files or from terminal logs.

A folder is laid out as `FOLDER/<device>/<command with _ for space, / and |>.txt`; a file is
recognised by writing the commands that may be meant in that form, never by turning its name back.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

import msgspec

from netredund.errors import CaptureError, UnknownCommandError
from netredund.facts.outcome import Facts
from netredund.reading import Command, find_command, parse_capture, read_section
from netredund.reading.commands import SYNTAXES, optional_groups
from netredund.reading.transcript import Section, clean_lines, decode, split_sections

MANIFEST = "manifest.json"
_ARGUMENT = re.compile(r"<[a-z]+>")


class ManifestEntry(msgspec.Struct, frozen=True, gc=False):
    """What a manifest says of one file; `time` is ISO 8601 with its offset from UTC."""

    command: str
    file: str
    time: str
    sha256: str
    whole: bool


class Source:
    """A file that captures came from; its lines as a terminal would show them."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        """The cleaned lines; the first is line 1."""
        return [line.text for line in clean_lines(self.text)]


class Capture:
    """One command's recorded output on one device of the site.

    `section` is given where the output is cut out of a terminal log. `time_s` (seconds since the
    epoch) and `is_whole` are null where nobody noted them. `problem` says why the record itself
    cannot be trusted.
    """

    def __init__(
        self,
        device: str,
        command: Command,
        source: Source,
        *,
        section: Section | None = None,
        time_s: float | None = None,
        is_whole: bool | None = None,
        problem: str = "",
    ) -> None:
        self.device = device
        self.command = command
        self.source = source
        self.section = section
        self.time_s = time_s
        self.is_whole = is_whole
        self.problem = problem

    @property
    def facts(self) -> Facts:
        """What the output says."""
        return self._read[0]

    @property
    def was_read(self) -> bool:
        """Whether anybody has looked at the facts; they are read when they are needed."""
        return "_read" in vars(self)

    @property
    def prompts(self) -> tuple[str, ...]:
        """The names of devices that the prompts in it show."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Facts, tuple[str, ...]]:
        if self.section is None:
            return parse_capture(self.command, self.source.text)
        shown = (self.section.device,) if self.section.device else ()
        return read_section(self.command, self.section), shown


class Captures(msgspec.Struct, frozen=True):
    """All captures at hand, and notes on what could not be used."""

    captures: tuple[Capture, ...] = ()
    notes: tuple[str, ...] = ()

    def join(self, others: "Captures | None") -> "Captures":
        """Return these and others together; these alone where there are none."""
        if others is None:
            return self
        return Captures((*self.captures, *others.captures), (*self.notes, *others.notes))


class Device(msgspec.Struct, frozen=True):
    """A device whose captures are looked for, by its name in the site file.

    `hostname` is what its prompt shows. `arguments` are the values that an argument of a command
    (`<vlan>`, `<interface>`) may have in the name of one of its files.
    """

    name: str
    hostname: str
    arguments: Mapping[str, Sequence[str]] = {}


def file_name(command: str) -> str:
    """Return the file name of a command's capture.

    >>> file_name("show spanning-tree vlan 1"), file_name("/proc/net/bonding/bond0")
    ('show_spanning-tree_vlan_1.txt', 'proc_net_bonding_bond0.txt')
    """
    return re.sub(r"[ /|]", "_", command).lstrip("_") + ".txt"


def load_folder(folder: Path, devices: Iterable[Device]) -> Captures:
    """Read the captures of devices below a folder.

    A file that no known command would be written to is read as a terminal log if it has prompts;
    else a note says so. Raises CaptureError where the folder is none or cannot be read.
    """
    if not folder.is_dir():
        raise CaptureError(str(folder), "no such folder")
    captures: list[Capture] = []
    notes: list[str] = []
    known = {device.name: device for device in devices}
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and entry.name in known:
            _load_device(entry, known[entry.name], known.values(), captures, notes)
        elif entry.is_dir():
            notes.append(f"{entry}: no device of the site has this name")
        elif entry.suffix in (".txt", ".log"):
            found = load_logs([entry], known.values())
            captures += found.captures
            notes += found.notes
    return Captures(tuple(captures), tuple(notes))


def load_logs(files: Iterable[Path], devices: Iterable[Device]) -> Captures:
    """Read terminal logs: prompt, command, output, prompt; of any number of devices.

    The prompt names the device. Raises CaptureError where a file cannot be read.
    """
    captures: list[Capture] = []
    notes: list[str] = []
    by_hostname = {device.hostname.lower(): device.name for device in devices}
    for file in files:
        source = Source(str(file), _read(file))
        found, strangers = _in_log(source, by_hostname)
        captures += found
        if not found:
            notes.append(f"{file}: no output of a known command of a device of the site")
        notes += [f"{file}: the prompt of {name} is of no device of the site" for name in strangers]
    return Captures(tuple(captures), tuple(notes))


def _in_log(source: Source, by_hostname: Mapping[str, str]) -> tuple[list[Capture], list[str]]:
    captures: list[Capture] = []
    strangers: list[str] = []
    for section in split_sections(source.text):
        if not section.typed or not section.device:
            continue
        try:
            command = find_command(section.typed.removeprefix("do "))
        except UnknownCommandError:
            continue
        device = by_hostname.get(section.device.lower())
        if device is not None:
            captures.append(Capture(device, command, source, section=section))
        elif section.device not in strangers:
            strangers.append(section.device)
    return captures, strangers


def _load_device(
    folder: Path,
    device: Device,
    devices: Iterable[Device],
    captures: list[Capture],
    notes: list[str],
) -> None:
    manifest = _load_manifest(folder / MANIFEST, notes)
    commands = {file_name(command): command for command in _candidates(device)}
    for file in sorted(folder.iterdir()):
        if file.name == MANIFEST or not file.is_file():
            continue
        entry = manifest.pop(file.name, None)
        command = entry.command if entry else commands.get(file.name)
        data = _read_bytes(file)
        source = Source(str(file), decode(data))
        if command is None:
            by_hostname = {device.hostname.lower(): device.name for device in devices}
            found, _ = _in_log(source, by_hostname)
            captures += found
            if not found:
                notes.append(
                    f"{file}: the name is of no command that is read, and it has no prompt"
                )
            continue
        try:
            known = find_command(command)
        except UnknownCommandError as error:
            notes.append(f"{folder / MANIFEST}: {error}")
            continue
        captures.append(_recorded(device, known, source, entry, data))
    for missing in manifest.values():
        notes.append(f"{folder / missing.file}: the manifest names it, and it is missing")


def _recorded(
    device: Device, command: Command, source: Source, entry: ManifestEntry | None, data: bytes
) -> Capture:
    if entry is None:
        return Capture(device.name, command, source)
    import hashlib  # only manifests need it, and OpenSSL takes its time to start

    problem = ""
    if hashlib.sha256(data).hexdigest() != entry.sha256.lower():
        problem = "the file is not what was recorded: its hash differs from the manifest's"
    time_s = None
    try:
        time = datetime.fromisoformat(entry.time)
    except ValueError:
        problem = problem or f"the manifest's time {entry.time!r} is no time"
    else:
        if time.tzinfo is None:
            problem = problem or f"the manifest's time {entry.time!r} has no offset from UTC"
        else:
            time_s = time.timestamp()
    return Capture(
        device.name, command, source, time_s=time_s, is_whole=entry.whole, problem=problem
    )


def _load_manifest(file: Path, notes: list[str]) -> dict[str, ManifestEntry]:
    if not file.is_file():
        return {}
    try:
        entries = msgspec.json.decode(_read_bytes(file), type=list[ManifestEntry])
    except msgspec.MsgspecError as error:
        raise CaptureError(str(file), f"no manifest: {error}") from error
    return {entry.file: entry for entry in entries}


def _candidates(device: Device) -> Iterator[str]:
    """Yield the commands that a file of the device may be of, with its own VLANs and ports."""
    for entry in SYNTAXES:
        choices: list[list[str]] = []
        for tokens, is_optional in optional_groups(entry.syntax.split()):
            written = [
                " ".join(words)
                for words in itertools.product(*(_spellings(device, token) for token in tokens))
            ]
            choices.append(([""] if is_optional else []) + written)
        for parts in itertools.product(*choices):
            yield " ".join(part for part in parts if part)


def _spellings(device: Device, token: str) -> Sequence[str]:
    """Return what may stand for a token of a syntax; an argument may be part of a longer word."""
    argument = _ARGUMENT.search(token)
    if not argument:
        return (token,)
    return [token.replace(argument[0], value) for value in device.arguments.get(argument[0], ())]


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CaptureError(str(file), error.strerror or "cannot be read") from error


def _read(file: Path) -> str:
    return decode(_read_bytes(file))
