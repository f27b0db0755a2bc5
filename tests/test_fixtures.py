"""Every fixture against what is expected of it, and every template against its fixtures."""

import json

import msgspec
import pytest

import netredund
from tests.conftest import ROOT

FIXTURES = sorted((ROOT / "fixtures").glob("*/*.txt"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_fixture_says_what_is_written_beside_it(path):
    record = json.loads(path.with_suffix(".json").read_text("utf-8"))
    facts = netredund.parse(record["_meta"]["command"], path.read_bytes())
    assert json.loads(msgspec.json.encode(facts)) == record["facts"]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_fixture_says_where_it_comes_from(path):
    meta = json.loads(path.with_suffix(".json").read_text("utf-8"))["_meta"]
    assert {"command", "platform", "source", "variants"} <= set(meta)
    written = meta["command"].strip("/").replace(" ", "_").replace("/", "_")
    assert (written + "_").startswith(path.parent.name + "_")


def test_every_sample_has_a_result_and_every_result_a_sample():
    results = sorted((ROOT / "fixtures").glob("*/*.json"))
    assert [path.with_suffix("") for path in FIXTURES] == [path.with_suffix("") for path in results]


@pytest.mark.parametrize("template", sorted((ROOT / "parsers").glob("*.textfsm")), ids=str)
def test_every_template_has_a_sample(template):
    assert list((ROOT / "fixtures" / template.stem).glob("*.txt"))
