"""What archives, confirms and takes back configurations."""

from typing import TYPE_CHECKING

from netredund.errors import FlashError
from netredund.lab.ios.exec_actions import configure, exec_action
from netredund.lab.ios.reply import Reply
from netredund.lab.ios.rollback import ALREADY_PENDING, Pending, TimerKind
from netredund.lab.ios.syntax import Match

if TYPE_CHECKING:
    from netredund.lab.ios.session import Session

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
    text = arm_rollback(session, TimerKind(match.values["kind"]), match.values["minutes"])
    if text.startswith("%"):
        return Reply(text)
    return Reply(f"{text}\n{configure(session, match).text}")


def arm_rollback(session: "Session", kind: TimerKind, minutes: int) -> str:
    """Archive the running configuration and wait for a confirmation; return what IOS prints.

    A text that begins with `%` says why nothing waits.
    """
    device = session.device
    if not device.archive.enabled:
        return ARCHIVE_OFF
    if device.rollback.pending is not None:
        return f"{ALREADY_PENDING}\n"
    try:
        url = device.archive.store()
    except FlashError as error:
        return f"%Error copying {error.name} ({error.reason})\n"
    text = f"Backing up current running config to {url}"
    device.report("ARCHIVE_DIFF", 5, "ROLLBK_CNFMD_CHG_BACKUP", text)
    pending = Pending(url, kind, minutes, session.user, device.clock.now_s, session)
    device.rollback.arm(pending)
    return f"Rollback Confirmed Change: {text}\n"


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
