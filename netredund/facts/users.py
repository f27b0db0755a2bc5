"""Who is logged in (`show users`)."""

import msgspec

from netredund.facts.outcome import Facts


class UserLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One terminal line in use.

    `is_own` is the star: the session that asked. `location` is the address or name that the user
    comes from, null at the console. `mode` and `peer_address` of the second table are not read.
    """

    line: int
    number: int
    terminal: str
    is_own: bool = False
    user: str | None = None
    host: str | None = None
    idle: str | None = None
    location: str | None = None


class Users(Facts, frozen=True, gc=False, kw_only=True, tag="users"):
    """`show users`."""

    users: tuple[UserLine, ...] = ()
