"""Captures of one verdict belong to one moment, and are what their names say."""

from collections.abc import Iterator

from netredund.facts.outcome import Facts
from netredund.verdict.case import Case
from netredund.verdict.check import ALL_METHODS, Result, check, passed, undecided
from netredund.verdict.views import Cite


@check("capture.age", ALL_METHODS, is_proof=True, needs="all captures within `--max-age`")
def check_age(case: Case) -> Iterator[Result]:
    """The captures lie no further apart than `--max-age`.

    Unknown where they do: a tree and a bundle of different moments prove nothing together. Captures
    without a noted time are not compared; the report has a note about them.
    """
    units = {case.site.switches[switch].unit for switch in case.switches}
    devices = [switch.name for switch in case.site.switches.values() if switch.unit in units]
    root = getattr(case.server, "root", None)
    devices += [root] if root in case.site.switches and root not in devices else []
    devices.append(case.server.name)
    timed = [
        (capture.time_s, capture)
        for device in devices
        for capture in case.views.captures(device)
        if capture.time_s is not None
    ]
    if len(timed) < 2:
        return
    first, last = min(timed, key=lambda item: item[0]), max(timed, key=lambda item: item[0])
    apart_s = last[0] - first[0]
    cites = (Cite(first[1]), Cite(last[1]))
    if apart_s > case.max_age_s:
        yield undecided(
            f"age of the captures, expected within {case.max_age_s:g} s, got {apart_s:.0f} s apart",
            *cites,
            remedy="capture all of them again",
        )
    else:
        yield passed(f"the captures lie {apart_s:.0f} s apart", *cites)


@check("capture.understood", ALL_METHODS, is_proof=True, needs="captures that are what they say")
def check_understood(case: Case) -> Iterator[Result]:
    """Every capture of the server and its switches says something that is understood.

    Unknown where all lines of a capture were understood by no rule: it is not the output that its
    name says, and may tell anything. A capture that is damaged in part makes those checks unknown
    that rest on it.
    """
    for device in (*case.switches, case.server.name):
        for capture in case.views.captures(device):
            facts = capture.facts
            if facts.unparsed and not _has_facts(facts):
                yield undecided(
                    f"{capture.command.text!r}: nothing in it is understood",
                    Cite(capture, facts.unparsed[0].line),
                    remedy="is it the output of this command? capture it again",
                    subject=device,
                )


def _has_facts(facts: Facts) -> bool:
    return any(
        getattr(facts, name)
        for name in facts.__struct_fields__
        if name not in Facts.__struct_fields__
    )
