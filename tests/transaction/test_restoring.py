"""Rules of undoing: our lines out whatever else is wrong, and from wherever the sending ended."""

import resource

import pytest

from netredund.lab.faults import AtLine, Drop, Fault, Hang, Refuse, Reload
from netredund.planning.comparison import own_lines
from netredund.transaction import Result, Stand
from netredund.transaction.journal import FILE
from tests.planning.labs import Typist, build, running
from tests.planning.starts import CASES, STARTS, write_lab
from tests.planning.test_planner import _plan
from tests.transaction.campaign import make_scene, plain, simulate
from tests.transaction.test_pushing import is_left_clean, last_journal

SAMPLE = CASES[::9]


@pytest.fixture
def bare():
    """Two switches that no guard of theirs puts back."""
    with simulate(make_scene("active-backup", "own lines")) as simulation:
        simulation.old = plain(simulation)
        yield simulation


@pytest.mark.parametrize(("name", "model"), SAMPLE, ids=map("-".join, SAMPLE))
def test_behind_every_line_of_a_plan_the_undo_lines_give_back_the_old_configuration(
    name, model, tmp_path
):
    network = build(write_lab(STARTS[name], model))
    before = running(network)
    plan = _plan(network, name, model, tmp_path)
    for count in range(sum(len(step.do) for step in plan.steps) + 1):
        left, begun = count, []
        for step in plan.steps:
            if left <= 0:
                break
            begun.append(step)
            typist = Typist(network, step.switch)
            for planned in step.do[:left]:
                typist.type(planned.line)
            left -= len(step.do)
        for step in reversed(begun):
            typist = Typist(network, step.switch)
            for planned in step.undo:
                if planned.line == "exit":
                    typist.configurator.leave()
                else:
                    typist.configurator.enter(planned.line)
        assert running(network) == before, count


def fill_disk(simulation, phase):
    """Let no file of this process grow beyond the journal from a phase on."""

    def limit(progress):
        if progress.phase == phase:
            simulation.on_told = None
            size = (last_journal(simulation) / FILE).stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, resource.RLIM_INFINITY))

    simulation.on_told = limit


@pytest.fixture
def limits():
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, kept)


@pytest.mark.parametrize("phase", ["send", "leg", "verify"])
def test_a_full_disk_stops_it_and_does_not_stop_the_undoing(bare, limits, phase):
    fill_disk(bare, phase)
    outcome = bare.push()
    assert outcome.result is Result.UNDONE
    assert "cannot be written" in outcome.reason
    assert plain(bare) == bare.old


def test_a_disk_that_is_full_when_all_is_decided_does_not_stop_the_confirming(limits):
    with simulate(make_scene("active-backup", "revert timer")) as simulation:
        fill_disk(simulation, "confirm")
        outcome = simulation.push()
        assert outcome.result is Result.COMMITTED
        assert "cannot be written" in outcome.reason
        assert is_left_clean(simulation)


@pytest.mark.parametrize("what", [Drop(), Drop(unnoticed=True), Hang(), Reload()], ids=repr)
def test_what_disturbs_the_undoing_does_not_end_it(bare, what):
    bare.network.arm(Fault("sw2", Refuse(), AtLine(pattern="portfast")))
    bare.network.arm(Fault("sw1", what, AtLine(pattern="no spanning-tree portfast")))
    outcome = bare.push()
    assert outcome.result is Result.UNDONE
    assert len(bare.network.struck) == 2
    assert {each.stand for each in outcome.switches} == {Stand.OLD}
    assert plain(bare) == bare.old


def test_where_own_lines_do_not_do_the_switch_reverts_by_itself():
    with simulate(make_scene("active-backup", "revert timer")) as simulation:
        old = plain(simulation)
        simulation.network.arm(Fault("sw2", Refuse(), AtLine(pattern="portfast")))
        # It takes the line without a word, and does nothing.
        simulation.network.arm(
            Fault("sw1", Refuse(""), AtLine(pattern="no spanning-tree portfast", times=None))
        )
        outcome = simulation.push()
        assert outcome.result is Result.UNDONE
        assert ("revert", "sw1") in [(told.phase, told.switch) for told in simulation.told]
        assert plain(simulation) == old
        assert is_left_clean(simulation)


def test_what_is_left_in_place_is_named(bare):
    bare.network.arm(Fault("sw2", Refuse(), AtLine(pattern="portfast")))
    bare.network.arm(
        Fault("sw1", Refuse(""), AtLine(pattern="no spanning-tree portfast", times=None))
    )
    outcome = bare.push()
    assert (outcome.result, outcome.exit_code) == (Result.UNFINISHED, 7)
    sw1 = outcome.switches[0]
    assert (sw1.stand, sw1.left) == (
        Stand.MIXED, ("+interface FastEthernet0/1: spanning-tree portfast",),
    )  # fmt: skip


def test_the_journal_keeps_the_old_configuration_with_its_secrets(bare):
    bare.push()
    kept = (last_journal(bare) / "sw1.old.cfg").read_text()
    assert tuple(line for line in own_lines(kept) if " secret 5 " not in line) == bare.old["sw1"]
    assert "enable secret 5 $1$" in kept
