"""`show spanning-tree summary`: the settings of the switch and a count for each tree."""

from collections.abc import Sequence

from netredund.lab.config import PortFast
from netredund.lab.show.query import Query, name_vlan, show
from netredund.lab.show.spanning_tree import wanted_trees
from netredund.lab.status import PortState, Tree

COUNTED = (
    (PortState.BLOCKING, PortState.BROKEN),
    (PortState.LISTENING,),
    (PortState.LEARNING,),
    (PortState.FORWARDING,),
)
HEAD = [
    "",
    "Name                   Blocking Listening Learning Forwarding STP Active",
]
RULE = "---------------------- -------- --------- -------- ---------- ----------"
ROOT_WIDTH = 79


@show
def spanning_tree_summary(query: Query) -> list[str]:
    """Print the settings and the counts, or only their totals."""
    config = query.device.configuration.switch
    mode = str(config.mode or "pvst")
    trees = wanted_trees(query)
    lines = [
        f"Switch is in {mode} mode",
        *_root_lines([tree.vlan for tree in trees if tree.is_root]),
    ]
    values = _setting_values(query, mode)
    for label, key, width in query.device.release.summary_settings:
        lines.append(f"{label:<{width}}{' ' if width == 0 else ''}{values[key]}")
    counts = [_count(tree) for tree in trees]
    totals = [sum(column) for column in zip(*counts, strict=True)] or [0] * 5
    lines += [*HEAD, RULE]
    if "totals" not in query.values:
        lines += [_row(name_vlan(tree.vlan), row) for tree, row in zip(trees, counts, strict=True)]
        lines.append(RULE)
    unit = "vlan" if len(trees) == 1 else "vlans"
    return [*lines, _row(f"{len(trees)} {unit}", totals)]


def _count(tree: Tree) -> list[int]:
    counts = [sum(port.state in states for port in tree.ports) for states in COUNTED]
    return [*counts, len(tree.ports)]


def _row(name: str, counts: Sequence[int]) -> str:
    blocking, listening, learning, forwarding, active = counts
    return f"{name:<21} {blocking:>8} {listening:>9} {learning:>8} {forwarding:>10} {active:>10}"


def _root_lines(vlans: Sequence[int]) -> list[str]:
    if not vlans:
        return ["Root bridge for: none"]
    pieces: list[str] = []
    index = 0
    while index < len(vlans):
        end = index
        while end + 1 < len(vlans) and vlans[end + 1] == vlans[end] + 1:
            end += 1
        first, last = name_vlan(vlans[index]), name_vlan(vlans[end])
        pieces.append(first if end == index else f"{first}-{last}")
        index = end + 1
    lines = ["Root bridge for: " + pieces[0]]
    for piece in pieces[1:]:
        if len(lines[-1]) + 2 + len(piece) < ROOT_WIDTH:
            lines[-1] += f", {piece}"
        else:
            lines[-1] += ","
            lines.append(f"  {piece}")
    return lines


def _setting_values(query: Query, mode: str) -> dict[str, str]:
    config = query.device.configuration.switch
    inactive = f"is enabled but inactive in {mode} mode"
    portfast = _enabled(on=config.portfast_default is not None)
    if query.device.release.has_portfast_edge and config.portfast_default is not None:
        portfast = "is network" if config.portfast_default is PortFast.NETWORK else "is edge"
    return {
        "extended": "is enabled",
        "portfast": portfast,
        "bpduguard": _enabled(on=config.bpduguard_default),
        "bpdufilter": _enabled(on=config.bpdufilter_default),
        "loopguard": _enabled(on=config.loopguard_default),
        "guard": _enabled(on=config.etherchannel_guard is not False),
        "simulation": inactive,
        "assurance": "is enabled" if mode == "rapid-pvst" else inactive,
        "uplinkfast": _enabled(on=config.uplinkfast),
        "backbonefast": _enabled(on=config.backbonefast),
        "pathcost": str(config.pathcost_method or "short"),
    }


def _enabled(*, on: bool) -> str:
    return "is enabled" if on else "is disabled"
