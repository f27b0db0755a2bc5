"""A switch for tests: answers what it is told to, and remembers what was typed."""

from collections.abc import Mapping

from netredund.errors import RefusedError
from netredund.refusals import find_refusal


class FakeSwitch:
    """A `Session` with no switch behind it.

    `shows` are the outputs by command, `refuse` the refusals by configuration line. `configured`
    are the lines that were taken, `shown` the commands that were asked, in order.

    >>> switch = FakeSwitch(shows={"show clock": "12:00"}, refuse={"shutdown": "% Not now"})
    >>> switch.show("show clock"), switch.configure("interface Fa0/1")
    ('12:00', '')
    >>> switch.configure("shutdown")
    Traceback (most recent call last):
    netredund.errors.RefusedError: 'shutdown' was refused: % Not now
    """

    def __init__(
        self, shows: Mapping[str, str] | None = None, refuse: Mapping[str, str] | None = None
    ) -> None:
        self.shows = dict(shows or {})
        self.refuse = dict(refuse or {})
        self.configured: list[str] = []
        self.shown: list[str] = []

    def show(self, command: str) -> str:
        """Return the output that is set for a command; one that is not set is refused."""
        self.shown.append(command)
        if command not in self.shows:
            raise RefusedError(command, "% Invalid input detected at '^' marker.")
        return self.shows[command]

    def configure(self, line: str) -> str:
        """Take a line, or refuse it with the text that is set for it; return the answer."""
        reply = self.refuse.get(line, "")
        remark = find_refusal(reply)
        if remark is not None:
            raise RefusedError(line, reply, cause=remark.cause, remedy=remark.remedy)
        self.configured.append(line)
        return reply
