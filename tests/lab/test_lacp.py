"""LACP: every pairing of ends reaches the state that 802.1AX demands."""

from itertools import product

import pytest

from netredund.lab.clock import Clock
from netredund.lab.config import ChannelMode, LacpRate
from netredund.lab.frames.lacp import Lacpdu, LacpInfo, LacpState
from netredund.lab.lacp import Candidate, LacpPort, Mux, Selected, select
from netredund.lab.servers.server import Server
from netredund.lab.status import ChannelGroup
from netredund.lab.switch import Model, Switch
from tests.lab.bench import Bench, bond, bundle, flags, member, port_name, set_stanza

ACTIVE, PASSIVE, ON = ChannelMode.ACTIVE, ChannelMode.PASSIVE, ChannelMode.ON
SETTLE_S = 12  # expired and defaulted take 3 s each, waiting 2 s
UP = (
    LacpState.AGGREGATION
    | LacpState.SYNCHRONIZATION
    | LacpState.COLLECTING
    | LacpState.DISTRIBUTING
)
DEFAULTED = LacpState.AGGREGATION | LacpState.DEFAULTED

# What each end's flags must be: LACP forms when both speak it and one of them begins (6.4.1);
# IOS suspends a member whose partner does not speak, and `on` bundles whatever is there.
PAIRINGS = {
    (ACTIVE, ACTIVE): ("PP", "PP"),
    (ACTIVE, PASSIVE): ("PP", "PP"),
    (PASSIVE, ACTIVE): ("PP", "PP"),
    (PASSIVE, PASSIVE): ("ss", "ss"),
    (ACTIVE, ON): ("ss", "PP"),
    (PASSIVE, ON): ("ss", "PP"),
    (ON, ACTIVE): ("PP", "ss"),
    (ON, PASSIVE): ("PP", "ss"),
    (ON, ON): ("PP", "PP"),
}


def pair(
    near_mode: ChannelMode = ACTIVE, far_mode: ChannelMode = ACTIVE
) -> tuple[Bench, Switch, Switch]:
    """Return two switches joined by two cables, both ends in a channel group."""
    bench = Bench()
    near, far = bench.switch("A"), bench.switch("B")
    for port in (1, 2):
        bench.join(near, port, far, port)
    bundle(near, (1, 2), near_mode)
    bundle(far, (1, 2), far_mode)
    return bench, near, far


def group_of(switch: Switch, number: int = 1) -> ChannelGroup:
    return next(each for each in switch.channel_groups() if each.number == number)


def actor_state(switch: Switch, port: int, group: int = 1) -> int:
    end = member(switch, port, group).actor
    assert end is not None
    return end.state


def partner_state(switch: Switch, port: int, group: int = 1) -> int | None:
    end = member(switch, port, group).partner
    return None if end is None else end.state


# two switches


@pytest.mark.parametrize(
    ("modes", "expected"), PAIRINGS.items(), ids=[f"{near}-{far}" for near, far in PAIRINGS]
)
def test_every_pairing_of_modes(
    modes: tuple[ChannelMode, ChannelMode], expected: tuple[str, str]
) -> None:
    bench, near, far = pair(*modes)
    bench.run(SETTLE_S)
    assert (flags(near), flags(far)) == expected
    for switch, mode, letters in zip((near, far), modes, expected, strict=True):
        if mode is ON:
            assert member(switch, 1).actor is None
            continue
        activity = LacpState.ACTIVITY if mode is ACTIVE else 0
        demanded = UP if letters == "PP" else DEFAULTED
        assert [actor_state(switch, port) for port in (1, 2)] == [demanded | activity] * 2


@pytest.mark.parametrize(
    ("near_mode", "far_mode", "near_rate", "far_rate"),
    list(product((ACTIVE, PASSIVE), (ACTIVE,), LacpRate, LacpRate)),
    ids=str,
)
def test_every_pairing_of_rates(
    near_mode: ChannelMode, far_mode: ChannelMode, near_rate: LacpRate, far_rate: LacpRate
) -> None:
    bench, near, far = pair(near_mode, far_mode)
    for switch, rate in ((near, near_rate), (far, far_rate)):
        for port in (1, 2):
            set_stanza(switch, port, lacp_rate=rate)
    bench.run(SETTLE_S)
    assert (flags(near), flags(far)) == ("PP", "PP")
    for switch, other, rate in ((near, far, near_rate), (far, near, far_rate)):
        fast = rate is LacpRate.FAST
        assert bool(actor_state(switch, 1) & LacpState.SHORT_TIMEOUT) is fast
        assert bool((partner_state(other, 1) or 0) & LacpState.SHORT_TIMEOUT) is fast
        # each end's rate is what the other end sends (6.4.4)
        before = member(other, 1).counters.sent
        bench.run(60)
        assert member(other, 1).counters.sent - before == (60 if fast else 2)


@pytest.mark.parametrize(
    ("rate", "least_s", "most_s"),
    [(LacpRate.FAST, 2, 3), (LacpRate.NORMAL, 60, 90)],
    ids=["fast", "normal"],
)
def test_silent_partner_is_noticed_after_three_periods(
    rate: LacpRate, least_s: float, most_s: float
) -> None:
    bench = Bench()
    near, far = bench.switch("A"), bench.switch("B")
    cables = [bench.join(near, port, far, port) for port in (1, 2)]
    bundle(near, (1, 2), ACTIVE)
    bundle(far, (1, 2), ACTIVE)
    for port in (1, 2):
        set_stanza(near, port, lacp_rate=rate)
    bench.run(40)
    cables[1].silence(far.ports[port_name(2)])
    began_s = bench.clock.now_s
    assert bench.clock.run_until_true(lambda: flags(near) == "Pw", 100)
    assert least_s <= bench.clock.now_s - began_s <= most_s + 0.2
    assert actor_state(near, 2) & LacpState.EXPIRED
    bench.run(3.1)
    assert flags(near) == "Ps"
    assert actor_state(near, 2) == DEFAULTED | LacpState.ACTIVITY | (
        LacpState.SHORT_TIMEOUT if rate is LacpRate.FAST else 0
    )
    assert group_of(near).bundled == (port_name(1),)
    cables[1].unsilence()
    bench.run(40)
    assert flags(near) == flags(far) == "PP"


# Which groups the two ports of either end are in, and what must come of it: a link aggregation
# group is one pair of systems with one pair of keys (6.3.6); the end whose ports would need two
# keeps one and suspends the other, whose far end then waits for it.
KEYS = {
    ((1, 1), (1, 1)): ("PP", "PP"),
    ((1, 1), (1, 2)): ("Ps", "Pw"),
    ((1, 2), (1, 1)): ("Pw", "Ps"),
    ((1, 2), (1, 2)): ("PP", "PP"),
    ((1, 2), (2, 1)): ("PP", "PP"),
    ((7, 7), (3, 3)): ("PP", "PP"),
}


@pytest.mark.parametrize(("groups", "expected"), KEYS.items(), ids=str)
@pytest.mark.parametrize("modes", [(ACTIVE, ACTIVE), (ACTIVE, PASSIVE)], ids=["aa", "ap"])
def test_every_pairing_of_keys(
    groups: tuple[tuple[int, int], tuple[int, int]],
    expected: tuple[str, str],
    modes: tuple[ChannelMode, ChannelMode],
) -> None:
    bench = Bench()
    switches = bench.switch("A"), bench.switch("B")
    for port in (1, 2):
        bench.join(switches[0], port, switches[1], port)
    for switch, numbers, mode in zip(switches, groups, modes, strict=True):
        for port, number in zip((1, 2), numbers, strict=True):
            bundle(switch, (port,), mode, number)
    bench.run(SETTLE_S)
    for switch, numbers, letters in zip(switches, groups, expected, strict=True):
        found = [member(switch, port, numbers[port - 1]) for port in (1, 2)]
        assert "".join(each.flag for each in found) == letters
        for port, letter in zip((1, 2), letters, strict=True):
            bundled = actor_state(switch, port, numbers[port - 1]) & UP == UP
            assert bundled is (letter == "P")


@pytest.mark.parametrize("modes", [(ACTIVE, ACTIVE), (ACTIVE, PASSIVE), (PASSIVE, ACTIVE)])
def test_bundle_has_one_partner_system(modes: tuple[ChannelMode, ChannelMode]) -> None:
    bench = Bench()
    near, first, second = bench.switch("A"), bench.switch("B"), bench.switch("C")
    bench.join(near, 1, first, 1)
    bench.join(near, 2, second, 1)
    bundle(near, (1, 2), modes[0])
    bundle(first, (1,), modes[1])
    bundle(second, (1,), modes[1])
    bench.run(SETTLE_S)
    assert (flags(near), flags(first), flags(second)) == ("Ps", "P", "w")
    assert member(near, 2).reason == "the partner is another than that of the bundle"


def test_working_bundle_keeps_its_partner() -> None:
    bench = Bench()
    near, first, second = bench.switch("A"), bench.switch("B"), bench.switch("C")
    bench.join(near, 2, second, 1)
    bundle(near, (1, 2), ACTIVE)
    bundle(first, (1,), ACTIVE)
    bundle(second, (1,), ACTIVE)
    bench.run(SETTLE_S)
    bench.join(near, 1, first, 1)
    bench.run(SETTLE_S)
    assert flags(near) == "sP"


def test_ports_of_one_system_joined_to_each_other_do_not_bundle() -> None:
    bench = Bench()
    switch = bench.switch("A")
    bench.join(switch, 1, switch, 2)
    bundle(switch, (1, 2), ACTIVE)
    bench.run(SETTLE_S)
    assert flags(switch) == "ss"


# more than two


@pytest.mark.parametrize("rate", LacpRate)
def test_ports_above_max_bundle_stand_by_and_take_over(rate: LacpRate) -> None:
    bench = Bench()
    near, far = bench.switch("A"), bench.switch("B")
    cables = [bench.join(near, port, far, port) for port in (1, 2, 3)]
    bundle(near, (1, 2, 3), ACTIVE)
    bundle(far, (1, 2, 3), ACTIVE)
    for port in (1, 2, 3):
        set_stanza(near, port, lacp_rate=rate)
    near.config.interface("Port-channel1").lacp_max_bundle = 2
    near.apply()
    bench.run(SETTLE_S)
    assert (flags(near), flags(far)) == ("PPH", "PPw")
    assert group_of(near).hot_standby == port_name(3)
    cables[0].cut()
    bench.run(SETTLE_S)
    assert (flags(near), flags(far)) == ("DPP", "DPP")
    cables[0].restore()
    bench.run(SETTLE_S)
    assert (flags(near), flags(far)) == ("PPH", "PPw")


@pytest.mark.parametrize(
    ("near_priority", "expected"), [(100, "HPP"), (65535, "PHP")], ids=["near", "far"]
)
def test_port_priorities_of_the_lower_system_choose(near_priority: int, expected: str) -> None:
    bench = Bench()
    near, far = bench.switch("A"), bench.switch("B")
    near.config.lacp_system_priority = near_priority
    for switch in (near, far):
        switch.config.interface("Port-channel1").lacp_max_bundle = 2
    set_stanza(near, 1, lacp_port_priority=40000)
    set_stanza(far, 2, lacp_port_priority=40000)
    for port in (1, 2, 3):
        bench.join(near, port, far, port)
    bundle(near, (1, 2, 3), ACTIVE)
    bundle(far, (1, 2, 3), ACTIVE)
    bench.run(SETTLE_S)
    assert flags(near) == flags(far) == expected


def test_too_few_links_keep_the_bundle_down() -> None:
    bench, near, far = pair()
    near.config.interface("Port-channel1").min_links = 2
    near.apply()
    bench.run(SETTLE_S)
    assert (flags(near), group_of(near).in_use) == ("PP", True)
    set_stanza(far, 2, shutdown=True)
    bench.run(SETTLE_S)
    found = group_of(near)
    assert (flags(near), found.in_use, found.min_links_missed) == ("mD", False, True)
    assert near.tree(1) is None
    assert bench.texts("MINLINKS_NOTMET") == [
        "Port-channel Po1 is down bundled ports (0) doesn't meet min-links"
    ]
    set_stanza(far, 2, shutdown=False)
    bench.run(SETTLE_S)
    assert (flags(near), group_of(near).in_use) == ("PP", True)


# members that do not fit


@pytest.mark.parametrize(
    ("stanza", "reason"),
    [
        ({"access_vlan": 10}, "access vlan is different"),
        ({"mode": "trunk"}, "trunk mode of the port is different"),
        ({"native_vlan": 10}, "native vlan is different"),
        ({"allowed_vlans": frozenset({1})}, "vlan mask is different"),
        ({"speed": 10}, "speed of the port is different"),
        ({"duplex": "half"}, "duplex of the port is half"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_member_that_differs_is_suspended_with_the_attribute(
    stanza: dict[str, object], reason: str
) -> None:
    bench, near, far = pair()
    if "speed" in stanza:
        set_stanza(far, 2, speed=10)
    set_stanza(near, 2, **stanza)
    bench.run(SETTLE_S)
    assert flags(near) == "Ps"
    assert member(near, 2).reason == reason
    assert f"Fa0/2 is not compatible with Fa0/1 and will be suspended ({reason})" in bench.texts(
        "CANNOT_BUNDLE2"
    )
    for field in stanza:
        set_stanza(near, 2, **{field: None})
        set_stanza(far, 2, **{field: None})
    bench.run(SETTLE_S)
    assert flags(near) == "PP"
    assert "Fa0/2 is compatible with port-channel members" in bench.texts("COMPATIBLE")


# without a partner


@pytest.mark.parametrize(
    ("configured", "router", "letter", "state"),
    [(None, False, "s", 0x45), (False, False, "I", 0x7D), (None, True, "I", 0x7D)],
    ids=["switch", "no standalone-disable", "router"],
)
def test_member_without_partner_is_suspended_or_stands_alone(
    configured: bool | None, router: bool, letter: str, state: int
) -> None:
    bench = Bench()
    model = Model("cisco", "simulated", standalone_disable=not router)
    switch, far = bench.switch("A", model=model), bench.switch("B", 0)
    bundle(switch, (1,), ACTIVE)
    set_stanza(switch, "Port-channel1", standalone_disable=configured)
    bench.join(switch, 1, far, 1)
    bench.run(60)
    # states as published captures of such ports print them
    assert (flags(switch), actor_state(switch, 1)) == (letter, state)
    assert (switch.tree(1) is not None) is (letter == "I")
    texts = bench.texts("L3DONTBNDL2")
    alone = "Fa0/1 suspended: LACP currently not enabled on the remote port."
    assert texts == ([alone] if letter == "s" else [])


def test_port_that_is_down_shows_no_key_and_no_partner() -> None:
    bench, near, far = pair()
    bench.run(SETTLE_S)
    set_stanza(far, 2, shutdown=True)
    bench.run(1)
    found = member(near, 2)
    assert (found.flag, found.state, found.partner) == ("D", "down", None)
    assert found.actor is not None
    assert (found.actor.key, found.actor.state, found.admin_key) == (0, 0x45, 1)


def test_bundle_is_one_port_of_the_tree_with_the_cost_of_its_sum() -> None:
    bench, near, _ = pair()
    bench.run(60)
    tree = near.tree(1)
    assert tree is not None
    assert [(port.interface, port.cost, port.port.number) for port in tree.ports] == [
        ("Port-channel1", 12, 56)
    ]
    set_stanza(near, 2, shutdown=True)
    bench.run(1)
    tree = near.tree(1)
    assert tree is not None
    assert [(port.cost, port.state.value) for port in tree.ports] == [(19, "FWD")]


def test_mode_on_against_single_ports_is_found_by_the_bpdus() -> None:
    bench = Bench()
    near, far = bench.switch("A"), bench.switch("B", 0)
    for port in (1, 2):
        bench.join(near, port, far, port)
    bundle(near, (1, 2), ON)
    bench.run(30)
    status = near.interface(port_name(1))
    assert status is not None
    assert (status.status, status.reason) == ("err-disabled", "channel-misconfig")
    assert bench.texts("CHNL_MISCFG") == [
        "Detected loop due to etherchannel misconfiguration of Po1"
    ]


def test_mode_on_without_the_guard_goes_on() -> None:
    bench = Bench()
    near, far = bench.switch("A"), bench.switch("B", 0)
    near.config.etherchannel_guard = False
    for port in (1, 2):
        bench.join(near, port, far, port)
    bundle(near, (1, 2), ON)
    bench.run(60)
    assert flags(near) == "PP"


@pytest.mark.parametrize("mode", [ChannelMode.AUTO, ChannelMode.DESIRABLE])
def test_pagp_member_stands_alone(mode: ChannelMode) -> None:
    bench, near, far = pair(mode, ON)
    far.config.etherchannel_guard = False
    bench.run(SETTLE_S)
    assert flags(near) == "II"
    assert group_of(near).protocol == "PAgP"


# a switch and a Linux bond


def served(
    mode: ChannelMode = ACTIVE, groups: tuple[int, int] = (1, 1), **options: object
) -> tuple[Bench, Switch, Server]:
    """Return a switch and a bond over two of its ports."""
    bench = Bench()
    switch, server = bench.switch("A"), bench.server(bond(**options))  # type: ignore[arg-type]
    for place, (port, group) in enumerate(zip((1, 2), groups, strict=True)):
        bench.plug(switch, port, server, f"eth{place}")
        bundle(switch, (port,), mode, group)
    return bench, switch, server


def bond_states(server: Server) -> list[tuple[int, int, int]]:
    """Return aggregator, actor and partner state of each slave."""
    bond_ = server.bond
    assert bond_ is not None and bond_.aggregators is not None
    return [
        (each.aggregator, each.shown[0].state, each.shown[1].state)
        for each in bond_.aggregators.members.values()
    ]


@pytest.mark.parametrize(
    ("mode", "lacp_active", "fast", "rate"),
    list(product((ACTIVE, PASSIVE, ON), (True, False), (True, False), LacpRate)),
    ids=str,
)
def test_every_pairing_of_switch_and_bond(
    mode: ChannelMode, lacp_active: bool, fast: bool, rate: LacpRate
) -> None:
    bench, switch, server = served(mode, lacp_active=lacp_active, lacp_fast=fast)
    for port in (1, 2):
        set_stanza(switch, port, lacp_rate=rate)
    bench.run(SETTLE_S)
    own = LacpState.ACTIVITY * lacp_active | LacpState.SHORT_TIMEOUT * fast
    theirs = LacpState.ACTIVITY * (mode is ACTIVE) | LacpState.SHORT_TIMEOUT * (
        rate is LacpRate.FAST
    )
    if mode is not ON and (mode is ACTIVE or lacp_active):
        assert flags(switch) == "PP"
        assert actor_state(switch, 1) == UP | theirs
        assert partner_state(switch, 1) == UP | own
        assert bond_states(server) == [(1, UP | own, UP | theirs)] * 2
        return
    assert flags(switch) == ("PP" if mode is ON else "ss")
    # as recorded from the driver: the active aggregator's slave claims sync, the other does not
    assert bond_states(server) == [
        (1, DEFAULTED | LacpState.SYNCHRONIZATION | own, 0),
        (2, DEFAULTED | own, 0),
    ]


def test_bond_over_two_groups_uses_one() -> None:
    bench, switch, server = served(groups=(1, 2), lacp_fast=True)
    bench.run(SETTLE_S)
    assert (flags(switch, 1), flags(switch, 2)) == ("P", "w")
    assert [state & UP == UP for _, state, _ in bond_states(server)] == [True, False]


def test_bond_over_two_switches_uses_one_and_takes_the_other_over() -> None:
    bench = Bench()
    first, second = bench.switch("A"), bench.switch("B")
    server = bench.server(bond(lacp_fast=True))
    cable = bench.plug(first, 1, server, "eth0")
    bench.plug(second, 1, server, "eth1")
    for switch in (first, second):
        bundle(switch, (1,), ACTIVE)
    bench.run(SETTLE_S)
    assert (flags(first), flags(second)) == ("P", "w")
    cable.cut()
    bench.run(5)
    assert (flags(first), flags(second)) == ("D", "P")


def test_bond_of_different_speeds_has_different_keys() -> None:
    bench, switch, server = served(lacp_fast=True)
    set_stanza(switch, 2, speed=10)
    bench.run(SETTLE_S)
    assert server.bond is not None and server.bond.aggregators is not None
    assert server.bond.aggregators.info()[1] == 1


def test_marker_is_answered() -> None:
    bench, switch, server = served()
    bench.run(SETTLE_S)
    marker = bytes.fromhex("02010110010100112233445500000001000000000000").ljust(110, b"\0")
    server.nics["eth0"].send(
        bytes.fromhex("0180c2000002") + server.nics["eth0"].permanent + b"\x88\x09" + marker
    )
    bench.run(1)
    counters = member(switch, 1).counters
    assert (counters.marker_received, counters.marker_response_sent) == (1, 1)


def test_lost_lacpdus_at_start_delay_the_bundle_only() -> None:
    bench = Bench()
    near, far = bench.switch("A"), bench.switch("B")
    cable = bench.join(near, 1, far, 1)
    cable.silence()
    bundle(near, (1,), ACTIVE)
    bundle(far, (1,), ACTIVE)
    bench.run(20)
    assert (flags(near), flags(far)) == ("s", "s")
    cable.unsilence()
    bench.run(35)
    assert (flags(near), flags(far)) == ("P", "P")


# one port by itself, and a partner that is made up


OWN = LacpInfo(32768, bytes(5) + b"\1", 1, 32768, 1, 0)
PARTNER_STATE = LacpState.ACTIVITY | UP


def lone_port() -> tuple[Clock, LacpPort, list[Lacpdu]]:
    """Return a port that is selected and has waited."""
    clock = Clock()
    sent: list[Lacpdu] = []
    port = LacpPort(clock, OWN, sent.append, lambda: None)
    port.enable()
    return clock, port, sent


def tell(clock: Clock, port: LacpPort, state: int, known: LacpInfo | None = None) -> None:
    """Have the partner say its state and whom it takes for its partner; let the mux settle."""
    partner = LacpInfo(32768, bytes(5) + b"\2", 9, 32768, 7, state)
    port.hear(Lacpdu(partner, known or port.actor))
    port.choose(Selected.SELECTED)
    clock.run_for(2.1)
    port.attach()
    port.hear(Lacpdu(partner, known or port.actor))


def test_partner_that_means_another_port_is_not_in_sync() -> None:
    clock, port, _ = lone_port()
    stranger = LacpInfo(32768, bytes(5) + b"\3", 1, 32768, 1, int(PARTNER_STATE))
    tell(clock, port, int(PARTNER_STATE), stranger)
    assert port.mux is Mux.ATTACHED
    tell(clock, port, int(PARTNER_STATE))
    assert port.mux is Mux.DISTRIBUTING


@pytest.mark.parametrize(
    ("state", "mux"),
    [
        (PARTNER_STATE, Mux.DISTRIBUTING),
        (PARTNER_STATE & ~LacpState.DISTRIBUTING, Mux.DISTRIBUTING),
        (PARTNER_STATE & ~LacpState.COLLECTING, Mux.COLLECTING),
        (PARTNER_STATE & ~LacpState.SYNCHRONIZATION, Mux.ATTACHED),
    ],
    ids=["up", "not distributing", "not collecting", "not in sync"],
)
@pytest.mark.parametrize("was_up", [True, False], ids=["from up", "from down"])
def test_mux_follows_what_the_partner_does(state: int, mux: Mux, was_up: bool) -> None:
    clock, port, _ = lone_port()
    if was_up:
        tell(clock, port, int(PARTNER_STATE))
        assert port.mux is Mux.DISTRIBUTING
    tell(clock, port, int(state))
    assert port.mux is mux


def test_no_more_than_three_lacpdus_in_a_second() -> None:
    clock, port, sent = lone_port()
    for turn in range(100):
        port.configure(OWN, active=True, fast=turn % 2 == 0)
        clock.run_for(0.001)
    assert len(sent) == 3
    clock.run_for(1)
    assert len(sent) == 4


# the choice itself


def candidate(port: int, *, partner_port: int = 0, system: int = 2, key: int = 9) -> Candidate:
    state = int(LacpState.ACTIVITY | LacpState.AGGREGATION)
    actor = LacpInfo(32768, bytes(5) + b"\1", 1, 32768, port, state)
    partner = LacpInfo(32768, bytes(5) + bytes((system,)), key, 32768, partner_port or port, state)
    return Candidate(str(port), actor, partner, False)


def test_individual_partner_bundles_alone() -> None:
    lone = candidate(1)
    lone = Candidate("1", lone.actor, LacpInfo(*lone.partner.identity, 0), False)
    assert select([lone, candidate(2)], max_bundle=8, min_links=0) == {
        "1": Selected.SELECTED,
        "2": Selected.OTHER_PARTNER,
    }


def test_order_of_the_higher_system_does_not_count() -> None:
    crossed = [candidate(1, partner_port=2), candidate(2, partner_port=1)]
    assert select(crossed, max_bundle=1, min_links=0) == {
        "1": Selected.SELECTED,
        "2": Selected.STANDBY,
    }


def test_a_minute_of_a_bundle_costs_milliseconds_and_few_timers() -> None:
    bench, near, far = pair()
    bench.run(600)
    assert isinstance(bench.clock, Clock)
    assert len(bench.clock._heap) < 60
