"""The proof of method `stp`: the root, the one blocked end, and no leg on a switch's way to it.

What is healthy, and why a blocked switch port proves it while two forwarding ones prove nothing,
was measured with kernel bridges between switches: the server's own port may be the one that blocks.
"""

from collections.abc import Iterator

from netredund.facts.spanning_tree import BridgeId, PortRole, PortState
from netredund.intent import Method, StpServer
from netredund.intent.site import KEEP
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, undecided
from netredund.verdict.server_bridge import BridgePortView, server_ports
from netredund.verdict.trees import (
    InstanceView,
    PortView,
    instance_views,
    is_contradiction,
    port_views,
)
from netredund.verdict.views import Cite

_STP = (Method.STP,)
_TREE = "`show spanning-tree` of each switch"
_UNSETTLED = (PortState.LISTENING, PortState.LEARNING)


def wanted_root(case: Case) -> str:
    """Return what the site file wants as root: a switch, a bridge address, or `keep`."""
    assert isinstance(case.server, StpServer)
    return case.server.wanted_root


def roots(case: Case) -> list[tuple[str, InstanceView, BridgeId]]:
    """Return the root that each view of each switch of the site names for the server's VLAN."""
    found = []
    for switch in case.site.switches:
        for view in instance_views(case, switch):
            root = view.root_id()
            if root:
                found.append((switch, view, root))
    return found


def print_id(bridge: BridgeId) -> str:
    """Return a bridge identifier as findings print it."""
    return f"{bridge.priority} {bridge.address}"


@check("stp.root", _STP, is_proof=True, needs=_TREE)
def check_root(case: Case) -> Iterator[Result]:
    """The intended switch is root of the server's VLAN, and every switch says so.

    Passes when the intended switch (or the bridge address) is what each switch of a leg names as
    root; with `root: keep`, when all name one. Fails when a switch names another root. Unknown when
    a switch of a leg, or the intended root, has no view of the VLAN's instance.
    """
    named = roots(case)
    for switch in case.switches:
        if not any(one == switch for one, _, _ in named):
            yield missing(
                f"root of VLAN {case.server.access_vlan}: {switch} has no view of its instance",
                remedy=f"capture `show spanning-tree vlan {case.server.access_vlan}` of {switch}",
                subject=switch,
            )
    if not named:
        return
    target, target_cites = _intended_root(case, named)
    wanted = wanted_root(case)
    if target is None:
        yield missing(
            f"root of VLAN {case.server.access_vlan}: no view shows which bridge {wanted} is",
            remedy=f"capture `show spanning-tree vlan {case.server.access_vlan}` of {wanted}",
            subject=wanted,
        )
        return
    for switch, view, root in named:
        if root.address != target.address or root.priority != target.priority:
            yield failed(
                f"root of VLAN {case.server.access_vlan}, expected {wanted}"
                f" ({print_id(target)}), got {print_id(root)}",
                view.cite_root(),
                *target_cites,
                remedy=f"give {wanted} the lowest priority: spanning-tree vlan"
                f" {case.server.access_vlan} priority 0",
                subject=switch,
            )
        else:
            yield passed(
                f"root of VLAN {case.server.access_vlan} is {wanted} ({print_id(root)})",
                view.cite_root(),
                subject=switch,
            )


def _intended_root(
    case: Case, named: list[tuple[str, InstanceView, BridgeId]]
) -> tuple[BridgeId | None, tuple[Cite, ...]]:
    """Return the identifier of the bridge that shall be root, and what shows it."""
    wanted = wanted_root(case)
    if wanted == KEEP:
        return named[0][2], (named[0][1].cite_root(),)
    if wanted in case.site.switches:
        for view in instance_views(case, wanted):
            own = view.bridge_id()
            if own and view.instance.bridge:
                return own, (view.view.cite(view.instance.bridge.line),)
        return None, ()
    address = _cisco_address(wanted)
    for _, _, root in named:
        if root.address == address:
            return root, ()
    return BridgeId(named[0][2].priority, address), ()


def _cisco_address(text: str) -> str:
    digits = "".join(char for char in text.lower() if char in "0123456789abcdef")
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"


@check("stp.one-end-blocking", _STP, is_proof=True, needs="`bridge -d -j link` of the server")
def check_one_end_blocking(case: Case) -> Iterator[Result]:
    """Exactly one end of one leg blocks; of more than two legs, all but one.

    A switch port that is `Altn BLK` or `Back BLK` proves its end. Where all switch ports forward,
    the server's own port may block, or the leg may not be in the bridge at all: only the server's
    view tells, and without it the verdict is unknown. Fails when more or fewer legs are blocked, or
    a leg is blocked at both ends. Unknown when views of one port contradict each other.
    """
    switch_ends: list[PortView] = []
    for leg in case.legs:
        views = port_views(case, leg)
        if not views:
            yield from _no_row(case, leg.switch, case.leg_name(leg))
            return
        if is_contradiction(views):
            said = " and ".join(dict.fromkeys(view.printed for view in views))
            yield undecided(
                f"state of {case.leg_name(leg)}: its captures contradict each other: {said}",
                *(view.cite() for view in views),
                remedy="capture them again, at one time",
            )
            return
        switch_ends.append(views[0])
    server_ends = [server_ports(case, leg.nic) for leg in case.legs]
    yield from _count_blocked(case, switch_ends, server_ends)


def _no_row(case: Case, switch: str, name: str) -> Iterator[Result]:
    whole = [view for view in instance_views(case, switch) if view.view.is_whole]
    vlan = case.server.access_vlan
    if whole and whole[0].instance.root:
        yield failed(
            f"{name}: in the spanning tree of VLAN {vlan}, expected the port, got no such port",
            whole[0].view.cite(whole[0].instance.line),
            remedy="is the port up, an access port, and in this VLAN?",
        )
    else:
        yield missing(
            f"{name}: no row of it in the spanning tree of VLAN {vlan}",
            remedy=f"capture `show spanning-tree vlan {vlan}` of {switch}, with its prompt",
        )


def _count_blocked(
    case: Case, switch_ends: list[PortView], server_ends: list[list[BridgePortView]]
) -> Iterator[Result]:
    cites = [end.cite() for end in switch_ends]
    cites += [view.cite() for views in server_ends for view in views]
    wanted = len(case.legs) - 1
    blocked = []
    for leg, switch_end, own in zip(case.legs, switch_ends, server_ends, strict=True):
        at_server = {view.is_blocked for view in own}
        if len(at_server) > 1:
            yield undecided(
                f"state of {leg.nic}: the server's views contradict each other",
                *(view.cite() for view in own),
                remedy="capture them again, at one time",
            )
            return
        if switch_end.is_blocked and True in at_server:
            yield failed(
                f"{case.leg_name(leg)}: blocked at both ends, expected one end, got two",
                *cites,
                remedy="one of the two ends belongs to another tree: is the cabling as planned?",
            )
            return
        if switch_end.is_blocked or True in at_server:
            blocked.append(leg)
    ends = f"exactly {wanted}"
    if len(blocked) == wanted:
        where = ", ".join(case.leg_name(leg) for leg in blocked)
        yield passed(f"blocked ends, expected {ends}, got {wanted}: {where}", *cites)
    elif len(blocked) < wanted and not all(server_ends):
        yield missing(
            f"blocked ends, expected {ends}, got {len(blocked)} on the switches: the server's own"
            " port may be the one that blocks, which no switch can show",
            *cites,
            remedy="capture `bridge -d -j link` or `brctl showstp` of the server",
        )
    else:
        yield failed(
            f"blocked ends, expected {ends}, got {len(blocked)}",
            *cites,
            remedy="are all legs in the server's bridge, with STP on, and in one VLAN?"
            if len(blocked) < wanted
            else "no leg forwards: look at the server's bridge and at the way between the switches",
        )


@check("stp.way-to-root", _STP, is_proof=True, needs=_TREE)
def check_way_to_root(case: Case) -> Iterator[Result]:
    """No leg is a switch's way to the root, and each other switch has a forwarding root port.

    Fails when a leg is a root port: the switch then goes through the server. Fails when a switch
    that is not root has no forwarding root port. Unknown without the rows of its ports.
    """
    for switch in case.switches:
        views = [view for view in instance_views(case, switch) if view.instance.root]
        if not views:
            yield missing(f"{switch}: no view of its way to the root", subject=switch)
            continue
        for view in views:
            yield _way_of(case, switch, view)


def _way_of(case: Case, switch: str, view: InstanceView) -> Result:
    legs = [leg for leg in case.legs if leg.switch == switch]
    root = view.instance.root
    if root and root.is_self:
        return passed("its way to the root: it is the root", view.cite_root(), subject=switch)
    ports = [PortView(view.view, view.instance, port) for port in view.instance.ports]
    ways = [port for port in ports if port.port.effective_role is PortRole.ROOT]
    for leg in legs:
        for own in port_views(case, leg):
            if own.port.effective_role is PortRole.ROOT:
                return failed(
                    f"its way to the root, expected a link to a switch, got {case.leg_name(leg)}:"
                    " the server carries the traffic between the switches",
                    own.cite(),
                    view.cite_root(),
                    remedy="restore the link between the switches, or raise spanning-tree cost on"
                    " the ports to the server above the cost of the way that shall be taken",
                    subject=switch,
                )
    forwarding = [port for port in ways if port.port.state is PortState.FORWARDING]
    if forwarding:
        return passed(
            f"its way to the root is {forwarding[0].port.interface}, which forwards",
            forwarding[0].cite(),
            view.cite_root(),
            subject=switch,
        )
    if ways:
        return failed(
            f"its root port {ways[0].port.interface}, expected FWD, got {ways[0].port.state}",
            ways[0].cite(),
            remedy="wait until the tree has settled, and look again",
            subject=switch,
        )
    if view.view.is_whole:
        return failed(
            "its root port, expected one that forwards, got none",
            view.cite_root(),
            remedy="capture it again; a switch that is not root always has a root port",
            subject=switch,
        )
    return missing("its root port is not among the rows", view.cite_root(), subject=switch)


@check("stp.settled", _STP, needs=_TREE)
def check_settled(case: Case) -> Iterator[Result]:
    """No port of the VLAN is listening or learning, and no leg blocks as designated port.

    Fails while the tree is still changing: a leg that is `Desg BLK` waits for its neighbour, or has
    a dispute (IEEE 802.1Q 13.21).
    """
    for switch in case.switches:
        for view in instance_views(case, switch):
            if view.instance.root is None:
                continue
            ports = [PortView(view.view, view.instance, port) for port in view.instance.ports]
            for port in ports:
                if port.port.state in _UNSETTLED or _is_waiting(port):
                    yield failed(
                        f"{port.port.interface}: state, expected a settled one, got {port.printed}",
                        port.cite(),
                        remedy="look again after twice the forward delay (30 s by default)",
                        subject=switch,
                    )
            if ports and not any(p.port.state in _UNSETTLED or _is_waiting(p) for p in ports):
                yield passed(
                    f"all {len(ports)} ports of the VLAN have settled",
                    view.view.cite(view.instance.line),
                    subject=switch,
                )


def _is_waiting(port: PortView) -> bool:
    is_designated = port.port.effective_role is PortRole.DESIGNATED
    return is_designated and port.port.state is PortState.BLOCKING
