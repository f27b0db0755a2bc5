"""Rules of reading `/proc/net/bonding/BOND`."""

import json
import os
from pathlib import Path

import pytest

import netredund
from netredund.facts.linux import Bonding, MiiStatus

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "proc_net_bonding"
SHARED = Path(os.environ.get("NETREDUND_SHARED", ROOT.parent / "shared")) / "linux" / "bond"
RECORDED = sorted(SHARED.glob("*.proc.txt")) if SHARED.is_dir() else []
COMMAND = "cat /proc/net/bonding/bond0"


def read(text: str) -> Bonding:
    bond = netredund.parse(COMMAND, text)
    assert isinstance(bond, Bonding)
    return bond


def sample(name: str) -> str:
    return (FIXTURES / f"{name}.txt").read_text()


def sysfs(path: Path) -> dict[str, str]:
    """Return the kernel's other view of the same moment, by file name."""
    text = path.with_name(path.name.replace(".proc.txt", ".sysfs.txt")).read_text()
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


@pytest.mark.skipif(not RECORDED, reason="no recordings beside the checkout")
@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.name)
def test_recorded_bonds_are_read_as_sysfs_says(path: Path) -> None:
    bond, kernel = read(path.read_text()), sysfs(path)
    assert bond.complete, bond.problems
    prefix = "bond0/bonding/"
    assert bond.mode_name == kernel[prefix + "mode"].split()[0]
    assert bond.mii_status == kernel[prefix + "mii_status"]
    assert bond.mii_interval_ms == int(kernel[prefix + "miimon"])
    assert [slave.interface for slave in bond.slaves] == kernel[prefix + "slaves"].split()
    assert (bond.active_slave or "") == kernel.get(prefix + "active_slave", "")
    assert (bond.primary or "") == kernel.get(prefix + "primary", "")
    if bond.aggregator:
        assert bond.aggregator.aggregator_id == int(kernel[prefix + "ad_aggregator"])
        assert bond.aggregator.partner_key == int(kernel[prefix + "ad_partner_key"])
        assert bond.aggregator.partner_mac == kernel[prefix + "ad_partner_mac"]
    for slave in bond.slaves:
        own = f"{slave.interface}/bonding_slave/"
        assert slave.mii_status == kernel[own + "mii_status"]
        assert slave.link_failures == int(kernel[own + "link_failure_count"])
        assert slave.permanent_address == kernel[own + "perm_hwaddr"]
        if slave.actor and slave.partner:
            assert slave.aggregator_id == int(kernel[own + "ad_aggregator_id"])
            assert slave.actor.state == int(kernel[own + "ad_actor_oper_port_state"])
            assert slave.partner.state == int(kernel[own + "ad_partner_oper_port_state"])


@pytest.mark.skipif(not RECORDED, reason="no recordings beside the checkout")
def test_lacp_state_words_are_those_of_iproute2() -> None:
    compared = 0
    for path in RECORDED:
        links = path.with_name(path.name.replace(".proc.txt", ".ip-d-j-slaves.json"))
        printed = {
            link["ifname"]: link["linkinfo"]["info_slave_data"]
            for link in json.loads(links.read_text())
        }
        for slave in read(path.read_text()).slaves:
            for end in ("actor", "partner"):
                port = getattr(slave, end)
                words = printed[slave.interface].get(f"ad_{end}_oper_port_state_str")
                if port and words is not None:
                    assert list(port.state_words) == words
                    compared += 1
    assert compared > 20


def test_details_are_null_where_the_reader_was_not_root() -> None:
    bond = read(sample("linux5_lacp-not-root"))
    assert bond.complete
    assert bond.system_mac is None
    assert [slave.actor for slave in bond.slaves] == [None, None]


def test_aggregator_that_the_kernel_says_is_missing_is_not_a_cut() -> None:
    bond = read(sample("linux4_no-aggregator"))
    assert (bond.complete, bond.has_active_aggregator, bond.aggregator) == (True, False, None)


@pytest.mark.parametrize("printed", ["Unknown", "Unknown!", "4294967295 Mbps", "65535 Mbps"])
def test_speed_that_the_driver_does_not_know_is_no_number(printed: str) -> None:
    text = sample("linux6_lacp").replace("Speed: Unknown", f"Speed: {printed}")
    slave = read(text).slaves[0]
    assert (slave.speed, slave.speed_mbps) == (printed, None)


def test_none_is_no_slave_of_that_name() -> None:
    bond = read(sample("linux3_active-backup"))
    assert (bond.primary, bond.active_slave) == (None, None)


def test_fail_over_mac_is_not_part_of_the_mode() -> None:
    bond = read(sample("linux3_active-backup"))
    assert (bond.mode_name, bond.fail_over_mac) == ("active-backup", "active")


def test_unknown_status_is_kept_and_noted() -> None:
    bond = read(sample("linux6_lacp").replace("MII Status: down", "MII Status: tired"))
    assert bond.slaves[0].mii_status == "tired"
    assert not bond.complete


@pytest.mark.parametrize(
    "name",
    ["linux6_lacp", "linux2_lacp", "linux6_active-backup-arp"],
)
def test_cut_at_any_line_is_noticed(name: str) -> None:
    lines = sample(name).splitlines()
    for count in range(len(lines)):
        assert not read("\n".join(lines[:count])).complete, f"cut below line {count}"


def test_cut_inside_a_line_is_noticed() -> None:
    lines = sample("linux2_lacp").splitlines()
    for count, line in enumerate(lines[:-1]):
        for at in range(1, len(line)):
            text = "\n".join([*lines[:count], line[:at]])
            assert not read(text).complete, f"cut in line {count + 1} at {at}"


@pytest.mark.parametrize("name", ["linux6_lacp", "linux5_lacp-not-root", "linux2_lacp"])
def test_slave_whose_first_line_is_lost_does_not_change_the_one_above(name: str) -> None:
    whole = read(sample(name))
    lines = sample(name).splitlines()
    lost = [index for index, line in enumerate(lines) if line.startswith("Slave Interface")]
    for number, index in enumerate(lost):
        bond = read("\n".join(lines[:index] + lines[index + 1 :]))
        assert not bond.complete
        kept = [*whole.slaves[:number], *whole.slaves[number + 1 :]]
        assert [slave.mii_status for slave in bond.slaves] == [slave.mii_status for slave in kept]
        assert [slave.actor for slave in bond.slaves][:number] == [
            slave.actor for slave in whole.slaves[:number]
        ]
        assert bond.mii_status is whole.mii_status


def test_second_bond_in_the_text_does_not_mix_with_the_first() -> None:
    first = read(sample("linux2_lacp"))
    both = read(sample("linux2_lacp") + sample("linux6_active-backup-arp"))
    assert both.slaves == first.slaves
    assert both.mii_interval_ms == first.mii_interval_ms
    assert not both.complete


def test_active_slave_that_is_no_slave_is_noted() -> None:
    text = sample("linux6_active-backup-arp").replace("Slave: enp4s0", "Slave: enp9s0")
    assert "enp9s0" in read(text).problems[0].message


def test_carrier_without_slaves_is_a_cut() -> None:
    text = sample("linux6_active-backup-arp").split("\nSlave Interface")[0]
    text = text.replace("Active Slave: enp4s0", "Active Slave: None")
    bond = read(text.replace("Slave: enp3s0 (primary_reselect better)", "Slave: None"))
    assert bond.mii_status is MiiStatus.UP
    assert [problem.message for problem in bond.problems] == [
        "a bond with carrier and no slaves: the text was cut"
    ]


def test_facts_know_their_lines() -> None:
    bond = read(sample("linux6_lacp"))
    lines = sample("linux6_lacp").splitlines()
    assert lines[bond.lines["lacp_rate"] - 1] == "LACP rate: slow"
    assert lines[bond.slaves[1].line - 1] == "Slave Interface: ens1f1"
    assert bond.slaves[1].partner is not None
    assert lines[bond.slaves[1].partner.line - 1] == "details partner lacp pdu:"
