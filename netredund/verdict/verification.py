"""All checks of all servers over the captures at hand."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from netredund.captures import Captures, Device, load_folder
from netredund.errors import UnknownServerError
from netredund.intent import LacpServer, Method, Server, Site, load_site
from netredund.interfaces import short_name
from netredund.verdict.case import Case
from netredund.verdict.check import checks_of, findings
from netredund.verdict.finding import Report, ServerReport, overall
from netredund.verdict.views import Cite, Views

if TYPE_CHECKING:
    from netredund.session import Access

DEFAULT_MAX_AGE_S = 600.0

# The modules that register the checks of a method.
_EVERY = ("ages", "legs", "leg_vlans")
_MODULES = {
    Method.STP: ("stp", "stp_ends", "stp_settings", "stp_guards", "stp_server", "tree_agreement"),
    Method.LACP: ("bundle", "bundle_settings"),
    Method.ACTIVE_BACKUP: ("failover", "failover_settings"),
    Method.BALANCE_ALB: ("failover", "failover_settings"),
}


def load_checks(method: Method) -> None:
    """Import the modules whose checks a method has."""
    for module in (*_MODULES[method], *_EVERY):
        import_module(f"netredund.verdict.{module}")


def judge(
    site: Site,
    captures: Captures,
    *,
    servers: tuple[str, ...] = (),
    is_skipped_unknown: bool = False,
    max_age_s: float = DEFAULT_MAX_AGE_S,
) -> Report:
    """Run every check of the servers (all of them by default) over captures.

    `is_skipped_unknown` makes a check without evidence count as unknown, not only those of the
    proof. Captures that lie further apart than `max_age_s` make the verdict unknown. Raises
    UnknownServerError for a server that is not in the site.
    """
    for name in servers:
        if name not in site.servers:
            raise UnknownServerError(name, tuple(site.servers))
    views = Views(captures.captures)
    reports = []
    for server in site.servers.values():
        if servers and server.name not in servers:
            continue
        load_checks(server.method)
        case = Case(site, server, views, max_age_s)
        found = tuple(finding for rule in checks_of(server) for finding in findings(rule, case))
        verdict = overall(
            [finding.verdict for finding in found], is_skipped_unknown=is_skipped_unknown
        )
        reports.append(ServerReport(server.name, server.method.value, verdict, found))
    notes = [*captures.notes, *_doubts(captures)]
    if captures.captures and all(capture.time_s is None for capture in captures.captures):
        notes.append("the captures say no time: that they belong together is taken on trust")
    verdict = overall([report.verdict for report in reports])
    return Report(verdict, tuple(reports), tuple(notes))


def _doubts(captures: Captures) -> Iterator[str]:
    """Yield what is wrong with each capture that was looked at, also where no finding cites it."""
    for capture in captures.captures:
        doubt = Cite(capture).doubt if capture.was_read else ""
        if doubt:
            yield f"{capture.source.name}, {capture.facts.command!r}: {doubt}"


def verify(
    site: Site | str | Path,
    captures: Captures | str | Path | None = None,
    *,
    access: "Access | None" = None,
    wait: bool = False,
    is_skipped_unknown: bool = False,
    max_age_s: float = DEFAULT_MAX_AGE_S,
) -> Report:
    """Judge a site by a folder of captures, or captures already loaded; without any, live.

    `site` is a site file's path, or its value. Raises SiteError for a site file that is wrong,
    CaptureError for a folder that cannot be read. Nothing in a capture is an error: it makes
    findings. Live, all switches are asked at once, reached by `access`; with `wait` again until the
    verdict is final or the protocol's deadline has passed. A switch that cannot be asked makes the
    verdict unknown, and a note says why.

        >>> import netredund
        >>> report = netredund.verify("docs/example/site.yaml", "docs/example/captures")
        >>> report.verdict.value
        'pass'
        >>> [finding.message for finding in report.servers[0].findings
        ...  if finding.check == "stp.one-end-blocking"]
        ['web1: blocked ends, expected exactly 1, got 1: sw2 Fa0/23']
    """
    if not isinstance(site, Site):
        site = load_site(Path(site))
    if captures is None:
        from netredund.live import verify_live

        report, _ = verify_live(
            site,
            access=access,
            wait=wait,
            is_skipped_unknown=is_skipped_unknown,
            max_age_s=max_age_s,
        )
        return report
    if not isinstance(captures, Captures):
        captures = load_folder(Path(captures), devices_of(site))
    return judge(site, captures, is_skipped_unknown=is_skipped_unknown, max_age_s=max_age_s)


def devices_of(site: Site) -> list[Device]:
    """Return the devices of a site with the arguments that their files may have in their names."""
    devices = []
    for switch in site.switches.values():
        servers = [
            server for server in site.servers.values() if _touches(site, server, switch.name)
        ]
        interfaces: dict[str, None] = {}
        for server in servers:
            for leg in server.uplinks:
                interfaces |= dict.fromkeys(
                    (leg.interface, short_name(leg.interface), leg.written or leg.interface)
                )
        vlans = {str(server.access_vlan) for server in servers if server.access_vlan}
        groups = {
            str(server.channel_group)
            for server in servers
            if isinstance(server, LacpServer) and server.channel_group
        }
        arguments = {
            "<vlan>": sorted(vlans),
            "<interface>": list(interfaces),
            "<group>": sorted(groups),
            "<instance>": [str(number) for number in range(16)],
        }
        devices.append(Device(switch.name, switch.wanted_hostname, arguments))
    for server in site.servers.values():
        arguments = {"<bond>": ["bond0", "bond1", server.name], "<bridge>": ["br0", "br1"]}
        devices.append(Device(server.name, server.name, arguments))
    return devices


def _touches(site: Site, server: Server, switch: str) -> bool:
    units = {site.switches[name].unit for name in server.switches}
    return site.switches[switch].unit in units or getattr(server, "root", None) == switch
