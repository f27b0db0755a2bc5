"""Why a handshake failed, in words that say what to do."""

from collections.abc import Callable
from typing import Any

import paramiko

from netredund.errors import AlgorithmError, ConnectError, SessionError
from netredund.session.hop import OLD_ALGORITHMS, HostKeyPolicy
from netredund.session.offers import ask_offers
from netredund.session.sshconfig import Hop

CONNECTING = "connecting"
KEY_EXCHANGE = "exchanging keys"

# Kinds of algorithms, by the names of RFC 4253 and by paramiko's.
_KINDS = {"key exchange": "kex", "host key": "keys", "cipher": "ciphers", "MAC": "macs"}
_NO_SSH = "see whether this is the SSH port, and whether a vty line is free (`show users`)"


def explain(
    switch: str,
    hop: Hop,
    policy: HostKeyPolicy,
    cause: BaseException,
    open_again: Callable[[], Any],
    *,
    is_old: bool,
) -> SessionError:
    """Return the error for a handshake that failed; for algorithms the server is asked again."""
    text = str(cause) or type(cause).__name__
    if isinstance(cause, paramiko.ssh_exception.IncompatiblePeer):
        with open_again() as sock:
            offered = ask_offers(sock)
        return _mismatch(switch, hop, policy, text, offered, is_old)
    if "banner" in text or isinstance(cause, EOFError):
        return ConnectError(switch, CONNECTING, f"{hop.address} is no SSH server: {text}", _NO_SSH)
    if isinstance(cause, TimeoutError) or "No existing session" in text or "imeout" in text:
        return ConnectError(
            switch,
            KEY_EXCHANGE,
            f"{hop.address} did not finish it in time",
            "give it more time (--login-timeout): old switches compute long",
        )
    return ConnectError(switch, KEY_EXCHANGE, f"{hop.address}: {text}", _NO_SSH)


def _mismatch(
    switch: str,
    hop: Hop,
    policy: HostKeyPolicy,
    text: str,
    offered: dict[str, tuple[str, ...]],
    is_old: bool,
) -> SessionError:
    keys = offered.get("host key", ())
    known = [key for key in policy.known if not key.marker]
    modern = set(keys) - set(OLD_ALGORITHMS["keys"])
    if known and "host key" in text and (modern or (is_old and keys)):
        return policy.changed(f"a key of another kind ({', '.join(keys)})", known[0])
    listed = "; ".join(
        f"{kind}: {', '.join(offered[kind])}" for kind in _KINDS if offered.get(kind)
    )
    reason = f"no algorithm in common with {hop.address} ({text})"
    if listed:
        reason += f"; it offers {listed}"
    would_help = any(
        set(offered.get(kind, ())) & set(OLD_ALGORITHMS[name]) for kind, name in _KINDS.items()
    )
    if is_old or not would_help:
        remedy = "none of these is supported: give it newer software or other `ip ssh` settings"
    else:
        remedy = f"say `legacy_ssh: true` for {switch} in the site file if you trust the way there"
    return AlgorithmError(switch, KEY_EXCHANGE, reason, remedy, offered)
