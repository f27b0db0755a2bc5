"""Frames as bytes: Ethernet, BPDUs and SSTP, LACPDUs, CDP and LLDP."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netredund.lab.frames.bpdu import (
    NOTIFICATION,
    Bpdu,
    BpduType,
    Role,
    Times,
    read_bpdu,
    read_spanning_tree,
    write_bpdu,
    write_ieee,
    write_sstp,
)
from netredund.lab.frames.discovery import (
    CDP_CAPABILITIES,
    LLDP_CAPABILITIES,
    Announcement,
    checksum_cdp,
    read_cdp,
    read_lldp,
    write_cdp,
    write_lldp,
)
from netredund.lab.frames.frame import (
    Frame,
    dotted,
    parse_address,
    read_frame,
    tag_frame,
    untag_frame,
    write_frame,
)
from netredund.lab.frames.lacp import (
    Lacpdu,
    LacpInfo,
    answer_marker,
    read_lacpdu,
    write_lacpdu,
)

SOURCE = bytes.fromhex("001122334455")
addresses = st.binary(min_size=6, max_size=6)
seconds = st.integers(0, 40 * 256).map(lambda ticks: ticks / 256)
times = st.builds(Times, seconds, seconds, seconds, seconds)
rapid_bpdus = st.builds(
    Bpdu,
    st.just(BpduType.RAPID),
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**16 - 1),
    times,
    st.booleans(),
    st.just(False),
    st.sampled_from(Role),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
ends = st.builds(
    LacpInfo,
    st.integers(0, 65535),
    addresses,
    st.integers(0, 65535),
    st.integers(0, 65535),
    st.integers(0, 65535),
    st.integers(0, 255),
)


def parsed(raw: bytes) -> Frame:
    frame = read_frame(raw)
    assert frame is not None
    return frame


def test_configuration_bpdu_lies_as_802_1d_9_3_1_draws_it() -> None:
    bpdu = Bpdu(
        BpduType.CONFIGURATION,
        root=0x8001_0019E7AA0100,
        cost=19,
        bridge=0x800A_0019E7BB0200,
        port=0x8018,
        times=Times(1, 20, 2, 15),
        topology_change=True,
    )
    assert write_bpdu(bpdu).hex(" ") == (
        "00 00 00 00 01 80 01 00 19 e7 aa 01 00 00 00 00 13 80 0a 00 19 e7 bb 02 00 80 18 "
        "01 00 14 00 02 00 0f 00"
    )


def test_rapid_flags_lie_as_802_1d_9_3_3_draws_them() -> None:
    bpdu = Bpdu(
        BpduType.RAPID, role=Role.ROOT, agreement=True, forwarding=True, topology_change=True
    )
    raw = write_bpdu(bpdu)
    assert (raw[2], raw[3], raw[4], len(raw), raw[35]) == (2, 2, 0b01101001, 36, 0)


@given(rapid_bpdus)
def test_rapid_bpdu_comes_back_as_it_went(bpdu: Bpdu) -> None:
    assert read_bpdu(write_bpdu(bpdu)) == bpdu


@given(st.binary(max_size=80))
def test_any_bytes_are_a_message_or_none(raw: bytes) -> None:
    bpdu = read_bpdu(raw)
    assert bpdu is None or raw.startswith(b"\0\0")
    read_lacpdu(raw)
    frame = read_frame(raw)
    if frame is not None:
        read_spanning_tree(frame)
        read_cdp(frame)
        read_lldp(frame)


def test_configuration_bpdu_as_old_as_its_max_age_is_discarded() -> None:
    bpdu = Bpdu(BpduType.CONFIGURATION, times=Times(20, 20, 2, 15))
    assert read_bpdu(write_bpdu(bpdu)) is None


def test_ieee_frame_has_length_llc_and_padding() -> None:
    raw = write_ieee(Bpdu(BpduType.CONFIGURATION), SOURCE)
    assert raw[:17].hex(" ") == "01 80 c2 00 00 00 00 11 22 33 44 55 00 26 42 42 03"
    assert len(raw) == 60


@pytest.mark.parametrize("tagged", [True, False], ids=["tagged", "native"])
def test_sstp_frame_says_its_vlan(tagged: bool) -> None:
    bpdu = Bpdu(BpduType.CONFIGURATION, cost=4)
    frame = parsed(write_sstp(bpdu, SOURCE, 10, tagged=tagged))
    assert frame.vlan == (10 if tagged else None)
    assert frame.destination.hex() == "01000ccccccd"
    assert frame.payload[:8].hex() == "aaaa0300000c010b"
    assert read_spanning_tree(frame) == (bpdu, 10)


def test_sstp_notification_says_its_vlan() -> None:
    frame = parsed(write_sstp(NOTIFICATION, SOURCE, 20, tagged=True))
    assert read_spanning_tree(frame) == (NOTIFICATION, 20)


@given(ends, ends)
def test_lacpdu_comes_back_as_it_went(actor: LacpInfo, partner: LacpInfo) -> None:
    pdu = Lacpdu(actor, partner)
    frame = parsed(write_lacpdu(pdu, SOURCE))
    assert (frame.kind, len(frame.payload)) == (0x8809, 110)
    assert read_lacpdu(frame.payload) == pdu


def test_lacpdu_lies_as_802_1ax_6_4_2_3_draws_it() -> None:
    actor = LacpInfo(32768, bytes.fromhex("0019e7aa0100"), 1, 32768, 0x101, 0x3D)
    raw = write_lacpdu(Lacpdu(actor, actor), SOURCE)
    assert raw[14:56].hex(" ") == (
        "01 01 01 14 80 00 00 19 e7 aa 01 00 00 01 80 00 01 01 3d 00 00 00 "
        "02 14 80 00 00 19 e7 aa 01 00 00 01 80 00 01 01 3d 00 00 00"
    )
    assert raw[56:60].hex(" ") == "03 10 00 00"


def test_marker_is_answered_with_its_own_contents() -> None:
    marker = bytes.fromhex("0201 0110 0101 001122334455 00000001 0000 0000".replace(" ", ""))
    answer = answer_marker(marker.ljust(110, b"\0"), SOURCE)
    assert answer is not None
    assert answer[14:24].hex() == "02010210010100112233"
    assert answer_marker(answer[14:], SOURCE) is None


@given(st.binary(min_size=60, max_size=100), st.integers(1, 4094))
def test_tag_put_in_and_taken_out_changes_nothing(raw: bytes, vlan: int) -> None:
    raw = raw[:12] + b"\x88\xb5" + raw[14:]
    tagged = tag_frame(raw, vlan)
    assert parsed(tagged).vlan == vlan
    assert parsed(tagged).payload == parsed(raw).payload
    assert untag_frame(tagged) == raw


def test_priority_tag_is_no_vlan() -> None:
    frame = parsed(write_frame(SOURCE, SOURCE, 0x0800, bytes(46), vlan=0))
    assert (frame.vlan, frame.kind) == (None, 0x0800)


@pytest.mark.parametrize("text", ["0019.e7aa.0100", "00:19:e7:aa:01:00", "00-19-E7-AA-01-00"])
def test_address_is_read_in_every_spelling(text: str) -> None:
    assert dotted(parse_address(text)) == "0019.e7aa.0100"


def test_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'0019.e7aa' is no MAC address: twelve"):
        parse_address("0019.e7aa")


words = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)
octets = st.integers(0, 255)
ip_addresses = st.builds("{}.{}.{}.{}".format, octets, octets, octets, octets)


def subsets(table: dict[str, int]) -> "st.SearchStrategy[tuple[str, ...]]":
    return st.sets(st.sampled_from(list(table))).map(
        lambda chosen: tuple(word for word in table if word in chosen)
    )


@given(
    st.builds(
        Announcement,
        words,
        words,
        st.integers(0, 255),
        subsets(CDP_CAPABILITIES),
        st.none() | words,
        st.none() | words,
        st.lists(ip_addresses, max_size=3).map(tuple),
        st.none() | st.integers(1, 4094),
        st.none() | st.sampled_from(["full", "half"]),
    )
)
def test_cdp_announcement_comes_back_as_it_went(said: Announcement) -> None:
    assert read_cdp(parsed(write_cdp(said, SOURCE))) == said


@given(
    st.builds(
        Announcement,
        words,
        words,
        st.integers(0, 65535),
        subsets(LLDP_CAPABILITIES),
        st.none(),
        st.none() | words,
        st.lists(ip_addresses, max_size=3).map(tuple),
        port_description=st.none() | words,
        chassis=addresses.map(dotted),
    )
)
def test_lldp_announcement_comes_back_as_it_went(said: Announcement) -> None:
    assert read_lldp(parsed(write_lldp(said, SOURCE))) == said


@given(st.binary(min_size=1, max_size=60), st.integers(0, 7))
def test_broken_cdp_frame_is_none(noise: bytes, bit: int) -> None:
    raw = bytearray(write_cdp(Announcement("sw1", "Fa0/1", 180), SOURCE))
    raw[26 + noise[0] % 10] ^= 1 << bit
    frame = parsed(bytes(raw))
    assert read_cdp(frame) is None


@pytest.mark.parametrize(
    ("body", "checksum"),
    [
        ("02b40000", 0xFD4B),
        ("02b4000041", 0xFD0A),  # an odd byte below 0x80 is added as it is
        ("02b40000c1", 0xFD8A),  # one from 0x80 on as a negative number, less one
    ],
)
def test_cdp_checksum_takes_an_odd_byte_as_signed(body: str, checksum: int) -> None:
    assert checksum_cdp(bytes.fromhex(body)) == checksum
