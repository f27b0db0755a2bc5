"""Holds the lab's spanning tree against Linux kernel bridges, which nobody here wrote.

Needs Linux, root, `ip` and `unshare` (packages iproute2 and util-linux).
"""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

NETWORKS = 36
SEED = 20261122
PROGRAM = Path(__file__).with_name("kernel_networks.py")
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
            return f"needs {tool}"
    made = in_namespace("ip link add type veth && ip link add br0 type bridge stp_state 1")
    return None if made.returncode == 0 else f"no namespaces or bridges: {made.stderr.strip()}"


def in_namespace(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a shell command in network and mount namespaces of its own."""
    line = ["unshare", "--net", "--mount", "sh", "-c", PREPARE + f"sh -c '{command}'"]
    return subprocess.run(line, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def report() -> dict[str, object]:
    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    done = in_namespace(f"{sys.executable} {PROGRAM} {NETWORKS} {SEED}")
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    print(result)
    return result


def test_networks_mix_both_kinds(report: dict[str, object]) -> None:
    assert report["networks"] == NETWORKS
    assert min(report["kernel bridges"], report["lab switches"]) >= NETWORKS  # type: ignore[type-var]


@pytest.mark.parametrize("event", ["up", "cut", "restored"])
def test_every_bridge_on_both_sides_is_as_802_1d_demands(
    report: dict[str, object], event: str
) -> None:
    _, wrong = report[event]  # type: ignore[misc]
    assert wrong == {}
