"""The lines of one interface in a configuration."""

import re
from typing import Any, NamedTuple

from netredund.config import Block
from netredund.errors import VlanListError
from netredund.facts.outcome import Token, UnparsedLine
from netredund.facts.running_config import (
    ChannelMode,
    ConfigLine,
    EnableWord,
    GuardWord,
    InstanceValue,
    InterfaceConfig,
    LinkType,
    PortFast,
    PortSpanningTree,
    SwitchportMode,
)
from netredund.reading.output import Output
from netredund.secrets import mask_secrets
from netredund.vlans import vlan_ranges

Value = bool | Token | type[Token] | type[int] | type[str]


class Rule(NamedTuple):
    """A line's pattern, the field that it sets, and to what: a constant, or what to make of it."""

    pattern: re.Pattern[str]
    field: str
    value: Value


def rule(pattern: str, field: str, value: Value) -> Rule:
    """Return a rule whose pattern must match a whole line."""
    return Rule(re.compile(pattern + r"$"), field, value)


_VLAN = r"([1-9]\d{0,3})"
_NUMBER = r"(\d{1,10})"
_RULES: dict[str, tuple[Rule, ...]] = {
    "description": (rule(r"description (.+)", "description", str),),
    "shutdown": (rule(r"shutdown", "is_shutdown", True),),
    "switchport": (
        rule(r"switchport", "is_switchport", True),
        rule(r"switchport mode (\S.*)", "switchport_mode", SwitchportMode),
        rule(rf"switchport access vlan {_VLAN}", "access_vlan", int),
        rule(r"switchport voice vlan (\d{1,4}|dot1p|none|untagged)", "voice_vlan", str),
        rule(rf"switchport trunk native vlan {_VLAN}", "native_vlan", int),
        rule(r"switchport trunk encapsulation (dot1q|isl|negotiate)", "trunk_encapsulation", str),
        rule(r"switchport nonegotiate", "is_nonegotiate", True),
        rule(r"switchport protected", "is_protected", True),
    ),
    "port": (rule(r"port protected", "is_protected", True),),
    "channel-group": (),
    "channel-protocol": (rule(r"channel-protocol (lacp|pagp)", "channel_protocol", str),),
    "lacp": (
        rule(r"lacp rate (fast|normal)", "lacp_rate", str),
        rule(rf"lacp port-priority {_NUMBER}", "lacp_port_priority", int),
        rule(r"lacp fast-switchover", "lacp_fast_switchover", True),
        rule(rf"lacp max-bundle {_NUMBER}", "lacp_max_bundle", int),
        rule(rf"lacp min-bundle {_NUMBER}", "min_links", int),
    ),
    "port-channel": (
        rule(rf"port-channel min-links {_NUMBER}", "min_links", int),
        rule(r"port-channel standalone-disable", "standalone_disable", True),
    ),
    "speed": (rule(r"speed (\d{1,6}|auto(?: \d{1,6}){0,9}|nonegotiate)", "speed", str),),
    "duplex": (rule(r"duplex (auto|full|half)", "duplex", str),),
    "spanning-tree": (
        rule(rf"spanning-tree cost {_NUMBER}", "cost", int),
        rule(r"spanning-tree port-priority (\d{1,3})", "port_priority", int),
        rule(r"spanning-tree (portfast(?: \S.*)?)", "portfast", PortFast),
        rule(r"spanning-tree bpduguard (\S.*)", "bpduguard", EnableWord),
        rule(r"spanning-tree bpdufilter (\S.*)", "bpdufilter", EnableWord),
        rule(r"spanning-tree guard (\S.*)", "guard", GuardWord),
        rule(r"spanning-tree rootguard", "guard", GuardWord.ROOT),
        rule(r"spanning-tree link-type (\S.*)", "link_type", LinkType),
    ),
    "no": (
        rule(r"no shutdown", "is_shutdown", False),
        rule(r"no switchport", "is_switchport", False),
        rule(r"no switchport nonegotiate", "is_nonegotiate", False),
        rule(r"no switchport protected", "is_protected", False),
        rule(r"no lacp fast-switchover", "lacp_fast_switchover", False),
        rule(r"no port-channel standalone-disable", "standalone_disable", False),
        rule(r"no spanning-tree portfast", "portfast", PortFast.NO),
    ),
}
# Of a family in _RULES, what is legal and has no typed field.
_UNTYPED = re.compile(
    r"no |switchport (?:port-security|block|backup|private-vlan|host|autostate|vlan mapping"
    r"|priority|trunk pruning|trunk native vlan tag|access vlan (?:dynamic$|name )"
    r"|voice (?:detect|vlan name )|dot1q)"
    r"|port (?!protected)|port-channel (?:load-defer|bfd|per-port|load-balance|isolation)"
    r"|spanning-tree mst (?:pre-standard|simulate pvst(?: disable)?)$"
    r"|spanning-tree (?:stack-port|port type (?:edge|network|normal))"
    r"|lacp fast-switchover dampening \d+$"
)
_ALLOWED = re.compile(r"switchport trunk allowed vlan (?:(add) )?(\S.*)$")
_CHANNEL = re.compile(r"channel-group (\d{1,4}) mode (\S.*)$")
_CHANNEL_ALONE = re.compile(r"channel-group (auto|\d{1,4})$")
_INSTANCE_VALUE = re.compile(
    r"spanning-tree (vlan|mst) (\d[\d,\- ]*?) (cost|port-priority) (\d{1,10})$"
)
_SECURITY = re.compile(
    r"(?:no )?(?:switchport port-security|dot1x|authentication|access-session|mab|ip verify source"
    r"|ip source|ip arp inspection|ip dhcp snooping|device-tracking|ip device tracking"
    r"|ipv6 nd raguard|ipv6 source-guard|port security)(?: |$)"
)
_SPANNING_TREE_FIELDS = frozenset(PortSpanningTree.__struct_fields__)


class InterfaceReader:
    """Reads one interface's block, line by line."""

    def __init__(self, output: Output, block: Block, name: str) -> None:
        self._output = output
        self._block = block
        self._name = name
        self._values: dict[str, Any] = {}
        self._lines: dict[str, int] = {}
        self._spanning_tree: list[str] = []
        self._added_vlans: list[str] = []
        self._costs: list[InstanceValue] = []
        self._port_priorities: list[InstanceValue] = []
        self._security: list[ConfigLine] = []
        self._other: list[ConfigLine] = []

    def read(self) -> InterfaceConfig:
        """Return the facts of the interface."""
        for child in self._block.children:
            self._take(child)
            for depth, below in child.walk():
                self._other.append(ConfigLine(below.line, " " * depth + mask_secrets(below.text)))
        values = self._values
        if self._added_vlans:
            values["allowed_vlans"] = ",".join([values["allowed_vlans"], *self._added_vlans])
        typed = {name: values.pop(name) for name in list(values) if name in _SPANNING_TREE_FIELDS}
        return InterfaceConfig(
            line=self._block.line,
            interface=self._name,
            spanning_tree=tuple(self._spanning_tree),
            spanning_tree_settings=PortSpanningTree(
                instance_costs=tuple(self._costs),
                instance_port_priorities=tuple(self._port_priorities),
                **typed,
            ),
            security=tuple(self._security),
            other_lines=tuple(sorted(self._other, key=lambda line: line.line)),
            lines=self._lines,
            **values,
        )

    def _take(self, child: Block) -> None:
        text, line = child.text, child.line
        family = text.partition(" ")[0]
        if family == "spanning-tree":
            self._spanning_tree.append(text)
        if self._take_special(text, line):
            return
        for pattern, field, value in _RULES.get(family, ()):
            match = pattern.match(text)
            if match:
                self._set(field, convert(self._output, value, match, line), line)
                return
        if _SECURITY.match(text):
            self._security.append(ConfigLine(line, mask_secrets(text)))
        elif family not in _RULES or _UNTYPED.match(text):
            if family != "spanning-tree":
                self._other.append(ConfigLine(line, mask_secrets(text)))
        else:
            self._output.unparsed.append(UnparsedLine(line, mask_secrets(text)))

    def _take_special(self, text: str, line: int) -> bool:
        """Take the lines that set more than one value, or add to a list."""
        if text.startswith("switchport trunk allowed vlan "):
            return self._take_allowed(text, line)
        if text.startswith("channel-group "):
            match = _CHANNEL.match(text)
            alone = None if match else _CHANNEL_ALONE.match(text)
            if match:
                self._set("channel_group", int(match[1]), line)
                self._set("channel_mode", self._output.token(ChannelMode, match[2], line), line)
            elif alone and alone[1] == "auto":
                self._other.append(ConfigLine(line, text))
            return bool(match or (alone and alone[1] == "auto"))
        match = _INSTANCE_VALUE.match(text[:2000]) if text.startswith("spanning-tree ") else None
        if match:
            is_vlan = match[1] == "vlan"
            if is_vlan and not check_vlans(self._output, match[2], line):
                return True
            value = InstanceValue(
                line,
                int(match[4]),
                match[2] if is_vlan else None,
                None if is_vlan else match[2],
            )
            (self._costs if match[3] == "cost" else self._port_priorities).append(value)
        return bool(match)

    def _take_allowed(self, text: str, line: int) -> bool:
        match = _ALLOWED.match(text)
        if not match:
            return False
        vlans = match[2]
        if vlans not in ("all", "none"):
            if vlans.startswith("except "):
                vlans = vlans.removeprefix("except ")
                if check_vlans(self._output, vlans, line):
                    self._set("allowed_vlans", f"except {vlans}", line)
                return True
            if not check_vlans(self._output, vlans, line):
                return True
        if match[1] and "allowed_vlans" in self._values:
            self._added_vlans.append(vlans)
            return True
        if match[1]:
            self._output.problem(f"{self._name}: VLANs are added to a list that is missing", line)
        self._set("allowed_vlans", vlans, line)
        return True

    def _set(self, field: str, value: object, line: int) -> None:
        first = self._lines.setdefault(field, line)
        if first != line:
            self._output.problem(f"{self._name}: {field} is set twice, also on line {first}", line)
        self._values[field] = value
        self._lines[field] = line


def convert(output: Output, value: Value, match: re.Match[str], line: int) -> object:
    """Return what a rule makes of its match."""
    if isinstance(value, (bool, Token)):
        return value
    if issubclass(value, Token):
        return output.token(value, match[1], line)
    return value(match[1])


def check_vlans(output: Output, vlans: str, line: int) -> bool:
    """Tell whether a VLAN list is one; note it where it is not."""
    try:
        vlan_ranges(vlans)
    except VlanListError as error:
        output.problem(str(error), line)
        return False
    return True


def read_interface(output: Output, block: Block, name: str) -> InterfaceConfig:
    """Read an `interface` line and what is below it."""
    return InterfaceReader(output, block, name).read()
