"""Plugs a lab port into a real network interface: the same frames, through AF_PACKET (Linux, root).

A shut port takes its interface down, so that the other end loses carrier as with a real switch.
"""

import asyncio
import errno
import fcntl
import socket
import struct
from collections.abc import Callable

from netredund.errors import WireError
from netredund.lab.frames.frame import TAG_TYPE
from netredund.lab.link import Station

ETH_P_ALL = 0x0003
SOL_PACKET = 263
PACKET_ADD_MEMBERSHIP = 1
PACKET_AUXDATA = 8
PACKET_IGNORE_OUTGOING = 23
PACKET_MR_PROMISC = 1
PACKET_OUTGOING = 4
AUXDATA = struct.Struct("IIIHHHH")
TP_STATUS_VLAN_VALID = 1 << 4

SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP, IFF_RUNNING = 0x1, 0x40
FLAGS = struct.Struct("16sh22x")

RTMGRP_LINK = 1
RTM_NEWLINK, RTM_DELLINK = 16, 17
MESSAGE = struct.Struct("IHHII")  # nlmsghdr
LINK_INFO = struct.Struct("BxHiII")  # ifinfomsg

LONGEST = 65536
SPAN_PER_TURN = 64  # frames that one interface may deliver before the others have their turn


class Wire:
    """One end of a real interface; made by `Wires.add`.

    `speed` (Mb/s) is what the port runs at, None the highest that it offers: an interface's own
    speed says nothing where it is virtual.
    """

    def __init__(self, interface: str, speed: int | None = None) -> None:
        self.interface = interface
        self.speed = speed
        self.station: Station | None = None
        self._enabled = False
        self._running = False
        self._current: int | None = None
        try:
            self.index = socket.if_nametoindex(interface)
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
            self._socket.bind((interface, ETH_P_ALL))
        except OSError as error:
            raise WireError(interface, error.strerror or str(error)) from error
        self._socket.setblocking(False)
        self._socket.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
        self._socket.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
        everything = struct.pack("IHH8s", self.index, PACKET_MR_PROMISC, 0, b"")
        self._socket.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, everything)
        self._running = bool(self.read_flags() & IFF_RUNNING)

    # as a link

    def plug(self, station: Station) -> None:
        if self.station is not None:
            raise ValueError(f"wire {self.interface} has a port already")
        self.station = station

    def enable(self, station: Station, *, enabled: bool) -> None:
        self._enabled = enabled
        flags = self.read_flags()
        wanted = flags | IFF_UP if enabled else flags & ~IFF_UP
        if wanted != flags:
            request = FLAGS.pack(self.interface.encode(), _signed(wanted))
            fcntl.ioctl(self._socket, SIOCSIFFLAGS, request)
        self.look()

    def send(self, station: Station, frame: bytes) -> None:
        if self._current is None:
            return
        try:
            self._socket.send(frame)
        except OSError:
            # carrier went, or the queue is full: a wire loses frames, and the protocols know it
            return

    # as an interface

    def look(self) -> None:
        """See whether the interface has carrier; one that is gone has none."""
        try:
            flags = self.read_flags()
        except OSError:
            flags = 0
        self._running = bool(flags & IFF_RUNNING) and bool(flags & IFF_UP)
        self._update()

    def fileno(self) -> int:
        return self._socket.fileno()

    def deliver(self) -> None:
        """Hand the frames that arrived to the port, with the tags that the kernel took out."""
        for _ in range(SPAN_PER_TURN):
            try:
                raw, ancillary, _, origin = self._socket.recvmsg(
                    LONGEST, socket.CMSG_SPACE(AUXDATA.size)
                )
            except BlockingIOError:
                return
            except OSError:
                return  # the interface went down; netlink says so too
            if origin[2] == PACKET_OUTGOING or self.station is None or self._current is None:
                continue
            self.station.receive(_restore_tag(raw, ancillary))

    def close(self) -> None:
        self._socket.close()

    def read_flags(self) -> int:
        """Ask the kernel for the interface's flags."""
        request = FLAGS.pack(self.interface.encode(), 0)
        answer: tuple[bytes, int] = FLAGS.unpack(fcntl.ioctl(self._socket, SIOCGIFFLAGS, request))
        return answer[1] & 0xFFFF

    def _update(self) -> None:
        station = self.station
        if station is None:
            return
        speed: int | None = None
        if self._enabled and self._running:
            offered = station.offered_speeds
            speed = self.speed if self.speed in offered else max(offered, default=None)
        if speed != self._current:
            self._current = speed
            station.change_carrier(speed)


class Wires:
    """All wires of one lab in one network namespace, with the kernel's word on their carrier.

    wires = Wires()
    switch.attach("FastEthernet0/1", wires.add("veth0"))
    wires.start(asyncio.get_running_loop(), real_time.catch_up)
    """

    def __init__(self) -> None:
        self._wires: dict[int, Wire] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        try:
            self._netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
            self._netlink.bind((0, RTMGRP_LINK))
        except OSError as error:
            raise WireError("netlink", error.strerror or str(error)) from error
        self._netlink.setblocking(False)
        self._catch_up: Callable[[], None] = lambda: None

    def add(self, interface: str, speed: int | None = None) -> Wire:
        """Return a wire on `interface`; a `WireError` says why it cannot be."""
        wire = Wire(interface, speed)
        self._wires[wire.index] = wire
        if self._loop is not None:
            self._loop.add_reader(wire.fileno(), self._read, wire)
        return wire

    def start(self, loop: asyncio.AbstractEventLoop, catch_up: Callable[[], None]) -> None:
        """Deliver what arrives from now on; `catch_up` is called before each delivery."""
        self._loop = loop
        self._catch_up = catch_up
        loop.add_reader(self._netlink.fileno(), self.read_carrier)
        for wire in self._wires.values():
            loop.add_reader(wire.fileno(), self._read, wire)

    def _read(self, wire: Wire) -> None:
        self._catch_up()
        wire.deliver()

    def read_carrier(self) -> None:
        """Look again at each interface of which the kernel reports something.

        The reports only say where to look: one that waited, or was lost, says what is no more.
        """
        self._catch_up()
        touched: set[int] = set()
        while True:
            try:
                touched.update(read_link_indexes(self._netlink.recv(LONGEST)))
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno != errno.ENOBUFS:
                    raise
                touched.update(self._wires)
        for index in touched & self._wires.keys():
            self._wires[index].look()

    def close(self) -> None:
        """Stop and close everything; the interfaces stay as they are."""
        for wire in self._wires.values():
            if self._loop is not None:
                self._loop.remove_reader(wire.fileno())
            wire.close()
        self._wires.clear()
        if self._loop is not None:
            self._loop.remove_reader(self._netlink.fileno())
        self._netlink.close()


def read_link_indexes(data: bytes) -> set[int]:
    """Return the index of each interface of which the netlink messages in `data` speak."""
    found = set()
    start = 0
    while start + MESSAGE.size + LINK_INFO.size <= len(data):
        length, kind, _, _, _ = MESSAGE.unpack_from(data, start)
        if length < MESSAGE.size:
            break
        if kind in (RTM_NEWLINK, RTM_DELLINK):
            found.add(LINK_INFO.unpack_from(data, start + MESSAGE.size)[2])
        start += (length + 3) & ~3
    return found


def _restore_tag(raw: bytes, ancillary: list[tuple[int, int, bytes]]) -> bytes:
    for level, kind, data in ancillary:
        if level == SOL_PACKET and kind == PACKET_AUXDATA and len(data) >= AUXDATA.size:
            status, _, _, _, _, tag, tag_type = AUXDATA.unpack_from(data)
            if status & TP_STATUS_VLAN_VALID:
                head: bytes = int(tag_type or TAG_TYPE).to_bytes(2) + int(tag).to_bytes(2)
                return raw[:12] + head + raw[12:]
    return raw


def _signed(flags: int) -> int:
    return flags - 0x10000 if flags & 0x8000 else flags
