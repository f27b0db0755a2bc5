"""The root of the spanning tree around a bridging server."""

from netredund.facts.spanning_tree import SpanningTreeInstance
from netredund.intent import StpServer
from netredund.intent.site import KEEP
from netredund.planning.change import RootMove
from netredund.planning.difference import GLOBAL
from netredund.planning.settings import change_listed, lists_number
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task
from netredund.vlans import has_vlan

_STEP = 4096
_Id = tuple[int, str]


def put_root(task: Task) -> None:
    """Plan the priority that makes a switch root; the last of a server's lines.

    In MST the server's 802.1D tree joins instance 0, so that the root is made there and in the
    instance that carries the VLAN (IEEE 802.1Q 13.5: the CIST decides at the region's boundary).
    """
    server = task.server
    assert isinstance(server, StpServer)
    if server.wanted_root not in task.site.switches:
        return
    draft, vlan = task.draft(server.wanted_root), server.access_vlan or 1
    priority = server.wanted_root_priority
    reason = f"{server.wanted_root} shall be root of VLAN {vlan} for {server.name}"
    if draft.facts.is_mst:
        for instance in sorted({0, draft.facts.mst_instance(vlan)}):
            draft.put_mst_priority(instance, priority, reason)
    else:
        draft.put_listed(GLOBAL, "priority", vlan, priority, reason)
    draft.close_step(server.name, f"VLAN {vlan}")


def check_tree(task: Task, *, may_move_root: bool) -> list[RootMove]:
    """Refuse a root that would move, or that cannot be had; return the moves that are planned."""
    server = task.server
    assert isinstance(server, StpServer)
    vlan = server.access_vlan or 1
    for name in server.switches:
        facts = task.facts(name)
        for line in facts.configuration.spanning_tree_settings.disabled_vlans:
            if has_vlan(line.text.split()[-1], vlan):
                task.refuse(
                    name,
                    f"spanning tree is off in VLAN {vlan}: a bridging server makes a loop",
                    evidence=facts.cite(line.line),
                    remedy=f"spanning-tree vlan {vlan}, if the whole VLAN may have it",
                )
    wanted = server.wanted_root
    if wanted == KEEP:
        return []
    if wanted not in task.site.switches:
        _check_address(task, vlan)
        return []
    moves = _check_move(task, wanted, vlan, may_move_root=may_move_root)
    facts = task.facts(wanted)
    if facts.is_mst and facts.mst_instance(vlan) != 0:
        moves += _check_common_move(task, wanted, vlan, may_move_root=may_move_root)
    return moves


def _check_common_move(
    task: Task, wanted: str, vlan: int, *, may_move_root: bool
) -> list[RootMove]:
    """Refuse where the root of MST instance 0 would move: that of the whole network's tree."""
    tree = task.facts(wanted).common_tree()
    if tree is None or tree.root is None:
        if may_move_root or _has_common_priority(task, wanted):
            return []
        task.refuse(
            wanted,
            "nothing tells who is root of MST 0 now, the tree that the server takes part in",
            remedy="capture show spanning-tree root, or say --change-root",
        )
        return []
    if tree.root.is_self:
        return []
    present = _root_id(tree)
    before = "another bridge" if present is None else present[1]
    if not may_move_root:
        task.refuse(
            wanted,
            f"the root of MST 0 would move from {before} to {wanted}, and all VLANs reconverge",
            evidence=f"{wanted}: {task.facts(wanted).cite_tree(tree, tree.root.line)}",
            remedy="--change-root allows it",
        )
    return [RootMove(vlan=vlan, before=before, after=wanted, mst_instance=0)]


def _has_common_priority(task: Task, wanted: str) -> bool:
    assert isinstance(task.server, StpServer)
    value = task.server.wanted_root_priority
    priorities = task.facts(wanted).configuration.spanning_tree_settings.priorities
    return any(each.value == value and lists_number(each.mst_instances, 0) for each in priorities)


def _check_address(task: Task, vlan: int) -> None:
    """Refuse where the root is not the bridge that the site file names."""
    assert isinstance(task.server, StpServer)
    address = task.site.find_root_address(task.server)
    for name in task.server.switches:
        tree = task.facts(name).tree(vlan)
        present = _root_id(tree) if tree else None
        if present and present[1] != address:
            task.refuse(
                name,
                f"root of VLAN {vlan}, expected {address}, got {present[1]}",
                remedy="only a switch of the site file can be made root",
            )


def _check_move(task: Task, wanted: str, vlan: int, *, may_move_root: bool) -> list[RootMove]:
    server = task.server
    assert isinstance(server, StpServer)
    facts = task.facts(wanted)
    tree = facts.tree(vlan)
    if tree is None or tree.root is None:
        if _has_priority(task, facts, vlan):
            task.note(f"{wanted}: no capture of its spanning tree tells whether it is root")
            return []
        if not may_move_root:
            task.refuse(
                wanted,
                f"nothing tells who is root of VLAN {vlan} now",
                remedy=f"capture show spanning-tree vlan {vlan}, or say --change-root",
            )
        return [RootMove(vlan=vlan, before=None, after=wanted)]
    own = _bridge_id(tree)
    after = None if own is None else (server.wanted_root_priority + own[0] % _STEP, own[1])
    rivals = [(name, bridge) for name, bridge in _bridges(task, vlan) if name != wanted]
    present = _root_id(tree)
    if present is not None and not tree.root.is_self:
        rivals.append((_name_of(task, present, vlan), present))
    for name, rival in rivals:
        if after is not None and rival < after and rival != own:
            task.refuse(
                wanted,
                f"it cannot be root of VLAN {vlan} with priority {server.wanted_root_priority}:"
                f" {name} has {rival[0]}",
                remedy="a lower root_priority, or a higher priority there",
            )
            return []
    if tree.root.is_self:
        return []
    before = "another bridge" if present is None else _name_of(task, present, vlan)
    if not may_move_root:
        task.refuse(
            wanted,
            f"the root of VLAN {vlan} would move from {before} to {wanted}, and the whole VLAN"
            " reconverges",
            evidence=f"{wanted}: {task.facts(wanted).cite_tree(tree, tree.root.line)}",
            remedy="--change-root allows it",
        )
    return [RootMove(vlan=vlan, before=before, after=wanted)]


def _has_priority(task: Task, facts: SwitchFacts, vlan: int) -> bool:
    """Tell whether the wanted priority stands in the running-config already."""
    assert isinstance(task.server, StpServer)
    value = task.server.wanted_root_priority
    lines = [
        line
        for line in facts.configuration.spanning_tree_lines
        if line.startswith("spanning-tree vlan ") and " priority " in line
    ]
    if facts.is_mst:
        priorities = facts.configuration.spanning_tree_settings.priorities
        return any(
            each.value == value and lists_number(each.mst_instances, facts.mst_instance(vlan))
            for each in priorities
        )
    return change_listed(lines, "priority", vlan, value) == change_listed(
        lines, "priority", 0, None
    )


def _bridge_id(tree: SpanningTreeInstance) -> _Id | None:
    bridge = tree.bridge
    if bridge is None or bridge.effective_priority is None or bridge.address is None:
        return None
    return bridge.effective_priority, bridge.address.lower()


def _root_id(tree: SpanningTreeInstance) -> _Id | None:
    root = tree.root
    if root is None:
        return None
    if root.priority is None or root.address is None:
        return _bridge_id(tree) if root.is_self else None
    return root.priority, root.address.lower()


def _bridges(task: Task, vlan: int) -> list[tuple[str, _Id]]:
    """Return the identifiers of the site's switches, as far as captures show them."""
    found = []
    for draft in task.drafts.values():
        tree = draft.facts.tree(vlan)
        bridge = _bridge_id(tree) if tree else None
        if bridge is not None:
            found.append((draft.facts.name, bridge))
    return found


def _name_of(task: Task, bridge: _Id, vlan: int) -> str:
    for name, known in _bridges(task, vlan):
        if known[1] == bridge[1]:
            return name
    return bridge[1]
