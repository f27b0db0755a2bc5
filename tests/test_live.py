"""Rules of live verification, with the standard lab over real SSH."""

import pytest

import netredund
from netredund.captures import Capture, Captures, Source
from netredund.intent import parse_site
from netredund.lab import Lab
from netredund.lab.labfolder import render_known_hosts, render_site
from netredund.live import find_deadline_s, is_final, verify_live
from netredund.reading import find_command
from netredund.session import Access, Login
from netredund.verdict import Report, ServerReport, Verdict
from netredund.verdict.finding import Finding
from tests.lab_access import (
    own_home,
    standard,
    standard_access,
    standard_definition,
    standard_site,
)
from tests.secrecy import PASSWORD

__all__ = ["own_home", "standard", "standard_access", "standard_site"]

TREE = """\
VLAN0001
  Spanning tree enabled protocol ieee
  Root ID    Priority    4097
             Address     0019.e7aa.0100
             This bridge is the root
             Hello Time   2 sec  Max Age {max_age} sec  Forward Delay {delay} sec

  Bridge ID  Priority    4097   (priority 4096 sys-id-ext 1)
             Address     0019.e7aa.0100
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec
             Aging Time 300
"""
SITE = """
switches: {sw1: , sw2: }
servers:
  tree: {method: stp, root: sw1, uplinks: {e0: sw1 Fa0/23, e1: sw2 Fa0/23}}
  bundle: {method: 802.3ad, channel_group: 1, uplinks: {e0: sw1 Fa0/1, e1: sw1 Fa0/2}}
  plain: {method: active-backup, uplinks: {e0: sw1 Fa0/3, e1: sw2 Fa0/3}}
"""


def captures_of(*trees):
    command = find_command("show spanning-tree vlan 1")
    return Captures(tuple(Capture(switch, command, Source(switch, text)) for switch, text in trees))


@pytest.mark.parametrize(
    ("server", "deadline_s"), [("tree", 30 + 2 * 20 + 5), ("bundle", 35), ("plain", 2 * 20 + 5)]
)
def test_the_deadline_is_the_protocols_own_by_the_timers_of_the_root(server, deadline_s):
    captures = captures_of(("sw1", TREE.format(max_age=30, delay=20)))
    assert find_deadline_s(parse_site(SITE), captures, (server,)) == deadline_s


def test_the_slowest_timers_that_any_switch_shows_count():
    trees = [("sw1", TREE.format(max_age=6, delay=4)), ("sw2", TREE.format(max_age=40, delay=30))]
    assert find_deadline_s(parse_site(SITE), captures_of(*trees), ("tree",)) == 105


def test_short_timers_shorten_the_wait():
    captures = captures_of(("sw1", TREE.format(max_age=6, delay=4)))
    assert find_deadline_s(parse_site(SITE), captures, ("tree",)) == 6 + 8 + 5


def test_without_timers_the_standard_ones_hold():
    assert find_deadline_s(parse_site(SITE), Captures()) == 20 + 30 + 5


def report_with(check, verdict):
    finding = Finding(check=check, subject="x", verdict=verdict, message="x: x")
    server = ServerReport("x", "stp", verdict, (finding,))
    return Report(verdict, (server,))


@pytest.mark.parametrize(
    ("check", "verdict", "final"),
    [
        ("stp.root", Verdict.PASS, True),
        ("stp.one-end-blocking", Verdict.FAIL, False),
        ("stp.one-end-blocking", Verdict.UNKNOWN, False),
        ("lacp.all-bundled", Verdict.FAIL, False),
        ("stp.cost", Verdict.FAIL, True),
        ("stp.cost", Verdict.UNKNOWN, False),
    ],
)
def test_waiting_ends_where_it_can_change_nothing(check, verdict, final):
    assert is_final(report_with(check, verdict)) is final


class Time:
    """A clock that moves when somebody sleeps, and lets the lab's time move along."""

    def __init__(self, lab=None):
        self.now_s = 0.0
        self.lab = lab
        self.slept = []

    def clock(self):
        return self.now_s

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now_s += seconds
        if self.lab is not None:
            self.lab.advance(seconds)


@pytest.fixture
def fresh():
    """The standard lab right after power-on: nothing has settled."""
    with Lab(standard_definition()) as lab:
        yield lab


def reach(lab, folder):
    keys = folder / "fresh_keys"
    keys.write_text(render_known_hosts(lab.addresses))
    site = parse_site(lab.call(lambda network: render_site(network, lab.addresses)))
    return site, Access(login=Login("admin", PASSWORD), known_hosts=keys)


def test_the_settled_lab_passes(standard_site, standard_access):
    assert netredund.verify(standard_site, access=standard_access).verdict is Verdict.PASS


def test_a_lab_that_has_not_settled_does_not_pass(fresh, tmp_path):
    site, access = reach(fresh, tmp_path)
    report, failures = verify_live(site, access=access)
    assert report.verdict is not Verdict.PASS
    assert not failures


def test_waiting_sees_it_settle_before_the_deadline(fresh, tmp_path):
    site, access = reach(fresh, tmp_path)
    time = Time(fresh)
    report, _ = verify_live(site, access=access, wait=True, clock=time.clock, sleep=time.sleep)
    assert report.verdict is Verdict.PASS
    assert 20 < time.now_s <= 55


def test_waiting_ends_at_the_deadline(fresh, tmp_path):
    site, access = reach(fresh, tmp_path)
    fresh.cut("sw2 Fa0/23")
    time = Time(fresh)
    report, _ = verify_live(site, access=access, wait=True, clock=time.clock, sleep=time.sleep)
    assert report.verdict is Verdict.FAIL
    assert time.now_s == pytest.approx(55)
    assert any("not final after 55 s" in note for note in report.notes)


def test_waiting_ends_at_once_where_something_is_wrong_for_good(
    standard, standard_site, standard_access
):
    servers = dict(standard_site.servers)
    import msgspec

    servers["web1"] = msgspec.structs.replace(servers["web1"], cost=200)
    site = msgspec.structs.replace(standard_site, servers=servers)
    time = Time()
    report, _ = verify_live(
        site, access=standard_access, wait=True, clock=time.clock, sleep=time.sleep
    )
    assert (report.verdict, time.slept) == (Verdict.FAIL, [])


def test_waiting_ends_at_once_where_a_host_key_is_not_known(fresh, tmp_path):
    site, access = reach(fresh, tmp_path)
    (tmp_path / "fresh_keys").write_text("")
    time = Time(fresh)
    report, failures = verify_live(
        site, access=access, wait=True, clock=time.clock, sleep=time.sleep
    )
    assert report.verdict is Verdict.UNKNOWN
    assert {type(error).__name__ for error in failures.values()} == {"HostKeyError"}
    assert time.slept == []


@pytest.mark.parametrize(
    ("cut", "server", "check"),
    [("sw1 Fa0/1", "db1", "lacp.all-bundled"), ("sw1 Fa0/23", "web1", "leg.up")],
)
def test_a_pulled_cable_is_seen(standard, standard_site, standard_access, cut, server, check):
    standard.cut(cut)
    standard.advance(100)
    try:
        report, _ = verify_live(standard_site, access=standard_access, servers=(server,))
    finally:
        standard.restore(cut)
        standard.advance(100)
    (only,) = report.servers
    failed = {finding.check for finding in only.findings if finding.verdict is Verdict.FAIL}
    assert check in failed


def test_the_servers_own_views_are_judged_along(standard, standard_site, standard_access):
    text = standard.server_show("db1", "cat /proc/net/bonding/bond0")
    own = Capture("db1", find_command("/proc/net/bonding/bond0"), Source("db1", text))
    report, _ = verify_live(
        standard_site, access=standard_access, servers=("db1",), others=Captures((own,))
    )
    checks = {f.check: f.verdict for f in report.servers[0].findings}
    assert checks["lacp.server-bond"] is Verdict.PASS
