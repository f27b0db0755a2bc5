"""A check: one rule of redundancy, what it needs, and how its results become findings."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from netredund.intent import Method, Server
from netredund.verdict.case import Case
from netredund.verdict.finding import Finding, Verdict
from netredund.verdict.views import Cite


class Result(NamedTuple):
    """What a check says of one subject. `verdict` null: the evidence for it is missing.

    `subject` is empty where it is the server itself.
    """

    verdict: Verdict | None
    message: str
    cites: tuple[Cite, ...] = ()
    remedy: str = ""
    subject: str = ""


class Check(NamedTuple):
    """A rule with an id.

    A check is of the *proof* of its methods, without which nothing is shown, or a *further* one.
    The first line of `run`'s docstring is what it tells; the rest says when it passes, fails and
    stays unknown. `needs` names the captures that tell.
    """

    id: str
    methods: tuple[Method, ...]
    is_proof: bool
    needs: str
    run: Callable[[Case], Iterable[Result]]


ALL_METHODS = tuple(Method)
REGISTRY: dict[str, Check] = {}


def check(
    check_id: str, methods: Iterable[Method], *, is_proof: bool = False, needs: str
) -> Callable[[Callable[[Case], Iterable[Result]]], Callable[[Case], Iterable[Result]]]:
    """Register a function as the check of this id."""

    def register(
        run: Callable[[Case], Iterable[Result]],
    ) -> Callable[[Case], Iterable[Result]]:
        REGISTRY[check_id] = Check(check_id, tuple(methods), is_proof, needs, run)
        return run

    return register


def passed(message: str, *cites: Cite, subject: str = "") -> Result:
    """Say that the rule holds, and by which lines."""
    return Result(Verdict.PASS, message, cites, subject=subject)


def failed(message: str, *cites: Cite, remedy: str = "", subject: str = "") -> Result:
    """Say that the rule is broken, and by which lines."""
    return Result(Verdict.FAIL, message, cites, remedy, subject)


def warned(message: str, *cites: Cite, remedy: str = "", subject: str = "") -> Result:
    """Say that the rule holds badly."""
    return Result(Verdict.WARNING, message, cites, remedy, subject)


def undecided(message: str, *cites: Cite, remedy: str = "", subject: str = "") -> Result:
    """Say that the evidence is there and does not decide, or contradicts itself."""
    return Result(Verdict.UNKNOWN, message, cites, remedy, subject)


def missing(message: str, *cites: Cite, remedy: str = "", subject: str = "") -> Result:
    """Say that the evidence is missing: unknown of a proof, skipped of a further check."""
    return Result(None, message, cites, remedy, subject)


def findings(rule: Check, case: Case) -> Iterator[Finding]:
    """Run a check; what would pass on damaged evidence is unknown and says why."""
    for result in rule.run(case):
        verdict = result.verdict
        message, remedy = result.message, result.remedy
        if verdict is None:
            verdict = Verdict.UNKNOWN if rule.is_proof else Verdict.SKIPPED
            remedy = remedy or f"capture {rule.needs}"
        elif verdict in (Verdict.PASS, Verdict.WARNING):
            doubtful = next((cite for cite in result.cites if cite.doubt), None)
            if doubtful:
                verdict = Verdict.UNKNOWN
                message += (
                    f"; but {doubtful.capture.device}, {doubtful.capture.facts.command!r}:"
                    f" {doubtful.doubt}"
                )
                remedy = "capture it again, whole"
        yield Finding(
            check=rule.id,
            subject=result.subject or case.server.name,
            verdict=verdict,
            message=f"{result.subject or case.server.name}: {message}",
            evidence=tuple(dict.fromkeys(cite.evidence() for cite in result.cites)),
            remedy=remedy if verdict is not Verdict.PASS else "",
        )


def checks_of(server: Server) -> list[Check]:
    """Return the checks of a server's method, the proof first."""
    own = [rule for rule in REGISTRY.values() if server.method in rule.methods]
    return sorted(own, key=lambda rule: not rule.is_proof)
