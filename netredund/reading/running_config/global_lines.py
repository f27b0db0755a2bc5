"""The global lines of a configuration: spanning tree, VLANs, and what guards the ports."""

import re
from typing import Any

from netredund.config import Block
from netredund.facts.outcome import UnparsedLine
from netredund.facts.running_config import (
    Archive,
    ConfigLine,
    ErrdisableRecovery,
    InstanceValue,
    MstInstanceConfig,
    MstRegion,
    PortFastDefault,
    SpanningTreeSettings,
    VlanConfig,
)
from netredund.reading.output import Output
from netredund.reading.running_config.interface import Rule, check_vlans, convert, rule
from netredund.secrets import mask_secrets

_SPANNING_TREE = (
    rule(r"spanning-tree mode (\S+)", "mode", str),
    rule(r"spanning-tree extend system-id", "extend_system_id", True),
    rule(r"no spanning-tree extend system-id", "extend_system_id", False),
    rule(r"spanning-tree pathcost method (long|short)", "pathcost_method", str),
    rule(
        r"spanning-tree portfast ((?:edge |network |normal )?default)",
        "portfast_default",
        PortFastDefault,
    ),
    rule(r"spanning-tree portfast (?:edge )?bpduguard(?: default)?", "bpduguard_default", True),
    rule(r"no spanning-tree portfast (?:edge )?bpduguard default", "bpduguard_default", False),
    rule(r"spanning-tree portfast (?:edge )?bpdufilter default", "bpdufilter_default", True),
    rule(r"no spanning-tree portfast (?:edge )?bpdufilter default", "bpdufilter_default", False),
    rule(r"spanning-tree loopguard default", "loopguard_default", True),
    rule(r"no spanning-tree loopguard default", "loopguard_default", False),
    rule(r"spanning-tree etherchannel guard misconfig", "etherchannel_guard_misconfig", True),
    rule(r"no spanning-tree etherchannel guard misconfig", "etherchannel_guard_misconfig", False),
    rule(r"spanning-tree uplinkfast(?: max-update-rate \d{1,6})?", "uplinkfast", True),
    rule(r"no spanning-tree uplinkfast", "uplinkfast", False),
    rule(r"spanning-tree backbonefast", "backbonefast", True),
    rule(r"no spanning-tree backbonefast", "backbonefast", False),
    rule(r"spanning-tree bridge assurance", "bridge_assurance", True),
    rule(r"no spanning-tree bridge assurance", "bridge_assurance", False),
    rule(r"spanning-tree transmit hold-count (\d{1,3})", "transmit_hold_count", int),
    rule(r"spanning-tree mst max-hops (\d{1,3})", "max_hops", int),
)
_SPANNING_TREE_UNTYPED = re.compile(
    r"spanning-tree (?:logging|sso block-tcn|mst simulate pvst global|bpdu-?guard|dispute"
    r"|vlan \d[\d,\- ]*|uplinkfast max-update-rate \d+|link-type)$"
)
_INSTANCE_LISTS = {
    "priority": "priorities",
    "hello-time": "hello_times",
    "forward-time": "forward_delays",
    "max-age": "max_ages",
}
_INSTANCE = re.compile(
    r"spanning-tree (vlan|mst) (\d[\d,\- ]*? )?(priority|hello-time|forward-time|max-age)"
    r" (\d{1,9})$"
)
_DISABLED = re.compile(r"no spanning-tree vlan (\d[\d,\- ]*)$")
_MST_INSTANCE = re.compile(r"instance (\d{1,4}) vlan (\d[\d,\- ]*)$")
_MST_NAME = re.compile(r"name (\S.*)$")
_MST_REVISION = re.compile(r"revision (\d{1,5})$")
_VLAN = re.compile(r"vlan (\d[\d,\-]*)$")

GLOBAL_RULES: dict[str, tuple[Rule, ...]] = {
    "version": (rule(r"version (\S+)", "version", str),),
    "hostname": (rule(r"hostname (\S+)", "hostname", str),),
    "vtp": (
        rule(r"vtp mode (\S.*)", "vtp_mode", str),
        rule(r"vtp domain (\S.*)", "vtp_domain", str),
    ),
    "lacp": (rule(r"lacp system-priority (\d{1,5})", "lacp_system_priority", int),),
    "port-channel": (rule(r"port-channel load-balance (\S.*)", "load_balance", str),),
    "ip": (rule(r"ip dhcp snooping", "dhcp_snooping", True),),
    "no": (rule(r"no ip dhcp snooping", "dhcp_snooping", False),),
}
_ADDING = (
    (re.compile(r"ip arp inspection vlan (\d[\d,\- ]*)$"), "arp_inspection_vlans"),
    (re.compile(r"ip dhcp snooping vlan (\d[\d,\- ]*)$"), "dhcp_snooping_vlans"),
)
_CAUSE = re.compile(r"errdisable recovery cause (\S.*)$")
_INTERVAL = re.compile(r"errdisable recovery interval (\d{1,6})$")


def read_spanning_tree(output: Output, blocks: tuple[Block, ...]) -> SpanningTreeSettings:
    """Read the global spanning-tree lines, those with `no` as well."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    lists: dict[str, list[InstanceValue]] = {}
    disabled: list[ConfigLine] = []
    for block in blocks:
        text, line = block.text, block.line
        is_off = text.startswith("no spanning-tree ")
        if not is_off and not block.has_words("spanning-tree"):
            continue
        if text == "spanning-tree mst configuration":
            continue
        instance = _INSTANCE.match(text[:3000])
        vlans = _DISABLED.match(text[:3000])
        if instance:
            is_vlan, numbers = instance[1] == "vlan", (instance[2] or "").strip() or None
            if is_vlan and (not numbers or not check_vlans(output, numbers, line)):
                continue
            lists.setdefault(_INSTANCE_LISTS[instance[3]], []).append(
                InstanceValue(
                    line,
                    int(instance[4]),
                    numbers if is_vlan else None,
                    None if is_vlan else numbers,
                )
            )
        elif vlans:
            if check_vlans(output, vlans[1], line):
                disabled.append(ConfigLine(line, text))
        else:
            _take_setting(output, block, values, lines, is_off)
    values |= {name: tuple(found) for name, found in lists.items()}
    return SpanningTreeSettings(
        disabled_vlans=tuple(disabled),
        lines=lines,
        **values,
    )


def _take_setting(
    output: Output, block: Block, values: dict[str, Any], lines: dict[str, int], is_off: bool
) -> None:
    for pattern, field, value in _SPANNING_TREE:
        match = pattern.match(block.text)
        if match:
            if field in values:
                output.problem(f"{field} is set twice, also on line {lines[field]}", block.line)
            values[field] = convert(output, value, match, block.line)
            lines[field] = block.line
            return
    if not is_off and not _SPANNING_TREE_UNTYPED.match(block.text[:3000]):
        output.unparsed.append(UnparsedLine(block.line, block.text))


def read_region(output: Output, block: Block) -> MstRegion:
    """Read the `spanning-tree mst configuration` block."""
    name = revision = None
    instances: list[MstInstanceConfig] = []
    for child in block.children:
        text = child.text
        instance, named = _MST_INSTANCE.match(text), _MST_NAME.match(text)
        number = _MST_REVISION.match(text)
        if instance:
            if check_vlans(output, instance[2], child.line):
                instances.append(MstInstanceConfig(child.line, int(instance[1]), instance[2]))
        elif named:
            name = named[1]
        elif number:
            revision = int(number[1])
        elif text not in ("exit", "private-vlan synchronize"):
            output.unparsed.append(UnparsedLine(child.line, text))
    return MstRegion(block.line, name, revision, tuple(instances))


def read_vlans(output: Output, blocks: tuple[Block, ...]) -> tuple[VlanConfig, ...]:
    """Read the `vlan` lines that make VLANs, and what is below each."""
    found = []
    for block in blocks:
        match = _VLAN.match(block.text)
        if not match or not check_vlans(output, match[1], block.line):
            continue
        values: dict[str, Any] = {}
        other = []
        for child in block.children:
            word, _, rest = child.text.partition(" ")
            if word in ("name", "state") and rest:
                values[word] = rest
            elif child.text in ("shutdown", "no shutdown"):
                values["is_shutdown"] = child.text == "shutdown"
            else:
                other.append(ConfigLine(child.line, mask_secrets(child.text)))
        found.append(
            VlanConfig(
                line=block.line,
                vlans=match[1],
                vlan=int(match[1]) if match[1].isdecimal() else None,
                other_lines=tuple(other),
                **values,
            )
        )
    return tuple(found)


def read_errdisable(blocks: tuple[Block, ...]) -> ErrdisableRecovery:
    """Read the `errdisable recovery` lines."""
    causes = []
    interval = None
    for block in blocks:
        cause, seconds = _CAUSE.match(block.text), _INTERVAL.match(block.text)
        if cause:
            causes.append(ConfigLine(block.line, cause[1]))
        elif seconds:
            interval = int(seconds[1])
    return ErrdisableRecovery(tuple(causes), interval)


def read_archive(block: Block) -> Archive:
    """Read the `archive` block."""
    path = None
    other = []
    for child in block.children:
        if child.has_words("path"):
            path = mask_secrets(child.text).removeprefix("path ")
        else:
            other.append(ConfigLine(child.line, mask_secrets(child.text)))
            other += [
                ConfigLine(below.line, " " * depth + mask_secrets(below.text))
                for depth, below in child.walk()
            ]
    return Archive(block.line, path, tuple(other))


def read_values(output: Output, blocks: tuple[Block, ...]) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the global values that are one line each, and the line of each."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for block in blocks:
        for adding, field in _ADDING:
            match = adding.match(block.text)
            if match and check_vlans(output, match[1], block.line):
                before = f"{values[field]}," if field in values else ""
                values[field] = before + match[1]
                lines.setdefault(field, block.line)
        for pattern, field, value in GLOBAL_RULES.get(block.text.partition(" ")[0], ()):
            match = pattern.match(block.text)
            if not match:
                continue
            if field in values:
                output.problem(f"{field} is set twice, also on line {lines[field]}", block.line)
            values[field] = convert(output, value, match, block.line)
            lines[field] = block.line
    return values, lines
