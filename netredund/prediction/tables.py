"""Forecasts and outages as text for a person, as JSON, and as a page with drawings."""

from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from netredund.intent import Site
from netredund.prediction.comparison import list_blocked
from netredund.prediction.computation import predict_tree
from netredund.prediction.failures import FailureKind, predict_left
from netredund.prediction.forecast import Basis, Forecast, VlanForecast
from netredund.prediction.outages import Outage, OutageSurvey
from netredund.prediction.suggestion import Change, Suggestion
from netredund.prediction.tree import Tree
from netredund.report.lines import describe, printable
from netredund.topology import End, Topology
from netredund.topology.drawing import draw_svg
from netredund.verdict.finding import Verdict

_WORDS = {Verdict.PASS: "survived", Verdict.WARNING: "NO WAY LEFT", Verdict.FAIL: "NOT SURVIVED"}


def render_json(value: Forecast | Sequence[OutageSurvey]) -> bytes:
    """Return a forecast, or the outages of every VLAN below `vlans`, as JSON."""
    if isinstance(value, Forecast):
        return _encode(value)
    failed = any(survey.verdict is Verdict.FAIL for survey in value)
    verdict = Verdict.FAIL if failed else Verdict.PASS
    return _encode({"verdict": verdict, "vlans": list(value)})


def render_suggestions_json(suggestions: Sequence[Suggestion]) -> bytes:
    """Return suggestions, one for each server, below `servers`."""
    return _encode({"servers": list(suggestions)})


def _encode(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value)) + b"\n"


def render_forecast(forecast: Forecast) -> str:
    """Return what is now, what is after the plan, what differs, and what to doubt."""
    lines = [line for each in forecast.vlans for line in _write_forecast(each, forecast.basis)]
    if not forecast.vlans:
        lines.append("no server of the site bridges its legs: spanning tree chooses none of them")
    lines += forecast.bonds
    lines += [f"note: {note}" for note in forecast.notes]
    if forecast.basis is Basis.SETTINGS and forecast.vlans:
        lines.append("note: after is what the settings of the site file make, not a plan's lines")
    lines.append(f"verdict: {forecast.verdict.value}")
    return "".join(f"{printable(line).rstrip()}\n" for line in lines)


def render_prediction(forecast: Forecast) -> str:
    """Return what a plan does to each bridging server, in short: to stand below its lines."""
    lines = []
    for each in forecast.vlans:
        if not each.switches:
            lines.append(f"prediction of VLAN {each.vlan}: none, as no capture shows its tree")
            continue
        lines.append(f"prediction of VLAN {each.vlan}: root {_name_roots(each.after)}")
        lines += [f"  {line}" for line in _write_servers(each, is_after=True)]
        lines += [
            f"  {difference.subject}: {difference.now} -> {difference.after}"
            for difference in each.differences
        ]
        lines += [f"  {finding.verdict.value}: {finding.message}" for finding in each.findings]
    if forecast.bonds:
        lines += ["prediction of the bonds:", *(f"  {line}" for line in forecast.bonds)]
    return "".join(f"{printable(line).rstrip()}\n" for line in lines)


def _write_forecast(each: VlanForecast, basis: Basis) -> Iterator[str]:
    yield f"VLAN {each.vlan} now: root {_name_roots(each.now)}"
    yield from (f"  {line}" for line in _write_servers(each, is_after=False))
    title = "after the plan" if basis is Basis.PLAN else "after the settings"
    yield f"VLAN {each.vlan} {title}: root {_name_roots(each.after)}"
    yield from (f"  {line}" for line in _write_servers(each, is_after=True))
    yield f"VLAN {each.vlan} difference: {'' if each.differences else 'none'}"
    for difference in each.differences:
        yield f"  {difference.subject}: {difference.now} -> {difference.after}"
    if not any(finding.check == "prediction.differs" for finding in each.findings):
        yield f"VLAN {each.vlan}: what is predicted for now is what the switches print"
    for finding in each.findings:
        lines = list(describe(finding))
        yield f"{finding.verdict.value}: {lines[0]}"
        yield from lines[1:]


def _name_roots(tree: Tree) -> str:
    return ", ".join(tree.list_roots()) or "not known"


def _write_servers(each: VlanForecast, *, is_after: bool) -> Iterator[str]:
    for server in each.servers:
        yield from server.after if is_after else server.now
        if is_after and server.own:
            yield f"{server.server}: once its own bridge is as the site file wants it too:"
            yield from (f"  {line}" for line in server.own)


def render_outages(surveys: Sequence[OutageSurvey]) -> str:
    """Return a table of failures, the worst first."""
    lines = []
    for survey in surveys:
        worst = sum(outage.verdict is Verdict.FAIL for outage in survey.outages)
        where = "" if survey.vlan is None else f"VLAN {survey.vlan}: "
        lines.append(f"{where}{len(survey.outages)} failures, {worst} not survived")
        names = [name_outage(outage) for outage in survey.outages]
        width = max(map(len, names), default=0)
        for outage, name in zip(survey.outages, names, strict=True):
            first, *rest = _effects(outage)
            lines.append(f"  {_WORDS[outage.verdict]:12}  {name:{width}}  {first}")
            lines += [f"  {'':12}  {'':{width}}  {line}" for line in rest]
    return "".join(f"{printable(line).rstrip()}\n" for line in lines)


def render_suggestions(suggestions: Sequence[Suggestion]) -> str:
    """Return what to change for each server, and why less does not do."""
    lines = [line for each in suggestions for line in _write_suggestion(each)]
    return "".join(f"{printable(line).rstrip()}\n" for line in lines)


def _write_suggestion(suggestion: Suggestion) -> Iterator[str]:
    if suggestion.changes is None:
        yield f"{suggestion.server}: no change of priorities and costs makes it as the site wants"
    elif not suggestion.changes:
        yield f"{suggestion.server}: as the site wants, in every single failure: nothing to change"
    else:
        yield f"{suggestion.server}: change"
        yield from (f"  {_name_change(change)}" for change in suggestion.changes)
    for attempt in suggestion.smaller:
        tried = ", ".join(_name_change(change) for change in attempt.changes) or "as it is"
        yield f"  not enough: {tried}"
        yield from (f"    {line}" for line in attempt.shortfalls)


def _name_change(change: Change) -> str:
    return f"{change.where}: {'; '.join(change.lines)}"


def name_outage(outage: Outage) -> str:
    """Return what fails, in one line."""
    return " and ".join(str(failure) for failure in outage.failures)


def _effects(outage: Outage) -> list[str]:
    time = f"stands still for up to {outage.interruption_s:g} s" if outage.interruption_s else ""
    moves = ", ".join(outage.moves)
    moved = "; ".join(filter(None, (moves, time)))
    lines = [*outage.lost, *outage.transit, *outage.bonds, *([moved] if moved else [])]
    return lines or ["nothing moves"]


_STYLE = (
    "body{font-family:sans-serif;margin:2em;max-width:70em}"
    "details{margin:2px 0}"
    "summary{cursor:pointer;padding:.4em .6em;border-left:6px solid}"
    "summary span{color:#555;margin-left:1em}"
    "svg{margin-left:1.5em;max-width:100%}"
    ".fail{background:#fcc;border-color:#c00}.warning{background:#fec;border-color:#c80}"
    ".pass{background:#efe;border-color:#4a4}"
)


def render_page(surveys: Sequence[tuple[OutageSurvey, Topology, Site]]) -> str:
    """Return a page with the table; each failure opens to the drawing of what is left."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8"><title>Failures</title>',
        f"<style>{_STYLE}</style></head><body>",
    ]
    for survey, topology, site in surveys:
        name = "Failures" if survey.vlan is None else f"VLAN {survey.vlan}"
        parts.append(f"<h1>{name}</h1>")
        worst = sum(outage.verdict is Verdict.FAIL for outage in survey.outages)
        parts.append(f"<p>{len(survey.outages)} failures, {worst} not survived.</p>")
        parts.append(f"<details><summary>Nothing fails</summary>{_draw(topology, None, site)}")
        parts.append("</details>")
        for outage in survey.outages:
            first, *rest = _effects(outage)
            effects = "".join(f"<li>{escape(line)}</li>" for line in (first, *rest))
            parts.append(
                f'<details><summary class="{outage.verdict.value}">'
                f"{_WORDS[outage.verdict]}: {escape(name_outage(outage))}"
                f"<span>{escape(first)}{', ...' if rest else ''}</span></summary>"
                f"<ul>{effects}</ul>{_draw(topology, outage, site)}</details>"
            )
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _draw(topology: Topology, outage: Outage | None, site: Site) -> str:
    """Draw the whole network, with what is dead and what blocks marked."""
    failures = () if outage is None else outage.failures
    left, tree = predict_left(topology, predict_tree(topology), failures, site)
    marks = dict.fromkeys(list_blocked(tree), "blocks")
    dead = {failure.subject for failure in failures if failure.kind is FailureKind.SWITCH}
    marks.update({End(name, ""): "dead" for name in dead})
    kept = set(left.links)
    for link in topology.links:
        if link not in kept:
            marks.update(dict.fromkeys(link.ends, "dead"))
        marks.update({end: "dead" for end in link.ends if end.bridge in dead})
    return draw_svg(topology, _by_port(topology, marks))


def _by_port(topology: Topology, marks: dict[End, str]) -> dict[End, str]:
    """Return marks by the names that links use: a Port-channel's mark is its members'."""
    found = {end: mark for end, mark in marks.items() if not end.port}
    for link in topology.links:
        for end in link.ends:
            port = End(end.bridge, topology.find_port(end).name)
            if mark := marks.get(end) or marks.get(port):
                found[end] = mark
    return found
