"""`show running-config`, whole or of one interface, and `show startup-config`."""

import re

from netredund.config import Block, RunningConfig, printed_name, read_config
from netredund.facts.outcome import UnparsedLine
from netredund.facts.running_config import Configuration, InterfaceConfig
from netredund.interfaces import is_same_interface, long_name
from netredund.reading.output import Output
from netredund.reading.running_config.global_lines import (
    read_archive,
    read_errdisable,
    read_region,
    read_spanning_tree,
    read_values,
    read_vlans,
)
from netredund.reading.running_config.interface import read_interface
from netredund.secrets import mask_secrets

__all__ = ["read"]

_NOTHING = re.compile(r"startup-config is not present|%% Non-volatile configuration memory ")
_ANSWER = re.compile(r"%\s*+[A-Za-z]|Command authorization failed|Command rejected")
_CARET = re.compile(r"\s*+\^$")
# Lines that IOS takes below an interface only: at the left margin, their indentation was lost.
_OF_AN_INTERFACE = re.compile(
    r"(?:no )?(?:switchport|channel-group|channel-protocol|description|shutdown|duplex|speed"
    r"|lacp (?:rate|port-priority|fast-switchover|max-bundle)"
    r"|spanning-tree (?:cost|port-priority|guard|link-type|bpduguard|bpdufilter|rootguard"
    r"|stack-port"
    r"|portfast(?: (?:trunk|disable|edge|edge trunk|network|normal))?$"
    r"|(?:vlan|mst) \S+ (?:cost|port-priority)))(?: |$)"
)


def read(output: Output) -> Configuration:
    """Read a configuration.

    It is whole when it ends with `end`; one that is not of an interface begins with `version` and
    has a `hostname`. The size that IOS prints above it counts a byte for each line's end, so a text
    that is smaller has lost something: this is said when more is missing than trailing blanks (a
    byte a line) can explain, for they are often lost, and secrets are often taken out.
    """
    lines = []
    for line in output.lines:
        if _NOTHING.match(line.text):
            output.is_empty = True
        elif len(output.lines) < 10 and _ANSWER.match(line.text):
            output.problem(f"the device answered {line.text!r}", line.number)
        elif not _CARET.match(line.text):
            lines.append(line)
    config = read_config(lines)
    output.problems += config.problems
    blocks = tuple(block for block in config.blocks if not _is_misplaced(output, block))
    interfaces = _interfaces(output, config)
    values, line_of = read_values(output, blocks)
    regions = config.find("spanning-tree mst configuration")
    archives = config.find("archive")
    settings = read_spanning_tree(output, blocks)
    has_facts = bool(config.blocks)
    if has_facts:
        _check_whole(output, config, values, interfaces)
    for block in config.tail:
        output.unparsed.append(UnparsedLine(block.line, mask_secrets(block.text)))
    region_lines = {block.line for block in regions}
    vlans = read_vlans(output, blocks)
    region = read_region(output, regions[0]) if regions else None
    outcome = output.outcome(has_facts=has_facts)
    outcome["ended"] = outcome["ended"] or config.end_line is not None
    return Configuration(
        size_printed=config.size_printed,
        spanning_tree_mode=settings.mode,
        spanning_tree_lines=tuple(
            block.text
            for block in blocks
            if block.has_words("spanning-tree") and block.line not in region_lines
        ),
        spanning_tree_settings=settings,
        mst_configuration=tuple(child.text for block in regions for child in block.children),
        mst_region=region,
        vlans=vlans,
        interfaces=interfaces,
        errdisable_recovery=read_errdisable(blocks),
        archive=read_archive(archives[0]) if archives else None,
        lines=line_of,
        **values,
        **outcome,
    )


def _is_misplaced(output: Output, block: Block) -> bool:
    if not _OF_AN_INTERFACE.match(block.text):
        return False
    output.problem(
        f"{mask_secrets(block.text)[:200]!r} stands outside of an interface:"
        " its indentation was lost",
        block.line,
    )
    return True


def _interfaces(output: Output, config: RunningConfig) -> tuple[InterfaceConfig, ...]:
    found: list[InterfaceConfig] = []
    seen: dict[str, int] = {}
    for block in config.interfaces():
        name = printed_name(block.text)
        if name is None:
            output.unparsed.append(UnparsedLine(block.line, block.text))
            continue
        first = seen.setdefault(long_name(name), block.line)
        if first != block.line:
            output.problem(f"{name} stands twice, also on line {first}", block.line)
        found.append(read_interface(output, block, name))
    return tuple(found)


def _check_whole(
    output: Output,
    config: RunningConfig,
    values: dict[str, object],
    interfaces: tuple[InterfaceConfig, ...],
) -> None:
    """Note what shows that something is missing."""
    if config.end_line is None:
        output.problem("no `end` below it: the text was cut")
    words = output.command.text.split()
    if "interface" in words:
        asked = words[-1] if words[-1] != "interface" else None
        if not interfaces:
            output.problem("no interface in it")
        for interface in interfaces:
            if asked and not is_same_interface(asked, interface.interface):
                output.problem(
                    f"{interface.interface} is not {asked}, which the command names",
                    interface.line,
                )
    else:
        for needed in ("version", "hostname"):
            if needed not in values:
                output.problem(f"no `{needed}` line: the beginning is missing")
    _check_size(output, config)


def _check_size(output: Output, config: RunningConfig) -> None:
    if config.size_printed is None:
        return
    first, last = config.preamble[-1].line, config.end_line or output.lines[-1].number
    sizes = [len(line.text) for line in output.lines if first < line.number <= last]
    size = sum(sizes) + (last - first)
    if config.size_printed - size > (last - first) + 32:
        output.problem(
            f"the output says {config.size_printed} bytes, its lines are {size}:"
            " lines are missing, or were taken out",
            first,
        )
