"""`netredund-switch lab`: simulated IOS switches on loopback."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from netredund.lab.faults.values import Struck
    from netredund.lab.lab import Lab


@click.group("lab")
def command() -> None:
    """Simulated IOS switches on loopback, to try everything without hardware."""


@command.command("up")
@click.argument("lab_file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--for", "duration_s", type=click.FloatRange(min=0), metavar="SECONDS", help="End after that."
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    metavar="N",
    help="Let protocol time run N times faster than the clock.",
)
@click.option(
    "--settle",
    "settle_s",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="SECONDS",
    help="Let so much protocol time pass before the first login.",
)
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("netredund-lab"),
    show_default=True,
    help="Where to write site.yaml, known_hosts, ssh_config and keys.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help="Let something go wrong: 'sw1: drop after line 5'; may be given again.",
)
@click.option("--print", "is_printed", is_flag=True, help="Print the lab file and leave.")
def up(
    lab_file: Path | None,
    duration_s: float | None,
    speed: float,
    settle_s: float,
    directory: Path,
    faults: tuple[str, ...],
    is_printed: bool,
) -> None:
    """Run the switches of LAB_FILE, or of the standard lab, until interrupted.

    Each switch is an SSH server on a loopback port of its own. A site file, known_hosts and an
    SSH config for them are written into the directory. Faults that strike are told on stderr.
    """
    from netredund.lab.definition import STANDARD_LAB
    from netredund.lab.labfile import load_lab, parse_lab

    if is_printed:
        if lab_file is not None:
            load_lab(lab_file)
            click.echo(lab_file.read_text(), nl=False)
        else:
            click.echo(STANDARD_LAB, nl=False)
        return
    try:
        from netredund.lab.labfolder import HOST_KEYS, admit_key, make_client_key
    except ModuleNotFoundError as error:
        if error.name != "asyncssh":
            raise
        raise click.UsageError("the lab needs asyncssh: pip install 'netredund[lab]'") from error
    from netredund.lab.faults.places import add_faults
    from netredund.lab.faults.text import parse_fault
    from netredund.lab.lab import Lab

    definition = load_lab(lab_file) if lab_file else parse_lab(STANDARD_LAB, "standard lab")
    definition = add_faults(definition, map(parse_fault, faults))
    definition = admit_key(definition, make_client_key(directory))
    lab = Lab(definition, speed=speed, settle_s=settle_s, keys=directory / HOST_KEYS)
    asyncio.run(_serve(lab, directory, duration_s))


async def _serve(lab: "Lab", directory: Path, duration_s: float | None) -> None:
    from netredund.lab.labfolder import write_folder

    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with lab:
        site = write_folder(directory, lab.network, lab.addresses)
        width = max(len(name) for name in lab.addresses)
        click.echo(f"{'NAME':<{width}}  ADDRESS          PORT  USER")
        for address in lab.addresses.values():
            click.echo(
                f"{address.name:<{width}}  {address.host:<15}  {address.port:<5} {address.user}"
            )
        folder = site.parent
        click.echo(f"site file:  {site}", err=True)
        click.echo(
            f"SSH config: {folder / 'ssh_config'} (ssh -F {folder / 'ssh_config'} ...)", err=True
        )
        for struck in lab.struck:
            tell_struck(struck)
        lab.network.striker.watch = tell_struck
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), duration_s)


def tell_struck(struck: "Struck") -> None:
    """Tell that a fault struck."""
    click.echo(f"fault struck at {struck}", err=True)
