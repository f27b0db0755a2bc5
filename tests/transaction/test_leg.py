"""Rules of legs, on views recorded from devices and on ports of the lab."""

import pytest

import netredund
from netredund.session import FakeSwitch
from netredund.transaction.leg import LegState, look_at_leg
from tests.conftest import ROOT
from tests.transaction.campaign import make_scene, simulate
from tests.transaction.test_guard import log_in

NO_GROUPS = (ROOT / "fixtures/show_etherchannel_summary/iosvl2_no_groups.txt").read_text()
NO_TREE = "no spanning tree info available for GigabitEthernet0/1\n"
STATUS = """
Port      Name               Status       Vlan       Duplex  Speed Type
Gi0/1                        {status} 1          a-full   auto RJ45
"""
TREE = """
Vlan                Role Sts Cost      Prio.Nbr Type
------------------- ---- --- --------- -------- --------------------------------
VLAN0001            {row}
"""
SUMMARY = """\
Number of channel-groups in use: 1
Number of aggregators:           1

Group  Port-channel  Protocol    Ports
------+-------------+-----------+-----------------------------------------------
1      Po1(S{u})         LACP      Gi0/1({flag})
"""


def look(status="connected   ", row=None, summary=NO_GROUPS, group=None, partner=None):
    tree = TREE.format(row=row) if row else NO_TREE
    shows = {
        "show interfaces status": STATUS.format(status=status),
        "show etherchannel summary": summary,
        "show spanning-tree interface GigabitEthernet0/1": tree,
        "show spanning-tree interface Po1": tree,
    }
    if partner is not None:
        shows["show lacp neighbor"] = partner
    return look_at_leg(FakeSwitch(shows=shows), "GigabitEthernet0/1", group)


@pytest.mark.parametrize(
    "row",
    ["Desg FWD 4         128.2    P2p", "Altn BLK 4         128.2    P2p",
     "Back BLK 4         128.2    Shr", "Root FWD 4         128.2    P2p", None],
    ids=["designated", "alternate", "backup", "root", "no-tree"],
)  # fmt: skip
def test_a_port_that_forwards_or_rests_is_in_order(row):
    assert look(row=row) == LegState()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Desg LIS 4         128.2    P2p", "LIS"),
        ("Desg LRN 4         128.2    P2p", "LRN"),
        ("Desg BKN*4         128.2    P2p *PVID_Inc", "BKN* PVID_Inc"),
        ("Desg BLK 4         128.2    P2p", "BLK"),
    ],
)
def test_a_port_that_does_not_forward_yet_or_is_broken_is_at_fault(row, said):
    state = look(row=row)
    assert said in state.fault
    assert not state.is_final
    assert not state.is_silent


def test_a_port_without_a_link_is_silent():
    state = look("notconnect  ")
    assert (state.fault, state.is_silent) == ("GigabitEthernet0/1 is notconnect", True)


def test_an_err_disabled_port_is_final():
    assert look("err-disabled").is_final


def test_a_port_that_the_switch_does_not_have_is_final():
    shows = {"show interfaces status": STATUS.format(status="connected   ")}
    assert look_at_leg(FakeSwitch(shows=shows), "GigabitEthernet0/9").is_final


@pytest.mark.parametrize(
    ("flag", "fault"),
    [("P", ""), ("s", "not bundled"), ("w", "not bundled"), ("I", "not bundled"), ("D", "not")],
)
def test_a_member_of_its_group_has_to_be_bundled(flag, fault):
    summary = SUMMARY.format(u="U", flag=flag)
    state = look(row="Desg FWD 4         128.2    P2p", summary=summary, group=1)
    assert (fault in state.fault) if fault else not state.fault


def test_a_port_in_no_group_or_another_is_not_in_order():
    assert "in no group, expected 1" in look(group=1).fault
    summary = SUMMARY.format(u="U", flag="P")
    assert "in group 1, not 2" in look(summary=summary, group=2).fault


def test_a_member_that_works_alone_is_in_order_where_no_group_is_wanted():
    summary = SUMMARY.format(u="D", flag="I")
    assert look(row="Desg FWD 4         128.2    P2p", summary=summary) == LegState()


class TestInTheLab:
    @pytest.fixture
    def bonded(self):
        with simulate(make_scene("802.3ad", "own lines")) as simulation:
            yield simulation

    def look(self, simulation, group=1):
        with log_in(simulation) as session:
            return look_at_leg(session, "FastEthernet0/1", group)

    def test_a_leg_is_bundled_when_both_ends_agree(self, bonded):
        bonded.push()
        assert self.look(bonded) == LegState()

    def test_a_bundled_leg_whose_server_goes_is_silent(self, bonded):
        bonded.push()
        bonded.network.stop_server("db1")
        bonded.network.clock.run_for(120)
        state = self.look(bonded)
        assert state.fault
        assert state.is_silent

    def test_a_server_that_does_not_bond_is_silent(self, bonded):
        bonded.push()
        bonded.network.start_server("db1", method="active-backup")
        bonded.network.clock.run_for(200)
        state = self.look(bonded)
        assert "not bundled" in state.fault
        assert state.is_silent


def test_what_is_not_understood_is_a_fault():
    shows = {
        "show interfaces status": STATUS.format(status="connected   "),
        "show etherchannel summary": NO_GROUPS,
        "show spanning-tree interface GigabitEthernet0/1": "% Something else\n",
    }
    assert look_at_leg(FakeSwitch(shows=shows), "GigabitEthernet0/1").fault
    assert netredund.FakeSwitch is FakeSwitch
