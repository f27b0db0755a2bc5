"""Make a server's redundant network links work on Cisco IOS switches, and prove it.

The public names are imported when they are first used: `import netredund` loads no SSH library, no
template engine and no configuration parser.

    >>> import netredund
    >>> facts = netredund.parse("show spanning-tree", "No spanning tree instance exists.")
    >>> facts.empty, facts.complete
    (True, True)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netredund.errors import AmbiguousCommandError as AmbiguousCommandError
    from netredund.errors import NetRedundError as NetRedundError
    from netredund.errors import UnknownCommandError as UnknownCommandError
    from netredund.interfaces import is_same_interface as is_same_interface
    from netredund.interfaces import long_name as long_name
    from netredund.interfaces import short_name as short_name
    from netredund.reading import parse as parse

__version__ = "0.1.0"

_HOMES = {
    "AmbiguousCommandError": "netredund.errors",
    "NetRedundError": "netredund.errors",
    "UnknownCommandError": "netredund.errors",
    "is_same_interface": "netredund.interfaces",
    "long_name": "netredund.interfaces",
    "parse": "netredund.reading",
    "short_name": "netredund.interfaces",
}

__all__ = [
    "AmbiguousCommandError",
    "NetRedundError",
    "UnknownCommandError",
    "is_same_interface",
    "long_name",
    "parse",
    "short_name",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'netredund' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
