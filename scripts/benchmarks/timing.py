"""Processes timed in turns, so that whatever else the machine does falls on all of them alike."""

import os
import pathlib
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def time_process(command: Sequence[str]) -> float:
    """Return the seconds that a command takes; it must end with status 0."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    begin = time.perf_counter()
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if run.returncode:
        raise SystemExit(f"{' '.join(command)}: exit status {run.returncode}\n{run.stderr}")
    return seconds


def time_in_turns(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, float]:
    """Return the median seconds of each command, after one run that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            seconds = time_process(command)
            if number:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}
