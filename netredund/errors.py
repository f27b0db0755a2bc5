"""Every error that netredund raises on purpose, in one tree.

    NetRedundError                   exit status 1
    ├── CaptureError                 2  captures that cannot be read
    ├── OpenQuestionError            2  a question must be answered before a method can be advised
    ├── SiteError                    2  the site file is not in order
    ├── UnknownCommandError          2  no reader knows this command
    │   └── AmbiguousCommandError    2  the abbreviation fits several commands
    ├── LabError                     1  the lab cannot do what is asked of it
    │   ├── FaultError               2  a fault that the lab cannot bring about
    │   ├── FlashError               1  a file of a simulated switch cannot be read or written
    │   ├── LabFileError             2  a lab file is wrong
    │   └── WireError                1  a real interface cannot be a wire of the lab
    ├── RefusedError                 4  a device refused a line
    ├── SessionError                 5  no session with a switch, or it ended
    │   ├── AlgorithmError           5  switch and client have no SSH algorithm in common
    │   ├── ConnectError             5  nothing answers at the address
    │   ├── HostKeyError             5  the host key is unknown, changed or revoked
    │   ├── LoginError               5  login or enable failed
    │   ├── LostSessionError         5  the session ended before the answer was whole
    │   ├── SilentSwitchError        5  the answer did not come in time
    │   └── WrongSwitchError         5  another device answers than the site file means
    ├── SshConfigError               2  the SSH client configuration cannot be used
    ├── TopologyError                2  a topology is not in order
    ├── RefusedPlanError             1  the plan would hurt
    ├── DisturbedError               6  somebody else changes the switch; nothing of ours remains
    ├── JournalError                 1  the record of a push cannot be read or written
    ├── ShortTimerError              2  the timer of a push could run out on the way
    ├── LegError                     6  a leg that got its lines carries no traffic
    ├── UnprovedError                6  what was sent is not proved to be right
    ├── UnfinishedError              7  an earlier push is not finished
    ├── StaleCapturesError           3  captures of one plan are of different moments
    ├── UnknownConfigurationError    3  no plan without a whole running-config
    ├── UnknownServerError           2  the site has no server of this name
    ├── UnsendableLineError          2  a text that cannot be one line of a terminal
    └── VlanListError                2  a VLAN list that is none

Each error carries the data it speaks of and the exit status that the command line ends with.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netredund.intent.problem import SiteProblem
    from netredund.planning.change import Refusal


class NetRedundError(Exception):
    """Something that netredund refuses or cannot do; the base of all its errors."""

    exit_code = 1


class OpenQuestionError(NetRedundError):
    """Question `number` has no answer; `question` is its text."""

    exit_code = 2

    def __init__(self, number: int, question: str) -> None:
        self.number = number
        self.question = question
        super().__init__(f"question {number} has no answer: {question}")


class SiteError(NetRedundError):
    """The site file `name` is not in order; `problems` are all that is wrong, by position."""

    exit_code = 2

    def __init__(self, name: str, problems: "Sequence[SiteProblem]") -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}:{problem}" for problem in self.problems))


class TopologyError(NetRedundError):
    """The topology `name` is not in order; `problems` are all that is wrong, by position."""

    exit_code = 2

    def __init__(self, name: str, problems: "Sequence[SiteProblem]") -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}:{problem}" for problem in self.problems))


class UnknownCommandError(NetRedundError):
    """No reader knows `command`; `known` are the commands that are read."""

    exit_code = 2

    def __init__(self, command: str, known: Sequence[str] = (), reason: str = "") -> None:
        self.command = command
        self.known = tuple(known)
        text = reason or "no reader knows this command"
        super().__init__(
            f"{command!r}: {text} (`netredund-switch parse --commands` lists those that are known)"
        )


class AmbiguousCommandError(UnknownCommandError):
    """The abbreviated `command` fits each of `known`."""

    def __init__(self, command: str, known: Sequence[str]) -> None:
        super().__init__(command, known, "ambiguous, it may be " + " or ".join(known))


class CaptureError(NetRedundError):
    """The file or folder `path` holds no captures that can be read, because of `reason`."""

    exit_code = 2

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class UnknownServerError(NetRedundError):
    """The site has no server `name`; `known` are those that it has."""

    exit_code = 2

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(f"no server {name!r} in the site: it has {', '.join(known) or 'none'}")


class RefusedError(NetRedundError):
    """`switch` refused `line`; `reply` is its text. Passwords and keys are masked in both."""

    exit_code = 4

    def __init__(
        self, line: str, reply: str, *, switch: str = "", cause: str = "", remedy: str = ""
    ) -> None:
        self.line = line
        self.reply = reply
        self.switch = switch
        self.cause = cause
        self.remedy = remedy
        said = " / ".join(text.strip() for text in reply.splitlines() if text.strip(" ^"))
        where = f"{switch}: " if switch else ""
        notes = "".join(f"; {note}" for note in (cause, remedy) if note)
        said = (said.rstrip(".") if notes else said) or "without a word"
        super().__init__(f"{where}{line!r} was refused: {said}{notes}")


class SessionError(NetRedundError):
    """There is no session with `switch`, or it ended.

    `phase` is what was being done, `reason` what went wrong, `remedy` what to do about it.
    """

    exit_code = 5

    def __init__(self, switch: str, phase: str, reason: str, remedy: str = "") -> None:
        self.switch = switch
        self.phase = phase
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{switch}: {phase}: {reason}" + (f"; {remedy}" if remedy else ""))


class AlgorithmError(SessionError):
    """Switch and client share no algorithm of one kind; `offered` is what the switch has."""

    def __init__(
        self, switch: str, phase: str, reason: str, remedy: str, offered: dict[str, tuple[str, ...]]
    ) -> None:
        self.offered = offered
        super().__init__(switch, phase, reason, remedy)


class ConnectError(SessionError):
    """Nothing answers at the address, or what answers is no SSH server."""


class HostKeyError(SessionError):
    """The host key is not the one that is known, or none is known, or it is revoked."""


class LoginError(SessionError):
    """The switch did not let the user in, or not into privileged mode."""


class LostSessionError(SessionError):
    """The session ended while `line` was being answered: whether it was taken is not known."""

    def __init__(self, switch: str, phase: str, reason: str, remedy: str, line: str = "") -> None:
        self.line = line
        super().__init__(switch, phase, reason, remedy)


class SilentSwitchError(SessionError):
    """The answer to `line` did not come in time; whether it was taken is not known."""

    def __init__(self, switch: str, phase: str, reason: str, remedy: str, line: str = "") -> None:
        self.line = line
        super().__init__(switch, phase, reason, remedy)


class WrongSwitchError(SessionError):
    """The device that answers has another name than the site file says."""


class SshConfigError(NetRedundError):
    """The SSH client configuration at `path` cannot be used, because of `reason`."""

    exit_code = 2

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class UnsendableLineError(NetRedundError):
    """`line` cannot be typed as one line at a terminal, because of `reason`."""

    exit_code = 2

    def __init__(self, line: str, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"{line!r} cannot be sent: {reason}")


class RefusedPlanError(NetRedundError):
    """The plan would hurt; `refusals` are all reasons, each with the line that shows it."""

    def __init__(self, refusals: "Sequence[Refusal]") -> None:
        self.refusals = tuple(refusals)
        super().__init__("refused:\n" + "\n".join(f"  {each}" for each in self.refusals))


class DisturbedError(NetRedundError):
    """Somebody else is changing `switch`, which `reason` tells: nothing is sent to it."""

    exit_code = 6

    def __init__(self, switch: str, reason: str, remedy: str = "") -> None:
        self.switch = switch
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{switch}: {reason}" + (f"; {remedy}" if remedy else ""))


class JournalError(NetRedundError):
    """The journal at `path` cannot be used, because of `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"journal {path}: {reason}")


class LegError(NetRedundError):
    """The leg `leg` on `switch` did not come up with its new lines; `fault` says how it stands."""

    exit_code = 6

    def __init__(self, switch: str, leg: str, fault: str, waited_s: float) -> None:
        self.switch = switch
        self.leg = leg
        self.fault = fault
        self.waited_s = waited_s
        super().__init__(f"{switch}: {leg}: {fault}, after up to {waited_s:.0f} s")


class ShortTimerError(NetRedundError):
    """A timer of `wanted_min` minutes could run out on the way; `least_min` are needed."""

    exit_code = 2

    def __init__(self, wanted_min: int, least_min: int) -> None:
        self.wanted_min = wanted_min
        self.least_min = least_min
        super().__init__(
            f"a timer of {wanted_min} min is too short: the protocols may take {least_min} min"
            " with all legs (allowed are 1 to 120; push fewer servers at once with --server)"
        )


class UnprovedError(NetRedundError):
    """What was sent is not proved to be right; `reasons` say what speaks against it."""

    exit_code = 6

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("not proved: " + "; ".join(self.reasons))


class UnfinishedError(NetRedundError):
    """The push with the journal `journal` holds `switches` and is not finished, or still runs."""

    exit_code = 7

    def __init__(self, journal: str, switches: Sequence[str], *, is_running: bool = False) -> None:
        self.journal = journal
        self.switches = tuple(switches)
        self.is_running = is_running
        if is_running:
            text = "is still being worked on by another process: wait until it has ended"
        else:
            held = f" and holds {', '.join(self.switches)}" if self.switches else ""
            text = f"is not finished{held}: run `netredund-switch recover`"
        super().__init__(f"the push of {journal} {text}")


class UnknownConfigurationError(NetRedundError):
    """What `switch` runs is not known whole, because of `reason`, at `line` of its text."""

    exit_code = 3

    def __init__(self, switch: str, reason: str, line: int | None = None) -> None:
        self.switch = switch
        self.reason = reason
        self.line = line
        where = f"line {line}: " if line else ""
        super().__init__(
            f"{switch}: running-config: {where}{reason} (a plan needs `show running-config`, whole)"
        )


class StaleCapturesError(NetRedundError):
    """Captures of `switches` are of different moments, because of `reason`: no plan upon them."""

    exit_code = 3

    def __init__(self, switches: Sequence[str], reason: str) -> None:
        self.switches = tuple(switches)
        self.reason = reason
        super().__init__(f"{', '.join(switches)}: {reason}; capture all of them again")


class VlanListError(NetRedundError):
    """`part` of the VLAN list `text` is neither a VLAN nor a range of VLANs."""

    exit_code = 2

    def __init__(self, text: str, part: str) -> None:
        self.text = text
        self.part = part
        super().__init__(
            f"VLAN list {text[:80]!r}: {part[:40]!r} is not allowed, expected VLANs from 1 to 4094"
            " and ranges like 10-20, with commas between"
        )


class LabError(NetRedundError):
    """The lab cannot do what is asked of it."""


class FaultError(LabError):
    """The fault `text` cannot be brought about, because of `reason`."""

    exit_code = 2

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason
        super().__init__(f"fault {text!r}: {reason}")


class FlashError(LabError):
    """The file `name` of a simulated switch cannot be used; `reason` is what IOS says about it."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"flash:{name}: {reason}")


class LabFileError(LabError):
    """A lab file is wrong; `problems` are sentences with file, line and column."""

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class WireError(LabError):
    """The real interface `interface` cannot be a wire; `reason` is the system's."""

    def __init__(self, interface: str, reason: str) -> None:
        self.interface = interface
        self.reason = reason
        super().__init__(
            f"wire {interface}: {reason} (it needs Linux, root and an interface of that name)"
        )
