"""The proof of `active-backup` and `balance-alb`: plain ports, up, in one VLAN, no channel."""

from collections.abc import Iterator

from netredund.facts.etherchannel import EtherChannel
from netredund.facts.interfaces import InterfacesStatus, InterfaceStatus, InterfacesTrunk
from netredund.facts.spanning_tree import PortState
from netredund.intent import Method, Trunk, Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, undecided
from netredund.verdict.configs import PortConfig, port_configs
from netredund.verdict.trees import port_views
from netredund.verdict.views import Cite, View
from netredund.vlans import has_vlan

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
        results = [
            *_trunk_results(case, leg, name), *_access_results(case, leg, name),
            *_config_results(case, leg, name),
        ]  # fmt: skip
        if results:
            yield from results
        else:
            yield missing(f"{name}: no view shows its VLAN")


def _access_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    vlan = case.server.access_vlan
    for view in case.views.of(leg.switch, InterfacesStatus):
        for entry in view.facts.interfaces:
            if entry.vlan is None or not is_same_interface(entry.interface, leg.interface):
                continue
            cite = view.cite(entry.line)
            if vlan is None and entry.vlan != "trunk":
                yield failed(
                    f"{name}: VLAN, expected trunk, got {entry.vlan}", cite,
                    remedy="switchport mode trunk",
                )  # fmt: skip
            elif vlan is not None and entry.vlan != str(vlan):
                yield failed(
                    f"{name}: VLAN, expected {vlan}, got {entry.vlan}", cite,
                    remedy=f"switchport mode access, switchport access vlan {vlan}",
                )  # fmt: skip
            elif vlan is not None:
                yield passed(f"{name} is in VLAN {vlan}", cite)


def _trunk_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    trunk = case.server.trunk
    for view in case.views.of(leg.switch, InterfacesTrunk):
        for port in view.facts.interfaces:
            if not is_same_interface(port.interface, leg.interface):
                continue
            if trunk is None:
                if port.status == "trunking":
                    yield failed(
                        f"{name}: expected an access port, got a trunk", view.cite(port.line),
                        remedy="switchport mode access",
                    )  # fmt: skip
                continue
            native = str(trunk.wanted_native)
            lacks = [
                vlan
                for vlan in trunk.allowed or ()
                if port.active is None or not has_vlan(port.active, vlan)
            ]
            cites = (view.cite(port.line), view.cite(port.active_line or port.line))
            if port.native_vlan != native:
                yield failed(
                    f"{name}: native VLAN, expected {native}, got {port.native_vlan}", cites[0],
                    remedy=f"switchport trunk native vlan {native}",
                )  # fmt: skip
            elif lacks:
                yield failed(
                    f"{name}: VLANs allowed and active, expected"
                    f" {', '.join(map(str, trunk.allowed or ()))}, got {port.active}", *cites,
                    remedy="switchport trunk allowed vlan add"
                    f" {','.join(map(str, lacks))}, and create them",
                )  # fmt: skip
            elif port.status == "trunking":
                yield passed(f"{name} is a trunk, native {native}, with all its VLANs", *cites)
            else:
                yield failed(f"{name}: expected a trunk, got {port.status}", cites[0])


def _config_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    """Yield what the running-config contradicts; what it confirms does not show the state."""
    vlan, trunk = case.server.access_vlan, case.server.trunk
    for config in port_configs(case, leg.switch, leg.interface):
        port = config.port
        if trunk is not None:
            yield from _trunk_config(name, trunk, config)
        elif vlan is not None and port.switchport_mode == "trunk":
            yield failed(
                f"{name}: switchport mode, expected access, got trunk in the running-config",
                config.cite("switchport_mode"),
                remedy="switchport mode access",
            )
        elif (
            vlan is not None
            and (port.access_vlan or 1) != vlan
            and (port.access_vlan or config.view.is_whole)
        ):
            yield failed(
                f"{name}: access VLAN, expected {vlan}, got {port.access_vlan or 1} in the"
                " running-config",
                config.cite("access_vlan"),
                remedy=f"switchport access vlan {vlan}",
            )


def _trunk_config(name: str, trunk: Trunk, config: PortConfig) -> Iterator[Result]:
    """Yield where a port's lines contradict the trunk of the site file."""
    port = config.port
    native = port.native_vlan or 1
    allowed = port.allowed_vlans
    if port.switchport_mode == "access":
        yield failed(
            f"{name}: switchport mode, expected trunk, got access in the running-config",
            config.cite("switchport_mode"),
            remedy="switchport mode trunk",
        )
    if native != trunk.wanted_native and (port.native_vlan or config.view.is_whole):
        yield failed(
            f"{name}: native VLAN, expected {trunk.wanted_native}, got {native} in the"
            " running-config",
            config.cite("native_vlan"),
            remedy=f"switchport trunk native vlan {trunk.wanted_native}",
        )
    if allowed and not allowed.startswith("all"):
        lacks = [vlan for vlan in trunk.allowed or () if not has_vlan(allowed, vlan)]
        if lacks:
            yield failed(
                f"{name}: VLANs allowed, expected {', '.join(map(str, trunk.allowed or ()))},"
                f" got {allowed} in the running-config",
                config.cite("allowed_vlans"),
                remedy=f"switchport trunk allowed vlan add {','.join(map(str, lacks))}",
            )


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
