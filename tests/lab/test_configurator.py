"""Tests for netredund.lab.ios.configurator and the actions behind it."""

import pytest

from netredund.lab.config import ChannelMode, PortFast, PortMode
from netredund.lab.ios.configurator import Configurator
from netredund.lab.ios.device import Device
from tests.lab.devices import make_device

PROMPT = len("sw1(config)#")


def enter(configurator: Configurator, *lines: str) -> list[str]:
    """Enter lines and return what was said about each."""
    return [configurator.enter(line, PROMPT) for line in lines]


@pytest.fixture
def device() -> Device:
    return make_device()


@pytest.fixture
def config(device: Device) -> Configurator:
    return device.configurator()


PRIORITIES = """\
% Bridge Priority must be in increments of 4096.
% Allowed values are:
  0     4096  8192  12288 16384 20480 24576 28672
  32768 36864 40960 45056 49152 53248 57344 61440
"""
INVALID = "^\n% Invalid input detected at '^' marker.\n\n"
AUTO_TRUNK = (
    'Command rejected: An interface whose trunk encapsulation is "Auto" '
    'can not be configured to "trunk" mode.\n'
)
MISMATCH = (
    "Command rejected (Channel protocol mismatch for interface Fa0/5 in group 1): "
    "the interface can not be added to the channel group\n"
)


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        pytest.param(["spanning-tree vlan 1 priority 4097"], PRIORITIES, id="priority step"),
        pytest.param(
            ["spanning-tree vlan 1 priority 65536"],
            " " * (PROMPT + 30) + INVALID,
            id="priority out of range",
        ),
        pytest.param(["spanning-tree vlan 1"], "", id="tree on"),
        pytest.param(["spanning-tree vlan"], "% Incomplete command.\n\n", id="incomplete"),
        pytest.param(["spanning-tree mode mst"], " " * (PROMPT + 19) + INVALID, id="no MST"),
        pytest.param(
            ["no spanning-tree extend system-id"],
            "% This platform requires that the extended system-id feature be enabled.\n",
            id="system id stays",
        ),
        pytest.param(
            ["spanning-tree vlan 1-4095 priority 0"],
            "Command rejected: Bad VLAN list - character #7 (EOL) delimits a VLAN number "
            "which is out of the range 1..4094.\n",
            id="VLAN list",
        ),
        pytest.param(
            ["interface fa0/5", "spanning-tree port-priority 17"],
            "% Port Priority in increments of 16 is required\n",
            id="port priority step",
        ),
        pytest.param(
            ["interface fa0/5", "spanning-tree vlan 1 port-priority 8"],
            "% Port Priority in increments of 16 is required\n",
            id="port priority step per VLAN",
        ),
        pytest.param(
            ["interface fa0/5", "channel-protocol lacp", "channel-group 1 mode on"],
            MISMATCH,
            id="channel protocol",
        ),
        pytest.param(
            [
                "interface range fa0/5 - 6",
                "channel-protocol lacp",
                "channel-group 1 mode desirable",
            ],
            MISMATCH + "% Range command terminated because it failed on FastEthernet0/5\n",
            id="channel protocol in a range",
        ),
        pytest.param(
            [
                "interface fa0/4",
                "channel-group 1 mode active",
                "interface fa0/5",
                "channel-group 1 mode auto",
            ],
            MISMATCH,
            id="two protocols in one group",
        ),
        pytest.param(
            ["interface po3", "no switchport", "interface gi0/2", "channel-group 3 mode active"],
            "Command rejected (Port-channel3, Gi0/2): "
            "Either port is L2 and port-channel is L3, or vice-versa\n",
            id="layers",
        ),
        pytest.param(
            ["interface fa0/5", "channel-group 7 mode on"],
            " " * (PROMPT + 14) + INVALID,
            id="group that the model lacks",
        ),
        pytest.param(
            ["interface fa0/25"], " " * (PROMPT + 10) + INVALID, id="port that is not there"
        ),
        pytest.param(
            ["interface range fa0/23 - 25"], " " * (PROMPT + 16) + INVALID, id="range past the end"
        ),
        pytest.param(
            ["interface po1", "lacp rate fast"], " " * (PROMPT + 5) + INVALID, id="no rate"
        ),
        pytest.param(
            ["interface fa0/1", "speed 1000"], " " * (PROMPT + 6) + INVALID, id="too fast a speed"
        ),
        pytest.param(
            ["interface fa0/1", "switchport trunk encapsulation dot1q"],
            " " * (PROMPT + 17) + INVALID,
            id="model without encapsulations",
        ),
        pytest.param(["xyzzy"], " " * PROMPT + INVALID, id="unknown command"),
        pytest.param(["no vlan 1"], "%Default VLAN 1 may not be deleted.\n", id="VLAN 1 stays"),
        pytest.param(
            ["service password-encryption"], " " * PROMPT + INVALID, id="what the lab does not do"
        ),
        pytest.param(
            ["enable secret 5 nonsense"],
            "ERROR: The secret you entered is not a valid encrypted secret.\n"
            "To enter an UNENCRYPTED secret, do not specify type 5 encryption.\n",
            id="secret that is none",
        ),
        pytest.param(
            ["interface fa0/1", "switchport nonegotiate"],
            "Command rejected: Conflict between 'nonegotiate' and 'dynamic' status.\n",
            id="nonegotiate of a dynamic port",
        ),
        pytest.param(
            ["interface vlan 1", "ip address 10.0.0.1 255.0.255.0"],
            "Bad mask 0xFF00FF00 for address 10.0.0.1\n",
            id="mask",
        ),
        pytest.param(["s"], '% Ambiguous command:  "s"\n', id="ambiguous"),
    ],
)
def test_refusal_has_the_words_of_ios_and_changes_nothing(
    device: Device, config: Configurator, lines: list[str], answer: str
) -> None:
    *before, last = lines
    enter(config, *before)
    running = device.running_lines()
    assert enter(config, last) == [answer]
    if answer:
        assert device.running_lines() == running


def test_trunk_needs_an_encapsulation_where_there_are_two() -> None:
    device = make_device("15.2")
    config = device.configurator()
    enter(config, "interface gi1/0/1")
    assert enter(config, "switchport mode trunk") == [AUTO_TRUNK]
    assert enter(config, "switchport trunk encapsulation dot1q", "switchport mode trunk") == [
        "",
        "",
    ]
    assert enter(config, "no switchport trunk encapsulation") == [AUTO_TRUNK]


@pytest.mark.parametrize(
    ("train", "line", "is_taken"),
    [
        ("12.2", "spanning-tree portfast", True),
        ("12.2", "spanning-tree portfast trunk", True),
        ("12.2", "spanning-tree portfast edge", False),
        ("15.2", "spanning-tree portfast edge", True),
        ("15.2", "spanning-tree portfast edge trunk", True),
        ("15.2", "spanning-tree portfast network", True),
        ("15.2", "spanning-tree portfast trunk", False),
        ("15.2", "no spanning-tree portfast", True),
        ("16.12", "spanning-tree portfast trunk", True),
        ("16.12", "spanning-tree portfast edge", False),
        ("12.2", "spanning-tree portfast disable", True),
        ("15.2", "spanning-tree portfast disable", True),
        ("12.2", "lacp rate fast", False),
        ("15.2", "lacp rate fast", True),
        ("16.12", "lacp rate fast", True),
    ],
)
def test_release_knows_its_own_spelling(train: str, line: str, is_taken: bool) -> None:
    config = make_device(train).configurator()
    port = "interface fa0/1" if train == "12.2" else "interface gi1/0/1"
    (_, answer) = enter(config, port, line)
    assert ("Invalid input" not in answer) is is_taken


@pytest.mark.parametrize(("train", "is_taken"), [("12.2", False), ("15.2", False), ("16.12", True)])
def test_one_minimum_link_is_for_ios_xe(train: str, is_taken: bool) -> None:
    config = make_device(train).configurator()
    (_, answer) = enter(config, "interface po1", "port-channel min-links 1")
    assert ("Invalid input" not in answer) is is_taken


def test_portfast_warns_and_is_taken(device: Device, config: Configurator) -> None:
    (_, answer) = enter(config, "interface fa0/7", "spanning-tree portfast")
    assert answer.startswith("%Warning: portfast should only be enabled on ports connected")
    assert "%Portfast has been configured on FastEthernet0/7 but will only\n" in answer
    assert device.configuration.switch.interfaces["FastEthernet0/7"].portfast is PortFast.EDGE


def test_first_member_makes_the_port_channel_with_its_own_lines(
    device: Device, config: Configurator
) -> None:
    said = enter(
        config,
        "vlan 20",
        "interface range fa0/1 - 2",
        "switchport mode access",
        "switchport access vlan 20",
        "channel-group 1 mode active",
    )
    assert said[-1] == "Creating a port-channel interface Port-channel 1\n\n"
    interfaces = device.configuration.switch.interfaces
    assert interfaces["Port-channel1"].access_vlan == 20
    assert interfaces["Port-channel1"].mode is PortMode.ACCESS
    assert interfaces["FastEthernet0/2"].channel_mode is ChannelMode.ACTIVE


def test_line_on_a_port_channel_goes_down_to_its_members(
    device: Device, config: Configurator
) -> None:
    enter(config, "interface range fa0/1 - 2", "channel-group 1 mode active")
    enter(config, "interface po1", "switchport mode trunk", "switchport trunk allowed vlan 1,10")
    enter(config, "spanning-tree cost 7")
    interfaces = device.configuration.switch.interfaces
    assert interfaces["FastEthernet0/2"].mode is PortMode.TRUNK
    assert interfaces["FastEthernet0/2"].allowed_vlans == {1, 10}
    assert interfaces["FastEthernet0/2"].cost is None
    assert interfaces["Port-channel1"].cost == 7


def test_line_on_a_member_stays_there(device: Device, config: Configurator) -> None:
    enter(config, "interface range fa0/1 - 2", "channel-group 1 mode active")
    enter(config, "interface fa0/1", "switchport access vlan 30")
    interfaces = device.configuration.switch.interfaces
    assert interfaces["Port-channel1"].access_vlan is None
    assert interfaces["FastEthernet0/2"].access_vlan is None


def test_deleted_port_channel_frees_its_members_shut(device: Device, config: Configurator) -> None:
    enter(config, "interface range fa0/1 - 2", "channel-group 1 mode active")
    assert enter(config, "no interface po1") == [""]
    interfaces = device.configuration.switch.interfaces
    assert "Port-channel1" not in interfaces
    assert interfaces["FastEthernet0/1"].channel_group is None
    assert interfaces["FastEthernet0/1"].shutdown


def test_channel_mode_is_replaced_without_no(device: Device, config: Configurator) -> None:
    enter(config, "interface fa0/1", "channel-group 1 mode active")
    assert enter(config, "channel-group 1 mode passive") == [""]
    mode = device.configuration.switch.interfaces["FastEthernet0/1"].channel_mode
    assert mode is ChannelMode.PASSIVE


def test_missing_access_vlan_is_made(device: Device, config: Configurator) -> None:
    (_, answer) = enter(config, "interface fa0/1", "switchport access vlan 77")
    assert answer == "% Access VLAN does not exist. Creating vlan 77\n"
    assert 77 in device.configuration.switch.vlans


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        (["10,20"], {10, 20}),
        (["10,20", "add 30"], {10, 20, 30}),
        (["10,20", "remove 20"], {10}),
        (["none"], set()),
        (["10", "all"], None),
        (["except 2-4094"], {1}),
        (["1-4094"], None),
    ],
)
def test_allowed_vlans_are_set_and_changed(
    device: Device, config: Configurator, lines: list[str], allowed: set[int] | None
) -> None:
    enter(config, "interface fa0/1", *(f"switchport trunk allowed vlan {line}" for line in lines))
    assert device.configuration.switch.interfaces["FastEthernet0/1"].allowed_vlans == allowed


@pytest.mark.parametrize(
    ("stanza", "line"),
    [
        ("interface fa0/1", "description a server"),
        ("interface fa0/1", "shutdown"),
        ("interface fa0/1", "speed 10"),
        ("interface fa0/1", "duplex full"),
        ("interface fa0/1", "switchport mode access"),
        ("interface fa0/1", "switchport access vlan 5"),
        ("interface fa0/1", "switchport voice vlan 5"),
        ("interface fa0/1", "switchport trunk native vlan 5"),
        ("interface fa0/1", "switchport trunk allowed vlan 5"),
        ("interface fa0/1", "spanning-tree cost 5"),
        ("interface fa0/1", "spanning-tree port-priority 16"),
        ("interface fa0/1", "spanning-tree vlan 5 cost 5"),
        ("interface fa0/1", "spanning-tree vlan 5 port-priority 16"),
        ("interface fa0/1", "spanning-tree portfast"),
        ("interface fa0/1", "spanning-tree bpduguard enable"),
        ("interface fa0/1", "spanning-tree bpdufilter disable"),
        ("interface fa0/1", "spanning-tree guard root"),
        ("interface fa0/1", "spanning-tree link-type shared"),
        ("interface fa0/1", "channel-protocol lacp"),
        ("interface fa0/1", "lacp port-priority 5"),
        ("interface po1", "lacp max-bundle 1"),
        ("interface po1", "port-channel min-links 2"),
        ("interface po1", "lacp fast-switchover"),
        ("interface vlan 1", "ip address 10.0.0.1 255.255.255.0"),
        ("", "hostname other"),
        ("", "spanning-tree mode rapid-pvst"),
        ("", "spanning-tree pathcost method long"),
        ("", "spanning-tree vlan 1 priority 4096"),
        ("", "spanning-tree vlan 1 hello-time 1"),
        ("", "spanning-tree vlan 1 forward-time 4"),
        ("", "spanning-tree vlan 1 max-age 6"),
        ("", "spanning-tree portfast default"),
        ("", "spanning-tree portfast bpduguard default"),
        ("", "spanning-tree portfast bpdufilter default"),
        ("", "spanning-tree loopguard default"),
        ("", "spanning-tree uplinkfast"),
        ("", "spanning-tree backbonefast"),
        ("", "lacp system-priority 5"),
        ("", "port-channel load-balance src-dst-mac"),
        ("", "errdisable recovery cause bpduguard"),
        ("", "errdisable recovery interval 30"),
        ("", "username someone secret 5 $1$abcd$PW3wSi4KQlwQXwfAbb9UA/"),
        ("", "enable secret 5 $1$abcd$PW3wSi4KQlwQXwfAbb9UA/"),
        ("", "mac address-table aging-time 10"),
        ("", "lldp run"),
        ("", "ip domain-name example.net"),
        ("", "ip default-gateway 10.0.0.254"),
        ("", "vlan 10"),
    ],
)
@pytest.mark.parametrize("form", ["no", "default"])
def test_no_and_default_take_a_line_back(stanza: str, line: str, form: str) -> None:
    device = make_device()
    config = device.configurator()
    if line.startswith("spanning-tree mode"):
        enter(config, "spanning-tree mode pvst")
    if "vlan 5" in line:
        enter(config, "vlan 5")
    enter(config, stanza)
    before = device.running_lines()
    assert "Invalid" not in enter(config, line)[0]
    assert device.running_lines() != before
    if line.startswith("vlan"):
        enter(config, "exit")
    assert enter(config, stanza, f"{form} {line}")[1] == ""
    expected = before
    if line == "hostname other":
        expected = [text.replace("hostname sw1", "hostname Switch") for text in before]
    assert device.running_lines() == expected


def test_default_interface_empties_a_stanza(device: Device, config: Configurator) -> None:
    enter(config, "interface fa0/1", "description x", "spanning-tree cost 5")
    answer = enter(config, "default interface fa0/1")
    assert answer == ["Interface FastEthernet0/1 set to default configuration\n"]
    assert device.configuration.switch.interfaces["FastEthernet0/1"].cost is None


def test_global_line_leaves_the_stanza(config: Configurator) -> None:
    enter(config, "interface fa0/1", "vlan 10")
    assert config.place.mode == "config-vlan"
    enter(config, "spanning-tree mode rapid-pvst")
    assert config.place.mode == "config"


def test_refused_global_line_stays_in_the_stanza(config: Configurator) -> None:
    enter(config, "interface fa0/1", "interface fa0/99")
    assert config.place.interfaces == ("FastEthernet0/1",)


@pytest.mark.parametrize(
    ("text", "banner"),
    [
        (["banner motd #hello#"], "hello"),
        (["banner motd ^Chello^C"], "hello"),
        (["banner motd #", "one", "two", "#"], "one\ntwo\n"),
        (["banner motd #one", "two#"], "one\ntwo"),
    ],
)
def test_banner_ends_at_its_delimiter(
    device: Device, config: Configurator, text: list[str], banner: str
) -> None:
    enter(config, *text)
    assert device.configuration.management.banner_motd == banner
    assert enter(config, "hostname after") == [""]


@pytest.mark.parametrize(
    ("others", "own", "priority"),
    [
        pytest.param(32769, None, 24576, id="default root"),
        pytest.param(24577, None, 20480, id="root at 24576 with a lower address"),
        pytest.param(16385, None, 12288, id="root at 16384"),
        pytest.param(4097, None, None, id="root at 4096"),
        pytest.param(1, None, None, id="root at 0"),
        pytest.param(None, None, 24576, id="root itself by default"),
        pytest.param(None, 8192, 8192, id="root itself already lower"),
    ],
)
def test_root_macro_goes_below_the_root(
    others: int | None, own: int | None, priority: int | None
) -> None:
    device = make_device()
    if own is not None:
        device.configuration.switch.tree(1).priority = own
    config = Configurator(
        device.configuration,
        device.release,
        device.model,
        tuple(device.hardware),
        switch=RootedAt(device, others),  # type: ignore[arg-type]  # only its tree is asked for
    )
    (answer,) = enter(config, "spanning-tree vlan 1 root primary")
    if priority is None:
        assert answer.startswith(
            "% Failed to make the bridge root for vlan 1\n% It may be possible"
        )
        return
    assert answer == ""
    assert device.configuration.switch.vlan_trees[1].priority == priority


class RootedAt:
    """A switch whose root is another bridge, with a lower address, or itself."""

    def __init__(self, device: Device, priority: int | None) -> None:
        self.device = device
        self.priority = priority

    def tree(self, vlan: int) -> object:
        from netredund.lab.status import BridgeId

        own = self.device.configuration.switch.vlan_trees.get(vlan)
        bridge = BridgeId(
            (own.priority if own and own.priority else 32768) + vlan, "0019.e7aa.0100"
        )
        root = bridge if self.priority is None else BridgeId(self.priority, "0000.0000.0001")
        return TreeOf(bridge, root, vlan)


class TreeOf:
    """As much of a tree as the macro looks at."""

    def __init__(self, bridge: object, root: object, vlan: int) -> None:
        self.bridge = bridge
        self.root = root
        self.system_id = vlan
        self.is_root = bridge == root


def test_secondary_root_is_always_28672(device: Device, config: Configurator) -> None:
    enter(config, "spanning-tree vlan 1,10 root secondary")
    trees = device.configuration.switch.vlan_trees
    assert [trees[vlan].priority for vlan in (1, 10)] == [28672, 28672]


def test_diameter_sets_the_timers(device: Device, config: Configurator) -> None:
    enter(config, "spanning-tree vlan 1 root primary diameter 2")
    tree = device.configuration.switch.vlan_trees[1]
    assert (tree.max_age, tree.forward_time) == (10, 7)
    enter(config, "spanning-tree vlan 1 root primary diameter 7")
    assert (tree.max_age, tree.forward_time) == (20, 15)
