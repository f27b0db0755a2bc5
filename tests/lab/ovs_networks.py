"""Builds random networks of lab switches and Open vSwitch bridges that speak RSTP, and LACP bonds.

Run by test_ovs.py in a namespace of its own (see kernel_networks.py, whose networks these are):
starts its own ovsdb-server and ovs-vswitchd in a folder that it is given, and ends them.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import kernel_networks
from kernel_networks import (
    Expected,
    Network,
    compare,
    draw,
    lab_differences,
    roots,
    run_batch,
    set_link,
    solve,
)

from netredund.lab.clock import Clock, RealTime
from netredund.lab.config import (
    ChannelMode,
    InterfaceConfig,
    LacpRate,
    SwitchConfig,
    TreeMode,
    VlanTree,
)
from netredund.lab.frames.frame import parse_address
from netredund.lab.link import Cable
from netredund.lab.model import Model
from netredund.lab.port import PortHardware
from netredund.lab.switch import Switch
from netredund.lab.wire import Wires

MODEL = Model("cisco", "simulated")
# An alternate port of Open vSwitch 3.1 leaves proposals unanswered, so the lab's designated port
# waits forward delay twice, as 802.1w wants; the times are short for that.
MAX_AGE_S, FORWARD_DELAY_S = 12, 7
STILL_S = 3.5  # longer than hello
LIMIT_S = 45
ROLES = {"Root": "Root", "Designated": "Desg", "Alternate": "Altn", "Backup": "Altn"}


class OpenVswitch:
    """One private Open vSwitch: database and daemon in `folder`, ended by `close`."""

    def __init__(self, folder: Path) -> None:
        self.environment = {**os.environ, "OVS_RUNDIR": str(folder), "OVS_DBDIR": str(folder)}
        self.socket = folder / "db.sock"
        database = folder / "conf.db"
        self.run("ovsdb-tool", "create", str(database), "/usr/share/openvswitch/vswitch.ovsschema")
        self.processes = [
            self.start("ovsdb-server", str(database), f"--remote=punix:{self.socket}")
        ]
        self.wait_for(self.socket)
        self.vsctl("--no-wait", "init")
        self.control = folder / "vswitchd.ctl"
        self.processes.append(
            self.start("ovs-vswitchd", f"unix:{self.socket}", f"--unixctl={self.control}")
        )
        self.wait_for(self.control)

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=self.environment, stdout=quiet, stderr=quiet)

    def wait_for(self, path: Path) -> None:
        end_s = time.monotonic() + 10
        while not path.exists():
            if time.monotonic() > end_s:
                raise TimeoutError(f"{path} does not appear")
            time.sleep(0.05)

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)[:300]}: {done.stderr}")
        return done.stdout

    def vsctl(self, *arguments: str) -> str:
        return self.run("ovs-vsctl", f"--db=unix:{self.socket}", "--timeout=50", *arguments)

    def ask(self, *arguments: str) -> str:
        return self.run("ovs-appctl", "-t", str(self.control), *arguments)

    def close(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
            process.wait(10)


def build(networks: list[Network], clock: Clock, wires: Wires, ovs: OpenVswitch) -> None:
    """Make every bridge and link; `kernel` bridges are Open vSwitch's."""
    lines, commands = [], []
    for network in networks:
        for place, join in enumerate(network.joins):
            kinds = [network.bridges[each].kernel for each, _ in join.ends]
            if not any(kinds) and place % 2:
                join.cable = Cable(clock)
                continue
            join.names = (f"n{network.number}l{place}a", f"n{network.number}l{place}b")
            lines.append(f"link add {join.names[0]} type veth peer name {join.names[1]}")
            lines += [f"link set {name} up" for name in join.names]
    run_batch(lines)
    for network in networks:
        for place, bridge in enumerate(network.bridges):
            if not bridge.kernel:
                bridge.switch = make_switch(bridge, clock)
            else:
                address = parse_address(bridge.address).hex(":")
                commands += [
                    f"-- add-br {bridge.name}",
                    f"-- set bridge {bridge.name} datapath_type=netdev rstp_enable=true "
                    f"other_config:rstp-priority={bridge.priority} "
                    f"other_config:rstp-address={address} other_config:hwaddr={address} "
                    f"other_config:rstp-max-age={MAX_AGE_S} "
                    f"other_config:rstp-forward-delay={FORWARD_DELAY_S}",
                ]
            for number, link in enumerate(bridge.ports, start=1):
                join = network.joins[link]
                end = join.ends.index((place, number))
                if not bridge.kernel:
                    assert bridge.switch is not None
                    port = join.cable or wires.add(join.names[end])
                    bridge.switch.attach(f"FastEthernet0/{number}", port)
                    continue
                commands += [
                    f"-- add-port {bridge.name} {join.names[end]}",
                    f"-- set port {join.names[end]} other_config:rstp-port-num={number} "
                    f"other_config:rstp-path-cost={bridge.costs[number - 1]} "
                    "other_config:rstp-auto-edge=false",
                ]
    ovs.vsctl(*" ".join(commands).split())


def make_switch(bridge: kernel_networks.Bridge, clock: Clock) -> Switch:
    config = SwitchConfig(hostname=bridge.name, mode=TreeMode.RAPID_PVST)
    config.vlan_trees[1] = VlanTree(
        bridge.priority - 1, forward_time=FORWARD_DELAY_S, max_age=MAX_AGE_S
    )
    hardware = []
    for number, cost in enumerate(bridge.costs, start=1):
        name = f"FastEthernet0/{number}"
        hardware.append(PortHardware(name, number, (100,)))
        config.interfaces[name] = InterfaceConfig(cost=cost, cdp=False)
    return Switch(config, hardware, clock, address=bridge.address, model=MODEL)


def port_table(ovs: OpenVswitch) -> dict[str, dict[str, str]]:
    """Return what Open vSwitch says of spanning tree on each of its ports."""
    text = ovs.vsctl("--format=json", "--columns=name,rstp_status", "list", "port")
    return {name: dict(status[1]) for name, status in json.loads(text)["data"]}


def differences(network: Network, table: dict[str, dict[str, str]]) -> list[str]:
    """Return every value on either side that is not what 802.1D demands."""
    expected, demanded = solve(network), roots(network)
    found: list[str] = []
    for place, bridge in enumerate(network.bridges):
        if not bridge.kernel:
            found += lab_differences(network, place, expected, demanded[place])
            continue
        for number, link in enumerate(bridge.ports, start=1):
            want = expected.get((place, number))
            join = network.joins[link]
            name = join.names[join.ends.index((place, number))]
            if want is not None:
                found += port_differences(bridge.name, number, table.get(name, {}), want)
    return found


def port_differences(bridge: str, number: int, status: dict[str, str], want: Expected) -> list[str]:
    where = f"{bridge} port {number}"
    role = ROLES.get(status.get("rstp_port_role", ""), "")
    found = compare(where, "role", role, want.role)
    state = "Forwarding" if want.forwards else "Discarding"
    found += compare(where, "state", status.get("rstp_port_state"), state)
    cost = int(status.get("rstp_designated_path_cost", -1))
    found += compare(where, "designated cost", cost, want.cost)
    # printed as priority.system-id.address, the priority in steps of 4096
    priority, system, address = status.get("rstp_designated_bridge_id", "0.0.0").split(".")
    designated = int(priority, 16) << 60 | int(system, 16) << 48 | int(address, 16)
    found += compare(where, "designated bridge", designated, want.bridge)
    port = int(status.get("rstp_designated_port_id", "0").replace(".", ""), 16)
    return found + compare(where, "designated port", port, want.port)


async def settle(networks: list[Network], ovs: OpenVswitch) -> tuple[float, dict[str, list[str]]]:
    """Wait until all networks are right and stay so; return how long it took and what is wrong."""
    began_s = time.monotonic()
    right_since: float | None = None
    wrong: dict[str, list[str]] = {}
    while time.monotonic() - began_s < LIMIT_S:
        await asyncio.sleep(0.5)
        table = await asyncio.to_thread(port_table, ovs)
        wrong = {
            str(each.number): found for each in networks if (found := differences(each, table))
        }
        if wrong:
            right_since = None
        elif right_since is None:
            right_since = time.monotonic()
        elif time.monotonic() - right_since > STILL_S:
            break
    return round(time.monotonic() - began_s, 1), wrong


async def bundle(
    clock: Clock, wires: Wires, ovs: OpenVswitch, *, passive: bool, fast: bool
) -> dict[str, object]:
    """Join a lab switch and an Open vSwitch bond by two links; return what both say of them."""
    names = [f"p{passive:d}{fast:d}{place}" for place in (0, 1)]
    config = SwitchConfig()
    config.interface("Port-channel1")
    for port in (1, 2):
        stanza = config.interface(f"FastEthernet0/{port}")
        stanza.channel_group = 1
        stanza.channel_mode = ChannelMode.PASSIVE if passive else ChannelMode.ACTIVE
        stanza.lacp_rate = LacpRate.FAST if fast else LacpRate.NORMAL
    hardware = [PortHardware(f"FastEthernet0/{port}", port, (100,)) for port in (1, 2)]
    address = f"0200.00{passive:d}{fast:d}.0000"
    switch = Switch(config, hardware, clock, address=address, model=MODEL)
    lines = []
    for name in names:
        lines.append(f"link add {name}s type veth peer name {name}v")
        lines += [f"link set {name}s up", f"link set {name}v up"]
    run_batch(lines)
    for port, name in enumerate(names, start=1):
        switch.attach(f"FastEthernet0/{port}", wires.add(f"{name}s"))
    bond = f"bond{passive:d}{fast:d}"
    ovs.vsctl(
        *f"add-br br{bond} -- set bridge br{bond} datapath_type=netdev".split(),
        *f"-- add-bond br{bond} {bond} {names[0]}v {names[1]}v lacp=active".split(),
        *f"-- set port {bond} other_config:lacp-time={'fast' if fast else 'slow'}".split(),
    )
    end_s = time.monotonic() + LIMIT_S
    flags = shown = ""
    while time.monotonic() < end_s:
        await asyncio.sleep(0.5)
        shown = await asyncio.to_thread(ovs.ask, "lacp/show", bond)
        flags = "".join(each.flag for each in switch.channel_groups()[0].members)
        distributing = shown.count("collecting distributing")
        if flags == "PP" and shown.count("current attached") == 2 and distributing >= 4:
            break
    members = switch.channel_groups()[0].members
    return {
        "flags": flags,
        "attached": shown.count("current attached"),
        "states": [member.actor.state for member in members if member.actor is not None],
        "partner states": [
            member.partner.state for member in members if member.partner is not None
        ],
    }


async def main(folder: Path, count: int, seed: int) -> dict[str, object]:
    clock, wires, ovs = Clock(), Wires(), OpenVswitch(folder)
    try:
        random_ = random.Random(seed)
        networks = [draw(number, random_) for number in range(count)]
        for network in networks:
            for bridge in network.bridges:
                if bridge.kernel:  # Open vSwitch takes what 802.1t takes
                    bridge.priority &= 0xF000
        build(networks, clock, wires, ovs)
        real_time = RealTime(clock)
        wires.start(asyncio.get_running_loop(), real_time.catch_up)
        driver = asyncio.create_task(real_time.run())
        report: dict[str, object] = {
            "networks": count,
            "others": sum(bridge.kernel for each in networks for bridge in each.bridges),
            "lab switches": sum(not bridge.kernel for each in networks for bridge in each.bridges),
        }
        report["up"] = await settle(networks, ovs)
        for event, whole in (("cut", False), ("restored", True)):
            real_time.catch_up()
            for network in networks:
                set_link(network, whole=whole)
            report[event] = await settle(networks, ovs)
        bundles = {
            f"bundle {'passive' if passive else 'active'} {'fast' if fast else 'slow'}": bundle(
                clock, wires, ovs, passive=passive, fast=fast
            )
            for passive in (False, True)
            for fast in (False, True)
        }
        found = await asyncio.gather(*bundles.values())
        report |= dict(zip(bundles, found, strict=True))
        driver.cancel()
        wires.close()
    finally:
        ovs.close()
    return report


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
