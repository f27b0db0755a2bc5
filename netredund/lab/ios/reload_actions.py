"""What `reload` asks, says and does.

Questions and texts are those of the configuration fundamentals command reference.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from netredund.lab.ios.exec_actions import exec_action, write_memory
from netredund.lab.ios.file_actions import confirm
from netredund.lab.ios.power import DEFAULT_REASON, ScheduledReload
from netredund.lab.ios.reply import Question, Reply
from netredund.lab.ios.syntax import Match
from netredund.lab.show.system import describe_reload

if TYPE_CHECKING:
    from netredund.lab.ios.session import Session

MINUTE_S = 60


@exec_action
def reload(session: "Session", match: Match) -> Reply:
    """Reload now, after the questions."""

    def go_on() -> Reply:
        session.device.power.reload(_caller(session), match.values.get("reason", ""))
        return Reply(closes=True)

    return _ask_to_save(
        session, match, lambda text: _with_text(text, confirm("Proceed with reload?", go_on))
    )


@exec_action
def reload_in(session: "Session", match: Match) -> Reply:
    """Reload after some minutes, after the questions."""
    return _schedule(session, match, match.values["delay"] * MINUTE_S)


@exec_action
def reload_at(session: "Session", match: Match) -> Reply:
    """Reload at a time of day, today or, when that is past, tomorrow."""
    device = session.device
    now = device.time_of(device.clock.now_s)
    hour, minute = divmod(match.values["moment"], 60)
    due = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if due <= now:
        due += timedelta(days=1)
    return _schedule(session, match, (due - now).total_seconds())


@exec_action
def reload_cancel(session: "Session", match: Match) -> Reply:
    """Forget the scheduled reload; every terminal is told."""
    if session.device.power.cancel():
        return Reply()
    return Reply("%No reload is scheduled.\n")


def _caller(session: "Session") -> str:
    return f"{session.user} on vty{session.vty} ({session.location})"


def _with_text(text: str, reply: Reply) -> Reply:
    return Reply(text + reply.text, reply.question, reply.closes)


def _ask_to_save(session: "Session", match: Match, go_on: Callable[[str], Reply]) -> Reply:
    """Ask whether to save where the running configuration is not the startup one."""
    device = session.device
    if device.startup == device.running_lines():
        return go_on("")

    def answer(typed: str) -> Reply:
        word = typed.strip().lower()
        if word and "yes".startswith(word):
            return go_on(write_memory(session, match).text)
        if word and "no".startswith(word):
            return go_on("")
        again = _ask_to_save(session, match, go_on)
        return _with_text("% Please answer 'yes' or 'no'.\n", again)

    prompt = "System configuration has been modified. Save? [yes/no]: "
    return Reply("\n", Question(prompt, answer))


def _schedule(session: "Session", match: Match, delay_s: float) -> Reply:
    device = session.device
    reason = match.values.get("reason", "")
    planned = ScheduledReload(device.clock.now_s + delay_s, _caller(session), reason)

    def go_on() -> Reply:
        device.power.schedule(planned)
        return Reply()

    def ask(text: str) -> Reply:
        lines = [*describe_reload(device, planned), f"Reload reason: {reason or DEFAULT_REASON}"]
        said = "".join(f"{line}\n" for line in lines)
        return _with_text(text + said, confirm("Proceed with reload?", go_on))

    return _ask_to_save(session, match, ask)
