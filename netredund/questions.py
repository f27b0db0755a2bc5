"""What must be asked of each switch to judge a site: the commands, each once.

Tables are asked for the server's VLAN, group or port only where the switch can be asked so: a
whole table of a large switch takes seconds to print.
"""

from collections.abc import Iterator

from netredund.errors import UnknownServerError
from netredund.intent import LacpServer, Method, Server, Site, StpServer
from netredund.intent.kinds import plain_mac

# Who is at the other end of a port; what the image does not know it refuses, and that is no fault.
_NEIGHBOURS = ("show lldp neighbors detail", "show cdp neighbors detail")
_CONFIGURATION = "show running-config"
_STATUS = "show interfaces status"


def list_questions(site: Site, servers: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    """Return the commands to ask, by switch, for the servers (all of them by default).

    Raises UnknownServerError for a server that is not in the site.

    >>> from netredund.intent import parse_site
    >>> site = parse_site('''
    ... switches: {sw1: , sw2: }
    ... servers: {a: {method: active-backup, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}}
    ... ''')
    >>> list_questions(site)["sw2"][:2]
    ('show interfaces status', 'show etherchannel summary')
    """
    for name in servers:
        if name not in site.servers:
            raise UnknownServerError(name, tuple(site.servers))
    asked: dict[str, dict[str, None]] = {}
    for server in site.servers.values():
        if servers and server.name not in servers:
            continue
        for switch in _switches_of(site, server):
            asked.setdefault(switch, {}).update(dict.fromkeys(_list_for(site, server, switch)))
    return {switch: tuple(commands) for switch, commands in asked.items()}


def _switches_of(site: Site, server: Server) -> list[str]:
    """Return the switches that a server's verdict rests on, the intended root among them."""
    root = server.root if isinstance(server, StpServer) else None
    return list(dict.fromkeys([*server.switches, *([root] if root in site.switches else [])]))


def _list_for(site: Site, server: Server, switch: str) -> Iterator[str]:
    if site.switches[switch].serial is not None:
        yield "show version"
    legs = [leg.interface for leg in server.uplinks if leg.switch == switch]
    if isinstance(server, StpServer):
        yield from _list_for_tree(server, legs)
    elif isinstance(server, LacpServer):
        yield from _list_for_bundle(server)
    else:
        yield from _list_for_failover(server, legs)
    yield _CONFIGURATION
    yield from _NEIGHBOURS


def _list_for_tree(server: StpServer, legs: list[str]) -> Iterator[str]:
    yield f"show spanning-tree vlan {server.access_vlan}"
    yield "show spanning-tree summary"
    for leg in legs:
        yield f"show spanning-tree interface {leg} detail"
    yield _STATUS


def _list_for_bundle(server: LacpServer) -> Iterator[str]:
    group = f" {server.channel_group}" if server.channel_group is not None else ""
    yield f"show etherchannel{group} summary"
    yield f"show etherchannel{group} port-channel"
    yield f"show lacp{group} neighbor"
    yield _STATUS


def _list_for_failover(server: Server, legs: list[str]) -> Iterator[str]:
    yield _STATUS
    if server.trunk is not None:
        yield "show interfaces trunk"
    yield "show etherchannel summary"
    yield "show lacp neighbor"
    for leg in legs:
        yield f"show spanning-tree interface {leg} detail"
    if server.mac is not None and server.method is Method.ACTIVE_BACKUP:
        digits = plain_mac(server.mac)
        address = f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
        yield f"show mac address-table address {address}"
