"""Reads a lab file: YAML to a definition, or every mistake with line and column."""

import re
from pathlib import Path

import yaml
from msgspec.structs import replace

from netredund.errors import FaultError, LabFileError
from netredund.lab.definition import (
    LabDefinition,
    LinkDefinition,
    SwitchDefinition,
    UserDefinition,
)
from netredund.lab.faults.places import find_misplacement
from netredund.lab.faults.text import parse_fault
from netredund.lab.faults.values import Fault
from netredund.lab.labnodes import INTERFACE, NAME, SPEEDS, Fields, Reader, suggest
from netredund.lab.labservers import read_servers
from netredund.lab.release import RELEASES, find_release
from netredund.lab.switch_model import MODELS, find_model

MAC = re.compile(r"[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}")
LARGEST = 1_000_000
LAB_KEYS = ("switches", "servers", "links", "users", "enable", "faults")


def load_lab(path: str | Path) -> LabDefinition:
    """Return the lab of a file; LabFileError says everything that is wrong with it."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise LabFileError([f"{path}: {error.strerror}"]) from error
    try:
        return parse_lab(data.decode(), str(path), folder=Path(path).parent)
    except UnicodeDecodeError as error:
        raise LabFileError([f"{path}: byte {error.start} is no UTF-8"]) from error


def parse_lab(text: str, name: str = "LAB.yaml", folder: Path | None = None) -> LabDefinition:
    """Return the lab that a text defines; `startup_file` is looked up in `folder`."""
    if len(text) > LARGEST:
        raise LabFileError([f"{name}: longer than {LARGEST} characters"])
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark is not None else name
        raise LabFileError([f"{place}: {error.problem or error.context}"]) from error
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(error).splitlines()[0] if not isinstance(error, RecursionError) else "too deep"
        raise LabFileError([f"{name}: {reason}"]) from error
    reader = Reader(name)
    if node is None:
        raise LabFileError([f"{name}: nothing in it"])
    top = reader.mapping(node, "lab", LAB_KEYS)
    if "switches" not in top:
        reader.report(node, "lab: no switches")
    switches = _read_switches(reader, top, folder)
    links = _read_links(reader, top, switches)
    servers = read_servers(reader, top, switches)
    users = _read_users(reader, top)
    enable = reader.text(top["enable"][1], "enable") if "enable" in top else "enable"
    lab = LabDefinition(tuple(switches.values()), servers, links, enable=enable)
    lab = replace(lab, faults=_read_faults(reader, top, lab))
    reader.finish()
    return lab if users is None else replace(lab, users=users)


def _read_faults(reader: Reader, top: Fields, lab: LabDefinition) -> tuple[Fault, ...]:
    """Read the faults, and hold them against what the lab has."""
    faults: list[Fault] = []
    for node in reader.items(top["faults"][1], "faults") if "faults" in top else []:
        text = _fault_text(reader, node)
        if text is None:
            continue
        try:
            fault = parse_fault(text)
        except FaultError as error:
            reader.report(node, str(error))
            continue
        reason = find_misplacement(fault, lab)
        if reason:
            reader.report(node, f"fault {text!r}: {reason}")
        faults.append(fault)
    return tuple(faults)


def _fault_text(reader: Reader, node: yaml.Node) -> str | None:
    """Return the text of a fault: YAML takes `sw1: drop` without quotes as a mapping."""
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        ((key, value),) = node.value
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
            return f"{key.value}: {value.value}"
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    reader.report(node, "fault: a text like 'sw1: drop after line 5' is expected")
    return None


def _read_users(reader: Reader, top: Fields) -> dict[str, UserDefinition] | None:
    if "users" not in top:
        return None
    users = {}
    for name, (_, node) in reader.mapping(top["users"][1], "users").items():
        fields = reader.mapping(node, f"user {name}", ("password", "privilege", "keys"))
        password, privilege, keys = None, 15, []
        if "password" in fields:
            password = reader.text(fields["password"][1], f"user {name}: password")
        if "privilege" in fields:
            privilege = reader.number(fields["privilege"][1], f"user {name}: privilege", 0, 15)
        if "keys" in fields:
            for item in reader.items(fields["keys"][1], f"user {name}: keys"):
                keys.append(reader.text(item, f"user {name}: keys"))
        if password is None and not keys:
            reader.report(node, f"user {name}: neither password nor keys")
        users[name] = UserDefinition(password, privilege, tuple(keys))
    return users


SWITCH_KEYS = (
    "model",
    "release",
    "mode",
    "priority",
    "mac",
    "speeds",
    "startup",
    "startup_file",
)


def _read_switches(reader: Reader, top: Fields, folder: Path | None) -> dict[str, SwitchDefinition]:
    switches: dict[str, SwitchDefinition] = {}
    if "switches" not in top:
        return switches
    addresses: set[str] = set()
    for name, (key, node) in reader.mapping(top["switches"][1], "switches").items():
        if not NAME.fullmatch(name):
            reader.report(key, f"switch {name!r}: no name for a switch")
        if isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null"):
            node = yaml.MappingNode("tag:yaml.org,2002:map", [], node.start_mark, node.end_mark)
        switch = _read_switch(reader, name, node, folder)
        if not switch.address:
            switch = _with_address(switch, len(switches))
        if switch.address in addresses:
            reader.report(key, f"switch {name}: its MAC address {switch.address} is there twice")
        addresses.add(switch.address)
        switches[name] = switch
    return switches


def _with_address(switch: SwitchDefinition, index: int) -> SwitchDefinition:
    address = f"0200.{index + 1:04x}.0100"
    return replace(switch, address=address)


def _read_switch(
    reader: Reader, name: str, node: yaml.Node, folder: Path | None
) -> SwitchDefinition:
    what = f"switch {name}"
    fields = reader.mapping(node, what, SWITCH_KEYS)
    model = MODELS[0]
    if "model" in fields:
        typed = reader.text(fields["model"][1], f"{what}: model")
        found = find_model(typed)
        if found is None:
            known = tuple(model.name for model in MODELS)
            reader.report(fields["model"][1], f"{what}: no model {typed!r}{suggest(typed, known)}")
        else:
            model = found
    release = find_release(model.trains[0]) or RELEASES[0]
    if "release" in fields:
        typed = reader.text(fields["release"][1], f"{what}: release")
        wanted = find_release(typed)
        if wanted is None or wanted.train not in model.trains:
            reader.report(
                fields["release"][1],
                f"{what}: {model.name} has no release {typed!r}{suggest(typed, model.trains)}",
            )
        else:
            release = wanted
    mode = "pvst"
    if "mode" in fields:
        mode = reader.choice(fields["mode"][1], f"{what}: mode", ("pvst", "rapid-pvst"))
    address = ""
    if "mac" in fields:
        address = reader.text(fields["mac"][1], f"{what}: mac").lower()
        if not MAC.fullmatch(address) or int(address[1], 16) & 1:
            reader.report(
                fields["mac"][1], f"{what}: mac: {address!r} is no address like 0019.e7aa.0100"
            )
    return SwitchDefinition(
        name,
        model,
        release,
        mode,
        _read_priorities(reader, fields, what),
        address,
        _read_speeds(reader, fields, what, SwitchDefinition(name, model, release)),
        _read_startup(reader, fields, what, folder),
    )


def _read_priorities(reader: Reader, fields: Fields, what: str) -> dict[int, int]:
    priorities: dict[int, int] = {}
    if "priority" not in fields:
        return priorities
    for vlan, (key, node) in reader.mapping(fields["priority"][1], f"{what}: priority").items():
        number = reader.number(key, f"{what}: priority: VLAN", 1, 4094)
        priority = reader.number(node, f"{what}: priority of VLAN {vlan}", 0, 61440)
        if priority % 4096:
            reader.report(node, f"{what}: priority {priority} is no multiple of 4096")
        priorities[number] = priority
    return priorities


def _read_speeds(
    reader: Reader, fields: Fields, what: str, switch: SwitchDefinition
) -> dict[str, tuple[int, ...]]:
    speeds: dict[str, tuple[int, ...]] = {}
    if "speeds" not in fields:
        return speeds
    for typed, (key, node) in reader.mapping(fields["speeds"][1], f"{what}: speeds").items():
        port = switch.find_port(typed)
        if port is None:
            reader.report(key, f"{what}: {switch.model.name} has no port {typed!r}")
            continue
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        values = []
        for item in nodes:
            value = reader.text(item, f"{what}: speed of {typed}")
            if value not in map(str, SPEEDS):
                allowed = ", ".join(map(str, SPEEDS))
                reader.report(item, f"{what}: {value!r} is no speed in Mb/s (allowed: {allowed})")
            else:
                values.append(int(value))
        speeds[port] = tuple(sorted(values)) or (100,)
    return speeds


def _read_startup(reader: Reader, fields: Fields, what: str, folder: Path | None) -> str:
    text = ""
    if "startup" in fields:
        text = reader.text(fields["startup"][1], f"{what}: startup")
    if "startup_file" in fields:
        node = fields["startup_file"][1]
        name = reader.text(node, f"{what}: startup_file")
        if "startup" in fields:
            reader.report(node, f"{what}: both startup and startup_file")
        try:
            text = ((folder or Path()) / name).read_text()
        except (OSError, ValueError) as error:
            reader.report(node, f"{what}: startup_file: {error}")
    return text


def _read_links(
    reader: Reader, top: Fields, switches: dict[str, SwitchDefinition]
) -> tuple[LinkDefinition, ...]:
    links: list[LinkDefinition] = []
    if "links" not in top:
        return ()
    for node in reader.items(top["links"][1], "links"):
        if isinstance(node, yaml.MappingNode):
            fields = reader.mapping(node, "link", ("port", "wire"))
            if len(fields) < 2:
                reader.report(node, "link: a wire is {port: sw1 Fa0/1, wire: IFNAME}")
                continue
            place = reader.place(fields["port"][1], "link", switches)
            wire = reader.text(fields["wire"][1], "link: wire")
            if not INTERFACE.fullmatch(wire):
                reader.report(fields["wire"][1], f"link: {wire!r} is no name of an interface")
            if place is not None:
                links.append(LinkDefinition((place,), wire))
            continue
        ends = node.value if isinstance(node, yaml.SequenceNode) else []
        if len(ends) != 2:
            reader.report(node, "link: a link has two ends: [sw1 Fa0/24, sw2 Fa0/24]")
            continue
        places = [reader.place(end, "link", switches) for end in ends]
        known = tuple(place for place in places if place is not None)
        if len(known) == 2:
            links.append(LinkDefinition(known))
    return tuple(links)
