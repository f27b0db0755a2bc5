"""A topology drawn: as SVG, and as a graph for Graphviz."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from netredund.topology.network import Bridge, BridgeKind, End, Topology

_COLUMN, _ROW, _MARGIN = 400, 140, 20
_BOX_WIDTH, _BOX_HEIGHT = 170, 44
_SHIFT = 30  # between parallel links
_NO_MARKS: Mapping[End, str] = {}


def draw_dot(topology: Topology, marks: Mapping[End, str] = _NO_MARKS) -> str:
    """Return a graph in the language of Graphviz; `marks` are words for ends (`blocks`)."""
    lines = ["graph topology {", '  node [shape=box fontname="sans-serif"];']
    for name, bridge in topology.bridges.items():
        shape = " style=rounded" if bridge.kind is BridgeKind.SERVER else ""
        label = f"{name}\n{bridge.priority} {bridge.address}"
        lines.append(f"  {_quote(name)} [label={_quote(label)}{shape}];")
    for place, link in enumerate(topology.links):
        style = " style=dashed" if any(end in marks for end in link.ends) else ""
        labels = [" ".join(filter(None, (end.port, marks.get(end)))) for end in link.ends]
        if link.is_shared:
            hub = f"segment {place}"
            lines.append(f"  {_quote(hub)} [shape=point];")
            lines += [
                f"  {_quote(end.bridge)} -- {_quote(hub)} [taillabel={_quote(label)}];"
                for end, label in zip(link.ends, labels, strict=True)
            ]
            continue
        near, far = (_quote(end.bridge) for end in link.ends)
        ends = f"taillabel={_quote(labels[0])} headlabel={_quote(labels[1])}"
        lines.append(f"  {near} -- {far} [{ends}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def draw_svg(topology: Topology, marks: Mapping[End, str] = _NO_MARKS) -> str:
    """Return a drawing: switches in rows by their distance from the first, servers below them.

    `marks` are words for ends; an end without a port (`End("sw1", "")`) marks the bridge.
    """
    places = _place(topology)
    width = max((x for x, _ in places.values()), default=0) + _BOX_WIDTH + _MARGIN
    height = max((y for _, y in places.values()), default=0) + _BOX_HEIGHT + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
    ]
    labels: list[str] = []
    count: dict[tuple[str, ...], int] = {}
    for link in topology.links:
        pair = tuple(sorted(end.bridge for end in link.ends))
        shift = _SHIFT * count.setdefault(pair, 0)
        count[pair] += 1
        middles = [_middle(places[end.bridge], shift) for end in link.ends]
        centre = (
            sum(x for x, _ in middles) / len(middles),
            sum(y for _, y in middles) / len(middles),
        )
        for end, start in zip(link.ends, middles, strict=True):
            mark = marks.get(end, "")
            lines.append(_draw_line(start, centre, mark))
            labels.append(
                _draw_label(start, centre, " ".join(filter(None, (end.port, mark))), mark)
            )
    for name, bridge in topology.bridges.items():
        lines.append(_draw_box(places[name], bridge, marks.get(End(name, ""), "")))
    return "\n".join([*lines, *labels, "</svg>"]) + "\n"


def _draw_line(start: tuple[float, float], centre: tuple[float, float], mark: str) -> str:
    dash = ' stroke-dasharray="5 4"' if mark else ""
    return (
        f'<line x1="{start[0]:.0f}" y1="{start[1]:.0f}" x2="{centre[0]:.0f}" y2="{centre[1]:.0f}"'
        f' stroke="{_colour(mark)}" stroke-width="2"{dash}/>'
    )


def _draw_label(
    start: tuple[float, float], centre: tuple[float, float], text: str, mark: str
) -> str:
    """Return a label on the line, just outside the box in whose middle the line starts."""
    across, down = centre[0] - start[0], centre[1] - start[1]
    length = max((across**2 + down**2) ** 0.5, 1.0)
    inside = min(
        (_BOX_WIDTH / 2 + 6) * length / max(abs(across), 0.01),
        (_BOX_HEIGHT / 2 + 18) * length / max(abs(down), 0.01),
    )
    x, y = start[0] + across * inside / length, start[1] + down * inside / length
    is_level = abs(down) < _BOX_HEIGHT / 2
    is_upright = abs(across) < _SHIFT
    anchor = "middle" if is_upright else "start" if across > 0 else "end"
    height = y - 6 if is_level else y + 4
    return (
        f'<text x="{x:.0f}" y="{height:.0f}" text-anchor="{anchor}" fill="{_colour(mark)}"'
        ' stroke="#fff" stroke-width="4" paint-order="stroke">'
        f"{escape(text)}</text>"
    )


def _draw_box(place: tuple[int, int], bridge: Bridge, mark: str) -> str:
    x, y = place
    round_ = ' rx="14"' if bridge.kind is BridgeKind.SERVER else ""
    fill, stroke = ("#fee", _colour(mark)) if mark else ("#eef", "#225")
    dash = ' stroke-dasharray="5 4"' if mark else ""
    title = " ".join(filter(None, (bridge.name, mark)))
    return (
        f'<g id={quoteattr(bridge.name)}><rect x="{x}" y="{y}" width="{_BOX_WIDTH}"'
        f' height="{_BOX_HEIGHT}"{round_} fill="{fill}" stroke="{stroke}"{dash}/>'
        f'<text x="{x + 10}" y="{y + 18}" font-weight="bold">{escape(title)}</text>'
        f'<text x="{x + 10}" y="{y + 36}">{bridge.priority} {escape(bridge.address)}</text></g>'
    )


def _colour(mark: str) -> str:
    return "#c00" if mark else "#555"


def _place(topology: Topology) -> dict[str, tuple[int, int]]:
    """Return the corner of each box: every other row is half a column to the right."""
    near: dict[str, list[str]] = {name: [] for name in topology.bridges}
    for link in topology.links:
        for end in link.ends:
            near[end.bridge] += [other.bridge for other in link.ends if other.bridge != end.bridge]
    servers = {name for name, each in topology.bridges.items() if each.kind is BridgeKind.SERVER}
    if len(servers) == len(near):
        servers = set()
    row_of: dict[str, int] = {name: 0 for name in near if name in servers}
    for start in topology.bridges:
        if start in row_of:
            continue
        row_of[start] = 0
        waiting = [start]
        for name in waiting:
            for other in near[name]:
                if other not in row_of:
                    row_of[other] = row_of[name] + 1
                    waiting.append(other)
    for name in [each for each in row_of if each in servers]:
        row_of[name] = 1 + max(
            (row_of[other] for other in near[name] if other not in servers), default=0
        )
    used: dict[int, int] = {}
    places = {}
    for name, row in row_of.items():
        column = used.setdefault(row, 0)
        used[row] += 1
        x = _MARGIN + column * _COLUMN + (row % 2) * _COLUMN // 2
        places[name] = (x, _MARGIN + row * _ROW)
    return places


def _middle(place: tuple[int, int], shift: int) -> tuple[float, float]:
    x, y = place
    return x + min(_BOX_WIDTH / 2 + shift, _BOX_WIDTH - 4), y + _BOX_HEIGHT / 2


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
