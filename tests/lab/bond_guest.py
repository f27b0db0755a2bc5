"""Runs the scenarios with the Linux bonding driver, each in a namespace of its own, all at once.

Run by test_bonding_driver.py inside a guest kernel (uml.py); writes what came of it as JSON.
"""

import asyncio
import faulthandler
import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from netredund.lab import Network, parse_lab
from netredund.lab.clock import RealTime
from netredund.lab.wire import Wires
from tests.lab.bond_course import ADDRESSES, Scenario, follow
from tests.lab.bond_scenarios import SCENARIOS

LIMIT_S = 75


class KernelBond:
    """One bond of the guest's kernel, whose veth pairs end at wires of the lab."""

    def __init__(self, scenario: Scenario, place: int) -> None:
        self.space = f"n{place}"
        self.ends = (f"n{place}eth0", f"n{place}eth1")
        ip("netns", "add", self.space)
        lines = []
        for nic, (end, address) in enumerate(zip(self.ends, ADDRESSES, strict=True)):
            lines.append(
                f"link add {end} type veth peer name eth{nic} netns {self.space} address {address}"
            )
        batch(lines)
        self.wires = Wires()
        definition = parse_lab(scenario.lab(self.ends), scenario.name)
        self.network = Network(definition, wire=self.wires.add)
        options = {"miimon": "100", **scenario.bond}
        primary = options.pop("primary", None)
        words = " ".join(f"{key} {value}" for key, value in options.items())
        batch(
            [
                f"link add bond0 type bond mode {scenario.method} {words}",
                "link set eth0 master bond0",
                "link set eth1 master bond0",
                *([f"link set bond0 type bond primary {primary}"] if primary else []),
                "link set bond0 up",
            ],
            self.space,
        )
        # its process only holds the door to the namespace's /proc/net open
        self.holder = subprocess.Popen(["ip", "netns", "exec", self.space, "sleep", "1000"])
        self.proc = Path(f"/proc/{self.holder.pid}/net/bonding/bond0")
        self.time = RealTime(self.network.clock)

    def start(self) -> "asyncio.Task[None]":
        self.wires.start(asyncio.get_running_loop(), self.time.catch_up)
        return asyncio.create_task(self.time.run())

    def now_s(self) -> float:
        return time.monotonic()

    async def sleep(self, duration_s: float) -> None:
        await asyncio.sleep(duration_s)
        self.time.catch_up()

    def bonding(self) -> str:
        return self.proc.read_text()

    async def links(self) -> str:
        line = ["ip", "-n", self.space, "-d", "-j", "link"]
        return subprocess.run(line, check=True, capture_output=True, text=True).stdout

    def set_carrier(self, nic: str, *, whole: bool) -> None:
        """Take the lab's end of the pair down, which both ends see as a lost carrier."""
        ip("link", "set", self.space + nic, "up" if whole else "down")

    def set_deaf(self, nic: str, *, deaf: bool) -> None:
        loss = ["netem", "loss", "100%"] if deaf else []
        run("tc", "qdisc", "add" if deaf else "del", "dev", self.space + nic, "root", *loss)

    def close(self) -> None:
        self.holder.kill()
        self.holder.wait()


def run(*command: str) -> None:
    subprocess.run(command, check=True)


def ip(*words: str) -> None:
    run("ip", *words)


def batch(lines: list[str], space: str | None = None) -> None:
    """Have `ip` do many things at once, in a namespace."""
    inside = [] if space is None else ["-n", space]
    line = ["ip", *inside, "-batch", "-"]
    subprocess.run(line, input="\n".join(lines), text=True, check=True)


async def main() -> dict[str, object]:
    bonds = [KernelBond(scenario, place) for place, scenario in enumerate(SCENARIOS)]
    drivers = [bond.start() for bond in bonds]
    courses = await asyncio.gather(*map(follow, SCENARIOS, bonds))
    for driver, bond in zip(drivers, bonds, strict=True):
        driver.cancel()
        bond.close()
    pairs = zip(SCENARIOS, courses, strict=True)
    return {scenario.name: asdict(course) for scenario, course in pairs}


if __name__ == "__main__":
    faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    Path(sys.argv[1]).write_text(json.dumps(asyncio.run(main())))
