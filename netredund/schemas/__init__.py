"""JSON Schemas, one file a kind of facts, written by `scripts/generate-schemas`.

>>> from netredund.schemas import load_schema
>>> load_schema("spanning-tree")["title"]
'SpanningTree'
"""

import json
from importlib import resources
from typing import Any

__all__ = ["facts_schema", "load_schema"]


def load_schema(kind: str) -> dict[str, Any]:
    """Return the shipped JSON Schema (2020-12) of a kind, as `netredund-switch parse` prints it.

    Raises FileNotFoundError for a kind that has none.
    """
    text = resources.files(__name__).joinpath(f"{kind}.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def facts_schema(kind: str) -> dict[str, Any]:
    """Generate the schema of a kind of facts from its record."""
    import msgspec

    from netredund.facts import record_of

    schema = msgspec.json.schema(record_of(kind))
    definitions = schema["$defs"]
    title = schema.pop("$ref").rpartition("/")[2]
    top = _as_printed(definitions.pop(title))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "$defs": {name: _as_printed(part) for name, part in sorted(definitions.items())},
    }


def _as_printed(part: dict[str, Any]) -> dict[str, Any]:
    """Say of a record that every key is printed, and of tokens that an unknown one keeps its text.

    A key that has a default may be left out of what is decoded, but it is always printed.
    """
    if "enum" in part:
        known = {"enum": part["enum"]}
        return {"title": part["title"], "anyOf": [known, {"type": "string"}]}
    if "properties" in part:
        part = {**part, "required": sorted(part["properties"])}
    return part
