"""Reads the servers of a lab file."""

import re
from collections.abc import Callable

import yaml

from netredund.lab.definition import METHODS, NicDefinition, ServerDefinition, SwitchDefinition
from netredund.lab.labnodes import INTERFACE, NAME, SPEEDS, Fields, Reader, suggest


def read_servers(
    reader: Reader, top: Fields, switches: dict[str, SwitchDefinition]
) -> tuple[ServerDefinition, ...]:
    if "servers" not in top:
        return ()
    servers = []
    for name, (key, node) in reader.mapping(top["servers"][1], "servers").items():
        if not NAME.fullmatch(name):
            reader.report(key, f"server {name!r}: no name for a server")
        if name in switches:
            reader.report(key, f"server {name}: a switch has that name")
        servers.append(_read_server(reader, name, node, switches))
    return tuple(servers)


FieldReader = Callable[[Reader, yaml.Node, str], object]


def _numeric(lowest: int, highest: int) -> FieldReader:
    return lambda reader, node, what: reader.number(node, what, lowest, highest)


def _word(*allowed: str) -> FieldReader:
    return lambda reader, node, what: reader.choice(node, what, allowed)


def _switched(reader: Reader, node: yaml.Node, what: str) -> bool:
    word = reader.choice(node, what, ("on", "off", "true", "false", "yes", "no"))
    return word in ("on", "true", "yes")


BRIDGE_FIELDS: dict[str, FieldReader] = {
    "priority": _numeric(0, 65535),
    "forward_delay_s": _numeric(2, 30),
    "hello_s": _numeric(1, 10),
    "max_age_s": _numeric(6, 40),
}
BOND_FIELDS: dict[str, FieldReader] = {
    "miimon_ms": _numeric(0, 60000),
    "primary": lambda reader, node, what: reader.text(node, what),
    "hash": _word("layer2", "layer2+3", "layer3+4", "encap2+3", "encap3+4"),
}
LACP_FIELDS: dict[str, FieldReader] = {
    "lacp_rate": _word("slow", "fast"),
    "lacp_active": _switched,
    "min_links": _numeric(0, 64),
    "ad_select": _word("stable", "bandwidth", "count"),
}


def _fields_of(method: str) -> dict[str, FieldReader]:
    if method in ("stp", "bridge"):
        return BRIDGE_FIELDS
    return {**BOND_FIELDS, **(LACP_FIELDS if method == "802.3ad" else {})}


def _read_server(
    reader: Reader, name: str, node: yaml.Node, switches: dict[str, SwitchDefinition]
) -> ServerDefinition:
    what = f"server {name}"
    fields = reader.mapping(node, what)
    method = METHODS[0]
    if "method" in fields:
        method = reader.choice(fields["method"][1], f"{what}: method", METHODS)
    else:
        reader.report(node, f"{what}: no method (allowed: {', '.join(METHODS)})")
    readers = _fields_of(method)
    values: dict[str, object] = {}
    for key, (key_node, value) in fields.items():
        if key in readers:
            values[key] = readers[key](reader, value, f"{what}: {key}")
        elif key not in ("method", "nics"):
            allowed = ("method", "nics", *readers)
            reader.report(key_node, f"{what} ({method}): no key {key!r}{suggest(key, allowed)}")
    nics = []
    if "nics" in fields:
        for nic, (_, nic_node) in reader.mapping(fields["nics"][1], f"{what}: nics").items():
            nics.append(_read_nic(reader, f"{what}: {nic}", nic, nic_node, switches))
    if not nics:
        reader.report(node, f"{what}: no nics")
    primary = values.get("primary")
    if primary is not None and primary not in [nic.name for nic in nics]:
        reader.report(fields["primary"][1], f"{what}: primary: no NIC {primary!r}")
    return ServerDefinition(name, method, tuple(nics), **values)  # type: ignore[arg-type]  # read by field


def _read_nic(
    reader: Reader,
    what: str,
    name: str,
    node: yaml.Node,
    switches: dict[str, SwitchDefinition],
) -> NicDefinition:
    if not INTERFACE.fullmatch(name):
        reader.report(node, f"{what}: no name for a NIC")
    if not isinstance(node, yaml.MappingNode):
        return NicDefinition(name, reader.place(node, what, switches))
    fields = reader.mapping(node, what, ("port", "speed", "mac", "cost", "port_priority"))
    place = None
    if "port" in fields:
        place = reader.place(fields["port"][1], what, switches)
    speed, cost, priority, address = 1000, None, None, None
    if "speed" in fields:
        speed = int(reader.choice(fields["speed"][1], f"{what}: speed", tuple(map(str, SPEEDS))))
    if "cost" in fields:
        cost = reader.number(fields["cost"][1], f"{what}: cost", 1, 65535)
    if "port_priority" in fields:
        priority = reader.number(fields["port_priority"][1], f"{what}: port_priority", 0, 63)
    if "mac" in fields:
        address = reader.text(fields["mac"][1], f"{what}: mac").lower()
        if not re.fullmatch(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", address):
            reader.report(fields["mac"][1], f"{what}: {address!r} is no MAC like 52:54:00:00:00:01")
    return NicDefinition(name, place, speed, address, cost, priority)
