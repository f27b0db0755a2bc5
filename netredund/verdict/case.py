"""One server with all that is known about it: what every check is given."""

from functools import cached_property

from netredund.intent import Server, Site, Uplink
from netredund.verdict.views import Views


class Case:
    """A server of a site, and the views of the devices around it."""

    def __init__(self, site: Site, server: Server, views: Views, max_age_s: float) -> None:
        self.site = site
        self.server = server
        self.views = views
        self.max_age_s = max_age_s

    @cached_property
    def legs(self) -> tuple[Uplink, ...]:
        """The server's legs, in the order of the site file."""
        return self.server.uplinks

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """The switches that its legs end on."""
        return self.server.switches

    def leg_name(self, leg: Uplink) -> str:
        """Return how findings call a leg: `sw1 Fa0/23`."""
        return f"{leg.switch} {leg.written or leg.interface}"
