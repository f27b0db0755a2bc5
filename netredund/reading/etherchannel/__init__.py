"""`show etherchannel`, whichever of its forms the text is in."""

import re

from netredund.facts.etherchannel import EtherChannel
from netredund.reading.etherchannel.paragraphs import read_paragraphs
from netredund.reading.etherchannel.summary import read_summary
from netredund.reading.output import Output

__all__ = ["read"]

_SUMMARY = re.compile(
    r"\s*+(?:Flags:\s*+D\s++-|Group\s++Port-channel\s|Number of (?:channel-groups|aggregators)"
    r"|\d{1,6}\s*+Po\d++[A-Z]?\s*+\()"
)
_PARAGRAPHS = re.compile(
    r"\s*+(?:Channel-group listing:|Port-channels? in the group|Ports in the (?:group|Port-channel)"
    r"|Group(?: state|:)\s|Port(?:-channel)?: |Logical slot/port|Age of the )"
)


def read(output: Output) -> EtherChannel:
    """Read any form of `show etherchannel`: the text tells which, else the command."""
    if output.has_line(_SUMMARY):
        return read_summary(output)
    if output.has_line(_PARAGRAPHS):
        return read_paragraphs(output)
    is_table = output.command.text.split()[-1] in ("summary", "auto")
    return read_summary(output) if is_table else read_paragraphs(output)
