"""Every key of the site file: what it takes, whose it is, and what holds where it is not said.

The reader, the JSON Schema and the test of the documentation all go by these tables.
"""

from enum import Enum
from typing import Final

import msgspec

from netredund.intent.kinds import (
    CHANNEL_GROUP,
    COST,
    FORWARD_DELAY,
    HOST,
    JUMP_HOST,
    LEG_COST,
    MAC,
    MILLISECONDS,
    MOST_LACP_UPLINKS,
    NAME,
    NIC,
    PRIORITY,
    ROOT,
    VLAN,
    Boolean,
    Choice,
    Integer,
    Kind,
    Text,
    Whole,
)


class Method(Enum):
    """How both ends share the legs; the names of the kernel's bonding modes, and `stp`."""

    STP = "stp"
    LACP = "802.3ad"
    ACTIVE_BACKUP = "active-backup"
    BALANCE_ALB = "balance-alb"


class Key(msgspec.Struct, frozen=True):
    """A key of the file; `methods` None means every one of them."""

    name: str
    kind: Kind
    description: str
    default: str = ""
    methods: tuple[Method, ...] | None = None
    is_required: bool = False


_STP = (Method.STP,)
_LACP = (Method.LACP,)
_FAILOVER = (Method.ACTIVE_BACKUP, Method.BALANCE_ALB)

SITE_KEYS: Final = (
    Key(
        "switches",
        Whole("switches", "a mapping of names to switches"),
        "The switches.",
        is_required=True,
    ),
    Key(
        "servers",
        Whole("servers", "a mapping of names to servers"),
        "The servers.",
        is_required=True,
    ),
)

SWITCH_KEYS: Final = (
    Key("host", HOST, "Where the switch answers to SSH.", "the name of the switch"),
    Key("port", Integer(1, 65535), "The TCP port of its SSH server.", "22"),
    Key(
        "platform",
        Choice(
            ("cisco_ios",),
            (("ios", "cisco_ios"), ("cisco_xe", "cisco_ios"), ("iosxe", "cisco_ios")),
        ),
        "What runs on it: IOS and IOS XE are one.",
        "cisco_ios",
    ),
    Key(
        "hostname",
        Text(r"[!-~]{1,63}", "up to 63 signs without a blank"),
        "The name in its prompt, checked before anything is sent.",
        "the name of the switch",
    ),
    Key(
        "serial",
        Text(r"[A-Za-z0-9._-]{1,32}", "up to 32 letters and digits"),
        "Its serial number, checked before anything is sent.",
        "not checked",
    ),
    Key(
        "stack",
        NAME,
        "A name: switches with the same one act as one (a stack, VSS, vPC).",
        "the switch is alone",
    ),
    Key("legacy_ssh", Boolean(), "Allow the old key exchanges and ciphers of old images.", "false"),
    Key("via", JUMP_HOST, "The jump host on the way to it.", "none, straight"),
)

TRUNK_KEYS: Final = (
    Key("native", VLAN, "The VLAN of untagged frames.", "1"),
    Key(
        "allowed",
        Whole("vlans", "a list of VLANs, for example [10, 20]"),
        "The VLANs that may pass.",
        "all",
    ),
)

SERVER_KEYS: Final = (
    Key(
        "method",
        Choice(
            tuple(method.value for method in Method),
            (
                ("lacp", "802.3ad"),
                ("etherchannel", "802.3ad"),
                ("bridge", "stp"),
                ("rstp", "stp"),
                ("pvst", "stp"),
                ("802.1d", "stp"),
                ("alb", "balance-alb"),
            ),
        ),
        "How both ends share the legs.",
        is_required=True,
    ),
    Key(
        "uplinks",
        Whole("uplinks", "a mapping of two or more interfaces of the server"),
        "Each network interface of the server, and the switch port it is wired to.",
        is_required=True,
    ),
    Key("vlan", VLAN, "The access VLAN of the switch ports.", "1"),
    Key(
        "trunk",
        Whole("trunk", "a mapping with the keys native and allowed"),
        "Tagged VLANs instead of one access VLAN.",
        "none, the ports are access ports",
        (Method.LACP, *_FAILOVER),
    ),
    Key("mac", MAC, "The address that the server shows to the network.", "not checked"),
    Key("pxe", Boolean(), "true: the ports must work before the bond does.", "false"),
    Key(
        "root",
        ROOT,
        "The switch that shall be root of the VLAN; keep: wherever it is now; or a bridge address.",
        "keep",
        _STP,
    ),
    Key("root_priority", PRIORITY, "The priority that makes it root.", "0", _STP),
    Key(
        "cost",
        COST,
        "The path cost on the switch ports that face the server.",
        "100 where path cost is short, 2000000 where it is long or MST",
        _STP,
    ),
    Key("bridge_priority", PRIORITY, "The priority of the server's bridge.", "61440", _STP),
    Key("leg_cost", LEG_COST, "The path cost of the legs on the server.", "1", _STP),
    Key(
        "forward_delay",
        FORWARD_DELAY,
        "The forward delay of the server's bridge.",
        "left as it is (the kernel's is 15)",
        _STP,
    ),
    Key(
        "channel_group",
        CHANNEL_GROUP,
        "The group, and the number of its Port-channel.",
        "none: lines can only be planned with it",
        _LACP,
    ),
    Key(
        "lacp_rate",
        Choice(("fast", "slow"), (("normal", "slow"), ("1", "fast"), ("0", "slow"))),
        "How often the other end shall speak: each second, or each 30.",
        "left as it is",
        _LACP,
    ),
    Key(
        "min_links",
        Integer(0, MOST_LACP_UPLINKS),
        "How many legs must be bundled; not above what one failure leaves.",
        "left as it is",
        _LACP,
    ),
    Key(
        "hash",
        Choice(("layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4", "vlan+srcmac")),
        "What the server chooses the leg of a frame by.",
        "left as it is (the kernel's is layer2)",
        _LACP,
    ),
    Key(
        "mode",
        Choice(
            ("active", "passive"), (("on", "active"), ("desirable", "active"), ("auto", "passive"))
        ),
        "Whether the switch speaks LACP first.",
        "active",
        _LACP,
    ),
    Key(
        "primary",
        NIC,
        "The uplink that is used while it works.",
        "none: the first one that works",
        _FAILOVER,
    ),
    Key(
        "miimon",
        MILLISECONDS,
        "How often the server looks at the carrier of its legs.",
        "100, where there is no arp_interval",
        _FAILOVER,
    ),
    Key(
        "arp_interval",
        MILLISECONDS,
        "How often the server asks arp_targets instead.",
        "none: miimon is used",
        (Method.ACTIVE_BACKUP,),
    ),
    Key(
        "arp_targets",
        Whole("targets", "a list of 1 to 16 IPv4 addresses"),
        "Who must answer; one behind each switch.",
        "none",
        (Method.ACTIVE_BACKUP,),
    ),
)
