"""The nodes of uplinks, VLAN lists and ARP targets to values."""

import re
from collections.abc import Callable
from typing import TypeVar

from netredund.intent.document import Node
from netredund.intent.kinds import MOST_TARGETS, TARGET, UPLINK_FORMS, UPLINK_PATTERN, VLAN
from netredund.intent.problem import Problems
from netredund.intent.scalars import read_integer, read_text
from netredund.intent.site import Uplink
from netredund.interfaces import long_name, short_name

_LONGEST_UPLINK = 200
_PORT = re.compile(r"[A-Za-z]*(?:Ethernet|GigE)[0-9/]+")
Item = TypeVar("Item", int, str)


def read_uplink(nic: str, key: Node, node: Node, path: str, problems: Problems) -> Uplink | None:
    """Return the leg that `SWITCH INTERFACE` says."""
    text = node.text.strip()
    if not node.is_scalar or len(text) > _LONGEST_UPLINK or not re.fullmatch(UPLINK_PATTERN, text):
        problems.report(
            node, path, "not a switch and its port", value=node.describe(), allowed=UPLINK_FORMS
        )
        return None
    switch, written = text.split(None, 1)
    interface = long_name(written)
    # A type that is not known comes back as it is, in the long form and in the short.
    if not _PORT.fullmatch(interface) or short_name(interface) == interface:
        problems.report(
            node,
            path,
            "no port that a cable goes into",
            value=written,
            allowed="Ethernet, FastEthernet, GigabitEthernet and the faster ones, or a short form"
            " of IOS, and the number; of a channel its members",
        )
        return None
    return Uplink(nic=nic, switch=switch, interface=interface, written=written, line=key.line)


def read_vlans(node: Node, path: str, problems: Problems) -> tuple[int, ...]:
    """Return the VLANs of a list."""
    return _read_list(node, path, lambda item: read_integer(item, path, VLAN, problems), problems)


def read_targets(node: Node, path: str, problems: Problems) -> tuple[str, ...]:
    """Return the addresses of a list."""
    if len(node.items) > MOST_TARGETS:
        problems.report(
            node.items[MOST_TARGETS],
            path,
            "too many",
            value=f"{len(node.items)} addresses",
            allowed=f"at most {MOST_TARGETS}",
        )
    return _read_list(node, path, lambda item: read_text(item, path, TARGET, problems), problems)


def _read_list(
    node: Node, path: str, read: Callable[[Node], Item | None], problems: Problems
) -> tuple[Item, ...]:
    found: dict[Item, None] = {}
    for item in node.items:
        value = read(item)
        if value is None:
            continue
        if value in found:
            problems.report(
                item, path, "it stands in the list already", value=item.text, allowed="each once"
            )
        found[value] = None
    return tuple(found)
