"""What IOS answers to a line: the catalogue that tells refusal, warning, information and event.

IOS has one sign for all of them, `%`. What begins so and is in no rule is of kind UNKNOWN, and
stops as a refusal does. The texts are those of the IOS command reference and of published sessions
(Catalyst 12.2 to IOS XE 17).
"""

import re
from enum import StrEnum
from typing import NamedTuple

import msgspec


class Kind(StrEnum):
    """What an answer is; REFUSAL and UNKNOWN stop a push, the others do not."""

    REFUSAL = "refusal"
    UNKNOWN = "unknown"
    WARNING = "warning"
    EVENT = "event"
    INFORMATION = "information"


class Remark(msgspec.Struct, frozen=True, gc=False):
    """One line of an answer and what it is; `cause` and `remedy` are empty where none is known."""

    kind: Kind
    text: str
    cause: str = ""
    remedy: str = ""

    @property
    def stops(self) -> bool:
        """Tell whether nothing may be sent after it."""
        return self.kind in (Kind.REFUSAL, Kind.UNKNOWN)


class Rule(NamedTuple):
    """A pattern that a line begins with, and what it means."""

    kind: Kind
    pattern: re.Pattern[str]
    cause: str = ""
    remedy: str = ""


def _rule(kind: Kind, pattern: str, cause: str = "", remedy: str = "") -> Rule:
    return Rule(kind, re.compile(pattern, re.IGNORECASE), cause, remedy)


_STEP_4096 = "use a multiple of 4096 from 0 to 61440"
_ATTRIBUTES = "give all members the same speed, duplex, VLANs and trunk settings"

RULES: tuple[Rule, ...] = (
    # Events: syslog messages that come between the answers.
    _rule(
        Kind.EVENT,
        r"%EC-\d-CANNOT_BUNDLE2?:",
        "a member differs from its Port-channel and is suspended; the text names the attribute",
        _ATTRIBUTES,
    ),
    _rule(
        Kind.EVENT,
        r"%(?:EC|ETC)-\d-L3DONTBNDL[12]:",
        "the partner is silent: the server does not speak LACP on this leg (yet)",
        "set up the server's bond; for a server that boots from the network,"
        " `no port-channel standalone-disable`",
    ),
    _rule(
        Kind.EVENT,
        r"%EC-\d-MINLINKS_NOTMET:",
        "fewer members are bundled than `port-channel min-links` asks for",
        "lower min-links, or bring the other members up",
    ),
    _rule(Kind.EVENT, r"%EC-\d-COMPATIBLE:", "a member fits its Port-channel again"),
    _rule(
        Kind.EVENT,
        r"%PM-\d-ERR_DISABLE: channel-misconfig",
        "mode on, and the other end does not bundle: EtherChannel guard switched the port off",
        "use LACP at both ends, then shutdown and no shutdown",
    ),
    _rule(
        Kind.EVENT,
        r"%PM-\d-ERR_DISABLE:",
        "the switch has switched the port off; the text says why",
        "remove the cause, then shutdown and no shutdown",
    ),
    _rule(
        Kind.EVENT,
        r"%SPANTREE-\d-BLOCK_BPDUGUARD:",
        "the server's bridge sends BPDUs to a port with BPDU guard: the port is switched off",
        "spanning-tree bpduguard disable on this leg, then shutdown and no shutdown",
    ),
    _rule(
        Kind.EVENT,
        r"%SPANTREE-\d-ROOTGUARD_(?:CONFIG_CHANGE|BLOCK):",
        "a better root is heard on a port with root guard, which blocks it",
        "no root guard on a leg of a switch that is not the root",
    ),
    _rule(
        Kind.EVENT,
        r"%SPANTREE-\d-(?:RECV_PVID_ERR|BLOCK_PVID_PEER|BLOCK_PVID_LOCAL):",
        "the ends of a trunk have different native VLANs: the port is broken in both",
        "give both ends the same native VLAN",
    ),
    _rule(Kind.EVENT, r"%SPANTREE-\d-UNBLOCK_CONSIST_PORT:", "the port is consistent again"),
    _rule(
        Kind.EVENT,
        r"%CDP-\d-NATIVE_VLAN_MISMATCH:",
        "the neighbour says another native VLAN",
        "give both ends the same native VLAN",
    ),
    _rule(Kind.EVENT, r"%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+:"),
    # Warnings: the line is taken.
    _rule(
        Kind.WARNING,
        r"%\s*Warning:\s*portfast should only be enabled",
        "PortFast is for ports with one host: a loop behind it forwards at once",
    ),
    _rule(
        Kind.WARNING,
        r"%\s*Portfast has been configured on .* but will only\b",
        "PortFast works on an access port only, unless the line says trunk",
        "spanning-tree portfast trunk (portfast edge trunk on newer releases)",
    ),
    _rule(Kind.WARNING, r"%?\s*Warning\b"),
    # Refusals.
    _rule(
        Kind.REFUSAL,
        r"%\s*Bridge Priority must be in increments of 4096",
        "the priority is no multiple of 4096",
        _STEP_4096,
    ),
    _rule(Kind.REFUSAL, r"%\s*Allowed values are:", "the value is none of those", _STEP_4096),
    _rule(
        Kind.REFUSAL,
        r"%\s*Invalid input detected at '\^' marker",
        "this image does not know the word at the mark, or the value is out of range",
        "look for the spelling of this release: `?` at this place lists what it takes",
    ),
    _rule(Kind.REFUSAL, r"%\s*Incomplete command", "a word or value is missing"),
    _rule(
        Kind.REFUSAL,
        r"%\s*Ambiguous command",
        "the abbreviation fits several commands",
        "write the words in full",
    ),
    _rule(
        Kind.REFUSAL,
        r"%\s*(?:Unknown command or computer name|Unrecognized (?:command|host))",
        "no such command at this prompt",
    ),
    _rule(
        Kind.REFUSAL,
        r"%\s*Port Priority in increments of \d+ is required",
        "the port priority is no multiple of the step",
        "use a multiple of 16 from 0 to 240",
    ),
    _rule(
        Kind.REFUSAL,
        r"%\s*Failed to make the bridge (?:root|secondary)",
        "another bridge has a priority that the root macro cannot go below",
        "spanning-tree vlan N priority 0, or raise the priority of the present root",
    ),
    _rule(Kind.REFUSAL, r"%\s*It may be possible to make the bridge root"),
    _rule(
        Kind.REFUSAL,
        r"Command rejected \(Channel protocol mismatch",
        "the port is locked to another channel protocol than this mode's",
        "channel-protocol lacp with mode active or passive, on all members",
    ),
    _rule(
        Kind.REFUSAL,
        r"Command rejected \(.*Either port is L2 and port-channel is L3",
        "one of port and Port-channel is routed, the other is switched",
        "make both switchports",
    ),
    _rule(
        Kind.REFUSAL,
        r"Command rejected:? Bad VLAN",
        "the VLAN list is wrong",
        "VLANs from 1 to 4094 with commas, ranges as 10-20, no blanks",
    ),
    _rule(Kind.REFUSAL, r"%?\s*Command rejected"),
    _rule(
        Kind.REFUSAL,
        r"%\s*(?:Interface )?Range command (?:terminated|failed)",
        "one interface of the range refused the line",
    ),
    _rule(
        Kind.REFUSAL,
        r"%?\s*(?:Command )?authorization failed",
        "the AAA server does not let this user enter this line; nothing was changed by it",
        "ask for the right, or use another user",
    ),
    _rule(
        Kind.REFUSAL,
        r"%?\s*Configuration mode (?:is )?locked|%?\s*(?:The )?configuration is locked",
        "someone else has locked the configuration",
        "`show configuration lock` says who; wait until it is free",
    ),
    _rule(
        Kind.REFUSAL,
        r"%\s*(?:Access denied|Bad (?:secrets|passwords?)|Error in authentication|Login invalid"
        r"|No password set|Authentication failed)",
        "the secret is wrong, or none is set",
    ),
    # Information.
    _rule(Kind.INFORMATION, r"%\s*Access VLAN does not exist\. Creating vlan", "a VLAN was made"),
    _rule(Kind.INFORMATION, r"Creating a port-channel interface Port-channel"),
    _rule(Kind.INFORMATION, r"Enter configuration commands, one per line"),
    _rule(
        Kind.INFORMATION, r"%?\s*Portfast will be configured in \d+ interfaces? due to the range"
    ),
    _rule(Kind.UNKNOWN, r"%"),
    _rule(Kind.UNKNOWN, r"Error\b"),
)

# What a log message begins with before its `%`: sequence number, mark, date or uptime.
_STAMP = re.compile(
    r"(?:\d{1,10}: )?[*.]?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"(?: [A-Z]{2,5})?|\d{1,4}[wdy]\d{1,3}[dhw]|\d{1,3}:\d\d:\d\d): (?=%)"
)
_UNKNOWN_WORD = re.compile(r"%\s*(?:Invalid input detected|Incomplete command)", re.IGNORECASE)
_CARET = re.compile(r"\s*\^$")
_BROADCAST = "***"

# To a `show` or an exec command only these are refusals; any other text is its output.
_OF_SHOW = re.compile(
    r"%\s*(?:Invalid input detected|Incomplete command|Ambiguous command"
    r"|Unknown command or computer name|Unrecognized command)"
    r"|%?\s*(?:Command )?authorization failed",
    re.IGNORECASE,
)


def is_event(line: str) -> bool:
    """Tell whether a line is a log message, or part of a message to all terminals.

    >>> is_event("*Mar  1 00:01:02.123: %SYS-5-CONFIG_I: Configured from console by admin")
    True
    """
    text = line.strip()
    if text.startswith(_BROADCAST):
        return True
    stamp = _STAMP.match(text)
    rule = _find_rule(text[stamp.end() :] if stamp else text)
    return rule is not None and rule.kind is Kind.EVENT


def _find_rule(text: str) -> Rule | None:
    return next((rule for rule in RULES if rule.pattern.match(text)), None)


def judge(reply: str) -> tuple[Remark, ...]:
    """Return what each line of an answer to a configuration line is.

    >>> [remark.kind.value for remark in judge("% Incomplete command.")]
    ['refusal']
    """
    remarks = []
    for line in reply.splitlines():
        text = line.strip()
        if not text or _CARET.match(line) or text.startswith(_BROADCAST):
            continue
        stamp = _STAMP.match(text)
        rule = _find_rule(text[stamp.end() :] if stamp else text)
        kind = rule.kind if rule else Kind.INFORMATION
        remarks.append(Remark(kind, text, rule.cause if rule else "", rule.remedy if rule else ""))
    return tuple(remarks)


def find_refusal(reply: str) -> Remark | None:
    """Return the first remark that stops, null where the line was taken."""
    return next((remark for remark in judge(reply) if remark.stops), None)


def is_other_spelling(reply: str) -> bool:
    """Tell whether an image refused a line because it spells it otherwise.

    >>> is_other_spelling("           ^\\n% Invalid input detected at '^' marker.")
    True
    """
    return any(_UNKNOWN_WORD.match(line.strip()) for line in reply.splitlines())


def find_show_refusal(reply: str) -> Remark | None:
    """Return the refusal that a `show` was answered with, null where the reply is its output.

    Only the head of the reply is looked at: behind it a `%` is output.
    """
    for line in reply.lstrip().splitlines()[:5]:
        text = line.strip()
        if _OF_SHOW.match(text):
            rule = _find_rule(text)
            assert rule is not None
            return Remark(Kind.REFUSAL, text, rule.cause, rule.remedy)
    return None
