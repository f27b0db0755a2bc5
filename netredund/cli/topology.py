"""`netredund-switch topology`: what is wired to what, printed or drawn."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from netredund.cli.reach import reach_options
from netredund.cli.sources import (
    ask_switches,
    captures_options,
    is_live,
    load_views,
    print_notes,
    views_option,
)
from netredund.errors import NetRedundError

if TYPE_CHECKING:
    from netredund.intent import Site


@click.command("topology")
@click.argument("site_path", metavar="SITE")
@captures_options
@views_option
@click.option("--vlan", type=click.IntRange(1, 4094), help="The VLAN; the servers' by default.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json", "text", "svg", "dot"]),
    default="text",
    show_default=True,
)
@reach_options
def command(
    site_path: str,
    folder: Path | None,
    logs: tuple[Path, ...],
    views: Path | None,
    vlan: int | None,
    form: str,
) -> None:
    """Print or draw what is wired to what in SITE: bridges, ports, links, in one VLAN.

    Without --captures and --log all switches of SITE are asked at once, over SSH. YAML and JSON can
    be changed and given to `predict --topology`. What does not fit together or cannot be told is
    printed to stderr with its evidence; then the exit status is 3, or 5 where a switch could not
    be asked.
    """
    from netredund.intent import load_site
    from netredund.report.lines import describe
    from netredund.topology.assembly import build_topology
    from netredund.verdict.finding import Verdict

    ctx = click.get_current_context()
    is_asking = is_live(ctx, folder, logs, ["--server-views"] if views is not None else [])
    site = load_site(site_path)
    vlan = vlan or choose_vlan(site)
    failures: dict[str, NetRedundError] = {}
    if is_asking:
        from netredund.questions import list_topology_questions

        own = load_views(site, views)
        recording = ask_switches(ctx, site, list_topology_questions(site, vlan))
        captures, failures = recording.captures.join(own), recording.failures
        print_notes(captures)
    else:
        from netredund.evidence import load_evidence

        captures = load_evidence(site, folder, logs)
    survey = build_topology(site, captures, vlan)
    click.echo(_render(survey.topology, form), nl=False)
    for finding in survey.findings:
        lines = list(describe(finding))
        click.echo("\n".join([f"{finding.verdict.value}: {lines[0]}", *lines[1:]]), err=True)
    if failures:
        ctx.exit(next(iter(failures.values())).exit_code)
    if any(finding.verdict in (Verdict.UNKNOWN, Verdict.FAIL) for finding in survey.findings):
        ctx.exit(3)


def _render(topology: object, form: str) -> str | bytes:
    from netredund.topology import Topology
    from netredund.topology.drawing import draw_dot, draw_svg
    from netredund.topology.rendering import (
        render_topology_json,
        render_topology_text,
        render_topology_yaml,
    )

    assert isinstance(topology, Topology)
    match form:
        case "yaml":
            return render_topology_yaml(topology)
        case "json":
            return render_topology_json(topology)
        case "svg":
            return draw_svg(topology)
        case "dot":
            return draw_dot(topology)
    return render_topology_text(topology)


def choose_vlan(site: "Site") -> int:
    """Return the only VLAN that bridging servers, else all servers, have."""
    from netredund.intent import StpServer

    servers = list(site.servers.values())
    for some in ([each for each in servers if isinstance(each, StpServer)], servers):
        vlans = sorted({each.access_vlan for each in some if each.access_vlan is not None})
        if len(vlans) == 1:
            return vlans[0]
        if vlans:
            names = ", ".join(map(str, vlans))
            raise click.UsageError(f"the servers are in several VLANs: say --vlan, one of {names}")
    raise click.UsageError("no server of the site has an access VLAN: say --vlan")
