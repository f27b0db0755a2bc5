"""YAML text to a graph of nodes that know where they stand.

The graph is built from PyYAML's events and not by `yaml.compose`: with libyaml that recurses in C,
and 200,000 opening brackets or dashes end the whole process (PyYAML 6.0.3). It is walked once, what
aliases add is counted while it grows, and every refusal is a problem with a position.
"""

import re
from collections.abc import Iterator
from typing import Final

import yaml
from yaml.resolver import Resolver

from netredund.intent.problem import Problems

DEEPEST: Final = 20
LARGEST_TEXT: Final = 8 * 1024 * 1024
MOST_ALIASED: Final = 100_000
_PREFIX = "tag:yaml.org,2002:"
_ALLOWED_TAGS = frozenset(("bool", "float", "int", "map", "null", "seq", "str"))
_RESOLVERS: dict[str | None, list[tuple[str, re.Pattern[str]]]] = Resolver.yaml_implicit_resolvers
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# YAML 1.1 clause 5.1, less the byte order mark inside the text.
# Compiling it costs more than reading most files: it is done for what is more than plain ASCII.
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e]*+")


class Node:
    """A scalar (`text`), a sequence (`items`) or a mapping (`pairs`) of the file.

    `kind` is `map`, `seq`, or what YAML 1.1 takes a scalar for: `str`, `int`, `bool`, `null`,
    `float` and others. `text` is what was written, whatever it is taken for.
    """

    __slots__ = ("column", "is_open", "items", "kind", "line", "pairs", "size", "text")

    def __init__(self, kind: str, line: int, column: int, text: str = "") -> None:
        self.kind = kind
        self.line = line
        self.column = column
        self.text = text
        self.items: list[Node] = []
        self.pairs: list[tuple[Node, Node]] = []
        self.size = 1
        self.is_open = False

    @property
    def is_scalar(self) -> bool:
        return self.kind not in ("map", "seq")

    def describe(self) -> str | None:
        """Return what stands here in a word or as it was written; None for nothing."""
        if self.kind == "map":
            return "a mapping"
        if self.kind == "seq":
            return "a list"
        return None if self.kind == "null" and not self.text else self.text


class _Stop(Exception):
    """Nothing after this place can be read; the problem is already reported."""


def compose_text(text: str, problems: Problems) -> Node | None:
    """Return the graph of a YAML text, or None where a problem leaves none."""
    text = text.removeprefix("\ufeff")
    start = Node("null", 1, 1)
    if len(text) > LARGEST_TEXT:
        problems.report(
            start, "", "the file is too large", allowed=f"up to {LARGEST_TEXT >> 20} MiB"
        )
        return None
    if not _PLAIN.fullmatch(text) and (bad := re.search(_UNPRINTABLE, text)):
        place = _locate(text, bad.start())
        problems.report(
            place, "", f"character U+{ord(bad[0]):04X} does not belong into a YAML file"
        )
        return None
    composer = _Composer(problems)
    try:
        composer.compose(yaml.parse(text, Loader=_LOADER))
    except _Stop:
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = Node("null", mark.line + 1, mark.column + 1) if mark else start
        # PyYAML quotes tags and names, and one of those may be a secret that starts with ! or *.
        said = re.sub(r" ?'(?!<)[^']{2,}'", "", getattr(error, "problem", None) or "cannot be read")
        problems.report(place, "", f"not YAML: {said}")
        return None
    root = composer.root
    if root is None or (root.kind == "null" and root.text in ("", "~", "null")):
        allowed = "`switches` and `servers`"
        problems.report(root or start, "", "the file is empty", allowed=allowed)
        return None
    return root


def _locate(text: str, index: int) -> Node:
    line_start = text.rfind("\n", 0, index) + 1
    return Node("null", text.count("\n", 0, index) + 1, index - line_start + 1)


class _Composer:
    def __init__(self, problems: Problems) -> None:
        self.root: Node | None = None
        self._problems = problems
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []
        self._anchors: dict[str, Node] = {}
        self._aliased = 0

    def compose(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                node = self._begin(event, self._kind_of_scalar(event), event.value)
                self._attach(node)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                kind = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
                self._open(self._begin(event, self._check_tag(event, kind)))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
            elif isinstance(event, yaml.AliasEvent):
                self._attach(self._follow(event))
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self._problems.report(
                    self._place(event), "", "a second document", allowed="one document in the file"
                )
                raise _Stop

    @staticmethod
    def _place(event: yaml.Event, kind: str = "null", text: str = "") -> Node:
        mark = event.start_mark
        if mark is None:
            return Node(kind, 1, 1, text)
        return Node(kind, mark.line + 1, mark.column + 1, text)

    def _begin(self, event: yaml.NodeEvent, kind: str, text: str = "") -> Node:
        node = self._place(event, kind, text)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, kind: str) -> str:
        tag = event.tag
        if tag is None or tag == "!" or tag == _PREFIX + kind:
            return kind
        short = tag.removeprefix(_PREFIX)
        if tag == short or short not in _ALLOWED_TAGS:
            self._problems.report(
                self._place(event),
                "",
                "this tag is refused",
                allowed="text, numbers, true, false, lists and mappings without a tag",
            )
        elif kind in ("map", "seq") or short in ("map", "seq"):
            self._problems.report(self._place(event), "", f"the tag !!{short} does not fit here")
        return kind if kind in ("map", "seq") or short in ("map", "seq") else short

    def _kind_of_scalar(self, event: yaml.ScalarEvent) -> str:
        if event.tag is not None:
            return self._check_tag(event, "str")
        if not event.implicit[0]:  # quoted, or a block
            return "str"
        for tag, pattern in _RESOLVERS.get(event.value[:1], []):
            if pattern.match(event.value):
                return tag.removeprefix(_PREFIX)
        return "str"

    def _open(self, node: Node) -> None:
        if len(self._stack) == DEEPEST:
            self._problems.report(node, "", "nested too deeply", allowed=f"up to {DEEPEST} levels")
            raise _Stop
        node.is_open = True
        self._stack.append(node)
        self._keys.append(None)

    def _close(self) -> None:
        node = self._stack.pop()
        self._keys.pop()
        node.is_open = False
        self._merge(node)
        self._attach(node)

    def _attach(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        parent.size += node.size
        if parent.kind == "seq":
            parent.items.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = node
        else:
            parent.pairs.append((key, node))
            self._keys[-1] = None

    def _follow(self, event: yaml.AliasEvent) -> Node:
        place = self._place(event)
        node = self._anchors.get(event.anchor or "")
        if node is None:
            self._problems.report(place, "", "no anchor of this name stands before this alias")
            raise _Stop
        if node.is_open:
            self._problems.report(place, "", "this alias stands inside of what it repeats")
            raise _Stop
        self._count_aliased(place, node.size)
        if node.is_scalar:  # so that a problem with it is told where it is used
            return Node(node.kind, place.line, place.column, node.text)
        return node

    def _count_aliased(self, place: Node, size: int) -> None:
        self._aliased += size
        if self._aliased > MOST_ALIASED:
            self._problems.report(
                place, "", "the aliases repeat too much", allowed=f"{MOST_ALIASED} values in all"
            )
            raise _Stop

    def _merge(self, node: Node) -> None:
        """Replace the `<<` keys of a mapping by what they stand for; written keys win."""
        if not any(key.kind == "merge" for key, _ in node.pairs):
            return
        written = [pair for pair in node.pairs if pair[0].kind != "merge"]
        taken = {key.text for key, _ in written}
        for key, value in node.pairs:
            if key.kind != "merge":
                continue
            for source in value.items if value.kind == "seq" else [value]:
                if source.kind != "map":
                    self._problems.report(
                        key,
                        "",
                        "`<<` takes up a mapping",
                        value=source.describe(),
                        allowed="an alias of a mapping, or a list of them",
                    )
                    continue
                self._count_aliased(key, len(source.pairs))
                fresh = [pair for pair in source.pairs if pair[0].text not in taken]
                written += fresh
                taken.update(pair[0].text for pair in fresh)
        node.pairs = written
