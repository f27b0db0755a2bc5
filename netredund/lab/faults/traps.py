"""The faults that are armed at one switch: counts lines and characters until one strikes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from netredund.lab.faults.values import AtByte, AtLine, Fault, Moment


class Passer(Protocol):
    """A session as far as it is counted; `is_staged` where a fault itself brought it."""

    number: int
    is_staged: bool


class Trap:
    """One armed fault, and how near it is to striking.

    `strikes` counts how often it did. While `left` is not None so many characters are missing, in
    the session `passer` or, without one, in any.
    """

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.strikes = 0
        self.lines = 0
        self.passer: Passer | None = None
        self.left = fault.when.number if isinstance(fault.when, AtByte) else None

    def meets(self, when: AtLine, line: str) -> bool:
        """Count a line; tell whether it is one to strike at."""
        if when.pattern and not re.search(when.pattern, line):
            return False
        self.lines += 1
        return self.lines >= when.number and (
            when.times is None or self.lines < when.number + when.times
        )


class Traps:
    """All that are armed at one switch; `strike` is called with trap, session and line."""

    def __init__(self, strike: Callable[[Trap, Passer, str], None]) -> None:
        self.armed: list[Trap] = []
        self._strike = strike

    def take_line(self, passer: Passer, line: str) -> list[Trap]:
        """Count a line and strike before it; returns the traps that strike after it."""
        if passer.is_staged:
            return []
        after: list[Trap] = []
        for trap in tuple(self.armed):
            when = trap.fault.when
            if not isinstance(when, AtLine):
                continue
            if trap.passer is passer:
                trap.passer = trap.left = None  # the answer before was too short for it
            if not trap.meets(when, line):
                continue
            if when.byte is not None:
                trap.passer, trap.left = passer, when.byte
            elif when.moment is Moment.AFTER:
                after.append(trap)
            else:
                self._strike(trap, passer, line)
        return after

    def strike_after(self, traps: list[Trap], passer: Passer, line: str) -> None:
        """Strike after a line took effect."""
        for trap in traps:
            self._strike(trap, passer, line)

    def room(self, passer: Passer) -> int | None:
        """Return how many characters may appear in a session before something strikes."""
        return min((trap.left for trap in self._waiting(passer) if trap.left), default=None)

    def count(self, passer: Passer, characters: int, line: str) -> None:
        """Count what appeared in a session, and strike where it was awaited."""
        for trap in self._waiting(passer):
            assert trap.left is not None
            trap.left -= characters
            if trap.left <= 0:
                trap.passer = trap.left = None
                self._strike(trap, passer, line)

    def _waiting(self, passer: Passer) -> list[Trap]:
        if passer.is_staged:
            return []
        return [
            trap for trap in self.armed if trap.left is not None and trap.passer in (None, passer)
        ]
