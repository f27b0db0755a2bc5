"""Lines for servers that end the network: PortFast and BPDU guard, and no channel."""

from netredund.facts.running_config import PortFastDefault
from netredund.intent import Uplink
from netredund.planning.draft import Draft
from netredund.planning.ports import put_port_mode, put_up
from netredund.planning.spelling import portfast_spellings
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task

_EDGE_DEFAULTS = (PortFastDefault.PLAIN, PortFastDefault.EDGE)


def has_portfast_default(facts: SwitchFacts) -> bool:
    """Tell whether a global line turns PortFast on for access ports."""
    return facts.configuration.spanning_tree_settings.portfast_default in _EDGE_DEFAULTS


def is_portfast(draft: Draft, place: str, *, is_trunk: bool) -> bool:
    """Tell whether a port forwards at once: by its own line, else by the global default.

    On a trunk only a line with `trunk` has an effect, and the default has none (Catalyst 2960
    guide, "Configuring Optional Spanning-Tree Features").
    """
    line = draft.line(place, "portfast")
    if not line:
        return has_portfast_default(draft.facts) and not is_trunk
    if line.startswith("no ") or line.endswith((" disable", " network", " normal")):
        return False
    return line.endswith(" trunk") or not is_trunk


def put_edge(task: Task, draft: Draft, place: str) -> None:
    """Plan BPDU guard and PortFast of a port or Port-channel; the guard first."""
    name = task.server.name
    is_trunk = task.server.trunk is not None
    own = draft.line(place, "bpduguard")
    is_default = (
        draft.facts.configuration.spanning_tree_settings.bpduguard_default
        and not own
        and is_portfast(draft, place, is_trunk=is_trunk)
    )
    if not is_default:
        draft.put(
            place,
            "bpduguard",
            "spanning-tree bpduguard enable",
            f"{name} is no bridge: a BPDU from there shows a mistake",
        )
    if not is_portfast(draft, place, is_trunk=is_trunk):
        line, other = portfast_spellings(draft.facts, is_trunk=is_trunk)
        reason = f"{name} is no bridge: its leg forwards as soon as it is up"
        draft.put(place, "portfast", line, reason, otherwise=other)


def put_edge_leg(task: Task, leg: Uplink) -> None:
    """Plan a leg of active-backup or balance-alb: a plain port in no channel.

    A member whose mode or VLAN differs from its Port-channel's is suspended with its carrier up,
    which a server that watches the carrier does not notice: so it leaves before they change, and
    with PortFast on it forwards at once.
    """
    draft, place = task.draft(leg.switch), task.place(leg)
    put_edge(task, draft, place)
    draft.leave(
        place, f"{task.server.method.value} needs plain ports: a channel would split the addresses"
    )
    put_port_mode(task, draft, place)
    put_up(task, draft, place, leg)
    draft.close_step(task.server.name, place, leg.nic)
