"""What the global `spanning-tree` lines do, the root macro included."""

from netredund.lab.config import PortFast, VlanTree
from netredund.lab.ios.configurator import Answer, Configurator, Form, action
from netredund.lab.ios.refusals import PRIORITY_STEP, priority_step, root_failed
from netredund.lab.ios.syntax import Match

ROOT_PRIORITY = 24576
SECONDARY_PRIORITY = 28672


@action
def extend_system_id(mode: Configurator, match: Match, form: Form) -> Answer:
    """Add the VLAN to the bridge priority; current images cannot do without."""
    if form is Form.NO:
        return "% This platform requires that the extended system-id feature be enabled."
    mode.configuration.switch.extend_system_id = None
    return None


@action
def enable_tree(mode: Configurator, match: Match, form: Form) -> Answer:
    """Run spanning tree in VLANs, or not; `default` clears its lines."""
    config = mode.configuration.switch
    for number in match.values["vlans"]:
        if form is Form.DEFAULT:
            config.vlan_trees.pop(number, None)
        else:
            config.tree(number).enabled = form is Form.SET
    _drop_empty_trees(mode)
    return None


def _drop_empty_trees(mode: Configurator) -> None:
    trees = mode.configuration.switch.vlan_trees
    for number in [number for number, tree in trees.items() if tree == VlanTree()]:
        del trees[number]


@action
def tree_priority(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set the bridge priority of VLANs, in steps of 4096."""
    priority = match.values.get("priority") if form is Form.SET else None
    if priority is not None and priority % PRIORITY_STEP:
        return priority_step()
    for number in match.values["vlans"]:
        mode.configuration.switch.tree(number).priority = priority
    _drop_empty_trees(mode)
    return None


@action
def tree_timer(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set a timer of VLANs."""
    value = match.values.get("value") if form is Form.SET else None
    for number in match.values["vlans"]:
        setattr(mode.configuration.switch.tree(number), match.values["field"], value)
    _drop_empty_trees(mode)
    return None


@action
def tree_root(mode: Configurator, match: Match, form: Form) -> Answer:
    """Run the root macro once: it stores a number and never tracks.

    Primary: 24576 where the root is above that, else 4096 under the root; secondary: 28672.
    """
    config = mode.configuration.switch
    vlans = match.values["vlans"]
    if form is not Form.SET:
        for number in vlans:
            config.tree(number).priority = None
        _drop_empty_trees(mode)
        return None
    found = {number: _root_priority(mode, number, match.values["place"]) for number in vlans}
    failed = [number for number, priority in found.items() if priority is None]
    if failed:
        return root_failed(failed)
    for number, priority in found.items():
        tree = config.tree(number)
        tree.priority = priority
        tree.hello_time = match.values.get("hello", tree.hello_time)
        if "diameter" in match.values:
            tree.max_age, tree.forward_time = diameter_timers(
                match.values["diameter"], match.values.get("hello", 2)
            )
    return None


def diameter_timers(diameter: int, hello: int) -> tuple[int, int]:
    """Return max age and forward delay of a network so wide (802.1D-1998 annex B)."""
    max_age = 4 * hello + 2 * diameter - 2
    forward = (4 * hello + 3 * diameter + 1) // 2
    return max(6, min(40, max_age)), max(4, min(30, forward))


def _root_priority(mode: Configurator, number: int, place: str) -> int | None:
    if place == "secondary":
        return SECONDARY_PRIORITY
    tree = mode.switch.tree(number) if mode.switch is not None else None
    if tree is None:
        return ROOT_PRIORITY
    own = mode.configuration.switch.vlan_trees.get(number, VlanTree()).priority
    if tree.is_root and own is not None and own <= ROOT_PRIORITY:
        return own
    root = tree.root.priority - tree.system_id
    if root > ROOT_PRIORITY:
        return ROOT_PRIORITY
    if root == ROOT_PRIORITY and tree.bridge.address < tree.root.address:
        return ROOT_PRIORITY
    wanted = (root - 1) // PRIORITY_STEP * PRIORITY_STEP
    # IOS never goes to 0 by itself: a root at 4096 or below makes the macro fail.
    return wanted if wanted >= PRIORITY_STEP else None


@action
def portfast_default(mode: Configurator, match: Match, form: Form) -> Answer:
    """Make PortFast the default of access ports."""
    kind = match.values["kind"]
    config = mode.configuration.switch
    config.portfast_default = PortFast(kind) if form is Form.SET and kind is not None else None
    if form is not Form.SET or kind is None:
        return None
    return (
        "%Warning: this command enables portfast by default on all interfaces. You\n"
        " should now disable portfast explicitly on switched ports leading to hubs,\n"
        " switches and bridges as they may create temporary bridging loops.\n"
    )
