"""One SSH server on the way: which algorithms are used with it, and whether its key is right."""

import base64
from collections.abc import Sequence
from pathlib import Path

import paramiko

from netredund.errors import HostKeyError
from netredund.session.hostkeys import KnownKey, find_keys, fingerprint, store_key
from netredund.session.sshconfig import Hop

KEY_PHASE = "checking the host key"

# What OpenSSH does not offer by itself any more; paramiko 4 does.
OLD_ALGORITHMS = {
    "kex": [
        "diffie-hellman-group1-sha1",
        "diffie-hellman-group14-sha1",
        "diffie-hellman-group-exchange-sha1",
    ],
    "ciphers": ["3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc"],
    "macs": ["hmac-md5", "hmac-md5-96", "hmac-sha1-96"],
    "keys": ["ssh-rsa", "ssh-dss"],
    "pubkeys": ["ssh-rsa", "ssh-dss"],
}
# An old switch takes RSA keys of users with SHA-1 signatures only, and does not say so
# (no server-sig-algs, RFC 8308): what it cannot verify must not be tried.
OLD_SIGNATURES_ONLY = {"pubkeys": ["rsa-sha2-256", "rsa-sha2-512"]}

_KEY_ALGORITHMS = {
    "ssh-ed25519": ("ssh-ed25519",),
    "ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"),
    "ecdsa-sha2-nistp256": ("ecdsa-sha2-nistp256",),
    "ecdsa-sha2-nistp384": ("ecdsa-sha2-nistp384",),
    "ecdsa-sha2-nistp521": ("ecdsa-sha2-nistp521",),
}


def choose_algorithms(known: Sequence[KnownKey], *, is_old: bool) -> dict[str, list[str]]:
    """Return the algorithms to switch off, by paramiko's names.

    Of the host keys only the kinds that are known stay, if any is: else a switch with several would
    show one that is not known.
    """
    off = {kind: list(names) for kind, names in OLD_ALGORITHMS.items()}
    if is_old:
        off = {"keys": [], **{kind: list(names) for kind, names in OLD_SIGNATURES_ONLY.items()}}
    kinds = {key.kind for key in known if not key.marker}
    if kinds & set(_KEY_ALGORITHMS):
        wanted = {name for kind in kinds for name in _KEY_ALGORITHMS.get(kind, ())}
        every = {name for names in _KEY_ALGORITHMS.values() for name in names}
        off["keys"] = sorted({*off["keys"], *(every - wanted)})
    return off


class HostKeyPolicy(paramiko.MissingHostKeyPolicy):
    """Judges every host key, known ones too: the client is given none to compare with."""

    def __init__(self, switch: str, hop: Hop, *, accept_new: bool) -> None:
        self.switch = switch
        self.hop = hop
        self.accept_new = accept_new
        self.known = find_keys(hop.known_hosts, hop.key_name)

    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        """Accept a known key, store a first one if that is wanted, refuse any other."""
        self.judge(key.get_name(), key.asbytes())

    def judge(self, kind: str, key: bytes) -> None:
        """Raise HostKeyError unless the key is known, or may be stored."""
        text = base64.b64encode(key).decode()
        same = [entry for entry in self.known if (entry.kind, entry.key) == (kind, text)]
        shown = f"{kind} {fingerprint(key)}"
        revoked = next((entry for entry in same if entry.marker == "@revoked"), None)
        if revoked is not None:
            raise self._error(f"its key {shown} is revoked ({revoked.place})", "do not connect")
        if any(not entry.marker for entry in same):
            return
        others = [entry for entry in self.known if not entry.marker]
        if others:
            raise self.changed(shown, others[0])
        if not self.accept_new:
            raise self._error(
                f"the key of {self.hop.key_name} is not known: it shows {shown}",
                "compare it with the switch's console (`show ip ssh`), then connect with"
                " --accept-new, which stores it",
            )
        file = self._own_file()
        if file is None:
            raise self._error("there is no known_hosts file to store its key in", "name one")
        try:
            store_key(file, self.hop.key_name, kind, text)
        except OSError as error:
            raise self._error(f"its key cannot be stored: {error}", "see to the file") from error

    def changed(self, shown: str, known: KnownKey) -> HostKeyError:
        """Return the error for a key that is not the known one."""
        return self._error(
            f"the key of {self.hop.key_name} has CHANGED: it shows {shown}, known is {known.kind}"
            f" ({known.place})",
            "somebody may be in between. If the switch was replaced or its keys made anew, compare"
            f" the key at its console, then `ssh-keygen -R '{self.hop.key_name}' -f {known.file}`"
            " and connect with --accept-new",
        )

    def _own_file(self) -> Path | None:
        return next(iter(self.hop.known_hosts), None)

    def _error(self, reason: str, remedy: str) -> HostKeyError:
        return HostKeyError(self.switch, KEY_PHASE, reason, remedy)
