"""A topology to its tree, and what is wrong with the tree as a whole."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec

import msgspec

from netredund.prediction.election import assign_roles, elect
from netredund.prediction.tree import BridgeTree, State, Tree
from netredund.prediction.wiring import BPDU_GUARD, Wiring, wire
from netredund.topology import BridgeKind, End, Topology
from netredund.topology.network import DEFAULT_VLAN, VlanRanges
from netredund.topology.selection import native_of, select_vlan
from netredund.verdict.finding import Finding, Verdict

# The election takes 60 ms here and columns 8 ms, but numpy and scipy 0.3 s to import: worth it for
# the many trees of VLANs and plans, and little for one (`scripts/benchmark predict`).
LARGE = 500


def predict_tree(topology: Topology) -> Tree:
    """Return the tree that IEEE 802.1D makes of a topology without VLANs.

    With MST regions it is the CIST, or the tree that carries the topology's `mapped_vlan`.

    >>> from netredund.topology import parse_topology
    >>> tree = predict_tree(parse_topology('''
    ... bridges:
    ...   sw1: {priority: 1, address: 0019.e7aa.0001, ports: {Fa0/1: {cost: 19}}}
    ...   sw2: {priority: 32769, address: 0019.e7aa.0002, ports: {Fa0/1: {cost: 19}}}
    ... links:
    ...   - [sw1, Fa0/1, sw2, Fa0/1]
    ... '''))
    >>> tree.bridges["sw2"].root, tree.bridges["sw2"].ports["Fa0/1"].role.value
    ('sw1', 'root')
    """
    if topology.mapped_vlan is not None:
        from netredund.prediction.regions import predict_mapped

        vlan = topology.mapped_vlan
        return predict_mapped(msgspec.structs.replace(topology, mapped_vlan=None), vlan)
    if len(topology.bridges) >= LARGE and _has_columns():
        from netredund.prediction.large import is_plain, settle_plain

        if is_plain(topology):  # nothing in it can loop or break
            settled = settle_plain(topology)
            return Tree(
                settled.bridges, tuple(_find_far(topology, settled.bridges, settled.depths))
            )
    return predict_by_election(topology)


def predict_by_election(topology: Topology) -> Tree:
    """Return the tree as the standard words it, whatever the size: columns are held against it."""
    wiring = wire(topology)
    election = elect(topology, wiring)
    bridges = assign_roles(topology, wiring, election)
    findings = [
        *_find_loops(topology, wiring, bridges),
        *_find_far(topology, bridges, election.depths),
        *find_broken(bridges),
    ]
    return Tree(bridges, tuple(findings))


@cache
def _has_columns() -> bool:
    """Tell whether the extra `fast` is installed."""
    return find_spec("numpy") is not None and find_spec("scipy") is not None


def predict_vlan(topology: Topology, vlan: int) -> Tree:
    """Return the tree of one VLAN; a finding says where it cannot be told."""
    tree = predict_tree(select_vlan(topology, vlan))
    return msgspec.structs.replace(
        tree, findings=(*tree.findings, *_find_servers_on_trunks(topology, vlan))
    )


def _find_servers_on_trunks(topology: Topology, vlan: int) -> Iterator[Finding]:
    """Find server bridges on trunks, where their one tree is no VLAN's alone.

    Such a bridge hears only the untagged IEEE BPDUs, which are VLAN 1's; those of other VLANs go
    through it as plain multicast, as far as its own tree forwards (Cisco document 24063; kernel:
    only 0180.c200.0000 is its own).
    """
    for link in topology.links:
        servers = [end for end in link.ends if _is_server(topology, end)]
        for end in link.ends if servers else ():
            port = topology.find_port(end)
            if _is_server(topology, end) or not port.is_trunk or not port.carries(vlan):
                continue
            if vlan == DEFAULT_VLAN == native_of(port):
                continue
            native = native_of(port)
            yield Finding(
                "tree.server-on-trunk", str(end), Verdict.UNKNOWN,
                f"{end}: an access port in front of the server's bridge {servers[0].bridge},"
                f" expected, got a trunk (native VLAN {native}): the bridge has one tree for all"
                f" VLANs, and what it does to this one is not computed",
                remedy="give the bridge access ports, or bond its legs",
            )  # fmt: skip


def _is_server(topology: Topology, end: End) -> bool:
    return topology.bridges[end.bridge].kind is BridgeKind.SERVER


def predict_vlans(topology: Topology) -> dict[int, Tree]:
    """Return the tree of each VLAN that a topology speaks of.

    VLANs that nothing tells apart (no value or port of their own, allowed on the same trunks) have
    the same tree: it is computed once.
    """
    special: set[int] = set()
    allowed: dict[VlanRanges, None] = {}
    for bridge in topology.bridges.values():
        special.update(bridge.priorities)
        for port in bridge.ports.values():
            special.update(port.vlan_costs, port.vlan_priorities)
            own = (port.access_vlan, port.native_vlan, DEFAULT_VLAN)
            special.update(vlan for vlan in own if vlan is not None)
            if port.allowed_vlans is not None:
                allowed[port.allowed_vlans] = None
    trees: dict[object, Tree] = {}
    found = {}
    for vlan in topology.list_vlans():
        alike: object = vlan
        if vlan not in special:
            alike = tuple(
                any(first <= vlan <= last for first, last in ranges) for ranges in allowed
            )
        if alike not in trees:
            trees[alike] = predict_vlan(topology, vlan)
        found[vlan] = trees[alike]
    return found


def _find_loops(
    topology: Topology, wiring: Wiring, bridges: dict[str, BridgeTree]
) -> Iterator[Finding]:
    """Find rings of forwarding ports: bridges and wires are nodes, forwarding ports join them."""
    above: dict[object, object] = {}

    def top(node: object) -> object:
        while above.setdefault(node, node) != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for place, segment in enumerate(wiring.wires):
        for end in segment:
            if bridges[end.bridge].ports[end.port].state is not State.FORWARDING:
                continue
            bridge, medium = top(end.bridge), top(place)
            if bridge == medium:
                others = sorted({str(each) for each in segment if each != end})
                yield Finding(
                    "tree.loop", str(end), Verdict.FAIL,
                    f"{end}: frames circle without end over this port and"
                    f" {', '.join(others) or 'itself'}, expected one way between any two bridges",
                    remedy="remove the BPDU filter, or switch spanning tree on at the bridge that"
                    " closes the ring",
                )  # fmt: skip
            above[bridge] = medium


def _find_far(
    topology: Topology, bridges: dict[str, BridgeTree], depths: dict[str, int]
) -> Iterator[Finding]:
    """Find bridges that the root's max age does not reach.

    A bridge takes a message whose age, grown by one, is not above Max Age (802.1D-2004 17.21.23);
    each bridge on the way has let it grow by one.
    """
    for name, depth in depths.items():
        root = topology.bridges[bridges[name].root or name]
        if depth > root.max_age_s:
            yield Finding(
                "tree.diameter", name, Verdict.FAIL,
                f"{name}: bridges between it and the root {root.name}, expected at most"
                f" {root.max_age_s - 1} with max age {root.max_age_s}, got {depth - 1}:"
                " it will not believe what it hears of the root, and the tree will not settle",
                remedy=f"a root nearer to the middle, or a larger max age on {root.name}",
            )  # fmt: skip


def find_broken(bridges: dict[str, BridgeTree]) -> Iterator[Finding]:
    """Yield the ports that are broken, or that BPDU guard has switched off."""
    for name, bridge in bridges.items():
        for port_name, port in bridge.ports.items():
            end = End(name, port_name)
            if port.state is State.BROKEN:
                yield Finding(
                    "tree.broken", str(end), Verdict.FAIL,
                    f"{end}: state, expected forwarding or blocking, got broken ({port.reason})",
                )  # fmt: skip
            elif port.reason == BPDU_GUARD:
                yield Finding(
                    "tree.bpdu-guard", str(end), Verdict.FAIL,
                    f"{end}: state, expected up, got err-disabled: BPDU guard is on, and another"
                    " bridge is heard there",
                )  # fmt: skip
