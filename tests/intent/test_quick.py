import pytest

from netredund.errors import SiteError
from netredund.intent import LacpServer, Method, StpServer, quick_site

LEGS = ["sw1:Fa0/23", "sw2:fa 0/23"]


def test_legs_are_ports_of_switches():
    site = quick_site(Method.STP, LEGS)
    (server,) = site.servers.values()
    assert isinstance(server, StpServer)
    assert [(leg.switch, leg.interface, leg.written) for leg in server.uplinks] == [
        ("sw1", "FastEthernet0/23", "Fa0/23"), ("sw2", "FastEthernet0/23", "fa 0/23"),
    ]  # fmt: skip
    assert list(site.switches) == ["sw1", "sw2"]


def test_what_is_not_said_is_what_a_site_file_leaves_open():
    (server,) = quick_site(Method.STP, LEGS).servers.values()
    assert (server.vlan, server.root, server.wanted_root, server.cost) == (None, None, "keep", None)


@pytest.mark.parametrize(
    ("root", "switches"),
    [
        ("sw2", ["sw1", "sw2"]),
        ("core", ["sw1", "sw2", "core"]),
        ("keep", ["sw1", "sw2"]),
        ("0019.e7aa.0001", ["sw1", "sw2"]),
        ("00:19:e7:aa:00:01", ["sw1", "sw2"]),
        ("0019e7aa0001", ["sw1", "sw2"]),
    ],
)
def test_root_is_a_switch_keep_or_a_bridge_address(root, switches):
    site = quick_site(Method.STP, LEGS, root=root)
    assert list(site.switches) == switches
    assert site.servers["server"].wanted_root == root


def test_group_and_vlan_are_those_of_the_server():
    site = quick_site(Method.LACP, ["sw1:Gi0/1", "sw1:Gi0/2"], channel_group=5, vlan=10)
    (server,) = site.servers.values()
    assert isinstance(server, LacpServer)
    assert (server.channel_group, server.vlan) == (5, 10)


@pytest.mark.parametrize(
    ("method", "legs", "options", "said"),
    [
        (Method.STP, ["sw1"], {}, "not a switch and its port"),
        (Method.STP, [":Fa0/1", "sw2:Fa0/1"], {}, "not a switch and its port"),
        (Method.STP, ["sw1:Fa0/1"], {}, "1 uplink is no redundancy"),
        (Method.STP, [], {}, "empty"),
        (Method.STP, ["sw1:Po1", "sw2:Fa0/1"], {}, "no port that a cable goes into"),
        (Method.STP, ["sw1:Fa0/1", "sw1:fa0/1"], {}, "FastEthernet0/1"),
        (Method.STP, LEGS, {"vlan": 4095}, "1 to 4094"),
        (Method.STP, LEGS, {"channel_group": 1}, "belongs to 802.3ad"),
        (Method.LACP, LEGS, {}, "stack"),
        (Method.LACP, ["sw1:Fa0/1", "sw1:Fa0/2"], {"root": "sw1"}, "belongs to stp"),
        (Method.STP, LEGS, {"root": "s w"}, "letters, digits"),
        (Method.STP, ["s!1:Fa0/1", "sw2:Fa0/1"], {}, "s!1"),
    ],
)
def test_what_a_site_file_may_not_say_is_refused(method, legs, options, said):
    with pytest.raises(SiteError, match="quick look") as caught:
        quick_site(method, legs, **options)
    assert said in str(caught.value)


def test_all_problems_are_told_at_once():
    with pytest.raises(SiteError) as caught:
        quick_site(Method.STP, ["a", "b", "sw:Fa0/1"])
    assert len(caught.value.problems) == 2
