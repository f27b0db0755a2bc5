"""The spanning tree around a server: which instance carries its VLAN, and each leg's port in it."""

import re
from typing import NamedTuple

from netredund.facts.spanning_tree import (
    BridgeId,
    MstConfiguration,
    PortRole,
    PortState,
    SpanningTree,
    SpanningTreeInstance,
    SpanningTreePort,
    SpanningTreeSummary,
)
from netredund.intent import Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.configs import running_configs
from netredund.verdict.views import Cite, View, Views
from netredund.vlans import has_vlan

_VLAN_NAME = re.compile(r"VLAN0*(\d+)$")
_MST_NAME = re.compile(r"(?:MST)?0*(\d+)$")
_ASKED_VLAN = re.compile(r" vlan (\S+)")
_ASKED_INTERFACE = re.compile(r" interface (\S+)")


_BLOCKS = (PortRole.ALTERNATE, PortRole.BACKUP, PortRole.BOUNDARY)
_FORWARDS = (PortRole.DESIGNATED, PortRole.ROOT, PortRole.MASTER, PortRole.BOUNDARY)


class InstanceView(NamedTuple):
    """The instance that carries a VLAN, as one capture shows it."""

    view: View[SpanningTree]
    instance: SpanningTreeInstance

    def root_id(self) -> BridgeId | None:
        """Return the root's identifier with its effective priority, null where it is not said."""
        root = self.instance.root
        if root is None:
            return None
        if root.is_self:
            return self.bridge_id()
        if root.priority is None or root.address is None:
            return None
        return BridgeId(root.priority, root.address.lower())

    def bridge_id(self) -> BridgeId | None:
        """Return the switch's own identifier with its effective priority."""
        bridge = self.instance.bridge
        if bridge is None or bridge.effective_priority is None or bridge.address is None:
            return None
        return BridgeId(bridge.effective_priority, bridge.address.lower())

    def cite_root(self) -> Cite:
        """Point at the root block."""
        root = self.instance.root
        return self.view.cite(root.line if root else self.instance.line)


class PortView(NamedTuple):
    """One port of a switch in the instance, as one capture shows it."""

    view: View[SpanningTree]
    instance: SpanningTreeInstance
    port: SpanningTreePort

    def cite(self) -> Cite:
        """Point at the port's line."""
        return self.view.cite(self.port.line)

    @property
    def is_blocked(self) -> bool:
        """Tell whether the tree blocks the port for good: alternate or backup, and blocking.

        Pre-standard MST prints `Boun` for a port at the edge of the region, whatever its role.
        """
        return self.port.state is PortState.BLOCKING and self.port.effective_role in _BLOCKS

    @property
    def is_forwarding(self) -> bool:
        """Tell whether the tree forwards on the port, in a role that may forward."""
        return self.port.state is PortState.FORWARDING and self.port.effective_role in _FORWARDS

    @property
    def is_impossible(self) -> bool:
        """Tell whether role and state cannot both be true: only a garbled text says so."""
        role = self.port.effective_role
        if self.port.state is PortState.FORWARDING:
            return role not in _FORWARDS
        return role is None and self.port.state is PortState.BLOCKING

    @property
    def printed(self) -> str:
        """Role and state as they were printed: `Altn BLK`."""
        return " ".join(filter(None, (self.port.effective_role, self.port.state)))


def instance_views(case: Case, switch: str) -> list[InstanceView]:
    """Return every view of the instance that carries the server's access VLAN on a switch.

    A view by interface (`show spanning-tree interface X`) has neither root nor bridge; what shows
    no port (`show spanning-tree root`) is left out.
    """
    vlan = case.server.access_vlan
    found = []
    for view in case.views.of(switch, SpanningTree):
        for instance in view.facts.instances:
            if (
                vlan is not None
                and instance.ports
                and _carries(case.views, switch, view, instance, vlan)
            ):
                found.append(InstanceView(view, instance))
    return found


def _carries(
    views: Views,
    switch: str,
    view: View[SpanningTree],
    instance: SpanningTreeInstance,
    vlan: int,
) -> bool:
    name = instance.instance or ""
    if instance.vlans_mapped is not None and _MST_NAME.match(name):
        return has_vlan(instance.vlans_mapped, vlan)
    asked = _ASKED_VLAN.search(view.facts.command)
    if asked and _MST_NAME.match(name):
        return asked[1] == str(vlan)
    return is_instance_of(views, switch, name, vlan)


def is_instance_of(views: Views, switch: str, name: str, vlan: int) -> bool:
    """Tell whether the instance of a name (`VLAN0010`, `MST1`) carries a VLAN on a switch."""
    by_vlan = _VLAN_NAME.match(name)
    if by_vlan:
        return int(by_vlan[1]) == vlan
    by_number = _MST_NAME.match(name)
    return by_number is not None and mst_instance(views, switch, vlan) == int(by_number[1])


def mst_instance(views: Views, switch: str, vlan: int) -> int | None:
    """Return the MST instance that a VLAN is mapped to, null where no capture says it."""
    for view in views.of(switch, MstConfiguration):
        if view.cite().doubt:
            continue
        for mapping in view.facts.instances:
            if has_vlan(mapping.vlans_mapped, vlan):
                return mapping.instance
    for tree in views.of(switch, SpanningTree):
        for instance in tree.facts.instances:
            number = _MST_NAME.match(instance.instance or "")
            if number and instance.vlans_mapped and has_vlan(instance.vlans_mapped, vlan):
                return int(number[1])
    return None


def port_views(case: Case, leg: Uplink) -> list[PortView]:
    """Return every view of a leg's port in the instance of its VLAN."""
    found = []
    for view, instance in instance_views(case, leg.switch):
        asked = _ASKED_INTERFACE.search(view.facts.command)
        for port in instance.ports:
            name = port.interface or view.facts.interface or (asked[1] if asked else "")
            if is_same_interface(name, leg.interface):
                found.append(PortView(view, instance, port))
    return found


def is_contradiction(views: list[PortView]) -> bool:
    """Tell whether views of one port name different states or roles."""
    states = {view.port.state for view in views}
    roles = {view.port.effective_role for view in views} - {None}
    return len(states) > 1 or len(roles) > 1


def path_cost_method(case: Case, switch: str) -> tuple[str | None, tuple[Cite, ...]]:
    """Return `short` or `long` as a switch computes port costs, null where nothing says it.

    MST always runs with long costs (Catalyst: `Operational value is long`).
    """
    for summary in case.views.of(switch, SpanningTreeSummary):
        facts = summary.facts
        method = "long" if facts.mode == "mst" else facts.pathcost_operational
        method = method or facts.pathcost_method
        if method:
            return method, (summary.cite(),)
    for _, instance in instance_views(case, switch):
        if instance.protocol == "mstp" or (instance.instance or "").startswith("MST"):
            return "long", ()
    for config in running_configs(case, switch):
        if config.is_whole:
            mode = config.facts.spanning_tree_mode
            method = (
                "long" if mode == "mst" else config.facts.spanning_tree_settings.pathcost_method
            )
            return method or "short", (config.cite(),)
    return None, ()
