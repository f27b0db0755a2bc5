"""What a failure does: who loses what, where traffic goes then, and how long it takes."""

from collections.abc import Iterator

import msgspec

from netredund.intent import FailoverServer, LacpServer, Server, Site, StpServer
from netredund.prediction.bonds import describe_bond
from netredund.prediction.comparison import find_sender, list_transit
from netredund.prediction.computation import predict_tree
from netredund.prediction.failures import (
    Failure,
    FailureKind,
    combine_failures,
    fail,
    list_failures,
    predict_left,
)
from netredund.prediction.repair import Repair, Repairs, compare_trees
from netredund.prediction.stopwatch import Stopwatch, list_openings
from netredund.prediction.tree import Tree
from netredund.prediction.wiring import wire
from netredund.topology import BridgeKind, End, Topology
from netredund.verdict.finding import Verdict


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
    """All failures of one VLAN, or of the only tree there is, the worst first."""

    vlan: int | None
    count: int
    verdict: Verdict
    outages: tuple[Outage, ...]


def survey_outages(topology: Topology, site: Site, vlan: int | None, count: int) -> OutageSurvey:
    """Return what each failure, or each set of up to `count` failures, does in one VLAN.

    Without a VLAN the topology has one tree, and every server of the site is in it.
    """
    judge = Judge(topology, predict_tree(topology), site, vlan)
    outages = [
        judge.judge(failures) for failures in combine_failures(list_failures(topology, site), count)
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


class Judge:
    """Says what failures do to one topology; `whole` is the tree without them.

    The tree that is left is the whole one repaired (`repairs`), and only where that cannot be done,
    or is not wanted, one computed anew: the outage is the same.
    """

    def __init__(
        self,
        topology: Topology,
        whole: Tree,
        site: Site,
        vlan: int | None,
        *,
        is_repairing: bool = True,
    ) -> None:
        self._topology = topology
        self._whole = whole
        self._site = site
        before = self._find_parts(whole, ()).bridges
        self._islands = {name: bridge.root for name, bridge in before.items()}
        self._switches = [
            name for name, each in topology.bridges.items() if each.kind is BridgeKind.SWITCH
        ]
        self._servers = [
            server
            for server in site.servers.values()
            if vlan is None or server.access_vlan in (vlan, None)
        ]
        names = {server.name for server in self._servers}
        senders = {name: find_sender(bridge) for name, bridge in whole.bridges.items()}
        self._behind = {name: sender for name, sender in senders.items() if sender in names}
        self._stopwatch = Stopwatch(topology, whole)
        self._repairs = Repairs(topology, whole, site) if is_repairing else None

    def judge(self, failures: tuple[Failure, ...]) -> Outage:
        """Return what failures do."""
        repair = None if self._repairs is None else self._repairs.repair(failures)
        if repair is None:
            _, anew = predict_left(self._topology, self._whole, failures, self._site)
            repair = compare_trees(self._whole, anew)
        return self._judge_repair(failures, repair)

    def _judge_repair(self, failures: tuple[Failure, ...], repair: Repair) -> Outage:
        tree = Tree(repair.bridges)
        parts = self._find_parts(tree, failures)
        mains = self._find_mains(parts)
        verdict = Verdict.PASS
        lost, transit, bonds = [], [], []
        for name in self._switches:
            main = mains.get(self._islands[name])
            if name in parts.bridges and parts.bridges[name].root not in (main, None):
                lost.append(f"{name} is cut off from {main}")
                verdict = Verdict.WARNING
        interruption_s = self._stopwatch.time(tree, repair.touched, failures)
        dead = _list_dead_legs(failures)
        senders = self._list_senders(repair)
        left: Topology | None = None
        for server in self._servers:
            near = {mains.get(self._islands.get(name)) for name in server.switches} - {None}
            if not _is_reached(server, parts, near, dead):
                left = left or fail(self._topology, failures, self._site)
                lost.append(f"{server.name} loses the network")
                should = _should_survive(server, self._site, left, near, failures)
                verdict = Verdict.FAIL if should or verdict is Verdict.FAIL else Verdict.WARNING
            if isinstance(server, LacpServer | FailoverServer):
                said, seconds = describe_bond(server, failures)
                bonds += said
                interruption_s = max(interruption_s, seconds)
            elif through := self._list_through(server, tree, senders):
                left = left or fail(self._topology, failures, self._site)
                for sentence, is_needed in _judge_transit(server, through, left, tree):
                    transit.append(sentence)
                    verdict = verdict if is_needed else Verdict.FAIL
        moves = tuple(_list_moves(self._whole, tree, repair.touched))
        return Outage(
            failures, verdict, tuple(lost), moves, tuple(transit), tuple(bonds), interruption_s
        )

    def _find_parts(self, tree: Tree, failures: tuple[Failure, ...]) -> Tree:
        """Return the tree whose roots tell the parts of the network: with MST that is the CIST.

        An instance has roots inside its region, and goes on over the master port.
        """
        if self._topology.mapped_vlan is None:
            return tree
        left = fail(self._topology, failures, self._site)
        return predict_tree(msgspec.structs.replace(left, mapped_vlan=None))

    def _find_mains(self, parts: Tree) -> dict[str | None, str | None]:
        """Return the root of the part that counts of each island, by the island's old root.

        It is the part of the old root, else the one with most switches.
        """
        counts: dict[str | None, dict[str, int]] = {}
        for name in self._switches:
            root = parts.bridges[name].root if name in parts.bridges else None
            if root is not None:
                count = counts.setdefault(self._islands[name], {})
                count[root] = count.get(root, 0) + 1
        return {
            old: parts.bridges[old].root
            if old in parts.bridges
            else max(count, key=lambda root: count[root])
            for old, count in counts.items()
        }

    def _list_senders(self, repair: Repair) -> set[str | None]:
        """Return the servers that are the next bridge on somebody's way to the root.

        With MST that is not all in root ports: any may be.
        """
        if self._topology.mapped_vlan is not None:
            return {server.name for server in self._servers}
        touched = set(repair.touched)
        return {
            sender
            for name, sender in self._behind.items()
            if name in repair.bridges and name not in touched
        } | {find_sender(repair.bridges[name]) for name in touched}

    def _list_through(self, server: Server, tree: Tree, senders: set[str | None]) -> list[str]:
        """Return the switches whose way to the root goes through a server."""
        if server.name not in tree.bridges or server.name not in senders:
            return []
        kinds = self._topology.bridges
        return [
            name
            for name in list_transit(tree, server.name)
            if kinds[name].kind is BridgeKind.SWITCH
        ]


def _is_reached(server: Server, tree: Tree, mains: set[str | None], dead_legs: set[str]) -> bool:
    """Tell whether a server is in a part that counts, of the islands that its legs end in."""
    if isinstance(server, StpServer) and server.name in tree.bridges:
        bridge = tree.bridges[server.name]
        if bridge.root is not None:
            return bridge.root in mains
    return any(
        tree.bridges[leg.switch].root in mains
        for leg in server.uplinks
        if leg.switch in tree.bridges and f"{server.name} {leg.nic}" not in dead_legs
    )


def _list_dead_legs(failures: tuple[Failure, ...]) -> set[str]:
    return {failure.subject for failure in failures if failure.kind is FailureKind.LEG}


def _should_survive(
    server: Server,
    site: Site,
    left: Topology,
    mains: set[str | None],
    failures: tuple[Failure, ...],
) -> bool:
    """Tell whether a way from the server to the main part is left, by cables alone.

    A single failure should be survived even where none is left, unless it is that of the one switch
    that all legs end on, or of the only leg.
    """
    if len(server.uplinks) < 2:
        return False
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
        if leg.switch in left.bridges
        and f"{server.name} {leg.nic}" not in _list_dead_legs(failures)
    ]
    seen = set(waiting)
    for name in waiting:
        new = near.get(name, set()) - seen
        seen |= new
        waiting += new
    return not mains.isdisjoint(seen)


def _judge_transit(
    server: Server, through: list[str], left: Topology, tree: Tree
) -> Iterator[tuple[str, bool]]:
    """Yield who goes through the server, and whether it was the last way that was left."""
    near: dict[str, set[str]] = {}
    for segment in wire(left).wires:  # a Port-channel below min-links is no way
        names = {
            end.bridge for end in segment if left.bridges[end.bridge].kind is BridgeKind.SWITCH
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


def _list_moves(whole: Tree, tree: Tree, touched: tuple[str, ...]) -> Iterator[str]:
    """Yield the ports that begin to forward, and the bridges that get another root."""
    for name in touched:
        before, bridge = whole.bridges[name], tree.bridges[name]
        if before.root != bridge.root and bridge.root == name:
            yield f"{name} becomes root"
        for port_name in list_openings(before, bridge):
            yield f"{End(name, port_name)} takes over"
