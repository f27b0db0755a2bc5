"""One name for one port: `Fa0/1`, `fa 0/1` and `FastEthernet0/1` are the same interface."""

import re

# Long name as the running-config prints it, and the short forms that show commands print.
_TYPES: dict[str, tuple[str, ...]] = {
    "Ethernet": ("Et", "Eth"),
    "FastEthernet": ("Fa",),
    "GigabitEthernet": ("Gi", "Gig"),
    "TwoGigabitEthernet": ("Tw",),
    "FiveGigabitEthernet": ("Fi",),
    "TenGigabitEthernet": ("Te", "Ten"),
    "TwentyFiveGigE": ("Twe",),
    "FortyGigabitEthernet": ("Fo",),
    "FiftyGigE": ("Fif",),
    "HundredGigE": ("Hu",),
    "TwoHundredGigE": ("TwoH",),
    "FourHundredGigE": ("Fou",),
    "AppGigabitEthernet": ("Ap",),
    "Port-channel": ("Po",),
    "Vlan": ("Vl",),
    "Loopback": ("Lo",),
    "Tunnel": ("Tu",),
    "Serial": ("Se",),
    "Null": ("Nu",),
    "BDI": ("BD",),
    "Dialer": ("Di",),
    "Virtual-Access": ("Vi",),
    "Virtual-Template": ("Vt",),
    "Multilink": ("Mu",),
    "Cellular": ("Ce",),
    "Bluetooth": ("Bl",),
    "StackPort": ("St",),
}
# Spellings of a type that some release or neighbour prints in place of the one above.
_ALIASES = {
    "TwentyFiveGigabitEthernet": "TwentyFiveGigE",
    "FortyGigE": "FortyGigabitEthernet",
    "FiftyGigabitEthernet": "FiftyGigE",
    "HundredGigabitEthernet": "HundredGigE",
    "TenGigE": "TenGigabitEthernet",
    "PortChannel": "Port-channel",
}
_LONG_BY_LOWER = {name.lower(): name for name in _TYPES} | {
    alias.lower(): name for alias, name in _ALIASES.items()
}
_LONG_BY_SHORT = {short.lower(): name for name, shorts in _TYPES.items() for short in shorts}
_NAME = re.compile(r"([A-Za-z][A-Za-z-]*?)[ \t]*+(\d[\d/.:]*+)\Z")


def _long_type(printed: str) -> str | None:
    lower = printed.lower()
    known = _LONG_BY_LOWER.get(lower) or _LONG_BY_SHORT.get(lower)
    if known or len(lower) < 2:
        return known
    fits = {long for spelt, long in _LONG_BY_LOWER.items() if spelt.startswith(lower)}
    return fits.pop() if len(fits) == 1 else None


def long_name(name: str) -> str:
    """Return the one long form of an interface name, as the running-config prints it.

    Case, a space before the number and IOS's abbreviations (any prefix that fits one type only) do
    not matter. A name of a type that is not known is returned as it is, less surrounding blanks.

    >>> long_name("fa0/1"), long_name("Po 1"), long_name("Twe1/0/1"), long_name("mgmt0")
    ('FastEthernet0/1', 'Port-channel1', 'TwentyFiveGigE1/0/1', 'mgmt0')
    """
    name = name.strip()
    match = _NAME.match(name)
    if not match:
        return name
    long_type = _long_type(match[1])
    return f"{long_type}{match[2]}" if long_type else name


def short_name(name: str) -> str:
    """Return the short form that show commands print.

    >>> short_name("FastEthernet0/1"), short_name("Port-channel12"), short_name("mgmt0")
    ('Fa0/1', 'Po12', 'mgmt0')
    """
    long = long_name(name)
    match = _NAME.match(long)
    if not match or match[1] not in _TYPES:
        return long
    return _TYPES[match[1]][0] + match[2]


def is_same_interface(one: str, other: str) -> bool:
    """Tell whether two names are of one port.

    >>> is_same_interface("Gi1/0/1", "gigabitethernet 1/0/1"), is_same_interface("Te1/1", "Gi1/1")
    (True, False)
    """
    return long_name(one) == long_name(other)
