"""Rules of recovery: a push whose process died anywhere is finished or undone."""

import re
import shutil

import pytest

from netredund.errors import JournalError, UnfinishedError
from netredund.lab.faults import AtLine, Fault, Refuse, Unreachable
from netredund.transaction import Result, Stand
from netredund.transaction.entries import Kind
from netredund.transaction.journal import FILE, Journal, find_unfinished
from tests.transaction.campaign import GUARDS, METHODS, make_scene, plain, run_clean, simulate
from tests.transaction.simulated import Killed
from tests.transaction.test_pushing import is_left_clean, last_journal

TORN = b'{"kind":"sending","time_s":17676'


def die_behind(simulation, line, scene):
    """Push, and kill the process when it types the next line behind one of the journal's."""
    simulation.kill_behind(line)
    with pytest.raises(Killed):
        simulation.push(**scene.options)
    simulation.revive()


def count_lines(scene):
    with simulate(scene) as simulation:
        simulation.push(**scene.options)
        return simulation.count_journal()


@pytest.mark.parametrize("guard", GUARDS)
def test_behind_every_line_of_the_journal_the_switches_end_alike(guard):
    """The last lines of a push have nothing typed behind them: then it is finished."""
    scene = make_scene("active-backup", guard)
    clean = run_clean(scene)
    results = []
    for line in range(1, count_lines(scene) + 1):
        with simulate(scene) as simulation:
            simulation.kill_behind(line)
            try:
                simulation.push(**scene.options)
            except Killed:
                simulation.revive()
            else:
                assert plain(simulation) == clean.new
                continue
            with (last_journal(simulation) / FILE).open("ab") as file:
                file.write(TORN)
            (outcome,) = simulation.recover()
            results.append(outcome.result)
            wanted = {Result.COMMITTED: clean.new, Result.UNDONE: clean.old}
            assert plain(simulation) == wanted[outcome.result], line
            assert is_left_clean(simulation)
            assert simulation.recover() == ()
    undone = results.index(Result.COMMITTED)
    assert undone >= 8
    assert set(results[:undone]) == {Result.UNDONE}
    assert set(results[undone:]) == {Result.COMMITTED}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("guard", ["revert timer", "reload"])
def test_behind_the_timers_nothing_is_left_to_undo(method, guard):
    scene = make_scene(method, guard)
    clean = run_clean(scene)
    with simulate(scene) as simulation:
        die_behind(simulation, 6, scene)
        assert plain(simulation) != clean.old
        simulation.network.clock.run_for(3600)
        assert plain(simulation) == clean.old
        (outcome,) = simulation.recover()
        assert (outcome.result, outcome.exit_code) == (Result.UNDONE, 6)
        assert {each.stand for each in outcome.switches} == {Stand.OLD}
        assert is_left_clean(simulation)


@pytest.fixture
def dead():
    """A push that died behind its first legs, on switches that do not guard themselves."""
    scene = make_scene("active-backup", "own lines")
    with simulate(scene) as simulation:
        simulation.old = plain(simulation)
        die_behind(simulation, 6, scene)
        assert plain(simulation) != simulation.old
        yield simulation


def test_without_a_guard_the_lines_stay_until_they_are_undone(dead):
    dead.network.clock.run_for(3600)
    assert plain(dead) != dead.old
    (outcome,) = dead.recover()
    assert (outcome.result, outcome.exit_code) == (Result.UNDONE, 6)
    assert outcome.reason == "it was interrupted before all was proved"
    assert plain(dead) == dead.old


def test_what_cannot_be_reached_stays_unfinished_and_can_be_recovered_later(dead):
    dead.network.arm(Fault("sw1", Unreachable(600)))
    began_s = dead.clock()
    (outcome,) = dead.recover()
    assert (outcome.result, outcome.exit_code) == (Result.UNFINISHED, 7)
    stands = {each.switch: each.stand for each in outcome.switches}
    assert stands == {"sw1": Stand.UNKNOWN, "sw2": Stand.OLD}
    assert dead.clock() - began_s < 400
    dead.network.clock.run_for(600)
    (outcome,) = dead.recover()
    assert outcome.result is Result.UNDONE
    assert plain(dead) == dead.old


def test_a_switch_that_refuses_the_way_back_is_named_with_what_is_left(dead):
    dead.network.arm(Fault("sw1", Refuse(), AtLine(pattern="portfast", times=None)))
    (outcome,) = dead.recover()
    assert outcome.exit_code == 7
    sw1 = outcome.switches[0]
    assert sw1.stand in (Stand.MIXED, Stand.UNKNOWN)
    assert "was refused" in sw1.reason
    dead.network.disarm()
    (outcome,) = dead.recover()
    assert outcome.result is Result.UNDONE
    assert plain(dead) == dead.old


def test_what_others_wrote_meanwhile_stays_and_is_named(dead):
    dead.network.configure("sw1", "interface Fa0/9", "description edited by bob")
    (outcome,) = dead.recover()
    assert outcome.result is Result.UNDONE
    sw1 = outcome.switches[0]
    assert sw1.others == ("+interface FastEthernet0/9: description edited by bob",)
    assert " description edited by bob" in plain(dead)["sw1"]


def test_killed_again_and_again_it_still_ends(dead):
    for line in range(1, 12):
        dead.kill_at("sw1", 3 * line, is_after=line % 2 == 0)
        try:
            outcomes = dead.recover()
        except Killed:
            dead.revive()
            continue
        break
    else:
        outcomes = dead.recover()
    assert [outcome.result for outcome in outcomes] == [Result.UNDONE]
    assert plain(dead) == dead.old


def test_one_journal_may_be_named(dead):
    (outcome,) = dead.recover(last_journal(dead))
    assert outcome.journal == str(last_journal(dead))
    assert dead.recover(last_journal(dead)) == ()


def test_a_running_process_is_not_disturbed(dead):
    journal = Journal.load(last_journal(dead), dead.clock)
    journal.reopen()
    now = plain(dead)
    with pytest.raises(UnfinishedError, match="another process"):
        dead.recover()
    assert plain(dead) == now
    journal.close()
    assert dead.recover()[0].result is Result.UNDONE


def test_what_another_process_has_ended_meanwhile_is_left_alone(dead):
    (found,) = find_unfinished(dead.state, dead.clock)
    dead.recover()
    found.reopen()
    assert found.is_ended
    found.close()


def test_a_journal_without_a_first_line_was_of_nothing(dead):
    folder = dead.state / "20260101T000000-web9"
    folder.mkdir()
    (folder / FILE).write_bytes(b'{"site":"cut')
    assert len(dead.recover()) == 1


def test_a_journal_that_is_none_is_an_error_that_names_it(dead):
    folder = dead.state / "20260101T000000-web9"
    folder.mkdir()
    (folder / FILE).write_bytes(b"hello\n")
    with pytest.raises(JournalError, match="20260101T000000-web9"):
        dead.recover()
    shutil.rmtree(folder)
    assert len(dead.recover()) == 1


def test_a_backup_that_was_removed_is_said_to_be_missing(dead):
    (last_journal(dead) / "sw1.old.cfg").unlink()
    (outcome,) = dead.recover()
    assert (outcome.result, outcome.exit_code) == (Result.UNFINISHED, 7)
    assert "sw1.old.cfg is not there any more" in outcome.switches[0].reason


def test_a_clock_that_was_wrong_then_does_not_prolong_the_wait():
    scene = make_scene("active-backup", "revert timer")
    with simulate(scene) as simulation:
        die_behind(simulation, 6, scene)
        simulation.network.arm(Fault("sw1", Unreachable(20 * 3600)))
        path = last_journal(simulation) / FILE
        text = re.sub(
            r'("kind":"arming","time_s":)([\d.]+)',
            lambda found: f"{found[1]}{float(found[2]) + 365 * 86400}",
            path.read_text(),
        )
        assert text != path.read_text()
        path.write_text(text)
        began_s = simulation.clock()
        (outcome,) = simulation.recover()
        assert outcome.result is Result.UNFINISHED
        assert simulation.clock() - began_s < 3600


def test_what_was_saved_before_the_end_is_said_to_be_saved():
    scene = make_scene("active-backup", "revert timer")
    with simulate(scene) as simulation:

        def die(progress):
            if (progress.phase, progress.switch) == ("save", "sw2"):
                simulation.kill()

        simulation.on_told = die
        with pytest.raises(Killed):
            simulation.push(is_saved=True)
        simulation.revive()
        (outcome,) = simulation.recover()
        assert (outcome.result, outcome.exit_code) == (Result.COMMITTED, 0)
        assert [each.is_saved for each in outcome.switches] == [True, False]


def test_events_stand_in_the_journal_before_what_they_name():
    scene = make_scene("active-backup", "revert timer")
    with simulate(scene) as simulation:
        seen = []
        simulation.on_told = lambda progress: seen.append(
            (progress.phase, progress.switch, simulation.count_journal())
        )
        simulation.push(is_saved=True)
        events = Journal.load(last_journal(simulation), simulation.clock).events
        kinds = {"send": Kind.SENDING, "confirm": Kind.CONFIRMING, "save": Kind.SAVING}
        for phase, switch, lines in seen:
            if phase in kinds:
                last = events[lines - 2]
                assert (last.kind, last.switch) == (kinds[phase], switch)
