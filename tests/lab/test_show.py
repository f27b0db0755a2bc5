"""Tests for netredund.lab.show: layouts held against captures of real switches, and contents."""

import re
from pathlib import Path

import pytest

from netredund.lab.clock import Clock
from netredund.lab.ios.device import Device
from netredund.lab.ios.grammars import TABLES
from netredund.lab.link import Cable
from netredund.lab.show.catalogue import SHOWS
from netredund.lab.show.query import render_age, render_span
from netredund.lab.show.system import render_uptime
from tests.lab.devices import TRAINS, make_device, make_session

COMMANDS = {
    "show_spanning-tree": "show spanning-tree",
    "show_spanning-tree_detail": "show spanning-tree detail",
    "show_spanning-tree_interface": "show spanning-tree interface {port}",
    "show_spanning-tree_interface_detail": "show spanning-tree interface {port} detail",
    "show_spanning-tree_inconsistentports": "show spanning-tree inconsistentports",
    "show_spanning-tree_summary": "show spanning-tree summary",
    "show_spanning-tree_summary_totals": "show spanning-tree summary totals",
    "show_etherchannel_summary": "show etherchannel summary",
    "show_etherchannel_port-channel": "show etherchannel port-channel",
    "show_etherchannel_detail": "show etherchannel detail",
    "show_etherchannel_auto": "show etherchannel auto",
    "show_interfaces_status": "show interfaces status",
    "show_interfaces_trunk": "show interfaces trunk",
    "show_lacp_neighbor": "show lacp neighbor",
}


def make_pair(train: str) -> Device:
    """Return a switch with a trunk, a bundle and an edge port, cabled to another, settled."""
    clock = Clock()
    kind = "fa0/" if train == "12.2" else "gi1/0/"
    encapsulation = "switchport trunk encapsulation dot1q\n" if train == "15.2" else ""
    startup = (
        f"interface range {kind}1 - 2\nchannel-group 1 mode active\n"
        f"interface {kind}3\n{encapsulation}switchport mode trunk\n"
        "spanning-tree vlan 1 priority 8192"
    )
    near, far = make_device(train, startup), make_device(train, startup)
    for device, address in ((near, "0019.e7aa.0100"), (far, "0019.e7bb.0100")):
        device.clock = clock
        fresh = type(device.switch)(
            device.configuration.switch,
            list(device.hardware.values()),
            clock,
            address=address,
            model=device.switch.model,
        )
        fresh.apply()
        device.switch = fresh
    for name in list(near.hardware)[:3] if train != "12.2" else _fast_ports():
        cable = Cable(clock)
        near.switch.attach(name, cable)
        far.switch.attach(name, cable)
    clock.run_for(120)
    return far


def _fast_ports() -> list[str]:
    return [f"FastEthernet0/{number}" for number in (1, 2, 3)]


@pytest.fixture(scope="module", params=TRAINS)
def settled(request: pytest.FixtureRequest) -> Device:
    return make_pair(request.param)


def skeleton(line: str) -> str:
    """Return a line without what differs between switches: names, numbers, values."""
    line = re.sub(r"\(.*?\)", "", line.replace("\t", " "))
    line = re.sub(r"\b(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}\b", "", line)
    line = re.sub(r"\b[A-Z][A-Za-z-]*[a-z](?:\d+/)*\d+\b", "", line)
    line = re.sub(r"\b(VLAN|MST)\d+\b|\b0x[0-9A-F]+\b", "", line)
    return re.sub(r"[\s\d]+", " ", line).strip()


@pytest.mark.parametrize("folder", COMMANDS)
def test_headings_and_phrases_are_those_of_real_switches(
    settled: Device, folder: str, captures: Path
) -> None:
    """Every line that begins with a letter has the words of a line in some capture."""
    if folder == "show_etherchannel_auto" and settled.release.train == "12.2":
        pytest.skip("12.2 has no auto-LAG")
    real = {
        skeleton(line)
        for capture in sorted((captures / folder).glob("*.txt"))
        + sorted(captures.glob("show_interfaces_etherchannel/*.txt"))
        + sorted(captures.glob("show_etherchannel*/*.txt"))
        + sorted(captures.glob("show_spanning-tree*/*.txt"))
        for line in capture.read_text(errors="replace").splitlines()
    }
    port = "fa0/3" if settled.release.train == "12.2" else "gi1/0/3"
    text = make_session(settled).execute(COMMANDS[folder].replace("{port}", port)).text
    assert text.strip()
    strange = [
        line
        for line in text.splitlines()
        if skeleton(line) not in real
        and not re.match(r"\s*\d", line)
        and not re.match(r"[A-Z][a-z]{1,2}\d", line)
    ]
    assert strange == []


def test_every_show_in_the_tables_has_its_function() -> None:
    actions = {
        command.action
        for mode in ("user", "privileged")
        for command in TABLES[mode]
        if command.syntax.startswith(("show ", "dir ", "more "))
    }
    assert actions == SHOWS.keys() & actions
    assert SHOWS.keys() - actions == set()


@pytest.mark.parametrize("mode", ["user", "privileged"])
@pytest.mark.parametrize("train", TRAINS)
def test_every_show_prints_without_a_cable(train: str, mode: str) -> None:
    from itertools import product

    from netredund.lab.ios.syntax import expand_syntax
    from tests.lab.test_running_config import example_of

    session = make_session(
        make_device(train, "interface po1"), privilege=15 if mode == "privileged" else 1
    )
    for command in TABLES[mode]:
        if not command.syntax.startswith("show ") or not command.exists_with(
            session.device.release.features
        ):
            continue
        for path in expand_syntax(command.syntax):
            for words in product(*(example_of(step) for step in path if step is not None)):
                text = session.execute(" ".join(words)).text
                assert "% Invalid" not in text and "% Incomplete" not in text, words


@pytest.mark.parametrize(
    ("seconds", "age"),
    [
        (0, "00:00:00"),
        (112.9, "00:01:52"),
        (86399, "23:59:59"),
        (86400, "1d00h"),
        (8 * 86400 + 3600, "1w1d"),
        (267 * 86400, "38w1d"),
    ],
)
def test_age_is_written_as_ios_writes_it(seconds: float, age: str) -> None:
    assert render_age(seconds) == age


def test_span_has_days_hours_minutes_and_seconds() -> None:
    assert render_span(86400 + 338) == "1d:00h:05m:38s"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(59, "0 minutes"), (60, "1 minute"), (694800 + 1740, "1 week, 1 day, 1 hour, 29 minutes")],
)
def test_uptime_is_in_words(seconds: float, words: str) -> None:
    assert render_uptime(seconds) == words


def test_configuration_says_its_size() -> None:
    text = make_session().execute("show running-config").text
    head, body = text.split(" bytes\n", 1)
    assert head.startswith("Building configuration...\n\nCurrent configuration : ")
    assert int(head.rsplit(" ", 1)[1]) == len(body.removesuffix("\n"))


def test_configuration_of_one_interface_is_its_stanza() -> None:
    session = make_session(make_device(startup="interface fa0/9\ndescription x"))
    text = session.execute("show running-config interface fa0/9").text
    assert text.endswith("!\ninterface FastEthernet0/9\n description x\nend\n\n")


def test_users_shows_who_asks() -> None:
    device = make_device()
    device.sessions = {0: "admin 127.0.0.1", 1: "other 127.0.0.2"}
    lines = make_session(device).execute("show users").text.splitlines()
    assert lines[1].split() == ["*", "1", "vty", "0", "admin", "idle", "00:00:00", "127.0.0.1"]
    assert lines[2].split() == ["2", "vty", "1", "other", "idle", "00:00:00", "127.0.0.2"]


def test_clock_runs_with_protocol_time() -> None:
    device = make_device()
    device.clock.run_for(61.5)
    text = make_session(device).execute("show clock").text
    assert text == "*12:01:01.500 UTC Sun Mar 1 2026\n"


def test_log_keeps_what_fits() -> None:
    device = make_device()
    for number in range(200):
        device.report("LINK", 3, "UPDOWN", f"Interface FastEthernet0/{number}, changed state to up")
    text = make_session(device).execute("show logging").text
    assert "200 messages logged" in text
    assert "FastEthernet0/199," in text
    assert "FastEthernet0/1," not in text


def test_arp_has_the_switch_itself() -> None:
    device = make_device(startup="interface vlan 1\nip address 10.0.0.1 255.255.255.0")
    text = make_session(device).execute("show ip arp").text
    assert "Internet  10.0.0.1" in text
    assert "0019.e7aa.0100  ARPA   Vlan1" in text


def test_err_disabled_port_says_why(settled: Device) -> None:
    text = make_session(settled).execute("show interfaces status err-disabled").text
    assert text.splitlines()[1].split()[:4] == ["Port", "Name", "Status", "Reason"]


def test_two_neighbours_hear_each_other(settled: Device) -> None:
    text = make_session(settled).execute("show cdp neighbors").text
    assert text.count("sw1 ") == 3
    assert text.endswith("Total cdp entries displayed : 3\n")


def test_interface_says_its_status_once() -> None:
    session = make_session()
    first = session.execute("show interfaces Fa0/1").text.splitlines()[0]
    assert first == "FastEthernet0/1 is down, line protocol is down (notconnect) "
    brief = session.execute("show ip interface brief").text.splitlines()[1]
    assert brief.split() == ["FastEthernet0/1", "unassigned", "YES", "unset", "down", "down"]


def test_one_vlan_lists_its_trunks_too(settled: Device) -> None:
    session = make_session(settled)
    trunk = "Fa0/3" if settled.release.train == "12.2" else "Gi1/0/3"
    assert f"{trunk}," not in session.execute("show vlan brief").text + ","
    by_id = session.execute("show vlan id 1").text
    assert trunk in re.split(r"[ ,\n]+", by_id)
    assert "1    enet  100001     1500" in by_id
    assert session.execute("show vlan name default").text == by_id


@pytest.mark.parametrize("words", ["id 77", "name nobody"])
def test_vlan_that_is_not_there_is_named(words: str) -> None:
    said = make_session().execute(f"show vlan {words}").text
    assert said == f"VLAN {words.removeprefix('name ')} not found in current VLAN database\n"


def test_domain_and_address_are_those_configured() -> None:
    startup = (
        "ip domain-name example.net\ninterface Vlan1\nip address 192.0.2.1 255.255.255.0\n"
        "interface Vlan2\nshutdown"
    )
    session = make_session(make_device("12.2", startup))
    assert session.execute("show hosts").text.startswith("Default domain is example.net\n")
    lines = session.execute("show ip interface").text.splitlines()
    assert "  Internet address is 192.0.2.1/24" in lines
    at = lines.index("Vlan2 is administratively down, line protocol is down")
    assert lines[at + 1] == "  Internet protocol processing disabled"


@pytest.mark.parametrize("protocol", ["cdp", "lldp"])
def test_protocol_that_is_off_says_so(protocol: str) -> None:
    session = make_session(make_device("12.2", f"{protocol} run"))
    assert f"Global {protocol.upper()}" in session.execute(f"show {protocol}").text.replace(
        "Information", "information"
    )
    session = make_session(make_device("12.2", f"no {protocol} run"))
    assert session.execute(f"show {protocol}").text == f"% {protocol.upper()} is not enabled\n"


def test_inventory_has_the_serial_number_of_show_version(settled: Device) -> None:
    session = make_session(settled)
    serial = re.search(r"SN: (\S+)", session.execute("show inventory").text)
    assert serial is not None
    assert f"Processor board ID {serial[1]}\n" in session.execute("show version").text


def test_memory_is_as_large_as_show_version_says() -> None:
    session = make_session()
    pool = session.execute("show memory statistics").text.splitlines()[1].split()
    assert pool[0] == "Processor"
    assert f"with {int(pool[2]) // 1024}K bytes of memory" in session.execute("show version").text


def test_summary_marks_the_interfaces_that_are_up(settled: Device) -> None:
    text = make_session(settled).execute("show interfaces summary").text
    marked = re.findall(r"^\* (\S+) +0 ", text, re.M)
    kind = "FastEthernet0/" if settled.release.train == "12.2" else "GigabitEthernet1/0/"
    assert marked == [f"{kind}1", f"{kind}2", f"{kind}3", "Port-channel1"]
