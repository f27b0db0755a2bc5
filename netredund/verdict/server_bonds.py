"""The server's own view of its bond."""

from netredund.facts.linux import Bonding
from netredund.verdict.case import Case
from netredund.verdict.views import View


def server_bonds(case: Case) -> list[View[Bonding]]:
    """Return the views of the bond that the legs are in.

    A server may have other bonds, of other NICs. Where no view has a leg, all are returned, so that
    the missing leg is told.
    """
    nics = {leg.nic for leg in case.legs}
    views = case.views.of(case.server.name, Bonding)
    own = [view for view in views if any(s.interface in nics for s in view.facts.slaves)]
    return own or views
