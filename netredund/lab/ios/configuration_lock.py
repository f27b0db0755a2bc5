"""The lock on configuration mode: while one session holds it, no other may configure.

Source: configuration fundamentals guide, "Exclusive Configuration Change Access and Access Session
Locking" (gone from 12.2(33)SRE on). A revert timer that runs out does not ask for it.
"""

import msgspec

LOCKED = (
    "Configuration mode locked exclusively. The lock will be cleared once you exit out of "
    "configuration mode using end/exit\n\n"
)
PROCESS = 3  # the number IOS gives to its exec process varies; the lab's is always this


class LockHolder(msgspec.Struct, frozen=True):
    """Who holds the lock, and from which terminal line."""

    user: str
    vty: int

    @property
    def terminal(self) -> int:
        """The number of the terminal; the console is 0."""
        return self.vty + 1


class ConfigurationLock:
    """The lock of one switch; `holder` None leaves it free."""

    def __init__(self) -> None:
        self.holder: LockHolder | None = None

    def take(self, user: str, vty: int) -> str:
        """Take the lock unless another has it; return what IOS prints about one that is taken."""
        refusal = self.refuse(vty)
        if not refusal:
            self.holder = LockHolder(user, vty)
        return refusal

    def refuse(self, vty: int) -> str:
        """Return what IOS says to a terminal that must wait, nothing to one that need not."""
        if self.holder is None or self.holder.vty == vty:
            return ""
        return (
            f"Configuration mode locked exclusively by user '{self.holder.user}' process "
            f"'{PROCESS}' from terminal '{self.holder.terminal}'. Please try later.\n"
        )

    def release(self, vty: int) -> None:
        """Give it back, if this terminal has it."""
        if self.holder is not None and self.holder.vty == vty:
            self.holder = None

    def clear(self) -> None:
        """Free it, whoever has it."""
        self.holder = None
