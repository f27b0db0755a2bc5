"""Options that say how switches are reached, and a line that says how far they are asked."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from netredund.cli.duration import read_duration_s

if TYPE_CHECKING:
    from netredund.recording import Progress
    from netredund.session import Access

F = TypeVar("F", bound=Callable[..., object])
_KEY = "netredund.reach"


def _keep(ctx: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep an option's value for `read_access`."""
    ctx.meta.setdefault(_KEY, {})[parameter.name] = value


def _keep_duration(ctx: click.Context, parameter: click.Parameter, text: str | None) -> None:
    _keep(ctx, parameter, None if text is None else read_duration_s(ctx, parameter, text))


def _path(name: str, text: str, *, is_folder: bool = False) -> Callable[[F], F]:
    return click.option(
        name,
        type=click.Path(path_type=Path, dir_okay=is_folder, file_okay=not is_folder),
        metavar="DIR" if is_folder else "FILE",
        expose_value=False,
        callback=_keep,
        help=text,
    )


def _timeout(name: str, text: str) -> Callable[[F], F]:
    return click.option(
        name, metavar="TIME", expose_value=False, callback=_keep_duration, help=text
    )


_OPTIONS: tuple[Callable[[F], F], ...] = (
    click.option(
        "--user",
        metavar="NAME",
        expose_value=False,
        callback=_keep,
        help="Log in as NAME (else NETREDUND_USERNAME, the SSH configuration, the local user).",
    ),
    click.option(
        "--accept-new",
        is_flag=True,
        expose_value=False,
        callback=_keep,
        help="Store the host key of a switch that is not known yet.",
    ),
    _path("--known-hosts", "Host keys, instead of ~/.ssh/known_hosts."),
    _path("--ssh-config", "SSH configuration, instead of ~/.ssh/config."),
    _timeout("--connect-timeout", "For the TCP connection (10s)."),
    _timeout("--login-timeout", "For key exchange and login (30s)."),
    _timeout("--read-timeout", "For the next piece of an answer (60s)."),
    _path("--session-log", "Write what each switch says into DIR, secrets masked.", is_folder=True),
)


def reach_options(command: F) -> F:
    """Give a command the options that say how switches are reached; `read_access` reads them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_access(ctx: click.Context) -> "Access":
    """Return what the options and the environment say; a prompt asks for what is missing."""
    from netredund.session import Access, Login, Timeouts

    said = ctx.meta.get(_KEY, {})
    login = Login.from_environment()
    login.username = said.get("user") or login.username
    waits = {
        f"{name}_s": said.get(f"{name}_timeout")
        for name in ("connect", "login", "read")
        if said.get(f"{name}_timeout") is not None
    }
    return Access(
        login=login,
        timeouts=Timeouts(**waits),
        ssh_config=said.get("ssh_config"),
        known_hosts=said.get("known_hosts"),
        accept_new=bool(said.get("accept_new")),
        ask=Prompt().ask if sys.stdin.isatty() and sys.stderr.isatty() else None,
        session_log=said.get("session_log"),
    )


def said_options(ctx: click.Context) -> list[str]:
    """Return the options that were given, for commands that have no use for them at times."""
    said = ctx.meta.get(_KEY, {})
    return [f"--{name.replace('_', '-')}" for name, value in said.items() if value]


class Prompt:
    """Asks for secrets at the terminal, one at a time, and for the same one once only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[str, str] = {}

    def ask(self, question: str) -> str:
        """Return the answer to `password of ops@sw1: `; that of ops serves for the next switch."""
        import getpass

        key = question
        if question.startswith("enable"):
            key = question.partition(" of ")[0]
        elif "jump host" not in question:
            key = question.partition("@")[0]
        with self._lock:
            if key not in self._answers:
                self._answers[key] = getpass.getpass(question, stream=sys.stderr)
            return self._answers[key]


class ProgressLine:
    """One line on a terminal that says how far the switches are; nothing where there is none."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._is_shown = self._stream.isatty()
        self._lock = threading.Lock()
        self._steps: dict[str, Progress] = {}

    def show(self, progress: "Progress") -> None:
        """Take a step of one switch, and show the whole again."""
        if not self._is_shown:
            return
        with self._lock:
            self._steps[progress.switch] = progress
            done = sum(step.step == "done" for step in self._steps.values())
            failed = sum(step.step == "failed" for step in self._steps.values())
            text = f"{done} of {len(self._steps)} switches"
            if failed:
                text += f", {failed} failed"
            text += f"; {progress.switch}: {progress.step}"
            self._stream.write(f"\r{text[:79]:<79}")
            self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown and self._steps:
            self._stream.write(f"\r{'':79}\r")
            self._stream.flush()
