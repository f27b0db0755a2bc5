"""One user's stay at a switch, from login to logout: between his terminal and what carries it.

What carries it (an SSH channel, a line in memory) gives the keys and takes what appears.
"""

from __future__ import annotations

from collections.abc import Callable

from netredund.lab.ios.reply import Reply
from netredund.lab.ios.session import Session
from netredund.lab.ios.terminal import Terminal
from netredund.lab.status import LogMessage

EXEC_TIMEOUT = (10, 0)  # minutes and seconds, where the line has none of its own


class Visit:
    """A session at a terminal, on the vty that it occupies until it is closed.

    `write` gets all that one piece of input brings at once: its echo comes letter by letter.
    `hang_up` is called once, when the switch ended the session.
    """

    def __init__(
        self,
        session: Session,
        number: int,
        note: Callable[[Visit, str], None],
        write: Callable[[str], None],
        hang_up: Callable[[], None],
        leave: Callable[[Visit], None],
    ) -> None:
        self.session = session
        self.number = number
        self.terminal = Terminal(session, self._show, self._execute)
        self.closed = False
        self._note = note
        self._write = write
        self._hang_up = hang_up
        self._leave = leave
        self._screen: list[str] = []
        device = session.device
        device.sessions[session.vty] = f"{session.user} {session.location}"
        device.watchers.append(self._show_message)

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
        self.terminal.feed(text)
        self._flush()
        if self.terminal.closed:
            self.end()

    def run(self, command: str) -> str:
        """Return what one command prints that came with the login (`ssh sw1 show version`)."""
        return self._execute(command).text

    def end(self) -> None:
        """End the session from the switch's side."""
        if not self.closed:
            self.close()
            self._hang_up()

    def close(self) -> None:
        """Give the vty back; for the other side, which is gone."""
        if self.closed:
            return
        self.closed = self.terminal.closed = True
        device = self.session.device
        device.watchers.remove(self._show_message)
        self.session.end_configuration()
        device.sessions.pop(self.session.vty, None)
        self._leave(self)

    def _execute(self, line: str) -> Reply:
        self._note(self, line)
        return self.session.execute(line)

    def _show(self, text: str) -> None:
        self._screen.append(text)

    def _show_message(self, message: LogMessage) -> None:
        was_empty = not self._screen
        self.terminal.show_message(message)
        if was_empty:  # not while an answer is being made: it goes out with it
            self._flush()

    def _flush(self) -> None:
        if self._screen:
            text = "".join(self._screen)
            self._screen.clear()
            self._write(text)
