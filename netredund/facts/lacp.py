"""What `show lacp` says: ports and partners, the system identifier, the counters."""

import enum

import msgspec

from netredund.facts.outcome import Facts, Token


class LacpPortState(Token):
    """The word of the State column of `show lacp internal`."""

    BUNDLED = "bndl"
    SUSPENDED = "susp"
    HOT_STANDBY = "hot-sby"
    INDEPENDENT = "indep"
    DOWN = "down"


class LacpBits(enum.IntFlag):
    """The bits of an actor's or partner's state (IEEE 802.1AX-2008 5.4.2.2)."""

    ACTIVE = 0x01
    SHORT_TIMEOUT = 0x02
    AGGREGATION = 0x04
    SYNCHRONIZATION = 0x08
    COLLECTING = 0x10
    DISTRIBUTING = 0x20
    DEFAULTED = 0x40
    EXPIRED = 0x80


class LacpPort(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port's own side (`internal`) or its partner's (`neighbor`).

    Keys, numbers and `port_state` are as printed: `"0x3D"`, on old IOS `"100"`. `state` and
    `interval` only of the own side, `interval` only where old IOS prints it. `age` is of the last
    LACPDU, with its unit (`"25s"`). `partner_system_id` is the Dev ID, or with the priority in
    front (`"32768,0019.e7aa.0001"`) in the older layouts; `system_id` is the own one, which only
    `internal detail` prints.
    """

    line: int
    interface: str
    flags: str | None = None
    state: LacpPortState | None = None
    interval: str | None = None
    priority: int | None = None
    system_id: str | None = None
    partner_system_id: str | None = None
    age: str | None = None
    admin_key: str | None = None
    oper_key: str | None = None
    port_number: str | None = None
    port_state: str | None = None

    @property
    def bits(self) -> LacpBits | None:
        """The meaning of `port_state`, null where none is printed."""
        return None if self.port_state is None else LacpBits(int(self.port_state, 16) & 0xFF)

    @property
    def has_partner(self) -> bool | None:
        """Whether a partner has been heard, null where nothing tells.

        A partner that was never heard has the address 0000.0000.0000; on the own side the state
        then has the bit Defaulted (IEEE 802.1AX-2008 5.4.8).
        """
        if self.partner_system_id is not None:
            return not self.partner_system_id.endswith("0000.0000.0000")
        bits = self.bits
        return None if bits is None else LacpBits.DEFAULTED not in bits


class LacpGroup(msgspec.Struct, frozen=True, gc=False):
    """One channel group; `group` is null where the text began below its heading."""

    line: int
    group: int | None
    ports: tuple[LacpPort, ...] = ()


class Lacp(Facts, frozen=True, gc=False, kw_only=True, tag="lacp"):
    """`show lacp internal` and `show lacp neighbor`, with or without `detail`."""

    groups: tuple[LacpGroup, ...] = ()


class LacpSystem(Facts, frozen=True, gc=False, kw_only=True, tag="lacp-sys-id"):
    """`show lacp sys-id`: the device's system identifier (IEEE 802.1AX-2008 5.3.2).

    `priority` is the number that `priority_printed` means; null where it cannot be told whether
    that is decimal or hexadecimal. `address` is as printed.
    """

    line: int | None = None
    priority: int | None = None
    priority_printed: str | None = None
    address: str | None = None


class LacpPortCounters(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One port's counters.

    `packets` and `errors` are the columns below `LACPDUs Pkts Err`: unknown and wrong packets
    received. Current IOS prints one number there; `errors` is then null, as are the marker
    responses of old IOS.
    """

    line: int
    interface: str
    lacpdus_sent: int
    lacpdus_received: int
    markers_sent: int
    markers_received: int
    marker_responses_sent: int | None = None
    marker_responses_received: int | None = None
    packets: int
    errors: int | None = None


class LacpCounterGroup(msgspec.Struct, frozen=True, gc=False):
    """One channel group; `group` is null where the text began below its heading."""

    line: int
    group: int | None
    ports: tuple[LacpPortCounters, ...] = ()


class LacpCounters(Facts, frozen=True, gc=False, kw_only=True, tag="lacp-counters"):
    """`show lacp counters`."""

    groups: tuple[LacpCounterGroup, ...] = ()
