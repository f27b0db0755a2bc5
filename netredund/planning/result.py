"""The running-config that a plan makes, from the one that it meets and what it changes in it."""

from collections.abc import Iterator, Sequence

from netredund.facts.running_config import Configuration
from netredund.planning.change import DiffLine
from netredund.planning.switch_facts import SwitchFacts
from netredund.reading import parse

_HEADER = "interface "


def read_result(facts: SwitchFacts, diff: Sequence[DiffLine]) -> Configuration:
    """Return what the running-config of a switch says after a plan, given the plan's diff."""
    found = parse("show running-config", "\n".join(write_result(facts.lines, diff)) + "\n")
    assert isinstance(found, Configuration)
    return found


def write_result(lines: Sequence[str], diff: Sequence[DiffLine]) -> tuple[str, ...]:
    """Return the lines of a running-config after a plan.

    A diff has each interface that it touches whole, so what it says replaces the stanza. New global
    lines stand before the first interface; IOS prints them in an order of its own.
    """
    changed, gone, new = _sort(diff)
    return tuple(_write(lines, changed, gone, new))


def _sort(
    diff: Sequence[DiffLine],
) -> tuple[dict[str, list[str]], set[str], list[str]]:
    """Return what is below each interface, None being gone, then global lines gone and new."""
    changed: dict[str, list[str]] = {}
    gone: set[str] = set()
    new: list[str] = []
    below: list[str] = []
    for line in diff:
        if line.text.startswith(_HEADER):
            below = changed.setdefault(line.text, [])
            if line.sign == "-":
                gone.add(line.text)
        elif line.text.startswith(" "):
            if line.sign != "-":
                below.append(line.text)
        elif line.sign == "-":
            gone.add(line.text)
        elif line.sign == "+":
            new.append(line.text)
    return changed, gone, new


def _write(
    lines: Sequence[str], changed: dict[str, list[str]], gone: set[str], new: list[str]
) -> Iterator[str]:
    waiting = {text for text in changed if text not in gone}
    is_replaced = has_new = False
    for line in lines:
        text = line.rstrip()
        if is_replaced and line.startswith(" "):
            continue
        is_replaced = text in changed
        if not has_new and (text.startswith(_HEADER) or text == "end"):
            yield from new
            has_new = True
        if text == "end":
            for header in [each for each in changed if each in waiting]:
                yield from (header, *changed[header], "!")
        if text in gone:
            continue
        yield line
        if is_replaced:
            waiting.discard(text)
            yield from changed[text]
