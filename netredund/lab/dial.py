"""A line in memory to a simulated switch: characters both ways, in protocol time alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netredund.lab.clock import Countdown
from netredund.lab.reception import Reception

if TYPE_CHECKING:
    from netredund.lab.visit import Visit

LOCATION = "192.0.2.1"  # where users in memory come from, RFC 5737


class Line:
    """A terminal session without a socket, for code that types and reads.

        line = network.dial("sw1")
        line.send("show clock\\n")
        print(line.receive(5))

    `receive` lets protocol time pass until something comes, and none passes otherwise. What the
    switch said before it ended the session is still received.
    """

    def __init__(self, reception: Reception, user: str, location: str = LOCATION) -> None:
        self.reception = reception
        self.clock = reception.device.clock
        self._heard: list[str] = []
        self._idle = Countdown(self.clock, self._end)
        self.visit: Visit = reception.admit(user, location, self._heard.append, self._idle.stop)
        self._idle.start(self.visit.idle_limit_s)
        self.visit.start()

    @property
    def closed(self) -> bool:
        """Say whether the session ended, from either side."""
        return self.visit.closed or self.visit.is_dropped

    def send(self, text: str) -> None:
        """Type `text`; EOFError when the session has ended."""
        self._refuse_closed()
        self._idle.start(self.visit.idle_limit_s)
        self.visit.feed(text)

    def receive(self, timeout_s: float) -> str:
        """Return what has come; TimeoutError after `timeout_s` of protocol time, or EOFError."""
        clock = self.clock
        end_s = clock.now_s + timeout_s
        while not self._heard:
            self._refuse_closed()
            if clock.now_s >= end_s:
                raise TimeoutError(f"{self.reception.device.name}: nothing for {timeout_s:g} s")
            due_s = clock.next_due_s()
            clock.run_until(end_s if due_s is None else min(due_s, end_s))
        text = "".join(self._heard)
        self._heard.clear()
        return text

    def close(self) -> None:
        """Hang up."""
        self._idle.stop()
        self.visit.close()

    def _end(self) -> None:
        self.visit.end()

    def _refuse_closed(self) -> None:
        if self.closed:
            raise EOFError(f"{self.reception.device.name} closed the session")
