"""What `show pagp` says."""

import msgspec

from netredund.facts.outcome import Facts


class PagpNeighbor(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The partner of one port; `age` with its unit (`"22s"`), `group_cap` hexadecimal as text."""

    line: int
    interface: str
    partner_name: str | None = None
    partner_system_id: str
    partner_port: str
    age: str
    flags: str | None = None
    group_cap: str


class PagpLocal(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A port's own side, as `show etherchannel detail` prints it."""

    line: int
    interface: str
    flags: str | None = None
    state: str
    timers: str | None = None
    hello_interval: str
    partner_count: int
    priority: int
    learning_method: str
    group_ifindex: int


class PagpGroup(msgspec.Struct, frozen=True, gc=False):
    """One channel group; `group` is null where the text began below its heading."""

    line: int
    group: int | None
    ports: tuple[PagpNeighbor, ...] = ()


class Pagp(Facts, frozen=True, gc=False, kw_only=True, tag="pagp"):
    """`show pagp neighbor`."""

    groups: tuple[PagpGroup, ...] = ()
