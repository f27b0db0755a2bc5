"""Which address is whose (`show ip arp`)."""

import msgspec

from netredund.facts.outcome import Facts


class ArpEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One IP address.

    `age` is in minutes as printed, `-` for the switch's own. `hardware` is null where nobody
    answered (`Incomplete`).
    """

    line: int
    protocol: str
    address: str
    age: str
    hardware: str | None = None
    encapsulation: str
    interface: str | None = None


class Arp(Facts, frozen=True, gc=False, kw_only=True, tag="arp"):
    """`show ip arp`, `show arp`."""

    entries: tuple[ArpEntry, ...] = ()
