"""A prediction of the present held against what the switches print: belief begins here."""

from collections.abc import Iterator

from netredund.facts.spanning_tree import PortRole, PortState, SpanningTreePort
from netredund.interfaces import short_name
from netredund.prediction.tree import PortTree, Role, State, Tree
from netredund.topology.assembly import Survey
from netredund.topology.sightings import SwitchSighting
from netredund.verdict.finding import Evidence, Finding, Verdict

_ROLES = {
    PortRole.ROOT: Role.ROOT,
    PortRole.DESIGNATED: Role.DESIGNATED,
    PortRole.ALTERNATE: Role.ALTERNATE,
    PortRole.BACKUP: Role.BACKUP,
    PortRole.MASTER: Role.MASTER,
}
_STATES = {
    PortState.FORWARDING: State.FORWARDING,
    PortState.BLOCKING: State.BLOCKING,
    PortState.BROKEN: State.BROKEN,
}
_REMEDY = (
    "believe no prediction before this is explained: a link or a bridge that the captures do not"
    " show, captures of different moments, or a port that is still on its way"
)


def compare_reality(survey: Survey, tree: Tree) -> tuple[Finding, ...]:
    """Return where the switches print something else than what is predicted for now.

    A port whose other end is not known is left out: the hole is a finding of the topology already.
    """
    found: list[Finding] = []
    holes = {finding.subject for finding in survey.findings if finding.check == "topology.hole"}
    for switch in survey.switches.values():
        found += _compare_root(survey, switch, tree)
        for sighting in switch.ports.values():
            port = tree.bridges[switch.name].ports[short_name(sighting.interface)]
            for row, cite in sighting.rows:
                where = f"{switch.name} {short_name(sighting.interface)}"
                difference = find_port_difference(row, port)
                if difference and where not in holes:
                    said, predicted = difference
                    message = f"{where}: now, expected {predicted}, got {said}"
                    found.append(_tell(where, message, (cite.evidence(),)))
                    break
    return tuple(found)


def _tell(subject: str, message: str, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding("prediction.differs", subject, Verdict.UNKNOWN, message, evidence, _REMEDY)


def _compare_root(survey: Survey, switch: SwitchSighting, tree: Tree) -> Iterator[Finding]:
    predicted = tree.bridges[switch.name]
    assert predicted.root is not None
    root = survey.topology.identify(predicted.root)
    said = switch.root
    if said is not None and said != root:
        yield _tell(
            switch.name,
            f"{switch.name}: root now, expected {predicted.root} {root[0]} {root[1]},"
            f" got {said[0]} {said[1]}",
            switch.evidence(),
        )
    elif switch.root_cost is not None and switch.root_cost != predicted.root_cost:
        yield _tell(
            switch.name,
            f"{switch.name}: root path cost now, expected {predicted.root_cost},"
            f" got {switch.root_cost}",
            switch.evidence(),
        )


def find_port_difference(row: SpanningTreePort, port: PortTree) -> tuple[str, str] | None:
    """Return what a switch prints of a port and what was predicted, None where both agree."""
    role, state = row.effective_role, _STATES.get(row.state)
    is_other_role = role is not None and _ROLES.get(role) is not port.role
    if state is port.state and (state is State.BROKEN or not is_other_role):
        return None
    printed = " ".join(filter(None, (role, row.state)))
    way = "" if is_settled(row) else ", which has not settled"
    return f"{printed}{way}", f"{port.role.value} {port.state.value}"


def is_settled(row: SpanningTreePort) -> bool:
    """Tell whether a port is done: a designated port that blocks is still on its way.

    RSTP shows a port so that proposes and has no answer yet (IEEE 802.1D-2004 17.29.3).
    """
    if row.state is PortState.BLOCKING:
        return row.effective_role not in (PortRole.DESIGNATED, PortRole.ROOT)
    return row.state in _STATES
