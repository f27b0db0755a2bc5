"""What a plan changes in a running-config, as a diff with its reasons."""

from collections.abc import Mapping, Sequence

import msgspec

from netredund.interfaces import long_name
from netredund.planning.change import DiffLine
from netredund.planning.switch_facts import SwitchFacts
from netredund.secrets import mask_secrets

GLOBAL = ""
Key = tuple[str, str]


class Stand(msgspec.Struct, frozen=True):
    """What stands in a configuration: lines by place and setting, and the interfaces there are."""

    lines: Mapping[Key, tuple[str, ...]]
    present: frozenset[str]


class Difference:
    """Compares what stood with what will stand; `reasons` are in the order of the changes."""

    def __init__(
        self,
        facts: SwitchFacts,
        before: Stand,
        after: Stand,
        reasons: Mapping[Key, str],
        printed: Mapping[str, str],
    ) -> None:
        self._facts = facts
        self._before = before
        self._after = after
        self._reasons = reasons
        self._printed = printed

    def lines(self) -> tuple[DiffLine, ...]:
        """Return the changed global lines, then each changed stanza whole, in the text's order."""
        found = self._diff_globals()
        places = {key[0] for key in self._after.lines} | {key[0] for key in self._before.lines}
        changed = {place for place in places if place and self._changes(place)}
        changed |= self._after.present ^ self._before.present
        for interface in self._facts.configuration.interfaces:
            place = long_name(interface.interface)
            if place in changed:
                found += self._diff_stanza(place, self._facts.stanza(interface))
        new = sorted(place for place in changed if place not in self._before.present)
        for place in new:
            found += self._diff_stanza(place, ())
        return tuple(_masked(line) for line in found)

    def _changes(self, place: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """Return the lines before and after of each setting that changes, by its name."""
        found = {}
        for where, name in self._reasons:
            if where == place:
                before = self._before.lines.get((place, name), ())
                after = self._after.lines.get((place, name), ())
                if before != after:
                    found[name] = (before, after)
        return found

    def _diff_globals(self) -> list[DiffLine]:
        found = []
        for name, (before, after) in self._changes(GLOBAL).items():
            reason = self._reasons.get((GLOBAL, name), "")
            found += [DiffLine("-", line, reason) for line in before if line not in after]
            found += [DiffLine("+", line, reason) for line in after if line not in before]
        return found

    def _diff_stanza(self, place: str, stanza: Sequence[str]) -> list[DiffLine]:
        sign = " "
        if place not in self._before.present:
            sign = "+"
        elif place not in self._after.present:
            sign = "-"
        why = self._reasons.get((place, "interface"), "") if sign != " " else ""
        found = [DiffLine(sign, f"interface {self._printed[place]}", why)]
        if sign == "-":
            return [*found, *(DiffLine("-", f" {line}") for line in stanza)]
        changes = self._changes(place)
        waiting = dict(changes)
        for line in stanza:
            name = next((name for name, (before, _) in changes.items() if line in before), None)
            if name is None:
                found.append(DiffLine(" ", f" {line}"))
                continue
            before, after = changes[name]
            reason = self._reasons.get((place, name), "")
            if line in after:
                found.append(DiffLine(" ", f" {line}"))
            else:
                found.append(DiffLine("-", f" {line}", reason))
            if name in waiting and line == before[-1]:
                found += self._added(place, name, waiting.pop(name))
        for name, change in waiting.items():
            found += self._added(place, name, change)
        return found

    def _added(
        self, place: str, name: str, change: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> list[DiffLine]:
        before, after = change
        reason = self._reasons.get((place, name), "")
        return [DiffLine("+", f" {line}", reason) for line in after if line not in before]


def _masked(line: DiffLine) -> DiffLine:
    """Return a line of the diff without secrets: a diff is printed, and kept as a record."""
    text = line.text.lstrip(" ")
    blanks = line.text[: len(line.text) - len(text)]
    return DiffLine(line.sign, blanks + mask_secrets(text), line.reason)
