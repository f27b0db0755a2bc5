"""What `show mac address-table` says, on every family of Catalyst."""

import msgspec

from netredund.facts.outcome import Facts, Token


class MacType(Token):
    """How an address came into the table, in the spelling of the family that printed it."""

    DYNAMIC = "DYNAMIC"
    STATIC = "STATIC"
    CONTROL_PLANE_LEARNED = "CP_LEARN"
    DYNAMIC_LOWER = "dynamic"
    STATIC_LOWER = "static"
    SYSTEM_LOWER = "system"
    SECURE_LOWER = "secure"
    IGMP_LOWER = "igmp"
    DYNAMIC_TITLE = "Dynamic"
    STATIC_TITLE = "Static"
    SELF_TITLE = "Self"
    SECURE_TITLE = "Secure"


class MacEntry(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One address.

    `vlan` is a number, or `All`, `N/A` and `---` where the entry is of no VLAN. `ports` are as
    printed: interfaces, or `CPU`, `Router`, `Switch`, `Drop`. `flags` are the markers in front of a
    row of the 6500 (`*` is the primary entry), `learn`, `age` (seconds), `qos` and `protocols` its
    and the 4500's columns, null where the family has no such column.
    """

    line: int
    vlan: str
    address: str
    type: MacType
    ports: tuple[str, ...] = ()
    flags: str | None = None
    learn: str | None = None
    age: str | None = None
    qos: str | None = None
    protocols: str | None = None

    @property
    def is_dynamic(self) -> bool:
        """Tell whether the address was learned from a frame."""
        return self.type.lower() == "dynamic"


class MacAddressTable(Facts, frozen=True, gc=False, kw_only=True, tag="mac-address-table"):
    """`show mac address-table`, which older releases spell `show mac-address-table`.

    `total` is the printed count of entries, null where the family prints none.
    """

    entries: tuple[MacEntry, ...] = ()
    total: int | None = None
