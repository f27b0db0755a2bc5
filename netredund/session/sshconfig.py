"""The way to a switch by the user's SSH configuration: its keys, and the hosts to jump over."""

import shlex
from pathlib import Path

import msgspec
from paramiko import SSHConfig
from paramiko.ssh_exception import ConfigParseError, CouldNotCanonicalize

from netredund.errors import SshConfigError

DEFAULT_CONFIG = "~/.ssh/config"
DEFAULT_KNOWN_HOSTS = ("~/.ssh/known_hosts", "~/.ssh/known_hosts2")
SYSTEM_KNOWN_HOSTS = ("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2")
MAX_JUMPS = 8
DEFAULT_PORT = 22


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One SSH server on the way, the last one being the switch itself.

    `identities` are files of private keys. `key_name` is what known_hosts has it under.
    """

    alias: str
    host: str
    port: int
    user: str | None = None
    identities: tuple[Path, ...] = ()
    identities_only: bool = False
    key_name: str
    known_hosts: tuple[Path, ...]
    proxy_command: str | None = None

    @property
    def address(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class SshConfigFile:
    """An SSH client configuration, read once; a missing default one is empty."""

    def __init__(self, path: Path | None = None, known_hosts: Path | None = None) -> None:
        self._known_hosts = known_hosts
        self.path = path or Path(DEFAULT_CONFIG).expanduser()
        self._text = ""
        try:
            self._text = self.path.read_text()
        except FileNotFoundError:
            if path is not None:
                raise SshConfigError(str(path), "no such file") from None
            return
        except (OSError, UnicodeDecodeError) as error:
            raise SshConfigError(str(self.path), f"cannot be read: {error}") from error
        self._parse(None)

    def find_way(
        self, host: str, *, name: str = "", port: int | None = None, via: str | None = None
    ) -> tuple[Hop, ...]:
        """Return the hops to a host, the host last.

        The entry of `host` counts, as `ssh host` would take it; where there is none, that of
        `name` (the switch in the site file) is taken for user, keys and jumps. `port` and `via`
        (jump hosts, as in `ssh -J`) come before what the configuration says.
        """
        return self._find_way(host, name, port, via, ())

    def _find_way(
        self,
        host: str,
        name: str,
        port: int | None,
        via: str | None,
        above: tuple[tuple[str, int | None], ...],
    ) -> tuple[Hop, ...]:
        here = (*above, (host, port))
        if (host, port) in above or len(above) > MAX_JUMPS:
            names = " -> ".join(step for step, _ in here)
            raise SshConfigError(str(self.path), f"ProxyJump goes in a circle: {names}")
        entry = self._lookup(host, port)
        is_named = False
        if set(entry) <= {"hostname", "port"} and name and name != host:
            entry = self._lookup(name, port)
            is_named = True
        address = host if is_named else str(entry.get("hostname") or host)
        if port is None:
            port = self._port(host, entry.get("port")) if not is_named else DEFAULT_PORT
        proxy = entry.get("proxycommand")
        jump = via or entry.get("proxyjump")
        jumps = [] if not jump or str(jump).lower() == "none" else str(jump).split(",")
        hops: list[Hop] = []
        for number, text in enumerate(jumps):
            user, jump_host, jump_port = self._split(text.strip())
            way = self._find_way(jump_host, "", jump_port, None, here)
            last = way[-1]
            if user:
                last = msgspec.structs.replace(last, user=user)
            # As OpenSSH does it: only the first jump host is reached by its own jumps.
            hops += [*way[:-1], last] if number == 0 else [last]
        return (*hops, self._hop(host, address, port, entry, proxy if not jumps else None))

    def _hop(
        self, alias: str, address: str, port: int, entry: dict[str, object], proxy: object
    ) -> Hop:
        listed = entry.get("identityfile") or []
        files = [Path(str(file)).expanduser() for file in listed]  # type: ignore[attr-defined]
        alias_name = entry.get("hostkeyalias")
        plain = address if port == DEFAULT_PORT else f"[{address}]:{port}"
        return Hop(
            alias=alias,
            host=address,
            port=port,
            user=str(entry["user"]) if entry.get("user") else None,
            identities=tuple(files),
            identities_only=str(entry.get("identitiesonly", "")).lower() == "yes",
            key_name=str(alias_name) if alias_name else plain,
            known_hosts=self._known_hosts_files(entry),
            proxy_command=str(proxy) if proxy and str(proxy).lower() != "none" else None,
        )

    def _known_hosts_files(self, entry: dict[str, object]) -> tuple[Path, ...]:
        if self._known_hosts is not None:
            return (self._known_hosts,)
        own = entry.get("userknownhostsfile")
        system = entry.get("globalknownhostsfile")
        files = [
            *(shlex.split(str(own)) if own else DEFAULT_KNOWN_HOSTS),
            *(shlex.split(str(system)) if system else SYSTEM_KNOWN_HOSTS),
        ]
        return tuple(Path(file).expanduser() for file in files if file.lower() != "none")

    def _parse(self, port: int | None) -> SSHConfig:
        """Return the configuration; a port that is said elsewhere comes before all of it.

        So `%p` in its commands is the port that is used.
        """
        head = "" if port is None else f"Host *\n    Port {port}\n"
        try:
            return SSHConfig.from_text(head + self._text)
        except ConfigParseError as error:
            raise SshConfigError(str(self.path), str(error)) from error

    def _lookup(self, host: str, port: int | None) -> dict[str, object]:
        try:
            return dict(self._parse(port).lookup(host))
        except (ConfigParseError, CouldNotCanonicalize, ImportError, ValueError) as error:
            raise SshConfigError(str(self.path), f"{host}: {error}") from error

    def _port(self, host: str, text: object) -> int:
        if text is None:
            return DEFAULT_PORT
        if not str(text).isdecimal() or not 0 < int(str(text)) < 65536:
            raise SshConfigError(
                str(self.path), f"{host}: Port {text!r} is not allowed, expected 1 to 65535"
            )
        return int(str(text))

    def _split(self, text: str) -> tuple[str, str, int | None]:
        """Return user, host and port of a jump host: `user@host:port`, `ssh://...`, `[::1]:22`."""
        user, _, rest = text.removeprefix("ssh://").rpartition("@")
        host, port = rest, ""
        if rest.startswith("["):
            host, _, port = rest[1:].partition("]")
            port = port.removeprefix(":")
        elif rest.count(":") == 1:
            host, _, port = rest.partition(":")
        if not host:
            raise SshConfigError(str(self.path), f"jump host {text!r} has no name")
        return user, host, self._port(host, port) if port else None
