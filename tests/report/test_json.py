import json

import jsonschema
import pytest

import netredund
from netredund.report import render_json, report_schema
from netredund.schemas import load_schema
from netredund.verdict import Verdict
from tests.conftest import ROOT
from tests.report.reports import ALL, FAIL, report

EXAMPLE = ROOT / "docs/example"


def _printed(made):
    return json.loads(render_json(made))


def test_the_shipped_schema_is_that_of_the_records():
    made = json.loads(json.dumps(report_schema()))
    assert load_schema("report") == made, "run scripts/generate-schemas"
    jsonschema.Draft202012Validator.check_schema(made)


@pytest.mark.parametrize("captures", ["captures", "broken", "captures/sw1"])
def test_what_is_printed_fits_the_schema(captures):
    made = netredund.verify(EXAMPLE / "site.yaml", EXAMPLE / captures)
    jsonschema.validate(_printed(made), load_schema("report"))


def test_keys_and_shape_are_those_that_are_documented():
    printed = _printed(report(Verdict.FAIL, FAIL, notes=("a note",)))
    assert printed == {
        "verdict": "fail",
        "servers": [{
            "server": "web1", "method": "stp", "verdict": "fail",
            "findings": [{
                "check": "stp.one-end-blocking", "subject": "web1", "verdict": "fail",
                "message": "web1: blocked ends, expected exactly 1, got 0",
                "evidence": [{
                    "device": "sw2", "command": "show spanning-tree vlan 1", "line": 21,
                    "text": "Fa0/23  Desg FWD 100  128.23  P2p",
                    "file": "captures/sw2/show_spanning-tree_vlan_1.txt",
                }],
                "remedy": "put eth1 into the bridge",
            }],
        }],
        "notes": ["a note"],
    }  # fmt: skip


def test_it_is_one_line():
    assert render_json(report(Verdict.FAIL, *ALL)).count(b"\n") == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda printed: printed.pop("verdict"),
        lambda printed: printed.update(verdict="good"),
        lambda printed: printed["servers"][0]["findings"][0].update(verdict=True),
        lambda printed: printed["servers"][0]["findings"][0]["evidence"][0].update(line="21"),
        lambda printed: printed["servers"][0]["findings"][0].pop("remedy"),
    ],
    ids=["verdict-missing", "verdict-other", "verdict-type", "line-type", "remedy-missing"],
)
def test_the_schema_refuses_what_is_never_printed(change):
    printed = _printed(report(Verdict.FAIL, FAIL))
    change(printed)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(printed, load_schema("report"))


def test_the_schema_allows_keys_of_later_versions():
    printed = {**_printed(report(Verdict.FAIL, FAIL)), "duration_s": 3}
    jsonschema.validate(printed, load_schema("report"))
