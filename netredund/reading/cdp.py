"""`show cdp neighbors detail`: paragraphs of `Name: value` lines around a free text."""

import re
from collections.abc import Iterator

from netredund.facts.neighbors import CdpNeighbor, CdpNeighbors
from netredund.facts.outcome import UnparsedLine
from netredund.reading.output import Output
from netredund.reading.template import Row

NOTHING = re.compile(r"%?\s*+CDP is not enabled", re.IGNORECASE)
# Capabilities of more than one word, as IOS and NX-OS print them.
_CAPABILITY = re.compile(r"CVTA phone port|Two-port Mac Relay|Remotely-Managed Device|\S++")
_NEXT_NAME = re.compile(r",\s++(?=[A-Z][A-Za-z ]{1,40}: )")
# Names that have rules of their own: such a line without a value that fits is not understood.
_KNOWN_NAME = re.compile(
    r"Device ID|Platform|Interface|Hold[Tt]ime|advertisement version|Native VLAN|Duplex"
    r"|Peer Source MAC|VTP Management Domain|(?:Entry|Management) address|Version"
    r"|(?:IP|IPv4|IPv6|CLNS|DECnet|Novell|IPX|AppleTalk) address|Total cdp entries"
)
_SINGLE = {
    "DeviceId": "device ID",
    "Platform": "platform",
    "Interface": "interface",
    "Holdtime": "hold time",
    "AdvertisementVersion": "advertisement version",
    "VtpDomain": "VTP domain",
    "NativeVlan": "native VLAN",
    "Duplex": "duplex",
    "PeerSourceMac": "source MAC address",
}
_ALWAYS_PRINTED = ("DeviceId", "Platform", "Interface", "Holdtime", "AdvertisementVersion")


class _Paragraph:
    """What was read of one neighbour so far."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.version: list[str] = []
        self.addresses: dict[str, list[str]] = {"Entry": [], "Management": []}
        self.addresses_of: str | None = None
        self.other: dict[str, str] = {}


def read(output: Output) -> CdpNeighbors:
    """Read `show cdp neighbors [X] detail`."""
    paragraphs: list[_Paragraph] = []
    total: int | None = None
    is_open = False
    for row in output.scan("show_cdp_neighbors_detail", NOTHING):
        if "Total" in row.values:
            total = int(row.values["Total"])
            output.expect_count("neighbours", total, len(paragraphs), row.line)
            is_open = False
            continue
        if "Separator" in row.values:
            is_open = False
            continue
        if not is_open or ("DeviceId" in row.values and "DeviceId" in paragraphs[-1].values):
            paragraphs.append(_Paragraph(row.line))
            is_open = True
        _add(output, paragraphs[-1], row)
    if total == 0 and not paragraphs:
        output.is_empty = True
    neighbors = tuple(_neighbor(output, paragraph) for paragraph in paragraphs)
    return CdpNeighbors(
        neighbors=neighbors, total=total, **output.outcome(has_facts=bool(neighbors))
    )


def _add(output: Output, paragraph: _Paragraph, row: Row) -> None:
    """Take one line into a neighbour's paragraph."""
    values = row.values
    if "Address" not in values:
        paragraph.addresses_of = None
    if "VersionLine" in values:
        paragraph.version.append(values["VersionLine"])
    elif "AddressesOf" in values:
        paragraph.addresses_of = values["AddressesOf"]
    elif "Address" in values:
        if paragraph.addresses_of is None:
            output.problem("an address without the heading of its list", row.line)
        paragraph.addresses[paragraph.addresses_of or "Entry"].append(values["Address"])
    elif "Name" in values:
        _add_other(output, paragraph, row)
    else:
        for name, what in _SINGLE.items():
            if name in values and name in paragraph.values:
                output.problem(f"the {what} stands twice for one neighbour", row.line)
        paragraph.values |= values
        paragraph.lines |= row.lines


def _add_other(output: Output, paragraph: _Paragraph, row: Row) -> None:
    if "DeviceId" not in paragraph.values or _KNOWN_NAME.match(row.values["Name"]):
        text = f"{row.values['Name']}: {row.values.get('Other', '')}".rstrip()
        output.unparsed.append(UnparsedLine(row.line, text))
        return
    for name, value in _pairs(row.values["Name"], row.values.get("Other", "")):
        known = paragraph.other.get(name)
        if known is None:
            paragraph.other[name] = value
        elif value not in known.split("\n"):
            paragraph.other[name] = f"{known}\n{value}"


def _pairs(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield what a line says, also where it says several things (`A: 1, B: 2`)."""
    first, *rest = _NEXT_NAME.split(value)
    yield name.strip(), first
    for pair in rest:
        more, _, text = pair.partition(": ")
        yield more.strip(), text.strip()


def _neighbor(output: Output, paragraph: _Paragraph) -> CdpNeighbor:
    values = paragraph.values
    missing = [_SINGLE[name] for name in _ALWAYS_PRINTED if name not in values]
    if missing:
        name = values.get("DeviceId", "without a name")
        output.problem(f"neighbour {name!r} has no {', no '.join(missing)}", paragraph.line)
    native_vlan = values.get("NativeVlan")
    holdtime, advertisement = values.get("Holdtime"), values.get("AdvertisementVersion")
    return CdpNeighbor(
        line=paragraph.line,
        device_id=values.get("DeviceId"),
        addresses=tuple(paragraph.addresses["Entry"]),
        platform=values["Platform"].strip() if "Platform" in values else None,
        capabilities=tuple(_CAPABILITY.findall(values.get("Capabilities", ""))),
        interface=values.get("Interface"),
        port_id=values.get("PortId"),
        holdtime=int(holdtime) if holdtime else None,
        version="\n".join(paragraph.version) if paragraph.version else None,
        advertisement_version=int(advertisement) if advertisement else None,
        # An empty domain is printed as two quotes, which the row does not keep.
        vtp_domain=values.get("VtpDomain", "" if "VtpDomain" in paragraph.lines else None),
        native_vlan=int(native_vlan) if native_vlan else None,
        duplex=values.get("Duplex"),
        peer_source_mac=values.get("PeerSourceMac"),
        management_addresses=tuple(paragraph.addresses["Management"]),
        other=paragraph.other,
    )
