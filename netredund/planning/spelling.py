"""How a switch spells what a plan needs: from its own lines, else from its release."""

import re

from netredund.facts.version import SoftwareFamily
from netredund.planning.switch_facts import SwitchFacts

_RELEASE = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\((\d{1,3})\w*\))?(?P<train>[A-Z]*)")
_EDGE = re.compile(r"spanning-tree portfast (?:edge|network|normal)\b")
_PLAIN = re.compile(r"spanning-tree portfast(?: trunk| default| bpdu(?:guard|filter) default)?$")
# Platforms whose trunks may be ISL, so that a trunk asks for its encapsulation first.
_ENCAPSULATED = re.compile(
    r"(?:WS-C)?(?:3550|3560|3750|4500|4948|6500|650\d)|IOSv|vios|C3560|C3750"
)


def release_of(facts: SwitchFacts) -> tuple[int, int, int, str, bool] | None:
    """Return major, minor, rebuild, train and "is it XE" of the release, null if nothing tells.

    `show version` says it all; the running-config's `version` line has major and minor only.
    """
    version = facts.version
    printed = (version.release if version else None) or facts.configuration.version or ""
    match = _RELEASE.match(printed)
    if not match:
        return None
    major, minor = int(match[1]), int(match[2])
    is_xe = bool(version and version.software is SoftwareFamily.IOS_XE) or major >= 16
    return major, minor, int(match[3] or 0), match["train"], is_xe


def has_portfast_edge(facts: SwitchFacts) -> bool:
    """Tell whether PortFast is spelt `portfast edge` there.

    The running-config's own lines decide. Without any: IOS has `edge` since 15.2 on Catalysts and
    12.2(33)SXI on the 6500 (`SX`, `SY`), IOS XE 16 and 17 print it without.
    """
    for line in facts.lines:
        text = line.strip()
        if _EDGE.match(text):
            return True
        if _PLAIN.match(text):
            return False
    release = release_of(facts)
    if release is None:
        return False
    major, minor, _, train, is_xe = release
    if is_xe:
        return False
    return train.startswith(("SX", "SY")) or (major, minor) >= (15, 2)


def is_portfast_known(facts: SwitchFacts) -> bool:
    """Tell whether anything shows how PortFast is spelt: its own lines, or the whole release.

    A running-config's `version 12.2` may be of a 6500, which has `edge`, and 15.2 of IOS XE 3,
    which has not; from 16 on the number says that it is XE.
    """
    if any(_EDGE.match(line.strip()) or _PLAIN.match(line.strip()) for line in facts.lines):
        return True
    release = release_of(facts)
    return release is not None and (
        bool(facts.version and facts.version.release) or release[0] >= 16
    )


def portfast_spellings(facts: SwitchFacts, *, is_trunk: bool) -> tuple[str, str | None]:
    """Return the line that turns PortFast on, and its other spelling where the first is a guess."""
    plain, edge = (
        f"spanning-tree {words}{' trunk' if is_trunk else ''}"
        for words in ("portfast", "portfast edge")
    )
    line, other = (edge, plain) if has_portfast_edge(facts) else (plain, edge)
    return line, None if is_portfast_known(facts) else other


def needs_encapsulation(facts: SwitchFacts) -> bool:
    """Tell whether `switchport mode trunk` is refused there before the encapsulation is said.

    So it is where a line of the running-config sets one, and on the families that know ISL.
    """
    if any(each.trunk_encapsulation for each in facts.configuration.interfaces):
        return True
    version = facts.version
    names = (version.model, version.image, version.processor) if version else ()
    return any(name and _ENCAPSULATED.search(name) for name in names)


def knows_lacp_rate(facts: SwitchFacts) -> bool:
    """Tell whether `lacp rate` is known: a line uses it, or IOS XE, or 15.2(4) and later.

    Classic 3560 and 3750 lack it (Catalyst 3750-X guide; 2960-X 15.2(4)E release notes).
    """
    if any(line.strip().startswith("lacp rate ") for line in facts.lines):
        return True
    release = release_of(facts)
    if release is None:
        return False
    major, minor, rebuild, train, is_xe = release
    if is_xe or train.startswith(("SX", "SY", "SR")):
        return True
    is_whole = bool(facts.version and facts.version.release)
    return (major, minor, rebuild if is_whole else 4) >= (15, 2, 4)
