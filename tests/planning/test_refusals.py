"""Plans that would hurt are refused, with the reason and the line that shows it."""

import re

import msgspec
import pytest

import netredund
from netredund.errors import RefusedPlanError, UnknownConfigurationError
from netredund.report.plan_text import render_plan
from netredund.secrets import mask_text
from tests.planning.labs import site_of

HEAD = """\
!
version 12.2
!
hostname {name}
!
vtp mode transparent
!
{globals}
!
vlan 10
!
{stanzas}
!
interface GigabitEthernet0/1
 switchport mode trunk
!
interface Vlan1
 ip address 192.0.2.1{number} 255.255.255.0
!
ip default-gateway 192.0.2.254
!
end
"""
TREE = """\
VLAN0001
  Spanning tree enabled protocol rstp
  Root ID    Priority    {root}
             Address     {root_address}
{way}             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec

  Bridge ID  Priority    {priority}
             Address     {address}
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec
             Aging Time  300 sec

Interface           Role Sts Cost      Prio.Nbr Type
------------------- ---- --- --------- -------- --------------------------------
{rows}
"""
SW1, SW2, OTHER = "0019.e7aa.0100", "0019.e7bb.0200", "0019.e7cc.0300"
USERS = """\
    Line       User       Host(s)              Idle       Location
*  1 vty 0     admin      idle                 00:00:00 192.0.2.77
   2 vty 1     other      idle                 00:01:02 192.0.2.78

  Interface    User               Mode         Idle     Peer Address

"""
ARP = """\
Protocol  Address          Age (min)  Hardware Addr   Type   Interface
Internet  192.0.2.11              -   0019.e7aa.0100  ARPA   Vlan1
Internet  192.0.2.{host:<8}        3   5254.0000.0077  ARPA   Vlan1
"""
MACS = """\
          Mac Address Table
-------------------------------------------

Vlan    Mac Address       Type        Ports
----    -----------       --------    -----
{rows}
Total Mac Addresses for this criterion: {count}
"""
LACP = """\
Flags:  S - Device is requesting Slow LACPDUs
        F - Device is requesting Fast LACPDUs
        A - Device is in Active mode       P - Device is in Passive mode

Channel group 1 neighbors

Partner's information:

                  LACP port                        Admin  Oper   Port    Port
Port      Flags   Priority  Dev ID          Age    key    Key    Number  State
{rows}
"""
AUTO_LAG = """\
Flags:  D - down        P - bundled in port-channel
        I - stand-alone s - suspended
        H - Hot-standby (LACP only)
        R - Layer3      S - Layer2
        U - in use      f - failed to allocate aggregator

        M - not in use, minimum links not met
        u - unsuitable for bundling
        w - waiting to be aggregated
        d - default port

        A - formed by Auto LAG


Number of channel-groups in use: 1
Number of aggregators:           1

Group  Port-channel  Protocol    Ports
------+-------------+-----------+-----------------------------------------------
1      Po1(SUA)        LACP      Fa0/3(P)
"""
CDP = """\
-------------------------
Device ID: {name}
Entry address(es):
  IP address: 192.0.2.12
Platform: cisco WS-C2960-24TT-L,  Capabilities: Switch IGMP
Interface: {port},  Port ID (outgoing port): FastEthernet0/24
Holdtime : 151 sec

Version :
Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE10, RELEASE SOFTWARE (fc2)

advertisement version: 2
"""
LLDP = """\
------------------------------------------------
Local Intf: {port}
Chassis id: 5254.0000.0001
Port id: 5254.0000.0001
Port Description: eth0
System Name: {name}

System Description:
Debian GNU/Linux 12

Time remaining: 100 seconds
System Capabilities: B,W,R,S
Enabled Capabilities: S
Management Addresses:
    IP: 192.0.2.50
Auto Negotiation - supported, enabled
Physical media capabilities:
    1000baseT(FD)
Media Attachment Unit type: 30
Vlan ID: - not advertised

Total entries displayed: 1
"""

STP = "{method: stp, root: sw1, KEYS uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}"
BACKUP = "{method: active-backup, KEYS uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}"
LACP_SERVER = (
    "{method: 802.3ad, channel_group: 1, KEYS uplinks: {eth0: sw1 Fa0/1, eth1: sw1 Fa0/2}}"
)
CLEAN = {f"FastEthernet0/{number}": "" for number in (1, 2, 3)}


def config(name="sw1", lines="", **stanzas):
    """Return a running-config; `Fa1` is what stands below FastEthernet0/1."""
    ports = CLEAN | {
        f"FastEthernet0/{key[2:]}": text for key, text in stanzas.items() if "Fa" in key
    }
    ports |= {f"Port-channel{key[2:]}": text for key, text in stanzas.items() if "Po" in key}
    text = "!\n".join(
        f"interface {port}\n" + "".join(f" {line.strip()}\n" for line in body.split(";") if line)
        for port, body in ports.items()
    )
    return HEAD.format(
        name=name, globals=lines.replace("; ", "\n"), stanzas=text, number=name[-1]
    ).replace("\n\n", "\n")


def tree(own, *, root=None, rows=(), priority=32769, root_priority=32769, cost=19, port="Gi0/1"):
    """Return `show spanning-tree` of a switch; without `root` it is the root itself."""
    way = (
        "             This bridge is the root\n"
        if root is None
        else f"             Cost        {cost}\n             Port        25 ({port})\n"
    )
    shown = [f"{name:<19} {role} {state} {value:<9} 128.{number:<5} P2p"
             for number, (name, role, state, value) in enumerate(rows, 1)]  # fmt: skip
    return TREE.format(
        root=priority if root is None else root_priority,
        root_address=own if root is None else root,
        way=way,
        priority=f"{priority}  (priority {priority - 1} sys-id-ext 1)",
        address=own,
        rows="\n".join(shown),
    )


UP = [("Fa0/1", "Desg", "FWD", 19), ("Gi0/1", "Desg", "FWD", 4)]
DOWN = [("Fa0/1", "Desg", "FWD", 19), ("Gi0/1", "Root", "FWD", 4)]


def plan(folder, server, captures, *, keys="", switches="sw1: {}, sw2: {}", more="", **options):
    """Plan a server upon captures by switch and command; prompts close each of them."""
    server = server.replace("KEYS", keys)
    site = site_of(f"switches: {{{switches}}}\nservers:\n  web1: {server}\n{more}")
    for (switch, command), text in captures.items():
        (folder / switch).mkdir(parents=True, exist_ok=True)
        shown = f"{switch}#show {command}\n{text}{switch}#\n"
        (folder / switch / f"show_{command.replace(' ', '_')}.txt").write_text(shown)
    return netredund.plan(site, folder, **options)


def both(first=None, second=None, **more):
    """Return the running-configs of both switches, and more captures of sw1."""
    found = {
        ("sw1", "running-config"): first or config("sw1"),
        ("sw2", "running-config"): second or config("sw2"),
    }
    return found | {("sw1", name.replace("_", " ")): text for name, text in more.items()}


def trees(own_rows=UP, other_rows=DOWN, **options):
    """Return both switches' trees: sw1 is the root."""
    return {
        ("sw1", "spanning-tree"): tree(SW1, rows=own_rows, priority=4097),
        ("sw2", "spanning-tree"): tree(
            SW2, root=SW1, rows=other_rows, root_priority=4097, **{"cost": 4} | options
        ),
    }


def macs(*rows):
    """Return a MAC table of VLAN, address and port."""
    text = "\n".join(f"{vlan:>4}    {mac}    DYNAMIC     {port}" for vlan, mac, port in rows)
    return MACS.format(rows=text, count=len(rows))


def partners(*rows):
    """Return `show lacp neighbor` of port and partner."""
    text = "\n".join(
        f"{port:<9} SA      255       {mac}  10s    0x0    0x9    0x1     0x3D"
        for port, mac in rows
    )
    return LACP.format(rows=text)


SAME = {"first": config("sw1", "spanning-tree vlan 1 priority 0")}
LEG_OF_DB = (
    "  db1: {method: active-backup, uplinks: {a: sw1 Fa0/2, b: sw2 Fa0/2}, mac: 5254.0000.0099}"
)

CDP_THROUGH = CDP.format(name="sw2", port="FastEthernet0/1").replace(
    "(outgoing port): FastEthernet0/24", "(outgoing port): FastEthernet0/1"
)
CDP_OF_SW2 = CDP.format(name="sw2.example.com", port="FastEthernet0/1")
SLOW_LINK = [("Fa0/1", "Desg", "FWD", 19), ("Gi0/1", "Root", "FWD", 19)]

REFUSED = {
    "own-session": (
        BACKUP,
        both(users=USERS, ip_arp=ARP.format(host=77), **{
            "mac_address-table": macs((1, "5254.0000.0077", "Fa0/1"))
        }),
        {}, r"carries our own session.*192\.0\.2\.77 is 5254\.0000\.0077 on Fa0/1",
    ),
    "own-session-by-gateway": (
        BACKUP,
        both(users=USERS, ip_arp=ARP.format(host=254), **{
            "mac_address-table": macs((1, "5254.0000.0077", "Fa0/1"))
        }),
        {}, "carries our own session",
    ),
    "own-session-in-a-channel": (
        LACP_SERVER,
        both(config(Fa1="channel-group 1 mode active", Fa2="channel-group 1 mode active", Po1=""),
             users=USERS, ip_arp=ARP.format(host=77), **{
            "mac_address-table": macs((1, "5254.0000.0077", "Po1"))
        }),
        {}, "carries our own session",
    ),
    "uplink-by-cdp": (
        BACKUP, both(cdp_neighbors_detail=CDP_OF_SW2),
        {}, r"FastEthernet0/1 is a link to the switch sw2 \(show cdp neighbors detail, line 3",
    ),
    "uplink-to-a-strange-switch": (
        BACKUP, both(cdp_neighbors_detail=CDP.format(name="core7", port="FastEthernet0/1")),
        {}, "is a link to the switch core7",
    ),
    "uplink-by-lldp-for-stp": (
        STP, both(lldp_neighbors_detail=LLDP.format(name="sw2", port="Fa0/1")) | trees(),
        {}, "is a link to the switch sw2",
    ),
    "uplink-by-tree": (
        BACKUP,
        both() | trees(other_rows=[("Fa0/1", "Root", "FWD", 19)], port="Fa0/1", cost=19),
        {}, "way to the root of VLAN0001: a bridge is there, and active-backup has none",
    ),
    "bridge-behind-a-bond": (
        BACKUP,
        both() | trees(other_rows=[("Fa0/1", "Altn", "BLK", 19), ("Gi0/1", "Root", "FWD", 4)]),
        {}, "hears a bridge in VLAN0001: BPDU guard would switch it off",
    ),
    "only-way-to-the-root": (
        STP,
        both(second=config("sw2").replace(" switchport mode trunk\n", ""), **SAME)
        | trees(other_rows=[("Fa0/1", "Root", "FWD", 19)], port="Fa0/1", cost=19),
        {}, "only way to the root of VLAN0001: its uplink",
    ),
    "description-of-another-server": (
        BACKUP, both(config(Fa1="description db1 eth0")),
        {"more": LEG_OF_DB, "servers": ["web1"]},
        r"FastEthernet0/1 is used by db1 \(show running-config, line \d+: description db1 eth0",
    ),
    "address-of-another-server": (
        BACKUP, both(**{"mac_address-table": macs((1, "5254.0000.0099", "Fa0/1"))}),
        {"more": LEG_OF_DB, "servers": ["web1"]}, "has the address of db1, expected web1",
    ),
    "another-server-by-lldp": (
        BACKUP, both(lldp_neighbors_detail=LLDP.format(name="db1.example.com", port="Fa0/1")),
        {"more": LEG_OF_DB, "servers": ["web1"]}, "is wired to db1, expected web1",
    ),
    "wired-elsewhere-by-lldp": (
        BACKUP, both(lldp_neighbors_detail=LLDP.format(name="web1", port="Fa0/3")),
        {}, "web1 is wired to Fa0/3, which is none of its legs",
    ),
    "wired-elsewhere-by-address": (
        BACKUP, both(config(Fa3="switchport mode access"), **{
            "mac_address-table": macs((1, "5254.0000.0001", "Fa0/3"))
        }),
        {"keys": "mac: 5254.0000.0001,"}, "the address of web1 is on Fa0/3",
    ),
    "trunk-in-use": (
        BACKUP, both(config(Fa1="switchport mode trunk"), **{
            "mac_address-table": macs(
                (1, "5254.0000.0001", "Fa0/1"), (10, "5254.0000.0002", "Fa0/1")
            )
        }),
        {}, r"is a trunk in use: 5254\.0000\.0002 is in VLAN 10",
    ),
    "routed-port": (
        BACKUP, both(config(Fa1="no switchport; ip address 192.0.2.1 255.255.255.0")),
        {}, "FastEthernet0/1 is a routed port",
    ),
    "no-such-port": (
        BACKUP.replace("sw1 Fa0/1", "sw1 Fa0/48"), both(),
        {}, "there is no interface FastEthernet0/48; it has FastEthernet0/1 to FastEthernet0/3",
    ),
    "group-in-use": (
        LACP_SERVER, both(config(Fa3="channel-group 1 mode active", Po1="")),
        {}, r"channel group 1 is in use by FastEthernet0/3, .* a free group: 2",
    ),
    "group-of-auto-lag": (
        LACP_SERVER, both(etherchannel_summary=AUTO_LAG),
        {}, r"in use by Fa0/3, and no line .* puts it there \(show etherchannel summary, line 21\);"
            " a free group: 2",
    ),
    "leg-in-a-strange-group": (
        LACP_SERVER,
        both(config(Fa1="channel-group 4 mode active", Fa3="channel-group 4 mode active", Po4="")),
        {}, "in channel group 4 with FastEthernet0/3, which is no leg of web1",
    ),
    "routed-channel": (
        LACP_SERVER, both(config(Po1="no switchport; ip address 192.0.2.1 255.255.255.0")),
        {}, "Port-channel1 is routed: channel group 1 is in use",
    ),
    "no-group": (
        LACP_SERVER.replace("channel_group: 1, ", ""), both(), {},
        "does not say which channel group",
    ),
    "different-partners": (
        LACP_SERVER, both(lacp_neighbor=partners(
            ("Fa0/1", "5254.0000.0001"), ("Fa0/2", "5254.0000.0002"))),
        {}, "the legs have different LACP partners",
    ),
    "partner-elsewhere": (
        LACP_SERVER, both(lacp_neighbor=partners(
            ("Fa0/1", "5254.0000.0001"), ("Fa0/3", "5254.0000.0001"))),
        {}, "Fa0/3, which is no leg of web1, has the LACP partner of Fa0/1",
    ),
    "partner-is-another-server": (
        LACP_SERVER, both(lacp_neighbor=partners(("Fa0/1", "5254.0000.0099"))),
        {"more": LEG_OF_DB.replace("Fa0/2", "Fa0/3"), "servers": ["web1"]},
        "the LACP partner on Fa0/1 is db1",
    ),
    "another-hostname": (
        BACKUP, both(config("sw7")), {"switches": "sw1: {hostname: sw1}, sw2: {}"},
        r"hostname, expected sw1, got sw7 \(show running-config, line \d+: hostname sw7",
    ),
    "hostname-of-another-switch": (
        BACKUP, both(config("sw2")), {}, "hostname, expected sw1, got sw2",
    ),
    "root-would-move": (
        STP, both() | {
            ("sw1", "spanning-tree"): tree(SW1, root=OTHER, root_priority=4097, rows=DOWN),
        },
        {"may_move_root": False},
        "the root of VLAN 1 would move from 0019.e7cc.0300 to sw1",
    ),
    "root-unknown": (
        STP, both(), {"may_move_root": False}, "nothing tells who is root of VLAN 1 now",
    ),
    "root-cannot-be-had": (
        STP.replace("KEYS", "root_priority: 8192, KEYS"), both() | {
            ("sw1", "spanning-tree"): tree(SW1, root=OTHER, root_priority=4097, rows=DOWN),
        },
        {"may_move_root": True},
        "cannot be root of VLAN 1 with priority 8192: 0019.e7cc.0300 has 4097",
    ),
    "root-is-another-address": (
        STP.replace("root: sw1", "root: 0019.e7dd.0400"), both() | trees(),
        {}, "root of VLAN 1, expected 0019.e7dd.0400, got 0019.e7aa.0100",
    ),
    "guard-attracts": (
        STP, both(**SAME) | trees(other_rows=SLOW_LINK, cost=19),
        {"keys": "cost: 12,"},
        r"cost 12 is not above 19, .* it would attract the switch's traffic through web1",
    ),
    "guard-attracts-where-long": (
        STP,
        both(second=config("sw2", "spanning-tree pathcost method long"), **SAME)
        | {("sw1", "spanning-tree"): tree(SW1, rows=UP, priority=4097)},
        {"keys": "cost: 100,"}, "cost 100 attracts where path cost is long",
    ),
    "tree-off": (
        STP, both(second=config("sw2", "no spanning-tree vlan 1"), **SAME) | trees(),
        {}, "spanning tree is off in VLAN 1",
    ),
    "different-speeds": (
        LACP_SERVER, both(interfaces_status=(
            "\nPort      Name               Status       Vlan       Duplex  Speed Type\n"
            "Fa0/1                        connected    1          a-full  a-100 10/100BaseTX\n"
            "Fa0/2                        connected    1          a-full   a-10 10/100BaseTX\n")),
        {}, "the legs have different speeds",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case)
def test_what_would_hurt_is_refused_with_its_reason(case, tmp_path):
    server, captures, options, reason = REFUSED[case]
    with pytest.raises(RefusedPlanError) as caught:
        plan(tmp_path, server, captures, **{"may_move_root": True} | options)
    assert caught.value.exit_code == 1
    assert 1 <= len(caught.value.refusals) <= 2
    for refusal in caught.value.refusals:
        assert re.search(reason, str(refusal)), str(caught.value)


def test_every_refusal_is_told_at_once(tmp_path):
    captures = both(config("sw7", Fa1="no switchport"))
    with pytest.raises(RefusedPlanError) as caught:
        plan(tmp_path, BACKUP.replace("sw2 Fa0/1", "sw2 Fa0/9"), captures,
             switches="sw1: {hostname: sw1}, sw2: {}")  # fmt: skip
    assert [(each.switch, each.reason) for each in caught.value.refusals] == [
        ("sw1", "hostname, expected sw1, got sw7"),
        ("sw1", "FastEthernet0/1 is a routed port"),
        ("sw2", "there is no interface FastEthernet0/9"),
    ]


def lines(planned, switch="sw1"):
    """Return the lines to do on a switch, less where they stand."""
    done = planned.find_switch(switch).do
    return [line.line for line in done if not line.line.startswith(("interface ", "exit"))]


def test_in_mst_the_root_is_of_instance_0_and_of_that_of_the_vlan(tmp_path):
    mst = "spanning-tree mode mst; spanning-tree mst configuration;  instance 2 vlan 10-19"
    more = "; spanning-tree mst 0,2 priority 8192"
    planned = plan(
        tmp_path, STP, both(config("sw1", mst + more), config("sw2", mst)),
        keys="vlan: 10,", may_move_root=True,
    )  # fmt: skip
    assert lines(planned)[-2:] == [
        "spanning-tree mst 0 priority 0", "spanning-tree mst 2 priority 0",
    ]  # fmt: skip
    assert [line.line for line in planned.find_switch("sw1").undo[:2]] == [
        "spanning-tree mst 2 priority 8192", "spanning-tree mst 0 priority 8192",
    ]  # fmt: skip
    assert "spanning-tree cost 2000000" in lines(planned, "sw2")


MST = "spanning-tree mode mst; spanning-tree mst configuration;  instance 2 vlan 10-19"
ROOTS = """\

                                        Root    Hello Max Fwd
MST Instance           Root ID          Cost    Time  Age Dly  Root Port
---------------- -------------------- --------- ----- --- ---  ------------
MST0             {common} 0019.e7cc.0300     {cost}    2   20  15  {port}
MST2              4098 0019.e7aa.0100         0    2   20  15
"""


def mst(folder, roots, lines="", leg="", **options):
    """Plan a bridging server of VLAN 10, which MST 2 carries; sw1 is root there."""
    lines = f"{MST}; spanning-tree mst 2 priority 4096{lines}"
    captures = both(config("sw1", lines, Fa1=leg), config("sw2", MST), spanning_tree_root=roots)
    return plan(folder, STP.replace("root: sw1", "root: sw1, root_priority: 4096"), captures,
                keys="vlan: 10,", **options)  # fmt: skip


OF_ANOTHER = ROOTS.format(common=" 4096", cost="20000", port="Gi0/1")
OF_ITSELF = ROOTS.format(common="32768", cost="    0", port="")


def test_in_mst_the_root_of_instance_0_does_not_move_unasked(tmp_path):
    with pytest.raises(RefusedPlanError) as caught:
        mst(tmp_path, OF_ANOTHER)
    (refusal,) = caught.value.refusals
    assert "the root of MST 0 would move from 0019.e7cc.0300 to sw1" in refusal.reason
    assert refusal.evidence == "sw1: show spanning-tree root, line 6"


def test_in_mst_a_root_of_instance_0_that_may_move_is_told(tmp_path):
    planned = mst(tmp_path, OF_ANOTHER, may_move_root=True)
    (move,) = planned.roots
    assert (move.before, move.after, move.mst_instance) == ("0019.e7cc.0300", "sw1", 0)
    assert "root of MST 0: moves from 0019.e7cc.0300 to sw1" in render_plan(planned)
    assert lines(planned)[-1:] == ["spanning-tree mst 0 priority 4096"]


def test_in_mst_a_root_of_both_instances_stays(tmp_path):
    assert mst(tmp_path, OF_ITSELF).roots == ()


def test_in_mst_nothing_is_planned_where_the_root_of_instance_0_is_not_known(tmp_path):
    only = "\n".join(line for line in OF_ITSELF.splitlines() if not line.startswith("MST0"))
    with pytest.raises(RefusedPlanError, match="nothing tells who is root of MST 0"):
        mst(tmp_path, only + "\n")


@pytest.mark.parametrize("instances", ["0", "0-2", "2", "1-3"])
def test_in_mst_a_cost_of_its_own_on_the_leg_is_refused(instances, tmp_path):
    with pytest.raises(RefusedPlanError, match="which is in force there instead of the transit"):
        mst(tmp_path, OF_ITSELF, leg=f"spanning-tree mst {instances} cost 20000")


@pytest.mark.parametrize(
    "leg", ["spanning-tree mst 5 cost 20000", "spanning-tree mst 0 cost 2000000"]
)
def test_in_mst_a_cost_that_does_no_harm_stays(leg, tmp_path):
    assert not mst(tmp_path, OF_ITSELF, leg=leg).is_empty


def test_in_mst_a_list_that_begins_with_instance_0_is_read_whole(tmp_path):
    text = config(
        "sw1", f"{MST.replace('instance 2', 'instance 1')}; spanning-tree mst 0-2 priority 0"
    )
    planned = plan(
        tmp_path, STP, both(text, config("sw2", MST)), keys="vlan: 10,", may_move_root=True
    )
    assert not [line for line in lines(planned) if "priority" in line]


def test_the_members_of_a_stack_are_one_switch(tmp_path):
    server = "{method: 802.3ad, channel_group: 1, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/2}}"
    planned = plan(
        tmp_path, server, {("sw2", "running-config"): config("sw2")},
        switches="sw1: {stack: a}, sw2: {stack: a}",
    )  # fmt: skip
    assert [each.switch for each in planned.switches] == ["sw2"]
    assert lines(planned, "sw2").count("channel-group 1 mode active") == 2


def test_a_channel_that_works_is_left_alone(tmp_path):
    member = "switchport mode access; channel-group 1 mode active"
    channel = "switchport mode access; spanning-tree portfast; spanning-tree bpduguard enable"
    captures = both(config(Fa1=member, Fa2=member, Po1=channel))
    assert plan(tmp_path, LACP_SERVER, captures).is_empty


def test_root_guard_stays_on_the_leg_of_the_root(tmp_path):
    guarded = "switchport mode access; spanning-tree guard root; spanning-tree cost 100"
    captures = both(
        config("sw1", "spanning-tree vlan 1 priority 0", Fa1=guarded), config("sw2", Fa1=guarded)
    )
    planned = plan(tmp_path, STP, captures | trees())
    assert planned.find_switch("sw1") is None
    assert lines(planned, "sw2") == ["spanning-tree guard none"]


@pytest.mark.parametrize(
    "secret", ["ppp chap password 0 hunter2", "standby 1 authentication hunter2"]
)
def test_a_line_with_a_secret_is_never_shown(secret, tmp_path):
    planned = plan(tmp_path, BACKUP, both(config(Fa1=secret)))
    assert "<removed>" in render_plan(planned)
    assert "hunter2" not in render_plan(planned)
    assert b"hunter2" not in msgspec.json.encode(planned)


@pytest.mark.parametrize("text", ["0 hunter2", "<removed>"], ids=["printed", "masked"])
def test_a_channel_with_a_secret_stays_masked_or_not(text, tmp_path):
    member = "switchport mode access; channel-group 1 mode active"
    channel = f"switchport mode access; ppp chap password {text}"
    captures = both(config(Fa1=member, Fa2=member, Po1=channel))
    planned = plan(tmp_path, LACP_SERVER, captures, is_removal=True)
    assert "no interface Port-channel1" not in lines(planned)
    assert any("it holds a secret" in note for note in planned.notes)


def test_what_is_masked_makes_no_other_plan(tmp_path):
    text = config("sw1", "enable secret 5 $1$abcd$efgh", Fa1="ppp chap password 0 hunter2")
    for name, shown in (("printed", text), ("masked", mask_text(text))):
        (tmp_path / name).mkdir()
        assert ("hunter2" in shown) is (name == "printed")
    plans = [
        plan(tmp_path / name, BACKUP, both(shown))
        for name, shown in (("printed", text), ("masked", mask_text(text)))
    ]
    assert plans[0] == plans[1]


PLANNED = {
    # A bridging server passes CDP on, and answers to its own name by LLDP.
    "cdp-through-the-server": (
        STP,
        both(cdp_neighbors_detail=CDP_THROUGH, **SAME) | trees(),
        {},
    ),
    "own-name-by-lldp": (
        BACKUP, both(lldp_neighbors_detail=LLDP.format(name="web1.example.com", port="Fa0/1")), {},
    ),
    "session-over-the-link": (
        BACKUP,
        both(users=USERS, ip_arp=ARP.format(host=77), **{
            "mac_address-table": macs((1, "5254.0000.0077", "Gi0/1"))
        }),
        {},
    ),
    "session-of-another": (
        BACKUP,
        both(users=USERS, ip_arp=ARP.format(host=78), **{
            "mac_address-table": macs((1, "5254.0000.0077", "Fa0/1"))
        }),
        {},
    ),
    "own-address-behind-the-link": (
        BACKUP, both(**{"mac_address-table": macs((1, "5254.0000.0001", "Gi0/1"))}),
        {"keys": "mac: 5254.0000.0001,"},
    ),
    "trunk-with-its-own-vlan": (
        BACKUP, both(config(Fa1="switchport mode trunk"), **{
            "mac_address-table": macs((1, "5254.0000.0001", "Fa0/1"))
        }), {},
    ),
    "description-of-its-switch": (
        BACKUP, both(config(Fa1="description sw1 patch 17")), {},
    ),
    "description-of-its-own": (
        BACKUP, both(config(Fa1="description web1 eth0 behind sw2")), {},
    ),
    "through-the-server-for-now": (
        STP,
        both(**SAME) | trees(other_rows=[("Fa0/1", "Root", "FWD", 4), ("Gi0/1", "Altn", "BLK", 4)],
                             port="Fa0/1"),
        {"may_move_root": False},
    ),
    "group-of-its-own": (
        LACP_SERVER,
        both(etherchannel_summary=AUTO_LAG.replace("SUA", "SU").replace("Fa0/3", "Fa0/1")), {},
    ),
    "same-partner": (
        LACP_SERVER, both(lacp_neighbor=partners(
            ("Fa0/1", "5254.0000.0001"), ("Fa0/2", "5254.0000.0001"))), {},
    ),
    "root-that-is": (
        STP, both() | trees(), {"may_move_root": False},
    ),
    "another-server-is-refused-only-if-it-is-meant": (
        BACKUP, both(config(Fa2="no switchport")), {"more": LEG_OF_DB, "servers": ["web1"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PLANNED, ids=lambda case: case)
def test_what_only_looks_alike_is_planned(case, tmp_path):
    server, captures, options = PLANNED[case]
    assert not plan(tmp_path, server, captures, **options).is_empty


UNKNOWN = {
    "missing": (None, "no capture of show running-config"),
    "cut": (config("sw1").partition("interface GigabitEthernet")[0], "the text was cut"),
    "not-understood-on-a-leg": (
        config(Fa1="switchport mode sideways"), "unknown SwitchportMode 'sideways'",
    ),
    "not-understood-in-the-tree": (
        config("sw1", "spanning-tree vlan 1 colour red"), "'spanning-tree vlan 1 colour red'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", UNKNOWN, ids=lambda case: case)
def test_nothing_is_planned_upon_half_a_configuration(case, tmp_path):
    text, reason = UNKNOWN[case]
    captures = {("sw2", "running-config"): config("sw2")}
    if text is not None:
        captures["sw1", "running-config"] = text
    with pytest.raises(UnknownConfigurationError, match=reason) as caught:
        plan(tmp_path, BACKUP, captures)
    assert caught.value.exit_code == 3


NOTES = {
    "trunk-unseen": (
        BACKUP, both(config(Fa1="switchport mode trunk")), {}, "no capture of the MAC table",
    ),
    "serial-unseen": (
        BACKUP, both(), {"switches": "sw1: {serial: FOC1010X1AB}, sw2: {}"}, "is not checked",
    ),
    "strange-hostname": (
        BACKUP, both(config("sw7")), {}, "its hostname is sw7",
    ),
    "vlan-unseen": (
        BACKUP, both(config("sw1").replace("vtp mode transparent", "vtp mode server")),
        {"keys": "vlan: 20,"}, "does not tell whether VLAN 20 is there",
    ),
    "mixed-path-costs": (
        STP, both(second=config("sw2", "spanning-tree pathcost method long"), **SAME) | trees(),
        {}, "short on one switch and long on another",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOTES, ids=lambda case: case)
def test_what_cannot_be_known_is_noted(case, tmp_path):
    server, captures, options, note = NOTES[case]
    notes = plan(tmp_path, server, captures, **options).notes
    assert any(note in each for each in notes), notes
