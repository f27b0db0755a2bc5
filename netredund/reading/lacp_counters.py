"""`show lacp counters`: a row a port, below a heading for each channel group."""

from netredund.facts.lacp import LacpCounterGroup, LacpCounters, LacpPortCounters
from netredund.interfaces import long_name
from netredund.reading.output import Output
from netredund.reading.template import Row


def read(output: Output) -> LacpCounters:
    """Read `show lacp [N] counters`."""
    groups: list[tuple[int, int | None, list[LacpPortCounters]]] = []
    for row in output.scan("show_lacp_counters"):
        if "Group" in row.values:
            groups.append((row.line, int(row.values["Group"]), []))
            continue
        if not groups:
            output.problem("the text begins below the heading of its group", row.line)
            groups.append((row.line, None, []))
        groups[-1][2].append(_port(row))
    for line, group, ports in groups:
        _check(output, line, group, ports)
    if (
        not groups
        and output.section.ended
        and output.lines
        and not (output.unparsed or output.problems)
    ):
        output.is_empty = True  # the heading alone: no channel group speaks LACP
    return LacpCounters(
        groups=tuple(LacpCounterGroup(line, group, tuple(ports)) for line, group, ports in groups),
        **output.outcome(has_facts=bool(groups)),
    )


def _port(row: Row) -> LacpPortCounters:
    def count(name: str) -> int | None:
        text = row.values.get(name)
        return None if text is None else int(text)

    return LacpPortCounters(
        line=row.line,
        interface=row.values["Interface"],
        lacpdus_sent=int(row.values["Sent"]),
        lacpdus_received=int(row.values["Received"]),
        markers_sent=int(row.values["MarkersSent"]),
        markers_received=int(row.values["MarkersReceived"]),
        marker_responses_sent=count("ResponsesSent"),
        marker_responses_received=count("ResponsesReceived"),
        packets=int(row.values["Packets"]),
        errors=count("Errors"),
    )


def _check(output: Output, line: int, group: int | None, ports: list[LacpPortCounters]) -> None:
    if not ports:
        output.problem(f"channel group {group}: no rows below its heading", line)
    seen: dict[str, int] = {}
    for port in ports:
        first = seen.setdefault(long_name(port.interface), port.line)
        if first != port.line:
            output.problem(f"{port.interface} stands twice, also on line {first}", port.line)
