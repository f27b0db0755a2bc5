"""One user's stay at a switch, from login to logout: between his terminal and what carries it.

What carries it (an SSH channel, a line in memory) gives the keys and takes what appears. Here, and
so for both alike, faults strike the session.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from netredund.lab.clock import Timer
from netredund.lab.faults.traps import Traps
from netredund.lab.ios.reply import Reply
from netredund.lab.ios.session import Session
from netredund.lab.ios.terminal import Terminal
from netredund.lab.show.system import stamp_of
from netredund.lab.status import LogMessage

EXEC_TIMEOUT = (10, 0)  # minutes and seconds, where the line has none of its own


class Visit:
    """A session at a terminal, on the vty that it occupies until it is closed.

    `write` gets all that one piece of input brings at once: its echo comes letter by letter.
    `hang_up` is called once, when the switch ended the session, `is_dropped` without a word;
    where it `is_lost`, the switch has not noticed.
    `line` is the last that was entered. `is_staged` says that a fault brought the user.
    """

    def __init__(
        self,
        session: Session,
        number: int,
        note: Callable[[Visit, str], None],
        traps: Traps,
        write: Callable[[str], None],
        hang_up: Callable[[], None],
        leave: Callable[[Visit], None],
        *,
        is_staged: bool = False,
    ) -> None:
        self.session = session
        self.number = number
        self.is_staged = is_staged
        self.terminal = Terminal(session, self._show, self._execute)
        self.closed = False
        self.muted = False
        self.is_dropped = False
        self.is_lost = False
        self.line = ""
        self.traps = traps
        self._note = note
        self._write = write
        self._hang_up = hang_up
        self._leave = leave
        self._screen: list[str] = []
        self._refusal: str | None = None
        self._false_prompt: str | None = None
        self._insertions: list[str] = []
        self._late: deque[tuple[float, str | None]] = deque()
        self._late_timer: Timer | None = None
        self._pause_s = 0.0
        self._gap_s: float | None = None
        device = session.device
        device.sessions[session.vty] = f"{session.user} {session.location}"
        device.watchers.append(self._show_message)
        device.criers.append(self._show_notice)

    @property
    def idle_limit_s(self) -> float:
        """How long nothing may be typed (`exec-timeout`); 0 is for ever."""
        line = self.session.device.configuration.management.vty[self.session.vty]
        minutes, seconds = line.exec_timeout or EXEC_TIMEOUT
        return 60.0 * minutes + seconds

    def start(self) -> None:
        """Greet and prompt."""
        self.terminal.start()
        self._flush()

    def feed(self, text: str) -> None:
        """Take what was typed."""
        # key by key where faults are armed: each line's answer is looked at by itself
        for piece in text if self.traps.armed else (text,):
            if self.muted or self.closed:
                return
            self.terminal.feed(piece)
            self._flush()
            if not self.terminal.pages:
                self._false_prompt = self._gap_s = None  # the answer is over
        if self.terminal.closed and not self.closed:
            self._deliver(None)

    def run(self, command: str) -> None:
        """Take the one command that came with the login (`ssh sw1 show version`), and end."""
        text = self._execute(command).text
        self._show(text.replace("\n", "\r\n"))
        self._flush()
        self._deliver(None)

    def end(self) -> None:
        """End the session from the switch's side; what is late is never said."""
        if self.closed:
            return
        self._flush()
        was_lost, self.is_lost = self.is_lost, False
        self.close()
        if not was_lost:
            self._hang_up()

    def drop(self) -> None:
        """End the session as if the switch were gone."""
        self.is_dropped = True
        self.end()

    def lose(self) -> None:
        """End the session for the other side alone: here it stays until it was idle too long."""
        self._flush()
        self.muted = self.is_dropped = self.is_lost = True
        if self.idle_limit_s:
            self.session.device.clock.after(self.idle_limit_s, self.end)
        self._hang_up()

    def close(self) -> None:
        """Give the vty back; for the other side, which is gone."""
        if self.closed or self.is_lost:
            return
        self.closed = self.terminal.closed = True
        self._late.clear()
        if self._late_timer is not None:
            self._late_timer.cancel()
        device = self.session.device
        device.watchers.remove(self._show_message)
        device.criers.remove(self._show_notice)
        self.session.end_configuration()
        device.sessions.pop(self.session.vty, None)
        self._leave(self)

    # faults

    def mute(self) -> None:
        """Say nothing any more and take nothing."""
        self._flush()
        self._late.clear()
        self.muted = True

    def refuse(self, text: str) -> None:
        """Do not take the line that was just entered, and say `text` instead."""
        self._refusal = text

    def insert(self, text: str) -> None:
        """Show a text where the output stands, else behind the first line of the answer to come."""
        if self._screen:
            self._insertions.append(text)
        else:
            self._deliver(text)

    def delay(self, delay_s: float) -> None:
        """Let what follows come so much later."""
        self._pause_s += delay_s

    def spell(self, gap_s: float) -> None:
        """Let the rest of the answer come letter by letter."""
        self._gap_s = gap_s

    def end_with(self, prompt: str) -> None:
        """Let the answer end with another prompt."""
        self._false_prompt = prompt

    def log_text(self, message: LogMessage) -> str:
        """Return what a terminal shows of a message."""
        device = self.session.device
        up_s = message.time_s - device.power.booted_s
        stamp = stamp_of(device.release.fixed_lines, device.time_of(message.time_s), up_s)
        return f"{stamp}: {message.line}"

    # lines

    def _execute(self, line: str) -> Reply:
        self.line = line
        self._note(self, line)
        if not self.traps.armed:
            return self.session.execute(line)
        # the echo is no part of the answer
        self._flush()
        self._refusal = None
        self._screen.append("")
        after = self.traps.take_line(self, line)
        if self.closed or self.muted:
            return Reply()
        if self._refusal is not None:
            return Reply(f"{self._refusal}\n")
        reply = self.session.execute(line)
        self.traps.strike_after(after, self, line)
        return Reply() if self.closed or self.muted else reply

    # output

    def _show(self, text: str) -> None:
        self._screen.append(text)

    def _show_message(self, message: LogMessage) -> None:
        was_empty = not self._screen
        self.terminal.show_message(message)
        if was_empty:  # not while an answer is being made: it goes out with it
            self._flush()

    def _show_notice(self, text: str) -> None:
        was_empty = not self._screen
        self.terminal.show_notice(text)
        if was_empty:
            self._flush()

    def _flush(self) -> None:
        """Show what has gathered, up to where a fault strikes."""
        if not self._screen:
            return
        text = "".join(self._screen)
        self._screen.clear()
        prompt = self.session.prompt
        if self._false_prompt is not None and prompt and text.endswith(prompt):
            text = text[: -len(prompt)] + self._false_prompt
        if self._insertions:
            at = text.find("\n") + 1
            text = text[:at] + "".join(self._insertions) + text[at:]
            self._insertions.clear()
        while text and not (self.closed or self.muted):
            room = self.traps.room(self)
            count = len(text) if room is None else min(room, len(text))
            self._deliver(text[:count])
            self.traps.count(self, count, self.line)
            text = text[count:]

    def _deliver(self, text: str | None) -> None:
        """Hand a text over, behind what is late; None is the end of the session."""
        if self.muted or self.closed or text == "":
            return
        pause_s, self._pause_s = self._pause_s, 0.0
        if self._gap_s is not None and text is not None:
            self._late += [(pause_s, text[0]), *((self._gap_s, letter) for letter in text[1:])]
        elif pause_s or self._late or text is None:
            self._late.append((pause_s, text))
        else:
            self._write(text)
            return
        if self._late_timer is None:
            self._wait()

    def _wait(self) -> None:
        """Hand over what is due, and wait for the next that is late."""
        self._late_timer = None
        while self._late:
            pause_s, text = self._late[0]
            if pause_s:
                self._late[0] = (0.0, text)
                self._late_timer = self.session.device.clock.after(pause_s, self._wait)
                return
            self._late.popleft()
            if text is None:
                self.end()
                return
            self._write(text)
