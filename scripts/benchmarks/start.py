"""How long the command line takes to start, against what it cannot do without."""

import argparse
import pathlib
import sys
from collections.abc import Sequence

from timing import time_in_turns

PROGRAM = str(pathlib.Path(sys.executable).with_name("netredund-switch"))
VERIFY = ["verify", "docs/example/site.yaml", "--captures", "docs/example/captures"]
COMMANDS = {
    'python -c "import click"': [sys.executable, "-c", "import click"],
    'python -c "import click, yaml"': [sys.executable, "-c", "import click, yaml"],
    "netredund-switch --help": [PROGRAM, "--help"],
    "netredund-switch verify (two switches)": [PROGRAM, *VERIFY],
}
# What is measured, what it is held against, and how many times as long it may take.
PROMISES = (
    ("netredund-switch --help", 'python -c "import click"', 2.5),
    ("netredund-switch verify (two switches)", 'python -c "import click, yaml"', 3.0),
)


def run(arguments: Sequence[str]) -> int:
    """Print medians and ratios; return 1 where a ratio is above what is promised."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark start", description=__doc__)
    parser.add_argument("--runs", type=int, default=21, help="of each command (default 21)")
    medians = time_in_turns(COMMANDS, parser.parse_args(arguments).runs)
    for name, seconds in medians.items():
        print(f"{name:40} {seconds * 1000:7.1f} ms")
    is_kept = True
    for name, base, limit in PROMISES:
        ratio = medians[name] / medians[base]
        is_kept &= ratio <= limit
        word = "ok" if ratio <= limit else "TOO SLOW"
        print(f"{name:40} {ratio:7.2f} times {base}, promised at most {limit}: {word}")
    return 0 if is_kept else 1
