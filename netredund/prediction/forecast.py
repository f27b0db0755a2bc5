"""What a site's trees are now, what its plan makes of them, and what that means for servers."""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

import msgspec

from netredund.captures import Captures
from netredund.errors import RefusedPlanError, UnknownConfigurationError
from netredund.intent import Server, Site, StpServer
from netredund.planning import Plan, plan
from netredund.prediction.application import apply_plan
from netredund.prediction.computation import predict_tree
from netredund.prediction.reality import compare_reality
from netredund.prediction.sentences import (
    Difference,
    describe_bond,
    describe_server,
    list_differences,
)
from netredund.prediction.settings import apply_server_settings, apply_settings
from netredund.prediction.tree import Tree
from netredund.topology import Topology
from netredund.topology.assembly import Survey, build_topology
from netredund.verdict.finding import Finding, Verdict, overall


class ServerForecast(msgspec.Struct, frozen=True, gc=False):
    """What is true of a server, in sentences, now and after.

    `own` is what is true once the server's own bridge is as the site file wants it as well; empty
    where it already is, or where nothing shows it.
    """

    server: str
    method: str
    now: tuple[str, ...]
    after: tuple[str, ...]
    own: tuple[str, ...] = ()


class VlanForecast(msgspec.Struct, frozen=True):
    """One VLAN: the tree now and after; `findings` are of topology, trees and reality.

    `identifiers` are priority and address of each bridge after. `switches` are those whose captures
    showed the tree, `holes` the ports behind which nobody is known.
    """

    vlan: int
    now: Tree
    after: Tree
    differences: tuple[Difference, ...]
    servers: tuple[ServerForecast, ...]
    findings: tuple[Finding, ...]
    identifiers: dict[str, tuple[int, str]]
    switches: tuple[str, ...]
    holes: tuple[str, ...]


class Basis(Enum):
    """What "after" was computed from: a plan's lines, or the settings that the site file wants."""

    PLAN = "plan"
    SETTINGS = "settings"


class Forecast(msgspec.Struct, frozen=True):
    """All VLANs of a site in which a server bridges.

    `bonds` are sentences about the other servers, `notes` say why there is no plan.
    The verdict is unknown where the topology has holes, the prediction is not what the switches
    print, or no plan can be made; fail where something is wrong with the tree after.
    """

    verdict: Verdict
    basis: Basis
    vlans: tuple[VlanForecast, ...]
    bonds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Sequel(NamedTuple):
    """The topology of a VLAN after a change, and what is not known of it."""

    topology: Topology
    findings: tuple[Finding, ...] = ()


def forecast(site: Site, captures: Captures, vlans: tuple[int, ...] = ()) -> Forecast:
    """Return now, after the plan and the difference for each VLAN.

    `vlans` are by default those of bridging servers. Where no plan can be made (it is refused, or
    a running-config is missing), "after" is computed from the settings that the site file wants.
    """
    servers = tuple(site.servers.values())
    return _forecast(site, captures, vlans, find_prospect(site, captures), servers)


def forecast_plan(
    site: Site, captures: Captures, made: Plan, vlans: tuple[int, ...] = ()
) -> Forecast:
    """Return now, after the lines of a plan and the difference for each VLAN.

    `vlans` are by default those in which servers bridge that the plan is for; of all servers, where
    it has nothing to do. Pure: the same values give the same forecast.
    """
    names = {step.server for step in made.steps} or set(site.servers)
    servers = tuple(each for each in site.servers.values() if each.name in names)
    return _forecast(site, captures, vlans, Prospect(made), servers)


class Prospect(NamedTuple):
    """What will be changed: the plan, None where the reasons of `notes` speak against one."""

    made: Plan | None
    notes: tuple[str, ...] = ()
    verdict: Verdict = Verdict.PASS

    @property
    def basis(self) -> Basis:
        return Basis.SETTINGS if self.made is None else Basis.PLAN


def find_prospect(site: Site, captures: Captures) -> Prospect:
    """Plan a site's lines, allowing that roots move: nothing is sent."""
    try:
        return Prospect(plan(site, captures, may_move_root=True))
    except RefusedPlanError as error:
        notes = tuple(f"the plan is refused: {refusal}" for refusal in error.refusals)
        return Prospect(None, notes, Verdict.UNKNOWN)
    except UnknownConfigurationError as error:
        return Prospect(None, (f"no plan can be made: {error}",), Verdict.WARNING)


def _forecast(
    site: Site,
    captures: Captures,
    vlans: tuple[int, ...],
    prospect: Prospect,
    servers: tuple[Server, ...],
) -> Forecast:
    found = []
    for vlan in vlans or list_bridged_vlans(servers):
        survey = build_topology(site, captures, vlan)
        found.append(forecast_vlan(site, survey, apply_prospect(survey, site, captures, prospect)))
    bonds = [each for each in servers if not isinstance(each, StpServer)]
    verdicts = [finding.verdict for each in found for finding in each.findings]
    verdict = overall([Verdict.PASS, prospect.verdict, *verdicts]) if found else Verdict.UNKNOWN
    return Forecast(
        verdict,
        prospect.basis,
        tuple(found),
        tuple(line for each in bonds for line in describe_bond(each)),
        prospect.notes,
    )


def apply_prospect(survey: Survey, site: Site, captures: Captures, prospect: Prospect) -> Sequel:
    """Return the topology after the plan; without one, after the site file's settings."""
    if prospect.made is None:
        return Sequel(apply_settings(survey.topology, site, survey.vlan))
    return Sequel(*apply_plan(survey, site, captures, prospect.made))


def list_bridged_vlans(servers: Iterable[Server]) -> tuple[int, ...]:
    """Return the VLANs in which servers bridge their legs."""
    vlans = {server.access_vlan for server in servers if isinstance(server, StpServer)}
    return tuple(sorted(vlan for vlan in vlans if vlan is not None))


def forecast_vlan(site: Site, survey: Survey, sequel: Sequel) -> VlanForecast:
    """Return now, after and the difference of one VLAN."""
    now = predict_tree(survey.topology)
    after = predict_tree(sequel.topology)
    owned = apply_server_settings(sequel.topology, site, survey.vlan)
    owned_tree = predict_tree(owned)
    servers = tuple(
        ServerForecast(
            server.name,
            server.method.value,
            describe_server(server, survey.topology, now),
            describe_server(server, sequel.topology, after),
            describe_server(server, owned, owned_tree)
            if owned.bridges.get(server.name) != sequel.topology.bridges.get(server.name)
            else (),
        )
        for server in site.servers.values()
        if isinstance(server, StpServer) and server.access_vlan == survey.vlan
    )
    findings = (
        *survey.findings,
        *compare_reality(survey, now),
        *sequel.findings,
        *after.findings,
        *(_lower(finding) for finding in now.findings if finding not in after.findings),
    )
    return VlanForecast(
        survey.vlan, now, after, list_differences(now, after), servers, findings,
        identifiers={name: sequel.topology.identify(name) for name in sequel.topology.bridges},
        switches=tuple(survey.switches),
        holes=tuple(each.subject for each in findings if each.check == "topology.hole"),
    )  # fmt: skip


def _lower(finding: Finding) -> Finding:
    """Return what is wrong now and no longer after as a warning."""
    return msgspec.structs.replace(finding, verdict=Verdict.WARNING)
