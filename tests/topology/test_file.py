"""Topology files: what they say, and what is refused with its place."""

import json
import random

import pytest

from netredund.errors import TopologyError
from netredund.topology import load_topology, parse_topology
from netredund.topology.rendering import (
    render_topology_json,
    render_topology_text,
    render_topology_yaml,
)
from tests.prediction.drawing import draw_topology

GOOD = """\
bridges:
  sw1:
    priority: 1
    address: 0019.e7aa.0001
    ports:
      Fa0/1: {cost: 19, priority: 128, number: 1}
      Fa0/2: {cost: 19, priority: 128, number: 2}
  sw2:
    priority: 32769
    address: 0019.e7aa.0002
    ports:
      Fa0/1: {cost: 19, priority: 128, number: 1}
links:
  - [sw1, Fa0/1, sw2, Fa0/1]
"""


def problems(text):
    with pytest.raises(TopologyError) as caught:
        parse_topology(text, "net.yaml")
    return str(caught.value).splitlines()


def test_a_file_says_bridges_ports_and_links():
    topology = parse_topology(GOOD)
    assert list(topology.bridges) == ["sw1", "sw2"]
    assert topology.bridges["sw1"].ports["Fa0/2"].identifier == (128, 2)
    assert [str(link) for link in topology.links] == ["sw1 Fa0/1 - sw2 Fa0/1"]


def test_json_is_as_good_and_may_be_indented_by_tabs():
    value = {
        "bridges": {"a": {"priority": 1, "address": "0019.e7aa.0001", "ports": {"p": {"cost": 4}}}},
        "links": [],
    }
    assert parse_topology(json.dumps(value, indent="\t")).bridges["a"].ports["p"].cost == 4


def test_a_port_may_be_written_in_another_form_than_in_its_link():
    topology = parse_topology(GOOD.replace("[sw1, Fa0/1,", "[sw1, FastEthernet0/1,"))
    assert str(topology.links[0].ends[0]) == "sw1 Fa0/1"


WRONG = {
    "unknown key": ("priority: 1\n", "prio: 1\n", "3:5: bridges.sw1.prio: unknown key"),
    "priority too large": ("priority: 1\n", "priority: 65536\n", "3:15: bridges.sw1.priority: out"),
    "address of a group": ("0019.e7aa.0001", "0019.e7aa", "4:14: bridges.sw1.address: not of"),
    "no cost": ("{cost: 19, priority: 128, number: 2}", "{number: 2}", "7:7: "),
    "cost 0": ("cost: 19, priority: 128, number: 2", "cost: 0, number: 2", "7:21: "),
    "two ports alike": ("number: 2}", "number: 1}", "7:48: "),
    "two bridges alike": (
        "priority: 32769\n    address: 0019.e7aa.0002", "priority: 1\n    address: 0019.e7aa.0001",
        "10:14: bridges.sw2.address: the bridge sw1",
    ),
    "unknown bridge": ("[sw1, Fa0/1", "[sw3, Fa0/1", "14:6: links: no bridge of this name"),
    "unknown port": ("[sw1, Fa0/1", "[sw1, Fa0/9", "14:11: links: sw1 has no port"),
    "half a link": ("[sw1, Fa0/1, sw2, Fa0/1]", "[sw1, Fa0/1, sw2]", "14:5: links[0]: no link"),
    "a port twice": (
        "sw2, Fa0/1]\n", "sw2, Fa0/1]\n  - [sw1, Fa0/2, sw2, Fa0/1]\n", "15:23: links: the port",
    ),
    "a list": (GOOD, "[]", "1:1: not a mapping"),
    "nothing": (GOOD, " \n", "1:1: the file is empty"),
    "no YAML": (GOOD, "bridges: {", "2:1: not YAML"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(name):
    old, new, expected = WRONG[name]
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert [line for line in found if line.startswith(f"net.yaml:{expected}")], found


def test_all_that_is_wrong_is_told_at_once():
    text = GOOD.replace("priority: 1\n", "prio: 1\n").replace("[sw1, Fa0/1", "[sw9, Fa0/1")
    assert len(problems(text)) == 2


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(TopologyError, match="cannot be read"):
        load_topology(tmp_path / "none.yaml")


@pytest.mark.parametrize("seed", range(20))
def test_what_is_printed_reads_back_as_the_same(seed):
    topology = draw_topology(random.Random(seed), 6)
    for text in (render_topology_yaml(topology), render_topology_json(topology).decode()):
        again = parse_topology(text)
        assert (again.bridges, again.links) == (topology.bridges, topology.links)


EVERY_KEY = """\
bridges:
  sw1:
    priority: 1
    address: 0019.e7aa.0001
    rapid: true
    pathcost: long
    hello: 1
    max_age: 30
    forward_delay: 20
    priorities: {10: 10}
    ports:
      Po1: {speed: 1000, priority: 128, number: 65, members: [Gi0/1, Gi0/2], min_links: 2,
            guard: root, trunk: {native: 5, allowed: [1, 5]}, costs: {5: 7}, priorities: {5: 16}}
      Gi0/3: {cost: 4, priority: 128, number: 3, up: false, bpdu_filter: true, bpdu_guard: true}
      Gi0/4: {cost: 4, priority: 128, number: 4, broken: PVID_Inc, vlan: 10}
  br0:
    priority: 61440
    address: 5254.0000.0001
    kind: server
    stp: false
    ports:
      eth0: {speed: 1000, priority: 128, number: 1}
links:
  - [sw1, Gi0/1, br0, eth0]
"""


def test_every_key_reads_back_as_the_same():
    topology = parse_topology(EVERY_KEY)
    for text in (render_topology_yaml(topology), render_topology_json(topology).decode()):
        again = parse_topology(text)
        assert (again.bridges, again.links) == (topology.bridges, topology.links)


def test_text_lists_the_links():
    assert render_topology_text(parse_topology(GOOD)).splitlines() == [
        "bridge sw1: 1 0019.e7aa.0001",
        "bridge sw2: 32769 0019.e7aa.0002",
        "link sw1 Fa0/1 (cost 19) - sw2 Fa0/1 (cost 19)",
        "port sw1 Fa0/2: down",
    ]
