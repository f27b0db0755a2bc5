"""A span of time on the command line: `90s`, `10m`, `2h`."""

import re

import click

_UNITS_S = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def read_duration_s(_: click.Context, parameter: click.Parameter, text: str) -> float:
    """Return the seconds of an option's value; a number alone is refused: it has no unit."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)([smhd])", text.strip(), re.ASCII)
    if match is None:
        raise click.BadParameter(f"{text!r} is no span of time, expected 90s, 10m, 2h or 1d")
    return float(match[1]) * _UNITS_S[match[2]]
