"""MST as captures show it: the regions, MST0, and the instance that carries a VLAN."""

from typing import NamedTuple

import msgspec

from netredund.interfaces import short_name
from netredund.topology.network import Bridge, Region, VlanRanges
from netredund.topology.sightings import SwitchSighting, sight_switch
from netredund.verdict.finding import Evidence, Finding, Verdict
from netredund.verdict.views import Views

_ONE_REGION = "the only region"


class MstSurvey(NamedTuple):
    """What switches that speak MST show of MST0, and their regions by name; empty without MST."""

    common: dict[str, SwitchSighting]
    regions: dict[str, Region]
    findings: tuple[Finding, ...] = ()


def survey_mst(views: Views, seen: dict[str, SwitchSighting], vlan: int) -> MstSurvey:
    """Return the regions of the switches in a VLAN's tree.

    `seen` is what shows the VLAN. Where a switch does not show its region, all are taken to be in
    one. Without MST0, and with PVST+ beside MST, there are no regions and a finding says so: the
    VLAN is then one tree, as far as no boundary is in it.
    """
    speakers = [each for each in seen.values() if each.mst_instance is not None]
    if not speakers:
        return MstSurvey({}, {})
    for switch in seen.values():
        if switch.mst_instance is None:
            return _refuse(
                switch.name, f"{switch.name}: MST, as the other switches have, expected, got"
                f" {switch.mode or 'a tree of its own'}: what PVST+ does at a region's boundary is"
                " not computed", switch.evidence(),
            )  # fmt: skip
    common = {each.name: sight_switch(views, each.name, vlan, is_common=True) for each in speakers}
    for name, sighting in common.items():
        if sighting.identifier is None:
            return _refuse(
                name, f"{name}: MST0, which decides at the region's boundary, expected it in the"
                " captures, got none: taken as one region without a boundary",
                seen[name].evidence(), f"capture `show spanning-tree mst 0` on {name}",
            )  # fmt: skip
    regions = {}
    is_told = all(each.region for each in common.values())
    for each in speakers:
        sighting = common[each.name]
        sighting.region = (sighting.region if is_told else None) or _ONE_REGION
        vlans: VlanRanges = ((vlan, vlan),)
        instances = {each.mst_instance: vlans} if each.mst_instance else {}
        regions[sighting.region] = Region(sighting.region, instances)
    return MstSurvey(common, regions)


def _refuse(name: str, message: str, evidence: tuple[Evidence, ...], remedy: str = "") -> MstSurvey:
    hole = Finding("topology.hole", name, Verdict.UNKNOWN, message, evidence, remedy)
    return MstSurvey({}, {}, (hole,))


def add_instance(bridge: Bridge, common: SwitchSighting, seen: SwitchSighting) -> Bridge:
    """Return an MST bridge with its values in the instance that `seen` shows, if it is not MST0."""
    bridge = msgspec.structs.replace(bridge, region=common.region)
    number = seen.mst_instance
    if not number or seen.identifier is None:
        return bridge
    ports = dict(bridge.ports)
    for row in seen.ports.values():
        port = ports.get(short_name(row.interface))
        if port is not None:
            ports[port.name] = msgspec.structs.replace(
                port,
                instance_costs={} if row.cost is None else {number: row.cost},
                instance_priorities={} if row.identifier is None else {number: row.identifier[0]},
            )
    return msgspec.structs.replace(
        bridge, ports=ports, instance_priorities={number: seen.identifier[0]}
    )
