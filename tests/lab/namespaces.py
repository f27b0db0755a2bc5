"""Runs programs in network namespaces of their own, where the machine allows that."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
PREPARE = (
    "mount -t sysfs sysfs /sys && echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6 && exec "
)


@cache
def missing() -> str | None:
    """Say what keeps kernel bridges from being made here, None where nothing does."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    for tool in ("ip", "unshare", "mount"):
        if shutil.which(tool) is None:
            return f"needs {tool} (packages iproute2, util-linux, mount)"
    made = in_namespace("ip link add type veth && ip link add br0 type bridge stp_state 1")
    return None if made.returncode == 0 else f"no namespaces or bridges: {made.stderr.strip()}"


def in_namespace(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a shell command in network and mount namespaces of its own."""
    line = ["unshare", "--net", "--mount", "sh", "-c", PREPARE + f"sh -c '{command}'"]
    return subprocess.run(line, capture_output=True, text=True, timeout=300)


def report_of(program: str, arguments: str, run: str, shared: Path) -> dict[str, object]:
    """Return the JSON that a program of this folder prints, run once by all workers of `run`.

    Its tests may be spread over several workers: the first runs it, the others wait.
    """
    result = shared / f"{run}-{program}.json"
    with (shared / f"{run}-{program}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            done = in_namespace(f"{sys.executable} {FOLDER / program} {arguments}")
            assert done.returncode == 0, done.stderr
            result.write_text(done.stdout)
    found: dict[str, object] = json.loads(result.read_text())
    return found


def skip_unless_possible(reason: str | None = None) -> None:
    """Skip the test with the reason, or with what the machine lacks."""
    reason = reason or missing()
    if reason is not None:
        pytest.skip(reason)
