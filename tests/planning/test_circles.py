"""Circles of files: running-config, lines to do, what they make, lines to undo, running-config.

The judge of what a line makes is the configuration mode of the simulated switches.
"""

import json
import shutil

import pytest

import netredund
from netredund.lab.clock import Clock
from netredund.lab.definition import SwitchDefinition
from netredund.lab.ios.configurator import is_refusal
from netredund.lab.ios.device import Device
from netredund.lab.release import find_release
from netredund.lab.switch_model import find_model
from tests.conftest import ROOT
from tests.planning.labs import site_of

CIRCLES = sorted(path.parent for path in (ROOT / "fixtures/plans").glob("*/site.yaml"))
SWITCHES = [(circle, switch) for circle in CIRCLES for switch in ("sw1", "sw2")]
IDS = [f"{circle.name}-{switch}" for circle, switch in SWITCHES]


def _plan(circle, folder):
    for switch in ("sw1", "sw2"):
        shutil.copytree(circle / switch, folder / switch)
        for name in ("do", "undo", "result"):
            (folder / switch / f"{name}.txt").unlink()
        (folder / switch / "running.txt").rename(folder / switch / "show_running-config.txt")
    site = site_of((circle / "site.yaml").read_text())
    return netredund.plan(site, folder, may_move_root=True)


def _type(device, text):
    configurator = device.configurator()
    for line in text.splitlines():
        if line == "exit":
            assert configurator.leave()
        else:
            answer = configurator.enter(line)
            assert not is_refusal(answer), f"{line}: {answer}"
    return "\n".join(device.running_lines()) + "\n"


def _device(circle, switch):
    meta = json.loads((circle / "meta.json").read_text())
    model, release = find_model(meta["model"]), find_release(meta["release"])
    definition = SwitchDefinition(switch, model, release, address="0200.0000.0100")
    return Device(
        switch, model, release, definition.ports(), definition.media(), Clock(),
        address=definition.address, startup=(circle / switch / "running.txt").read_text(),
    )  # fmt: skip


@pytest.mark.parametrize("circle", CIRCLES, ids=lambda circle: circle.name)
def test_the_lines_are_those_of_the_files(circle, tmp_path):
    plan = _plan(circle, tmp_path)
    for switch in ("sw1", "sw2"):
        planned = plan.find_switch(switch)
        for kind in ("do", "undo"):
            lines = getattr(planned, kind) if planned else ()
            written = "".join(f"{line.line}\n" for line in lines)
            assert written == (circle / switch / f"{kind}.txt").read_text()


@pytest.mark.parametrize(("circle", "switch"), SWITCHES, ids=IDS)
def test_a_switch_makes_the_result_of_do_and_the_start_of_undo(circle, switch):
    device = _device(circle, switch)
    start = (circle / switch / "running.txt").read_text()
    assert "\n".join(device.running_lines()) + "\n" == start
    assert (
        _type(device, (circle / switch / "do.txt").read_text())
        == (circle / switch / "result.txt").read_text()
    )
    assert _type(device, (circle / switch / "undo.txt").read_text()) == start


def test_the_circles_are_of_every_method_and_every_release():
    sites = {netredund.load_site(circle / "site.yaml").servers["web1"].method.value
             for circle in CIRCLES}  # fmt: skip
    releases = {json.loads((circle / "meta.json").read_text())["release"] for circle in CIRCLES}
    assert sites == {"stp", "802.3ad", "active-backup", "balance-alb"}
    assert releases == {"12.2", "15.2", "16.12"}


@pytest.mark.parametrize("circle", CIRCLES, ids=lambda circle: circle.name)
def test_no_line_takes_a_channel_away_to_change_it(circle):
    for switch in ("sw1", "sw2"):
        lines = (circle / switch / "do.txt").read_text().splitlines()
        result = (circle / switch / "result.txt").read_text()
        if "channel-group" in result:
            assert "no channel-group" not in lines
        negated = [line.removeprefix("no ") for line in lines if line.startswith("no ")]
        for line in negated:
            if line not in ("shutdown", "channel-protocol"):
                assert not [each for each in lines if each.startswith(f"{line} ")]
