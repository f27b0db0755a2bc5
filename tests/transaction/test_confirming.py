"""Rules of confirming: none before all are proved, and what is not known is not said to be done."""

import pytest

from netredund.lab.faults import AtLine, Drop, Fault, Hang, Moment, OtherUser, Refuse, Reload
from netredund.transaction import Result, Stand
from netredund.transaction.entries import Kind
from netredund.transaction.journal import Journal
from tests.transaction.campaign import make_scene, plain, simulate
from tests.transaction.test_pushing import is_left_clean, last_journal


@pytest.fixture
def backed():
    with simulate(make_scene("active-backup", "revert timer")) as simulation:
        simulation.old = plain(simulation)
        yield simulation


@pytest.mark.parametrize("change", ["edit", "reload", "timer", "late"])
def test_no_switch_is_confirmed_when_one_does_not_run_what_was_left_on_it(backed, change):
    def disturb(progress):
        if progress.phase != "verify":
            return
        backed.on_told = None
        if change == "edit":
            backed.network.configure("sw2", "interface Gi1/0/9", "description edited by bob")
        elif change == "reload":
            backed.network.reload("sw2")
        elif change == "late":  # too little is left to confirm both
            journal = Journal.load(last_journal(backed), backed.clock)
            end_s = journal.events[0].time_s + 60 * journal.opening.timer_min
            backed.network.clock.run_for(end_s - backed.clock() - 30)
        else:
            backed.network.clock.run_for(3600)

    backed.on_told = disturb
    outcome = backed.push()
    assert outcome.result is Result.UNDONE
    events = Journal.load(last_journal(backed), backed.clock).events
    assert not {Kind.DECIDED, Kind.CONFIRMING} & {event.kind for event in events}
    now = plain(backed)
    assert now["sw1"] == backed.old["sw1"]
    assert tuple(line for line in now["sw2"] if "bob" not in line) == backed.old["sw2"]


@pytest.mark.parametrize(
    "what", [Drop(), Drop(unnoticed=True), Hang()], ids=["drop", "unnoticed", "hang"]
)
@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("switch", ["sw1", "sw2"])
def test_a_confirm_that_is_lost_is_looked_for_and_given_again(backed, what, moment, switch):
    backed.network.arm(Fault(switch, what, AtLine(pattern="configure confirm", moment=moment)))
    outcome = backed.push()
    assert outcome.result is Result.COMMITTED
    assert all(each.is_confirmed for each in outcome.switches)
    new = plain(backed)
    backed.network.clock.run_for(3600)
    assert plain(backed) == new != backed.old
    assert is_left_clean(backed)


def test_a_confirm_that_is_refused_for_good_undoes_all_when_the_timer_has_run_out(backed):
    backed.network.arm(Fault("sw2", Refuse(), AtLine(pattern="configure confirm", times=None)))
    outcome = backed.push()
    assert outcome.result in (Result.UNDONE, Result.UNFINISHED)
    backed.network.disarm()
    backed.network.clock.run_for(3600)
    if outcome.result is Result.UNFINISHED:
        assert outcome.exit_code == 7
        assert outcome.switches[1].stand is not Stand.OLD
        (outcome,) = backed.recover()
    assert outcome.result is Result.UNDONE
    assert plain(backed) == backed.old
    assert is_left_clean(backed)


def test_a_switch_that_reloads_between_two_confirms_undoes_the_other(backed):
    backed.network.arm(Fault("sw2", Reload(), AtLine(pattern="configure confirm", switch="sw1")))
    outcome = backed.push()
    assert outcome.result is Result.UNDONE
    assert plain(backed) == backed.old
    assert is_left_clean(backed)


def test_an_edit_between_two_confirms_is_undone_and_stays(backed):
    edit = ("configure terminal", "interface Gi1/0/9", "description edited by bob", "end")
    backed.network.arm(
        Fault("sw2", OtherUser("bob", edit), AtLine(pattern="configure confirm", switch="sw1"))
    )
    outcome = backed.push()
    now = plain(backed)
    assert outcome.result is Result.UNDONE
    assert now["sw1"] == backed.old["sw1"]
    assert tuple(line for line in now["sw2"] if "bob" not in line) == backed.old["sw2"]
    assert " description edited by bob" in now["sw2"]
