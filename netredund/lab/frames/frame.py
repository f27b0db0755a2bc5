"""Takes Ethernet frames apart and puts them together: addresses, 802.1Q tags, LLC and SNAP."""

import msgspec

TAG_TYPE = 0x8100
SLOW_TYPE = 0x8809
LLDP_TYPE = 0x88CC
PROBE_TYPE = 0x88B5  # IEEE 802 local experimental ethertype 1
SMALLEST = 60  # bytes without the check sequence

BROADCAST = bytes.fromhex("ffffffffffff")
BRIDGE_GROUP = bytes.fromhex("0180c2000000")  # 802.1D table 7-9
SLOW_GROUP = bytes.fromhex("0180c2000002")
LLDP_GROUP = bytes.fromhex("0180c200000e")
CISCO_GROUP = bytes.fromhex("01000ccccccc")  # CDP, VTP, DTP, PAgP, UDLD
SSTP_GROUP = bytes.fromhex("01000ccccccd")  # PVST+

LLC_BRIDGE = bytes.fromhex("424203")
SNAP_SSTP = bytes.fromhex("aaaa0300000c010b")
SNAP_DTP = bytes.fromhex("aaaa0300000c2004")
SNAP_CDP = bytes.fromhex("aaaa0300000c2000")


class Frame(msgspec.Struct, frozen=True, gc=False):
    """One frame. `vlan` is None without a tag; `kind` is the type, or 0 where a length stood.

    `payload` is what follows type or length, for a length cut to it (the padding is dropped).
    """

    destination: bytes
    source: bytes
    vlan: int | None
    kind: int
    payload: bytes


def read_frame(raw: bytes) -> Frame | None:
    """Return the frame, or None where it is too short to be one.

    A priority tag (VLAN 0) counts as no tag, 802.1Q 9.6.
    """
    if len(raw) < 14:
        return None
    vlan: int | None = None
    kind = raw[12] << 8 | raw[13]
    start = 14
    if kind == TAG_TYPE:
        if len(raw) < 18:
            return None
        vlan = (raw[14] & 0x0F) << 8 | raw[15] or None
        kind = raw[16] << 8 | raw[17]
        start = 18
    if kind <= 1500:
        if start + kind > len(raw):
            return None
        return Frame(raw[:6], raw[6:12], vlan, 0, raw[start : start + kind])
    return Frame(raw[:6], raw[6:12], vlan, kind, raw[start:])


def write_frame(
    destination: bytes, source: bytes, kind: int, payload: bytes, vlan: int | None = None
) -> bytes:
    """Return the frame as bytes, padded to the smallest size; `kind` 0 writes a length (802.3)."""
    tag = b"" if vlan is None else b"\x81\x00" + vlan.to_bytes(2)
    field = (kind or len(payload)).to_bytes(2)
    return (destination + source + tag + field + payload).ljust(SMALLEST, b"\0")


def tag_frame(raw: bytes, vlan: int) -> bytes:
    """Return the untagged frame `raw` with a tag for `vlan`."""
    return raw[:12] + b"\x81\x00" + vlan.to_bytes(2) + raw[12:]


def untag_frame(raw: bytes) -> bytes:
    """Return the tagged frame `raw` without its tag, padded again to the smallest size."""
    return (raw[:12] + raw[16:]).ljust(SMALLEST, b"\0")


def parse_address(text: str) -> bytes:
    """Return the six bytes of a MAC address in any usual spelling.

    Raises ValueError when it has not twelve hexadecimal digits.
    """
    digits = text.replace(".", "").replace(":", "").replace("-", "")
    if len(digits) != 12:
        raise ValueError(f"{text!r} is no MAC address: twelve hexadecimal digits are needed")
    return bytes.fromhex(digits)


def dotted(address: bytes) -> str:
    """Return the address as IOS prints it: `0019.e7aa.0100`."""
    digits = address.hex()
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"


def colons(address: bytes) -> str:
    """Return the address as Linux prints it: `00:19:e7:aa:01:00`."""
    return address.hex(":")


def add_to_address(address: bytes, offset: int) -> bytes:
    """Return the address that lies `offset` after `address`, as a block of addresses is used."""
    return ((int.from_bytes(address) + offset) & 0xFFFFFFFFFFFF).to_bytes(6)


def is_group(address: bytes) -> bool:
    return bool(address[0] & 1)


def is_link_local(address: bytes) -> bool:
    """Say whether a bridge keeps frames to this address to itself (802.1D table 7-10)."""
    return address[:5] == BRIDGE_GROUP[:5] and address[5] < 0x10
