"""Whether one leg carries traffic: its port is up, bundled where it shall be, and forwards."""

from typing import TypeVar

import msgspec

from netredund.errors import RefusedError
from netredund.facts.etherchannel import ChannelFlag, EtherChannel, split_flags
from netredund.facts.interfaces import InterfacesStatus, InterfaceStatus
from netredund.facts.lacp import Lacp
from netredund.facts.outcome import Facts
from netredund.facts.spanning_tree import PortRole, PortState, SpanningTree
from netredund.interfaces import is_same_interface
from netredund.reading import parse
from netredund.transaction.guard import Terminal

F = TypeVar("F", bound=Facts)
_NOBODY = "0000.0000.0000"
_RESTING = (PortRole.ALTERNATE, PortRole.BACKUP)


class LegState(msgspec.Struct, frozen=True, gc=False):
    """What keeps a leg from carrying traffic, empty where nothing does.

    `is_silent`: the other end says nothing, which the server's side may still change.
    `is_waiting`: its partner is heard, and bundles another leg of the server meanwhile. `is_final`:
    time alone will not mend it.
    """

    fault: str = ""
    is_silent: bool = False
    is_waiting: bool = False
    is_final: bool = False


def look_at_leg(session: Terminal, port: str, group: int | None = None) -> LegState:
    """Return the state of the leg on a port; with `group` it has to be bundled in that channel.

    A port that spanning tree blocks as alternate or backup is in order: one leg of a bridging
    server has to. What is not understood is a fault.
    """
    status = _read(session, "show interfaces status", InterfacesStatus)
    row = next(
        (each for each in status.interfaces if is_same_interface(each.interface, port)), None
    )
    if row is None:
        return LegState(f"{port} is not in `show interfaces status`", is_final=True)
    if row.status is InterfaceStatus.ERR_DISABLED:
        return LegState(f"{port} is err-disabled", is_final=True)
    owner, state = _look_at_bundle(session, port, group)
    if state is not None:
        return state
    if owner == port and row.status is not InterfaceStatus.CONNECTED:
        return LegState(f"{port} is {row.status.value}", is_silent=True)
    return _look_at_tree(session, owner)


def _look_at_bundle(session: Terminal, port: str, group: int | None) -> tuple[str, LegState | None]:
    """Return what the port forwards as, itself or its Port-channel, or its state without that."""
    channels = _read(session, "show etherchannel summary", EtherChannel)
    for channel in channels.groups:
        for member in channel.members:
            if not is_same_interface(member.interface, port):
                continue
            flags = split_flags(member.flags or "")
            if group is not None and channel.group != group:
                return port, LegState(f"{port} is in group {channel.group}, not {group}")
            if ChannelFlag.BUNDLED in flags:
                return channel.port_channel, None
            if group is None and ChannelFlag.STAND_ALONE in flags:
                return port, None
            has_partner = _has_partner(session, port)
            return port, LegState(
                f"{port} is not bundled in {channel.port_channel}, its flag is {member.flags}",
                is_silent=not has_partner,
                is_waiting=has_partner and ChannelFlag.WAITING in flags,
            )
    if group is not None:
        return port, LegState(f"{port} is in no group, expected {group}")
    return port, None


def _has_partner(session: Terminal, port: str) -> bool:
    """Tell whether an LACP partner is heard on a port; where it cannot be known, yes."""
    neighbours = _read(session, "show lacp neighbor", Lacp)
    if not neighbours.complete and not neighbours.empty:
        return True
    for channel in neighbours.groups:
        for each in channel.ports:
            if is_same_interface(each.interface, port):
                return _NOBODY not in (each.partner_system_id or "")
    return False


def _look_at_tree(session: Terminal, owner: str) -> LegState:
    """Return how spanning tree treats a port; a port that is in no tree forwards."""
    tree = _read(session, f"show spanning-tree interface {owner}", SpanningTree)
    if tree.empty:
        return LegState()
    rows = [port for instance in tree.instances for port in instance.ports]
    if not rows:
        return LegState(f"spanning tree shows no state of {owner}")
    waiting = []
    for instance in tree.instances:
        for row in instance.ports:
            if row.state is PortState.FORWARDING or (
                row.state is PortState.BLOCKING and row.role in _RESTING
            ):
                return LegState()
            said = f"{row.state.value} {row.inconsistency or ''}".strip() if row.state else "?"
            waiting.append(f"{owner} is {said} in {instance.instance}")
    return LegState(waiting[0])


def _read(session: Terminal, command: str, kind: type[F]) -> F:
    try:
        text = session.show(command)
    except RefusedError as error:
        text = error.reply
    facts = parse(command, text)
    assert isinstance(facts, kind)
    return facts
