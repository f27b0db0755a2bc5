"""The lines of one switch while they are planned: each line is kept with what takes it back.

A draft follows what each line does to the running-config, so that the inverse of a line is made
from the state that the line meets.
"""

from collections.abc import Iterable, Sequence

from netredund.interfaces import long_name
from netredund.planning.change import DiffLine, PlannedLine, Step
from netredund.planning.difference import GLOBAL, Difference, Key, Stand
from netredund.planning.settings import (
    SETTINGS,
    change_listed,
    channel_of,
    lists_number,
    write_vlans,
)
from netredund.planning.switch_facts import SwitchFacts

MST_INSTANCES = 4095
_BACK = "back to global configuration"
_Block = tuple[str, tuple[str, ...]]


class _Entry:
    """One change: lines below one place, and the blocks of lines that undo it."""

    def __init__(
        self, place: str, do: Sequence[str], undo: Sequence[_Block], reason: str, why_undo: str
    ) -> None:
        self.place = place
        self.do = tuple(do)
        self.undo = tuple(undo)
        self.reason = reason
        self.why_undo = why_undo


class Draft:
    """The plan of one switch in the making; its steps are added to `steps`, which drafts share."""

    def __init__(self, facts: SwitchFacts, steps: list[Step]) -> None:
        self.facts = facts
        self._steps = steps
        self._state: dict[Key, tuple[str, ...]] = {}
        self._present: set[str] = set()
        self._printed: dict[str, str] = {}
        self._made: set[str] = set()
        self._reasons: dict[Key, str] = {}
        self._entries: list[_Entry] = []
        self._guesses: dict[str, str] = {}
        for interface in facts.configuration.interfaces:
            place = long_name(interface.interface)
            self._present.add(place)
            self._printed[place] = interface.interface
            for line in facts.stanza(interface):
                for setting in SETTINGS.values():
                    if setting.pattern.match(line):
                        self._add(place, setting.name, line)
                if line.startswith("spanning-tree vlan ") and " cost " in line:
                    self._add(place, "vlan_cost", line)
        for line in facts.configuration.spanning_tree_lines:
            words = line.split()
            if words[1:2] == ["vlan"] and words[3:4] == ["priority"]:
                self._add(GLOBAL, "vlan_priority", line)
            elif words[1:2] == ["mst"] and words[3:4] == ["priority"]:
                self._add(GLOBAL, "mst_priority", line)
        self._start = dict(self._state)
        self._start_present = set(self._present)

    def _add(self, place: str, name: str, line: str) -> None:
        self._state[place, name] = (*self._state.get((place, name), ()), line)

    # what stands

    def lines(self, place: str, name: str) -> tuple[str, ...]:
        """Return the printed lines of a setting at this point of the plan."""
        return self._state.get((place, name), ())

    def line(self, place: str, name: str) -> str:
        """Return the one printed line of a setting, empty without one."""
        lines = self.lines(place, name)
        return lines[0] if lines else ""

    def has_place(self, place: str) -> bool:
        """Tell whether an interface is there."""
        return place in self._present

    def channel(self, place: str) -> tuple[int, str] | None:
        """Return group and mode of a port, null when it is in none."""
        return channel_of(self.line(place, "channel"))

    def members(self, group: int) -> list[str]:
        """Return the ports that are in a group."""
        found = [place for place in self._present if (self.channel(place) or (0, ""))[0] == group]
        return sorted(found)

    def groups(self) -> set[int]:
        """Return every group that has a member or a Port-channel."""
        found = {each[0] for place in self._present if (each := self.channel(place))}
        for place in self._present:
            if place.startswith("Port-channel") and place[12:].isdecimal():
                found.add(int(place[12:]))
        return found

    # changes

    def put(
        self,
        place: str,
        name: str,
        wanted: str | Sequence[str],
        reason: str,
        *,
        otherwise: str | None = None,
    ) -> None:
        """Plan the lines of a setting, or with `""` that it is cleared; nothing if it stands.

        `otherwise` is another spelling of a line that is a guess.

        A shared line of a Port-channel goes to its members as well, and its inverse gives each
        member back what it had.
        """
        setting = SETTINGS[name]
        lines = (wanted,) if isinstance(wanted, str) and wanted else tuple(wanted)
        if otherwise is not None:
            self._guesses[lines[0]] = otherwise
        printed = () if lines == (setting.default,) else lines
        before = self.lines(place, name)
        members = self._members_of(place) if setting.is_shared else []
        if printed == before and all(self.lines(member, name) == printed for member in members):
            return
        undo: list[_Block] = []
        if place not in self._made or members:
            undo.append((place, before or (setting.clear,)))
        undo += [
            (member, self.lines(member, name) or (setting.clear,))
            for member in members
            if self.lines(member, name) != before
        ]
        self._enter(place, lines or (setting.clear,), undo, reason, _describe(before))
        for each in (place, *members):
            self._remember(each, name, printed, reason)

    def put_listed(self, place: str, word: str, vlan: int, value: int, reason: str) -> None:
        """Plan `spanning-tree vlan N <word> VALUE`: a list that has the VLAN is left otherwise."""
        name = f"vlan_{word}"
        before = self.lines(place, name)
        after = change_listed(before, word, vlan, value)
        if after == change_listed(before, word, 0, None):
            return
        line = f"spanning-tree vlan {vlan} {word}"
        had = [each.split()[-1] for each in before if _lists(each, vlan)]
        undo = (f"{line} {had[0]}" if had else f"no {line}",)
        self._enter(place, (f"{line} {value}",), [(place, undo)], reason, _describe(had and undo))
        self._remember(place, name, after, reason)

    def clear_listed(self, place: str, word: str, vlan: int, reason: str) -> None:
        """Plan `no spanning-tree vlan N <word>` where a list has the VLAN."""
        name = f"vlan_{word}"
        before = self.lines(place, name)
        had = [each.split()[-1] for each in before if _lists(each, vlan)]
        if not had:
            return
        line = f"spanning-tree vlan {vlan} {word}"
        undo = (f"{line} {had[0]}",)
        self._enter(place, (f"no {line}",), [(place, undo)], reason, _describe(undo))
        self._remember(place, name, change_listed(before, word, vlan, None), reason)

    def put_mst_priority(self, instance: int, value: int, reason: str) -> None:
        """Plan `spanning-tree mst N priority VALUE`; IOS prints one list for each value."""
        key = f"spanning-tree mst {instance} priority"
        before = self.lines(GLOBAL, "mst_priority")
        values = {
            each: int(line.split()[-1])
            for line in before
            for each in range(MST_INSTANCES)
            if _lists(line, each)
        }
        had = values.get(instance)
        if had == value:
            return
        undo = (f"no {key}" if had is None else f"{key} {had}",)
        values[instance] = value
        by_value: dict[int, list[int]] = {}
        for each in sorted(values):
            by_value.setdefault(values[each], []).append(each)
        after = [
            f"spanning-tree mst {write_vlans(each)} priority {number}"
            for number, each in by_value.items()
        ]
        why = _describe(() if had is None else undo)
        self._enter(GLOBAL, (f"{key} {value}",), [(GLOBAL, undo)], reason, why)
        self._remember(GLOBAL, "mst_priority", after, reason)

    def make_vlan(self, vlan: int, reason: str) -> None:
        """Plan a VLAN that is not there; once only."""
        if self.lines(GLOBAL, f"vlan {vlan}"):
            return
        self._enter(
            GLOBAL, (f"vlan {vlan}", "exit"), [(GLOBAL, (f"no vlan {vlan}",))], reason, "it is new"
        )
        self._remember(GLOBAL, f"vlan {vlan}", (f"vlan {vlan}",), reason)

    def join(self, place: str, group: int, mode: str, reason: str) -> None:
        """Plan `channel-group`; the first member makes the Port-channel with its own lines."""
        channel = f"Port-channel{group}"
        line = f"channel-group {group} mode {mode}"
        before = self.lines(place, "channel")
        if before == (line,):
            return
        undo: list[_Block] = [(place, before or (SETTINGS["channel"].clear,))]
        if channel not in self._present:
            undo.append((GLOBAL, (f"no interface {channel}",)))
            self._present.add(channel)
            self._made.add(channel)
            self._printed[channel] = channel
            self._reasons[channel, "interface"] = reason
            for setting in SETTINGS.values():
                if setting.is_shared and setting.name != "shutdown":
                    self._remember(channel, setting.name, self.lines(place, setting.name), reason)
        self._enter(place, (line,), undo, reason, _describe(before))
        self._remember(place, "channel", (line,), reason)

    def leave(self, place: str, reason: str) -> None:
        """Plan that a port leaves its channel."""
        before = self.lines(place, "channel")
        if not before:
            return
        clear = SETTINGS["channel"].clear
        self._enter(place, (clear,), [(place, before)], reason, _describe(before))
        self._remember(place, "channel", (), reason)

    def drop(self, channel: str, reason: str) -> None:
        """Plan that a Port-channel without members goes, and comes back with all its lines."""
        undo: list[_Block] = []
        if channel not in self._made:
            interface = self.facts.find_interface(channel)
            assert interface is not None
            undo.append((channel, self.facts.stanza(interface)))
        self._enter(GLOBAL, (f"no interface {channel}",), undo, reason, "as it was")
        self._reasons[channel, "interface"] = reason
        self._present.discard(channel)
        self._made.discard(channel)
        for key in [key for key in self._state if key[0] == channel]:
            del self._state[key]

    def bounce(self, place: str, reason: str) -> None:
        """Plan that a port goes down and up again, which ends err-disable and changes no line."""
        self._enter(place, ("shutdown", "no shutdown"), [], reason, "")

    def _members_of(self, place: str) -> list[str]:
        number = place.removeprefix("Port-channel")
        return self.members(int(number)) if number != place and number.isdecimal() else []

    def _remember(self, place: str, name: str, lines: Sequence[str], reason: str) -> None:
        if self.lines(place, name) != tuple(lines):
            self._reasons[place, name] = reason
        self._state[place, name] = tuple(lines)

    def _enter(
        self, place: str, do: Sequence[str], undo: Sequence[_Block], reason: str, why: str
    ) -> None:
        self._entries.append(_Entry(place, do, undo, reason, why))

    # what comes out

    def close_step(self, server: str, subject: str, leg: str | None = None) -> None:
        """Make a step of what was planned since the last one, if anything was."""
        if not self._entries:
            return
        do = [(entry.place, entry.do, entry.reason) for entry in self._entries]
        undo = [
            (place, lines, entry.why_undo)
            for entry in reversed(self._entries)
            for place, lines in entry.undo
        ]
        self._entries = []
        self._steps.append(
            Step(
                switch=self.facts.name,
                server=server,
                subject=subject,
                leg=leg,
                do=self._write(do, f"for {server}"),
                undo=self._write(undo, f"for {server}"),
            )
        )

    def _write(
        self, blocks: Iterable[tuple[str, Sequence[str], str]], owner: str
    ) -> tuple[PlannedLine, ...]:
        written: list[PlannedLine] = []
        here = GLOBAL
        for place, lines, reason in blocks:
            if place != here:
                if here != GLOBAL:
                    written.append(PlannedLine("exit", _BACK))
                if place != GLOBAL:
                    printed = self._printed.get(place, place)
                    written.append(PlannedLine(f"interface {printed}", owner))
                here = place
            written += [
                PlannedLine(line, _BACK if line == "exit" else reason, self._guesses.get(line))
                for line in lines
            ]
        if here != GLOBAL:
            written.append(PlannedLine("exit", _BACK))
        return tuple(written)

    def diff(self) -> tuple[DiffLine, ...]:
        """Return what the plan changes in the running-config, each stanza that it touches whole."""
        before = Stand(self._start, frozenset(self._start_present))
        after = Stand(self._state, frozenset(self._present))
        return Difference(self.facts, before, after, self._reasons, self._printed).lines()


def _describe(before: Sequence[str]) -> str:
    return f"it was: {' / '.join(before)}" if before else "there was no such line"


def _lists(line: str, number: int) -> bool:
    """Tell whether the list in the third word of a line has a number."""
    return lists_number(line.split()[2], number)
