"""netmiko's driver for Cisco IOS, made to wait on the channel instead of sleeping."""

import codecs
import contextlib
import select
import socket
import time
from typing import Any, Protocol

import paramiko
from netmiko.base_connection import BaseConnection
from netmiko.cisco import CiscoIosSSH

from netredund.session.hop import HostKeyPolicy

_PIECE = 65_536
_WRONG_BYTES = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
WIDTH, HEIGHT = 511, 1000


class Channel(Protocol):
    """What is used of paramiko's channel."""

    def settimeout(self, timeout: float | None) -> None: ...
    def recv(self, nbytes: int) -> bytes: ...
    def sendall(self, s: bytes) -> None: ...


class IosDriver(CiscoIosSSH):
    """The driver, opened by `establish_connection` on a socket that is connected already.

    What it prepares by itself (a second time, by reads with sleeps between) is left out: the
    session does it. `key_policy` judges the host key; paramiko's own store of keys stays empty.
    """

    def __init__(self, sock: Any, policy: HostKeyPolicy, **parameters: Any) -> None:
        super().__init__(
            device_type="cisco_ios", sock=sock, auto_connect=False, ssh_config_file=None,
            **parameters,
        )  # fmt: skip
        self.key_policy = policy
        self._sock = sock

    def session_preparation(self) -> None:
        """Do nothing: the session asks for what it needs, once."""

    def cleanup(self, command: str = "exit") -> None:
        """Do nothing: closing the connection ends the session at the switch."""

    def paramiko_cleanup(self) -> None:
        """Close channel, socket and agent; the reading thread is woken, and not waited for."""
        channel, client = self.remote_conn, getattr(self, "remote_conn_pre", None)
        self.remote_conn = self.remote_conn_pre = None
        if channel is not None:
            with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
                channel.close()
        if isinstance(self._sock, socket.socket):
            with contextlib.suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
        if client is not None:
            client.close()


class ChannelStream:
    """A paramiko channel as a stream of characters."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def send(self, text: str) -> None:
        """Type `text`; EOFError when the other end has closed."""
        try:
            self._channel.sendall(text.encode())
        except OSError as error:
            raise EOFError(str(error)) from error

    def receive(self, timeout_s: float) -> str:
        """Return what has come, waiting for it; TimeoutError or EOFError when nothing does."""
        self._channel.settimeout(timeout_s)
        try:
            data = self._channel.recv(_PIECE)
        except TimeoutError:
            raise
        except OSError as error:
            raise EOFError(str(error)) from error
        if not data:
            raise EOFError("the switch closed the session")
        return self._decoder.decode(data).translate(_WRONG_BYTES)


class AdoptedStream:
    """The stream of a netmiko connection over something else than SSH: Telnet, a serial line."""

    def __init__(self, connection: BaseConnection) -> None:
        self._connection = connection

    def send(self, text: str) -> None:
        """Type `text`; EOFError when the other end has closed."""
        try:
            self._connection.channel.write_channel(text)
        except (OSError, EOFError) as error:
            raise EOFError(str(error)) from error

    def receive(self, timeout_s: float) -> str:
        """Return what has come, waiting for it; TimeoutError or EOFError when nothing does."""
        ends = time.monotonic() + timeout_s
        source: Any = self._connection.remote_conn
        while True:
            left_s = ends - time.monotonic()
            try:
                ready, _, _ = select.select([source], [], [], max(left_s, 0))
                text: str = self._connection.channel.read_channel() if ready else ""
            except (OSError, EOFError, ValueError) as error:
                raise EOFError(str(error)) from error
            if text:
                return text
            if not ready:
                raise TimeoutError


def stream_of(connection: BaseConnection) -> ChannelStream | AdoptedStream:
    """Return the stream of a netmiko connection that is open."""
    if isinstance(connection.remote_conn, paramiko.Channel):
        return ChannelStream(connection.remote_conn)
    return AdoptedStream(connection)
