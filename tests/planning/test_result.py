"""The running-config after a plan, judged by what simulated switches make of the plan's lines."""

import msgspec
import pytest

from netredund.evidence import load_evidence
from netredund.facts.running_config import Configuration
from netredund.planning import gather
from netredund.planning.result import read_result, write_result
from netredund.reading import parse
from netredund.vlans import expand_vlans
from tests.planning.labs import site_of
from tests.planning.test_circles import CIRCLES, _plan


def _without_places(value):
    """Drop line numbers: where IOS prints a line is its own affair."""
    if isinstance(value, dict):
        return {
            key: _without_places(each)
            for key, each in value.items()
            if key not in ("line", "lines", "size_printed")
        }
    if isinstance(value, (list, tuple)):
        return sorted((_without_places(each) for each in value), key=repr)
    return value


def _pop_vlans(configuration):
    """Take the VLANs out: IOS joins those without a name in one line."""
    listed = configuration.pop("vlans")
    return {vlan for each in listed for vlan in expand_vlans(each["vlans"])}


@pytest.mark.parametrize("circle", CIRCLES, ids=lambda circle: circle.name)
def test_the_result_is_what_the_lines_make(circle, tmp_path):
    plan = _plan(circle, tmp_path)
    site = site_of((circle / "site.yaml").read_text())
    facts = gather(site, load_evidence(site, tmp_path), list(site.servers.values()))
    assert plan.switches
    for switch in plan.switches:
        found = read_result(facts[switch.switch], switch.diff)
        expected = parse("show running-config", (circle / switch.switch / "result.txt").read_text())
        assert isinstance(expected, Configuration)
        ours, theirs = (_without_places(msgspec.to_builtins(each)) for each in (found, expected))
        assert _pop_vlans(ours) == _pop_vlans(theirs)
        assert ours == theirs


def test_no_change_is_the_same_text():
    lines = ("hostname sw1", "interface Gi0/1", " shutdown", "!", "end")
    assert write_result(lines, ()) == lines
