"""What a push is about to do: shown before anything is sent."""

import msgspec

from netredund.planning.change import Plan
from netredund.prediction import Forecast
from netredund.transaction.guard import Guard
from netredund.verdict.finding import Report


class GuardedSwitch(msgspec.Struct, frozen=True, gc=False):
    """What undoes the change on a switch when we cannot, and why nothing stronger.

    `is_saved`: the startup-config is what runs, so that a reload would bring nothing else back.
    """

    switch: str
    guard: Guard
    why: str = ""
    is_saved: bool = True


class Prospect(msgspec.Struct, frozen=True, kw_only=True):
    """A plan, the guards, the timer in minutes, the verdict as it is now, and what is predicted.

    `servers` are all on the switches that are touched: none of them may be worse off afterwards.
    """

    plan: Plan
    guards: tuple[GuardedSwitch, ...]
    timer_min: int
    before: Report
    servers: tuple[str, ...]
    forecast: Forecast
