"""The proof of `active-backup` and `balance-alb`: plain ports, up, in one VLAN, no channel."""

from collections.abc import Iterator

from netredund.facts.etherchannel import EtherChannel
from netredund.facts.interfaces import InterfacesStatus, InterfaceStatus
from netredund.facts.spanning_tree import PortState
from netredund.intent import Method, Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, undecided
from netredund.verdict.configs import port_configs
from netredund.verdict.leg_vlans import vlan_results
from netredund.verdict.trees import port_views
from netredund.verdict.views import Cite, View

_BOTH = (Method.ACTIVE_BACKUP, Method.BALANCE_ALB)
_STATUS = "`show interfaces status` of each switch"
_UP = (InterfaceStatus.CONNECTED, InterfaceStatus.UP)


@check("plain.ports-up", _BOTH, is_proof=True, needs=_STATUS)
def check_ports_up(case: Case) -> Iterator[Result]:
    """Each leg's port is up.

    Passes where the status is connected, or where spanning tree forwards on it. Fails on any other
    status or state. Unknown where neither is shown, or where the two contradict each other.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        results = list(_up_results(case, leg, name))
        verdicts = {result.verdict for result in results}
        if not results:
            yield missing(f"{name}: no view shows whether it is up")
        elif len(verdicts) > 1:
            yield undecided(
                f"{name}: its captures contradict each other whether it is up",
                *(cite for result in results for cite in result.cites),
                remedy="capture them again, at one time",
            )
            yield from (result for result in results if result.verdict != "pass")
        else:
            yield from results


def _up_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    for view in case.views.of(leg.switch, InterfacesStatus):
        for entry in view.facts.interfaces:
            if not is_same_interface(entry.interface, leg.interface):
                continue
            if entry.status in _UP:
                yield passed(f"{name} is {entry.status}", view.cite(entry.line))
            else:
                yield failed(
                    f"{name}: status, expected connected, got {entry.status}",
                    view.cite(entry.line),
                    remedy="see leg.up",
                )
    for port in port_views(case, leg):
        if port.port.state is PortState.FORWARDING:
            yield passed(f"{name} forwards", port.cite())
        else:
            yield failed(
                f"{name}: spanning tree, expected FWD, got {port.printed}",
                port.cite(),
                remedy="a port to a server without a bridge always forwards: what is behind it?",
            )


@check("plain.same-vlan", _BOTH, is_proof=True, needs=_STATUS)
def check_same_vlan(case: Case) -> Iterator[Result]:
    """All legs are access ports of the site's VLAN, or trunks with its native and allowed VLANs.

    Fails where a port is in another VLAN, is a trunk instead of an access port or the reverse, or
    does not allow a VLAN. Unknown where no view shows it: that a spanning tree has the port does
    not tell an access port from a trunk.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        results = list(vlan_results(case, leg))
        if results:
            yield from results
        else:
            yield missing(f"{name}: no view shows its VLAN")


@check(
    "plain.no-channel",
    _BOTH,
    is_proof=True,
    needs="`show etherchannel summary` or `show running-config` of each switch",
)
def check_no_channel(case: Case) -> Iterator[Result]:
    """No leg is in a channel group: these methods need plain ports.

    Fails where a channel lists a leg or the running-config has a `channel-group` on it. Passes
    where its stanza has none, or a whole list of all channels does not name it.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        told: list[Result] = []
        for config in port_configs(case, leg.switch, leg.interface):
            group = config.port.channel_group
            if group is not None:
                told.append(_in_channel(name, str(group), config.cite("channel_group"), leg))
            else:
                told.append(passed(f"{name} has no channel-group line", config.cite()))
        for view in case.views.of(leg.switch, EtherChannel):
            named = [
                (member_group.port_channel, member.line)
                for member_group in view.facts.groups
                for member in member_group.members
                if is_same_interface(member.interface, leg.interface)
            ]
            for channel, line in named:
                told.append(_in_channel(name, channel, view.cite(line), leg))
            if not named and _is_whole_list(view):
                told.append(passed(f"{name} is in no channel", view.cite()))
        fails = [result for result in told if result.verdict == "fail"]
        if fails:
            yield from fails
        elif told:
            yield from told
        else:
            yield missing(f"{name}: no view shows whether it is in a channel")


def _is_whole_list(view: View[EtherChannel]) -> bool:
    """Tell whether the absence of a port shows that it is in no channel.

    `port-channel` lists only bundled ports, and `auto` only what formed by itself: there only the
    absence of all groups shows it.
    """
    words = view.facts.command.partition("|")[0].split()
    if any(word.isdecimal() for word in words):
        return False
    if words[-1] not in ("summary", "detail"):
        return words[-1] == "port-channel" and view.facts.empty and view.is_whole
    counted = view.facts.channel_groups_in_use is not None and not view.cite().doubt
    return counted or view.is_whole


def _in_channel(name: str, channel: str, cite: Cite, leg: Uplink) -> Result:
    return failed(
        f"{name}: expected no channel, got {channel}",
        cite,
        remedy=f"{leg.switch}: interface {leg.interface}, no channel-group",
    )
