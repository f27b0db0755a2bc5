"""Reads and writes spanning-tree messages: BPDUs as 802.1D-2004 clause 9 lays them out, and SSTP.

Bridge ids are 64-bit and port ids 16-bit numbers, so that messages compare as the standard wants.
"""

import struct
from enum import IntEnum

import msgspec

from netredund.lab.frames.frame import (
    BRIDGE_GROUP,
    LLC_BRIDGE,
    SNAP_SSTP,
    SSTP_GROUP,
    Frame,
    write_frame,
)

BODY = struct.Struct(">HBBBQIQHHHHH")
TICKS = 256  # times travel in 1/256 s
SSTP_TLV_OFFSET = 36  # a configuration BPDU is padded by one byte before the TLV


class BpduType(IntEnum):
    CONFIGURATION = 0x00
    RAPID = 0x02
    TOPOLOGY_CHANGE = 0x80


class Role(IntEnum):
    """The port role bits of an RST BPDU (9.2.9)."""

    UNKNOWN = 0
    ALTERNATE_OR_BACKUP = 1
    ROOT = 2
    DESIGNATED = 3


class Times(msgspec.Struct, frozen=True, gc=False):
    """The four times of a message, in seconds."""

    message_age: float
    max_age: float
    hello: float
    forward_delay: float


class Bpdu(msgspec.Struct, frozen=True, gc=False):
    """One spanning-tree message; a topology change notification has only its `kind`."""

    kind: BpduType
    root: int = 0
    cost: int = 0
    bridge: int = 0
    port: int = 0
    times: Times = Times(0, 20, 2, 15)
    topology_change: bool = False
    acknowledgement: bool = False
    role: Role = Role.DESIGNATED
    proposal: bool = False
    agreement: bool = False
    learning: bool = False
    forwarding: bool = False

    @property
    def vector(self) -> tuple[int, int, int, int]:
        return (self.root, self.cost, self.bridge, self.port)


NOTIFICATION = Bpdu(BpduType.TOPOLOGY_CHANGE)


def write_bpdu(bpdu: Bpdu) -> bytes:
    """Return the message as bytes, from the protocol identifier on."""
    if bpdu.kind is BpduType.TOPOLOGY_CHANGE:
        return b"\x00\x00\x00\x80"
    rapid = bpdu.kind is BpduType.RAPID
    flags = bpdu.topology_change | bpdu.acknowledgement << 7
    if rapid:
        flags = (
            bpdu.topology_change
            | bpdu.proposal << 1
            | bpdu.role << 2
            | bpdu.learning << 4
            | bpdu.forwarding << 5
            | bpdu.agreement << 6
        )
    times = bpdu.times
    body = BODY.pack(
        0,
        2 if rapid else 0,
        bpdu.kind,
        flags,
        bpdu.root,
        bpdu.cost,
        bpdu.bridge,
        bpdu.port,
        int(times.message_age * TICKS),
        int(times.max_age * TICKS),
        int(times.hello * TICKS),
        int(times.forward_delay * TICKS),
    )
    return body + b"\0" if rapid else body


def read_bpdu(raw: bytes) -> Bpdu | None:
    """Return the message, or None where the standard says that it is to be discarded (9.3.4)."""
    if len(raw) < 4 or raw[:2] != b"\0\0":
        return None
    if raw[3] == BpduType.TOPOLOGY_CHANGE:
        return NOTIFICATION
    if len(raw) < BODY.size or raw[3] not in (BpduType.CONFIGURATION, BpduType.RAPID):
        return None
    rapid = raw[3] == BpduType.RAPID
    if rapid and (raw[2] < 2 or len(raw) < BODY.size + 1):
        return None
    _, _, _, flags, root, cost, bridge, port, age, max_age, hello, delay = BODY.unpack_from(raw)
    if not rapid and age >= max_age:
        return None
    times = Times(age / TICKS, max_age / TICKS, hello / TICKS, delay / TICKS)
    if not rapid:
        return Bpdu(
            BpduType.CONFIGURATION,
            root,
            cost,
            bridge,
            port,
            times,
            bool(flags & 0x01),
            bool(flags & 0x80),
        )
    return Bpdu(
        BpduType.RAPID,
        root,
        cost,
        bridge,
        port,
        times,
        bool(flags & 0x01),
        False,
        Role(flags >> 2 & 3),
        bool(flags & 0x02),
        bool(flags & 0x40),
        bool(flags & 0x10),
        bool(flags & 0x20),
    )


def write_ieee(bpdu: Bpdu, source: bytes) -> bytes:
    """Return the frame that goes to the bridge group address, untagged."""
    return write_frame(BRIDGE_GROUP, source, 0, LLC_BRIDGE + write_bpdu(bpdu))


def write_sstp(bpdu: Bpdu, source: bytes, vlan: int, *, tagged: bool) -> bytes:
    """Return the PVST+ frame of `vlan`, with the VLAN it comes from in its TLV."""
    body = write_bpdu(bpdu).ljust(SSTP_TLV_OFFSET, b"\0")
    tlv = b"\x00\x00\x00\x02" + vlan.to_bytes(2)
    return write_frame(SSTP_GROUP, source, 0, SNAP_SSTP + body + tlv, vlan if tagged else None)


def read_spanning_tree(frame: Frame) -> tuple[Bpdu, int | None] | None:
    """Return the message of an IEEE or SSTP frame and, for SSTP, the VLAN it says it is from.

    None is a frame of something else or a message to discard; an SSTP frame without its TLV
    counts as such.
    """
    payload = frame.payload
    if frame.kind != 0:
        return None
    if frame.destination == BRIDGE_GROUP and payload.startswith(LLC_BRIDGE):
        bpdu = read_bpdu(payload[len(LLC_BRIDGE) :])
        return None if bpdu is None else (bpdu, None)
    if frame.destination == SSTP_GROUP and payload.startswith(SNAP_SSTP):
        body = payload[len(SNAP_SSTP) :]
        bpdu = read_bpdu(body)
        tlv = body[SSTP_TLV_OFFSET : SSTP_TLV_OFFSET + 6]
        if bpdu is None or len(tlv) < 6 or tlv[:4] != b"\x00\x00\x00\x02":
            return None
        return bpdu, tlv[4] << 8 | tlv[5]
    return None
