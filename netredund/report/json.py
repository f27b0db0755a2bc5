"""A report as JSON, and its schema."""

from typing import Any

import msgspec

from netredund.verdict.finding import Report


def render_json(report: Report) -> bytes:
    """Return the records of a report as one line of JSON.

    >>> from netredund import Verdict
    >>> render_json(Report(Verdict.UNKNOWN, ()))
    b'{"verdict":"unknown","servers":[],"notes":[]}\\n'
    """
    return msgspec.json.encode(report) + b"\n"


def report_schema() -> dict[str, Any]:
    """Generate the JSON Schema (2020-12) of a report.

    Every key is printed, so all are required; keys that a later version adds are allowed.
    """
    schema = msgspec.json.schema(Report)
    definitions = schema["$defs"]
    for part in definitions.values():
        if "properties" in part:
            part["required"] = sorted(part["properties"])
    top = definitions.pop(schema["$ref"].rpartition("/")[2])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "$defs": dict(sorted(definitions.items())),
    }
