"""How switches are reached: as whom, with what, and how long to wait."""

import getpass
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from netredund.intent import Switch
    from netredund.session.switch import SwitchSession

USERNAME_VARIABLE = "NETREDUND_USERNAME"
PASSWORD_VARIABLE = "NETREDUND_PASSWORD"
ENABLE_VARIABLE = "NETREDUND_ENABLE"


class Login:
    """A user's name and secrets; nothing prints the secrets.

    `username` null means the one of the SSH configuration, else the local user. `password` null
    means keys and the agent only; `enable` null means that privileged mode is asked for with no
    secret known (the prompt may ask for it).
    """

    __slots__ = ("enable", "password", "username")

    def __init__(
        self, username: str | None = None, password: str | None = None, enable: str | None = None
    ) -> None:
        self.username = username
        self.password = password
        self.enable = enable

    def __repr__(self) -> str:
        hidden = [
            f", {name}=<hidden>"
            for name in ("password", "enable")
            if getattr(self, name) is not None
        ]
        return f"Login({self.username!r}{''.join(hidden)})"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a login is not written anywhere: it holds secrets")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Login":
        """Read NETREDUND_USERNAME, NETREDUND_PASSWORD and NETREDUND_ENABLE.

        >>> Login.from_environment({"NETREDUND_USERNAME": "ops", "NETREDUND_PASSWORD": "x"})
        Login('ops', password=<hidden>)
        """
        return cls(
            environ.get(USERNAME_VARIABLE) or None,
            environ.get(PASSWORD_VARIABLE),
            environ.get(ENABLE_VARIABLE),
        )


class Timeouts(msgspec.Struct, frozen=True, gc=False):
    """How long to wait, in seconds.

    `connect_s` is for the TCP connection, `login_s` for key exchange, authentication (AAA servers
    may be slow) and the first prompt, `read_s` for the next piece of an answer.
    """

    connect_s: float = 10.0
    login_s: float = 30.0
    read_s: float = 60.0


class Access(msgspec.Struct, frozen=True):
    """How to reach switches.

    `login` null reads the environment when connecting. `ssh_config` null means `~/.ssh/config`;
    `known_hosts` null means the files that it names, else `~/.ssh/known_hosts`. `accept_new` stores
    the key of a switch that is not known yet; a changed key is refused in any case. `ask` is given
    a question and returns a secret (a prompt); null never asks. `session_log` is a folder: what
    each switch says is written there, secrets masked. `open_session` gives the sessions instead
    of SSH: for scripts that have connections of their own, and for tests; a push wants a new one
    each time. `at_once` is how many switches are asked at the same time.
    """

    login: Login | None = None
    timeouts: Timeouts = Timeouts()
    ssh_config: Path | None = None
    known_hosts: Path | None = None
    accept_new: bool = False
    ask: Callable[[str], str] | None = None
    session_log: Path | None = None
    at_once: int = 100
    open_session: "Callable[[Switch], SwitchSession] | None" = None

    def open(self, switch: "Switch") -> "SwitchSession":
        """Return a new session with a switch, in privileged mode. Raises SessionError."""
        if self.open_session is not None:
            return self.open_session(switch)
        from netredund.session.connection import connect

        return connect(switch, self)

    @property
    def wanted_login(self) -> Login:
        """The login that is given, else the environment's."""
        return self.login if self.login is not None else Login.from_environment()


def local_user() -> str:
    """Return the name of who runs this, as SSH clients take it."""
    return getpass.getuser()
