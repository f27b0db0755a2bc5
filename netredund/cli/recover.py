"""`netredund-switch recover`: finishes or undoes what an interrupted push left."""

import time
from pathlib import Path

import click

from netredund.cli.reach import reach_options, read_access
from netredund.cli.transaction import (
    ending_options,
    interruptible,
    print_outcomes,
    show_progress,
)


@click.command("recover")
@click.argument("journal", metavar="[JOURNAL]", required=False, type=click.Path(path_type=Path))
@click.option("--list", "is_listing", is_flag=True, help="Only say what is unfinished.")
@ending_options
@reach_options
def command(journal: Path | None, is_listing: bool, state: Path | None, form: str) -> None:
    """Finish or undo every push that was interrupted; JOURNAL is the folder of one of them.

    The journal says what was armed, sent and confirmed; the switches say what stands now. Where all
    was proved before the interruption it is confirmed everywhere; otherwise, or where a switch went
    back by itself meanwhile, it is undone everywhere.

    Exit status: 0 nothing was unfinished, or it is finished; 1 a journal cannot be read;
    2 wrong use; 6 undone; 7 still unfinished, or a push still runs. Of several the highest.
    """
    if state is not None and not state.is_dir():
        raise click.BadParameter(f"no such folder: {state}", param_hint="'--state'")
    if is_listing:
        _list(state)
        return
    from netredund.transaction import recover

    with interruptible():
        outcomes = recover(
            journal,
            access=read_access(click.get_current_context()),
            tell=show_progress(time.monotonic()),
            state=state,
        )
    if not outcomes and form == "text":
        click.echo("nothing is unfinished")
    else:
        print_outcomes(outcomes, form, is_list=True)
    click.get_current_context().exit(max((each.exit_code for each in outcomes), default=0))


def _list(state: Path | None) -> None:
    from netredund.report.push_text import render_unfinished
    from netredund.transaction.journal import find_unfinished, state_folder

    unfinished = list(find_unfinished(state_folder(state), time.time))
    if not unfinished:
        click.echo("nothing is unfinished")
    for found in unfinished:
        click.echo(render_unfinished(found, found.is_running), nl=False)
