"""The words of a fault's text: unquoted, in quotes, times and numbers, each with its column."""

import re
from typing import NoReturn

from netredund.errors import FaultError
from netredund.lab.labnodes import suggest

TOKEN = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']+))""")
SECONDS = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(ms|s)?")
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(.))")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "e": "\x1b"}


class Token:
    """One word of the text; `quoted` where it stood in quotes, `column` where it begins."""

    __slots__ = ("column", "quoted", "text")

    def __init__(self, text: str, column: int, *, quoted: bool) -> None:
        self.text = text
        self.column = column
        self.quoted = quoted


class Words:
    """The words of a fault, taken one after the other."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.tokens: list[Token] = []
        at, end = start, len(text.rstrip())
        while at < end:
            match = TOKEN.match(text, at)
            if match is None:
                self.fail("a quote is not closed", len(text) - len(text[at:].lstrip()))
            quoted = match[3] is None
            body = match[3] if not quoted else match[2]
            if body is None:
                body = ESCAPE.sub(_unescape, match[1])
            self.tokens.append(
                Token(body, match.start() + len(match[0]) - len(match[0].lstrip()), quoted=quoted)
            )
            at = match.end()

    def fail(self, reason: str, column: int | None = None) -> NoReturn:
        """Raise what is wrong at the next word, or at a column."""
        if column is None:
            column = self.tokens[0].column if self.tokens else len(self.text)
        raise FaultError(self.text, f"column {column + 1}: {reason}")

    def peek(self) -> str:
        """Return the next word, empty where there is none or it is quoted."""
        return "" if not self.tokens or self.tokens[0].quoted else self.tokens[0].text

    def comes(self, *words: str) -> bool:
        """Tell whether these words come next."""
        return [token.text for token in self.tokens[: len(words)] if not token.quoted] == [*words]

    def take(self, *words: str) -> bool:
        """Take these words if they come next."""
        if not self.comes(*words):
            return False
        del self.tokens[: len(words)]
        return True

    def choice(self, what: str, allowed: tuple[str, ...]) -> str:
        """Take one of some words."""
        word = self.peek()
        if word not in allowed:
            missing = (
                f"{what} is missing" if not self.tokens else f"no {what} {self.tokens[0].text!r}"
            )
            self.fail(missing + suggest(word, allowed))
        self.tokens.pop(0)
        return word

    def word(self, what: str) -> str:
        """Take any word or quoted text."""
        if not self.tokens:
            self.fail(f"{what} is missing")
        return self.tokens.pop(0).text

    def quoted(self) -> str | None:
        """Take a quoted text if there is one."""
        if not self.tokens or not self.tokens[0].quoted:
            return None
        return self.tokens.pop(0).text

    def has_seconds(self) -> bool:
        return SECONDS.fullmatch(self.peek()) is not None

    def seconds(self) -> float:
        """Take a time: `2s`, `2 s`, `100ms`, `2`."""
        match = SECONDS.fullmatch(self.peek())
        if match is None:
            self.fail("a time like 2s or 100ms is missing")
        self.tokens.pop(0)
        unit = match[2]
        for each in ("s", "ms"):
            if unit is None and self.take(each):
                unit = each
        return float(match[1]) / (1000 if unit == "ms" else 1)

    def number(self, what: str) -> int:
        """Take a whole number from 1."""
        if not re.fullmatch(r"[1-9]\d{0,8}", self.peek()):
            self.fail(f"{what}: a number from 1 is expected")
        return int(self.tokens.pop(0).text)


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return ESCAPES.get(match[2], match[2])
