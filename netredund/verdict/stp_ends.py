"""The heart of the proof of method `stp`: exactly one end of one leg blocks.

What is healthy, and why a blocked switch port proves it while two forwarding ones prove nothing,
was measured with kernel bridges between switches: the server's own port may be the one that blocks.
"""

from collections.abc import Iterator
from typing import NamedTuple

from netredund.facts.linux import BridgePortState
from netredund.intent import Method, Uplink
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, undecided
from netredund.verdict.server_bridge import BridgePortView, server_ports
from netredund.verdict.tree_tables import blocked_listings
from netredund.verdict.trees import PortView, instance_views, is_contradiction, port_views
from netredund.verdict.views import Cite

_WAIT = "wait twice the forward delay (30 s by default), and look again"


class _Leg(NamedTuple):
    """Both ends of a leg; `server` holds every view of the server's own port, or none."""

    leg: Uplink
    switch: PortView
    server: list[BridgePortView]

    @property
    def is_blocked_at_server(self) -> bool:
        return any(view.is_blocked for view in self.server)

    def cites(self) -> tuple[Cite, ...]:
        return self.switch.cite(), *(view.cite() for view in self.server)


@check(
    "stp.one-end-blocking",
    (Method.STP,),
    is_proof=True,
    needs="`bridge -d -j link` of the server",
)
def check_one_end_blocking(case: Case) -> Iterator[Result]:
    """Exactly one end of one leg blocks; of more than two legs, all but one.

    A switch port that is `Altn BLK` or `Back BLK` proves its end. Where all switch ports forward,
    the server's own port may block, or the leg may not be in the bridge at all: only the server's
    view of all legs tells, and without it the verdict is unknown. Fails when more or fewer legs are
    blocked, a leg is blocked at both ends, or an end neither forwards nor blocks for good. Unknown
    when views of one port contradict each other.
    """
    legs = []
    is_told = False
    for leg in case.legs:
        views = port_views(case, leg)
        results = list(_switch_end(case, leg, views)) + list(_server_end(case, leg))
        yield from results
        is_told = is_told or bool(results)
        if views:
            sound = [view for view in views if not view.cite().doubt]
            legs.append(_Leg(leg, (sound or views)[0], _known_ends(case, leg)))
    if not is_told:
        yield _count_blocked(case, legs)


def _known_ends(case: Case, leg: Uplink) -> list[BridgePortView]:
    return [view for view in server_ports(case, leg.nic) if view.state is not None]


def _switch_end(case: Case, leg: Uplink, views: list[PortView]) -> Iterator[Result]:
    """Yield why the switch's end cannot be counted; nothing where it forwards or blocks."""
    name = case.leg_name(leg)
    if not views:
        yield from _no_row(case, leg, name)
        return
    cites = [view.cite() for view in views]
    if is_contradiction(views):
        said = " and ".join(dict.fromkeys(view.printed for view in views))
        yield undecided(
            f"state of {name}: its captures contradict each other: {said}",
            *cites,
            remedy="capture them again, at one time",
        )
        return
    for is_listed, cite in blocked_listings(case, leg):
        if is_listed is not views[0].is_blocked:
            yield undecided(
                f"state of {name}: {views[0].printed}, and `show spanning-tree blockedports`"
                f" {'lists' if is_listed else 'does not list'} it",
                *cites,
                cite,
                remedy="capture them again, at one time",
            )
    if any(view.is_impossible for view in views):
        yield undecided(
            f"state of {name}: {views[0].printed or 'no role'} cannot be",
            *cites,
            remedy="capture it again",
        )
    elif not (views[0].is_forwarding or views[0].is_blocked):
        yield failed(
            f"state of {name}, expected forwarding or blocked by the tree, got {views[0].printed}",
            *cites,
            remedy=_WAIT,
        )


def _server_end(case: Case, leg: Uplink) -> Iterator[Result]:
    """Yield why the server's end cannot be counted; nothing where no view shows it."""
    views = _known_ends(case, leg)
    cites = [view.cite() for view in views]
    states = {view.state for view in views}
    if len(states) > 1:
        yield undecided(
            f"state of {leg.nic}: the server's views contradict each other",
            *cites,
            remedy="capture them again, at one time",
        )
    elif states and not states & {BridgePortState.FORWARDING, BridgePortState.BLOCKING}:
        (state,) = states
        yield failed(
            f"state of {leg.nic}, expected forwarding or blocking, got {state}",
            *cites,
            remedy="is the cable plugged in, and the NIC up?"
            if state is BridgePortState.DISABLED
            else _WAIT,
        )


def _no_row(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    whole = [view for view in instance_views(case, leg.switch) if view.view.is_whole]
    vlan = case.server.access_vlan
    trees = [view for view in whole if view.instance.root]
    if trees:
        yield failed(
            f"{name}: in the spanning tree of VLAN {vlan}, expected the port, got no such port",
            trees[0].view.cite(trees[0].instance.line),
            remedy="is the port up, an access port, and in this VLAN?",
        )
    else:
        yield missing(
            f"{name}: no row of it in the spanning tree of VLAN {vlan}",
            remedy=f"capture `show spanning-tree vlan {vlan}` of {leg.switch}, with its prompt",
        )


def _count_blocked(case: Case, legs: list[_Leg]) -> Result:
    cites = [cite for leg in legs for cite in leg.cites()]
    wanted = len(case.legs) - 1
    for leg in legs:
        if leg.switch.is_blocked and leg.is_blocked_at_server:
            return failed(
                f"{case.leg_name(leg.leg)}: blocked at both ends, expected one end, got two",
                *cites,
                remedy="one of the two ends belongs to another tree: is the cabling as planned?",
            )
    at_switch = [leg for leg in legs if leg.switch.is_blocked]
    blocked = [leg for leg in legs if leg.switch.is_blocked or leg.is_blocked_at_server]
    ends = f"exactly {wanted}"
    # The switches alone prove it: opposite of a blocked switch port the server is designated, so
    # the leg that is left is the server's own way to the root, and forwards.
    is_all_shown = len(at_switch) == wanted or all(leg.server for leg in legs)
    if len(blocked) <= wanted and not is_all_shown:
        return missing(
            f"blocked ends, expected {ends}, got {len(blocked)} in the views at hand: the server's"
            " own port may be the one that blocks, which no switch can show",
            *cites,
            remedy="capture `bridge -d -j link` or `brctl showstp` of the server",
        )
    if len(blocked) == wanted:
        where = ", ".join(case.leg_name(leg.leg) for leg in blocked)
        return passed(f"blocked ends, expected {ends}, got {wanted}: {where}", *cites)
    return failed(
        f"blocked ends, expected {ends}, got {len(blocked)}",
        *cites,
        remedy="are all legs in the server's bridge, with STP on, and in one VLAN?"
        if len(blocked) < wanted
        else "no leg forwards: look at the server's bridge and at the way between the switches",
    )
