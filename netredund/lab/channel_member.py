"""Is one port in a channel group: its LACP, what it does for the bundle, what it differs in."""

from collections.abc import Callable, Iterable

from netredund.lab.config import ChannelMode, InterfaceConfig
from netredund.lab.frames.frame import SLOW_TYPE, Frame
from netredund.lab.frames.lacp import answer_marker, read_lacpdu
from netredund.lab.lacp import LacpPort, Mux, Receive
from netredund.lab.port import Port

# What must agree with the Port-channel, and how %EC-5-CANNOT_BUNDLE2 names it
ATTRIBUTES: tuple[tuple[str, Callable[[InterfaceConfig], object]], ...] = (
    ("layer2/layer3 is different", lambda stanza: stanza.switchport is not False),
    ("trunk mode of the port is different", lambda stanza: stanza.mode),
    ("access vlan is different", lambda stanza: stanza.access_vlan or 1),
    ("native vlan is different", lambda stanza: stanza.native_vlan or 1),
    ("vlan mask is different", lambda stanza: stanza.allowed_vlans),
    ("trunk encap of the port is different", lambda stanza: stanza.encapsulation),
)


class Member:
    """One port in a channel group."""

    def __init__(self, port: Port, mode: ChannelMode, now_s: float) -> None:
        self.port = port
        self.mode = mode
        self.lacp: LacpPort | None = None
        self.mismatch: str | None = None
        self.told_mismatch: str | None = None
        self.flag = "D"
        self.since_s = now_s
        self.marker_received = self.marker_answered = self.errors = 0

    def clear_counters(self) -> None:
        """Set every counter to zero."""
        self.marker_received = self.marker_answered = self.errors = 0
        if self.lacp is not None:
            self.lacp.sent = self.lacp.received = 0

    @property
    def distributes(self) -> bool:
        """Say whether it carries traffic of the bundle both ways."""
        if self.lacp is None:
            return self.mode is ChannelMode.ON and self.port.up and self.mismatch is None
        return self.lacp.mux is Mux.DISTRIBUTING and not self.defaulted

    @property
    def collects(self) -> bool:
        """Say whether it takes traffic for the bundle."""
        if self.lacp is None:
            return self.distributes
        return self.lacp.mux >= Mux.COLLECTING and not self.defaulted

    @property
    def defaulted(self) -> bool:
        return self.lacp is not None and self.lacp.receive_state is Receive.DEFAULTED

    def receive_slow(self, frame: Frame) -> None:
        """Take a frame of the slow protocols: a LACPDU or a marker."""
        if self.lacp is None or frame.kind != SLOW_TYPE:
            return
        pdu = read_lacpdu(frame.payload)
        if pdu is not None:
            self.lacp.hear(pdu)
            return
        answer = answer_marker(frame.payload, self.port.address)
        if answer is None:
            self.errors += 1
        else:
            self.marker_received += 1
            self.marker_answered += 1
            self.port.send(answer)


def group_ports(ports: Iterable[Port]) -> dict[int, list[Port]]:
    """Return the members of each channel group, by number."""
    groups: dict[int, list[Port]] = {}
    for port in ports:
        number = port.stanza.channel_group
        if number is not None:
            groups.setdefault(number, []).append(port)
    return groups
