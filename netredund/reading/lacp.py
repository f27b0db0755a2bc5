"""`show lacp internal` and `show lacp neighbor`, in their layouts of one and of two rows a port."""

import msgspec

from netredund.facts.lacp import Lacp, LacpBits, LacpGroup, LacpPort, LacpPortState
from netredund.interfaces import long_name
from netredund.reading.columns import Columns
from netredund.reading.output import Output
from netredund.reading.template import Row

FLAG_LETTERS = frozenset("SFAPsfapC")

# The words of `detail`, below `Port State Flags Decode:`: name, the bit, and the word for it.
_DECODED = (
    ("Activity", LacpBits.ACTIVE, "Active"),
    ("Timeout", LacpBits.SHORT_TIMEOUT, "Short"),
    ("Aggregation", LacpBits.AGGREGATION, "Yes"),
    ("Synchronization", LacpBits.SYNCHRONIZATION, "Yes"),
    ("Collecting", LacpBits.COLLECTING, "Yes"),
    ("Distributing", LacpBits.DISTRIBUTING, "Yes"),
    ("Defaulted", LacpBits.DEFAULTED, "Yes"),
    ("Expired", LacpBits.EXPIRED, "Yes"),
)


class _Draft:
    """A port while its rows are gathered."""

    def __init__(self, port: LacpPort) -> None:
        self.port = port
        self.is_decoded = False
        self.decoded: dict[str, str] = {}


class _DraftGroup:
    def __init__(self, line: int, group: int | None) -> None:
        self.line = line
        self.group = group
        self.ports: list[_Draft] = []
        self.by_name: dict[str, _Draft] = {}


def read_neighbor(output: Output) -> Lacp:
    """Read `show lacp [N] neighbor [detail]`."""
    return _read(output, "show_lacp_neighbor")


def read_internal(output: Output) -> Lacp:
    """Read `show lacp [N] internal [detail]`."""
    return _read(output, "show_lacp_internal")


def check_flags(output: Output, interface: str, flags: str | None, line: int) -> None:
    """Note flags with a letter that no release is known to print."""
    if flags and not FLAG_LETTERS.issuperset(flags):
        output.problem(f"{interface}: unknown LACP flags {flags!r}", line)


def _read(output: Output, template: str) -> Lacp:
    groups: list[_DraftGroup] = []
    columns = Columns(output)
    for row in output.scan(template):
        if columns.take(row):
            continue
        if "Group" in row.values:
            groups.append(_DraftGroup(row.line, int(row.values["Group"])))
            continue
        if not groups:
            output.problem("the text begins below the heading of its group", row.line)
            groups.append(_DraftGroup(row.line, None))
        _take(output, groups[-1], row)
    columns.end()
    for group in groups:
        _check(output, group, is_last=group is groups[-1])
    if (
        not groups
        and output.section.ended
        and output.lines
        and not (output.unparsed or output.problems)
    ):
        output.is_empty = True  # the legend alone: no channel group speaks LACP
    return Lacp(
        groups=tuple(
            LacpGroup(group.line, group.group, tuple(draft.port for draft in group.ports))
            for group in groups
        ),
        **output.outcome(has_facts=bool(groups)),
    )


def _take(output: Output, group: _DraftGroup, row: Row) -> None:
    """Add a row to its group: a port of its own, or more of a port that is there."""
    values, interface = row.values, row.values.get("Interface")
    if interface and "Flags" in values:
        group.ports.append(_Draft(_port(output, row)))
        group.by_name.setdefault(long_name(interface), group.ports[-1])
        return
    if interface:  # the second table of 12.x
        draft = group.by_name.get(long_name(interface))
    else:
        draft = group.ports[-1] if group.ports else None
    if draft is None:
        output.problem("this row has no port: the row above it is missing", row.line)
        return
    if "PortState" in values:
        if draft.port.port_state is not None:
            output.problem(f"{draft.port.interface}: a second row of its state", row.line)
            return
        draft.port = msgspec.structs.replace(
            draft.port,
            priority=int(values["Priority"]),
            admin_key=values.get("AdminKey"),
            oper_key=values["OperKey"],
            port_state=values["PortState"],
        )
    elif "Decode" in values:
        draft.is_decoded = True
    else:
        draft.is_decoded = True
        draft.decoded |= values


def _port(output: Output, row: Row) -> LacpPort:
    values = row.values
    check_flags(output, values["Interface"], values["Flags"], row.line)
    state, priority = values.get("State"), values.get("Priority")
    return LacpPort(
        line=row.line,
        interface=values["Interface"],
        flags=values["Flags"],
        state=output.token(LacpPortState, state, row.line) if state else None,
        interval=values.get("Interval"),
        priority=int(priority) if priority else None,
        system_id=values.get("SystemId"),
        partner_system_id=values.get("PartnerSystemId"),
        age=values.get("Age"),
        admin_key=values.get("AdminKey"),
        oper_key=values.get("OperKey"),
        port_number=values.get("PortNumber"),
        port_state=values.get("PortState"),
    )


def _check(output: Output, group: _DraftGroup, *, is_last: bool) -> None:
    """Note what cannot all be true, or cannot be whole."""
    if not group.ports and is_last and not output.section.ended:
        output.problem(f"channel group {group.group}: no rows below its heading", group.line)
    seen: dict[str, int] = {}
    for draft in group.ports:
        port = draft.port
        first = seen.setdefault(long_name(port.interface), port.line)
        if first != port.line:
            output.problem(f"{port.interface} stands twice, also on line {first}", port.line)
        if port.port_state is None:
            output.problem(f"{port.interface}: the row of its state is missing", port.line)
        elif draft.is_decoded:
            _check_decoded(output, draft)


def _check_decoded(output: Output, draft: _Draft) -> None:
    port, bits = draft.port, draft.port.bits or LacpBits(0)
    if len(draft.decoded) < len(_DECODED):
        output.problem(f"{port.interface}: its state is not decoded to the end", port.line)
    for name, bit, word in _DECODED:
        printed = draft.decoded.get(name)
        if printed is not None and (printed == word) != (bit in bits):
            output.problem(
                f"{port.interface}: the state {port.port_state} and {name} {printed} disagree",
                port.line,
            )
