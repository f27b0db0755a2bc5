"""The settings that a plan changes: how each is printed, cleared, and found in a running-config."""

import re
from collections.abc import Iterable, Mapping

import msgspec

from netredund.vlans import expand_vlans

LINE_WIDTH = 78  # IOS breaks a longer list of allowed VLANs (79 columns with the line's blank)


class Setting(msgspec.Struct, frozen=True):
    """One setting of an interface.

    `pattern` matches its printed lines, `clear` takes them away. `default` is a line that IOS takes
    and does not print. `is_shared` lines of a Port-channel are copied to its members (Catalyst
    3750-X guide, "Configuring EtherChannels").
    """

    name: str
    pattern: re.Pattern[str]
    clear: str
    default: str = ""
    is_shared: bool = False


def _setting(
    name: str, pattern: str, clear: str, *, default: str = "", is_shared: bool = False
) -> Setting:
    return Setting(name, re.compile(pattern), clear, default, is_shared)


_SETTINGS = (
    _setting("mode", r"switchport mode ", "no switchport mode", is_shared=True),
    _setting(
        "encapsulation",
        r"switchport trunk encapsulation ",
        "no switchport trunk encapsulation",
        is_shared=True,
    ),
    _setting(
        "access_vlan",
        r"switchport access vlan \d",
        "no switchport access vlan",
        default="switchport access vlan 1",
        is_shared=True,
    ),
    _setting(
        "native_vlan",
        r"switchport trunk native vlan \d",
        "no switchport trunk native vlan",
        default="switchport trunk native vlan 1",
        is_shared=True,
    ),
    _setting(
        "allowed_vlans",
        r"switchport trunk allowed vlan ",
        "no switchport trunk allowed vlan",
        default="switchport trunk allowed vlan all",
        is_shared=True,
    ),
    _setting(
        "nonegotiate", r"switchport nonegotiate$", "no switchport nonegotiate", is_shared=True
    ),
    _setting("shutdown", r"shutdown$", "no shutdown", is_shared=True),
    _setting("cost", r"spanning-tree cost \d", "no spanning-tree cost"),
    _setting("portfast", r"(?:no )?spanning-tree portfast(?: |$)", "no spanning-tree portfast"),
    _setting("bpduguard", r"spanning-tree bpduguard ", "no spanning-tree bpduguard"),
    _setting("bpdufilter", r"spanning-tree bpdufilter ", "no spanning-tree bpdufilter"),
    _setting("guard", r"spanning-tree (?:guard |rootguard$)", "no spanning-tree guard"),
    _setting("channel_protocol", r"channel-protocol ", "no channel-protocol"),
    _setting("channel", r"channel-group \d", "no channel-group"),
    _setting("lacp_rate", r"lacp rate ", "no lacp rate", default="lacp rate normal"),
    _setting("min_links", r"port-channel min-links |lacp min-bundle ", "no port-channel min-links"),
    _setting(
        "standalone",
        r"(?:no )?port-channel standalone-disable$",
        "default port-channel standalone-disable",
    ),
)
SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _SETTINGS}

_CHANNEL = re.compile(r"channel-group (\d+) mode (\S+)")
_LACP = ("active", "passive")


def channel_of(line: str) -> tuple[int, str] | None:
    """Return group and mode of a `channel-group` line.

    >>> channel_of("channel-group 5 mode desirable non-silent"), channel_of("")
    ((5, 'desirable'), None)
    """
    match = _CHANNEL.match(line)
    return (int(match[1]), match[2]) if match else None


def protocol_of(mode: str) -> str:
    """Return the protocol of a channel mode: lacp, pagp, or `on`, which has none.

    >>> protocol_of("passive"), protocol_of("auto"), protocol_of("on")
    ('lacp', 'pagp', 'on')
    """
    return "on" if mode == "on" else "lacp" if mode in _LACP else "pagp"


def lists_number(text: str | None, number: int) -> bool:
    """Tell whether a list of VLANs or MST instances has a number; instance 0 is no VLAN.

    >>> lists_number("0-2,7", 1), lists_number("0-2,7", 0), lists_number(None, 1)
    (True, True, False)
    """
    ranges = re.findall(r"(\d{1,4})(?:-(\d{1,4}))?", text or "")
    return any(int(first) <= number <= int(last or first) for first, last in ranges)


def write_vlans(vlans: Iterable[int]) -> str:
    """Return VLANs as IOS lists them: ascending, with a dash from three in a row.

    >>> write_vlans([12, 1, 10, 11, 20, 21])
    '1,10-12,20,21'
    """
    runs: list[list[int]] = []
    for vlan in sorted(set(vlans)):
        if runs and vlan == runs[-1][-1] + 1:
            runs[-1].append(vlan)
        else:
            runs.append([vlan])
    pieces: list[str] = []
    for run in runs:
        pieces += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(vlan) for vlan in run]
    return ",".join(pieces)


def write_allowed(vlans: Iterable[int]) -> tuple[str, ...]:
    """Return the lines of a trunk's VLANs, broken as IOS does: the first sets, the others add.

    >>> write_allowed([10, 20])
    ('switchport trunk allowed vlan 10,20',)
    """
    start, rest = "switchport trunk allowed vlan ", ""
    lines: list[str] = []
    for piece in write_vlans(vlans).split(","):
        joined = f"{rest},{piece}" if rest else piece
        if len(start) + len(joined) > LINE_WIDTH:
            lines.append(start + rest)
            start, joined = "switchport trunk allowed vlan add ", piece
        rest = joined
    return (*lines, start + rest)


def change_listed(lines: Iterable[str], word: str, vlan: int, value: int | None) -> tuple[str, ...]:
    """Return `spanning-tree vlan LIST <word> N` lines with another value for one VLAN.

    >>> change_listed(["spanning-tree vlan 1,10-12 priority 4096"], "priority", 11, 0)
    ('spanning-tree vlan 1,10,12 priority 4096', 'spanning-tree vlan 11 priority 0')
    """
    values: dict[int, int] = {}
    for line in lines:
        _, _, listed, _, number = line.split(maxsplit=4)
        values |= dict.fromkeys(expand_vlans(listed), int(number))
    if value is None:
        values.pop(vlan, None)
    else:
        values[vlan] = value
    by_value: dict[int, list[int]] = {}
    for each in sorted(values):
        by_value.setdefault(values[each], []).append(each)
    return tuple(
        f"spanning-tree vlan {write_vlans(vlans)} {word} {number}"
        for number, vlans in by_value.items()
    )
