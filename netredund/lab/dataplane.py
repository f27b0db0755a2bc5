"""Learns addresses and forwards frames between the ports of one switch."""

from collections.abc import Callable, Mapping

from netredund.lab.bridging import BridgingPort
from netredund.lab.clock import Clock
from netredund.lab.frames.frame import Frame, is_group, is_link_local, untag_frame
from netredund.lab.spanning_tree.bridge import Phase

DEFAULT_AGING_S = 300


class MacTable:
    """Addresses by VLAN, with the port behind which each was seen last and when."""

    def __init__(self, clock: Clock, aging_s: Callable[[int], float]) -> None:
        self._clock = clock
        self._aging_s = aging_s
        self._seen: dict[tuple[int, bytes], tuple[str, float]] = {}

    def learn(self, vlan: int, address: bytes, port: str) -> None:
        if not is_group(address):
            self._seen[vlan, address] = (port, self._clock.now_s)

    def find(self, vlan: int, address: bytes) -> str | None:
        """Return the port behind which `address` is, None where that is not known."""
        entry = self._seen.get((vlan, address))
        if entry is None:
            return None
        if self._clock.now_s - entry[1] > self._aging_s(vlan):
            del self._seen[vlan, address]
            return None
        return entry[0]

    def forget(self, vlan: int | None = None, port: str | None = None) -> None:
        """Drop the addresses of a VLAN, of a port, of both, or all."""
        self._seen = {
            key: entry
            for key, entry in self._seen.items()
            if (vlan is not None and key[0] != vlan) or (port is not None and entry[0] != port)
        }

    def entries(self) -> list[tuple[int, bytes, str, float]]:
        """Return VLAN, address, port and age of each, ordered by VLAN and address."""
        now_s = self._clock.now_s
        return [
            (vlan, address, port, now_s - seen_s)
            for (vlan, address), (port, seen_s) in sorted(self._seen.items())
            if now_s - seen_s <= self._aging_s(vlan)
        ]


class Forwarder:
    """Passes frames on as 802.1D 7.5 to 7.7 want: by learned address, else to every other port."""

    def __init__(self, table: MacTable, phase: Callable[[int, str], Phase]) -> None:
        self.table = table
        self.phase = phase
        self.ports: Mapping[str, BridgingPort] = {}
        self.load_balance: str | None = None

    def forward(self, port: BridgingPort, raw: bytes, frame: Frame) -> None:
        """Take a frame that came in on a port."""
        vlan = port.ingress_vlan(frame.vlan)
        if vlan is None:
            return
        phase = self.phase(vlan, port.name)
        if phase >= Phase.LEARNING:
            self.table.learn(vlan, frame.source, port.name)
        if phase is not Phase.FORWARDING or is_link_local(frame.destination):
            return
        untagged = raw if raw[12:14] != b"\x81\x00" else untag_frame(raw)
        bucket = self._bucket(frame)
        known = None if is_group(frame.destination) else self.table.find(vlan, frame.destination)
        if known is not None:
            if known != port.name and self.phase(vlan, known) is Phase.FORWARDING:
                target = self.ports.get(known)
                if target is not None:
                    target.send_in_vlan(untagged, vlan, bucket)
            return
        for other in self.ports.values():
            if (
                other.name != port.name
                and vlan in other.vlans
                and self.phase(vlan, other.name) is Phase.FORWARDING
            ):
                other.send_in_vlan(untagged, vlan, bucket)

    def _bucket(self, frame: Frame) -> int:
        """Return the hash that picks the member of a bundle (`port-channel load-balance`)."""
        method = self.load_balance or "src-mac"
        value = 0
        if "src" in method:
            value ^= frame.source[5]
        if "dst" in method:
            value ^= frame.destination[5]
        return value & 7
