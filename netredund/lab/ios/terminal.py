"""A virtual terminal: keys in, characters out; line editing, help, history, paging."""

from collections.abc import Callable

from netredund.lab.ios.configurator import render_mismatch
from netredund.lab.ios.reply import Question, Reply
from netredund.lab.ios.session import Session
from netredund.lab.ios.syntax import Mismatch
from netredund.lab.show.system import stamp_of
from netredund.lab.status import LogMessage

MORE = " --More-- "
ERASE_MORE = "\b" * 9 + " " * 8 + "\b" * 9
HISTORY = 20
SHIFT = 10  # how far IOS scrolls a line that reaches the edge
ARROWS = {"A": "\x10", "B": "\x0e", "C": "\x06", "D": "\x02"}


class Terminal:
    """The keyboard and screen of a session.

    `write` takes what appears. `feed` takes what is typed, in pieces of any size. `execute` is
    given each line that is entered, the session itself unless something stands between. `closed`
    is true when the session ended.
    """

    def __init__(
        self,
        session: Session,
        write: Callable[[str], None],
        execute: Callable[[str], Reply] | None = None,
    ) -> None:
        self.session = session
        self.write = write
        self.execute = execute or session.execute
        self.closed = False
        self.typed = ""
        self.cursor = 0
        self.scrolled = 0
        self.history: list[str] = []
        self.recalled = 0
        self.pages: list[str] = []
        self.after_pages: Reply | None = None
        self.question: Question | None = None
        self.escape = ""
        self.returned = False

    def start(self) -> None:
        """Greet and prompt."""
        management = self.session.device.configuration.management
        if management.banner_motd is not None:
            self._print(f"{management.banner_motd}\n")
        self.write("\r\n" + self.session.prompt)

    def feed(self, text: str) -> None:
        """Take typed characters."""
        for key in text:
            if self.closed:
                return
            self._press(key)

    def show_message(self, message: LogMessage) -> None:
        """Show a syslog message where `terminal monitor` asks for it."""
        if not self.session.monitor or self.closed:
            return
        device = self.session.device
        up_s = message.time_s - device.power.booted_s
        stamp = stamp_of(device.release.fixed_lines, device.time_of(message.time_s), up_s)
        self.write(f"\r\n{stamp}: {message.line}")
        vty = device.configuration.management.vty[self.session.vty]
        if vty.logging_synchronous and not self.pages and self.question is None:
            self.write("\r\n" + self.session.prompt + self.typed)
            self.write("\b" * (len(self.typed) - self.cursor))

    def show_notice(self, text: str) -> None:
        """Show what every terminal shows; the line that is being typed is left as it stands."""
        if not self.closed:
            self.write(text.replace("\n", "\r\n"))

    def _press(self, key: str) -> None:
        was_return, self.returned = self.returned, key == "\r"
        if key == "\n" and was_return:
            return
        if self.pages:
            self._turn_page(key)
        elif self.question is not None and self.question.single and key != "\x03":
            self._answer(key)
        elif self.escape or key == "\x1b":
            self._press_escape(key)
        elif key in "\r\n":
            self._press_return()
        elif key in EDITING:
            EDITING[key](self)
        elif key == "?" and self.question is None:
            self._help()
        elif key == "\t" and self.question is None:
            self._complete()
        elif key.isprintable():
            self._insert(key)

    def _press_escape(self, key: str) -> None:
        self.escape += key
        if len(self.escape) == 2 and key != "[":
            self.escape = ""
        elif len(self.escape) == 3:
            self.escape = ""
            if key in ARROWS:
                EDITING[ARROWS[key]](self)

    # editing

    @property
    def _echoes(self) -> bool:
        return self.question is None or self.question.echo

    def _insert(self, key: str) -> None:
        self.typed = self.typed[: self.cursor] + key + self.typed[self.cursor :]
        self.cursor += 1
        if not self._echoes:
            return
        rest = self.typed[self.cursor :]
        self.write(key + rest + "\b" * len(rest))
        self._scroll()

    def _scroll(self) -> None:
        """Shift the line left when it reaches the edge, as IOS does, with a `$` before it."""
        width = self.session.width
        shown = self.cursor - self.scrolled
        room = width - len(self._prompt()) - 1
        if width == 0 or room < 2 * SHIFT or shown < room:
            return
        self.write("\b" * (shown + (1 if self.scrolled else 0)))
        self.scrolled = self.cursor - room + SHIFT
        tail = self.typed[self.scrolled : self.cursor]
        self.write("$" + tail + " " * SHIFT + "\b" * SHIFT)

    def _prompt(self) -> str:
        return self.question.prompt if self.question is not None else self.session.prompt

    def _backspace(self) -> None:
        if self.cursor == 0:
            return
        rest = self.typed[self.cursor :]
        self.typed = self.typed[: self.cursor - 1] + rest
        self.cursor -= 1
        if self._echoes:
            self.write("\b" + rest + " " + "\b" * (len(rest) + 1))

    def _delete(self) -> None:
        if self.cursor < len(self.typed):
            self.cursor += 1
            if self._echoes:
                self.write(self.typed[self.cursor - 1])
            self._backspace()

    def _replace(self, text: str) -> None:
        """Put another text into the line."""
        if self._echoes:
            self.write("\b" * self.cursor + " " * len(self.typed) + "\b" * len(self.typed) + text)
        self.typed, self.cursor, self.scrolled = text, len(text), 0

    def _erase_line(self) -> None:
        self._replace("")

    def _erase_word(self) -> None:
        kept = self.typed[: self.cursor].rstrip()
        kept = kept[: kept.rfind(" ") + 1]
        self._replace(kept + self.typed[self.cursor :])

    def _erase_rest(self) -> None:
        self._replace(self.typed[: self.cursor])

    def _move_start(self) -> None:
        self.write("\b" * self.cursor)
        self.cursor = 0

    def _move_end(self) -> None:
        self.write(self.typed[self.cursor :])
        self.cursor = len(self.typed)

    def _move_left(self) -> None:
        if self.cursor:
            self.cursor -= 1
            self.write("\b")

    def _move_right(self) -> None:
        if self.cursor < len(self.typed):
            self.write(self.typed[self.cursor])
            self.cursor += 1

    def _recall(self, step: int) -> None:
        if self.question is not None:
            return
        self.recalled = max(0, min(len(self.history), self.recalled + step))
        self._replace(self.history[-self.recalled] if self.recalled else "")

    def _redisplay(self) -> None:
        self.write("\r\n" + self._prompt() + (self.typed if self._echoes else ""))
        self.cursor = len(self.typed)

    # lines

    def _press_return(self) -> None:
        line, self.typed, self.cursor, self.scrolled = self.typed, "", 0, 0
        if self.question is not None:
            self._answer(line)
            return
        self.write("\r\n")
        self._remember(line)
        self._take(self.execute(line))

    def _answer(self, text: str) -> None:
        question, self.question = self.question, None
        assert question is not None
        self.write("\r\n")
        self._take(question.answer(text))

    def _remember(self, line: str) -> None:
        self.recalled = 0
        if line.strip() and (not self.history or self.history[-1] != line):
            self.history = [*self.history, line][-HISTORY:]

    def _press_control_z(self) -> None:
        """Run what is typed, then leave configuration mode."""
        self.write("^Z\r\n")
        line, self.typed, self.cursor, self.scrolled = self.typed, "", 0, 0
        self.question = None
        if self.session.configurator is None:
            self._take(Reply())
            return
        self._remember(line)
        reply = self.execute(line) if line.strip() else Reply()
        self.session.end_configuration()
        self._take(Reply(reply.text))

    def _press_control_c(self) -> None:
        """Forget what is typed; in configuration mode leave it."""
        self.write("^C\r\n" if self.session.configurator is not None else "\r\n")
        self.typed, self.cursor, self.scrolled, self.question = "", 0, 0, None
        self.session.end_configuration()
        self._take(Reply())

    def _take(self, reply: Reply) -> None:
        self.after_pages = reply
        if reply.text:
            self._print(reply.text)
        if not self.pages:
            self._finish()

    def _finish(self) -> None:
        reply, self.after_pages = self.after_pages or Reply(), None
        if reply.closes:
            self.closed = True
        elif reply.question is not None:
            self.question = reply.question
            self.write(reply.question.prompt)
        else:
            self.write(self.session.prompt)

    # paging

    def _print(self, text: str) -> None:
        self.pages = text.split("\n")[:-1] if text.endswith("\n") else text.split("\n")
        self._page(self.session.length - 1)

    def _page(self, room: int) -> None:
        """Write lines until the screen is full or the text ends; `length 0` never pages."""
        unlimited = self.session.length == 0
        while self.pages and (unlimited or room > 0):
            line = self.pages.pop(0)
            self.write(line + "\r\n")
            room -= 1 + max(0, len(line) - 1) // (self.session.width or 512)
        if self.pages:
            self.write(MORE)

    def _turn_page(self, key: str) -> None:
        self.write(ERASE_MORE)
        if key == " ":
            self._page(self.session.length - 1)
        elif key in "\r\n":
            self._page(1)
        else:
            self.pages = []
            self.write("\r\n")
        if not self.pages:
            self._finish()

    # help

    def _help(self) -> None:
        self.write("?\r\n")
        text = self._help_text(self.typed[: self.cursor])
        typed = self.typed
        self.pages = []
        self.write(text.replace("\n", "\r\n"))
        self.write(self.session.prompt + typed)
        self.cursor = len(typed)

    def _help_text(self, line: str) -> str:
        listed = self.session.choices(line)
        if isinstance(listed, Mismatch):
            if listed.reason == "invalid":
                return "% Unrecognized command\n"
            return render_mismatch(listed, line, len(self.session.prompt))
        if not listed:
            return "% Unrecognized command\n"
        if line and not line.endswith(" "):
            return "  ".join(choice.word for choice in listed) + "\n\n"
        width = max(len(choice.word) for choice in listed)
        title = [] if line.strip() else [self.session.help_title]
        rows = [f"  {choice.word:<{width}}  {choice.help}".rstrip() for choice in listed]
        return "".join(f"{row}\n" for row in [*title, *rows, ""])

    def _complete(self) -> None:
        """Complete the last word where only one keyword begins like it, and redisplay."""
        line = self.typed[: self.cursor]
        listed = self.session.choices(line) if line and not line.endswith(" ") else []
        words = [] if isinstance(listed, Mismatch) else [choice.word for choice in listed]
        completed = self.typed
        if len(words) == 1 and self.cursor == len(self.typed):
            start = line.rfind(" ") + 1
            completed = f"{line[:start]}{words[0]} "
        self.typed, self.cursor = completed, len(completed)
        self.write("\r\n" + self.session.prompt + completed)


EDITING: dict[str, Callable[[Terminal], None]] = {
    "\x01": Terminal._move_start,
    "\x02": Terminal._move_left,
    "\x03": Terminal._press_control_c,
    "\x04": Terminal._delete,
    "\x05": Terminal._move_end,
    "\x06": Terminal._move_right,
    "\x08": Terminal._backspace,
    "\x7f": Terminal._backspace,
    "\x0b": Terminal._erase_rest,
    "\x0c": Terminal._redisplay,
    "\x12": Terminal._redisplay,
    "\x0e": lambda terminal: terminal._recall(-1),
    "\x10": lambda terminal: terminal._recall(1),
    "\x15": Terminal._erase_line,
    "\x17": Terminal._erase_word,
    "\x18": Terminal._erase_line,
    "\x1a": Terminal._press_control_z,
}
