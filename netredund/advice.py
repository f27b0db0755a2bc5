"""The five questions that lead to a method, and the way through them."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

import msgspec

from netredund.errors import OpenQuestionError
from netredund.intent.keys import Method
from netredund.intent.site import Server, Site
from netredund.outline import Outline, write_outline


class Topic(Enum):
    """What is asked; questions 4 and 5 ask for one thing."""

    MANAGED = "managed"
    DIFFERENT_SWITCHES = "different_switches"
    LAST_RESORT_BRIDGING = "last_resort_bridging"
    SHARE_BANDWIDTH = "share_bandwidth"


class Question(msgspec.Struct, frozen=True, gc=False):
    """A question, and where each answer leads: to the number of another one, or to a method."""

    number: int
    topic: Topic
    text: str
    yes: int | Method
    no: int | Method
    hint: str = ""


class Answers(msgspec.Struct, frozen=True, gc=False):
    """What is known so far; None is open.

    `act_as_one` says that the switches are one stack, VSS or vPC: then they count as one switch,
    whatever `different_switches` says. `sources` tells where an answer comes from, if not from a
    person.
    """

    managed: bool | None = None
    different_switches: bool | None = None
    last_resort_bridging: bool | None = None
    share_bandwidth: bool | None = None
    act_as_one: bool = False
    sources: tuple[tuple[Topic, str], ...] = ()


class Step(msgspec.Struct, frozen=True, gc=False):
    """A question that was answered, what the answer was, why, and where it led."""

    number: int
    question: str
    answer: bool
    reason: str
    led_to: int | Method


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """The method, the path to it, what to know about it, and the outline of both ends."""

    method: Method
    path: tuple[Step, ...]
    notes: tuple[str, ...]
    outline: Outline


_SHARE = "Should the interfaces share bandwidth when both are up?"
QUESTIONS: Final[Mapping[int, Question]] = {
    question.number: question
    for question in (
        Question(1, Topic.MANAGED, "Do you control the managed switches?", 2, 5),
        Question(
            2,
            Topic.DIFFERENT_SWITCHES,
            "Are the interfaces connected to different switches?",
            3,
            4,
            "Two switches that act as one, a stack, VSS or vPC, count as one.",
        ),
        Question(
            3,
            Topic.LAST_RESORT_BRIDGING,
            "Should the server take over bridging as a last resort?",
            Method.STP,
            Method.ACTIVE_BACKUP,
        ),
        Question(4, Topic.SHARE_BANDWIDTH, _SHARE, Method.LACP, Method.ACTIVE_BACKUP),
        Question(5, Topic.SHARE_BANDWIDTH, _SHARE, Method.BALANCE_ALB, Method.ACTIVE_BACKUP),
    )
}
_ONE_SWITCH = "switches that form a stack, VSS or vPC act as one and count as one switch"


def find_answer(answers: Answers, topic: Topic) -> bool | None:
    """Return the answer that counts, None where it is open."""
    if topic is Topic.DIFFERENT_SWITCHES and answers.act_as_one:
        return False
    answer: bool | None = getattr(answers, topic.value)
    return answer


def next_question(answers: Answers) -> Question | None:
    """Return the question that must be answered next, None when the method is found.

    >>> next_question(Answers(managed=False)).number
    5
    """
    reached = _walk(answers)[1]
    return reached if isinstance(reached, Question) else None


def give_answer(answers: Answers, topic: Topic, *, answer: bool) -> Answers:
    """Return the answers with one more."""
    return msgspec.structs.replace(answers, **{topic.value: answer})


def answer_from_site(answers: Answers, site: Site, server: Server) -> Answers:
    """Return the answers with question 2 answered by the legs of `server`, stacks counted once."""
    units = site.find_units(server)
    legs = ", ".join(f"{leg.nic} to {leg.switch} {leg.interface}" for leg in server.uplinks)
    is_stack = len(units) < len(server.switches)
    reason = f"the site file wires {server.name}: {legs}"
    if is_stack:
        joined = ", ".join(unit for unit in units if unit not in server.switches)
        reason += f"; {' and '.join(server.switches)} act as one ({joined})"
    return msgspec.structs.replace(
        answers,
        different_switches=len(units) > 1,
        act_as_one=answers.act_as_one or (is_stack and len(units) == 1),
        sources=(*answers.sources, (Topic.DIFFERENT_SWITCHES, reason)),
    )


def advise(answers: Answers, server: Server | None = None) -> Advice:
    """Return the method that the answers lead to; `server` puts its own names into the outline.

    Raise OpenQuestionError when an answer on the path is missing.

    >>> advise(Answers(managed=False, share_bandwidth=True)).method.value
    'balance-alb'
    """
    path, reached = _walk(answers)
    if isinstance(reached, Question):
        raise OpenQuestionError(reached.number, reached.text)
    return Advice(
        method=reached,
        path=path,
        notes=_write_notes(answers, path, reached, server),
        outline=write_outline(
            reached, server, is_managed=bool(answers.managed), is_stack=answers.act_as_one
        ),
    )


def _walk(answers: Answers) -> tuple[tuple[Step, ...], Question | Method]:
    path: list[Step] = []
    reached: Question | Method = QUESTIONS[1]
    while isinstance(reached, Question):
        answer = find_answer(answers, reached.topic)
        if answer is None:
            break
        led_to = reached.yes if answer else reached.no
        reason = dict(answers.sources).get(reached.topic, "")
        if reached.topic is Topic.DIFFERENT_SWITCHES and answers.act_as_one and not reason:
            reason = _ONE_SWITCH
        path.append(Step(reached.number, reached.text, answer, reason, led_to))
        reached = QUESTIONS[led_to] if isinstance(led_to, int) else led_to
    return tuple(path), reached


def _write_notes(
    answers: Answers, path: tuple[Step, ...], method: Method, server: Server | None
) -> tuple[str, ...]:
    notes = []
    asked = {QUESTIONS[step.number].topic for step in path}
    if Topic.DIFFERENT_SWITCHES in asked and answers.act_as_one:
        notes.append(
            "The switches count as one: members of a stack, VSS or vPC act as one switch, and a"
            " channel may span them."
        )
    elif Topic.DIFFERENT_SWITCHES in asked and answers.different_switches:
        notes.append(
            "If the two switches form a stack, VSS or vPC they count as one: then the answer to"
            " question 2 is no."
        )
    unused = [
        topic.value.replace("_", " ")
        for topic in Topic
        if topic not in asked and getattr(answers, topic.value) is not None
    ]
    if answers.act_as_one and Topic.DIFFERENT_SWITCHES not in asked:
        unused.append("stack")
    if unused:
        notes.append(f"Not asked on this path, so of no effect: {', '.join(unused)}.")
    if server is not None and server.method is not method:
        notes.append(f"The site file has {server.method.value} for {server.name}.")
    return (*notes, *_METHOD_NOTES[method])


_METHOD_NOTES: Final[Mapping[Method, tuple[str, ...]]] = {
    Method.STP: (
        "Priority 0 makes a switch root of the whole VLAN: see where the root is now.",
        "The link between the switches must be at least as fast as the legs, or it may block.",
        "Use access ports: on a trunk a Linux bridge joins one tree for all VLANs.",
        "A kernel bridge speaks 802.1D: a failure takes 30 to 50 s to heal.",
    ),
    Method.LACP: (
        "One flow uses one leg; min-links above 1 of two legs lets one failure take both down.",
        "A server that boots from the network needs `no port-channel standalone-disable`.",
    ),
    Method.ACTIVE_BACKUP: (
        "Only one leg carries traffic; the other is idle until it fails.",
        "The carrier of a leg says nothing of what lies behind the switch: arp_interval with a"
        " target behind each switch does.",
    ),
    Method.BALANCE_ALB: (
        "The network cards must be able to change their address while they are up.",
        "Ports that pin an address (port-security, 802.1X) do not go with this method.",
    ),
}
