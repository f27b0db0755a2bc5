"""What can go wrong on demand in the lab, and when: values that `Network.arm` takes.

    Fault("sw1", Drop(), AtLine(5, Moment.AFTER))
    Fault("sw1 Fa0/24", Lose(Frames.BPDUS, for_s=30), AfterDelay(10))

`text.py` reads and writes them as lines of text; `strikes.py` does them.
"""

import re
from enum import StrEnum

import msgspec

from netredund.errors import FaultError

MESSAGE = re.compile(r"%([A-Z][A-Z0-9_]*)-([0-7])-([A-Z][A-Z0-9_]*): (\S.*)")
NOISE = "\x00\x7f~\x1b[\u00fe#\u00ff>\x07"
UNKNOWN = "% Invalid input detected at '^' marker."
UNAUTHORIZED = "Command authorization failed."
LINK_UP = "%LINK-3-UPDOWN: Interface GigabitEthernet0/2, changed state to up"


# what: at a switch, in the session that is concerned


class Drop(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The session ends without a word.

    With `unnoticed` the switch goes on with it, line and configuration mode held, until its
    `exec-timeout`: the way in between is gone.
    """

    unnoticed: bool = False


class Hang(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The session says nothing any more and takes nothing; it stays open."""


class Slow(msgspec.Struct, frozen=True, gc=False, tag=True):
    """What follows of the answer comes `delay_s` late; the line is taken at once."""

    delay_s: float


class Bytewise(msgspec.Struct, frozen=True, gc=False, tag=True):
    """What follows of the answer comes letter by letter, `gap_s` apart."""

    gap_s: float = 0.01


class Refuse(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The line is not taken, and `text` is all that it brings."""

    text: str = UNKNOWN


class Log(msgspec.Struct, frozen=True, gc=False, tag=True):
    """A syslog message stands in the output, wherever messages are sent to; also in the log."""

    text: str = LINK_UP


class Garbage(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Characters that nobody sent stand in the output."""

    text: str = NOISE


class Prompt(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The answer ends with another prompt."""

    text: str


# what: at a switch


class Reload(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The switch reloads: startup-config comes back, timers and unsaved lines are gone."""


class Unreachable(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Nobody gets in for `for_s`: sessions end and logins are refused.

    With `silent` sessions hang and logins time out.
    """

    for_s: float
    silent: bool = False


class OtherUser(msgspec.Struct, frozen=True, gc=False, tag=True):
    """Another user logs in, types lines, and leaves after `stays_s` (None: never)."""

    name: str
    lines: tuple[str, ...]
    stays_s: float | None = 0.0


# what: at a cable


class Frames(StrEnum):
    """Frames that get lost."""

    ALL = "frames"
    BPDUS = "bpdus"
    LACPDUS = "lacpdus"


class Direction(StrEnum):
    """Which way, seen from the port that the fault names."""

    SENT = "sent"
    RECEIVED = "received"


class Cut(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The cable is pulled, for `for_s` or for good."""

    for_s: float | None = None


class Restore(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The cable is plugged in and carries everything again."""


class Lose(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The cable loses frames one way, with carrier up."""

    frames: Frames = Frames.ALL
    direction: Direction = Direction.SENT
    for_s: float | None = None


# what: at a server


class Reboot(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The server reboots: its links are down for `for_s`, and it begins anew."""

    for_s: float = 60.0


class BondLate(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The server has links, and its bond is made `for_s` later: no LACPDU, no frame till then."""

    for_s: float


class NoStp(msgspec.Struct, frozen=True, gc=False, tag=True):
    """The server bridges its NICs with STP off from now on."""


SessionFault = Drop | Hang | Slow | Bytewise | Refuse | Log | Garbage | Prompt
SwitchFault = Reload | Unreachable | OtherUser
CableFault = Cut | Restore | Lose
ServerFault = Reboot | BondLate | NoStp
What = SessionFault | SwitchFault | CableFault | ServerFault
OF_A_LINE = (Slow, Bytewise, Refuse, Prompt)
"""These say something about an answer, so they need a line."""


# when


class Moment(StrEnum):
    """Before a line takes effect, or after it did and before its answer."""

    BEFORE = "before"
    AFTER = "after"


class Now(msgspec.Struct, frozen=True, gc=False, tag=True):
    """At once."""


class AtTime(msgspec.Struct, frozen=True, gc=False, tag=True):
    """At a protocol time."""

    time_s: float


class AfterDelay(msgspec.Struct, frozen=True, gc=False, tag=True):
    """So much protocol time after it was armed."""

    delay_s: float


class AtLine(msgspec.Struct, frozen=True, gc=False, tag=True):
    """At the line with this number among those that are typed at the switch from now on.

    Lines of all sessions count, but not those of a fault's own user; with `pattern` (a regular
    expression) only lines in which it is found. With `byte` it strikes after so many characters
    of the answer, which begins behind the echo. It strikes at `times` lines in a row, None is
    every one from there on. `switch` is the one that the fault names, unless it is given.
    """

    number: int = 1
    moment: Moment = Moment.BEFORE
    pattern: str = ""
    byte: int | None = None
    times: int | None = 1
    switch: str = ""


class AtByte(msgspec.Struct, frozen=True, gc=False, tag=True):
    """After so many characters that the switch has shown from now on, in all sessions."""

    number: int
    switch: str = ""


When = Now | AtTime | AfterDelay | AtLine | AtByte


class Fault(msgspec.Struct, frozen=True):
    """`what` goes wrong at `where`, `when`.

    `where` is a switch (`sw1`), a port with a cable (`sw1 Fa0/24`, `web1 eth0`) or a server. What
    does not fit together raises FaultError.
    """

    where: str
    what: What
    when: When = Now()

    @property
    def device(self) -> str:
        """The switch or server that `where` names."""
        return self.where.split(" ", 1)[0]

    def __post_init__(self) -> None:
        for reason in _mistakes(self):
            raise FaultError(f"{self.where}: {type(self.what).__name__.lower()}", reason)

    def __str__(self) -> str:
        from netredund.lab.faults.text import write_fault

        return write_fault(self)


class Struck(msgspec.Struct, frozen=True):
    """A fault that struck: at `time_s`, in a session (None: none) at the line that was typed."""

    fault: Fault
    time_s: float
    session: int | None = None
    line: str = ""

    def __str__(self) -> str:
        text = f"{self.time_s:.1f} s: {self.fault}"
        if self.session is None:
            return text
        return f"{text} (session {self.session}{f', line {self.line!r}' if self.line else ''})"


def _mistakes(fault: Fault) -> list[str]:
    """Return what does not fit together in a fault."""
    what, when = fault.what, fault.when
    found = []
    if isinstance(what, OF_A_LINE) and not isinstance(when, AtLine):
        found.append("it is about the answer to a line: say which (before line 1, every line)")
    if isinstance(what, Refuse | Prompt) and isinstance(when, AtLine) and when.byte is not None:
        found.append("it is about a whole answer, so no byte of it can be named")
    if isinstance(what, Refuse) and isinstance(when, AtLine) and when.moment is Moment.AFTER:
        found.append("a line is refused before it takes effect, not after")
    if isinstance(what, Log) and not MESSAGE.fullmatch(what.text):
        found.append(f"{what.text!r} is no message like %SYS-5-CONFIG_I: Configured from console")
    if isinstance(what, OtherUser) and not re.fullmatch(r"[^\s\"']{1,64}", what.name):
        found.append(f"{what.name!r} is no name of a user")
    if isinstance(when, AtLine):
        found += [
            f"{name} {number} is not allowed, they count from 1"
            for name, number in (("line", when.number), ("byte", when.byte), ("times", when.times))
            if number is not None and number < 1
        ]
        try:
            re.compile(when.pattern)
        except re.error as error:
            found.append(f"{when.pattern!r} is no regular expression: {error}")
    if isinstance(when, AtByte) and when.number < 1:
        found.append(f"byte {when.number} is not allowed, they count from 1")
    for name, value in [
        *msgspec.structs.asdict(what).items(),
        *msgspec.structs.asdict(when).items(),
    ]:
        if name.endswith("_s") and value is not None and not 0 <= value < float("inf"):
            found.append(f"{name} {value:g} is not allowed, time runs forward")
    return found
