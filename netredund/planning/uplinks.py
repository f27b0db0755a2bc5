"""Whether a leg's port is none: it leads to a switch, by CDP, LLDP or the spanning tree."""

from netredund.facts.running_config import SwitchportMode
from netredund.facts.spanning_tree import PortRole
from netredund.intent import StpServer, Uplink
from netredund.interfaces import is_same_interface, long_name
from netredund.planning.neighbours import Neighbour, neighbours_on, server_named, switch_named
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task

_BLOCKED = (PortRole.ALTERNATE, PortRole.BACKUP)


def check_uplink(task: Task, leg: Uplink) -> None:
    """Refuse a port that leads to a switch."""
    _check_neighbours(task, leg)
    if isinstance(task.server, StpServer):
        _check_linked_legs(task, leg)
    _check_tree(task, leg)


def _check_neighbours(task: Task, leg: Uplink) -> None:
    """Refuse a port on which a switch is heard.

    A bridging server passes CDP on, so that CDP names a switch that is behind it: then the port at
    the other end is another of the server's legs. LLDP passes through no bridge (IEEE 802.1AB 7.1).
    """
    facts = task.facts(leg.switch)
    for neighbour in neighbours_on(facts, leg.interface):
        switch = switch_named(task.site, neighbour)
        is_other = neighbour.is_switch and not server_named(task.site, neighbour)
        if (switch or is_other) and not _is_behind_server(task, neighbour, switch):
            task.refuse(
                leg.switch,
                f"{leg.interface} is a link to the switch {switch or neighbour.name}",
                evidence=neighbour.evidence,
                remedy="put the site file right",
            )


def _is_behind_server(task: Task, neighbour: Neighbour, switch: str | None) -> bool:
    """Tell whether CDP came through the server's bridge, from another of its legs."""
    if not isinstance(task.server, StpServer) or neighbour.protocol != "cdp" or switch is None:
        return False
    unit = task.site.switches[switch].unit
    return neighbour.port is None or any(
        task.site.switches[each.switch].unit == unit
        and is_same_interface(each.interface, neighbour.port)
        for each in task.server.uplinks
    )


def _check_linked_legs(task: Task, leg: Uplink) -> None:
    """Refuse a leg on which another switch of the site is the designated bridge itself.

    Behind a server that takes part in the tree the server is (IEEE 802.1D-2004 17.3.2). Where CDP
    says that two legs see each other, they are linked, or the server's bridge passes BPDUs on.
    """
    addresses = {
        instance.bridge.address.lower(): draft.facts.name
        for draft in task.drafts.values()
        for instance in draft.facts.instances
        if instance.bridge is not None and instance.bridge.address is not None
    }
    facts = task.facts(leg.switch)
    for instance, port in facts.tree_ports(leg.interface):
        bridge = port.designated_bridge
        if bridge is None or bridge.address is None:
            continue
        other = addresses.get(bridge.address.lower())
        if other is not None and other != facts.name:
            task.refuse(
                leg.switch,
                f"{leg.interface} hears {other} itself in {instance.instance}, and not the server:"
                " it is a link between the switches, or the server's bridge has no spanning tree",
                evidence=facts.cite_tree(instance, port.line),
                remedy="the right ports in the site file, or spanning tree on in the server's"
                " bridge",
            )


def _check_tree(task: Task, leg: Uplink) -> None:
    """Refuse a port that is the switch's way to the root, or hears a bridge where none may be."""
    facts = task.facts(leg.switch)
    is_stp = isinstance(task.server, StpServer)
    for instance, port in facts.tree_ports(leg.interface):
        evidence = facts.cite_tree(instance, port.line)
        is_answered = port.effective_role in _BLOCKED or "Peer(STP)" in (port.type or "")
        if not is_stp and is_answered:
            task.refuse(
                leg.switch,
                f"{leg.interface} hears a bridge in {instance.instance}: BPDU guard would switch it"
                f" off, and {task.server.method.value} has no bridge",
                evidence=evidence,
                remedy="bridge_stp off on the server, or method stp",
            )
        elif port.effective_role is not PortRole.ROOT:
            continue
        elif not is_stp:
            task.refuse(
                leg.switch,
                f"{leg.interface} is the switch's way to the root of {instance.instance}: a bridge"
                f" is there, and {task.server.method.value} has none",
                evidence=evidence,
            )
        elif not _has_other_way(task, leg, facts):
            task.refuse(
                leg.switch,
                f"{leg.interface} is the switch's only way to the root of {instance.instance}:"
                " its uplink",
                evidence=evidence,
                remedy="a link between the switches, or the right port in the site file",
            )


def _has_other_way(task: Task, leg: Uplink, facts: SwitchFacts) -> bool:
    """Tell whether another port leads to a switch: it blocks, a switch is heard, or it trunks."""
    legs = {long_name(each.interface) for each in task.legs_on(leg.switch)}
    for instance in facts.instances:
        for row in instance.ports:
            if row.interface is None or long_name(row.interface) in legs:
                continue
            if row.effective_role in (PortRole.ALTERNATE, PortRole.ROOT):
                return True
            stanza = facts.find_interface(row.interface)
            if stanza is not None and stanza.switchport_mode is SwitchportMode.TRUNK:
                return True
            for neighbour in neighbours_on(facts, row.interface):
                if neighbour.is_switch or switch_named(task.site, neighbour):
                    return True
    return False
