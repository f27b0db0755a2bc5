"""`netredund-switch verify`: the proof, live, from a folder of captures or from terminal logs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netredund.cli.colour import wants_colour
from netredund.cli.reach import ProgressLine, reach_options, read_access
from netredund.cli.sources import (
    captures_options,
    is_live,
    load_views,
    max_age_option,
    server_option,
    views_option,
)
from netredund.errors import NetRedundError, SiteError

if TYPE_CHECKING:
    from netredund.intent import Site
    from netredund.verdict import Report

_METHODS = ("stp", "802.3ad", "active-backup", "balance-alb")
_STATUS = {"pass": 0, "fail": 1, "unknown": 3}


@click.command("verify")
@click.argument("site_path", metavar="[SITE]", required=False)
@captures_options
@server_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "nagios"]),
    default="text",
    show_default=True,
)
@click.option("--all", "is_all", is_flag=True, help="A check without evidence counts as unknown.")
@max_age_option
@click.option(
    "--quiet",
    "is_quiet",
    is_flag=True,
    help="Print only what is not in order, and no notes: nothing where all is proved.",
)
@click.option(
    "--evidence", "is_cited", is_flag=True, help="Show the lines that prove what passes, too."
)
@click.option(
    "--wait",
    "is_waiting",
    is_flag=True,
    help="Live: ask again until the verdict is final, or the protocol's own deadline has passed.",
)
@views_option
@click.option("--method", type=click.Choice(_METHODS), help="Without SITE: the method.")
@click.option("--vlan", type=int, metavar="VLAN", help="Without SITE: the access VLAN.")
@click.option(
    "--leg",
    "legs",
    metavar="SWITCH:PORT",
    multiple=True,
    help="Without SITE: a port that leads to the server. Two or more.",
)
@click.option("--root", metavar="SWITCH", help="Without SITE: the switch that shall be root.")
@click.option(
    "--group", "channel_group", type=int, metavar="N", help="Without SITE: the channel group."
)  # fmt: skip
@reach_options
def command(
    site_path: str | None,
    folder: Path | None,
    logs: tuple[Path, ...],
    servers: tuple[str, ...],
    form: str,
    is_all: bool,
    max_age_s: float,
    is_quiet: bool,
    is_cited: bool,
    is_waiting: bool,
    views: Path | None,
    method: str | None,
    vlan: int | None,
    legs: tuple[str, ...],
    root: str | None,
    channel_group: int | None,
) -> None:
    """Prove that every server of SITE has its redundancy: live, or from captured output.

    Without --captures and --log all switches of SITE are asked at once, over SSH.

    Without SITE, for a quick look at one server, say what SITE would:

    \b
      verify --log terminal.log --method stp --leg sw1:Fa0/23 --leg sw2:Fa0/23

    Exit status: 0 pass, 1 fail, 3 unknown, 2 wrong use, 5 a switch could not be asked and so
    nothing is proved. With --format nagios: 0 pass, 1 pass with
    warnings, 2 fail, 3 unknown or wrong use.
    """
    try:
        live_only = ["--wait"] if is_waiting else []
        live_only += ["--server-views"] if views is not None else []
        is_asking = is_live(click.get_current_context(), folder, logs, live_only)
        quick = {
            "--method": method, "--leg": legs, "--vlan": vlan, "--root": root,
            "--group": channel_group,
        }  # fmt: skip
        said = [option for option, value in quick.items() if value not in (None, ())]
        if site_path is not None:
            if said:
                raise click.UsageError(f"{', '.join(said)}: SITE says this; leave out one of them")
            from netredund.intent import load_site

            site = load_site(site_path)
        else:
            if is_asking:
                raise click.UsageError(
                    "say what to look at: a SITE file whose switches are asked, or captured"
                    " output with --captures DIR or --log FILE"
                )
            if method is None or not legs:
                raise click.UsageError(
                    "say what is wanted: a SITE file, or --method and two or more of --leg"
                )
            site = _look_quickly(method, legs, vlan, root, channel_group)
        failures: dict[str, NetRedundError] = {}
        if is_asking:
            report, failures = _look_live(site, views, servers, is_waiting, is_all, max_age_s)
        else:
            from netredund.evidence import load_evidence
            from netredund.verdict import judge

            report = judge(
                site,
                load_evidence(site, folder, logs),
                servers=servers,
                is_skipped_unknown=is_all,
                max_age_s=max_age_s,
            )
    except (NetRedundError, click.UsageError) as error:
        if form != "nagios":
            raise
        from netredund.report.nagios import render_nagios_problem

        _print(render_nagios_problem(str(error)))
        click.get_current_context().exit(3)
    if not is_quiet:
        for note in report.notes:
            click.echo(f"note: {note}", err=True)
    status = _print_report(report, form, is_quiet, is_cited, is_all)
    if failures and form != "nagios" and report.verdict.value == "unknown":
        status = next(iter(failures.values())).exit_code
    click.get_current_context().exit(status)


def _look_live(
    site: "Site",
    views: Path | None,
    servers: tuple[str, ...],
    is_waiting: bool,
    is_all: bool,
    max_age_s: float,
) -> "tuple[Report, dict[str, NetRedundError]]":
    from netredund.live import verify_live

    line = ProgressLine()
    try:
        return verify_live(
            site,
            access=read_access(click.get_current_context()),
            servers=servers,
            others=load_views(site, views),
            wait=is_waiting,
            is_skipped_unknown=is_all,
            max_age_s=max_age_s,
            progress=line.show,
        )
    finally:
        line.clear()


def _look_quickly(
    method: str,
    legs: tuple[str, ...],
    vlan: int | None,
    root: str | None,
    channel_group: int | None,
) -> "Site":
    from netredund.intent import Method, quick_site

    try:
        return quick_site(Method(method), legs, vlan=vlan, root=root, channel_group=channel_group)
    except SiteError as error:
        lines = []
        for problem in error.problems:
            key = problem.path.rpartition(".")[2]
            got = "" if problem.value is None else f", got {problem.value!r}"
            allowed = f"; allowed: {problem.allowed}" if problem.allowed else ""
            lines.append(f"{key}: {problem.message}{got}{allowed}")
        raise click.UsageError("\n".join(lines)) from error


def _print_report(report: "Report", form: str, is_quiet: bool, is_cited: bool, is_all: bool) -> int:
    """Print a report, and return the exit status that belongs to it in this format."""
    if form == "nagios":
        from netredund.report import nagios_status, render_nagios

        _print(render_nagios(report))
        return nagios_status(report)
    if form == "json":
        from netredund.report import render_json

        _print(render_json(report))
    elif form == "junit":
        from netredund.report import render_junit

        _print(render_junit(report, is_skipped_unknown=is_all))
    else:
        from netredund.report import render_text

        width = None
        if sys.stdout.isatty():
            import shutil

            width = shutil.get_terminal_size().columns
        _print(
            render_text(
                report,
                width=width,
                has_colour=wants_colour(sys.stdout),
                is_quiet=is_quiet,
                is_cited=is_cited,
            )
        )
    return _STATUS[report.verdict.value]


def _print(report: str | bytes) -> None:
    """Write to stdout; what its encoding lacks is written out and ends nothing."""
    if isinstance(report, str):
        report = report.encode(sys.stdout.encoding or "utf-8", "backslashreplace")
    sys.stdout.buffer.write(report)
    sys.stdout.flush()
