"""The SSH face of a simulated switch: one asyncssh server on its own loopback port."""

import asyncio
import re
import socket
from collections.abc import Callable
from contextlib import suppress

import asyncssh

from netredund.lab.definition import SshSettings
from netredund.lab.ios.device import Device
from netredund.lab.ios.management import User
from netredund.lab.ios.secret import matches_secret
from netredund.lab.reception import Reach, Reception
from netredund.lab.visit import Visit

SERVER_VERSION = "Cisco-1.25"
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
        reception: Reception,
        keys: Keys,
        catch_up: Callable[[], None],
        *,
        settings: SshSettings | None = None,
        delay_s: float = 0.0,
    ) -> None:
        self.reception = reception
        self.device = reception.device
        self.keys = keys
        self.catch_up = catch_up
        self.settings = settings or SshSettings()
        self.delay_s = delay_s
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self.acceptor: asyncssh.SSHAcceptor | None = None
        self._silence: asyncio.Server | None = None
        self._unheard: set[asyncio.StreamWriter] = set()
        self._following: list[asyncio.Task[None]] = []
        self._rebinding = asyncio.Lock()
        self._host = ""
        self._port = 0
        # bound and never listening: nobody else gets the port while the switch refuses
        self._reserve = socket.socket()
        self._host_key: asyncssh.SSHKey | None = None

    async def listen(self, host: str, port: int, host_key: asyncssh.SSHKey) -> int:
        """Listen, and return the port (of 0, a free one); what the switch's reach says follows."""
        self._host, self._host_key = host, host_key
        self._reserve.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._reserve.bind((host, port))
        self._port = int(self._reserve.getsockname()[1])
        await self._accept()
        loop = asyncio.get_running_loop()
        self.reception.watch = lambda: self._following.append(loop.create_task(self._follow()))
        return self._port

    async def _accept(self) -> None:
        self.acceptor = await asyncssh.create_server(
            lambda: SwitchLogin(self.device, self.keys, self.connections),
            self._host,
            self._port,
            server_host_keys=[self._host_key],
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

    async def _follow(self) -> None:
        """Open or close the port as the switch can be reached; a silent one says nothing on it."""
        if not self.device.power.on:  # those who only began to log in are cut off, too
            for connection in list(self.connections):
                connection.abort()
        async with self._rebinding:
            if self.acceptor is not None:
                self.acceptor.close()
                self.acceptor = None
            if self._silence is not None:
                self._silence.close()
                self._silence = None
            if self.reception.reach is Reach.OPEN:
                await self._accept()
            elif self.reception.reach is Reach.SILENT:
                self._silence = await asyncio.start_server(
                    self._say_nothing, self._host, self._port
                )

    async def _say_nothing(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Take a connection, and never greet."""
        self._unheard.add(writer)
        with suppress(OSError):
            while await reader.read(READ_SIZE):
                pass
        self._unheard.discard(writer)
        writer.close()

    async def close(self) -> None:
        """Stop listening and hang up on everybody."""
        self.reception.watch = None
        await asyncio.gather(*self._following)
        if self._silence is not None:
            self._silence.close()
        for writer in self._unheard:
            writer.close()
        for connection in list(self.connections):
            connection.abort()
        if self.acceptor is not None:
            self.acceptor.close()
            await self.acceptor.wait_closed()
        self._reserve.close()

    async def _serve(self, process: "asyncssh.SSHServerProcess[str]") -> None:
        user = str(process.get_extra_info("username"))
        peer = process.get_extra_info("peername")
        location = str(peer[0]) if peer else "127.0.0.1"

        def hang_up() -> None:
            if visit.is_dropped:
                process.channel.get_connection().abort()
            else:
                process.exit(0)

        try:
            visit = self.reception.admit(user, location, process.stdout.write, hang_up)
        except OSError:
            process.exit(1)
            return
        try:
            if process.command is not None:
                await asyncio.sleep(self.delay_s)
                self.catch_up()
                visit.run(process.command)
                await process.wait_closed()
            else:
                await self._converse(process, visit)
        finally:
            visit.close()
            process.exit(0)

    def _pieces(self, text: str) -> list[str]:
        """Return what was typed, where lines are answered late with their ends by themselves."""
        if self.delay_s == 0:
            return [text]
        return [piece for piece in LINE_END.split(text) if piece]

    async def _converse(self, process: "asyncssh.SSHServerProcess[str]", visit: Visit) -> None:
        try:
            self.catch_up()
            visit.start()
            while not (visit.closed or visit.is_dropped):
                try:
                    reading = process.stdin.read(READ_SIZE)
                    text = await asyncio.wait_for(reading, visit.idle_limit_s or None)
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
                    visit.feed(piece)
                await process.stdout.drain()
        except (asyncssh.Error, OSError):
            return  # the client hung up while we wrote
