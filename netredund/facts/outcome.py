"""What every reading ends with: facts, or legitimately nothing, and what was not understood."""

import enum
from typing import Self

import msgspec


class Token(enum.StrEnum):
    """A word of the device's; a word that no member has becomes a member of its own text.

    An unknown token keeps its text, so nothing is lost; `is_known` tells the two apart, and the
    facts that hold it are marked incomplete.
    """

    # A hash by text, not by member name, so that a token and its text find each other in a dict.
    __hash__ = str.__hash__

    @classmethod
    def _missing_(cls, value: object) -> Self:
        member = str.__new__(cls, str(value))
        member._name_ = member._value_ = str(value)
        return member

    @property
    def is_known(self) -> bool:
        """Tell whether this is one of the tokens that are known."""
        return self._name_ in type(self).__members__


class UnparsedLine(msgspec.Struct, frozen=True, gc=False):
    """A line that no rule knows."""

    line: int
    text: str


class Problem(msgspec.Struct, frozen=True, gc=False):
    """A reason why the facts are not the whole truth; `line` is null where no line shows it."""

    message: str
    line: int | None = None


class LogEvent(msgspec.Struct, frozen=True, gc=False):
    """A syslog message that stood in the middle of the output."""

    line: int
    text: str


class Facts(msgspec.Struct, frozen=True, gc=False, kw_only=True, tag_field="kind"):
    """The base of all facts: what one command's output says, and how far it was understood.

    `complete` is true when every line was understood and nothing shows that the output was cut.
    `empty` is true when the device said that there is nothing (never for a missing text).
    `ended` is true when the text itself shows its end (the next prompt, or `end`): only then is
    the absence of a row evidence.
    """

    command: str
    device: str | None = None
    complete: bool
    empty: bool = False
    ended: bool = False
    problems: tuple[Problem, ...] = ()
    unparsed: tuple[UnparsedLine, ...] = ()
    events: tuple[LogEvent, ...] = ()
