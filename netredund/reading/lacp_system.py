"""`show lacp sys-id`: one line."""

from netredund.facts.lacp import LacpSystem
from netredund.reading.output import Output
from netredund.reading.template import Row


def read(output: Output) -> LacpSystem:
    """Read `show lacp sys-id`."""
    rows = output.scan("show_lacp_sys-id")
    if not rows:
        return LacpSystem(**output.outcome(has_facts=False))
    row = rows[-1]
    if len(rows) > 1:
        output.problem(f"a second system identifier, also on line {rows[0].line}", row.line)
    priority = _priority(row)
    if priority is None:
        output.problem(
            f"the priority {row.values['Priority']} may be decimal or hexadecimal", row.line
        )
    elif priority > 0xFFFF:
        output.problem(f"the priority {priority} is more than 65535", row.line)
    return LacpSystem(
        line=row.line,
        priority=priority,
        priority_printed=row.values["Priority"],
        address=row.values["Address"],
        **output.outcome(has_facts=True),
    )


def _priority(row: Row) -> int | None:
    """Return what the printed priority means.

    12.1 prints `8000,00-19-e7-aa-00-01`, two bytes in hexadecimal; later releases print a decimal
    number, at first without a blank after the comma. Four digits without blank may be either.
    """
    printed = row.values["Priority"]
    if "-" in row.values["Address"] or not printed.isdecimal():
        return int(printed, 16)
    if row.values["Separator"] == "," and len(printed) == 4:
        return int(printed, 16) if printed.startswith("0") else None
    return int(printed)
