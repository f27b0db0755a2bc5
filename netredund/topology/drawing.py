"""A topology drawn: as SVG, and as a graph for Graphviz."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from netredund.topology.network import BridgeKind, End, Topology

_COLUMN, _ROW, _MARGIN = 220, 150, 60
_BOX_WIDTH, _BOX_HEIGHT = 130, 44
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
    """Return a drawing: bridges in rows by their distance from the first, links between them."""
    places = _place(topology)
    width = max((x for x, _ in places.values()), default=0) + _BOX_WIDTH + _MARGIN
    height = max((y for _, y in places.values()), default=0) + _BOX_HEIGHT + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
    ]
    count: dict[tuple[str, ...], int] = {}
    for link in topology.links:
        pair = tuple(sorted(end.bridge for end in link.ends))
        shift = 26 * count.setdefault(pair, 0)
        count[pair] += 1
        middles = [_middle(places[end.bridge], shift) for end in link.ends]
        centre = (
            sum(x for x, _ in middles) / len(middles),
            sum(y for _, y in middles) / len(middles),
        )
        for end, (x, y) in zip(link.ends, middles, strict=True):
            mark = marks.get(end, "")
            stroke = "#c00" if mark else "#555"
            dash = ' stroke-dasharray="5 4"' if mark else ""
            lines.append(
                f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{centre[0]:.0f}" y2="{centre[1]:.0f}"'
                f' stroke="{stroke}" stroke-width="2"{dash}/>'
            )
            near_x, near_y = x + (centre[0] - x) * 0.55, y + (centre[1] - y) * 0.55
            text = " ".join(filter(None, (end.port, mark)))
            lines.append(
                f'<text x="{near_x:.0f}" y="{near_y:.0f}" fill="{stroke}">{escape(text)}</text>'
            )
    for name, bridge in topology.bridges.items():
        x, y = places[name]
        round_ = ' rx="14"' if bridge.kind is BridgeKind.SERVER else ""
        lines.append(
            f'<g id={quoteattr(name)}><rect x="{x}" y="{y}" width="{_BOX_WIDTH}"'
            f' height="{_BOX_HEIGHT}"{round_} fill="#eef" stroke="#225"/>'
            f'<text x="{x + 8}" y="{y + 18}" font-weight="bold">{escape(name)}</text>'
            f'<text x="{x + 8}" y="{y + 36}">{bridge.priority} {escape(bridge.address)}</text></g>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def _place(topology: Topology) -> dict[str, tuple[int, int]]:
    near: dict[str, list[str]] = {name: [] for name in topology.bridges}
    for link in topology.links:
        for end in link.ends:
            near[end.bridge] += [other.bridge for other in link.ends if other.bridge != end.bridge]
    row_of: dict[str, int] = {}
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
    used: dict[int, int] = {}
    places = {}
    for name, row in row_of.items():
        column = used.setdefault(row, 0)
        used[row] += 1
        places[name] = (_MARGIN + column * _COLUMN + (row % 2) * 60, _MARGIN + row * _ROW)
    return places


def _middle(place: tuple[int, int], shift: int) -> tuple[float, float]:
    x, y = place
    return x + min(_BOX_WIDTH / 2 + shift, _BOX_WIDTH - 4), y + _BOX_HEIGHT / 2


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
