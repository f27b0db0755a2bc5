"""What the commands of user and privileged mode do that are no `show`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from netredund.lab.ios.configuration_lock import LOCKED
from netredund.lab.ios.configurator import enter_lines
from netredund.lab.ios.reply import Question, Reply
from netredund.lab.ios.secret import matches_secret
from netredund.lab.ios.syntax import Match

if TYPE_CHECKING:
    from netredund.lab.ios.session import Session

ExecAction = Callable[["Session", Match], Reply]
EXEC_ACTIONS: dict[str, ExecAction] = {}
ENABLE_ATTEMPTS = 3


def exec_action(function: ExecAction) -> ExecAction:
    """Make `function` the action of its name."""
    EXEC_ACTIONS[function.__name__] = function
    return function


@exec_action
def enable(session: "Session", match: Match) -> Reply:
    """Ask for the secret of privileged mode."""
    if session.privilege == 15:
        return Reply()
    management = session.device.configuration.management
    if management.enable_secret is None and management.enable_password is None:
        return Reply("% Error in authentication.\n\n")
    return _ask_secret(session, 1)


def _ask_secret(session: "Session", attempt: int) -> Reply:
    management = session.device.configuration.management

    def answer(typed: str) -> Reply:
        if management.enable_secret is not None:
            right = matches_secret(typed, management.enable_secret)
        else:
            right = typed == management.enable_password
        if right:
            session.privilege = 15
            return Reply()
        if attempt == ENABLE_ATTEMPTS:
            return Reply("% Bad secrets\n\n")
        return _ask_secret(session, attempt + 1)

    return Reply(question=Question("Password: ", answer, echo=False))


@exec_action
def disable(session: "Session", match: Match) -> Reply:
    """Go back to user mode."""
    session.privilege = 1
    return Reply()


@exec_action
def logout(session: "Session", match: Match) -> Reply:
    """End the session."""
    return Reply(closes=True)


@exec_action
def terminal(session: "Session", match: Match) -> Reply:
    """Set something of this terminal."""
    setattr(session, match.values["field"], match.values[match.values["field"]])
    return Reply()


@exec_action
def configure(session: "Session", match: Match) -> Reply:
    """Enter configuration mode."""
    lock = session.device.lock
    refusal = lock.refuse(session.vty)
    if refusal:
        return Reply(refusal)
    locked = ""
    if session.device.configuration.management.exclusive == "auto":
        lock.take(session.user, session.vty)
        locked = LOCKED
    if session.configurator is None:
        session.configurator = session.device.configurator()
    return Reply(f"{locked}Enter configuration commands, one per line.  End with CNTL/Z.\n")


@exec_action
def configure_memory(session: "Session", match: Match) -> Reply:
    """Merge the startup configuration into the running one."""
    device = session.device
    locked = device.lock.refuse(session.vty)
    if locked:
        return Reply(locked)
    answers = enter_lines(device.configurator(), device.startup or [])
    return Reply("".join(answer for _, _, answer in answers))


@exec_action
def write_memory(session: "Session", match: Match) -> Reply:
    """Save the running configuration."""
    session.device.save()
    return Reply("Building configuration...\n[OK]\n")


@exec_action
def copy_startup(session: "Session", match: Match) -> Reply:
    """Save the running configuration, after the question for a name."""

    def answer(typed: str) -> Reply:
        if typed.strip() not in ("", "startup-config"):
            return Reply(f"%Error opening nvram:{typed.strip()} (No such file or directory)\n")
        return write_memory(session, match)

    return Reply(question=Question("Destination filename [startup-config]? ", answer))


@exec_action
def erase_startup(session: "Session", match: Match) -> Reply:
    """Forget the startup configuration, after a confirmation."""

    def answer(typed: str) -> Reply:
        if typed.strip().lower() not in ("", "y", "yes"):
            return Reply()
        session.device.startup = None
        session.device.report("SYS", 7, "NV_BLOCK_INIT", "Initialized the geometry of nvram")
        return Reply("[OK]\nErase of nvram: complete\n")

    question = (
        "Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]"
    )
    return Reply(question=Question(question, answer, single=True))


@exec_action
def clear_protocols(session: "Session", match: Match) -> Reply:
    """Try the rapid protocol again with neighbours that spoke the old one."""
    session.device.switch.clear_detected_protocols(match.values.get("interface"))
    return Reply()


@exec_action
def clear_mac(session: "Session", match: Match) -> Reply:
    """Forget learned addresses."""
    session.device.switch.clear_mac_table(match.values.get("vlan"), match.values.get("interface"))
    return Reply()


@exec_action
def clear_lacp(session: "Session", match: Match) -> Reply:
    """Set the LACP counters to 0."""
    session.device.switch.clear_lacp_counters(match.values.get("group"))
    return Reply()


@exec_action
def clear_logging(session: "Session", match: Match) -> Reply:
    """Empty the log, after a confirmation."""

    def answer(typed: str) -> Reply:
        if typed.strip().lower() in ("", "y", "yes"):
            session.device.log.clear()
        return Reply()

    return Reply(question=Question("Clear logging buffer [confirm]", answer, single=True))
