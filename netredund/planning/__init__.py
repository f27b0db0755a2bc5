"""Plans: the lines to do and the lines to undo, with their reasons; nothing is sent."""

from typing import TYPE_CHECKING

from netredund.lazy import lazy_names

if TYPE_CHECKING:
    from netredund.planning.change import DiffLine as DiffLine
    from netredund.planning.change import Plan as Plan
    from netredund.planning.change import PlannedLine as PlannedLine
    from netredund.planning.change import Refusal as Refusal
    from netredund.planning.change import RootMove as RootMove
    from netredund.planning.change import Step as Step
    from netredund.planning.change import SwitchPlan as SwitchPlan
    from netredund.planning.gathering import gather as gather
    from netredund.planning.planner import make_plan as make_plan
    from netredund.planning.planner import plan as plan
    from netredund.planning.switch_facts import SwitchFacts as SwitchFacts

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "change": [
            "DiffLine", "Plan", "PlannedLine", "Refusal", "RootMove", "Step", "SwitchPlan",
        ],
        "gathering": ["gather"],
        "planner": ["make_plan", "plan"],
        "switch_facts": ["SwitchFacts"],
    },
)  # fmt: skip
