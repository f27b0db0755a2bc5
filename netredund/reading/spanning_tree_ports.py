"""The lists of ports: `show spanning-tree blockedports` and `inconsistentports`."""

import msgspec

from netredund.facts.spanning_tree import (
    BlockedPorts,
    InconsistentPort,
    SpanningTreeBlocked,
    SpanningTreeInconsistent,
)
from netredund.reading.output import Output
from netredund.reading.spanning_tree.parts import NOTHING, number


def read_blocked(output: Output) -> SpanningTreeBlocked:
    """Read `show spanning-tree blockedports`; none blocked is the heading and a total of 0."""
    instances: list[BlockedPorts] = []
    total = total_line = None
    for row in output.scan("show_spanning-tree_blockedports", NOTHING):
        names = tuple(name.strip() for name in row.values.get("Blocked", "").split(",") if name)
        if "Instance" in row.values:
            instances.append(BlockedPorts(row.line, row.values["Instance"], names))
        elif names and instances:
            blocked = instances[-1].blocked + names
            instances[-1] = msgspec.structs.replace(instances[-1], blocked=blocked)
        elif names:
            output.problem("the list begins below the name of its instance", row.line)
        elif "Total" in row.values:
            total, total_line = number(row, "Total"), row.line
    found = sum(len(instance.blocked) for instance in instances)
    _check_total(output, "blocked ports", total, total_line, found)
    return SpanningTreeBlocked(
        instances=tuple(instances),
        total=total,
        **output.outcome(has_facts=bool(instances) or total is not None),
    )


def read_inconsistent(output: Output) -> SpanningTreeInconsistent:
    """Read `show spanning-tree inconsistentports`; none is the heading and a total of 0."""
    ports: list[InconsistentPort] = []
    total = total_line = None
    for row in output.scan("show_spanning-tree_inconsistentports", NOTHING):
        values = row.values
        if "Instance" in values:
            ports.append(
                InconsistentPort(
                    row.line, values["Instance"], values["Interface"], values["Inconsistency"]
                )
            )
        elif "Total" in values:
            total, total_line = number(row, "Total"), row.line
    _check_total(output, "inconsistent ports", total, total_line, len(ports))
    return SpanningTreeInconsistent(
        ports=tuple(ports),
        total=total,
        **output.outcome(has_facts=bool(ports) or total is not None),
    )


def _check_total(
    output: Output, what: str, total: int | None, total_line: int | None, found: int
) -> None:
    if total is not None:
        output.expect_count(what, total, found, total_line)
    elif not output.is_empty and output.lines:
        output.problem(f"the number of {what} is missing: the output was cut")
