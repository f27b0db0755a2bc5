"""`netredund-switch capture`: what verify needs, recorded from the switches."""

from pathlib import Path

import click

from netredund.cli.reach import ProgressLine, reach_options, read_access
from netredund.cli.sources import server_option


@click.command("capture")
@click.argument("site_path", metavar="SITE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@server_option
@reach_options
def command(site_path: Path, folder: Path, servers: tuple[str, ...]) -> None:
    """Record from the switches of SITE what `verify SITE --captures DIR` needs.

    All switches are asked at once, each only what the checks need. Each gets a folder in DIR, with
    a manifest (command, file, time, SHA-256); passwords, keys and hashes in configurations are
    masked. Exit status: 0 all recorded, 2 wrong use, 5 a switch could not be asked (the others
    are recorded).
    """
    from netredund.recording import capture

    line = ProgressLine()
    try:
        recording = capture(
            site_path,
            folder,
            access=read_access(click.get_current_context()),
            servers=servers,
            progress=line.show,
        )
    finally:
        line.clear()
    for refusal in recording.refused:
        click.echo(f"note: {refusal}", err=True)
    switches = dict.fromkeys(record.switch for record in recording.records)
    for switch in switches:
        count = sum(record.switch == switch for record in recording.records)
        click.echo(f"{folder / switch}: {count} captures", err=True)
