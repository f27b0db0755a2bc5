"""`show interfaces trunk`: four blocks that are joined by their ports."""

import re

from netredund.facts.interfaces import InterfacesTrunk, Trunk, TrunkMode, TrunkStatus
from netredund.interfaces import long_name
from netredund.reading.output import Output
from netredund.reading.template import Row

_LISTS = {
    "Allowed": "the VLANs allowed",
    "Active": "the VLANs active",
    "Forwarding": "the VLANs forwarding",
}
_VLAN_RANGE = re.compile(r"\s*+(\d{1,4})(?:-(\d{1,4}))?\s*+$")


class _Port:
    """What the blocks said of one port so far."""

    def __init__(self, interface: str, line: int) -> None:
        self.interface = interface
        self.line = line
        self.values: dict[str, str] = {}
        self.lines: dict[str, int] = {}


def read(output: Output) -> InterfacesTrunk:
    """Read `show interfaces [X] trunk`."""
    ports: dict[str, _Port] = {}
    last: tuple[_Port, str] | None = None
    has_heading = False
    for row in output.scan("show_interfaces_trunk"):
        if "Heading" in row.values:
            has_heading, last = True, None
            continue
        if "More" in row.values:
            last = _add_more(output, row, last)
            continue
        printed = row.values["Port"]
        port = ports.setdefault(long_name(printed), _Port(printed, row.line))
        block = next((name for name in _LISTS if name in row.values), "Mode")
        last = (port, block)
        if block in port.values:
            output.problem(
                f"{printed} stands twice in a block, also on line {port.lines[block]}", row.line
            )
            continue
        port.values |= row.values
        port.lines |= row.lines
    if has_heading and not ports and output.section.ended and not output.unparsed:
        output.is_empty = True
    trunks = tuple(_trunk(output, port) for port in ports.values())
    return InterfacesTrunk(interfaces=trunks, **output.outcome(has_facts=bool(trunks)))


def _add_more(output: Output, row: Row, last: tuple[_Port, str] | None) -> tuple[_Port, str] | None:
    """Join the continuation of a wrapped VLAN list to its port."""
    more = row.values["More"]
    if last is None or last[1] not in _LISTS:
        output.problem(f"VLANs {more[:80]!r} without a port", row.line)
        return None
    port, block = last
    before = port.values[block]
    if not before.endswith(",") and not more.startswith(","):
        output.problem(f"{port.interface}: the VLAN list was cut before this line", row.line)
    port.values[block] = before + more
    return last


def _trunk(output: Output, port: _Port) -> Trunk:
    values, lines, name = port.values, port.lines, port.interface
    if "Mode" not in values:
        output.problem(f"{name}: the row with its mode and status is missing", port.line)
    sets = {}
    for block, what in _LISTS.items():
        if block not in values:
            output.problem(f"{name}: {what} are missing", port.line)
            continue
        sets[block] = expand_vlans(values[block])
        if sets[block] is None:
            output.problem(f"{name}: {what} are no VLAN list: {values[block][:80]!r}", lines[block])
    for inner, outer in (("Active", "Allowed"), ("Forwarding", "Active")):
        few, many = sets.get(inner), sets.get(outer)
        if few is not None and many is not None and few - many:
            output.problem(
                f"{name}: {_LISTS[inner]} have {min(few - many)}, which {_LISTS[outer]} have not",
                lines[inner],
            )
    mode, status = values.get("Mode"), values.get("Status")
    return Trunk(
        line=port.line,
        interface=name,
        mode=output.token(TrunkMode, mode, lines["Mode"]) if mode else None,
        encapsulation=values.get("Encapsulation"),
        status=output.token(TrunkStatus, status, lines["Status"]) if status else None,
        native_vlan=values.get("NativeVlan"),
        allowed=values.get("Allowed"),
        allowed_line=lines.get("Allowed"),
        active=values.get("Active"),
        active_line=lines.get("Active"),
        forwarding=values.get("Forwarding"),
        forwarding_line=lines.get("Forwarding"),
    )


def expand_vlans(text: str) -> set[int] | None:
    """Return the VLANs of `10,20-22` or `none`; null where the text is no ascending VLAN list."""
    if text == "none":
        return set()
    vlans: set[int] = set()
    last = 0
    for part in text.split(","):
        match = _VLAN_RANGE.match(part)
        if not match:
            return None
        first, end = int(match[1]), int(match[2] or match[1])
        if not last < first <= end <= 4095:
            return None
        vlans.update(range(first, end + 1))
        last = end
    return vlans
