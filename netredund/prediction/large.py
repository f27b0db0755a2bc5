"""Trees of large plain networks, by columns, as the values that `election` gives."""

from typing import NamedTuple

import numpy as np

from netredund.prediction.columns import (
    ALTERNATE,
    BACKUP,
    DESIGNATED,
    NO_PORT,
    ROOT,
    Wires,
    make_key,
    settle_columns,
)
from netredund.prediction.tree import BridgeTree, PortTree, Role, State
from netredund.prediction.wiring import NO_LINK
from netredund.topology import Bridge, Port, Topology

_ROLES = {ROOT: Role.ROOT, DESIGNATED: Role.DESIGNATED, ALTERNATE: Role.ALTERNATE,
          BACKUP: Role.BACKUP}  # fmt: skip


class Settled(NamedTuple):
    """The tree of every bridge, and how many bridges lie between it and its root."""

    bridges: dict[str, BridgeTree]
    depths: dict[str, int]


def is_plain(topology: Topology) -> bool:
    """Tell whether a network is made of what columns know: links of two ends, and no guards."""
    identifiers = {bridge.identifier for bridge in topology.bridges.values()}
    ends = {end for link in topology.links for end in link.ends}
    return (
        len(identifiers) == len(topology.bridges)
        and all(len(link.ends) == 2 for link in topology.links)
        and len(ends) == 2 * len(topology.links)
        and all(map(_is_plain_bridge, topology.bridges.values()))
    )


def _is_plain_bridge(bridge: Bridge) -> bool:
    is_usual = bridge.has_stp and bridge.region is None
    return is_usual and all(map(_is_plain_port, bridge.ports.values()))


def _is_plain_port(port: Port) -> bool:
    return not (
        port.members
        or port.root_guard
        or port.bpdu_filter
        or port.bpdu_guard
        or port.broken
        or port.up is False
    )


def settle_plain(topology: Topology) -> Settled:
    """Return the tree of a plain network: the same as by `wire`, `elect` and `assign_roles`."""
    names = list(topology.bridges)
    places = {name: place for place, name in enumerate(names)}
    bridges = list(topology.bridges.values())
    ends = [end for link in topology.links for end in link.ends]
    ports = [bridges[places[end.bridge]].ports[end.port] for end in ends]
    rank = np.empty(len(names), dtype=np.int64)
    order = sorted(range(len(names)), key=lambda place: bridges[place].identifier)
    rank[order] = np.arange(len(names))
    outcome = settle_columns(
        Wires(
            rank,
            np.array([places[end.bridge] for end in ends], dtype=np.int64),
            np.array([port.cost for port in ports], dtype=np.int64),
            np.array([make_key(*port.identifier) for port in ports], dtype=np.int64),
        )
    )
    costs, roots = outcome.root_cost.tolist(), outcome.root.tolist()
    roles, root_ports = outcome.role.tolist(), outcome.root_port.tolist()
    trees: list[dict[str, PortTree]] = [
        {port.name: _settle_alone(bridge, port, cost) for port in bridge.ports.values()}
        for bridge, cost in zip(bridges, costs, strict=True)
    ]
    for at, end in enumerate(ends):
        role = roles[at]
        winner = at if role == DESIGNATED else at ^ 1
        owner = ends[winner].bridge
        is_open = role in (ROOT, DESIGNATED)
        trees[places[end.bridge]][end.port] = PortTree(
            _ROLES[role],
            State.FORWARDING if is_open else State.BLOCKING,
            owner,
            ports[winner].identifier,
            costs[places[owner]],
        )
    ways = [None if at == NO_PORT else ends[at].port for at in root_ports]
    found = {
        name: BridgeTree(names[roots[place]], costs[place], ways[place], trees[place])
        for place, name in enumerate(names)
    }
    depths: dict[str, int] = {}
    for place in np.argsort(outcome.root_cost, kind="stable").tolist():
        at = root_ports[place]
        depths[names[place]] = 0 if at == NO_PORT else depths[ends[at ^ 1].bridge] + 1
    return Settled(found, depths)


def _settle_alone(bridge: Bridge, port: Port, cost: int) -> PortTree:
    """Return what a port without a link is."""
    if not port.up:
        return PortTree(Role.DISABLED, State.DISABLED, None, None, None, NO_LINK)
    return PortTree(Role.DESIGNATED, State.FORWARDING, bridge.name, port.identifier, cost)
