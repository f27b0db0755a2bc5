"""`netredund-switch predict` and `topology`."""

import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from netredund.cli import main
from netredund.lab.definition import STANDARD_LAB
from tests.conftest import ROOT
from tests.topology.sites import SITE, capture, run_lab

ISSUE = """\
bridges:
  sw1: {priority: 1, address: 0019.e7aa.0001,
        ports: {Fa0/1: {cost: 19, priority: 128, number: 1}}}
  sw2: {priority: 32769, address: 0019.e7aa.0002,
        ports: {Fa0/1: {cost: 19, priority: 128, number: 1}}}
links:
  - [sw1, Fa0/1, sw2, Fa0/1]
"""


def run(*arguments, **options):
    return CliRunner().invoke(main, list(map(str, arguments)), **options)


def test_json_has_exactly_these_keys(tmp_path):
    (tmp_path / "net.yaml").write_text(ISSUE)
    result = run("predict", "--topology", tmp_path / "net.yaml", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.output)["bridges"]["sw2"] == {
        "root": "sw1",
        "root_cost": 19,
        "root_port": "Fa0/1",
        "ports": {
            "Fa0/1": {
                "role": "root",
                "state": "forwarding",
                "designated_bridge": "sw1",
                "designated_port": [128, 1],
                "designated_cost": 0,
            }
        },
    }
    assert list(json.loads(result.output)) == ["bridges"]


def test_a_topology_may_come_from_standard_input():
    result = run("predict", "--topology", "-", input=ISSUE)
    assert result.exit_code == 0
    assert "sw2: root sw1, cost 19 over Fa0/1" in result.output


def test_a_wrong_topology_ends_with_2_and_its_place(tmp_path):
    (tmp_path / "net.yaml").write_text(ISSUE.replace("cost: 19", "cost: x", 1))
    result = run("predict", "--topology", tmp_path / "net.yaml")
    assert result.exit_code == 2
    assert "net.yaml:3:31: bridges.sw1.ports.'Fa0/1'.cost: not a whole number" in result.output


DOCUMENT = (ROOT / "docs" / "prediction.md").read_text()
EXAMPLES = re.findall(r"<!-- run: (.*?) -->\n```\n(.*?)```", DOCUMENT, re.S)


@pytest.mark.parametrize(("line", "expected"), EXAMPLES, ids=lambda value: value.split("\n")[0])
def test_the_document_shows_what_is_printed(line, expected, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert run(*line.split()).output == expected


def test_there_are_examples_in_the_document():
    assert EXAMPLES


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "site.yaml").write_text(SITE.replace("root: sw1,", "root: sw1, root_priority: 4096,"))
    capture(run_lab(STANDARD_LAB), folder / "captures")
    return folder / "site.yaml", "--captures", folder / "captures"


def test_a_site_in_order_ends_with_0(site):
    result = run("predict", *site)
    assert result.exit_code == 0, result.output
    assert "VLAN 1: what is predicted for now is what the switches print" in result.output
    assert result.output.endswith("verdict: pass\n")


def test_failures_that_are_survived_end_with_0(site):
    result = run("predict", *site, "--failures", 1)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("VLAN 1: 7 failures, 0 not survived\n")


def test_a_failure_that_is_not_survived_ends_with_1():
    captures = ROOT / "docs" / "example" / "broken"
    site = ROOT / "docs" / "example" / "site.yaml"
    result = run("predict", site, "--captures", captures, "--failures", 1)
    assert result.exit_code == 1


@pytest.mark.parametrize("more", [(), ("--failures", "1"), ("--suggest",)], ids=str)
def test_every_form_is_json(site, more):
    result = run("predict", *site, *more, "--format", "json")
    assert json.loads(result.stdout)


def test_a_suggestion_for_a_site_in_order_is_nothing(site):
    result = run("predict", *site, "--suggest")
    assert result.exit_code == 0
    assert "nothing to change" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("site.yaml",),
        ("--topology", "x", "--suggest"),
        ("--topology", "x", "--failures", "3"),
        ("site.yaml", "--captures", "x", "--format", "html"),
        ("site.yaml", "--captures", "x", "--suggest", "--failures", "1"),
    ],
    ids=str,
)
def test_wrong_use_ends_with_2(arguments):
    assert run("predict", *arguments).exit_code == 2


def test_the_failures_of_a_topology_file_are_those_of_the_site_that_it_shows(site, tmp_path):
    (tmp_path / "net.yaml").write_text(run("topology", *site, "--format", "yaml").stdout)
    file = ("--topology", tmp_path / "net.yaml", "--failures", 1, "--format", "json")
    found = json.loads(run("predict", *file).stdout)["vlans"][0]
    known = json.loads(run("predict", *site, "--failures", 1, "--format", "json").stdout)
    known = known["vlans"][0]["outages"]
    assert found["vlan"] is None
    # A topology file knows no bonds: db1's legs are not in it.
    of_trees = [each for each in known if "db1" not in each["failures"][0]["subject"]]
    for each in of_trees:
        each["bonds"] = []
        each["lost"] = [line for line in each["lost"] if "db1" not in line]
    key = str
    assert [each["moves"] for each in sorted(found["outages"], key=key)] == [
        each["moves"] for each in sorted(of_trees, key=key)
    ]
    assert len(found["outages"]) == len(of_trees)


def test_each_vlan_of_a_topology_file_has_its_failures(tmp_path):
    ports = "ports: {Fa0/1: {cost: 19, trunk: {allowed: [10, 20]}}}"
    text = re.sub(r"ports: \{Fa0/1: \{.*?\}\}", ports, ISSUE)
    (tmp_path / "net.yaml").write_text(text)
    result = run("predict", "--topology", tmp_path / "net.yaml", "--failures", 1)
    heads = [line for line in result.output.splitlines() if line.startswith("VLAN")]
    assert [head.split(":")[0] for head in heads] == ["VLAN 1", "VLAN 10", "VLAN 20"]
    page = run("predict", "--topology", tmp_path / "net.yaml", "--failures", 1, "--vlan", 10,
               "--format", "html")  # fmt: skip
    assert page.output.count("<h1>VLAN 10</h1>") == 1 == page.output.count("<h1>")


def test_what_is_broken_before_anything_fails_is_told(tmp_path):
    text = ISSUE.replace("number: 1}}}", "number: 1, guard: root}}}").replace("32769", "0")
    (tmp_path / "net.yaml").write_text(text)
    result = run("predict", "--topology", tmp_path / "net.yaml", "--failures", 1)
    assert "fail: sw1 Fa0/1: state, expected forwarding or blocking, got broken" in result.stderr
    assert "broken" not in result.stdout


def test_failures_of_regions_need_a_vlan(tmp_path):
    text = ISSUE.replace("bridges:", "regions: {one: {instances: {1: [10]}}}\nbridges:")
    text = text.replace("{priority: 1, ", "{region: one, priority: 0, ")
    (tmp_path / "net.yaml").write_text(text)
    command = ("predict", "--topology", tmp_path / "net.yaml", "--failures", 1)
    assert "needs --vlan" in run(*command).output
    assert run(*command).exit_code == 2
    assert run(*command, "--vlan", 10).exit_code == 0


@pytest.mark.parametrize("form", ["text", "yaml", "json", "svg", "dot"])
def test_the_topology_comes_in_every_form(site, form):
    result = run("topology", *site, "--format", form)
    assert result.exit_code == 0
    assert "web1" in result.stdout


def test_a_topology_can_be_given_to_predict(site, tmp_path):
    (tmp_path / "net.yaml").write_text(run("topology", *site, "--format", "yaml").stdout)
    result = run("predict", "--topology", tmp_path / "net.yaml", "--format", "json")
    now = json.loads(run("predict", *site, "--format", "json").stdout)["vlans"][0]["now"]
    assert json.loads(result.stdout)["bridges"] == now["bridges"]


def test_predict_of_a_file_loads_no_template_engine():
    code = (
        "import sys; from netredund.cli import main; sys.argv[1:] ="
        " ['predict', '--topology', 'docs/example/triangle.yaml'];"
        "\ntry: main()\nexcept SystemExit: pass\nassert 'ciscoconfparse' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
