"""Further checks of method `stp`: costs, priorities, and the speed of the way between switches."""

from collections.abc import Iterator

from netredund.facts.interfaces import InterfacesStatus
from netredund.facts.spanning_tree import PortRole
from netredund.intent import Method, StpServer, Uplink
from netredund.intent.site import KEEP
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, warned
from netredund.verdict.configs import port_configs, whole_configs
from netredund.verdict.trees import instance_views, path_cost_method, port_views
from netredund.verdict.views import Cite

_STP = (Method.STP,)


def _server(case: Case) -> StpServer:
    assert isinstance(case.server, StpServer)
    return case.server


@check(
    "stp.cost",
    _STP,
    needs="`show spanning-tree`, and `show spanning-tree summary` for the path cost method",
)
def check_cost(case: Case) -> Iterator[Result]:
    """The cost of each port to the server is what the site says, in force and as configured.

    Without `cost` in the site file it is 100 where path cost is short, 2000000 where it is long or
    MST runs. Fails on another cost in the output or in the running-config. Skipped where the site
    names no cost and nothing shows the path cost method.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        method, method_cites = path_cost_method(case, leg.switch)
        if _server(case).cost is None and method is None:
            yield missing(
                f"cost of {name}: what it shall be depends on the path cost method",
                remedy=f"capture `show spanning-tree summary` of {leg.switch}",
            )
            continue
        wanted = _server(case).choose_cost("short" if method == "short" else "long")
        remedy = f"{leg.switch}: interface {leg.interface}, spanning-tree cost {wanted}"
        views = port_views(case, leg)
        if not views:
            yield missing(f"cost of {name}: no row of it")
        for view in views:
            cites = (view.cite(), *method_cites)
            if view.port.cost == wanted:
                yield passed(f"cost of {name} is {wanted}", *cites)
            else:
                got = view.port.cost
                yield failed(f"cost of {name}, expected {wanted}, got {got}", *cites, remedy=remedy)
        yield from _configured_cost(case, leg, wanted, remedy)


def _configured_cost(case: Case, leg: Uplink, wanted: int, remedy: str) -> Iterator[Result]:
    name = case.leg_name(leg)
    vlan = case.server.access_vlan or 1
    for config in port_configs(case, leg.switch, leg.interface):
        settings = config.port.spanning_tree_settings
        own = [cost.value for cost in settings.instance_costs if cost.covers_vlan(vlan)]
        got = own[0] if own else settings.cost
        if got is None and not config.view.is_whole:
            yield missing(f"configured cost of {name}: its lines may have been cut", config.cite())
        elif got == wanted:
            yield passed(f"configured cost of {name} is {wanted}", config.cite("cost"))
        else:
            yield failed(
                f"configured cost of {name}, expected {wanted}, got {got or 'none'}",
                config.cite("cost"),
                remedy=remedy,
            )


@check("stp.transit-guard", _STP, needs="`show spanning-tree vlan N` of each switch")
def check_transit_guard(case: Case) -> Iterator[Result]:
    """The cost of each leg is above the cost of the switch's own way to the root.

    Only then the switches never prefer the way through the server. The guard is relative: 100 does
    where path cost is short, and attracts where it is long. The root itself needs none. Skipped
    where the leg is itself the way to the root, which `stp.way-to-root` fails.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        views = [view for view in port_views(case, leg) if view.instance.root]
        if not views:
            yield missing(f"{name}: no view shows its cost beside that of the way to the root")
        for view in views:
            root = view.instance.root
            cost = view.port.cost
            if root is None or cost is None:
                continue
            cites = (view.cite(), view.view.cite(root.line))
            if root.is_self:
                yield passed(f"{name}: {leg.switch} is root and needs no guard", *cites)
            elif root.cost is None:
                yield missing(f"{name}: the cost of the way to the root is not printed", *cites)
            elif root.port and is_same_interface(root.port, leg.interface):
                yield missing(
                    f"{name}: it is itself the way to the root, which leaves nothing to compare",
                    *cites,
                    remedy="see stp.way-to-root",
                )
            elif cost > root.cost:
                yield passed(
                    f"{name}: cost {cost} is above {root.cost}, the way to the root", *cites
                )
            else:
                yield failed(
                    f"{name}: cost, expected above {root.cost} (the way to the root), got {cost}:"
                    " the switch would rather go through the server",
                    *cites,
                    remedy="raise spanning-tree cost there (2000000 where path cost is long)",
                )


@check("stp.root-priority", _STP, needs="`show spanning-tree vlan N` of the intended root")
def check_root_priority(case: Case) -> Iterator[Result]:
    """The priority of the intended root is what the site says, in force and as configured.

    Not looked at with `root: keep`, or where root is a bridge address that is no switch of the
    site.
    """
    server = _server(case)
    switch, vlan = server.wanted_root, case.server.access_vlan or 1
    if switch == KEEP or switch not in case.site.switches:
        return
    wanted = server.wanted_root_priority
    remedy = f"{switch}: spanning-tree vlan {vlan} priority {wanted}"
    views = [view for view in instance_views(case, switch) if view.instance.bridge]
    if not views:
        yield missing(f"{switch}: no view shows its priority", subject=switch)
    for view in views:
        bridge = view.instance.bridge
        if bridge is None or bridge.effective_priority is None:
            continue
        got = bridge.effective_priority - (bridge.sys_id_ext or 0)
        cite = view.view.cite(bridge.line)
        if got == wanted:
            yield passed(f"priority in VLAN {vlan} is {wanted}", cite, subject=switch)
        else:
            yield failed(
                f"priority in VLAN {vlan}, expected {wanted}, got {got}",
                cite,
                remedy=remedy,
                subject=switch,
            )
    for config in whole_configs(case, switch):
        own = [
            value
            for value in config.facts.spanning_tree_settings.priorities
            if value.covers_vlan(vlan)
        ]
        if own and own[-1].value == wanted:
            yield passed(
                f"configured priority in VLAN {vlan} is {wanted}",
                config.cite(own[-1].line),
                subject=switch,
            )
        elif not own and config.facts.spanning_tree_mode == "mst":
            yield missing("its priority in MST is not compared", config.cite(), subject=switch)
        else:
            yield failed(
                f"configured priority in VLAN {vlan}, expected {wanted},"
                f" got {own[-1].value if own else 'none'}",
                config.cite(own[-1].line if own else None),
                remedy=remedy,
                subject=switch,
            )


def _speed_mbps(text: str | None) -> int | None:
    """Return the number of a Speed column, `a-1000` or `10G`, in Mbit/s."""
    digits = (text or "").removeprefix("a-")
    if digits.isdecimal():
        return int(digits)
    if digits[-1:] == "G" and digits[:-1].replace(".", "", 1).isdecimal():
        return round(float(digits[:-1]) * 1000)
    return None


def port_speeds(case: Case, switch: str, interface: str) -> list[tuple[int, str | None, Cite]]:
    """Return speed in Mbit/s, duplex as printed, and where each status of a port is printed."""
    found = []
    for view in case.views.of(switch, InterfacesStatus):
        for entry in view.facts.interfaces:
            speed = _speed_mbps(entry.speed)
            if speed is not None and is_same_interface(entry.interface, interface):
                found.append((speed, entry.duplex, view.cite(entry.line)))
    return found


@check("stp.link-speed", _STP, needs="`show interfaces status` of each switch")
def check_link_speed(case: Case) -> Iterator[Result]:
    """The way between the switches is at least as fast as the legs.

    Warns where a switch's root port is slower than a leg: the tree prefers what is cheaper, and
    only the transit guard then keeps the traffic between the switches out of the server.
    """
    legs = [
        (speed, cite)
        for leg in case.legs
        for speed, _, cite in port_speeds(case, leg.switch, leg.interface)
    ]
    ways = [
        (speed, switch, port.interface, cite)
        for switch in case.switches
        for view in instance_views(case, switch)
        for port in view.instance.ports
        if port.effective_role is PortRole.ROOT and port.interface
        for speed, _, cite in port_speeds(case, switch, port.interface)
    ]
    if not legs or not ways:
        yield missing("no view shows the speed of the legs and of the way between the switches")
        return
    fastest, leg_cite = max(legs, key=lambda leg: leg[0])
    for speed, switch, interface, cite in ways:
        if speed < fastest:
            yield warned(
                f"{interface}, its way to the root, expected at least {fastest} Mbit/s as the legs,"
                f" got {speed}",
                cite,
                leg_cite,
                remedy="use a faster link between the switches",
                subject=switch,
            )
        else:
            yield passed(
                f"{interface}, its way to the root, has {speed} Mbit/s", cite, leg_cite,
                subject=switch,
            )  # fmt: skip
