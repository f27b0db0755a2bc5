"""How long spanning tree takes to open the ports that take over."""

from collections.abc import Iterator

from netredund.prediction.failures import Failure, FailureKind
from netredund.prediction.tree import BridgeTree, State, Tree
from netredund.topology import End, Link, Topology

# Lab measurement of Catalyst images: RSTP moves within a second when it loses its own link, within
# three hellos when the loss is elsewhere.
_RAPID_DIRECT_S, _RAPID_INDIRECT_HELLOS = 1, 3


def list_openings(before: BridgeTree, after: BridgeTree) -> Iterator[str]:
    """Yield the ports of a bridge that forward and did not while they were up."""
    for name, port in after.ports.items():
        was = before.ports[name].state
        if port.state is State.FORWARDING and was in (State.BLOCKING, State.BROKEN):
            yield name


class Stopwatch:
    """Times the failures of one topology, whose `whole` tree has been computed."""

    def __init__(self, topology: Topology, whole: Tree) -> None:
        self._topology = topology
        self._whole = whole
        self._links: dict[End, list[Link]] = {}  # by port: members are their Port-channel
        for link in topology.links:
            for end in link.ends:
                port = End(end.bridge, topology.find_port(end).name)
                self._links.setdefault(port, []).append(link)

    def time(self, tree: Tree, touched: tuple[str, ...], failures: tuple[Failure, ...]) -> float:
        """Return how long spanning tree takes: 0 where no port has to begin to forward.

        802.1D-1998: a port that loses its own way listens and learns, twice the forward delay; one
        that must first notice that others lost theirs waits for max age before (8.10.2, and the
        deadlines of the product). Timers are the root's.
        """
        gone = {end.bridge for failure in failures for end in failure.ends} | {
            failure.subject for failure in failures
        }
        dead = {each.subject for each in failures if each.kind is FailureKind.SWITCH}
        longest_s = 0.0
        for name in touched:
            before, bridge = self._whole.bridges[name], tree.bridges[name]
            for port_name in list_openings(before, bridge):
                is_direct = name in gone or self._lost_neighbor(name, before.root_port, dead)
                root = self._topology.bridges[bridge.root or name]
                peer = bridge.ports[port_name].designated_bridge or name
                if self._is_rapid(End(name, port_name), peer):
                    indirect_s = _RAPID_INDIRECT_HELLOS * root.hello_s
                    seconds = float(_RAPID_DIRECT_S if is_direct else indirect_s)
                else:
                    seconds = 2.0 * root.forward_delay_s + (0 if is_direct else root.max_age_s)
                longest_s = max(longest_s, seconds)
        return longest_s

    def _is_rapid(self, end: End, peer: str) -> bool:
        names = {each.bridge for link in self._links.get(end, ()) for each in link.ends}
        return all(self._topology.bridges[name].is_rapid for name in {end.bridge, peer, *names})

    def _lost_neighbor(self, name: str, root_port: str | None, dead: set[str]) -> bool:
        """Tell whether the carrier of a bridge's root port goes with the failures."""
        links = self._links.get(End(name, root_port), ()) if root_port else ()
        lost = [not link.is_shared and any(e.bridge in dead for e in link.ends) for link in links]
        return bool(lost) and all(lost)
