"""One server to be planned: its site, the drafts of its switches, and what speaks against it."""

from collections.abc import Mapping

from netredund.intent import Server, Site, Uplink
from netredund.interfaces import long_name
from netredund.planning.change import Refusal
from netredund.planning.draft import Draft
from netredund.planning.switch_facts import SwitchFacts


class Task:
    """What every part of the plan for one server is given.

    `drafts` are by the unit of the switch (the members of a stack share one); `refusals` and
    `notes` are added to.
    """

    def __init__(
        self,
        site: Site,
        server: Server,
        drafts: Mapping[str, Draft],
        refusals: list[Refusal],
        notes: list[str],
    ) -> None:
        self.site = site
        self.server = server
        self.drafts = drafts
        self.refusals = refusals
        self.notes = notes

    def draft(self, switch: str) -> Draft:
        """Return the draft of a switch, or of the stack that it is in."""
        return self.drafts[self.site.switches[switch].unit]

    def facts(self, switch: str) -> SwitchFacts:
        """Return what a switch says."""
        return self.draft(switch).facts

    def place(self, leg: Uplink) -> str:
        """Return the long name of a leg's port."""
        return long_name(leg.interface)

    def legs_on(self, switch: str) -> list[Uplink]:
        """Return the legs that end on a switch, or on the stack that it is in."""
        unit = self.site.switches[switch].unit
        return [leg for leg in self.server.uplinks if self.site.switches[leg.switch].unit == unit]

    def name(self, leg: Uplink) -> str:
        """Return how a leg is named in reasons: `web1 eth0`."""
        return f"{self.server.name} {leg.nic}"

    def refuse(self, switch: str, reason: str, *, evidence: str = "", remedy: str = "") -> None:
        """Add a refusal, once: with the evidence that was found first."""
        refusal = Refusal(
            server=self.server.name,
            switch=switch,
            reason=reason,
            evidence=evidence,
            remedy=remedy,
        )
        told = {(each.server, each.switch, each.reason) for each in self.refusals}
        if (refusal.server, refusal.switch, refusal.reason) not in told:
            self.refusals.append(refusal)

    def note(self, text: str) -> None:
        """Add a note, once."""
        if text not in self.notes:
            self.notes.append(text)
