"""`show spanning-tree summary [totals]`: the mode, the global defaults and ports by state."""

import re

from netredund.facts.spanning_tree import (
    InstanceCounts,
    PortCounts,
    SpanningTreeSummary,
    TotalCounts,
)
from netredund.reading.output import Output
from netredund.reading.template import Row

_COLUMNS = ("blocking", "listening", "learning", "forwarding", "active")
_COUNTED = re.compile(r"(\d++) ")


def read(output: Output) -> SpanningTreeSummary:
    """Read `show spanning-tree summary`, whose last row must be the sum of those above it."""
    mode = method = operational = None
    roots: list[str] = []
    settings: dict[str, str] = {}
    instances: list[InstanceCounts] = []
    total: TotalCounts | None = None
    for row in output.scan("show_spanning-tree_summary"):
        values = row.values
        mode = values.get("Mode", mode)
        method = values.get("Method", method)
        operational = values.get("Operational", operational)
        roots += _names(values.get("RootFor") or values.get("MoreRootFor") or "")
        if "Setting" in values:
            settings[values["Setting"]] = values["SettingValue"]
        if "Instance" in values:
            instances.append(InstanceCounts(instance=values["Instance"], **_counts(row)))
        if "Label" in values:
            total = TotalCounts(label=values["Label"], **_counts(row))
    is_totals = "totals" in output.command.text
    _check(output, instances, total, is_totals=is_totals)
    return SpanningTreeSummary(
        mode=mode,
        root_bridge_for=tuple(roots),
        settings=settings,
        pathcost_method=method,
        pathcost_operational=operational,
        instances=tuple(instances),
        total=total,
        **output.outcome(has_facts=bool(settings or instances or total)),
    )


def _names(text: str) -> list[str]:
    names = [name.strip(" .") for name in text.split(",")]
    return [name for name in names if name and name != "none"]


def _counts(row: Row) -> dict[str, int]:
    return {"line": row.line} | {name: int(row.values[name.capitalize()]) for name in _COLUMNS}


def _check(
    output: Output,
    instances: list[InstanceCounts],
    total: TotalCounts | None,
    *,
    is_totals: bool,
) -> None:
    if total is None:
        if output.lines:
            output.problem("the row with the totals is missing: the output was cut")
        return
    every: list[PortCounts] = [*instances, total]
    for counts in every:
        parts = counts.blocking + counts.listening + counts.learning + counts.forwarding
        output.expect_count("STP active ports", counts.active, parts, counts.line)
    label = _COUNTED.match(total.label)
    if not instances and (is_totals or not label):
        return
    if label:
        output.expect_count("instances", int(label[1]), len(instances), total.line)
    for column in _COLUMNS:
        found = sum(getattr(counts, column) for counts in instances)
        output.expect_count(f"{column} ports", getattr(total, column), found, total.line)
