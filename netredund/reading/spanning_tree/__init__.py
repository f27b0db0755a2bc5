"""`show spanning-tree`, whichever of its forms the text is in.

One command prints several forms: 12.x switch modules answer `show spanning-tree` with what later
releases call `detail`. So the form is taken from the text, not from the command.
"""

import re

from netredund.facts.spanning_tree import SpanningTree
from netredund.reading.output import Output
from netredund.reading.spanning_tree.detail import read_detail
from netredund.reading.spanning_tree.mst import read_mst, read_mst_interface
from netredund.reading.spanning_tree.root import read_root
from netredund.reading.spanning_tree.table import read_brief, read_table

__all__ = ["read"]

_FORMS = (
    (re.compile(r"\s*+#{3,}+ MST\d"), read_mst),
    (re.compile(r"\s*+(?:VLAN|MST)\d++ is executing the "), read_detail),
    (re.compile(r"\s*+Port \d++ \([^\s()]++\) of (?:VLAN|MST)\d++ is "), read_detail),
    (re.compile(r"\s*+(?:Edge port:|Instance\s++[Rr]ole\s++(?:Sts|state)\s)"), read_mst_interface),
    (re.compile(r"\s*+\S.*+(?<=Root Port)$"), read_root),
    (re.compile(r"\s*+Name\s++Port ID\s++Prio\s"), read_brief),
)


def read(output: Output) -> SpanningTree:
    """Read any form of `show spanning-tree`."""
    for pattern, read_form in _FORMS:
        if output.has_line(pattern):
            return read_form(output)
    return read_table(output)
