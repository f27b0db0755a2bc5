"""Host keys: what known_hosts says of a server, and storing a first key.

The format is sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT": patterns, negation, hashed names, markers.
paramiko's own reader leaves out patterns and `@revoked`, and names no line.
"""

import base64
import fnmatch
import hashlib
import hmac
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_STORING = threading.Lock()


class KnownKey(NamedTuple):
    """A line of known_hosts that is of a server."""

    file: Path
    line: int
    marker: str
    kind: str
    key: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


def fingerprint(key: bytes) -> str:
    """Return a public key's fingerprint as `ssh-keygen -l` prints it.

    >>> fingerprint(b"")
    'SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU'
    """
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def find_keys(files: Iterable[Path], name: str) -> list[KnownKey]:
    """Return every line of known_hosts files that is of `name` (`host`, or `[host]:port`)."""
    found = []
    for file in files:
        try:
            text = file.read_text(errors="replace")
        except OSError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            fields = line.split()
            if not fields or fields[0].startswith("#"):
                continue
            marker = fields.pop(0) if fields[0].startswith("@") else ""
            if len(fields) >= 3 and _is_named(fields[0], name):
                found.append(KnownKey(file, number, marker, fields[1], fields[2]))
    return found


def _is_named(patterns: str, name: str) -> bool:
    if patterns.startswith("|1|"):
        return _is_hash_of(patterns, name)
    is_named = False
    for pattern in patterns.lower().split(","):
        # Brackets are a part of the name, not fnmatch's sets.
        plain = pattern.removeprefix("!").replace("[", "[[]")
        if fnmatch.fnmatchcase(name.lower(), plain):
            if pattern.startswith("!"):
                return False
            is_named = True
    return is_named


def _is_hash_of(hashed: str, name: str) -> bool:
    try:
        _, _, salt, digest = hashed.split("|")
        wanted = base64.b64decode(digest)
        got = hmac.new(base64.b64decode(salt), name.lower().encode(), hashlib.sha1).digest()
    except ValueError:
        return False
    return hmac.compare_digest(wanted, got)


def store_key(file: Path, name: str, kind: str, key: str) -> None:
    """Add a server's first key to known_hosts (mode 0600, folder 0700 where they are made)."""
    with _STORING:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as known_hosts:
            size = known_hosts.seek(0, os.SEEK_END)
            start = b""
            if size:
                known_hosts.seek(size - 1)
                start = b"" if known_hosts.read(1) == b"\n" else b"\n"
            known_hosts.write(start + f"{name} {kind} {key}\n".encode())
