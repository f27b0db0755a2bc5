"""What IOS says when it refuses a line, word for word."""

from collections.abc import Iterable

INVALID = "% Invalid input detected at '^' marker."
INCOMPLETE = "% Incomplete command."
PORT_PRIORITY = "% Port Priority in increments of 16 is required"
PRIORITY_STEP = 4096


def invalid_input(column: int) -> str:
    """Return the two lines that mark a column of the echoed line, prompt included."""
    return f"{' ' * column}^\n{INVALID}\n"


def ambiguous_command(line: str) -> str:
    """Return what IOS says about an abbreviation of several commands."""
    return f'% Ambiguous command:  "{line}"'


def priority_step() -> str:
    """Return the refusal of a bridge priority that is no multiple of 4096, with the 16 values."""
    values = [str(value) for value in range(0, 65536, PRIORITY_STEP)]
    rows = ("  " + " ".join(value.ljust(5) for value in values[low : low + 8]) for low in (0, 8))
    return "\n".join(
        ["% Bridge Priority must be in increments of 4096.", "% Allowed values are:"]
        + [row.rstrip() for row in rows]
    )


def root_failed(vlans: Iterable[int]) -> str:
    """Return what the root macro says where no priority is low enough."""
    lines = [f"% Failed to make the bridge root for vlan {vlan}" for vlan in vlans]
    lines.append(
        "% It may be possible to make the bridge root by setting the priority\n"
        "% for some (or all) of these instances to zero."
    )
    return "\n".join(lines)


def protocol_mismatch(short: str, group: int) -> str:
    """Return the refusal of a channel mode that the channel protocol does not know."""
    return (
        f"Command rejected (Channel protocol mismatch for interface {short} in group {group}): "
        "the interface can not be added to the channel group"
    )


def layer_mismatch(channel: str, short: str) -> str:
    """Return the refusal of a routed port in a switched channel, or the other way round."""
    return (
        f"Command rejected ({channel}, {short}): "
        "Either port is L2 and port-channel is L3, or vice-versa"
    )


def range_terminated(name: str) -> str:
    """Return what follows the refusal on one interface of a range."""
    return f"% Range command terminated because it failed on {name}"


def portfast_warning(names: Iterable[str]) -> str:
    """Return the caution that follows `spanning-tree portfast`; it is no refusal."""
    lines = [
        "%Warning: portfast should only be enabled on ports connected to a single",
        " host. Connecting hubs, concentrators, switches, bridges, etc... to this",
        " interface  when portfast is enabled, can cause temporary bridging loops.",
        " Use with CAUTION",
        "",
    ]
    for name in names:
        lines += [
            f"%Portfast has been configured on {name} but will only",
            " have effect when the interface is in a non-trunking mode.",
        ]
    return "\n".join(lines)
