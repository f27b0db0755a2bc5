"""Holds the lab's LACP and its simulated bonds against the real Linux bonding driver.

The driver runs in a guest kernel (uml.py; packages user-mode-linux, kmod and iproute2), joined to
lab switches by wires. The same scenarios run with the lab's own server, in virtual time.
"""

import asyncio
import fcntl
import json
import sys
from functools import cache
from pathlib import Path

import pytest

from netredund import parse, verify
from netredund.facts.lacp import Lacp, LacpBits, LacpPort
from netredund.facts.linux import Bonding, IpLinks
from tests.conftest import ROOT
from tests.lab import uml
from tests.lab.bond_course import (
    BONDING,
    Await,
    Course,
    Look,
    Scenario,
    Simulation,
    Views,
    condense,
    follow,
)
from tests.lab.bond_scenarios import SCENARIOS

GUEST_LIMIT_S = 90
LOOKS = [
    pytest.param(scenario, step.name, id=f"{scenario.name}: {step.name}")
    for scenario in SCENARIOS
    for step in scenario.steps
    if isinstance(step, Look)
]
WAITS = [
    pytest.param(scenario, step, id=f"{scenario.name}: {step.name}")
    for scenario in SCENARIOS
    for step in scenario.steps
    if isinstance(step, Await)
]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> dict[str, Course]:
    """Return the courses of all scenarios with the real driver; the guest is booted once."""
    reason = uml.missing()
    if reason is not None:
        pytest.skip(reason)
    folder = tmp_path_factory.getbasetemp().parent / f"{testrun_uid}-bonds"
    folder.mkdir(exist_ok=True)
    result = folder / "result.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not result.exists():
            result.write_text(run_guest(folder))
    courses = json.loads(result.read_text())
    assert isinstance(courses, dict), courses
    return {name: Course(**course) for name, course in courses.items()}


def run_guest(folder: Path) -> str:
    """Return the courses as JSON, or as a JSON text what went wrong.

    A guest that hangs is booted once more: with other guests beside it that was seen to happen.
    """
    program = str(ROOT / "tests" / "lab" / "bond_guest.py")
    failures = []
    for attempt in ("first", "second"):
        own = folder / attempt
        own.mkdir()
        line = [f"PYTHONPATH={ROOT}", sys.executable, program, str(uml.SHARED / "courses.json")]
        try:
            uml.run(line, own, GUEST_LIMIT_S)
            return (own / "courses.json").read_text()
        except RuntimeError as error:
            failures.append(str(error))
    return json.dumps("\n".join(failures))


@cache
def simulated(scenario: Scenario) -> Course:
    """Return the course of a scenario with the lab's own server."""
    return asyncio.run(follow(scenario, Simulation(scenario)))


# what both sides say


def without_chance(proc: str) -> list[str]:
    """Return the lines without what is left to chance: versions, and numbers of aggregators.

    Whose LACPDU comes first decides which of two aggregators goes on; of slaves without a partner
    either may be in use.
    """
    numbers: dict[str, str] = {}
    lines = []
    for line in reversed(proc.splitlines()):
        if line.startswith("Aggregator ID: "):
            number = numbers.setdefault(line, chr(ord("A") + len(numbers)))
            line = f"Aggregator ID: {number}"
        elif line.startswith("\tAggregator ID: "):
            line = f"\tAggregator ID: {numbers.get(line.strip(), 'none')}"
        if not line.startswith("Ethernet Channel Bonding Driver"):
            lines.append(line)
    if "\tPartner Mac Address: 00:00:00:00:00:00" in lines:
        return sorted(line for line in lines if not line.lstrip().startswith("Aggregator ID"))
    return lines[::-1]


@pytest.mark.parametrize(("scenario", "look"), LOOKS)
def test_simulated_bond_prints_what_the_driver_prints(
    kernel: dict[str, Course], scenario: Scenario, look: str
) -> None:
    expected = kernel[scenario.name].views[look]["db1"][BONDING]
    got = simulated(scenario).views[look]["db1"][BONDING]
    assert without_chance(got) == without_chance(expected)


@pytest.mark.parametrize(("scenario", "look"), LOOKS)
def test_switches_see_the_driver_as_they_see_the_simulated_bond(
    kernel: dict[str, Course], scenario: Scenario, look: str
) -> None:
    theirs, ours = kernel[scenario.name].views[look], simulated(scenario).views[look]
    for switch in scenario.startup:
        for command in ("show etherchannel summary", "show interfaces status"):
            assert ours[switch][command] == theirs[switch][command]


def legs_of(views: Views, scenario: Scenario, command: str) -> dict[str, LacpPort]:
    """Return the lines of `show lacp ...` by the NIC at the other end."""
    nics = {leg: f"eth{place}" for place, leg in enumerate(scenario.legs)}
    found = {}
    for switch in scenario.startup:
        facts = parse(command, views[switch][command])
        assert isinstance(facts, Lacp)
        for group in facts.groups:
            for port in group.ports:
                found[nics[f"{switch} {port.interface}"]] = port
    return found


@pytest.mark.parametrize(
    ("scenario", "look", "verdict"),
    [
        pytest.param(scenario, step.name, step.verdict, id=f"{scenario.name}: {step.name}")
        for scenario in SCENARIOS
        for step in scenario.steps
        if isinstance(step, Look) and step.verdict == "pass" and scenario.method == "802.3ad"
    ],
)
def test_both_sides_agree_about_a_bundle_that_works(
    kernel: dict[str, Course], scenario: Scenario, look: str, verdict: str
) -> None:
    views = kernel[scenario.name].views[look]
    bond = parse(BONDING, views["db1"][BONDING])
    links = parse("ip -d -j link", views["db1"]["ip -d -j link"])
    assert isinstance(bond, Bonding) and bond.complete
    assert isinstance(links, IpLinks) and links.complete
    ports = {link.interface: link.bond_port for link in links.links}
    heard = legs_of(views, scenario, "show lacp neighbor")
    own = legs_of(views, scenario, "show lacp internal")
    assert set(heard) == set(own) == {"eth0", "eth1"}
    for slave in bond.slaves:
        actor, partner = slave.actor, slave.partner
        assert actor is not None and partner is not None
        port = ports[slave.interface]
        assert port is not None
        told = (port.ad_actor_oper_port_state, port.ad_partner_oper_port_state)
        assert told == (actor.state, partner.state)
        there, here = heard[slave.interface], own[slave.interface]
        assert int(there.port_state or "", 16) == actor.state
        assert int(here.port_state or "", 16) == partner.state
        assert int(here.oper_key or "", 16) == partner.key
        assert int(here.port_number or "", 16) == partner.port_number
        assert int(there.oper_key or "", 16) == actor.key
        assert int(there.port_number or "", 16) == actor.port_number


@pytest.mark.parametrize("side", ["driver", "simulation"])
@pytest.mark.parametrize(
    ("scenario", "look", "verdict"),
    [
        pytest.param(scenario, step.name, step.verdict, id=f"{scenario.name}: {step.name}")
        for scenario in SCENARIOS
        for step in scenario.steps
        if isinstance(step, Look)
    ],
)
def test_verdict_is_the_one_deserved(
    kernel: dict[str, Course],
    scenario: Scenario,
    look: str,
    verdict: str,
    side: str,
    tmp_path: Path,
) -> None:
    course = kernel[scenario.name] if side == "driver" else simulated(scenario)
    site = tmp_path / "site.yaml"
    site.write_text(scenario.site())
    for device, said in course.views[look].items():
        (tmp_path / device).mkdir()
        for command, text in said.items():
            shown = text if device == "db1" else f"{device}#{command}\n{text}{device}#\n"
            name = command.removeprefix("cat /").replace(" ", "_").replace("/", "_")
            (tmp_path / device / f"{name}.txt").write_text(shown)
    report = verify(site, tmp_path)
    assert report.verdict.value == verdict, [
        finding.message for finding in report.servers[0].findings if finding.verdict.value == "fail"
    ]


# how they come there


@pytest.mark.parametrize(("scenario", "wait"), WAITS)
def test_driver_and_simulation_come_to_the_same_in_about_the_same_time(
    kernel: dict[str, Course], scenario: Scenario, wait: Await
) -> None:
    theirs, ours = kernel[scenario.name], simulated(scenario)
    assert theirs.seen[wait.name][-1] == ours.seen[wait.name][-1] == wait.text
    # a busy machine makes the guest late, never early
    assert -1.2 <= theirs.took_s[wait.name] - ours.took_s[wait.name] <= 3


def test_fast_partner_that_falls_silent_is_missed_after_3_s(kernel: dict[str, Course]) -> None:
    took_s = kernel["deaf for a moment"].took_s["notices silence"]
    assert 2 < took_s < 5.5  # the last LACPDU was up to 1 s before


def actor_states(courses: list[Course]) -> set[int]:
    """Return the port states in which an actor with a link was seen, whatever its rate."""
    found = set()
    for course in courses:
        lines = [line for seen in course.seen.values() for line in seen]
        lines += [condense(views["db1"][BONDING]) for views in course.views.values()]
        slaves = [slave.split() for line in lines for slave in line.split(", ")[1:]]
        found |= {
            int(words[2]) & ~LacpBits.SHORT_TIMEOUT
            for words in slaves
            if words[1] == "up" and len(words) > 2
        }
    return found


def test_simulated_bond_passes_through_no_state_that_the_driver_does_not_know(
    kernel: dict[str, Course],
) -> None:
    ours = actor_states([simulated(scenario) for scenario in SCENARIOS])
    assert 61 in ours
    assert ours - actor_states(list(kernel.values())) == set()
