"""What the lines of global, VLAN and line mode do."""

from typing import Any, get_type_hints

import msgspec

from netredund.lab.config import (
    DEFAULT_LACP_PRIORITY,
    RECOVERY_CAUSES,
    InterfaceConfig,
    LacpRate,
    PathCostMethod,
    SwitchConfig,
    VlanConfig,
)
from netredund.lab.ios import interface_actions
from netredund.lab.ios.configurator import (
    ACTIONS,
    Answer,
    Configurator,
    Form,
    Invalid,
    Mode,
    Place,
    action,
)
from netredund.lab.ios.management import LineConfig, Management, User
from netredund.lab.ios.names import split_name
from netredund.lab.ios.secret import encrypt_secret
from netredund.lab.ios.syntax import Match

TARGETS = {
    "switch": SwitchConfig,
    "management": Management,
    "line": LineConfig,
    "interface": InterfaceConfig,
}
TYPES = {name: get_type_hints(kind) for name, kind in TARGETS.items()}
# What IOS takes for no line at all and does not write.
UNWRITTEN: dict[tuple[str, str], Any] = {
    ("interface", "access_vlan"): 1,
    ("interface", "native_vlan"): 1,
    ("interface", "lacp_port_priority"): DEFAULT_LACP_PRIORITY,
    ("interface", "lacp_rate"): LacpRate.NORMAL,
    ("switch", "lacp_system_priority"): DEFAULT_LACP_PRIORITY,
    ("switch", "pathcost_method"): PathCostMethod.SHORT,
    ("switch", "transmit_hold_count"): 6,
    ("switch", "mac_aging_s"): 300,
    ("switch", "errdisable_interval_s"): 300,
    ("management", "logging_buffered"): 4096,
    ("management", "archive_maximum"): 10,
    ("management", "file_prompt"): "alert",
}
FIXED_LINES = ("no aaa new-model", "boot-start-marker", "boot-end-marker")
PERMANENT_VLANS = (1, 1002, 1003, 1004, 1005)


def typed_value(target: str, field: str, value: Any) -> Any:
    """Return a value as the field of the configuration holds it: words become enum members."""
    return msgspec.convert(value, TYPES[target][field])


def default_value(target: str, field: str) -> Any:
    """Return what a fresh configuration has in a field."""
    return getattr(TARGETS[target](), field)


def _set(mode: Configurator, match: Match, form: Form) -> Answer:
    values = match.values
    target, field = values["target"], values["field"]
    if form is Form.DEFAULT:
        value = default_value(target, field)
    elif form is Form.NO:
        value = values["negated"]
    else:
        value = values[values["read"]] if "read" in values else values["value"]
    if field.startswith("banner_") and form is Form.SET:
        return mode.begin_banner(field, value)
    typed = typed_value(target, field, value)
    if typed == UNWRITTEN.get((target, field)):
        typed = None
    if target == "interface":
        return interface_actions.set_field(mode, field, typed)
    if target == "line":
        for line in _lines(mode):
            setattr(line, field, typed)
    else:
        setattr(getattr(mode.configuration, target), field, typed)
    return None


ACTIONS["set"] = _set


def _lines(mode: Configurator) -> list[LineConfig]:
    management = mode.configuration.management
    return [
        management.console if line == "console" else management.vty[int(line)]
        for line in mode.place.lines
    ]


@action
def nothing(mode: Configurator, match: Match, form: Form) -> Answer:
    """Take a line that says what always holds on this switch."""
    return None


@action
def fixed(mode: Configurator, match: Match, form: Form) -> Answer:
    """Take a line of the head of a configuration, which is the same on every switch here."""
    typed = " ".join([form.value, *match.words]).strip()
    known = {*mode.release.fixed_lines, *FIXED_LINES}
    return None if typed in known else Invalid("")


@action
def transparent(mode: Configurator, match: Match, form: Form) -> Answer:
    """Keep VTP transparent: the only VTP mode there is here."""
    return None if form is not Form.SET else "Device mode already VTP Transparent for VLANS."


@action
def archive(mode: Configurator, match: Match, form: Form) -> Answer:
    """Enter the stanza of the archive, or take all of it off."""
    if form is Form.SET:
        mode.place = Place(Mode.ARCHIVE)
        return None
    management = mode.configuration.management
    for field in ("archive_path", "archive_maximum", "archive_write_memory"):
        setattr(management, field, default_value("management", field))
    return None


@action
def hostname(mode: Configurator, match: Match, form: Form) -> Answer:
    """Name the switch; IOS takes letters, digits, hyphens and underscores."""
    if form is not Form.SET:
        mode.configuration.switch.hostname = "Switch"
        return None
    name = match.values["name"]
    if not all(letter.isascii() and (letter.isalnum() or letter in "-_.") for letter in name):
        return "% Hostname contains one or more illegal characters."
    mode.configuration.switch.hostname = name[:63]
    return None


@action
def vlan(mode: Configurator, match: Match, form: Form) -> Answer:
    """Make VLANs and configure them, or delete them."""
    vlans = mode.configuration.switch.vlans
    wanted = match.values["vlans"]
    if form is Form.SET:
        for number in wanted:
            if number not in PERMANENT_VLANS[1:]:
                vlans.setdefault(number, VlanConfig())
        mode.place = Place(Mode.VLAN, vlans=wanted)
        return None
    for number in wanted:
        if number in PERMANENT_VLANS:
            return f"%Default VLAN {number} may not be deleted."
    for number in wanted:
        vlans.pop(number, None)
    return None


@action
def vlan_name(mode: Configurator, match: Match, form: Form) -> Answer:
    """Name a VLAN."""
    if len(mode.place.vlans) > 1 and form is Form.SET:
        return "%Cannot set the name of several VLANs."
    for number in mode.place.vlans:
        mode.configuration.switch.vlan(number).name = (
            match.values["name"][:32] if form is Form.SET else None
        )
    return None


@action
def vlan_state(mode: Configurator, match: Match, form: Form) -> Answer:
    """Suspend a VLAN or make it active."""
    suspended = form is Form.SET and match.values["state"] == "suspend"
    if suspended and 1 in mode.place.vlans:
        return "%Default VLAN 1 may not have its state changed."
    for number in mode.place.vlans:
        mode.configuration.switch.vlan(number).suspended = suspended
    return None


@action
def vlan_shutdown(mode: Configurator, match: Match, form: Form) -> Answer:
    """Shut a VLAN down on this switch."""
    if form is Form.SET and 1 in mode.place.vlans:
        return "%Default VLAN 1 may not be shutdown."
    for number in mode.place.vlans:
        mode.configuration.switch.vlan(number).shutdown = form is Form.SET
    return None


@action
def interface(mode: Configurator, match: Match, form: Form) -> Answer:
    """Enter a stanza, make it (Port-channel, Vlan, Loopback), delete or default it."""
    name = match.values["interface"]
    missing = find_missing(mode, name)
    if missing is not None:
        return missing
    if form is Form.SET:
        mode.configuration.switch.interface(name)
        mode.place = Place(Mode.INTERFACE, interfaces=(name,))
        return None
    if form is Form.DEFAULT:
        interface_actions.reset_interface(mode, name)
        mode.place = Place()
        return f"Interface {name} set to default configuration"
    mode.place = Place()
    if name in mode.ports:
        return Invalid("interface")
    interface_actions.delete_interface(mode, name)
    return None


def find_missing(mode: Configurator, name: str) -> Invalid | None:
    """Return the refusal of an interface that this switch cannot have."""
    kind, numbers = split_name(name)
    bounds = {
        "Port-channel": (1, mode.model.groups),
        "Vlan": (1, 4094),
        "Loopback": (0, 2147483647),
    }
    if kind in bounds:
        lowest, highest = bounds[kind]
        if len(numbers) == 1 and lowest <= numbers[0] <= highest:
            return None
    elif name in mode.ports:
        return None
    return Invalid("interface")


@action
def interface_range(mode: Configurator, match: Match, form: Form) -> Answer:
    """Enter the stanzas of several interfaces of one kind."""
    names = match.values["interfaces"]
    for name in names:
        if find_missing(mode, name) is not None:
            return Invalid("interfaces")
    for name in names:
        mode.configuration.switch.interface(name)
    mode.place = Place(Mode.RANGE, interfaces=names)
    return None


@action
def line(mode: Configurator, match: Match, form: Form) -> Answer:
    """Enter the stanza of the console or of some virtual terminals."""
    if match.values["kind"] == "console":
        mode.place = Place(Mode.LINE, lines=("console",))
        return None
    first = match.values["first"]
    last = match.values.get("last", first)
    if last < first:
        return Invalid("last")
    mode.place = Place(Mode.LINE, lines=tuple(range(first, last + 1)))
    return None


@action
def exec_timeout(mode: Configurator, match: Match, form: Form) -> Answer:
    """Log an idle session out; 0 never."""
    limit = None
    if form is Form.SET:
        limit = (match.values["minutes"], match.values.get("seconds", 0))
    for terminal in _lines(mode):
        terminal.exec_timeout = limit
    return None


@action
def username(mode: Configurator, match: Match, form: Form) -> Answer:
    """Make, change or delete a local user."""
    users = mode.configuration.management.users
    name = match.values["user"]
    if form is not Form.SET:
        users.pop(name, None)
        return None
    user = users.setdefault(name, User())
    user.privilege = match.values.get("privilege", user.privilege)
    secret = _typed_secret(match)
    if secret is not None:
        user.secret, user.password = secret, None
    elif "password" in match.values:
        user.secret, user.password = None, match.values["password"]
    return None


def _typed_secret(match: Match) -> str | None:
    if "hash" in match.values:
        return str(match.values["hash"])
    if "clear" in match.values:
        return encrypt_secret(match.values["clear"])
    return None


@action
def enable_secret(mode: Configurator, match: Match, form: Form) -> Answer:
    """Set the secret of privileged mode."""
    management = mode.configuration.management
    if form is not Form.SET:
        management.enable_secret = None
        return None
    given = match.values.get("hash")
    if given is not None and not (given.startswith("$1$") and given.count("$") == 3):
        return (
            "ERROR: The secret you entered is not a valid encrypted secret.\n"
            "To enter an UNENCRYPTED secret, do not specify type 5 encryption."
        )
    management.enable_secret = _typed_secret(match)
    return None


@action
def recovery_cause(mode: Configurator, match: Match, form: Form) -> Answer:
    """Let ports come back by themselves after a cause; `all` is written as each of them."""
    cause = match.values["cause"]
    causes = set(RECOVERY_CAUSES) if cause == "all" else {cause}
    chosen = mode.configuration.switch.errdisable_recovery
    if form is Form.SET:
        chosen |= causes
    else:
        chosen -= causes
    return None
