"""The verdict on switches as they are now, at once or when the protocols have settled."""

import time
from collections.abc import Callable
from pathlib import Path

from netredund.captures import Captures
from netredund.errors import (
    AlgorithmError,
    HostKeyError,
    LoginError,
    NetRedundError,
    WrongSwitchError,
)
from netredund.facts.spanning_tree import SpanningTree
from netredund.intent import LacpServer, Site, StpServer, load_site
from netredund.questions import list_questions
from netredund.recording import Progress, Recorder
from netredund.session import Access
from netredund.verdict.finding import Finding, Report, Verdict
from netredund.verdict.verification import DEFAULT_MAX_AGE_S, judge
from netredund.verdict.views import Views

POLL_S = 1.0
MARGIN_S = 5.0

# IEEE 802.1D-1998 table 8-3, where no switch says its timers.
DEFAULT_MAX_AGE_TIMER_S = 20.0
DEFAULT_FORWARD_DELAY_S = 15.0
# 802.1AX 6.4.4: a partner that sends at the slow rate is heard within 30 s.
LACP_JOIN_S = 35.0

# What time alone can change; any other check that fails has failed for good.
_CHANGES_WITH_TIME = frozenset(
    {
        "leg.up",
        "lacp.all-bundled",
        "lacp.group",
        "lacp.one-partner",
        "plain.one-place",
        "plain.ports-up",
        "stp.no-broken-port",
        "stp.one-end-blocking",
        "stp.root",
        "stp.settled",
        "stp.way-to-root",
    }
)


# What keeps a switch from being asked, however long one waits.
_LASTING = (AlgorithmError, HostKeyError, LoginError, WrongSwitchError)


def find_deadline_s(site: Site, captures: Captures, servers: tuple[str, ...] = ()) -> float:
    """Return how long the protocols of the servers may take, by the timers that the switches show.

    A tree with a Linux bridge in it runs 802.1D: max age and two forward delays after the last
    change. A bundle forms within the slow LACP rate; a plain port listens and learns for two
    forward delays where it has no PortFast. A margin of 5 s is in it.
    """
    views = Views(captures.captures)
    max_age_s, delay_s = [DEFAULT_MAX_AGE_TIMER_S], [DEFAULT_FORWARD_DELAY_S]
    shown = False
    for name in site.switches:
        for view in views.of(name, SpanningTree):
            for instance in view.facts.instances:
                if instance.max_age is None or instance.forward_delay is None:
                    continue
                if not shown:
                    max_age_s, delay_s, shown = [], [], True
                max_age_s.append(float(instance.max_age))
                delay_s.append(float(instance.forward_delay))
    wanted = [0.0]
    for server in site.servers.values():
        if servers and server.name not in servers:
            continue
        if isinstance(server, StpServer):
            wanted.append(max(max_age_s) + 2 * max(delay_s) + MARGIN_S)
        elif isinstance(server, LacpServer):
            wanted.append(LACP_JOIN_S)
        else:
            wanted.append(2 * max(delay_s) + MARGIN_S)
    return max(wanted)


def is_final(report: Report) -> bool:
    """Tell whether waiting can change nothing: all is proved, or something has failed for good."""
    if report.verdict is Verdict.PASS:
        return True
    return any(is_lasting(finding) for server in report.servers for finding in server.findings)


def is_lasting(finding: Finding) -> bool:
    """Tell whether a check has failed, and time alone will not mend it."""
    return finding.verdict is Verdict.FAIL and finding.check not in _CHANGES_WITH_TIME


def verify_live(
    site: Site | str | Path,
    *,
    access: Access | None = None,
    servers: tuple[str, ...] = (),
    others: Captures | None = None,
    wait: bool = False,
    is_skipped_unknown: bool = False,
    max_age_s: float = DEFAULT_MAX_AGE_S,
    is_enough: Callable[[Report], bool] = is_final,
    progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[Report, dict[str, NetRedundError]]:
    """Ask all switches of a site at once, and return the verdict and the errors by switch.

    `others` are captures to judge along with theirs: the servers' own views. With `wait` they are
    asked again, each second, until the verdict `is_enough` or `find_deadline_s` has passed; a
    switch that refuses the login, or has a wrong host key, ends the waiting at once.
    """
    if not isinstance(site, Site):
        site = load_site(Path(site))
    began_s = clock()
    deadline_s: float | None = None
    questions = list_questions(site, servers)
    with Recorder(site, access, questions=questions, progress=progress) as recorder:
        while True:
            recording = recorder.record()
            captures = recording.captures.join(others)
            report = judge(
                site,
                captures,
                servers=servers,
                is_skipped_unknown=is_skipped_unknown,
                max_age_s=max_age_s,
            )
            waited_s = clock() - began_s
            if deadline_s is None:
                deadline_s = find_deadline_s(site, captures, servers)
            is_hopeless = any(isinstance(e, _LASTING) for e in recording.failures.values())
            if not wait or is_hopeless or is_enough(report):
                return report, recording.failures
            if waited_s >= deadline_s:
                note = (
                    f"the verdict is not final after {waited_s:.0f} s, and the protocols take"
                    f" {deadline_s:.0f} s at most"
                )
                report = Report(report.verdict, report.servers, (*report.notes, note))
                return report, recording.failures
            sleep(min(POLL_S, deadline_s - waited_s))
