"""Walks the nodes of a lab file and says where what is wrong with them."""

import re
from difflib import get_close_matches

import yaml

from netredund.errors import LabFileError
from netredund.lab.definition import PortPlace, SwitchDefinition
from netredund.lab.ios.names import long_name

SPEEDS = (10, 100, 1000, 2500, 5000, 10000, 25000, 40000, 100000)
INTERFACE = re.compile(r"[^\s/]{1,15}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,62}")
Fields = dict[str, tuple[yaml.Node, yaml.Node]]


class Reader:
    """Walks the nodes of a YAML document and collects what is wrong with them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[tuple[int, int, str]] = []
        self.plugged: set[PortPlace] = set()

    def report(self, node: yaml.Node, message: str) -> None:
        """Note a mistake at a node."""
        mark = node.start_mark
        self.problems.append((mark.line + 1, mark.column + 1, message))

    def mapping(
        self, node: yaml.Node | None, what: str, allowed: tuple[str, ...] | None = None
    ) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Return key and value nodes by key; with `allowed` other keys are mistakes."""
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.report(node, f"{what}: a mapping is expected")
            return {}
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report(key, f"{what}: a key must be a word")
            elif key.value in found:
                self.report(key, f"{what}: {key.value!r} is there twice")
            elif allowed is not None and key.value not in allowed:
                self.report(key, f"{what}: no key {key.value!r}{suggest(key.value, allowed)}")
            else:
                found[key.value] = (key, value)
        return found

    def text(self, node: yaml.Node, what: str) -> str:
        """Return the text of a scalar, whatever YAML makes of it."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.report(node, f"{what}: a text is expected")
        return ""

    def number(self, node: yaml.Node, what: str, lowest: int, highest: int) -> int:
        """Return a whole number in bounds."""
        text = self.text(node, what)
        if re.fullmatch(r"\d{1,9}", text) and lowest <= int(text) <= highest:
            return int(text)
        self.report(node, f"{what}: {text!r} is no number from {lowest} to {highest}")
        return lowest

    def choice(self, node: yaml.Node, what: str, allowed: tuple[str, ...]) -> str:
        """Return one of some words."""
        text = self.text(node, what)
        if text not in allowed:
            self.report(node, f"{what}: {text!r} is not known{suggest(text, allowed)}")
            return allowed[0]
        return text

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        """Return the nodes of a list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.report(node, f"{what}: a list is expected")
        return []

    def place(
        self, node: yaml.Node, what: str, switches: dict[str, SwitchDefinition]
    ) -> PortPlace | None:
        """Return the port that a cable goes to (`sw1 Fa0/1`); each takes one cable."""
        text = self.text(node, what)
        name, _, typed = text.strip().partition(" ")
        if not typed:
            self.report(node, f"{what}: {text!r} is no port like 'sw1 Fa0/1'")
            return None
        if name not in switches:
            self.report(node, f"{what}: no switch {name!r}{suggest(name, tuple(switches))}")
            return None
        port = switches[name].find_port(typed)
        if port is None:
            model = switches[name].model.name
            shown = long_name(typed) or typed
            self.report(node, f"{what}: {name} ({model}) has no port {shown!r}")
            return None
        place = PortPlace(name, port)
        if place in self.plugged:
            self.report(node, f"{what}: {name} {port} has a cable already")
        self.plugged.add(place)
        return place

    def finish(self) -> None:
        """Raise everything that was noted."""
        if self.problems:
            raise LabFileError(
                [
                    f"{self.name}:{line}:{column}: {text}"
                    for line, column, text in sorted(self.problems)
                ]
            )


def suggest(word: str, allowed: tuple[str, ...]) -> str:
    """Return what is allowed instead of a word, the likeliest first."""
    near = [name for name in allowed if word and name.startswith(word)]
    near = near or get_close_matches(word, allowed, 1)
    hint = f", did you mean {near[0]!r}?" if near else ""
    return f"{hint} (allowed: {', '.join(allowed)})"
