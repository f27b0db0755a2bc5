"""One `show` command as it was asked: of which switch, with which values, by whom."""

from collections.abc import Callable
from typing import Any

import msgspec

from netredund.lab.ios.device import Device


class Query(msgspec.Struct, frozen=True):
    """What a command asks; `values` are those typed, by name."""

    device: Device
    values: dict[str, Any]
    vty: int = 0
    privilege: int = 15

    def wants(self, vlan: int) -> bool:
        """Tell whether a VLAN is among those asked for."""
        return "vlans" not in self.values or vlan in self.values["vlans"]


Show = Callable[[Query], list[str]]
SHOWS: dict[str, Show] = {}


def show(function: Show) -> Show:
    """Make `function` answer the commands whose action has its name."""
    SHOWS[function.__name__] = function
    return function


def render_age(seconds: float) -> str:
    """Return an age as IOS writes it: `00:01:52`, `1d02h`, `38w1d`."""
    whole = int(seconds)
    days, rest = divmod(whole, 86400)
    hours, rest = divmod(rest, 3600)
    if days == 0:
        return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    if days < 7:
        return f"{days}d{hours:02}h"
    return f"{days // 7}w{days % 7}d"


def render_span(seconds: float) -> str:
    """Return an age as the channel commands write it: `0d:00h:05m:38s`."""
    whole = int(seconds)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return f"{days}d:{hour:02}h:{minute:02}m:{second:02}s"


def name_vlan(vlan: int) -> str:
    """Return the name of the tree of a VLAN."""
    return f"VLAN{vlan:04}"
