"""Captures of simulated switches: a lab runs in protocol time, and its shows are written down."""

from pathlib import Path

from netredund.captures import file_name
from netredund.evidence import load_evidence
from netredund.intent import parse_site
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network

COMMANDS = (
    "show spanning-tree",
    "show spanning-tree detail",
    "show cdp neighbors detail",
    "show interfaces status",
    "show etherchannel summary",
    "show running-config",
)
SITE = """
switches: {sw1: , sw2: }
servers:
  web1: {method: stp, root: sw1, uplinks: {eth0: sw1 Fa0/23, eth1: sw2 Fa0/23}}
  db1: {method: 802.3ad, channel_group: 1, uplinks: {eth0: sw1 Fa0/1, eth1: sw1 Fa0/2}}
"""


def run_lab(text, seconds=60.0):
    """Return a lab that has settled."""
    network = Network(parse_lab(text))
    network.clock.run_for(seconds)
    return network


def capture(network, folder: Path, commands=COMMANDS, servers=("web1",)):
    """Write what switches and bridging servers show, as a folder of captures."""
    for name in network.devices:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for command in commands:
            text = f"{name}#{command}\n{network.show(name, command)}\n{name}#\n"
            (folder / name / file_name(command)).write_text(text)
    for name in servers:
        (folder / name).mkdir(parents=True, exist_ok=True)
        text = network.server_show(name, "ip -d -j link")
        (folder / name / file_name("ip -d -j link")).write_text(text)
    return folder


def load(folder, text=SITE):
    """Return a site and the captures of its devices."""
    site = parse_site(text)
    return site, load_evidence(site, folder)
