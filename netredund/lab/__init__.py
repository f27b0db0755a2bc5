"""Simulated IOS switches that speak the real protocols, and Linux servers to plug into them.

    from netredund.lab import Lab

    with Lab(settle_s=60) as lab:
        print(lab.addresses["sw1"].port)
        print(lab.show("sw1", "show spanning-tree"))

The names are imported when they are first used; only a running `Lab` needs asyncssh.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netredund.lab.definition import STANDARD_LAB as STANDARD_LAB
    from netredund.lab.definition import LabDefinition as LabDefinition
    from netredund.lab.definition import SshSettings as SshSettings
    from netredund.lab.lab import Lab as Lab
    from netredund.lab.lab import SwitchAddress as SwitchAddress
    from netredund.lab.labfile import load_lab as load_lab
    from netredund.lab.labfile import parse_lab as parse_lab
    from netredund.lab.network import Network as Network

_HOMES = {
    "Lab": "netredund.lab.lab",
    "LabDefinition": "netredund.lab.definition",
    "Network": "netredund.lab.network",
    "STANDARD_LAB": "netredund.lab.definition",
    "SshSettings": "netredund.lab.definition",
    "SwitchAddress": "netredund.lab.lab",
    "load_lab": "netredund.lab.labfile",
    "parse_lab": "netredund.lab.labfile",
}

__all__ = [
    "Lab",
    "LabDefinition",
    "Network",
    "STANDARD_LAB",
    "SshSettings",
    "SwitchAddress",
    "load_lab",
    "parse_lab",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'netredund.lab' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
