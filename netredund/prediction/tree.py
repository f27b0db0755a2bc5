"""What a spanning tree comes to: every bridge's root, every port's role and state."""

from enum import Enum

import msgspec

from netredund.verdict.finding import Finding


class Role(Enum):
    """A port role (IEEE 802.1D-2004 17.7); disabled is a port that takes no part.

    Master is of MST instances alone (802.1Q-2014 13.12): the region's way to the root of all.
    """

    ROOT = "root"
    DESIGNATED = "designated"
    ALTERNATE = "alternate"
    BACKUP = "backup"
    MASTER = "master"
    DISABLED = "disabled"


class State(Enum):
    """What a port does with frames; broken is IOS's BKN*, blocking because something is wrong."""

    FORWARDING = "forwarding"
    BLOCKING = "blocking"
    BROKEN = "broken"
    DISABLED = "disabled"


class PortTree(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One port of one bridge.

    What is designated is that of the port's segment, null where the port is down; its internal cost
    is known inside an MST region. `reason` says why a port is broken or disabled.
    """

    role: Role
    state: State
    designated_bridge: str | None
    designated_port: tuple[int, int] | None
    designated_cost: int | None
    reason: str | None = None
    designated_internal_cost: int | None = None


class BridgeTree(msgspec.Struct, frozen=True, omit_defaults=True):
    """One bridge: its root, null where spanning tree is off; the root itself has no root port.

    `regional_root` and the cost to it inside the region are those of an MST bridge in the CIST.
    """

    root: str | None
    root_cost: int | None
    root_port: str | None
    ports: dict[str, PortTree]
    regional_root: str | None = None
    internal_cost: int | None = None


class Tree(msgspec.Struct, frozen=True, omit_defaults=True):
    """The tree of every bridge; `findings` are what is wrong with it as a whole."""

    bridges: dict[str, BridgeTree]
    findings: tuple[Finding, ...] = ()

    def list_roots(self) -> tuple[str, ...]:
        """Return the roots: more than one where there are islands."""
        return tuple(name for name, bridge in self.bridges.items() if bridge.root == name)
