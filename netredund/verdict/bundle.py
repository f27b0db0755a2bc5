"""The proof of method `802.3ad`: every leg bundled by LACP in the right group, and no stranger."""

from collections.abc import Iterator
from typing import NamedTuple

from netredund.facts.etherchannel import (
    ChannelFlag,
    ChannelGroup,
    ChannelMember,
    ChannelProtocol,
    EcState,
    EtherChannel,
    split_flags,
)
from netredund.facts.lacp import Lacp, LacpPortState
from netredund.intent import LacpServer, Method, Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.bundle_flags import NOT_BUNDLED
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, undecided
from netredund.verdict.configs import port_configs, running_configs
from netredund.verdict.finding import Verdict
from netredund.verdict.views import Cite, View

LACP = (Method.LACP,)
_SHOW = "`show etherchannel summary` or `show etherchannel port-channel` of the switch"


class GroupView(NamedTuple):
    """One port-channel, as one capture shows it."""

    view: View[EtherChannel]
    group: ChannelGroup

    def cite(self) -> Cite:
        """Point at its line."""
        return self.view.cite(self.group.line)

    def member(self, interface: str) -> ChannelMember | None:
        """Return the entry of a port, null where it is not listed."""
        for member in self.group.members:
            if is_same_interface(member.interface, interface):
                return member
        return None

    def is_bundled(self, member: ChannelMember) -> bool:
        """Tell whether a listed port is bundled by LACP.

        Forms without flags list only bundled ports, with the mode that they were bundled in.
        """
        if member.flags is None:
            return member.ec_state in (EcState.ACTIVE, EcState.PASSIVE)
        flags = split_flags(member.flags)
        return bool(member.is_bundled) and not any(flag in NOT_BUNDLED for flag in flags)


def lacp_server(case: Case) -> LacpServer:
    """Return the case's server, whose method is 802.3ad."""
    assert isinstance(case.server, LacpServer)
    return case.server


def unit_switches(case: Case) -> list[str]:
    """Return the switches that the legs end on and those that act as one with them."""
    units = {case.site.switches[switch].unit for switch in case.switches}
    return [switch.name for switch in case.site.switches.values() if switch.unit in units]


def group_views(case: Case) -> list[GroupView]:
    """Return every view of the server's channel group.

    Without `channel_group` in the site file it is the group that a leg is listed in.
    """
    wanted = lacp_server(case).channel_group
    found = []
    for switch in unit_switches(case):
        for view in case.views.of(switch, EtherChannel):
            for group in view.facts.groups:
                own = GroupView(view, group)
                is_own = any(own.member(leg.interface) for leg in case.legs)
                if group.group == wanted or (wanted is None and is_own):
                    found.append(own)
    return found


def _absence_cites(case: Case) -> list[Cite]:
    """Return whole lists of all groups, whose silence about a group is evidence."""
    return [
        view.cite()
        for switch in unit_switches(case)
        for view in case.views.of(switch, EtherChannel)
        if _lists_all(view)
    ]


def _lists_all(view: View[EtherChannel]) -> bool:
    asked = view.facts.command.split()
    is_asked_for_one = any(word.isdecimal() for word in asked)
    has_count = view.facts.channel_groups_in_use is not None and not view.cite().doubt
    return not is_asked_for_one and (view.is_whole or has_count)


@check("lacp.group", LACP, is_proof=True, needs=_SHOW)
def check_group(case: Case) -> Iterator[Result]:
    """The channel group is there, negotiated by LACP, and its Port-channel is in use.

    Fails where it is missing from a whole list, was formed by PAgP or `mode on`, or is down.
    """
    wanted = lacp_server(case).channel_group
    views = group_views(case)
    what = f"channel group {wanted}" if wanted else "channel group of its legs"
    if not views:
        absent = _absence_cites(case)
        if absent:
            yield failed(
                f"{what}, expected a Port-channel, got none",
                *absent,
                remedy="channel-protocol lacp and channel-group N mode active on each leg",
            )
        else:
            yield missing(f"{what}: no view shows it")
        return
    for view in views:
        group = view.group
        name = group.port_channel
        is_static = group.protocol is ChannelProtocol.NONE
        if group.protocol is not None and group.protocol is not ChannelProtocol.LACP:
            yield failed(
                f"{name}: protocol, expected LACP, got"
                f" {'none (mode on)' if is_static else group.protocol}",
                view.cite(),
                remedy="re-enter channel-group N mode active on each leg",
            )
        elif group.protocol is None and not _is_lacp_by_state(group):
            yield missing(f"{name}: this release does not print its protocol", view.cite())
        elif group.is_in_use is False or _is_out_of_use(group):
            yield failed(
                f"{name}: state, expected in use, got {group.flags or group.port_state_text}",
                view.cite(),
                remedy="no leg is bundled: see the legs",
            )
        elif group.is_in_use is None:
            yield missing(f"{name}: its state is not printed", view.cite())
        else:
            yield passed(f"{name} is in use, by LACP", view.cite())


def _is_out_of_use(group: ChannelGroup) -> bool:
    """Tell whether a flag beside `U` takes the Port-channel out of use again."""
    return any(flag in NOT_BUNDLED for flag in split_flags(group.flags or ""))


def _is_lacp_by_state(group: ChannelGroup) -> bool:
    states = {member.ec_state for member in group.members}
    return bool(states) and states <= {EcState.ACTIVE, EcState.PASSIVE}


@check("lacp.all-bundled", LACP, is_proof=True, needs=_SHOW)
def check_all_bundled(case: Case) -> Iterator[Result]:
    """Every leg is bundled.

    A leg is bundled where its flag is `P` (`bndl` on routers), or where the list of bundled ports
    has it. Fails on every other flag, with what it means; fails where a list that is known to be
    whole (its count, its end) has no such port. Unknown where views contradict each other.
    """
    views = group_views(case)
    for leg in case.legs:
        name = case.leg_name(leg)
        yield from _configured_group(case, leg)
        yield from _own_side(case, leg)
        elsewhere = _in_other_group(case, leg, views)
        if elsewhere:
            yield failed(
                f"{name}: group, expected {_wanted_name(case)}, got {elsewhere.group.group}",
                elsewhere.cite(),
                remedy=f"re-enter channel-group {_wanted_name(case)} mode active there",
            )
            continue
        if not views:
            yield missing(f"{name}: no view of its group")
            continue
        results = [_bundled_in(name, leg, view) for view in views]
        told = [result for result in results if result.verdict is not None]
        verdicts = {result.verdict for result in told}
        if len(verdicts) > 1:
            yield undecided(
                f"{name}: the captures contradict each other whether it is bundled",
                *(cite for result in told for cite in result.cites),
                remedy="capture them again, at one time",
            )
            yield from (result for result in told if result.verdict is Verdict.FAIL)
        else:
            yield from told[:1] or results[:1]


def _configured_group(case: Case, leg: Uplink) -> Iterator[Result]:
    """Yield where the running-config has the leg in another group, or in none."""
    wanted = lacp_server(case).channel_group
    for config in port_configs(case, leg.switch, leg.interface):
        got = config.port.channel_group
        if (got is None and config.view.is_whole) or (
            got is not None and wanted is not None and got != wanted
        ):
            yield failed(
                f"{case.leg_name(leg)}: channel-group, expected {_wanted_name(case)},"
                f" got {'none' if got is None else got} in the running-config",
                config.cite("channel_group"),
                remedy=f"{leg.switch}: interface {leg.interface},"
                f" channel-group {wanted or 'N'} mode active",
            )


def _own_side(case: Case, leg: Uplink) -> Iterator[Result]:
    """Yield where `show lacp internal` has the leg in another state than bundled."""
    for view in case.views.of(leg.switch, Lacp):
        for group in view.facts.groups:
            for port in group.ports:
                is_leg = is_same_interface(port.interface, leg.interface)
                if is_leg and port.state not in (None, LacpPortState.BUNDLED):
                    yield failed(
                        f"{case.leg_name(leg)}: state, expected bndl, got {port.state}",
                        view.cite(port.line),
                        remedy="look at its partner: show lacp neighbor",
                    )


def _wanted_name(case: Case) -> str:
    wanted = lacp_server(case).channel_group
    return str(wanted) if wanted is not None else "the same"


def _in_other_group(case: Case, leg: Uplink, own: list[GroupView]) -> GroupView | None:
    """Return another group that lists the leg, null without one."""
    numbers = {view.group.group for view in own}
    wanted = lacp_server(case).channel_group
    first = wanted if wanted is not None else min(numbers, default=None)
    for view in case.views.of(leg.switch, EtherChannel):
        for group in view.facts.groups:
            other = GroupView(view, group)
            if group.group != first and other.member(leg.interface):
                return other
    return None


def _bundled_in(name: str, leg: Uplink, view: GroupView) -> Result:
    member = view.member(leg.interface)
    port = next(
        (p for p in view.view.facts.ports if is_same_interface(p.interface, leg.interface)), None
    )
    if member is not None and port is not None and not port.is_bundled:
        return undecided(
            f"{name}: its paragraph says {port.port_state_text}, and {view.group.port_channel}"
            " lists it as bundled",
            view.view.cite(port.line),
            view.view.cite(member.line),
            remedy="capture it again",
        )
    if is_same_interface(view.group.hot_standby or "", leg.interface):
        return failed(
            f"{name}: expected bundled, got hot-standby of {view.group.port_channel}",
            view.cite(),
            remedy=NOT_BUNDLED[ChannelFlag.HOT_STANDBY][1],
        )
    if member is not None and view.is_bundled(member):
        shown = f"flag {member.flags}" if member.flags else f"EC state {member.ec_state}"
        return passed(f"{name} is bundled ({shown})", view.view.cite(member.line), view.cite())
    if member is not None:
        for flag in split_flags(member.flags or ""):
            if flag in NOT_BUNDLED:
                word, causes = NOT_BUNDLED[flag]
                return failed(
                    f"{name}: flag, expected P (bundled), got {member.flags} ({word})",
                    view.view.cite(member.line),
                    remedy=causes,
                )
        got = member.flags or f"EC state {member.ec_state or 'none'}"
        return failed(
            f"{name}: expected bundled by LACP, got {got}",
            view.view.cite(member.line),
            remedy="re-enter channel-group N mode active on each leg",
        )
    if port is not None:
        return failed(
            f"{name}: state, expected In-Bndl, got {port.port_state_text}",
            view.view.cite(port.line),
            remedy=port.reason or "show etherchannel detail names its partner",
        )
    counted = view.group.number_of_ports is not None and not view.cite().doubt
    if counted or view.view.is_whole:
        return failed(
            f"{name}: in {view.group.port_channel}, expected bundled, got no such port",
            view.cite(),
            remedy="channel-group N mode active is missing on it, or LACP does not bundle it",
        )
    return missing(f"{name}: no row of it in {view.group.port_channel}", view.cite())


@check("lacp.no-stranger", LACP, is_proof=True, needs=_SHOW)
def check_no_stranger(case: Case) -> Iterator[Result]:
    """No port but the legs is in the group.

    Fails on any other member, bundled or not. Unknown without a view of the group.
    """
    views = group_views(case)
    if not views:
        yield missing("no view of its group shows whether a stranger is in it")
    for view in views:
        own = {leg.interface for leg in case.legs}
        members = [(member.interface, member.line) for member in view.group.members]
        members += [
            (port.interface, port.line)
            for port in view.view.facts.ports
            if port.channel_group == view.group.group
        ]
        if view.group.hot_standby:
            members.append((view.group.hot_standby, view.group.line))
        strangers = [
            (interface, line)
            for interface, line in members
            if not any(is_same_interface(interface, leg) for leg in own)
        ]
        for interface, line in strangers:
            yield failed(
                f"{view.group.port_channel}: members, expected the legs only, got {interface} too",
                view.view.cite(line),
                remedy=f"no channel-group on {interface}, or add it to the site file",
            )
        if not strangers:
            yield passed(f"{view.group.port_channel} has no member but the legs", view.cite())
    for switch in unit_switches(case):
        yield from _strangers_in_config(case, switch)


def _strangers_in_config(case: Case, switch: str) -> Iterator[Result]:
    wanted = lacp_server(case).channel_group
    # The members of a stack print one configuration, with the legs on all of them.
    legs = [leg.interface for leg in case.legs]
    for view in running_configs(case, switch):
        for port in view.facts.interfaces:
            is_leg = any(is_same_interface(port.interface, leg) for leg in legs)
            if wanted is not None and port.channel_group == wanted and not is_leg:
                yield failed(
                    f"channel-group {wanted}: members, expected the legs only,"
                    f" got {port.interface} too",
                    view.cite(port.lines.get("channel_group", port.line)),
                    remedy=f"no channel-group on {port.interface}, or add it to the site file",
                    subject=switch,
                )


def configured_modes(case: Case) -> list[tuple[Uplink, str, Cite]]:
    """Return each leg's `channel-group` mode as the running-config has it."""
    return [
        (leg, str(config.port.channel_mode), config.cite("channel_mode"))
        for leg in case.legs
        for config in port_configs(case, leg.switch, leg.interface)
        if config.port.channel_mode is not None
    ]
