"""What a script needs of a switch, and nothing more."""

from typing import Protocol


class Session(Protocol):
    """A switch that shows and is configured, whoever it is: real, simulated or a fake."""

    def show(self, command: str) -> str:
        """Return what a `show` command prints; RefusedError where the switch does not know it."""

    def configure(self, line: str) -> str:
        """Enter one configuration line and return the answer; RefusedError where it is refused.

        The mode is kept from line to line: `interface Fa0/1`, then `shutdown`.
        """
