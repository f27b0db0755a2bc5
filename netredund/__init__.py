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
    from netredund.errors import AlgorithmError as AlgorithmError
    from netredund.errors import AmbiguousCommandError as AmbiguousCommandError
    from netredund.errors import CaptureError as CaptureError
    from netredund.errors import ConnectError as ConnectError
    from netredund.errors import HostKeyError as HostKeyError
    from netredund.errors import LoginError as LoginError
    from netredund.errors import LostSessionError as LostSessionError
    from netredund.errors import NetRedundError as NetRedundError
    from netredund.errors import OpenQuestionError as OpenQuestionError
    from netredund.errors import RefusedError as RefusedError
    from netredund.errors import RefusedPlanError as RefusedPlanError
    from netredund.errors import SessionError as SessionError
    from netredund.errors import SilentSwitchError as SilentSwitchError
    from netredund.errors import SiteError as SiteError
    from netredund.errors import SshConfigError as SshConfigError
    from netredund.errors import StaleCapturesError as StaleCapturesError
    from netredund.errors import UnknownCommandError as UnknownCommandError
    from netredund.errors import UnknownConfigurationError as UnknownConfigurationError
    from netredund.errors import UnknownServerError as UnknownServerError
    from netredund.errors import UnsendableLineError as UnsendableLineError
    from netredund.errors import VlanListError as VlanListError
    from netredund.errors import WrongSwitchError as WrongSwitchError
    from netredund.intent import Site as Site
    from netredund.intent import Switch as Switch
    from netredund.intent import load_site as load_site
    from netredund.intent import parse_site as parse_site
    from netredund.interfaces import is_same_interface as is_same_interface
    from netredund.interfaces import long_name as long_name
    from netredund.interfaces import short_name as short_name
    from netredund.planning import Plan as Plan
    from netredund.planning import plan as plan
    from netredund.reading import parse as parse
    from netredund.recording import Recording as Recording
    from netredund.recording import capture as capture
    from netredund.session import Access as Access
    from netredund.session import FakeSwitch as FakeSwitch
    from netredund.session import Login as Login
    from netredund.session import Session as Session
    from netredund.session import SwitchSession as SwitchSession
    from netredund.session import Timeouts as Timeouts
    from netredund.session import adopt as adopt
    from netredund.session import connect as connect
    from netredund.verdict import Report as Report
    from netredund.verdict import Verdict as Verdict
    from netredund.verdict import verify as verify

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "advice": ["Advice", "Answers", "advise"],
        "errors": [
            "AlgorithmError", "AmbiguousCommandError", "CaptureError", "ConnectError",
            "HostKeyError", "LoginError", "LostSessionError", "NetRedundError",
            "OpenQuestionError", "RefusedError", "RefusedPlanError", "SessionError",
            "SilentSwitchError", "SiteError", "SshConfigError", "StaleCapturesError",
            "UnknownCommandError", "UnknownConfigurationError", "UnknownServerError",
            "UnsendableLineError", "VlanListError", "WrongSwitchError",
        ],
        "intent": ["Site", "Switch", "load_site", "parse_site"],
        "interfaces": ["is_same_interface", "long_name", "short_name"],
        "planning": ["Plan", "plan"],
        "reading": ["parse"],
        "recording": ["Recording", "capture"],
        "session": [
            "Access", "FakeSwitch", "Login", "Session", "SwitchSession", "Timeouts", "adopt",
            "connect",
        ],
        "verdict": ["Report", "Verdict", "verify"],
    },
)  # fmt: skip
