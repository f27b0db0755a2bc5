"""Who else uses what a plan would change: our own session, the uplink, other servers, trunks."""

import re
from collections.abc import Iterator

from netredund.facts.running_config import InterfaceConfig, SwitchportMode
from netredund.facts.spanning_tree import PortRole
from netredund.intent import LacpServer, StpServer, Uplink
from netredund.intent.kinds import plain_mac
from netredund.interfaces import long_name
from netredund.planning.neighbours import neighbours_on, server_named, switch_named
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task

_BLOCKED = (PortRole.ALTERNATE, PortRole.BACKUP)
_GATEWAY = re.compile(r"ip (?:default-gateway|route 0\.0\.0\.0 0\.0\.0\.0) (\d+\.\d+\.\d+\.\d+)")


def check_occupants(task: Task) -> None:
    """Refuse the legs of a server whose ports serve something else."""
    for leg in task.server.uplinks:
        facts = task.facts(leg.switch)
        stanza = facts.find_interface(leg.interface)
        if stanza is None:
            _refuse_missing(task, leg, facts)
            continue
        _check_routed(task, leg, stanza)
        _check_session(task, leg, facts)
        _check_description(task, leg, stanza)
        _check_uplink(task, leg, facts)
        _check_trunk(task, leg, stanza)
        _check_group(task, leg, stanza)
    if isinstance(task.server, LacpServer):
        _check_wanted_group(task)


def _refuse_missing(task: Task, leg: Uplink, facts: SwitchFacts) -> None:
    names = [each.interface for each in facts.configuration.interfaces]
    kind = re.sub(r"\d.*", "", long_name(leg.interface))
    alike = [name for name in names if name.startswith(kind)] or names
    has = f"it has {alike[0]} to {alike[-1]}" if alike else "it has none"
    task.refuse(leg.switch, f"there is no interface {leg.interface}", remedy=has)


def _check_routed(task: Task, leg: Uplink, stanza: InterfaceConfig) -> None:
    facts = task.facts(leg.switch)
    others = [line for line in stanza.other_lines if line.text.startswith("ip address ")]
    if stanza.is_switchport is False or others:
        number = others[0].line if others else stanza.lines.get("is_switchport")
        task.refuse(
            leg.switch,
            f"{stanza.interface} is a routed port",
            evidence=facts.cite(number),
            remedy="is this the port that the server is wired to? If so: switchport",
        )
    mode = stanza.switchport_mode
    if mode is not None and mode not in (
        SwitchportMode.ACCESS,
        SwitchportMode.TRUNK,
        SwitchportMode.DYNAMIC,
        SwitchportMode.DYNAMIC_AUTO,
        SwitchportMode.DYNAMIC_DESIRABLE,
    ):
        task.refuse(
            leg.switch,
            f"{stanza.interface} is a port of mode {mode}, which no method uses",
            evidence=facts.cite(stanza.lines.get("switchport_mode")),
        )


def session_ports(facts: SwitchFacts) -> Iterator[tuple[str, str]]:
    """Yield the ports that our own session comes in by, and what shows it.

    `show users` has our address, `show ip arp` its hardware address or that of the gateway, `show
    mac address-table` the port.
    """
    by_address = {entry.address: entry for entry in facts.arps}
    for user in facts.users:
        if not user.is_own or user.location is None:
            continue
        entry = by_address.get(user.location)
        if entry is None:
            gateways = (_GATEWAY.match(line) for line in facts.lines)
            found = (by_address.get(match[1]) for match in gateways if match)
            entry = next((each for each in found if each is not None), None)
        if entry is None or entry.hardware is None:
            continue
        for mac in facts.macs:
            if plain_mac(mac.address) == plain_mac(entry.hardware):
                for port in mac.ports:
                    yield port, f"show users: {user.location} is {mac.address} on {port}"


def _is_leg(facts: SwitchFacts, leg: Uplink, port: str) -> bool:
    """Tell whether a port is a leg, or the channel that the leg is a member of."""
    stanza = facts.find_interface(leg.interface)
    names = {long_name(leg.interface)}
    if stanza is not None and stanza.channel_group is not None:
        names.add(f"Port-channel{stanza.channel_group}")
    return long_name(port) in names


def _check_session(task: Task, leg: Uplink, facts: SwitchFacts) -> None:
    for port, evidence in session_ports(facts):
        if _is_leg(facts, leg, port):
            task.refuse(
                leg.switch,
                f"{leg.interface} carries our own session",
                evidence=evidence,
                remedy="work from elsewhere, or through the console",
            )


def _check_description(task: Task, leg: Uplink, stanza: InterfaceConfig) -> None:
    """Refuse a port whose description names another device of the site, and not this server."""
    words = set(re.findall(r"[A-Za-z0-9_.-]+", (stanza.description or "").lower()))
    own = {task.server.name.lower(), leg.switch.lower()}
    strangers = [
        name
        for name in (*task.site.switches, *task.site.servers)
        if name.lower() in words and name.lower() not in own
    ]
    if strangers and task.server.name.lower() not in words:
        task.refuse(
            leg.switch,
            f"{stanza.interface} is used by {strangers[0]}",
            evidence=task.facts(leg.switch).cite(stanza.lines.get("description")),
            remedy="put the site file right, or the description",
        )


def _check_uplink(task: Task, leg: Uplink, facts: SwitchFacts) -> None:
    """Refuse a port that leads to a switch.

    A bridging server passes CDP on, so that CDP names the switch behind it: with method stp only
    LLDP and the tree count.
    """
    is_stp = isinstance(task.server, StpServer)
    for neighbour in neighbours_on(facts, leg.interface):
        switch = switch_named(task.site, neighbour)
        is_other = neighbour.is_switch and not server_named(task.site, neighbour)
        if (switch or is_other) and not (is_stp and neighbour.protocol == "cdp"):
            task.refuse(
                leg.switch,
                f"{leg.interface} is a link to the switch {switch or neighbour.name}",
                evidence=neighbour.evidence,
                remedy="put the site file right",
            )
    for instance, port in facts.tree_ports(leg.interface):
        evidence = f"show spanning-tree, line {port.line}"
        is_answered = port.effective_role in _BLOCKED or "Peer(STP)" in (port.type or "")
        if not is_stp and is_answered:
            task.refuse(
                leg.switch,
                f"{leg.interface} hears a bridge in {instance.instance}: BPDU guard would switch it"
                f" off, and {task.server.method.value} has no bridge",
                evidence=evidence,
                remedy="bridge_stp off on the server, or method stp",
            )
        elif port.effective_role is not PortRole.ROOT:
            continue
        elif not is_stp:
            task.refuse(
                leg.switch,
                f"{leg.interface} is the switch's way to the root of {instance.instance}: a bridge"
                f" is there, and {task.server.method.value} has none",
                evidence=evidence,
            )
        elif not _has_other_way(task, leg, facts):
            task.refuse(
                leg.switch,
                f"{leg.interface} is the switch's only way to the root of {instance.instance}:"
                " its uplink",
                evidence=evidence,
                remedy="a link between the switches, or the right port in the site file",
            )


def _has_other_way(task: Task, leg: Uplink, facts: SwitchFacts) -> bool:
    """Tell whether another port leads to a switch: it blocks, a switch is heard, or it trunks."""
    legs = {long_name(each.interface) for each in task.legs_on(leg.switch)}
    for instance in facts.instances:
        for row in instance.ports:
            if row.interface is None or long_name(row.interface) in legs:
                continue
            if row.effective_role in (PortRole.ALTERNATE, PortRole.ROOT):
                return True
            stanza = facts.find_interface(row.interface)
            if stanza is not None and stanza.switchport_mode is SwitchportMode.TRUNK:
                return True
            for neighbour in neighbours_on(facts, row.interface):
                if neighbour.is_switch or switch_named(task.site, neighbour):
                    return True
    return False


def _check_trunk(task: Task, leg: Uplink, stanza: InterfaceConfig) -> None:
    """Refuse to make an access port of a trunk on which other VLANs are alive."""
    facts = task.facts(leg.switch)
    if task.server.trunk is not None or stanza.switchport_mode is not SwitchportMode.TRUNK:
        return
    own = {str(task.server.access_vlan), str(stanza.native_vlan or 1)}
    alive = [entry for entry in facts.has_address_on(leg.interface) if entry.vlan not in own]
    if alive:
        task.refuse(
            leg.switch,
            f"{stanza.interface} is a trunk in use: {alive[0].address} is in VLAN {alive[0].vlan}",
            evidence=f"show mac address-table, line {alive[0].line}",
            remedy="`trunk` in the site file, if it shall remain one",
        )
    elif not facts.macs:
        task.note(
            f"{leg.switch} {stanza.interface} is a trunk now, and no capture of the MAC table"
            " tells whether other VLANs use it"
        )


def _check_group(task: Task, leg: Uplink, stanza: InterfaceConfig) -> None:
    """Refuse to take a leg out of a channel that others are in."""
    if stanza.channel_group is None:
        return
    draft = task.draft(leg.switch)
    own = {long_name(each.interface) for each in task.legs_on(leg.switch)}
    others = [each for each in draft.members(stanza.channel_group) if each not in own]
    if others:
        task.refuse(
            leg.switch,
            f"{stanza.interface} is in channel group {stanza.channel_group} with {others[0]},"
            f" which is no leg of {task.server.name}",
            evidence=draft.facts.cite(stanza.lines.get("channel_group")),
        )


def _check_wanted_group(task: Task) -> None:
    """Refuse a group that others are in, and a Port-channel that is routed."""
    assert isinstance(task.server, LacpServer)
    first = task.server.uplinks[0]
    draft, group = task.draft(first.switch), task.server.channel_group
    if group is None:
        task.refuse(
            first.switch,
            "the site file does not say which channel group",
            remedy=f"servers.{task.server.name}.channel_group: N",
        )
        return
    own = {long_name(each.interface) for each in task.server.uplinks}
    for member in draft.members(group):
        if member not in own:
            stanza = draft.facts.find_interface(member)
            task.refuse(
                first.switch,
                f"channel group {group} is in use by {member}, which is no leg of"
                f" {task.server.name}",
                evidence=draft.facts.cite(stanza.lines.get("channel_group") if stanza else None),
                remedy=f"a free group: {_first_free(draft.groups())}",
            )
    channel = draft.facts.find_interface(f"Port-channel{group}")
    if channel is None:
        return
    _check_description(task, first, channel)
    routed = [line for line in channel.other_lines if line.text.startswith("ip address ")]
    if channel.is_switchport is False or routed:
        task.refuse(
            first.switch,
            f"{channel.interface} is routed: channel group {group} is in use",
            evidence=draft.facts.cite(routed[0].line if routed else channel.line),
        )


def _first_free(groups: set[int]) -> int:
    return next(number for number in range(1, 4097) if number not in groups)
