"""`netredund-switch parse`: captured output to JSON, one object a line."""

import sys
from collections.abc import Sequence
from typing import BinaryIO

import click
import msgspec

from netredund.reading import find_command, parse
from netredund.reading.commands import SYNTAXES


def _list_commands(ctx: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        width = max(len(entry.syntax) for entry in SYNTAXES)
        for entry in SYNTAXES:
            click.echo(f"{entry.syntax:{width}}  {entry.kind}")
        ctx.exit()


@click.command("parse")
@click.argument("command_typed", metavar="COMMAND")
@click.argument("files", metavar="[FILE]...", type=click.File("rb", lazy=True), nargs=-1)
@click.option("--strict", is_flag=True, help="Exit with 3 when something was not understood.")
@click.option(
    "--commands",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_commands,
    help="List the commands that are read, and the kind of their facts.",
)
def command(command_typed: str, files: Sequence[BinaryIO], strict: bool) -> None:
    """Read what a device printed for COMMAND, and print what it says as JSON.

    One object a line for each FILE, in their order; standard input without FILE. COMMAND is as
    people type it: "sh span", "show etherchannel 1 port-channel", "cat /proc/net/bonding/bond0".
    What was not understood is in "unparsed" and "problems"; "complete" tells whether that is
    nothing.
    """
    find_command(command_typed)
    out = sys.stdout.buffer
    is_all_complete = True
    for file in files or [sys.stdin.buffer]:
        facts = parse(command_typed, file.read())
        is_all_complete &= facts.complete
        out.write(msgspec.json.encode(facts) + b"\n")
    out.flush()
    if strict and not is_all_complete:
        click.get_current_context().exit(3)
