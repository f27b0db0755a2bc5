"""Trunks that two lab switches negotiate."""

import pytest

from netredund.lab.config import ChannelMode, PortMode, VlanConfig
from netredund.lab.frames.frame import PROBE_TYPE, read_frame, write_frame
from netredund.lab.frames.trunk import Offer, Wish, read_offer, write_offer
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network
from netredund.lab.port import Port
from netredund.lab.switch import Switch
from tests.lab.bench import Bench, port_name

AUTO, DESIRABLE = PortMode.DYNAMIC_AUTO, PortMode.DYNAMIC_DESIRABLE
ACCESS, TRUNK = PortMode.ACCESS, PortMode.TRUNK
SOURCE = bytes.fromhex("0019e7aa0101")


def set_mode(switch: Switch, mode: PortMode | None, port: int = 1) -> None:
    switch.config.interface(port_name(port)).mode = mode
    switch.apply()


def is_trunk(switch: Switch, name: str = port_name(1)) -> bool:
    return name in {trunk.interface for trunk in switch.trunks()}


def pair(near_mode: PortMode | None, far_mode: PortMode | None) -> tuple[Bench, Switch, Switch]:
    bench = Bench()
    near, far = bench.switch("a"), bench.switch("b")
    set_mode(near, near_mode)
    set_mode(far, far_mode)
    bench.join(near, 1, far, 1)
    bench.run(5)
    return bench, near, far


@pytest.mark.parametrize(
    ("near_mode", "far_mode", "trunks"),
    [
        (AUTO, AUTO, False),
        (None, None, False),
        (AUTO, DESIRABLE, True),
        (AUTO, TRUNK, True),
        (None, TRUNK, True),
        (DESIRABLE, DESIRABLE, True),
        (DESIRABLE, TRUNK, True),
        (TRUNK, TRUNK, True),
        (ACCESS, DESIRABLE, False),
        (ACCESS, AUTO, False),
        (ACCESS, ACCESS, False),
    ],
)
def test_modes_of_both_ends_decide(
    near_mode: PortMode | None, far_mode: PortMode | None, trunks: bool
) -> None:
    """The table of trunk modes in the Catalyst 3750-X guide, both ways round."""
    _, near, far = pair(near_mode, far_mode)
    assert (is_trunk(near), is_trunk(far)) == (trunks, trunks)
    _, near, far = pair(far_mode, near_mode)
    assert (is_trunk(near), is_trunk(far)) == (trunks, trunks)


def test_port_that_does_not_negotiate_makes_no_trunk_of_its_neighbour() -> None:
    bench, near, far = pair(DESIRABLE, TRUNK)
    far.config.interface(port_name(1)).nonegotiate = True
    far.apply()
    bench.run(301)
    assert is_trunk(far)
    assert not is_trunk(near)


def test_trunk_ends_when_one_end_becomes_access() -> None:
    bench, near, far = pair(DESIRABLE, AUTO)
    set_mode(far, ACCESS)
    bench.run(1)
    assert not is_trunk(near)
    assert not is_trunk(far)


def test_trunk_is_made_when_a_mode_changes() -> None:
    bench, near, far = pair(AUTO, AUTO)
    set_mode(near, DESIRABLE)
    bench.run(1)
    assert is_trunk(near)
    assert is_trunk(far)


def test_what_was_heard_is_forgotten_with_the_link() -> None:
    bench, near, far = pair(AUTO, DESIRABLE)
    far.config.interface(port_name(1)).shutdown = True
    far.apply()
    bench.run(1)
    assert near.ports[port_name(1)].heard_wish is None
    assert not is_trunk(near)


def test_negotiated_trunk_carries_tagged_vlans_and_their_trees() -> None:
    bench, near, far = pair(AUTO, DESIRABLE)
    for switch in (near, far):
        switch.config.vlans[10] = VlanConfig()
        switch.apply()
    bench.run(60)
    root = far.tree(10)
    assert root is not None and root.root_port == port_name(1)
    (trunk,) = near.trunks()
    assert trunk.forwarding == {1, 10}
    ear = Ear()
    far.ports[port_name(1)].host = ear  # type: ignore[assignment]  # all that a frame needs
    probe = write_frame(b"\xff" * 6, SOURCE, PROBE_TYPE, bytes(46))
    near.forwarder.ports[port_name(1)].send_in_vlan(probe, 10, 0)
    bench.run(0.1)
    assert ear.tags == [10]


class Ear:
    """Keeps the tags of the probes that come in on a port."""

    def __init__(self) -> None:
        self.tags: list[int | None] = []

    def receive_frame(self, port: Port, raw: bytes) -> None:
        frame = read_frame(raw)
        if frame is not None and frame.kind == PROBE_TYPE:
            self.tags.append(frame.vlan)


def test_bundle_of_negotiated_members_is_a_trunk() -> None:
    bench = Bench()
    near, far = bench.switch("a"), bench.switch("b")
    for switch, mode in ((near, AUTO), (far, DESIRABLE)):
        for number in (1, 2):
            stanza = switch.config.interface(port_name(number))
            stanza.mode, stanza.channel_group = mode, 1
            stanza.channel_mode = ChannelMode.ACTIVE
        switch.config.interface("Port-channel1").mode = mode
        switch.apply()
    for number in (1, 2):
        bench.join(near, number, far, number)
    bench.run(60)
    assert [(each.interface, each.mode) for each in near.trunks()] == [("Port-channel1", "auto")]
    assert [(each.interface, each.mode) for each in far.trunks()] == [
        ("Port-channel1", "desirable")
    ]


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("trunks", [False, True])
def test_offer_is_read_as_it_was_written(wish: Wish, trunks: bool) -> None:
    frame = read_frame(write_offer(Offer(wish, trunks), SOURCE))
    assert frame is not None
    assert read_offer(frame) == Offer(wish, trunks)


def test_octets_are_those_of_the_dissector() -> None:
    """A version, then domain, status, type and neighbour; each length counts its head of four."""
    raw = write_offer(Offer(Wish.DESIRABLE, trunks=True), SOURCE)
    assert raw[:6].hex() == "01000ccccccc"
    assert raw[14:22].hex() == "aaaa0300000c2004"
    assert raw[22:].hex() == (
        "01" + "00010024" + "00" * 32 + "0002000583" + "00030005a5" + "0004000a" + SOURCE.hex()
    )


@pytest.mark.parametrize("cut", range(8, 60))
def test_broken_frame_is_no_offer_or_a_whole_one(cut: int) -> None:
    frame = read_frame(write_offer(Offer(Wish.AUTO, trunks=False), SOURCE))
    assert frame is not None
    broken = type(frame)(frame.destination, frame.source, None, 0, frame.payload[:cut])
    assert read_offer(broken) in (None, Offer(Wish.AUTO, trunks=False))


LAB = """\
switches:
  sw1:
    model: IOSvL2
    startup: |
      interface GigabitEthernet0/1
       switchport mode dynamic auto
  sw2:
    model: WS-C2960-24TT-L
    startup: |
      interface GigabitEthernet0/1
       switchport mode dynamic desirable
links:
  - [sw1 Gi0/1, sw2 Gi0/1]
"""


def test_shows_say_how_the_trunk_came_about() -> None:
    network = Network(parse_lab(LAB))
    network.clock.run_for(60)
    assert "Gi0/1       auto             n-802.1q       trunking      1" in network.show(
        "sw1", "show interfaces trunk"
    )
    assert "Gi0/1       desirable        802.1q         trunking      1" in network.show(
        "sw2", "show interfaces trunk"
    )
    port = network.show("sw1", "show interfaces gi0/1 switchport")
    assert "Administrative Mode: dynamic auto\nOperational Mode: trunk\n" in port
