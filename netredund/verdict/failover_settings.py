"""Further checks of `active-backup` and `balance-alb`: nothing that keeps an address in place."""

from collections.abc import Iterator

from netredund.facts.lacp import Lacp
from netredund.facts.mac_address_table import MacAddressTable
from netredund.facts.running_config import PortFast, PortFastDefault
from netredund.intent import FailoverServer, Method, Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, warned
from netredund.verdict.configs import PortConfig, port_configs, whole_configs
from netredund.verdict.server_bonds import server_bonds
from netredund.verdict.trees import port_views
from netredund.verdict.views import Cite
from netredund.vlans import has_vlan

_BOTH = (Method.ACTIVE_BACKUP, Method.BALANCE_ALB)


@check("plain.no-partner", _BOTH, needs="`show lacp neighbor` of each switch")
def check_no_partner(case: Case) -> Iterator[Result]:
    """No LACP partner is heard on a leg: the server does not bond with 802.3ad.

    Fails where one is heard. Skipped where no view that is whole shows the partners.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        views = [
            view for view in case.views.of(leg.switch, Lacp) if "neighbor" in view.facts.command
        ]
        partners = [
            view.cite(port.line)
            for view in views
            for group in view.facts.groups
            for port in group.ports
            if is_same_interface(port.interface, leg.interface) and port.has_partner
        ]
        if partners:
            yield failed(
                f"{name}: LACP partner, expected none, got one",
                *partners,
                remedy=f"the server bonds with 802.3ad: bond-mode {case.server.method.value}",
            )
        elif any(view.is_whole for view in views):
            yield passed(f"{name} has no LACP partner", *(view.cite() for view in views))
        else:
            yield missing(f"{name}: no view shows whether it has an LACP partner")


@check("plain.portfast", _BOTH, needs="`show running-config`, or `show spanning-tree` of each leg")
def check_portfast(case: Case) -> Iterator[Result]:
    """PortFast is on: without it the port listens and learns for 30 s after each link-up.

    Warns where it is off, by line or by global default.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        shown = [_portfast_in(case, leg, config) for config in port_configs(case, leg.switch,
                 leg.interface)]  # fmt: skip
        shown += [
            ("Edge" in (port.port.type or "").split(), port.cite())
            for port in port_views(case, leg)
            if port.port.type and port.port.status_printed is None
        ]
        known = [(is_on, cite) for is_on, cite in shown if is_on is not None]
        if not known:
            yield missing(f"{name}: no view shows whether PortFast is on")
        for is_on, cite in known:
            if is_on:
                yield passed(f"{name}: PortFast is on", cite)
            else:
                yield warned(
                    f"{name}: PortFast, expected on, got off: 30 s without traffic after each"
                    " link-up (twice the forward delay)",
                    cite,
                    remedy=f"{leg.switch}: interface {leg.interface}, spanning-tree portfast"
                    " (portfast edge on newer releases, with trunk on a trunk)",
                )


def _portfast_in(case: Case, leg: Uplink, config: PortConfig) -> tuple[bool | None, Cite]:
    own = config.port.spanning_tree_settings.portfast
    if own is not None:
        is_on = own in (PortFast.PLAIN, PortFast.EDGE, PortFast.TRUNK, PortFast.EDGE_TRUNK)
        return is_on, config.cite("portfast")
    if config.view not in whole_configs(case, leg.switch):
        return None, config.cite()
    default = config.view.facts.spanning_tree_settings.portfast_default
    return default in (PortFastDefault.PLAIN, PortFastDefault.EDGE), config.cite()


@check("plain.address-may-move", _BOTH, needs="`show running-config` of each switch")
def check_address_may_move(case: Case) -> Iterator[Result]:
    """Nothing on the ports stops the server's address from moving to another leg.

    Fails on port-security, 802.1X, IP source guard and (untrusted) ARP inspection on a leg: the
    switch then drops the address on its new port, or switches the port off.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        configs = port_configs(case, leg.switch, leg.interface)
        for config in configs:
            for line in config.port.security:
                text = line.text.strip()
                if _holds_address(text):
                    yield failed(
                        f"{name}: expected nothing that holds an address, got {text!r}",
                        config.view.cite(line.line),
                        remedy=f"{leg.switch}: interface {leg.interface}, no {text}",
                    )
            is_inspected = _is_arp_inspected(case, config)
            if is_inspected:
                yield failed(
                    f"{name}: expected no ARP inspection, got it on VLAN {case.server.access_vlan}",
                    config.view.cite(config.view.facts.lines.get("arp_inspection_vlans")),
                    remedy=f"{leg.switch}: interface {leg.interface}, ip arp inspection trust",
                )
            if not is_inspected and not any(_holds_address(o.text) for o in config.port.security):
                if config.view in whole_configs(case, leg.switch):
                    yield passed(f"{name}: no line holds an address to the port", config.cite())
                else:
                    yield missing(f"{name}: no line of its own does; the global ones are not shown")
        if not configs:
            yield missing(f"{name}: no running-config shows its security lines")


def _is_arp_inspected(case: Case, config: PortConfig) -> bool:
    vlans, vlan = config.view.facts.arp_inspection_vlans, case.server.access_vlan
    is_trusted = any(
        line.text.strip() == "ip arp inspection trust" for line in config.port.security
    )
    return bool(vlans and vlan and has_vlan(vlans, vlan)) and not is_trusted


def _holds_address(text: str) -> bool:
    """Tell whether a security line keeps an address from moving (trust and limits do not)."""
    line = text.strip()
    return line.startswith("ip verify source") or line in (
        "switchport port-security",
        "dot1x pae authenticator",
        "authentication port-control auto",
        "access-session port-control auto",
        "dot1x port-control auto",
    )


@check("plain.server-bond", _BOTH, needs="`/proc/net/bonding/BOND` of the server")
def check_server_bond(case: Case) -> Iterator[Result]:
    """The server's bond has the method's mode, watches its links, and has all legs up.

    Fails on another mode, a leg that is no slave or is down, on miimon 0 without ARP monitoring,
    and on another primary than the site's.
    """
    assert isinstance(case.server, FailoverServer)
    views = server_bonds(case)
    for view in views:
        bond = view.facts
        name = bond.interface or "its bond"
        wanted = case.server.method.value
        if bond.mode_name != wanted:
            yield failed(
                f"{name}: mode, expected {wanted}, got {bond.mode}",
                view.cite(bond.lines.get("mode")),
                remedy=f"bond-mode {wanted}, then bring the bond down and up",
            )
        if not bond.mii_interval_ms and not bond.arp_interval_ms:
            yield failed(
                f"{name}: link monitoring, expected miimon or ARP, got none: a dead leg stays in"
                " use",
                view.cite(bond.lines.get("mii_interval_ms")),
                remedy="bond-miimon 100",
            )
        if case.server.primary and bond.primary != case.server.primary:
            yield failed(
                f"{name}: primary, expected {case.server.primary}, got {bond.primary or 'none'}",
                view.cite(bond.lines.get("primary")),
                remedy=f"bond-primary {case.server.primary}",
            )
        for leg in case.legs:
            slave = next((slave for slave in bond.slaves if slave.interface == leg.nic), None)
            if slave is None:
                yield failed(
                    f"{leg.nic}: slave of {name}, expected, got none", view.cite(),
                    remedy=f"add {leg.nic} to bond-slaves",
                )  # fmt: skip
            elif slave.mii_status != "up":
                yield failed(
                    f"{leg.nic}: MII status, expected up, got {slave.mii_status}",
                    view.cite(slave.line),
                    remedy="carrier, or no answer to ARP: is the leg in the right VLAN?",
                )
            else:
                yield passed(f"{leg.nic} is up in {name}", view.cite(slave.line))
    if not views:
        yield missing("no view of the server's bond")


@check("plain.one-place", (Method.ACTIVE_BACKUP,), needs="`show mac address-table` of each switch")
def check_one_place(case: Case) -> Iterator[Result]:
    """The server's address is learned on one leg only.

    Fails where it is learned on two legs (both ends are active: the server does not bond). Looked
    at where the site file has the server's `mac`.
    """
    mac = (case.server.mac_address or "").replace(":", "").lower()
    if not mac:
        return
    address = f"{mac[:4]}.{mac[4:8]}.{mac[8:]}"
    places = {}
    for leg in case.legs:
        for view in case.views.of(leg.switch, MacAddressTable):
            for entry in view.facts.entries:
                on_leg = any(is_same_interface(port, leg.interface) for port in entry.ports)
                if entry.address.lower() == address and on_leg:
                    places[case.leg_name(leg)] = view.cite(entry.line)
    if len(places) > 1:
        yield failed(
            f"address {address}, expected on one leg, got on {' and '.join(places)}",
            *places.values(),
            remedy="does the server bond, with mode active-backup?",
        )
    elif places:
        yield passed(f"address {address} is on {next(iter(places))} only", *places.values())
    else:
        yield missing(f"no view shows where address {address} is")
