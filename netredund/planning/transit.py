"""Whether the cost of the legs keeps the switches from going through the server."""

from netredund.facts.spanning_tree import PortRole
from netredund.intent import StpServer
from netredund.interfaces import is_same_interface, long_name
from netredund.planning.bridge import wanted_cost
from netredund.planning.draft import Draft
from netredund.planning.neighbours import leads_to
from netredund.planning.settings import lists_number
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task


def check_transit_guard(task: Task) -> None:
    """Refuse a cost that is not above the switch's own way to the root: it would attract."""
    server = task.server
    assert isinstance(server, StpServer)
    vlan = server.access_vlan or 1
    for name in server.switches:
        draft = task.draft(name)
        _check_mst_cost(task, draft, name, vlan)
        if name == server.wanted_root:
            continue
        cost = wanted_cost(task, draft)
        known = way_cost(task, draft.facts, name, vlan)
        if known is not None:
            way, where = known
            if cost > way:
                continue
            task.refuse(
                name,
                f"cost {cost} is not above {way}, the cost of its own way to the root: it would"
                f" attract the switch's traffic through {server.name}",
                evidence=where,
                remedy="a higher `cost` in the site file, or none: 100 where path cost is short,"
                " 2000000 where it is long",
            )
        elif draft.facts.path_cost() == "long" and cost < 20_000:
            task.refuse(
                name,
                f"cost {cost} attracts where path cost is long, a link of 1 Gbit/s has 20000",
                remedy="no `cost` in the site file, or 2000000",
            )
    methods = {task.facts(name).path_cost() for name in server.switches}
    if len(methods) > 1:
        task.note("path cost is short on one switch and long on another: roles may flip")


def _check_mst_cost(task: Task, draft: Draft, name: str, vlan: int) -> None:
    """Refuse a leg whose cost in an MST instance is another line's: that line is in force."""
    if not draft.facts.is_mst:
        return
    cost, own = wanted_cost(task, draft), draft.facts.mst_instance(vlan)
    for leg in task.server.uplinks:
        stanza = draft.facts.find_interface(leg.interface)
        if leg.switch != name or stanza is None:
            continue
        for line in stanza.spanning_tree_settings.instance_costs:
            covers = any(lists_number(line.mst_instances, number) for number in (0, own))
            if covers and line.value != cost:
                task.refuse(
                    name,
                    f"{leg.interface} has a cost of {line.value} in MST {line.mst_instances}, which"
                    f" is in force there instead of the transit guard's {cost}",
                    evidence=draft.facts.cite(line.line),
                    remedy=f"no spanning-tree mst {line.mst_instances} cost, or the site's `cost`",
                )


def way_cost(task: Task, facts: SwitchFacts, name: str, vlan: int) -> tuple[int, str] | None:
    """Return the cost of a switch's way to the root after the plan, and where it was read.

    Null where captures do not tell. A root port that is a leg is no way: the plan is there to end
    it. Where the root moves, the way is the port that leads to the new root.
    """
    server = task.server
    assert isinstance(server, StpServer)
    tree = facts.tree(vlan)
    if tree is None or tree.root is None:
        return None
    legs = [leg.interface for leg in task.legs_on(name)]
    others = [
        port
        for port in tree.ports
        if port.interface
        and port.cost is not None
        and not any(is_same_interface(port.interface, leg) for leg in legs)
    ]
    root = server.wanted_root
    if root in task.site.switches:
        for port in others:
            if root in leads_to(task.site, facts, long_name(port.interface or "")):
                return port.cost or 0, f"{name}: {facts.cite_tree(tree, port.line)}"
    ways = [port for port in others if port.effective_role is PortRole.ROOT]
    moves = root in task.site.switches and not _is_root(task, root, vlan)
    if ways and not moves and tree.root.cost is not None:
        return tree.root.cost, f"{name}: {facts.cite_tree(tree, tree.root.line)}"
    if ways:
        return ways[0].cost or 0, f"{name}: {facts.cite_tree(tree, ways[0].line)}"
    return None


def _is_root(task: Task, name: str, vlan: int) -> bool:
    tree = task.facts(name).tree(vlan)
    return bool(tree and tree.root and tree.root.is_self)
