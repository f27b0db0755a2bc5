"""The commands that are read, as people type them.

A command is known by its syntax in the notation of the IOS command reference: words, `<argument>`
and `[optional]`. IOS's abbreviations are understood: a word may be cut short where no other known
command could be meant.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from netredund.errors import AmbiguousCommandError, UnknownCommandError


class Syntax(NamedTuple):
    """A command that a reader knows.

    `reader` is `module:function` below `netredund.reading`. `may_be_silent` is true where the
    device prints nothing at all when it has nothing to say.
    """

    syntax: str
    kind: str
    reader: str
    may_be_silent: bool = False


_TREE = ("spanning-tree", "spanning_tree:read")
_CHANNEL = ("etherchannel", "etherchannel:read")
SYNTAXES: tuple[Syntax, ...] = (
    Syntax("show spanning-tree [vlan <vlan>] [active]", *_TREE),
    Syntax("show spanning-tree [vlan <vlan>] brief [active]", *_TREE),
    Syntax("show spanning-tree [vlan <vlan>] [active] detail [active]", *_TREE),
    Syntax("show spanning-tree [vlan <vlan>] interface [<interface>] [active]", *_TREE),
    Syntax("show spanning-tree [vlan <vlan>] interface [<interface>] [active] detail", *_TREE),
    Syntax("show spanning-tree mst [<instance>]", *_TREE),
    Syntax("show spanning-tree mst [<instance>] detail", *_TREE),
    Syntax("show spanning-tree mst [<instance>] interface [<interface>]", *_TREE),
    Syntax(
        "show spanning-tree mst configuration",
        "spanning-tree-mst-config",
        "spanning_tree_mst_configuration:read",
    ),
    Syntax("show spanning-tree [vlan <vlan>] root", *_TREE),
    Syntax(
        "show spanning-tree [vlan <vlan>] blockedports",
        "spanning-tree-blocked",
        "spanning_tree_ports:read_blocked",
    ),
    Syntax(
        "show spanning-tree [vlan <vlan>] inconsistentports",
        "spanning-tree-inconsistent",
        "spanning_tree_ports:read_inconsistent",
    ),
    Syntax(
        "show spanning-tree summary [totals]",
        "spanning-tree-summary",
        "spanning_tree_summary:read",
    ),
    Syntax("show etherchannel [<group>] summary", *_CHANNEL),
    Syntax("show etherchannel [<group>] port-channel", *_CHANNEL),
    Syntax("show etherchannel [<group>] detail", *_CHANNEL),
    Syntax("show etherchannel auto", *_CHANNEL),
    Syntax("show lacp [<group>] neighbor [detail]", "lacp", "lacp:read_neighbor", True),
    Syntax("show lacp [<group>] internal [detail]", "lacp", "lacp:read_internal", True),
    Syntax("show lacp sys-id", "lacp-sys-id", "lacp_system:read"),
    Syntax("show lacp [<group>] counters", "lacp-counters", "lacp_counters:read", True),
    Syntax("show pagp [<group>] neighbor", "pagp", "pagp:read", True),
    Syntax(
        "show interfaces [<interface>] status [module <module>]",
        "interfaces-status",
        "interfaces_status:read",
    ),
    Syntax(
        "show interfaces [<interface>] status err-disabled",
        "interfaces-status",
        "interfaces_status:read_err_disabled",
        True,
    ),
    Syntax(
        "show interfaces [<interface>] trunk [module <module>]",
        "interfaces-trunk",
        "interfaces_trunk:read",
        True,
    ),
    Syntax(
        "show mac address-table [dynamic] [vlan <vlan>] [interface <interface>] [address <word>]"
        " [vlan <vlan>]",
        "mac-address-table",
        "mac_address_table:read",
    ),
    Syntax(
        "show mac-address-table [dynamic] [vlan <vlan>] [interface <interface>] [address <word>]"
        " [vlan <vlan>]",
        "mac-address-table",
        "mac_address_table:read",
    ),
    Syntax("show cdp neighbors [<interface>] detail", "cdp-neighbors", "cdp:read", True),
    Syntax("show lldp neighbors [<interface>] detail", "lldp-neighbors", "lldp:read", True),
    Syntax("show version", "version", "version:read"),
    Syntax("show users [all]", "users", "users:read"),
    Syntax("show ip arp [<interface>]", "arp", "arp:read"),
    Syntax("show arp", "arp", "arp:read"),
    Syntax("show running-config [all]", "running-config", "running_config:read"),
    Syntax("show running-config interface [<interface>]", "running-config", "running_config:read"),
    Syntax("show startup-config", "running-config", "running_config:read"),
    Syntax("/proc/net/bonding/<bond>", "bonding", "linux_bonding:read"),
    Syntax("bridge -d -j link", "bridge-link", "linux_links:read_bridge"),
    Syntax("ip -d -j link", "ip-link", "linux_links:read_ip"),
    Syntax("brctl show [<bridge>]", "brctl-show", "linux_brctl:read_show"),
    Syntax("brctl showstp [<bridge>]", "brctl-showstp", "linux_brctl:read_showstp"),
)

_ARGUMENTS = {
    "<interface>": re.compile(r"[A-Za-z][A-Za-z-]{0,30}\d[\d/.:]{0,30}"),
    "<vlan>": re.compile(r"\d[\d,-]{0,200}"),
    "<instance>": re.compile(r"\d[\d,-]{0,200}"),
    "<group>": re.compile(r"\d{1,4}"),
    "<module>": re.compile(r"\d{1,3}"),
    "<word>": re.compile(r"\S{1,40}"),
}
_SPLIT_INTERFACE = re.compile(r"\b([A-Za-z][A-Za-z-]{1,30}) (\d+[\d/.:]*/\d[\d/.:]*)(?=\s|$)")
_LINUX = (
    (
        re.compile(r"(?:sudo )?(?:(?:cat|more|less|head) )?/proc/net/bonding/([\w.*-]{1,40})"),
        "/proc/net/bonding/<bond>",
    ),
    (re.compile(r"(?:sudo )?bridge(?: -\w{1,10}){0,5} link(?: \w+){0,5}"), "bridge -d -j link"),
    (
        re.compile(r"(?:sudo )?ip(?: -\w{1,10}){0,5} l(?:i|in|ink)?(?: [\w.-]+){0,8}"),
        "ip -d -j link",
    ),
    (re.compile(r"(?:sudo )?brctl show(?: ([\w.-]{1,40}))?"), "brctl show [<bridge>]"),
    (re.compile(r"(?:sudo )?brctl showstp(?: ([\w.-]{1,40}))?"), "brctl showstp [<bridge>]"),
)
_BY_SYNTAX = {entry.syntax: entry for entry in SYNTAXES}


class Command(NamedTuple):
    """A typed command, understood: its syntax, its words written out, and its output filter.

    `output_filter` is what stands behind `|`, null without one.
    """

    syntax: Syntax
    text: str
    output_filter: str | None = None


def optional_groups(tokens: list[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield each token run with whether it may be left out."""
    group: list[str] | None = None
    for token in tokens:
        is_open, is_close = token.startswith("["), token.endswith("]")
        word = token.strip("[]")
        if group is None and not is_open:
            yield [word], False
            continue
        group = [*(group or []), word]
        if is_close:
            yield group, True
            group = None


def _match(groups: tuple[tuple[tuple[str, ...], bool], ...], words: list[str]) -> list[str] | None:
    """Return the written-out words if they fit, else None."""
    if not groups:
        return None if words else []
    (tokens, is_optional), *rest = groups
    if len(words) >= len(tokens):
        taken = [_match_word(token, word) for token, word in zip(tokens, words, strict=False)]
        if all(word is not None for word in taken):
            tail = _match(tuple(rest), words[len(tokens) :])
            if tail is not None:
                return [word for word in taken if word is not None] + tail
    return _match(tuple(rest), words) if is_optional else None


def _match_word(token: str, word: str) -> str | None:
    if token in _ARGUMENTS:
        return word if _ARGUMENTS[token].fullmatch(word) else None
    return token if token.startswith(word.lower()) else None


@lru_cache(maxsize=1)
def _ios_table() -> list[tuple[Syntax, tuple[tuple[tuple[str, ...], bool], ...]]]:
    return [
        (entry, tuple((tuple(g), o) for g, o in optional_groups(entry.syntax.split())))
        for entry in SYNTAXES
        if entry.syntax.startswith("show ")
    ]


@lru_cache(maxsize=1024)
def find_command(typed: str) -> Command:
    """Return the command that `typed` means.

    Raises UnknownCommandError where no reader knows it, AmbiguousCommandError where an abbreviation
    fits several.

    >>> find_command("sh span int Gi 0/1 det").text
    'show spanning-tree interface Gi0/1 detail'
    """
    plain, _, output_filter = typed.partition("|")
    plain = " ".join(plain.split())
    for pattern, syntax in _LINUX:
        match = pattern.fullmatch(plain)
        if match:
            bond = f"/proc/net/bonding/{match[1]}" if syntax.startswith("/") else ""
            return Command(_BY_SYNTAX[syntax], bond or plain.removeprefix("sudo "), None)
    words = _SPLIT_INTERFACE.sub(r"\1\2", plain[:400]).split()
    if [word.lower() for word in words[1:3]] == ["spanning", "tree"]:
        words[1:3] = ["spanning-tree"]
    found = [(entry, text) for entry, groups in _ios_table() if (text := _match(groups, words))]
    exact = max((_exact_words(text, words) for _, text in found), default=0)
    found = [(entry, text) for entry, text in found if _exact_words(text, words) == exact]
    if not found:
        raise UnknownCommandError(typed[:200], known_commands())
    if len({(entry.reader, entry.may_be_silent) for entry, _ in found}) > 1:
        raise AmbiguousCommandError(typed[:200], [" ".join(text) for _, text in found])
    entry, text = found[0]
    return Command(entry, " ".join(text), output_filter.strip()[:200] or None)


def _exact_words(text: list[str], words: list[str]) -> int:
    return sum(one == other.lower() for one, other in zip(text, words, strict=True))


def known_commands() -> list[str]:
    """Return the syntax of every command that is read."""
    return [entry.syntax for entry in SYNTAXES]
