"""What would hurt is refused upon what simulated switches themselves print of it.

The commands are those that a live plan asks.
"""

import re

import pytest

import netredund
from netredund.captures import file_name
from netredund.errors import RefusedPlanError
from netredund.questions import list_plan_questions
from tests.planning.labs import build, capture, site_of

LAB = """
switches:
  sw1:
    model: WS-C2960-24TT-L
    release: "12.2"
    mode: rapid-pvst
    priority: {1: 4096}
    mac: 0019.e7aa.0100
    startup: |
      vtp mode transparent
      LINES
      interface FastEthernet0/24
       switchport mode trunk
  sw2:
    model: WS-C2960-24TT-L
    release: "12.2"
    mode: rapid-pvst
    mac: 0019.e7bb.0200
    startup: |
      vtp mode transparent
      interface FastEthernet0/24
       switchport mode trunk
links:
  - [sw1 Fa0/24, sw2 Fa0/24]
servers:
  web1:
    METHOD
    nics:
      eth0: {port: sw1 Fa0/23, cost: 1}
      eth1: {port: sw2 Fa0/23, cost: 1}
  db1:
    method: 802.3ad
    nics: {eth0: sw1 Fa0/1, eth1: SECOND}
  db2:
    method: 802.3ad
    nics: {eth0: sw1 Fa0/3, eth1: sw1 Fa0/4}
  nfs1:
    method: active-backup
    nics: {eth0: sw1 Fa0/5, eth1: sw2 Fa0/5}
"""
STP = "{method: stp, root: sw1, root_priority: 4096, uplinks: {eth0: sw1 Fa0/23, eth1: sw2 Fa0/23}}"
LACP = "{method: 802.3ad, channel_group: 1, uplinks: {eth0: sw1 Fa0/1, eth1: sw1 Fa0/2}}"
PLAIN = "{method: active-backup, uplinks: {eth0: sw1 Fa0/5, eth1: sw2 Fa0/5}}"
ALONE = "sw1: , sw2: "


def member(port, group, **_):
    return f"interface FastEthernet0/{port}; channel-group {group} mode active"


def build_lab(lines="", second="sw1 Fa0/2", method="method: stp; priority: 61440"):
    """Return a settled lab with more lines on sw1, and db1's second leg in another port."""
    written = [f"      {line}" for line in re.split(r"; ?", lines) if line]
    text = LAB.replace("      LINES\n", "".join(f"{line}\n" for line in written))
    keys = "\n    ".join(method.split("; "))
    return build(text.replace("SECOND", second).replace("METHOD", keys))


def plan(network, folder, server, switches=ALONE, **options):
    """Plan one server upon what a live plan asks, in both switches' words."""
    site = site_of(f"switches: {{{switches}}}\nservers:\n  {server}\n")
    asked = {command for each in list_plan_questions(site).values() for command in each}
    return netredund.plan(site, capture(network, folder, sorted(asked)), **options)


BOTH_LINKED = STP.replace("Fa0/23", "Fa0/24")
REFUSED = {
    # site and lab, and what is said
    "uplink": (f"nfs1: {PLAIN.replace('sw1 Fa0/5', 'sw1 Fa0/24')}", {}, {},
               "FastEthernet0/24 is a link to the switch sw2"),
    "uplink-of-the-root-for-stp": (f"web1: {STP.replace('sw1 Fa0/23', 'sw1 Fa0/24')}", {}, {},
                                   "sw1: FastEthernet0/24 is a link to the switch sw2"),
    "uplink-for-stp": (f"web1: {STP.replace('sw2 Fa0/23', 'sw2 Fa0/24')}", {}, {},
                       "sw2: FastEthernet0/24 is a link to the switch sw1"),
    "both-ends-of-the-link": (f"web1: {BOTH_LINKED}", {}, {},
                              "sw2: FastEthernet0/24 hears sw1 itself in VLAN0001"),
    "bridge-without-tree": (
        f"web1: {STP}", {"method": "method: bridge"}, {},
        "sw2: FastEthernet0/23 hears sw1 itself .*the server's bridge has no spanning tree",
    ),
    "bridge-where-a-bond-is-wanted": (f"nfs1: {PLAIN.replace('Fa0/5', 'Fa0/23')}", {}, {},
                                      "FastEthernet0/23 hears a bridge in VLAN0001"),
    "interface-of-another-bond": (
        f"db1: {LACP.replace('sw1 Fa0/2', 'sw1 Fa0/3')}",
        {"lines": "; ".join((member(1, 1), member(2, 1), member(3, 2), member(4, 2)))}, {},
        "FastEthernet0/3 is in channel group 2 with FastEthernet0/4, which is no leg of db1",
    ),
    "group-in-use": (f"db1: {LACP}", {"lines": "; ".join((member(3, 1), member(4, 1)))}, {},
                     "channel group 1 is in use by FastEthernet0/3"),
    "partner-of-another": (
        f"db1: {LACP.replace('Fa0/2', 'Fa0/3')}",
        {"lines": "; ".join((member(1, 1), member(3, 1)))}, {},
        "the legs have different LACP partners",
    ),
    "cost-that-attracts": (f"web1: {STP.replace('root:', 'cost: 12, root:')}", {}, {},
                           "cost 12 is not above 19"),
    "root-that-moves": (f"web1: {STP.replace('sw1, root_priority: 4096', 'sw2')}", {}, {},
                        "the root of VLAN 1 would move from sw1 to sw2"),
    "root-that-cannot-be-had": (
        f"web1: {STP.replace('sw1, root_priority: 4096', 'sw2, root_priority: 8192')}", {},
        {"may_move_root": True}, "cannot be root of VLAN 1 with priority 8192: sw1 has 4097",
    ),
    "tree-that-is-off": (f"web1: {STP}", {"lines": "no spanning-tree vlan 1"}, {},
                         "spanning tree is off in VLAN 1"),
    "another-hostname": (f"nfs1: {PLAIN}", {}, {"switches": "sw1: {hostname: core}, sw2: "},
                         "hostname, expected core, got sw1"),
    "another-serial": (f"nfs1: {PLAIN}", {}, {"switches": "sw1: {serial: FOC1234X0AB}, sw2: "},
                       "serial number, expected FOC1234X0AB, got FOC1010X100"),
    "no-stack": (
        f"db1: {LACP.replace('sw1 Fa0/2', 'sw2 Fa0/2')}", {},
        {"switches": "sw1: {stack: a}, sw2: {stack: a}"},
        "its members call themselves sw1 and sw2: they are switches of their own",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case)
def test_what_would_hurt_is_refused_upon_what_the_switches_print(case, tmp_path):
    server, lab, options, said = REFUSED[case]
    with pytest.raises(RefusedPlanError, match=said):
        plan(build_lab(**lab), tmp_path, server, **options)


PLANNED = {
    "bridge": f"web1: {STP}",
    "bond": f"db1: {LACP}",
    "plain": f"nfs1: {PLAIN}",
}


@pytest.mark.parametrize("case", PLANNED, ids=lambda case: case)
def test_what_is_as_the_site_says_is_planned_without_a_note(case, tmp_path):
    planned = plan(build_lab(), tmp_path, PLANNED[case])
    assert not planned.is_empty
    assert planned.notes == ()


def test_every_refusal_names_a_line_that_the_switch_printed(tmp_path):
    with pytest.raises(RefusedPlanError) as caught:
        plan(build_lab(), tmp_path, f"web1: {BOTH_LINKED}")
    (refusal,) = caught.value.refusals
    command, number = refusal.evidence.split(", line ")
    printed = (tmp_path / refusal.switch / file_name(command)).read_text().splitlines()
    assert "Port 24 (FastEthernet0/24) of VLAN0001" in printed[int(number) - 1]


def test_a_leg_that_is_not_connected_is_noted(tmp_path):
    planned = plan(build_lab(second="sw1 Fa0/9"), tmp_path, f"db1: {LACP}")
    assert any("sw1 FastEthernet0/2 is not connected" in note for note in planned.notes)


@pytest.mark.parametrize(
    ("location", "is_noted"), [("192.0.2.77", True), ("laptop.example.com", True),
                               ("127.0.0.1", False), ("", False)],
)  # fmt: skip
def test_a_session_that_comes_from_nowhere_known_is_noted(location, is_noted, tmp_path):
    network = build_lab()
    network.device("sw1").sessions[0] = f"admin {location}"
    notes = plan(network, tmp_path, f"nfs1: {PLAIN}").notes
    assert any("by which port our own session" in note for note in notes) is is_noted
