"""From an address to a session: the way there, host keys, users' keys, and what can go wrong."""

import contextlib
import logging
from collections.abc import Callable
from typing import cast

import paramiko
from netmiko.base_connection import BaseConnection

from netredund.errors import WrongSwitchError
from netredund.intent import Switch
from netredund.session.access import Access, Login, Timeouts, local_user
from netredund.session.authentication import Attempt, authenticate, list_attempts
from netredund.session.dialogue import Stream
from netredund.session.driver import HEIGHT, WIDTH, IosDriver, stream_of
from netredund.session.hop import HostKeyPolicy, choose_algorithms
from netredund.session.recorder import RecordedStream
from netredund.session.route import Socket, directly, through
from netredund.session.sshconfig import Hop, SshConfigFile
from netredund.session.switch import LOGIN, SwitchSession

# Without a handler Python prints what paramiko logs of a failed handshake; the errors say it.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def connect(switch: Switch | str, access: Access | None = None) -> SwitchSession:
    """Open a session with a switch of a site file, or with a host: `connect("192.0.2.11")`.

    The session is in privileged mode, without paging. Raises SessionError (exit status 5), of the
    kind that says what failed: HostKeyError, AlgorithmError, LoginError, ConnectError,
    SilentSwitchError, WrongSwitchError.
    """
    if isinstance(switch, str):
        switch = Switch(name=switch)
    access = access or Access()
    config = SshConfigFile(access.ssh_config, access.known_hosts)
    way = config.find_way(switch.wanted_host, name=switch.name, port=switch.port, via=switch.via)
    with contextlib.ExitStack() as opened:
        opener: Callable[[Hop], Socket] = directly(switch.name, access.timeouts)
        for hop in way[:-1]:
            client = _open_jump(switch.name, hop, access, opener)
            opened.callback(client.close)
            opener = through(switch.name, hop, client, access.timeouts)
        driver = _open_switch(switch, way[-1], access, opener)
        opened.callback(driver.disconnect)
        stream: Stream = stream_of(driver)
        if access.session_log is not None:
            recorded = RecordedStream(stream, access.session_log / f"{switch.name}.log")
            opened.callback(recorded.close)
            stream = recorded
        session = SwitchSession(
            switch.name,
            stream,
            timeouts=access.timeouts,
            enable=access.wanted_login.enable,
            ask=access.ask,
        )
        session.start()
        _check_name(switch, session)
        session.end_with(opened.pop_all().close)
    return session


def adopt(
    connection: BaseConnection, *, name: str = "", timeouts: Timeouts | None = None
) -> SwitchSession:
    """Return a session over a netmiko connection that is open; closing it leaves that open.

    Its channel must not be used by others meanwhile. The connection's own secret serves for
    `enable`, where it is not in privileged mode yet.
    """
    session = SwitchSession(
        name or str(connection.host),
        stream_of(connection),
        timeouts=timeouts or Timeouts(),
        enable=connection.secret or None,
    )
    session.start(is_greeted=False)
    return session


def _check_name(switch: Switch, session: SwitchSession) -> None:
    wanted = switch.hostname
    if wanted is not None and session.hostname.lower() != wanted.lower():
        raise WrongSwitchError(
            switch.name,
            LOGIN,
            f"its prompt shows {session.hostname!r}, the site file says hostname {wanted!r}",
            "correct host or hostname in the site file",
        )


def _open_jump(
    switch: str, hop: Hop, access: Access, opener: Callable[[Hop], Socket]
) -> paramiko.SSHClient:
    user = hop.user or local_user()
    policy = HostKeyPolicy(switch, hop, accept_new=access.accept_new)

    def try_once(attempt: Attempt, sock: Socket) -> paramiko.SSHClient:
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(policy)
        try:
            client.connect(
                hop.host, hop.port, user, attempt.password,
                key_filename=cast(str, [str(file) for file in attempt.files]),
                allow_agent=attempt.uses_agent, look_for_keys=attempt.uses_default_keys,
                disabled_algorithms=choose_algorithms(policy.known, is_old=False), sock=sock,
                timeout=access.timeouts.login_s, banner_timeout=access.timeouts.login_s,
                auth_timeout=access.timeouts.login_s,
            )  # fmt: skip
        except BaseException:
            client.close()
            raise
        return client

    # The switch's password is not shown to a host on the way.
    attempts = list_attempts(hop, Login(user), _asking(access, f"{user}@{hop.alias} (jump host)"))
    return authenticate(switch, hop, user, policy, opener, attempts, try_once, is_old=False)


def _open_switch(
    switch: Switch, hop: Hop, access: Access, opener: Callable[[Hop], Socket]
) -> IosDriver:
    login = access.wanted_login
    user = login.username or hop.user or local_user()
    policy = HostKeyPolicy(switch.name, hop, accept_new=access.accept_new)
    off = choose_algorithms(policy.known, is_old=switch.has_legacy_ssh)
    login_s = access.timeouts.login_s

    def try_once(attempt: Attempt, sock: Socket) -> IosDriver:
        driver = IosDriver(
            sock, policy, host=hop.host, port=hop.port, username=user, password=attempt.password,
            allow_agent=attempt.uses_agent, disabled_algorithms=off, conn_timeout=login_s,
            auth_timeout=login_s, banner_timeout=login_s,
        )  # fmt: skip
        driver.use_keys = attempt.uses_default_keys
        driver.key_file = cast(str, [str(file) for file in attempt.files]) or None
        try:
            driver.establish_connection(WIDTH, HEIGHT)
        except BaseException:
            driver.disconnect()
            raise
        return driver

    attempts = list_attempts(hop, login, _asking(access, f"{user}@{switch.name}"))
    return authenticate(
        switch.name, hop, user, policy, opener, attempts, try_once, is_old=switch.has_legacy_ssh
    )


def _asking(access: Access, who: str) -> Callable[[], str] | None:
    ask = access.ask
    return None if ask is None else lambda: ask(f"password of {who}: ")
