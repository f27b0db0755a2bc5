"""`netredund-switch predict`: which port will block, and why."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netredund.cli.reach import reach_options, said_options
from netredund.cli.sources import (
    ask_switches,
    captures_options,
    is_live,
    load_views,
    print_notes,
    views_option,
)

if TYPE_CHECKING:
    from netredund.captures import Captures
    from netredund.errors import NetRedundError
    from netredund.intent import Site
    from netredund.prediction.outages import OutageSurvey
    from netredund.topology import Topology
    from netredund.topology.assembly import Survey

_STATUS = {"pass": 0, "fail": 1, "unknown": 3}


@click.command("predict")
@click.argument("site_path", metavar="[SITE]", required=False)
@captures_options
@views_option
@click.option(
    "--topology",
    "topology_path",
    metavar="FILE",
    help="Without SITE: predict from a topology file, YAML or JSON (- is standard input).",
)
@click.option("--vlan", type=click.IntRange(1, 4094), help="Only this VLAN.")
@click.option(
    "--failures",
    "count",
    type=click.IntRange(1, 2),
    help="Survey every single failure (1), or every pair as well (2), worst first.",
)
@click.option(
    "--suggest",
    "is_suggesting",
    is_flag=True,
    help="Search the smallest change that makes it as SITE wants it in every single failure.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="html: with --failures, a page with drawings.",
)
@reach_options
def command(
    site_path: str | None,
    folder: Path | None,
    logs: tuple[Path, ...],
    views: Path | None,
    topology_path: str | None,
    vlan: int | None,
    count: int | None,
    is_suggesting: bool,
    form: str,
) -> None:
    """Compute the spanning tree: which end of which link blocks, and because of what.

    With SITE: the tree now, the tree after the plan, and what differs; what is predicted for now
    is held against what the switches print. With --failures: what every failure does after the
    plan, or to the network of --topology as it is. Without --captures and --log all switches of
    SITE are asked at once, over SSH.

    Exit status: 0; 1 where the tree after the plan is broken, or a failure is not survived that
    redundancy should survive, or no change is found; 3 where captures leave holes or contradict
    the prediction; 5 where a switch could not be asked.
    """
    if form == "html" and count is None:
        raise click.UsageError("--format html is a page of failures: it needs --failures")
    ctx = click.get_current_context()
    if topology_path is not None:
        if said_options(ctx) or site_path or folder is not None or logs or is_suggesting:
            raise click.UsageError(
                "--topology stands without SITE and its options; beside it go --vlan, --failures"
                " and --format"
            )
        if count is not None:
            ctx.exit(_predict_file_failures(_load(topology_path), vlan, count, form))
        _predict_file(_load(topology_path), vlan, form)
        return
    if is_suggesting and (count is not None or form == "html"):
        raise click.UsageError("--suggest stands alone: leave out --failures and --format html")
    if site_path is None:
        raise click.UsageError("say what to predict from: SITE, or --topology FILE")
    from netredund.intent import load_site

    is_asking = is_live(ctx, folder, logs, ["--server-views"] if views is not None else [])
    site = load_site(site_path)
    failures: dict[str, NetRedundError] = {}
    if is_asking:
        from netredund.questions import list_prediction_questions

        vlans = (vlan,) if vlan else _list_vlans(site)
        own = load_views(site, views)
        recording = ask_switches(ctx, site, list_prediction_questions(site, vlans))
        captures, failures = recording.captures.join(own), recording.failures
    else:
        from netredund.evidence import load_evidence

        captures = load_evidence(site, folder, logs)
    print_notes(captures)
    if is_suggesting:
        status = _suggest(site, captures, vlan, form)
    elif count is None:
        status = _predict_site(site, captures, vlan, form)
    else:
        status = _predict_failures(site, captures, vlan, count, form)
    if failures:
        status = next(iter(failures.values())).exit_code
    ctx.exit(status)


def _load(path: str) -> "Topology":
    from netredund.topology import load_topology, parse_topology

    if path == "-":
        return parse_topology(sys.stdin.read(), "standard input")
    return load_topology(path)


def _predict_file(topology: "Topology", vlan: int | None, form: str) -> None:
    from netredund.prediction import predict_tree, predict_vlan, predict_vlans
    from netredund.prediction.rendering import render_tree_json, render_tree_text

    if topology.regions:
        _predict_regions(topology, vlan, form)
        return
    if vlan is None and topology.list_vlans():
        trees = predict_vlans(topology)
        if form == "json":
            click.echo(render_tree_json(trees), nl=False)
            return
        for each, tree in trees.items():
            click.echo(f"VLAN {each}\n{render_tree_text(tree)}")
        return
    tree = predict_tree(topology) if vlan is None else predict_vlan(topology, vlan)
    if form == "json":
        click.echo(render_tree_json(tree), nl=False)
    else:
        click.echo(render_tree_text(tree), nl=False)


def _predict_file_failures(topology: "Topology", vlan: int | None, count: int, form: str) -> int:
    import msgspec

    from netredund.prediction.outages import survey_outages
    from netredund.topology.occupants import list_occupants
    from netredund.topology.selection import select_vlan

    if topology.regions and vlan is None:
        raise click.UsageError(
            "--failures of a topology with MST regions needs --vlan: each instance has a tree"
        )
    surveys = []
    for each in (vlan,) if vlan else topology.list_vlans() or (None,):
        if topology.regions:
            built = msgspec.structs.replace(topology, mapped_vlan=each)
        else:
            built = topology if each is None else select_vlan(topology, each)
        site = list_occupants(built, each)
        surveys.append((survey_outages(built, site, each, count), built, site))
    return _print_outages(surveys, form)


def _predict_regions(topology: "Topology", vlan: int | None, form: str) -> None:
    from netredund.prediction.regions import list_instances, predict_instance, predict_mapped
    from netredund.prediction.rendering import (
        render_instances_json,
        render_tree_json,
        render_tree_text,
    )

    if vlan is not None:
        tree = predict_mapped(topology, vlan)
        text = render_tree_json(tree) if form == "json" else render_tree_text(tree)
        click.echo(text, nl=False)
        return
    trees = {number: predict_instance(topology, number) for number in list_instances(topology)}
    if form == "json":
        click.echo(render_instances_json(trees), nl=False)
        return
    for number, tree in trees.items():
        click.echo(f"MST{number}\n{render_tree_text(tree)}")


def _predict_site(site: "Site", captures: "Captures", vlan: int | None, form: str) -> int:
    from netredund.prediction.forecast import forecast
    from netredund.prediction.tables import render_forecast, render_json

    found = forecast(site, captures, (vlan,) if vlan else ())
    click.echo(render_json(found) if form == "json" else render_forecast(found), nl=False)
    return _STATUS[found.verdict.value]


def _predict_failures(
    site: "Site", captures: "Captures", vlan: int | None, count: int, form: str
) -> int:
    from netredund.prediction.forecast import apply_prospect, find_prospect
    from netredund.prediction.outages import survey_outages
    from netredund.prediction.settings import apply_server_settings
    from netredund.verdict.finding import Verdict

    surveys = []
    prospect = find_prospect(site, captures)
    for note in prospect.notes:
        click.echo(f"note: {note}", err=True)
    doubts = prospect.verdict is Verdict.UNKNOWN
    for each in (vlan,) if vlan else _list_vlans(site):
        built, is_doubtful = _build(site, captures, each)
        doubts |= is_doubtful
        sequel = apply_prospect(built, site, captures, prospect)
        wanted = apply_server_settings(sequel.topology, site, each)
        surveys.append((survey_outages(wanted, site, each, count), wanted, site))
    return _print_outages(surveys, form) or (3 if doubts else 0)


def _print_outages(surveys: "Sequence[tuple[OutageSurvey, Topology, Site]]", form: str) -> int:
    """Print the outages of every VLAN; return 1 where one is not survived that should be.

    What is wrong with a tree before anything fails goes to standard error.
    """
    from netredund.prediction.computation import predict_tree
    from netredund.prediction.tables import render_json, render_outages, render_page
    from netredund.verdict.finding import Verdict

    for survey, topology, _ in surveys:
        where = "" if survey.vlan is None else f"VLAN {survey.vlan}: "
        for finding in predict_tree(topology).findings:
            click.echo(f"{finding.verdict.value}: {where}{finding.message}", err=True)
    outages = [survey for survey, _, _ in surveys]
    match form:
        case "json":
            click.echo(render_json(outages), nl=False)
        case "html":
            click.echo(render_page(surveys), nl=False)
        case _:
            click.echo(render_outages(outages), nl=False)
    return int(any(survey.verdict is Verdict.FAIL for survey in outages))


def _build(site: "Site", captures: "Captures", vlan: int) -> "tuple[Survey, bool]":
    """Return the topology of a VLAN; print what there is to doubt, and tell whether there is."""
    from netredund.prediction.computation import predict_tree
    from netredund.prediction.reality import compare_reality
    from netredund.report.lines import describe
    from netredund.topology.assembly import build_topology
    from netredund.verdict.finding import Verdict

    built = build_topology(site, captures, vlan)
    findings = (*built.findings, *compare_reality(built, predict_tree(built.topology)))
    for finding in findings:
        first, *rest = describe(finding)
        click.echo("\n".join([f"{finding.verdict.value}: {first}", *rest]), err=True)
    return built, any(finding.verdict is Verdict.UNKNOWN for finding in findings)


def _suggest(site: "Site", captures: "Captures", vlan: int | None, form: str) -> int:
    from netredund.intent import StpServer
    from netredund.prediction.forecast import list_bridged_vlans
    from netredund.prediction.suggestion import suggest
    from netredund.prediction.tables import render_suggestions, render_suggestions_json

    found, doubts = [], False
    for each in (vlan,) if vlan else list_bridged_vlans(site.servers.values()):
        built, is_doubtful = _build(site, captures, each)
        doubts |= is_doubtful
        for server in site.servers.values():
            if not isinstance(server, StpServer) or server.access_vlan != each:
                continue
            if server.name in built.topology.bridges:
                found.append(suggest(built.topology, site, server, each))
            else:
                click.echo(f"unknown: {server.name}: the tree shows not all of its legs", err=True)
                doubts = True
    click.echo(
        render_suggestions_json(found) if form == "json" else render_suggestions(found), nl=False
    )
    if any(each.changes is None for each in found):
        return 1
    return 3 if doubts else 0


def _list_vlans(site: "Site") -> tuple[int, ...]:
    from netredund.topology.network import DEFAULT_VLAN

    vlans = {each.access_vlan for each in site.servers.values() if each.access_vlan is not None}
    return tuple(sorted(vlans)) or (DEFAULT_VLAN,)
