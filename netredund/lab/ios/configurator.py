"""Configuration mode: takes lines, changes a configuration, says what IOS says.

Used by a session, and to load a startup configuration. A line changes everything it says or,
refused, nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum

import msgspec

from netredund.lab.ios.grammars import grammar_of
from netredund.lab.ios.help import ways_on
from netredund.lab.ios.management import Configuration
from netredund.lab.ios.names import split_name
from netredund.lab.ios.refusals import INCOMPLETE, ambiguous_command, invalid_input
from netredund.lab.ios.syntax import Choice, Match, Mismatch
from netredund.lab.release import Release
from netredund.lab.switch import Switch
from netredund.lab.switch_model import SwitchModel


class Mode(StrEnum):
    """A configuration mode, as the prompt shows it."""

    GLOBAL = "config"
    INTERFACE = "config-if"
    RANGE = "config-if-range"
    VLAN = "config-vlan"
    LINE = "config-line"
    ARCHIVE = "config-archive"


class Form(StrEnum):
    """How a line begins."""

    SET = ""
    NO = "no"
    DEFAULT = "default"


class Invalid(msgspec.Struct, frozen=True):
    """The answer of an action to a value that cannot be: IOS marks it with `^`.

    `offset` moves the mark into the value.
    """

    name: str
    offset: int = 0


class Place(msgspec.Struct, frozen=True):
    """Where configuration mode stands: the mode and what it configures."""

    mode: Mode = Mode.GLOBAL
    interfaces: tuple[str, ...] = ()
    vlans: tuple[int, ...] = ()
    lines: tuple[str | int, ...] = ()


Answer = str | Invalid | None
Action = Callable[["Configurator", Match, Form], Answer]

KINDS = {
    "Port-channel": frozenset({"layer2", "port-channel"}),
    "Vlan": frozenset({"vlan-interface"}),
    "Loopback": frozenset({"loopback"}),
}
PHYSICAL = frozenset({"layer2", "physical"})


class Configurator:
    """One configuration mode over one configuration.

    `ports` are the long names of the physical ports. `switch` is asked where IOS looks at the
    running state (the root macro); without it there is none, as while a startup configuration
    is read. `apply` is called after every change.
    """

    def __init__(
        self,
        configuration: Configuration,
        release: Release,
        model: SwitchModel,
        ports: Collection[str],
        *,
        switch: Switch | None = None,
        apply: Callable[[], None] = lambda: None,
    ) -> None:
        self.configuration = configuration
        self.release = release
        self.model = model
        self.ports = ports
        self.switch = switch
        self.apply = apply
        self.place = Place()
        self.banner: tuple[str, str, list[str]] | None = None

    @property
    def features(self) -> frozenset[str]:
        """The features of release, model and present stanza."""
        features = self.release.features | self.model.features
        if self.place.interfaces:
            features |= KINDS.get(split_name(self.place.interfaces[0])[0], PHYSICAL)
        return features

    def enter(self, line: str, prompt_length: int = 0) -> str:
        """Take one line, without its newline, and return what IOS prints about it.

        An empty text means that the line was taken. `exit` and `end` are the session's.
        """
        if self.banner is not None:
            return self._continue_banner(line)
        stripped = line.lstrip()
        if not stripped or stripped.startswith("!"):
            return ""
        form, start = self._read_form(line)
        if start == len(line.rstrip()):
            return f"{INCOMPLETE}\n"
        result, place = self._parse(line, start, form)
        if isinstance(result, Mismatch):
            return render_mismatch(result, line, prompt_length)
        before, self.place = self.place, place
        answer = ACTIONS[result.command.action](self, result, form)
        self.apply()
        if isinstance(answer, Invalid):
            self.place = before
            column = result.columns.get(answer.name, start) + answer.offset
            return f"{invalid_input(prompt_length + column)}\n"
        return f"{answer}\n" if answer else ""

    def leave(self) -> bool:
        """Go one mode up (`exit`); false when that leaves configuration mode."""
        if self.place.mode is Mode.GLOBAL:
            return False
        self.place = Place()
        return True

    def choices(self, line: str) -> list[Choice] | Mismatch:
        """Return what `?` lists after `line`."""
        form, start = self._read_form(line)
        negated = form is not Form.SET
        grammar = grammar_of(self.place.mode, self.features, negated=negated)
        listed = grammar.choices(line, start)
        if isinstance(listed, Mismatch) and self.place.mode is not Mode.GLOBAL:
            return grammar_of(Mode.GLOBAL, self.features, negated=negated).choices(line, start)
        typed = line.lstrip().lower()
        if isinstance(listed, Mismatch) or " " in typed or form is not Form.SET:
            return listed
        ways = [
            Choice(word, text)
            for word, text in ways_on(self.place.mode).items()
            if word.startswith(typed)
        ]
        return sorted([*listed, *ways], key=lambda choice: choice.word)

    def _read_form(self, line: str) -> tuple[Form, int]:
        lead = len(line) - len(line.lstrip())
        word = line[lead:].split(maxsplit=1)[0].lower() if line.strip() else ""
        after = lead + len(word)
        if word == "no":
            return Form.NO, after
        if len(word) > 2 and "default".startswith(word):
            return Form.DEFAULT, after
        return Form.SET, lead

    def _parse(self, line: str, start: int, form: Form) -> tuple[Match | Mismatch, Place]:
        """Match a line in the present mode, else in global mode, which ends the present one."""
        negated = form is not Form.SET
        grammar = grammar_of(self.place.mode, self.features, negated=negated)
        result = grammar.parse(line, start)
        if isinstance(result, Match) or self.place.mode is Mode.GLOBAL:
            return result, self.place
        features = self.release.features | self.model.features
        outer = grammar_of(Mode.GLOBAL, features, negated=negated).parse(line, start)
        if isinstance(outer, Match):
            return outer, Place()
        if result.reason == "invalid" and outer.column > result.column:
            return outer, self.place
        return result, self.place

    def begin_banner(self, field: str, text: str) -> str:
        """Read a banner up to its closing delimiter, over several lines if it must be."""
        delimiter = "^C" if text.startswith("^C") else text[0]
        body, closed, _ = text[len(delimiter) :].partition(delimiter)
        if closed:
            setattr(self.configuration.management, field, body)
            return ""
        self.banner = (field, delimiter, [body] if body else [])
        return f"Enter TEXT message.  End with the character '{delimiter}'."

    def _continue_banner(self, line: str) -> str:
        assert self.banner is not None
        field, delimiter, lines = self.banner
        body, closed, _ = line.partition(delimiter)
        if not closed:
            lines.append(line)
            return ""
        setattr(self.configuration.management, field, "\n".join([*lines, body]))
        self.banner = None
        return ""


def render_mismatch(mismatch: Mismatch, line: str, prompt_length: int) -> str:
    """Return what IOS prints about a line that no command is."""
    if mismatch.reason == "incomplete":
        return f"{INCOMPLETE}\n\n"
    if mismatch.reason == "ambiguous":
        return f"{ambiguous_command(line.strip())}\n"
    if mismatch.reason == "rejected":
        return f"{mismatch.text}\n"
    return f"{invalid_input(prompt_length + mismatch.column)}\n"


def is_refusal(answer: str) -> bool:
    """Tell whether IOS took a line or not, by what it said about it."""
    first = answer.lstrip(" ^\n")
    if first.startswith(("% Access VLAN does not exist", "%Warning", "%Portfast")):
        return False
    return first.startswith(("%", "Command rejected", "ERROR", "Bad mask"))


def enter_lines(configurator: Configurator, lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Enter the lines of a file, `end` and `exit` included, and yield number, line and answer."""
    for number, line in enumerate(lines, 1):
        word = line.strip()
        if configurator.banner is None and word in ("end", "exit"):
            configurator.leave()
            continue
        yield number, word, configurator.enter(line)


ACTIONS: dict[str, Action] = {}
"""Every action by name; `global_actions` and `interface_actions` fill it."""


def action(function: Action) -> Action:
    """Make `function` the action of its name."""
    ACTIONS[function.__name__] = function
    return function
