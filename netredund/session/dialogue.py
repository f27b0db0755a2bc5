"""Question and answer at a terminal: the prompt is learned, and each answer ends with it.

An answer begins behind the echo of the line, and ends where a line is the prompt and nothing but
log messages or messages to all terminals follow. So a `#` in a banner, a log message between or
the words of another user end nothing. Nothing here waits but for the stream.
"""

import re
import time
from collections.abc import Callable
from typing import NamedTuple, Protocol

from netredund.refusals import is_event

_TAIL = 4000
_LONGEST_ECHO = 200_000
_LONGEST_PROMPT = 120
_LONG_LINE = 20
"""A wrapped echo shows a line's end only; so many letters of it are enough to know it."""
_SHORTEST_NAME = 10
"""IOS cuts the hostname in the prompts of configuration modes, to 20 letters or fewer."""

_LOGGED_COMMAND = "logged command:"
"""A log message may end with a line that was typed before (%PARSER-5-CFGLOG_LOGGEDCMD)."""

_PROMPT = re.compile(r"(?P<name>[^\s#>()]{1,64})(?:\((?P<mode>[^()\s]{1,40})\))?(?P<sign>[#>])$")
_QUESTION = re.compile(
    r".*(?:\[confirm\]|file ?name \[[^\]]*\]\?"
    r"|[\[(](?:yes/no|no/yes|y/n|n/y)[\])](?: ?\[(?:yes|no|y|n)\])?)\s*[:?]?$",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r".*(?:password|passcode|secret)\s*:$", re.IGNORECASE)
_PAGER = re.compile(r"<?-{2,3} ?[Mm]ore ?-{2,3}>?\s*$")
_PAGED = re.compile(r" ?<?-{2,3} ?[Mm]ore ?-{2,3}>? ?(?:\x08+ *\x08*|\r *\r?|\x1b\[[0-9;]*K)*")


class Stream(Protocol):
    """Characters to and from a terminal."""

    def send(self, text: str) -> None:
        """Type `text`; EOFError when the other end has closed."""

    def receive(self, timeout_s: float) -> str:
        """Return what has come, waiting for it; TimeoutError or EOFError when nothing does."""


class Answer(NamedTuple):
    """What came between the echo and the prompt, and the prompt; lines end with a newline.

    `question` is what the device asks instead of prompting, else empty.
    """

    text: str
    prompt: str
    question: str = ""


class Silence(Exception):
    """The answer did not end in time; `heard` is its last lines."""

    def __init__(self, heard: str) -> None:
        self.heard = heard
        super().__init__(heard)


def find_prompt(text: str) -> re.Match[str] | None:
    """Return the match of a line that may be a prompt: `sw1#`, `sw1>`, `sw1(config-if)#`."""
    return _PROMPT.match(text)


def render(line: str) -> str:
    """Return what a terminal shows of a line with backspaces."""
    if "\b" not in line:
        return line.rstrip("\r ")
    cells: list[str] = []
    at = 0
    for char in line.replace("\r", ""):
        if char == "\b":
            at = max(at - 1, 0)
            continue
        cells[at : at + 1] = char
        at += 1
    return "".join(cells).rstrip()


class Dialogue:
    """Lines to a terminal and the answers to them.

    `prompt` is the one that the last answer ended with. Waits are at most `wait_s` for the next
    piece of an answer.
    """

    def __init__(
        self,
        stream: Stream,
        *,
        wait_s: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stream = stream
        self.wait_s = wait_s
        self.prompt = ""
        self._names: tuple[str, ...] = ()
        self._clock = clock

    @property
    def name(self) -> str:
        """The name in the prompt."""
        return self._names[0] if self._names else ""

    @property
    def mode(self) -> str:
        """The configuration mode that the prompt shows (`config-if`), else empty."""
        match = find_prompt(self.prompt)
        return match["mode"] or "" if match else ""

    @property
    def is_privileged(self) -> bool:
        return self.prompt.endswith("#")

    def greet(self) -> str:
        """Wait for what may be the first prompt, and return what came until then.

        A banner may look like one: the prompt is not learned here.
        """
        text = ""
        while True:
            text += self._receive(text)
            last = render(text[text.rfind("\n") + 1 :])
            if find_prompt(last):
                return text

    def learn(self, line: str) -> Answer:
        """Send a harmless line, and learn the prompt from its echo and from what follows."""
        self._names = ()
        return self.ask(line)

    def expect_name(self, name: str) -> None:
        """Let the prompt show another name from the next answer on (after `hostname NAME`)."""
        self._names = (*self._names, name)

    def ask(self, line: str, *, may_ask: bool = False) -> Answer:
        """Send a line and return its answer.

        With `may_ask` a question of the device (`[confirm]`, `Password:`) ends the answer too.
        """
        self.stream.send(line + "\n")
        return self._answer(line, may_ask=may_ask)

    def tell(self, secret: str) -> Answer:
        """Answer a question for a secret: it is not echoed, and the next one ends the answer."""
        self.stream.send(secret + "\n")
        return self._answer(None, may_ask=True)

    def break_off(self) -> Answer:
        """Answer a question with Ctrl-C, and return what follows."""
        self.stream.send("\x03")
        return self._answer(None, may_ask=False)

    def _receive(self, heard: str) -> str:
        try:
            return self.stream.receive(self.wait_s)
        except TimeoutError:
            raise Silence(heard[-_TAIL:]) from None

    def _answer(self, line: str | None, *, may_ask: bool) -> Answer:
        """Read until the prompt, or until a question."""
        echo = "" if line is None else line.rstrip()
        head = ""
        start = None
        while start is None:
            head += self._receive(head)
            start = head.find("\n") + 1 or None if line is None else self._end_of_echo(head, echo)
            if start is None and len(head) > _LONGEST_ECHO:
                raise Silence(head[-_TAIL:])
        pieces = [head[start:]]
        tail = pieces[0][-_TAIL:]
        is_cut = len(pieces[0]) > _TAIL
        while True:
            answer = self._closing(tail, is_cut, may_ask)
            if answer is not None:
                text = "".join(pieces)
                prompt, left_over, question = answer
                if not question:
                    self._accept(prompt)
                text = _PAGED.sub("", text[: len(text) - left_over]).replace("\r\n", "\n")
                if text and not text.endswith("\n"):
                    text += "\n"
                return Answer(text, prompt, question)
            if _PAGER.search(tail[-40:]):
                self.stream.send(" ")
            piece = self._receive(tail)
            pieces.append(piece)
            is_cut = is_cut or len(tail) + len(piece) > _TAIL
            tail = (tail + piece)[-_TAIL:]

    def _closing(self, tail: str, is_cut: bool, may_ask: bool) -> tuple[str, int, str] | None:
        """Return prompt, how many characters from its line on are no answer, and the question."""
        lines = tail.split("\n")
        last = render(lines[-1])
        if self._is_prompt(last):
            return last, len(lines[-1]), ""
        glued = self._behind_event(last)
        if glued:
            return glued, len(glued), ""
        if may_ask and (_QUESTION.match(last) or _PASSWORD.match(last)):
            return "", 0, last
        if len(lines) < 2:
            return None
        for at in range(len(lines) - 2, 0 if is_cut else -1, -1):
            if not self._is_prompt(render(lines[at])):
                continue
            behind = [text for text in map(render, lines[at + 1 :]) if text]
            is_to_all = bool(behind) and behind[0].startswith("***")
            if is_to_all or (behind and not last and all(map(is_event, behind))):
                return render(lines[at]), sum(map(len, lines[at:])) + len(lines) - 1 - at, ""
            return None
        return None

    def _behind_event(self, line: str) -> str:
        """Return the prompt at the end of a log message: IOS prints none, or all, in a new line."""
        if "%" not in line or line[-1:] not in "#>":
            return ""
        for name in self._names:
            at = line.rfind(name)
            if at > 0 and self._is_prompt(line[at:]) and is_event(line):
                return line[at:]
        return ""

    def _is_prompt(self, line: str) -> bool:
        match = find_prompt(line)
        if match is None:
            return False
        if not self._names:
            return True
        return any(
            match["name"] == name
            or (
                match["mode"] is not None
                and len(match["name"]) >= _SHORTEST_NAME
                and name.startswith(match["name"])
            )
            for name in self._names
        )

    def _accept(self, prompt: str) -> None:
        match = find_prompt(prompt)
        assert match is not None
        self.prompt = prompt
        shown = match["name"]
        whole = [name for name in reversed(self._names) if name.startswith(shown)]
        self._names = (whole[0] if whole and match["mode"] else shown,)

    def _end_of_echo(self, text: str, line: str) -> int | None:
        """Return where the echo of `line` ends, null where it has not come yet.

        The echo stands behind the prompt, or alone where a message has taken the prompt away;
        a message may also cut it in two. On a narrow terminal only its end is shown.
        """
        at, begun = 0, ""
        while (newline := text.find("\n", at)) >= 0:
            shown = render(text[at:newline])
            typed = self._without_prompt(shown, line)
            at = newline + 1
            if typed == line or self._is_scrolled(shown, line):
                return at
            if is_event(shown) and shown.endswith(line) and _LOGGED_COMMAND not in shown:
                return at
            if begun and line == (begun + shown).rstrip():
                return at
            if begun and line.startswith(begun + shown):
                begun += shown
            elif not is_event(shown) and shown:
                begun = typed if typed and line.startswith(typed) else ""
        return None

    def _without_prompt(self, shown: str, line: str) -> str:
        """Return what was typed behind the prompt; with no prompt, the line as it is."""
        for sign in "#>":
            at = shown.find(sign)
            while 0 <= at < _LONGEST_PROMPT:
                typed = shown[at + 1 :].strip()
                if self._is_prompt(shown[: at + 1]) and (self._names or typed == line):
                    self._learn_from(shown[: at + 1])
                    return typed
                at = shown.find(sign, at + 1)
        return shown.strip()

    def _learn_from(self, prompt: str) -> None:
        if not self._names:
            match = find_prompt(prompt)
            assert match is not None
            self._names = (match["name"],)

    @staticmethod
    def _is_scrolled(shown: str, line: str) -> bool:
        """Tell whether a narrow terminal shows the end of `line`, behind a `$`."""
        return len(line) > _LONG_LINE and "$" in shown and shown.endswith(line[-_LONG_LINE // 2 :])
