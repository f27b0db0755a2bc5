"""What stands on a switch: its running-config held against the one from before."""

import difflib
import re
from collections.abc import Iterable, Sequence

import msgspec

from netredund.errors import UnknownConfigurationError
from netredund.interfaces import long_name
from netredund.planning.change import Plan
from netredund.planning.comparison import own_lines
from netredund.secrets import mask_secrets
from netredund.transaction.guard import Terminal
from netredund.vlans import expand_vlans

_VLANS = re.compile(r"vlan (\d+[-,][\d,-]+)\s*$")
CONFIGURATION = "show running-config"


class Change(msgspec.Struct, frozen=True, gc=False):
    """A line that one configuration has and the other has not; `block` is what it stands in."""

    sign: str
    block: str
    line: str

    def __str__(self) -> str:
        where = f"{self.block}: " if self.block and self.block != self.line else ""
        return f"{self.sign}{where}{mask_secrets(self.line.strip())}"


def read_running(switch: str, session: Terminal) -> str:
    """Return the running-config as the switch prints it, secrets included.

    Raises UnknownConfigurationError where it does not end with `end`.
    """
    text = session.show(CONFIGURATION)
    if "end" not in [line.strip() for line in text.splitlines()[-5:]]:
        raise UnknownConfigurationError(switch, "no `end` below it: the text was cut")
    return text


def find_changes(old: str, new: str) -> tuple[Change, ...]:
    """Return what was taken out of a running-config and put in, in the order of the texts.

    >>> list(map(str, find_changes("interface Fa0/1\\n shutdown\\nend", "interface Fa0/1\\nend")))
    ['-interface Fa0/1: shutdown']
    """
    before, after = _placed(own_lines(old)), _placed(own_lines(new))
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    found: list[Change] = []
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag == "equal":
            continue
        found += [Change("-", *each) for each in before[from_old:to_old]]
        found += [Change("+", *each) for each in after[from_new:to_new]]
    return tuple(change for change in found if change.line.strip() != "!")


def _placed(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return each line with the block that it stands in; a line that opens one is its own.

    IOS writes VLANs without a name as one list, which any change rewrites: each is a line here.
    """
    placed, block = [], ""
    for line in lines:
        if listed := _VLANS.match(line):
            placed += [(f"vlan {vlan}", f"vlan {vlan}") for vlan in expand_vlans(listed[1])]
            continue
        if not line.startswith(" "):
            block = line
        placed.append((block, line))
    return placed


class Ours:
    """Tells the lines that a plan changes on a switch from what others change there."""

    def __init__(self, switch: str, plan: Plan) -> None:
        self._settings: set[tuple[str, str]] = set()
        self._blocks: set[str] = set()
        for step in plan.steps:
            if step.switch == switch:
                for lines in (step.do, step.undo):
                    self._learn([line.line for line in lines])
        # A line of a Port-channel shows at its members as well.
        planned = plan.find_switch(switch)
        block = ""
        for each in planned.diff if planned else ():
            if not each.text.startswith(" "):
                block = each.text
            if each.sign != " ":
                self._settings.add((_block_name(block), _setting(each.text)))

    def _learn(self, lines: Sequence[str]) -> None:
        block = ""
        for line in lines:
            if line == "exit":
                block = ""
            elif line.startswith("interface "):
                block = _block_name(line)
            elif line.startswith(("no interface ", "vlan ", "no vlan ")):
                self._blocks.add(_block_name(line.removeprefix("no ")))
            else:
                self._settings.add((block, _setting(line)))

    def has(self, change: Change) -> bool:
        """Tell whether a change is of this transaction."""
        block = _block_name(change.block)
        if block in self._blocks:
            return True
        is_own = change.line == change.block  # a line outside of blocks, or one that opens one
        if is_own and ("", _setting(change.line)) in self._settings:
            return True
        return (block, _setting(change.line)) in self._settings

    def sort(self, changes: Sequence[Change]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return our changes and those of others, as text."""
        ours = tuple(str(change) for change in changes if self.has(change))
        return ours, tuple(str(change) for change in changes if not self.has(change))


def _block_name(line: str) -> str:
    kind, _, name = line.strip().partition(" ")
    return f"interface {long_name(name) or name}" if kind == "interface" else line.strip()


def _setting(line: str) -> str:
    """Return the words that name what a line sets: the first two, less `no`."""
    return " ".join(line.strip().removeprefix("no ").split()[:2])
