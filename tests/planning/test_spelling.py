"""What a switch spells how: its own lines decide, else its release."""

import re

import pytest

import netredund
from netredund.lab.ios.device import is_refusal
from netredund.planning.spelling import (
    has_portfast_edge,
    knows_lacp_rate,
    needs_encapsulation,
    portfast_spellings,
)
from netredund.planning.switch_facts import SwitchFacts
from tests.planning.labs import apply, build, capture, running, site_of

IOS = "Cisco IOS Software, {family} Software ({image}), Version {release}, RELEASE SOFTWARE (fc1)\n"
XE = "Cisco IOS XE Software, Version {release}\n"


def facts(*lines, banner=None, version="12.2"):
    """Return what a switch says with these lines in its configuration."""
    text = "\n".join([f"version {version}", "hostname sw1", *lines, "end"])
    shown = None if banner is None else netredund.parse("show version", banner)
    return SwitchFacts(
        name="sw1",
        configuration=netredund.parse("show running-config", text),
        lines=tuple(text.splitlines()),
        version=shown,
    )


def ios(release, family="C2960"):
    return IOS.format(family=family, image=f"{family}-LANBASEK9-M", release=release)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(banner=ios("12.2(55)SE10")), False),
        (facts(banner=ios("15.0(2)SE11"), version="15.0"), False),
        (facts(banner=ios("15.2(4)E7"), version="15.2"), True),
        (facts(banner=ios("12.2(33)SXI4", "s72033_rp")), True),
        (facts(banner=ios("15.1(2)SY4", "s2t54"), version="15.1"), True),
        (facts(version="15.2"), True),
        (facts(version="16.12"), False),
        (facts(version="17.15"), False),
        (facts("spanning-tree portfast edge default", version="12.2"), True),
        (facts("spanning-tree portfast bpduguard default", version="15.2"), False),
        (facts("interface Gi0/1", " spanning-tree portfast", version="15.2"), False),
        (facts("interface Gi0/1", " spanning-tree portfast trunk", version="15.2"), False),
        (facts("interface Gi0/1", " spanning-tree portfast edge trunk", version="16.9"), True),
        (facts("interface Gi0/1", " spanning-tree portfast disable", version="15.2"), True),
    ],
)
def test_portfast_is_spelt_as_the_switch_spells_it(known, expected):
    assert has_portfast_edge(known) is expected
    word = "portfast edge" if expected else "portfast"
    assert portfast_spellings(known, is_trunk=True)[0] == f"spanning-tree {word} trunk"


GUESSED = {
    "old": (facts(version="12.2"), "spanning-tree portfast edge"),
    "new": (facts(version="15.2"), "spanning-tree portfast"),
    "unknown": (facts(version="?"), "spanning-tree portfast edge"),
}
KNOWN = {
    "by show version": facts(banner=ios("12.2(55)SE10")),
    "by its own line": facts("spanning-tree portfast edge default", version="15.2"),
    "by a number that only XE has": facts(version="16.12"),
}


@pytest.mark.parametrize("case", GUESSED)
def test_a_spelling_that_is_a_guess_has_another(case):
    known, other = GUESSED[case]
    assert portfast_spellings(known, is_trunk=False)[1] == other


@pytest.mark.parametrize("case", KNOWN)
def test_a_spelling_that_is_known_has_no_other(case):
    assert portfast_spellings(KNOWN[case], is_trunk=False)[1] is None


LAB = """
switches:
  sw1: {{model: {model}, release: "{release}"}}
  sw2: {{model: {model}, release: "{release}"}}
"""
SITE = """
switches: {sw1: , sw2: }
servers: {web1: {method: active-backup, uplinks: {eth0: sw1 Gi1/0/1, eth1: sw2 Gi1/0/1}}}
"""


@pytest.mark.parametrize(
    ("model", "release", "pretended"),
    [("C9300-24T", "16.12", "version 15.2"), ("WS-C2960X-24TS-L", "15.2", "version 12.2")],
)
def test_what_a_guess_is_refused_for_is_taken_in_its_other_spelling(
    model, release, pretended, tmp_path
):
    network = build(LAB.format(model=model, release=release), settle_s=1)
    before = running(network)
    folder = capture(network, tmp_path, ("show running-config",))
    for file in folder.rglob("*.txt"):
        file.write_text(re.sub("(?m)^version .*", pretended, file.read_text()))
    planned = netredund.plan(site_of(SITE), folder).find_switch("sw1")
    configurator = network.device("sw1").configurator()
    tried = []
    for line in planned.do:
        if line.line == "exit":
            configurator.leave()
        elif is_refusal(configurator.enter(line.line)):
            tried.append(line.otherwise)
            assert not is_refusal(configurator.enter(line.otherwise))
    assert tried
    assert f" {tried[0]}" in running(network)["sw1"].splitlines()
    apply(network, "sw1", planned.undo)
    assert running(network) == before


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(banner=ios("12.2(55)SE10")), False),
        (facts(banner=ios("15.0(2)SE11"), version="15.0"), False),
        (facts(banner=ios("15.2(2)E3"), version="15.2"), False),
        (facts(banner=ios("15.2(4)E7"), version="15.2"), True),
        (facts(version="16.12"), True),
        (facts("interface Gi0/1", " lacp rate fast"), True),
        (facts("interface Gi0/1", " description lacp rate fast"), False),
    ],
)
def test_lacp_rate_is_planned_where_the_release_knows_it(known, expected):
    assert knows_lacp_rate(known) is expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(banner=ios("12.2(55)SE10")), False),
        (facts(banner=ios("12.2(55)SE10", "C3750")), True),
        (facts(banner=ios("15.2(4)E7", "C3560CX")), True),
        (facts("interface Gi0/9", " switchport trunk encapsulation dot1q"), True),
        (facts(version="16.12"), False),
    ],
)
def test_a_trunk_says_its_encapsulation_where_isl_is_known(known, expected):
    assert needs_encapsulation(known) is expected
