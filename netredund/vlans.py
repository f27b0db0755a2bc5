"""VLAN lists as IOS writes them: `1,10-20,4094`."""

import re

from netredund.errors import VlanListError

_PART = re.compile(r"\s*+(\d{1,4})\s*+(?:-\s*+(\d{1,4})\s*+)?$")
LAST_VLAN = 4094


def vlan_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of a VLAN list, first and last VLAN of each, in its order.

    `all` is 1 to 4094, `none` is empty. Raises VlanListError, naming the part, where a part is no
    VLAN or range of 1 to 4094.

    >>> vlan_ranges("1,10-12, 99")
    ((1, 1), (10, 12), (99, 99))
    """
    word = text.strip().lower()
    if word == "none":
        return ()
    if word == "all":
        return ((1, LAST_VLAN),)
    ranges = []
    for part in text.split(","):
        match = _PART.match(part)
        first = int(match[1]) if match else 0
        last = int(match[2] or first) if match else 0
        if not 1 <= first <= last <= LAST_VLAN:
            raise VlanListError(text, part)
        ranges.append((first, last))
    return tuple(ranges)


def expand_vlans(text: str) -> tuple[int, ...]:
    """Return the VLANs of a list, each once, in its order; see `vlan_ranges`.

    >>> expand_vlans("1,10-12, 99")
    (1, 10, 11, 12, 99)
    """
    vlans: dict[int, None] = {}
    for first, last in vlan_ranges(text):
        vlans.update(dict.fromkeys(range(first, last + 1)))
    return tuple(vlans)


def has_vlan(text: str, vlan: int) -> bool:
    """Tell whether a VLAN is in a list; nothing is in a text that is no list.

    >>> has_vlan("1-9,11", 5), has_vlan("none", 1), has_vlan("what", 1)
    (True, False, False)
    """
    try:
        return covers_vlan(text, vlan)
    except VlanListError:
        return False


def covers_vlan(text: str, vlan: int) -> bool:
    """Tell whether a VLAN is in a list; see `vlan_ranges`.

    >>> covers_vlan("1,10-12", 11), covers_vlan("none", 1)
    (True, False)
    """
    return any(first <= vlan <= last for first, last in vlan_ranges(text))
