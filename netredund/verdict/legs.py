"""Checks of every method: the legs are up, wired as planned, and the files are their switches'."""

from collections.abc import Iterator

from netredund.facts.interfaces import InterfacesStatus, InterfaceStatus
from netredund.facts.neighbors import CdpNeighbors, LldpNeighbors
from netredund.facts.outcome import Facts
from netredund.facts.running_config import Configuration
from netredund.facts.spanning_tree import SpanningTree
from netredund.facts.version import Version
from netredund.intent import Method
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import (
    ALL_METHODS,
    Result,
    check,
    failed,
    missing,
    passed,
    undecided,
    warned,
)
from netredund.verdict.configs import port_configs
from netredund.verdict.views import Cite

# Why a switch disables a port, and what to do about it (IOS `show errdisable detect`).
_CAUSES = {
    "bpduguard": "BPDU guard heard the server's bridge: spanning-tree bpduguard disable there",
    "channel-misconfig": "one end bundles and the other does not: LACP on both",
    "psecure-violation": "port security: an address moved or there were too many",
    "link-flap": "the link went up and down: look at cable, transceiver and driver",
    "loopback": "the port heard its own keepalive: look for a loop",
    "udld": "the link passes frames one way only: look at the fibres",
    "storm-control": "more broadcasts than storm-control allows: look for a loop",
    "arp-inspection": "more ARP than ip arp inspection limit allows",
    "dhcp-rate-limit": "more DHCP than ip dhcp snooping limit allows",
}
_UP = (InterfaceStatus.CONNECTED, InterfaceStatus.UP)
_BUNDLED_IS_SUSPENDED = (InterfaceStatus.SUSPENDED, InterfaceStatus.STANDBY)


@check("leg.up", ALL_METHODS, needs="`show interfaces status` of each switch")
def check_leg_up(case: Case) -> Iterator[Result]:
    """Each leg's port is connected, and not shut down by configuration.

    Fails on any other status, naming why a port is err-disabled, and on `shutdown` in the
    running-config. Skipped where no view shows the status.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        told = False
        for view in case.views.of(leg.switch, InterfacesStatus):
            for entry in view.facts.interfaces:
                if not is_same_interface(entry.interface, leg.interface):
                    continue
                told = True
                if entry.status in _UP:
                    yield passed(f"{name} is {entry.status}", view.cite(entry.line))
                    continue
                reason = entry.reason or ""
                yield failed(
                    f"{name}: status, expected connected, got {entry.status}"
                    + (f" ({reason})" if reason else ""),
                    view.cite(entry.line),
                    remedy=_CAUSES.get(reason, _remedy_of(entry.status)),
                )
        for config in port_configs(case, leg.switch, leg.interface):
            if config.port.is_shutdown:
                told = True
                yield failed(
                    f"{name}: expected no shutdown, got shutdown in the running-config",
                    config.cite("is_shutdown"),
                    remedy=f"{leg.switch}: interface {leg.interface}, no shutdown",
                )
        if not told:
            yield missing(f"{name}: no view shows whether it is up")


def _remedy_of(status: InterfaceStatus) -> str:
    if status is InterfaceStatus.ERR_DISABLED:
        return "show interfaces status err-disabled tells the cause"
    if status is InterfaceStatus.DISABLED:
        return "no shutdown"
    if status in _BUNDLED_IS_SUSPENDED:
        return "the port is up and not bundled: look at both ends of its channel"
    return "is the cable plugged in, and the NIC up?"


def _names_of(case: Case, server: bool) -> dict[str, str]:
    """Return the names that neighbours may show, in lower case, to those of the site file."""
    if server:
        return {name.lower(): name for name in case.site.servers}
    return {
        shown.lower(): switch.name
        for switch in case.site.switches.values()
        for shown in (switch.name, switch.wanted_hostname)
    }


@check("leg.cabling", ALL_METHODS, needs="`show lldp neighbors detail` of each switch")
def check_cabling(case: Case) -> Iterator[Result]:
    """What LLDP and CDP hear on each leg's port is the server that the site file names.

    Fails where a neighbour is another server of the site, or (except with `stp`, whose bridge
    passes CDP on) one of its switches. Skipped where no neighbour is heard, or an unknown one.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        told = False
        for heard, cite, is_cdp in _heard_on(case, leg.switch, leg.interface):
            short = heard.lower().partition(".")[0]
            servers, switches = _names_of(case, True), _names_of(case, False)
            server = servers.get(heard.lower()) or servers.get(short)
            switch = switches.get(heard.lower()) or switches.get(short)
            if server == case.server.name:
                told = True
                yield passed(f"{name}: the neighbour is {heard}", cite)
            elif server:
                told = True
                yield failed(
                    f"{name}: neighbour, expected {case.server.name}, got {heard}",
                    cite,
                    remedy="the cable is in another port than the site file says",
                )
            elif switch and not (is_cdp and case.server.method is Method.STP):
                told = True
                yield failed(
                    f"{name}: neighbour, expected {case.server.name}, got the switch {heard}",
                    cite,
                    remedy="the port leads to a switch: is the site file right?",
                )
        if not told:
            yield missing(f"{name}: no neighbour of a known name is heard")


def _heard_on(case: Case, switch: str, interface: str) -> Iterator[tuple[str, Cite, bool]]:
    """Yield the name of each neighbour on a port, its line, and whether CDP heard it."""
    for lldp in case.views.of(switch, LldpNeighbors):
        for station in lldp.facts.neighbors:
            if station.system_name and is_same_interface(station.interface or "", interface):
                yield station.system_name, lldp.cite(station.line), False
    for cdp in case.views.of(switch, CdpNeighbors):
        for neighbor in cdp.facts.neighbors:
            if neighbor.device_id and is_same_interface(neighbor.interface or "", interface):
                yield neighbor.device_id.partition("(")[0], cdp.cite(neighbor.line), True


@check("capture.identity", ALL_METHODS, is_proof=True, needs="the captures of each switch")
def check_identity(case: Case) -> Iterator[Result]:
    """The captures of a switch are its own, and no two switches show one bridge.

    Fails where a prompt, `hostname`, or `show version` names another switch of the site, or another
    name than the site's `hostname`; where captures of one switch show its name and a strange one;
    where a serial number differs; and where two switches that are no stack show one name or one
    bridge address. Warns where all captures show one name that is not in the site file.
    """
    aliases: dict[str, tuple[str, Cite]] = {}
    for switch in sorted({*case.switches, *_root_switch(case)}):
        shown = list(_names_shown(case, switch))
        own = case.site.switches[switch].wanted_hostname.lower()
        is_own_shown = any(name.lower() == own for name, _ in shown)
        for name, cite in shown:
            yield from _judge_name(case, switch, name, cite, is_own_shown=is_own_shown)
            other, other_cite = aliases.setdefault(name.lower(), (switch, cite))
            if case.site.switches[other].unit != case.site.switches[switch].unit:
                yield failed(
                    f"name that the capture shows, expected another than that of {other}, got"
                    f" {name}",
                    cite,
                    other_cite,
                    remedy="one of the files is not of its switch",
                    subject=switch,
                )
        yield from _judge_serial(case, switch)
        yield from _judge_prompts(case, switch)
    yield from _judge_server_name(case)
    yield from _judge_bridges(case)


def _judge_prompts(case: Case, device: str) -> Iterator[Result]:
    """Yield each file whose prompts are of several devices: nobody knows whose output it is."""
    for capture in case.views.captures(device):
        if len(capture.prompts) > 1:
            yield undecided(
                f"prompts of one file, expected one name, got {' and '.join(capture.prompts)}",
                Cite(capture),
                remedy="save the output of each device by itself, or give the whole log",
                subject=device,
            )


def _judge_server_name(case: Case) -> Iterator[Result]:
    """Compare the prompts above the server's own views with the names of the site."""
    known = _names_of(case, True) | _names_of(case, False)
    yield from _judge_prompts(case, case.server.name)
    for capture in case.views.captures(case.server.name):
        shown = capture.facts.device or ""
        other = known.get(shown.lower()) or known.get(shown.lower().partition(".")[0])
        if other and other != case.server.name:
            yield failed(
                f"name that the capture shows, expected {case.server.name}, got {shown}",
                Cite(capture),
                remedy=f"this is the output of {shown}: put it where it belongs",
            )


def _root_switch(case: Case) -> list[str]:
    root = getattr(case.server, "root", None)
    return [root] if root in case.site.switches else []


def _names_shown(case: Case, switch: str) -> Iterator[tuple[str, Cite]]:
    """Yield each name that a capture shows of its device, once a capture."""
    for capture in case.views.captures(switch):
        facts: Facts = capture.facts
        if facts.device:
            yield facts.device, Cite(capture)
        if isinstance(facts, Configuration) and facts.hostname:
            yield facts.hostname, Cite(capture, facts.lines.get("hostname"))
        if isinstance(facts, Version) and facts.hostname:
            yield facts.hostname, Cite(capture)


def _judge_name(
    case: Case, switch: str, shown: str, cite: Cite, *, is_own_shown: bool
) -> Iterator[Result]:
    own = case.site.switches[switch]
    if shown.lower() == own.wanted_hostname.lower():
        return
    other = _names_of(case, False).get(shown.lower())
    if other is not None and case.site.switches[other].unit == own.unit:
        return
    if own.hostname is not None or other is not None or is_own_shown:
        yield failed(
            f"name that the capture shows, expected {own.wanted_hostname}, got {shown}",
            cite,
            remedy=f"this is the output of {shown}: put it where it belongs",
            subject=switch,
        )
    else:
        yield warned(
            f"name that the capture shows, expected {switch}, got {shown}",
            cite,
            remedy=f"say `hostname: {shown}` in the site file if it is this switch",
            subject=switch,
        )


def _judge_serial(case: Case, switch: str) -> Iterator[Result]:
    wanted = case.site.switches[switch].serial
    for view in case.views.of(switch, Version):
        if wanted and view.facts.serial and view.facts.serial.upper() != wanted.upper():
            yield failed(
                f"serial number, expected {wanted}, got {view.facts.serial}",
                view.cite(view.facts.lines.get("serial")),
                remedy="this is another device than the site file means",
                subject=switch,
            )


def _judge_bridges(case: Case) -> Iterator[Result]:
    """Compare the bridge address of each instance over the switches."""
    units: dict[tuple[str | None, str], dict[str, tuple[str, Cite]]] = {}
    own: dict[tuple[str, str | None], dict[str, Cite]] = {}
    for switch in case.site.switches.values():
        for view in case.views.of(switch.name, SpanningTree):
            for instance in view.facts.instances:
                if not instance.bridge or not instance.bridge.address:
                    continue
                address = instance.bridge.address.lower()
                cite = view.cite(instance.bridge.line)
                key = (instance.instance, address)
                units.setdefault(key, {}).setdefault(switch.unit, (switch.name, cite))
                own.setdefault((switch.name, instance.instance), {}).setdefault(address, cite)
    for (_, address), shown in units.items():
        names = [name for name, _ in shown.values()]
        if len(shown) > 1 and set(names) & {*case.switches, *_root_switch(case)}:
            yield failed(
                f"bridge address {address}, expected on one switch, got on {' and '.join(names)}",
                *(cite for _, cite in shown.values()),
                remedy="one of the files is not of its switch",
                subject=names[0],
            )
    for (name, instance_name), addresses in own.items():
        if len(addresses) > 1 and name in {*case.switches, *_root_switch(case)}:
            yield undecided(
                f"bridge address in {instance_name}: its captures contradict each other:"
                f" {' and '.join(addresses)}",
                *addresses.values(),
                remedy="one of the files is of another switch",
                subject=name,
            )
