"""Whether two running-configs are the same: byte for byte, less what IOS changes by itself."""

import re

# The lines that differ between two prints of one configuration (IOS configuration fundamentals:
# `show running-config`); `ntp clock-period` drifts with the clock. `show startup-config` begins
# with how much of the NVRAM it takes.
_VOLATILE = re.compile(
    r"Building configuration\.\.\.|Current configuration(?: with default configurations exposed)?"
    r"\s*+:|! (?:Last configuration change|NVRAM config last updated|No configuration change) |"
    r"ntp clock-period |"
    r"Using \d+ out of \d+ bytes|Uncompressed configuration from "
)


def own_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a running-config that only an administrator changes.

    Above the first line nothing counts: IOS prints one `!` there before the first change, and two
    with the lines that say who changed it. The end of the lines (CRLF) does not count either.

    >>> own_lines("Current configuration : 1024 bytes\\n!\\nhostname sw1\\nend\\n")
    ('hostname sw1', 'end')
    """
    lines = [line.rstrip("\r") for line in text.split("\n")]
    kept = [line for line in lines if not _VOLATILE.match(line)]
    while kept and kept[0].strip() in ("", "!"):
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return tuple(kept)


def is_same_config(one: str, other: str) -> bool:
    """Tell whether two running-configs are the same; see `own_lines`."""
    return own_lines(one) == own_lines(other)
