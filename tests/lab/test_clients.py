"""A lab's switches with clients that know nothing of it: OpenSSH's ssh, netmiko, scrapli."""

import asyncio
import gc
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import netmiko
import pexpect
import pytest
from scrapli.driver.core import AsyncIOSXEDriver, IOSXEDriver
from scrapli.exceptions import ScrapliAuthenticationFailed

from netredund.lab import Lab, parse_lab
from netredund.lab.lab import SwitchAddress
from netredund.lab.labfolder import admit_key, make_client_key, write_folder

LAB = """\
users:
  admin: {password: admin}
  reader: {password: reader, privilege: 1}
enable: top
switches:
  sw1:
    mac: 0019.e7aa.0100
    startup: |
      banner login #Members only#
      banner motd #Welcome#
  sw2: {mac: 0019.e7bb.0200, release: "12.2"}
links:
  - [sw1 Gi0/1, sw2 Gi0/1]
"""
READER = {"username": "reader", "password": "reader"}
needs_ssh = pytest.mark.skipif(shutil.which("ssh") is None, reason="needs OpenSSH's ssh")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def lab(folder: Path) -> Iterator[Lab]:
    definition = admit_key(parse_lab(LAB), make_client_key(folder))
    with Lab(definition, settle_s=60) as running:
        running.call(lambda network: write_folder(folder, network, running.addresses))
        yield running


@pytest.fixture
def sw1(lab: Lab) -> SwitchAddress:
    return lab.addresses["sw1"]


# OpenSSH


@needs_ssh
def test_openssh_runs_a_command(folder: Path, lab: Lab) -> None:
    config = folder / "ssh_config"
    line = ["ssh", "-F", str(config), "sw1", "show interfaces status | include Gi0/1"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=30, check=False)
    assert "Members only" in done.stderr
    assert done.stdout.split()[:2] == ["Gi0/1", "connected"]
    assert done.returncode == 0


@needs_ssh
def test_openssh_has_a_terminal(lab: Lab, folder: Path) -> None:
    keys = "terminal length 0\rshow spanning-tree root\rconfigure terminal\rhostname x\x1aexit\r"
    config = folder / "ssh_config"
    line = ["ssh", "-tt", "-F", str(config), "sw2"]
    done = subprocess.run(line, input=keys.encode(), capture_output=True, timeout=30, check=False)
    shown = done.stdout.decode()
    assert "VLAN0001         32769 0019.e7aa.0100" in shown
    assert "sw2(config)#hostname x^Z\r\nx#exit\r\n" in shown
    lab.call(lambda network: network.configure("sw2", "hostname sw2"))


@pytest.fixture
def terminal(lab: Lab, folder: Path) -> Iterator["pexpect.spawn[str]"]:
    """A person's terminal, logged in as `reader` by the password that ssh asked for."""
    options = ["-F", str(folder / "ssh_config"), "-l", "reader", "-o", "PubkeyAuthentication=no"]
    child = pexpect.spawn("ssh", [*options, "sw1"], encoding="utf-8", timeout=20)
    child.expect("[Pp]assword: ?")
    child.sendline("reader")
    child.expect("sw1>")
    yield child
    child.close(force=True)


@needs_ssh
def test_person_logs_in_by_password_and_reads_the_banners(lab: Lab, folder: Path) -> None:
    options = ["-F", str(folder / "ssh_config"), "-l", "reader", "-o", "PubkeyAuthentication=no"]
    child = pexpect.spawn("ssh", [*options, "sw1"], encoding="utf-8", timeout=20)
    child.expect("Members only\r+\n")
    child.expect("[Pp]assword: ?")
    child.sendline("reader")
    child.expect("Welcome\r\n\r\nsw1>")
    child.sendline("exit")
    child.expect("Connection to 127.0.0.1 closed")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


@needs_ssh
def test_person_is_asked_for_the_enable_secret(terminal: "pexpect.spawn[str]") -> None:
    terminal.sendline("enable")
    terminal.expect("Password: ")
    terminal.sendline("wrong")
    terminal.expect("Password: ")
    terminal.sendline("top")
    terminal.expect("sw1#")
    assert "top" not in str(terminal.before)


@needs_ssh
def test_person_edits_asks_and_turns_pages(terminal: "pexpect.spawn[str]") -> None:
    terminal.send("show priv\t")
    terminal.expect("sw1>show privilege ")
    terminal.sendline()
    terminal.expect("Current privilege level is 1\r\nsw1>")
    terminal.send("show spanning-tree vlan ?")
    terminal.expect("WORD.*sw1>show spanning-tree vlan ")
    terminal.send("\x15\x1b[A\x1b[A\r")  # erases the line, and recalls one
    terminal.expect("Current privilege level is 1\r\nsw1>")
    terminal.sendline("show interfaces")
    terminal.expect(" --More-- ")
    terminal.send("q")
    terminal.expect("\r\nsw1>")


# netmiko


def netmiko_to(address: SwitchAddress, **options: Any) -> "netmiko.BaseConnection":
    return netmiko.ConnectHandler(
        **{
            "device_type": "cisco_ios",
            "host": address.host,
            "port": address.port,
            "username": address.user,
            "password": address.password,
            "secret": address.enable,
            **options,
        }
    )


def test_netmiko_works_with_its_defaults(lab: Lab, sw1: SwitchAddress) -> None:
    with netmiko_to(sw1) as session:
        assert session.find_prompt() == "sw1#"
        assert "This bridge is the root" in session.send_command("show spanning-tree vlan 1")
        said = session.send_config_set(
            ["interface Fa0/7", "description by netmiko", "spanning-tree cost 7"]
        )
        assert "sw1(config-if)#spanning-tree cost 7" in said
        stanza = session.send_command("show running-config interface Fa0/7")
        assert " description by netmiko\n spanning-tree cost 7\n" in stanza
        assert "[OK]" in session.save_config()
        assert len(session.send_command("show running-config").splitlines()) > 60
    assert " description by netmiko" in lab.show("sw1", "show startup-config")


def test_netmiko_enables_and_sees_refusals(sw1: SwitchAddress) -> None:
    with netmiko_to(sw1, **READER) as session:
        assert session.find_prompt() == "sw1>"
        assert not session.check_enable_mode()
        session.enable()
        assert session.find_prompt() == "sw1#"
        with pytest.raises(netmiko.exceptions.ConfigInvalidException):
            session.send_config_set(["lacp nonsense"], error_pattern=r"% Invalid input")
        session.exit_config_mode()
        session.exit_enable_mode()
        assert session.find_prompt() == "sw1>"


def test_netmiko_answers_a_question(sw1: SwitchAddress) -> None:
    with netmiko_to(sw1) as session:
        shown = session.send_command("copy running-config startup-config", expect_string=r"\]\?")
        assert "Destination filename [startup-config]?" in shown
        assert "[OK]" in session.send_command("\n", expect_string=r"#")


@pytest.mark.filterwarnings("ignore:path is deprecated")  # netmiko's way to its templates
def test_netmiko_reads_tables_by_templates_of_others(sw1: SwitchAddress) -> None:
    with netmiko_to(sw1) as session:
        rows = session.send_command("show interfaces status", use_textfsm=True)
        version = session.send_command("show version", use_textfsm=True)
    assert {"port": "Gi0/1", "status": "connected"}.items() <= rows[-2].items()
    assert version[0]["hostname"] == "sw1"


# scrapli


def scrapli_options(address: SwitchAddress, folder: Path, **options: Any) -> dict[str, Any]:
    # ssh looks for `[host]:port`, scrapli's own reader for the host alone.
    key = " ".join(address.host_key.split()[:2])
    known_hosts = folder / "known_hosts_of_scrapli"
    known_hosts.write_text(f"[{address.host}]:{address.port} {key}\n{address.host} {key}\n")
    return {
        "host": address.host,
        "port": address.port,
        "auth_username": address.user,
        "auth_password": address.password,
        "auth_secondary": address.enable,
        "auth_strict_key": True,
        "ssh_known_hosts_file": str(known_hosts),
        "ssh_config_file": "",
        **options,
    }


@pytest.fixture
def leaks() -> Iterator[None]:
    """Find here, and not in a later test, the files that scrapli's system transport leaves open."""
    yield
    with warnings.catch_warnings(action="ignore"):
        gc.collect()


TRANSPORTS = [pytest.param("system", marks=needs_ssh), "paramiko"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # see `leaks`
@pytest.mark.usefixtures("leaks")
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_scrapli_shows_and_configures(
    lab: Lab, sw1: SwitchAddress, folder: Path, transport: str
) -> None:
    options = scrapli_options(sw1, folder, transport=transport)
    with IOSXEDriver(**options) as session:
        assert session.get_prompt() == "sw1#"
        shown = session.send_command("show spanning-tree vlan 1")
        assert not shown.failed and "This bridge is the root" in shown.result
        done = session.send_configs(["interface Fa0/8", f"description by {transport}"])
        assert not done.failed
        refused = session.send_configs(["interface Fa0/8", "lacp nonsense"])
        assert refused.failed and "% Invalid input" in refused[1].result
        assert session.get_prompt() == "sw1(config-if)#"
        assert "show version" in session.send_command("show version").channel_input
        assert session.get_prompt() == "sw1#"
    stanza = lab.show("sw1", "show running-config interface Fa0/8")
    assert f" description by {transport}\n" in stanza


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # see `leaks`
@pytest.mark.usefixtures("leaks")
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_scrapli_walks_the_privilege_levels(
    sw1: SwitchAddress, folder: Path, transport: str
) -> None:
    options = scrapli_options(sw1, folder, transport=transport)
    options |= {"auth_username": "reader", "auth_password": "reader"}
    with IOSXEDriver(**options, default_desired_privilege_level="exec") as session:
        prompts = {}
        for level in ("privilege_exec", "configuration", "exec"):
            session.acquire_priv(level)
            prompts[level] = session.get_prompt()
    assert prompts == {
        "privilege_exec": "sw1#",
        "configuration": "sw1(config)#",
        "exec": "sw1>",
    }


def test_scrapli_works_over_asyncssh(sw1: SwitchAddress, folder: Path) -> None:
    async def run() -> tuple[str, str, bool]:
        options = scrapli_options(sw1, folder, transport="asyncssh")
        async with AsyncIOSXEDriver(**options) as session:
            shown = await session.send_command("show etherchannel summary")
            done = await session.send_configs(["interface Fa0/9", "spanning-tree cost 9"])
            return await session.get_prompt(), shown.result, done.failed

    prompt, shown, failed = asyncio.run(run())
    assert prompt.startswith("sw1") and not failed
    assert "Number of channel-groups in use: 0" in shown


def test_scrapli_sees_a_wrong_password(sw1: SwitchAddress, folder: Path) -> None:
    options = scrapli_options(sw1, folder, transport="paramiko", auth_password="wrong")
    with pytest.raises(ScrapliAuthenticationFailed):
        IOSXEDriver(**options).open()
