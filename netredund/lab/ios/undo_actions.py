"""What archives, replaces, confirms and takes back configurations.

The texts of `configure replace` are those of the configuration fundamentals guide.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from netredund.errors import FlashError
from netredund.lab.ios.config_diff import keep_case, list_commands
from netredund.lab.ios.configuration_lock import LOCKED, PROCESS
from netredund.lab.ios.exec_actions import configure, exec_action
from netredund.lab.ios.file_actions import confirm
from netredund.lab.ios.replacement import is_whole, replace_configuration
from netredund.lab.ios.reply import Question, Reply
from netredund.lab.ios.rollback import ALREADY_PENDING, Pending, TimerKind
from netredund.lab.ios.syntax import Match

if TYPE_CHECKING:
    from netredund.lab.ios.session import Session

REPLACE_WARNING = """\
This will apply all necessary additions and deletions
to replace the current running configuration with the
contents of the specified configuration file, which is
assumed to be a complete configuration, not a partial
"""
REPLACE_QUESTION = "configuration. Enter Y if you are sure you want to proceed. ? [no]: "
LOCK_OFF = "%configuration mode exclusive manual is not configured\n"  # wording is ours
ARCHIVE_OFF = "%Please turn config archive on\n"  # as scripts that drive real switches expect it


@exec_action
def archive_config(session: "Session", match: Match) -> Reply:
    """Put the running configuration into the archive."""
    try:
        session.device.archive.store()
    except FlashError as error:
        return Reply(f"{error.reason}\n")
    return Reply()


@exec_action
def configure_revert(session: "Session", match: Match) -> Reply:
    """Enter configuration mode with a timer that takes everything back unless it is confirmed."""
    armed = arm_rollback(session, TimerKind(match.values["kind"]), match.values["minutes"])
    if armed.is_refused:
        return Reply(armed.text)
    return Reply(f"{armed.text}\n{configure(session, match).text}")


class Arming(msgspec.Struct, frozen=True):
    """What IOS prints when a timer is to be set, and whether it would not."""

    text: str
    is_refused: bool = False


def arm_rollback(session: "Session", kind: TimerKind, minutes: int) -> Arming:
    """Archive the running configuration and wait for a confirmation."""
    device = session.device
    refusal = device.lock.refuse(session.vty)
    if not device.archive.enabled:
        refusal = ARCHIVE_OFF
    elif device.rollback.pending is not None:
        refusal = f"{ALREADY_PENDING}\n"
    if refusal:
        return Arming(refusal, is_refused=True)
    try:
        url = device.archive.store()
    except FlashError as error:
        return Arming(f"%Error copying {error.name} ({error.reason})\n", is_refused=True)
    text = f"Backing up current running config to {url}"
    device.report("ARCHIVE_DIFF", 5, "ROLLBK_CNFMD_CHG_BACKUP", text)
    pending = Pending(url, kind, minutes, session.user, device.clock.now_s, session)
    device.rollback.arm(pending)
    return Arming(f"Rollback Confirmed Change: {text}\n")


@exec_action
def configure_replace(session: "Session", match: Match) -> Reply:
    """Put a file in the place of the running configuration, after a question without `force`."""
    device, values = session.device, match.values
    locked = device.lock.refuse(session.vty)
    if locked:
        return Reply(locked)
    if ("minutes" in values or "trigger" in values) and not device.archive.enabled:
        return Reply(ARCHIVE_OFF)
    try:
        lines = device.read_file(values["file"])
    except FlashError as error:
        return Reply(f"%Error opening {values['file']} ({error.reason})\n")
    if not is_whole(lines):
        return Reply("%The input file is not a valid config file.\n")
    if "force" in values:
        return Reply(_replace(session, values, lines))

    def answer(typed: str) -> Reply:
        agreed = typed.strip().lower() in ("y", "yes")
        return Reply(_replace(session, values, lines)) if agreed else Reply()

    return Reply(REPLACE_WARNING, question=Question(REPLACE_QUESTION, answer))


def _replace(session: "Session", values: dict[str, Any], lines: list[str]) -> str:
    device = session.device
    before = device.running_lines()
    if "ignorecase" in values:
        lines = keep_case(lines, before)
    text = ""
    if "minutes" in values:
        armed = arm_rollback(session, TimerKind.ABSOLUTE, values["minutes"])
        if armed.is_refused:
            return armed.text
        text = armed.text
    replaced = replace_configuration(device, lines, session.user)
    if "list" in values and replaced.passes:
        commands = "\n".join([*list_commands(before, device.running_lines()), "end"])
        text += f"!Pass 1\n\n!List of Commands:\n{commands}\n"
    text += replaced.text
    if replaced.failed and "trigger" in values:
        device.rollback.forget()
        replace_configuration(device, before, session.user)
        text += "The original configuration has been successfully restored.\n"
    return text


@exec_action
def configure_lock(session: "Session", match: Match) -> Reply:
    """Enter configuration mode and keep everybody else out of it."""
    device = session.device
    if device.configuration.management.exclusive != "manual":
        return Reply(LOCK_OFF)
    refusal = device.lock.take(session.user, session.vty)
    if refusal:
        return Reply(refusal)
    return Reply(f"{LOCKED}{configure(session, match).text}")


@exec_action
def clear_lock(session: "Session", match: Match) -> Reply:
    """Free the lock, whoever has it, after a confirmation."""
    lock = session.device.lock
    if lock.holder is None:
        return Reply()

    def go_on() -> Reply:
        lock.clear()
        return Reply()

    return confirm(f"Process <{PROCESS}> has the configuration lock. Clear it?", go_on)


@exec_action
def configure_confirm(session: "Session", match: Match) -> Reply:
    """Keep what was configured; any session may say so."""
    return Reply(session.device.rollback.confirm(session.user))


@exec_action
def revert_now(session: "Session", match: Match) -> Reply:
    """Take everything back at once."""
    return Reply(session.device.rollback.revert(session.user))


@exec_action
def reset_revert(session: "Session", match: Match) -> Reply:
    """Take another timer."""
    rollback = session.device.rollback
    return Reply(rollback.reset(TimerKind(match.values["kind"]), match.values["minutes"], session))
