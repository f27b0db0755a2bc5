"""How each release lays out its tables; the samples are ours, in the layouts of captures."""

import pytest

import netredund
from netredund.lab.labfile import parse_lab
from netredund.lab.network import Network
from netredund.lab.release import RELEASES
from netredund.lab.switch_model import MODELS
from tests.lab.devices import MODEL_OF, VARIANT_OF, make_device, make_session
from tests.lab.loading import load_tables
from tests.lab.test_round_trip import Reported

TREE = """
MST7
  Spanning tree enabled protocol mstp
  Root ID    Priority    4103
             Address     0019.e7aa.0100
             Cost        20000
             Port        129 (GigabitEthernet3/1)
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec

  Bridge ID  Priority    32775  (priority 32768 sys-id-ext 7)
             Address     0019.e7bb.0200
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec

Interface           Role Sts Cost      Prio.Nbr Type
------------------- ---- --- --------- -------- --------------------------------
Gi3/1               Mstr FWD 20000     128.129  P2p Bound(RSTP)
Gi3/2               Altn BKN*20000     128.130  P2p Bound(PVST) *PVST_Inc
Gi3/3               Boun BLK 20000     128.131  Shr
"""
VLAN = """
VLAN0012
  Spanning tree enabled protocol ieee
  Root ID    Priority    4108
             Address     0019.e7aa.0100
             This bridge is the root
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec

  Bridge ID  Priority    4108   (priority 4096 sys-id-ext 12)
             Address     0019.e7aa.0100
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec
             Aging Time  15  sec
  Uplinkfast enabled

Interface           Role Sts Cost      Prio.Nbr Type
------------------- ---- --- --------- -------- --------------------------------
Gi0/1               Desg FWD 4         128.1    P2p Edge
"""
SUMMARY = """\
Number of channel-groups in use: 2
Number of aggregators:           2

Group  Port-channel  Protocol    Ports
------+-------------+-----------+-----------------------------------------------
3      Po3(SU)         LACP      Gi0/1(P)    Gi0/2(H)    Gi0/3(s)
14     Po14(RD)         -        Gi0/4(D)
"""
INTERNAL = """\
Channel group 5
                            LACP port     Admin     Oper    Port        Port
Port      Flags   State     Priority      Key       Key     Number      State
Gi0/1     SA      bndl      100           0x5       0x5     0x1A        0x3D
"""
NEIGHBOR = """\
Channel group 5 neighbors

Partner's information:

                  LACP port                        Admin  Oper   Port    Port
Port      Flags   Priority  Dev ID          Age    key    Key    Number  State
Gi0/1     FA      255       0019.e7aa.0100   7s    0x0    0x9    0x1     0x3F
"""
BUNDLE = """\
\t\tPort-channels in the group:
\t\t---------------------------

Port-channel: Po3    (Primary Aggregator)

------------

Age of the Port-channel   = 1d:02h:03m:04s
Logical slot/port   = 16/0          Number of ports = 1
HotStandBy port = Gi0/2
Port state          = Port-channel Ag-Inuse
Protocol            =   LACP
Port security       = Disabled

Ports in the Port-channel:

Index   Load   Port     EC state        No of bits
------+------+------+------------------+-----------
  0     00     Gi0/1    Active             0

Time since last port bundled:    0d:00h:00m:59s    Gi0/1
"""


def print_as(train: str, command: str, sample: str) -> list[str]:
    """Return the lines that a switch of a release prints of what a sample says."""
    device = make_device(train)
    tables = load_tables(netredund.parse(command, sample))
    device.switch = Reported(**tables)  # type: ignore[assignment]  # as much as shows ask for
    return [line.rstrip() for line in make_session(device).execute(command).text.splitlines()]


@pytest.mark.parametrize(
    ("command", "sample"),
    [
        ("show spanning-tree", TREE),
        ("show spanning-tree", VLAN),
        ("show etherchannel summary", SUMMARY),
        ("show lacp internal", INTERNAL),
        ("show lacp neighbor", NEIGHBOR),
    ],
    ids=["mst", "vlan", "summary", "internal", "neighbor"],
)
def test_sample_of_15_2_is_printed_again(command: str, sample: str) -> None:
    printed = [line for line in print_as("15.2", command, sample) if line]
    expected = [line.rstrip() for line in sample.splitlines() if line.strip()]
    assert printed[-len(expected) :] == expected


def test_bundle_of_an_iosvl2_is_printed_again() -> None:
    device = make_device("15.2", model="IOSvL2")
    command = "show etherchannel 3 port-channel"
    tables = load_tables(netredund.parse(command, BUNDLE))
    device.switch = Reported(**tables)  # type: ignore[assignment]  # as much as shows ask for
    printed = make_session(device).execute(command).text.splitlines()
    expected = [line.rstrip() for line in BUNDLE.splitlines()]
    assert [line.rstrip() for line in printed if line.strip()] == list(filter(None, expected))


@pytest.mark.parametrize(
    ("train", "command", "sample", "line"),
    [
        ("12.2", "show spanning-tree", VLAN, "             Aging Time 15"),
        (
            "12.2",
            "show spanning-tree",
            VLAN,
            "Gi0/1            Desg FWD 4         128.1    P2p Edge",
        ),
        ("12.2(46)SE", "show spanning-tree", VLAN, "             Aging Time 15"),
        (
            "12.2(46)SE",
            "show spanning-tree",
            VLAN,
            "Gi0/1               Desg FWD 4         128.1    P2p Edge",
        ),
        ("16.12", "show spanning-tree", VLAN, "             Aging Time  15  sec"),
        ("12.2SX", "show spanning-tree", TREE, "MST07"),
        (
            "12.2SX",
            "show spanning-tree",
            TREE,
            "Interface        Role Sts Cost      Prio.Nbr Status",
        ),
        (
            "12.2SX",
            "show spanning-tree",
            TREE,
            "-" * 16 + " ---- --- --------- -------- " + "-" * 24,
        ),
        (
            "12.1",
            "show etherchannel summary",
            SUMMARY,
            "Flags:  D - down        P - in port-channel",
        ),
        (
            "12.1",
            "show etherchannel summary",
            SUMMARY,
            "3      Po3(SU)         LACP      Gi0/1(P)    Gi0/2(H)    Gi0/3(s)",
        ),
        (
            "16.6",
            "show etherchannel summary",
            SUMMARY,
            "3      Po3(SU)         LACP      Gi0/1(P)        Gi0/2(H)",
        ),
        (
            "16.9",
            "show etherchannel summary",
            SUMMARY,
            "3\tPo3(SU)\t\tLACP\t Gi0/1(bndl) Gi0/2(hot-sby) Gi0/3(susp)",
        ),
        ("16.9", "show etherchannel summary", SUMMARY, "14\tPo14(RD)\t\t-\t Gi0/4(down)"),
        ("16.9", "show etherchannel summary", SUMMARY, "S/susp  - Suspended"),
        (
            "12.2SX",
            "show lacp internal",
            INTERNAL,
            "Gi0/1     saC      bndl     30s         100          5       5       0x1a     0x3d",
        ),
    ],
)
def test_line_has_the_layout_of_its_release(
    train: str, command: str, sample: str, line: str
) -> None:
    assert line in print_as(train, command, sample)


def test_router_names_no_partner_before_its_table() -> None:
    assert "Partner's information:" in print_as("15.2", "show lacp neighbor", NEIGHBOR)
    assert "Partner's information:" not in print_as("16.9", "show lacp neighbor", NEIGHBOR)


def test_fast_switchover_is_printed_since_it_came() -> None:
    def lines(train: str) -> list[str]:
        device = make_device(train, model="C9300-48UXM")
        command = "show etherchannel 3 port-channel"
        tables = load_tables(netredund.parse(command, BUNDLE))
        device.switch = Reported(**tables)  # type: ignore[assignment]  # as much as shows ask for
        return make_session(device).execute(command).text.splitlines()

    came = {"Fast-switchover     = disabled", "Fast-switchover Dampening = disabled"}
    assert came <= set(lines("16.12"))
    assert not came & set(lines("16.6"))
    assert "Logical slot/port   = 35/3          Number of ports = 1" in lines("16.6")


def test_every_release_runs_on_a_model() -> None:
    run = {train for model in MODELS for train in model.trains}
    assert (
        run
        == {release.train for release in RELEASES}
        == {*MODEL_OF} | {*VARIANT_OF} - {"12.2(46)SE"}
    )


@pytest.mark.parametrize(("train", "model"), VARIANT_OF.items())
def test_switch_of_a_release_is_in_its_layout_and_read_whole(train: str, model: str) -> None:
    """Two switches bundle two links by LACP; what one then prints is read without a doubt."""
    ports = list(make_device(train).hardware)[:2]
    startup = "".join(
        f"      interface {port}\n       channel-group 1 mode active\n" for port in ports
    )
    text = "switches:\n"
    for name in ("sw1", "sw2"):
        text += f"  {name}:\n    model: {model}\n    release: '{train}'\n    startup: |\n{startup}"
    text += "links:\n" + "".join(f"  - [sw1 {port}, sw2 {port}]\n" for port in ports)
    network = Network(parse_lab(text))
    network.clock.run_for(90)
    for command in (
        "show spanning-tree",
        "show spanning-tree detail",
        "show etherchannel summary",
        "show etherchannel port-channel",
        "show etherchannel detail",
        "show lacp internal",
        "show lacp neighbor",
        "show interfaces status",
        "show version",
    ):
        printed = f"sw1#{command}\n{network.show('sw1', command)}sw1#\n"
        facts = netredund.parse(command, printed)
        assert facts.complete, (command, facts.problems, facts.unparsed, printed)
        tables = {"show spanning-tree": 1, "show etherchannel summary": 2, "show lacp internal": 2}
        if command in tables:
            device = make_device(train)
            device.switch = Reported(**load_tables(facts))  # type: ignore[assignment]  # as above
            again = make_session(device).execute(command).text
            assert again == network.show("sw1", command)
