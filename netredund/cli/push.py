"""`netredund-switch push`: plan, guard, send, verify, confirm; or undo."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netredund.cli.colour import wants_colour
from netredund.cli.reach import reach_options, read_access
from netredund.cli.sources import load_views, server_option
from netredund.cli.transaction import (
    ending_options,
    interruptible,
    print_outcomes,
    show_progress,
)

if TYPE_CHECKING:
    from netredund.transaction import Prospect


@click.command("push")
@click.argument("site_path", metavar="SITE")
@server_option
@click.option("--yes", "is_agreed", is_flag=True, help="Do not ask before anything is sent.")
@click.option("--save", "is_saved", is_flag=True, help="Save on every switch when all is proved.")
@click.option(
    "--timer",
    "timer_min",
    metavar="MINUTES",
    type=click.IntRange(1, 120),
    help="When a switch goes back by itself (what the protocols may take, and a reserve).",
)
@click.option("--remove", "is_removal", is_flag=True, help="Take the method off.")
@click.option(
    "--change-root", "may_move_root", is_flag=True, help="Allow that the root of a VLAN moves."
)
@click.option(
    "--server-pending",
    "is_server_pending",
    is_flag=True,
    help="The server's side comes later: its silence is no fault, and the result is pending.",
)
@click.option(
    "--allow-reload",
    "may_reload",
    is_flag=True,
    help="Where there is no better guard, let `reload in` be it.",
)
@click.option(
    "--server-views",
    "views",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The servers' own views: DIR/<server>/proc_net_bonding_bond0.txt and others.",
)
@ending_options
@reach_options
def command(
    site_path: str,
    servers: tuple[str, ...],
    is_agreed: bool,
    is_saved: bool,
    timer_min: int | None,
    is_removal: bool,
    may_move_root: bool,
    is_server_pending: bool,
    may_reload: bool,
    views: Path | None,
    state: Path | None,
    form: str,
) -> None:
    """Make the switches what SITE says, proved and confirmed, or leave them as they were.

    All switches that are needed are read first. What will be done is shown and asked for. Then each
    switch gets a guard that would put it back without us, and its lines, one leg at a time; a
    refused line or a leg that does not come up ends it. The proof is read in new sessions. Only
    when every server on these switches is as it shall be, the change is confirmed on all of them;
    otherwise it is undone on all of them.

    Exit status: 0 proved, or nothing to do; 1 the plan is refused, or declined, or no
    journal can be written; 2 wrong use; 3 kept
    and not all of it proved, or the server's side is pending; 4 a switch refused something before
    the first line; 5 a switch could not be asked; 6 undone; 7 unfinished: run `recover`.
    """
    if not is_agreed and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("nobody can be asked here: say --yes, or run `plan` to look first")
    from netredund.intent import load_site
    from netredund.transaction import push

    site = load_site(site_path)
    others = load_views(site, views)

    def approve(prospect: "Prospect") -> bool:
        from netredund.report.push_text import render_prospect

        stream = sys.stdout if form == "text" else sys.stderr
        has_colour = wants_colour(stream)
        text = render_prospect(prospect, has_colour=has_colour)
        click.echo(text, file=stream, color=has_colour)
        return is_agreed or click.confirm("Do it?", err=True)

    with interruptible():
        outcome = push(
            site,
            servers=servers,
            access=read_access(click.get_current_context()),
            is_removal=is_removal,
            may_move_root=may_move_root,
            may_reload=may_reload,
            is_server_pending=is_server_pending,
            is_saved=is_saved,
            timer_min=timer_min,
            others=others,
            approve=approve,
            tell=show_progress(time.monotonic()),
            state=state,
        )
    print_outcomes((outcome,), form)
    click.get_current_context().exit(outcome.exit_code)
