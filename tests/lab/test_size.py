"""A lab of many switches; how fast it is, `scripts/benchmark lab` measures."""

import asyncio

import asyncssh
import pytest

from netredund.lab import Lab, Network, parse_lab
from netredund.lab.lab import SwitchAddress
from tests.lab.campus import write_campus

SMALL = parse_lab(write_campus(switches=20, links=30, vlans=3))


async def hold_session(address: SwitchAddress, together: asyncio.Barrier) -> str:
    """Ask a switch for its tree, and stay until all the others have been answered, too."""
    known = asyncssh.import_known_hosts(f"[{address.host}]:{address.port} {address.host_key}")
    async with asyncssh.connect(
        address.host,
        address.port,
        username=address.user,
        password=address.password,
        known_hosts=known,
        client_keys=None,
        agent_path=None,
        config=None,
    ) as connection:
        terminal = await connection.create_process(term_type="vt100", encoding="utf-8")
        terminal.stdin.write("show spanning-tree root\n")
        async with asyncio.timeout(30):
            shown = await terminal.stdout.readuntil("VLAN0003")
            await together.wait()
        return str(shown)


def test_every_switch_serves_a_session_at_the_same_time() -> None:
    async def run() -> list[str]:
        async with Lab(SMALL, settle_s=10) as lab:
            together = asyncio.Barrier(len(lab.addresses))
            sessions = [hold_session(each, together) for each in lab.addresses.values()]
            return await asyncio.gather(*sessions)

    shown = asyncio.run(run())
    assert len(shown) == 20
    assert all("VLAN0001             1 0019.e700.0000" in text for text in shown)


def test_every_switch_has_an_ed25519_key_of_its_own() -> None:
    with Lab(SMALL) as lab:
        keys = {address.host_key.split()[1] for address in lab.addresses.values()}
        assert all(each.host_key.startswith("ssh-ed25519 ") for each in lab.addresses.values())
    assert len(keys) == 20


def test_large_trees_settle_upon_one_root() -> None:
    network = Network(SMALL)
    network.clock.run_for(10)
    trees = [tree for device in network.devices.values() for tree in device.switch.trees()]
    assert len(trees) == 20 * 3
    assert {tree.root.address for tree in trees} == {"0019.e700.0000"}
    states = {str(port.state.value) for tree in trees for port in tree.ports}
    assert states == {"FWD", "BLK"}


def test_ports_without_a_link_cost_nothing() -> None:
    network = Network(parse_lab(write_campus(switches=20, links=30).partition("links:")[0]))
    network.clock.run_for(300)
    assert network.clock.next_due_s() is None


@pytest.mark.parametrize("links", [20, 200])
def test_campus_says_what_it_cannot_be(links: int) -> None:
    with pytest.raises(ValueError, match="links"):
        write_campus(switches=20, links=links)
