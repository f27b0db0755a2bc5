"""Make a server's redundant network links work on Cisco IOS switches, and prove it.

The public names are imported when they are first used: `import netredund` loads no SSH library, no
template engine and no configuration parser.

    >>> import netredund
    >>> facts = netredund.parse("show spanning-tree", "No spanning tree instance exists.")
    >>> facts.empty, facts.complete
    (True, True)
"""

from typing import TYPE_CHECKING

from netredund.lazy import lazy_names

if TYPE_CHECKING:
    from netredund.advice import Advice as Advice
    from netredund.advice import Answers as Answers
    from netredund.advice import advise as advise
    from netredund.errors import AmbiguousCommandError as AmbiguousCommandError
    from netredund.errors import CaptureError as CaptureError
    from netredund.errors import NetRedundError as NetRedundError
    from netredund.errors import OpenQuestionError as OpenQuestionError
    from netredund.errors import RefusedPlanError as RefusedPlanError
    from netredund.errors import SiteError as SiteError
    from netredund.errors import UnknownCommandError as UnknownCommandError
    from netredund.errors import UnknownConfigurationError as UnknownConfigurationError
    from netredund.errors import UnknownServerError as UnknownServerError
    from netredund.errors import VlanListError as VlanListError
    from netredund.intent import Site as Site
    from netredund.intent import load_site as load_site
    from netredund.intent import parse_site as parse_site
    from netredund.interfaces import is_same_interface as is_same_interface
    from netredund.interfaces import long_name as long_name
    from netredund.interfaces import short_name as short_name
    from netredund.planning import Plan as Plan
    from netredund.planning import plan as plan
    from netredund.reading import parse as parse
    from netredund.verdict import Report as Report
    from netredund.verdict import Verdict as Verdict
    from netredund.verdict import verify as verify

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "advice": ["Advice", "Answers", "advise"],
        "errors": [
            "AmbiguousCommandError", "CaptureError", "NetRedundError", "OpenQuestionError",
            "RefusedPlanError", "SiteError", "UnknownCommandError", "UnknownConfigurationError",
            "UnknownServerError", "VlanListError",
        ],
        "intent": ["Site", "load_site", "parse_site"],
        "interfaces": ["is_same_interface", "long_name", "short_name"],
        "planning": ["Plan", "plan"],
        "reading": ["parse"],
        "verdict": ["Report", "Verdict", "verify"],
    },
)  # fmt: skip
