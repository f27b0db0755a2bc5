"""Rules of sessions over real SSH, with switches of the lab."""

import ast
import socket
import subprocess
import threading
import time

import asyncssh
import netmiko
import pytest

from netredund.errors import (
    ConnectError,
    HostKeyError,
    LoginError,
    LostSessionError,
    RefusedError,
    SilentSwitchError,
    UnsendableLineError,
    WrongSwitchError,
)
from netredund.intent import Switch
from netredund.lab import Lab, parse_lab
from netredund.refusals import Kind
from netredund.session import Access, Login, Timeouts, adopt, connect
from tests.conftest import ROOT
from tests.lab_access import LONG_NAME, switch_of
from tests.secrecy import (
    ENABLE,
    PASSWORD,
    READER_PASSWORD,
    SECRETS,
    WRONG_PASSWORD,
    find_secret,
)


@pytest.fixture
def session(sw1, access):
    with connect(sw1, access) as opened:
        yield opened


def test_a_show_gives_the_whole_output_and_nothing_else(lab, session):
    got = session.show("show spanning-tree vlan 1")
    assert got == lab.show("sw1", "show spanning-tree vlan 1")


def test_a_long_output_is_not_paged(lab, session):
    assert len(session.show("show running-config").splitlines()) > 60
    assert "More" not in session.show("show running-config")


def test_banners_with_prompts_in_them_are_no_prompt(session):
    assert session.hostname == "sw1"
    assert "banner motd" in session.show("show running-config")


def test_configuration_lines_keep_their_mode_and_change_the_switch(lab, session):
    session.configure("interface FastEthernet0/5")
    assert session.mode == "config-if"
    session.configure("description of a test")
    assert "of a test" in session.show("show interfaces description")
    assert session.mode == "config-if"
    session.configure("no description")
    session.leave_configuration()
    assert session.mode == ""
    assert "of a test" not in lab.show("sw1", "show running-config")


def test_a_line_that_is_longer_than_the_terminal_is_taken(session):
    session.configure("interface FastEthernet0/6")
    text = "a description with many words " * 6
    session.configure(f"description {text.strip()}")
    assert text.strip() in session.show("show running-config interface FastEthernet0/6")
    session.configure("no description")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["spanning-tree vlan 1 priority 4097"], "increments of 4096"),
        (["spanning-tree vlan 1 priority 65536"], "Invalid input"),
        (["interface FastEthernet0/5", "spanning-tree port-priority 3"], "increments of 16"),
        (["interface FastEthernet0/5", "channel-protocol lacp", "channel-group 1 mode on"],
         "Command rejected"),
        (["interface FastEthernet0/5", "lacp rate fast"], "Invalid input"),
        (["spanning-tree"], "Incomplete command"),
        (["s"], "Ambiguous command"),
        (["interface FastEthernet0/5", "switchport trunk allowed vlan 10,4099"], "Bad VLAN list"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)  # fmt: skip
def test_a_refused_line_says_switch_line_and_text(session, lines, said):
    *before, last = lines
    for line in before:
        session.configure(line)
    with pytest.raises(RefusedError, match=said) as caught:
        session.configure(last)
    assert (caught.value.switch, caught.value.line) == ("sw1", last)
    assert said in caught.value.reply
    assert caught.value.exit_code == 4
    assert session.show("show clock")
    session.configure("interface FastEthernet0/5")
    session.configure("no channel-protocol")


def test_a_warning_with_a_percent_sign_is_no_refusal(session):
    session.configure("interface FastEthernet0/7")
    assert "%Warning" in session.configure("spanning-tree portfast")
    assert Kind.WARNING in [remark.kind for remark in session.remarks]
    session.configure("no spanning-tree portfast")


def test_a_show_that_the_image_lacks_is_refused(session):
    with pytest.raises(RefusedError, match="show nothing") as caught:
        session.show("show nothing")
    assert "Invalid input" in caught.value.reply


@pytest.mark.parametrize(
    ("line", "reason"),
    [("", "empty"), ("a\nb", "control"), ("a\x03", "control"), ("description why?", "help")],
)
def test_what_is_not_one_line_is_not_sent(session, line, reason):
    with pytest.raises(UnsendableLineError, match=reason):
        session.configure(line)
    assert session.mode == ""


def test_a_question_of_the_switch_is_a_refusal(session):
    session.configure("interface FastEthernet0/5")
    with pytest.raises(RefusedError, match="it asks a question"):
        session.configure("do clear logging")
    assert session.show("show clock")


def test_log_messages_on_the_terminal_do_not_end_an_answer(lab, sw1, access):
    with connect(sw1, access) as session:
        session._dialogue.ask("terminal monitor")
        for _ in range(5):
            session.configure("interface FastEthernet0/24")
            session.configure("shutdown")
            session.configure("no shutdown")
            assert lab.show("sw1", "show interfaces status") == session.show(
                "show interfaces status"
            )


def test_a_hostname_longer_than_the_prompt_of_configuration_is_followed(sw2, access):
    with connect(sw2, access) as session:
        session.configure("interface GigabitEthernet1/0/5")
        session.configure("description a name that is long enough to reach the edge of the screen")
        session.configure("no description")
        session.leave_configuration()
        assert session.hostname == LONG_NAME


def test_a_new_hostname_does_not_lose_the_session(sw2, access):
    with connect(sw2, access) as session:
        session.configure("hostname other-name")
        session.leave_configuration()
        assert session.hostname == "other-name"
        session.configure(f"hostname {LONG_NAME}")
        session.leave_configuration()
        assert session.hostname == LONG_NAME


def test_the_enable_secret_is_used_where_the_user_needs_it(sw1, known_hosts):
    login = Login("reader", READER_PASSWORD, ENABLE)
    with connect(sw1, Access(login=login, known_hosts=known_hosts)) as session:
        assert "15" in session.show("show privilege")


def test_the_enable_secret_is_asked_for(sw1, known_hosts):
    asked = []

    def ask(question):
        asked.append(question)
        return ENABLE

    login = Login("reader", READER_PASSWORD)
    connect(sw1, Access(login=login, known_hosts=known_hosts, ask=ask)).close()
    assert asked == ["enable secret of sw1: "]


@pytest.mark.parametrize("enable", [None, WRONG_PASSWORD])
def test_without_the_enable_secret_the_login_fails(sw1, known_hosts, enable):
    login = Login("reader", READER_PASSWORD, enable)
    with pytest.raises(LoginError, match="entering privileged mode: .*enable secret"):
        connect(sw1, Access(login=login, known_hosts=known_hosts))


def test_a_wrong_password_says_who_and_what_was_tried(sw1, known_hosts):
    login = Login("ops", WRONG_PASSWORD)
    with pytest.raises(LoginError, match="does not let ops in; tried password") as caught:
        connect(sw1, Access(login=login, known_hosts=known_hosts))
    assert caught.value.exit_code == 5


def test_with_nothing_to_log_in_with_it_says_so(sw1, known_hosts):
    with pytest.raises(LoginError, match="nothing to log in to .* with as ops"):
        connect(sw1, Access(login=Login("ops"), known_hosts=known_hosts))


def test_the_login_comes_from_the_environment(sw1, known_hosts, monkeypatch):
    monkeypatch.setenv("NETREDUND_USERNAME", "reader")
    monkeypatch.setenv("NETREDUND_PASSWORD", READER_PASSWORD)
    monkeypatch.setenv("NETREDUND_ENABLE", ENABLE)
    with connect(sw1, Access(known_hosts=known_hosts)) as session:
        assert "reader" in session.show("show users")


def test_the_password_is_asked_for_where_nothing_else_lets_in(sw1, known_hosts):
    access = Access(login=Login("ops"), known_hosts=known_hosts, ask=lambda question: PASSWORD)
    connect(sw1, access).close()


def test_an_unknown_host_key_is_refused(sw1, access, tmp_path):
    empty = Access(login=access.login, known_hosts=tmp_path / "none")
    with pytest.raises(HostKeyError, match=r"not known.*SHA256:.*--accept-new"):
        connect(sw1, empty)
    assert not (tmp_path / "none").exists()


def test_a_first_key_is_stored_when_it_is_wanted_and_known_from_then_on(sw1, access, tmp_path):
    file = tmp_path / "new" / "known_hosts"
    connect(sw1, Access(login=access.login, known_hosts=file, accept_new=True)).close()
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    connect(sw1, Access(login=access.login, known_hosts=file)).close()
    assert len(file.read_text().splitlines()) == 1


@pytest.mark.parametrize("accept_new", [False, True])
@pytest.mark.parametrize("kind", ["ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa"])
def test_a_changed_key_is_refused_in_any_case(sw1, access, tmp_path, kind, accept_new):
    other = asyncssh.generate_private_key(kind).export_public_key().decode().split()
    file = tmp_path / "known_hosts"
    text = f"# a note\n[{sw1.host}]:{sw1.port} {other[0]} {other[1]}\n"
    file.write_text(text)
    access = Access(login=access.login, known_hosts=file, accept_new=accept_new)
    with pytest.raises(HostKeyError, match=r"CHANGED.*known_hosts:2.*ssh-keygen -R"):
        connect(sw1, access)
    assert file.read_text() == text


def test_a_revoked_key_is_refused(lab, sw1, access, tmp_path):
    file = tmp_path / "known_hosts"
    key = lab.addresses["sw1"].host_key
    file.write_text(f"[{sw1.host}]:{sw1.port} {key}\n@revoked * {key}\n")
    with pytest.raises(HostKeyError, match="revoked"):
        connect(sw1, Access(login=access.login, known_hosts=file))


def test_a_port_where_nobody_listens_is_told(access):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConnectError, match=rf"127\.0\.0\.1:{port}.*refused"):
        connect(Switch(name="sw1", host="127.0.0.1", port=port), access)


def test_a_name_without_address_is_told(access):
    with pytest.raises(ConnectError, match="no address for nowhere.invalid"):
        connect(Switch(name="sw1", host="nowhere.invalid"), access)


def test_what_is_no_ssh_server_is_told(access):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            peer, _ = server.accept()
            with peer:
                peer.sendall(b"220 mail.example.net\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        switch = Switch(name="sw1", host="127.0.0.1", port=server.getsockname()[1])
        with pytest.raises(ConnectError, match="no SSH server"):
            connect(switch, access)
        thread.join()


def test_who_says_nothing_is_told_within_the_time(access):
    with socket.create_server(("127.0.0.1", 0)) as server:
        switch = Switch(name="sw1", host="127.0.0.1", port=server.getsockname()[1])
        slow = Access(login=access.login, timeouts=Timeouts(login_s=0.2))
        with pytest.raises(ConnectError):
            connect(switch, slow)


def test_a_switch_that_answers_too_late_is_told_with_its_line(known_hosts, access):
    with Lab(parse_lab("switches: {sw1: }"), delay_s=0.15) as lab:
        switch = switch_of(lab, "sw1")
        keys = known_hosts.parent / "late"
        keys.write_text(f"[{switch.host}]:{switch.port} {lab.addresses['sw1'].host_key}\n")
        late = Access(
            login=Login("admin", "admin"), known_hosts=keys, timeouts=Timeouts(read_s=0.05)
        )
        session = connect(switch, late)
        with pytest.raises(SilentSwitchError, match=r"sw1: reading: .*'show version'.*0.05 s"):
            session.show("show version")
        session.close()


def test_another_switch_than_the_site_means_is_refused(lab, sw1, access):
    switch = Switch(name="core", host=sw1.host, port=sw1.port, hostname="core-1")
    with pytest.raises(WrongSwitchError, match="'sw1'.*'core-1'"):
        connect(switch, access)


def test_a_session_that_the_switch_ends_is_told_with_its_line(sw1, access):
    session = connect(sw1, access)
    session.configure("interface FastEthernet0/5")
    with pytest.raises(LostSessionError, match=r"sw1: .*after 'do exit'|sw1: .*after 'exit'"):
        session._judged("exit")
        session._judged("exit")
        session._judged("exit")
    session.close()


def test_a_closed_session_says_so(sw1, access):
    session = connect(sw1, access)
    session.close()
    session.close()
    with pytest.raises(LostSessionError, match="closed"):
        session.show("show clock")


def eventually(is_so, limit_s=5.0):
    """Tell whether something comes true within a time."""
    ends = time.monotonic() + limit_s
    while not is_so() and time.monotonic() < ends:
        time.sleep(0.01)
    return is_so()


def test_closing_leaves_nothing_behind_on_the_switch(lab, sw1, access):
    before = set(threading.enumerate())
    for _ in range(3):
        session = connect(sw1, access)
        session.configure("interface FastEthernet0/5")
        session.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(2)
    assert set(threading.enumerate()) <= before
    assert eventually(lambda: not lab.call(lambda network: network.devices["sw1"].sessions))


def test_a_netmiko_connection_is_taken_and_left_open(lab, sw1):
    with netmiko.ConnectHandler(
        device_type="cisco_ios", host=sw1.host, port=sw1.port, username="reader",
        password=READER_PASSWORD, secret=ENABLE,
    ) as connection:  # fmt: skip
        with adopt(connection, name="sw1") as session:
            assert session.show("show clock")
            session.configure("interface FastEthernet0/5")
        assert connection.find_prompt() == "sw1#"
        assert "Fa0/5" in connection.send_command("show interfaces status")


def test_a_netmiko_connection_in_configuration_is_taken(sw1):
    with netmiko.ConnectHandler(
        device_type="cisco_ios", host=sw1.host, port=sw1.port, username="ops", password=PASSWORD
    ) as connection:
        connection.config_mode()
        with adopt(connection) as session:
            assert (session.hostname, session.mode) == ("sw1", "")
            assert session.show("show clock")


def test_nothing_that_is_printed_holds_a_secret(sw1, access, tmp_path):
    log = tmp_path / "logs"
    with connect(
        sw1, Access(login=access.login, known_hosts=access.known_hosts, session_log=log)
    ) as session:
        session.configure(f"username guest password {WRONG_PASSWORD}")
        assert WRONG_PASSWORD in session.show("show running-config")
        with pytest.raises(RefusedError) as caught:
            session.configure(f"username guest privilege 99 secret {WRONG_PASSWORD}")
        session.configure("no username guest")
    (file,) = log.iterdir()
    texts = [repr(session), repr(access), str(access), str(caught.value), caught.value.reply]
    texts += [repr(caught.value), repr(caught.value.__dict__), repr(session.remarks)]
    assert not [text for text in [*texts, file.read_text()] if find_secret(text)]
    assert file.stat().st_mode & 0o777 == 0o600
    assert "show running-config" in file.read_text()
    assert "username guest password 0 <removed>" in file.read_text()
    assert "username guest password <removed>" in file.read_text()


def test_a_login_is_not_pickled():
    import pickle

    with pytest.raises(TypeError, match="secrets"):
        pickle.dumps(Login("ops", SECRETS[0]))


def test_our_code_never_sleeps():
    for path in (ROOT / "netredund" / "session").glob("*.py"):
        names = {
            node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            for node in ast.walk(ast.parse(path.read_text()))
        }
        assert "sleep" not in names, path


def test_the_socket_does_not_wait_to_fill_packets(sw1):
    from netredund.session.route import open_socket

    with open_socket(sw1.host, sw1.port, 5) as sock:
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_fake_switch_loads_no_ssh_library():
    code = (
        "import netredund.session; netredund.session.FakeSwitch(); import sys; print(*sys.modules)"
    )
    run = subprocess.run(
        [ROOT / ".venv/bin/python", "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"paramiko", "netmiko"} & set(run.stdout.split())
