"""The JSON Schema of the site file, for editors; made from the same tables that the reader uses."""

from typing import Any, Final

from netredund.intent.keys import SERVER_KEYS, SITE_KEYS, SWITCH_KEYS, TRUNK_KEYS, Key, Method
from netredund.intent.kinds import (
    FEWEST_UPLINKS,
    MOST_LACP_UPLINKS,
    MOST_TARGETS,
    NAME_PATTERN,
    NIC_PATTERN,
    TARGET,
    UPLINK_FORMS,
    UPLINK_PATTERN,
    VLAN,
    Boolean,
    Choice,
    Integer,
    Text,
    Whole,
)

SCHEMA_VERSION: Final = "https://json-schema.org/draft/2020-12/schema"
# A name or an address may be written without quotes, and to YAML digits are then a number.
_TEXT_TYPES: Final = ["string", "number"]


def site_schema() -> dict[str, Any]:
    """Return the schema; `parse_site` refuses what it refuses, and what a schema cannot say."""
    return {
        "$schema": SCHEMA_VERSION,
        "title": "netredund site file",
        "description": "What is wanted of each server's redundant links and of its switches.",
        **_describe_mapping(SITE_KEYS),
    }


def _describe_mapping(keys: tuple[Key, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key.name: _describe_key(key) for key in keys},
    }
    if required := [key.name for key in keys if key.is_required]:
        schema["required"] = required
    return schema


def _describe_key(key: Key) -> dict[str, Any]:
    description = key.description
    if key.methods is not None:
        description += f" Only with {', '.join(method.value for method in key.methods)}."
    if key.default:
        description += f" Not said: {key.default}."
    return {"description": description, **_describe_kind(key)}


def _describe_kind(key: Key) -> dict[str, Any]:
    kind = key.kind
    if isinstance(kind, Integer):
        return _describe_integer(kind)
    if isinstance(kind, Boolean):
        return {"type": "boolean"}
    if isinstance(kind, Choice):
        return {"enum": list(kind.choices)}
    if isinstance(kind, Text):
        return {"type": _TEXT_TYPES, "pattern": f"^(?:{kind.pattern})$"}
    return _describe_whole(kind)


def _describe_integer(kind: Integer) -> dict[str, Any]:
    steps = {"multipleOf": kind.step} if kind.step > 1 else {}
    return {"type": "integer", "minimum": kind.low, "maximum": kind.high, **steps}


def _describe_whole(kind: Whole) -> dict[str, Any]:
    if kind.kind == "vlans":
        return _describe_list(_describe_integer(VLAN))
    if kind.kind == "targets":
        item = {"type": "string", "pattern": f"^{TARGET.pattern}$"}
        return {**_describe_list(item), "maxItems": MOST_TARGETS}
    if kind.kind == "trunk":
        return {"minProperties": 1, **_describe_mapping(TRUNK_KEYS)}
    if kind.kind == "uplinks":
        uplink = {"type": "string", "description": UPLINK_FORMS, "pattern": f"^{UPLINK_PATTERN}$"}
        return _describe_named(f"^{NIC_PATTERN}$", uplink, FEWEST_UPLINKS)
    if kind.kind == "switches":
        switch = _describe_mapping(SWITCH_KEYS)
        return _describe_named(f"^{NAME_PATTERN}$", {**switch, "type": ["object", "null"]}, 1)
    return _describe_named(f"^{NAME_PATTERN}$", _describe_server(), 1)


def _describe_list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": item}


def _describe_named(pattern: str, value: dict[str, Any], fewest: int) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": fewest,
        "propertyNames": {"pattern": pattern},
        "additionalProperties": value,
    }


def _describe_server() -> dict[str, Any]:
    foreign = [_forbid_foreign_keys(method) for method in Method]
    return {**_describe_mapping(SERVER_KEYS), "allOf": [*foreign, *_describe_pairs()]}


def _forbid_foreign_keys(method: Method) -> dict[str, Any]:
    foreign = [key.name for key in SERVER_KEYS if key.methods and method not in key.methods]
    then: dict[str, Any] = {"properties": dict.fromkeys(foreign, False)}
    if method is Method.LACP:
        then["properties"]["uplinks"] = {"maxProperties": MOST_LACP_UPLINKS}
    return {
        "if": {"properties": {"method": {"const": method.value}}, "required": ["method"]},
        "then": then,
    }


def _describe_pairs() -> list[dict[str, Any]]:
    return [
        {"not": {"required": ["vlan", "trunk"]}},
        {"not": {"required": ["miimon", "arp_interval"]}},
        {"dependentRequired": {"arp_interval": ["arp_targets"], "arp_targets": ["arp_interval"]}},
        {"dependentRequired": {"root_priority": ["root"]}},
    ]
