"""The tables beside the tree: `show spanning-tree root`, `blockedports` and `inconsistentports`."""

from typing import NamedTuple

from netredund.facts.spanning_tree import (
    BridgeId,
    InconsistentPort,
    Root,
    SpanningTree,
    SpanningTreeBlocked,
    SpanningTreeInconsistent,
)
from netredund.intent import Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.trees import is_instance_of
from netredund.verdict.views import Cite, View


class RootEntryView(NamedTuple):
    """The row of the server's VLAN in `show spanning-tree root`."""

    view: View[SpanningTree]
    root: Root

    @property
    def root_id(self) -> BridgeId:
        """The root's identifier."""
        return BridgeId(self.root.priority, (self.root.address or "").lower())

    @property
    def root_port(self) -> str | None:
        """The way to the root, null on the root itself."""
        return self.root.port

    def cite(self) -> Cite:
        """Point at its line."""
        return self.view.cite(self.root.line)


def is_own_instance(case: Case, switch: str, instance: str) -> bool:
    """Tell whether the instance of a name carries the server's VLAN on a switch."""
    vlan = case.server.access_vlan
    return vlan is not None and is_instance_of(case.views, switch, instance, vlan)


def root_entries(case: Case, switch: str) -> list[RootEntryView]:
    """Return the rows of the server's VLAN in `show spanning-tree root`."""
    return [
        RootEntryView(view, instance.root)
        for view in case.views.of(switch, SpanningTree)
        for instance in view.facts.instances
        if instance.root
        and not instance.bridge
        and not instance.ports
        and instance.instance
        and is_own_instance(case, switch, instance.instance)
    ]


def inconsistent_ports(case: Case, switch: str) -> list[tuple[InconsistentPort, Cite]]:
    """Return the rows of the server's VLAN in `show spanning-tree inconsistentports`."""
    return [
        (port, view.cite(port.line))
        for view in case.views.of(switch, SpanningTreeInconsistent)
        for port in view.facts.ports
        if is_own_instance(case, switch, port.instance)
    ]


def blocked_listings(case: Case, leg: Uplink) -> list[tuple[bool, Cite]]:
    """Return whether each `show spanning-tree blockedports` lists a leg, and where it is said.

    That it does not list it counts only where the table is whole: its total adds up.
    """
    found = []
    for view in case.views.of(leg.switch, SpanningTreeBlocked):
        rows = [
            row for row in view.facts.instances if is_own_instance(case, leg.switch, row.instance)
        ]
        listed = [
            row
            for row in rows
            if any(is_same_interface(port, leg.interface) for port in row.blocked)
        ]
        if listed:
            found.append((True, view.cite(listed[0].line)))
        elif view.facts.total is not None and not view.cite().doubt:
            found.append((False, view.cite()))
    return found
