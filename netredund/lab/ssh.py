"""The SSH face of a simulated switch: one asyncssh server on its own loopback port."""

import asyncio
import re
from collections.abc import Callable

import asyncssh

from netredund.lab.definition import SshSettings
from netredund.lab.ios.device import Device
from netredund.lab.ios.management import VTY_COUNT, User
from netredund.lab.ios.secret import matches_secret
from netredund.lab.ios.session import Session
from netredund.lab.ios.terminal import Terminal
from netredund.lab.status import LogMessage

SERVER_VERSION = "Cisco-1.25"
EXEC_TIMEOUT = (10, 0)
READ_SIZE = 4096
LINE_END = re.compile(r"([\r\n])")
Keys = dict[str, tuple[asyncssh.SSHKey, ...]]


class SwitchLogin(asyncssh.SSHServer):
    """Lets local users in, by password or by a public key that the lab knows of them.

    `connections` has each connection as long as it lives.
    """

    def __init__(
        self, device: Device, keys: Keys, connections: set[asyncssh.SSHServerConnection]
    ) -> None:
        self.device = device
        self.keys = keys
        self.connections = connections
        self.connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn
        self.connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        if self.connection is not None:
            self.connections.discard(self.connection)

    def begin_auth(self, username: str) -> bool:
        banner = self.device.configuration.management.banner_login
        if banner is not None and self.connection is not None:
            self.connection.send_auth_banner(banner.replace("\n", "\r\n") + "\r\n")
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        user = self.device.configuration.management.users.get(username)
        return user is not None and matches_user(user, password)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        known = username in self.device.configuration.management.users
        return known and key in self.keys.get(username, ())


def matches_user(user: User, password: str) -> bool:
    """Tell whether a password is a user's; one without any cannot log in by password."""
    if user.secret is not None:
        return matches_secret(password, user.secret)
    return user.password is not None and password == user.password


class SwitchFace:
    """Serves one switch over SSH.

    `catch_up` brings protocol time up to now before each key is looked at. Each line is answered
    `delay_s` after it was entered, as a switch far away or busy does.
    """

    def __init__(
        self,
        device: Device,
        keys: Keys,
        catch_up: Callable[[], None],
        *,
        settings: SshSettings | None = None,
        delay_s: float = 0.0,
    ) -> None:
        self.device = device
        self.keys = keys
        self.catch_up = catch_up
        self.settings = settings or SshSettings()
        self.delay_s = delay_s
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self.acceptor: asyncssh.SSHAcceptor | None = None

    async def listen(self, host: str, port: int, host_key: asyncssh.SSHKey) -> int:
        """Listen, and return the port (of 0, a free one)."""
        self.acceptor = await asyncssh.create_server(
            lambda: SwitchLogin(self.device, self.keys, self.connections),
            host,
            port,
            server_host_keys=[host_key],
            process_factory=self._serve,
            server_version=SERVER_VERSION,
            kex_algs=self.settings.key_exchanges,
            encryption_algs=self.settings.ciphers,
            mac_algs=self.settings.macs,
            line_editor=False,
            encoding="utf-8",
            errors="replace",
            allow_scp=False,
            agent_forwarding=False,
            x11_forwarding=False,
        )
        return self.acceptor.get_port()

    async def close(self) -> None:
        """Stop listening and hang up on everybody."""
        if self.acceptor is not None:
            self.acceptor.close()
            for connection in list(self.connections):
                connection.abort()
            await self.acceptor.wait_closed()

    async def _serve(self, process: "asyncssh.SSHServerProcess[str]") -> None:
        vty = self._free_vty()
        if vty is None:
            process.exit(1)
            return
        user = str(process.get_extra_info("username"))
        peer = process.get_extra_info("peername")
        location = str(peer[0]) if peer else "127.0.0.1"
        session = Session(
            self.device, user, privilege=self._privilege(user, vty), vty=vty, location=location
        )
        self.device.sessions[vty] = f"{user} {location}"
        try:
            if process.command is not None:
                await asyncio.sleep(self.delay_s)
                self.catch_up()
                text = session.execute(process.command).text
                process.stdout.write(text.replace("\n", "\r\n"))
            else:
                await self._converse(process, session)
        finally:
            session.end_configuration()
            del self.device.sessions[vty]
            process.exit(0)

    def _pieces(self, text: str) -> list[str]:
        """Return what was typed, where lines are answered late with their ends by themselves."""
        if self.delay_s == 0:
            return [text]
        return [piece for piece in LINE_END.split(text) if piece]

    def _free_vty(self) -> int | None:
        lines = self.device.configuration.management.vty
        for vty in range(VTY_COUNT):
            if vty not in self.device.sessions and lines[vty].transport_input != "none":
                return vty
        return None

    def _privilege(self, name: str, vty: int) -> int:
        management = self.device.configuration.management
        user = management.users.get(name)
        privilege = user.privilege if user is not None else 1
        return max(privilege, management.vty[vty].privilege or 0)

    async def _converse(self, process: "asyncssh.SSHServerProcess[str]", session: Session) -> None:
        # One packet for all that a piece of input brings: its echo comes letter by letter.
        screen: list[str] = []
        terminal = Terminal(session, screen.append)

        def flush() -> None:
            if screen:
                text = "".join(screen)
                screen.clear()
                process.stdout.write(text)

        def show_message(message: LogMessage) -> None:
            terminal.show_message(message)
            flush()

        self.device.watchers.append(show_message)
        try:
            self.catch_up()
            terminal.start()
            flush()
            while not terminal.closed:
                line = self.device.configuration.management.vty[session.vty]
                minutes, seconds = line.exec_timeout or EXEC_TIMEOUT
                limit = 60 * minutes + seconds
                try:
                    text = await asyncio.wait_for(process.stdin.read(READ_SIZE), limit or None)
                except (asyncssh.BreakReceived, asyncssh.SignalReceived):
                    text = "\x03"
                except asyncssh.TerminalSizeChanged:
                    continue
                except (TimeoutError, asyncssh.Error, OSError):
                    return
                if not text:
                    return
                for piece in self._pieces(text):
                    if piece in "\r\n":
                        await asyncio.sleep(self.delay_s)
                    self.catch_up()
                    terminal.feed(piece)
                    flush()
                await process.stdout.drain()
        except (asyncssh.Error, OSError):
            return  # the client hung up while we wrote
        finally:
            self.device.watchers.remove(show_message)
