"""Who else uses what a plan would change: our own session, the uplink, other servers, trunks."""

import re
from collections.abc import Iterator

from netredund.facts.interfaces import InterfaceStatus
from netredund.facts.running_config import InterfaceConfig, SwitchportMode
from netredund.intent import LacpServer, Uplink
from netredund.intent.kinds import plain_mac
from netredund.interfaces import long_name
from netredund.planning.draft import Draft
from netredund.planning.switch_facts import SwitchFacts
from netredund.planning.task import Task
from netredund.planning.uplinks import check_uplink

_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
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
        _note_unconnected(task, leg, facts)
        _check_description(task, leg, stanza)
        check_uplink(task, leg)
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
    for location in session_locations(facts):
        entry = by_address.get(location)
        if entry is None and _ADDRESS.fullmatch(location):
            gateways = (_GATEWAY.match(line) for line in facts.lines)
            found = (by_address.get(match[1]) for match in gateways if match)
            entry = next((each for each in found if each is not None), None)
        if entry is None or entry.hardware is None:
            continue
        for mac in facts.macs:
            if plain_mac(mac.address) == plain_mac(entry.hardware):
                for port in mac.ports:
                    yield port, f"show users: {location} is {mac.address} on {port}"


def session_locations(facts: SwitchFacts) -> list[str]:
    """Return where our own session comes from: addresses, or names that the switch looked up.

    A session from the console comes from nowhere, and one from a loopback address by no port.
    """
    return [
        user.location
        for user in facts.users
        if user.is_own and user.location is not None and not user.location.startswith("127.")
    ]


def _is_leg(facts: SwitchFacts, leg: Uplink, port: str) -> bool:
    """Tell whether a port is a leg, or the channel that the leg is a member of."""
    stanza = facts.find_interface(leg.interface)
    names = {long_name(leg.interface)}
    if stanza is not None and stanza.channel_group is not None:
        names.add(f"Port-channel{stanza.channel_group}")
    return long_name(port) in names


def _check_session(task: Task, leg: Uplink, facts: SwitchFacts) -> None:
    ports = list(session_ports(facts))
    if not ports and session_locations(facts):
        task.note(
            f"{facts.name}: nothing tells by which port our own session from"
            f" {session_locations(facts)[0]} comes in"
        )
    for port, evidence in ports:
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


def _note_unconnected(task: Task, leg: Uplink, facts: SwitchFacts) -> None:
    if facts.status(leg.interface) is InterfaceStatus.NOT_CONNECTED:
        task.note(
            f"{leg.switch} {leg.interface} is not connected: nothing shows whether the cable of"
            f" {task.name(leg)} is there"
        )


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
                remedy=f"a free group: {_first_free(draft)}",
            )
    _check_automatic_channels(task, group, own)
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


def _check_automatic_channels(task: Task, group: int, own: set[str]) -> None:
    """Refuse a group that Auto LAG has formed: no line of the running-config shows it."""
    first = task.server.uplinks[0]
    draft = task.draft(first.switch)
    known = own | set(draft.members(group))
    for channel in draft.facts.channels:
        strangers = [each for each in channel.members if long_name(each.interface) not in known]
        if channel.group == group and strangers:
            task.refuse(
                first.switch,
                f"channel group {group} is in use by {strangers[0].interface}, and no line of the"
                " running-config puts it there",
                evidence=f"show etherchannel summary, line {strangers[0].line}",
                remedy=f"a free group: {_first_free(draft)}",
            )
            return


def _first_free(draft: Draft) -> int:
    used = draft.groups() | {channel.group for channel in draft.facts.channels}
    return next(number for number in range(1, 4097) if number not in used)
