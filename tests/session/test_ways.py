"""Rules of the ways to a switch: SSH configuration, keys, agent, jump hosts, known_hosts."""

import asyncio
import base64
import hashlib
import hmac
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import asyncssh
import pytest

from netredund.errors import ConnectError, HostKeyError, LoginError, SshConfigError
from netredund.intent import Switch
from netredund.lab import Lab, parse_lab
from netredund.lab.labfolder import render_known_hosts
from netredund.session import Access, FakeSwitch, Login, Session, connect
from netredund.session.hostkeys import find_keys, store_key
from netredund.session.sshconfig import SshConfigFile
from tests.secrecy import INPUTS, PASSWORD, WRONG_PASSWORD

KEY = asyncssh.generate_private_key("ssh-ed25519")
PUBLIC = KEY.export_public_key().decode().strip()
LAB = f"""\
users: {{ops: {{password: {PASSWORD}, keys: ["{PUBLIC}"]}}}}
switches: {{sw1: }}
"""


class Gate(asyncssh.SSHServer):
    """A jump host: lets key holders in, and forwards; remembers where to."""

    ways = []

    def connection_made(self, conn):
        self.name = conn.get_extra_info("sockname")[1]

    def connection_requested(self, dest_host, dest_port, orig_host, orig_port):
        Gate.ways.append((self.name, dest_port))
        return dest_host == "127.0.0.1"


@pytest.fixture(scope="module")
def gates():
    """The ports and keys of two jump hosts."""
    started = threading.Event()
    found = []
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def run():
        acceptors = []
        for _ in range(2):
            key = asyncssh.generate_private_key("ssh-ed25519")
            acceptor = await asyncssh.create_server(
                Gate, "127.0.0.1", 0, server_host_keys=[key],
                authorized_client_keys=asyncssh.import_authorized_keys(PUBLIC),
            )  # fmt: skip
            acceptors.append(acceptor)
            found.append((acceptor.get_port(), key.export_public_key().decode().strip()))
        started.set()
        await ended.wait()
        for acceptor in acceptors:
            acceptor.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    started.wait(20)
    yield found
    loop.call_soon_threadsafe(ended.set)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def lab():
    with Lab(parse_lab(LAB)) as running:
        yield running


@pytest.fixture
def identity(tmp_path):
    folder = tmp_path / INPUTS
    folder.mkdir()
    file = folder / "id_ed25519"
    KEY.write_private_key(file)
    file.chmod(0o600)
    return file


@pytest.fixture
def known(lab, gates, own_home):
    """The default known_hosts, with the switch and both jump hosts."""
    file = own_home / ".ssh" / "known_hosts"
    file.write_text(
        render_known_hosts(lab.addresses)
        + "".join(f"[127.0.0.1]:{port} {key}\n" for port, key in gates)
    )
    return file


@pytest.fixture
def port(lab):
    return lab.addresses["sw1"].port


def configure(home, text):
    (home / ".ssh" / "config").write_text(text)


def test_a_host_of_the_configuration_has_address_port_user_and_key(own_home, known, identity, port):
    configure(
        own_home,
        f"Host sw*\n  HostName 127.0.0.1\n  Port {port}\n  User ops\n  IdentityFile {identity}\n",
    )
    with connect("sw1") as session:
        assert "ops" in session.show("show users")


def test_an_address_of_the_site_takes_the_entry_of_the_switchs_name(
    own_home, known, identity, port
):
    configure(own_home, f"Host sw1\n  HostName wrong\n  User ops\n  IdentityFile {identity}\n")
    connect(Switch(name="sw1", host="127.0.0.1", port=port)).close()


def test_a_known_password_is_tried_before_the_keys(own_home, known, identity, port):
    configure(own_home, f"Host *\n  IdentityFile {identity}\n")
    switch = Switch(name="sw1", host="127.0.0.1", port=port)
    connect(switch, Access(login=Login("ops", WRONG_PASSWORD))).close()


def test_the_default_keys_let_in(own_home, known, identity, port):
    shutil.copy(identity, own_home / ".ssh" / "id_ed25519")
    connect(Switch(name="sw1", host="127.0.0.1", port=port), Access(login=Login("ops"))).close()
    (own_home / ".ssh" / "id_ed25519").unlink()


@pytest.mark.skipif(not shutil.which("ssh-agent"), reason="no ssh-agent here")
def test_the_agents_keys_let_in(own_home, known, identity, port, monkeypatch):
    where = f"/tmp/netredund-agent-{os.getpid()}"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", where], stdout=subprocess.DEVNULL)
    try:
        while not Path(where).exists():
            assert agent.poll() is None
        monkeypatch.setenv("SSH_AUTH_SOCK", where)
        subprocess.run(["ssh-add", "-q", identity], check=True, capture_output=True)
        switch = Switch(name="sw1", host="127.0.0.1", port=port)
        connect(switch, Access(login=Login("ops"))).close()
        configure(own_home, "Host *\n  IdentitiesOnly yes\n")
        with pytest.raises(LoginError):
            connect(switch, Access(login=Login("ops")))
    finally:
        agent.terminate()
        agent.wait()


def test_a_chain_of_jump_hosts_is_gone_in_order(own_home, known, identity, port, gates):
    (first, _), (second, _) = gates
    configure(
        own_home,
        f"""\
Host gate2
  HostName 127.0.0.1
  Port {second}
  User second
Host *
  IdentityFile {identity}
""",
    )
    switch = Switch(name="sw1", host="127.0.0.1", port=port, via=f"first@127.0.0.1:{first},gate2")
    Gate.ways.clear()
    with connect(switch, Access(login=Login("ops"))) as session:
        assert session.show("show clock")
    assert Gate.ways == [(first, second), (second, port)]


def test_the_jumps_of_the_configuration_are_gone(own_home, known, identity, port, gates):
    (first, _), _ = gates
    configure(
        own_home,
        f"""\
Host sw1
  HostName 127.0.0.1
  Port {port}
  User ops
  ProxyJump gate
Host gate
  HostName 127.0.0.1
  Port {first}
Host *
  IdentityFile {identity}
""",
    )
    Gate.ways.clear()
    connect("sw1").close()
    assert Gate.ways == [(first, port)]


def test_the_switchs_password_is_not_for_a_jump_host(own_home, known, port, gates):
    switch = Switch(name="sw1", host="127.0.0.1", port=port, via=f"127.0.0.1:{gates[0][0]}")
    asked = []

    def ask(question):
        asked.append(question)
        return WRONG_PASSWORD

    with pytest.raises(LoginError, match="127.0.0.1 does not let"):
        connect(switch, Access(login=Login("ops", PASSWORD), ask=ask))
    assert len(asked) == 1
    assert "jump host" in asked[0]


def test_an_unknown_jump_host_is_refused(own_home, identity, lab, port, gates):
    keys = own_home / ".ssh" / "known_hosts"
    keys.write_text(render_known_hosts(lab.addresses))
    configure(own_home, f"Host *\n  IdentityFile {identity}\n")
    switch = Switch(name="sw1", host="127.0.0.1", port=port, via=f"127.0.0.1:{gates[0][0]}")
    with pytest.raises(HostKeyError, match=rf"sw1: .*\[127.0.0.1\]:{gates[0][0]} is not known"):
        connect(switch, Access(login=Login("ops")))


def test_a_jump_host_that_does_not_reach_the_switch_is_told(own_home, known, identity, gates):
    configure(own_home, f"Host *\n  IdentityFile {identity}\n")
    switch = Switch(name="sw1", host="127.0.0.2", port=9, via=f"127.0.0.1:{gates[0][0]}")
    with pytest.raises(ConnectError, match="cannot be reached from jump host"):
        connect(switch, Access(login=Login("ops")))


PROXY = """
import os, socket, sys, threading
peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
def send():
    while data := os.read(0, 65536):
        peer.sendall(data)
threading.Thread(target=send, daemon=True).start()
while data := peer.recv(65536):
    os.write(1, data)
"""


def test_a_proxy_command_leads_there(own_home, known, identity, port):
    (own_home / "proxy.py").write_text(PROXY)
    command = f"{sys.executable} {own_home / 'proxy.py'} %h %p"
    configure(own_home, f"Host *\n  IdentityFile {identity}\n  ProxyCommand {command}\n")
    switch = Switch(name="sw1", host="127.0.0.1", port=port)
    with connect(switch, Access(login=Login("ops"))) as session:
        assert session.show("show clock")


def test_a_circle_of_jumps_is_an_error(own_home):
    configure(own_home, "Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n")
    with pytest.raises(SshConfigError, match="a -> b -> a"):
        SshConfigFile().find_way("a")


@pytest.mark.parametrize("text", ["Host a\n  Port x\n", "Host a\n  ProxyJump :\n"])
def test_what_cannot_be_meant_is_an_error(own_home, text):
    configure(own_home, text)
    with pytest.raises(SshConfigError, match="config"):
        SshConfigFile().find_way("a")


def test_a_configuration_that_is_named_must_be_there(tmp_path):
    with pytest.raises(SshConfigError, match="no such file"):
        SshConfigFile(tmp_path / "none")


def test_openssh_means_the_same_by_a_configuration(own_home):
    if not shutil.which("ssh"):
        pytest.skip("no ssh here")
    text = """\
Host web*
  HostName %h.example.net
  Port 2222
  User ops
  IdentityFile ~/.ssh/one
  IdentityFile ~/.ssh/two
Host web1
  ProxyJump gate,inner:2022
Host *
  User other
  HostKeyAlias all-alike
"""
    configure(own_home, text)
    config = own_home / ".ssh" / "config"
    for host in ("web1", "web2", "db"):
        run = subprocess.run(
            ["ssh", "-G", "-F", config, host], capture_output=True, text=True, check=True
        )
        said = [line.split(" ", 1) for line in run.stdout.splitlines()]
        wanted = dict(said)
        hop = SshConfigFile(config).find_way(host)[-1]
        assert hop.host == wanted["hostname"]
        assert str(hop.port) == wanted["port"]
        assert hop.user == wanted["user"]
        assert hop.key_name == wanted["hostkeyalias"]
        files = [Path(value).name for key, value in said if key == "identityfile"]
        if hop.identities:
            assert [path.name for path in hop.identities] == files
        jumps = wanted.get("proxyjump", "").split(",") if "proxyjump" in wanted else []
        assert len(SshConfigFile(config).find_way(host)) == len(jumps) + 1


def hashed(name):
    salt = b"01234567890123456789"
    digest = hmac.new(salt, name.encode(), hashlib.sha1).digest()
    return f"|1|{base64.b64encode(salt).decode()}|{base64.b64encode(digest).decode()}"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("sw1", True),
        ("SW1", True),
        ("other,sw1", True),
        ("sw*", True),
        ("sw?", True),
        ("sw*,!sw1", False),
        ("!sw1,sw*", False),
        ("sw", False),
        ("[sw1]:22", False),
        (hashed("sw1"), True),
        (hashed("sw2"), False),
        ("|1|x", False),
    ],
)
def test_names_of_known_hosts_are_matched(tmp_path, names, found):
    file = tmp_path / "known_hosts"
    file.write_text(f"# note\n\n{names} ssh-ed25519 AAAA comment\n")
    assert bool(find_keys([file], "sw1")) is found
    if found:
        assert find_keys([file], "sw1")[0].place == f"{file}:3"


def test_a_port_is_a_part_of_the_name(tmp_path):
    file = tmp_path / "known_hosts"
    file.write_text("[sw1]:2222 ssh-ed25519 AAAA\n")
    assert find_keys([file], "[sw1]:2222")
    assert not find_keys([file], "sw1")


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="no ssh-keygen here")
def test_ssh_keygen_finds_what_was_stored_and_we_what_it_hashed(tmp_path):
    file = tmp_path / "known_hosts"
    file.write_text("other ssh-ed25519 AAAA")  # no newline at its end
    kind, key = PUBLIC.split()[:2]
    store_key(file, "[192.0.2.1]:2222", kind, key)
    asked = ["ssh-keygen", "-F", "[192.0.2.1]:2222", "-f", file]
    assert key in subprocess.run(asked, capture_output=True, text=True).stdout
    subprocess.run(["ssh-keygen", "-H", "-f", file], capture_output=True)
    assert "192.0.2.1" not in file.read_text()
    assert find_keys([file], "[192.0.2.1]:2222")[0].key == key


def test_a_fake_switch_is_a_session():
    switch: Session = FakeSwitch(shows={"show clock": "12:00"})
    assert switch.show("show clock") == "12:00"
