"""Tests for netredund.lab.labfile, labnodes and labservers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netredund.errors import LabFileError
from netredund.lab.definition import STANDARD_LAB, PortPlace
from netredund.lab.labfile import load_lab, parse_lab


def problems_of(text: str) -> list[str]:
    with pytest.raises(LabFileError) as caught:
        parse_lab(text, "x.yaml")
    assert caught.value.exit_code == 2
    return list(caught.value.problems)


def test_standard_lab_has_two_switches_and_two_servers() -> None:
    lab = parse_lab(STANDARD_LAB)
    assert [switch.name for switch in lab.switches] == ["sw1", "sw2"]
    assert [(server.name, server.method) for server in lab.servers] == [
        ("web1", "stp"),
        ("db1", "802.3ad"),
    ]
    assert lab.links[0].ends == (
        PortPlace("sw1", "FastEthernet0/24"),
        PortPlace("sw2", "FastEthernet0/24"),
    )


def test_switch_has_everything_that_its_keys_say() -> None:
    lab = parse_lab(
        """
switches:
  core:
    model: WS-C3750X-24T-S
    release: 12.2(55)SE10
    mode: rapid-pvst
    priority: {1: 4096, 10: 8192}
    mac: 0019.E7AA.0100
    speeds: {Gi1/0/1: 100, gi1/0/2: [10, 100]}
    startup: |
      vlan 10
servers:
  s1:
    method: 802.3ad
    lacp_rate: fast
    lacp_active: off
    primary: eth1
    nics:
      eth0: {port: core Gi1/0/3, speed: 10000, mac: "52:54:00:00:00:01"}
      eth1: core gi1/0/4
      eth2: {speed: 100}
links:
  - {port: core Gi1/0/5, wire: veth0}
"""
    )
    switch = lab.switches[0]
    assert switch.release.train == "12.2"
    assert switch.priority == {1: 4096, 10: 8192}
    assert switch.address == "0019.e7aa.0100"
    speeds = {port.name: port.speeds for port in switch.ports()}
    assert speeds["GigabitEthernet1/0/1"] == (100,)
    assert speeds["GigabitEthernet1/0/2"] == (10, 100)
    assert speeds["GigabitEthernet1/0/3"] == (10, 100, 1000)
    server = lab.servers[0]
    assert (server.lacp_rate, server.lacp_active, server.primary) == ("fast", False, "eth1")
    assert [nic.place for nic in server.nics] == [
        PortPlace("core", "GigabitEthernet1/0/3"),
        PortPlace("core", "GigabitEthernet1/0/4"),
        None,
    ]
    assert lab.links[0].wire == "veth0"


def test_switch_without_keys_is_one_with_an_address_of_its_own() -> None:
    lab = parse_lab("switches: {a: , b: {}}")
    assert lab.switches[0].model.name == "WS-C2960-24TT-L"
    assert lab.switches[0].address != lab.switches[1].address


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "x.yaml: nothing in it"),
        ("- a", "x.yaml:1:1: lab: a mapping is expected"),
        ("links: []", "x.yaml:1:1: lab: no switches"),
        ("switches: {a: {}", "x.yaml:1:17: expected ',' or '}', but got '<stream end>'"),
        ("switchs: {}", "x.yaml:1:1: lab: no key 'switchs', did you mean 'switches'? "),
        ("switches: {a: {}, a: {}}", "x.yaml:1:19: switches: 'a' is there twice"),
        ("switches: {a: {colour: red}}", "x.yaml:1:16: switch a: no key 'colour' (allowed: model"),
        (
            "switches: {a: {model: WS-C2960}}",
            "x.yaml:1:23: switch a: no model 'WS-C2960', did you mean 'WS-C2960-24TT-L'?",
        ),
        (
            "switches: {a: {release: '15.2'}}",
            "x.yaml:1:25: switch a: WS-C2960-24TT-L has no release '15.2', did you mean",
        ),
        ("switches: {a: {mode: mst}}", "x.yaml:1:22: switch a: mode: 'mst' is not known"),
        (
            "switches: {a: {priority: {1: 5}}}",
            "x.yaml:1:30: switch a: priority 5 is no multiple of 4096",
        ),
        (
            "switches: {a: {priority: {0: 0}}}",
            "x.yaml:1:27: switch a: priority: VLAN: '0' is no number from 1 to 4094",
        ),
        ("switches: {a: {mac: nonsense}}", "x.yaml:1:21: switch a: mac: 'nonsense' is no address"),
        (
            "switches: {a: {mac: 0100.0000.0001}}",
            "x.yaml:1:21: switch a: mac: '0100.0000.0001' is no address",
        ),
        (
            "switches: {a: {mac: 0019.e7aa.0100}, b: {mac: 0019.e7aa.0100}}",
            "x.yaml:1:38: switch b: its MAC address 0019.e7aa.0100 is there twice",
        ),
        ("switches: {a: {speeds: {Fa0/99: 10}}}", "x.yaml:1:25: switch a: WS-C2960-24TT-L has no"),
        ("switches: {a: {speeds: {Fa0/1: 7}}}", "x.yaml:1:32: switch a: '7' is no speed in Mb/s"),
        ("switches: {'1 2': {}}", "x.yaml:1:12: switch '1 2': no name for a switch"),
        (
            "switches: {a: {}}\nlinks: [[a Fa0/1, b Fa0/1]]",
            "x.yaml:2:19: link: no switch 'b' (allowed: a)",
        ),
        ("switches: {a: {}}\nlinks: [[a, a Fa0/1]]", "x.yaml:2:10: link: 'a' is no port like"),
        ("switches: {a: {}}\nlinks: [[a Fa0/1]]", "x.yaml:2:9: link: a link has two ends"),
        (
            "switches: {a: {}}\nlinks: [[a Fa0/1, a fa0/1]]",
            "x.yaml:2:19: link: a FastEthernet0/1 has a cable already",
        ),
        ("switches: {a: {}}\nlinks: [{wire: x}]", "x.yaml:2:9: link: a wire is {port: sw1 Fa0/1"),
        (
            "switches: {a: {}}\nlinks: [{port: a Fa0/1, wire: 'a b'}]",
            "x.yaml:2:31: link: 'a b' is no name of an interface",
        ),
        (
            "switches: {a: {}}\nservers: {s: {nics: {e: a Fa0/1}}}",
            "x.yaml:2:14: server s: no method",
        ),
        ("switches: {a: {}}\nservers: {s: {method: stp}}", "x.yaml:2:14: server s: no nics"),
        (
            "switches: {a: {}}\nservers: {a: {method: stp, nics: {e: a Fa0/1}}}",
            "x.yaml:2:11: server a: a switch has that name",
        ),
        (
            "switches: {a: {}}\nservers: {s: {method: stp, lacp_rate: fast, nics: {e: a Fa0/1}}}",
            "x.yaml:2:28: server s (stp): no key 'lacp_rate'",
        ),
        (
            "switches: {a: {}}\nservers: {s: {method: balance-alb, primary: x, nics: {e: }}}",
            "x.yaml:2:45: server s: primary: no NIC 'x'",
        ),
        (
            "switches: {a: {}}\nservers: {s: {method: stp, nics: {e: {port: a Fa0/1, cost: 0}}}}",
            "x.yaml:2:60: server s: e: cost: '0' is no number from 1 to 65535",
        ),
        ("switches: {a: {}}\nusers: {u: {}}", "x.yaml:2:12: user u: neither password nor keys"),
        ("a: &a [*a]", "x.yaml:1:1: lab: no key 'a'"),
        ("[" * 5000, "x.yaml: too deep"),
        ("switches: {a: {startup_file: /nowhere/at/all}}", "x.yaml:1:30: switch a: startup_file:"),
    ],
)
def test_mistake_is_named_with_its_place(text: str, problem: str) -> None:
    assert any(found.startswith(problem) for found in problems_of(text)), problems_of(text)


def test_all_mistakes_come_at_once_and_in_order() -> None:
    text = "switches:\n  a: {mode: x, priority: {1: 1}}\n  b: {model: y}\nlinks: [1]"
    places = [problem.split(":")[1] for problem in problems_of(text)]
    assert places == ["2", "2", "3", "4"]


def test_startup_file_is_found_beside_the_lab_file(tmp_path: Path) -> None:
    (tmp_path / "a.cfg").write_text("vlan 10\n")
    (tmp_path / "lab.yaml").write_text("switches: {a: {startup_file: a.cfg}}")
    assert load_lab(tmp_path / "lab.yaml").switches[0].startup == "vlan 10\n"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"switches: {a: {\xe9: 1}}"])
def test_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "lab.yaml"
    path.write_bytes(data)
    with pytest.raises(LabFileError, match="no UTF-8"):
        load_lab(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabFileError, match="No such file"):
        load_lab(tmp_path / "none.yaml")


@given(st.text(max_size=200))
def test_any_text_is_a_lab_or_refused(text: str) -> None:
    try:
        parse_lab(text)
    except LabFileError as error:
        assert error.problems


@given(st.integers(0, len(STANDARD_LAB)), st.sampled_from(list("{}[]:,&*!|>'\"#%@- \n\tx0")))
def test_any_change_of_a_lab_file_is_a_lab_or_refused(place: int, letter: str) -> None:
    try:
        parse_lab(STANDARD_LAB[:place] + letter + STANDARD_LAB[place:])
    except LabFileError as error:
        assert all(problem.startswith("LAB.yaml:") for problem in error.problems)
