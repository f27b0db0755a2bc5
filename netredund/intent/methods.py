"""What each method asks of the keys of one server."""

import re
from collections.abc import Callable, Collection
from typing import Any

from netredund.intent.kinds import MAC_PATTERN, MOST_LACP_UPLINKS
from netredund.intent.problem import Problems, list_names
from netredund.intent.reader import Draft
from netredund.intent.site import (
    DEFAULT_BRIDGE_PRIORITY,
    DEFAULT_ROOT_PRIORITY,
    KEEP,
    Uplink,
)


def report_key(
    problems: Problems, draft: Draft, key: str, message: str, *, value: Any = None, allowed: str
) -> None:
    """Add a problem at the value of a key, at the mapping's beginning where it is not said."""
    shown = None if value is None else str(value)
    path = f"{draft.path}.{key}"
    problems.report(draft.find_place(key), path, message, value=shown, allowed=allowed)


def check_lacp(
    server: Draft,
    uplinks: tuple[Uplink, ...],
    find_unit: Callable[[str], str],
    problems: Problems,
) -> None:
    """One channel ends on one switch or stack, and one failure must not take all of it down."""
    for uplink in uplinks:
        first, unit = find_unit(uplinks[0].switch), find_unit(uplink.switch)
        if unit != first:
            problems.report(
                server.uplink_nodes[uplink.nic],
                f"{server.path}.uplinks.{uplink.nic}",
                f"802.3ad ends on one switch, and {uplinks[0].nic} is on {first}",
                value=f"{uplink.switch} {uplink.written}",
                allowed="ports of one switch, or the same `stack` for switches that act as one;"
                " active-backup or stp for two switches",
            )
    if len(uplinks) > MOST_LACP_UPLINKS:
        nic = uplinks[MOST_LACP_UPLINKS].nic
        problems.report(
            server.uplink_nodes[nic],
            f"{server.path}.uplinks.{nic}",
            "a channel bundles 8 ports, further ones only stand by",
            value=f"{len(uplinks)} uplinks",
            allowed=f"2 to {MOST_LACP_UPLINKS}",
        )
    min_links = server.values.get("min_links", 0)
    if server.has_all_uplinks and min_links >= len(uplinks) > 1:
        report_key(
            problems,
            server,
            "min_links",
            "one failure would take all legs down",
            value=min_links,
            allowed=f"0 to {len(uplinks) - 1} with {len(uplinks)} uplinks",
        )


def check_stp(server: Draft, switches: Collection[str] | None, problems: Problems) -> None:
    """The root is known, and the server never becomes it."""
    root = server.values.get("root")
    is_switch = switches is not None and root in switches
    if root is not None and root != KEEP and switches is not None and not is_switch:
        digits = re.sub(r"[.:-]", "", root)
        is_mac = re.fullmatch(MAC_PATTERN, root) is not None
        if not is_mac or not digits.strip("0") or int(digits[1], 16) & 1:
            message = "no bridge has this address" if is_mac else "unknown switch"
            message += problems.suggest(root, (*switches, KEEP)) if not is_mac else ""
            report_key(
                problems,
                server,
                "root",
                message,
                value=root,
                allowed=f"a switch ({list_names(switches)}), keep, or a bridge address",
            )
    if "root_priority" in server.keys and (root == KEEP or "root" not in server.keys):
        report_key(
            problems,
            server,
            "root_priority",
            "it makes a switch root, and none is named",
            value=server.nodes["root_priority"].describe(),
            allowed="together with root: SWITCH",
        )
    # The system id, which is the VLAN, is below 4096: a step more is always worse than the root.
    priority = server.values.get("root_priority", DEFAULT_ROOT_PRIORITY)
    own = server.values.get("bridge_priority", DEFAULT_BRIDGE_PRIORITY)
    if is_switch and own <= priority:
        key = "bridge_priority" if "bridge_priority" in server.values else "root_priority"
        report_key(
            problems,
            server,
            key,
            f"the server ({own}) would be root in place of {root} ({priority})",
            value=server.values.get(key),
            allowed="a bridge_priority above the root_priority",
        )


def check_failover(server: Draft, problems: Problems) -> None:
    """The primary is a leg; the carrier or ARP is watched, not both."""
    primary, uplinks = server.values.get("primary"), server.values.get("uplinks", ())
    nics = [uplink.nic for uplink in uplinks]
    if primary is not None and server.has_all_uplinks and primary not in nics:
        report_key(
            problems,
            server,
            "primary",
            "no uplink of this server" + problems.suggest(primary, nics),
            value=primary,
            allowed=", ".join(nics),
        )
    if "arp_interval" in server.keys and "miimon" in server.keys:
        report_key(
            problems,
            server,
            "miimon",
            "the kernel watches the carrier or ARP, not both",
            allowed="miimon, or arp_interval with arp_targets",
        )
    for one, other in (("arp_interval", "arp_targets"), ("arp_targets", "arp_interval")):
        if one in server.keys and other not in server.keys:
            report_key(
                problems,
                server,
                one,
                f"`{other}` is missing",
                allowed="arp_interval and arp_targets, or neither",
            )
