"""What a large lab takes: until all of it answers, when idle, with many sessions at once, memory.

200 switches with 24 ports, 300 links and 10 VLANs in one process, beside as many hosts of FakeNOS
with its own `cisco_ios`, in turns, each by the same client in this process.
"""

import argparse
import asyncio
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import asyncssh
from environment import find_version, prepare_environment
from timing import ROOT

HOST = pathlib.Path(__file__).with_name("_lab_host.py")
SETTLE_LIMIT_S = 60
SESSION_LIMIT_S = 60
LINES = ("enable", "terminal length 0", "show version")
# What the lab has to keep at the numbers it is promised for.
UP_LIMIT_S = 5.0
IDLE_LIMIT = 0.25
FIGURES = {
    "up_s": "s until every switch answers",
    "up_cpu_s": "s of CPU time until then",
    "settled_s": "s until every tree has settled",
    "idle": "of a core when idle",
    "sessions_s": "s until every session has its answer",
    "failures": "sessions failed",
    "memory_mb": "MB resident when idle",
    "peak_mb": "MB resident at most",
}
Target = dict[str, Any]
Figures = dict[str, float]


def run(arguments: Sequence[str]) -> int:
    """Print the figures of both and their ratios; return 1 where the lab misses its promises."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark lab", description=__doc__)
    parser.add_argument("--switches", type=int, default=200)
    parser.add_argument("--links", type=int, default=300)
    parser.add_argument("--vlans", type=int, default=10)
    parser.add_argument("--sessions", type=int, default=100, help="at once (100)")
    parser.add_argument("--idle", type=float, default=20, help="seconds to watch it idle (20)")
    parser.add_argument("--runs", type=int, default=3, help="of each (3); medians count")
    parser.add_argument("--without-fakenos", action="store_true")
    chosen = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    from tests.lab.campus import write_campus

    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "campus.yaml")
        path.write_text(write_campus(chosen.switches, chosen.links, chosen.vlans))
        commands = {"netredund": [sys.executable, HOST, "lab", path]}
        if not chosen.without_fakenos:
            python = prepare_environment("fakenos", ["fakenos"])
            name = f"FakeNOS {find_version(python, 'fakenos')}"
            commands[name] = [python, HOST, "fakenos", chosen.switches]
        taken: dict[str, list[Figures]] = {name: [] for name in commands}
        for _ in range(chosen.runs):
            for name, command in commands.items():
                taken[name].append(measure(command, chosen))
    print(
        f"{chosen.switches} switches, {chosen.links} links, {chosen.vlans} VLANs, "
        f"{chosen.sessions} sessions at once; medians of {chosen.runs}, on {os.cpu_count()} cores:"
    )
    medians = {
        name: {figure: statistics.median(run[figure] for run in runs) for figure in FIGURES}
        for name, runs in taken.items()
    }
    ours = medians["netredund"]
    for name, figures in medians.items():
        print(name)
        for figure, title in FIGURES.items():
            ratio = ""
            if figure == "settled_s" and figures is not ours:
                continue
            if figures is not ours and ours[figure] and figure != "failures":
                ratio = f"   {figures[figure] / ours[figure]:.1f} times the lab's"
            print(f"  {figures[figure]:8.3g} {title}{ratio}")
    kept = {
        f"up in under {UP_LIMIT_S:g} s": ours["up_s"] < UP_LIMIT_S,
        f"idle under {IDLE_LIMIT:g} of a core": ours["idle"] < IDLE_LIMIT,
        "no session failed": not any(run["failures"] for run in taken["netredund"]),
    }
    for promise, is_kept in kept.items():
        print(f"{promise}: {'ok' if is_kept else 'MISSED'}")
    return 0 if all(kept.values()) else 1


def measure(command: Sequence[object], chosen: argparse.Namespace) -> Figures:
    """Return the figures of one process, which is ended afterwards."""
    began_s = time.monotonic()
    with start(command) as process:
        targets: list[Target] = json.loads(process.stdout.readline())  # type: ignore[union-attr]
        greet(targets)
        up_s = time.monotonic() - began_s
        up_cpu_s = read_cpu(process.pid)
        settle(process, chosen)
        settled_s = time.monotonic() - began_s
        memory_mb = read_memory(process.pid, "VmRSS")
        cpu_s, clock_s = read_cpu(process.pid), time.monotonic()
        time.sleep(chosen.idle)
        idle = (read_cpu(process.pid) - cpu_s) / (time.monotonic() - clock_s)
        sessions_s, failures = asyncio.run(open_sessions(targets[: chosen.sessions]))
        peak_mb = read_memory(process.pid, "VmHWM")
    figures = (up_s, up_cpu_s, settled_s, idle, sessions_s, failures, memory_mb, peak_mb)
    return dict(zip(FIGURES, figures, strict=True))


@contextmanager
def start(command: Sequence[object]) -> "Iterator[subprocess.Popen[str]]":
    """Run a process that is killed in the end: FakeNOS takes long to stop."""
    process = subprocess.Popen(
        [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def greet(targets: Sequence[Target]) -> None:
    """Wait until every switch says that it speaks SSH."""
    doors = [socket.create_connection(("127.0.0.1", each["port"]), 30) for each in targets]
    for door in doors:
        if not door.recv(4).startswith(b"SSH-"):
            raise SystemExit("something else than SSH answers")
        door.close()


def settle(process: "subprocess.Popen[str]", chosen: argparse.Namespace) -> None:
    """Wait until every tree of a lab has settled; the end where one has not the root it should."""
    deadline_s = time.monotonic() + SETTLE_LIMIT_S
    state = describe(process)
    while state.get("moving") or len(state.get("roots", "")) > chosen.vlans:
        if time.monotonic() > deadline_s:
            raise SystemExit(f"not settled after {SETTLE_LIMIT_S} s: {state}")
        time.sleep(0.2)
        state = describe(process)
    ends = 2 * chosen.links * chosen.vlans
    wanted = {"trees": chosen.switches * chosen.vlans, "ports": ends, "moving": 0}
    if state and (not wanted.items() <= state.items() or len(state["roots"]) != chosen.vlans):
        raise SystemExit(f"the trees are {state}, not {wanted}")


def describe(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """Return the state of a lab's trees; empty where the process has none."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("state\n")
    process.stdin.flush()
    state: dict[str, Any] = json.loads(process.stdout.readline())
    return state


def read_cpu(process: int) -> float:
    """Return the seconds of CPU time that a process has used."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read_memory(process: int, field: str) -> float:
    """Return a field of a process's status (`VmRSS`, `VmHWM`) in MB."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"no {field} of process {process}")


async def open_sessions(targets: Sequence[Target]) -> tuple[float, int]:
    """Open a session to each switch at once; return seconds until all have answers, and failures.

    Nobody leaves before everybody has an answer.
    """
    answered = asyncio.Barrier(len(targets))
    began_s = time.monotonic()
    jobs = [hold_session(target, answered) for target in targets]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    moments = [each for each in outcomes if isinstance(each, float)]
    failures = [each for each in outcomes if not isinstance(each, float)]
    for text in sorted({repr(each) for each in failures}):
        print(f"  a session failed: {text}", file=sys.stderr)
    return max(moments, default=float("nan")) - began_s, len(failures)


async def hold_session(target: Target, answered: asyncio.Barrier) -> float:
    """Log in, ask, wait for all the others, leave; return when the answer was there."""
    known = None
    if "key" in target:
        if not target["key"].startswith("ssh-ed25519 "):
            raise SystemExit(f"{target['name']} has another key than ed25519")
        known = asyncssh.import_known_hosts(f"[127.0.0.1]:{target['port']} {target['key']}")
    try:
        async with asyncio.timeout(SESSION_LIMIT_S):
            async with asyncssh.connect(
                "127.0.0.1", target["port"], username=target["user"], password=target["password"],
                known_hosts=known, client_keys=None, agent_path=None, config=None,
            ) as connection:  # fmt: skip
                terminal = await connection.create_process(term_type="vt100", encoding="utf-8")
                await read_prompt(terminal)
                for line in LINES:
                    terminal.stdin.write(f"{line}\n")
                    shown = await read_prompt(terminal)
                if "Version" not in shown:
                    raise ValueError(f"no answer: {shown!r}")
                moment = time.monotonic()
                await answered.wait()
                return moment
    except BaseException:
        await answered.abort()
        raise


async def read_prompt(terminal: "asyncssh.SSHClientProcess[str]") -> str:
    """Return what appears up to the next prompt."""
    shown = ""
    while not shown.rstrip(" ").endswith((">", "#")):
        piece = await terminal.stdout.read(65536)
        if not piece:
            raise ValueError(f"the session ended: {shown!r}")
        shown += piece
    return shown
