"""One switch over SSH: connect, show, configure line by line, and judge each answer.

`Session` is what the rest of the project needs of a switch; `connect` and `adopt` give one that is
real, `FakeSwitch` one for tests. The names are imported when they are first used: a fake switch
loads no SSH library.
"""

from typing import TYPE_CHECKING

from netredund.lazy import lazy_names

if TYPE_CHECKING:
    from netredund.session.access import Access as Access
    from netredund.session.access import Login as Login
    from netredund.session.access import Timeouts as Timeouts
    from netredund.session.connection import adopt as adopt
    from netredund.session.connection import connect as connect
    from netredund.session.fake import FakeSwitch as FakeSwitch
    from netredund.session.seam import Session as Session
    from netredund.session.switch import SwitchSession as SwitchSession

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "access": ["Access", "Login", "Timeouts"],
        "connection": ["adopt", "connect"],
        "fake": ["FakeSwitch"],
        "seam": ["Session"],
        "switch": ["SwitchSession"],
    },
)
