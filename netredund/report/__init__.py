"""A report in the form that its reader wants: a person, a program, CI or monitoring."""

from typing import TYPE_CHECKING

from netredund.lazy import lazy_names

if TYPE_CHECKING:
    from netredund.report.json import render_json as render_json
    from netredund.report.json import report_schema as report_schema
    from netredund.report.junit import render_junit as render_junit
    from netredund.report.nagios import nagios_status as nagios_status
    from netredund.report.nagios import render_nagios as render_nagios
    from netredund.report.text import render_text as render_text

__getattr__, __dir__, __all__ = lazy_names(
    __name__,
    {
        "json": ["render_json", "report_schema"],
        "junit": ["render_junit"],
        "nagios": ["nagios_status", "render_nagios"],
        "text": ["render_text"],
    },
)
