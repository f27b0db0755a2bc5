"""Plans on simulated switches: what they change, what they give back, what never goes down."""

import pytest

import netredund
from tests.planning.labs import apply, build, capture, forwarding_legs, running, site_of
from tests.planning.starts import CASES, IDS, STARTS, write_lab, write_site


def _plan(network, name, model, folder, **options):
    site = site_of(write_site(STARTS[name], model))
    options.setdefault("may_move_root", True)
    return netredund.plan(site, capture(network, folder), **options)


@pytest.mark.parametrize(("name", "model"), CASES, ids=IDS)
def test_do_then_undo_gives_back_the_running_config(name, model, tmp_path):
    network = build(write_lab(STARTS[name], model))
    before = running(network)
    plan = _plan(network, name, model, tmp_path)
    assert not plan.is_empty
    for switch in plan.switches:
        apply(network, switch.switch, switch.do)
    for switch in plan.switches:
        assert running(network)[switch.switch] != before[switch.switch]
        apply(network, switch.switch, switch.undo)
    assert running(network) == before
