"""Faults as lines of text: `sw1: drop after line 5`, `sw1 Fa0/24: lose bpdus sent at 90s`.

    WHERE: WHAT [WHEN]

    drop [unnoticed] | hang | slow 2s | bytewise [10ms]                    in a session
    refuse ["text"] | unauthorized | log ["%A-1-B: text"] | garbage ["text"] | prompt "text"
    reload | unreachable 60s [silent]                                      at a switch
    user NAME types "line" ... [stays [20s]] | user NAME configures [20s]
    user NAME locks [20s]
    cut [10s] | restore | lose frames|bpdus|lacpdus sent|received [10s]    at a cable
    reboot [60s] | bond-late 30s | no-stp                                  at a server

    now | at 90s | in 5s
    before|after line 5 | before|after every line | after byte 20 of line 5 (or of every line)
        each: [matching "regex"] [times 3|ever] [of sw1]
    after byte 4000 [of sw1]

A text stands in quotes; in double ones `\\"`, `\\n` and `\\x07` are what they are in C.
"""

from collections.abc import Callable

from netredund.errors import FaultError
from netredund.lab.faults import values as faults
from netredund.lab.faults.values import Fault, Moment, What, When
from netredund.lab.faults.words import Words

WHENS = ("now", "at", "in", "before", "after")
CONFIGURES = ("configure terminal",)
LOCKS = ("configure terminal lock",)


def parse_fault(text: str) -> Fault:
    """Return the fault that a line of text says; FaultError has the column and what is allowed."""
    where, colon, _ = text.partition(":")
    where = " ".join(where.split())
    if not colon or not where:
        raise FaultError(text, "it begins with where it happens: `sw1: drop after line 5`")
    words = Words(text, len(text.partition(":")[0]) + 1)
    what = WHATS[words.choice("fault", tuple(WHATS))](words)
    when = _read_when(words) if words.tokens else _default_when(what)
    if words.tokens:
        words.fail(f"{words.tokens[0].text!r} is too much")
    try:
        return Fault(where, what, when)
    except FaultError as error:
        raise FaultError(text, error.reason) from None


# what


def _read_slow(words: Words) -> What:
    return faults.Slow(words.seconds())


def _read_bytewise(words: Words) -> What:
    return faults.Bytewise(words.seconds()) if words.has_seconds() else faults.Bytewise()


def _read_refuse(words: Words) -> What:
    text = words.quoted()
    return faults.Refuse() if text is None else faults.Refuse(text)


def _read_log(words: Words) -> What:
    text = words.quoted()
    return faults.Log() if text is None else faults.Log(text)


def _read_garbage(words: Words) -> What:
    text = words.quoted()
    return faults.Garbage() if text is None else faults.Garbage(text)


def _read_prompt(words: Words) -> What:
    text = words.quoted()
    if text is None:
        words.fail('the prompt is missing, in quotes: prompt "Router#"')
    return faults.Prompt(text)


def _read_unreachable(words: Words) -> What:
    return faults.Unreachable(words.seconds(), silent=words.take("silent"))


def _read_user(words: Words) -> What:
    name = words.word("name of the user")
    deed = words.choice("deed", ("types", "configures", "locks"))
    if deed != "types":
        lines = CONFIGURES if deed == "configures" else LOCKS
        return faults.OtherUser(name, lines, words.seconds() if words.has_seconds() else None)
    typed: list[str] = []
    while (line := words.quoted()) is not None:
        typed.append(line)
    if not typed:
        words.fail('lines are missing, each in quotes: types "configure terminal" "end"')
    stays_s: float | None = 0.0
    if words.take("stays"):
        stays_s = words.seconds() if words.has_seconds() else None
    return faults.OtherUser(name, tuple(typed), stays_s)


def _read_cut(words: Words) -> What:
    return faults.Cut(words.seconds() if words.has_seconds() else None)


def _read_lose(words: Words) -> What:
    frames = faults.Frames(words.choice("frames", tuple(faults.Frames)))
    direction = faults.Direction(words.choice("direction", tuple(faults.Direction)))
    return faults.Lose(frames, direction, words.seconds() if words.has_seconds() else None)


def _read_reboot(words: Words) -> What:
    return faults.Reboot(words.seconds()) if words.has_seconds() else faults.Reboot()


def _read_bond_late(words: Words) -> What:
    return faults.BondLate(words.seconds())


WHATS: dict[str, Callable[[Words], What]] = {
    "drop": lambda words: faults.Drop(unnoticed=words.take("unnoticed")),
    "hang": lambda words: faults.Hang(),
    "slow": _read_slow,
    "bytewise": _read_bytewise,
    "refuse": _read_refuse,
    "unauthorized": lambda words: faults.Refuse(faults.UNAUTHORIZED),
    "log": _read_log,
    "garbage": _read_garbage,
    "prompt": _read_prompt,
    "reload": lambda words: faults.Reload(),
    "unreachable": _read_unreachable,
    "user": _read_user,
    "cut": _read_cut,
    "restore": lambda words: faults.Restore(),
    "lose": _read_lose,
    "reboot": _read_reboot,
    "bond-late": _read_bond_late,
    "no-stp": lambda words: faults.NoStp(),
}


# when


def _default_when(what: What) -> When:
    if isinstance(what, faults.OF_A_LINE):
        return faults.AtLine(times=None)
    return faults.AtLine() if isinstance(what, faults.SessionFault) else faults.Now()


def _read_when(words: Words) -> When:
    word = words.choice("moment", WHENS)
    if word == "now":
        return faults.Now()
    if word == "at":
        return faults.AtTime(words.seconds())
    if word == "in":
        return faults.AfterDelay(words.seconds())
    byte = None
    if word == "after" and words.take("byte"):
        byte = words.number("byte")
        if not words.comes("of", "line") and not words.comes("of", "every", "line"):
            return faults.AtByte(byte, _read_switch(words))
        words.take("of")
    is_every = words.take("every", "line")
    if not is_every and not words.take("line"):
        words.fail("`line N`, `every line` or `after byte N` is expected")
    number = 1 if is_every else words.number("line")
    pattern = ""
    if words.take("matching"):
        pattern = words.word("regular expression")
    times: int | None = None if is_every else 1
    if words.take("times"):
        times = None if words.take("ever") else words.number("times")
    moment = Moment.BEFORE if byte is not None else Moment(word)
    return faults.AtLine(number, moment, pattern, byte, times, _read_switch(words))


def _read_switch(words: Words) -> str:
    return words.word("name of a switch") if words.take("of") else ""


# written


def write_fault(fault: Fault) -> str:
    """Return a fault as the line of text that `parse_fault` reads."""
    return f"{fault.where}: {_write_what(fault.what)} {_write_when(fault.when)}"


def _write_what(what: What) -> str:
    match what:
        case faults.Slow(delay_s=value) | faults.Bytewise(gap_s=value):
            return f"{type(what).__name__.lower()} {_write_s(value)}"
        case faults.Refuse(faults.UNAUTHORIZED):
            return "unauthorized"
        case faults.Refuse(text) | faults.Log(text) | faults.Garbage(text) | faults.Prompt(text):
            return f"{type(what).__name__.lower()} {_quote(text)}"
        case faults.Unreachable():
            return f"unreachable {_write_s(what.for_s)}{' silent' if what.silent else ''}"
        case faults.OtherUser():
            lines = " ".join(map(_quote, what.lines))
            stays = "" if what.stays_s == 0 else _write_optional(" stays", what.stays_s)
            return f"user {what.name} types {lines}{stays}"
        case faults.Cut():
            return _write_optional("cut", what.for_s)
        case faults.Lose():
            return _write_optional(f"lose {what.frames} {what.direction}", what.for_s)
        case faults.Reboot():
            return f"reboot {_write_s(what.for_s)}"
        case faults.BondLate():
            return f"bond-late {_write_s(what.for_s)}"
        case faults.NoStp():
            return "no-stp"
        case faults.Drop():
            return "drop unnoticed" if what.unnoticed else "drop"
        case faults.Hang() | faults.Reload() | faults.Restore():
            return type(what).__name__.lower()


def _write_when(when: When) -> str:
    match when:
        case faults.Now():
            return "now"
        case faults.AtTime():
            return f"at {_write_s(when.time_s)}"
        case faults.AfterDelay():
            return f"in {_write_s(when.delay_s)}"
        case faults.AtByte():
            return f"after byte {when.number}{_write_switch(when.switch)}"
        case faults.AtLine():
            is_every = when.number == 1 and when.times is None
            text = "every line" if is_every else f"line {when.number}"
            before = f"after byte {when.byte} of" if when.byte is not None else str(when.moment)
            pattern = f" matching {_quote(when.pattern)}" if when.pattern else ""
            times = ""
            if not is_every and when.times != 1:
                times = " times ever" if when.times is None else f" times {when.times}"
            return f"{before} {text}{pattern}{times}{_write_switch(when.switch)}"


def _write_optional(text: str, seconds: float | None) -> str:
    return text if seconds is None else f"{text} {_write_s(seconds)}"


def _write_switch(name: str) -> str:
    return f" of {name}" if name else ""


def _write_s(seconds: float) -> str:
    return f"{round(seconds, 6):.6f}".rstrip("0").rstrip(".") + "s"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    shown = "".join(
        letter if letter.isprintable() or ord(letter) > 255 else f"\\x{ord(letter):02x}"
        for letter in escaped
    )
    return f'"{shown}"'
