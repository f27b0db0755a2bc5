"""How long a session takes: connect, two shows, four configuration lines, disconnect.

Ours, netmiko with its defaults, scrapli, NAPALM and raw paramiko sending the same lines, in turns,
against one switch of a lab in a process of its own; with no delay, and with 30 ms to each line.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from environment import prepare_environment
from timing import ROOT

WORKER = pathlib.Path(__file__).with_name("_session_job.py")
PEER_PACKAGES = ("napalm", "scrapli")
LAB = """
import pathlib, sys
from netredund.lab import Lab
from netredund.lab.labfolder import render_known_hosts
delay_s, folder = float(sys.argv[1]), pathlib.Path(sys.argv[2])
with Lab(settle_s=60, delay_s=delay_s) as lab:
    (folder / "known_hosts").write_text(render_known_hosts(lab.addresses))
    print(lab.addresses["sw1"].port, flush=True)
    sys.stdin.read()
"""
NAMES = ("netredund", "paramiko", "scrapli", "netmiko", "napalm")
# With what delay, ours against whom, and how many times as long it may take.
PROMISES = ((0.0, "netmiko", 1 / 40), (0.0, "paramiko", 1.5), (0.03, "paramiko", 1.1))


def run(arguments: Sequence[str]) -> int:
    """Print times and ratios; return 1 where a ratio is above what is promised.

    Ratios are of the shortest runs: whatever else the machine does can only add to a run.
    """
    parser = argparse.ArgumentParser(prog="scripts/benchmark session", description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="of each library (default 15)")
    parser.add_argument("--without-peers", action="store_true", help="leave scrapli, NAPALM out")
    chosen = parser.parse_args(arguments)
    pythons = {name: sys.executable for name in ("netredund", "paramiko", "netmiko")}
    if not chosen.without_peers:
        pythons |= dict.fromkeys(("scrapli", "napalm"), prepare_environment("peers", PEER_PACKAGES))
    shortest: dict[float, dict[str, float]] = {}
    for delay_s in (0.0, 0.03):
        print(f"{delay_s * 1000:.0f} ms to each line:")
        taken = measure(delay_s, pythons, chosen.runs)
        shortest[delay_s] = {name: min(times) for name, times in taken.items()}
        for name, times in taken.items():
            median = statistics.median(times)
            print(f"  {name:12} {median * 1000:8.1f} ms, shortest {min(times) * 1000:8.1f} ms")
    is_kept = True
    for delay_s, base, limit in PROMISES:
        ratio = shortest[delay_s]["netredund"] / shortest[delay_s][base]
        is_kept &= ratio <= limit
        shown = f"{ratio:.2f} times {base}, at most {limit:g}"
        if limit < 1:
            shown = f"{1 / ratio:.0f} times as fast as {base}, at least {1 / limit:.0f}"
        word = "ok" if ratio <= limit else "TOO SLOW"
        print(f"netredund with {delay_s * 1000:.0f} ms: {shown}: {word}")
    return 0 if is_kept else 1


@contextmanager
def start(*command: object) -> "Iterator[subprocess.Popen[str]]":
    """Run a process that ends when its input does."""
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.communicate()


def ask(process: "subprocess.Popen[str]") -> float:
    """Have a worker do its job, and return the seconds it took."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise SystemExit(f"{' '.join(process.args)}: ended")
    return float(answer)


def measure(delay_s: float, pythons: dict[str, str], runs: int) -> dict[str, list[float]]:
    """Return the seconds of each library's jobs, in turns, after one that is not counted."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        lab = stack.enter_context(start(sys.executable, "-c", LAB, delay_s, folder))
        assert lab.stdout is not None
        port = lab.stdout.readline().strip()
        keys = f"{folder}/known_hosts"
        workers = {
            name: stack.enter_context(start(pythons[name], WORKER, name, port, keys))
            for name in NAMES
            if name in pythons
        }
        taken: dict[str, list[float]] = {name: [] for name in workers}
        for number in range(runs + 1):
            for name, worker in workers.items():
                seconds = ask(worker)
                if number:
                    taken[name].append(seconds)
    return taken
