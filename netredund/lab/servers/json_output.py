"""Describes the devices of a simulated server as the JSON of iproute2 6.1 (`ip`, `bridge`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netredund.lab.frames.frame import colons
from netredund.lab.servers.bond import LinuxBond, Slave
from netredund.lab.servers.bridge import LinuxBridge
from netredund.lab.servers.device import Device, Nic
from netredund.lab.spanning_tree.stp_port import StpPort

if TYPE_CHECKING:
    from netredund.lab.servers.server import Server

Json = dict[str, object]

BROADCAST_TEXT = "ff:ff:ff:ff:ff:ff"
# multicast snooping as the kernel comes with it; the lab floods multicast
MULTICAST_DEFAULTS: Json = {
    "mcast_vlan_snooping": 0,
    "mcast_router": 1,
    "mcast_query_use_ifaddr": 0,
    "mcast_querier": 0,
    "mcast_hash_elasticity": 16,
    "mcast_hash_max": 4096,
    "mcast_last_member_cnt": 2,
    "mcast_startup_query_cnt": 2,
    "mcast_last_member_intvl": 100,
    "mcast_membership_intvl": 26000,
    "mcast_querier_intvl": 25500,
    "mcast_query_intvl": 12500,
    "mcast_query_response_intvl": 1000,
    "mcast_startup_query_intvl": 3124,
    "mcast_stats_enabled": 0,
    "mcast_igmp_version": 2,
    "mcast_mld_version": 1,
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


def describe_links(server: Server) -> list[Json]:
    """Return what `ip -d -j link` says of every device."""
    links: list[Json] = [_loopback()]
    links += [_ip_nic(server, nic) for nic in server.nics.values()]
    if server.bond is not None:
        links.append(_ip_bond(server.bond))
    if server.bridge is not None:
        links.append(_ip_bridge(server.bridge))
    return links


def _ip_nic(server: Server, nic: Nic) -> Json:
    bond, bridge = server.bond, server.bridge
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


def describe_bridge_ports(bridge: LinuxBridge) -> list[Json]:
    """Return what `bridge -d -j link` says of the ports of a bridge."""
    rows: list[Json] = []
    for port in bridge.ports.values():
        settings = bridge.port_settings(port)
        rows.append(
            {
                "ifindex": port.index,
                "ifname": port.name,
                "flags": _flags(port, [], enabled=_is_enabled(port)),
                "mtu": 1500,
                "master": bridge.name,
                "state": bridge.state_of(port),
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
    return rows


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
        "gc_timer": round(bridge.collection_left_s, 2),
        "group_fwd_mask": "0",
        "group_addr": "01:80:c2:00:00:00",
        "mcast_snooping": 1,
        "no_linklocal_learn": 0,
        **MULTICAST_DEFAULTS,
        "nf_call_iptables": 0,
        "nf_call_ip6tables": 0,
        "nf_call_arptables": 0,
    }
    link = _link(bridge, [], enabled=True, qdisc="noqueue")
    link["linkinfo"] = {"info_kind": "bridge", "info_data": data}
    return {**link, **_tail(1)}


def _bridge_slave(bridge: LinuxBridge, device: Device) -> Json:
    settings = bridge.port_settings(device)
    port = bridge.tree.ports.get(device.name)
    root, cost, designated, number = bridge.vector_of(device)
    message_age_s, forward_delay_s, hold_s = bridge.timers_of(device)
    pending = isinstance(port, StpPort) and port.pending
    acknowledge = isinstance(port, StpPort) and port.acknowledge
    return {
        "state": bridge.state_of(device),
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


def _ip_id(value: int) -> str:
    """Return a bridge id as iproute2 prints it: bytes without leading zeros."""
    address = (value & 0xFFFFFFFFFFFF).to_bytes(6)
    return f"{value >> 48:04x}." + ":".join(f"{byte:x}" for byte in address)
