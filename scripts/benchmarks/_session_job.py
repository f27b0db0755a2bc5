"""One job at a switch, done by one library: connect, two shows, four configuration lines, end.

Run by session.py with the library's name and the switch's address; does a job for every line of its
input, and prints the seconds each took.
"""

import pathlib
import socket
import sys
import time
from collections.abc import Callable

HOST, PORT, USER, PASSWORD = "127.0.0.1", 0, "admin", "admin"
KNOWN_HOSTS = ""
SHOWS = ("show spanning-tree vlan 1", "show etherchannel 1 port-channel")
LINES = (
    "interface FastEthernet0/5",
    "description measured",
    "spanning-tree cost 100",
    "no description",
)
SETTINGS = ("terminal length 0", "terminal width 511", "terminal no monitor")


def netredund_job() -> Callable[[], None]:
    from netredund import Access, Login, connect
    from netredund.intent import Switch

    access = Access(login=Login(USER, PASSWORD), known_hosts=pathlib.Path(KNOWN_HOSTS))
    switch = Switch(name="sw1", host=HOST, port=PORT)

    def job() -> None:
        with connect(switch, access) as session:
            for command in SHOWS:
                session.show(command)
            for line in LINES:
                session.configure(line)

    return job


def paramiko_job() -> Callable[[], None]:
    """The same lines with nothing but a channel: what waits for each prompt, and no more."""
    import paramiko

    def job() -> None:
        sock = socket.create_connection((HOST, PORT))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = paramiko.SSHClient()
        client.load_host_keys(KNOWN_HOSTS)
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        client.connect(
            HOST, PORT, USER, PASSWORD, sock=sock, allow_agent=False, look_for_keys=False
        )
        channel = client.invoke_shell(term="vt100", width=511, height=1000)
        channel.settimeout(30)

        def answer() -> None:
            text = b""
            while not text.endswith((b"#", b">")):
                text += channel.recv(65536)

        answer()
        for line in (*SETTINGS, *SHOWS, "configure terminal", *LINES, "end"):
            channel.sendall(line.encode() + b"\n")
            answer()
        client.close()

    return job


def netmiko_job() -> Callable[[], None]:
    import netmiko

    def job() -> None:
        with netmiko.ConnectHandler(
            device_type="cisco_ios", host=HOST, port=PORT, username=USER, password=PASSWORD
        ) as connection:
            for command in SHOWS:
                connection.send_command(command)
            connection.send_config_set(LINES)

    return job


def napalm_job() -> Callable[[], None]:
    from napalm import get_network_driver

    driver = get_network_driver("ios")

    def job() -> None:
        device = driver(HOST, USER, PASSWORD, optional_args={"port": PORT})
        device.open()
        device.cli(list(SHOWS))
        # Its own commit copies a file to the switch; the lines go by the session it holds.
        device.device.send_config_set(LINES)
        device.close()

    return job


def scrapli_job() -> Callable[[], None]:
    from scrapli import AuthOptions, Cli, TransportBinOptions

    def job() -> None:
        with Cli(
            HOST,
            port=PORT,
            definition_file_or_name="cisco_iosxe",
            auth_options=AuthOptions(username=USER, password=PASSWORD),
            transport_options=TransportBinOptions(
                enable_strict_key=True, known_hosts_path=KNOWN_HOSTS
            ),
        ) as connection:
            for command in SHOWS:
                connection.send_input(command)
            connection.enter_mode(requested_mode="configuration")
            for line in LINES:
                connection.send_input(line, requested_mode="configuration")

    return job


JOBS = {
    "netredund": netredund_job,
    "netmiko": netmiko_job,
    "paramiko": paramiko_job,
    "napalm": napalm_job,
    "scrapli": scrapli_job,
}

if __name__ == "__main__":
    name, port, KNOWN_HOSTS = sys.argv[1:]
    PORT = int(port)
    job = JOBS[name]()
    for _ in sys.stdin:
        begin = time.perf_counter()
        job()
        print(time.perf_counter() - begin, flush=True)
