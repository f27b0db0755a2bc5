"""Rules of reading iproute2's JSON."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import netredund
from netredund.facts.linux import BridgeLinks, IpLinks

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
SHARED = Path(os.environ.get("NETREDUND_SHARED", ROOT.parent / "shared")) / "linux"
RECORDED_IP = sorted([*SHARED.glob("bond/*.json"), *SHARED.glob("bridge/*ip-j*.json")])
RECORDED_BRIDGE = sorted(SHARED.glob("bridge/*bridge-d-j*.json"))
LINK = '{"ifname":"eth0","flags":["UP"],"master":"br0","state":"forwarding"}'


def bridge(text: str) -> BridgeLinks:
    facts = netredund.parse("bridge -d -j link", text)
    assert isinstance(facts, BridgeLinks)
    return facts


def ip(text: str) -> IpLinks:
    facts = netredund.parse("ip -d -j link", text)
    assert isinstance(facts, IpLinks)
    return facts


def sample(name: str) -> str:
    return (FIXTURES / f"{name}.txt").read_text()


@pytest.mark.skipif(not RECORDED_IP, reason="no recordings beside the checkout")
@pytest.mark.parametrize("path", RECORDED_IP, ids=lambda path: path.name)
def test_recorded_links_are_read_as_the_json_says(path: Path) -> None:
    facts = ip(path.read_text())
    assert (facts.complete, facts.problems) == (True, ())
    printed = json.loads(path.read_text())
    assert [link.interface for link in facts.links] == [link["ifname"] for link in printed]
    for link, raw in zip(facts.links, printed, strict=True):
        info = raw["linkinfo"]
        assert link.has_carrier == ("LOWER_UP" in raw["flags"])
        for record, data in (
            (link.bridge, info.get("info_data")),
            (link.bond, info.get("info_data")),
            (link.bridge_port, info.get("info_slave_data")),
            (link.bond_port, info.get("info_slave_data")),
        ):
            for name in record.__struct_fields__ if record else ():
                if name in data and data[name] is not None:
                    value = getattr(record, name)
                    assert (list(value) if isinstance(value, tuple) else value) == data[name]


@pytest.mark.skipif(not RECORDED_BRIDGE, reason="no recordings beside the checkout")
@pytest.mark.parametrize("path", RECORDED_BRIDGE, ids=lambda path: path.name)
def test_recorded_ports_are_read_as_the_json_says(path: Path) -> None:
    facts = bridge(path.read_text())
    assert facts.complete
    for port, raw in zip(facts.ports, json.loads(path.read_text()), strict=True):
        expected = (raw["ifname"], raw["state"], raw["cost"], raw["priority"])
        assert (port.interface, port.state, port.cost, port.priority) == expected


@pytest.mark.skipif(not shutil.which("ip"), reason="no iproute2 here")
def test_links_of_this_machine_are_read_whole() -> None:
    run = subprocess.run(["ip", "-d", "-j", "link"], capture_output=True, text=True)
    if run.returncode:
        pytest.skip(f"ip does not run here: {run.stderr}")
    facts = ip(run.stdout)
    assert facts.complete, facts.problems
    assert facts.links[0].interface == "lo"


def test_empty_list_says_that_there_is_nothing() -> None:
    facts = bridge("[]\n")
    assert (facts.empty, facts.complete, facts.ended) == (True, True, True)


def test_empty_objects_of_old_iproute2_are_no_links() -> None:
    facts = bridge(f"[{{}},{LINK},{{}}]")
    assert facts.complete
    assert [port.interface for port in facts.ports] == ["eth0"]


def test_carrier_is_unknown_while_the_link_is_off() -> None:
    ports = bridge(sample("bridge_-d_-j_link/linux_pretty")).ports
    assert [(port.is_up, port.has_carrier) for port in ports] == [(False, None), (True, True)]


def test_link_knows_the_line_of_its_name() -> None:
    text = sample("bridge_-d_-j_link/linux_pretty")
    for port in bridge(text).ports:
        assert f'"ifname": "{port.interface}"' in text.splitlines()[port.line - 1]


@pytest.mark.parametrize("command", ["bridge -d -j link", "ip -d -j link"])
def test_text_form_says_how_to_record_it(command: str) -> None:
    facts = netredund.parse(command, sample("bridge_-d_-j_link/linux_text-form"))
    assert command in facts.problems[0].message
    assert [line.line for line in facts.unparsed] == [1]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param(f"[{LINK}", "truncated", id="cut"),
        pytest.param(f"[{LINK}]\n[{LINK}]", "trailing", id="two documents"),
        pytest.param(LINK, "list", id="no list"),
        pytest.param("[1]", "without a name", id="no object"),
        pytest.param(f"[{LINK},{LINK}]", "twice", id="twice"),
        pytest.param('[{"ifname":"eth0","mtu":"big"}]', "mtu", id="wrong kind"),
        pytest.param('[{"ifname":7}]', "without a name", id="wrong name"),
        pytest.param('[{"ifname":"e","linkinfo":[]}]', "linkinfo", id="wrong object"),
        pytest.param('[{"ifname":"e","flags":[1]}]', "flags", id="wrong list"),
        pytest.param("[" * 100_000, "", id="deep"),
        pytest.param('[{"ifname":"e","mtu":1e9}]', "mtu", id="no whole number"),
        pytest.param('[{"ifname":"e","mtu":1e999}]', "out of range", id="no number"),
    ],
)
def test_what_is_no_list_of_links_is_noted(text: str, word: str) -> None:
    facts = ip(text)
    assert not facts.complete
    assert any(word in problem.message for problem in facts.problems)


def test_unknown_state_is_kept_and_noted() -> None:
    facts = bridge(f"[{LINK.replace('forwarding', 'dreaming')}]")
    assert facts.ports[0].state == "dreaming"
    assert not facts.complete


def test_unknown_keys_are_no_problem() -> None:
    assert ip('[{"ifname":"e","news":{"a":[1,null]}}]').complete


def test_link_without_a_bridge_is_no_bridge_port() -> None:
    assert not bridge('[{"ifname":"eth0"}]').complete


def test_cut_at_any_byte_is_noticed() -> None:
    text = sample("ip_-d_-j_link/linux_bridge").rstrip()
    for at in range(0, len(text), 7):
        assert not ip(text[:at]).complete
