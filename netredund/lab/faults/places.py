"""Tells whether a lab has what a fault speaks of."""

from collections.abc import Iterable

from msgspec.structs import replace

from netredund.errors import FaultError
from netredund.lab.definition import LabDefinition, PortPlace
from netredund.lab.faults.values import AtByte, AtLine, BondLate, CableFault, Fault, ServerFault
from netredund.lab.ios.names import long_name
from netredund.lab.servers.server import BOND_METHODS


def find_cable(definition: LabDefinition, port: str) -> PortPlace | None:
    """Return the switch port that a cable in `port` goes to (`sw1 Fa0/24`, `web1 eth0`)."""
    name, _, typed = port.partition(" ")
    place = PortPlace(name, long_name(typed) or typed)
    for server in definition.servers:
        for nic in server.nics:
            if nic.place is not None and (
                (server.name, nic.name) == (name, typed) or nic.place == place
            ):
                return nic.place
    for link in definition.links:
        if link.wire is None and place in link.ends:
            return place
    return None


def switch_of(fault: Fault) -> str:
    """Return the name of the switch whose lines or characters the fault waits for."""
    when = fault.when
    return (when.switch if isinstance(when, AtLine | AtByte) else "") or fault.device


def find_misplacement(fault: Fault, definition: LabDefinition) -> str:
    """Return why the lab cannot have this fault, with what there is instead; empty if it can."""
    switches = [switch.name for switch in definition.switches]
    servers = {server.name: server for server in definition.servers}
    if isinstance(fault.what, CableFault):
        if find_cable(definition, fault.where) is None:
            return f"no cable in {fault.where!r}, name a port like 'sw1 Fa0/24' or 'web1 eth0'"
    elif isinstance(fault.what, ServerFault):
        server = servers.get(fault.where)
        if server is None:
            return f"no server {fault.where!r} (there are: {', '.join(servers) or 'none'})"
        if isinstance(fault.what, BondLate) and server.method not in BOND_METHODS:
            return f"server {server.name} has no bond, its method is {server.method}"
    elif fault.where not in switches:
        return f"no switch {fault.where!r} (there are: {', '.join(switches)})"
    if isinstance(fault.when, AtLine | AtByte) and switch_of(fault) not in switches:
        of = f"no switch {switch_of(fault)!r} to type lines at"
        return f"{of}, say `of SWITCH` (there are: {', '.join(switches)})"
    return ""


def add_faults(definition: LabDefinition, faults: Iterable[Fault]) -> LabDefinition:
    """Return the lab with more faults; FaultError names one that it has no place for."""
    added = tuple(faults)
    for fault in added:
        reason = find_misplacement(fault, definition)
        if reason:
            raise FaultError(str(fault), reason)
    return replace(definition, faults=definition.faults + added)
