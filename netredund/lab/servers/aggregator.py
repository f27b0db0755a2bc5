"""Aggregates as the Linux bonding driver does in mode 802.3ad (bond_3ad.c of Linux 6.1).

Every slave belongs to some aggregator, slaves with the same partner to the same; one aggregator
is active and only its slaves get in sync. A slave without a partner is alone in its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netredund.lab.clock import Clock
from netredund.lab.frames.lacp import Lacpdu, LacpInfo, LacpState, write_lacpdu
from netredund.lab.lacp import Habits, LacpPort, Mux, Receive, Selected
from netredund.lab.servers.churn import Churn

if TYPE_CHECKING:
    from netredund.lab.servers.bond import BondOptions, Slave

SYSTEM_PRIORITY = 65535
PORT_PRIORITY = 255
# bond_3ad.c of Linux 6.1: what is assumed of a partner that never spoke (ad_initialize_port), no
# collecting without distributing (ad_mux_machine), a LACPDU every third tick (ad_tx_machine)
DRIVER = Habits(LacpInfo(65535, bytes(6), 1, 255, 1, 0), coupled=True, most_sent=1, sent_in_s=0.3)
SPEED_CODES = {  # enum ad_link_speed_type
    10: 2,
    100: 3,
    1000: 4,
    2500: 5,
    5000: 6,
    10000: 7,
    14000: 8,
    20000: 9,
    25000: 10,
    40000: 11,
    50000: 12,
    56000: 13,
    100000: 14,
}


class Member:
    """One slave's part: its LACP, its aggregator, and what was last before its link was lost."""

    def __init__(self, slave: Slave, lacp: LacpPort) -> None:
        self.slave = slave
        self.lacp = lacp
        self.aggregator = slave.number
        self.kept: tuple[LacpInfo, LacpInfo] | None = None
        self.churn = Churn(lacp.clock, lambda: self.shown)

    @property
    def enabled(self) -> bool:
        return self.lacp.receive_state is not Receive.PORT_DISABLED

    @property
    def has_partner(self) -> bool:
        return self.lacp.heard is not None

    @property
    def group(self) -> tuple[object, ...]:
        """Return what slaves of one aggregator have in common."""
        partner = self.lacp.partner
        if not self.has_partner or not partner.state & LacpState.AGGREGATION:
            return (self.slave.number,)
        own = self.lacp.actor
        return (partner.system_priority, partner.system, partner.key, own.key)

    @property
    def shown(self) -> tuple[LacpInfo, LacpInfo]:
        """Return actor and partner as they are printed; a lost link keeps what was, with key 0."""
        if self.kept is not None:
            return self.kept
        return self.lacp.actor, self.lacp.partner


class Aggregators:
    """The aggregators of one bond; `changed` is called when other slaves carry its traffic."""

    def __init__(
        self,
        slaves: list[Slave],
        options: BondOptions,
        system: bytes,
        clock: Clock,
        changed: Callable[[], None],
    ) -> None:
        self.options = options
        self.system = system
        self.members: dict[str, Member] = {}
        self.active: int | None = None
        self._changed = changed
        self._carriers: list[Slave] = []
        self._busy = False
        self._again = False
        for slave in slaves:
            lacp = LacpPort(clock, self._identity(slave), self._sender(slave), self.refresh, DRIVER)
            self.members[slave.nic.name] = Member(slave, lacp)
            lacp.configure(
                self._identity(slave), active=options.lacp_active, fast=options.lacp_fast
            )
        for slave in slaves:
            self.follow(slave)

    def _identity(self, slave: Slave) -> LacpInfo:
        return LacpInfo(
            SYSTEM_PRIORITY, self.system, key_of(slave.nic.speed), PORT_PRIORITY, slave.number, 0
        )

    def _sender(self, slave: Slave) -> Callable[[Lacpdu], None]:
        return lambda pdu: slave.nic.send(write_lacpdu(pdu, slave.nic.permanent))

    def follow(self, slave: Slave) -> None:
        """Take note that a slave's link came up or was lost."""
        member = self.members[slave.nic.name]
        if slave.up:
            member.kept = None
            member.lacp.configure(
                self._identity(slave),
                active=self.options.lacp_active,
                fast=self.options.lacp_fast,
            )
            member.lacp.enable()
        elif member.enabled:
            actor, partner = member.shown
            member.kept = (
                LacpInfo(
                    actor.system_priority,
                    actor.system,
                    0,
                    actor.port_priority,
                    actor.port,
                    actor.state,
                ),
                partner,
            )
            member.lacp.disable()
        self.refresh()

    def hear(self, slave: Slave, pdu: Lacpdu) -> None:
        """Take a LACPDU that came in on a slave."""
        member = self.members[slave.nic.name]
        if member.enabled and member.lacp.receive_state is not Receive.CURRENT:
            member.churn.watch()
        member.lacp.hear(pdu)

    # selection

    def refresh(self) -> None:
        """Sort the slaves into aggregators and choose the active one."""
        if self._busy:
            self._again = True
            return
        self._busy = self._again = True
        while self._again:
            self._again = False
            self._sort()
            self._choose()
            self._select()
        self._busy = False
        carriers = self.carriers()
        if carriers != self._carriers:
            self._carriers = carriers
            self._changed()

    def _sort(self) -> None:
        taken: dict[tuple[object, ...], int] = {}
        enabled = [member for member in self.members.values() if member.enabled]
        for member in enabled:
            number = taken.get(member.group)
            if number is None:
                number = member.aggregator
                if number in taken.values():
                    free = set(range(1, len(self.members) + 1)) - set(taken.values())
                    number = min(free)
                taken[member.group] = number
            member.aggregator = number

    def of(self, number: int | None) -> list[Member]:
        """Return the slaves with a link in an aggregator."""
        return [
            member
            for member in self.members.values()
            if member.enabled and member.aggregator == number
        ]

    def _choose(self) -> None:
        """Choose the active aggregator (ad_agg_selection_logic)."""
        numbers = sorted({member.aggregator for member in self.members.values() if member.enabled})
        if not numbers:
            return
        best = max(numbers, key=lambda number: (self._worth(number), -number))
        current = self.of(self.active)
        if current and self.options.ad_select == "stable":
            partnered = any(member.has_partner for member in current)
            if partnered or not any(member.has_partner for member in self.of(best)):
                return
        if current and self._worth(self.active) >= self._worth(best):
            return
        self.active = best

    def _worth(self, number: int | None) -> tuple[int, ...]:
        members = self.of(number)
        partnered = any(member.has_partner for member in members)
        bandwidth = sum(member.slave.nic.speed or 0 for member in members)
        if self.options.ad_select == "count":
            return (partnered, len(members), bandwidth)
        return (partnered, bandwidth)

    def _select(self) -> None:
        for member in self.members.values():
            if not member.enabled:
                continue
            chosen = member.aggregator == self.active
            member.lacp.choose(Selected.SELECTED if chosen else Selected.UNSELECTED)
        waiting = [member.lacp for member in self.of(self.active) if member.lacp.waiting]
        if all(lacp.has_waited for lacp in waiting):
            for lacp in waiting:
                lacp.attach()

    # what came of it

    def carriers(self) -> list[Slave]:
        """Return the slaves that carry traffic.

        A partnerless active aggregator works too (the driver enables its ports).
        """
        members = self.of(self.active)
        return [
            member.slave
            for member in members
            if member.lacp.mux is Mux.DISTRIBUTING or not member.has_partner
        ]

    @property
    def carrier(self) -> bool:
        """Say whether the bond is up: an active aggregator with `min_links` slaves."""
        count = len(self.of(self.active))
        return count > 0 and count >= self.options.min_links

    def info(self) -> tuple[int, int, int, int, bytes]:
        """Return number, ports, actor key, partner key and partner of the active aggregator."""
        members = self.of(self.active) or [
            member for member in self.members.values() if member.aggregator == self.active
        ]
        first = members[0] if members else next(iter(self.members.values()))
        actor, partner = first.shown
        ports = len(self.of(self.active))
        return self.active or 1, ports, actor.key, partner.key, partner.system


def key_of(speed: int | None) -> int:
    """Return the actor key: the speed's code above the duplex bit, 0 without a link."""
    return 0 if speed is None else SPEED_CODES.get(speed, 0) << 1 | 1
