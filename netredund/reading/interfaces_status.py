"""`show interfaces status`, in its usual form and that of err-disabled ports.

The Name column may hold anything, also the words of the columns behind it (`connected to 1`): a row
is divided where the heading says, and only a row that does not fit there from the right.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from netredund.facts.interfaces import (
    ErrDisableReason,
    InterfacesStatus,
    InterfaceStatus,
    InterfaceStatusEntry,
)
from netredund.facts.outcome import UnparsedLine
from netredund.interfaces import long_name
from netredund.reading.output import Output

_DUPLEX = r"(?:[aA]-)?(?:[Ff]ull|[Hh]alf|[Aa]uto)|--|N/A"
_SPEED = r"(?:[aA]-)?(?:\d{1,6}(?:\.\d{1,2})?[GMgm]?|[Aa]uto)|--|N/A"
_USUAL = re.compile(
    rf"(?P<vlan>\S++)\s++(?P<duplex>{_DUPLEX})\s++(?P<speed>{_SPEED})(?:\s++(?P<type>\S.*))?$"
)
_ERR_DISABLED = re.compile(
    r"(?P<reason>\S++(?: (?!\d)\S++)*+)(?:\s++(?P<err_disabled_vlans>\d[\d,-]*+))?$"
)
_STATUS = "|".join(re.escape(status.value) for status in InterfaceStatus)
_FROM_RIGHT = re.compile(rf"\s*+(\S++)\s++(?:(.*)\s)?({_STATUS})\s++(\S.*)$")
_WITHOUT_TYPE = re.compile(r"(?:Port-channel|Vlan|Loopback|Tunnel)\d")
# The longest row that IOS prints has some 110 characters.
_LONGEST_ROW = 400


class _Columns(NamedTuple):
    """Where the columns of a heading begin, and whether the FC Mode column closes it."""

    name: int
    status: int
    rest: int
    has_fc_mode: bool


class _Cells(NamedTuple):
    port: str
    name: str
    status: str
    rest: re.Match[str]


def read(output: Output) -> InterfacesStatus:
    """Read `show interfaces [X] status [module N]`."""
    return _read(output, "show_interfaces_status", "Vlan", _USUAL)


def read_err_disabled(output: Output) -> InterfacesStatus:
    """Read `show interfaces [X] status err-disabled`."""
    return _read(output, "show_interfaces_status_err-disabled", "Reason", _ERR_DISABLED)


def _read(output: Output, template: str, after: str, rest: re.Pattern[str]) -> InterfacesStatus:
    columns: _Columns | None = None
    entries: list[InterfaceStatusEntry] = []
    seen: dict[str, int] = {}
    for row in output.scan(template):
        if "Heading" in row.values:
            columns = _locate(row.values["Heading"], after)
            continue
        text = row.values["Row"]
        cells = _split(text, columns, rest)
        if cells is None:
            output.unparsed.append(UnparsedLine(row.line, text))
            continue
        if columns is None and not entries:
            output.problem("the text begins below its heading", row.line)
        entry = _entry(output, cells, columns, row.line)
        entries.append(entry)
        first = seen.setdefault(long_name(entry.interface), row.line)
        if first != row.line:
            output.problem(f"{entry.interface} stands twice, also on line {first}", row.line)
    if columns and not entries and output.section.ended and not output.unparsed:
        output.is_empty = True
    return InterfacesStatus(interfaces=tuple(entries), **output.outcome(has_facts=bool(entries)))


def _locate(heading: str, after: str) -> _Columns:
    return _Columns(
        name=heading.index("Name"),
        status=heading.index("Status"),
        rest=heading.index(after),
        has_fc_mode=heading.lower().endswith("mode"),
    )


def _split(text: str, columns: _Columns | None, rest: re.Pattern[str]) -> _Cells | None:
    """Return the cells of a row, by the heading's columns or else from the right."""
    if len(text) > _LONGEST_ROW:
        return None
    if columns:
        for shift in _shifts(text, columns):
            cells = _split_at(text, columns.status + shift, columns.rest + shift, rest)
            if cells:
                return cells
    match = _FROM_RIGHT.match(text)
    found = rest.match(match[4]) if match else None
    if not match or not found:
        return None
    return _Cells(match[1], (match[2] or "").strip(), match[3], found)


def _shifts(text: str, columns: _Columns) -> Iterator[int]:
    """Yield how far a row may be off the heading's columns.

    A port wider than its column pushes the rest to the right. IOS fills the name up by bytes: every
    byte of a letter beyond its first pulls the rest to the left.
    """
    yield 0
    port = len(text) - len(text.lstrip()) + len(text.split(None, 1)[0])
    if port >= columns.name:
        yield port + 1 - columns.name
    yield from range(-1, -1 - (len(text.encode("utf-8", "replace")) - len(text)), -1)


def _split_at(text: str, status: int, after: int, rest: re.Pattern[str]) -> _Cells | None:
    if len(text) <= after or not text[status - 1].isspace() or text[status].isspace():
        return None
    words = text[status:after].split()
    found = rest.match(text[after:].lstrip())
    if len(words) != 1 or not text[after - 1].isspace() or not found:
        return None
    port, *name = text[:status].split(None, 1)
    return _Cells(port, name[0].strip() if name else "", words[0], found)


def _is_cut_type(text: str) -> bool:
    """Tell whether a type ends where none does: behind `Base` or a slash, or in a known word."""
    in_word = any(word.startswith(text) and word != text for word in ("unknown", "Not Present"))
    return bool(text) and (in_word or text.endswith(("/", "-", "Base")))


def _entry(
    output: Output, cells: _Cells, columns: _Columns | None, line: int
) -> InterfaceStatusEntry:
    values = cells.rest.groupdict()
    reason, fc_mode = values.pop("reason", None), None
    if "type" in values:
        values["type"] = values["type"] or ""
        if columns and columns.has_fc_mode:
            values["type"], _, fc_mode = values["type"].rpartition(" ")
            values["type"] = values["type"].rstrip()
        if _is_cut_type(values["type"]):
            output.problem(f"{cells.port}: the type {values['type']!r} was cut", line)
        elif not values["type"] and not _WITHOUT_TYPE.match(long_name(cells.port)):
            output.problem(f"{cells.port}: the row has no type: it was cut", line)
    return InterfaceStatusEntry(
        line=line,
        interface=cells.port,
        name=cells.name,
        status=output.token(InterfaceStatus, cells.status, line),
        fc_mode=fc_mode,
        reason=output.token(ErrDisableReason, reason, line) if reason else None,
        **values,
    )
