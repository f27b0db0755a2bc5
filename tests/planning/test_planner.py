"""Plans on simulated switches: what they change, what they give back, what never goes down."""

import re
from collections import Counter

import pytest

import netredund
from netredund.lab.probe import Probe
from tests.planning.labs import Typist, apply, build, capture, forwarding_legs, running, site_of
from tests.planning.starts import CASES, IDS, STARTS, write_lab, write_site

# Protocol time behind each line: 802.1D forwards after 50 s at most; an LACP partner is forgotten
# after 90 s, and its port then listens and learns for 30.
# Longer than an old root's information may live on (802.1D max age) and two forward delays.
PREFIX_SETTLE_S = 120
LACP_SETTLE_S = 140
# Starts from which the server moves to VLANs that the other server is not in.
MOVES = ("stp-vlan", "stp-vlan-there", "backup-vlan", "backup-trunk", "lacp-passive", "lacp-trunk",
         "lacp-wrong-vlan")  # fmt: skip


def _plan(network, name, model, folder, **options):
    site = site_of(write_site(STARTS[name], model))
    options.setdefault("may_move_root", True)
    return netredund.plan(site, capture(network, folder), **options)


def _blocks(lines):
    """Return each line of a configuration with the block that it stands in, counted."""
    found, place = Counter(), ""
    for line in lines:
        if line.startswith("!") or not line.strip():
            continue
        if line.startswith("interface "):
            place = line
        elif not line.startswith(" "):
            place = ""
        found[place, line] += 1
    return found


def _true_diff(before, after):
    old, new = _blocks(before.splitlines()), _blocks(after.splitlines())
    changes = {("-", *key) for key in old - new} | {("+", *key) for key in new - old}
    return {change for change in changes if not re.match(r"vlan \d", change[2])}


def _shown_diff(diff):
    found, place = set(), ""
    for line in diff:
        if line.text.startswith("interface "):
            place = line.text
        elif not line.text.startswith(" "):
            place = ""
        if line.sign != " " and not re.match(r"vlan \d", line.text):
            found.add((line.sign, place, line.text))
    return found


@pytest.mark.parametrize(("name", "model"), CASES, ids=IDS)
def test_do_makes_what_the_diff_shows_and_undo_gives_back_every_byte(name, model, tmp_path):
    network = build(write_lab(STARTS[name], model))
    before = running(network)
    plan = _plan(network, name, model, tmp_path)
    assert not plan.is_empty
    for switch in plan.switches:
        apply(network, switch.switch, switch.do)
    after = running(network)
    for device in network.devices:
        planned = plan.find_switch(device)
        shown = _shown_diff(planned.diff) if planned else set()
        assert shown == _true_diff(before[device], after[device])
    for switch in plan.switches:
        apply(network, switch.switch, switch.undo)
    assert running(network) == before


@pytest.mark.parametrize(("name", "model"), CASES, ids=IDS)
def test_a_plan_that_was_done_leaves_nothing_to_do(name, model, tmp_path):
    network = build(write_lab(STARTS[name], model))
    for switch in _plan(network, name, model, tmp_path / "before").switches:
        apply(network, switch.switch, switch.do)
    network.clock.run_for(120)
    again = _plan(network, name, model, tmp_path / "after", may_move_root=False)
    assert [line.line for switch in again.switches for line in switch.do] == []


REMOVALS = [
    ("stp-clean", "2960-12.2"),
    ("stp-defaults", "3750x-15.2"),
    ("stp-vlan-cost", "9300-16.12"),
    ("backup-trunk", "3750x-15.2"),
    ("alb-clean", "2960-12.2"),
    ("lacp-clean", "2960-12.2"),
    ("lacp-pxe", "9300-16.12"),
    ("lacp-rate", "3750x-15.2"),
    ("lacp-empty-channel", "3750-12.2"),
]


@pytest.mark.parametrize(("name", "model"), REMOVALS, ids=lambda value: value)
def test_a_removal_is_safe_complete_and_gives_back_every_byte(name, model, tmp_path):
    network = build(write_lab(STARTS[name], model))
    for switch in _plan(network, name, model, tmp_path / "before").switches:
        apply(network, switch.switch, switch.do)
    network.clock.run_for(120)
    before = running(network)
    plan = _plan(network, name, model, tmp_path / "after", is_removal=True)
    assert not plan.is_empty
    assert _type_and_watch(network, plan.steps, undone=False) == []
    after = running(network)
    left = {"lacp rate fast", "channel-group 1", "spanning-tree cost 100", "bpduguard enable"}
    assert not [word for word in left for text in after.values() if word in text]
    assert "interface Port-channel1" not in after["sw1"]
    for device in network.devices:
        planned = plan.find_switch(device)
        shown = _shown_diff(planned.diff) if planned else set()
        assert shown == _true_diff(before[device], after[device])
    assert _type_and_watch(network, plan.steps, undone=True) == []
    assert running(network) == before


def test_a_removal_leaves_what_would_put_a_guard_in_force(tmp_path):
    network = build(write_lab(STARTS["stp-defaults"], "2960-12.2"))
    for switch in _plan(network, "stp-defaults", "2960-12.2", tmp_path / "before").switches:
        apply(network, switch.switch, switch.do)
    plan = _plan(network, "stp-defaults", "2960-12.2", tmp_path / "after", is_removal=True)
    assert [line.line for line in plan.find_switch("sw2").do] == [
        "interface FastEthernet0/1", "no spanning-tree cost", "exit",
    ]  # fmt: skip
    assert any("`spanning-tree bpduguard disable` stays" in note for note in plan.notes)


def _reaches(network):
    """Tell whether a frame of the server comes to another server."""
    cables = list(dict.fromkeys(network.cables.values()))
    servers = network.servers
    probe = Probe(network.clock, cables, servers["web1"], servers["peer"])
    # balance-alb spreads frames: each leg has to carry.
    return all(probe.send() for _ in range(2))


def _type_and_watch(network, steps, *, undone, is_reached=False):
    """Type every line, let the protocols settle behind each, and name where the server is cut."""
    dark = []
    slow = network.servers["web1"].config.method == "802.3ad"
    for step in reversed(steps) if undone else steps:
        typist = Typist(network, step.switch)
        for line in step.undo if undone else step.do:
            typist.type(line.line)
            if line.line == "exit" or line.line.startswith("interface "):
                continue
            network.clock.run_for(LACP_SETTLE_S if slow else PREFIX_SETTLE_S)
            if not forwarding_legs(network, "web1"):
                dark.append(f"{step.switch}: {line.line}: no leg forwards")
            elif is_reached and not _reaches(network):
                dark.append(f"{step.switch}: {line.line}: nothing comes through")
    return dark


@pytest.mark.parametrize(("name", "model"), CASES, ids=IDS)
def test_after_every_line_a_leg_forwards(name, model, tmp_path):
    network = build(write_lab(STARTS[name], model))
    began = forwarding_legs(network, "web1")
    is_reached = name not in MOVES and bool(began) and _reaches(network)
    plan = _plan(network, name, model, tmp_path)
    dark = _type_and_watch(network, plan.steps, undone=False, is_reached=is_reached)
    assert forwarding_legs(network, "web1")
    if began:
        assert dark == []
        assert _type_and_watch(network, plan.steps, undone=True, is_reached=is_reached) == []


def test_most_starts_have_a_server_that_is_reached(tmp_path):
    reached = [name for name, start in STARTS.items()
               if _reaches(build(write_lab(start, start.models[0])))]  # fmt: skip
    assert len(reached) >= 44
