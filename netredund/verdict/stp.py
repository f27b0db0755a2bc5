"""The proof of method `stp`: the root, and no leg on a switch's way to it; and a settled tree."""

from collections.abc import Iterator

from netredund.facts.spanning_tree import BridgeId, PortRole, PortState, SpanningTree
from netredund.intent import Method, StpServer, Uplink
from netredund.intent.site import KEEP
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed
from netredund.verdict.configs import running_configs
from netredund.verdict.tree_tables import root_entries
from netredund.verdict.trees import InstanceView, PortView, instance_views, port_views
from netredund.verdict.views import Cite
from netredund.vlans import has_vlan

_STP = (Method.STP,)
_TREE = "`show spanning-tree` of each switch"
_UNSETTLED = (PortState.LISTENING, PortState.LEARNING)


def wanted_root(case: Case) -> str:
    """Return what the site file wants as root: a switch, a bridge address, or `keep`."""
    assert isinstance(case.server, StpServer)
    return case.server.wanted_root


def tree_switches(case: Case) -> tuple[str, ...]:
    """Return the switches of the server's tree: those of its legs, and the intended root."""
    wanted = wanted_root(case)
    own = (wanted,) if wanted in case.site.switches else ()
    return tuple(dict.fromkeys((*case.switches, *own)))


def roots(case: Case) -> list[tuple[str, InstanceView, BridgeId]]:
    """Return the root that each view of the legs' switches names for the server's VLAN.

    So does the intended root, wherever it is. Other switches of the site may be in other trees.
    """
    found = []
    for switch in tree_switches(case):
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
    a switch of a leg, or the intended root, has no view of the VLAN's instance. Fails where a
    switch says that no tree runs in the VLAN.
    """
    named = roots(case)
    for switch in case.switches:
        yield from _without_tree(case, switch)
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
    shown = [(switch, view.cite_root(), root) for switch, view, root in named]
    shown += [
        (switch, entry.cite(), entry.root_id)
        for switch in tree_switches(case)
        for entry in root_entries(case, switch)
    ]
    for switch, cite, root in shown:
        if root.address != target.address or root.priority != target.priority:
            yield failed(
                f"root of VLAN {case.server.access_vlan}, expected {wanted}"
                f" ({print_id(target)}), got {print_id(root)}",
                cite,
                *target_cites,
                remedy=f"give {wanted} the lowest priority: spanning-tree vlan"
                f" {case.server.access_vlan} priority 0",
                subject=switch,
            )
        else:
            yield passed(
                f"root of VLAN {case.server.access_vlan} is {wanted} ({print_id(root)})",
                cite,
                subject=switch,
            )


def _without_tree(case: Case, switch: str) -> Iterator[Result]:
    """Yield where a switch itself says that it runs no tree in the server's VLAN."""
    vlan = case.server.access_vlan
    for view in case.views.of(switch, SpanningTree):
        asked = view.facts.command.partition(" vlan ")[2]
        if view.facts.empty and " interface" not in view.facts.command and asked in ("", str(vlan)):
            yield failed(
                f"spanning tree in VLAN {vlan}, expected one, got none",
                view.cite(1),
                remedy=f"{switch}: vlan {vlan}, spanning-tree vlan {vlan}",
                subject=switch,
            )
    for config in running_configs(case, switch):
        for line in config.facts.spanning_tree_settings.disabled_vlans:
            if vlan is not None and has_vlan(line.text.split()[-1], vlan):
                yield failed(
                    f"spanning tree in VLAN {vlan}, expected on, got {line.text.strip()!r}",
                    config.cite(line.line),
                    remedy=f"{switch}: spanning-tree vlan {vlan}",
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
    for leg in legs:
        for own in port_views(case, leg):
            if own.port.effective_role in (PortRole.ROOT, PortRole.MASTER):
                return _through_server(case, switch, leg, own.cite(), view.cite_root())
        if root and root.port and is_same_interface(root.port, leg.interface):
            return _through_server(case, switch, leg, view.cite_root())
        for entry in root_entries(case, switch):
            if entry.root_port and is_same_interface(entry.root_port, leg.interface):
                return _through_server(case, switch, leg, entry.cite())
    if root and root.is_self:
        return passed("its way to the root: it is the root", view.cite_root(), subject=switch)
    ports = [PortView(view.view, view.instance, port) for port in view.instance.ports]
    ways = [port for port in ports if port.port.effective_role in (PortRole.ROOT, PortRole.MASTER)]
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


def _through_server(case: Case, switch: str, leg: Uplink, *cites: Cite) -> Result:
    return failed(
        f"its way to the root, expected a link to a switch, got {case.leg_name(leg)}:"
        " the server carries the traffic between the switches",
        *cites,
        remedy="restore the link between the switches, or raise spanning-tree cost on"
        " the ports to the server above the cost of the way that shall be taken",
        subject=switch,
    )


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
    is_blocking = is_designated and port.port.state is PortState.BLOCKING
    return is_blocking or "Dispute" in (port.port.type or "").split()
