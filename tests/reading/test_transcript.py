import pytest

from netredund.reading.transcript import decode, split_sections


def _texts(section):
    return [line.text for line in section.lines]


def test_a_text_without_a_prompt_is_one_section():
    (section,) = split_sections("one\ntwo\n")
    assert (section.device, section.typed, section.ended) == (None, None, False)
    assert section.lines == [(1, "one"), (2, "two")]


def test_a_prompt_ends_an_output_and_names_the_device():
    _, own, rest = split_sections("sw1#show clock\n10:00\nsw1#")
    assert (own.device, own.typed, own.ended, own.lines) == (
        "sw1",
        "show clock",
        True,
        [(2, "10:00")],
    )
    assert not rest.lines


@pytest.mark.parametrize(
    ("line", "device", "typed"),
    [
        ("sw1>sh ver", "sw1", "sh ver"),
        ("sw1# sh ver", "sw1", "sh ver"),
        ("SW5-ROGUE#show version", "SW5-ROGUE", "show version"),
        ("sw1(config)#do sh ver", "sw1", "do sh ver"),
        ("sw1(config-if)#end", "sw1", "end"),
        ("root@web1:~# ip -d -j link", "web1", "ip -d -j link"),
        ("[root@web1 ~]# cat /proc/net/bonding/bond0", "web1", "cat /proc/net/bonding/bond0"),
        ("admin@web1:~$ brctl show", "web1", "brctl show"),
    ],
)
def test_prompts_of_switches_and_servers_are_known(line, device, typed):
    section = split_sections(line + "\nx\n")[1]
    assert (section.device, section.typed, _texts(section)) == (device, typed, ["x"])


@pytest.mark.parametrize(
    "line",
    ["Port > 3", "a#b", "description to sw2#Gi0/1", "banner motd #", "#", "---->", "Gi0/1#show"],
)
def test_a_line_with_a_prompt_sign_is_no_prompt(line):
    (section,) = split_sections(f"first\n{line}\nlast\n")
    assert _texts(section) == ["first", line, "last"]


def test_an_echo_without_its_prompt_is_no_output():
    _, section = split_sections("show etherchannel summary\nFlags\n")
    assert (section.typed, _texts(section)) == ("show etherchannel summary", ["Flags"])


def test_line_numbers_are_those_of_the_text_whatever_its_line_ends():
    for text in ("a\n\nb\n", "a\r\n\r\nb\r\n", "a\r\r\n\r\nb"):
        (section,) = split_sections(text)
        assert section.lines == [(1, "a"), (3, "b")]


def test_an_erased_pager_leaves_the_row_and_no_problem():
    erased = " --More-- " + "\b" * 10 + " " * 10 + "\b" * 10
    _, section, _ = split_sections(f"sw1#sh span\na\n{erased}b\nsw1#")
    assert _texts(section) == ["a", "b"]
    assert not section.problems


@pytest.mark.parametrize("erased", ["\r          \r", "\r\x1b[K", "\b" * 10 + "\x1b[K"])
def test_other_ways_to_erase_the_pager_are_known(erased):
    (section,) = split_sections(f" --More-- {erased}b\n")
    assert (_texts(section), section.problems) == (["b"], [])


def test_a_pager_that_stays_in_the_text_hides_no_row_and_is_a_problem():
    (section,) = split_sections("a\n --More--         b\n")
    assert _texts(section) == ["a", "b"]
    assert [problem.line for problem in section.problems] == [2]


def test_a_pager_that_was_quit_is_a_problem():
    erased = " --More-- " + "\b" * 10 + " " * 10 + "\b" * 10
    _, section, _ = split_sections(f"sw1#sh span\na\n{erased}sw1#\n")
    assert section.problems
    assert split_sections(f"a\n{erased}\n")[0].problems


@pytest.mark.parametrize(
    "message",
    [
        "*Mar  1 00:00:12.345: %LINK-3-UPDOWN: Interface Gi0/1, changed state to up",
        "000123: *Mar  1 00:00:12.345: %LINK-3-UPDOWN: x",
        "Nov 22 2026 10:11:12.001 UTC: %EC-5-CANNOT_BUNDLE2: x",
        ".Nov 22 10:11:12: %SPANTREE-2-ROOTGUARD_BLOCK: x",
        "1w2d: %SYS-5-CONFIG_I: Configured from console",
        "00:01:02: %PM-4-ERR_DISABLE: x",
        "%LINEPROTO-5-UPDOWN: x",
        "  %CDP-4-NATIVE_VLAN_MISMATCH: x",
    ],
)
def test_a_log_message_is_an_event_and_no_output(message):
    (section,) = split_sections(f"a\n{message}\nb\n")
    assert section.lines == [(1, "a"), (3, "b")]
    assert [event.line for event in section.events] == [2]
    assert not section.problems


def test_a_log_message_inside_a_line_leaves_the_line_and_a_problem():
    (section,) = split_sections("Gi0/1 Desg *Mar  1 00:00:12.345: %SYS-5-CONFIG_I: x\n")
    assert section.lines == [(1, "Gi0/1 Desg")]
    assert [problem.line for problem in section.problems] == [1]


def test_a_percent_pattern_in_a_configuration_is_no_log_message():
    text = ' event syslog pattern "%LINK-3-UPDOWN: Interface"'
    assert _texts(split_sections(text)[0]) == [text]


def test_clock_lines_are_no_output():
    text = "Load for five secs: 3%/0%; one minute: 4%\nTime source is NTP, 10:11:12 UTC\na\n"
    assert _texts(split_sections(text)[0]) == ["a"]


def test_colours_and_controls_leave_the_text():
    (section,) = split_sections("\x1b[31mGi0/1\x1b[0m up\x07\x00\n\x1b]0;title\x07x\x0c")
    assert _texts(section) == ["Gi0/1 up", "x"]


def test_a_wrong_byte_stays_one_character():
    assert decode(b"caf\xe9 \xc3\xa9") == "café é"
    assert decode("sw1".encode("utf-16")) == "sw1"
