"""Chooses which ports of one channel group aggregate: one partner, the best ports, enough of them.

802.1AX-2014 6.4.14 leaves the choice to the system; this is IOS's: one aggregator per group, the
rest suspended, ports above `lacp max-bundle` in standby by the priorities of the system with the
lower id (6.7.1).
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from netredund.lab.frames.lacp import LacpInfo, LacpState


class Selected(StrEnum):
    """The variable of 6.4.8, with the reasons for "unselected" told apart."""

    SELECTED = "selected"
    STANDBY = "standby"
    UNSELECTED = "unselected"
    OTHER_PARTNER = "other partner"
    MIN_LINKS = "min links"


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A port whose partner is known; `chosen` says that it is selected or in standby now."""

    name: str
    actor: LacpInfo
    partner: LacpInfo
    chosen: bool


def select(
    candidates: Sequence[Candidate], *, max_bundle: int, min_links: int
) -> dict[str, Selected]:
    """Return what becomes of each candidate, by name."""
    result = {each.name: Selected.OTHER_PARTNER for each in candidates}
    able = [each for each in candidates if _system(each.partner) != _system(each.actor)]
    if not able:
        return result
    # A bundle that works keeps its partner, whoever else comes along.
    first = min(able, key=lambda each: (not each.chosen, _rank(each.actor)))
    group = [each for each in able if _can_join(first, each)]
    own_choice = _system(first.actor) < _system(first.partner)
    group.sort(key=lambda each: _rank(each.actor if own_choice else each.partner))
    if len(group) < min_links:
        result.update((each.name, Selected.MIN_LINKS) for each in group)
        return result
    for place, each in enumerate(group):
        result[each.name] = Selected.SELECTED if place < max_bundle else Selected.STANDBY
    return result


def _system(end: LacpInfo) -> tuple[int, bytes]:
    return (end.system_priority, end.system)


def _rank(end: LacpInfo) -> tuple[int, int]:
    return (end.port_priority, end.port)


def _can_join(first: Candidate, other: Candidate) -> bool:
    """Say whether both belong to one link aggregation group (same LAG ID, 6.3.6)."""
    if first.name == other.name:
        return True
    both = first.partner.state & other.partner.state & LacpState.AGGREGATION
    return bool(both) and (
        _system(first.partner) == _system(other.partner)
        and first.partner.key == other.partner.key
        and first.actor.key == other.actor.key
    )
