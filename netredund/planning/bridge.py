"""Lines for a server that bridges its legs: spanning tree must see every BPDU, and the guard."""

from netredund.facts.running_config import PortFastDefault
from netredund.intent import StpServer, Uplink
from netredund.planning.draft import Draft
from netredund.planning.edge import has_portfast_default
from netredund.planning.ports import put_port_mode, put_up
from netredund.planning.task import Task

_ROOT_GUARD = ("spanning-tree guard root", "spanning-tree rootguard")


def put_bridge_leg(task: Task, leg: Uplink, *, is_root: bool) -> None:
    """Plan a leg of method stp.

    The guards go first: BPDU guard would switch the port off at the server's first BPDU, which
    PortFast and BPDU filter hide. The cost, which keeps the switches from going through the server,
    stands before the port leaves a channel or comes up.
    """
    draft, place = task.draft(leg.switch), task.place(leg)
    _put_guards(task, draft, place, is_root=is_root)
    _put_cost(task, draft, place)
    draft.leave(place, "the server bridges its legs: each is a port of its own in the tree")
    put_port_mode(task, draft, place)
    put_up(task, draft, place, leg)
    draft.close_step(task.server.name, place, leg.nic)


def defaults_in_force(draft: Draft) -> set[str]:
    """Return the settings that a global default turns on in front of a bridge.

    The defaults of BPDU guard and filter work where PortFast is in force; they count all the same,
    so that the port stays safe when somebody turns PortFast on.
    """
    settings = draft.facts.configuration.spanning_tree_settings
    is_network = settings.portfast_default is PortFastDefault.NETWORK
    found = {
        "bpduguard": settings.bpduguard_default,
        "portfast": has_portfast_default(draft.facts) or is_network,
        "bpdufilter": settings.bpdufilter_default,
        "guard": settings.loopguard_default,
    }
    return {name for name, is_on in found.items() if is_on}


_HARM = (
    (
        "bpduguard",
        (" enable",),
        "spanning-tree bpduguard disable",
        "the server sends BPDUs: BPDU guard would switch the port off",
    ),
    (
        "portfast",
        ("portfast", " edge", " trunk", " network"),
        "spanning-tree portfast disable",
        "the server is a bridge: PortFast would forward before the tree is known",
    ),
    (
        "bpdufilter",
        (" enable",),
        "spanning-tree bpdufilter disable",
        "the server is a bridge: without its BPDUs there is a loop",
    ),
    (
        "guard",
        (" loop",),
        "spanning-tree guard none",
        "loop guard would break the leg when the server falls silent",
    ),
)


def _put_guards(task: Task, draft: Draft, place: str, *, is_root: bool) -> None:
    """Plan that nothing harmful is in force: the interface's line, else the global default."""
    defaults = defaults_in_force(draft)
    for name, harmful, line, reason in _HARM:
        own = draft.line(place, name)
        is_on = own.endswith(harmful) and not own.startswith("no ") if own else name in defaults
        if is_on:
            draft.put(place, name, line, reason)
    if draft.line(place, "guard") in _ROOT_GUARD and not is_root:
        reason = "this switch is not the root: root guard would break the leg that blocks"
        draft.put(place, "guard", "spanning-tree guard none", reason)


def _put_cost(task: Task, draft: Draft, place: str) -> None:
    """Plan the transit guard; where the VLAN has a cost of its own, that one is in force."""
    server = task.server
    assert isinstance(server, StpServer)
    cost = wanted_cost(task, draft)
    reason = f"transit guard: the switches shall not go through {server.name} while another way is"
    vlan = server.access_vlan or 1
    stanza = draft.facts.find_interface(place)
    values = stanza.spanning_tree_settings.instance_costs if stanza else ()
    if any(each.covers_vlan(vlan) for each in values):
        draft.put_listed(place, "cost", vlan, cost, reason)
        return
    draft.put(place, "cost", f"spanning-tree cost {cost}", reason)


def wanted_cost(task: Task, draft: Draft) -> int:
    """Return the cost of a leg's port on a switch."""
    assert isinstance(task.server, StpServer)
    return task.server.choose_cost("long" if draft.facts.path_cost() == "long" else "short")
