"""What stands behind `|`: include, exclude, begin, section, count."""

import re
from collections.abc import Callable, Sequence

import msgspec

FILTERS = ("append", "begin", "count", "exclude", "format", "include", "redirect", "section", "tee")
WORKING = ("begin", "count", "exclude", "include", "section")


class Filter(msgspec.Struct, frozen=True):
    """A filter and what it looks for; `inverted` is `section exclude`."""

    name: str
    pattern: str
    inverted: bool = False


class FilterMistake(msgspec.Struct, frozen=True):
    """A filter that IOS refuses: `reason` as for a command, `column` from the start of the line."""

    reason: str
    column: int


def split_filter(line: str) -> tuple[str, int | None]:
    """Return the command of a line, and where its filter begins, behind the bar."""
    command, bar, _ = line.partition("|")
    return command, len(command) + 1 if bar else None


def read_filter(line: str, start: int) -> Filter | FilterMistake:
    """Return the filter that begins at column `start`."""
    found = re.compile(r"\s*(\S+)").match(line, start)
    if found is None:
        return FilterMistake("incomplete", len(line))
    word = found[1].lower()
    names = [name for name in FILTERS if name.startswith(word)]
    if not names or names[0] not in WORKING:
        return FilterMistake("invalid", found.start(1))
    if len(names) > 1:
        return FilterMistake("ambiguous", found.start(1))
    pattern = line[found.end() :].strip()
    inverted = False
    if names[0] == "section":
        first, _, rest = pattern.partition(" ")
        if (
            len(first) > 2
            and rest
            and any(word.startswith(first) for word in ("include", "exclude"))
        ):
            inverted = "exclude".startswith(first)
            pattern = rest.strip()
    if not pattern:
        return FilterMistake("incomplete", len(line))
    return Filter(names[0], pattern, inverted)


def compile_pattern(pattern: str) -> re.Pattern[str] | None:
    """Return an IOS regular expression in Python's form, or None where it is none.

    `_` stands for a delimiter or an end of the line; the rest is common to both.
    """
    translated = re.sub(r"(?<!\\)_", r"(?:^|$|[ ,{}()])", pattern)
    try:
        return re.compile(translated)
    except re.error:
        return None


def filter_lines(lines: Sequence[str], wanted: Filter, found: re.Pattern[str]) -> list[str]:
    """Return what a filter leaves of some lines."""
    return KINDS[wanted.name](lines, found, wanted.inverted)


def _include(lines: Sequence[str], found: re.Pattern[str], inverted: bool) -> list[str]:
    return [line for line in lines if found.search(line)]


def _exclude(lines: Sequence[str], found: re.Pattern[str], inverted: bool) -> list[str]:
    return [line for line in lines if not found.search(line)]


def _begin(lines: Sequence[str], found: re.Pattern[str], inverted: bool) -> list[str]:
    for index, line in enumerate(lines):
        if found.search(line):
            return list(lines[index:])
    return []


def _count(lines: Sequence[str], found: re.Pattern[str], inverted: bool) -> list[str]:
    number = sum(found.search(line) is not None for line in lines)
    return [f"Number of lines which match regexp = {number}"]


def _section(lines: Sequence[str], found: re.Pattern[str], inverted: bool) -> list[str]:
    """Keep each matching line with the deeper lines below it."""
    kept: list[str] = []
    depth: int | None = None
    for line in lines:
        indentation = len(line) - len(line.lstrip())
        if depth is not None and indentation <= depth:
            depth = None
        if depth is None and found.search(line):
            depth = indentation
        if (depth is not None) is not inverted:
            kept.append(line)
    return kept


KINDS: dict[str, Callable[[Sequence[str], re.Pattern[str], bool], list[str]]] = {
    "include": _include,
    "exclude": _exclude,
    "begin": _begin,
    "count": _count,
    "section": _section,
}
