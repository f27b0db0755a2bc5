"""Captures to what a plan needs of each switch."""

from collections.abc import Sequence
from typing import TypeVar

from netredund.captures import Captures
from netredund.errors import UnknownConfigurationError
from netredund.facts.arp import Arp
from netredund.facts.etherchannel import EtherChannel
from netredund.facts.interfaces import InterfacesStatus
from netredund.facts.lacp import Lacp
from netredund.facts.mac_address_table import MacAddressTable
from netredund.facts.neighbors import CdpNeighbors, LldpNeighbors
from netredund.facts.outcome import Facts
from netredund.facts.running_config import Configuration
from netredund.facts.spanning_tree import SpanningTree, SpanningTreeSummary
from netredund.facts.users import Users
from netredund.facts.version import Version
from netredund.intent import LacpServer, Server, Site
from netredund.interfaces import is_same_interface
from netredund.planning.ages import RUNNING, newest
from netredund.planning.switch_facts import SwitchFacts
from netredund.verdict.views import View, Views

F = TypeVar("F", bound=Facts)


def units_of(site: Site, servers: Sequence[Server]) -> dict[str, tuple[str, ...]]:
    """Return the switches whose lines the servers need, by the unit that each acts in."""
    found: dict[str, tuple[str, ...]] = {}
    for server in servers:
        root = getattr(server, "root", None)
        for name in (*server.switches, *([root] if root in site.switches else [])):
            unit = site.switches[name].unit
            found.setdefault(
                unit, tuple(each.name for each in site.switches.values() if each.unit == unit)
            )
    return found


def gather(site: Site, captures: Captures, servers: Sequence[Server]) -> dict[str, SwitchFacts]:
    """Return what captures say of each unit that the servers need.

    Raises UnknownConfigurationError where the running-config of one is missing, was cut or is not
    understood where the plan would change it: nothing may be planned upon half a configuration.
    """
    views = Views(captures.captures)
    return {
        unit: _gather_unit(site, views, unit, names, servers)
        for unit, names in units_of(site, servers).items()
    }


def _gather_unit(
    site: Site, views: Views, unit: str, names: Sequence[str], servers: Sequence[Server]
) -> SwitchFacts:
    for name in names:
        found = [view for view in views.of(name, Configuration) if view.facts.command == RUNNING]
        if found:
            view = newest(found)
            break
    else:
        raise UnknownConfigurationError(names[0], "no capture of show running-config")
    _check_readable(site, name, unit, view, servers)
    devices = [name, *(each for each in names if each != name)]
    tree_views = [each for device in devices for each in views.of(device, SpanningTree)]
    summaries = [each for device in devices for each in views.of(device, SpanningTreeSummary)]
    versions = [each.facts for device in devices for each in views.of(device, Version)]
    return SwitchFacts(
        name=name,
        configuration=view.facts,
        lines=tuple(view.capture.source.lines),
        version=versions[0] if versions else None,
        prompts=_names(views, devices),
        instances=tuple(instance for each in tree_views for instance in each.facts.instances),
        tree_commands=tuple(
            each.facts.command for each in tree_views for _ in each.facts.instances
        ),
        pathcost_method=next(
            (
                method
                for each in summaries
                if (method := each.facts.pathcost_operational or each.facts.pathcost_method)
            ),
            None,
        ),
        cdp=tuple(each for v in _all(views, devices, CdpNeighbors) for each in v.neighbors),
        lldp=tuple(each for v in _all(views, devices, LldpNeighbors) for each in v.neighbors),
        macs=tuple(each for v in _all(views, devices, MacAddressTable) for each in v.entries),
        partners=tuple(
            port
            for v in _all(views, devices, Lacp)
            if "neighbor" in v.command
            for group in v.groups
            for port in group.ports
        ),
        channels=tuple(each for v in _all(views, devices, EtherChannel) for each in v.groups),
        statuses=tuple(
            (each.interface, each.status, each.speed)
            for v in _all(views, devices, InterfacesStatus)
            for each in v.interfaces
        ),
        users=tuple(each for v in _all(views, devices, Users) for each in v.users),
        arps=tuple(each for v in _all(views, devices, Arp) for each in v.entries),
    )


def _names(views: Views, devices: Sequence[str]) -> tuple[str, ...]:
    """Return the names that prompts, running-configs and `show version` of all members show."""
    shown = [capture.facts.device for device in devices for capture in views.captures(device)]
    shown += [each.hostname for each in _all(views, devices, Configuration)]
    shown += [each.hostname for each in _all(views, devices, Version)]
    return tuple(dict.fromkeys(name for name in shown if name))


def _all(views: Views, devices: Sequence[str], kind: type[F]) -> list[F]:
    """Return the facts of a kind that a device's captures hold, stack members after each other."""
    return [view.facts for device in devices for view in views.of(device, kind)]


def _check_readable(
    site: Site,
    name: str,
    unit: str,
    view: View[Configuration],
    servers: Sequence[Server],
) -> None:
    """Refuse a running-config that is damaged, or has lines that are not understood in our way."""
    capture, facts = view.capture, view.facts
    if capture.problem:
        raise UnknownConfigurationError(name, capture.problem)
    if capture.is_whole is False:
        raise UnknownConfigurationError(name, "it was recorded as not whole")
    for problem in facts.problems:
        raise UnknownConfigurationError(name, problem.message, problem.line)
    if not facts.ended:
        raise UnknownConfigurationError(name, "no `end` below it: the text was cut")
    wanted = {
        leg.interface
        for server in servers
        for leg in server.uplinks
        if site.switches[leg.switch].unit == unit
    }
    wanted |= {
        f"Port-channel{server.channel_group}"
        for server in servers
        if isinstance(server, LacpServer) and server.channel_group is not None
    }
    starts = sorted(each.line for each in facts.interfaces)
    for interface in facts.interfaces:
        if not any(is_same_interface(interface.interface, each) for each in wanted):
            continue
        after = [start for start in starts if start > interface.line]
        end = after[0] if after else len(capture.source.lines) + 1
        for unparsed in facts.unparsed:
            if interface.line < unparsed.line < end:
                raise UnknownConfigurationError(
                    name, f"{unparsed.text!r} is not understood", unparsed.line
                )
    for unparsed in facts.unparsed:
        if unparsed.text.removeprefix("no ").startswith("spanning-tree "):
            raise UnknownConfigurationError(
                name, f"{unparsed.text!r} is not understood", unparsed.line
            )
