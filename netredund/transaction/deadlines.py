"""How long a push may take, leg by leg, and the timer that covers it."""

import math
from collections.abc import Sequence

from netredund.captures import Captures
from netredund.errors import ShortTimerError
from netredund.intent import LacpServer, Site
from netredund.live import find_deadline_s
from netredund.planning.change import Plan, Step
from netredund.planning.settings import channel_of
from netredund.transaction.guard import LONGEST_MIN

# 802.1D: a port without PortFast listens and learns before it forwards.
_FORWARDING_S = 35.0
_LOGIN_S = 60.0
"""What a timer must leave above the deadlines of the protocols, to log in and confirm."""


class Deadlines:
    """How long each leg of a plan may take, and the channel that it belongs to."""

    def __init__(self, site: Site, captures: Captures, *, is_removal: bool) -> None:
        self._site = site
        self._is_removal = is_removal
        self._waits = {name: find_deadline_s(site, captures, (name,)) for name in site.servers}

    def group_of(self, step: Step) -> int | None:
        for line in reversed(step.do):
            joined = channel_of(line.line)
            if joined is not None:
                return joined[0]
        server = self._site.servers[step.server]
        if self._is_removal or not isinstance(server, LacpServer):
            return None
        return server.channel_group

    def deadline_s(self, step: Step) -> float:
        wait_s = self._waits[step.server]
        if isinstance(self._site.servers[step.server], LacpServer):
            wait_s += _FORWARDING_S
        return wait_s

    def whole_s(self, plan: Plan, servers: Sequence[str]) -> float:
        """Return how long all waits of a plan may take together, the proof included."""
        legs = sum(self.deadline_s(step) for step in plan.steps if step.leg is not None)
        return legs + max(self._waits[name] for name in servers)


def choose_timer(wanted_min: int | None, waits_s: float) -> int:
    """Return the minutes of the timers; ShortTimerError where they could run out on the way."""
    least = math.ceil((waits_s + _LOGIN_S) / 60)
    if least > LONGEST_MIN:
        raise ShortTimerError(LONGEST_MIN, least)
    if wanted_min is None:
        return min(least + 1, LONGEST_MIN)
    if wanted_min < least:
        raise ShortTimerError(wanted_min, least)
    return wanted_min
