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
    from netredund.lab.dial import Line as Line
    from netredund.lab.faults.text import parse_fault as parse_fault
    from netredund.lab.faults.values import Fault as Fault
    from netredund.lab.faults.values import Struck as Struck
    from netredund.lab.lab import Lab as Lab
    from netredund.lab.lab import SwitchAddress as SwitchAddress
    from netredund.lab.labfile import load_lab as load_lab
    from netredund.lab.labfile import parse_lab as parse_lab
    from netredund.lab.network import Network as Network

_HOMES = {
    "Fault": "netredund.lab.faults.values",
    "Lab": "netredund.lab.lab",
    "LabDefinition": "netredund.lab.definition",
    "Line": "netredund.lab.dial",
    "Network": "netredund.lab.network",
    "STANDARD_LAB": "netredund.lab.definition",
    "SshSettings": "netredund.lab.definition",
    "Struck": "netredund.lab.faults.values",
    "SwitchAddress": "netredund.lab.lab",
    "load_lab": "netredund.lab.labfile",
    "parse_fault": "netredund.lab.faults.text",
    "parse_lab": "netredund.lab.labfile",
}

__all__ = [
    "Fault",
    "Lab",
    "LabDefinition",
    "Line",
    "Network",
    "STANDARD_LAB",
    "SshSettings",
    "Struck",
    "SwitchAddress",
    "load_lab",
    "parse_fault",
    "parse_lab",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'netredund.lab' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
