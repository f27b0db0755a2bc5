"""Rules of guards: the strongest that a switch has, in force or refused, nothing left behind."""

import contextlib

import pytest

import netredund
from netredund.errors import RefusedError
from netredund.lab.faults import UNAUTHORIZED, AtLine, Fault, Refuse
from netredund.session import SwitchSession
from netredund.transaction import Guard, Result
from netredund.transaction.guard import (
    TIMER,
    Armed,
    arm,
    choose_guard,
    clean,
    disarm,
    find_archive_place,
    find_pending,
    is_armed,
    list_archive,
    revert,
)
from netredund.transaction.standing import read_running
from tests.transaction.campaign import GUARDS, make_scene, plain, simulate
from tests.transaction.test_pushing import WORDS, is_left_clean

MINUTES = 5
NAMED = ("revert timer", "configure replace", "reload")


@contextlib.contextmanager
def log_in(simulation, switch="sw1"):
    line = simulation.network.dial(switch, "admin")
    with SwitchSession(switch, line, timeouts=netredund.Timeouts()) as session:
        session.start()
        session.end_with(line.close)
        yield session


def set_guard(session, guard):
    file = "flash:2026.cfg" if guard is Guard.REPLACE_TIMER else ""
    place = find_archive_place(guard, read_running("sw1", session))
    armed = Armed(guard, file, place=place, listed=list_archive(session, place))
    return armed._replace(archived=arm(session, armed, MINUTES))


@pytest.fixture(params=NAMED)
def guarded(request):
    """A switch that is guarded, and on which something was changed then."""
    guard = WORDS[request.param]
    with simulate(make_scene("active-backup", request.param)) as simulation:
        simulation.old = plain(simulation)
        with log_in(simulation) as session:
            armed = set_guard(session, guard)
            session.leave_configuration()
        change(simulation)
        yield simulation, armed


def change(simulation):
    """Change something that no push would."""
    with log_in(simulation) as session:
        session.configure("line vty 0 4")
        session.configure("exec-timeout 7 0")


def test_it_is_armed_and_its_own_view_shows_it(guarded):
    simulation, armed = guarded
    with log_in(simulation) as session:
        assert is_armed(session, armed.guard)


def test_when_nobody_says_otherwise_the_old_configuration_comes_back(guarded):
    simulation, armed = guarded
    assert plain(simulation) != simulation.old
    simulation.network.clock.run_for(60 * MINUTES + 400)
    assert plain(simulation) == simulation.old
    with log_in(simulation) as session:
        disarm(session, armed)
        clean(session, armed)
    assert is_left_clean(simulation)


def test_disarmed_it_keeps_what_runs_and_leaves_nothing(guarded):
    simulation, armed = guarded
    new = plain(simulation)
    with log_in(simulation) as session:
        disarm(session, armed)
        clean(session, armed)
    assert is_left_clean(simulation)
    simulation.network.clock.run_for(60 * MINUTES + 400)
    assert plain(simulation) == new


def test_disarmed_twice_is_no_error(guarded):
    simulation, armed = guarded
    with log_in(simulation) as session:
        disarm(session, armed)
        disarm(session, armed)


def test_reverted_it_puts_the_old_configuration_back_at_once_but_calls_no_reload(guarded):
    simulation, armed = guarded
    with log_in(simulation) as session:
        revert(session, armed)
    assert (plain(simulation) == simulation.old) == (armed.guard is not Guard.RELOAD)


def test_files_that_the_archive_had_before_stay():
    with simulate(make_scene("active-backup", "revert timer")) as simulation:
        with log_in(simulation) as session:
            session.execute("archive config")
            before = set(simulation.network.devices["sw1"].flash.files)
            armed = set_guard(session, Guard.REVERT_TIMER)
            assert armed.archived
            assert armed.archived not in armed.listed
            disarm(session, armed)
            clean(session, armed)
        assert set(simulation.network.devices["sw1"].flash.files) == before


@pytest.mark.parametrize("guard", GUARDS)
def test_the_strongest_that_is_there_is_chosen(guard):
    scene = make_scene("active-backup", guard)
    with simulate(scene) as simulation, log_in(simulation) as session:
        running = session.show("show running-config")
        choice = choose_guard("sw1", session, running, may_reload=guard == "reload")
        assert choice.guard is WORDS[guard]
        assert bool(choice.why) == (guard != "revert timer")


def test_reload_is_no_guard_where_something_is_not_saved():
    scene = make_scene("active-backup", "reload")
    with simulate(scene) as simulation:
        simulation.network.configure("sw1", "interface Fa0/7", "description not saved")
        with log_in(simulation) as session:
            running = session.show("show running-config")
            choice = choose_guard("sw1", session, running, may_reload=True)
    assert choice.guard is Guard.OWN_LINES
    assert "not saved" in choice.why


def test_a_timer_that_the_view_does_not_show_is_refused():
    with (
        simulate(make_scene("active-backup", "revert timer")) as simulation,
        log_in(simulation) as session,
    ):
        simulation.network.arm(
            Fault("sw1", Refuse("\n%No Rollback Confirmed Change pending\n"), AtLine(pattern=TIMER))
        )
        with pytest.raises(RefusedError, match="shows no timer"):
            set_guard(session, Guard.REVERT_TIMER)


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("% Invalid input detected at '^' marker.", None),
        ("\n%No Rollback Confirmed Change pending\n", ""),
        ("\nArchive feature not enabled\n", ""),
        ("Timer type: absolute timer\nTimer value: 5 min\n", "Timer type: absolute timer Timer"),
        ("Rueckkehr in 5 Minuten\n", "Rueckkehr"),
        ("\n", "it says nothing"),
    ],
    ids=["unknown", "none", "off", "one", "other words", "nothing"],
)
def test_what_is_pending_is_told_from_what_is_not_known(text, pending):
    shows = {} if pending is None else {TIMER: text}
    found = find_pending(netredund.FakeSwitch(shows=shows))
    assert found == pending or (pending and found.startswith(pending))


class TestAReleaseWithoutConfigureReplace:
    def test_is_pushed_with_own_lines(self):
        with simulate(make_scene("active-backup", "configure replace")) as simulation:
            for name in ("sw1", "sw2"):
                for words in ("^configure replace", "^configure confirm"):
                    simulation.network.arm(Fault(name, Refuse(), AtLine(pattern=words, times=None)))
            outcome = simulation.push()
            assert outcome.result is Result.COMMITTED
            assert {each.guard for each in outcome.switches} == {Guard.OWN_LINES.value}
            simulation.network.disarm()
            assert is_left_clean(simulation)

    def test_is_told_from_one_that_does_not_let_us(self):
        with simulate(make_scene("active-backup", "configure replace")) as simulation:
            old = plain(simulation)
            simulation.network.arm(
                Fault("sw1", Refuse(UNAUTHORIZED), AtLine(pattern="^configure replace"))
            )
            outcome = simulation.push()
            assert outcome.result is Result.UNDONE
            assert plain(simulation) == old
            assert is_left_clean(simulation)

    def test_that_ends_there_is_recovered(self):
        from tests.transaction.simulated import Killed

        with simulate(make_scene("active-backup", "configure replace")) as simulation:
            old = plain(simulation)
            for words in ("^configure replace", "^configure confirm"):
                simulation.network.arm(Fault("sw1", Refuse(), AtLine(pattern=words, times=None)))
            simulation.kill_behind(2)
            with pytest.raises(Killed):
                simulation.push()
            simulation.revive()
            (outcome,) = simulation.recover()
            assert outcome.result is Result.UNDONE
            assert plain(simulation) == old


@pytest.mark.parametrize("name", ["reload", "configure replace"])
def test_a_confirmation_that_is_refused_is_no_confirmation(name):
    with simulate(make_scene("active-backup", name)) as simulation, log_in(simulation) as session:
        armed = set_guard(session, make_scene("active-backup", name).guard)
        line = armed.guard.confirmation
        simulation.network.arm(Fault("sw1", Refuse(), AtLine(pattern=line)))
        with pytest.raises(RefusedError):
            disarm(session, armed)
        disarm(session, armed)
        kept = plain(simulation)
        simulation.network.clock.run_for(3600)
        assert plain(simulation) == kept


@pytest.mark.parametrize("name", ["revert timer", "configure replace"])
def test_its_files_are_found_when_the_switch_has_reloaded(name):
    with simulate(make_scene("active-backup", name)) as simulation:
        with log_in(simulation) as session:
            armed = set_guard(session, make_scene("active-backup", name).guard)
            armed = armed._replace(archived="")  # it died before it knew
        simulation.network.reload("sw1")
        simulation.network.clock.run_for(120)
        with log_in(simulation) as session:
            disarm(session, armed)
            assert clean(session, armed) == ()
        assert is_left_clean(simulation)


def test_files_that_cannot_be_deleted_are_told():
    with simulate(make_scene("active-backup", "revert timer")) as simulation:
        with log_in(simulation) as session:
            armed = set_guard(session, Guard.REVERT_TIMER)
            simulation.network.arm(Fault("sw1", Refuse(), AtLine(pattern="delete", times=None)))
            disarm(session, armed)
            assert clean(session, armed) == (armed.archived,)
        assert not is_left_clean(simulation)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("flash:cfg", "flash:cfg"),
        ("flash:/archive/$h-$t", "flash:/archive/"),
        ("bootflash:$h", "bootflash:"),
        ("tftp://192.0.2.9/$h", ""),
    ],
)
def test_only_files_on_the_switch_are_looked_for(path, place):
    running = f"hostname sw1\narchive\n maximum 5\n path {path}\n write-memory\n!\nend\n"
    assert find_archive_place(Guard.REVERT_TIMER, running) == place
    assert find_archive_place(Guard.RELOAD, running) == ""
