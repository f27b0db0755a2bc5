import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from netredund.intent import Method, parse_site
from netredund.intent.keys import SERVER_KEYS, SITE_KEYS, SWITCH_KEYS, TRUNK_KEYS
from netredund.intent.kinds import Choice, Integer
from netredund.intent.schema import site_schema
from netredund.intent.site import FailoverServer, LacpServer, StpServer, Switch, Trunk

TEXT = (Path(__file__).parents[1] / "docs" / "site-file.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", TEXT, re.MULTILINE))
KEYS = {key.name: key for key in (*SITE_KEYS, *SWITCH_KEYS, *TRUNK_KEYS, *SERVER_KEYS)}


def test_every_key_has_a_row_and_every_row_is_a_key():
    assert sorted(ROWS) == sorted(KEYS)


def test_every_field_of_the_values_is_a_key():
    fields = {
        field
        for struct in (Switch, Trunk, StpServer, LacpServer, FailoverServer)
        for field in struct.__struct_fields__
    }
    assert fields - {"name", "line"} == set(KEYS) - {"switches", "servers"}


@pytest.mark.parametrize("name", [key.name for key in KEYS.values()])
def test_row_says_the_limits_and_words_of_its_key(name):
    kind = KEYS[name].kind
    if isinstance(kind, Integer) and name != "min_links":
        limits = (str(kind.low), str(kind.high))
        assert all(limit in ROWS[name] for limit in limits)
    if isinstance(kind, Choice):
        assert all(f"`{word}`" in ROWS[name] for word in kind.choices)


@pytest.mark.parametrize("block", BLOCKS)
def test_example_is_in_order(block):
    assert parse_site(block).servers
    jsonschema.validate(yaml.safe_load(block), site_schema())


def test_every_method_has_an_example():
    methods = {server.method for block in BLOCKS for server in parse_site(block).servers.values()}
    assert methods == set(Method)


def test_every_method_has_a_chapter_with_its_keys():
    for method in Method:
        chapter = TEXT.split(f"\n## `{method.value}`\n")[1].split("\n## ")[0]
        for key in SERVER_KEYS:
            if key.methods == (method,) and key.name not in ("arp_interval", "arp_targets"):
                assert f"| `{key.name}` |" in chapter
