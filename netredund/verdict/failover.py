"""Methods `active-backup` and `balance-alb`: plain ports in one VLAN, and nothing in the way."""

from collections.abc import Iterator

from netredund.facts.etherchannel import EtherChannel
from netredund.facts.interfaces import InterfacesStatus, InterfaceStatus, InterfacesTrunk
from netredund.facts.lacp import Lacp
from netredund.facts.linux import Bonding
from netredund.facts.mac_address_table import MacAddressTable
from netredund.facts.running_config import PortFast, PortFastDefault
from netredund.facts.spanning_tree import PortState
from netredund.intent import FailoverServer, Method, Uplink
from netredund.interfaces import is_same_interface
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, undecided, warned
from netredund.verdict.configs import PortConfig, port_configs, whole_configs
from netredund.verdict.trees import port_views
from netredund.verdict.views import Cite
from netredund.vlans import has_vlan

_BOTH = (Method.ACTIVE_BACKUP, Method.BALANCE_ALB)
_STATUS = "`show interfaces status` of each switch"
_UP = (InterfaceStatus.CONNECTED, InterfaceStatus.UP)


@check("plain.ports-up", _BOTH, is_proof=True, needs=_STATUS)
def check_ports_up(case: Case) -> Iterator[Result]:
    """Each leg's port is up.

    Passes where the status is connected, or where spanning tree forwards on it. Fails on any other
    status or state. Unknown where neither is shown, or where the two contradict each other.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        results = list(_up_results(case, leg, name))
        verdicts = {result.verdict for result in results}
        if not results:
            yield missing(f"{name}: no view shows whether it is up")
        elif len(verdicts) > 1:
            yield undecided(
                f"{name}: its captures contradict each other whether it is up",
                *(cite for result in results for cite in result.cites),
                remedy="capture them again, at one time",
            )
            yield from (result for result in results if result.verdict != "pass")
        else:
            yield from results


def _up_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    for view in case.views.of(leg.switch, InterfacesStatus):
        for entry in view.facts.interfaces:
            if not is_same_interface(entry.interface, leg.interface):
                continue
            if entry.status in _UP:
                yield passed(f"{name} is {entry.status}", view.cite(entry.line))
            else:
                yield failed(
                    f"{name}: status, expected connected, got {entry.status}",
                    view.cite(entry.line),
                    remedy="see leg.up",
                )
    for port in port_views(case, leg):
        if port.port.state is PortState.FORWARDING:
            yield passed(f"{name} forwards", port.cite())
        else:
            yield failed(
                f"{name}: spanning tree, expected FWD, got {port.printed}",
                port.cite(),
                remedy="a port to a server without a bridge always forwards: what is behind it?",
            )


@check("plain.same-vlan", _BOTH, is_proof=True, needs=_STATUS)
def check_same_vlan(case: Case) -> Iterator[Result]:
    """All legs are access ports of the site's VLAN, or trunks with its native and allowed VLANs.

    Fails where a port is in another VLAN, is a trunk instead of an access port or the reverse, or
    does not allow a VLAN. Unknown where no view shows it.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        results = [
            *_trunk_results(case, leg, name), *_access_results(case, leg, name),
            *_config_results(case, leg, name),
        ]  # fmt: skip
        if results:
            yield from results
        else:
            yield missing(f"{name}: no view shows its VLAN")


def _access_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    vlan = case.server.access_vlan
    for view in case.views.of(leg.switch, InterfacesStatus):
        for entry in view.facts.interfaces:
            if entry.vlan is None or not is_same_interface(entry.interface, leg.interface):
                continue
            cite = view.cite(entry.line)
            if vlan is None and entry.vlan != "trunk":
                yield failed(
                    f"{name}: VLAN, expected trunk, got {entry.vlan}", cite,
                    remedy="switchport mode trunk",
                )  # fmt: skip
            elif vlan is not None and entry.vlan != str(vlan):
                yield failed(
                    f"{name}: VLAN, expected {vlan}, got {entry.vlan}", cite,
                    remedy=f"switchport mode access, switchport access vlan {vlan}",
                )  # fmt: skip
            elif vlan is not None:
                yield passed(f"{name} is in VLAN {vlan}", cite)
    if vlan is not None:
        for port in port_views(case, leg):
            yield passed(f"{name} is in the spanning tree of VLAN {vlan}", port.cite())


def _trunk_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    trunk = case.server.trunk
    for view in case.views.of(leg.switch, InterfacesTrunk):
        for port in view.facts.interfaces:
            if not is_same_interface(port.interface, leg.interface):
                continue
            if trunk is None:
                if port.status == "trunking":
                    yield failed(
                        f"{name}: expected an access port, got a trunk", view.cite(port.line),
                        remedy="switchport mode access",
                    )  # fmt: skip
                continue
            native = str(trunk.wanted_native)
            lacks = [
                vlan
                for vlan in trunk.allowed or ()
                if port.active is None or not has_vlan(port.active, vlan)
            ]
            cites = (view.cite(port.line), view.cite(port.active_line or port.line))
            if port.native_vlan != native:
                yield failed(
                    f"{name}: native VLAN, expected {native}, got {port.native_vlan}", cites[0],
                    remedy=f"switchport trunk native vlan {native}",
                )  # fmt: skip
            elif lacks:
                yield failed(
                    f"{name}: VLANs allowed and active, expected"
                    f" {', '.join(map(str, trunk.allowed or ()))}, got {port.active}", *cites,
                    remedy="switchport trunk allowed vlan add"
                    f" {','.join(map(str, lacks))}, and create them",
                )  # fmt: skip
            elif port.status == "trunking":
                yield passed(f"{name} is a trunk, native {native}, with all its VLANs", *cites)
            else:
                yield failed(f"{name}: expected a trunk, got {port.status}", cites[0])


def _config_results(case: Case, leg: Uplink, name: str) -> Iterator[Result]:
    """Yield what the running-config contradicts; what it confirms does not show the state."""
    vlan = case.server.access_vlan
    for config in port_configs(case, leg.switch, leg.interface):
        port = config.port
        if vlan is not None and port.switchport_mode == "trunk":
            yield failed(
                f"{name}: switchport mode, expected access, got trunk in the running-config",
                config.cite("switchport_mode"),
                remedy="switchport mode access",
            )
        elif vlan is not None and (port.access_vlan or 1) != vlan:
            yield failed(
                f"{name}: access VLAN, expected {vlan}, got {port.access_vlan or 1} in the"
                " running-config",
                config.cite("access_vlan"),
                remedy=f"switchport access vlan {vlan}",
            )


@check(
    "plain.no-channel",
    _BOTH,
    is_proof=True,
    needs="`show etherchannel summary` or `show running-config` of each switch",
)
def check_no_channel(case: Case) -> Iterator[Result]:
    """No leg is in a channel group: these methods need plain ports.

    Fails where a channel lists a leg or the running-config has a `channel-group` on it. Passes
    where its stanza has none, or a whole list of all channels does not name it.
    """
    for leg in case.legs:
        name = case.leg_name(leg)
        told: list[Result] = []
        for config in port_configs(case, leg.switch, leg.interface):
            group = config.port.channel_group
            if group is not None:
                told.append(_in_channel(name, str(group), config.cite("channel_group"), leg))
            else:
                told.append(passed(f"{name} has no channel-group line", config.cite()))
        for view in case.views.of(leg.switch, EtherChannel):
            named = [
                (member_group.port_channel, member.line)
                for member_group in view.facts.groups
                for member in member_group.members
                if is_same_interface(member.interface, leg.interface)
            ]
            for channel, line in named:
                told.append(_in_channel(name, channel, view.cite(line), leg))
            is_all = not any(word.isdecimal() for word in view.capture.command.text.split())
            counted = view.facts.channel_groups_in_use is not None and not view.cite().doubt
            if not named and is_all and (counted or view.is_whole):
                told.append(passed(f"{name} is in no channel", view.cite()))
        fails = [result for result in told if result.verdict == "fail"]
        if fails:
            yield from fails
        elif told:
            yield from told
        else:
            yield missing(f"{name}: no view shows whether it is in a channel")


def _in_channel(name: str, channel: str, cite: Cite, leg: Uplink) -> Result:
    return failed(
        f"{name}: expected no channel, got {channel}",
        cite,
        remedy=f"{leg.switch}: interface {leg.interface}, no channel-group",
    )


@check("plain.no-partner", _BOTH, needs="`show lacp neighbor` of each switch")
def check_no_partner(case: Case) -> Iterator[Result]:
    """No LACP partner is heard on a leg: the server does not bond with 802.3ad."""
    for leg in case.legs:
        name = case.leg_name(leg)
        views = case.views.of(leg.switch, Lacp)
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
                yield passed(f"{name}: no line holds an address to the port", config.cite())
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
    views = case.views.of(case.server.name, Bonding)
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
