"""What an SSH server offers, read from its first packet (RFC 4253 sections 4.2, 6 and 7.1)."""

import socket
import struct

KINDS = (
    "key exchange", "host key", "cipher", "cipher back", "MAC", "MAC back",
    "compression", "compression back", "language", "language back",
)  # fmt: skip
_KEXINIT = 20
_COOKIE_SIZE = 16
_LONGEST_PACKET = 35_000
_LONGEST_GREETING = 50


def read_offers(packet: bytes) -> dict[str, tuple[str, ...]]:
    """Return the lists of algorithms in the payload of a KEXINIT packet, by kind.

    Raises ValueError for anything else.
    """
    if len(packet) < 1 + _COOKIE_SIZE or packet[0] != _KEXINIT:
        raise ValueError("no KEXINIT packet")
    offers: dict[str, tuple[str, ...]] = {}
    at = 1 + _COOKIE_SIZE
    for kind in KINDS:
        if at + 4 > len(packet):
            raise ValueError("KEXINIT packet is cut")
        (size,) = struct.unpack_from(">I", packet, at)
        names = packet[at + 4 : at + 4 + size]
        if len(names) != size:
            raise ValueError("KEXINIT packet is cut")
        offers[kind] = tuple(name for name in names.decode("ascii", "replace").split(",") if name)
        at += 4 + size
    return offers


def ask_offers(sock: socket.socket) -> dict[str, tuple[str, ...]]:
    """Return what the server at the other end of a fresh connection offers; empty if it says none.

    The connection is of no use afterwards.
    """
    try:
        sock.sendall(b"SSH-2.0-netredund\r\n")
        with sock.makefile("rb") as stream:
            for _ in range(_LONGEST_GREETING):
                if stream.readline(1024).startswith(b"SSH-"):
                    break
            head = stream.read(5)
            size, padding = struct.unpack(">IB", head)
            if not padding < size <= _LONGEST_PACKET:
                return {}
            return read_offers(stream.read(size - 1)[: size - 1 - padding])
    except (OSError, ValueError, struct.error):
        return {}
