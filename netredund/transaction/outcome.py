"""How a push or a recovery ended: where each switch stands, and what proves it."""

from enum import StrEnum

import msgspec

from netredund.planning.change import Plan
from netredund.verdict.finding import Finding, Report, Verdict

_UNKNOWN = 3


class Result(StrEnum):
    """How a transaction ended.

    `unchanged`: there was nothing to do; `declined`: the answer was no; `committed`: the new
    configuration is proved and confirmed everywhere; `pending`: it is confirmed, and the server's
    side is still to come; `undone`: the old configuration is back everywhere; `unfinished`:
    neither, and `recover` has to finish it.
    """

    UNCHANGED = "unchanged"
    DECLINED = "declined"
    COMMITTED = "committed"
    PENDING = "pending"
    UNDONE = "undone"
    UNFINISHED = "unfinished"


class Stand(StrEnum):
    """Which configuration a switch has: the one from before, the new one, neither, or not known."""

    OLD = "old"
    NEW = "new"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class SwitchOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Where one switch stands.

    `guard` is what would have undone the change without us. `others` are the lines that somebody
    else changed meanwhile, `left` those of the change that are in place and should not be (each
    with its sign and its block). `reason` says what keeps the switch from being done.
    """

    switch: str
    stand: Stand
    guard: str = ""
    is_confirmed: bool = False
    is_saved: bool = False
    others: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    reason: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The end of a transaction; `journal` is the folder with its record and the backups.

    `before` and `report` are the verdicts before and after, where they were read; `unsaved` says
    which switches were to be saved and are not. `surprises` are where spanning tree does something
    else than was predicted.
    """

    result: Result
    reason: str = ""
    switches: tuple[SwitchOutcome, ...] = ()
    plan: Plan | None = None
    before: Report | None = None
    report: Report | None = None
    journal: str = ""
    unsaved: tuple[str, ...] = ()
    surprises: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """The exit status of the command: 0, 1, 3, 6 or 7."""
        if self.result is Result.UNDONE:
            return 6
        if self.result is Result.UNFINISHED:
            return 7
        if self.result is Result.DECLINED:
            return 1
        if self.result is Result.PENDING or self.unsaved:
            return _UNKNOWN
        if self.report is None or self.report.verdict is Verdict.PASS:
            return 0
        is_failed = self.result is Result.UNCHANGED and self.report.verdict is Verdict.FAIL
        return 1 if is_failed else _UNKNOWN  # 1 would say that nothing was changed
