"""Captures of one verdict belong to one moment."""

from collections.abc import Iterator

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
