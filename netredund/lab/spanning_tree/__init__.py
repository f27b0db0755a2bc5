"""Computes spanning trees by exchanging BPDUs: one bridge per VLAN, by 802.1D-1998 or 802.1w."""

from netredund.lab.spanning_tree.bridge import (
    Bridge,
    BridgeHost,
    BridgePort,
    BridgeSettings,
    Phase,
    PortSettings,
    bridge_id,
)
from netredund.lab.spanning_tree.rstp import RstpBridge
from netredund.lab.spanning_tree.stp import StpBridge

__all__ = [
    "Bridge",
    "BridgeHost",
    "BridgePort",
    "BridgeSettings",
    "Phase",
    "PortSettings",
    "RstpBridge",
    "StpBridge",
    "bridge_id",
]
