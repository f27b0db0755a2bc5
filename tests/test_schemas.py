import json

import jsonschema
import msgspec
import pytest

import netredund
from netredund.facts import KINDS
from netredund.reading.commands import SYNTAXES
from netredund.schemas import facts_schema, load_schema
from tests.conftest import ROOT

FIXTURES = sorted((ROOT / "fixtures").glob("*/*.txt"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_schema_is_that_of_the_records(kind):
    made = json.loads(json.dumps(facts_schema(kind)))
    assert load_schema(kind) == made, "run scripts/generate-schemas"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind):
    jsonschema.Draft202012Validator.check_schema(load_schema(kind))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_printed_fits_its_schema(path):
    command = json.loads(path.with_suffix(".json").read_text("utf-8"))["_meta"]["command"]
    for text in (path.read_bytes(), path.read_bytes()[:200], path.read_bytes() + b"\xff what\n"):
        printed = json.loads(msgspec.json.encode(netredund.parse(command, text)))
        jsonschema.validate(printed, load_schema(printed["kind"]))


def test_a_schema_refuses_what_is_not_printed():
    printed = json.loads(msgspec.json.encode(netredund.parse("sh span", "x")))
    for wrong in ({**printed, "complete": "yes"}, {**printed, "instances": [{"line": "1"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, load_schema("spanning-tree"))


def test_every_command_has_a_kind_and_every_kind_a_command():
    assert {entry.kind for entry in SYNTAXES} == set(KINDS)
