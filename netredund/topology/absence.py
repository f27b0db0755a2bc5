"""Why a port takes no part in a tree, where its line or its status says it."""

from netredund.facts.interfaces import InterfaceStatus
from netredund.facts.running_config import SwitchportMode
from netredund.topology.network import DEFAULT_VLAN
from netredund.topology.sightings import SwitchSighting
from netredund.verdict.finding import Evidence
from netredund.vlans import has_vlan


def explain_absence(
    switch: SwitchSighting, interface: str, vlan: int
) -> tuple[str, Evidence] | None:
    """Return why a port is not in the tree of a VLAN, and the line that shows it."""
    found = switch.statuses.get(interface)
    if found is not None and found[0] not in (InterfaceStatus.CONNECTED, InterfaceStatus.UP):
        return f"its status is {found[0].value}", found[1].evidence()
    stanza = switch.stanzas.get(interface)
    if stanza is None:
        return None
    evidence = switch.stanza_cites[interface].evidence()
    if stanza.is_shutdown:
        return "it is shut down", evidence
    if stanza.is_switchport is False:
        return "it is a routed port", evidence
    if stanza.switchport_mode is SwitchportMode.TRUNK:
        allowed = stanza.allowed_vlans
        if allowed is not None and not has_vlan(allowed, vlan):
            return f"its trunk allows only VLAN {allowed}", evidence
    elif (own := stanza.access_vlan or DEFAULT_VLAN) != vlan:
        return f"it is in VLAN {own}", evidence
    return None
