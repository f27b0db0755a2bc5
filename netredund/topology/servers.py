"""A server's bridge as its own views, the switches' BPDUs or the site file say it."""

import re
from typing import NamedTuple

from netredund.facts.linux import BrctlShow, BrctlShowstp, IpLinks
from netredund.intent import StpServer
from netredund.intent.kinds import plain_mac
from netredund.topology.costs import cost_of_speed
from netredund.topology.network import Bridge, BridgeKind, PathCost, Port
from netredund.topology.sightings import SwitchSighting
from netredund.verdict.finding import Evidence, Finding, Verdict
from netredund.verdict.views import Views

_CENTISECONDS = 100
_KERNEL_STEP = 4  # the kernel's port priority 32 is what Cisco calls 128


class _Seen:
    """What is known of a server's bridge so far."""

    def __init__(self) -> None:
        self.priority: int | None = None
        self.address: str | None = None
        self.has_stp: bool | None = None
        self.times: dict[str, int] = {}
        self.ports: dict[str, Port] = {}
        self.outside: dict[str, Evidence] = {}
        self.is_own_view = False


class ServerSurvey(NamedTuple):
    """A server's bridge, and what is not known of it."""

    bridge: Bridge
    findings: tuple[Finding, ...]


def survey_server(
    server: StpServer, views: Views, switches: dict[str, SwitchSighting]
) -> ServerSurvey:
    """Return a server's bridge; what nothing shows is as the site file wants it, and a finding."""
    seen = _Seen()
    nics = [leg.nic for leg in server.uplinks]
    _read_ip(views, server.name, nics, seen)
    _read_brctl(views, server.name, nics, seen)
    findings = [
        Finding(
            "topology.leg-outside", f"{server.name} {nic}", Verdict.FAIL,
            f"{server.name} {nic}: part of the server's bridge, expected yes, got no",
            (evidence,), f"put {nic} into the bridge",
        )
        for nic, evidence in seen.outside.items()
    ]  # fmt: skip
    if not seen.is_own_view:
        findings.append(_assume(server, switches, seen))
    digits = plain_mac(server.mac) if server.mac else "02" + f"{abs(_number(server.name)):010x}"
    address = seen.address or f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
    for place, leg in enumerate(server.uplinks, start=1):
        if leg.nic not in seen.ports and leg.nic not in seen.outside:
            if seen.is_own_view:
                seen.outside[leg.nic] = Evidence(server.name, "", None, "")
                continue
            speed = switches[leg.switch].speeds.get(leg.interface)
            cost = server.wanted_leg_cost
            seen.ports[leg.nic] = Port(name=leg.nic, cost=cost, number=place, speed=speed)
    times = seen.times
    bridge = Bridge(
        name=server.name,
        address=address,
        priority=server.wanted_bridge_priority if seen.priority is None else seen.priority,
        ports=seen.ports,
        kind=BridgeKind.SERVER,
        path_cost=PathCost.LINUX,
        has_stp=True if seen.has_stp is None else seen.has_stp,
        hello_s=times.get("hello_time", 2),
        max_age_s=times.get("max_age", 20),
        forward_delay_s=times.get("forward_delay", 15),
    )
    return ServerSurvey(bridge, tuple(findings))


def _read_ip(views: Views, server: str, nics: list[str], seen: _Seen) -> None:
    for view in views.of(server, IpLinks):
        masters = set()
        for link in view.facts.links:
            info = link.bridge_port
            if link.interface not in nics:
                continue
            if info is None:
                seen.outside.setdefault(link.interface, view.cite(link.line).evidence())
                continue
            masters.add(link.master)
            number = int(info.port_no, 16) if info.port_no else nics.index(link.interface) + 1
            seen.ports[link.interface] = Port(
                name=link.interface,
                cost=info.cost if info.cost is not None else cost_of_speed(0, PathCost.LINUX),
                priority=_KERNEL_STEP * (32 if info.priority is None else info.priority),
                number=number,
                up=False if link.has_carrier is False or not link.is_up else None,
            )
        for link in view.facts.links:
            if link.bridge is None or link.interface not in masters:
                continue
            seen.is_own_view = True
            seen.priority, seen.address = link.bridge.priority, _address(link.bridge.bridge_id)
            if link.bridge.stp_state is not None:
                seen.has_stp = link.bridge.stp_state != 0
            for name in ("hello_time", "max_age", "forward_delay"):
                if value := getattr(link.bridge, name):
                    seen.times[name] = value // _CENTISECONDS


def _read_brctl(views: Views, server: str, nics: list[str], seen: _Seen) -> None:
    for view in views.of(server, BrctlShowstp):
        own = [port for port in view.facts.ports if port.interface in nics]
        if not own:
            continue
        seen.is_own_view = True
        if seen.priority is None and view.facts.bridge_id:
            seen.priority = int(view.facts.bridge_id.partition(".")[0], 16)
            seen.address = _address(view.facts.bridge_id)
        for port in own:
            if port.interface not in seen.ports and port.path_cost is not None:
                identifier = int(port.port_id, 16) if port.port_id else 32 << 10
                seen.ports[port.interface] = Port(
                    name=port.interface,
                    cost=port.path_cost,
                    priority=_KERNEL_STEP * (identifier >> 10),
                    number=port.number,
                )
    for show in views.of(server, BrctlShow):
        for bridge in show.facts.bridges:
            if set(bridge.interfaces) & set(nics):
                seen.has_stp = bridge.stp_enabled


def _assume(server: StpServer, switches: dict[str, SwitchSighting], seen: _Seen) -> Finding:
    """Take from a blocking leg what the server's BPDUs said; tell what is only assumed."""
    known = {each.identifier for each in switches.values()}
    evidence: tuple[Evidence, ...] = ()
    for leg in server.uplinks:
        port = switches[leg.switch].ports.get(leg.interface)
        designated = port.designated if port else None
        if port is not None and designated is not None and designated[:2] not in known:
            seen.priority, seen.address = designated[:2]
            evidence = port.evidence()
    told = "its BPDUs say its priority" if evidence else f"priority {server.wanted_bridge_priority}"
    return Finding(
        "topology.server-unseen", server.name, Verdict.UNKNOWN,
        f"{server.name}: the server's own view of its bridge, expected one, got none: taken as the"
        f" site file wants it ({told}, leg cost {server.wanted_leg_cost}, spanning tree on)",
        evidence, "run `ip -d -j link` on the server and put the output beside the captures",
    )  # fmt: skip


def _address(bridge_id: str | None) -> str | None:
    """Return the address of a bridge identifier of Linux, in IOS's form."""
    address = (bridge_id or "").partition(".")[2]
    parts = address.split(":")
    digits = "".join(part.zfill(2) for part in parts) if len(parts) == 6 else address
    if not re.fullmatch(r"[0-9a-fA-F]{12}", digits):
        return None
    digits = digits.lower()
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"


def _number(name: str) -> int:
    """Return a number for a name, the same in every run: stands in for an unknown address."""
    return int.from_bytes(name.encode()[-5:])
