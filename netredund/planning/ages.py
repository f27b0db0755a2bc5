"""Captures of one plan belong to one moment, and nothing was configured after they were made."""

import re
from collections.abc import Sequence
from datetime import datetime

from netredund.captures import Capture
from netredund.errors import StaleCapturesError
from netredund.facts.running_config import Configuration
from netredund.verdict.views import View, Views

RUNNING = "show running-config"
# `! Last configuration change at 10:00:00 UTC Mon Jan 5 2026 by admin`, above the first line.
_CHANGED = re.compile(
    r"! Last configuration change at (\d{2}:\d{2}:\d{2})(?:\.\d{1,6})? (\S{1,12}) \w{3} (\w{3})"
    r" (\d{1,2}) (\d{4})"
)
_CONFIGURED = re.compile(r"%SYS-5-CONFIG_I: ")
_PROMPT = re.compile(r"(?P<name>[\w.-]{1,64})(?P<mode>\(config[^)]{0,40}\))?[#>](?P<typed>.*)")
_HARMLESS = re.compile(r"(?:do .*|show .*|end|exit|)")


def newest(found: Sequence[View[Configuration]]) -> View[Configuration]:
    """Return the newest of some configurations of a switch: by time, last change and place.

    A terminal log may show a running-config twice, before and after somebody changed it.
    """
    oldest = datetime.min
    return max(
        reversed(found),
        key=lambda view: (view.capture.time_s or 0.0, (last_change(view) or ("", oldest))[1]),
    )


def last_change(view: View[Configuration]) -> tuple[str, datetime] | None:
    """Return time zone and time of the last change that a configuration shows above itself."""
    numbers = view.facts.lines.values()
    lines = view.capture.source.lines
    for text in reversed(lines[: min(numbers, default=1) - 1]):
        match = _CHANGED.match(text)
        if match:
            time, zone, month, day, year = match.groups()
            try:
                return zone, datetime.strptime(f"{time} {month} {day} {year}", "%H:%M:%S %b %d %Y")
            except ValueError:
                return None
        if text.strip() and not text.startswith("!"):
            return None
    return None


def check_ages(views: Views, units: Sequence[Sequence[str]], max_age_s: float) -> None:
    """Raise StaleCapturesError where captures that a plan rests on are of different moments.

    `units` are the names of the switches by the unit that they act in. Captures that nobody noted
    the time of are not compared.
    """
    timed = [
        (capture.time_s, capture)
        for names in units
        for name in names
        for capture in views.captures(name)
        if capture.time_s is not None
    ]
    if timed:
        first, last = min(timed, key=lambda item: item[0]), max(timed, key=lambda item: item[0])
        if last[0] - first[0] > max_age_s:
            raise StaleCapturesError(
                list(dict.fromkeys(each[1].device for each in (first, last))),
                f"the captures lie {last[0] - first[0]:.0f} s apart ({_name(first[1])},"
                f" {_name(last[1])}), expected within {max_age_s:g} s",
            )
    for names in units:
        _check_changes(views, names)


def _check_changes(views: Views, names: Sequence[str]) -> None:
    """Refuse a running-config that another capture shows to be changed since."""
    configurations = [view for name in names for view in views.of(name, Configuration)]
    running = [view for view in configurations if view.facts.command == RUNNING]
    if not running:
        return
    used = newest(running)
    own = last_change(used)
    for view in configurations:
        other = last_change(view)
        if own is None or other is None or view is used:
            continue
        if own[0] == other[0] and own[1] < other[1]:
            raise StaleCapturesError(
                names[:1],
                f"the running-config was changed last at {own[1]:%H:%M:%S %d %b %Y}, and"
                f" {_name(view.capture)} shows a change at {other[1]:%H:%M:%S %d %b %Y}",
            )
    line = _find_reconfiguration(used)
    if line is not None:
        raise StaleCapturesError(
            names[:1],
            "somebody configured it after its running-config was shown"
            f" ({used.capture.source.name}, line {line})",
        )


def _find_reconfiguration(view: View[Configuration]) -> int | None:
    """Return the line of a terminal log, below the running-config, that shows a change of it."""
    lines = view.capture.source.lines
    name = view.facts.device
    here = True
    for number in range(max(view.facts.lines.values(), default=0) + 1, len(lines) + 1):
        prompt = _PROMPT.match(lines[number - 1])
        if prompt:
            here = name is None or prompt["name"].lower() == name.lower()
            if here and prompt["mode"] and not _HARMLESS.fullmatch(prompt["typed"].strip()):
                return number
        elif here and _CONFIGURED.search(lines[number - 1]):
            return number
    return None


def _name(capture: Capture) -> str:
    return f"{capture.source.name}: {capture.command.text}"
