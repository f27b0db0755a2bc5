"""Logging in: password, keys and agent in turn, and what is said when none is taken."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

import paramiko
from netmiko import NetmikoAuthenticationException, NetmikoTimeoutException

from netredund.errors import LoginError
from netredund.session.access import Login
from netredund.session.failure import explain
from netredund.session.hop import HostKeyPolicy
from netredund.session.route import Socket
from netredund.session.sshconfig import Hop
from netredund.session.switch import LOGIN

T = TypeVar("T")
_DEFAULT_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")


class Attempt(NamedTuple):
    """One way to authenticate."""

    password: str | None
    files: tuple[Path, ...]
    uses_agent: bool
    uses_default_keys: bool


def list_attempts(hop: Hop, login: Login, ask: Callable[[], str] | None) -> Iterator[Attempt]:
    """Yield the ways to log in, in order.

    A switch takes few attempts a connection (IOS: three), so a known password is not put behind all
    the keys of an agent.
    """
    files = tuple(file for file in hop.identities if file.is_file())
    agent = "SSH_AUTH_SOCK" in os.environ and not hop.identities_only
    folder = Path("~/.ssh").expanduser()
    default_keys = not hop.identities and any((folder / name).is_file() for name in _DEFAULT_KEYS)
    if login.password is not None:
        yield Attempt(login.password, files, False, False)
    if files or agent or default_keys:
        yield Attempt(None, files, agent, default_keys)
    if login.password is None and ask is not None:
        yield Attempt(ask(), (), False, False)


def authenticate(
    switch: str,
    hop: Hop,
    user: str,
    policy: HostKeyPolicy,
    opener: Callable[[Hop], Socket],
    attempts: Iterator[Attempt],
    try_once: Callable[[Attempt, Socket], T],
    *,
    is_old: bool,
) -> T:
    """Return the first connection that lets the user in; LoginError if none does."""
    tried: list[str] = []
    for attempt in attempts:
        for is_again in (False, True):
            try:
                return try_once(attempt, opener(hop))
            except (
                NetmikoTimeoutException, NetmikoAuthenticationException,
                paramiko.SSHException, EOFError, OSError,
            ) as error:  # fmt: skip
                cause = _cause(error)
                if not isinstance(cause, paramiko.AuthenticationException):
                    raise explain(
                        switch, hop, policy, cause, lambda: opener(hop), is_old=is_old
                    ) from error
                if "timeout" not in str(cause).lower():
                    break
                if is_again:
                    raise LoginError(
                        switch,
                        LOGIN,
                        f"{hop.alias} did not answer the login of {user} in time, twice",
                        "see to its AAA servers, or give it more time (--login-timeout)",
                    ) from error
        tried += ["password"] if attempt.password is not None else []
        tried += [str(file) for file in attempt.files]
        tried += ["the agent's keys"] if attempt.uses_agent else []
        tried += ["the keys in ~/.ssh"] if attempt.uses_default_keys else []
    if not tried:
        raise LoginError(
            switch,
            LOGIN,
            f"there is nothing to log in to {hop.alias} with as {user}: no password, key or agent",
            "set NETREDUND_PASSWORD, or name a key in ~/.ssh/config; on a terminal it is asked for",
        )
    raise LoginError(
        switch,
        LOGIN,
        f"{hop.alias} does not let {user} in; tried {', '.join(dict.fromkeys(tried))}",
        "check NETREDUND_USERNAME and NETREDUND_PASSWORD, or the keys in ~/.ssh/config",
    )


def _cause(error: BaseException) -> BaseException:
    """Return what netmiko wrapped."""
    if isinstance(error, (NetmikoTimeoutException, NetmikoAuthenticationException)):
        return error.__cause__ or error.__context__ or error
    return error
