"""Rules of commands that change a switch: configuration mode, questions, sessions of others."""

import pytest

from netredund.errors import LostSessionError, RefusedError, UnsendableLineError
from netredund.lab.faults import AtLine, Drop, Fault, Refuse
from netredund.live import verify_live
from netredund.session import Access, SwitchSession
from tests.transaction.campaign import make_scene, simulate


@pytest.fixture
def simulation():
    with simulate(make_scene("active-backup", "revert timer")) as running:
        yield running


@pytest.fixture
def session(simulation):
    opened = simulation.open(simulation.site.switches["sw1"])
    yield opened
    opened.close()


def test_a_question_is_answered_by_its_words(session, simulation):
    session.execute("copy running-config flash:x.cfg", {"filename": ""})
    assert "flash:x.cfg" in "".join(
        f"flash:{name}" for name in simulation.network.devices["sw1"].flash.files
    )


def test_a_question_without_an_answer_is_broken_off_and_refused(session, simulation):
    with pytest.raises(RefusedError, match="it asks a question") as caught:
        session.execute("reload in 5")
    assert "confirm" in caught.value.reply
    assert "No reload is scheduled" in session.show("show reload")


def test_an_answer_to_another_question_is_not_given(session):
    with pytest.raises(RefusedError, match="it asks a question"):
        session.execute("copy running-config flash:x.cfg", {"Save?": "no"})


def test_a_command_is_executed_outside_of_configuration(session):
    session.enter_configuration()
    assert session.mode == "config"
    session.execute("archive config")
    assert session.mode == ""


def test_configuration_may_be_entered_with_a_timer(session):
    session.enter_configuration("configure terminal revert timer 5")
    assert session.mode == "config"
    assert "Timer value: 5 min" in session.show("show archive config rollback timer")


def test_configuration_that_is_not_entered_is_a_refusal(session, simulation):
    simulation.network.arm(Fault("sw1", Refuse(""), AtLine(pattern="configure terminal")))
    with pytest.raises(RefusedError, match="no configuration mode"):
        session.enter_configuration()


def test_leaving_it_twice_types_once(session, simulation):
    session.enter_configuration()
    session.leave_configuration()
    typed = len(list(simulation.network.typed))
    session.leave_configuration()
    assert len(list(simulation.network.typed)) == typed


def test_a_session_that_is_lost_in_a_command_says_which(session, simulation):
    simulation.network.arm(Fault("sw1", Drop(), AtLine(pattern="write memory")))
    with pytest.raises(LostSessionError, match="write memory"):
        session.execute("write memory")


@pytest.mark.parametrize("command", ["", "  ", "write\nmemory", "reload ?", "a\x03b"])
def test_what_is_no_one_line_is_not_typed(session, simulation, command):
    typed = len(list(simulation.network.typed))
    with pytest.raises(UnsendableLineError):
        session.execute(command)
    assert len(list(simulation.network.typed)) == typed


def test_access_gives_the_sessions_that_a_script_has(simulation):
    given = []

    def open_session(switch):
        given.append(switch.name)
        return simulation.open(switch)

    access = Access(open_session=open_session, at_once=1)
    opened = access.open(simulation.site.switches["sw2"])
    assert isinstance(opened, SwitchSession)
    assert "hostname sw2" in opened.show("show running-config")
    opened.close()
    report, failures = verify_live(simulation.site, access=access)
    assert (given[0], sorted(given[1:]), failures) == ("sw2", ["sw1", "sw2"], {})
    assert report.servers[0].server == "web1"
