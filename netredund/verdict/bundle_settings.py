"""Further checks of method `802.3ad`: one partner, like links, an active end, min-links."""

from collections.abc import Iterator

from netredund.facts.etherchannel import EcState, EtherChannel
from netredund.facts.lacp import Lacp, LacpPort
from netredund.facts.linux import Bonding
from netredund.facts.running_config import ChannelMode
from netredund.interfaces import is_same_interface
from netredund.verdict.bundle import LACP, configured_modes, group_views, lacp_server, unit_switches
from netredund.verdict.case import Case
from netredund.verdict.check import Result, check, failed, missing, passed, warned
from netredund.verdict.configs import running_configs
from netredund.verdict.server_bonds import server_bonds
from netredund.verdict.stp_settings import port_speeds
from netredund.verdict.views import Cite, View


def _partners(case: Case) -> Iterator[tuple[str, LacpPort, Cite]]:
    """Yield what each view shows of the partner on each leg."""
    for leg in case.legs:
        for lacp in case.views.of(leg.switch, Lacp):
            for group in lacp.facts.groups:
                for port in group.ports:
                    is_leg = is_same_interface(port.interface, leg.interface)
                    if is_leg and port.partner_system_id is not None:
                        yield case.leg_name(leg), port, lacp.cite(port.line)
        for detail in case.views.of(leg.switch, EtherChannel):
            for channel_port in detail.facts.ports:
                partner = channel_port.lacp_partner
                if partner and is_same_interface(channel_port.interface, leg.interface):
                    yield case.leg_name(leg), partner, detail.cite(partner.line)


def _plain_system(text: str) -> str:
    return text.rpartition(",")[2].strip().lower()


def _plain_key(text: str) -> int | str:
    """Return a key as a number: `0xF`, or decimal on old IOS; else the text itself."""
    try:
        return int(text, 16) if text.lower().startswith("0x") else int(text)
    except ValueError:
        return text


@check("lacp.one-partner", LACP, needs="`show lacp neighbor` of the switch")
def check_one_partner(case: Case) -> Iterator[Result]:
    """All legs have one partner system and one key: the server's bond.

    Fails where legs have two systems or two keys (802.1AX 6.3: they cannot aggregate), where a leg
    has no partner, or where the partner is not the server's `mac`. Skipped where not every leg's
    partner is shown.
    """
    shown = list(_partners(case))
    silent = [(name, cite) for name, port, cite in shown if port.has_partner is False]
    for name, cite in silent:
        yield failed(
            f"{name}: LACP partner, expected the server, got none",
            cite,
            remedy="the partner is silent: does the server bond with mode 802.3ad?",
        )
    heard = [item for item in shown if item[1].has_partner is not False]
    if len({name for name, _, _ in shown}) < len(case.legs):
        yield missing("not every leg's LACP partner is shown")
    systems = {_plain_system(port.partner_system_id or "") for _, port, _ in heard}
    keys = {_plain_key(port.oper_key) for _, port, _ in heard if port.oper_key}
    cites = [cite for _, _, cite in heard]
    for what, values in (("system", systems), ("key", keys)):
        if len(values) > 1:
            yield failed(
                f"LACP partner {what}, expected one over all legs, got"
                f" {' and '.join(sorted(map(str, values)))}",
                *cites,
                remedy="the legs end in two bonds or two machines: is the cabling as planned?",
            )
    if len(systems) == 1 and len(keys) <= 1 and not silent:
        (system,) = systems
        wanted = _cisco_form(case.server.mac_address)
        if wanted and system != wanted and not _is_bond_address(case, system):
            yield failed(
                f"LACP partner system, expected {wanted}, got {system}",
                *cites,
                remedy="the legs end in another machine: is the cabling as planned?",
            )
        elif len({name for name, _, _ in heard}) == len(case.legs):
            yield passed(f"one LACP partner over all legs: {system}", *cites)


def _cisco_form(mac: str | None) -> str | None:
    digits = (mac or "").replace(":", "").lower()
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}" if digits else None


def _is_bond_address(case: Case, system: str) -> bool:
    """Tell whether the server's own view names the system as its bond's address."""
    return any(
        _cisco_form(bond.facts.system_mac) == system
        for bond in case.views.of(case.server.name, Bonding)
    )


@check("lacp.like-links", LACP, needs="`show interfaces status` of the switch")
def check_like_links(case: Case) -> Iterator[Result]:
    """All legs have the same speed, and full duplex (802.1AX 6.3.2 aggregates only such links).

    Fails where speeds differ or a leg is half duplex. Skipped where a leg's status is not shown.
    """
    shown = [
        (case.leg_name(leg), speed, (duplex or "").removeprefix("a-"), cite)
        for leg in case.legs
        for speed, duplex, cite in port_speeds(case, leg.switch, leg.interface)
    ]
    cites = [cite for _, _, _, cite in shown]
    if len({name for name, *_ in shown}) < len(case.legs):
        yield missing("not every leg's speed and duplex is shown", *cites)
    speeds = {speed for _, speed, _, _ in shown}
    if len(speeds) > 1:
        yield failed(
            "speed, expected the same on all legs, got"
            f" {' and '.join(f'{speed} Mbit/s' for speed in sorted(speeds))}",
            *cites,
            remedy="the slower leg cannot be bundled: look at its cable and its speed lines",
        )
    half = [(name, cite) for name, _, duplex, cite in shown if duplex == "half"]
    for name, cite in half:
        yield failed(
            f"{name}: duplex, expected full, got half",
            cite,
            remedy="let both ends negotiate: duplex auto",
        )
    if shown and len(speeds) == 1 and not half and len(shown) >= len(case.legs):
        yield passed(f"all legs have {speeds.pop()} Mbit/s", *cites)


@check("lacp.active-end", LACP, needs="`show running-config`, or `show etherchannel port-channel`")
def check_active_end(case: Case) -> Iterator[Result]:
    """At least one end sends LACP unasked, and the switch has the mode of the site.

    Passive on both ends never forms. Linux is active by default (`lacp_active on`). Fails where
    the configured mode is not the one that the site file says, warns where it says none, and where
    the output shows the other mode.
    """
    wanted = lacp_server(case).wanted_mode
    say = warned if lacp_server(case).mode is None else failed
    told = False
    for bond in server_bonds(case):
        if bond.facts.lacp_active == "off":
            yield from _passive_both(case, bond)
    for leg, mode, cite in configured_modes(case):
        told = True
        name = case.leg_name(leg)
        if mode == wanted:
            yield passed(f"{name}: channel-group mode is {mode}", cite)
        else:
            is_other = mode in (ChannelMode.ACTIVE, ChannelMode.PASSIVE)
            yield (say if is_other else failed)(
                f"{name}: channel-group mode, expected {wanted}, got {mode}",
                cite,
                remedy=f"{leg.switch}: interface {leg.interface}, channel-group N mode {wanted}",
            )
    shown = {ChannelMode.ACTIVE: EcState.ACTIVE, ChannelMode.PASSIVE: EcState.PASSIVE}
    for view in group_views(case):
        for member in view.group.members:
            if member.ec_state is None:
                continue
            told = True
            cite = view.view.cite(member.line)
            if member.ec_state == shown[ChannelMode(wanted)]:
                yield passed(f"{member.interface}: EC state is {member.ec_state}", cite)
            else:
                yield warned(
                    f"{member.interface}: EC state, expected {wanted}, got {member.ec_state}",
                    cite,
                    remedy=f"channel-group N mode {wanted}",
                )
    if not told:
        yield missing("no view shows the mode of the legs")


def _passive_both(case: Case, bond: View[Bonding]) -> Iterator[Result]:
    """Yield each leg that waits for a server that waits as well."""
    for leg, mode, cite in configured_modes(case):
        if mode == ChannelMode.PASSIVE:
            yield failed(
                f"{case.leg_name(leg)}: an active end, expected one, got passive and"
                " `LACP active: off` at the server",
                cite,
                bond.cite(),
                remedy="channel-group N mode active",
            )


@check("lacp.min-links", LACP, needs="`show running-config` of the switch")
def check_min_links(case: Case) -> Iterator[Result]:
    """Min-links is not above what one failure leaves, at either end.

    With two legs it must be 1 (or absent): else the loss of one leg takes both down.
    """
    left = len(case.legs) - 1
    told = False
    group = lacp_server(case).channel_group
    for switch in unit_switches(case):
        for view in running_configs(case, switch):
            for port in view.facts.interfaces:
                if group is None or not is_same_interface(port.interface, f"Port-channel{group}"):
                    continue
                told = True
                yield _judge_min_links(
                    port.interface,
                    port.min_links,
                    left,
                    view.cite(port.lines.get("min_links", port.line)),
                )
    for bond in server_bonds(case):
        if bond.facts.min_links is not None:
            told = True
            line = bond.facts.lines.get("min_links")
            yield _judge_min_links(
                bond.facts.interface or "bond", bond.facts.min_links, left, bond.cite(line)
            )
    if not told:
        yield missing("no view shows min-links")


def _judge_min_links(where: str, got: int | None, left: int, cite: Cite) -> Result:
    if got is None or got <= left:
        return passed(f"{where}: min-links is {got or 'not set'}", cite)
    return failed(
        f"{where}: min-links, expected at most {left}, got {got}: one failure would end all",
        cite,
        remedy=f"port-channel min-links {left}",
    )


@check("lacp.server-bond", LACP, needs="`/proc/net/bonding/BOND` of the server")
def check_server_bond(case: Case) -> Iterator[Result]:
    """The server's bond runs 802.3ad, watches the carrier, and has all legs in one aggregator.

    Fails on another mode, a leg that is no slave, is down, or is in another aggregator than the
    active one, on a partner of address 00:00:00:00:00:00, and on miimon 0 (a lost carrier is then
    never noticed). A port whose state is not collecting and distributing is not bundled, whatever
    the number of ports says.
    """
    views = server_bonds(case)
    for view in views:
        bond = view.facts
        name = bond.interface or "its bond"
        if bond.mode_name != "802.3ad":
            yield failed(
                f"{name}: mode, expected 802.3ad, got {bond.mode}",
                view.cite(bond.lines.get("mode")),
                remedy="bond-mode 802.3ad, then bring the bond down and up",
            )
            continue
        if bond.mii_interval_ms == 0:
            yield failed(
                f"{name}: MII polling interval, expected 100 ms, got 0: a lost carrier goes"
                " unnoticed",
                view.cite(bond.lines.get("mii_interval_ms")),
                remedy="bond-miimon 100",
            )
        active = bond.aggregator.aggregator_id if bond.aggregator else None
        for leg in case.legs:
            slave = next((s for s in bond.slaves if s.interface == leg.nic), None)
            if slave is None:
                yield failed(
                    f"{leg.nic}: slave of {name}, expected, got none",
                    view.cite(),
                    remedy=f"add {leg.nic} to bond-slaves",
                )
                continue
            wrong = []
            if slave.mii_status != "up":
                wrong.append(f"MII status {slave.mii_status}")
            if active is None:
                wrong.append("no active aggregator")
            elif slave.aggregator_id != active:
                wrong.append(f"aggregator {slave.aggregator_id}, the active one is {active}")
            if slave.partner and slave.partner.system_mac == "00:00:00:00:00:00":
                wrong.append("no LACP partner")
            if slave.actor and "distributing" not in slave.actor.state_words:
                wrong.append("it does not distribute")
            if wrong:
                yield failed(
                    f"{leg.nic}: in the bundle of {name}, expected, got {', '.join(wrong)}",
                    view.cite(slave.line),
                    remedy="two switches without a stack, another group or mode there, or LACP off",
                )
            else:
                yield passed(f"{leg.nic} is in the active aggregator", view.cite(slave.line))
    if not views:
        yield missing("no view of the server's bond")
