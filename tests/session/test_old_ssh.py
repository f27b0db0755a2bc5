"""Rules of old SSH, against a server that offers nothing newer, and of what is offered."""

import asyncio
import socket
import struct
import threading

import asyncssh
import pytest

from netredund.errors import AlgorithmError, HostKeyError
from netredund.intent import Switch
from netredund.lab import Lab, SshSettings, parse_lab
from netredund.lab.labfolder import render_known_hosts
from netredund.session import Access, Login, connect
from netredund.session.hop import OLD_ALGORITHMS, choose_algorithms
from netredund.session.hostkeys import KnownKey
from netredund.session.offers import KINDS, ask_offers, read_offers
from tests.secrecy import INPUTS, PASSWORD

# asyncssh, the server here, computes with what the library under it wants to be rid of.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Diffie-Hellman over finite fields"),
    pytest.mark.filterwarnings("ignore:TripleDES has been moved"),
    pytest.mark.filterwarnings("ignore:.*has been moved to cryptography.hazmat.decrepit"),
]
LAB = f"users: {{ops: {{password: {PASSWORD}}}}}\nswitches: {{old: }}\n"
OLD = {
    "group1, CBC, SHA-1": SshSettings(
        ("diffie-hellman-group1-sha1",), ("aes128-cbc",), ("hmac-sha1",), "ssh-rsa"
    ),
    "group14-sha1, 3DES": SshSettings(
        ("diffie-hellman-group14-sha1",), ("3des-cbc",), ("hmac-sha1",), "ssh-rsa"
    ),
    "group exchange, SHA-1": SshSettings(
        ("diffie-hellman-group-exchange-sha1",), ("aes256-cbc",), ("hmac-sha1",), "ssh-rsa"
    ),
    "MD5": SshSettings(
        ("diffie-hellman-group1-sha1",), ("3des-cbc",), ("hmac-md5",), "ssh-rsa"
    ),
}  # fmt: skip


@pytest.fixture(params=OLD.values(), ids=OLD)
def old(request, tmp_path):
    """An old switch, and how to reach it."""
    with Lab(parse_lab(LAB), ssh=request.param) as lab:
        keys = tmp_path / "known_hosts"
        keys.write_text(render_known_hosts(lab.addresses))
        address = lab.addresses["old"]
        access = Access(login=Login("ops", PASSWORD), known_hosts=keys)
        yield Switch(name="old", host=address.host, port=address.port), access, request.param


def legacy(switch):
    return Switch(name=switch.name, host=switch.host, port=switch.port, legacy_ssh=True)


def test_an_old_switch_is_reached_where_the_site_says_so(old):
    switch, access, _ = old
    with connect(legacy(switch), access) as session:
        assert session.show("show clock")


def test_an_old_switch_is_refused_with_what_it_offers_and_the_option(old):
    switch, access, settings = old
    with pytest.raises(AlgorithmError, match="legacy_ssh: true") as caught:
        connect(switch, access)
    for name in (*settings.key_exchanges, *settings.ciphers, *settings.macs):
        assert name in str(caught.value)
    assert caught.value.offered["key exchange"][: len(settings.key_exchanges)]
    assert caught.value.exit_code == 5


def test_a_first_key_of_an_old_switch_is_stored(old, tmp_path):
    switch, access, _ = old
    keys = tmp_path / "new_keys"
    new = Access(login=access.login, known_hosts=keys, accept_new=True)
    connect(legacy(switch), new).close()
    assert keys.read_text().split()[1] == "ssh-rsa"
    connect(legacy(switch), Access(login=access.login, known_hosts=keys)).close()


def test_an_old_switch_whose_key_changed_is_refused(old, tmp_path):
    switch, access, _ = old
    other = asyncssh.generate_private_key("ssh-rsa").export_public_key().decode()
    keys = tmp_path / "other_keys"
    keys.write_text(f"[{switch.host}]:{switch.port} {other}")
    with pytest.raises(HostKeyError, match="CHANGED"):
        connect(legacy(switch), Access(login=access.login, known_hosts=keys))


def test_a_key_of_another_kind_is_a_changed_key(old, tmp_path):
    switch, access, _ = old
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    keys = tmp_path / "other_keys"
    keys.write_text(f"[{switch.host}]:{switch.port} {other}")
    with pytest.raises(HostKeyError, match=r"CHANGED.*another kind"):
        connect(legacy(switch), Access(login=access.login, known_hosts=keys, accept_new=True))


@pytest.mark.parametrize("algorithms", [["ssh-rsa"]])
def test_a_users_rsa_key_is_used_with_old_signatures_only(tmp_path, algorithms, own_home):
    folder = tmp_path / INPUTS
    folder.mkdir()
    key = asyncssh.generate_private_key("ssh-rsa")
    key.write_private_key(folder / "id_rsa", "pkcs1-pem")
    with OldServer(key, algorithms) as server:
        (own_home / ".ssh" / "config").write_text(
            f"Host 127.0.0.1\n  IdentityFile {folder / 'id_rsa'}\n"
        )
        switch = Switch(name="old", host="127.0.0.1", port=server.port, legacy_ssh=True)
        access = Access(login=Login("ops"), known_hosts=tmp_path / "keys", accept_new=True)
        with connect(switch, access) as session:
            assert session.hostname == "old"


class OldServer:
    """An SSH server that takes one user key, with the signatures it is told, and prompts."""

    def __init__(self, key, algorithms):
        self.key = key
        self.algorithms = algorithms
        self.port = 0
        self.started = threading.Event()
        self.loop = asyncio.new_event_loop()

    def __enter__(self):
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=(self.run(),))
        self.thread.start()
        self.started.wait(20)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.ended.set)
        self.thread.join()
        self.loop.close()

    async def run(self):
        self.ended = asyncio.Event()
        keys = asyncssh.import_authorized_keys(self.key.export_public_key().decode())
        acceptor = await asyncssh.create_server(
            asyncssh.SSHServer, "127.0.0.1", 0, process_factory=self.serve, line_editor=False,
            server_host_keys=[asyncssh.generate_private_key("ssh-rsa")],
            authorized_client_keys=keys, signature_algs=self.algorithms,
            kex_algs=["diffie-hellman-group14-sha1"], encryption_algs=["aes128-cbc"],
            mac_algs=["hmac-sha1"],
        )  # fmt: skip
        self.port = acceptor.get_port()
        self.started.set()
        await self.ended.wait()
        acceptor.close()
        await acceptor.wait_closed()

    async def serve(self, process):
        process.stdout.write("\r\nold#")
        while line := await process.stdin.read(100):
            process.stdout.write(line.replace("\n", "\r\nold#"))
        process.exit(0)


def test_old_algorithms_are_off_unless_they_are_wanted():
    assert choose_algorithms([], is_old=False) == OLD_ALGORITHMS
    wanted = choose_algorithms([], is_old=True)
    assert "kex" not in wanted
    assert "ssh-rsa" not in wanted["pubkeys"]


def test_only_known_kinds_of_host_keys_are_asked_for(tmp_path):
    known = [KnownKey(tmp_path, 1, "", "ssh-rsa", "x")]
    off = choose_algorithms(known, is_old=False)["keys"]
    assert "ssh-ed25519" in off
    assert "rsa-sha2-256" not in off
    assert "ssh-rsa" in off
    assert "ssh-rsa" not in choose_algorithms(known, is_old=True)["keys"]


def packet_of(*lists):
    names = b"".join(struct.pack(">I", len(text)) + text.encode() for text in lists)
    return bytes([20]) + bytes(16) + names + bytes(5)


def test_offers_are_read_by_kind():
    offers = read_offers(packet_of("a,b", "ssh-rsa", *["x"] * 4, "none", "none", "", ""))
    assert tuple(offers) == KINDS
    assert offers["key exchange"] == ("a", "b")
    assert offers["language"] == ()


@pytest.mark.parametrize("size", [0, 1, 10, 20, 30])
def test_a_cut_packet_is_no_offer(size):
    whole = packet_of("a,b", "ssh-rsa", *["x"] * 4, "none", "none", "", "")
    with pytest.raises(ValueError, match="KEXINIT"):
        read_offers(whole[:size])


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-x\r\n", b"SSH-2.0-x\r\n\xff\xff\xff\xff\x04", b"hello\r\n" * 60]
)
def test_a_server_that_says_nothing_useful_offers_nothing(said):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        assert ask_offers(ours) == {}
