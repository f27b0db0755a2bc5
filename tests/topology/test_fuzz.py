"""Whatever a topology file holds is read or refused, and what is read has a tree."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from netredund.errors import TopologyError
from netredund.prediction import predict_tree, predict_vlans
from netredund.prediction.rendering import render_tree_json, render_tree_text
from netredund.topology import parse_topology
from netredund.topology.rendering import render_topology_yaml
from tests.topology.test_file import EVERY_KEY, GOOD

PIECES = st.sampled_from(
    ["sw1", "sw2", "Fa0/1", "Po1", "[", "]", "{", "}", ":", ",", "\n", "  ", "- ", "&a ", "*a",
     "<<: ", "0", "1", "-1",
     "4095", "65536", "true", "null", "up: true", "stp: false", "guard: root",
     "bpdu_guard: true", "bpdu_filter: true", "members: [Fa0/1]", "vlan: 7", "speed: 1", "cost: 1"]
)  # fmt: skip


@st.composite
def mutated(draw):
    text = draw(st.sampled_from((GOOD, EVERY_KEY)))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(PIECES | st.text(max_size=3)) + text[end:]
    return text


@settings(deadline=None, max_examples=300)
@given(mutated())
def test_a_mutated_file_is_read_or_refused(text):
    with contextlib.suppress(TopologyError):
        topology = parse_topology(text)
        tree = predict_tree(topology)
        assert set(tree.bridges) == set(topology.bridges)
        render_tree_text(tree)
        render_tree_json(predict_vlans(topology))
        again = parse_topology(render_topology_yaml(topology))
        assert (again.bridges, again.links) == (topology.bridges, topology.links)
