"""`show spanning-tree mst configuration`: the region's name, revision and VLAN table."""

import re

import msgspec

from netredund.facts.spanning_tree import MstConfiguration, MstMapping
from netredund.reading.output import Output
from netredund.reading.spanning_tree.parts import number

_NOT_MST = re.compile(r"\s*+%?\s*+Switch is not in mst mode", re.IGNORECASE)


def read(output: Output) -> MstConfiguration:
    """Read `show spanning-tree mst configuration`; its last line of dashes shows that it is whole.

    The name is null where the output does not have it, and empty for a region without a name.
    """
    name = revision = configured = None
    instances: list[MstMapping] = []
    is_closed = False
    for row in output.scan("show_spanning-tree_mst_configuration", _NOT_MST):
        values = row.values
        if "Heading" in values:
            revision, configured = number(row, "Revision"), number(row, "Configured")
            name = values.get("Name") or ("" if _has_empty_name(output) else None)
        elif "Instance" in values:
            instances.append(MstMapping(row.line, int(values["Instance"]), values["VlansMapped"]))
        elif "MoreVlans" in values and instances:
            vlans = f"{instances[-1].vlans_mapped.rstrip(',')},{values['MoreVlans']}"
            instances[-1] = msgspec.structs.replace(instances[-1], vlans_mapped=vlans)
        is_closed |= "End" in values
    if instances:
        if name is None or revision is None:
            output.problem("the name or the revision of the region is missing")
        if configured is not None:
            output.expect_count("instances configured", configured, len(instances), None)
        if not is_closed:
            output.problem("the line of dashes that closes the table is missing: it was cut")
    return MstConfiguration(
        name=name,
        revision=revision,
        instances_configured=configured,
        instances=tuple(instances),
        **output.outcome(has_facts=bool(instances)),
    )


_EMPTY_NAME = re.compile(r"\s*+Name\s++\[\]$")


def _has_empty_name(output: Output) -> bool:
    return output.has_line(_EMPTY_NAME)
