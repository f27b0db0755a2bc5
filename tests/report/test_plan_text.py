import pytest

import netredund
from netredund.report.plan_text import render_plan
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs/example"


@pytest.fixture(scope="module")
def plan():
    return netredund.plan(EXAMPLE / "site.yaml", EXAMPLE / "unconfigured", may_move_root=True)


def test_short_plan_has_every_line_that_is_typed(plan):
    text = render_plan(plan, is_short=True)
    for step in plan.steps:
        for line in step.do:
            if line.line != "exit":
                assert line.line.removeprefix("interface ") in text


def test_short_plan_has_each_step_in_its_order_with_its_leg(plan):
    text = render_plan(plan, is_short=True)
    steps = text[text.index("in this order") :].splitlines()[1 : len(plan.steps) + 1]
    assert steps[0] == (
        "  1. sw1 FastEthernet0/23 (web1 eth0): spanning-tree cost 100; switchport mode access"
    )
    for number, (step, line) in enumerate(zip(plan.steps, steps, strict=True), 1):
        assert line.startswith(f"  {number}. {step.switch} {step.subject}")


def test_short_plan_has_the_same_differences_and_nothing_to_paste(plan):
    short, whole = render_plan(plan, is_short=True), render_plan(plan)
    for line in whole.splitlines():
        if line.startswith(("  +", "  -", "root of")):
            assert line in short
    assert "to undo it" not in short
    assert "! " not in short


@pytest.mark.parametrize("is_short", [True, False])
def test_nothing_to_do_is_one_line(is_short):
    text = render_plan(netredund.Plan(), is_short=is_short)
    assert text == "nothing to do: everything stands as the site file wants it\n"
