"""Reads and writes DTP, Cisco's negotiation of trunks.

Cisco never published it; the layout is that of Wireshark's dissector (packet-dtp.c): a version,
then items of type, length and value. The status octet holds the state in operation (0x80 trunk) and
what is configured; the type octet the encapsulation in the same way.
"""

import struct
from collections.abc import Iterator
from enum import IntEnum

import msgspec

from netredund.lab.frames.frame import CISCO_GROUP, SNAP_DTP, Frame, write_frame

VERSION = 1
DOMAIN, STATUS, TYPE, NEIGHBOR = 1, 2, 3, 4
TRUNKS = 0x80
DOT1Q = 0xA5  # in operation and configured
NO_DOMAIN = bytes(32)


class Wish(IntEnum):
    """What a port is configured to, as it tells its neighbour."""

    ON = 1
    OFF = 2
    DESIRABLE = 3
    AUTO = 4


class Offer(msgspec.Struct, frozen=True, gc=False):
    """What one end says: what it wishes, and whether it trunks now."""

    wish: Wish
    trunks: bool


def write_offer(offer: Offer, source: bytes) -> bytes:
    """Return the frame."""
    status = offer.wish | (TRUNKS if offer.trunks else 0)
    items = (
        (DOMAIN, NO_DOMAIN),
        (STATUS, bytes((status,))),
        (TYPE, bytes((DOT1Q,))),
        (NEIGHBOR, source),
    )
    body = b"".join(struct.pack(">HH", kind, len(value) + 4) + value for kind, value in items)
    return write_frame(CISCO_GROUP, source, 0, SNAP_DTP + bytes((VERSION,)) + body)


def read_offer(frame: Frame) -> Offer | None:
    """Return what a DTP frame says, or None where it is none or broken."""
    if frame.kind != 0 or not frame.payload.startswith(SNAP_DTP):
        return None
    body = frame.payload[len(SNAP_DTP) :]
    status = dict(_items(body[1:])).get(STATUS, b"")
    if not body or body[0] != VERSION or len(status) != 1:
        return None
    wish = status[0] & 0x07
    if wish not in Wish.__members__.values():
        return None
    return Offer(Wish(wish), bool(status[0] & TRUNKS))


def _items(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= 4:
        kind, length = struct.unpack(">HH", data[:4])
        if not 4 <= length <= len(data):
            return
        yield kind, data[4:length]
        data = data[length:]
