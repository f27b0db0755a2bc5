"""The server's own view of its bridge: `bridge`, `ip` and `brctl`."""

from typing import NamedTuple

from netredund.facts.linux import (
    BrctlShow,
    BrctlShowstp,
    BridgeLinks,
    BridgePortState,
    IpLinks,
)
from netredund.facts.spanning_tree import BridgeId
from netredund.verdict.case import Case
from netredund.verdict.views import Cite, View

_IN_TREE = (BridgePortState.FORWARDING, BridgePortState.BLOCKING)


class BridgePortView(NamedTuple):
    """One NIC as a bridge port of the server, as one capture shows it."""

    cite_it: Cite
    bridge: str | None
    state: BridgePortState | None
    cost: int | None

    def cite(self) -> Cite:
        """Point at the line that names it."""
        return self.cite_it

    @property
    def is_blocked(self) -> bool:
        """Tell whether the server's end blocks."""
        return self.state is BridgePortState.BLOCKING


def server_ports(case: Case, nic: str) -> list[BridgePortView]:
    """Return every view of a NIC as port of a bridge with a state."""
    server = case.server.name
    found = []
    for links in case.views.of(server, BridgeLinks):
        for port in links.facts.ports:
            if port.interface == nic and port.master:
                found.append(
                    BridgePortView(links.cite(port.line), port.master, port.state, port.cost)
                )
    for ip in case.views.of(server, IpLinks):
        for link in ip.facts.links:
            info = link.bridge_port
            if link.interface == nic and info is not None:
                found.append(BridgePortView(ip.cite(link.line), link.master, info.state, info.cost))
    for brctl in case.views.of(server, BrctlShowstp):
        for paragraph in brctl.facts.ports:
            if paragraph.interface == nic:
                found.append(
                    BridgePortView(
                        brctl.cite(paragraph.line),
                        brctl.facts.bridge,
                        paragraph.state,
                        paragraph.path_cost,
                    )
                )
    return found


def bridges_of(case: Case, nic: str) -> list[tuple[str, Cite]]:
    """Return each bridge that a view puts a NIC into."""
    found = [(view.bridge, view.cite()) for view in server_ports(case, nic) if view.bridge]
    for show in case.views.of(case.server.name, BrctlShow):
        for bridge in show.facts.bridges:
            if nic in bridge.interfaces:
                found.append((bridge.bridge, show.cite(bridge.line)))
    return found


def is_list_whole(view: View[BridgeLinks] | View[IpLinks]) -> bool:
    """Tell whether a list of links has all of them: JSON shows its own end."""
    lines = view.capture.section.lines if view.capture.section else None
    head = lines[0].text if lines else view.capture.source.text.lstrip("\ufeff \r\n")
    return view.is_whole or (head.startswith("[") and not view.cite().doubt)


def server_roots(case: Case) -> list[tuple[BridgeId, Cite]]:
    """Return the root that each view names on a leg that is part of the tree."""
    server, nics = case.server.name, {leg.nic for leg in case.legs}
    found = []
    for ip in case.views.of(server, IpLinks):
        for link in ip.facts.links:
            info = link.bridge_port
            if link.interface in nics and info is not None and info.state in _IN_TREE:
                found.append((_split_id(info.root_id), ip.cite(link.line)))
    for brctl in case.views.of(server, BrctlShowstp):
        for port in brctl.facts.ports:
            if port.interface in nics and port.state in _IN_TREE:
                found.append((_split_id(port.designated_root), brctl.cite(port.line)))
    return [
        (BridgeId(priority, address), cite)
        for (priority, address), cite in found
        if priority is not None and address is not None
    ]


class BridgeIdentity(NamedTuple):
    """What a view says of the server's bridge as a whole; null is what it does not say."""

    cite: Cite
    name: str
    is_stp_on: bool | None
    priority: int | None
    address: str | None


def server_bridges(case: Case) -> list[BridgeIdentity]:
    """Return every view of the bridge that the legs are in.

    Other bridges of the server (docker0, virbr0) are no matter of ours. Where no view shows which
    bridge the legs are in, it is the only one there is.

    A bridge identifier is printed as `8000.0200000000aa` by brctl and `8000.2:0:0:0:0:aa` by ip:
    priority in hexadecimal, then the address.
    """
    server = case.server.name
    found = []
    for ip in case.views.of(server, IpLinks):
        for link in ip.facts.links:
            if link.bridge is None:
                continue
            is_on = None if link.bridge.stp_state is None else link.bridge.stp_state != 0
            _, address = _split_id(link.bridge.bridge_id)
            found.append(
                BridgeIdentity(
                    ip.cite(link.line), link.interface, is_on, link.bridge.priority, address
                )
            )
    for show in case.views.of(server, BrctlShow):
        for bridge in show.facts.bridges:
            priority, address = _split_id(bridge.bridge_id)
            found.append(
                BridgeIdentity(
                    show.cite(bridge.line), bridge.bridge, bridge.stp_enabled, priority, address
                )
            )
    for stp in case.views.of(server, BrctlShowstp):
        priority, address = _split_id(stp.facts.bridge_id)
        line = stp.facts.lines.get("bridge_id")
        found.append(
            BridgeIdentity(stp.cite(line), stp.facts.bridge or "?", None, priority, address)
        )
    own = {name for leg in case.legs for name, _ in bridges_of(case, leg.nic)}
    own = own or {bridge.name for bridge in found}
    return [bridge for bridge in found if bridge.name in own] if len(own) == 1 else []


def _split_id(text: str | None) -> tuple[int | None, str | None]:
    """Return priority and address (`0200.0000.00aa`) of a bridge identifier of Linux."""
    priority, _, address = (text or "").partition(".")
    parts = address.split(":")
    digits = "".join(part.zfill(2) for part in parts) if len(parts) == 6 else address
    try:
        number = int(priority, 16)
    except ValueError:
        return None, None
    if len(digits) != 12:
        return number, None
    digits = digits.lower()
    return number, f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
