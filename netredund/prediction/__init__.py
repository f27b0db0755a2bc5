"""Spanning tree computed: which port will forward, which will block, and why."""

from typing import TYPE_CHECKING

from netredund.lazy import lazy_names

if TYPE_CHECKING:
    from netredund.prediction.computation import predict_tree as predict_tree
    from netredund.prediction.computation import predict_vlan as predict_vlan
    from netredund.prediction.computation import predict_vlans as predict_vlans
    from netredund.prediction.forecast import Forecast as Forecast
    from netredund.prediction.forecast import forecast_plan as forecast_plan
    from netredund.prediction.outcome import compare_outcome as compare_outcome
    from netredund.prediction.tree import BridgeTree as BridgeTree
    from netredund.prediction.tree import PortTree as PortTree
    from netredund.prediction.tree import Role as Role
    from netredund.prediction.tree import State as State
    from netredund.prediction.tree import Tree as Tree

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "computation": ["predict_tree", "predict_vlan", "predict_vlans"],
        "forecast": ["Forecast", "forecast_plan"],
        "outcome": ["compare_outcome"],
        "tree": ["BridgeTree", "PortTree", "Role", "State", "Tree"],
    },
)
