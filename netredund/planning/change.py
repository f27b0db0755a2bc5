"""The values of a plan: lines with their reasons, in steps, and what they change per switch."""

import msgspec


class PlannedLine(msgspec.Struct, frozen=True, gc=False):
    """A line as it is typed in configuration mode, and why.

    `otherwise` is the same in the other spelling, where nothing told which of them the release
    knows: to be tried once when IOS answers `% Invalid input` or `% Incomplete command.`.
    """

    line: str
    reason: str
    otherwise: str | None = None


class DiffLine(msgspec.Struct, frozen=True, gc=False):
    """A line of the running-config: `sign` is a blank, `-` or `+`; `reason` is of what changes."""

    sign: str
    text: str
    reason: str = ""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of one switch that belong together: those of one leg, of a channel, or of the tree.

    Both begin and end in global configuration mode. `leg` is the server's interface, null where
    the step is of none; `subject` is what the lines are about (`FastEthernet0/1`).
    """

    switch: str
    server: str
    subject: str
    leg: str | None = None
    do: tuple[PlannedLine, ...] = ()
    undo: tuple[PlannedLine, ...] = ()


class SwitchPlan(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of one switch in their order, and what they change in its running-config."""

    switch: str
    do: tuple[PlannedLine, ...] = ()
    undo: tuple[PlannedLine, ...] = ()
    diff: tuple[DiffLine, ...] = ()


class RootMove(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Who is root of a VLAN, and who will be; `before` is null where no capture tells.

    `mst_instance` is 0 where the root of MST instance 0 moves for it, null for the VLAN's own tree.
    """

    vlan: int
    before: str | None
    after: str
    mst_instance: int | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to do and what to undo; `steps` are in the order in which they are safe.

    `do` of a switch is that of its steps in their order, `undo` in the reverse order. A plan
    without steps means that everything stands as it shall. `notes` say what could not be known.
    """

    switches: tuple[SwitchPlan, ...] = ()
    steps: tuple[Step, ...] = ()
    roots: tuple[RootMove, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to do."""
        return not self.steps

    def find_switch(self, name: str) -> SwitchPlan | None:
        """Return the lines of one switch, null where it gets none."""
        return next((each for each in self.switches if each.switch == name), None)


class Refusal(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Why a server's lines are not planned: what would be hurt, and the line that shows it.

    `evidence` is `command, line N: text`, empty where no line shows it.
    """

    server: str
    switch: str
    reason: str
    evidence: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        said = f" ({self.evidence})" if self.evidence else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.server}: {self.switch}: {self.reason}{said}{remedy}"
