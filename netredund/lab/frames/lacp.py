"""Reads and writes LACPDUs and markers (802.1AX-2014 6.4.2.3 and 6.5.3.3)."""

import struct
from enum import IntFlag

import msgspec

from netredund.lab.frames.frame import SLOW_GROUP, SLOW_TYPE, write_frame

LACP = 1
MARKER = 2
END = struct.Struct(">BBH6sHHHB3x")
BODY = 110


class LacpState(IntFlag):
    """The bits of the state octet."""

    ACTIVITY = 0x01
    SHORT_TIMEOUT = 0x02
    AGGREGATION = 0x04
    SYNCHRONIZATION = 0x08
    COLLECTING = 0x10
    DISTRIBUTING = 0x20
    DEFAULTED = 0x40
    EXPIRED = 0x80


class LacpInfo(msgspec.Struct, frozen=True, gc=False):
    """What a LACPDU says of one end; `state` are the bits of `LacpState`."""

    system_priority: int
    system: bytes
    key: int
    port_priority: int
    port: int
    state: int

    @property
    def identity(self) -> tuple[int, bytes, int, int, int]:
        """Return what names the port: all but the state."""
        return (self.system_priority, self.system, self.key, self.port_priority, self.port)


NOBODY = LacpInfo(0, bytes(6), 0, 0, 0, 0)


class Lacpdu(msgspec.Struct, frozen=True, gc=False):
    actor: LacpInfo
    partner: LacpInfo


def _write_end(kind: int, end: LacpInfo) -> bytes:
    return END.pack(
        kind, 20, end.system_priority, end.system, end.key, end.port_priority, end.port, end.state
    )


def write_lacpdu(pdu: Lacpdu, source: bytes) -> bytes:
    """Return the frame."""
    body = (
        bytes((LACP, 1))
        + _write_end(1, pdu.actor)
        + _write_end(2, pdu.partner)
        + bytes((3, 16, 0, 0))
    )
    return write_frame(SLOW_GROUP, source, SLOW_TYPE, body.ljust(BODY, b"\0"))


def read_lacpdu(payload: bytes) -> Lacpdu | None:
    """Return the LACPDU of a slow-protocols payload, or None where it is none."""
    if len(payload) < 42 or payload[0] != LACP:
        return None
    ends = []
    for start, kind in ((2, 1), (22, 2)):
        tlv, length, priority, system, key, port_priority, port, state = END.unpack_from(
            payload, start
        )
        if tlv != kind or length != 20:
            return None
        ends.append(LacpInfo(priority, system, key, port_priority, port, state))
    return Lacpdu(ends[0], ends[1])


def answer_marker(payload: bytes, source: bytes) -> bytes | None:
    """Return the response to a marker request, or None where the payload is none (6.5.4.2)."""
    if len(payload) < 18 or payload[0] != MARKER or payload[2] != 1:
        return None
    body = payload[:2] + b"\x02" + payload[3:]
    return write_frame(SLOW_GROUP, source, SLOW_TYPE, body)
