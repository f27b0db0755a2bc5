"""What the lab prints is judged as it is: the standard lab healthy, a broken one broken."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from netredund.cli import main
from netredund.lab import STANDARD_LAB, Network, SwitchAddress, parse_lab
from netredund.lab.ios.configurator import is_refusal
from netredund.lab.labfolder import render_site

COMMANDS = (
    "show spanning-tree vlan 1",
    "show spanning-tree summary",
    "show etherchannel 1 port-channel",
    "show etherchannel summary",
    "show lacp neighbor",
    "show interfaces status",
    "show running-config",
    "show version",
)


def capture(network: Network, folder: Path) -> Path:
    """Record what verify reads, switches and servers, and return the site file."""
    for name in network.devices:
        (folder / name).mkdir()
        for command in COMMANDS:
            text = f"{name}#{command}\n{network.show(name, command)}{name}#\n"
            (folder / name / f"{command.replace(' ', '_')}.txt").write_text(text)
    for name, server in network.servers.items():
        (folder / name).mkdir()
        for command in server.commands():
            file = command.removeprefix("cat ").strip("/").replace(" ", "_").replace("/", "_")
            (folder / name / f"{file}.txt").write_text(network.server_show(name, command))
    addresses = {
        name: SwitchAddress(name, "127.0.0.1", port, "admin", None, "", "")
        for port, name in enumerate(network.devices, start=2201)
    }
    site = folder / "site.yaml"
    site.write_text(render_site(network, addresses))
    return site


@pytest.mark.parametrize(
    ("switch", "lines", "failed"),
    [
        pytest.param("sw1", [], [], id="nothing"),
        pytest.param("sw2", ["interface fa0/23", "shutdown"], ["web1"], id="a leg that is shut"),
        pytest.param(
            "sw2", ["interface fa0/23", "spanning-tree bpduguard enable"], ["web1"], id="a guard"
        ),
        pytest.param("sw1", ["interface fa0/2", "no channel-group"], ["db1"], id="a lost member"),
        pytest.param(
            "sw1",
            ["interface range fa0/1 - 2", "no channel-group", "channel-group 1 mode on"],
            ["db1"],
            id="a bundle without LACP",
        ),
        pytest.param("sw1", ["interface fa0/24", "shutdown"], ["web1"], id="the link between"),
    ],
)
def test_change_fails_the_servers_that_it_hurts(
    tmp_path: Path, switch: str, lines: list[str], failed: list[str]
) -> None:
    network = Network(parse_lab(STANDARD_LAB))
    network.clock.run_for(60)
    assert not any(is_refusal(answer) for answer in network.configure(switch, *lines))
    network.clock.run_for(120)
    site = capture(network, tmp_path)
    done = CliRunner().invoke(main, ["verify", str(site), "--captures", str(tmp_path)])
    verdicts = [line.split(" ")[0] for line in done.output.splitlines() if line.endswith("): FAIL")]
    assert verdicts == failed, done.output
    assert done.exit_code == (1 if failed else 0), done.output
