"""The watch of the campaign sees what it has to see."""

import pytest

from tests.transaction.campaign import make_scene, simulate


def test_watch_sees_that_all_legs_are_down():
    with simulate(make_scene("active-backup", "own lines")) as simulation:
        simulation.network.clock.run_for(60)
        assert simulation.dark_s == 0
        simulation.network.cable("web1 eth0").cut()
        simulation.network.clock.run_for(10)
        assert simulation.dark_s == 0
        simulation.network.cable("web1 eth1").cut()
        simulation.network.clock.run_for(5)
        assert simulation.dark_s == pytest.approx(5, abs=0.5)


def test_watch_sees_that_no_leg_forwards():
    with simulate(make_scene("active-backup", "own lines")) as simulation:
        simulation.network.clock.run_for(60)
        for leg in ("web1 eth0", "web1 eth1"):
            simulation.network.cable(leg).cut()
            simulation.network.cable(leg).restore()
        simulation.network.clock.run_for(60)
        assert simulation.dark_s < 1
        assert simulation.blocked_s == pytest.approx(30, abs=1)


def test_watch_sees_that_all_legs_left_their_bundle():
    with simulate(make_scene("802.3ad", "own lines")) as simulation:
        simulation.push()
        simulation.network.clock.run_for(60)
        assert simulation.dark_s == 0
        for leg in ("1", "2"):
            simulation.network.configure("sw1", f"interface Fa0/{leg}", "channel-group 1 mode on")
        for leg in ("1", "2"):
            simulation.network.configure(
                "sw1", f"interface Fa0/{leg}", "no channel-group", "channel-group 2 mode active",
                "switchport access vlan 1",
            )  # fmt: skip
        simulation.network.configure("sw1", "interface range Fa0/1 - 2", "shutdown")
        simulation.network.clock.run_for(5)
        assert simulation.dark_s >= 4
