"""Which ports of switches are wired together, as neighbours, BPDUs and LACP partners tell it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from netredund.facts.lacp import Lacp, LacpSystem
from netredund.facts.neighbors import CdpNeighbors, LldpNeighbors
from netredund.intent import Site
from netredund.interfaces import long_name
from netredund.topology.network import End
from netredund.topology.sightings import SwitchSighting
from netredund.verdict.finding import Evidence
from netredund.verdict.views import Views


class Wire(NamedTuple):
    """Two ends, by long names, and what shows that they are joined."""

    ends: frozenset[End]
    source: str
    evidence: Evidence


def find_wires(
    site: Site, views: Views, switches: dict[str, SwitchSighting], legs: set[End]
) -> list[Wire]:
    """Return every sign of a link between two switches of the site.

    CDP passes through a server's bridge (a Linux bridge forwards it, with STP on or off), so what
    is heard on a leg of a server is no link. A switch that nothing was captured of has no ports.
    """
    found = []
    for switch in switches.values():
        for wire in (
            *_hear_cdp(site, views, switch),
            *_hear_lldp(site, views, switch),
            *_hear_bpdus(switches, switch),
            *_hear_partners(views, switches, switch),
        ):
            if any(end.bridge not in switches for end in wire.ends):
                continue
            ends = frozenset(
                End(end.bridge, switches[end.bridge].channel_of(end.port)) for end in wire.ends
            )
            if len(ends) == 2 and not ends & legs:
                found.append(wire._replace(ends=ends))
    return found


def _match_switch(site: Site, said: str | None) -> str | None:
    """Return the switch of a name that CDP and LLDP print: with a domain, or a serial behind."""
    if not said:
        return None
    bare = re.sub(r"\(.*\)$", "", said.strip()).lower()
    for name, switch in site.switches.items():
        for own in (name.lower(), switch.wanted_hostname.lower()):
            if bare == own or bare.split(".")[0] == own:
                return name
    return None


def _hear_cdp(site: Site, views: Views, switch: SwitchSighting) -> Iterator[Wire]:
    for view in views.of(switch.name, CdpNeighbors):
        for neighbor in view.facts.neighbors:
            far = _match_switch(site, neighbor.device_id)
            if far and neighbor.interface and neighbor.port_id:
                near_end = End(switch.name, long_name(neighbor.interface))
                ends = frozenset((near_end, End(far, long_name(neighbor.port_id))))
                yield Wire(ends, "CDP", view.cite(neighbor.line).evidence())


def _hear_lldp(site: Site, views: Views, switch: SwitchSighting) -> Iterator[Wire]:
    for view in views.of(switch.name, LldpNeighbors):
        for neighbor in view.facts.neighbors:
            far = _match_switch(site, neighbor.system_name)
            if far and neighbor.interface and neighbor.port_id:
                near_end = End(switch.name, long_name(neighbor.interface))
                ends = frozenset((near_end, End(far, long_name(neighbor.port_id))))
                yield Wire(ends, "LLDP", view.cite(neighbor.line).evidence())


def _hear_bpdus(switches: dict[str, SwitchSighting], switch: SwitchSighting) -> Iterator[Wire]:
    """Take the designated bridge and port that the detail forms name at this end."""
    by_identifier = {each.identifier: each for each in switches.values() if each.identifier}
    for port in switch.ports.values():
        designated = port.designated
        if designated is None:
            continue
        far = by_identifier.get(designated[:2])
        if far is None or far is switch:
            continue
        other = far.find_by_number(designated[2])
        if other is not None:
            ends = frozenset((End(switch.name, port.interface), End(far.name, other.interface)))
            yield Wire(ends, "BPDUs", port.evidence()[0])


def _hear_partners(
    views: Views, switches: dict[str, SwitchSighting], switch: SwitchSighting
) -> Iterator[Wire]:
    """Take the LACP partner of each Port-channel, where it is one of the site's switches."""
    systems = {address: each for each in switches.values() for address in _systems(views, each)}
    for group, partner, evidence in _partners(views, switch):
        far = systems.get(partner)
        if far is None or far is switch:
            continue
        own = set(_systems(views, switch))
        back = {number for number, address, _ in _partners(views, far) if address in own}
        if len(back) == 1:
            ends = (
                End(switch.name, f"Port-channel{group}"),
                End(far.name, f"Port-channel{back.pop()}"),
            )
            yield Wire(frozenset(ends), "LACP", evidence)


def _systems(views: Views, switch: SwitchSighting) -> list[str]:
    """Return the LACP system addresses of a switch: its own, else the bridge's, which it uses."""
    own = [
        view.facts.address.lower()
        for view in views.of(switch.name, LacpSystem)
        if view.facts.address
    ]
    return own or ([switch.identifier[1]] if switch.identifier else [])


def _partners(views: Views, switch: SwitchSighting) -> Iterator[tuple[int, str, Evidence]]:
    for view in views.of(switch.name, Lacp):
        for group in view.facts.groups:
            for port in group.ports:
                if group.group is not None and port.partner_system_id and port.has_partner:
                    address = port.partner_system_id.rpartition(",")[2].lower()
                    yield group.group, address, view.cite(port.line).evidence()
