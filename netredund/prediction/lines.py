"""What lines of a running-config say of a tree: those that are compared before and after a plan."""

from collections.abc import Iterator
from itertools import pairwise

from netredund.facts.running_config import (
    Configuration,
    EnableWord,
    GuardWord,
    InterfaceConfig,
    PortFast,
    PortSpanningTree,
)
from netredund.interfaces import long_name
from netredund.planning.change import SwitchPlan
from netredund.vlans import has_vlan

_EDGE = (PortFast.PLAIN, PortFast.TRUNK, PortFast.EDGE, PortFast.EDGE_TRUNK)


def list_bounced(planned: SwitchPlan) -> tuple[str, ...]:
    """Return the ports that go down and up again, which ends err-disable and changes no line."""
    return tuple(
        place
        for place, lines in _list_places(planned)
        if ("shutdown", "no shutdown") in pairwise(lines)
    )


def _list_places(planned: SwitchPlan) -> Iterator[tuple[str, list[str]]]:
    place = ""
    lines: list[str] = []
    for planned_line in planned.do:
        line = planned_line.line
        if line.startswith("interface "):
            place, lines = long_name(line.removeprefix("interface ").strip()), []
        elif line == "exit" and place:
            yield place, lines
            place = ""
        else:
            lines.append(line)


def membership_of(stanza: InterfaceConfig) -> tuple[object, ...]:
    """Return the lines that say in which VLANs a port is."""
    return (
        stanza.is_switchport is False,
        stanza.switchport_mode,
        stanza.access_vlan or 1,
        stanza.native_vlan or 1,
        stanza.allowed_vlans,
        stanza.channel_group,
    )


def settings_of(stanza: InterfaceConfig) -> object:
    """Return all that a stanza says of the tree, without the places of its lines."""
    settings = stanza.spanning_tree_settings
    return (
        membership_of(stanza),
        stanza.is_shutdown,
        stanza.min_links,
        stanza.channel_mode,
        [(each.value, each.vlans, each.mst_instances) for each in settings.instance_costs],
        settings.cost,
        settings.bpduguard,
        settings.bpdufilter,
        settings.guard,
        settings.portfast,
    )


def priority_of(configuration: Configuration, vlan: int, instance: int | None) -> int | None:
    """Return the priority that a line gives a VLAN or instance; that of the last line counts."""
    found = None
    for each in configuration.spanning_tree_settings.priorities:
        if instance is None:
            is_hit = each.vlans is not None and has_vlan(each.vlans, vlan)
        else:
            is_hit = each.mst_instances is not None and _lists(each.mst_instances, instance)
        if is_hit:
            found = each.value
    return found


def _lists(listed: str, instance: int) -> bool:
    """Tell whether a list of MST instances has one; 0, which is no VLAN, is an instance."""
    for part in listed.split(","):
        first, _, last = part.partition("-")
        if int(first) <= instance <= int(last or first):
            return True
    return False


def cost_of(settings: PortSpanningTree, vlan: int) -> int | None:
    """Return the cost that lines give a port; that of the VLAN wins."""
    for value in settings.instance_costs:
        if value.covers_vlan(vlan):
            return value.value
    return settings.cost


def has_bpdu_guard(settings: PortSpanningTree, configuration: Configuration) -> bool:
    """Tell whether BPDU guard is in force: by its line, else by the default of edge ports."""
    if settings.bpduguard is not None:
        return settings.bpduguard is EnableWord.ENABLE
    tree = configuration.spanning_tree_settings
    is_edge = settings.portfast in _EDGE or (
        settings.portfast is None and tree.portfast_default is not None
    )
    return bool(tree.bpduguard_default) and is_edge


def has_loop_guard(settings: PortSpanningTree, configuration: Configuration) -> bool:
    """Tell whether loop guard is in force: by the port's line, else by the global default."""
    if settings.guard is not None:
        return settings.guard is GuardWord.LOOP
    return bool(configuration.spanning_tree_settings.loopguard_default)
