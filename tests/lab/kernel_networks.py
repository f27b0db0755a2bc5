"""Builds random networks of lab switches and Linux kernel bridges in this network namespace.

Run by test_kernel.py in a namespace of its own (`unshare --net --mount`, sysfs mounted anew):
joins bridges by veth pairs and cables, waits until every network has the tree that 802.1D
demands, cuts a link in each, restores it, and prints what differed as JSON.
"""

import asyncio
import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from netredund.lab.clock import Clock, RealTime
from netredund.lab.config import (
    InterfaceConfig,
    SwitchConfig,
    TreeMode,
    VlanTree,
)
from netredund.lab.frames.frame import parse_address
from netredund.lab.link import Cable
from netredund.lab.status import BridgeId, PortRole, PortState
from netredund.lab.switch import Model, PortHardware, Switch
from netredund.lab.wire import Wires

HELLO_S, MAX_AGE_S, FORWARD_DELAY_S = 1, 14, 2
STILL_S = HELLO_S + 1.2  # longer than hello plus hold: nothing is on its way any more
UP_LIMIT_S = 40
CUT_LIMIT_S = 60
NET = Path("/sys/class/net")
MODEL = Model("cisco WS-C2960-24TT-L", "simulated", extended_system_id=True)


@dataclass
class Bridge:
    """One bridge of a network; `ports` are its links in the order of their numbers."""

    name: str
    kernel: bool
    priority: int
    address: str
    mode: TreeMode
    ports: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    switch: Switch | None = None

    @property
    def id(self) -> int:
        return self.priority << 48 | int.from_bytes(parse_address(self.address))


@dataclass
class Join:
    """One link; `ends` are (bridge, port number). `cable` is None where it is a veth pair."""

    ends: tuple[tuple[int, int], tuple[int, int]]
    cable: Cable | None = None
    names: tuple[str, str] = ("", "")
    whole: bool = True


@dataclass
class Network:
    number: int
    bridges: list[Bridge]
    joins: list[Join]
    cut: int = 0


@dataclass
class Expected:
    """What 802.1D demands of one port."""

    role: str
    forwards: bool
    cost: int
    bridge: int
    port: int


# what 802.1D demands, by fixed point over the messages that bridges would send (17.6 and 17.21)


def port_id(number: int) -> int:
    return 0x8000 | number


def solve(network: Network) -> dict[tuple[int, int], Expected]:
    """Return what each port of each bridge must be, by (bridge, port number)."""
    bridges = network.bridges
    best = [(bridge.id, 0, bridge.id, 0, 0) for bridge in bridges]
    live = [join for join in network.joins if join.whole]
    for _ in range(2 * len(bridges)):
        offers = {place: [(bridge.id, 0, bridge.id, 0, 0)] for place, bridge in enumerate(bridges)}
        for join in live:
            for (near, near_port), (far, far_port) in (join.ends, join.ends[::-1]):
                root, cost, *_ = best[far]
                cost += bridges[near].costs[near_port - 1]
                offers[near].append(
                    (root, cost, bridges[far].id, port_id(far_port), port_id(near_port))
                )
        best = [min(offers[place]) for place in range(len(bridges))]
    result = {}
    for join in live:
        sides = []
        for place, number in join.ends:
            root, cost, *_ = best[place]
            sides.append((root, cost, bridges[place].id, port_id(number)))
        designated = min(sides)
        for (place, number), side in zip(join.ends, sides, strict=True):
            if side == designated:
                role = "Desg"
            elif best[place][4] == port_id(number) and best[place][1] > 0:
                role = "Root"
            else:
                role = "Altn"
            result[place, number] = Expected(
                role, role != "Altn", designated[1], designated[2], designated[3]
            )
    return result


def roots(network: Network) -> list[tuple[int, int]]:
    """Return root and root path cost of each bridge as 802.1D demands."""
    bridges = network.bridges
    best = [(bridge.id, 0) for bridge in bridges]
    for _ in range(2 * len(bridges)):
        for join in network.joins:
            if not join.whole:
                continue
            for (near, near_port), (far, _) in (join.ends, join.ends[::-1]):
                root, cost = best[far]
                best[near] = min(best[near], (root, cost + bridges[near].costs[near_port - 1]))
    return best


# the networks


def draw(number: int, random_: random.Random) -> Network:
    """Return a random connected network of both kinds, with a link whose loss matters."""
    count = random_.randint(4, 7)
    kinds = [True, False] + [random_.random() < 0.5 for _ in range(count - 2)]
    random_.shuffle(kinds)
    bridges = []
    for place, kernel in enumerate(kinds):
        priority = random_.randrange(16) * 4096
        if not kernel:
            priority += 1  # the system id of VLAN 1
        elif random_.random() < 0.3:
            priority = random_.choice((1, 32769, 32768, 61440))
        address = f"02{number:02x}.{random_.randrange(65536):04x}.{place:02x}00"
        mode = TreeMode.RAPID_PVST if number % 2 else TreeMode.PVST
        bridges.append(Bridge(f"n{number}b{place}", kernel, priority, address, mode))
    joins: list[Join] = []
    pairs = [(random_.randrange(place), place) for place in range(1, count)]
    pairs += [tuple(random_.sample(range(count), 2)) for _ in range(random_.randint(2, 5))]
    for near, far in pairs:
        ends = []
        for place in (near, far):
            bridges[place].ports.append(len(joins))
            bridges[place].costs.append(random_.choice((2, 4, 5, 19, 19, 100, 200)))
            ends.append((place, len(bridges[place].ports)))
        joins.append(Join((ends[0], ends[1])))
    return Network(number, bridges, joins, random_.randrange(len(joins)))


def build(networks: list[Network], clock: Clock, wires: Wires) -> None:
    """Make every bridge and every link, the kernel's in one batch."""
    lines = []
    for network in networks:
        for bridge in network.bridges:
            if bridge.kernel:
                mac = parse_address(bridge.address).hex(":")
                lines.append(
                    f"link add {bridge.name} address {mac} type bridge stp_state 1 "
                    f"priority {bridge.priority} forward_delay {100 * FORWARD_DELAY_S} "
                    f"hello_time {100 * HELLO_S} max_age {100 * MAX_AGE_S} mcast_snooping 0"
                )
                lines.append(f"link set {bridge.name} up")
            else:
                bridge.switch = make_switch(bridge, clock)
        for place, join in enumerate(network.joins):
            kinds = [network.bridges[each].kernel for each, _ in join.ends]
            if not any(kinds) and place % 2:
                join.cable = Cable(clock)
                continue
            join.names = (f"n{network.number}l{place}a", f"n{network.number}l{place}b")
            lines.append(f"link add {join.names[0]} type veth peer name {join.names[1]}")
    run_batch(lines)
    lines = []
    for network in networks:
        for bridge_place, bridge in enumerate(network.bridges):
            for number, link in enumerate(bridge.ports, start=1):
                join = network.joins[link]
                end = join.ends.index((bridge_place, number))
                if bridge.kernel:
                    name = join.names[end]
                    lines.append(f"link set {name} master {bridge.name}")
                    cost = bridge.costs[number - 1]
                    lines.append(f"link set {name} type bridge_slave cost {cost}")
                    lines.append(f"link set {name} up")
                    continue
                assert bridge.switch is not None
                port = f"FastEthernet0/{number}"
                bridge.switch.attach(port, join.cable or wires.add(join.names[end]))
    run_batch(lines)


def run_batch(lines: list[str]) -> None:
    subprocess.run(["ip", "-batch", "-"], input="\n".join(lines), text=True, check=True)


def make_switch(bridge: Bridge, clock: Clock) -> Switch:
    config = SwitchConfig(hostname=bridge.name, mode=bridge.mode)
    config.vlan_trees[1] = VlanTree(bridge.priority - 1, HELLO_S, FORWARD_DELAY_S, MAX_AGE_S)
    hardware = []
    for number, cost in enumerate(bridge.costs, start=1):
        name = f"FastEthernet0/{number}"
        hardware.append(PortHardware(name, number, (100,)))
        config.interfaces[name] = InterfaceConfig(cost=cost, cdp=False)
    return Switch(config, hardware, clock, address=bridge.address, model=MODEL)


# what they became


def differences(network: Network) -> list[str]:
    """Return every value on either side that is not what 802.1D demands."""
    found = []
    expected = solve(network)
    demanded = roots(network)
    for place, bridge in enumerate(network.bridges):
        if bridge.kernel:
            found += kernel_differences(network, place, expected, demanded[place])
        else:
            found += lab_differences(network, place, expected, demanded[place])
    return found


def lab_differences(
    network: Network,
    place: int,
    expected: dict[tuple[int, int], Expected],
    root: tuple[int, int],
) -> list[str]:
    bridge = network.bridges[place]
    assert bridge.switch is not None
    tree = bridge.switch.tree(1)
    live = {number for (each, number) in expected if each == place}
    if tree is None:
        return [f"{bridge.name}: no tree"] if live else []
    found = compare(bridge.name, "root", read_id(tree.root), root[0])
    found += compare(bridge.name, "root cost", tree.root_cost, root[1])
    found += compare(bridge.name, "ports", {port.port.number for port in tree.ports}, live)
    for port in tree.ports:
        want = expected.get((place, port.port.number))
        if want is None:
            continue
        where = f"{bridge.name} {port.interface}"
        bridge_id = read_id(port.designated_bridge)
        found += compare(where, "role", port.role, PortRole(want.role))
        forwards = port.state is PortState.FORWARDING
        blocks = port.state is PortState.BLOCKING
        found += compare(where, "state", (forwards, blocks), (want.forwards, not want.forwards))
        found += compare(where, "cost", port.cost, bridge.costs[port.port.number - 1])
        found += compare(where, "designated cost", port.designated_cost, want.cost)
        found += compare(where, "designated bridge", bridge_id, want.bridge)
        number = port.designated_port.priority << 8 | port.designated_port.number
        found += compare(where, "designated port", number, want.port)
    return found


def kernel_differences(
    network: Network,
    place: int,
    expected: dict[tuple[int, int], Expected],
    root: tuple[int, int],
) -> list[str]:
    bridge = network.bridges[place]
    folder = NET / bridge.name / "bridge"
    found = compare(bridge.name, "root", read_kernel_id(folder / "root_id"), root[0])
    found += compare(bridge.name, "root cost", read_int(folder / "root_path_cost"), root[1])
    root_port = read_int(folder / "root_port")
    for number, link in enumerate(bridge.ports, start=1):
        join = network.joins[link]
        end = join.ends.index((place, number))
        where = f"{bridge.name} port {number}"
        port = NET / join.names[end] / "brport"
        state = read_int(port / "state")  # 0 disabled, 3 forwarding, 4 blocking
        want = expected.get((place, number))
        if want is None:
            found += compare(where, "state", state, 0)
            continue
        found += compare(where, "number", int((port / "port_no").read_text(), 16), number)
        found += compare(where, "state", state, 3 if want.forwards else 4)
        bridge_id = read_kernel_id(port / "designated_bridge")
        designated = int((port / "designated_port").read_text())
        is_own = (bridge_id, designated) == (bridge.id, port_id(number))
        role = "Desg" if is_own else "Root" if root_port == number else "Altn"
        found += compare(where, "role", role, want.role)
        found += compare(where, "designated cost", read_int(port / "designated_cost"), want.cost)
        found += compare(where, "designated bridge", bridge_id, want.bridge)
        found += compare(where, "designated port", designated, want.port)
    return found


def compare(where: str, what: str, got: object, expected: object) -> list[str]:
    return [] if got == expected else [f"{where}: {what}, expected {expected}, got {got}"]


def read_id(bridge: BridgeId) -> int:
    return bridge.priority << 48 | int.from_bytes(parse_address(bridge.address))


def read_kernel_id(path: Path) -> int:
    priority, _, address = path.read_text().strip().partition(".")
    return int(priority, 16) << 48 | int(address, 16)


def read_int(path: Path) -> int:
    return int(path.read_text())


# the course of events


async def settle(networks: list[Network], limit_s: float) -> tuple[float, dict[str, list[str]]]:
    """Wait until all networks are right and stay so; return how long it took and what is wrong."""
    began_s = time.monotonic()
    right_since: float | None = None
    wrong: dict[str, list[str]] = {}
    while time.monotonic() - began_s < limit_s:
        await asyncio.sleep(0.5)
        wrong = {
            str(network.number): found for network in networks if (found := differences(network))
        }
        if wrong:
            right_since = None
        elif right_since is None:
            right_since = time.monotonic()
        elif time.monotonic() - right_since > STILL_S:
            break
    return round(time.monotonic() - began_s, 1), wrong


def set_link(network: Network, *, whole: bool) -> None:
    """Cut the chosen link of a network or restore it, from the kernel's side where it has one."""
    join = network.joins[network.cut]
    join.whole = whole
    if join.cable is not None:
        if whole:
            join.cable.restore()
        else:
            join.cable.cut()
        return
    end = next((end for end in (0, 1) if network.bridges[join.ends[end][0]].kernel), None)
    if end is None:  # both ends are wires: the switch's own port is shut
        place, number = join.ends[0]
        switch = network.bridges[place].switch
        assert switch is not None
        switch.config.interface(f"FastEthernet0/{number}").shutdown = not whole
        switch.apply()
    else:
        state = "up" if whole else "down"
        subprocess.run(["ip", "link", "set", join.names[end], state], check=True)


async def main(count: int, seed: int) -> dict[str, object]:
    clock = Clock()
    wires = Wires()
    random_ = random.Random(seed)
    networks = [draw(number, random_) for number in range(count)]
    build(networks, clock, wires)
    real_time = RealTime(clock)
    wires.start(asyncio.get_running_loop(), real_time.catch_up)
    driver = asyncio.create_task(real_time.run())
    report: dict[str, object] = {
        "networks": count,
        "kernel bridges": sum(bridge.kernel for each in networks for bridge in each.bridges),
        "lab switches": sum(not bridge.kernel for each in networks for bridge in each.bridges),
        "links": sum(len(network.joins) for network in networks),
    }
    report["up"] = await settle(networks, UP_LIMIT_S)
    real_time.catch_up()
    for network in networks:
        set_link(network, whole=False)
    report["cut"] = await settle(networks, CUT_LIMIT_S)
    real_time.catch_up()
    for network in networks:
        set_link(network, whole=True)
    report["restored"] = await settle(networks, UP_LIMIT_S)
    driver.cancel()
    wires.close()
    return report


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))))
