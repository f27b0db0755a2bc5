"""Prints the state of a simulated server as Linux 6.1 and its tools (iproute2 6.1, brctl) do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from netredund.errors import LabError
from netredund.lab.frames.frame import colons
from netredund.lab.servers.bond import LinuxBond, Slave
from netredund.lab.servers.bridge import LinuxBridge
from netredund.lab.servers.device import Device
from netredund.lab.servers.json_output import Json, describe_bridge_ports, describe_links
from netredund.lab.spanning_tree.stp_port import StpPort

if TYPE_CHECKING:
    from netredund.lab.servers.server import Server

KERNEL = "v6.1.0"
MODE_TITLES = {
    "802.3ad": "IEEE 802.3ad Dynamic link aggregation",
    "active-backup": "fault-tolerance (active-backup)",
    "balance-alb": "adaptive load balancing",
}
HASH_NUMBERS = {
    "layer2": 0,
    "layer3+4": 1,
    "layer2+3": 2,
    "encap2+3": 3,
    "encap3+4": 4,
    "vlan+srcmac": 5,
}


class ServerPrinter:
    """Answers the commands that a person types on a server to see how it is connected."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._commands: dict[str, Callable[[], str]] = {"ip -d -j link": self._ip_link}
        if server.bond is not None:
            name = server.bond.name
            self._commands[f"cat /proc/net/bonding/{name}"] = self._proc_bonding
        if server.bridge is not None:
            name = server.bridge.name
            self._commands["bridge -d -j link"] = self._bridge_link
            self._commands["brctl show"] = self._brctl_show
            self._commands[f"brctl showstp {name}"] = self._brctl_showstp

    def commands(self) -> tuple[str, ...]:
        return tuple(self._commands)

    def show(self, command: str) -> str:
        """Return what `command` prints; `/proc/...` alone stands for `cat /proc/...`."""
        asked = " ".join(command.split())
        if asked.startswith("/proc/"):
            asked = f"cat {asked}"
        if asked not in self._commands:
            known = ", ".join(self._commands)
            raise LabError(f"server {self.server.config.name}: no command {command!r} ({known})")
        return self._commands[asked]()

    # the commands

    def _ip_link(self) -> str:
        return _compact(describe_links(self.server))

    def _bridge_link(self) -> str:
        return _compact(describe_bridge_ports(self._bridge))

    @property
    def _bridge(self) -> LinuxBridge:
        bridge = self.server.bridge
        assert bridge is not None
        return bridge

    def _brctl_show(self) -> str:
        bridge = self._bridge
        stp = "yes" if bridge.options.stp else "no"
        own = _brctl_id(bridge.tree.settings.bridge_id)
        first, *others = bridge.ports
        lines = [
            "bridge name\tbridge id\t\tSTP enabled\tinterfaces",
            f"{bridge.name}\t\t{own}\t{stp}\t\t{first}",
            *(f"\t\t\t\t\t\t\t{name}" for name in others),
        ]
        return "\n".join(lines) + "\n"

    def _brctl_showstp(self) -> str:
        bridge = self._bridge
        tree, settings = bridge.tree, bridge.tree.settings
        times = tree.times
        root_port = 0 if tree.root_port is None else tree.root_port.settings.port_id & 0x3FF
        flags = "TOPOLOGY_CHANGE " if tree.topology_change else ""
        if tree.topology_change_detected:
            flags += "TOPOLOGY_CHANGE_DETECTED "
        lines = [
            bridge.name,
            f" bridge id\t\t{_brctl_id(settings.bridge_id)}",
            f" designated root\t{_brctl_id(tree.root)}",
            f" root port\t\t{root_port:4}\t\t\tpath cost\t\t{tree.root_cost:4}",
            _times_line("max age", times.max_age, "bridge max age", settings.max_age_s),
            _times_line("hello time", times.hello, "bridge hello time", settings.hello_s),
            _times_line(
                "forward delay",
                times.forward_delay,
                "bridge forward delay",
                settings.forward_delay_s,
            ),
            f" ageing time\t\t{bridge.ageing_s:7.2f}",
            _times_line("hello timer", tree.hello_left_s, "tcn timer", tree.notification_left_s),
            _times_line(
                "topology change timer",
                tree.topology_change_left_s,
                "gc timer",
                bridge.collection_left_s,
                tab="",
            ),
            f" flags\t\t\t{flags}",
            "",
            "",
        ]
        for port in bridge.ports.values():
            lines += self._brctl_port(bridge, port)
        return "\n".join(lines) + "\n"

    def _brctl_port(self, bridge: LinuxBridge, device: Device) -> list[str]:
        settings = bridge.port_settings(device)
        port = bridge.tree.ports.get(device.name)
        root, cost, designated, number = bridge.vector_of(device)
        flags = ""
        if isinstance(port, StpPort):
            flags += "CONFIG_PENDING " if port.pending else ""
            flags += "TOPOLOGY_CHANGE_ACK " if port.acknowledge else ""
        message_age_s, forward_delay_s, hold_s = bridge.timers_of(device)
        return [
            f"{device.name} ({settings.port_id & 0x3FF})",
            f" port id\t\t{settings.port_id:04x}\t\t\tstate\t\t{bridge.state_of(device):>15}",
            f" designated root\t{_brctl_id(root)}\tpath cost\t\t{settings.cost:4}",
            f" designated bridge\t{_brctl_id(designated)}\tmessage age timer\t{message_age_s:7.2f}",
            f" designated port\t{number:04x}\t\t\tforward delay timer\t{forward_delay_s:7.2f}",
            f" designated cost\t{cost:4}\t\t\thold timer\t\t{hold_s:7.2f}",
            f" flags\t\t\t{flags}",
            "",
        ]

    # /proc/net/bonding

    def _proc_bonding(self) -> str:
        bond = self.server.bond
        assert bond is not None
        options = bond.options
        lines = [f"Ethernet Channel Bonding Driver: {KERNEL}", ""]
        lines.append(f"Bonding Mode: {MODE_TITLES[options.mode]}")
        if options.mode == "802.3ad":
            lines.append(f"Transmit Hash Policy: {options.hash} ({HASH_NUMBERS[options.hash]})")
        else:
            primary = options.primary
            shown = "None" if primary is None else f"{primary} (primary_reselect always)"
            active = "None" if bond.active is None else bond.active.nic.name
            lines += [f"Primary Slave: {shown}", f"Currently Active Slave: {active}"]
        lines += [
            f"MII Status: {_up(bond.up)}",
            f"MII Polling Interval (ms): {options.miimon_ms}",
            f"Up Delay (ms): {options.updelay_ms}",
            f"Down Delay (ms): {options.downdelay_ms}",
            "Peer Notification Delay (ms): 0",
        ]
        if bond.aggregators is not None:
            lines += _proc_aggregators(bond)
        for slave in bond.slaves.values():
            lines += _proc_slave(bond, slave)
        return "\n".join(lines) + "\n"


def _compact(value: list[Json]) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"


def _up(up: bool) -> str:
    return "up" if up else "down"


def _brctl_id(value: int) -> str:
    return f"{value >> 48:04x}.{value & 0xFFFFFFFFFFFF:012x}"


def _times_line(left: str, left_s: float, right: str, right_s: float, *, tab: str = "\t") -> str:
    return f" {left}\t{tab}{left_s:7.2f}\t\t\t{right}\t" + (
        f"\t{right_s:7.2f}" if len(right) < 16 else f"{right_s:7.2f}"
    )


def _proc_aggregators(bond: LinuxBond) -> list[str]:
    aggregators, options = bond.aggregators, bond.options
    assert aggregators is not None
    number, ports, actor_key, partner_key, partner = aggregators.info()
    return [
        "",
        "802.3ad info",
        f"LACP active: {'on' if options.lacp_active else 'off'}",
        f"LACP rate: {'fast' if options.lacp_fast else 'slow'}",
        f"Min links: {options.min_links}",
        f"Aggregator selection policy (ad_select): {options.ad_select}",
        "System priority: 65535",
        f"System MAC address: {colons(aggregators.system)}",
        "Active Aggregator Info:",
        f"\tAggregator ID: {number}",
        f"\tNumber of ports: {ports}",
        f"\tActor Key: {actor_key}",
        f"\tPartner Key: {partner_key}",
        f"\tPartner Mac Address: {colons(partner)}",
    ]


def _proc_slave(bond: LinuxBond, slave: Slave) -> list[str]:
    nic = slave.nic
    speed = "Unknown" if slave.shown_speed is None else f"{slave.shown_speed} Mbps"
    lines = [
        "",
        f"Slave Interface: {nic.name}",
        f"MII Status: {_up(slave.up)}",
        f"Speed: {speed}",
        f"Duplex: {'Unknown' if slave.shown_speed is None else 'full'}",
        f"Link Failure Count: {slave.failures}",
        f"Permanent HW addr: {colons(nic.permanent)}",
        "Slave queue ID: 0",
    ]
    if bond.aggregators is None:
        return lines
    member = bond.aggregators.members[nic.name]
    actor, partner = member.shown
    lines += [
        f"Aggregator ID: {member.aggregator}",
        f"Actor Churn State: {member.churn.states[0]}",
        f"Partner Churn State: {member.churn.states[1]}",
        f"Actor Churned Count: {member.churn.counts[0]}",
        f"Partner Churned Count: {member.churn.counts[1]}",
        "details actor lacp pdu:",
        f"    system priority: {actor.system_priority}",
        f"    system mac address: {colons(actor.system)}",
        f"    port key: {actor.key}",
        f"    port priority: {actor.port_priority}",
        f"    port number: {actor.port}",
        f"    port state: {actor.state}",
        "details partner lacp pdu:",
        f"    system priority: {partner.system_priority}",
        f"    system mac address: {colons(partner.system)}",
        f"    oper key: {partner.key}",
        f"    port priority: {partner.port_priority}",
        f"    port number: {partner.port}",
        f"    port state: {partner.state}",
    ]
    return lines
