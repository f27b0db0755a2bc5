"""A Site to the text of a site file."""

import json
import re
from typing import Any

from netredund.intent.keys import SERVER_KEYS, SWITCH_KEYS
from netredund.intent.site import Server, Site, Trunk

# What no reader of YAML, of whatever version, takes for anything but this text.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]*[A-Za-z0-9]|\d{1,3}(?:\.\d{1,3}){3}")
_WORDS = frozenset(("false", "no", "null", "off", "on", "true", "yes"))


def render_site(site: Site) -> str:
    """Return the YAML text that `parse_site` reads as this site."""
    lines = ["switches:"]
    for name, switch in site.switches.items():
        said = _list_said(switch, [key.name for key in SWITCH_KEYS])
        inside = ", ".join(f"{key}: {_write(value)}" for key, value in said)
        lines.append(f"  {_write(name)}: {{{inside}}}")
    lines.append("servers:")
    for name, server in site.servers.items():
        lines.append(f"  {_write(name)}:")
        for key, value in _list_said(server, [key.name for key in SERVER_KEYS]):
            if key != "uplinks":
                lines.append(f"    {key}: {_write(value)}")
        lines += _render_uplinks(server)
    return "\n".join(lines) + "\n"


def _render_uplinks(server: Server) -> list[str]:
    return ["    uplinks:"] + [
        f"      {_write(leg.nic)}: {_write(f'{leg.switch} {leg.written or leg.interface}')}"
        for leg in server.uplinks
    ]


def _list_said(thing: object, names: list[str]) -> list[tuple[str, Any]]:
    said = ((name, getattr(thing, name, None)) for name in names)
    return [(name, value) for name, value in said if value is not None]


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_write(item) for item in value) + "]"
    if isinstance(value, Trunk):
        said = _list_said(value, ["native", "allowed"])
        return "{" + ", ".join(f"{key}: {_write(item)}" for key, item in said) + "}"
    text = str(getattr(value, "value", value))
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
