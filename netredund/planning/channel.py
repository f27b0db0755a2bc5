"""Lines for an LACP channel: its members, one at a time, and the Port-channel."""

from netredund.intent import LacpServer, Uplink
from netredund.planning.draft import Draft
from netredund.planning.edge import put_edge
from netredund.planning.ports import put_port_mode, put_up
from netredund.planning.settings import protocol_of
from netredund.planning.spelling import knows_lacp_rate
from netredund.planning.task import Task

_LOCK = "the port takes no other protocol by mistake"


class ChannelPlanner:
    """Plans the channel of one server on the one switch, or stack, that it ends on."""

    def __init__(self, task: Task, group: int) -> None:
        assert isinstance(task.server, LacpServer)
        self.task = task
        self.server: LacpServer = task.server
        self.group = group
        self.legs = task.server.uplinks
        self.draft: Draft = task.draft(self.legs[0].switch)
        self.channel = f"Port-channel{group}"
        self.mode = task.server.wanted_mode

    def put(self) -> None:
        """Plan it all.

        A Port-channel that is there gets its lines first, so that no member meets another VLAN in
        it; one that is not is made by the first member, with that member's lines.
        """
        is_there = self.draft.has_place(self.channel)
        if is_there:
            self._put_channel()
        away = self._legs_in_another_protocol()
        # The members of one group have one protocol. All but the last wait in another group, so
        # that no leg is ever out of a channel (`Channel protocol mismatch` otherwise).
        waiting = away[:-1] if len(away) > 1 else []
        spare = _free_group(self.task, self.draft) if waiting else 0
        for leg in waiting:
            self._join(leg, spare, "the group changes its protocol: this leg waits elsewhere")
            self._close(leg)
        last = [leg for leg in self.legs if leg not in waiting]
        for leg in (*sorted(last, key=lambda leg: leg not in away), *waiting):
            self._put_member(leg, is_there=is_there)
            is_there = True
        if waiting:
            self.draft.drop(f"Port-channel{spare}", "no leg waits in it any more")
            self.draft.close_step(self.server.name, f"Port-channel{spare}")
        self._put_many_links()

    def _legs_in_another_protocol(self) -> list[Uplink]:
        found = []
        for leg in self.legs:
            present = self.draft.channel(self.task.place(leg))
            if present and present[0] == self.group and protocol_of(present[1]) != "lacp":
                found.append(leg)
        return found

    def _put_member(self, leg: Uplink, *, is_there: bool) -> None:
        """Plan one leg.

        A plain port gets its mode and VLAN before it joins. A member of another group joins first:
        with lines of its own it would be suspended there, its carrier up and its frames lost.
        """
        place = self.task.place(leg)
        if self.draft.channel(place) is None:
            put_port_mode(self.task, self.draft, place)
            self._put_like_channel(place)
        self._join(leg, self.group, f"{self.task.name(leg)} is a leg of this channel")
        if not is_there:
            self._close(leg)
            self._put_channel()
        put_port_mode(self.task, self.draft, place)
        self._put_rate(place)
        put_up(self.task, self.draft, place, leg)
        self._close(leg)

    def _put_like_channel(self, place: str) -> None:
        """Plan a port's trunk lines as its Port-channel has them, also where it is an access port.

        A member that differs is suspended (%EC-5-CANNOT_BUNDLE2, vlan mask or native vlan).
        """
        if self.draft.has_place(self.channel):
            for name in ("encapsulation", "native_vlan", "allowed_vlans"):
                lines = self.draft.lines(self.channel, name)
                self.draft.put(place, name, lines, f"as {self.channel} has it: members are alike")

    def _join(self, leg: Uplink, group: int, reason: str) -> None:
        """Plan protocol and group; a lock on the other protocol is taken away before."""
        place = self.task.place(leg)
        present = self.draft.channel(place)
        if present == (group, self.mode):
            return
        is_lacp = present is None or protocol_of(present[1]) == "lacp"
        lock = self.draft.line(place, "channel_protocol")
        if lock and lock != "channel-protocol lacp":
            self.draft.put(place, "channel_protocol", "", "the lock keeps LACP out")
        if is_lacp:
            self.draft.put(place, "channel_protocol", "channel-protocol lacp", _LOCK)
        self.draft.join(place, group, self.mode, reason)
        self.draft.put(place, "channel_protocol", "channel-protocol lacp", _LOCK)

    def _put_rate(self, place: str) -> None:
        rate = self.server.lacp_rate
        line = self.draft.line(place, "lacp_rate")
        if rate is None or (rate == "slow" and not line):
            return
        if rate == "fast" and not knows_lacp_rate(self.draft.facts):
            self.task.note(
                f"{self.draft.facts.name}: its release does not know `lacp rate`: a dead partner is"
                " noticed after 90 s"
            )
            return
        word = "fast" if rate == "fast" else "normal"
        self.draft.put(
            place, "lacp_rate", f"lacp rate {word}", f"the site file wants lacp_rate {rate}"
        )

    def _put_channel(self) -> None:
        """Plan the lines of the Port-channel, where the tree's lines of a bundle belong."""
        put_port_mode(self.task, self.draft, self.channel)
        put_edge(self.task, self.draft, self.channel)
        if self.server.is_pxe:
            self.draft.put(
                self.channel,
                "standalone",
                "no port-channel standalone-disable",
                "pxe: the ports work alone until the server bundles them",
            )
        self.draft.put(
            self.channel, "shutdown", "", f"the channel of {self.server.name} has to be up"
        )
        wanted = self.server.min_links
        line = self.draft.line(self.channel, "min_links")
        if wanted is not None and wanted <= 1 and line and int(line.split()[-1]) > 1:
            self.draft.put(self.channel, "min_links", "", "one leg must be enough")
        self.draft.close_step(self.server.name, self.channel)

    def _put_many_links(self) -> None:
        """Plan `min-links` of two and more, when all legs are in."""
        wanted = self.server.min_links
        if wanted is not None and wanted > 1:
            line = f"port-channel min-links {wanted}"
            self.draft.put(
                self.channel, "min_links", line, f"the site file wants min_links {wanted}"
            )
            self.draft.close_step(self.server.name, self.channel)

    def _close(self, leg: Uplink) -> None:
        self.draft.close_step(self.server.name, self.task.place(leg), leg.nic)


def _free_group(task: Task, draft: Draft) -> int:
    """Return the lowest group that neither the switch nor the site uses."""
    used = draft.groups() | {
        server.channel_group
        for server in task.site.servers.values()
        if isinstance(server, LacpServer) and server.channel_group is not None
    }
    return next(number for number in range(1, 4097) if number not in used)
