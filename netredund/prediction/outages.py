"""What a failure does: who loses what, where traffic goes then, and how long it takes."""

from collections.abc import Iterator

import msgspec

from netredund.intent import FailoverServer, LacpServer, Server, Site, StpServer
from netredund.prediction.bonds import describe_bond
from netredund.prediction.comparison import list_transit
from netredund.prediction.computation import predict_tree
from netredund.prediction.failures import (
    Failure,
    FailureKind,
    combine_failures,
    list_failures,
    predict_left,
)
from netredund.prediction.tree import State, Tree
from netredund.topology import BridgeKind, End, Topology
from netredund.verdict.finding import Verdict

# Lab measurement of Catalyst images: RSTP moves within a second when it loses its own link, within
# three hellos when the loss is elsewhere.
_RAPID_DIRECT_S, _RAPID_INDIRECT_HELLOS = 1, 3


class Outage(msgspec.Struct, frozen=True, gc=False):
    """One failure, or several at once.

    `verdict` is fail where a redundancy that should survive does not, warning where nothing could
    have (no way is left). `interruption_s` is the longest that any traffic stands still.
    """

    failures: tuple[Failure, ...]
    verdict: Verdict
    lost: tuple[str, ...]
    moves: tuple[str, ...]
    transit: tuple[str, ...]
    bonds: tuple[str, ...]
    interruption_s: float


class OutageSurvey(msgspec.Struct, frozen=True):
    """All failures of one VLAN, the worst first."""

    vlan: int
    count: int
    verdict: Verdict
    outages: tuple[Outage, ...]


def survey_outages(topology: Topology, site: Site, vlan: int, count: int) -> OutageSurvey:
    """Return what each failure, or each set of up to `count` failures, does in one VLAN."""
    whole = predict_tree(topology)
    outages = [
        judge_outage(topology, whole, site, vlan, failures)
        for failures in combine_failures(list_failures(topology, site), count)
    ]
    outages.sort(key=_rank)
    failed = any(outage.verdict is Verdict.FAIL for outage in outages)
    return OutageSurvey(vlan, count, Verdict.FAIL if failed else Verdict.PASS, tuple(outages))


def _rank(outage: Outage) -> tuple[int, int, int, int, float]:
    order = (Verdict.FAIL, Verdict.WARNING, Verdict.PASS)
    return (
        order.index(outage.verdict),
        len(outage.failures),
        -len(outage.lost),
        -len(outage.transit),
        -outage.interruption_s,
    )


def judge_outage(
    topology: Topology, whole: Tree, site: Site, vlan: int, failures: tuple[Failure, ...]
) -> Outage:
    """Return what failures do; `whole` is the tree without them."""
    left, tree = predict_left(topology, whole, failures, site)
    main = _find_main(topology, whole, left, tree)
    verdict = Verdict.PASS
    lost, transit, bonds = [], [], []
    for name, bridge in left.bridges.items():
        if bridge.kind is BridgeKind.SWITCH and tree.bridges[name].root not in (main, None):
            lost.append(f"{name} is cut off from {main}")
            verdict = Verdict.WARNING
    interruption_s = _time_moves(topology, whole, tree, failures)
    for server in site.servers.values():
        if server.access_vlan not in (vlan, None):
            continue
        if not _is_reached(server, left, tree, main, failures):
            lost.append(f"{server.name} loses the network")
            should = _should_survive(server, site, left, main, failures)
            verdict = Verdict.FAIL if should or verdict is Verdict.FAIL else Verdict.WARNING
        if isinstance(server, LacpServer | FailoverServer):
            said, seconds = describe_bond(server, failures)
            bonds += said
            interruption_s = max(interruption_s, seconds)
        else:
            for sentence, is_needed in _judge_transit(server, left, tree):
                transit.append(sentence)
                verdict = verdict if is_needed else Verdict.FAIL
    moves = tuple(_list_moves(whole, tree))
    return Outage(
        failures, verdict, tuple(lost), moves, tuple(transit), tuple(bonds), interruption_s
    )


def _find_main(topology: Topology, whole: Tree, left: Topology, tree: Tree) -> str | None:
    """Return the root of the part that counts: the old root's, else the one with most switches."""
    for name in whole.list_roots():
        if name in left.bridges and len(whole.list_roots()) == 1:
            return tree.bridges[name].root
    counts: dict[str, int] = {}
    for name, bridge in left.bridges.items():
        root = tree.bridges[name].root
        if bridge.kind is BridgeKind.SWITCH and root is not None:
            counts[root] = counts.get(root, 0) + 1
    return max(counts, key=lambda root: counts[root], default=None)


def _is_reached(
    server: Server,
    left: Topology,
    tree: Tree,
    main: str | None,
    failures: tuple[Failure, ...],
) -> bool:
    if isinstance(server, StpServer) and server.name in tree.bridges:
        bridge = tree.bridges[server.name]
        if bridge.root is not None:
            return bridge.root == main and main is not None
    return any(
        tree.bridges[leg.switch].root == main
        for leg in server.uplinks
        if leg.switch in left.bridges and f"{server.name} {leg.nic}" not in _dead_legs(failures)
    )


def _dead_legs(failures: tuple[Failure, ...]) -> set[str]:
    return {failure.subject for failure in failures if failure.kind is FailureKind.LEG}


def _should_survive(
    server: Server, site: Site, left: Topology, main: str | None, failures: tuple[Failure, ...]
) -> bool:
    """Tell whether a way from the server to the main part is left, by cables alone.

    A single failure should be survived even where none is left, unless it is that of the one switch
    that all legs end on.
    """
    dead = {failure.subject for failure in failures if failure.kind is FailureKind.SWITCH}
    units = {site.switches[leg.switch].unit for leg in server.uplinks}
    if len(failures) == 1:
        return len(units) > 1 or not dead & set(server.switches)
    near: dict[str, set[str]] = {}
    for link in left.links:
        for end in link.ends:
            near.setdefault(end.bridge, set()).update(each.bridge for each in link.ends)
    waiting = [
        leg.switch
        for leg in server.uplinks
        if leg.switch in left.bridges and f"{server.name} {leg.nic}" not in _dead_legs(failures)
    ]
    seen = set(waiting)
    for name in waiting:
        new = near.get(name, set()) - seen
        seen |= new
        waiting += new
    return main is not None and main in seen


def _judge_transit(server: Server, left: Topology, tree: Tree) -> Iterator[tuple[str, bool]]:
    """Yield who goes through the server, and whether it was the last way that was left."""
    if server.name not in tree.bridges:
        return
    through = [
        name
        for name in list_transit(tree, server.name)
        if left.bridges[name].kind is BridgeKind.SWITCH
    ]
    if not through:
        return
    near: dict[str, set[str]] = {}
    for link in left.links:
        names = {
            end.bridge for end in link.ends if left.bridges[end.bridge].kind is BridgeKind.SWITCH
        }
        for name in names:
            near.setdefault(name, set()).update(names)
    root = tree.bridges[server.name].root or server.name
    seen, waiting = {root}, [root]
    for name in waiting:
        new = near.get(name, set()) - seen
        seen |= new
        waiting += new
    spared = [name for name in through if name in seen]
    if spared:
        who = ", ".join(spared)
        yield f"traffic of {who} goes through {server.name} although another way is left", False
    rest = [name for name in through if name not in seen]
    if rest:
        who = ", ".join(rest)
        yield f"traffic of {who} goes through {server.name}, the last way that is left", True


def _list_moves(whole: Tree, tree: Tree) -> Iterator[str]:
    """Yield the ports that begin to forward, and the bridges that get another root."""
    for name, bridge in tree.bridges.items():
        before = whole.bridges[name]
        if before.root != bridge.root and bridge.root == name:
            yield f"{name} becomes root"
        for port_name, port in bridge.ports.items():
            was = before.ports[port_name].state
            if port.state is State.FORWARDING and was in (State.BLOCKING, State.BROKEN):
                yield f"{End(name, port_name)} takes over"


def _time_moves(
    topology: Topology, whole: Tree, tree: Tree, failures: tuple[Failure, ...]
) -> float:
    """Return how long spanning tree takes: 0 where no port has to begin to forward.

    802.1D-1998: a port that loses its own way listens and learns, twice the forward delay; one that
    must first notice that others lost theirs waits for max age before (8.10.2, and the deadlines of
    the product). Timers are the root's.
    """
    longest_s = 0.0
    gone = {end.bridge for failure in failures for end in failure.ends} | {
        failure.subject for failure in failures
    }
    for name, bridge in tree.bridges.items():
        before = whole.bridges[name]
        for port_name, port in bridge.ports.items():
            was = before.ports[port_name].state
            if port.state is not State.FORWARDING or was not in (State.BLOCKING, State.BROKEN):
                continue
            is_direct = name in gone or _lost_neighbor(topology, name, before.root_port, failures)
            root = topology.bridges[bridge.root or name]
            peer = port.designated_bridge or name
            is_rapid = topology.bridges[name].is_rapid and all(
                topology.bridges[each.bridge].is_rapid
                for link in topology.links
                if any((end.bridge, end.port) == (name, port_name) for end in link.ends)
                for each in link.ends
            )
            if is_rapid and topology.bridges[peer].is_rapid:
                indirect = _RAPID_INDIRECT_HELLOS * root.hello_s
                seconds = float(_RAPID_DIRECT_S if is_direct else indirect)
            else:
                seconds = 2.0 * root.forward_delay_s + (0 if is_direct else root.max_age_s)
            longest_s = max(longest_s, seconds)
    return longest_s


def _lost_neighbor(
    topology: Topology, name: str, root_port: str | None, failures: tuple[Failure, ...]
) -> bool:
    """Tell whether the carrier of a bridge's root port goes with the failures."""
    if root_port is None:
        return False
    dead = {failure.subject for failure in failures if failure.kind is FailureKind.SWITCH}
    for link in topology.links:
        if End(name, root_port) in link.ends and not link.is_shared:
            return any(end.bridge in dead for end in link.ends)
    return False
