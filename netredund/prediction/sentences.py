"""What trees mean for servers, in sentences, and what differs between two of them."""

import msgspec

from netredund.intent import LacpServer, Server, StpServer
from netredund.interfaces import short_name
from netredund.prediction.comparison import explain_port, list_blocked, list_transit
from netredund.prediction.tree import PortTree, State, Tree
from netredund.topology import End, Topology


class Difference(msgspec.Struct, frozen=True, gc=False):
    """A port or a bridge that is something else after the settings."""

    subject: str
    now: str
    after: str


def list_differences(now: Tree, after: Tree) -> tuple[Difference, ...]:
    """Return every bridge with another root or root port, every port with another role or state."""
    found = []
    for name, bridge in now.bridges.items():
        later = after.bridges[name]
        texts = [
            f"root {each.root}" + (f" over {each.root_port}" if each.root_port else "")
            for each in (bridge, later)
        ]
        if texts[0] != texts[1]:
            found.append(Difference(name, *texts))
        for port_name, port in bridge.ports.items():
            roles = [_name_role(each) for each in (port, later.ports.get(port_name))]
            if roles[0] != roles[1]:
                found.append(Difference(f"{name} {port_name}", *roles))
        found += [
            Difference(f"{name} {port_name}", _name_role(None), _name_role(port))
            for port_name, port in later.ports.items()
            if port_name not in bridge.ports
        ]
    return tuple(found)


def _name_role(port: PortTree | None) -> str:
    return "no port of it" if port is None else f"{port.role.value} {port.state.value}"


def describe_server(server: Server, topology: Topology, tree: Tree) -> tuple[str, ...]:
    """Return which end of which leg blocks, because of what, and who goes through the server."""
    if not isinstance(server, StpServer):
        return describe_bond(server)
    if server.name not in tree.bridges:
        return (f"{server.name}: not known what its legs end on",)
    legs = {
        end for link in topology.links for end in link.ends
        if any(other.bridge == server.name for other in link.ends)
    }  # fmt: skip
    blocked = list_blocked(tree)
    sentences = [
        f"{server.name}: {end} {_word(tree, end)}: {explain_port(topology, tree, end)}"
        for end in blocked
        if end in legs
    ]
    transit = list_transit(tree, server.name)
    if not sentences:
        others = [str(end) for end in blocked]
        where = f"; what blocks is {', '.join(others)}" if others else ", and nothing else does"
        sentences.append(f"{server.name}: no end of its legs blocks{where}")
    if tree.bridges[server.name].root == server.name:
        sentences.append(f"{server.name}: the server is the root")
    if transit:
        names = ", ".join(transit)
        sentences.append(f"{server.name}: traffic of {names} to the root goes through the server")
    return tuple(sentences)


def _word(tree: Tree, end: End) -> str:
    broken = tree.bridges[end.bridge].ports[end.port].state is State.BROKEN
    return "is broken" if broken else "blocks"


def describe_bond(server: Server) -> tuple[str, ...]:
    """Return what the site file makes of the legs of a server that does not bridge them."""
    ends = [f"{leg.switch} {short_name(leg.interface)}" for leg in server.uplinks]
    listed = f"{', '.join(ends[:-1])} and {ends[-1]}"
    if not isinstance(server, LacpServer):
        return (f"{server.name}: {listed} all forward: the server chooses, spanning tree does not",)
    least = f", once {server.min_links} of them are up" if (server.min_links or 1) > 1 else ""
    begins = "begins to send" if server.wanted_mode == "passive" else "sends"
    channel = f"Port-channel{server.channel_group}"
    return (f"{server.name}: {listed} bundle into {channel} when the server {begins} LACP{least}",)
