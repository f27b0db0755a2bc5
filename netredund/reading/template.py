"""TextFSM templates, run so that no line is lost: what matched where, and what matched nothing.

This is the one place where templates are run. Rows come out with the line of every value; a line
that no rule matches is handed back with its number.
"""

import io
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import textfsm

from netredund.reading.transcript import Line


class Row(NamedTuple):
    """One record of a template: the values that were found, and the line that each came from.

    `line` is the line on which the record was complete. The items of a List value are joined by a
    blank.
    """

    line: int
    values: dict[str, str]
    lines: dict[str, int]


class Scan(NamedTuple):
    """What a template made of a text."""

    rows: list[Row]
    unmatched: list[Line]


class _States(dict[str, list[Any]]):
    """The rules of each state, compiled when the state is first entered.

    A text enters few states of a large template, and compiling is what starting up is spent on.
    """

    def __init__(self, value_map: dict[str, str]) -> None:
        super().__init__()
        self._value_map = value_map
        self.written: dict[str, list[tuple[int, str]]] = {}

    def __missing__(self, name: str) -> list[Any]:
        rules = [
            textfsm.TextFSMRule(text, number, self._value_map)
            for number, text in self.written[name]
        ]
        self[name] = rules
        return rules


class _LineKeepingFSM(textfsm.TextFSM):  # type: ignore[misc]  # textfsm has no types
    """Stock TextFSM that notes where each value came from and which lines no rule matched.

    It takes templates for valid, which the tests show with stock TextFSM.
    """

    _cur_state: list[Any]

    def _Parse(self, template: io.StringIO) -> None:
        self._ParseFSMVariables(template)
        self.states = _States(self.value_map)
        written: list[tuple[int, str]] = []
        for number, line in enumerate(template, self._line_num + 1):
            text = line.rstrip()
            if self.comment_regex.match(text):
                continue
            if text and not text.startswith((" ", "\t")):
                written = self.states.written[text] = []
            elif text:
                written.append((number, text))

    def Reset(self) -> None:  # noqa: N802  # textfsm's name
        super().Reset()
        self._slots = {value.name: value for value in self.values}
        self._names = list(self._slots)
        self._value_lines: dict[str, int] = {}
        self._number = 0
        self._rows: list[Row] = []

    def _AssignVar(self, matched: Any, value: str) -> None:
        text = matched.group(value)
        if text is not None:
            self._slots[value].AssignVar(text)
            self._value_lines.setdefault(value, self._number)

    def _AppendRecord(self) -> None:
        before = len(self._result)
        super()._AppendRecord()
        if len(self._result) > before:
            record = self._result.pop()
            values = {
                name: " ".join(text) if isinstance(text, list) else text
                for name, text in zip(self._names, record, strict=True)
                if text
            }
            self._rows.append(Row(self._number, values, self._value_lines))
        self._value_lines = {}

    def scan(self, lines: Iterable[Line]) -> Scan:
        """Run the template over numbered lines."""
        self.Reset()
        unmatched = []
        for line in lines:
            self._number = line.number
            if not self._match_line(line.text):
                unmatched.append(line)
        self._AppendRecord()
        return Scan(self._rows, unmatched)

    def _match_line(self, text: str) -> bool:
        """Do what TextFSM does with a line, and tell whether a rule took it.

        A rule that only says `Continue` and captures nothing does not take a line.
        """
        is_taken = False
        for rule in self._cur_state:
            matched = rule.regex_obj.match(text)
            if not matched:
                continue
            for name in matched.groupdict():
                self._AssignVar(matched, name)
                is_taken = True
            if self._Operations(rule, text):
                if rule.new_state:
                    self._cur_state = self.states[rule.new_state]
                    self._cur_state_name = rule.new_state
                return True
        return is_taken


@lru_cache(maxsize=64)
def _compiled(name: str) -> _LineKeepingFSM:
    text = resources.files("netredund.parsers").joinpath(f"{name}.textfsm").read_text("utf-8")
    return _LineKeepingFSM(io.StringIO(text))


def scan(name: str, lines: Iterable[Line]) -> Scan:
    """Run the template `parsers/<name>.textfsm` over lines; blank lines are not to be among them.

    The templates of this package have neither an Error rule nor an End state: no line may end a
    reading. Not for two threads at once: a template keeps its place while it runs.
    """
    return _compiled(name).scan(lines)
