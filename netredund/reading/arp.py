"""`show ip arp` and `show arp`: a row an address."""

from netredund.facts.arp import Arp, ArpEntry
from netredund.reading.output import Output


def read(output: Output) -> Arp:
    """Read `show ip arp`; its heading alone means that the table is empty."""
    entries = []
    has_heading = False
    for row in output.scan("show_ip_arp"):
        values = row.values
        if "Heading" in values:
            has_heading = True
            continue
        hardware = values["Hardware"]
        entries.append(
            ArpEntry(
                line=row.line,
                protocol=values["Protocol"],
                address=values["Address"],
                age=values["Age"],
                hardware=None if hardware == "Incomplete" else hardware.lower(),
                encapsulation=values["Encapsulation"],
                interface=values.get("Interface"),
            )
        )
    if has_heading and not entries and output.section.ended and not output.unparsed:
        output.is_empty = True
    return Arp(entries=tuple(entries), **output.outcome(has_facts=bool(entries)))
