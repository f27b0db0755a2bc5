"""What the commands for files do; their questions fall away under `file prompt quiet`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from netredund.errors import FlashError
from netredund.lab.ios.configurator import enter_lines
from netredund.lab.ios.exec_actions import exec_action
from netredund.lab.ios.flash import (
    FLASH,
    NOWHERE,
    RUNNING,
    STARTUP,
    measure,
    name_of,
    read_url,
)
from netredund.lab.ios.reply import Question, Reply
from netredund.lab.ios.syntax import Match

if TYPE_CHECKING:
    from netredund.lab.ios.session import Session

BYTES_PER_S = 32768  # what the lab's switches write, for the line that counts the bytes
AGREED = ("", "y", "yes")


def is_quiet(session: "Session") -> bool:
    """Tell whether the switch asks nothing about files (`file prompt quiet`)."""
    return session.device.configuration.management.file_prompt == "quiet"


def confirm(prompt: str, go_on: Callable[[], Reply]) -> Reply:
    """Ask `prompt [confirm]`, which one key answers, and go on when it is agreed."""

    def answer(typed: str) -> Reply:
        return go_on() if typed.strip().lower() in AGREED else Reply()

    return Reply(question=Question(f"{prompt} [confirm]", answer, single=True))


@exec_action
def copy_file(session: "Session", match: Match) -> Reply:
    """Copy one file to another, after the question for its name; into the running configuration
    is a merge."""
    source, target = match.values["source"], match.values["target"]
    locked = session.device.lock.refuse(session.vty) if target == RUNNING else ""
    if locked:
        return Reply(locked)
    try:
        session.device.read_file(source)
    except FlashError as error:
        return Reply(f"%Error opening {source} ({error.reason})\n")
    offered = name_of(target) or name_of(source)
    if is_quiet(session) or target == NOWHERE:
        return _write(session, source, f"{FLASH}{offered}" if target == FLASH else target)

    def answer(typed: str) -> Reply:
        if not typed.strip() or not target.startswith(FLASH):
            return _check_over_write(session, source, f"{target.partition(':')[0]}:{offered}")
        name = typed.strip().removeprefix(FLASH)
        url = read_url(f"{FLASH}{name}")
        if url is None:
            return Reply(f"%Error parsing filename ({name})\n")
        return _check_over_write(session, source, url)

    return Reply(question=Question(f"Destination filename [{offered}]? ", answer))


def _check_over_write(session: "Session", source: str, target: str) -> Reply:
    if not target.startswith(FLASH) or name_of(target) not in session.device.flash.files:
        return _write(session, source, target)
    reply = confirm("Do you want to over write?", lambda: _write(session, source, target))
    text = "%Warning:There is a file already existing with this name\n"
    return Reply(text, question=reply.question)


def _write(session: "Session", source: str, target: str) -> Reply:
    device = session.device
    said = ""
    try:
        lines = device.read_file(source)
        if target == RUNNING:
            configurator = device.configurator()
            said = "".join(answer for _, _, answer in enter_lines(configurator, lines))
            device.changed = (device.clock.now_s, session.user)
        elif target == STARTUP:
            device.startup = lines[1:] if lines[:1] == ["!"] else lines
            device.saved_s = device.clock.now_s
            said = "[OK]\n"
        elif target.startswith(FLASH):
            device.flash.store(name_of(target), lines, device.clock.now_s)
    except FlashError as error:
        return Reply(f"%Error copying {source} ({error.reason})\n")
    size = measure(lines)
    took_s = max(0.001, size / BYTES_PER_S)
    return Reply(
        f"{said}{size} bytes copied in {took_s:.3f} secs ({round(size / took_s)} bytes/sec)\n"
    )


@exec_action
def delete_file(session: "Session", match: Match) -> Reply:
    """Delete a file, after its name and a confirmation; `/force` asks nothing."""
    if "force" in match.values or is_quiet(session):
        return _delete(session, name_of(match.values["file"]))
    offered = name_of(match.values["file"])

    def answer(typed: str) -> Reply:
        name = typed.strip() or offered
        return confirm(f"Delete {FLASH}/{name}?", lambda: _delete(session, name))

    return Reply(question=Question(f"Delete filename [{offered}]? ", answer))


def _delete(session: "Session", name: str) -> Reply:
    try:
        session.device.flash.delete(name)
    except FlashError as error:
        return Reply(f"%Error deleting {FLASH}/{name} ({error.reason})\n")
    return Reply()
