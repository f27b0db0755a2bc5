"""The root form: `show spanning-tree root`, one row for each instance."""

from netredund.facts.spanning_tree import Root, SpanningTree, SpanningTreeInstance
from netredund.reading.output import Output
from netredund.reading.spanning_tree.parts import NOTHING, number


def read_root(output: Output) -> SpanningTree:
    """Read `show spanning-tree root`; the root itself has cost 0 and no root port."""
    instances: list[SpanningTreeInstance] = []
    for row in output.scan("show_spanning-tree_root", NOTHING):
        if "Instance" not in row.values:
            continue
        name, port = row.values["Instance"], row.values.get("RootPort")
        cost = number(row, "Cost")
        if port is None and cost != 0:
            output.problem(f"{name}: cost {cost} and no root port: the row was cut", row.line)
        if any(name == other.instance for other in instances):
            output.problem(f"{name} stands twice", row.line)
        root = Root(
            line=row.line,
            is_self=port is None,
            priority=number(row, "Priority"),
            address=row.values["Address"],
            cost=cost,
            port=port,
        )
        instances.append(
            SpanningTreeInstance(
                line=row.line,
                instance=name,
                root=root,
                hello=number(row, "Hello"),
                max_age=number(row, "MaxAge"),
                forward_delay=number(row, "ForwardDelay"),
            )
        )
    return SpanningTree(instances=tuple(instances), **output.outcome(has_facts=bool(instances)))
