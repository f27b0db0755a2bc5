"""Bonds as the Linux kernel does: active-backup, balance-alb and 802.3ad (bonding.rst)."""

from collections.abc import Sequence
from functools import partial

import msgspec

from netredund.lab.clock import Clock, Countdown
from netredund.lab.frames.frame import (
    BROADCAST,
    SLOW_GROUP,
    read_frame,
    write_frame,
)
from netredund.lab.frames.lacp import answer_marker, read_lacpdu
from netredund.lab.servers.aggregator import Aggregators
from netredund.lab.servers.device import Device, Nic

ARP_TYPE = 0x0806
LOOPBACK_TYPE = 0x9000  # what balance-alb sends so that switches learn its addresses
LEARNING_INTERVAL_S = 1  # lp_interval


class BondOptions(msgspec.Struct, frozen=True):
    """A bond's options by their kernel names; `hash` is xmit_hash_policy."""

    mode: str
    miimon_ms: int = 100
    updelay_ms: int = 0
    downdelay_ms: int = 0
    lacp_fast: bool = False
    lacp_active: bool = True
    min_links: int = 0
    primary: str | None = None
    ad_select: str = "stable"
    hash: str = "layer2"


class Slave:
    """One NIC in a bond; `up` is what MII monitoring believes."""

    def __init__(self, nic: Nic, number: int, *, monitored: bool) -> None:
        self.nic = nic
        self.number = number
        # without monitoring every slave counts as up for ever
        self.up = nic.up or not monitored
        self.failures = 0
        self.pending: Countdown | None = None
        # the kernel goes on showing the speed that a lost link had
        self.shown_speed = nic.speed


class LinuxBond(Device):
    """One bond over its NICs; it takes the address of the first."""

    def __init__(
        self, name: str, index: int, nics: Sequence[Nic], options: BondOptions, clock: Clock
    ) -> None:
        super().__init__(name, index, nics[0].permanent, clock)
        self.options = options
        self.slaves = {
            nic.name: Slave(nic, number, monitored=options.miimon_ms > 0)
            for number, nic in enumerate(nics, start=1)
        }
        self.active: Slave | None = None
        self.aggregators: Aggregators | None = None
        self._learning = Countdown(clock, self._teach)
        for slave in self.slaves.values():
            slave.nic.master = name
            slave.nic.upper = partial(self._receive, slave)
            slave.nic.watch = partial(self._carrier_changed, slave)
            if options.mode != "balance-alb":
                slave.nic.address = self.address
        if options.mode == "802.3ad":
            self.aggregators = Aggregators(
                list(self.slaves.values()), options, self.address, clock, self._tell
            )
        elif options.mode == "balance-alb":
            self._learning.start(LEARNING_INTERVAL_S)
        self._choose_active()

    # the bond as a device

    @property
    def up(self) -> bool:
        if self.aggregators is not None:
            return self.aggregators.carrier
        return any(slave.up for slave in self.slaves.values())

    @property
    def speed(self) -> int | None:
        if self.aggregators is not None:
            return sum(slave.nic.speed or 0 for slave in self.aggregators.carriers()) or None
        return None if self.active is None else self.active.nic.speed

    def send(self, frame: bytes) -> None:
        slaves = self._senders()
        if not slaves:
            return
        slave = slaves[self._bucket(frame) % len(slaves)]
        if self.options.mode == "balance-alb" and frame[6:12] == self.address:
            # each slave speaks with its own address (rlb and tlb of bond_alb.c)
            frame = frame[:6] + slave.nic.address + frame[12:]
        slave.nic.send(frame)

    def _senders(self) -> list[Slave]:
        if self.aggregators is not None:
            return self.aggregators.carriers()
        if self.options.mode == "balance-alb":
            return [slave for slave in self.slaves.values() if slave.up]
        return [] if self.active is None else [self.active]

    def _bucket(self, frame: bytes) -> int:
        """Return the layer2 hash: addresses and type."""
        return frame[5] ^ frame[11] ^ frame[12] ^ frame[13]

    # what the slaves do

    def _carrier_changed(self, slave: Slave) -> None:
        """Have MII monitoring notice, at its next look and after the delay that is set."""
        options = self.options
        if slave.pending is not None:
            slave.pending.stop()
            slave.pending = None
        if not options.miimon_ms or slave.nic.up == slave.up:
            return
        delay_ms = options.updelay_ms if slave.nic.up else options.downdelay_ms
        if slave.nic.up and self.active is None:
            delay_ms = 0  # without an active slave, updelay does not hold it back
        slave.pending = Countdown(self.clock, partial(self._notice, slave))
        slave.pending.start((options.miimon_ms + delay_ms) / 1000)

    def _notice(self, slave: Slave) -> None:
        slave.pending = None
        slave.up = slave.nic.up
        if slave.up:
            slave.shown_speed = slave.nic.speed
        else:
            slave.failures += 1
        if self.aggregators is not None:
            self.aggregators.follow(slave)
        self._choose_active()
        self._tell()

    def _choose_active(self) -> None:
        """Choose who speaks for the bond: the primary, else whoever does now, else the first up."""
        if self.aggregators is not None:
            return
        usable = [slave for slave in self.slaves.values() if slave.up]
        primary = self.slaves.get(self.options.primary or "")
        chosen = usable[0] if usable else None
        if self.active in usable:
            chosen = self.active
        if primary is not None and primary in usable:
            chosen = primary
        if chosen is self.active:
            return
        if self.options.mode == "balance-alb":
            self._swap_addresses(chosen)
        self.active = chosen
        if chosen is not None:
            self._announce(chosen)

    def _swap_addresses(self, chosen: Slave | None) -> None:
        """Give the bond's address to the new active slave (alb_swap_mac_addr)."""
        if chosen is None:
            return
        holder = next(
            (each for each in self.slaves.values() if each.nic.address == self.address), None
        )
        if holder is not None and holder is not chosen:
            holder.nic.address, chosen.nic.address = chosen.nic.address, holder.nic.address

    def _announce(self, slave: Slave) -> None:
        """Send a gratuitous ARP (num_grat_arp 1), so that switches learn the new way at once."""
        body = bytes.fromhex("0001080006040001") + self.address + bytes(14)
        slave.nic.send(write_frame(BROADCAST, self.address, ARP_TYPE, body))

    def _teach(self) -> None:
        self._learning.start(LEARNING_INTERVAL_S)
        for slave in self.slaves.values():
            if slave.up:
                own = slave.nic.address
                slave.nic.send(write_frame(own, own, LOOPBACK_TYPE, bytes(46)))

    def _receive(self, slave: Slave, raw: bytes) -> None:
        if self.aggregators is not None:
            if raw[:6] == SLOW_GROUP:
                self._receive_slow(slave, raw)
            elif slave in self.aggregators.carriers():
                self._hand_up(raw)
            return
        if self.options.mode == "balance-alb":
            if raw[:6] == slave.nic.address:
                raw = self.address + raw[6:]
            elif slave is not self.active and raw[0] & 1:
                return  # broadcasts count once, on the active slave
        elif slave is not self.active:
            return
        self._hand_up(raw)

    def _receive_slow(self, slave: Slave, raw: bytes) -> None:
        frame = read_frame(raw)
        if frame is None or self.aggregators is None:
            return
        pdu = read_lacpdu(frame.payload)
        if pdu is not None:
            self.aggregators.hear(slave, pdu)
            return
        answer = answer_marker(frame.payload, slave.nic.permanent)
        if answer is not None:
            slave.nic.send(answer)
