"""Whether what is printed has colours."""

import os
from typing import TextIO


def wants_colour(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that colours are wanted on.

    NO_COLOR and FORCE_COLOR (https://no-color.org, https://force-color.org) decide where they are
    set to anything: the first of them wins.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
