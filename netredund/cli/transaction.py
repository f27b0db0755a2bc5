"""What `push` and `recover` share: where journals are, how progress and the end are shown."""

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

import click

from netredund.cli.colour import wants_colour

if TYPE_CHECKING:
    from netredund.transaction import Outcome, Progress

F = TypeVar("F", bound=Callable[..., object])

_STATE = click.option(
    "--state",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where journals and backups are (NETREDUND_STATE, else ~/.local/state/netredund).",
)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


def ending_options(command: F) -> F:
    """Give a command `--state` and `--format`, as `state` and `form`."""
    return _STATE(_FORMAT(command))


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Make a termination what Ctrl-C is: what was begun is undone before the process ends.

    A second one does not end the undoing (a terminal that closes may send more than one); Ctrl-C
    does.
    """
    numbers = (signal.SIGTERM, signal.SIGHUP)

    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    kept = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def show_progress(began_s: float) -> "Callable[[Progress], None]":
    """Return what prints each step to the standard error stream, with the time since the start."""
    from netredund.report.push_text import ProgressText

    text = ProgressText(has_colour=wants_colour(sys.stderr))

    def show(progress: "Progress") -> None:
        line = text.render(progress, time.monotonic() - began_s)
        if line is None:
            return
        with contextlib.suppress(OSError):  # a terminal that has gone keeps nothing from its end
            click.echo(line, err=True, color=True)

    return show


def print_outcomes(outcomes: "Sequence[Outcome]", form: str, *, is_list: bool = False) -> None:
    """Print how each transaction ended; JSON is a list for `recover`, one record for `push`."""
    if form == "json":
        import msgspec

        value = outcomes if is_list else outcomes[0]
        data = msgspec.json.format(msgspec.json.encode(value), indent=1)
        sys.stdout.buffer.write(data + b"\n")
        sys.stdout.flush()
        return
    from netredund.report.push_text import render_outcome

    has_colour = wants_colour(sys.stdout)
    for outcome in outcomes:
        click.echo(render_outcome(outcome, has_colour=has_colour), nl=False, color=has_colour)
