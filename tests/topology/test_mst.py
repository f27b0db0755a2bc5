"""MST from captures: two switches of one region, and a server's bridge at its boundary.

The simulated switches have no MST: the outputs are written here, in the layout of real ones, and
their roles are worked out by hand from IEEE 802.1Q-2014 clause 13.
"""

import pytest

from netredund.evidence import load_evidence
from netredund.intent import parse_site
from netredund.prediction.forecast import forecast
from netredund.prediction.settings import apply_server_settings, apply_settings
from netredund.topology.assembly import build_topology

SITE = """
switches: {sw1: , sw2: }
servers:
  web1: {method: stp, vlan: 10, root: sw1, mac: "52:54:00:00:00:10",
         uplinks: {eth0: sw1 Gi0/1, eth1: sw2 Gi0/1}}
"""
CONFIGURATION = """\
Name      [campus]
Revision  1     Instances configured 2

Instance  Vlans mapped
--------  ---------------------------------------------------------------------
0         1-9,11-4094
1         10
-------------------------------------------------------------------------------
"""


def instance(number, root, own, rows, *, cost=None):
    """Return one instance as `show spanning-tree` prints it; root and own are priority, address."""
    if root == own:
        where = "             This bridge is the root\n"
    else:
        where = (
            f"             Cost        {cost}\n             Port        24 (GigabitEthernet0/24)\n"
        )
    table = "".join(
        f"{name:19} {role} {state} {path:<9} 128.{at:<6} {kind}\n"
        for name, role, state, path, at, kind in rows
    )
    times = "             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec\n"
    return (
        f"MST{number}\n  Spanning tree enabled protocol mstp\n"
        f"  Root ID    Priority    {root[0]}\n             Address     {root[1]}\n{where}{times}\n"
        f"  Bridge ID  Priority    {own[0]}  (priority {own[0] - number} sys-id-ext {number})\n"
        f"             Address     {own[1]}\n{times}\n"
        "Interface           Role Sts Cost      Prio.Nbr Type\n"
        "------------------- ---- --- --------- -------- --------------------------------\n"
        f"{table}\n\n"
    )


def cdp(far):
    return (
        f"-------------------------\nDevice ID: {far}\nEntry address(es): \n"
        "Platform: cisco WS-C2960-24TT-L,  Capabilities: Switch IGMP \n"
        "Interface: GigabitEthernet0/24,  Port ID (outgoing port): GigabitEthernet0/24\n"
        "Holdtime : 150 sec\n\nVersion :\nCisco IOS Software\n\nadvertisement version: 2\n"
    )


SW1, SW2 = "0019.e7aa.0001", "0019.e7aa.0002"
LEG, LINK = ("Gi0/1", 2000000, 1, "P2p Bound(STP)"), ("Gi0/24", 20000, 24, "P2p")


def row(port, role, state):
    name, cost, at, kind = port
    return name, role, state, cost, at, kind


# MST0: sw1 is root of all; inside the region the way to it costs nothing outside. The server's
# bridge hears sw1 and sw2 at cost 0 both, takes the lower identifier, and blocks eth1 itself.
# MST1: sw2 is root; the legs are the boundary and do what they do in MST0.
OUTPUTS = {
    "sw1": instance(
        0, (4096, SW1), (4096, SW1), [row(LEG, "Desg", "FWD"), row(LINK, "Desg", "FWD")]
    ) + instance(
        1, (4097, SW2), (32769, SW1), [row(LEG, "Desg", "FWD"), row(LINK, "Root", "FWD")],
        cost=20000,
    ),
    "sw2": instance(
        0, (4096, SW1), (8192, SW2), [row(LEG, "Desg", "FWD"), row(LINK, "Root", "FWD")], cost=0
    ) + instance(
        1, (4097, SW2), (4097, SW2), [row(LEG, "Desg", "FWD"), row(LINK, "Desg", "FWD")]
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for name, far in (("sw1", "sw2"), ("sw2", "sw1")):
        (tmp_path / name).mkdir()
        shows = {
            "show spanning-tree": OUTPUTS[name],
            "show spanning-tree mst configuration": CONFIGURATION,
            "show cdp neighbors detail": cdp(far),
        }
        for command, text in shows.items():
            file = tmp_path / name / (command.replace(" ", "_") + ".txt")
            file.write_text(f"{name}#{command}\n{text}{name}#\n")
    return tmp_path


def load(folder, text=SITE):
    site = parse_site(text)
    return site, load_evidence(site, folder)


def test_regions_and_instances_are_those_of_the_captures(folder):
    found = build_topology(*load(folder), 10)
    assert [finding.check for finding in found.findings] == ["topology.server-unseen"]
    (region,) = found.topology.regions.values()
    assert region.find_instance(10) == 1
    sw2 = found.topology.bridges["sw2"]
    assert (sw2.priority, sw2.instance_priorities) == (8192, {1: 4097})
    assert sw2.ports["Gi0/24"].instance_costs == {1: 20000}
    assert {str(link) for link in found.topology.links} == {
        "sw1 Gi0/24 - sw2 Gi0/24", "sw1 Gi0/1 - web1 eth0", "sw2 Gi0/1 - web1 eth1",
    }  # fmt: skip


def test_what_is_predicted_for_now_is_what_the_switches_print(folder):
    (vlan,) = forecast(*load(folder)).vlans
    assert "prediction.differs" not in [finding.check for finding in vlan.findings]
    web1 = vlan.now.bridges["web1"]
    assert {name: port.role.value for name, port in web1.ports.items()} == {
        "eth0": "root", "eth1": "alternate",
    }  # fmt: skip
    assert vlan.identifiers["sw1"] == (1, SW1)  # after: root priority 0 in MST1 too


def test_what_contradicts_an_instance_is_told(folder):
    file = folder / "sw2" / "show_spanning-tree.txt"
    text = file.read_text()
    place = text.index("MST1")
    file.write_text(text[:place] + text[place:].replace("Desg FWD 2000000", "Altn BLK 2000000"))
    (vlan,) = forecast(*load(folder)).vlans
    differs = [each for each in vlan.findings if each.check == "prediction.differs"]
    assert [each.subject for each in differs] == ["sw2 Gi0/1"]


def test_the_root_of_the_site_becomes_root_of_mst0_and_of_the_instance(folder):
    site, captures = load(folder)
    topology = build_topology(site, captures, 10).topology
    wanted = apply_settings(topology, site, 10).bridges["sw1"]
    assert (wanted.priority, wanted.instance_priorities) == (0, {1: 1})
    assert apply_server_settings(topology, site, 10).bridges["sw1"] == topology.bridges["sw1"]


def test_without_mst0_there_is_a_hole_and_no_guess(folder):
    for name in ("sw1", "sw2"):
        file = folder / name / "show_spanning-tree.txt"
        text = file.read_text()
        file.write_text(f"{name}#show spanning-tree\n{text[text.index('MST1') :]}")
    found = build_topology(*load(folder), 10)
    assert ("topology.hole", "sw1") in [(each.check, each.subject) for each in found.findings]
    assert found.topology.regions == {}


def test_pvst_beside_mst_is_not_computed_and_says_so(folder):
    file = folder / "sw2" / "show_spanning-tree.txt"
    text = OUTPUTS["sw2"][OUTPUTS["sw2"].index("MST1") :]
    text = text.replace("MST1", "VLAN0010").replace("mstp", "rstp")
    file.write_text(f"sw2#show spanning-tree\n{text}sw2#\n")
    found = build_topology(*load(folder), 10)
    holes = [each.message for each in found.findings if each.check == "topology.hole"]
    assert "sw2: MST, as the other switches have, expected, got rstp" in holes[0]
