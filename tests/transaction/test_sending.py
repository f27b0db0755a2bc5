"""Rules of sending: a leg at a time, in the guard's shelter, and nothing behind what goes wrong."""

import pytest

from netredund.lab.faults import AtLine, Fault, Moment, OtherUser, Refuse
from netredund.transaction import Result
from netredund.transaction.leg import LegState
from netredund.transaction.sending import STEADY_S, wait_for_leg
from tests.transaction.campaign import GUARDS, METHODS, make_scene, plain, simulate

GOOD, BAD = LegState(), LegState("it is LIS")
SILENT, DEAD = LegState("it is silent", is_silent=True), LegState("err-disabled", is_final=True)


class Time:
    """What `wait_for_leg` takes of a transaction: a clock that runs by sleeping."""

    def __init__(self):
        self.now_s = 0.0

    def clock(self):
        return self.now_s

    def sleep(self, seconds):
        self.now_s += seconds


def wait(states, deadline_s=30.0, **options):
    """Return the state that a leg is left with, and when; its last state stays."""
    time = Time()
    left = list(states)
    state = wait_for_leg(
        time, lambda: left.pop(0) if len(left) > 1 else left[0], deadline_s, **options
    )
    return state, time.now_s


def test_a_leg_has_to_stay_in_order():
    assert wait([GOOD]) == (GOOD, STEADY_S)
    assert wait([BAD, BAD, GOOD]) == (GOOD, 2 + STEADY_S)
    assert wait([GOOD, GOOD, BAD, GOOD]) == (GOOD, 3 + STEADY_S)


def test_a_leg_that_stays_at_fault_is_given_up_at_its_deadline():
    assert wait([BAD], 30.0) == (BAD, 30.0)


def test_a_leg_that_is_good_at_its_deadline_is_looked_at_to_the_end():
    assert wait([BAD] * 30 + [GOOD], 30.0) == (GOOD, 30 + STEADY_S)
    assert wait([BAD] * 29 + [GOOD, GOOD, BAD], 30.0) == (BAD, 31.0)


def test_a_leg_that_flaps_is_given_up():
    state, now_s = wait([GOOD, BAD] * 100, 30.0)
    assert state is BAD
    assert now_s <= 30 + STEADY_S


def test_what_time_cannot_mend_is_not_waited_for():
    assert wait([BAD, DEAD]) == (DEAD, 1.0)


def test_silence_is_enough_only_where_it_is_said():
    assert wait([SILENT], is_silence_enough=True) == (SILENT, STEADY_S)
    assert wait([SILENT], 10.0) == (SILENT, 10.0)
    assert wait([BAD], 10.0, is_silence_enough=True) == (BAD, 10.0)


def typed_on(simulation, switch, since):
    return [each.line for each in list(simulation.network.typed)[since:] if each.switch == switch]


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("method", METHODS)
def test_no_line_is_typed_before_its_switch_is_guarded(method, guard):
    scene = make_scene(method, guard)
    words = {
        "revert timer": "configure terminal revert timer",
        "configure replace": "configure replace",
        "reload": "reload in",
        "own lines": "",
    }[guard]
    with simulate(scene) as simulation:
        began = len(list(simulation.network.typed))
        outcome = simulation.push(**scene.options)
        for planned in outcome.plan.switches:
            lines = typed_on(simulation, planned.switch, began)
            first = lines.index(planned.do[0].line)
            assert any(line.startswith(words) for line in lines[:first])
            assert not any(line.startswith(("write", "copy run")) for line in lines[first:])


def test_nothing_of_the_plan_is_typed_behind_a_refused_line():
    with simulate(make_scene("active-backup", "own lines")) as simulation:
        simulation.network.arm(Fault("sw1", Refuse(), AtLine(pattern="portfast")))
        outcome = simulation.push()
        done = [told.text for told in simulation.told if told.phase == "send"]
        assert "portfast" in done[-1]
        assert outcome.result is Result.UNDONE
        assert not [
            told for told in simulation.told if (told.phase, told.switch) == ("send", "sw2")
        ]


def test_a_spelling_that_was_guessed_is_tried_once_in_the_other():
    with simulate(make_scene("active-backup", "own lines")) as simulation:
        planned = simulation.push(approve=lambda prospect: False).plan
        guessed = [line for step in planned.steps for line in step.do if line.otherwise]
        simulation.network.arm(Fault("sw1", Refuse(), AtLine(pattern="portfast")))
        outcome = simulation.push()
        assert (outcome.result is Result.COMMITTED) == bool(guessed)


@pytest.mark.parametrize("guard", GUARDS)
def test_who_edits_the_same_line_is_found_in_the_end(guard):
    """What we set ourselves is taken for ours; the proof sees that it is not there."""
    scene = make_scene("active-backup", guard)
    with simulate(scene) as simulation:
        old = plain(simulation)
        port = "GigabitEthernet1/0/1" if guard == "revert timer" else "FastEthernet0/1"
        edit = ("configure terminal", f"interface {port}", "no spanning-tree portfast", "end")
        simulation.network.arm(
            Fault("sw1", OtherUser("bob", edit), AtLine(pattern="portfast", moment=Moment.AFTER))
        )
        outcome = simulation.push(**scene.options)
        assert simulation.network.struck
        assert outcome.result is Result.UNDONE
        assert plain(simulation) == old
