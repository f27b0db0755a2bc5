"""Every key of a topology file: what it takes and what it means."""

from typing import Final

from netredund.intent.keys import Key
from netredund.intent.kinds import (
    COST,
    MAC_FORMS,
    MAC_PATTERN,
    VLAN,
    Boolean,
    Choice,
    Integer,
    Text,
    Whole,
)

# The kernel and images without extended system id take any priority.
_BRIDGE_PRIORITY: Final = Integer(0, 65535)
_PORT_PRIORITY: Final = Integer(0, 255)
# IEEE 802.1D-2004 9.2.7: twelve bits.
_PORT_NUMBER: Final = Integer(1, 4095)
_SPEED: Final = Integer(1, 800_000, unit="Mbit/s")
_ADDRESS: Final = Text(MAC_PATTERN, f"a MAC address, as {MAC_FORMS}")
_REASON: Final = Choice(("PVID_Inc", "TYPE_Inc", "LOOP_Inc", "PVST_Inc", "BA_Inc"))
NAME: Final = Text(r"[^\x00-\x1f\x7f]{1,63}", "up to 63 signs")

FILE_KEYS: Final = (
    Key(
        "bridges",
        Whole("bridges", "a mapping of names to bridges"),
        "The bridges.",
        is_required=True,
    ),
    Key("regions", Whole("regions", "a mapping of names to MST regions"), "The MST regions."),
    Key("links", Whole("links", "a list of links: [BRIDGE, PORT, BRIDGE, PORT]"), "The links."),
)

BRIDGE_KEYS: Final = (
    Key("address", _ADDRESS, "The bridge address.", is_required=True),
    Key("priority", _BRIDGE_PRIORITY, "The priority on the wire, system id included.", "32768"),
    Key(
        "priorities",
        Whole("numbers", "a mapping of VLANs to priorities"),
        "The same for single VLANs.",
    ),
    Key("ports", Whole("ports", "a mapping of names to ports"), "Its ports."),
    Key("kind", Choice(("switch", "server")), "A server's bridge knows no VLANs.", "switch"),
    Key("region", NAME, "The MST region that it is in: its priority and costs are the CIST's."),
    Key(
        "instances",
        Whole("numbers", "a mapping of MST instances to priorities"),
        "The priority on the wire in MST instances.",
        "that of the CIST, and the instance",
    ),
    Key("stp", Boolean(), "false: spanning tree is off, and BPDUs pass through.", "true"),
    Key("rapid", Boolean(), "true: it speaks RSTP.", "false"),
    Key(
        "pathcost", Choice(("short", "long", "linux")), "How a cost follows from a speed.", "short"
    ),
    Key("hello", Integer(1, 10, unit="seconds"), "The hello time that it would use as root.", "2"),
    Key("max_age", Integer(6, 40, unit="seconds"), "The max age that it would use as root.", "20"),
    Key(
        "forward_delay",
        Integer(2, 30, unit="seconds"),
        "The forward delay that it would use as root.",
        "15",
    ),
)

PORT_KEYS: Final = (
    Key("cost", COST, "The path cost; without it, it follows from the speed."),
    Key("speed", _SPEED, "The speed of the port, or of each member of a Port-channel."),
    Key("priority", _PORT_PRIORITY, "The port priority.", "128"),
    Key("number", _PORT_NUMBER, "The port number.", "its place among the ports"),
    Key(
        "up",
        Boolean(),
        "false: down or shut; true without a link: a host is there.",
        "as its link is",
    ),
    Key("members", Whole("names", "a list of ports"), "The members of a Port-channel."),
    Key("min_links", Integer(1, 8), "How many members must be up.", "1"),
    Key("guard", Choice(("root", "loop", "none")), "Root guard or loop guard.", "none"),
    Key("bpdu_filter", Boolean(), "true: it neither sends nor hears BPDUs.", "false"),
    Key("bpdu_guard", Boolean(), "true: the first BPDU err-disables it.", "false"),
    Key("broken", _REASON, "The port is inconsistent in this tree, and why."),
    Key("vlan", VLAN, "An access port of this VLAN.", "it carries the only tree there is"),
    Key("trunk", Whole("trunk", "a mapping with the keys native and allowed"), "A trunk."),
    Key("costs", Whole("numbers", "a mapping of VLANs to costs"), "The cost in single VLANs."),
    Key(
        "priorities",
        Whole("numbers", "a mapping of VLANs to priorities"),
        "The priority in single VLANs.",
    ),
    Key(
        "instance_costs",
        Whole("numbers", "a mapping of MST instances to costs"),
        "The cost in MST instances.",
    ),
    Key(
        "instance_priorities",
        Whole("numbers", "a mapping of MST instances to priorities"),
        "The priority in MST instances.",
    ),
)

REGION_KEYS: Final = (
    Key(
        "instances",
        Whole("mapped", "a mapping of MST instances (1 to 4094) to lists of VLANs"),
        "The VLANs of each instance; instance 0 has the others.",
    ),
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

# What the values of the mappings by VLAN may be.
NUMBERS: Final = {
    "bridge priorities": _BRIDGE_PRIORITY,
    "port priorities": _PORT_PRIORITY,
    "port costs": COST,
    "bridge instances": _BRIDGE_PRIORITY,
    "port instance_costs": COST,
    "port instance_priorities": _PORT_PRIORITY,
}
