import json
from importlib import resources

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from netredund.errors import SiteError
from netredund.intent import parse_site
from netredund.intent.schema import site_schema

from .site_trees import ANYTHING, sites
from .test_rules import FINE

VALIDATOR = jsonschema.Draft202012Validator(site_schema())
START = "switches: {sw1: , sw2: }\nservers:\n  a: "
LEGS = "uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}"


def test_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(site_schema())


def test_shipped_schema_is_the_generated_one():
    shipped = resources.files("netredund.schemas").joinpath("site.json").read_text("utf-8")
    assert json.loads(shipped) == site_schema()


@pytest.mark.parametrize("text", FINE.values(), ids=FINE.keys())
def test_schema_takes_what_is_in_order(text):
    VALIDATOR.validate(yaml.safe_load(text))


BAD = {
    "no servers": "switches: {sw1: }",
    "unknown key": START + f"{{method: stp, colour: red, {LEGS}}}",
    "one uplink": START + "{method: stp, uplinks: {eth0: sw1 Fa0/1}}",
    "uplink without port": START + "{method: stp, uplinks: {eth0: sw1, eth1: sw2 Fa0/1}}",
    "key of another method": START + f"{{method: stp, miimon: 100, {LEGS}}}",
    "priority of no step": START + f"{{method: stp, root: sw1, root_priority: 100, {LEGS}}}",
    "number in quotes": START + f"{{method: stp, vlan: '1', {LEGS}}}",
    "VLAN out of range": START + f"{{method: stp, vlan: 4095, {LEGS}}}",
    "both monitors": START + "{method: active-backup, miimon: 1, arp_interval: 1, arp_targets:"
    f" [192.0.2.1], {LEGS}}}",
    "targets alone": START + f"{{method: active-backup, arp_targets: [192.0.2.1], {LEGS}}}",
    "vlan and trunk": START + f"{{method: active-backup, vlan: 1, trunk: {{native: 1}}, {LEGS}}}",
    "word": START + f"{{method: lacp, {LEGS}}}",
    "name": f"switches: {{../x: }}\nservers: {{a: {{method: stp, {LEGS}}}}}",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_schema_and_reader_refuse(text):
    assert not VALIDATOR.is_valid(yaml.safe_load(text))
    with pytest.raises(SiteError):
        parse_site(text)


@settings(max_examples=100, deadline=None)
@given(sites())
def test_schema_takes_every_site(tree):
    VALIDATOR.validate(tree)


class _LoaderWithoutDates(yaml.SafeLoader):
    """JSON, which a schema judges, has no dates: they are text to it, as they are to the reader."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if not tag.endswith("timestamp")]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@settings(max_examples=150, deadline=None)
@given(sites(), st.data())
def test_reader_refuses_what_the_schema_refuses(tree, data):
    """One value of a good tree is replaced by anything; the schema is the judge."""
    spots = []
    heap = [tree]
    while heap:
        thing = heap.pop()
        for key, value in thing.items() if isinstance(thing, dict) else enumerate(thing):
            spots.append((thing, key))
            if isinstance(value, dict | list):
                heap.append(value)
    thing, key = data.draw(st.sampled_from(range(len(spots))).map(spots.__getitem__))
    thing[key] = data.draw(ANYTHING)
    text = yaml.safe_dump(tree, sort_keys=False)
    if not VALIDATOR.is_valid(yaml.load(text, Loader=_LoaderWithoutDates)):
        with pytest.raises(SiteError):
            parse_site(text)
