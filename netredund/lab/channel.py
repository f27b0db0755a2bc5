"""Runs the channel groups of one switch: which members bundle, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from netredund.lab.channel_member import ATTRIBUTES, Member
from netredund.lab.clock import Clock
from netredund.lab.config import (
    DEFAULT_LACP_PRIORITY,
    ChannelMode,
    InterfaceConfig,
    LacpRate,
    PortMode,
    SwitchConfig,
)
from netredund.lab.frames.lacp import Lacpdu, LacpInfo
from netredund.lab.ios.names import short_name
from netredund.lab.lacp import Candidate, LacpPort, Receive, Selected, select
from netredund.lab.port import EMPTY, FrameCounter, Port

MOST_BUNDLED = 8
PORT_NUMBER_OFFSET = 0x100  # IOS numbers LACP ports from 0x101


class ChannelHost(Protocol):
    """What a group needs of its switch."""

    def send_lacpdu(self, port: Port, pdu: Lacpdu) -> None: ...

    def channel_changed(self) -> None:
        """Take note that other ports carry the traffic now."""

    def log_line_protocol(self, name: str, *, up: bool) -> None: ...

    def log(self, facility: str, severity: int, mnemonic: str, text: str) -> None: ...


class Channel:
    """One channel group with its Port-channel interface."""

    def __init__(self, number: int, clock: Clock, host: ChannelHost, *, stands_alone: bool) -> None:
        self.number = number
        self.name = f"Port-channel{number}"
        self.clock = clock
        self.host = host
        self.stands_alone = stands_alone
        self.stanza: InterfaceConfig = EMPTY
        self.members: dict[str, Member] = {}
        self.made_s = clock.now_s
        self.changed_s = clock.now_s
        self.counter = FrameCounter()
        self.bundled: tuple[Member, ...] = ()
        self.last_bundled: tuple[float, str] | None = None
        self.last_unbundled: tuple[float, str] | None = None
        self.up = False
        self._was_short = False
        self._told: tuple[object, ...] = ()
        self._selecting = False
        self._select_again = False

    # configuration

    @property
    def min_links(self) -> int:
        return self.stanza.min_links or 0

    @property
    def max_bundle(self) -> int:
        return min(self.stanza.lacp_max_bundle or MOST_BUNDLED, MOST_BUNDLED)

    @property
    def standalone_disable(self) -> bool:
        configured = self.stanza.standalone_disable
        return not self.stands_alone if configured is None else configured

    def configure(
        self,
        stanza: InterfaceConfig | None,
        ports: Sequence[Port],
        config: SwitchConfig,
        system: bytes,
    ) -> None:
        """Follow the stanzas of the Port-channel (None: there is none) and of the members."""
        self.stanza = stanza or EMPTY
        wanted = {port.name: port for port in ports}
        for name in [name for name in self.members if name not in wanted]:
            self._drop(name)
        for port in ports:
            mode = port.stanza.channel_mode or ChannelMode.ON
            member = self.members.get(port.name)
            if member is not None and self._other_protocol(member, mode):
                self._drop(port.name)
                member = None
            if member is None:
                member = self.members[port.name] = Member(port, mode, self.clock.now_s)
            member.mode = mode
            if mode.is_lacp:
                self._configure_lacp(member, config, system)
        self.refresh()

    def _other_protocol(self, member: Member, mode: ChannelMode) -> bool:
        return (member.lacp is not None) != mode.is_lacp

    def _drop(self, name: str) -> None:
        lacp = self.members.pop(name).lacp
        if lacp is not None:
            lacp.disable()

    def _configure_lacp(self, member: Member, config: SwitchConfig, system: bytes) -> None:
        port, stanza = member.port, member.port.stanza
        system_priority = config.lacp_system_priority
        port_priority = stanza.lacp_port_priority
        actor = LacpInfo(
            DEFAULT_LACP_PRIORITY if system_priority is None else system_priority,
            system,
            self.number,
            DEFAULT_LACP_PRIORITY if port_priority is None else port_priority,
            PORT_NUMBER_OFFSET + port.number,
            0,
        )
        if member.lacp is None:
            member.lacp = LacpPort(
                self.clock,
                actor,
                lambda pdu: self.host.send_lacpdu(port, pdu),
                self.refresh,
            )
        member.lacp.configure(
            actor,
            active=member.mode is ChannelMode.ACTIVE,
            fast=stanza.lacp_rate is LacpRate.FAST,
        )

    # selection

    def refresh(self) -> None:
        """Choose anew who bundles; call it after any change of a link or a member."""
        if self._selecting:
            self._select_again = True
            return
        self._selecting = True
        self._select_again = True
        while self._select_again:
            self._select_again = False
            self._compare_members()
            self._enable_members()
            self._select()
        self._selecting = False
        self._note()

    def _compare_members(self) -> None:
        """Find what keeps a member from bundling with the Port-channel and the other members."""
        reference: Member | None = None
        for member in self.members.values():
            member.mismatch = None
            if not member.port.up:
                continue
            differing = [
                text
                for text, read in ATTRIBUTES
                if read(member.port.stanza) != read(self.stanza) and self.stanza is not EMPTY
            ]
            if member.port.duplex != "full" and member.mode.is_lacp:
                differing.append("duplex of the port is half")
            if not differing and reference is None:
                reference = member
            elif not differing and reference is not None:
                if reference.port.speed != member.port.speed:
                    differing.append("speed of the port is different")
                elif reference.port.duplex != member.port.duplex:
                    differing.append("duplex of the port is different")
            member.mismatch = differing[0] if differing else None
            self._log_mismatch(member, reference)

    def _log_mismatch(self, member: Member, reference: Member | None) -> None:
        name = short_name(member.port.name)
        before, member.told_mismatch = member.told_mismatch, member.mismatch
        if member.mismatch is None:
            if before is not None:
                text = f"{name} is compatible with port-channel members"
                self.host.log("EC", 5, "COMPATIBLE", text)
        elif member.mismatch != before:
            other = short_name(self.name if reference is None else reference.port.name)
            self.host.log(
                "EC",
                5,
                "CANNOT_BUNDLE2",
                f"{name} is not compatible with {other} and will be suspended ({member.mismatch})",
            )

    def _enable_members(self) -> None:
        for member in self.members.values():
            if member.lacp is None:
                continue
            if member.port.up and member.mismatch is None:
                member.lacp.enable()
            else:
                member.lacp.disable()

    def _select(self) -> None:
        candidates = []
        for name, member in self.members.items():
            lacp = member.lacp
            if lacp is None or lacp.receive_state is Receive.PORT_DISABLED:
                continue
            chosen = lacp.selected in (Selected.SELECTED, Selected.STANDBY)
            if lacp.heard is not None:
                candidates.append(Candidate(name, lacp.actor, lacp.partner, chosen))
            else:
                # No partner: an individual link, where the switch lets it work as one (6.4.14.1).
                alone = member.defaulted and not self.standalone_disable
                lacp.choose(Selected.SELECTED if alone else Selected.UNSELECTED)
                lacp.attach()
        result = select(candidates, max_bundle=self.max_bundle, min_links=self.min_links)
        for name, selected in result.items():
            lacp = self.members[name].lacp
            assert lacp is not None
            lacp.choose(selected)
        waiting = [
            member.lacp
            for member in self.members.values()
            if member.lacp is not None
            and member.lacp.waiting
            and member.lacp.selected is Selected.SELECTED
        ]
        if all(lacp.has_waited for lacp in waiting):
            for lacp in waiting:
                lacp.attach()

    # what became of it

    def _note(self) -> None:
        now_s = self.clock.now_s
        bundled = tuple(member for member in self.members.values() if member.distributes)
        for member in self.members.values():
            flag = self.flag_of(member)
            if flag != member.flag:
                self._log_flag(member, flag)
                member.flag = flag
                member.since_s = now_s
        joined = [member for member in bundled if member not in self.bundled]
        left = [member for member in self.bundled if member not in bundled]
        for member in joined:
            self.last_bundled = (now_s, member.port.name)
            text = f"Interface {short_name(member.port.name)} joined port-channel {self._short}"
            self.host.log("EC", 5, "BUNDLE", text)
        for member in left:
            self.last_unbundled = (now_s, member.port.name)
            text = f"Interface {short_name(member.port.name)} left the port-channel {self._short}"
            self.host.log("EC", 5, "UNBUNDLE", text)
        self.bundled = bundled
        up = bool(bundled) and len(bundled) >= self.min_links and not self.stanza.shutdown
        if up != self.up:
            self.up = up
            self.changed_s = now_s
            self._log_min_links(up=up)
            self.host.log_line_protocol(self.name, up=up)
        told = (up, bundled, tuple(name for name, each in self.members.items() if each.flag == "I"))
        if told != self._told:
            self._told = told
            self.host.channel_changed()

    @property
    def _short(self) -> str:
        return short_name(self.name)

    @property
    def min_links_missed(self) -> bool:
        """Say whether members work but are too few."""
        ready = sum(member.flag in "Pm" for member in self.members.values())
        return ready > 0 and len(self.bundled) < self.min_links

    def _log_min_links(self, *, up: bool) -> None:
        count = len(self.bundled)
        if not up and self.min_links_missed:
            self._was_short = True
            text = f"is down bundled ports ({count}) doesn't meet min-links"
            self.host.log("EC", 5, "MINLINKS_NOTMET", f"Port-channel {self._short} {text}")
        elif up and self._was_short:
            self._was_short = False
            text = f"is up as its bundled ports ({count}) meets min-links"
            self.host.log("EC", 5, "MINLINKS_MET", f"Port-channel {self._short} {text}")

    def _log_flag(self, member: Member, flag: str) -> None:
        if flag == "s" and member.defaulted:
            name = short_name(member.port.name)
            text = f"{name} suspended: LACP currently not enabled on the remote port."
            self.host.log("EC", 5, "L3DONTBNDL2", text)

    def flag_of(self, member: Member) -> str:
        """Return the letter of `show etherchannel summary`."""
        lacp = member.lacp
        if not member.port.up:
            return "D"
        if member.mismatch is not None:
            return "s"
        if member.distributes:
            return "P"
        if lacp is None:
            return "I"  # PAgP without a partner
        if member.defaulted:
            return "s" if self.standalone_disable else "I"
        if lacp.selected is Selected.STANDBY:
            return "H"
        if lacp.selected is Selected.MIN_LINKS:
            return "m"
        return "s" if lacp.selected is Selected.OTHER_PARTNER else "w"

    def reason_of(self, member: Member) -> str | None:
        """Say why a member is suspended, None where it is not."""
        if self.flag_of(member) != "s":
            return None
        if member.mismatch is not None:
            return member.mismatch
        if member.defaulted:
            return "LACP currently not enabled on the remote port"
        return "the partner is another than that of the bundle"

    def active_ports(self) -> tuple[Port, ...]:
        """Return the ports that carry the traffic of the Port-channel, in order."""
        return tuple(member.port for member in self.bundled) if self.up else ()

    @property
    def trunks(self) -> bool:
        """Say whether it is a trunk: by its own line, or because its members negotiated one."""
        mode = self.stanza.mode
        if mode in (PortMode.ACCESS, PortMode.TRUNK):
            return mode is PortMode.TRUNK
        return any(port.trunks for port in self.active_ports())

    def stands_by_itself(self, member: Member) -> bool:
        """Say whether a member works as a port of its own."""
        return member.flag == "I"
