"""What can fail, and the topology that is left."""

import itertools
from collections.abc import Iterator
from enum import Enum

import msgspec

from netredund.intent import Site, StpServer
from netredund.prediction.computation import predict_tree
from netredund.prediction.election import takes_part
from netredund.prediction.tree import Role, Tree
from netredund.prediction.wiring import wire
from netredund.topology import BridgeKind, End, Link, Topology

LOOP_INCONSISTENT = "LOOP_Inc"


class FailureKind(Enum):
    """What fails."""

    LEG = "leg"
    LINK = "link"
    MEMBER = "member"
    SWITCH = "switch"


class Failure(msgspec.Struct, frozen=True, gc=False):
    """One thing that fails: a switch by name, the link or member between `ends`, a server's leg."""

    kind: FailureKind
    subject: str
    ends: tuple[End, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind.value} {self.subject}"


def list_failures(topology: Topology, site: Site) -> tuple[Failure, ...]:
    """Return every single failure of link, Port-channel member, switch and server leg."""
    servers = {
        name for name, bridge in topology.bridges.items() if bridge.kind is BridgeKind.SERVER
    }
    found: list[Failure] = []
    for link in topology.links:
        if not any(end.bridge in servers for end in link.ends):
            found += _fail_link(topology, link)
    found += [
        Failure(FailureKind.SWITCH, name) for name in site.switches if name in topology.bridges
    ]
    for server in site.servers.values():
        for leg in server.uplinks:
            if leg.switch in topology.bridges:
                ends = (End(server.name, leg.nic), End(leg.switch, leg.interface))
                found.append(Failure(FailureKind.LEG, f"{server.name} {leg.nic}", ends))
    return tuple(found)


def combine_failures(failures: tuple[Failure, ...], count: int) -> Iterator[tuple[Failure, ...]]:
    """Yield every set of up to `count` failures, the smaller sets first."""
    for size in range(1, count + 1):
        yield from itertools.combinations(failures, size)


def _fail_link(topology: Topology, link: Link) -> Iterator[Failure]:
    """Yield the link, or each member where it belongs to a Port-channel of several."""
    ports = [topology.find_port(end) for end in link.ends]
    members = max(len(port.members) for port in ports)
    if members < 2:
        yield Failure(FailureKind.LINK, str(link), link.ends)
    elif any(end.port == port.name for end, port in zip(link.ends, ports, strict=True)):
        # The link names the Port-channel: how its members are paired is not known, nor does it
        # matter, so one stands for each of them.
        yield Failure(FailureKind.LINK, str(link), link.ends)
        yield Failure(FailureKind.MEMBER, f"{link}: one of {members}", link.ends)
    else:
        yield Failure(FailureKind.MEMBER, str(link), link.ends)


def predict_left(
    topology: Topology, whole: Tree, failures: tuple[Failure, ...], site: Site
) -> tuple[Topology, Tree]:
    """Return what failures leave, and its tree; `whole` is the tree before them.

    Loop guard breaks a port that heard BPDUs before and hears none any more though it is up: behind
    a hub, or a bridge that passes BPDUs on. A port that goes down with its link is not touched.
    """
    left = fail(topology, failures, site)
    while True:
        tree = predict_tree(left)
        silent = _find_silent(left, whole, tree)
        if not silent:
            return left, tree
        bridges = dict(left.bridges)
        for end in silent:
            bridge = bridges[end.bridge]
            port = msgspec.structs.replace(bridge.ports[end.port], broken=LOOP_INCONSISTENT)
            ports = {**bridge.ports, end.port: port}
            bridges[end.bridge] = msgspec.structs.replace(bridge, ports=ports)
        left = msgspec.structs.replace(left, bridges=bridges)


def _find_silent(left: Topology, whole: Tree, tree: Tree) -> list[End]:
    """Return the guarded ports that would take over because nobody is heard there any more."""
    guarded = [
        End(name, port.name)
        for name, bridge in left.bridges.items()
        for port in bridge.ports.values()
        if port.loop_guard
        and whole.bridges[name].ports[port.name].role in (Role.ROOT, Role.ALTERNATE, Role.BACKUP)
        and tree.bridges[name].ports[port.name].role is Role.DESIGNATED
        and port.broken is None
    ]
    if not guarded:
        return []
    wiring = wire(left)
    heard = {
        end: sum(takes_part(left, wiring, each) for each in segment)
        for segment in wiring.segments
        for end in segment
    }
    return [end for end in guarded if heard.get(end) == 1]


def fail(topology: Topology, failures: tuple[Failure, ...], site: Site) -> Topology:
    """Return what is left of a topology."""
    for failure in failures:
        topology = _fail_one(topology, failure, site)
    return topology


def _fail_one(topology: Topology, failure: Failure, site: Site) -> Topology:
    if failure.kind is FailureKind.SWITCH:
        bridges = dict(topology.bridges)
        bridges.pop(failure.subject, None)
        kept = []
        for link in topology.links:
            ends = tuple(end for end in link.ends if end.bridge != failure.subject)
            if len(ends) > 1:
                kept.append(Link(ends))
        return msgspec.structs.replace(topology, bridges=bridges, links=tuple(kept))
    if failure.kind is FailureKind.MEMBER and ": one of " in failure.subject:
        return _thin_channel(topology, failure)
    if failure.kind is FailureKind.LEG:
        name = failure.ends[0].bridge
        if not isinstance(site.servers[name], StpServer):
            return topology  # the tree does not know a bond's legs
        gone = {failure.ends[0]}
        links = tuple(link for link in topology.links if gone.isdisjoint(link.ends))
    else:
        links = tuple(link for link in topology.links if link.ends != failure.ends)
    return msgspec.structs.replace(topology, links=links)


def _thin_channel(topology: Topology, failure: Failure) -> Topology:
    bridges = dict(topology.bridges)
    for end in failure.ends:
        bridge = bridges.get(end.bridge)
        if bridge is None or end.port not in bridge.ports:
            continue
        port = bridge.ports[end.port]
        thin = msgspec.structs.replace(port, members=port.members[:-1])
        if not port.has_fixed_cost and port.speed is not None and thin.members:
            from netredund.topology.costs import cost_of_speed

            cost = cost_of_speed(port.speed * len(thin.members), bridge.path_cost)
            thin = msgspec.structs.replace(thin, cost=cost)
        if len(thin.members) < max(port.min_links, 1):
            thin = msgspec.structs.replace(thin, up=False)
        ports = {**bridge.ports, end.port: thin}
        bridges[end.bridge] = msgspec.structs.replace(bridge, ports=ports)
    return msgspec.structs.replace(topology, bridges=bridges)
