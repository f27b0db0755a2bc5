"""Lets lab switches in rapid-pvst meet a kernel bridge, then an RSTP partner in the bridge's place.

Run by test_migration.py in a namespace of its own; prints what the switches show, as JSON. The
lab's ports keep carrier all the time: losing it would start the migration over by itself.

    A Gi1/0/1 -- bridge -- Gi1/0/1 B    the bridge becomes a mere wire (STP off passes BPDUs)
    A Gi1/0/2 ------------ Gi1/0/2 B    a cable
    C Gi1/0/1 -- bridge                 Open vSwitch with RSTP takes the port over
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kernel_networks import NET, read_int, run_batch
from ovs_networks import OpenVswitch

from netredund.lab import Network, parse_lab
from netredund.lab.clock import RealTime
from netredund.lab.wire import Wires

LIMIT_S = 40
STAYS_S = 8  # migration would have come about after 3
SWITCH = """
  {name}:
    model: WS-C2960X-24TS-L
    release: "15.2"
    mode: rapid-pvst
    mac: 0200.0000.0{digit}00
    priority: {{1: {priority}}}
    startup: |
      spanning-tree vlan 1 hello-time 1
      spanning-tree vlan 1 forward-time 4
      spanning-tree vlan 1 max-age 10
"""
LAB = (
    "users: {admin: {password: admin}}\nenable: enable\nswitches:"
    + SWITCH.format(name="A", digit="a", priority=4096)
    + SWITCH.format(name="B", digit="b", priority=32768)
    + SWITCH.format(name="C", digit="c", priority=4096)
    + """
links:
  - {port: A Gi1/0/1, wire: a1}
  - {port: B Gi1/0/1, wire: b1}
  - {port: C Gi1/0/1, wire: c1}
  - [A Gi1/0/2, B Gi1/0/2]
"""
)
BRIDGE = "type bridge stp_state 1 forward_delay 200 hello_time 100 max_age 1000"


def build() -> None:
    lines = [
        f"link add br0 address 02:00:00:00:0e:00 {BRIDGE}",
        f"link add br1 address 02:00:00:00:0f:00 {BRIDGE}",
    ]
    for name, bridge in (("a", "br0"), ("b", "br0"), ("c", "br1")):
        lines += [
            f"link add {name}1 type veth peer name {name}2",
            f"link set {name}2 master {bridge}",
            f"link set {name}2 up",
            f"link set {bridge} up",
        ]
    run_batch(lines)


def carrier_losses() -> int:
    return sum(read_int(NET / wire / "carrier_down_count") for wire in ("a1", "b1", "c1"))


async def main(folder: Path) -> dict[str, object]:
    build()
    wires = Wires()
    network = Network(parse_lab(LAB), wire=wires.add)
    real_time = RealTime(network.clock)
    wires.start(asyncio.get_running_loop(), real_time.catch_up)
    driver = asyncio.create_task(real_time.run())
    report: dict[str, object] = {}

    def rows(switch: str) -> dict[str, str]:
        """Return the rows of the table by port, as `Desg FWD P2p Peer(STP)`."""
        found = {}
        for line in network.show(switch, "show spanning-tree vlan 1").splitlines():
            words = line.split()
            if words and words[0].startswith("Gi1/0/"):
                found[words[0]] = " ".join([*words[1:3], *words[5:]])
        return found

    def everything() -> dict[str, dict[str, str]]:
        return {name: rows(name) for name in network.devices}

    async def keep(name: str, condition: Callable[[], bool]) -> None:
        end_s = time.monotonic() + LIMIT_S
        while not condition() and time.monotonic() < end_s:
            await asyncio.sleep(0.1)
        report[name] = everything()

    def is_settled() -> bool:
        blocked = [row for table in everything().values() for row in table.values()]
        return not any("LRN" in row or "Desg BLK" in row for row in blocked)

    def peers() -> int:
        return sum("Peer(STP)" in row for table in everything().values() for row in table.values())

    # as long as it takes the bridges to forward and the switches to follow
    await keep("bridged", lambda: peers() == 3 and is_settled())
    await asyncio.sleep(2)
    await keep("bridged", is_settled)
    report["kernel"] = {
        port: read_int(NET / port / "brport" / "state") for port in ("a2", "b2", "c2")
    }
    lost = carrier_losses()

    run_batch(["link set br0 type bridge stp_state 0", "link set c2 nomaster"])
    ovs = OpenVswitch(folder)
    try:
        ovs.vsctl(
            *[
                "add-br",
                "ovs",
                "--",
                "set",
                "bridge",
                "ovs",
                "datapath_type=netdev",
                "rstp_enable=true",
            ],
            *["other_config:rstp-priority=32768", "--", "add-port", "ovs", "c2"],
        )
        await asyncio.sleep(STAYS_S)
        await keep("bridge gone", is_settled)
        await keep("RSTP spoken", lambda: "Peer(STP)" not in rows("C")["Gi1/0/1"] and is_settled())
        report["ovs"] = ovs.vsctl("--columns=rstp_status", "list", "port", "c2")
        network.show("A", "clear spanning-tree detected-protocols")
        await keep("cleared", lambda: peers() == 0 and is_settled())
    finally:
        ovs.close()
    report["carrier losses"] = carrier_losses() - lost
    driver.cancel()
    wires.close()
    return report


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(Path(sys.argv[1])))))
