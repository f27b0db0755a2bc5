"""What is wanted: the site file and its values."""

from netredund.intent.keys import Method
from netredund.intent.loading import load_site, parse_site
from netredund.intent.problem import SiteProblem
from netredund.intent.quick import quick_site
from netredund.intent.rendering import render_site
from netredund.intent.site import (
    FailoverServer,
    LacpServer,
    Server,
    Site,
    StpServer,
    Switch,
    Trunk,
    Uplink,
)

__all__ = [
    "FailoverServer",
    "LacpServer",
    "Method",
    "Server",
    "Site",
    "SiteProblem",
    "StpServer",
    "Switch",
    "Trunk",
    "Uplink",
    "load_site",
    "parse_site",
    "quick_site",
    "render_site",
]
