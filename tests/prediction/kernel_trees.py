"""Builds random networks of Linux bridges in this network namespace and holds predictions to them.

Run by test_kernel.py and `scripts/campaign predict` in a namespace of its own. The prediction is
made first; the kernel is read once it is at rest, whatever came out; what differs is printed as
JSON. With --cut, a link of each network is then cut and the comparison made again.
"""

import argparse
import json
import random
import sys
import time

import msgspec

from netredund.prediction import Role, State, Tree, predict_tree
from netredund.topology import End, Link, Topology
from tests.lab.kernel_networks import NET, read_int, read_kernel_id, run_batch
from tests.prediction.drawing import draw_topology

HELLO_S, MAX_AGE_S, FORWARD_DELAY_S = 1, 40, 2
CUT_MAX_AGE_S = 14  # what a cut makes stale has to expire before the tree is right
STILL_S = HELLO_S + 1.2  # longer than hello plus hold: nothing is on its way any more
LIMIT_S = 90
AT_ONCE = 32
KERNEL_STATES = {0: State.DISABLED, 3: State.FORWARDING, 4: State.BLOCKING}
# What Linux 6 takes: 0 to 63, 32 by default; Cisco's 128 is the kernel's 32.
PORT_PRIORITIES = (32, 32, 32, 16, 48, 0, 63)
Seen = dict[str, tuple[object, ...]]


class Network:
    """A topology as devices of the kernel."""

    def __init__(self, number: int, topology: Topology, max_age_s: int) -> None:
        self.number = number
        self.topology = topology
        self.max_age_s = max_age_s
        self.devices: dict[End, str] = {}
        for place, link in enumerate(topology.links):
            for side, end in enumerate(link.ends):
                self.devices[end] = f"n{number}l{place}{'ab'[side]}"

    def bridge_device(self, name: str) -> str:
        return f"n{self.number}{name}"

    def list_creations(self) -> list[str]:
        lines = []
        for bridge in self.topology.bridges.values():
            device = self.bridge_device(bridge.name)
            digits = bridge.address.replace(".", "")
            address = ":".join(digits[at : at + 2] for at in range(0, 12, 2))
            lines.append(
                f"link add {device} address {address} type bridge stp_state {int(bridge.has_stp)} "
                f"priority {bridge.priority} forward_delay {100 * FORWARD_DELAY_S} "
                f"hello_time {100 * HELLO_S} max_age {100 * self.max_age_s} mcast_snooping 0"
            )
            lines.append(f"link set {device} up")
        for link in self.topology.links:
            near, far = (self.devices[end] for end in link.ends)
            lines.append(f"link add {near} type veth peer name {far}")
        return lines

    def list_joins(self) -> list[str]:
        """Ports join in the order of their numbers: the kernel counts them so."""
        lines = []
        for bridge in self.topology.bridges.values():
            for port in sorted(bridge.ports.values(), key=lambda port: port.number):
                device = self.devices[End(bridge.name, port.name)]
                lines.append(f"link set {device} master {self.bridge_device(bridge.name)}")
                lines.append(
                    f"link set {device} type bridge_slave cost {port.cost} priority {port.priority}"
                )
                if port.up is not False:
                    lines.append(f"link set {device} up")
        return lines

    def list_removals(self) -> list[str]:
        lines = [f"link del {self.devices[link.ends[0]]}" for link in self.topology.links]
        return lines + [f"link del {self.bridge_device(name)}" for name in self.topology.bridges]

    def look(self) -> Seen:
        """Read what the kernel made of it, in the form of `expect`."""
        names = {
            (bridge.priority << 48 | int(bridge.address.replace(".", ""), 16)): bridge.name
            for bridge in self.topology.bridges.values()
        }
        seen: Seen = {}
        for bridge in self.topology.bridges.values():
            folder = NET / self.bridge_device(bridge.name) / "bridge"
            root_port = read_int(folder / "root_port")
            if bridge.has_stp:
                root = names[read_kernel_id(folder / "root_id")]
                seen[bridge.name] = (root, read_int(folder / "root_path_cost"))
            for port in bridge.ports.values():
                end = End(bridge.name, port.name)
                files = NET / self.devices[end] / "brport"
                number = read_int(files / "state")
                state = KERNEL_STATES.get(number, number)
                if not bridge.has_stp or state is State.DISABLED:
                    seen[str(end)] = (state,)
                    continue
                designated = names[read_kernel_id(files / "designated_bridge")]
                identifier = read_int(files / "designated_port")
                own = (port.priority << 10) | port.number
                if designated == bridge.name:
                    role = Role.DESIGNATED if identifier == own else Role.BACKUP
                else:
                    role = Role.ROOT if root_port == port.number else Role.ALTERNATE
                cost = read_int(files / "designated_cost")
                seen[str(end)] = (
                    state, role, designated, (identifier >> 10, identifier & 1023), cost,
                )  # fmt: skip
        return seen

    def expect(self, tree: Tree) -> Seen:
        """Return a prediction in the form of what is read."""
        expected: Seen = {}
        for name, bridge in tree.bridges.items():
            if bridge.root is not None:
                expected[name] = (bridge.root, bridge.root_cost)
            for port_name, port in bridge.ports.items():
                if bridge.root is None or port.state is State.DISABLED:
                    expected[f"{name} {port_name}"] = (port.state,)
                else:
                    expected[f"{name} {port_name}"] = (
                        port.state, port.role, port.designated_bridge, port.designated_port,
                        port.designated_cost,
                    )  # fmt: skip
        return expected


def settle(networks: list[Network], rest_s: float) -> list[Seen]:
    """Wait until the kernel is at rest: final states, and no change for `rest_s`."""
    began_s = still_since_s = time.monotonic()
    before: list[Seen] = []
    while time.monotonic() - began_s < LIMIT_S:
        time.sleep(0.4)
        seen = [network.look() for network in networks]
        is_final = all(
            isinstance(each[0], State | str) for network in seen for each in network.values()
        )
        if seen != before or not is_final:
            before, still_since_s = seen, time.monotonic()
        elif time.monotonic() - still_since_s > rest_s:
            break
    return before


def compare(network: Network, seen: Seen) -> list[str]:
    expected = network.expect(predict_tree(network.topology))
    return [
        f"{where}: predicted {expected.get(where)}, the kernel has {seen.get(where)}"
        for where in sorted({*expected, *seen})
        if expected.get(where) != seen.get(where)
    ]


def cut(network: Network, link: Link) -> None:
    """Cut a link: both of its ports lose carrier."""
    run_batch([f"link set {network.devices[end]} down" for end in link.ends])
    bridges = dict(network.topology.bridges)
    for end in link.ends:
        ports = dict(bridges[end.bridge].ports)
        ports[end.port] = msgspec.structs.replace(ports[end.port], up=False)
        bridges[end.bridge] = msgspec.structs.replace(bridges[end.bridge], ports=ports)
    network.topology = msgspec.structs.replace(network.topology, bridges=bridges)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--bridges", type=int, default=0, help="of each, 4 to 12 by default")
    parser.add_argument("--cut", action="store_true")
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    report = {"networks": 0, "bridges": 0, "links": 0, "ports": 0, "stp off": 0, "cuts": 0}
    wrong: dict[str, list[str]] = {}
    began_s = time.monotonic()
    while report["networks"] < options.count:
        networks = []
        for _ in range(min(AT_ONCE, options.count - report["networks"])):
            size = options.bridges or random_.randint(4, 8 if options.cut else 12)
            topology = draw_topology(random_, size, port_priorities=PORT_PRIORITIES)
            max_age_s = CUT_MAX_AGE_S if options.cut else MAX_AGE_S
            networks.append(Network(report["networks"], topology, max_age_s))
            report["networks"] += 1
            report["bridges"] += len(topology.bridges)
            report["links"] += len(topology.links)
            report["ports"] += sum(len(bridge.ports) for bridge in topology.bridges.values())
            report["stp off"] += sum(not bridge.has_stp for bridge in topology.bridges.values())
        run_batch([line for network in networks for line in network.list_creations()])
        run_batch([line for network in networks for line in network.list_joins()])
        for network, seen in zip(networks, settle(networks, STILL_S), strict=True):
            if differences := compare(network, seen):
                wrong[f"{network.number}"] = differences
        if options.cut:
            for network in networks:
                cut(network, random_.choice(network.topology.links))
                report["cuts"] += 1
            rest_s = CUT_MAX_AGE_S + FORWARD_DELAY_S + STILL_S
            for network, seen in zip(networks, settle(networks, rest_s), strict=True):
                if differences := compare(network, seen):
                    wrong[f"{network.number} cut"] = differences
        if report["networks"] < options.count:  # the last ones go with the namespace
            run_batch([line for network in networks for line in network.list_removals()])
    seconds = round(time.monotonic() - began_s, 1)
    print(json.dumps({**report, "seconds": seconds, "wrong": wrong}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
