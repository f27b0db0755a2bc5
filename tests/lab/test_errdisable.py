"""Tests for netredund.lab.errdisable as its lines and `show errdisable recovery` have it."""

import pytest

from netredund.lab.config import RECOVERY_CAUSES
from netredund.lab.definition import STANDARD_LAB
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network
from tests.lab.devices import TRAINS, make_device, make_session
from tests.lab.test_rollback import enter

PORT = "FastEthernet0/24"


@pytest.fixture
def network() -> Network:
    """Return a settled lab whose sw2 has lost its link to BPDU guard."""
    made = Network(parse_lab(STANDARD_LAB, "standard lab"))
    made.clock.run_for(60)
    made.device("sw2").flash.store("x", made.device("sw2").file_lines(), 0.0)
    return made


def guard(network: Network, *lines: str) -> None:
    network.configure("sw2", *lines, f"interface {PORT}", "spanning-tree bpduguard enable")
    network.clock.run_for(5)


def reason(network: Network) -> str | None:
    return network.device("sw2").switch.ports[PORT].reason


def waiting(network: Network) -> list[str]:
    """Return the ports that `show errdisable recovery` lists, with cause and seconds."""
    shown = network.show("sw2", "show errdisable recovery").split("next timeout:")[1]
    return [" ".join(line.split()) for line in shown.splitlines() if "Fa" in line]


@pytest.mark.parametrize("train", TRAINS)
def test_causes_and_interval_are_shown_and_written(train: str) -> None:
    session = make_session(make_device(train))
    enter(
        session,
        "configure terminal",
        "errdisable recovery cause bpduguard",
        "errdisable recovery interval 30",
        "end",
    )
    shown = enter(session, "show errdisable recovery")
    assert "bpduguard                    Enabled\n" in shown
    assert "udld                         Disabled\n" in shown
    assert "Timer interval: 30 seconds\n" in shown
    assert enter(session, "show running-config | include errdisable").splitlines() == [
        "errdisable recovery cause bpduguard",
        "errdisable recovery interval 30",
    ]


def test_all_is_each_cause() -> None:
    device = make_device()
    session = make_session(device)
    enter(session, "configure terminal", "errdisable recovery cause all")
    enter(session, "no errdisable recovery cause udld", "end")
    lines = [line for line in device.running_lines() if line.startswith("errdisable")]
    kept = [f"errdisable recovery cause {cause}" for cause in RECOVERY_CAUSES if cause != "udld"]
    assert lines == kept
    enter(session, "configure terminal", "no errdisable recovery cause all", "end")
    assert not any(line.startswith("errdisable") for line in device.running_lines())


def test_port_waits_and_comes_back(network: Network) -> None:
    guard(network, "errdisable recovery cause bpduguard", "errdisable recovery interval 30")
    assert reason(network) == "bpduguard"
    assert waiting(network)[0].startswith("Fa0/24 bpduguard 2")
    network.configure("sw2", f"interface {PORT}", "no spanning-tree bpduguard")
    network.clock.run_for(31)
    assert reason(network) is None
    assert waiting(network) == []


def test_port_without_recovery_stays(network: Network) -> None:
    guard(network)
    assert waiting(network) == []
    network.clock.run_for(1000)
    assert reason(network) == "bpduguard"


def test_cause_that_is_taken_off_stops_the_timer(network: Network) -> None:
    guard(network, "errdisable recovery cause bpduguard", "errdisable recovery interval 30")
    network.configure("sw2", "no errdisable recovery cause bpduguard")
    assert waiting(network) == []
    network.clock.run_for(1000)
    assert reason(network) == "bpduguard"
    network.configure("sw2", "errdisable recovery cause bpduguard")
    assert waiting(network) == ["Fa0/24 bpduguard 30"]


def test_replaced_configuration_stops_the_timer_and_leaves_the_port(network: Network) -> None:
    guard(network, "errdisable recovery cause bpduguard", "errdisable recovery interval 30")
    network.show("sw2", "configure replace flash:x force")
    assert waiting(network) == []
    network.clock.run_for(1000)
    assert reason(network) == "bpduguard"
    network.configure("sw2", f"interface {PORT}", "shutdown", "no shutdown")
    assert reason(network) is None


def test_reload_takes_the_port_out(network: Network) -> None:
    network.device("sw2").save()
    guard(network)
    network.reload("sw2")
    network.clock.run_for(90)
    assert reason(network) is None
    assert "Fa0/24" in network.show("sw2", "show spanning-tree")
