"""Further checks of method `stp`: no guard that harms a bridging server, no broken port."""

from collections.abc import Iterator

from netredund.facts.running_config import EnableWord, GuardWord, PortFast, PortFastDefault
from netredund.facts.spanning_tree import PortState
from netredund.intent import Method, StpServer, Uplink
from netredund.intent.site import KEEP
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed
from netredund.verdict.configs import PortConfig, port_configs, whole_configs
from netredund.verdict.stp import roots
from netredund.verdict.tree_tables import inconsistent_ports
from netredund.verdict.trees import PortView, instance_views, port_views

_STP = (Method.STP,)
_GUARDS = "`show running-config`, or `show spanning-tree interface X detail` of each leg"
_PORTFAST_ON = (PortFast.PLAIN, PortFast.TRUNK, PortFast.EDGE, PortFast.EDGE_TRUNK)
_PORTFAST_DEFAULT_ON = (PortFastDefault.PLAIN, PortFastDefault.EDGE)


@check("stp.guards", _STP, needs=_GUARDS)
def check_guards(case: Case) -> Iterator[Result]:
    """No BPDU guard, BPDU filter, PortFast or root guard is in force where it does harm.

    In force is the interface's line, else the global default. BPDU guard switches the leg off at
    the server's first BPDU, BPDU filter makes a loop, PortFast forwards before the tree is known;
    root guard breaks a healthily blocked leg, except on the intended root's own leg. Loop guard
    breaks it too when the server falls silent. Skipped where neither the running-config nor the
    detail form shows them.
    """
    for leg in case.legs:
        shown = False
        for view in port_views(case, leg):
            if view.port.status_printed is not None or "Edge" in (view.port.type or "").split():
                shown = True
                yield from _in_detail(case, leg, view)
        for config in port_configs(case, leg.switch, leg.interface):
            shown = True
            yield from _in_config(case, leg, config)
        if not shown:
            yield missing(f"{case.leg_name(leg)}: no view shows its guards")


def _may_guard_root(case: Case, leg: Uplink) -> bool:
    """Tell whether root guard is right on a leg: on the intended root's own."""
    assert isinstance(case.server, StpServer)
    wanted = case.server.wanted_root
    if wanted != KEEP:
        return wanted == leg.switch
    return any(
        switch == leg.switch and view.instance.root is not None and view.instance.root.is_self
        for switch, view, _ in roots(case)
    )


def _harm(case: Case, leg: Uplink, what: str, line: str) -> str:
    return f"{what} on {case.leg_name(leg)}, expected off, got on ({line})"


_REMEDIES = {
    "PortFast": "spanning-tree portfast disable",
    "BPDU guard": "spanning-tree bpduguard disable",
    "BPDU filter": "spanning-tree bpdufilter disable",
    "root guard": "no spanning-tree guard",
    "loop guard": "spanning-tree guard none",
}


def _in_detail(case: Case, leg: Uplink, view: PortView) -> Iterator[Result]:
    port = view.port
    is_edge = "Edge" in (port.type or "").split() or port.portfast_mode not in (None, "network")
    on = {
        "PortFast": is_edge,
        "BPDU guard": port.bpdu_guard,
        "BPDU filter": port.bpdu_filter,
        "root guard": port.root_guard and not _may_guard_root(case, leg),
        "loop guard": port.loop_guard,
    }
    harmful = [what for what, is_on in on.items() if is_on]
    for what in harmful:
        yield failed(
            _harm(case, leg, what, "in the output"),
            view.cite(),
            remedy=f"{leg.switch}: interface {leg.interface}, {_REMEDIES[what]}",
        )
    if not harmful and port.status_printed is not None:
        yield passed(f"{case.leg_name(leg)}: no guard is in force that does harm", view.cite())


def _in_config(case: Case, leg: Uplink, config: PortConfig) -> Iterator[Result]:
    settings, own = config.port.spanning_tree_settings, config.view
    is_whole = own in whole_configs(case, leg.switch)
    defaults = own.facts.spanning_tree_settings
    harmful = []
    unknown = []
    is_portfast = settings.portfast in _PORTFAST_ON
    if settings.portfast is None and is_whole:
        is_portfast = defaults.portfast_default in _PORTFAST_DEFAULT_ON
    if is_portfast:
        harmful.append(("PortFast", "portfast", "portfast_default"))
    # The global BPDU guard and filter work on ports that PortFast is in force on.
    for what, word, name, default in (
        ("BPDU guard", settings.bpduguard, "bpduguard", defaults.bpduguard_default),
        ("BPDU filter", settings.bpdufilter, "bpdufilter", defaults.bpdufilter_default),
    ):
        if word == EnableWord.ENABLE or (word is None and is_whole and default and is_portfast):
            harmful.append((what, name, f"{name}_default"))
        elif word is None and not is_whole:
            unknown.append(what)
    if settings.guard == GuardWord.ROOT and not _may_guard_root(case, leg):
        harmful.append(("root guard", "guard", ""))
    if settings.guard == GuardWord.LOOP or (
        settings.guard is None and is_whole and defaults.loopguard_default
    ):
        harmful.append(("loop guard", "guard", "loopguard_default"))
    for what, name, default_name in harmful:
        line = config.port.lines.get(name) or defaults.lines.get(default_name)
        yield failed(
            _harm(case, leg, what, "in the running-config"),
            own.cite(line or config.port.line),
            remedy=f"{leg.switch}: interface {leg.interface}, {_REMEDIES[what]}",
        )
    if settings.portfast is None and not is_whole:
        unknown.append("PortFast")
    if not harmful and not unknown:
        yield passed(
            f"{case.leg_name(leg)}: the running-config has no guard that does harm", config.cite()
        )
    elif not harmful:
        yield missing(
            f"{case.leg_name(leg)}: no line of its own for {' and '.join(unknown)}, and the global"
            " defaults are not shown",
            config.cite(),
            remedy=f"capture `show running-config` of {leg.switch}, whole",
        )


@check("stp.no-broken-port", _STP, needs="`show spanning-tree` of each switch")
def check_no_broken_port(case: Case) -> Iterator[Result]:
    """No port of the VLAN is broken, inconsistent or disabled by the tree.

    Fails on `BKN*` and on every `*..._Inc`, on a leg or elsewhere in the instance: a leg that
    guards the root breaks when the better root is behind it, a VLAN mismatch breaks both ends.
    """
    for switch in case.switches:
        listed = inconsistent_ports(case, switch)
        for entry, cite in listed:
            yield failed(
                f"{entry.interface}: expected no inconsistency, got {entry.inconsistency}",
                cite,
                remedy=_REASONS.get(entry.inconsistency, "show spanning-tree detail"),
                subject=switch,
            )
        for view in instance_views(case, switch):
            ports = [PortView(view.view, view.instance, port) for port in view.instance.ports]
            broken = [
                port
                for port in ports
                if port.port.state in (PortState.BROKEN, PortState.DISABLED)
                or port.port.inconsistency
            ]
            for port in broken:
                reason = port.port.inconsistency or port.port.status_printed or "no reason printed"
                yield failed(
                    f"{port.port.interface or view.view.facts.command}: state, expected no"
                    f" inconsistency, got {port.printed} ({reason})",
                    port.cite(),
                    remedy=_REASONS.get(reason, "find out why with show spanning-tree detail"),
                    subject=switch,
                )
            if ports and not broken and not listed and view.instance.root:
                yield passed(
                    f"none of {len(ports)} ports of the VLAN is broken",
                    view.view.cite(view.instance.line),
                    subject=switch,
                )


_REASONS = {
    "PVID_Inc": "both ends of the link must have the same native VLAN",
    "Port VLAN ID Mismatch": "both ends of the link must have the same native VLAN",
    "TYPE_Inc": "both ends of the link must be access ports, or both trunks",
    "Port Type Inconsistent": "both ends of the link must be access ports, or both trunks",
    "ROOT_Inc": "root guard hears a better root there: is it the intended one?",
    "Root Inconsistent": "root guard hears a better root there: is it the intended one?",
    "LOOP_Inc": "loop guard hears no BPDU there any more",
    "Loop Inconsistent": "loop guard hears no BPDU there any more",
    "PVST_Inc": "the PVST+ neighbour claims a better root than the MST region's",
}
