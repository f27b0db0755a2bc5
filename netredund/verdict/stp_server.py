"""Further checks of method `stp`: the server's bridge takes part in the tree, as the site says."""

from collections.abc import Iterator

from netredund.facts.linux import BridgeLinks, IpLinks
from netredund.facts.spanning_tree import PortRole
from netredund.intent import Method, StpServer, Uplink
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, warned
from netredund.verdict.server_bridge import (
    bridges_of,
    is_list_whole,
    server_bridges,
    server_ports,
    server_roots,
)
from netredund.verdict.stp import print_id, roots
from netredund.verdict.trees import port_views
from netredund.verdict.views import Cite

_STP = (Method.STP,)


@check("stp.server-takes-part", _STP, needs="`brctl show` and `bridge -d -j link` of the server")
def check_server_takes_part(case: Case) -> Iterator[Result]:
    """The server's bridge runs STP, has all legs, and is not the root.

    Passes when the server's view says so, or when a leg hears a bridge that speaks 802.1D. Fails
    when the server's view shows STP off, a leg outside of the bridge, or another root than the
    switches name, when a leg is `Back BLK` (the switch hears itself through a server with STP off),
    or when the root is the server's bridge.
    """
    told = False
    for bridge in server_bridges(case):
        if bridge.is_stp_on is False:
            told = True
            yield failed(
                f"{bridge.name}: STP, expected on, got off",
                bridge.cite,
                remedy="bridge_stp on, then bring the bridge down and up",
            )
        elif bridge.is_stp_on:
            told = True
            yield passed(f"{bridge.name}: STP is on", bridge.cite)
        for switch, view, root in roots(case):
            if bridge.address and root.address == bridge.address:
                yield failed(
                    f"{bridge.name}: root of the VLAN, expected a switch, got the server",
                    view.cite_root(),
                    bridge.cite,
                    remedy="give the server's bridge priority 61440",
                    subject=switch,
                )
    yield from _legs_in_bridge(case)
    yield from _other_tree(case)
    for leg in case.legs:
        for port in port_views(case, leg):
            if port.port.effective_role is PortRole.BACKUP:
                told = True
                yield failed(
                    f"{case.leg_name(leg)}: role, expected any but backup, got {port.printed}: the"
                    " switch hears itself through the server",
                    port.cite(),
                    remedy="switch STP on in the server's bridge",
                )
            elif "Peer(STP)" in (port.port.type or "") or "Bound(STP)" in (port.port.type or ""):
                told = True
                yield passed(
                    f"{case.leg_name(leg)}: hears a bridge that speaks 802.1D", port.cite()
                )
    if not told:
        yield missing("nothing tells whether the server's bridge runs STP")


def _legs_in_bridge(case: Case) -> Iterator[Result]:
    """Yield where a leg is in no bridge of the server, or the legs are in several."""
    for leg in case.legs:
        if bridges_of(case, leg.nic):
            continue
        for view in case.views.of(case.server.name, BridgeLinks):
            if is_list_whole(view):
                yield _outside(leg, "no bridge", view.cite())
        for ip in case.views.of(case.server.name, IpLinks):
            own = next((link for link in ip.facts.links if link.interface == leg.nic), None)
            if own is not None:
                yield _outside(leg, own.master or "no bridge", ip.cite(own.line))
            elif is_list_whole(ip):
                yield _outside(leg, "no such link", ip.cite())
    bridges = {name: cite for leg in case.legs for name, cite in bridges_of(case, leg.nic)}
    if len(bridges) > 1:
        yield failed(
            f"its legs are in {', '.join(sorted(bridges))}, expected one bridge",
            *bridges.values(),
            remedy="put both legs into one bridge",
        )


def _outside(leg: Uplink, where: str, cite: Cite) -> Result:
    return failed(
        f"{leg.nic}: expected in the server's bridge, got {where}",
        cite,
        remedy=f"add {leg.nic} to the bridge's ports",
    )


def _other_tree(case: Case) -> Iterator[Result]:
    """Yield where the server's legs hear another root than the switches name."""
    named = {root for _, _, root in roots(case)}
    for heard, cite in server_roots(case):
        if named and heard not in named:
            yield failed(
                f"root that the server hears, expected {' or '.join(map(print_id, named))},"
                f" got {print_id(heard)}",
                cite,
                remedy="the server is in another tree, or these views are not of one time",
            )


@check("stp.server-settings", _STP, needs="`ip -d -j link` or `brctl showstp` of the server")
def check_server_settings(case: Case) -> Iterator[Result]:
    """The server's bridge has the priority and the leg costs of the site.

    Fails where the site file names another value, warns where it names none. Priority 61440 keeps
    the server from becoming root; a leg cost of 1 moves the block to the switch's port, where two
    shows prove it.
    """
    assert isinstance(case.server, StpServer)
    told = False
    for bridge in server_bridges(case):
        if bridge.priority is None:
            continue
        told = True
        wanted = case.server.wanted_bridge_priority
        if bridge.priority == wanted:
            yield passed(f"{bridge.name}: priority is {wanted}", bridge.cite)
        else:
            say = warned if case.server.bridge_priority is None else failed
            yield say(
                f"{bridge.name}: priority, expected {wanted}, got {bridge.priority}",
                bridge.cite,
                remedy=f"bridge_bridgeprio {wanted}",
            )
    for leg in case.legs:
        for view in server_ports(case, leg.nic):
            wanted = case.server.wanted_leg_cost
            if view.cost is None:
                continue
            told = True
            if view.cost == wanted:
                yield passed(f"{leg.nic}: cost is {wanted}", view.cite())
            elif case.server.leg_cost is not None:
                yield failed(
                    f"{leg.nic}: cost, expected {wanted}, got {view.cost}",
                    view.cite(),
                    remedy=f"bridge link set dev {leg.nic} cost {wanted}",
                )
            else:
                yield warned(
                    f"{leg.nic}: cost, expected {wanted}, got {view.cost}: the block may stay at"
                    " the server's end, where only its own view proves it",
                    view.cite(),
                    remedy=f"bridge link set dev {leg.nic} cost {wanted}",
                )
    if not told:
        yield missing("no view of the server's bridge")
