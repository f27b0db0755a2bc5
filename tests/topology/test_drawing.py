"""Drawings: they are well formed and show every bridge and end."""

import random
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from netredund.topology import End, parse_topology
from netredund.topology.drawing import draw_dot, draw_svg
from tests.prediction.drawing import draw_topology
from tests.topology.test_file import GOOD

SVG = "{http://www.w3.org/2000/svg}"


def test_an_svg_shows_every_bridge_and_both_ends_of_every_link():
    topology = draw_topology(random.Random(1), 8)
    drawing = ElementTree.fromstring(draw_svg(topology))
    assert {each.get("id") for each in drawing.iter(f"{SVG}g")} == set(topology.bridges)
    assert len(list(drawing.iter(f"{SVG}line"))) == 2 * len(topology.links)


def test_a_mark_is_written_at_its_end():
    marked = draw_svg(parse_topology(GOOD), {End("sw2", "Fa0/1"): "blocks"})
    assert [
        each.text
        for each in ElementTree.fromstring(marked).iter(f"{SVG}text")
        if "blocks" in (each.text or "")
    ] == ["Fa0/1 blocks"]


def test_names_cannot_break_out_of_a_drawing():
    topology = parse_topology(GOOD.replace("sw1", "'<b>\"&'"))
    names = [each.get("id") for each in ElementTree.fromstring(draw_svg(topology)).iter(f"{SVG}g")]
    assert names == ['<b>"&', "sw2"]
    assert '"<b>\\"&" --' in draw_dot(topology)


def test_graphviz_takes_the_graph():
    if shutil.which("dot") is None:
        pytest.skip("needs graphviz")
    text = draw_dot(draw_topology(random.Random(1), 8))
    subprocess.run(["dot", "-Tsvg"], input=text, text=True, check=True, capture_output=True)
