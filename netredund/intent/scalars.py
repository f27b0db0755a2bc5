"""Nodes to values: whole numbers, true and false, words and text, or a problem for each.

YAML 1.1 reads more into plain text than its writers mean: `on` is true, `010` is 8, `1:20` is 80,
`52:54:00:12:34:56` is a number. Here a number is its decimal digits and nothing else, text is what
was written, and where readers of YAML differ (`no` as a name) quotes are asked for.
"""

import re

from netredund.intent.document import Node
from netredund.intent.kinds import HOST, JUMP_HOST, Boolean, Choice, Integer, Text
from netredund.intent.problem import Problems

_LONGEST_TEXT = 400
_TRUE = ("true", "yes", "on")
_NOTHING = "nothing is written here"


def read_key(node: Node, path: str, problems: Problems) -> str | None:
    """Return the text of a key."""
    if not node.is_scalar:
        problems.report(node, path, "a key is text", value=node.describe(), allowed="a word")
        return None
    return _read_written(node, path, problems, "text as a key")


def read_integer(node: Node, path: str, kind: Integer, problems: Problems) -> int | None:
    """Return a whole number within the limits of `kind`."""
    if not re.fullmatch(r"-?(?:0|[1-9][0-9]*)", node.text) or not node.is_scalar:
        looks = "write it in plain decimal digits" if node.kind == "int" else "not a whole number"
        message = _NOTHING if _is_nothing(node) else looks
    elif node.kind != "int":
        message = "a whole number stands without quotes"
    elif len(node.text) > 11 or not kind.low <= int(node.text) <= kind.high:
        message = "out of range"
    elif int(node.text) % kind.step:
        message = f"no multiple of {kind.step}"
    else:
        return int(node.text)
    problems.report(node, path, message, value=node.describe(), allowed=kind.allowed)
    return None


def read_boolean(node: Node, path: str, kind: Boolean, problems: Problems) -> bool | None:
    """Return true or false."""
    if node.kind == "bool" and node.text.lower() in (*_TRUE, "false", "no", "off"):
        return node.text.lower() in _TRUE
    quoted = node.kind == "str" and node.text.lower() in (*_TRUE, "false", "no", "off")
    message = "true and false stand without quotes" if quoted else "neither true nor false"
    message = _NOTHING if _is_nothing(node) else message
    problems.report(node, path, message, value=node.describe(), allowed=kind.allowed)
    return None


def read_choice(node: Node, path: str, kind: Choice, problems: Problems) -> str | None:
    """Return one of the words of `kind`."""
    if node.is_scalar and node.text in kind.choices:
        return node.text
    hint = ""
    if node.is_scalar and not _is_nothing(node):
        meant = dict(kind.meant).get(node.text.lower())
        hint = f" (did you mean {meant!r}?)" if meant else ""
        hint = hint or problems.suggest(node.text, kind.choices)
    message = _NOTHING if _is_nothing(node) else f"not one of the words{hint}"
    problems.report(node, path, message, value=node.describe(), allowed=kind.allowed)
    return None


def read_text(node: Node, path: str, kind: Text, problems: Problems) -> str | None:
    """Return text as it was written, if it has the form of `kind`."""
    if not node.is_scalar:
        problems.report(node, path, "not text", value=node.describe(), allowed=kind.allowed)
        return None
    text = _read_written(node, path, problems, kind.allowed)
    if text is None or (
        len(text) <= _LONGEST_TEXT
        and re.fullmatch(kind.pattern, text)
        and (kind.is_valid is None or kind.is_valid(text))
    ):
        return text
    if kind in (HOST, JUMP_HOST) and ":" in text.rpartition("@")[0]:
        problems.report_secret(node, path)
    else:
        problems.report(node, path, "not of this form", value=text, allowed=kind.allowed)
    return None


def _is_nothing(node: Node) -> bool:
    return node.kind == "null" and not node.text


def _read_written(node: Node, path: str, problems: Problems, allowed: str) -> str | None:
    if node.kind not in ("bool", "null"):
        return node.text
    if not node.text:
        message = _NOTHING
    else:
        message = f"YAML reads this as {'nothing' if node.kind == 'null' else 'true or false'};"
        message += " as text it stands in quotes"
    problems.report(node, path, message, value=node.describe(), allowed=allowed)
    return None
