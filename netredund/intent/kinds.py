"""What a value of the site file may be: numbers, words, text of some form, and their limits.

Where a limit comes from: IOS (`spanning-tree` and `channel-group` lines), the Linux kernel (bridge,
bonding, interface names), an IEEE standard, or derived; each says so.
"""

import ipaddress
import re
from collections.abc import Callable
from typing import Final

import msgspec


class Integer(msgspec.Struct, frozen=True, gc=False):
    """A whole number from `low` to `high` in steps of `step`."""

    low: int
    high: int
    step: int = 1
    unit: str = ""

    @property
    def allowed(self) -> str:
        steps = f" in steps of {self.step}" if self.step > 1 else ""
        return f"{self.low} to {self.high}{steps}" + (f" {self.unit}" if self.unit else "")


class Boolean(msgspec.Struct, frozen=True, gc=False):
    """true or false, and YAML 1.1's other words for them."""

    allowed: str = "true, false"


class Choice(msgspec.Struct, frozen=True, gc=False):
    """One of `choices`; `meant` says which of them people mean by another word."""

    choices: tuple[str, ...]
    meant: tuple[tuple[str, str], ...] = ()

    @property
    def allowed(self) -> str:
        return ", ".join(self.choices)


class Text(msgspec.Struct, frozen=True):
    """Text that fits `pattern` and, where a pattern does not say it all, `is_valid`."""

    pattern: str
    allowed: str
    is_valid: Callable[[str], bool] | None = None


class Whole(msgspec.Struct, frozen=True, gc=False):
    """A mapping or list that has a reader of its own."""

    kind: str
    allowed: str


Kind = Integer | Boolean | Choice | Text | Whole


def _is_host(text: str) -> bool:
    if ":" in text:
        return _is_address(text, ipaddress.IPv6Address)
    if re.fullmatch(r"[\d.]+", text):
        return _is_address(text, ipaddress.IPv4Address)
    return len(text) <= 253


def _is_address(
    text: str, family: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address]
) -> bool:
    try:
        family(text)
    except ValueError:
        return False
    return True


def _is_jump_host(text: str) -> bool:
    host = text.rpartition("@")[2]
    if host.startswith("["):
        address, _, port = host[1:].partition("]")
        return _is_address(address, ipaddress.IPv6Address) and _is_port(port.removeprefix(":"))
    name, _, port = host.partition(":")
    return _is_host(name) and _is_port(port)


def _is_port(text: str) -> bool:
    return not text or 1 <= int(text) <= 65535


def _is_unicast_mac(text: str) -> bool:
    digits = plain_mac(text)
    return digits.strip("0") != "" and not int(digits[1], 16) & 1


def _is_target(text: str) -> bool:
    return _is_address(text, ipaddress.IPv4Address) and not ipaddress.IPv4Address(text).is_multicast


def plain_mac(text: str) -> str:
    """Return the twelve digits of a MAC address, in lower case.

    >>> plain_mac("0019.E7AA.0100"), plain_mac("00:19:e7:aa:01:00")
    ('0019e7aa0100', '0019e7aa0100')
    """
    return re.sub(r"[.:-]", "", text).lower()


_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*\.?"
MAC_PATTERN: Final = (
    r"(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"
    r"|[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4}){2}|[0-9A-Fa-f]{12})"
)
MAC_FORMS: Final = "00:19:e7:aa:01:00, 00-19-e7-aa-01-00, 0019.e7aa.0100 or 0019e7aa0100"
# A name is also a folder of captures and a word of `SWITCH INTERFACE` and `SWITCH:INTERFACE`.
NAME_PATTERN: Final = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}"
NAME_FORMS: Final = "letters, digits, _ . and -, not first . or -, at most 63"
# Linux, net/core/dev.c dev_valid_name: up to 15 bytes without blanks, / and :. Derived: no quotes
# and other signs that the files of ifupdown, netplan and NetworkManager would have to quote.
NIC_PATTERN: Final = r"(?!\.{1,2}$)[A-Za-z0-9_.@-]{1,15}"
NIC_FORMS: Final = "a Linux interface name: up to 15 letters, digits, _ . @ and -"
UPLINK_PATTERN: Final = rf"\s*{NAME_PATTERN}\s+[A-Za-z][A-Za-z-]*\s*[0-9]+(?:/[0-9]+){{0,3}}\s*"
UPLINK_FORMS: Final = "SWITCH INTERFACE, for example `sw1 FastEthernet0/1` or `sw1 Fa0/1`"

HOST: Final = Text(
    rf"(?:{_HOST}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9_.-]+)?)",
    "a host name, an IPv4 or an IPv6 address",
    _is_host,
)
JUMP_HOST: Final = Text(
    rf"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?(?:{_HOST}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{{1,5}})?",
    "[USER@]HOST[:PORT], an IPv6 address in brackets",
    _is_jump_host,
)
NAME: Final = Text(NAME_PATTERN, NAME_FORMS)
TARGET: Final = Text(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", "an IPv4 address of one host", _is_target)
NIC: Final = Text(NIC_PATTERN, NIC_FORMS)
MAC: Final = Text(MAC_PATTERN, f"the address of one interface, as {MAC_FORMS}", _is_unicast_mac)
ROOT: Final = Text(
    rf"(?:{NAME_PATTERN}|{MAC_PATTERN})", "a switch of this file, keep, or a bridge address"
)
# IEEE 802.1Q clause 9.6: 0 and 4095 are no VLANs.
VLAN: Final = Integer(1, 4094)
# IOS takes steps of 4096 since the system id went into the other bits (802.1t); mstpd too. The
# kernel's own bridge takes any value up to 65535, which is of no use beside switches.
PRIORITY: Final = Integer(0, 61440, 4096)
MILLISECONDS: Final = Integer(1, 60_000, unit="ms")  # derived: more than a minute is no monitoring
# Linux, bonding.rst: at most 16 arp_ip_targets.
MOST_TARGETS: Final = 16
FEWEST_UPLINKS: Final = 2
# IOS: a channel bundles 8, further members are hot standby and would never be a healthy leg.
MOST_LACP_UPLINKS: Final = 8
# IOS: `spanning-tree cost <1-200000000>`; to 65535 before 12.1(3a)E and where path cost is short.
COST: Final = Integer(1, 200_000_000)
# Linux 6.18 refuses more: "Numerical result out of range".
LEG_COST: Final = Integer(1, 65535)
# IEEE 802.1D-2004 table 17-1. The kernel also takes 2 and 3 while its STP is on.
FORWARD_DELAY: Final = Integer(4, 30, unit="seconds")
# Derived: the widest range of any IOS; most platforms have far fewer groups.
CHANNEL_GROUP: Final = Integer(1, 4096)
