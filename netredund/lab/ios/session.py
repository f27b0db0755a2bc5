"""One session at a simulated switch: takes lines, gives what IOS prints; knows no socket."""

from netredund.lab.ios import file_actions, reload_actions, undo_actions  # noqa: F401  # each fills the table
from netredund.lab.ios.configurator import Configurator, is_refusal, render_mismatch
from netredund.lab.ios.device import Device
from netredund.lab.ios.exec_actions import EXEC_ACTIONS
from netredund.lab.ios.grammars import grammar_of
from netredund.lab.ios.help import MODIFIERS, TITLES
from netredund.lab.ios.pipes import (
    FilterMistake,
    compile_pattern,
    filter_lines,
    read_filter,
    split_filter,
)
from netredund.lab.ios.refusals import INCOMPLETE
from netredund.lab.ios.reply import Reply
from netredund.lab.ios.syntax import Choice, Grammar, Match, Mismatch
from netredund.lab.show.catalogue import SHOWS
from netredund.lab.show.query import Query

LONGEST_CONFIG_NAME = 20  # IOS cuts the hostname in the prompts of configuration modes


class Session:
    """A user at a virtual terminal.

    `location` is the address he comes from. The text of replies has newlines alone; the
    terminal makes them CRLF and pages them by `length` and `width`.
    """

    def __init__(
        self, device: Device, user: str, *, privilege: int, vty: int, location: str = "127.0.0.1"
    ) -> None:
        self.device = device
        self.user = user
        self.privilege = privilege
        self.vty = vty
        self.location = location
        line = device.configuration.management.vty[vty]
        self.length = 24 if line.length is None else line.length
        self.width = 80 if line.width is None else line.width
        self.monitor = False
        self.configurator: Configurator | None = None
        self.boots = device.power.boots

    @property
    def prompt(self) -> str:
        """The prompt of the present mode."""
        hostname = self.device.configuration.switch.hostname
        if self.configurator is not None:
            if self.configurator.banner is not None:
                return ""
            mode = self.configurator.place.mode
            return f"{hostname[:LONGEST_CONFIG_NAME]}({mode.value})#"
        return f"{hostname}{'#' if self.privilege == 15 else '>'}"

    @property
    def alive(self) -> bool:
        """Tell whether the switch runs and did not reload since the login."""
        power = self.device.power
        return power.on and self.boots == power.boots

    def execute(self, line: str) -> Reply:
        """Take one line and return what it brings."""
        if not self.alive:
            return Reply(closes=True)
        self.device.rollback.note_activity(self)
        if self.configurator is None:
            return self._execute(line, 0)
        if self.configurator.banner is None:
            words = line.split(maxsplit=1)
            first = words[0].lower() if words else ""
            if first == "do" and len(words) > 1:
                return self._execute(line, line.lower().index("do") + 2)
            if first == "end":
                return self.end_configuration()
            if len(first) > 1 and "exit".startswith(first) and len(words) == 1:
                if self.configurator.leave():
                    return Reply()
                return self.end_configuration()
        text = self.configurator.enter(line, len(self.prompt))
        if line.strip() and not is_refusal(text):
            self.device.changed = (self.device.clock.now_s, self.user)
        return Reply(text)

    def end_configuration(self) -> Reply:
        """Leave configuration mode (`end`, Ctrl-Z) and log who was in it."""
        if self.configurator is not None:
            self.configurator = None
            if not self.alive:
                return Reply(closes=True)
            self.device.lock.release(self.vty)
            place = f"{self.user} on vty{self.vty} ({self.location})"
            self.device.report("SYS", 5, "CONFIG_I", f"Configured from console by {place}")
        return Reply()

    def choices(self, line: str) -> list[Choice] | Mismatch:
        """Return what `?` lists after `line`."""
        if self.configurator is None:
            return self._exec_choices(line, 0)
        words = line.lower().split(maxsplit=1)
        if words and words[0] == "do" and line.lower().lstrip() != "do":
            return self._exec_choices(line, line.lower().index("do") + 2)
        return self.configurator.choices(line)

    def _exec_choices(self, line: str, start: int) -> list[Choice] | Mismatch:
        grammar = self._grammar()
        listed, match = grammar.choices(line, start), grammar.parse(line, start)
        if isinstance(listed, Mismatch) or isinstance(match, Mismatch):
            return listed
        if line.endswith(" ") and match.command.action in SHOWS:
            listed.insert(-1, Choice("|", MODIFIERS))  # the last is <cr>
        return listed

    @property
    def help_title(self) -> str:
        """What `?` says above the commands of a mode."""
        if self.configurator is not None:
            return TITLES[self.configurator.place.mode]
        return TITLES["privileged" if self.privilege == 15 else "user"]

    def _grammar(self) -> Grammar:
        features = self.device.release.features | self.device.model.features
        return grammar_of("privileged" if self.privilege == 15 else "user", features)

    def _execute(self, line: str, start: int) -> Reply:
        if not line[start:].strip() or line[start:].lstrip().startswith("!"):
            return Reply()
        command, bar = split_filter(line)
        match = self._grammar().parse(command, start)
        if isinstance(match, Mismatch):
            return Reply(self._refuse(match, line, start))
        name = match.values.get("interface")
        if name is not None and not self.device.has_interface(name):
            return Reply(self._refuse(Mismatch("invalid", match.columns["interface"]), line, start))
        if bar is not None and match.command.action not in SHOWS:
            return Reply(self._refuse(Mismatch("invalid", bar - 1), line, start))
        if match.command.action in SHOWS:
            return Reply(self._show(match, line, bar))
        return EXEC_ACTIONS[match.command.action](self, match)

    def _refuse(self, mismatch: Mismatch, line: str, start: int) -> str:
        typed = line[start:].strip()
        management = self.device.configuration.management
        unknown = mismatch.reason == "invalid" and len(typed.split()) == 1 and start == 0
        if unknown and management.vty[self.vty].transport_preferred != "none":
            name = typed.split()[0]
            asked = (
                "" if management.domain_lookup is False else "...domain server (255.255.255.255)"
            )
            return (
                f'Translating "{name}"{asked}\n'
                "% Unknown command or computer name, or unable to find computer address\n"
            )
        if mismatch.reason == "rejected":
            mismatch = Mismatch("invalid", mismatch.column)
        return render_mismatch(mismatch, line, len(self.prompt))

    def _show(self, match: Match, line: str, bar: int | None) -> str:
        if bar is None:
            return _join(self._run_show(match))
        wanted = read_filter(line, bar)
        if isinstance(wanted, FilterMistake):
            if wanted.reason == "incomplete":
                return f"{INCOMPLETE}\n\n"
            return render_mismatch(Mismatch(wanted.reason, wanted.column), line, len(self.prompt))
        pattern = compile_pattern(wanted.pattern)
        if pattern is None:
            return "% Failed to compile regular expression.\n"
        return _join(filter_lines(self._run_show(match), wanted, pattern))

    def _run_show(self, match: Match) -> list[str]:
        query = Query(self.device, match.values, self.vty, self.privilege)
        return SHOWS[match.command.action](query)


def _join(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
