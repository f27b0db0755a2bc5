"""`show pagp neighbor`: a row a port, below a heading for each channel group."""

from netredund.facts.pagp import Pagp, PagpGroup, PagpNeighbor
from netredund.interfaces import long_name
from netredund.reading.columns import Columns
from netredund.reading.output import Output
from netredund.reading.template import Row

FLAG_LETTERS = frozenset("SCAPd")


def check_flags(output: Output, interface: str, flags: str | None, line: int) -> None:
    """Note flags with a letter that no release is known to print."""
    if flags and not FLAG_LETTERS.issuperset(flags):
        output.problem(f"{interface}: unknown PAgP flags {flags!r}", line)


def read(output: Output) -> Pagp:
    """Read `show pagp [N] neighbor`."""
    groups: list[tuple[int, int | None, list[PagpNeighbor]]] = []
    columns = Columns(output)
    for row in output.scan("show_pagp_neighbor"):
        if columns.take(row):
            continue
        if "Group" in row.values:
            groups.append((row.line, int(row.values["Group"]), []))
            continue
        if not groups:
            output.problem("the text begins below the heading of its group", row.line)
            groups.append((row.line, None, []))
        groups[-1][2].append(_neighbor(output, row))
    columns.end()
    for line, group, ports in groups:
        if not ports and group == groups[-1][1] and not output.section.ended:
            output.problem(f"channel group {group}: no rows below its heading", line)
        seen: dict[str, int] = {}
        for port in ports:
            first = seen.setdefault(long_name(port.interface), port.line)
            if first != port.line:
                output.problem(f"{port.interface} stands twice, also on line {first}", port.line)
    if (
        not groups
        and output.section.ended
        and output.lines
        and not (output.unparsed or output.problems)
    ):
        output.is_empty = True  # the legend alone: no channel group speaks PAgP
    return Pagp(
        groups=tuple(PagpGroup(line, group, tuple(ports)) for line, group, ports in groups),
        **output.outcome(has_facts=bool(groups)),
    )


def _neighbor(output: Output, row: Row) -> PagpNeighbor:
    values = row.values
    check_flags(output, values["Interface"], values.get("Flags"), row.line)
    return PagpNeighbor(
        line=row.line,
        interface=values["Interface"],
        partner_name=values.get("Name"),
        partner_system_id=values["DeviceId"],
        partner_port=values["Port"],
        age=values["Age"],
        flags=values.get("Flags"),
        group_cap=values["Cap"],
    )
