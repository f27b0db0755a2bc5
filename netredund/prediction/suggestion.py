"""The smallest change after which a server's redundancy is what its site file wants."""

import itertools
from collections.abc import Callable, Iterator

import msgspec

from netredund.intent import Site, StpServer
from netredund.interfaces import is_same_interface
from netredund.prediction.comparison import explain_port, list_transit
from netredund.prediction.computation import predict_tree
from netredund.prediction.failures import list_failures, predict_left
from netredund.prediction.outages import Judge
from netredund.prediction.settings import set_root_priority
from netredund.prediction.tree import State, Tree
from netredund.topology import Bridge, BridgeKind, End, PathCost, Port, Topology
from netredund.verdict.finding import Verdict

_FAVOURED_PORT_PRIORITY = 16
_OTHER_LEG_COST_STEP = 100


class Change(msgspec.Struct, frozen=True, gc=False):
    """One line to set somewhere: `lines` are in the words of the device `where`."""

    where: str
    lines: tuple[str, ...]


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """Changes that were tried, and why they do not do; nothing where they do."""

    changes: tuple[Change, ...]
    shortfalls: tuple[str, ...]


class Suggestion(msgspec.Struct, frozen=True):
    """What to change for a server; `changes` is null where no combination does it.

    `smaller` are all sets of fewer changes, each with what it leaves wrong.
    """

    server: str
    changes: tuple[Change, ...] | None
    smaller: tuple[Attempt, ...]


class _Option(msgspec.Struct, frozen=True):
    change: Change
    apply: Callable[[Topology], Topology]


def suggest(topology: Topology, site: Site, server: StpServer, vlan: int) -> Suggestion:
    """Search the smallest set of changes by trying all sets, the smaller ones first.

    Wanted are: the intended switch is root; the intended leg forwards (that to the root, where a
    leg ends there); the server is in no switch's way to the root, whole and after every single
    failure that leaves another way.
    """
    options = list(_list_options(topology, site, server, vlan))
    smaller: list[Attempt] = []
    for size in range(len(options) + 1):
        for chosen in itertools.combinations(options, size):
            changed = topology
            for option in chosen:
                changed = option.apply(changed)
            changes = tuple(option.change for option in chosen)
            shortfalls = tuple(list_shortfalls(changed, site, server, vlan))
            if not shortfalls:
                done = tuple(each for each in smaller if len(each.changes) < size)
                return Suggestion(server.name, changes, done)
            smaller.append(Attempt(changes, shortfalls))
    return Suggestion(server.name, None, tuple(smaller))


def list_shortfalls(topology: Topology, site: Site, server: StpServer, vlan: int) -> Iterator[str]:
    """Yield what is not as wanted, with the comparison that decides it."""
    tree = predict_tree(topology)
    root = find_intended_root(topology, site, server, tree)
    if root is not None and tree.bridges[root].root != root:
        yield f"root, expected {root}, got {tree.bridges[root].root}"
        return
    transit = _list_switches(topology, list_transit(tree, server.name))
    if transit:
        yield f"traffic of {', '.join(transit)} goes through {server.name} with everything whole"
    leg = find_intended_leg(topology, server, root)
    for end in leg:
        port = tree.bridges[end.bridge].ports.get(end.port)
        if port is None or port.state is not State.FORWARDING:
            yield f"{end} does not forward: {explain_port(topology, tree, end)}"
    judge = Judge(topology, tree, site, vlan)
    for failure in list_failures(topology, site):
        outage = judge.judge((failure,))
        if outage.verdict is not Verdict.FAIL:
            continue
        _, left = predict_left(topology, tree, (failure,), site)
        if server.name in left.bridges:
            yield from (
                f"{failure}: {line}" for line in (*outage.lost, *outage.transit)
                if server.name in line
            )  # fmt: skip


def find_intended_root(topology: Topology, site: Site, server: StpServer, tree: Tree) -> str | None:
    """Return the switch that shall be root; where the site keeps it, if it is one now."""
    if server.wanted_root in topology.bridges:
        return server.wanted_root
    address = site.find_root_address(server)
    for name, bridge in topology.bridges.items():
        if address is not None and bridge.address == address:
            return name
    present = tree.list_roots()
    switches = _list_switches(topology, present)
    if switches:
        return switches[0]
    return next(iter(server.switches), None)


def find_intended_leg(topology: Topology, server: StpServer, root: str | None) -> tuple[End, ...]:
    """Return both ends of the leg to the root, nothing where no leg ends there."""
    for leg in server.uplinks:
        if leg.switch != root or leg.switch not in topology.bridges:
            continue
        for name in topology.bridges[leg.switch].ports:
            if is_same_interface(name, leg.interface):
                return End(leg.switch, name), End(server.name, leg.nic)
    return ()


def _list_switches(topology: Topology, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if topology.bridges[name].kind is BridgeKind.SWITCH)


def _list_options(
    topology: Topology, site: Site, server: StpServer, vlan: int
) -> Iterator[_Option]:
    """Yield what may be changed, each to the value that the site file wants."""
    tree = predict_tree(topology)
    root = find_intended_root(topology, site, server, tree)
    if root is not None:
        bridge = topology.bridges[root]
        wanted = server.wanted_root_priority
        what = f"vlan {vlan}"
        if bridge.region is not None:
            what = f"mst {','.join(map(str, (0, *bridge.instance_priorities)))}"
        line = f"spanning-tree {what} priority {wanted}"
        if bridge != set_root_priority(bridge, wanted, vlan):
            yield _Option(Change(root, (line,)), _set_root(root, wanted, vlan))
    yield from _cost_options(topology, server, vlan)
    bridge = topology.bridges[server.name]
    wanted = server.wanted_bridge_priority
    if bridge.priority != wanted:
        yield _Option(
            Change(server.name, (f"bridge priority {wanted}",)),
            _set_bridge(server.name, priority=wanted),
        )
    if any(port.cost != server.wanted_leg_cost for port in bridge.ports.values()):
        lines = tuple(f"{nic}: path cost {server.wanted_leg_cost}" for nic in bridge.ports)
        costs = dict.fromkeys(bridge.ports, server.wanted_leg_cost)
        yield _Option(Change(server.name, lines), _set_costs(server.name, costs))
    yield from _leg_options(topology, server, root)


def _cost_options(topology: Topology, server: StpServer, vlan: int) -> Iterator[_Option]:
    """Yield the transit guard: a cost on every switch port that faces the server."""
    per_switch: dict[str, dict[str, int]] = {}
    for leg in server.uplinks:
        bridge = topology.bridges.get(leg.switch)
        if bridge is None:
            continue
        cost = server.choose_cost("long" if bridge.path_cost is PathCost.LONG else "short")
        for name, port in bridge.ports.items():
            if is_same_interface(name, leg.interface) and port.cost != cost:
                per_switch.setdefault(leg.switch, {})[name] = cost
    for switch, costs in per_switch.items():
        lines = tuple(
            line
            for name, cost in costs.items()
            for line in (f"interface {name}", f"spanning-tree cost {cost}")
        )
        yield _Option(Change(switch, lines), _set_costs(switch, costs))


def _leg_options(topology: Topology, server: StpServer, root: str | None) -> Iterator[_Option]:
    """Yield what chooses between two legs of one switch: port priority, or the server's costs."""
    ends = find_intended_leg(topology, server, root)
    if not ends:
        return
    near, far = ends
    others = [leg.nic for leg in server.uplinks if leg.switch == root and leg.nic != far.port]
    if not others:
        return
    line = f"spanning-tree port-priority {_FAVOURED_PORT_PRIORITY}"
    yield _Option(
        Change(near.bridge, (f"interface {near.port}", line)),
        _set_port(near, priority=_FAVOURED_PORT_PRIORITY),
    )
    costs = {nic: server.wanted_leg_cost + _OTHER_LEG_COST_STEP for nic in others}
    lines = tuple(f"{nic}: path cost {cost}" for nic, cost in costs.items())
    yield _Option(Change(server.name, lines), _set_costs(server.name, costs))


def _set_root(name: str, priority: int, vlan: int) -> Callable[[Topology], Topology]:
    def apply(topology: Topology) -> Topology:
        return _replace(topology, set_root_priority(topology.bridges[name], priority, vlan))

    return apply


def _set_bridge(name: str, *, priority: int) -> Callable[[Topology], Topology]:
    def apply(topology: Topology) -> Topology:
        changed = msgspec.structs.replace(topology.bridges[name], priority=priority)
        return _replace(topology, changed)

    return apply


def _set_costs(name: str, costs: dict[str, int]) -> Callable[[Topology], Topology]:
    def apply(topology: Topology) -> Topology:
        bridge = topology.bridges[name]
        ports = {
            port_name: msgspec.structs.replace(port, cost=costs[port_name], has_fixed_cost=True)
            if port_name in costs
            else port
            for port_name, port in bridge.ports.items()
        }
        return _replace(topology, msgspec.structs.replace(bridge, ports=ports))

    return apply


def _set_port(end: End, *, priority: int) -> Callable[[Topology], Topology]:
    def apply(topology: Topology) -> Topology:
        bridge = topology.bridges[end.bridge]
        port: Port = msgspec.structs.replace(bridge.ports[end.port], priority=priority)
        ports = {**bridge.ports, end.port: port}
        return _replace(topology, msgspec.structs.replace(bridge, ports=ports))

    return apply


def _replace(topology: Topology, bridge: Bridge) -> Topology:
    bridges = {**topology.bridges, bridge.name: bridge}
    return msgspec.structs.replace(topology, bridges=bridges)
