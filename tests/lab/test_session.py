"""Tests for netredund.lab.ios.session, exec_actions, pipes and terminal."""

import pytest

from netredund.lab.ios.device import Device
from netredund.lab.ios.session import Session
from tests.lab.devices import Screen, make_device, make_session

NO_LOOKUP = "line vty 0 15\ntransport preferred none\n"
INVALID = "^\n% Invalid input detected at '^' marker.\n\n"


@pytest.fixture
def device() -> Device:
    return make_device(startup=NO_LOOKUP + "enable secret lab")


@pytest.fixture
def session(device: Device) -> Session:
    return make_session(device)


@pytest.fixture
def screen(session: Session) -> Screen:
    session.length = 0
    return Screen(session)


def test_prompt_shows_the_mode(session: Session) -> None:
    prompts = [session.prompt]
    for line in (
        "configure terminal",
        "interface fa0/1",
        "interface range fa0/1 - 2",
        "vlan 10",
        "line vty 0 4",
        "exit",
        "end",
        "disable",
    ):
        session.execute(line)
        prompts.append(session.prompt)
    assert prompts == [
        "sw1#",
        "sw1(config)#",
        "sw1(config-if)#",
        "sw1(config-if-range)#",
        "sw1(config-vlan)#",
        "sw1(config-line)#",
        "sw1(config)#",
        "sw1#",
        "sw1>",
    ]


def test_long_hostname_is_cut_in_configuration_prompts(session: Session) -> None:
    session.execute("configure terminal")
    session.execute("hostname a-very-long-name-of-a-switch")
    assert session.prompt == "a-very-long-name-of-(config)#"
    session.execute("end")
    assert session.prompt == "a-very-long-name-of-a-switch#"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("sh foo", " " * 7 + INVALID, id="invalid"),
        pytest.param("show", "% Incomplete command.\n\n", id="incomplete"),
        pytest.param("sh i", '% Ambiguous command:  "sh i"\n', id="ambiguous"),
        pytest.param("show version now", " " * 17 + INVALID, id="too much"),
        pytest.param("show interfaces fa0/1 wrong", " " * 26 + INVALID, id="word behind a port"),
        pytest.param("show interfaces fa0/25", " " * 20 + INVALID, id="port that is not there"),
        pytest.param("show interfaces po1 status", " " * 20 + INVALID, id="no such channel"),
        pytest.param("show clock | x", " " * 17 + INVALID, id="no such filter"),
        pytest.param("show clock |", "% Incomplete command.\n\n", id="filter missing"),
        pytest.param("show clock | include", "% Incomplete command.\n\n", id="pattern missing"),
        pytest.param(
            "show clock | include (", "% Failed to compile regular expression.\n", id="no pattern"
        ),
        pytest.param("write memory | include x", " " * 17 + INVALID, id="nothing to filter"),
        pytest.param("", "", id="empty"),
        pytest.param("! remark", "", id="remark"),
        pytest.param("configure revert now", " " * 16 + INVALID, id="what the release lacks"),
    ],
)
def test_mistake_is_marked_as_ios_marks_it(session: Session, line: str, text: str) -> None:
    assert session.execute(line).text == text


def test_user_mode_knows_no_configuration(device: Device) -> None:
    session = make_session(device, privilege=1)
    assert session.execute("configure terminal").text == " " * 4 + INVALID
    assert session.execute("show running-config").text.endswith(INVALID)
    assert session.execute("show version").text.startswith("Cisco IOS Software")


def test_unknown_word_is_taken_for_a_host(device: Device) -> None:
    configurator = device.configurator()
    configurator.enter("line vty 0 15")
    configurator.enter("no transport preferred")
    session = make_session(device)
    assert session.execute("frob").text == (
        'Translating "frob"...domain server (255.255.255.255)\n'
        "% Unknown command or computer name, or unable to find computer address\n"
    )
    configurator.enter("no ip domain-lookup")
    assert session.execute("frob").text.startswith('Translating "frob"\n')


def test_do_runs_a_command_in_configuration_mode(session: Session) -> None:
    session.execute("configure terminal")
    assert session.execute("do show privilege").text == "Current privilege level is 15\n"
    assert session.execute("do show foo").text == " " * (len("sw1(config)#") + 8) + INVALID


def test_leaving_configuration_mode_is_logged(session: Session, device: Device) -> None:
    session.execute("configure terminal")
    session.execute("end")
    assert device.log[-1].line == (
        "%SYS-5-CONFIG_I: Configured from console by admin on vty0 (127.0.0.1)"
    )


CONFIG = """\
interface FastEthernet0/1
 description one
 switchport mode access
interface FastEthernet0/2
 description two
"""


@pytest.mark.parametrize(
    ("pipe", "lines"),
    [
        ("include description", [" description one", " description two"]),
        ("i description (one|three)", [" description one"]),
        ("exc ^$|^[^ ]| (sw|no|log|tr)", [" description one", " description two"]),
        (
            "section FastEthernet0/1$",
            ["interface FastEthernet0/1", " description one", " switchport mode access"],
        ),
        ("count description", ["Number of lines which match regexp = 2"]),
        ("include _0/1_", []),
        ("begin line vty 5 15", ["line vty 5 15", " transport preferred none", "!", "end", ""]),
    ],
)
def test_pipe_leaves_what_it_says(pipe: str, lines: list[str]) -> None:
    session = make_session(make_device(startup=NO_LOOKUP + CONFIG))
    text = session.execute(f"show running-config | {pipe}").text
    assert [line for line in text.split("\n")[:-1]] == lines


def test_section_keeps_only_deeper_lines(session: Session) -> None:
    text = session.execute("show running-config | section include ^line con").text
    assert text == "line con 0\n"
    rest = session.execute("show running-config | section exclude ^interface").text
    assert "interface" not in rest
    assert "line vty 0 4" in rest


def test_enable_asks_three_times(device: Device) -> None:
    screen = Screen(make_session(device, privilege=1))
    assert screen.type("enable\r") == "enable\r\nPassword: "
    assert screen.type("wrong\r") == "\r\nPassword: "
    screen.type("wrong\r")
    assert screen.type("wrong\r") == "\r\n% Bad secrets\r\n\r\nsw1>"
    screen.type("enable\r")
    assert screen.type("lab\r") == "\r\nsw1#"


def test_enable_without_a_secret_is_refused() -> None:
    session = make_session(make_device(), privilege=1)
    assert session.execute("enable").text == "% Error in authentication.\n\n"


def test_saving_asks_for_the_name(screen: Screen, device: Device) -> None:
    shown = screen.type("copy run start\r")
    assert shown.endswith("Destination filename [startup-config]? ")
    assert screen.type("\r") == "\r\nBuilding configuration...\r\n[OK]\r\nsw1#"
    assert device.startup == device.running_lines()


def test_write_memory_saves(session: Session, device: Device) -> None:
    assert session.execute("wr").text == "Building configuration...\n[OK]\n"
    assert session.execute("show startup-config").text.startswith("Using ")
    assert device.saved_s == 0.0


def test_erasing_takes_one_key(screen: Screen, device: Device) -> None:
    device.save()
    assert screen.type("write erase\r").endswith("Continue? [confirm]")
    assert screen.type("n") == "\r\nsw1#"
    assert device.startup is not None
    screen.type("write erase\r")
    assert "Erase of nvram: complete" in screen.type("y")
    assert screen.type("show startup-config\r").endswith("startup-config is not present\r\nsw1#")


def test_typing_is_echoed_and_edited(screen: Screen) -> None:
    assert screen.type("sh") == "sh"
    assert screen.type("\x7f") == "\b \b"
    screen.type("how clocx\x08k")
    assert screen.terminal.typed == "show clock"
    screen.type("\x01\x1b[C\x04\x05!\x02\x06")
    assert screen.terminal.typed == "sow clock!"
    screen.type("\x17")
    assert screen.terminal.typed == "sow "
    screen.type("\x15")
    assert screen.terminal.typed == ""


def test_middle_of_a_line_can_be_typed_into(screen: Screen) -> None:
    screen.type("shw")
    assert screen.type("\x02o") == "\bow\b"
    assert screen.terminal.typed == "show"


def test_history_comes_back_with_the_arrows(screen: Screen) -> None:
    screen.type("show privilege\rshow clock\r")
    screen.type("\x1b[A\x1b[A")
    assert screen.terminal.typed == "show privilege"
    screen.type("\x1b[B")
    assert screen.terminal.typed == "show clock"
    screen.type("\x0e")
    assert screen.terminal.typed == ""


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_any_line_end_enters_a_line_once(screen: Screen, end: str) -> None:
    shown = screen.type(f"show privilege{end}x")
    assert shown == "show privilege\r\nCurrent privilege level is 15\r\nsw1#x"


def test_question_mark_helps_and_keeps_the_line(screen: Screen) -> None:
    shown = screen.type("show lacp ?")
    assert "  <1-4096>  Channel group number\r\n" in shown
    assert "  neighbor" in shown
    assert shown.endswith("\r\nsw1#show lacp ")
    assert screen.terminal.typed == "show lacp "


def test_question_mark_behind_a_word_lists_its_likes(screen: Screen) -> None:
    assert screen.type("show sp?") == "show sp?\r\nspanning-tree\r\n\r\nsw1#show sp"


def test_question_mark_says_what_is_unknown(screen: Screen) -> None:
    assert "% Unrecognized command\r\n" in screen.type("show foo ?")


def test_tab_completes_a_word(screen: Screen) -> None:
    assert screen.type("show spa\t") == "show spa\r\nsw1#show spanning-tree "


def test_control_z_runs_the_line_and_leaves(screen: Screen, device: Device) -> None:
    screen.type("conf t\rint fa0/1\r")
    assert screen.type("description typed\x1a").endswith("^Z\r\nsw1#")
    assert device.configuration.switch.interfaces["FastEthernet0/1"].description == "typed"


def test_control_c_forgets_the_line_and_leaves(screen: Screen, device: Device) -> None:
    screen.type("conf t\rint fa0/1\r")
    assert screen.type("description typed\x03").endswith("^C\r\nsw1#")
    assert device.configuration.switch.interfaces["FastEthernet0/1"].description is None


def test_long_output_waits_for_a_key(session: Session) -> None:
    screen = Screen(session)
    shown = screen.type("show running-config\r")
    assert shown.endswith("\r\n --More-- ")
    assert shown.count("\r\n") == 1 + 23
    assert screen.type("\r").count("\r\n") == 1
    page = screen.type(" ")
    assert page.startswith("\b" * 9 + " " * 8 + "\b" * 9)
    assert page.count("\r\n") == 23
    assert screen.type("q").endswith("sw1#")
    assert screen.type("show privilege\r").endswith("level is 15\r\nsw1#")


def test_length_0_never_waits(session: Session) -> None:
    screen = Screen(session)
    screen.type("terminal length 0\r")
    shown = screen.type("show running-config\r")
    assert "--More--" not in shown
    assert shown.endswith("end\r\n\r\nsw1#")


def test_wrapped_lines_count_for_the_page(session: Session) -> None:
    session.width = 20
    screen = Screen(session)
    shown = screen.type("show version\r")
    assert shown.endswith(" --More-- ")
    assert shown.count("\r\n") < 23


def test_line_longer_than_the_screen_is_scrolled(session: Session) -> None:
    session.width = 40
    screen = Screen(session)
    shown = screen.type("conf t\r") + screen.type("hostname " + "x" * 60)
    assert "$" in shown
    screen.type("\r")
    assert session.prompt == "x" * 20 + "(config)#"


def test_monitor_shows_messages_as_they_come(screen: Screen, device: Device) -> None:
    device.watchers.append(screen.terminal.show_message)
    device.report("SYS", 6, "TEST", "not seen")
    screen.type("terminal monitor\r")
    before = len(screen.written)
    device.report("LINK", 3, "UPDOWN", "Interface Vlan1, changed state to up")
    shown = "".join(screen.written[before:])
    assert shown == "\r\n00:00:00: %LINK-3-UPDOWN: Interface Vlan1, changed state to up"


def test_synchronous_logging_gives_the_line_back(screen: Screen, device: Device) -> None:
    configurator = device.configurator()
    configurator.enter("line vty 0 15")
    configurator.enter("logging synchronous")
    device.watchers.append(screen.terminal.show_message)
    screen.type("terminal monitor\rshow ver")
    before = len(screen.written)
    device.report("SYS", 6, "TEST", "x")
    assert "".join(screen.written[before:]).endswith("%SYS-6-TEST: x\r\nsw1#show ver")


def test_exit_ends_the_session(screen: Screen) -> None:
    screen.type("exit\r")
    assert screen.terminal.closed


def test_banner_of_the_day_greets() -> None:
    device = make_device(startup="banner motd #Keep out#")
    assert "".join(Screen(make_session(device)).written) == "Keep out\r\n\r\nsw1#"
