"""Plans upon running-configs of real switches: every leg's stanza is understood and comes back."""

import re

import pytest

import netredund
from netredund.errors import RefusedPlanError
from netredund.planning.settings import SETTINGS
from tests.planning.labs import site_of


def _ports(text):
    """Return the physical ports that are switched and stand in no channel."""
    stanzas = re.findall(r"^interface (\S*Ethernet\S+)\n((?: .*\n)*)", text, re.MULTILINE)
    return [name for name, body in stanzas
            if "channel-group" not in body and "ip address" not in body
            and "no switchport" not in body]  # fmt: skip


def _configs(captures):
    found = sorted((captures / "show_running-config").glob("*.txt"))
    assert found
    return [(path.stem, path.read_text(errors="replace").replace("\r\n", "\n")) for path in found]


@pytest.mark.parametrize("method", ["stp", "802.3ad", "active-backup"])
def test_the_undo_of_a_real_port_names_every_line_that_was_taken(method, captures, tmp_path):
    planned = 0
    for name, text in _configs(captures):
        ports = _ports(text)
        if len(ports) < 2:
            continue
        folder = tmp_path / name / "sw1"
        folder.mkdir(parents=True)
        if "\nend" not in text:  # some are published without their last line
            text += "end\n"
        (folder / "show_running-config.txt").write_text(text)
        keys = "channel_group: 47, " if method == "802.3ad" else ""
        uplinks = f"{{a: sw1 {ports[0]}, b: sw1 {ports[1]}}}"
        server = f"{{method: {method}, {keys}uplinks: {uplinks}}}"
        site = site_of(f"switches: {{sw1: {{}}}}\nservers:\n  web1: {server}\n")
        try:
            plan = netredund.plan(site, folder.parent)
        except RefusedPlanError as error:
            pytest.fail(f"{name}: {error}")
        planned += 1
        switch = plan.find_switch("sw1")
        undone = {line.line for line in switch.undo}
        for line in switch.diff:
            if line.sign == "-":
                assert line.text.strip() in undone
            elif line.sign == "+" and not line.text.startswith("interface "):
                clears = {each.clear for each in SETTINGS.values()
                          if each.pattern.match(line.text.strip())}  # fmt: skip
                assert clears
    assert planned
