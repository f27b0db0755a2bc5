"""VLAN lists as IOS writes them: `1,10-20,4094`."""

import re

from netredund.errors import VlanListError

_PART = re.compile(r"\s*+(\d{1,4})\s*+(?:-\s*+(\d{1,4})\s*+)?$")
LAST_VLAN = 4094


def expand_vlans(text: str) -> tuple[int, ...]:
    """Return the VLANs of a list, in its order; `all` is 1 to 4094, `none` is empty.

    Raises VlanListError, naming the part, where a part is no VLAN or range of 1 to 4094.

    >>> expand_vlans("1,10-12, 99")
    (1, 10, 11, 12, 99)
    """
    word = text.strip().lower()
    if word == "none":
        return ()
    if word == "all":
        return tuple(range(1, LAST_VLAN + 1))
    vlans: dict[int, None] = {}
    for part in text.split(","):
        match = _PART.match(part)
        first = int(match[1]) if match else 0
        last = int(match[2] or first) if match else 0
        if not 1 <= first <= last <= LAST_VLAN:
            raise VlanListError(text, part)
        vlans.update(dict.fromkeys(range(first, last + 1)))
    return tuple(vlans)


def has_vlan(text: str, vlan: int) -> bool:
    """Tell whether a VLAN is in a list; nothing is in a text that is no list.

    >>> has_vlan("1-9,11", 5), has_vlan("none", 1), has_vlan("what", 1)
    (True, False, False)
    """
    try:
        return vlan in expand_vlans(text)
    except VlanListError:
        return False
