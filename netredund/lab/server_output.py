"""Prints the state of a simulated server as Linux 6.1 and its tools (iproute2 6.1, brctl) do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from netredund.errors import LabError
from netredund.lab.frame import colons
from netredund.lab.frame_bpdu import Times
from netredund.lab.server_bond import LinuxBond, Slave
from netredund.lab.server_bridge import LinuxBridge
from netredund.lab.server_device import Device, Nic
from netredund.lab.spanning_tree import BridgePort, Phase
from netredund.lab.spanning_tree.stp import StpPort

if TYPE_CHECKING:
    from netredund.lab.server import Server

Json = dict[str, object]

KERNEL = "v6.1.0"
BROADCAST_TEXT = "ff:ff:ff:ff:ff:ff"
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
PHASE_WORDS = {
    Phase.BLOCKING: "blocking",
    Phase.LISTENING: "listening",
    Phase.LEARNING: "learning",
    Phase.FORWARDING: "forwarding",
}
STATE_WORDS = (
    "active",
    "short_timeout",
    "aggregating",
    "in_sync",
    "collecting",
    "distributing",
    "defaulted",
    "expired",
)
QUEUES: Json = {
    "num_rx_queues": 1,
    "gso_max_size": 65536,
    "gso_max_segs": 65535,
    "tso_max_size": 65536,
    "tso_max_segs": 65535,
    "gro_max_size": 65536,
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

    # ip -d -j link

    def _ip_link(self) -> str:
        server = self.server
        links: list[Json] = [_loopback()]
        links += [self._ip_nic(nic) for nic in server.nics.values()]
        if server.bond is not None:
            links.append(_ip_bond(server.bond))
        if server.bridge is not None:
            links.append(_ip_bridge(server.bridge))
        return json.dumps(links, separators=(",", ":")) + "\n"

    def _ip_nic(self, nic: Nic) -> Json:
        bond, bridge = self.server.bond, self.server.bridge
        flags = ["SLAVE"] if bond is not None else []
        link = _link(nic, flags, enabled=nic.enabled, qdisc="pfifo_fast")
        info: Json = {}
        if bond is not None:
            info = {
                "info_slave_kind": "bond",
                "info_slave_data": _bond_slave(bond, bond.slaves[nic.name]),
            }
        elif bridge is not None:
            info = {
                "info_slave_kind": "bridge",
                "info_slave_data": _bridge_slave(bridge, nic),
            }
        link["linkinfo"] = info
        return {**link, **_tail(1)}

    # bridge and brctl

    def _bridge_link(self) -> str:
        bridge = self._bridge
        rows = []
        for port in bridge.ports.values():
            settings = bridge.port_settings(port)
            rows.append(
                {
                    "ifindex": port.index,
                    "ifname": port.name,
                    "flags": _flags(port, [], enabled=_is_enabled(port)),
                    "mtu": 1500,
                    "master": bridge.name,
                    "state": _state(bridge, port),
                    "priority": settings.port_id >> 10,
                    "cost": settings.cost,
                    "hairpin": False,
                    "guard": False,
                    "root_block": False,
                    "fastleave": False,
                    "learning": True,
                    "flood": True,
                    "mcast_flood": True,
                    "bcast_flood": True,
                    "mcast_router": 1,
                    "mcast_to_unicast": False,
                    "neigh_suppress": False,
                    "vlan_tunnel": False,
                    "isolated": False,
                    "locked": False,
                }
            )
        return json.dumps(rows, separators=(",", ":")) + "\n"

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
                "forward delay", times.forward_delay, "bridge forward delay", settings.forward_delay_s
            ),
            f" ageing time\t\t{bridge.ageing_s:7.2f}",
            _times_line("hello timer", tree.hello_left_s, "tcn timer", tree.notification_left_s),
            _times_line(
                "topology change timer",
                tree.topology_change_left_s,
                "gc timer",
                _collection_left(bridge),
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
        root, cost, designated, number = _vector(bridge, device, port)
        flags = ""
        if isinstance(port, StpPort):
            flags += "CONFIG_PENDING " if port.pending else ""
            flags += "TOPOLOGY_CHANGE_ACK " if port.acknowledge else ""
        message_age_s, forward_delay_s, hold_s = _port_timers(port)
        return [
            f"{device.name} ({settings.port_id & 0x3FF})",
            f" port id\t\t{settings.port_id:04x}\t\t\tstate\t\t{_state(bridge, device):>15}",
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


def _up(up: bool) -> str:
    return "up" if up else "down"


def _is_enabled(device: Device) -> bool:
    return not isinstance(device, Nic) or device.enabled


def _flags(device: Device, extra: list[str], *, enabled: bool) -> list[str]:
    flags = ["BROADCAST", "MULTICAST", *extra]
    if not enabled:
        return flags
    return [*flags, "UP", "LOWER_UP"] if device.up else ["NO-CARRIER", *flags, "UP"]


def _link(device: Device, extra: list[str], *, enabled: bool, qdisc: str) -> Json:
    link: Json = {
        "ifindex": device.index,
        "ifname": device.name,
        "flags": _flags(device, extra, enabled=enabled),
        "mtu": 1500,
        "qdisc": qdisc,
    }
    if device.master is not None:
        link["master"] = device.master
    link |= {
        "operstate": "UP" if device.up else "DOWN",
        "linkmode": "DEFAULT",
        "group": "default",
        "txqlen": 1000,
        "link_type": "ether",
        "address": colons(device.address),
        "broadcast": BROADCAST_TEXT,
    }
    if isinstance(device, Nic) and device.address != device.permanent:
        link["permaddr"] = colons(device.permanent)
    return link | {"promiscuity": 0, "allmulti": 0, "min_mtu": 68, "max_mtu": 65535}


def _tail(queues: int) -> Json:
    return {"inet6_addr_gen_mode": "eui64", "num_tx_queues": queues, **QUEUES}


def _loopback() -> Json:
    return {
        "ifindex": 1,
        "ifname": "lo",
        "flags": ["LOOPBACK", "UP", "LOWER_UP"],
        "mtu": 65536,
        "qdisc": "noqueue",
        "operstate": "UNKNOWN",
        "linkmode": "DEFAULT",
        "group": "default",
        "txqlen": 1000,
        "link_type": "loopback",
        "address": "00:00:00:00:00:00",
        "broadcast": "00:00:00:00:00:00",
        "promiscuity": 0,
        "allmulti": 0,
        "min_mtu": 0,
        "max_mtu": 0,
        **_tail(1),
    }


def _ip_bond(bond: LinuxBond) -> Json:
    options = bond.options
    data: Json = {"mode": options.mode}
    if bond.active is not None:
        data["active_slave"] = bond.active.nic.name
    data |= {
        "miimon": options.miimon_ms,
        "updelay": options.updelay_ms,
        "downdelay": options.downdelay_ms,
        "peer_notify_delay": 0,
        "use_carrier": 1,
        "arp_interval": 0,
        "arp_missed_max": 2,
        "arp_validate": None,
        "arp_all_targets": "any",
    }
    if options.primary is not None and options.mode != "802.3ad":
        data["primary"] = options.primary
    data |= {
        "primary_reselect": "always",
        "fail_over_mac": "none",
        "xmit_hash_policy": options.hash,
        "resend_igmp": 1,
        "num_peer_notif": 1,
        "all_slaves_active": 0,
        "min_links": options.min_links,
        "lp_interval": 1,
        "packets_per_slave": 1,
        "ad_lacp_active": "on" if options.lacp_active else "off",
        "ad_lacp_rate": "fast" if options.lacp_fast else "slow",
        "ad_select": options.ad_select,
    }
    if bond.aggregators is not None:
        number, ports, actor_key, partner_key, partner = bond.aggregators.info()
        data["ad_info"] = {
            "aggregator": number,
            "num_ports": ports,
            "actor_key": actor_key,
            "partner_key": partner_key,
            "partner_mac": colons(partner),
        }
        data |= {
            "ad_actor_sys_prio": 65535,
            "ad_user_port_key": 0,
            "ad_actor_system": "00:00:00:00:00:00",
        }
    data["tlb_dynamic_lb"] = 1
    link = _link(bond, ["MASTER"], enabled=True, qdisc="noqueue")
    link["linkinfo"] = {"info_kind": "bond", "info_data": data}
    return {**link, **_tail(16)}


def _bond_slave(bond: LinuxBond, slave: Slave) -> Json:
    backup = bond.aggregators is None and bond.options.mode == "active-backup"
    data: Json = {
        "state": "BACKUP" if backup and slave is not bond.active else "ACTIVE",
        "mii_status": "UP" if slave.up else "DOWN",
        "link_failure_count": slave.failures,
        "perm_hwaddr": colons(slave.nic.permanent),
        "queue_id": 0,
        "prio": 0,
    }
    if bond.aggregators is not None:
        member = bond.aggregators.members[slave.nic.name]
        actor, partner = member.shown
        if slave not in bond.aggregators.carriers():
            data["state"] = "BACKUP"
        data |= {
            "ad_aggregator_id": member.aggregator,
            "ad_actor_oper_port_state": actor.state,
            "ad_actor_oper_port_state_str": _state_words(actor.state),
            "ad_partner_oper_port_state": partner.state,
            "ad_partner_oper_port_state_str": _state_words(partner.state),
        }
    return data


def _state_words(state: int) -> list[str]:
    return [word for bit, word in enumerate(STATE_WORDS) if state >> bit & 1]


def _ip_bridge(bridge: LinuxBridge) -> Json:
    options, tree = bridge.options, bridge.tree
    own = _ip_id(tree.settings.bridge_id)
    root_port = 0 if tree.root_port is None else tree.root_port.settings.port_id & 0x3FF
    data: Json = {
        "forward_delay": round(100 * options.forward_delay_s),
        "hello_time": round(100 * options.hello_s),
        "max_age": round(100 * options.max_age_s),
        "ageing_time": round(100 * bridge.ageing_s),
        "stp_state": int(options.stp),
        "priority": options.priority,
        "vlan_filtering": 0,
        "vlan_protocol": "802.1Q",
        "bridge_id": own,
        # iproute2 6.1 prints the bridge's own id here
        "root_id": own,
        "root_port": root_port,
        "root_path_cost": tree.root_cost,
        "topology_change": int(tree.topology_change),
        "topology_change_detected": int(tree.topology_change_detected),
        "hello_timer": round(tree.hello_left_s, 2),
        "tcn_timer": round(tree.notification_left_s, 2),
        "topology_change_timer": round(tree.topology_change_left_s, 2),
        "gc_timer": round(_collection_left(bridge), 2),
        "group_fwd_mask": "0",
        "group_addr": "01:80:c2:00:00:00",
        "mcast_snooping": 0,
        "nf_call_iptables": 0,
        "nf_call_ip6tables": 0,
        "nf_call_arptables": 0,
    }
    link = _link(bridge, [], enabled=True, qdisc="noqueue")
    link["linkinfo"] = {"info_kind": "bridge", "info_data": data}
    return {**link, **_tail(1)}


def _vector(
    bridge: LinuxBridge, device: Device, port: BridgePort | None
) -> tuple[int, int, int, int]:
    """Return what a port holds of its segment; one without link is designated on its own."""
    if port is not None:
        return port.vector
    tree = bridge.tree
    own = tree.settings.bridge_id
    return (tree.root, tree.root_cost, own, bridge.port_settings(device).port_id)


def _port_timers(port: BridgePort | None) -> tuple[float, float, float]:
    """Return message age, forward delay and hold timers as brctl prints them: time left."""
    if not isinstance(port, StpPort):
        return 0.0, 0.0, 0.0
    return port.message_age.left_s, port.forward_delay_left_s, port.hold_left_s


def _bridge_slave(bridge: LinuxBridge, device: Device) -> Json:
    settings = bridge.port_settings(device)
    port = bridge.tree.ports.get(device.name)
    root, cost, designated, number = _vector(bridge, device, port)
    message_age_s, forward_delay_s, hold_s = _port_timers(port)
    pending = isinstance(port, StpPort) and port.pending
    acknowledge = isinstance(port, StpPort) and port.acknowledge
    return {
        "state": _state(bridge, device),
        "priority": settings.port_id >> 10,
        "cost": settings.cost,
        "hairpin": False,
        "guard": False,
        "root_block": False,
        "fastleave": False,
        "learning": True,
        "flood": True,
        "id": f"0x{settings.port_id:x}",
        "no": f"0x{settings.port_id & 0x3FF:x}",
        "designated_port": number,
        "designated_cost": cost,
        "bridge_id": _ip_id(designated),
        "root_id": _ip_id(root),
        "hold_timer": round(hold_s, 2),
        "message_age_timer": round(message_age_s, 2),
        "forward_delay_timer": round(forward_delay_s, 2),
        "topology_change_ack": int(acknowledge),
        "config_pending": int(pending),
        "proxy_arp": False,
        "proxy_arp_wifi": False,
        "multicast_router": 1,
        "mcast_flood": True,
        "bcast_flood": True,
        "mcast_to_unicast": False,
        "neigh_suppress": False,
        "group_fwd_mask": "0",
        "group_fwd_mask_str": "0x0",
        "vlan_tunnel": False,
        "isolated": False,
        "locked": False,
    }


def _state(bridge: LinuxBridge, device: Device) -> str:
    if not device.up:
        return "disabled"
    return PHASE_WORDS[bridge.phases.get(device.name, Phase.BLOCKING)]


def _collection_left(bridge: LinuxBridge) -> float:
    """Return when the kernel next looks for addresses that aged: once in an ageing time."""
    return bridge.ageing_s - bridge.clock.now_s % bridge.ageing_s


def _brctl_id(value: int) -> str:
    return f"{value >> 48:04x}.{value & 0xFFFFFFFFFFFF:012x}"


def _ip_id(value: int) -> str:
    """Return a bridge id as iproute2 prints it: bytes without leading zeros."""
    address = (value & 0xFFFFFFFFFFFF).to_bytes(6)
    return f"{value >> 48:04x}." + ":".join(f"{byte:x}" for byte in address)


def _times_line(
    left: str, left_s: float, right: str, right_s: float, *, tab: str = "\t"
) -> str:
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
        "Actor Churn State: monitoring",
        "Partner Churn State: monitoring",
        "Actor Churned Count: 0",
        "Partner Churned Count: 0",
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
