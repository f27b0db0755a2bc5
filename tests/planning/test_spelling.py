"""What a switch spells how: its own lines decide, else its release."""

import pytest

import netredund
from netredund.planning.spelling import (
    has_portfast_edge,
    knows_lacp_rate,
    needs_encapsulation,
    portfast_line,
)
from netredund.planning.switch_facts import SwitchFacts

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
    assert portfast_line(known, is_trunk=True) == f"spanning-tree {word} trunk"


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
