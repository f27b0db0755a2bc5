"""`/proc/net/bonding/BOND`: the bonding driver's own view."""

import re
from typing import Any

from netredund.facts.linux import (
    Aggregator,
    Bonding,
    BondSlave,
    ChurnState,
    LacpEnd,
    MiiStatus,
)
from netredund.reading.output import Output
from netredund.reading.template import Row

# What the kernel prints (drivers/net/bonding/bond_main.c, bond_mode_name) and what one configures.
_MODES = {
    "load balancing (round-robin)": "balance-rr",
    "fault-tolerance (active-backup)": "active-backup",
    "load balancing (xor)": "balance-xor",
    "fault-tolerance (broadcast)": "broadcast",
    "IEEE 802.3ad Dynamic link aggregation": "802.3ad",
    "transmit load balancing": "balance-tlb",
    "adaptive load balancing": "balance-alb",
}
_FAIL_OVER_MAC = re.compile(r"(?P<mode>.*\S) \(fail_over_mac (?P<policy>\w+)\)$")
_SPEED = re.compile(r"(\d{1,7}) ?Mbps$")
_UNKNOWN_SPEEDS = ("Unknown", "Unknown!", "4294967295 Mbps", "65535 Mbps", "-1 Mbps")

_NUMBERS = {
    "mii_interval_ms": "MiiInterval",
    "up_delay_ms": "UpDelay",
    "down_delay_ms": "DownDelay",
    "peer_notification_delay_ms": "NotifyDelay",
    "arp_interval_ms": "ArpInterval",
    "arp_missed_max": "ArpMissedMax",
    "min_links": "MinLinks",
    "system_priority": "SystemPriority",
}
_TEXTS = {
    "driver": "Driver",
    "hash_policy": "HashPolicy",
    "primary_reselect": "PrimaryReselect",
    "lacp_active": "LacpActive",
    "lacp_rate": "LacpRate",
    "ad_select": "AdSelect",
    "system_mac": "SystemMac",
}
_OTHER_LINES = {
    "mode": "Mode",
    "primary": "Primary",
    "active_slave": "ActiveSlave",
    "mii_status": "MiiStatus",
    "arp_targets": "ArpTargets",
    "ns_targets": "NsTargets",
}
# A line and those that every kernel that prints it prints as well (bond_procfs.c, 2.6.18 to 6.18).
_BOND_NEEDS = (
    ("Mode", ("Driver", "MiiStatus", "MiiInterval", "UpDelay", "DownDelay")),
    ("ArpInterval", ("ArpHeading",)),
    ("LacpRate", ("Heading8023ad", "HashPolicy")),
    ("LacpActive", ("MinLinks", "NotifyDelay")),
    ("MinLinks", ("AdSelect",)),
    ("SystemPriority", ("SystemMac",)),
    ("ActiveAggregator", ("HeadingAggregator",)),
    ("HeadingAggregator", ("ActiveAggregator", "Ports", "ActorKey", "PartnerKey", "PartnerMac")),
)
_MODE_NEEDS = {"802.3ad": ("LacpRate",), "active-backup": ("Primary", "ActiveSlave")}
_SLAVE_NEEDS = {"MiiStatus", "LinkFailures", "PermanentAddress"}
_CHURN = {"ActorChurn", "PartnerChurn", "ActorChurned", "PartnerChurned"}
_LACP_VALUES = (
    "SystemPriority", "SystemMac", "PortKey", "PortPriority", "PortNumber", "PortState",
)  # fmt: skip


def read(output: Output) -> Bonding:
    """Read `/proc/net/bonding/BOND`.

    What shows that the text was cut: a slave with fewer lines than the others, an active aggregator
    of more ports than slaves, an active slave that is none of the slaves, carrier without slaves.
    """
    rows = output.scan("proc_net_bonding")
    bonds = [row for row in rows if _is_bond(row)]
    if len(bonds) > 1:
        second = min(bonds[1].lines.values())
        output.problem("several bonds in one text: only the first is read", second)
        rows = [row for row in rows if min(row.lines.values()) < second]
    for row in rows:
        if "Slave" not in row.values and not _is_bond(row):
            output.problem("lines of a slave whose first line is missing", min(row.lines.values()))
    slave_rows = [row for row in rows if "Slave" in row.values]
    slaves = tuple(_slave(output, row) for row in slave_rows)
    values: dict[str, Any] = {}
    if bonds:
        values = _bond(output, bonds[0])
        _check_bond(output, values, slaves, bonds[0])
    elif slaves:
        output.problem("the text begins at a slave: the bond is missing", slaves[0].line)
    _check_slaves(output, values, slave_rows)
    word = output.command.text.rpartition("/")[2]
    return Bonding(
        interface=word if word not in ("", "*", "<bond>") else None,
        slaves=slaves,
        **values,
        **output.outcome(has_facts=bool(values or slaves)),
    )


def _is_bond(row: Row) -> bool:
    return "Mode" in row.values or "Driver" in row.values


def _number(row: Row, name: str) -> int | None:
    text = row.values.get(name)
    return int(text) if text is not None else None


def _bond(output: Output, row: Row) -> dict[str, Any]:
    values, lines = row.values, row.lines
    found: dict[str, Any] = {field: _number(row, name) for field, name in _NUMBERS.items()}
    found |= {field: values.get(name) for field, name in _TEXTS.items()}
    names = _NUMBERS | _TEXTS | _OTHER_LINES
    found["lines"] = {field: lines[name] for field, name in names.items() if name in lines}
    mode = values.get("Mode")
    if mode is not None:
        policy = _FAIL_OVER_MAC.match(mode)
        found["mode"] = policy["mode"] if policy else mode
        found["fail_over_mac"] = policy["policy"] if policy else None
        found["mode_name"] = _MODES.get(found["mode"])
        if found["mode_name"] is None:
            output.problem(f"unknown bonding mode {mode!r}", lines["Mode"])
    for field, name in (("primary", "Primary"), ("active_slave", "ActiveSlave")):
        found[field] = None if values.get(name) == "None" else values.get(name)
    for field, name in (("arp_targets", "ArpTargets"), ("ns_targets", "NsTargets")):
        found[field] = tuple(values.get(name, "").replace(",", " ").split())
    if "MiiStatus" in values:
        found["mii_status"] = output.token(MiiStatus, values["MiiStatus"], lines["MiiStatus"])
    if "NoAggregator" in values:
        found["has_active_aggregator"] = False
        found["lines"]["has_active_aggregator"] = lines["NoAggregator"]
    if "ActiveAggregator" in values:
        found["has_active_aggregator"] = True
        found["lines"]["has_active_aggregator"] = lines["ActiveAggregator"]
        found["aggregator"] = Aggregator(
            line=lines["ActiveAggregator"],
            aggregator_id=int(values["ActiveAggregator"]),
            ports=_number(row, "Ports"),
            actor_key=_number(row, "ActorKey"),
            partner_key=_number(row, "PartnerKey"),
            partner_mac=values.get("PartnerMac"),
        )
    return found


def _slave(output: Output, row: Row) -> BondSlave:
    values, lines = row.values, row.lines
    speed = values.get("Speed")
    number = _SPEED.match(speed) if speed and speed not in _UNKNOWN_SPEEDS else None
    if speed and not number and speed not in _UNKNOWN_SPEEDS:
        output.problem(f"unknown speed {speed!r}", lines["Speed"])
    churn = {
        name: output.token(ChurnState, values[name], lines[name])
        for name in ("ActorChurn", "PartnerChurn")
        if name in values
    }
    aggregator = values.get("AggregatorId")
    status = values.get("MiiStatus")
    return BondSlave(
        line=lines["Slave"],
        interface=values["Slave"],
        mii_status=output.token(MiiStatus, status, lines["MiiStatus"]) if status else None,
        speed=speed,
        speed_mbps=int(number[1]) if number else None,
        duplex=values.get("Duplex"),
        link_failures=_number(row, "LinkFailures"),
        permanent_address=values.get("PermanentAddress"),
        queue_id=_number(row, "QueueId"),
        aggregator_id=int(aggregator) if aggregator not in (None, "N/A") else None,
        actor_churn=churn.get("ActorChurn"),
        partner_churn=churn.get("PartnerChurn"),
        actor_churned_count=_number(row, "ActorChurned"),
        partner_churned_count=_number(row, "PartnerChurned"),
        actor=_lacp(output, row, "Actor"),
        partner=_lacp(output, row, "Partner"),
    )


def _lacp(output: Output, row: Row, end: str) -> LacpEnd | None:
    heading = row.lines.get(f"{end}Heading")
    if heading is None:
        return None
    missing = [name for name in _LACP_VALUES if end + name not in row.values]
    if missing:
        output.problem(
            f"{row.values['Slave']}: the {end.lower()}'s LACP details are not whole", heading
        )
    return LacpEnd(
        line=heading,
        system_priority=_number(row, f"{end}SystemPriority"),
        system_mac=row.values.get(f"{end}SystemMac"),
        key=_number(row, f"{end}PortKey"),
        port_priority=_number(row, f"{end}PortPriority"),
        port_number=_number(row, f"{end}PortNumber"),
        state=_number(row, f"{end}PortState"),
    )


def _check_bond(
    output: Output, bond: dict[str, Any], slaves: tuple[BondSlave, ...], row: Row
) -> None:
    values, lines = row.values, row.lines
    needs = [("Mode", _MODE_NEEDS.get(bond.get("mode_name") or "", ())), *_BOND_NEEDS]
    for name, needed in needs:
        missing = [other for other in needed if other not in values]
        if name in values and missing:
            output.problem("lines of the bond are missing below this one", lines[name])
            break
    if not {"Mode", "Driver"} <= values.keys():
        output.problem("the first lines are missing", min(lines.values()))
    aggregator = bond.get("aggregator")
    if aggregator and aggregator.ports is not None:
        found = sum(slave.aggregator_id == aggregator.aggregator_id for slave in slaves)
        if found < aggregator.ports:
            output.problem(
                f"aggregator {aggregator.aggregator_id}: the output says {aggregator.ports} ports,"
                f" its slaves are {found}",
                aggregator.line,
            )
    names = {slave.interface for slave in slaves}
    for field in ("primary", "active_slave"):
        name = bond[field]
        if name is not None and name not in names:
            output.problem(
                f"{field.replace('_', ' ')} {name} is not among the slaves", bond["lines"][field]
            )
    if bond.get("mii_status") is MiiStatus.UP and not slaves:
        output.problem("a bond with carrier and no slaves: the text was cut", lines["MiiStatus"])


def _check_slaves(output: Output, bond: dict[str, Any], rows: list[Row]) -> None:
    """Note a slave whose paragraph is shorter than the kernel that prints it makes them."""
    expected = set(_SLAVE_NEEDS)
    of_an_aggregator = {"AggregatorId"} if bond.get("mode_name") == "802.3ad" else set()
    if bond.get("peer_notification_delay_ms") is not None:  # Linux 5
        expected |= {"Speed", "Duplex", "QueueId"}
        of_an_aggregator |= _CHURN if of_an_aggregator else set()
    if bond.get("system_mac") is not None:  # printed for root only, as are the slaves' details
        of_an_aggregator |= {"ActorPortState", "PartnerPortState"}
    for row in rows:
        seen = {name for name in row.values if not name.endswith("Heading")}
        if row.values.get("AggregatorId", "N/A") == "N/A":
            expected |= seen
        else:
            of_an_aggregator |= seen
    names: dict[str, int] = {}
    for row in rows:
        line, name = row.lines["Slave"], row.values["Slave"]
        if row.values.get("AggregatorId") == "N/A":
            wanted = expected
        else:
            wanted = expected | of_an_aggregator
        if not wanted <= set(row.values):
            output.problem(f"{name}: its paragraph is not whole", line)
        first = names.setdefault(name, line)
        if first != line:
            output.problem(f"{name} stands twice, also on line {first}", line)
