"""A site now, after its settings, and the difference, from what simulated switches print."""

import pytest

from netredund.lab.definition import STANDARD_LAB
from netredund.prediction.forecast import forecast
from netredund.topology import BridgeKind
from tests.topology.sites import SITE, capture, load, run_lab

# The present state of somebody who has configured nothing.
BARE_LAB = (
    STANDARD_LAB.replace("    priority: {1: 0}\n", "")
    .replace("       spanning-tree cost 100\n", "")
    .replace("        spanning-tree cost 100\n", "")
    .replace("priority: 61440", "priority: 32768")
    .replace(", cost: 1}", "}")
)


@pytest.fixture(scope="module")
def configured():
    return run_lab(STANDARD_LAB)


@pytest.fixture(scope="module")
def bare():
    assert "cost" not in BARE_LAB
    return run_lab(BARE_LAB)


def predict(network, folder, site=SITE):
    found = forecast(*load(capture(network, folder), site))
    assert len(found.vlans) == 1
    return found, found.vlans[0]


def test_a_configured_site_is_predicted_as_it_is_and_stays(configured, tmp_path):
    found, vlan = predict(configured, tmp_path, SITE)
    assert (found.verdict.value, vlan.findings, vlan.differences) == ("pass", (), ())
    assert vlan.servers[0].now == (
        "web1: sw2 Fa0/23 blocks: sw2 reaches sw1 at cost 101 over Fa0/23 (web1) against 19 over"
        " Fa0/24 (sw1); web1 offers it there at cost 1 against 19",
    )


def test_defaults_make_the_server_root_and_the_plan_changes_that(bare, tmp_path):
    found, vlan = predict(bare, tmp_path)
    assert found.verdict.value == "pass"
    assert vlan.now.list_roots() == ("web1",)
    assert vlan.servers[0].now[1:] == (
        "web1: the server is the root",
        "web1: traffic of sw1, sw2 to the root goes through the server",
    )
    assert vlan.after.list_roots() == ("sw1",)
    assert "sw2 Fa0/24: alternate blocking -> root forwarding" in [
        f"{each.subject}: {each.now} -> {each.after}" for each in vlan.differences
    ]


def test_what_is_predicted_after_the_plan_is_what_the_lab_does(bare, tmp_path):
    _, vlan = predict(bare, tmp_path)
    network = run_lab(BARE_LAB)
    network.configure("sw1", "spanning-tree vlan 1 priority 0")
    for switch in ("sw1", "sw2"):
        network.configure(switch, "interface Fa0/23", "spanning-tree cost 100")
    # the server's own half, as its files would set it
    configured = run_lab(STANDARD_LAB, seconds=60)
    for name, bridge in vlan.after.bridges.items():
        tree = None if name == "web1" else configured.device(name).switch.tree(1)
        if tree is None:
            continue
        roles = {"Root": "root", "Desg": "designated", "Altn": "alternate"}
        seen = {row.port.number: roles[row.role] for row in tree.ports}
        assert sorted(seen.values()) == sorted(port.role.value for port in bridge.ports.values())


def test_a_prediction_that_reality_contradicts_is_not_believed(configured, tmp_path):
    folder = capture(configured, tmp_path)
    for file in (folder / "sw2").iterdir():
        text = file.read_text()
        text = text.replace("Altn BLK 100", "Desg FWD 100").replace(
            "alternate blocking", "designated forwarding"
        )
        file.write_text(text)
    found = forecast(*load(folder))
    assert found.verdict.value == "unknown"
    assert [finding.subject for finding in found.vlans[0].findings] == ["sw2 Fa0/23"]
    assert found.vlans[0].findings[0].evidence[0].device == "sw2"


def test_a_hole_makes_the_verdict_unknown(configured, tmp_path):
    folder = capture(configured, tmp_path, servers=())
    assert forecast(*load(folder)).verdict.value == "unknown"


def test_the_server_is_a_server_in_the_topology(configured, tmp_path):
    from netredund.topology.assembly import build_topology

    built = build_topology(*load(capture(configured, tmp_path)), 1)
    assert built.topology.bridges["web1"].kind is BridgeKind.SERVER


def test_a_server_that_is_not_as_the_site_wants_is_told_both_ways(bare, tmp_path):
    _, vlan = predict(bare, tmp_path, SITE.replace("root: sw1,", "root: sw1, leg_cost: 30,"))
    (server,) = vlan.servers
    assert server.after[0].startswith("web1: sw2 Fa0/23 blocks: ")
    assert server.own[0].startswith("web1: eth1 ") or server.own[0].startswith("web1: web1 eth1 ")


def test_a_plan_that_is_refused_leaves_the_settings_and_says_why(configured, tmp_path):
    site = SITE.replace("root: sw1,", "root: sw1, cost: 19,")
    found, _ = predict(configured, tmp_path, site)
    assert (found.basis.value, found.verdict.value) == ("settings", "unknown")
    assert found.notes[0].startswith("the plan is refused: web1: sw2: cost 19 is not above 19")


def test_without_running_configs_the_settings_are_what_comes_after(configured, tmp_path):
    shows = ("show spanning-tree", "show spanning-tree detail", "show cdp neighbors detail")
    found = forecast(*load(capture(configured, tmp_path, shows)))
    assert (found.basis.value, found.verdict.value) == ("settings", "pass")
    assert "no capture of show running-config" in found.notes[0]
