"""What must be asked of each switch: to judge a site, to plan, to draw it; each command once.

Tables are asked for the server's VLAN, group or port only where the switch can be asked so: a
whole table of a large switch takes seconds to print.
"""

from collections.abc import Iterator, Sequence

from netredund.errors import UnknownServerError
from netredund.intent import LacpServer, Method, Server, Site, StpServer
from netredund.intent.kinds import plain_mac
from netredund.intent.site import DEFAULT_VLAN

# Who is at the other end of a port; what the image does not know it refuses, and that is no fault.
_NEIGHBOURS = ("show lldp neighbors detail", "show cdp neighbors detail")
_CONFIGURATION = "show running-config"
_VERSION = "show version"
_STATUS = "show interfaces status"
_SUMMARY = "show spanning-tree summary"
# The running-config last: what the others say is no younger than the lines that are planned upon.
_PLAN = (
    _VERSION,
    _SUMMARY,
    _STATUS,
    "show etherchannel summary",
    "show lacp neighbor",
    *_NEIGHBOURS,
    "show mac address-table",
    "show ip arp",
    "show users",
)
_TOPOLOGY = (
    _SUMMARY,
    _STATUS,
    "show etherchannel summary",
    "show lacp sys-id",
    "show lacp neighbor",
    *_NEIGHBOURS,
    _CONFIGURATION,
)


Questions = dict[str, tuple[str, ...]]  # the commands, by switch


def list_questions(site: Site, servers: Sequence[str] = ()) -> Questions:
    """Return what a verdict on the servers (all of them by default) needs.

    Raises UnknownServerError for a server that is not in the site.

    >>> from netredund.intent import parse_site
    >>> site = parse_site('''
    ... switches: {sw1: , sw2: }
    ... servers: {a: {method: active-backup, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}}
    ... ''')
    >>> list_questions(site)["sw2"][:2]
    ('show interfaces status', 'show etherchannel summary')
    """
    asked: dict[str, dict[str, None]] = {}
    for server in _choose(site, servers):
        for switch in _switches_of(site, server):
            asked.setdefault(switch, {}).update(dict.fromkeys(_list_for(site, server, switch)))
    return {switch: tuple(commands) for switch, commands in asked.items()}


def list_plan_questions(site: Site, servers: Sequence[str] = ()) -> Questions:
    """Return what a plan for the servers (all of them by default) needs; see `SwitchFacts`.

    The members of a stack are one switch: one of them is asked, the others who they are. Raises
    UnknownServerError.

    >>> from netredund.intent import parse_site
    >>> site = parse_site('''
    ... switches: {sw1: {stack: a}, sw2: {stack: a}}
    ... servers: {a: {method: active-backup, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/2}}}
    ... ''')
    >>> list_plan_questions(site)["sw2"]
    ('show version',)
    """
    asked: dict[str, dict[str, None]] = {}
    speakers: dict[str, str] = {}
    for server in _choose(site, servers):
        for switch in _switches_of(site, server):
            unit = site.switches[switch].unit
            speaker = speakers.setdefault(unit, switch)
            if speaker != switch:
                asked.setdefault(switch, {_VERSION: None})
            commands = asked.setdefault(speaker, {})
            commands.update(dict.fromkeys(_PLAN))
            commands.update(dict.fromkeys(_list_for_plan(site, server, unit)))
    for switch in speakers.values():
        asked[switch][_CONFIGURATION] = None
    return {switch: tuple(commands) for switch, commands in asked.items()}


def list_topology_questions(site: Site, vlan: int) -> Questions:
    """Return what a topology of one VLAN needs, of every switch of the site.

    >>> from netredund.intent import parse_site
    >>> site = parse_site('''
    ... switches: {sw1: , sw2: , core: }
    ... servers: {a: {method: active-backup, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}}
    ... ''')
    >>> list_topology_questions(site, 10)["core"][:2]
    ('show spanning-tree vlan 10', 'show spanning-tree vlan 10 detail')
    """
    tree = f"show spanning-tree vlan {vlan}"
    return dict.fromkeys(site.switches, (tree, f"{tree} detail", *_TOPOLOGY))


def list_prediction_questions(site: Site, vlans: Sequence[int]) -> Questions:
    """Return what a prediction needs: the topology of VLANs, and the plan that is applied to it.

    >>> from netredund.intent import parse_site
    >>> site = parse_site('''
    ... switches: {sw1: , sw2: , core: }
    ... servers: {a: {method: stp, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}}
    ... ''')
    >>> asked = list_prediction_questions(site, [1])
    >>> "show version" in asked["sw1"], "show version" in asked["core"], asked["sw1"][-1]
    (True, False, 'show running-config')
    """
    asked: dict[str, dict[str, None]] = {switch: {} for switch in site.switches}
    for vlan in vlans:
        for switch, commands in list_topology_questions(site, vlan).items():
            asked[switch].update(dict.fromkeys(commands))
    for switch, commands in list_plan_questions(site).items():
        asked[switch].update(dict.fromkeys(commands))
    for own in asked.values():
        own.pop(_CONFIGURATION, None)
    return {switch: (*own, _CONFIGURATION) for switch, own in asked.items()}


def _choose(site: Site, servers: Sequence[str]) -> list[Server]:
    for name in servers:
        if name not in site.servers:
            raise UnknownServerError(name, tuple(site.servers))
    return [server for server in site.servers.values() if not servers or server.name in servers]


def _switches_of(site: Site, server: Server) -> list[str]:
    """Return the switches that a server's verdict rests on, the intended root among them."""
    root = server.root if isinstance(server, StpServer) else None
    return list(dict.fromkeys([*server.switches, *([root] if root in site.switches else [])]))


def _list_for(site: Site, server: Server, switch: str) -> Iterator[str]:
    if site.switches[switch].serial is not None:
        yield _VERSION
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
    yield _SUMMARY
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


def _list_for_plan(site: Site, server: Server, unit: str) -> Iterator[str]:
    """Yield the trees of the server's VLAN and of what its ports are in now."""
    native = server.trunk.wanted_native if server.trunk is not None else None
    yield f"show spanning-tree vlan {server.access_vlan or native or DEFAULT_VLAN}"
    if isinstance(server, StpServer):
        yield "show spanning-tree root"
    for leg in server.uplinks:
        if site.switches[leg.switch].unit == unit:
            yield f"show spanning-tree interface {leg.interface} detail"
