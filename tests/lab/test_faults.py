"""Tests for the faults of the lab over lines in memory: each strikes where it should."""

import re

import pytest

from netredund.errors import FaultError, LostSessionError, RefusedError, SilentSwitchError
from netredund.lab import Network, parse_lab
from netredund.lab.dial import Line
from netredund.lab.faults import (
    AfterDelay,
    AtByte,
    AtLine,
    AtTime,
    BondLate,
    Bytewise,
    Cut,
    Direction,
    Drop,
    Fault,
    Frames,
    Garbage,
    Hang,
    Log,
    Lose,
    Moment,
    NoStp,
    Now,
    OtherUser,
    Prompt,
    Reboot,
    Refuse,
    Reload,
    Restore,
    Slow,
    Unreachable,
)
from netredund.session.access import Timeouts
from netredund.session.switch import SwitchSession

LAB = """\
users: {ops: {password: ops}}
switches:
  sw1:
    mac: 0019.e7aa.0100
    mode: rapid-pvst
    priority: {1: 0}
    startup: |
      interface GigabitEthernet0/2
       channel-group 1 mode active
      interface FastEthernet0/2
       channel-group 1 mode active
      interface FastEthernet0/3
       switchport mode access
  sw2: {mac: 0019.e7bb.0200, mode: rapid-pvst}
links:
  - [sw1 Gi0/1, sw2 Gi0/1]
servers:
  db1: {method: 802.3ad, nics: {eth0: {port: sw1 Fa0/1}, eth1: sw1 Fa0/2}}
  web1: {method: stp, nics: {eth0: sw1 Fa0/3, eth1: sw2 Fa0/3}}
""".replace("interface GigabitEthernet0/2", "interface FastEthernet0/1")

BEFORE, AFTER = Moment.BEFORE, Moment.AFTER


@pytest.fixture
def network() -> Network:
    network = Network(parse_lab(LAB))
    network.clock.run_for(100)
    return network


def dial(network: Network, switch: str = "sw1") -> Line:
    """Return a line behind its greeting, with no pager."""
    line = network.dial(switch)
    line.send("terminal length 0\n")
    line.receive(1)
    return line


def heard(line: Line, limit_s: float = 60) -> str:
    """Return all that comes until nothing comes for `limit_s`, or the session ends."""
    text = ""
    try:
        while True:
            text += line.receive(limit_s)
    except (TimeoutError, EOFError):
        return text


def is_closed(line: Line) -> bool:
    with pytest.raises((EOFError, TimeoutError)) as caught:
        while True:
            line.receive(1)
    return caught.type is EOFError


def hostname(network: Network) -> str:
    return network.devices["sw1"].configuration.switch.hostname


# drop and hang: before, after, at a character


@pytest.mark.parametrize(("moment", "name"), [(BEFORE, "sw1"), (AFTER, "x")])
@pytest.mark.parametrize("what", [Drop(), Hang()], ids=["drop", "hang"])
def test_line_took_effect_or_not(
    network: Network, what: Drop | Hang, moment: Moment, name: str
) -> None:
    line = dial(network)
    network.arm(Fault("sw1", what, AtLine(2, moment)))
    line.send("configure terminal\nhostname x\n")
    assert hostname(network) == name
    assert heard(line).endswith("sw1(config)#hostname x\r\n")
    assert is_closed(line) is (what == Drop())
    assert len(network.devices["sw1"].sessions) == (0 if what == Drop() else 1)
    struck = network.struck[0]
    assert (struck.time_s >= 100, struck.session, struck.line) == (True, 1, "hostname x")


@pytest.mark.parametrize("byte", [1, 7, 200])
def test_answer_ends_after_that_character(network: Network, byte: int) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Drop(), AtLine(1, byte=byte)))
    line.send("show version\n")
    text = heard(line).partition("show version\r\n")[2]
    assert text == network.show("sw1", "show version").replace("\n", "\r\n")[:byte]
    assert network.struck


def test_answer_shorter_than_the_character_is_let_go(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Drop(), AtLine(1, byte=500)))
    line.send("show clock\n")
    line.send("show version\n")
    assert heard(line).endswith("sw1#")
    assert network.struck == ()


def test_characters_count_over_all_sessions(network: Network) -> None:
    first, second = dial(network), dial(network)
    network.arm(Fault("sw1", Drop(), AtByte(30)))
    first.send("show privilege\n")  # 16 of echo, 33 of answer
    assert heard(first) == "show privilege\r\nCurrent privil"
    assert not is_closed(second)


def test_lines_count_over_all_sessions(network: Network) -> None:
    first, second = dial(network), dial(network)
    network.arm(Fault("sw1", Drop(), AtLine(3)))
    first.send("show clock\n")
    second.send("show clock\n")
    first.send("show clock\n")
    assert is_closed(first)
    assert not is_closed(second)


def test_line_of_another_switch_can_be_the_moment(network: Network) -> None:
    line, other = dial(network), dial(network, "sw2")
    network.arm(Fault("sw1", Drop(), AtLine(1, switch="sw2")))
    line.send("show clock\n")
    assert not is_closed(line)
    other.send("show clock\n")
    assert (is_closed(line), is_closed(other)) == (True, False)


def test_only_lines_that_match_count(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Drop(), AtLine(2, pattern="^interface .*0/[12]$")))
    line.send("configure terminal\ninterface Fa0/1\ninterface Fa0/3\ninterface Fa0/2\n")
    assert heard(line).endswith("(config-if)#interface Fa0/2\r\n")


def test_session_sees_a_drop_as_lost_and_a_hang_as_silence(network: Network) -> None:
    for what, kind in ((Drop(), LostSessionError), (Hang(), SilentSwitchError)):
        session = SwitchSession("sw1", network.dial("sw1"), timeouts=Timeouts(read_s=5))
        session.start()
        network.arm(Fault("sw1", what, AtLine(2, AFTER)))
        with pytest.raises(kind):
            session.configure("hostname sw1")


def test_session_that_is_lost_unnoticed_stays_at_the_switch(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Drop(unnoticed=True), AtLine(2, AFTER)))
    line.send("configure terminal\nhostname x\n")
    assert heard(line, 1).endswith("#hostname x\r\n")
    assert is_closed(line)
    line.close()
    network.clock.run_for(598)
    assert list(network.devices["sw1"].sessions) == [0]
    network.clock.run_for(2)
    assert list(network.devices["sw1"].sessions) == []
    assert "by ops on vty0" in network.show("sw1", "show logging")


# when


@pytest.mark.parametrize("when", [AtTime(130), AfterDelay(30)])
def test_session_is_dropped_at_its_time(network: Network, when: AtTime | AfterDelay) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Drop(), when))
    network.clock.run_until(129.9)
    assert not line.closed
    network.clock.run_until(130)
    assert line.closed
    assert [each.time_s for each in network.struck] == [130]


def test_fault_of_sessions_strikes_only_where_there_is_one(network: Network) -> None:
    network.arm(Fault("sw1", Drop(), Now()))
    assert network.struck == ()


def test_fault_strikes_as_often_as_it_says(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Refuse("% No"), AtLine(2, times=2)))
    line.send("show clock\n" * 5)
    assert [row == "% No" for row in heard(line).splitlines() if "#" not in row].count(True) == 2
    assert len(network.struck) == 2


def test_disarmed_faults_do_not_strike(network: Network) -> None:
    line = dial(network)
    for fault in ("sw1: drop", "sw1: drop in 5s", "sw1: drop at 103s", "sw1: drop after byte 3"):
        network.arm(fault)
    network.disarm()
    line.send("show clock\n")
    network.clock.run_for(10)
    assert heard(line, 1).endswith("sw1#")
    assert network.struck == ()


# answers


def test_refused_line_is_not_taken(network: Network) -> None:
    network.arm(Fault("sw1", Refuse(), AtLine(pattern="^hostname", times=None)))
    session = SwitchSession("sw1", network.dial("sw1"), timeouts=Timeouts())
    session.start()
    for _ in range(2):
        with pytest.raises(RefusedError, match="Invalid input detected"):
            session.configure("hostname x")
    session.configure("no ip domain-lookup")
    assert hostname(network) == "sw1"


def test_unauthorized_line_is_refused_in_ios_words(network: Network) -> None:
    network.arm("sw1: unauthorized before line 1 matching 'running-config'")
    session = SwitchSession("sw1", network.dial("sw1"), timeouts=Timeouts())
    session.start()
    with pytest.raises(RefusedError) as caught:
        session.show("show running-config")
    assert caught.value.reply.strip() == "Command authorization failed."


def test_slow_answer_comes_late_and_the_line_is_taken_at_once(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Slow(12), AtLine(2)))
    line.send("configure terminal\nhostname x\n")
    assert line.receive(1).endswith("hostname x\r\n")
    assert hostname(network) == "x"
    with pytest.raises(TimeoutError):
        line.receive(11.5)
    assert line.receive(1) == "x(config)#"


def test_bytewise_answer_comes_letter_by_letter(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Bytewise(0.5), AtLine(1)))
    line.send("show privilege\n")
    assert line.receive(1) == "show privilege\r\nC"
    began_s = network.clock.now_s
    text = ""
    for _ in "urrent privilege level is 15\r\nsw1#":
        text += line.receive(1)
    assert text == "urrent privilege level is 15\r\nsw1#"
    assert network.clock.now_s == pytest.approx(began_s + 0.5 * len(text))
    line.send("show privilege\n")
    assert line.receive(1).endswith("sw1#")


def test_what_follows_a_late_answer_keeps_its_order(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Slow(5), AtLine(1)))
    line.send("show privilege\nexit\n")
    assert heard(line) == ("show privilege\r\nCurrent privilege level is 15\r\nsw1#exit\r\n")
    assert is_closed(line)


def test_message_stands_in_the_middle_of_the_answer(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Log(), AtLine(1)))
    line.send("show vlan brief\n")
    rows = heard(line).splitlines()
    assert re.fullmatch(r"\S.*: %LINK-3-UPDOWN: Interface .* up", rows[2])
    clean = network.show("sw1", "show vlan brief").splitlines()
    assert [rows[1], *rows[3:-1]] == clean
    assert (
        network.show("sw1", "show logging").count("%LINK-3-UPDOWN: Interface GigabitEthernet0/2")
        == 1
    )


def test_session_reads_past_a_message(network: Network) -> None:
    session = SwitchSession("sw1", network.dial("sw1"), timeouts=Timeouts())
    session.start()
    clean = session.show("show interfaces status")
    network.arm(Fault("sw1", Log(), AtLine(1)))
    assert [
        row for row in session.show("show interfaces status").splitlines() if "%LINK" not in row
    ] == clean.splitlines()
    assert network.struck


def test_garbage_stands_where_it_is_put(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Garbage("\x00~~"), AtLine(1, byte=8)))
    line.send("show privilege\n")
    assert heard(line) == "show privilege\r\nCurrent \x00~~privilege level is 15\r\nsw1#"


def test_answer_ends_with_another_prompt_once(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Prompt("Router>"), AtLine(1)))
    line.send("show privilege\nshow privilege\n")
    text = heard(line)
    assert text.count("Router>") == 1
    assert "15\r\nRouter>show" in text
    assert text.endswith("sw1#")


# the switch


def test_unreachable_switch_refuses_for_a_time(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Unreachable(20)))
    assert is_closed(line)
    with pytest.raises(ConnectionRefusedError):
        network.dial("sw1")
    dial(network, "sw2")
    network.clock.run_for(20)
    dial(network)


def test_longest_outage_counts(network: Network) -> None:
    network.arm(Fault("sw1", Unreachable(20)))
    network.arm(Fault("sw1", Unreachable(5)))
    network.clock.run_for(19)
    with pytest.raises(ConnectionRefusedError):
        network.dial("sw1")
    network.clock.run_for(1)
    dial(network)


def test_silent_switch_lets_logins_time_out(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Unreachable(20, silent=True)))
    assert not is_closed(line)
    with pytest.raises(TimeoutError):
        network.dial("sw1")


@pytest.mark.parametrize(("moment", "saved"), [(BEFORE, "sw1"), (AFTER, "x")])
def test_switch_reloads_with_what_was_saved(network: Network, moment: Moment, saved: str) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Reload(), AtLine(4, moment)))
    line.send("configure terminal\nhostname x\nend\nwrite\n")
    assert "x#write\r\n" in heard(line, 1)
    assert is_closed(line)
    assert network.struck[0].line == "write"
    with pytest.raises(ConnectionRefusedError):
        network.dial("sw1")
    assert not network.cable("sw1 Gi0/1").up
    network.clock.run_for(61)
    dial(network)
    assert hostname(network) == saved


def test_reload_takes_the_revert_timer_and_unsaved_lines_along() -> None:
    network = Network(parse_lab("switches: {sw1: {model: WS-C2960X-24TS-L}}"))
    network.configure("sw1", "username ops privilege 15", "archive", "path flash:old")
    line = dial(network)
    line.send("write\nconfigure terminal revert timer 5\nhostname x\n")
    assert heard(line, 1).endswith("x(config)#")
    network.arm(Fault("sw1", Reload(), AfterDelay(30)))
    network.clock.run_for(91)
    assert hostname(network) == "sw1"
    network.configure("sw1", "hostname z")
    network.clock.run_for(600)
    assert hostname(network) == "z"


def test_session_lost_unnoticed_ends_with_the_reload(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", Drop(unnoticed=True)))
    network.arm(Fault("sw1", Reload()))
    assert is_closed(line)
    assert network.receptions["sw1"].visits == []
    network.clock.run_for(700)
    dial(network)


def test_another_user_holds_the_lock_for_a_time() -> None:
    locked = Network(parse_lab(LAB.replace("sw1:\n", 'sw1:\n    release: "12.2"\n')))
    line = dial(locked)
    locked.configure("sw1", "configuration mode exclusive manual")
    locked.arm("sw1: user eve locks 20s")
    line.send("configure terminal\n")
    assert not heard(line, 1).endswith("(config)#")
    locked.clock.run_for(20)
    line.send("configure terminal\n")
    assert heard(line, 1).endswith("(config)#")


def test_another_user_changes_the_configuration_from_his_own_session(network: Network) -> None:
    line = dial(network)
    lines = ("configure terminal", "hostname x")
    network.arm(Fault("sw1", OtherUser("eve", lines, stays_s=30), AtLine(2)))
    line.send("show clock\nshow users\n")
    text = heard(line, 1)
    assert re.search(r"vty 1 +eve .* 192\.0\.2\.99", text)
    assert text.endswith("x#")
    assert "by eve on" not in network.show("sw1", "show logging")
    network.clock.run_for(30)
    assert "%SYS-5-CONFIG_I: Configured from console by eve on vty1" in network.show(
        "sw1", "show logging"
    )
    assert len(network.devices["sw1"].sessions) == 1


def test_lines_of_a_fault_are_noted_and_count_for_none(network: Network) -> None:
    line = dial(network)
    network.arm(Fault("sw1", OtherUser("eve", ("show clock",) * 5)))
    network.arm(Fault("sw1", Drop(), AtLine(1)))
    network.arm(Fault("sw1", OtherUser("eve", ("show clock",) * 5)))
    assert not line.closed
    assert [each.line for each in network.typed].count("show clock") == 10
    assert len(network.struck) == 2


def test_user_who_finds_no_line_has_not_struck(network: Network) -> None:
    for _ in range(16):
        network.dial("sw1")
    network.arm(Fault("sw1", OtherUser("eve", ("show clock",))))
    assert network.struck == ()


# cables and servers


def tree_state(network: Network, port: str, switch: str = "sw2") -> str:
    text = network.show(switch, "show spanning-tree vlan 1")
    row = re.search(rf"^{re.escape(port)} +(\S+ \S+)", text, re.MULTILINE)
    return row[1] if row else ""


def test_cable_is_cut_and_comes_back(network: Network) -> None:
    network.arm(Fault("sw1 Gi0/1", Cut(10), AfterDelay(5)))
    network.clock.run_for(6)
    assert not network.cable("sw2 Gi0/1").up
    network.clock.run_for(10)
    assert network.cable("sw2 Gi0/1").up


def test_restore_mends_what_was_cut_and_lost(network: Network) -> None:
    network.arm(Fault("sw1 Gi0/1", Cut()))
    network.arm(Fault("sw1 Gi0/1", Lose()))
    network.arm(Fault("sw1 Gi0/1", Restore(), AfterDelay(20)))
    network.clock.run_for(19)
    assert tree_state(network, "Gi0/1") == ""
    network.clock.run_for(30)
    assert tree_state(network, "Gi0/1") == "Root FWD"


@pytest.mark.parametrize(
    ("where", "direction", "root"),
    [
        ("sw1 Gi0/1", Direction.SENT, True),
        ("sw1 Gi0/1", Direction.RECEIVED, False),
        ("sw2 Gi0/1", Direction.RECEIVED, True),
    ],
)
def test_bpdus_are_lost_one_way_with_carrier_up(
    network: Network, where: str, direction: Direction, root: bool
) -> None:
    network.cable("web1 eth1").cut()
    network.clock.run_for(60)
    network.arm(Fault(where, Lose(Frames.BPDUS, direction, for_s=40)))
    network.clock.run_for(20)
    assert network.cable(where).up
    assert ("This bridge is the root" in network.show("sw2", "show spanning-tree vlan 1")) is root
    network.clock.run_for(60)
    assert "This bridge is the root" not in network.show("sw2", "show spanning-tree vlan 1")


def test_lost_lacpdus_of_the_server_take_its_port_out_of_the_bundle(network: Network) -> None:
    assert "Fa0/2(P)" in network.show("sw1", "show etherchannel summary")
    network.arm(Fault("db1 eth1", Lose(Frames.LACPDUS, Direction.SENT)))
    network.clock.run_for(120)
    text = network.show("sw1", "show etherchannel summary")
    assert "Fa0/1(P)" in text
    assert "Fa0/2(P)" not in text


def bundled(network: Network) -> int:
    return network.show("sw1", "show etherchannel summary").count("(P)")


def test_server_reboots_and_bonds_again(network: Network) -> None:
    network.arm(Fault("db1", Reboot(30)))
    network.clock.run_for(1)
    assert (bundled(network), network.cable("db1 eth0").up) == (0, False)
    network.clock.run_for(28)
    assert not network.cable("db1 eth0").up
    network.clock.run_for(60)
    assert bundled(network) == 2
    assert "MII Status: up" in network.server_show("db1", "cat /proc/net/bonding/bond0")


def test_server_that_bonds_late_has_links_and_no_partner(network: Network) -> None:
    network.arm(Fault("db1", BondLate(60)))
    network.clock.run_for(50)
    assert network.cable("db1 eth0").up
    assert bundled(network) == 0
    network.clock.run_for(60)
    assert bundled(network) == 2


def test_server_without_stp_passes_bpdus_on(network: Network) -> None:
    assert "STP" not in tree_state(network, "Fa0/3")
    network.arm(Fault("web1", NoStp()))
    network.clock.run_for(60)
    blocked = [tree_state(network, "Fa0/3"), tree_state(network, "Gi0/1")]
    assert sorted(each.split()[1] for each in blocked) == ["BLK", "FWD"]
    assert "no" in network.server_show("web1", "brctl show")


# what cannot be


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("sw9: drop", "no switch 'sw9' (there are: sw1, sw2)"),
        ("db1: drop", "no switch 'db1'"),
        ("sw1 Fa0/9: cut", "no cable in 'sw1 Fa0/9'"),
        ("sw1: cut", "no cable in 'sw1'"),
        ("sw1: reboot", "no server 'sw1' (there are: db1, web1)"),
        ("web1: bond-late 5s", "server web1 has no bond, its method is stp"),
        ("web1: reboot before line 1", "say `of SWITCH`"),
    ],
)
def test_fault_that_the_lab_has_no_place_for_is_refused(
    network: Network, fault: str, words: str
) -> None:
    with pytest.raises(FaultError, match=re.escape(words)):
        network.arm(fault)


# a campaign: every line of a clean run, before and after

LINES = ("interface FastEthernet0/5", "description web9", "spanning-tree portfast", "hostname y")


def push(network: Network) -> None:
    """Push some lines over a line in memory, as a script does."""
    session = SwitchSession("sw1", network.dial("sw1"), timeouts=Timeouts(read_s=2, login_s=2))
    session.start()
    for line in LINES:
        session.configure(line)
    session.leave_configuration()


def test_clean_run_says_where_faults_can_strike() -> None:
    network = Network(parse_lab(LAB))
    push(network)
    typed = [each.line for each in network.typed]
    assert typed[-6:] == ["configure terminal", *LINES, "end"]
    for number, line in enumerate(typed, 1):
        for moment in Moment:
            case = Network(parse_lab(LAB))
            case.arm(Fault("sw1", Drop(), AtLine(number, moment)))
            with pytest.raises(LostSessionError):
                push(case)
            assert [(each.line, each.session) for each in case.struck] == [(line, 1)]
            taken = typed[: number if moment is AFTER else number - 1]
            running = case.show("sw1", "show running-config")
            assert ("description web9" in running) is ("description web9" in taken)
            assert ("hostname y" in running) is ("hostname y" in taken)


@pytest.mark.parametrize("armed", ["sw1: drop after line 99", "sw1: log after byte 99999"])
def test_fault_that_does_not_strike_changes_no_character(network: Network, armed: str) -> None:
    keys = "conf t\nint fa0/1\n?\x1a\x10\x10\nsh ru\n qterminal length 0\nsh\tvl\nx\x03wr?\nexit\n"
    plain, disturbed = network.dial("sw1"), network.dial("sw1")
    plain.receive(0), disturbed.receive(0)
    plain.send(keys)
    network.arm(armed)
    disturbed.send(keys)
    assert heard(plain, 1) == heard(disturbed, 1)
    assert (plain.closed, disturbed.closed) == (True, True)
    assert network.struck == ()
