"""Whether the cables lie as the site file says: what LLDP, CDP, MAC tables and LACP contradict."""

from collections.abc import Iterator

from netredund.facts.lacp import LacpPort
from netredund.facts.running_config import SwitchportMode
from netredund.intent import LacpServer, StpServer, Uplink
from netredund.intent.kinds import plain_mac
from netredund.interfaces import is_same_interface, long_name
from netredund.planning.neighbours import neighbours_on, server_named
from netredund.planning.task import Task


def check_cabling(task: Task) -> None:
    """Refuse where what a port hears is not the server that the site file wires to it."""
    for leg in task.server.uplinks:
        _check_neighbours(task, leg)
        _check_other_addresses(task, leg)
    _check_own_address(task)
    _check_partners(task)
    _check_speeds(task)


def _check_neighbours(task: Task, leg: Uplink) -> None:
    """A server that is heard on a leg is this one; and it is heard on no other port."""
    facts = task.facts(leg.switch)
    is_stp = isinstance(task.server, StpServer)
    for neighbour in neighbours_on(facts, leg.interface):
        server = server_named(task.site, neighbour)
        if is_stp and neighbour.protocol == "cdp":
            continue
        if server is not None and server != task.server.name:
            task.refuse(
                leg.switch,
                f"{leg.interface} is wired to {server}, expected {task.server.name}",
                evidence=neighbour.evidence,
                remedy="the cable is in another port than the site file says",
            )
    legs = {long_name(each.interface) for each in task.legs_on(leg.switch)}
    for heard in facts.lldp:
        if not heard.interface or not heard.system_name or long_name(heard.interface) in legs:
            continue
        for neighbour in neighbours_on(facts, heard.interface):
            if neighbour.protocol == "lldp" and server_named(task.site, neighbour) == (
                task.server.name
            ):
                task.refuse(
                    leg.switch,
                    f"{task.server.name} is wired to {heard.interface}, which is none of its legs",
                    evidence=neighbour.evidence,
                    remedy="the cable is in another port than the site file says",
                )


def _check_other_addresses(task: Task, leg: Uplink) -> None:
    """A leg learns no other server's address, unless this one bridges guests (stp)."""
    if isinstance(task.server, StpServer):
        return
    addresses = {
        plain_mac(server.mac): name
        for name, server in task.site.servers.items()
        if server.mac is not None and name != task.server.name
    }
    for entry in task.facts(leg.switch).has_address_on(leg.interface):
        other = addresses.get(plain_mac(entry.address))
        if other is not None:
            task.refuse(
                leg.switch,
                f"{leg.interface} has the address of {other}, expected {task.server.name}",
                evidence=f"show mac address-table, line {entry.line}: {entry.address}",
                remedy="the cable is in another port than the site file says",
            )


def _check_own_address(task: Task) -> None:
    """The server's address is on no access port that is none of its legs."""
    if task.server.mac is None:
        return
    wanted = plain_mac(task.server.mac)
    for switch in task.server.switches:
        facts = task.facts(switch)
        legs = {long_name(leg.interface) for leg in task.legs_on(switch)}
        for entry in facts.macs:
            if not entry.is_dynamic or plain_mac(entry.address) != wanted:
                continue
            for port in entry.ports:
                stanza = facts.find_interface(port)
                if stanza is None or long_name(port) in legs:
                    continue
                if stanza.switchport_mode is SwitchportMode.ACCESS and not port.startswith("Po"):
                    task.refuse(
                        switch,
                        f"the address of {task.server.name} is on {port}, which is none of its"
                        " legs",
                        evidence=f"show mac address-table, line {entry.line}: {entry.address}",
                        remedy="the cable is in another port than the site file says",
                    )


def _partners(task: Task, switch: str) -> Iterator[tuple[LacpPort, str]]:
    for port in task.facts(switch).partners:
        if port.has_partner and port.partner_system_id:
            yield port, port.partner_system_id.rpartition(",")[2].lower()


def _check_partners(task: Task) -> None:
    """All legs of a channel have one LACP partner, which is on no other port."""
    if not isinstance(task.server, LacpServer):
        return
    others = {
        plain_mac(server.mac): name
        for name, server in task.site.servers.items()
        if server.mac is not None and name != task.server.name
    }
    first = task.server.uplinks[0]
    found: dict[str, LacpPort] = {}
    strangers: list[tuple[LacpPort, str]] = []
    for port, partner in _partners(task, first.switch):
        if any(is_same_interface(port.interface, leg.interface) for leg in task.server.uplinks):
            found.setdefault(partner, port)
            if plain_mac(partner) in others:
                task.refuse(
                    first.switch,
                    f"the LACP partner on {port.interface} is {others[plain_mac(partner)]}",
                    evidence=f"show lacp neighbor, line {port.line}: {partner}",
                    remedy="the cable is in another port than the site file says",
                )
        else:
            strangers.append((port, partner))
    if len(found) > 1:
        ports = " and ".join(f"{port.interface} {each}" for each, port in found.items())
        task.refuse(
            first.switch,
            f"the legs have different LACP partners: {ports}",
            evidence="show lacp neighbor",
            remedy="one of the cables leads to another device, or the server has two bonds",
        )
    for port, partner in strangers:
        if partner in found:
            task.refuse(
                first.switch,
                f"{port.interface}, which is no leg of {task.server.name}, has the LACP partner of"
                f" {found[partner].interface}",
                evidence=f"show lacp neighbor, line {port.line}: {partner}",
                remedy="the cable is in another port than the site file says",
            )


def _check_speeds(task: Task) -> None:
    """The legs of a channel are of one kind: a channel bundles ports of one speed only."""
    if not isinstance(task.server, LacpServer):
        return
    legs = task.server.uplinks
    speeds = {}
    for leg in legs:
        for name, _, speed in task.facts(leg.switch).statuses:
            if is_same_interface(name, leg.interface) and speed and speed.lstrip("a-").isdecimal():
                speeds[leg.interface] = speed.lstrip("a-")
    if len(set(speeds.values())) > 1:
        listed = ", ".join(f"{name} {speed}" for name, speed in speeds.items())
        task.refuse(
            legs[0].switch,
            f"the legs have different speeds, and a channel bundles ports of one: {listed}",
            evidence="show interfaces status",
        )
