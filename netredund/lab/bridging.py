"""Is one port as bridging sees it: a physical port by itself, or the members of a Port-channel."""

from __future__ import annotations

from netredund.lab.config import (
    DEFAULT_PORT_PRIORITY,
    Guard,
    InterfaceConfig,
    LinkType,
    PathCostMethod,
    PortFast,
    SwitchConfig,
)
from netredund.lab.costs import long_cost, short_cost
from netredund.lab.frames.frame import tag_frame
from netredund.lab.port import FrameCounter, Port
from netredund.lab.spanning_tree.bridge import PortSettings

BUCKETS = 8  # of the hash that spreads traffic over a bundle


class BridgingPort:
    """One port that switches frames; made anew by `Switch` whenever its members change.

    `vlans` are those that it carries and that exist. `members` is empty where nothing is up.
    """

    def __init__(
        self,
        name: str,
        number: int,
        address: bytes,
        stanza: InterfaceConfig,
        members: tuple[Port, ...],
        vlans: frozenset[int],
        counter: FrameCounter | None,
        *,
        trunks: bool,
    ) -> None:
        self.name = name
        self.number = number
        self.address = address
        self.stanza = stanza
        self.members = members
        self.vlans = vlans
        self.counter = counter
        self.trunking = trunks
        self.access_vlan = stanza.access_vlan or 1
        self.native_vlan = stanza.native_vlan or 1
        self.filters = False
        self.filters_as_edge = False
        self.guards_bpdu = False

    @property
    def bandwidth(self) -> int:
        return sum(port.speed or 0 for port in self.members)

    @property
    def point_to_point(self) -> bool:
        if self.stanza.link_type is not None:
            return self.stanza.link_type is LinkType.POINT_TO_POINT
        return all(port.duplex == "full" for port in self.members)

    def portfast(self, config: SwitchConfig) -> PortFast | None:
        """Return the PortFast in force: the interface's, else the global default on access ports.

        `edge` alone has no effect on a trunk.
        """
        word = self.stanza.portfast
        if word is None and not self.trunking:
            word = config.portfast_default
        if word is PortFast.DISABLE or (word is PortFast.EDGE and self.trunking):
            return None
        return word

    def follow(self, config: SwitchConfig) -> None:
        """Work out what the port does with BPDUs."""
        edge = self.portfast(config) in (PortFast.EDGE, PortFast.EDGE_TRUNK)
        stanza = self.stanza
        self.filters = stanza.bpdufilter is True
        self.filters_as_edge = stanza.bpdufilter is None and config.bpdufilter_default and edge
        self.guards_bpdu = (
            config.bpduguard_default and edge if stanza.bpduguard is None else stanza.bpduguard
        )

    def settings(self, config: SwitchConfig, vlan: int) -> PortSettings:
        """Return the port as it is configured in the tree of `vlan`."""
        stanza = self.stanza
        priority = stanza.vlan_port_priority.get(vlan, stanza.port_priority)
        if priority is None:
            priority = DEFAULT_PORT_PRIORITY
        guard = stanza.guard
        point_to_point = self.point_to_point
        return PortSettings(
            port_id=priority << 8 | self.number,
            cost=self.cost(config, vlan),
            edge=self.portfast(config) in (PortFast.EDGE, PortFast.EDGE_TRUNK),
            point_to_point=point_to_point,
            root_guard=guard is Guard.ROOT,
            loop_guard=guard is Guard.LOOP
            or (guard is None and config.loopguard_default and point_to_point),
        )

    def cost(self, config: SwitchConfig, vlan: int) -> int:
        """Return the path cost in `vlan`: the VLAN's value, else the port's, else by speed."""
        configured = self.stanza.vlan_cost.get(vlan, self.stanza.cost)
        if configured is not None:
            return configured
        if config.pathcost_method is PathCostMethod.LONG:
            return long_cost(self.bandwidth)
        return short_cost(self.bandwidth)

    def ingress_vlan(self, tag: int | None) -> int | None:
        """Return the VLAN of a frame that came in with `tag`, None where it is not carried."""
        if self.trunking:
            vlan = self.native_vlan if tag is None else tag
        elif tag is None or tag == self.access_vlan:
            vlan = self.access_vlan
        else:
            return None
        return vlan if vlan in self.vlans else None

    def send_in_vlan(self, frame: bytes, vlan: int, bucket: int) -> None:
        """Send the untagged `frame` of `vlan`, tagged where the port wants it."""
        if self.trunking and vlan != self.native_vlan:
            frame = tag_frame(frame, vlan)
        self.send(frame, bucket)

    def send(self, frame: bytes, bucket: int = 0) -> None:
        """Send a frame as it is through the member that `bucket` of the hash falls to."""
        if not self.members:
            return
        if self.counter is not None:
            self.counter.count_out(frame)
        self.members[bucket % len(self.members)].send(frame)


def load_mask(index: int, count: int) -> int:
    """Return the bits of the hash buckets that member `index` of `count` carries (`55`, `AA`)."""
    return sum(1 << bucket for bucket in range(BUCKETS) if bucket % count == index)


def native_vlan(stanza: InterfaceConfig, *, trunks: bool) -> int:
    """Return the VLAN of untagged frames."""
    chosen = stanza.native_vlan if trunks else stanza.access_vlan
    return chosen or 1


def carried_vlans(
    stanza: InterfaceConfig, active: frozenset[int], *, trunks: bool
) -> frozenset[int]:
    """Return which of the `active` VLANs a port with this stanza carries."""
    if not trunks:
        return active & {stanza.access_vlan or 1}
    return active if stanza.allowed_vlans is None else active & stanza.allowed_vlans
