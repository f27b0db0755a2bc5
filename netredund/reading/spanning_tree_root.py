"""`show spanning-tree root`: one row for each instance."""

from netredund.facts.spanning_tree import RootEntry, SpanningTreeRoots
from netredund.reading.output import Output
from netredund.reading.spanning_tree.parts import NOTHING


def read(output: Output) -> SpanningTreeRoots:
    """Read `show spanning-tree root`."""
    entries: list[RootEntry] = []
    for row in output.scan("show_spanning-tree_root", NOTHING):
        values = row.values
        if "Instance" not in values:
            continue
        entry = RootEntry(
            line=row.line,
            instance=values["Instance"],
            priority=int(values["Priority"]),
            address=values["Address"],
            cost=int(values["Cost"]),
            hello=int(values["Hello"]),
            max_age=int(values["MaxAge"]),
            forward_delay=int(values["ForwardDelay"]),
            root_port=values.get("RootPort"),
        )
        if (entry.root_port is None) != (entry.cost == 0):
            output.problem(
                f"{entry.instance}: cost {entry.cost} and root port {entry.root_port or 'none'}"
                " do not go together: the row was cut",
                row.line,
            )
        if any(entry.instance == other.instance for other in entries):
            output.problem(f"{entry.instance} stands twice", row.line)
        entries.append(entry)
    return SpanningTreeRoots(instances=tuple(entries), **output.outcome(has_facts=bool(entries)))
