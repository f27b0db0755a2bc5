"""A push: plan, guard, send, verify from new sessions, then confirm or undo on all switches."""

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from netredund.captures import Captures
from netredund.errors import NetRedundError, UnprovedError
from netredund.intent import Server, Site, StpServer, load_site
from netredund.live import is_lasting, verify_live
from netredund.planning import gather, make_plan
from netredund.planning.change import Plan
from netredund.planning.planner import choose_servers
from netredund.prediction import Forecast, compare_outcome, forecast_plan
from netredund.questions import (
    Questions,
    list_plan_questions,
    list_questions,
    list_topology_questions,
    merge_questions,
)
from netredund.recording import Recorder, ask
from netredund.session import Access, SwitchSession
from netredund.transaction.confirming import decide
from netredund.transaction.deadlines import Deadlines, choose_timer
from netredund.transaction.ending import conclude, confirm_or_restore, end, undo
from netredund.transaction.entries import Opening
from netredund.transaction.guard import choose_guard
from netredund.transaction.journal import Journal, check_finished, state_folder
from netredund.transaction.leg import look_at_leg
from netredund.transaction.outcome import Outcome, Result
from netredund.transaction.proof import Objection, find_missing_lines, find_objections, leave_out
from netredund.transaction.prospect import GuardedSwitch, Prospect
from netredund.transaction.sending import send
from netredund.transaction.standing import CONFIGURATION
from netredund.transaction.switchboard import Switchboard
from netredund.transaction.work import Progress, Work, start_clock
from netredund.verdict import judge
from netredund.verdict.finding import Finding, Report, Verdict


def push(
    site: Site | str | Path,
    *,
    servers: Sequence[str] = (),
    access: Access | None = None,
    is_removal: bool = False,
    may_move_root: bool = False,
    may_reload: bool = False,
    is_server_pending: bool = False,
    is_saved: bool = False,
    timer_min: int | None = None,
    others: Captures | None = None,
    approve: Callable[[Prospect], bool] | None = None,
    tell: Callable[[Progress], None] | None = None,
    state: Path | str | None = None,
    clock: Callable[[], float] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Outcome:
    """Make the switches what the site file says, proved, or leave them as they were.

    `servers` are all of the site by default. `approve` is shown what will be done and says whether
    to go on; without it nothing is asked. `others` are captures to judge along with those of the
    switches: the servers' own views. `timer_min` (1 to 120) is after how many minutes a switch goes
    back by itself; by default what the protocols may take and a reserve. With `is_server_pending`
    the server's end may still be silent, and the result is `pending`. `may_reload` allows
    `reload in` as a guard where there is no better one, `is_saved` saves at the end. `state` is the
    folder of the journals.

    Raises, with nothing sent: RefusedPlanError, UnknownConfigurationError, SessionError,
    DisturbedError, UnfinishedError, ShortTimerError, SiteError, UnknownServerError. From the first
    line on it does not raise but returns how it ended.
    """
    if not isinstance(site, Site):
        site = load_site(Path(site))
    access = access or Access()
    clock = clock or start_clock()
    chosen = choose_servers(site, servers)
    names = tuple(server.name for server in chosen)
    affected = find_affected(site, chosen)
    needed = merge_questions(list_plan_questions(site, names), list_questions(site, affected))
    trees = _list_tree_questions(site, chosen)
    folder = state_folder(state)
    check_finished(folder, {name: site.switches[name] for name in needed}, clock)
    if tell is not None:
        tell(Progress("read", "", f"{', '.join(merge_questions(trees, needed))}: what stands now"))
    with Recorder(
        site, access, questions=merge_questions(trees, needed), keeps_secrets=True
    ) as recorder:
        recording = recorder.record()
    for switch in needed:
        if switch in recording.failures:
            raise recording.failures[switch]
    captures = recording.captures.join(others)
    plan = make_plan(
        site, gather(site, captures, chosen), chosen,
        is_removal=is_removal, may_move_root=may_move_root,
    )  # fmt: skip
    if plan.is_empty:
        report = None if is_removal else judge(site, captures, servers=names)
        return Outcome(result=Result.UNCHANGED, plan=plan, report=report)
    switches = {each.switch: site.switches[each.switch] for each in plan.switches}
    deadlines = Deadlines(site, captures, is_removal=is_removal)
    minutes = choose_timer(timer_min, deadlines.whole_s(plan, affected))
    before = judge(site, captures, servers=affected)
    old = {
        record.switch: record.unmasked.reveal()
        for record in recording.records
        if record.switch in switches and record.command == CONFIGURATION and record.unmasked
    }
    board = Switchboard(switches, access)
    try:
        prospect = Prospect(
            plan=plan,
            guards=tuple(
                _prepare(name, board.session(name), old[name], may_reload=may_reload)
                for name in switches
            ),
            timer_min=minutes,
            before=before,
            servers=affected,
            forecast=forecast_plan(site, captures, plan),
        )
        if approve is not None and not approve(prospect):
            return Outcome(result=Result.DECLINED, plan=plan, before=before)
        board.close()  # a switch ends sessions that were idle for as long as an answer may take
        opening = Opening(
            site=site.name, servers=names, began_s=clock(), timer_min=minutes, switches=switches,
            plan=plan, carrying=_find_carrying(plan, board),
        )  # fmt: skip
        with contextlib.closing(Journal.begin(folder, opening, clock)) as journal:
            work = Work(journal, board, clock=clock, sleep=sleep, tell=tell)
            outcome = _transact(
                work, prospect, site, access, names, deadlines, old,
                others=others, is_removal=is_removal, is_server_pending=is_server_pending,
            )  # fmt: skip
            return end(work, outcome, is_saved=is_saved)
    finally:
        board.close()


def find_affected(site: Site, chosen: Sequence[Server]) -> tuple[str, ...]:
    """Return the servers that have a leg, or their root, on a switch that the chosen ones need."""
    units = {unit for server in chosen for unit in _units(site, server)}
    return tuple(
        server.name for server in site.servers.values() if units & set(_units(site, server))
    )


def _list_tree_questions(site: Site, servers: Sequence[Server]) -> Questions:
    """Return what must be asked to predict trees, also of switches without a leg."""
    vlans = {server.access_vlan for server in servers if isinstance(server, StpServer)}
    return merge_questions(
        *(list_topology_questions(site, vlan) for vlan in sorted(filter(None, vlans)))
    )


def _units(site: Site, server: Server) -> list[str]:
    root = getattr(server, "root", None)
    names = (*server.switches, *([root] if root in site.switches else []))
    return [site.switches[name].unit for name in names]


def _prepare(
    switch: str, session: SwitchSession, running: str, *, may_reload: bool
) -> GuardedSwitch:
    """Choose the guard of a switch, and see that it lets us into configuration mode at all.

    A lock of somebody else and a user without the right show here, with nothing sent.
    """
    choice = choose_guard(switch, session, running, may_reload=may_reload)
    session.enter_configuration()
    session.leave_configuration()
    return GuardedSwitch(switch, *choice)


def _find_carrying(plan: Plan, board: Switchboard) -> tuple[int, ...]:
    return tuple(
        index
        for index, step in enumerate(plan.steps)
        if step.leg is not None and not look_at_leg(board.session(step.switch), step.subject).fault
    )


def _transact(
    work: Work,
    prospect: Prospect,
    site: Site,
    access: Access,
    names: tuple[str, ...],
    deadlines: Deadlines,
    old: Mapping[str, str],
    *,
    others: Captures | None,
    is_removal: bool,
    is_server_pending: bool,
) -> Outcome:
    """Send, prove and confirm; restore where one of them does not come out."""
    guards = {each.switch: each.guard for each in prospect.guards}
    report: Report | None = None
    try:
        for name, text in old.items():
            work.journal.keep_config(name, "old", text)
        send(work, guards, deadlines, is_server_pending=is_server_pending)
        work.board.close()
        work.tell("verify", f"{', '.join(prospect.servers)}, from new sessions")
        steady = _Steady(
            lambda seen: find_objections(
                names,
                prospect.before,
                seen,
                is_server_pending=is_server_pending,
                is_removal=is_removal,
            )  # fmt: skip
        )
        report, failures = verify_live(
            site, access=access, servers=prospect.servers, others=others, wait=True,
            is_enough=steady.is_enough, clock=work.clock, sleep=work.sleep,
        )  # fmt: skip
        for error in failures.values():
            raise error
        if is_removal:
            report = leave_out(report, names)
        reasons = (*_find_missing(work, prospect.plan), *map(str, steady.objections))
        if reasons:
            raise UnprovedError(reasons)
        surprises = _find_surprises(site, access, prospect.forecast, names)
        for finding in surprises:
            work.tell("surprise", finding.message)
        decide(work)
    except (NetRedundError, KeyboardInterrupt) as error:
        reason = str(error) or "it was interrupted"
        work.tell("undo", reason)
        return conclude(
            undo(work), reason, plan=prospect.plan, before=prospect.before, report=report
        )
    except Exception as error:  # a fault of ours: it is raised, and the lines do not stay
        work.tell("undo", f"{type(error).__name__}: {error}")
        undo(work)
        raise
    outcome = confirm_or_restore(
        work,
        plan=prospect.plan,
        before=prospect.before,
        report=report,
        is_pending=is_server_pending and not _passes(report, names),
    )
    return msgspec.structs.replace(outcome, surprises=surprises)


def _find_surprises(
    site: Site, access: Access, forecast: Forecast, names: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Return where the trees are not as predicted; what is not known is none."""
    questions = _list_tree_questions(site, choose_servers(site, names))
    if not questions:
        return ()
    captures = ask(site, questions, access=access).captures
    return tuple(
        finding
        for finding in compare_outcome(forecast, captures)
        if finding.verdict is Verdict.FAIL
    )


class _Steady:
    """Ends the waiting for a verdict: twice in a row without an objection, or past all hope."""

    def __init__(self, object_to: Callable[[Report], tuple[Objection, ...]]) -> None:
        self._object_to = object_to
        self._count = 0
        self.objections: tuple[Objection, ...] = ()

    def is_enough(self, report: Report) -> bool:
        self.objections = self._object_to(report)
        self._count = 0 if self.objections else self._count + 1
        return self._count == 2 or any(is_lasting(each.finding) for each in self.objections)


def _passes(report: Report, names: tuple[str, ...]) -> bool:
    return all(
        server.verdict is Verdict.PASS for server in report.servers if server.server in names
    )


def _find_missing(work: Work, plan: Plan) -> tuple[str, ...]:
    names = [each.switch for each in plan.switches]
    new = {name: work.journal.config(name, "new") or "" for name in names}
    return find_missing_lines(plan, {name: work.old(name) for name in names}, new)
