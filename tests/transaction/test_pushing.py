"""Rules of pushes, to simulated switches in protocol time."""

import itertools

import pytest

import netredund
from netredund.errors import (
    ConnectError,
    DisturbedError,
    RefusedError,
    ShortTimerError,
    UnfinishedError,
)
from netredund.lab.faults import (
    UNAUTHORIZED,
    AtLine,
    Drop,
    Fault,
    Moment,
    OtherUser,
    Refuse,
    Unreachable,
)
from netredund.planning.comparison import is_same_config
from netredund.transaction import Guard, Outcome, Result, Stand
from netredund.transaction.entries import Kind
from netredund.transaction.journal import Journal, find_unfinished
from netredund.verdict import Verdict
from tests.transaction.campaign import GUARDS, METHODS, Scene, make_scene, plain, simulate
from tests.transaction.simulated import Killed

WORDS = {
    "revert timer": Guard.REVERT_TIMER,
    "configure replace": Guard.REPLACE_TIMER,
    "reload": Guard.RELOAD,
    "own lines": Guard.OWN_LINES,
}
HEAD = "users:\n  admin: {password: admin, privilege: 15}\nenable: enable\n"


@pytest.fixture
def bonded():
    """Two switches with a server each whose bond of two legs has nothing on the switch yet."""
    with simulate(make_scene("802.3ad", "revert timer")) as simulation:
        yield simulation


@pytest.fixture
def backed():
    """A server with a leg on each of two switches; the switches go back by themselves."""
    with simulate(make_scene("active-backup", "revert timer")) as simulation:
        yield simulation


@pytest.fixture
def bare():
    """The same without any guard of the switches'."""
    with simulate(make_scene("active-backup", "own lines")) as simulation:
        yield simulation


def stands(outcome: Outcome) -> dict[str, Stand]:
    return {each.switch: each.stand for each in outcome.switches}


def startup(simulation) -> dict[str, str]:
    return {name: str(device.startup) for name, device in simulation.network.devices.items()}


def is_left_clean(simulation) -> bool:
    """Tell whether no file of a push is on a flash, and no rollback or reload is pending."""
    for name, device in simulation.network.devices.items():
        if any(file.startswith(("cfg", "2026")) for file in device.flash.files):
            return False
        if "No Rollback" not in simulation.network.show(
            name, "show archive config rollback timer"
        ) and "Invalid" not in simulation.network.show(name, "show archive config rollback timer"):
            return False
        if "No reload is scheduled" not in simulation.network.show(name, "show reload"):
            return False
    return True


@pytest.mark.parametrize(
    ("method", "guard"),
    list(itertools.product(METHODS, GUARDS)),
    ids=map("-".join, itertools.product(METHODS, GUARDS)),
)
class TestEveryMethodWithEveryGuard:
    def test_commits_and_leaves_nothing_behind(self, method, guard):
        scene = make_scene(method, guard)
        with simulate(scene) as simulation:
            saved = startup(simulation)
            outcome = simulation.push(**scene.options)
            assert (outcome.result, outcome.exit_code) == (Result.COMMITTED, 0), outcome.reason
            assert outcome.report.verdict is Verdict.PASS
            assert {each.guard for each in outcome.switches} == {WORDS[guard].value}
            assert all(each.is_confirmed and not each.is_saved for each in outcome.switches)
            assert is_left_clean(simulation)
            assert startup(simulation) == saved
            new = plain(simulation)
            simulation.network.clock.run_for(2 * 3600)
            assert plain(simulation) == new
            assert not list(find_unfinished(simulation.state, simulation.clock))

    def test_is_undone_behind_a_refused_line(self, method, guard):
        scene = make_scene(method, guard)
        with simulate(scene) as simulation:
            old = plain(simulation)
            simulation.network.arm(
                Fault("sw2", Refuse(), AtLine(pattern="channel-group|priority|cost|portfast"))
            )
            outcome = simulation.push(**scene.options)
            assert (outcome.result, outcome.exit_code) == (Result.UNDONE, 6)
            assert simulation.network.struck
            assert "was refused" in outcome.reason
            assert set(stands(outcome).values()) == {Stand.OLD}
            assert plain(simulation) == old
            assert is_left_clean(simulation)


def test_saved_only_when_all_is_confirmed(backed):
    outcome = backed.push(is_saved=True)
    assert all(each.is_saved for each in outcome.switches)
    kinds = [event.kind for event in Journal.load(last_journal(backed), backed.clock).events]
    assert max(at for at, kind in enumerate(kinds) if kind is Kind.CONFIRMED) < kinds.index(
        Kind.SAVING
    )
    for name, device in backed.network.devices.items():
        assert is_same_config("\n".join(device.startup), backed.running()[name])


def last_journal(simulation):
    return sorted(path for path in simulation.state.iterdir() if path.is_dir())[-1]


def test_what_was_not_saved_is_said_and_is_exit_3(backed):
    backed.network.arm(
        Fault("sw2", Refuse("% Error writing nvram"), AtLine(pattern="write memory", times=9))
    )
    outcome = backed.push(is_saved=True)
    assert (outcome.result, outcome.exit_code) == (Result.COMMITTED, 3)
    assert "sw2: not saved" in outcome.unsaved[0]
    assert [each.is_saved for each in outcome.switches] == [True, False]


def test_what_stands_already_is_not_touched(backed):
    backed.push()
    typed = len(list(backed.network.typed))
    outcome = backed.push()
    assert (outcome.result, outcome.exit_code) == (Result.UNCHANGED, 0)
    later = [each.line for each in list(backed.network.typed)[typed:]]
    assert not any(line.startswith(("configure", "write", "copy")) for line in later)


def test_a_refused_answer_sends_nothing(backed):
    old = backed.running()
    seen = []

    def approve(prospect):
        seen.append(prospect)
        return False

    outcome = backed.push(approve=approve)
    assert (outcome.result, outcome.exit_code) == (Result.DECLINED, 1)
    assert [each.guard for each in seen[0].guards] == [Guard.REVERT_TIMER] * 2
    assert backed.running() == old
    assert not backed.count_journal()


def test_an_answer_may_take_longer_than_a_switch_keeps_a_session(backed):
    def approve(prospect):
        backed.network.clock.run_for(3600)
        return True

    assert backed.push(approve=approve).result is Result.COMMITTED


class TestALegThatDoesNotComeUp:
    def test_is_undone_before_the_second_leg_is_touched(self, bonded):
        bonded.network.start_server("db1", method="active-backup")
        bonded.network.clock.run_for(60)
        old = plain(bonded)
        outcome = bonded.push()
        assert outcome.result is Result.UNDONE
        assert "is not bundled" in outcome.reason
        assert plain(bonded) == old
        sent = {
            event.step
            for event in Journal.load(last_journal(bonded), bonded.clock).events
            if event.kind is Kind.SENDING
        }
        legs = [outcome.plan.steps[index].leg for index in sent]
        assert [leg for leg in legs if leg] == ["eth0"]

    def test_because_a_guard_acts_on_it_is_undone(self):
        scene = make_scene("stp", "revert timer")
        lab = scene.lab.replace(
            "       path flash:cfg\n",
            "       path flash:cfg\n      errdisable recovery cause bpduguard\n", 1,
        )  # fmt: skip
        with simulate(Scene(lab, scene.site)) as simulation:
            port = "GigabitEthernet1/0/1"
            bpduguard = OtherUser(
                "bob",
                (
                    "configure terminal",
                    f"interface {port}",
                    "spanning-tree bpduguard enable",
                    "end",
                ),
            )
            simulation.network.arm(
                Fault(
                    "sw1",
                    bpduguard,
                    AtLine(pattern="configure terminal revert", moment=Moment.AFTER),
                )
            )
            outcome = simulation.push()
            assert outcome.result in (Result.UNDONE, Result.UNFINISHED)
            assert "err-disabled" in outcome.reason or "somebody else" in outcome.reason

    def test_with_a_silent_server_is_pending_and_never_a_pass(self, bonded):
        for name in ("db1", "db2"):
            bonded.network.start_server(name, method="active-backup")
        bonded.network.clock.run_for(60)
        outcome = bonded.push(is_server_pending=True)
        assert (outcome.result, outcome.exit_code) == (Result.PENDING, 3)
        assert outcome.report.verdict is not Verdict.PASS
        assert is_left_clean(bonded)

    def test_with_a_server_that_is_ready_pending_is_a_commit(self, bonded):
        outcome = bonded.push(is_server_pending=True)
        assert (outcome.result, outcome.exit_code) == (Result.COMMITTED, 0)


@pytest.mark.parametrize("method", METHODS)
def test_a_removal_is_proved_and_committed(method):
    scene = make_scene(method, "revert timer")
    with simulate(scene) as simulation:
        assert simulation.push().result is Result.COMMITTED
        outcome = simulation.push(is_removal=True)
        assert (outcome.result, outcome.exit_code) == (Result.COMMITTED, 0), outcome.reason
        assert "channel-group" not in "".join(simulation.running().values())
        again = simulation.push(is_removal=True)
        assert (again.result, again.exit_code) == (Result.UNCHANGED, 0)


class TestOthers:
    def test_who_edit_while_it_is_asked_stop_it_before_anything_is_sent(self, backed):
        def approve(prospect):
            backed.network.configure("sw1", "interface Gi1/0/9", "description edited by bob")
            return True

        outcome = backed.push(approve=approve)
        assert outcome.result is Result.UNDONE
        assert "has changed since it was read" in outcome.reason
        assert "description edited by bob" in outcome.reason
        assert outcome.switches == ()

    def test_who_edit_the_second_switch_meanwhile_keep_their_lines(self, backed):
        old = plain(backed)
        edit = ("configure terminal", "interface Gi1/0/9", "description edited by bob", "end")
        backed.network.arm(
            Fault(
                "sw2",
                OtherUser("bob", edit),
                AtLine(pattern="configure terminal revert", switch="sw1"),
            )
        )
        outcome = backed.push()
        assert outcome.result is Result.UNDONE
        assert plain(backed)["sw1"] == old["sw1"]
        assert " description edited by bob" in plain(backed)["sw2"]

    def test_who_edit_the_switch_meanwhile_are_named_and_keep_their_lines(self, bare):
        old = plain(bare)
        edit = ("configure terminal", "interface Fa0/9", "description edited by bob", "end")
        bare.network.arm(
            Fault("sw1", OtherUser("bob", edit), AtLine(pattern="^interface FastEthernet0/1"))
        )
        outcome = bare.push()
        assert outcome.result is Result.UNDONE
        assert "somebody else has changed it meanwhile" in outcome.reason
        others = {each.switch: each.others for each in outcome.switches}
        assert others["sw1"] == ("+interface FastEthernet0/9: description edited by bob",)
        now = plain(bare)["sw1"]
        assert " description edited by bob" in now
        assert tuple(line for line in now if "bob" not in line) == old["sw1"]

    def test_whose_rollback_is_pending_stop_it(self, backed):
        line = backed.network.dial("sw2", "admin")
        session = netredund.session.SwitchSession("sw2", line, timeouts=netredund.Timeouts())
        session.start()
        session.enter_configuration("configure terminal revert timer 60")
        session.leave_configuration()
        with pytest.raises(DisturbedError, match="sw2: a rollback .* is pending"):
            backed.push()

    @pytest.mark.parametrize("text", [
        "Configuration mode locked exclusively by user 'bob' process '98' from terminal '2'."
            " Please try later.",
        UNAUTHORIZED,
    ], ids=["lock", "authorisation"])  # fmt: skip
    def test_who_keep_us_out_of_configuration_stop_it_with_nothing_sent(self, backed, text):
        old = backed.running()
        backed.network.arm(Fault("sw2", Refuse(text), AtLine(pattern="configure terminal")))
        with pytest.raises(RefusedError):
            backed.push()
        assert backed.running() == old
        assert not backed.count_journal()


class TestAnInterruption:
    @pytest.mark.parametrize("phase", ["guard", "send", "wait", "leg", "verify"])
    def test_undoes_what_was_begun(self, backed, phase):
        old = plain(backed)

        def interrupt(progress):
            if progress.phase == phase:
                backed.on_told = None
                raise KeyboardInterrupt

        backed.on_told = interrupt
        outcome = backed.push()
        assert (outcome.result, outcome.exit_code) == (Result.UNDONE, 6)
        assert outcome.reason == "it was interrupted"
        assert plain(backed) == old
        assert is_left_clean(backed)

    @pytest.mark.parametrize("phase", ["undo", "confirm", "undone"])
    def test_of_the_end_is_unfinished_and_recovered(self, backed, phase):
        old = plain(backed)
        if phase != "confirm":
            backed.network.arm(Fault("sw2", Refuse(), AtLine(pattern="portfast")))
        told = []

        def interrupt(progress):
            told.append(progress.phase)
            if progress.phase == phase and told.count(phase) == 2 or phase == "undone" in told:
                backed.on_told = None
                raise KeyboardInterrupt

        backed.on_told = interrupt
        outcome = backed.push()
        assert (outcome.result, outcome.exit_code) == (Result.UNFINISHED, 7)
        assert all(each.reason for each in outcome.switches)
        (recovered,) = backed.recover()
        if phase == "confirm":
            assert recovered.result is Result.COMMITTED
        else:
            assert recovered.result is Result.UNDONE
            assert plain(backed) == old
        assert is_left_clean(backed)

    def test_of_the_saving_is_a_commit_that_is_not_saved(self, backed):
        def interrupt(progress):
            if progress.phase == "save":
                backed.on_told = None
                raise KeyboardInterrupt

        backed.on_told = interrupt
        outcome = backed.push(is_saved=True)
        assert (outcome.result, outcome.exit_code) == (Result.COMMITTED, 3)
        assert outcome.unsaved == ("sw1: not saved: it was interrupted",)


def test_a_fault_of_the_program_is_raised_and_the_lines_do_not_stay(backed):
    old = plain(backed)

    def fail(progress):
        if progress.phase == "verify":
            backed.on_told = None
            raise ZeroDivisionError

    backed.on_told = fail
    with pytest.raises(ZeroDivisionError):
        backed.push()
    assert plain(backed) == old
    assert is_left_clean(backed)


def test_a_second_push_is_refused_while_one_is_unfinished_also_with_all_lines_in_place(backed):
    def die(progress):
        if progress.phase == "confirm":
            backed.kill()

    backed.on_told = die
    with pytest.raises(Killed):
        backed.push()
    backed.revive()
    with pytest.raises(UnfinishedError, match="recover") as caught:
        backed.push()
    assert caught.value.switches == ("sw1", "sw2")
    assert not caught.value.is_running
    backed.recover()
    assert backed.push().result is Result.UNCHANGED


def test_a_push_that_runs_keeps_another_from_beginning(backed):
    refusals = []

    def push_too(progress):
        if progress.phase == "verify":
            backed.on_told = None
            with pytest.raises(UnfinishedError) as caught:
                backed.push()
            refusals.append(caught.value)

    backed.on_told = push_too
    assert backed.push().result is Result.COMMITTED
    assert refusals[0].is_running


def test_two_that_were_approved_at_once_do_not_both_begin(backed):
    def approve(prospect):
        assert backed.push().result is Result.COMMITTED
        return True

    outcome = backed.push(approve=approve)
    assert outcome.result is Result.UNDONE
    assert "has changed since it was read" in outcome.reason


def test_a_switch_that_cannot_be_reached_stops_it_before_anything_is_sent(backed):
    old = backed.running()
    backed.network.arm(
        Fault("sw2", Unreachable(600), AtLine(pattern="terminal length 0", switch="sw1"))
    )
    with pytest.raises(ConnectError):
        backed.push()
    assert backed.running() == old


class TestTimers:
    def test_shorter_than_the_protocols_are_refused(self, backed):
        with pytest.raises(ShortTimerError, match="1 min is too short") as caught:
            backed.push(timer_min=1)
        least = caught.value.least_min
        assert backed.push(timer_min=least).result is Result.COMMITTED

    def test_that_run_out_while_it_is_proved_undo_it(self, backed):
        old = plain(backed)

        def dawdle(progress):
            if progress.phase == "verify":
                backed.on_told = None
                backed.network.clock.run_for(3600)

        backed.on_told = dawdle
        outcome = backed.push()
        assert outcome.result is Result.UNDONE
        assert plain(backed) == old

    def test_that_run_out_before_the_confirm_undo_it(self, backed):
        old = plain(backed)

        def dawdle(progress):
            if progress.phase == "confirm":
                backed.on_told = None
                backed.network.clock.run_for(3600)

        backed.on_told = dawdle
        outcome = backed.push()
        assert outcome.result is Result.UNDONE
        assert "went back to the old configuration" in outcome.reason
        assert plain(backed) == old

    def test_of_one_switch_that_run_out_between_two_confirms_undo_the_other(self, backed):
        old = plain(backed)

        def dawdle(progress):
            if (progress.phase, progress.switch) == ("confirm", "sw2"):
                backed.on_told = None
                backed.network.clock.run_for(3600)

        backed.on_told = dawdle
        outcome = backed.push()
        assert outcome.result is Result.UNDONE
        assert plain(backed) == old
        assert is_left_clean(backed)


def test_a_switch_that_is_gone_between_two_confirms_is_exit_7_and_recovered(backed):
    old = plain(backed)
    backed.network.arm(
        Fault(
            "sw2", Unreachable(3600, silent=True), AtLine(pattern="configure confirm", switch="sw1")
        )
    )
    outcome = backed.push()
    assert (outcome.result, outcome.exit_code) == (Result.UNFINISHED, 7)
    assert stands(outcome) == {"sw1": Stand.NEW, "sw2": Stand.UNKNOWN}
    assert outcome.switches[0].is_confirmed
    assert outcome.switches[1].reason
    backed.network.clock.run_for(3600)
    (recovered,) = backed.recover()
    assert recovered.result is Result.UNDONE
    assert plain(backed) == old


SERVERS = """\
  {name}:
    method: {method}
    nics: {{{nics}}}
"""


def make_servers(*servers: tuple[str, str, str]) -> Scene:
    """Return the two switches with these servers: name, method and legs."""
    scene = make_scene("active-backup", "revert timer")
    lab = scene.lab.split("servers:\n")[0] + "servers:\n"
    site = "switches: {sw1: , sw2: }\nservers:\n"
    for name, method, legs in servers:
        lab += f"  {name}:\n    method: {method}\n    nics: {{{legs}}}\n"
        group = "channel_group: 1, " if method == "802.3ad" else ""
        site += f"  {name}: {{method: {method}, {group}uplinks: {{{legs}}}}}\n"
    return Scene(lab, site)


@pytest.mark.parametrize(
    ("method", "legs"),
    [
        ("active-backup", "eth0: sw1 Gi1/0/1, eth1: sw2 Gi1/0/1, eth2: sw1 Gi1/0/2"),
        ("balance-alb", "eth0: sw1 Gi1/0/1, eth1: sw2 Gi1/0/1, eth2: sw2 Gi1/0/2"),
        ("802.3ad", "eth0: sw1 Gi1/0/1, eth1: sw1 Gi1/0/2, eth2: sw1 Gi1/0/3"),
    ],
)
def test_three_legs_are_one_server(method, legs):
    with simulate(make_servers(("web1", method, legs))) as simulation:
        outcome = simulation.push()
        assert outcome.result is Result.COMMITTED
        assert len([step for step in outcome.plan.steps if step.leg]) == 3


def test_two_servers_of_two_methods_are_one_transaction():
    legs = "eth0: sw1 Gi1/0/{0}, eth1: sw2 Gi1/0/{0}"
    scene = make_servers(
        ("web1", "active-backup", legs.format(1)),
        ("web2", "balance-alb", legs.format(2)),
        ("db1", "802.3ad", "eth0: sw1 Gi1/0/3, eth1: sw1 Gi1/0/4"),
    )
    with simulate(scene) as simulation:
        old = plain(simulation)
        simulation.network.arm(
            Fault("sw2", Drop(), AtLine(pattern="^interface GigabitEthernet1/0/2"))
        )
        simulation.push()
        assert plain(simulation) == old
        outcome = simulation.push()
        assert outcome.result is Result.COMMITTED
        assert {server.server for server in outcome.report.servers} == {"web1", "web2", "db1"}


def test_a_neighbour_that_was_broken_before_neither_ends_the_waiting_nor_passes():
    legs = "eth0: sw1 Gi1/0/{0}, eth1: sw2 Gi1/0/{0}"
    scene = make_servers(
        ("web1", "active-backup", legs.format(1)), ("web2", "active-backup", legs.format(2))
    )
    lines = "      interface Gi1/0/2\n       switchport access vlan 20\n"
    lab = scene.lab.replace("       path flash:cfg\n", f"       path flash:cfg\n{lines}", 1)
    with simulate(Scene(lab, scene.site)) as simulation:
        outcome = simulation.push(servers=("web1",))
        assert outcome.result is Result.COMMITTED, outcome.reason
        verdicts = {server.server: server.verdict for server in outcome.report.servers}
        assert verdicts == {"web1": Verdict.PASS, "web2": Verdict.FAIL}
        assert outcome.exit_code == 3


def test_a_neighbour_that_is_worse_off_undoes_it():
    legs = "eth0: sw1 Gi1/0/{0}, eth1: sw2 Gi1/0/{0}"
    scene = make_servers(
        ("web1", "active-backup", legs.format(1)), ("web2", "active-backup", legs.format(2))
    )
    with simulate(scene) as simulation:
        simulation.push()
        simulation.network.configure("sw1", "interface Gi1/0/1", "no spanning-tree portfast")
        old = plain(simulation)

        def unplug(progress):
            if progress.phase == "verify":
                simulation.on_told = None
                simulation.network.stop_server("web2")

        simulation.on_told = unplug
        outcome = simulation.push(servers=("web1",))
        assert outcome.result is Result.UNDONE
        assert "web2: " in outcome.reason
        assert plain(simulation) == old


def test_the_members_of_a_stack_are_guarded_and_confirmed_once():
    scene = make_servers(("db1", "802.3ad", "eth0: sw1 Gi1/0/1, eth1: sw1 Gi1/0/2"))
    site = (
        "switches: {sw1: {stack: a}, sw1b: {stack: a, host: sw1, hostname: sw1}}\n"
        "servers:\n  db1: {method: 802.3ad, channel_group: 1,"
        " uplinks: {eth0: sw1 Gi1/0/1, eth1: sw1b Gi1/0/2}}\n"
    )
    with simulate(Scene(scene.lab, site)) as simulation:
        outcome = simulation.push()
        assert outcome.result is Result.COMMITTED
        guarded = [told.switch for told in simulation.told if told.phase == "guard"]
        assert guarded == ["sw1"]


@pytest.mark.parametrize("guard", ["revert timer", "own lines"])
def test_names_that_are_long_and_descriptions_beyond_ascii_are_no_hindrance(guard):
    name = "access-switch-of-the-second-floor"
    scene = make_scene("active-backup", guard)
    lab = scene.lab.replace("sw1", name)
    port = "Gi1/0/1" if guard == "revert timer" else "Fa0/1"
    for line in (f"      interface {port}\n       description B\u00fcro \u00e9tage 2\n",):
        lab = lab.replace("    startup: |\n", f"    startup: |\n{line}", 1)
    with simulate(Scene(lab, scene.site.replace("sw1", name))) as simulation:
        old = plain(simulation)
        simulation.network.arm(Fault("sw2", Refuse(), AtLine(pattern="portfast")))
        assert simulation.push().result is Result.UNDONE
        assert plain(simulation) == old
        assert simulation.push().result is Result.COMMITTED
        kept = (last_journal(simulation) / f"{name}.old.cfg").read_text("utf-8")
        assert "description B\u00fcro \u00e9tage 2" in kept
