"""The command line: each command parses options, calls one library function, prints and returns.

A command's module is imported when it is run; `--help` and completion read only the table here.
"""

import sys
from importlib import import_module
from typing import Any

import click

# Name to help text; the command itself is `command` in the module of that name.
_COMMANDS = {
    "advise": "Choose a method by five questions.",
    "capture": "Record from the switches what verify needs.",
    "lab": "Simulated IOS switches on loopback, to try everything without hardware.",
    "parse": "One captured output to JSON.",
    "plan": "The lines that each switch would get, as a diff; sends nothing.",
    "predict": "Which port will block, and why.",
    "push": "Plan, guard, send, verify, confirm; or undo.",
    "recover": "Finishes or undoes what an interrupted push left.",
    "topology": "What is wired to what, printed or drawn.",
    "verify": "The proof that the redundancy works, live or from captured output.",
}


class _LazyGroup(click.Group):
    """A group that imports a command when it is run, and turns errors into an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module = import_module(f"netredund.cli.{name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        from netredund.errors import NetRedundError

        try:
            return super().invoke(ctx)
        except NetRedundError as error:
            click.echo(f"netredund-switch: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(1)


def _print_version(ctx: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        from netredund import __version__

        click.echo(f"netredund-switch {__version__}")
        ctx.exit()


@click.command(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and leave.",
)
def main() -> None:
    """Make a server's redundant network links work on Cisco IOS switches, and prove it.

    \b
    Exit status: 0 pass, 1 fail, 2 wrong use, 3 unknown, 4 refused by a device,
    5 could not connect or log in.
    """
