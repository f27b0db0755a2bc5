"""What failures do to servers that bond their legs."""

from netredund.intent import FailoverServer, LacpServer
from netredund.prediction.failures import Failure, FailureKind

# IEEE 802.1AX-2014 6.4.4: three times the period that the partner was asked for.
_LACP_FAST_S, _LACP_SLOW_S = 3, 90
_MIIMON_DEFAULT_MS = 100


def describe_bond(
    server: LacpServer | FailoverServer, failures: tuple[Failure, ...]
) -> tuple[list[str], float]:
    """Return what a bond loses, and how many seconds its traffic stands still.

    A lost carrier is noticed within miimon; a switch that dies takes the carrier of its ports with
    it. Where only the partner falls silent, LACP's timeout counts, and is told.
    """
    dead_switches = {failure.subject for failure in failures if failure.kind is FailureKind.SWITCH}
    dead_legs = {failure.subject for failure in failures if failure.kind is FailureKind.LEG}
    lost = [
        leg
        for leg in server.uplinks
        if leg.switch in dead_switches or f"{server.name} {leg.nic}" in dead_legs
    ]
    if not lost:
        return [], 0.0
    total, live = len(server.uplinks), len(server.uplinks) - len(lost)
    names = ", ".join(leg.nic for leg in lost)
    if live == 0:
        return [f"{server.name}: every leg is lost ({names})"], 0.0
    if isinstance(server, LacpServer):
        least = server.min_links or 0
        if live < least:
            return [
                f"{server.name}: {live} of {total} legs left, below min_links {least}:"
                " the bond goes down"
            ], 0.0
        silent_s = _LACP_FAST_S if server.lacp_rate == "fast" else _LACP_SLOW_S
        share = f"{server.name}: {live} of {total} legs left, bandwidth {100 * live // total} %"
        noticed = f"noticed by carrier at once, by LACP alone after {silent_s} s"
        return [f"{share}; {noticed}"], _MIIMON_DEFAULT_MS / 1000
    interval_ms = server.wanted_miimon_ms
    if interval_ms is None:
        # arp_interval counts as lost after two intervals without an answer (bonding.rst).
        interval_ms = 2 * (server.arp_interval or 0)
    active = [leg for leg in lost if server.primary in (None, leg.nic)]
    if server.method.value == "balance-alb":
        said = f"{server.name}: {live} of {total} legs left, bandwidth {100 * live // total} %"
    elif active:
        rest = ", ".join(leg.nic for leg in server.uplinks if leg not in lost)
        said = f"{server.name}: {rest} takes over if {names} was active"
    else:
        return [f"{server.name}: {names} was not the active leg"], 0.0
    return [said], interval_ms / 1000
