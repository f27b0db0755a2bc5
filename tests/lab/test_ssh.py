"""Tests for netredund.lab.ssh with asyncssh; what other clients do stands in test_clients.py."""

import asyncio
import time
from collections.abc import Iterator

import asyncssh
import pytest

from netredund.lab import Lab, SshSettings, parse_lab
from netredund.lab.lab import SwitchAddress

KEY = asyncssh.generate_private_key("ssh-ed25519")
LAB = f"""\
users:
  admin: {{password: admin, keys: ["{KEY.export_public_key().decode().strip()}"]}}
  reader: {{password: reader, privilege: 1}}
enable: top
switches:
  sw1:
    mac: 0019.e7aa.0100
    startup: |
      banner login #Members only#
      banner motd #Welcome#
  sw2: {{mac: 0019.e7bb.0200, release: "12.2"}}
links:
  - [sw1 Gi0/1, sw2 Gi0/1]
"""


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(parse_lab(LAB), settle_s=60) as running:
        yield running


@pytest.fixture
def sw1(lab: Lab) -> SwitchAddress:
    return lab.addresses["sw1"]


def connect(
    address: SwitchAddress, **options: object
) -> "asyncssh.connection._SSHClientConnectionManager":
    """Return an asyncssh connection that knows the host key and nothing of the user's."""
    known = asyncssh.import_known_hosts(f"[{address.host}]:{address.port} {address.host_key}")
    return asyncssh.connect(
        address.host,
        address.port,
        **{
            "username": address.user,
            "password": address.password,
            "client_keys": None,
            "agent_path": None,
            "config": None,
            "known_hosts": known,
            **options,
        },
    )


async def run_command(address: SwitchAddress, command: str, **options: object) -> str:
    async with connect(address, **options) as connection:
        result = await connection.run(command, encoding="utf-8", check=False)
        return str(result.stdout)


def test_password_lets_in(sw1: SwitchAddress) -> None:
    text = asyncio.run(run_command(sw1, "show privilege"))
    assert text == "Current privilege level is 15\r\n"


def test_public_key_lets_in(sw1: SwitchAddress) -> None:
    text = asyncio.run(run_command(sw1, "show privilege", password=None, client_keys=[KEY]))
    assert text == "Current privilege level is 15\r\n"


@pytest.mark.parametrize(
    "options",
    [
        {"password": "wrong"},
        {"username": "nobody"},
        {"password": None, "client_keys": [asyncssh.generate_private_key("ssh-ed25519")]},
        {"username": "reader", "password": None, "client_keys": [KEY]},
    ],
    ids=["wrong password", "unknown user", "unknown key", "another user's key"],
)
def test_stranger_is_kept_out(sw1: SwitchAddress, options: dict[str, object]) -> None:
    with pytest.raises(asyncssh.PermissionDenied):
        asyncio.run(run_command(sw1, "show version", **options))


def test_reader_begins_in_user_mode(sw1: SwitchAddress) -> None:
    text = asyncio.run(run_command(sw1, "show privilege", username="reader", password="reader"))
    assert text == "Current privilege level is 1\r\n"


def test_each_switch_has_its_own_key_and_name(lab: Lab) -> None:
    keys = {address.host_key for address in lab.addresses.values()}
    assert len(keys) == 2
    assert len({address.port for address in lab.addresses.values()}) == 2


def test_server_says_that_it_is_ios(sw1: SwitchAddress) -> None:
    async def version() -> str:
        async with connect(sw1) as connection:
            return str(connection.get_extra_info("server_version"))

    assert asyncio.run(version()) == "SSH-2.0-Cisco-1.25"


def test_banner_comes_before_the_login(sw1: SwitchAddress) -> None:
    banners: list[str] = []

    class Client(asyncssh.SSHClient):
        def auth_banner_received(self, msg: str, lang: str) -> None:
            banners.append(msg)

    asyncio.run(run_command(sw1, "show privilege", client_factory=Client))
    assert banners == ["Members only\r\n"]


async def converse(address: SwitchAddress, keys: str, end: str) -> str:
    """Type into a terminal and return what appeared up to `end`."""
    async with connect(address) as connection:
        process = await connection.create_process(term_type="vt100", encoding="utf-8")
        process.stdin.write(keys)
        shown = ""
        async with asyncio.timeout(10):
            while end not in shown:
                shown += await process.stdout.read(1024)
        return shown


def test_terminal_greets_echoes_and_pages(sw1: SwitchAddress) -> None:
    shown = asyncio.run(converse(sw1, "show running-config\r", "--More--"))
    assert shown.startswith("Welcome\r\n\r\nsw1#show running-config\r\nBuilding configuration")


def test_seventeenth_session_is_refused(lab: Lab) -> None:
    address = lab.addresses["sw2"]

    async def fill() -> tuple[int, str]:
        async with connect(address) as connection:
            taken = [
                await connection.create_process(term_type="vt100", encoding="utf-8")
                for _ in range(17)
            ]
            async with asyncio.timeout(10):
                shown = [await process.stdout.read(64) for process in taken]
            return sum("sw2#" in text for text in shown), shown[-1]

    assert asyncio.run(fill()) == (16, "")


def test_idle_session_is_ended(lab: Lab) -> None:
    address = lab.addresses["sw2"]
    lab.call(lambda network: network.configure("sw2", "line vty 0 15", "exec-timeout 0 1"))
    try:
        started = time.monotonic()

        async def wait() -> None:
            async with connect(address) as connection:
                process = await connection.create_process(term_type="vt100", encoding="utf-8")
                async with asyncio.timeout(10):
                    await process.wait_closed()

        asyncio.run(wait())
        assert 0.9 < time.monotonic() - started < 9
    finally:
        lab.call(lambda network: network.configure("sw2", "line vty 0 15", "no exec-timeout"))


def test_line_is_answered_late_when_it_shall() -> None:
    with Lab(parse_lab("switches: {a: {}}"), delay_s=0.3) as lab:
        started = time.monotonic()
        shown = asyncio.run(converse(lab.addresses["a"], "show privilege\r" * 2, "15\r\na#"))
        asyncio.run(run_command(lab.addresses["a"], "show privilege"))
    assert time.monotonic() - started > 0.6
    assert "a#show privilege\r\nCurrent" in shown


@pytest.mark.filterwarnings("ignore:.*deprecated")  # cryptography's word on old key exchanges
def test_old_switch_speaks_old_ssh() -> None:
    old = SshSettings(
        key_exchanges=("diffie-hellman-group14-sha1",),
        ciphers=("aes128-cbc",),
        macs=("hmac-sha1",),
        host_key="ssh-rsa",
    )
    with Lab(parse_lab("switches: {a: {}}"), ssh=old) as lab:
        address = lab.addresses["a"]
        assert address.host_key.startswith("ssh-rsa ")
        with pytest.raises((asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost)):
            asyncio.run(run_command(address, "show clock", kex_algs=["curve25519-sha256"]))
        text = asyncio.run(
            run_command(
                address,
                "show privilege",
                kex_algs=["diffie-hellman-group14-sha1"],
                encryption_algs=["aes128-cbc"],
                mac_algs=["hmac-sha1"],
            )
        )
    assert text.startswith("Current privilege level")


def test_lab_ends_while_somebody_is_logged_in() -> None:
    async def run() -> bool:
        lab = Lab(parse_lab("switches: {a: {}}"))
        async with lab:
            address = lab.addresses["a"]
            connection = await connect(address)
            process = await connection.create_process(term_type="vt100", encoding="utf-8")
            await process.stdout.readuntil("a#")
        async with asyncio.timeout(10):
            await connection.wait_closed()
        return connection.is_closed()

    assert asyncio.run(asyncio.wait_for(run(), 20))
