"""Tests for netredund.lab.lab, network, labfolder, hostkeys and the package itself."""

import asyncio
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import pytest
import yaml

import netredund.lab
from netredund.errors import LabError, LabFileError
from netredund.lab import STANDARD_LAB, Lab, Network, parse_lab
from netredund.lab.hostkeys import make_host_key
from netredund.lab.labfolder import admit_key, make_client_key, render_site, write_folder

BEGAN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def network() -> Network:
    """The standard lab, settled, without sockets."""
    built = Network(parse_lab(STANDARD_LAB), began=BEGAN)
    built.clock.run_for(60)
    return built


def test_names_of_the_package_are_sorted_and_there() -> None:
    assert list(netredund.lab.__all__) == sorted(netredund.lab.__all__)
    assert all(getattr(netredund.lab, name) is not None for name in netredund.lab.__all__)
    with pytest.raises(AttributeError):
        netredund.lab.nothing  # noqa: B018  # the access is what is tested


def test_standard_lab_blocks_one_end_of_one_leg(network: Network) -> None:
    legs = [
        network.show(switch, "show spanning-tree vlan 1 | include Fa0/23").split()[1:3]
        for switch in ("sw1", "sw2")
    ]
    server = network.server_show("web1", "bridge -d -j link")
    ends = [state for _, state in legs] + ["BLK"] * server.count('"blocking"')
    assert ends.count("BLK") == 1
    assert "This bridge is the root" in network.show("sw1", "show spanning-tree vlan 1")


def test_standard_lab_bundles_the_other_server(network: Network) -> None:
    assert "Po1(SU)         LACP      Fa0/1(P)    Fa0/2(P)" in network.show(
        "sw1", "show etherchannel summary"
    )
    assert "Number of ports: 2" in network.server_show("db1", "cat /proc/net/bonding/bond0")


def test_configured_line_changes_the_tree() -> None:
    network = Network(parse_lab(STANDARD_LAB), began=BEGAN)
    network.clock.run_for(60)
    assert network.configure("sw1", "no spanning-tree vlan 1 priority") == [""]
    assert network.configure("sw2", "spanning-tree vlan 1 priority 4096") == [""]
    network.clock.run_for(60)  # the old root's word goes round through the server until it ages
    assert "This bridge is the root" in network.show("sw2", "show spanning-tree vlan 1")
    assert "This bridge is the root" not in network.show("sw1", "show spanning-tree vlan 1")


def test_shut_port_loses_its_link() -> None:
    network = Network(parse_lab(STANDARD_LAB), began=BEGAN)
    network.clock.run_for(60)
    network.configure("sw1", "interface fa0/24", "shutdown")
    network.clock.run_for(1)
    assert " disabled " in network.show("sw1", "show interfaces fa0/24 status")
    assert " notconnect " in network.show("sw2", "show interfaces fa0/24 status")
    network.configure("sw1", "interface fa0/24", "no shutdown")
    network.clock.run_for(1)
    assert " connected " in network.show("sw2", "show interfaces fa0/24 status")


def test_same_lab_in_virtual_time_does_the_same_twice() -> None:
    shown = []
    for _ in range(2):
        network = Network(parse_lab(STANDARD_LAB), began=BEGAN)
        network.clock.run_for(45)
        shown.append([network.show(name, "show spanning-tree detail") for name in network.devices])
    assert shown[0] == shown[1]


@pytest.mark.parametrize("port", ["sw1 Fa0/24", "sw2 fastethernet 0/24", "web1 eth0", "db1 eth1"])
def test_cable_is_found_from_either_end(network: Network, port: str) -> None:
    assert network.cable(port).up


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda network: network.cable("sw1 Fa0/9"), "no cable in 'sw1 Fa0/9'"),
        (lambda network: network.show("sw3", "show clock"), "no switch 'sw3' .* sw1, sw2"),
        (lambda network: network.server_show("x", "ip"), "no server 'x' .* web1, db1"),
    ],
)
def test_what_is_not_in_the_lab_is_named(network: Network, call, words: str) -> None:  # type: ignore[no-untyped-def]  # a table of calls
    with pytest.raises(LabError, match=words):
        call(network)


def test_refused_startup_line_names_switch_and_line() -> None:
    lab = parse_lab("switches: {a: {startup: 'nonsense'}}")
    with pytest.raises(
        LabFileError, match="a: startup configuration, line .*: nonsense: % Invalid"
    ):
        Network(lab)


def test_lab_runs_in_a_thread_and_ends(tmp_path: Path) -> None:
    before = threading.active_count()
    with Lab(settle_s=60) as lab:
        assert set(lab.addresses) == {"sw1", "sw2"}
        assert "Altn BLK" in lab.show("sw2", "show spanning-tree")
        lab.cut("sw1 Fa0/24")
        lab.advance(60)
        assert "Fa0/23           Root FWD" in lab.show("sw2", "show spanning-tree")
        lab.restore("sw1 Fa0/24")
        lab.advance(60)
        assert "Altn BLK" in lab.show("sw2", "show spanning-tree")
        assert "forwarding" in lab.server_show("web1", "bridge -d -j link")
    assert threading.active_count() == before
    assert lab.addresses == {}
    with pytest.raises(LabError, match="does not run"):
        lab.show("sw1", "show clock")


def test_lab_runs_in_a_loop_that_is_there() -> None:
    async def run() -> str:
        async with Lab(speed=50) as lab:
            address = lab.addresses["sw1"]
            known = asyncssh.import_known_hosts(
                f"[{address.host}]:{address.port} {address.host_key}"
            )
            async with asyncssh.connect(
                address.host,
                address.port,
                username=address.user,
                password=address.password,
                known_hosts=known,
                client_keys=None,
                config=None,
            ) as connection:
                for _ in range(100):
                    result = await connection.run("show spanning-tree | include Fa0/24")
                    if "FWD" in str(result.stdout):
                        break
                    await asyncio.sleep(0.05)
                return str(result.stdout)

    assert "Fa0/24           Desg FWD" in asyncio.run(run())


def test_speed_lets_protocol_time_run_faster() -> None:
    async def run() -> float:
        async with Lab(speed=100) as lab:
            await asyncio.sleep(0.3)
            lab.catch_up()
            return lab.network.clock.now_s

    assert 25 < asyncio.run(run()) < 300


def test_speed_must_run_forward() -> None:
    with pytest.raises(LabError, match="forward"):
        Lab(speed=0)


def test_mistake_in_a_lab_file_comes_out_of_the_thread() -> None:
    with (
        pytest.raises(LabFileError, match="nonsense"),
        Lab(parse_lab("switches: {a: {startup: 'nonsense'}}")),
    ):
        pytest.fail("the lab must not start")


def test_missing_interface_of_a_wire_is_an_error() -> None:
    lab = parse_lab("switches: {a: {}}\nlinks: [{port: a Fa0/1, wire: nosuchif0}]")
    with pytest.raises(LabError, match="nosuchif0|netlink"), Lab(lab):
        pytest.fail("the lab must not start")


def test_bad_public_key_is_an_error() -> None:
    lab = parse_lab("users: {u: {keys: [nonsense]}}\nswitches: {a: {}}")
    with pytest.raises(LabError, match="'nonsense' is no public key"), Lab(lab):
        pytest.fail("the lab must not start")


def test_folder_has_what_its_users_need(tmp_path: Path) -> None:
    folder = tmp_path / "a lab"
    definition = admit_key(parse_lab(STANDARD_LAB), make_client_key(folder))
    with Lab(definition, keys=folder / "host_keys") as lab:
        site = lab.call(lambda network: write_folder(folder, network, lab.addresses))
        ports = {name: address.port for name, address in lab.addresses.items()}
    assert site == folder / "site.yaml"
    wanted = yaml.safe_load(site.read_text())
    assert {name: switch["port"] for name, switch in wanted["switches"].items()} == ports
    assert wanted["servers"]["web1"] == {
        "method": "stp",
        "vlan": 1,
        "root": "sw1",
        "root_priority": 0,
        "cost": 100,
        "bridge_priority": 61440,
        "leg_cost": 1,
        "uplinks": {"eth0": "sw1 FastEthernet0/23", "eth1": "sw2 FastEthernet0/23"},
    }
    assert wanted["servers"]["db1"]["channel_group"] == 1
    assert "password" not in site.read_text()
    known = (folder / "known_hosts").read_text()
    assert f"[127.0.0.1]:{ports['sw2']},sw2 ssh-ed25519 " in known
    assert f'IdentityFile "{folder}/id_ed25519"' in (folder / "ssh_config").read_text()
    assert stat.S_IMODE((folder / "id_ed25519").stat().st_mode) == 0o600


def test_host_key_stays_the_same(tmp_path: Path) -> None:
    first = make_host_key("sw1", tmp_path)
    assert make_host_key("sw1", tmp_path) == first
    assert make_host_key("sw2", tmp_path) != first
    assert make_host_key("sw1", None) != first


def test_key_file_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "sw1_host_key").write_text("nonsense")
    with pytest.raises(LabError, match="sw1_host_key"):
        make_host_key("sw1", tmp_path)


def test_server_that_no_site_file_knows_is_left_out() -> None:
    lab = parse_lab(
        "switches: {a: {}}\nservers: {s: {method: bridge, nics: {e: a Fa0/1, f: a Fa0/2}}}"
    )
    site = render_site(Network(lab), {})
    assert "# s: no method that a site file knows" in site
    assert yaml.safe_load(site)["servers"] == {}
