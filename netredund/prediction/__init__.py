"""Spanning tree computed: which port will forward, which will block, and why."""

from netredund.prediction.computation import predict_tree, predict_vlans
from netredund.prediction.tree import BridgeTree, PortTree, Role, State, Tree

__all__ = [
    "BridgeTree",
    "PortTree",
    "Role",
    "State",
    "Tree",
    "predict_tree",
    "predict_vlans",
]
