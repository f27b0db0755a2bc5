"""Whether a change is proved: the lines are there, and no server is worse off than before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from netredund.interfaces import long_name
from netredund.planning.change import DiffLine, Plan
from netredund.transaction.standing import Change, find_changes
from netredund.verdict.finding import Finding, Report, Verdict, overall

# What the server's side alone can still bring; only these may fail while it is pending.
_OF_THE_SERVER = frozenset(
    {
        "lacp.all-bundled",
        "lacp.group",
        "lacp.one-partner",
        "lacp.server-bond",
        "leg.up",
        "plain.one-place",
        "plain.ports-up",
        "plain.server-bond",
        "stp.one-end-blocking",
        "stp.server-settings",
        "stp.server-takes-part",
        "stp.settled",
    }
)
# What a server without its method still needs.
_OF_ANY_METHOD = frozenset({"leg.cabling", "leg.same-vlan", "leg.up", "stp.no-broken-port"})
_RANK = {
    Verdict.PASS: 0,
    Verdict.WARNING: 0,
    Verdict.SKIPPED: 0,
    Verdict.UNKNOWN: 1,
    Verdict.FAIL: 2,
}


class Objection(NamedTuple):
    """A finding that speaks against keeping a change."""

    server: str
    finding: Finding

    def __str__(self) -> str:
        return f"{self.server}: {self.finding.check}: {self.finding.message}"


def find_objections(
    chosen: Sequence[str],
    before: Report,
    after: Report,
    *,
    is_server_pending: bool = False,
    is_removal: bool = False,
) -> tuple[Objection, ...]:
    """Return what speaks against keeping a change, from the verdicts before and after.

    A server that the change is meant for must pass; where a check cannot be proved, it must not
    have been proved before either. With a pending server, what its own side still brings may fail.
    Of a server whose method is taken off only what every method needs must be as it was. Any other
    server on the switches must be as it was, or better.
    """
    return tuple(
        Objection(server.server, finding)
        for server in after.servers
        for finding in server.findings
        if not (is_removal and server.server in chosen and finding.check not in _OF_ANY_METHOD)
        if _objects(
            finding,
            _find(before, server.server, finding),
            is_meant=server.server in chosen and not is_removal,
            is_server_pending=is_server_pending,
        )
    )


def leave_out(report: Report, servers: Sequence[str]) -> Report:
    """Return a report without these servers: the method that it judges was taken off them."""
    others = tuple(each for each in report.servers if each.server not in servers)
    verdict = overall([each.verdict for each in others]) if others else Verdict.PASS
    return Report(verdict, others, report.notes)


def _objects(
    finding: Finding, prior: Finding | None, *, is_meant: bool, is_server_pending: bool
) -> bool:
    if _RANK[finding.verdict] == 0:
        return False
    if is_meant and is_server_pending and finding.check in _OF_THE_SERVER:
        return False
    if is_meant and finding.verdict is Verdict.FAIL:
        return True
    if prior is None:
        return True
    if is_meant:
        return _RANK[prior.verdict] == 0
    if finding.verdict is Verdict.FAIL and prior.message != finding.message:
        return True  # it was broken otherwise
    return _RANK[prior.verdict] < _RANK[finding.verdict]


def _find(before: Report, server: str, finding: Finding) -> Finding | None:
    """Return the same check of the same subject before.

    Where there are several, as of a bond's legs, the one that said the same, else the worst.
    """
    found = [
        each
        for report in before.servers
        if report.server == server
        for each in report.findings
        if (each.check, each.subject) == (finding.check, finding.subject)
    ]
    alike = [each for each in found if each.message == finding.message]
    return max(alike or found, key=lambda each: _RANK[each.verdict], default=None)


def find_missing_lines(
    plan: Plan, old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[str, ...]:
    """Return what the plan changes and the running-configs do not show as changed.

    A line that a switch takes without a word and does not keep is found here.
    """
    otherwise = {
        line.line: line.otherwise for step in plan.steps for line in step.do if line.otherwise
    }
    missing = []
    for switch in plan.switches:
        seen = {_plain(change) for change in find_changes(old[switch.switch], new[switch.switch])}
        for change in _planned(switch.diff):
            sign, block, line = _plain(change)
            if not {(sign, block, line), (sign, block, otherwise.get(line, line))} & seen:
                missing.append(f"{switch.switch}: {change} does not show in its running-config")
    return tuple(missing)


def _planned(diff: Sequence[DiffLine]) -> Iterator[Change]:
    block = ""
    for line in diff:
        if not line.text.startswith(" "):
            block = line.text
        # VLANs stand in vlan.dat where VTP is on, not in the running-config.
        if line.sign != " " and not line.text.startswith("vlan "):
            yield Change(line.sign, block, line.text)


def _plain(change: Change) -> tuple[str, str, str]:
    kind, _, name = change.block.partition(" ")
    block = long_name(name) or name if kind == "interface" else change.block
    line = block if change.line == change.block else change.line.strip()
    return change.sign, block, line
