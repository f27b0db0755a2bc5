"""Options that say where the evidence comes from, and which servers are meant."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from netredund.cli.duration import read_duration_s
from netredund.cli.reach import ProgressLine, read_access, said_options

if TYPE_CHECKING:
    from netredund.captures import Captures
    from netredund.intent import Site
    from netredund.recording import Recording

F = TypeVar("F", bound=Callable[..., object])

_CAPTURES = click.option(
    "--captures",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Captured output: DIR/<device>/<command with _ for space, / and |>.txt.",
)
_LOG = click.option(
    "--log",
    "logs",
    metavar="FILE",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A terminal log: prompt, command, output, prompt. May be repeated.",
)
_SERVER = click.option(
    "--server",
    "servers",
    metavar="NAME",
    multiple=True,
    help="Only this server of the site. May be repeated.",
)
_MAX_AGE = click.option(
    "--max-age",
    "max_age_s",
    metavar="TIME",
    callback=read_duration_s,
    default="10m",
    show_default=True,
    help="How far captures of one verdict or plan may lie apart: 90s, 10m, 2h.",
)
_VIEWS = click.option(
    "--server-views",
    "views",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Live: captures of the servers' own views, DIR/<server>/, to judge along.",
)
_REMOVE = click.option(
    "--remove", "is_removal", is_flag=True, help="Take the method off instead of putting it on."
)
_CHANGE_ROOT = click.option(
    "--change-root", "may_move_root", is_flag=True, help="Allow that the root of a VLAN moves."
)


def captures_options(command: F) -> F:
    """Give a command `--captures` and `--log`, as `folder` and `logs`."""
    return _CAPTURES(_LOG(command))


def server_option(command: F) -> F:
    """Give a command `--server`, as `servers`."""
    return _SERVER(command)


def views_option(command: F) -> F:
    """Give a command `--server-views`, as `views`; `load_views` reads them."""
    return _VIEWS(command)


def load_views(site: "Site", views: Path | None) -> "Captures | None":
    """Return the servers' own views, None where none are given."""
    if views is None:
        return None
    from netredund.captures import load_folder
    from netredund.verdict import devices_of

    return load_folder(views, [each for each in devices_of(site) if each.name in site.servers])


def max_age_option(command: F) -> F:
    """Give a command `--max-age`, as `max_age_s`."""
    return _MAX_AGE(command)


def plan_options(command: F) -> F:
    """Give a command `--remove` and `--change-root`, as `is_removal` and `may_move_root`."""
    return _REMOVE(_CHANGE_ROOT(command))


def is_live(
    ctx: click.Context, folder: Path | None, logs: Sequence[Path], more: Sequence[str] = ()
) -> bool:
    """Tell whether switches are asked; UsageError where captures have no use for what is said.

    `more` are further options that were given and are for live use only.
    """
    if folder is None and not logs:
        return True
    said = [*said_options(ctx), *more]
    if said:
        live_only = f"{', '.join(said)}: for live use only"
        raise click.UsageError(f"{live_only}, not with --captures or --log")
    return False


def ask_switches(
    ctx: click.Context, site: "Site", questions: Mapping[str, Sequence[str]]
) -> "Recording":
    """Ask switches, reached as the options say; the progress is a line on the terminal."""
    from netredund.recording import ask

    line = ProgressLine()
    try:
        return ask(site, questions, access=read_access(ctx), progress=line.show)
    finally:
        line.clear()


def print_notes(captures: "Captures") -> None:
    """Print what could not be used, or was not answered."""
    for note in captures.notes:
        click.echo(f"note: {note}", err=True)
