"""The lines of a journal: its opening, and the events that follow."""

from enum import StrEnum

import msgspec

from netredund.intent import Switch
from netredund.planning.change import Plan
from netredund.transaction.guard import Guard


class Kind(StrEnum):
    """What a line of a journal says: it is written before what it names is done, `-ed` after."""

    ARMING = "arming"
    ARMED = "armed"
    SENDING = "sending"
    SENT = "sent"
    DECIDED = "decided"
    CONFIRMING = "confirming"
    CONFIRMED = "confirmed"
    SAVING = "saving"
    SAVED = "saved"
    UNDOING = "undoing"
    UNDONE = "undone"
    ENDED = "ended"


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a journal: all that is needed to finish or undo the transaction.

    `carrying` are the steps whose leg carried traffic before.
    """

    site: str
    servers: tuple[str, ...]
    began_s: float
    timer_min: int
    switches: dict[str, Switch]
    plan: Plan
    carrying: tuple[int, ...] = ()
    version: int = 1


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A later line: `step` counts from 0; the others say what was armed: see `Armed`."""

    kind: Kind
    time_s: float
    switch: str = ""
    step: int = -1
    guard: Guard | None = None
    file: str = ""
    archived: str = ""
    place: str = ""
    listed: tuple[str, ...] = ()
    text: str = ""
