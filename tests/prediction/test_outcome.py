"""What is predicted of a plan, held against simulated switches on which its lines were typed."""

import pytest

import netredund
from netredund.captures import file_name
from netredund.evidence import load_evidence
from netredund.prediction import compare_outcome, forecast_plan
from tests.planning.labs import COMMANDS, apply, build, capture, site_of
from tests.planning.starts import CASES, IDS, STARTS, write_lab, write_site

SHOWN = (*COMMANDS, "show spanning-tree detail", "show etherchannel summary")
# The plan makes the VLAN, on one switch at least: nothing shows its tree before.
NO_TREE_YET = ("stp-vlan", "backup-vlan", "lacp-passive", "lacp-wrong-vlan",
               "lacp-suspended-member")  # fmt: skip


def show(network, site, folder):
    """Return captures of the switches, and of a bridging server."""
    capture(network, folder, SHOWN)
    for name, server in site.servers.items():
        if server.method.value == "stp":
            (folder / name).mkdir()
            text = network.server_show(name, "ip -d -j link")
            (folder / name / file_name("ip -d -j link")).write_text(text)
    return load_evidence(site, folder)


def do(network, plan):
    for switch in plan.switches:
        apply(network, switch.switch, switch.do)
    network.clock.run_for(120)


def predict(name, model, folder):
    """Return a lab, its site, the plan and what is predicted of it."""
    network = build(write_lab(STARTS[name], model))
    site = site_of(write_site(STARTS[name], model))
    captures = show(network, site, folder)
    plan = netredund.plan(site, captures, may_move_root=True)
    vlan = site.servers["web1"].access_vlan or 1
    return network, site, plan, forecast_plan(site, captures, plan, (vlan,))


@pytest.mark.parametrize(("name", "model"), CASES, ids=IDS)
def test_what_is_predicted_of_a_plan_is_what_its_lines_do(name, model, tmp_path):
    network, site, plan, forecast = predict(name, model, tmp_path / "before")
    do(network, plan)
    found = compare_outcome(forecast, show(network, site, tmp_path / "after"))
    assert [finding.message for finding in found] == []
    (vlan,) = forecast.vlans
    if name not in NO_TREE_YET:
        assert (vlan.switches, vlan.holes) == (("sw1", "sw2"), ())


def test_an_outcome_that_is_not_as_predicted_says_where(tmp_path):
    network, site, _, forecast = predict("stp-server-is-root", "2960-12.2", tmp_path / "before")
    found = compare_outcome(forecast, show(network, site, tmp_path / "after"))  # nothing was typed
    messages = [finding.message for finding in found]
    assert {finding.verdict.value for finding in found} == {"fail"}
    assert "sw2 Fa0/24: in VLAN 1, predicted root forwarding, the switch says Altn BLK" in messages
    (port,) = [finding for finding in found if finding.subject == "sw2 Fa0/24"]
    proof = port.evidence[0]
    assert (proof.device, proof.command) == ("sw2", "show spanning-tree")
    text = (tmp_path / "after" / "sw2" / "show_spanning-tree.txt").read_text()
    assert text.splitlines()[proof.line - 1].strip() == proof.text
    assert proof.text.startswith("Fa0/24")


def test_a_tree_that_has_not_settled_is_unknown(tmp_path):
    network, site, plan, forecast = predict("stp-shut", "2960-12.2", tmp_path / "before")
    for switch in plan.switches:
        apply(network, switch.switch, switch.do)
    network.clock.run_for(1)  # proposed to, and not agreed yet
    (port,) = compare_outcome(forecast, show(network, site, tmp_path / "early"))
    assert (port.subject, port.verdict.value) == ("sw2 Fa0/1", "unknown")
    assert port.message.endswith("the switch says Desg BLK, which has not settled")
    network.clock.run_for(60)
    assert compare_outcome(forecast, show(network, site, tmp_path / "late")) == ()


def test_a_switch_that_shows_no_tree_afterwards_is_unknown(tmp_path):
    network, site, plan, forecast = predict("stp-clean", "2960-12.2", tmp_path / "before")
    do(network, plan)
    folder = tmp_path / "after"
    show(network, site, folder)
    for file in (folder / "sw2").glob("show_spanning-tree*"):
        file.unlink()
    (finding,) = compare_outcome(forecast, load_evidence(site, folder))
    assert (finding.subject, finding.verdict.value) == ("sw2", "unknown")


def test_a_plan_with_nothing_to_do_changes_nothing(tmp_path):
    network, site, plan, _ = predict("stp-clean", "2960-12.2", tmp_path / "before")
    do(network, plan)
    captures = show(network, site, tmp_path / "after")
    again = netredund.plan(site, captures)
    assert again.is_empty
    (vlan,) = forecast_plan(site, captures, again).vlans
    assert (vlan.differences, vlan.now) == ((), vlan.after)


@pytest.mark.parametrize("name", ["stp-clean", "stp-vlan-cost", "lacp-clean", "stp-long"])
def test_a_removal_is_predicted_too(name, tmp_path):
    network, site, plan, _ = predict(name, "2960-12.2", tmp_path / "before")
    do(network, plan)
    captures = show(network, site, tmp_path / "done")
    removal = netredund.plan(site, captures, is_removal=True)
    forecast = forecast_plan(site, captures, removal, (1,))
    do(network, removal)
    found = compare_outcome(forecast, show(network, site, tmp_path / "after"))
    assert [finding.message for finding in found] == []
