"""Starts of plans: what stands on the ports before, clean and messy, on each kind of switch.

Every start names a site, and the lines on the ports of its legs. `LEG1` and `LEG2` stand for the
ports; `global` lines go first.
"""

from typing import NamedTuple

MODELS = {
    "2960-12.2": ("WS-C2960-24TT-L", "12.2", "FastEthernet0/1", "FastEthernet0/2", "Fa0/24"),
    "3750-12.2": ("WS-C3750-24TS-E", "12.2", "FastEthernet1/0/1", "FastEthernet1/0/2", "Fa1/0/24"),
    "3750x-15.2": (
        "WS-C3750X-24T-S", "15.2", "GigabitEthernet1/0/1", "GigabitEthernet1/0/2", "Gi1/0/24",
    ),
    "9300-16.12": (
        "C9300-24T", "16.12", "GigabitEthernet1/0/1", "GigabitEthernet1/0/2", "Gi1/0/24",
    ),
}  # fmt: skip
ENCAPSULATED = ("3750-12.2", "3750x-15.2")


class Start(NamedTuple):
    """One start: the server's keys in the site file, and what stands on the switches."""

    method: str
    keys: str = ""
    leg1: str = ""
    leg2: str | None = None
    other: str = ""
    global1: str = ""
    global2: str = ""
    lab: str = ""
    models: tuple[str, ...] = tuple(MODELS)
    uplink: str = ""

    @property
    def is_one_switch(self) -> bool:
        return self.method == "802.3ad"


_ACCESS = "switchport mode access"
_EDGE = {
    "2960-12.2": "spanning-tree portfast",
    "3750-12.2": "spanning-tree portfast",
    "3750x-15.2": "spanning-tree portfast edge",
    "9300-16.12": "spanning-tree portfast",
}

STARTS = {
    # stp: two switches, a bridge with a leg to each
    "stp-clean": Start("stp", "root: sw1"),
    "stp-keep": Start("stp", "root: keep"),
    "stp-vlan": Start("stp", "root: sw2, vlan: 20"),
    "stp-vlan-there": Start("stp", "root: sw1, vlan: 20", global1="vlan 20", global2="vlan 20"),
    "stp-old-cost": Start("stp", "root: sw1", leg1=f"{_ACCESS}; spanning-tree cost 19"),
    "stp-vlan-cost": Start(
        "stp", "root: sw1", leg1=f"{_ACCESS}; spanning-tree vlan 1,10-12 cost 19"
    ),
    "stp-port-guarded": Start(
        "stp", "root: sw1", leg1=f"{_ACCESS}; PORTFAST; spanning-tree bpduguard enable"
    ),
    "stp-both-guarded": Start(
        "stp",
        "root: keep",
        leg1=f"{_ACCESS}; PORTFAST; spanning-tree bpduguard enable",
        leg2=f"{_ACCESS}; PORTFAST; spanning-tree bpduguard enable",
    ),
    "stp-defaults": Start(
        "stp",
        "root: sw1",
        global1="spanning-tree loopguard default; DEFAULTS",
        global2="DEFAULTS",
    ),
    "stp-filter": Start(
        "stp", "root: sw1", leg1=f"{_ACCESS}; PORTFAST; spanning-tree bpdufilter enable"
    ),
    "stp-root-guard": Start(
        "stp",
        "root: sw1",
        leg1=f"{_ACCESS}; spanning-tree guard root",
        leg2=f"{_ACCESS}; spanning-tree guard root",
    ),
    "stp-loop-guard": Start("stp", "root: sw1", leg2="spanning-tree guard loop"),
    "stp-trunk": Start(
        "stp",
        "root: sw1",
        leg1="ENCAPSULATION; switchport trunk native vlan 9; "
        "switchport trunk allowed vlan 1,5,9-12; switchport mode trunk",
        leg2="ENCAPSULATION; switchport mode trunk",
    ),
    "stp-shut": Start("stp", "root: sw1", leg2=f"{_ACCESS}; shutdown"),
    "stp-static-channel": Start(
        "stp",
        "root: sw1",
        leg1="channel-group 5 mode on",
        leg2="channel-group 5 mode on",
        global1="no spanning-tree etherchannel guard misconfig",
        global2="no spanning-tree etherchannel guard misconfig",
    ),
    "stp-priority-elsewhere": Start(
        "stp",
        "root: sw1, root_priority: 4096",
        global1="spanning-tree vlan 1,5,7-9 priority 8192",
        global2="spanning-tree vlan 1 priority 24576",
    ),
    "stp-long": Start(
        "stp",
        "root: sw1",
        leg1="spanning-tree cost 100",
        global1="spanning-tree pathcost method long",
        global2="spanning-tree pathcost method long",
    ),
    "stp-server-is-root": Start("stp", "root: sw1", lab="priority: 32768"),
    "stp-dynamic": Start("stp", "root: sw2", leg1="switchport mode dynamic desirable"),
    "stp-other-vlan": Start(
        "stp", "root: sw1", leg1=f"switchport access vlan 30; {_ACCESS}", global1="vlan 30"
    ),
    # active-backup and balance-alb: two switches, plain ports
    "backup-clean": Start("active-backup"),
    "backup-vlan": Start("active-backup", "vlan: 20"),
    "backup-trunk": Start("active-backup", "trunk: {native: 9, allowed: [9, 10, 20]}"),
    "backup-trunk-all": Start("active-backup", "trunk: {native: 1}"),
    "backup-was-trunk": Start(
        "active-backup",
        "trunk: {native: 1, allowed: [1, 10]}",
        leg1="ENCAPSULATION; switchport trunk allowed vlan 1,3,5,7,9,11,13,15,17,19,21,23,25,27,"
        "29,31,33,35,37,39,41,43,45; switchport mode trunk; switchport nonegotiate",
    ),
    "backup-was-access": Start(
        "active-backup", "trunk: {allowed: [1, 10]}", leg1=f"switchport access vlan 30; {_ACCESS}",
        global1="vlan 30",
    ),
    "backup-was-stp": Start(
        "active-backup",
        leg1=f"{_ACCESS}; spanning-tree portfast disable; spanning-tree bpduguard disable; "
        "spanning-tree cost 100",
    ),
    "backup-edge-default": Start("active-backup", global1="DEFAULTS"),
    "backup-static-channel": Start(
        "active-backup", leg1="channel-group 5 mode on", leg2="channel-group 5 mode on"
    ),
    "backup-lacp-channel": Start(
        "active-backup",
        leg1="channel-protocol lacp; channel-group 5 mode active",
        leg2="channel-protocol lacp; channel-group 5 mode passive",
    ),
    "backup-shut": Start("active-backup", leg1="shutdown"),
    "alb-clean": Start("balance-alb"),
    "alb-was-trunk": Start("balance-alb", leg1="ENCAPSULATION; switchport mode trunk"),
    "alb-edge": Start(
        "balance-alb", leg1=f"{_ACCESS}; PORTFAST; spanning-tree bpduguard enable", leg2=""
    ),
    # 802.3ad: one switch
    "lacp-clean": Start("802.3ad", "channel_group: 1"),
    "lacp-passive": Start("802.3ad", "channel_group: 2, mode: passive, vlan: 20"),
    "lacp-rate": Start(
        "802.3ad", "channel_group: 1, lacp_rate: fast", models=("3750x-15.2", "9300-16.12")
    ),
    "lacp-rate-unknown": Start(
        "802.3ad", "channel_group: 1, lacp_rate: fast", models=("2960-12.2", "3750-12.2")
    ),
    "lacp-slow": Start(
        "802.3ad",
        "channel_group: 1, lacp_rate: slow",
        leg1="lacp rate fast",
        models=("3750x-15.2", "9300-16.12"),
    ),
    "lacp-pxe": Start("802.3ad", "channel_group: 1, pxe: true, min_links: 1"),
    "lacp-trunk": Start(
        "802.3ad", "channel_group: 3, trunk: {native: 5, allowed: [5, 10, 11, 12]}"
    ),
    "lacp-other-group": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="channel-group 4 mode active",
        leg2="channel-group 4 mode active",
    ),
    "lacp-two-groups": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="channel-group 4 mode active",
        leg2="channel-group 1 mode active",
    ),
    "lacp-static": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="channel-group 1 mode on",
        leg2="channel-group 1 mode on",
    ),
    "lacp-static-one": Start("802.3ad", "channel_group: 1", leg1="channel-group 1 mode on"),
    "lacp-static-other-group": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="channel-group 4 mode on",
        leg2="channel-group 4 mode on",
    ),
    "lacp-was-pagp": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="channel-protocol pagp; channel-group 1 mode desirable non-silent",
        leg2="channel-protocol pagp; channel-group 1 mode auto",
    ),
    "lacp-was-passive": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="channel-group 1 mode passive",
        leg2="channel-group 1 mode passive",
    ),
    "lacp-wrong-vlan": Start(
        "802.3ad",
        "channel_group: 1, vlan: 20",
        leg1="channel-group 1 mode active",
        leg2="channel-group 1 mode active",
    ),
    "lacp-suspended-member": Start(
        "802.3ad",
        "channel_group: 1, vlan: 20",
        leg1=f"{_ACCESS}; switchport access vlan 20; channel-group 1 mode active",
        leg2=f"{_ACCESS}; switchport access vlan 30; channel-group 1 mode active",
        global1="vlan 20,30",
    ),
    "lacp-empty-channel": Start(
        "802.3ad",
        "channel_group: 1",
        other="interface Port-channel1; description of old; switchport access vlan 30; "
        f"{_ACCESS}; spanning-tree cost 7",
        global1="vlan 30",
    ),
    "lacp-channel-shut": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="channel-group 1 mode active",
        leg2="channel-group 1 mode active",
        other="interface Port-channel1; shutdown",
    ),
    "lacp-min-links": Start(
        "802.3ad",
        "channel_group: 1, min_links: 1",
        leg1="channel-group 1 mode active",
        leg2="channel-group 1 mode active",
        other="interface Port-channel1; port-channel min-links 2",
    ),
    "lacp-was-trunk": Start(
        "802.3ad",
        "channel_group: 1",
        leg1="ENCAPSULATION; switchport trunk allowed vlan 1-9; switchport mode trunk",
        leg2="ENCAPSULATION; switchport mode trunk",
    ),
    "lacp-was-stp": Start(
        "802.3ad",
        "channel_group: 1",
        leg1=f"{_ACCESS}; spanning-tree portfast disable; spanning-tree cost 100; "
        "spanning-tree bpduguard disable",
    ),
    "lacp-shut": Start("802.3ad", "channel_group: 1", leg2="shutdown"),
}  # fmt: skip

_DEFAULTS = {
    "2960-12.2": "spanning-tree portfast default; spanning-tree portfast bpduguard default",
    "3750-12.2": "spanning-tree portfast default; spanning-tree portfast bpduguard default",
    "3750x-15.2": "spanning-tree portfast edge default; "
    "spanning-tree portfast edge bpduguard default",
    "9300-16.12": "spanning-tree portfast default; spanning-tree portfast bpduguard default",
}


def _lines(text: str, model: str) -> list[str]:
    text = text.replace("PORTFAST", _EDGE[model]).replace("DEFAULTS", _DEFAULTS[model])
    encapsulation = "switchport trunk encapsulation dot1q" if model in ENCAPSULATED else ""
    text = text.replace("ENCAPSULATION", encapsulation)
    return [line.strip() for line in text.split(";") if line.strip()]


def write_lab(start: Start, model: str) -> str:
    """Return the lab file of a start on a kind of switch."""
    name, release, port1, port2, uplink = MODELS[model]
    second = start.leg1 if start.leg2 is None else start.leg2
    on_sw1 = [*_lines(start.global1, model)]
    on_sw2 = [*_lines(start.global2, model)]
    on_sw1 += [f"interface {port1}", *_lines(start.leg1, model)]
    if start.is_one_switch:
        on_sw1 += [f"interface {port2}", *_lines(second, model)]
    else:
        on_sw2 += [f"interface {port1}", *_lines(second, model)]
    on_sw1 += _lines(start.other, model)
    trunk = [f"interface {uplink}", *_lines("ENCAPSULATION; switchport mode trunk", model)]
    text = "switches:\n"
    for switch, lines in (("sw1", on_sw1), ("sw2", on_sw2)):
        text += f'  {switch}:\n    model: {name}\n    release: "{release}"\n    mode: rapid-pvst\n'
        text += "    startup: |\n"
        text += "".join(f"      {line}\n" for line in [*lines, *trunk])
    text += f"links:\n  - [sw1 {uplink}, sw2 {uplink}]\n"
    text += f"servers:\n  web1:\n    method: {start.method}\n"
    if start.method == "stp":
        text += f"    {start.lab or 'priority: 61440'}\n"
    cost = ", cost: 1" if start.method == "stp" else ""
    other = f"sw1 {port2}" if start.is_one_switch else f"sw2 {port1}"
    text += f"    nics:\n      eth0: {{port: sw1 {port1}{cost}}}\n"
    text += f"      eth1: {{port: {other}{cost}}}\n"
    peer = port1.replace("0/1", "0/10")
    text += f"  peer:\n    method: active-backup\n    nics: {{eth0: sw1 {peer}}}\n"
    return text


def write_site(start: Start, model: str) -> str:
    """Return the site file of a start on a kind of switch."""
    _, _, port1, port2, _ = MODELS[model]
    other = f"sw1 {port2}" if start.is_one_switch else f"sw2 {port1}"
    keys = "" if not start.keys else f"{start.keys}, "
    return (
        "switches: {sw1: {host: 192.0.2.11}, sw2: {host: 192.0.2.12}}\n"
        f"servers:\n  web1: {{method: {start.method}, {keys}"
        f"uplinks: {{eth0: sw1 {port1}, eth1: {other}}}}}\n"
    )


CASES = [(name, model) for name, start in STARTS.items() for model in start.models]
IDS = [f"{name}-{model}" for name, model in CASES]
