"""What undoes a change when we cannot: the strongest means that a switch has."""

import re
from enum import StrEnum
from typing import NamedTuple, Protocol

from netredund.errors import DisturbedError, RefusedError
from netredund.planning.comparison import is_same_config
from netredund.refusals import is_other_spelling

TIMER = "show archive config rollback timer"
_NOTHING_PENDING = re.compile(
    r"%?\s*(?:No Rollback Confirmed Change pending|Please turn config archive on"
    r"|Archive feature not enabled)",
    re.IGNORECASE,
)
_ARCHIVE_PATH = re.compile(r"^archive\r?\n(?:[ !][^\n]*\n)*? path (\S+)", re.MULTILINE)
_LOCAL = re.compile(r"(?:(?:boot|slave|usb)?flash\d*|disk\d|slot\d|bootdisk|sup-bootdisk):")
_LISTED = re.compile(r"^ *\d+ +[-drwx]{4} .* (\S+) *$", re.MULTILINE)
_ONE_ARCHIVED = re.compile(r"^archive\r?\n(?:[ !][^\n]*\n)*? maximum 1\r?$", re.MULTILINE)
_NO_RELOAD = re.compile(r"No reload is scheduled", re.IGNORECASE)
_ATTEMPTS = 2
LONGEST_MIN = 120
"""The longest time that `configure terminal revert timer` takes (IOS command reference)."""


class Terminal(Protocol):
    """What a guard needs of a session with a switch."""

    def show(self, command: str) -> str: ...

    def configure(self, line: str) -> str: ...

    def execute(self, command: str, answers: dict[str, str] | None = None) -> str: ...

    def enter_configuration(self, command: str = "configure terminal") -> None: ...


class Guard(StrEnum):
    """The means, the strongest first."""

    REVERT_TIMER = "configure terminal revert timer"
    REPLACE_TIMER = "configure replace with a timer"
    RELOAD = "reload in"
    OWN_LINES = "own undo lines"

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the switch waits for `configure confirm`."""
        return self in (Guard.REVERT_TIMER, Guard.REPLACE_TIMER)

    @property
    def acts_alone(self) -> bool:
        """Tell whether the switch goes back by itself when nobody says otherwise."""
        return self is not Guard.OWN_LINES

    @property
    def confirmation(self) -> str:
        """What keeps the change, as it is typed; empty where nothing would take it back."""
        if self is Guard.RELOAD:
            return "reload cancel"
        return "configure confirm" if self.is_confirmed else ""


class Armed(NamedTuple):
    """A guard in force, and the files on the switch that it uses.

    `file` is our copy of the running-config, `archived` what the switch added to its archive (empty
    also where it is not known). `place` is what the names of archived files begin with, empty where
    they are not on the switch; `listed` are those that were there before. `is_set` is false where
    it is not known whether setting it got through.
    """

    guard: Guard
    file: str = ""
    archived: str = ""
    place: str = ""
    listed: tuple[str, ...] = ()
    is_set: bool = True


class Choice(NamedTuple):
    """The guard of a switch, why no stronger one, and whether its running-config is saved."""

    guard: Guard
    why: str
    is_saved: bool


def choose_guard(switch: str, session: Terminal, running: str, *, may_reload: bool) -> Choice:
    """Return the strongest guard that a switch has as it is configured.

    Raises DisturbedError where a timer of somebody else runs already. Confirmed Change needs
    `archive` with a `path` (IOS configuration fundamentals: Configuration Rollback Confirmed
    Change), which is the administrator's to set: it is not put there for the push.
    """
    pending = find_pending(session)
    if pending:
        raise DisturbedError(
            switch,
            f"a rollback that somebody else has begun is pending: {pending}",
            "wait until it is confirmed or reverted (`configure confirm`, `configure revert now`)",
        )
    is_saved = _is_saved(session, running)
    has_path = _ARCHIVE_PATH.search(running) is not None
    has_archive = pending is not None or _knows(session, "show archive")
    if not has_archive:
        why = "this release has no configuration archive"
    elif not has_path:
        why = "`archive` has no `path` in its configuration: with one the switch guards itself"
    elif _ONE_ARCHIVED.search(running):
        why = "its archive keeps one file only, which the next one would replace"
    elif pending is not None:
        return Choice(Guard.REVERT_TIMER, "", is_saved)
    else:
        return Choice(Guard.REPLACE_TIMER, "this release has no Confirmed Change", is_saved)
    if may_reload:
        if is_saved:
            return Choice(Guard.RELOAD, why, is_saved)
        why += "; `reload in` is no way back, because the running-config is not saved"
    return Choice(Guard.OWN_LINES, why, is_saved)


def find_pending(session: Terminal) -> str | None:
    """Return what rollback is pending: "" for none, null where the release has no such thing.

    Whatever is not known to mean that there is none, is one.
    """
    try:
        said = session.show(TIMER)
    except RefusedError:
        return None
    return "" if _NOTHING_PENDING.search(said) else " ".join(said.split()) or "it says nothing"


def find_archive_place(guard: Guard, running: str) -> str:
    """Return what the names of the files begin with that a guard adds to the archive.

    Empty where it adds none, or not on the switch itself (`archive` with `path tftp://...`).
    """
    path = _ARCHIVE_PATH.search(running) if guard.is_confirmed else None
    place = path[1].partition("$")[0] if path else ""
    return place if _LOCAL.match(place) else ""


def list_archive(session: Terminal, place: str) -> tuple[str, ...]:
    """Return the files whose names begin with `place`, as the file system shows them.

    The archive's own list (`show archive`) is forgotten when a switch reloads.
    """
    if not place:
        return ()
    at = max(place.rfind("/"), place.rfind(":")) + 1
    listing = session.show(f"dir {place[:at]}")
    names = _LISTED.findall(listing)
    return tuple(place[:at] + name for name in names if name.startswith(place[at:]))


def arm(session: Terminal, armed: Armed, minutes: int) -> str:
    """Set a guard, and return the file that it added to the archive.

    RefusedError where the switch does not set it, also where it says that it did and its own view
    does not show it.
    """
    guard, file = armed.guard, armed.file
    if guard is Guard.REVERT_TIMER:
        session.enter_configuration(f"configure terminal revert timer {minutes}")
    elif guard is Guard.REPLACE_TIMER:
        session.execute(f"copy running-config {file}", {"filename": ""})
        session.execute(f"configure replace {file} force time {minutes}")
    elif guard is Guard.RELOAD:
        # A visit to configuration mode counts as a modification on some releases, without one.
        session.execute(f"reload in {minutes}", {"Save?": "no", "[confirm]": ""})
        if _NO_RELOAD.search(said := session.show("show reload")):
            raise RefusedError(f"reload in {minutes}", said, cause="no reload is scheduled")
    if not is_armed(session, guard):
        cause = f"`{TIMER}` shows no timer after it was set"
        raise RefusedError(guard.value, "", cause=cause)
    return _find_added(session, armed)


def _find_added(session: Terminal, armed: Armed) -> str:
    """Return the file that a timer wrote to the archive: the first that was not there."""
    now = list_archive(session, armed.place)
    return next((file for file in now if file not in armed.listed), "")


def is_armed(session: Terminal, guard: Guard) -> bool:
    """Tell whether a guard still stands; own lines always do.

    A release with `configure replace` and without Confirmed Change does not show its timer: then it
    is taken to stand.
    """
    if guard.is_confirmed:
        return find_pending(session) != ""
    if guard is Guard.RELOAD:
        return not _NO_RELOAD.search(session.show("show reload"))
    return True


def disarm(session: Terminal, armed: Armed) -> None:
    """Keep what runs: confirm it, or call the reload off; nothing where no guard stands any more.

    RefusedError where the guard still stands afterwards.
    """
    guard = armed.guard
    command = guard.confirmation
    if not command or not is_armed(session, guard):
        return
    try:
        session.execute(command)
    except RefusedError as error:
        # Where there is no such command, and none that shows a timer, no timer was set either.
        has_none = is_other_spelling(error.reply) and not armed.is_set
        has_none = has_none and guard.is_confirmed and find_pending(session) is None
        if not _NOTHING_PENDING.search(error.reply) and not has_none:
            raise
        return
    if find_pending(session) or (guard is Guard.RELOAD and is_armed(session, guard)):
        raise RefusedError(command, "", cause="its timer still runs")


def revert(session: Terminal, armed: Armed) -> None:
    """Have the switch put its whole configuration back by itself, now."""
    if armed.guard is Guard.REVERT_TIMER:
        session.execute("configure revert now")
    elif armed.guard is Guard.REPLACE_TIMER:
        session.execute(f"configure replace {armed.file} force")


def clean(session: Terminal, armed: Armed) -> tuple[str, ...]:
    """Take the files off the switch that `arm` put there; return what could not be taken off."""
    for _ in range(_ATTEMPTS):
        try:
            for file in (armed.file, armed.archived or _find_added(session, armed)):
                if file and _has_file(session, file):
                    session.execute(f"delete /force {file}")
        except RefusedError:
            continue
        return ()
    return tuple(filter(None, (armed.file, armed.archived or armed.place)))


def tell_left(files: tuple[str, ...]) -> str:
    """Return what a person must know of files that stay on a switch; empty without any."""
    return f"{', '.join(files)} could not be deleted" if files else ""


def _has_file(session: Terminal, file: str) -> bool:
    listing = session.show(f"dir {file}")
    return file.partition(":")[2].lstrip("/") in listing and "Error" not in listing


def _knows(session: Terminal, command: str) -> bool:
    try:
        session.show(command)
    except RefusedError:
        return False
    return True


def _is_saved(session: Terminal, running: str) -> bool:
    try:
        return is_same_config(session.show("show startup-config"), running)
    except RefusedError:
        return False
