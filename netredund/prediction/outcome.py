"""A prediction held against what the switches show afterwards: predicted X, the switch says Y."""

from collections.abc import Iterator

from netredund.captures import Captures
from netredund.interfaces import short_name
from netredund.prediction.forecast import Forecast, VlanForecast
from netredund.prediction.reality import find_port_difference, is_settled
from netredund.prediction.tree import State
from netredund.topology.sightings import PortSighting, SwitchSighting, sight_switch
from netredund.verdict.finding import Evidence, Finding, Verdict
from netredund.verdict.views import Views

CHECK = "prediction.outcome"
_REMEDY = (
    "what was predicted rests on links or bridges that are not so, or the tree has not settled yet:"
    " look at this port before you keep the change"
)


def compare_outcome(forecast: Forecast, captures: Captures) -> tuple[Finding, ...]:
    """Return where switches show something else than a forecast says of after the plan.

    `captures` are those that were made afterwards. A contradiction is a fail; a port that is still
    listening or learning, and a switch that shows no tree any more, are unknown. Ports behind which
    nobody is known were not predicted. No finding means that all came as it was predicted.
    """
    views = Views(captures.captures)
    found: list[Finding] = []
    for each in forecast.vlans:
        for name in each.switches:
            switch = sight_switch(views, name, each.vlan)
            found += _compare_switch(each, switch)
    return tuple(found)


def _compare_switch(predicted: VlanForecast, switch: SwitchSighting) -> Iterator[Finding]:
    vlan, name = predicted.vlan, switch.name
    if switch.identifier is None:
        yield _tell(
            name, f"{name}: the tree of VLAN {vlan} after the plan, expected it in the captures,"
            " got none", (), Verdict.UNKNOWN,
        )  # fmt: skip
        return
    yield from _compare_bridge(predicted, switch)
    ports = predicted.after.bridges[name].ports
    seen = {short_name(each.interface): each for each in switch.ports.values()}
    for port_name, port in ports.items():
        where = f"{name} {port_name}"
        if where in predicted.holes:
            continue
        sighting = seen.get(port_name)
        if sighting is not None:
            yield from _compare_port(predicted, switch, sighting)
        elif port.state is not State.DISABLED:
            yield _tell(
                where, f"{where}: in VLAN {vlan}, predicted {port.role.value} {port.state.value},"
                " the switch shows no such port", switch.evidence(),
            )  # fmt: skip
    for port_name, sighting in seen.items():
        where = f"{name} {port_name}"
        if port_name not in ports and where not in predicted.holes:
            shown = sighting.rows[0][0]
            yield _tell(
                where, f"{where}: in VLAN {vlan}, predicted no part in the tree, the switch says"
                f" {' '.join(filter(None, (shown.effective_role, shown.state)))}",
                sighting.evidence(),
            )  # fmt: skip


def _compare_bridge(predicted: VlanForecast, switch: SwitchSighting) -> Iterator[Finding]:
    tree, name = predicted.after.bridges[switch.name], switch.name
    assert tree.root is not None
    root = predicted.identifiers[tree.root]
    if switch.identifier != predicted.identifiers[name]:
        yield _contradict(name, "bridge", predicted.identifiers[name], switch.identifier, switch)
    if switch.root is not None and switch.root != root:
        yield _contradict(name, f"root of VLAN {predicted.vlan}", root, switch.root, switch)
    elif switch.root_cost is not None and switch.root_cost != tree.root_cost:
        yield _tell(
            name, f"{name}: root path cost in VLAN {predicted.vlan}, predicted {tree.root_cost},"
            f" the switch says {switch.root_cost}", switch.evidence(),
        )  # fmt: skip


def _contradict(
    name: str,
    what: str,
    predicted: tuple[int, str],
    said: tuple[int, str] | None,
    switch: SwitchSighting,
) -> Finding:
    priority, address = said or (0, "nothing")
    return _tell(
        name,
        f"{name}: {what}, predicted {predicted[0]} {predicted[1]},"
        f" the switch says {priority} {address}",
        switch.evidence(),
    )


def _compare_port(
    predicted: VlanForecast, switch: SwitchSighting, sighting: PortSighting
) -> Iterator[Finding]:
    port_name = short_name(sighting.interface)
    port = predicted.after.bridges[switch.name].ports[port_name]
    where = f"{switch.name} {port_name}"
    for row, cite in sighting.rows:
        if difference := find_port_difference(row, port):
            said, meant = difference
            verdict = Verdict.FAIL if is_settled(row) else Verdict.UNKNOWN
            yield _tell(
                where, f"{where}: in VLAN {predicted.vlan}, predicted {meant}, the switch says"
                f" {said}", (cite.evidence(),), verdict,
            )  # fmt: skip
            return


def _tell(
    subject: str, message: str, evidence: tuple[Evidence, ...], verdict: Verdict = Verdict.FAIL
) -> Finding:
    return Finding(CHECK, subject, verdict, message, evidence, _REMEDY)
