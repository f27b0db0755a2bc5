"""One switch at a terminal: privileged mode, shows, configuration lines judged one by one."""

import functools
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar

import msgspec

from netredund.errors import (
    LoginError,
    LostSessionError,
    RefusedError,
    SilentSwitchError,
    UnsendableLineError,
)
from netredund.refusals import Remark, find_refusal, find_show_refusal, judge
from netredund.secrets import mask_secrets, mask_text
from netredund.session.access import Timeouts
from netredund.session.dialogue import Dialogue, Silence, Stream

T = TypeVar("T")

LOGIN = "logging in"
ENABLE = "entering privileged mode"
SETTINGS = "setting up the terminal"
READING = "reading"
CONFIGURING = "configuring"

PAGING_OFF = "terminal length 0"
WIDE = "terminal width 511"
QUIET = "terminal no monitor"
_HOSTNAME = re.compile(r"hostname\s+(\S+)")
_READ_REMEDY = "see whether it is alive, or give it more time (--read-timeout)"


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """One command's output as a terminal log has it: prompt and command above, prompt below."""

    command: str
    prompt: str
    text: str

    @property
    def transcript(self) -> str:
        end = "" if self.text.endswith("\n") or not self.text else "\n"
        return f"{self.prompt}{self.command}\n{self.text}{end}{self.prompt}\n"


class SwitchSession:
    """A terminal session with a switch; close it, or use it in `with`.

    `name` is what errors call the switch. `remarks` are what it said to configuration lines:
    warnings, events and information, in order. `ask` is asked for the enable secret where none is
    known.
    """

    def __init__(
        self,
        name: str,
        stream: Stream,
        *,
        timeouts: Timeouts,
        enable: str | None = None,
        ask: Callable[[str], str] | None = None,
    ) -> None:
        self.name = name
        self.remarks: list[Remark] = []
        self._timeouts = timeouts
        self._dialogue = Dialogue(stream, wait_s=timeouts.login_s)
        self._enable = enable
        self._ask = ask
        self._close: Callable[[], None] | None = None
        self._is_closed = False
        self._is_broken = False

    def __repr__(self) -> str:
        state = "closed" if self._is_closed else self._dialogue.prompt
        return f"<SwitchSession {self.name} {state}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def hostname(self) -> str:
        """The name that the prompt shows."""
        return self._dialogue.name

    @property
    def mode(self) -> str:
        """The configuration mode, `config-if`; empty outside of configuration."""
        return self._dialogue.mode

    def end_with(self, close: Callable[[], None]) -> None:
        """Call `close` when the session is closed."""
        self._close = close

    def start(self, *, is_greeted: bool = True) -> None:
        """Learn the prompt, set up the terminal and enter privileged mode.

        A setting that the image does not know is not needed: its refusal is no error. With
        `is_greeted` the first prompt is still to come.
        """
        if is_greeted:
            self._talk(LOGIN, "", self._dialogue.greet)
        self._talk(SETTINGS, PAGING_OFF, lambda: self._dialogue.learn(PAGING_OFF))
        if self.mode:
            self._talk(SETTINGS, "end", lambda: self._dialogue.learn("end"))
            self._talk(SETTINGS, PAGING_OFF, lambda: self._dialogue.ask(PAGING_OFF))
        self._talk(SETTINGS, WIDE, lambda: self._dialogue.ask(WIDE))
        if not self._dialogue.is_privileged:
            self._enter_privileged()
        self._talk(SETTINGS, QUIET, lambda: self._dialogue.ask(QUIET))
        self._dialogue.wait_s = self._timeouts.read_s

    def _enter_privileged(self) -> None:
        answer = self._talk(ENABLE, "enable", lambda: self._dialogue.ask("enable", may_ask=True))
        if answer.question:
            secret = self._enable
            if secret is None and self._ask is not None:
                secret = self._ask(f"enable secret of {self.name}: ")
            if secret is None:
                self._talk(ENABLE, "enable", self._dialogue.break_off)
                raise LoginError(
                    self.name,
                    ENABLE,
                    "it asks for the enable secret and none is known",
                    "set NETREDUND_ENABLE, or let the user log in with privilege 15",
                )
            told = secret
            answer = self._talk(ENABLE, "enable", lambda: self._dialogue.tell(told))
            if answer.question:  # asking again would only count as one more failure
                self._talk(ENABLE, "enable", self._dialogue.break_off)
        if answer.question or not self._dialogue.is_privileged:
            said = _first_line(answer.text)
            raise LoginError(
                self.name,
                ENABLE,
                f"the enable secret was refused{f': {said}' if said else ''}",
                "check NETREDUND_ENABLE",
            )

    def show(self, command: str) -> str:
        """Return what a `show` command prints, its lines ended by newlines.

        In configuration mode it is asked with `do`, so that the mode is kept. Raises RefusedError
        where the switch does not know it, LostSessionError and SilentSwitchError where the answer
        is not whole.
        """
        return self.record(command).text

    def record(self, command: str) -> Recorded:
        """Return what a `show` command prints, with its prompts around it."""
        _check_line(command)
        prompt = self._dialogue.prompt
        typed = f"do {command}" if self.mode else command
        answer = self._talk(READING, command, lambda: self._dialogue.ask(typed))
        remark = find_show_refusal(answer.text)
        if remark is not None:
            raise self._refusal(command, answer.text, remark.cause, remark.remedy)
        return Recorded(typed, prompt, answer.text)

    def configure(self, line: str) -> str:
        """Enter one configuration line and return the answer; the first one enters the mode.

        Raises RefusedError where the switch refuses it, or says something with `%` that is not
        known to be harmless, or asks a question: nothing more should be sent then.
        """
        _check_line(line)
        if not self.mode:
            self.enter_configuration()
        renamed = _HOSTNAME.match(line.strip())
        if renamed:
            self._dialogue.expect_name(renamed[1])
        return self._judged(line)

    def enter_configuration(self, command: str = "configure terminal") -> None:
        """Enter configuration mode, by default plainly: `configure terminal revert timer 5`.

        Raises RefusedError where the switch refuses it: somebody holds the lock, or the image does
        not know the words.
        """
        self._judged(command)
        if not self.mode:
            cause = "the prompt shows no configuration mode"
            raise self._refusal(command, "", cause)

    def execute(self, command: str, answers: Mapping[str, str] | None = None) -> str:
        """Run a command of privileged mode that is no `show`, and return what it prints.

        `answers` are what to type, by words of the question that IOS asks (`Destination filename`
        to `""` takes the name that it offers). A question that is not among them is broken off.
        Raises RefusedError for that, and where the switch refuses.
        """
        _check_line(command)
        self.leave_configuration()
        return self._judged(command, answers or {})

    def leave_configuration(self) -> None:
        """Go back to privileged mode, where it is in configuration."""
        if self.mode:
            self._judged("end")

    def close(self) -> None:
        """Leave configuration and end the session; a session that is lost already is no error."""
        if self._is_closed:
            return
        try:
            if not self._is_broken:
                self.leave_configuration()
        except (LostSessionError, SilentSwitchError, RefusedError):
            pass
        finally:
            self._is_closed = True
            if self._close is not None:
                self._close()

    def _judged(self, line: str, answers: Mapping[str, str] = MappingProxyType({})) -> str:
        answer = self._talk(CONFIGURING, line, lambda: self._dialogue.ask(line, may_ask=True))
        text = answer.text
        while answer.question:
            typed = next(
                (text for words, text in answers.items() if words in answer.question), None
            )
            if typed is None:
                self._talk(CONFIGURING, line, self._dialogue.break_off)
                cause = "it asks a question; it was answered with Ctrl-C"
                raise self._refusal(line, answer.question, cause)
            answer = self._talk(CONFIGURING, line, functools.partial(self._dialogue.tell, typed))
            text += answer.text
        if text:
            self.remarks += judge(mask_text(text))
            remark = find_refusal(text)
            if remark is not None:
                raise self._refusal(line, text, remark.cause, remark.remedy)
        return text

    def _refusal(self, line: str, reply: str, cause: str, remedy: str = "") -> RefusedError:
        return RefusedError(
            mask_secrets(line.strip()),
            mask_text(reply),
            switch=self.name,
            cause=cause,
            remedy=remedy,
        )

    def _talk(self, phase: str, line: str, talk: Callable[[], T]) -> T:
        """Return what `talk` does; say which switch, phase and line it was if it fails."""
        if self._is_closed:
            raise self._lost(phase, "the session is closed", line)
        try:
            return talk()
        except EOFError as error:
            self._is_broken = True
            reason = f"the session ended{_after(line)} ({error})"
            raise self._lost(phase, reason, line) from error
        except Silence as error:
            self._is_broken = True
            heard = _last_line(mask_text(error.heard))
            wait_s = self._dialogue.wait_s
            raise SilentSwitchError(
                self.name,
                phase,
                f"no prompt{_after(line)} for {wait_s:g} s; the last that came is {heard!r}",
                _READ_REMEDY,
                mask_secrets(line.strip()),
            ) from error

    def _lost(self, phase: str, reason: str, line: str) -> LostSessionError:
        remedy = "log in again and see what stands"
        return LostSessionError(self.name, phase, reason, remedy, mask_secrets(line.strip()))


def _after(line: str) -> str:
    return f" after {mask_secrets(line.strip())!r}" if line else ""


def _check_line(line: str) -> None:
    if not line.strip():
        raise UnsendableLineError(line, "it is empty")
    if any(ord(char) < 32 or ord(char) == 127 for char in line):
        raise UnsendableLineError(
            mask_text(line), "it has control characters; send lines one by one"
        )
    if "?" in line:
        raise UnsendableLineError(mask_secrets(line), "IOS takes `?` as a call for help")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][-200:] if lines else ""


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
