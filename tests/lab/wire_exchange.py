"""Joins two lab switches by real veth pairs in this network namespace and prints what became.

Run by test_wire.py in a namespace of its own.
"""

import asyncio
import json
import subprocess
import time
from collections.abc import Callable

from netredund.lab.clock import Clock, RealTime
from netredund.lab.config import ChannelMode, PortMode, SwitchConfig, TreeMode, VlanConfig
from netredund.lab.model import Model
from netredund.lab.port import PortHardware
from netredund.lab.switch import Switch
from netredund.lab.wire import Wires

MODEL = Model("cisco", "simulated")
LIMIT_S = 30
CROSSED = ["Root FWD kernel", "Root FWD near", "Root FWD near"]


def make_switch(clock: Clock, name: str, address: str, priority: int) -> Switch:
    config = SwitchConfig(hostname=name, mode=TreeMode.RAPID_PVST)
    for vlan in (10, 20):
        config.vlans[vlan] = VlanConfig()
    for vlan in (1, 10, 20):
        config.tree(vlan).priority = priority
    config.interface("FastEthernet0/1").mode = PortMode.TRUNK
    config.interface("Port-channel1")
    for port in (2, 3):
        stanza = config.interface(f"FastEthernet0/{port}")
        stanza.channel_group, stanza.channel_mode = 1, ChannelMode.ACTIVE
    hardware = [PortHardware(f"FastEthernet0/{port}", port, (100,)) for port in (1, 2, 3)]
    return Switch(config, hardware, clock, address=address, model=MODEL)


async def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until it holds, or for as long as one waits."""
    end_s = time.monotonic() + LIMIT_S
    while not condition() and time.monotonic() < end_s:
        await asyncio.sleep(0.05)


def trees(switch: Switch) -> dict[str, str]:
    found = {}
    for tree in switch.trees():
        for port in tree.ports:
            if port.interface == "FastEthernet0/1":
                found[str(tree.vlan)] = f"{port.role} {port.state}"
    return found


def flags(switch: Switch) -> str:
    return "".join(each.flag for group in switch.channel_groups() for each in group.members)


def words(*switches: Switch) -> list[str]:
    found = [switch.interface("FastEthernet0/1") for switch in switches]
    return [each.status for each in found if each is not None]


async def cross_kernel_bridge(clock: Clock, wires: Wires) -> dict[str, str]:
    """Join two trunks by a kernel bridge with STP; return what port 1 of the far one is a port to.

    By VLAN: role, and who is designated on the segment: the kernel's bridge or the near switch.
    """
    near = make_switch(clock, "C", "0200.0000.0c00", 0)
    far = make_switch(clock, "D", "0200.0000.0d00", 32768)
    lines = [
        "link add br0 address 02:00:00:00:0e:00 type bridge stp_state 1 forward_delay 200",
        "link set br0 up",
    ]
    for name in ("c", "d"):
        lines += [
            f"link add {name}1 type veth peer name {name}2",
            f"link set {name}2 master br0",
            f"link set {name}2 up",
        ]
    subprocess.run(["ip", "-batch", "-"], input="\n".join(lines), text=True, check=True)
    near.attach("FastEthernet0/1", wires.add("c1"))
    far.attach("FastEthernet0/1", wires.add("d1"))
    names = {"0200.0000.0e00": "kernel", "0200.0000.0c00": "near", "0200.0000.0d00": "itself"}

    def read() -> dict[str, str]:
        return {
            str(tree.vlan): f"{port.role} {port.state} {names[port.designated_bridge.address]}"
            for tree in far.trees()
            for port in tree.ports
        }

    await wait_for(lambda: sorted(read().values()) == CROSSED)
    return read()


async def main() -> dict[str, object]:
    clock = Clock()
    wires = Wires()
    near = make_switch(clock, "A", "0200.0000.0a00", 0)
    far = make_switch(clock, "B", "0200.0000.0b00", 32768)
    for port in (1, 2, 3):
        pair = ["ip", "link", "add", f"near{port}", "type", "veth", "peer", "name", f"far{port}"]
        subprocess.run(pair, check=True)
        near.attach(f"FastEthernet0/{port}", wires.add(f"near{port}"))
        far.attach(f"FastEthernet0/{port}", wires.add(f"far{port}"))
    real_time = RealTime(clock, speed=2)
    wires.start(asyncio.get_running_loop(), real_time.catch_up)
    driver = asyncio.create_task(real_time.run())
    report: dict[str, object] = {}
    # VLAN 1 goes over the bundle, which is cheaper
    expected = {"1": "Altn BLK", "10": "Root FWD", "20": "Root FWD"}
    await wait_for(lambda: trees(far) == expected and flags(near) == flags(far) == "PP")
    report["trees"], report["bundle"] = trees(far), flags(far)
    for name, shut, expected_words in (
        ("shut", True, ["disabled", "notconnect"]),
        ("unshut", False, ["connected", "connected"]),
    ):
        real_time.catch_up()
        near.config.interface("FastEthernet0/1").shutdown = shut
        near.apply()
        await wait_for(lambda wanted=expected_words: words(near, far) == wanted)  # type: ignore[misc]
        report[name] = words(near, far)
    subprocess.run(["ip", "link", "del", "near1"], check=True)
    await wait_for(lambda: words(near, far) == ["notconnect", "notconnect"])
    report["vanished"] = words(near, far)
    report["through a bridge"] = await cross_kernel_bridge(clock, wires)
    driver.cancel()
    wires.close()
    return report


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main())))
