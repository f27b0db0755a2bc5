"""The commands of interface configuration mode, as a table.

Which rows a stanza knows depends on what it is: `physical`, `port-channel` and `vlan-interface`
are features of the mode, beside those of release and model.
"""

from typing import Any

from netredund.lab.ios.syntax import Command

EDGE = frozenset({"portfast-edge"})
PORT = frozenset({"layer2"})
PHYSICAL = frozenset({"physical"})
CHANNEL = frozenset({"port-channel"})
NOTHING: frozenset[str] = frozenset()


def _row(
    syntax: str,
    field: str,
    needs: frozenset[str] = NOTHING,
    lacks: frozenset[str] = NOTHING,
    **rest: Any,
) -> Command:
    constants = {"target": "interface", "field": field, "negated": None, **rest}
    return Command(syntax, "set", constants, needs, lacks)


def _port_fast(words: str, value: str, needs: frozenset[str], lacks: frozenset[str]) -> Command:
    return Command(
        f"spanning-tree portfast{words}", "portfast", {"value": value}, PORT | needs, lacks
    )


PORTFAST = (
    _port_fast("", "edge", NOTHING, EDGE),
    _port_fast(" trunk", "edge trunk", NOTHING, EDGE),
    _port_fast(" disable", "disable", NOTHING, NOTHING),
    _port_fast(" ~ edge", "edge", EDGE, NOTHING),
    _port_fast(" edge trunk", "edge trunk", EDGE, NOTHING),
    _port_fast(" network", "network", EDGE, NOTHING),
)

SWITCHPORT = (
    Command("switchport", "switchport", {}, PORT),
    Command("switchport mode ~ <mode=access|trunk>", "mode", {}, PORT),
    Command("switchport mode dynamic <dynamic=auto|desirable>", "mode", {}, PORT),
    Command("switchport nonegotiate", "nonegotiate", {}, PORT),
    _row("switchport access vlan ~ <vlan:1-4094>", "access_vlan", PORT, read="vlan"),
    _row("switchport voice vlan ~ <vlan:1-4094>", "voice_vlan", PORT | PHYSICAL, read="vlan"),
    _row("switchport trunk native vlan ~ <vlan:1-4094>", "native_vlan", PORT, read="vlan"),
    Command("switchport trunk allowed vlan ~ <which=all|none>", "allowed_vlans", {}, PORT),
    Command("switchport trunk allowed vlan <vlans:vlans>", "allowed_vlans", {}, PORT),
    Command(
        "switchport trunk allowed vlan <change=add|remove|except> <vlans:vlans>",
        "allowed_vlans",
        {},
        PORT,
    ),
    Command(
        "switchport trunk encapsulation ~ <encapsulation=dot1q|isl|negotiate>",
        "encapsulation",
        {},
        PORT | {"encapsulation"},
    ),
)

SPANNING_TREE = (
    _row("spanning-tree cost ~ <cost:1-200000000>", "cost", PORT, read="cost"),
    Command("spanning-tree port-priority ~ <priority:0-240>", "port_priority", {}, PORT),
    Command("spanning-tree vlan <vlans:vlans> cost ~ <cost:1-200000000>", "vlan_cost", {}, PORT),
    Command(
        "spanning-tree vlan <vlans:vlans> port-priority ~ <priority:0-240>",
        "vlan_port_priority",
        {},
        PORT,
    ),
    *PORTFAST,
    _row("spanning-tree bpduguard ~ enable", "bpduguard", PORT, value=True),
    _row("spanning-tree bpduguard disable", "bpduguard", PORT, value=False),
    _row("spanning-tree bpdufilter ~ enable", "bpdufilter", PORT, value=True),
    _row("spanning-tree bpdufilter disable", "bpdufilter", PORT, value=False),
    _row("spanning-tree guard ~ <guard=loop|none|root>", "guard", PORT, read="guard"),
    _row("spanning-tree link-type ~ <kind=point-to-point|shared>", "link_type", PORT, read="kind"),
)

CHANNELS = (
    Command("channel-protocol ~ <protocol=lacp|pagp>", "channel_protocol", {}, PHYSICAL),
    Command(
        "channel-group ~ <group:1-4096> mode <mode=active|auto|desirable|on|passive>",
        "channel_group",
        {},
        PHYSICAL,
    ),
    Command(
        "channel-group <group:1-4096> mode <mode=auto|desirable> <silent=non-silent>",
        "channel_group",
        {},
        PHYSICAL,
    ),
    _row("lacp rate ~ <rate=fast|normal>", "lacp_rate", PHYSICAL | {"lacp-rate"}, read="rate"),
    _row(
        "lacp port-priority ~ <priority:0-65535>", "lacp_port_priority", PHYSICAL, read="priority"
    ),
    _row("lacp max-bundle ~ <links:1-8>", "lacp_max_bundle", CHANNEL, read="links"),
    _row("lacp fast-switchover", "lacp_fast_switchover", CHANNEL, value=True, negated=False),
    _row(
        "port-channel min-links ~ <links:2-8>",
        "min_links",
        CHANNEL,
        frozenset({"min-links-one"}),
        read="links",
    ),
    _row(
        "port-channel min-links ~ <links:1-8>",
        "min_links",
        CHANNEL | {"min-links-one"},
        read="links",
    ),
    _row(
        "port-channel standalone-disable", "standalone_disable", CHANNEL, value=True, negated=False
    ),
)

INTERFACE = (
    Command(
        "description ~ <text:line>",
        "set",
        {"target": "interface", "field": "description", "read": "text", "negated": None},
    ),
    _row("shutdown", "shutdown", value=True, negated=False),
    Command("speed ~ <speed=10|100|1000|2500|5000|10000|auto>", "speed", {}, PHYSICAL),
    Command("duplex ~ <duplex=auto|full|half>", "duplex", {}, PHYSICAL),
    _row("bandwidth ~ <kilobits:1-10000000>", "bandwidth_kbps", read="kilobits"),
    Command("ip address ~ <address:address> <mask:address>", "ip_address"),
    _row("cdp enable", "cdp", PHYSICAL, value=None, negated=False),
    _row("lldp transmit", "lldp_transmit", PHYSICAL, value=None, negated=False),
    _row("lldp receive", "lldp_receive", PHYSICAL, value=None, negated=False),
    *SWITCHPORT,
    *SPANNING_TREE,
    *CHANNELS,
)
