"""`show mac address-table`, one reader for the layouts of all families."""

import re

import msgspec

from netredund.facts.mac_address_table import MacAddressTable, MacEntry, MacType
from netredund.facts.outcome import UnparsedLine
from netredund.interfaces import long_name
from netredund.reading.output import Output
from netredund.reading.template import Row

NOTHING = re.compile(r"\s*+(?:%\s*+)?No (?:matching )?entries (?:present|found)\.?$", re.IGNORECASE)
_PORTS = re.compile(r"[,\s]+")
_PORT = re.compile(
    r"[A-Za-z][\w-]*\d(?:[/.:]\d++)*+|[A-Za-z][A-Za-z-]*+ \d++(?:[/.:]\d++)*+"
    r"|CPU|Router|Switch|Stby-Switch|Drop|drop|System"
)


def read(output: Output) -> MacAddressTable:
    """Read `show mac address-table` and its choices by VLAN, interface, address and type.

    The layout with `Vlan` first closes with the count of its rows, so a table without it was cut
    unless the next prompt follows.
    """
    entries: list[MacEntry] = []
    total: int | None = None
    counted = above_heading = 0
    has_heading = is_closing = wraps = False
    for row in output.scan("show_mac_address-table", NOTHING):
        if "Heading" in row.values:
            has_heading = True
            is_closing = row.values["Heading"].startswith("Vlan")
            above_heading = len(entries)
        elif "Total" in row.values:
            printed = int(row.values["Total"])
            total = (total or 0) + printed
            is_closing = False
            output.expect_count("addresses", printed, len(entries) - counted, row.line)
            counted = len(entries)
        elif "MorePorts" in row.values:
            _add_ports(output, entries, row)
            wraps = row.values["MorePorts"].endswith(",")
            continue
        else:
            entries.append(_entry(output, row))
        if wraps:
            output.problem("the list of ports above this line was cut", row.line)
        wraps = row.values.get("Ports", "").endswith(",")
    if wraps:
        output.problem("the list of ports was cut", entries[-1].line)
    if is_closing and entries and not output.section.ended:
        output.problem("the closing count is missing: rows may be missing too")
    elif entries and above_heading == len(entries) and not output.section.ended:
        output.problem("the last heading has no rows: the output was cut")
    if not entries and (total == 0 or (has_heading and output.section.ended)):
        output.is_empty = not output.unparsed
    _check_duplicates(output, entries)
    return MacAddressTable(
        entries=tuple(entries), total=total, **output.outcome(has_facts=bool(entries))
    )


def _entry(output: Output, row: Row) -> MacEntry:
    values = row.values
    return MacEntry(
        line=row.line,
        vlan=values["Vlan"],
        address=values["Address"],
        type=output.token(MacType, values["Type"], row.line),
        ports=_split_ports(output, values["Ports"], row.line),
        flags=values.get("Flags"),
        learn=values.get("Learn"),
        age=values.get("Age"),
        qos=values.get("Qos"),
        protocols=values.get("Protocols"),
    )


def _split_ports(output: Output, text: str, line: int) -> tuple[str, ...]:
    """Return the ports of a cell; note what does not look like a port."""
    ports = tuple(port for port in _PORTS.split(text.strip()) if port)
    if len(ports) == 2 and f"{ports[0]} {ports[1]}" == text and ports[1][:1].isdigit():
        ports = (text,)
    for port in ports:
        if not _PORT.fullmatch(port):
            output.problem(f"{port[:80]!r} is no port", line)
    return ports


def _add_ports(output: Output, entries: list[MacEntry], row: Row) -> None:
    """Join the continuation of a wrapped list of ports to its entry."""
    more = row.values["MorePorts"]
    if not entries:
        output.unparsed.append(UnparsedLine(row.line, more))
        return
    last = entries[-1]
    ports = last.ports + _split_ports(output, more, row.line)
    entries[-1] = msgspec.structs.replace(last, ports=ports)


def _check_duplicates(output: Output, entries: list[MacEntry]) -> None:
    """Note a dynamic address that stands twice in one VLAN on different ports.

    The 6500 prints a table for every line card, which may well differ: it is left alone.
    """
    seen: dict[tuple[str, str], MacEntry] = {}
    for entry in entries:
        if not entry.is_dynamic or entry.learn is not None:
            continue
        key = (entry.vlan, entry.address.lower())
        first = seen.setdefault(key, entry)
        if [long_name(port) for port in first.ports] != [long_name(port) for port in entry.ports]:
            output.problem(
                f"{entry.address} in VLAN {entry.vlan} stands twice, also on line {first.line}",
                entry.line,
            )
