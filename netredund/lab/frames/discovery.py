"""Reads and writes CDP version 2 and LLDP (802.1AB-2009 clause 8) announcements."""

import struct
from collections.abc import Iterator

import msgspec

from netredund.lab.frames.frame import (
    CISCO_GROUP,
    LLDP_GROUP,
    LLDP_TYPE,
    SNAP_CDP,
    Frame,
    dotted,
    write_frame,
)

CDP_VERSION = 2
# what `show cdp neighbors detail` calls the bits of the capabilities TLV
CDP_CAPABILITIES = {
    "Router": 0x01,
    "Trans-Bridge": 0x02,
    "Source-Route-Bridge": 0x04,
    "Switch": 0x08,
    "Host": 0x10,
    "IGMP": 0x20,
    "Repeater": 0x40,
    "Phone": 0x80,
}
LLDP_CAPABILITIES = {
    "O": 0x01,
    "P": 0x02,
    "B": 0x04,
    "W": 0x08,
    "R": 0x10,
    "T": 0x20,
    "C": 0x40,
    "S": 0x80,
}
IP_ADDRESS = bytes.fromhex("0101cc0004")  # one NLPID address: IP, four bytes


class Announcement(msgspec.Struct, frozen=True, gc=False):
    """Who sends, from which port, for how long it holds; None is "does not say".

    `capabilities` are IOS's words in CDP and letters in LLDP. `chassis` is a MAC address (LLDP).
    """

    device: str
    port: str
    hold_s: int
    capabilities: tuple[str, ...] = ()
    platform: str | None = None
    version: str | None = None
    addresses: tuple[str, ...] = ()
    native_vlan: int | None = None
    duplex: str | None = None
    port_description: str | None = None
    chassis: str | None = None


def _bits(words: tuple[str, ...], table: dict[str, int]) -> int:
    return sum(table.get(word, 0) for word in words)


def _words(bits: int, table: dict[str, int]) -> tuple[str, ...]:
    return tuple(word for word, bit in table.items() if bits & bit)


def _ip_bytes(text: str) -> bytes:
    return bytes(int(part) for part in text.split("."))


def checksum_cdp(body: bytes) -> int:
    """Return CDP's checksum: the one of IP, but an odd last byte is added as it is, signed."""
    total: int = sum(struct.unpack(f">{len(body) // 2}H", body[: len(body) & ~1]))
    if len(body) & 1:
        last = body[-1]
        total += last if last < 0x80 else (0xFF00 | last) - 1
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def write_cdp(announcement: Announcement, source: bytes) -> bytes:
    """Return the frame."""
    said = announcement
    items: list[tuple[int, bytes]] = [(0x01, said.device.encode())]
    addresses = b"".join(IP_ADDRESS + _ip_bytes(each) for each in said.addresses)
    if addresses:
        addresses = len(said.addresses).to_bytes(4) + addresses
        items.append((0x02, addresses))
    items.append((0x03, said.port.encode()))
    items.append((0x04, _bits(said.capabilities, CDP_CAPABILITIES).to_bytes(4)))
    if said.version is not None:
        items.append((0x05, said.version.encode()))
    if said.platform is not None:
        items.append((0x06, said.platform.encode()))
    if said.native_vlan is not None:
        items.append((0x0A, said.native_vlan.to_bytes(2)))
    if said.duplex is not None:
        items.append((0x0B, bytes((said.duplex == "full",))))
    if addresses:
        items.append((0x16, addresses))
    tlvs = b"".join(struct.pack(">HH", kind, len(value) + 4) + value for kind, value in items)
    head = bytes((CDP_VERSION, said.hold_s))
    check = checksum_cdp(head + b"\0\0" + tlvs)
    return write_frame(CISCO_GROUP, source, 0, SNAP_CDP + head + check.to_bytes(2) + tlvs)


def read_cdp(frame: Frame) -> Announcement | None:
    """Return what a CDP frame says, or None where it is none or broken."""
    body = frame.payload[len(SNAP_CDP) :]
    if frame.kind != 0 or not frame.payload.startswith(SNAP_CDP) or len(body) < 4:
        return None
    if checksum_cdp(body) != 0:
        return None
    values = dict(_cdp_items(body[4:]))
    if 0x01 not in values or 0x03 not in values:
        return None
    native, duplex = values.get(0x0A), values.get(0x0B)
    return Announcement(
        device=_text(values[0x01]),
        port=_text(values[0x03]),
        hold_s=body[1],
        capabilities=_words(int.from_bytes(values.get(0x04, b"")), CDP_CAPABILITIES),
        platform=_optional(values.get(0x06)),
        version=_optional(values.get(0x05)),
        addresses=_cdp_addresses(values.get(0x02, b"")),
        native_vlan=None if native is None else int.from_bytes(native),
        duplex=None if duplex is None else ("full" if duplex[-1:] == b"\x01" else "half"),
    )


def _cdp_items(body: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start + 4 <= len(body):
        kind, length = struct.unpack_from(">HH", body, start)
        if length < 4 or start + length > len(body):
            return
        yield kind, body[start + 4 : start + length]
        start += length


def _cdp_addresses(value: bytes) -> tuple[str, ...]:
    found = []
    step = len(IP_ADDRESS) + 4
    for start in range(4, len(value) - step + 1, step):
        if value[start : start + len(IP_ADDRESS)] == IP_ADDRESS:
            found.append(".".join(str(part) for part in value[start + 5 : start + step]))
    return tuple(found)


def _text(value: bytes) -> str:
    return value.decode(errors="replace")


def _optional(value: bytes | None) -> str | None:
    return None if value is None else _text(value)


def write_lldp(announcement: Announcement, source: bytes) -> bytes:
    """Return the frame; the chassis id is the chassis' MAC address, the port id its name."""
    said = announcement
    chassis = source if said.chassis is None else bytes.fromhex(said.chassis.replace(".", ""))
    bits = _bits(said.capabilities, LLDP_CAPABILITIES).to_bytes(2)
    items: list[tuple[int, bytes]] = [
        (1, b"\x04" + chassis),
        (2, b"\x05" + said.port.encode()),
        (3, said.hold_s.to_bytes(2)),
    ]
    if said.port_description is not None:
        items.append((4, said.port_description.encode()))
    items.append((5, said.device.encode()))
    if said.version is not None:
        items.append((6, said.version.encode()))
    items.append((7, bits + bits))
    items += [(8, b"\x05\x01" + _ip_bytes(each) + b"\x02\0\0\0\1\0") for each in said.addresses]
    items.append((0, b""))
    body = b"".join((kind << 9 | len(value)).to_bytes(2) + value for kind, value in items)
    return write_frame(LLDP_GROUP, source, LLDP_TYPE, body)


def read_lldp(frame: Frame) -> Announcement | None:
    """Return what an LLDP frame says, or None where it lacks a TLV that it must have."""
    if frame.kind != LLDP_TYPE:
        return None
    values: dict[int, bytes] = {}
    addresses = []
    for kind, value in _lldp_items(frame.payload):
        if kind == 8 and value[1:2] == b"\x01" and value[0] == 5:
            addresses.append(".".join(str(part) for part in value[2:6]))
        values.setdefault(kind, value)
    if not {1, 2, 3} <= values.keys():
        return None
    chassis, port = values[1], values[2]
    is_address = chassis[:1] == b"\x04" and len(chassis) == 7
    return Announcement(
        device=_text(values.get(5, b"")),
        port=dotted(port[1:]) if port[:1] == b"\x03" and len(port) == 7 else _text(port[1:]),
        hold_s=int.from_bytes(values[3][:2]),
        capabilities=_words(int.from_bytes(values.get(7, b"")[2:4]), LLDP_CAPABILITIES),
        version=_optional(values.get(6)),
        addresses=tuple(addresses),
        port_description=_optional(values.get(4)),
        chassis=dotted(chassis[1:]) if is_address else _text(chassis[1:]),
    )


def _lldp_items(body: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    while start + 2 <= len(body):
        head = int.from_bytes(body[start : start + 2])
        kind, length = head >> 9, head & 0x1FF
        if kind == 0 or start + 2 + length > len(body):
            return
        yield kind, body[start + 2 : start + 2 + length]
        start += 2 + length
