"""Lines that every method needs on a port: its mode, its VLANs, that it is up."""

from netredund.facts.interfaces import InterfaceStatus
from netredund.intent import Trunk, Uplink
from netredund.planning.draft import Draft
from netredund.planning.settings import write_allowed
from netredund.planning.spelling import needs_encapsulation
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task
from netredund.vlans import expand_vlans

_ALWAYS = (1, 1002, 1003, 1004, 1005)  # VLANs that IOS has and never prints


def put_port_mode(task: Task, draft: Draft, place: str) -> None:
    """Plan access VLAN or trunk of a port or Port-channel.

    The VLANs come before the mode, so that the port is never in a VLAN that is not its own.
    """
    server = task.server
    if server.trunk is not None:
        _put_trunk(task, draft, place, server.trunk)
        return
    vlan = server.access_vlan
    draft.put(
        place, "access_vlan", f"switchport access vlan {vlan}", f"{server.name} is in VLAN {vlan}"
    )
    draft.put(
        place, "mode", "switchport mode access", f"{server.name} has its legs on access ports"
    )


def _put_trunk(task: Task, draft: Draft, place: str, trunk: Trunk) -> None:
    name = task.server.name
    if needs_encapsulation(draft.facts):
        draft.put(
            place,
            "encapsulation",
            "switchport trunk encapsulation dot1q",
            "the switch takes no trunk without it",
        )
    draft.put(
        place,
        "native_vlan",
        f"switchport trunk native vlan {trunk.wanted_native}",
        f"{name} sends VLAN {trunk.wanted_native} without a tag",
    )
    allowed = (
        ("switchport trunk allowed vlan all",)
        if trunk.allowed is None
        else write_allowed(trunk.allowed)
    )
    draft.put(place, "allowed_vlans", allowed, f"{name} carries these VLANs")
    draft.put(place, "mode", "switchport mode trunk", f"{name} has its legs on trunks")


def put_up(task: Task, draft: Draft, place: str, leg: Uplink) -> None:
    """Plan that a port is up, also where it is err-disabled; the last of its lines."""
    draft.put(place, "shutdown", "", f"the leg {task.name(leg)} has to be up")
    if (
        draft.facts.status(leg.interface) is InterfaceStatus.ERR_DISABLED
        and not draft.facts.find_interface(leg.interface).is_shutdown  # type: ignore[union-attr]  # a leg without a stanza is refused
    ):
        draft.bounce(place, "the port is err-disabled and comes back only this way")


def put_vlans(task: Task, draft: Draft) -> None:
    """Plan the access or native VLAN where the switch lacks it; note what cannot be known.

    Where VTP is not transparent the VLANs stand in vlan.dat and not in the running-config.
    """
    server, facts = task.server, draft.facts
    trunk = server.trunk
    own = trunk.wanted_native if trunk is not None else (server.access_vlan or 1)
    wanted = {own, *((trunk.allowed or ()) if trunk is not None else ())}
    missing = sorted(wanted - _known_vlans(facts))
    if not missing:
        return
    if facts.configuration.vtp_mode not in ("transparent", "off"):
        listed = ", ".join(map(str, missing))
        task.note(
            f"{facts.name}: its running-config does not tell whether VLAN {listed} is there"
            " (VTP keeps VLANs in vlan.dat)"
        )
        return
    for vlan in missing:
        draft.make_vlan(vlan, f"{server.name} needs VLAN {vlan}, which is not there")
    draft.close_step(server.name, f"VLAN {', '.join(map(str, missing))}")


def _known_vlans(facts: SwitchFacts) -> set[int]:
    known = set(_ALWAYS)
    for each in facts.configuration.vlans:
        known |= set(expand_vlans(each.vlans))
    for instance in facts.instances:
        name = instance.instance or ""
        if name.startswith("VLAN") and name[4:].isdecimal():
            known.add(int(name[4:]))
    return known
