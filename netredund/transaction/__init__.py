"""Changes that end proved or undone: guard, send, verify, confirm everywhere or undo everywhere."""

from typing import TYPE_CHECKING

from netredund.lazy import lazy_names

if TYPE_CHECKING:
    from netredund.transaction.guard import Guard as Guard
    from netredund.transaction.outcome import Outcome as Outcome
    from netredund.transaction.outcome import Result as Result
    from netredund.transaction.outcome import Stand as Stand
    from netredund.transaction.outcome import SwitchOutcome as SwitchOutcome
    from netredund.transaction.prospect import Prospect as Prospect
    from netredund.transaction.pushing import push as push
    from netredund.transaction.recovering import recover as recover
    from netredund.transaction.work import Progress as Progress

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "guard": ["Guard"],
        "outcome": ["Outcome", "Result", "Stand", "SwitchOutcome"],
        "prospect": ["Prospect"],
        "pushing": ["push"],
        "recovering": ["recover"],
        "work": ["Progress"],
    },
)
