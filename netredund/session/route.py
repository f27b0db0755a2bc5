"""Sockets to a server: straight, by a proxy command, or through a jump host."""

import shlex
import socket
import subprocess
from collections.abc import Callable
from typing import Any

import paramiko

from netredund.errors import ConnectError
from netredund.session.access import Timeouts
from netredund.session.failure import CONNECTING
from netredund.session.sshconfig import Hop

Socket = Any  # a socket, a paramiko channel, a proxy command: what paramiko takes for one


def open_socket(host: str, port: int, timeout_s: float) -> socket.socket:
    """Return a TCP connection; TCP_NODELAY saves 40 ms where acknowledgements are delayed."""
    sock = socket.create_connection((host, port), timeout_s)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


class ProxySocket(socket.socket):
    """A socket whose other end is a process: closing it ends the process."""

    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls, command: str) -> "ProxySocket":
        """Run a ProxyCommand (ssh_config(5)) with its input and output at the other end."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                shlex.split(command), stdin=theirs.fileno(), stdout=theirs.fileno()
            )
        proxied = cls(ours.family, ours.type, ours.proto, fileno=ours.detach())
        proxied.process = process
        return proxied

    def close(self) -> None:
        super().close()
        process, self.process = self.process, None
        if process is not None:
            process.terminate()
            process.wait()


def directly(switch: str, timeouts: Timeouts) -> Callable[[Hop], Socket]:
    """Return what opens a connection to a host from here."""

    def open_directly(hop: Hop) -> Socket:
        try:
            if hop.proxy_command:
                return ProxySocket.start(hop.proxy_command)
            return open_socket(hop.host, hop.port, timeouts.connect_s)
        except TimeoutError as error:
            raise ConnectError(
                switch,
                CONNECTING,
                f"{hop.address} does not answer within {timeouts.connect_s:g} s",
                "see whether it is up, and whether a firewall is in between",
            ) from error
        except socket.gaierror as error:
            raise ConnectError(
                switch,
                CONNECTING,
                f"no address for {hop.host}: {error.strerror}",
                "correct `host` in the site file, or the name service",
            ) from error
        except OSError as error:
            raise ConnectError(
                switch,
                CONNECTING,
                f"{hop.address}: {error.strerror or error}",
                "see whether SSH is on (`transport input ssh` on its vty lines) and the port right",
            ) from error

    return open_directly


def through(
    switch: str, jump: Hop, client: paramiko.SSHClient, timeouts: Timeouts
) -> Callable[[Hop], Socket]:
    """Return what opens a connection to a host through a jump host."""

    def open_through(hop: Hop) -> Socket:
        transport = client.get_transport()
        try:
            if transport is None:
                raise EOFError("it has closed")
            return transport.open_channel(
                "direct-tcpip", (hop.host, hop.port), ("127.0.0.1", 0), timeout=timeouts.connect_s
            )
        except (paramiko.SSHException, EOFError, OSError) as error:
            raise ConnectError(
                switch,
                CONNECTING,
                f"{hop.address} cannot be reached from jump host {jump.alias}: {error}",
                "see whether the jump host forwards (AllowTcpForwarding) and reaches it",
            ) from error

    return open_through
