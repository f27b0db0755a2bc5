"""Lines that take a server's method off its ports again."""

from netredund.intent import LacpServer, StpServer, Uplink
from netredund.planning.bridge import defaults_in_force, wanted_cost
from netredund.planning.draft import Draft
from netredund.planning.settings import change_listed
from netredund.planning.task import Task
from netredund.secrets import has_secret

_GONE = "the method is removed"
_GUARD_LINES = {
    "bpduguard": "spanning-tree bpduguard disable",
    "portfast": "spanning-tree portfast disable",
    "bpdufilter": "spanning-tree bpdufilter disable",
}


def remove(task: Task) -> None:
    """Plan that what a method put on the ports goes: what stands as the method wants it.

    Mode and VLAN of the ports stay, and so does the priority of the root, which others may rely on.
    """
    if isinstance(task.server, StpServer):
        for leg in task.server.uplinks:
            _remove_bridge_leg(task, leg)
    elif isinstance(task.server, LacpServer):
        _remove_channel(task, task.server)
    else:
        for leg in task.server.uplinks:
            draft, place = task.draft(leg.switch), task.place(leg)
            _clear_edge(draft, place)
            draft.close_step(task.server.name, place, leg.nic)


def _clear_edge(draft: Draft, place: str) -> None:
    line = draft.line(place, "portfast")
    if line and not line.startswith("no ") and not line.endswith((" disable", " network")):
        draft.put(place, "portfast", "", _GONE)
    if draft.line(place, "bpduguard").endswith(" enable"):
        draft.put(place, "bpduguard", "", _GONE)


def _remove_bridge_leg(task: Task, leg: Uplink) -> None:
    draft, place = task.draft(leg.switch), task.place(leg)
    cost = wanted_cost(task, draft)
    vlan = task.server.access_vlan or 1
    if draft.line(place, "cost") == f"spanning-tree cost {cost}":
        draft.put(place, "cost", "", _GONE)
    listed = draft.lines(place, "vlan_cost")
    if listed and change_listed(listed, "cost", vlan, cost) == change_listed(
        listed, "cost", 0, None
    ):
        draft.clear_listed(place, "cost", vlan, _GONE)
    for name, line in _GUARD_LINES.items():
        if draft.line(place, name) != line:
            continue
        if name in defaults_in_force(draft):
            task.note(
                f"{leg.switch} {leg.interface}: `{line}` stays while the server may still bridge:"
                " a global default would be in force without it"
            )
        else:
            draft.put(place, name, "", _GONE)
    draft.close_step(task.server.name, place, leg.nic)


def _remove_channel(task: Task, server: LacpServer) -> None:
    group = server.channel_group
    if group is None:
        return
    draft, channel = task.draft(server.uplinks[0].switch), f"Port-channel{group}"
    links = draft.line(channel, "min_links")
    if server.min_links and links == f"port-channel min-links {server.min_links}":
        draft.put(channel, "min_links", "", _GONE)
        draft.close_step(server.name, channel)
    for leg in server.uplinks:
        place = task.place(leg)
        present = draft.channel(place)
        if present is None or present[0] != group:
            continue
        draft.leave(place, _GONE)
        if draft.line(place, "channel_protocol") == "channel-protocol lacp":
            draft.put(place, "channel_protocol", "", _GONE)
        if server.lacp_rate == "fast" and draft.line(place, "lacp_rate") == "lacp rate fast":
            draft.put(place, "lacp_rate", "", _GONE)
        draft.close_step(server.name, place, leg.nic)
    if not draft.has_place(channel) or draft.members(group):
        return
    interface = draft.facts.find_interface(channel)
    lines = draft.facts.stanza(interface) if interface else ()
    if any(has_secret(line) for line in lines):
        task.note(f"{draft.facts.name} {channel} stays: it holds a secret, which no plan repeats")
        return
    draft.drop(channel, _GONE)
    draft.close_step(server.name, channel)
