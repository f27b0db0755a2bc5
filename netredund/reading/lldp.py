"""`show lldp neighbors detail`: paragraphs of `Name: value` lines, of which many may be missing."""

import re

from netredund.facts.neighbors import LldpNeighbor, LldpNeighbors
from netredund.reading.output import Output
from netredund.reading.template import Row

NOTHING = re.compile(r"%?\s*+LLDP is not enabled", re.IGNORECASE)
_NAMES = {
    "Interface": "Local Intf",
    "ChassisId": "Chassis id",
    "PortId": "Port id",
    "PortDescription": "Port Description",
    "SystemName": "System Name",
    "DescriptionHeading": "System Description",
    "TimeRemaining": "Time remaining",
    "Capabilities": "System Capabilities",
    "EnabledCapabilities": "Enabled Capabilities",
    "AddressHeading": "Management Addresses",
    "AutoNegotiation": "Auto Negotiation",
    "MediaHeading": "Physical media capabilities",
    "UnitType": "Media Attachment Unit type",
    "Vlan": "Vlan ID",
    "PeerSourceMac": "Peer Source MAC",
    "MedHeading": "MED Information",
}
# What every release prints of every neighbour, if only as not advertised.
_ALWAYS_PRINTED = (
    "ChassisId", "PortId", "PortDescription", "SystemName", "DescriptionHeading", "TimeRemaining",
    "Capabilities", "EnabledCapabilities", "AddressHeading", "AutoNegotiation", "MediaHeading",
    "UnitType",
)  # fmt: skip
_KEY_OF_NAME = {name: key for key, name in _NAMES.items()}


class _Paragraph:
    """What was read of one neighbour so far; `said` has the lines that were printed at all."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, str] = {}
        self.said: set[str] = set()
        self.lists: dict[str, list[str]] = {
            "PortDescription": [],
            "DescriptionLine": [],
            "Address": [],
            "Media": [],
        }
        self.med: dict[str, str | None] = {}
        self.other: dict[str, str | None] = {}


def read(output: Output) -> LldpNeighbors:
    """Read `show lldp neighbors [X] detail`."""
    paragraphs: list[_Paragraph] = []
    total: int | None = None
    is_open = False
    for row in output.scan("show_lldp_neighbors_detail", NOTHING):
        if "Total" in row.values:
            total = int(row.values["Total"])
            output.expect_count("neighbours", total, len(paragraphs), row.line)
            is_open = False
        elif "Separator" in row.values:
            is_open = False
        else:
            if not is_open or _begins_next(paragraphs[-1], row):
                paragraphs.append(_Paragraph(row.line))
                is_open = True
            _add(output, paragraphs[-1], row)
    if total == 0 and not paragraphs:
        output.is_empty = True
    _check_interfaces(output, paragraphs)
    neighbors = tuple(_neighbor(output, paragraph) for paragraph in paragraphs)
    return LldpNeighbors(
        neighbors=neighbors, total=total, **output.outcome(has_facts=bool(neighbors))
    )


def _begins_next(paragraph: _Paragraph, row: Row) -> bool:
    """Tell whether a line begins the next neighbour although no separator stands above it."""
    if "Interface" in row.values:
        return bool(paragraph.said)
    return "ChassisId" in row.values and "ChassisId" in paragraph.said


def _check_interfaces(output: Output, paragraphs: list[_Paragraph]) -> None:
    """Note a neighbour without local interface among others that have one."""
    without = [paragraph for paragraph in paragraphs if "Interface" not in paragraph.values]
    if len(without) < len(paragraphs):
        for paragraph in without:
            output.problem("the neighbour has no line Local Intf", paragraph.line)


def _add(output: Output, paragraph: _Paragraph, row: Row) -> None:
    """Take one line into a neighbour's paragraph."""
    key, value = next(iter(row.values.items()))
    if key in paragraph.lists:
        paragraph.lists[key].append(value)
        paragraph.said.add(key)
        return
    if key in ("MedName", "MedNotAdvertised"):
        told = row.values.get("MedValue", "") if key == "MedName" else None
        paragraph.med[value.strip()] = told
        return
    if key in ("Name", "Oid"):
        _add_other(output, paragraph, row)
        return
    if key == "NotAdvertised":
        name = value.strip()
        key = _KEY_OF_NAME.get(name, "")
        if not key:
            paragraph.other[name] = None
            return
        if key == "AutoNegotiation":
            paragraph.values[key] = "not advertised"
    if key in paragraph.said:
        output.problem(f"{_NAMES[key]!r} stands twice for one neighbour", row.line)
    paragraph.said.add(key)
    if "NotAdvertised" not in row.values:
        paragraph.values |= row.values
    if "DescriptionLine" in row.values:
        paragraph.lists["DescriptionLine"].append(row.values["DescriptionLine"])


def _add_other(output: Output, paragraph: _Paragraph, row: Row) -> None:
    """Keep a line that has no field of its own; note a known one whose value does not fit."""
    name = row.values["Name"].strip() if "Name" in row.values else "Management OID"
    text = row.values.get("Oid") or row.values.get("Other", "")
    key = _KEY_OF_NAME.get(name)
    if key and not text:
        paragraph.said.add(key)
    elif key:
        output.problem(f"unknown value of {name}: {text[:80]!r}", row.line)
    else:
        known = paragraph.other.get(name)
        paragraph.other[name] = f"{known}\n{text}" if known else text


def _neighbor(output: Output, paragraph: _Paragraph) -> LldpNeighbor:
    values, lists = paragraph.values, paragraph.lists
    missing = [_NAMES[key] for key in _ALWAYS_PRINTED if key not in paragraph.said]
    if missing:
        output.problem(f"the neighbour has no line {', '.join(missing)}", paragraph.line)
    for heading, name in (("AddressHeading", "Address"), ("MediaHeading", "Media")):
        if heading in values and not lists[name]:
            output.problem(f"nothing stands under {_NAMES[heading]}", paragraph.line)
    if "MedHeading" in paragraph.said and "Device type" not in paragraph.med:
        output.problem("the neighbour's MED information has no device type", paragraph.line)
    return LldpNeighbor(
        line=paragraph.line,
        interface=values.get("Interface"),
        chassis_id=values.get("ChassisId"),
        port_id=values.get("PortId"),
        port_description=_joined(lists["PortDescription"]),
        system_name=values.get("SystemName"),
        system_description=_joined(lists["DescriptionLine"]),
        time_remaining=_number(values.get("TimeRemaining")),
        capabilities=_letters(values.get("Capabilities")),
        enabled_capabilities=_letters(values.get("EnabledCapabilities")),
        management_addresses=tuple(lists["Address"]),
        auto_negotiation=values.get("AutoNegotiation"),
        physical_media=tuple(lists["Media"]),
        media_attachment_unit_type=_number(values.get("UnitType")),
        vlan=_number(values.get("Vlan")),
        peer_source_mac=values.get("PeerSourceMac"),
        med=paragraph.med if "MedHeading" in paragraph.said else None,
        other=paragraph.other,
    )


def _joined(lines: list[str]) -> str | None:
    return "\n".join(lines) if lines else None


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _letters(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(letter.strip() for letter in text.split(","))
