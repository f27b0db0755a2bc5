"""What a site's trees are now, what its settings make of them, and what that means for servers."""

import msgspec

from netredund.captures import Captures
from netredund.intent import Server, Site, StpServer
from netredund.prediction.comparison import explain_port, list_blocked, list_transit
from netredund.prediction.computation import predict_tree
from netredund.prediction.reality import compare_reality
from netredund.prediction.settings import apply_settings
from netredund.prediction.tree import State, Tree
from netredund.topology import End, Topology
from netredund.topology.assembly import Survey, build_topology
from netredund.verdict.finding import Finding, Verdict, overall


class Difference(msgspec.Struct, frozen=True, gc=False):
    """A port or a bridge that is something else after the settings."""

    subject: str
    now: str
    after: str


class ServerForecast(msgspec.Struct, frozen=True, gc=False):
    """What is true of a server, in sentences, now and after the settings of the site."""

    server: str
    method: str
    now: tuple[str, ...]
    after: tuple[str, ...]


class VlanForecast(msgspec.Struct, frozen=True):
    """One VLAN: the tree now and after; `findings` are of topology, trees and reality."""

    vlan: int
    now: Tree
    after: Tree
    differences: tuple[Difference, ...]
    servers: tuple[ServerForecast, ...]
    findings: tuple[Finding, ...]


class Forecast(msgspec.Struct, frozen=True):
    """All VLANs of a site in which a server bridges.

    The verdict is unknown where the topology has holes or the prediction is not what the switches
    print, fail where something is wrong with the tree after the settings.
    """

    verdict: Verdict
    vlans: tuple[VlanForecast, ...]


def forecast(site: Site, captures: Captures, vlans: tuple[int, ...] = ()) -> Forecast:
    """Return now, after and the difference for each VLAN (by default those of bridging servers)."""
    found = tuple(forecast_vlan(site, captures, vlan) for vlan in vlans or list_bridged_vlans(site))
    verdicts = [finding.verdict for each in found for finding in each.findings]
    return Forecast(overall([Verdict.PASS, *verdicts]) if found else Verdict.UNKNOWN, found)


def list_bridged_vlans(site: Site) -> tuple[int, ...]:
    """Return the VLANs in which a server bridges its legs."""
    vlans = {
        server.access_vlan for server in site.servers.values() if isinstance(server, StpServer)
    }
    return tuple(sorted(vlan for vlan in vlans if vlan is not None))


def forecast_vlan(site: Site, captures: Captures, vlan: int) -> VlanForecast:
    """Return now, after and the difference of one VLAN."""
    survey = build_topology(site, captures, vlan)
    now = predict_tree(survey.topology)
    wanted = apply_settings(survey.topology, site, vlan)
    after = predict_tree(wanted)
    servers = tuple(
        ServerForecast(
            server.name,
            server.method.value,
            describe_server(server, survey, survey.topology, now),
            describe_server(server, survey, wanted, after),
        )
        for server in site.servers.values()
        if server.access_vlan == vlan
    )
    findings = (
        *survey.findings,
        *compare_reality(survey, now),
        *after.findings,
        *(_lower(finding) for finding in now.findings if finding not in after.findings),
    )
    return VlanForecast(vlan, now, after, list_differences(now, after), servers, findings)


def _lower(finding: Finding) -> Finding:
    """Return what is wrong now and no longer after as a warning."""
    return msgspec.structs.replace(finding, verdict=Verdict.WARNING)


def list_differences(now: Tree, after: Tree) -> tuple[Difference, ...]:
    """Return every bridge with another root or root port, every port with another role or state."""
    found = []
    for name, bridge in now.bridges.items():
        later = after.bridges[name]
        texts = [
            f"root {each.root}" + (f" over {each.root_port}" if each.root_port else "")
            for each in (bridge, later)
        ]
        if texts[0] != texts[1]:
            found.append(Difference(name, *texts))
        for port_name, port in bridge.ports.items():
            other = later.ports[port_name]
            if (port.role, port.state) != (other.role, other.state):
                roles = [f"{each.role.value} {each.state.value}" for each in (port, other)]
                found.append(Difference(f"{name} {port_name}", *roles))
    return tuple(found)


def describe_server(
    server: Server, survey: Survey, topology: Topology, tree: Tree
) -> tuple[str, ...]:
    """Return which end of which leg blocks, because of what, and who goes through the server."""
    if not isinstance(server, StpServer):
        return (f"{server.name}: spanning tree does not choose between its legs",)
    if server.name not in tree.bridges:
        return (f"{server.name}: not known what its legs end on",)
    legs = {
        end for link in topology.links for end in link.ends
        if any(other.bridge == server.name for other in link.ends)
    }  # fmt: skip
    blocked = list_blocked(tree)
    sentences = [
        f"{server.name}: {end} {_word(tree, end)}: {explain_port(topology, tree, end)}"
        for end in blocked
        if end in legs
    ]
    transit = list_transit(tree, server.name)
    if not sentences:
        others = [str(end) for end in blocked]
        where = f"; what blocks is {', '.join(others)}" if others else ", and nothing else does"
        sentences.append(f"{server.name}: no end of its legs blocks{where}")
    if tree.bridges[server.name].root == server.name:
        sentences.append(f"{server.name}: the server is the root")
    if transit:
        names = ", ".join(transit)
        sentences.append(f"{server.name}: traffic of {names} to the root goes through the server")
    return tuple(sentences)


def _word(tree: Tree, end: End) -> str:
    broken = tree.bridges[end.bridge].ports[end.port].state is State.BROKEN
    return "is broken" if broken else "blocks"
