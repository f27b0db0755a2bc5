"""Rules of reading `show version`."""

import pytest

import netredund
from netredund.facts.version import SoftwareFamily, Version

HEAD = (
    "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE4,"
    " RELEASE SOFTWARE (fc1)"
)
REST = """\
Technical Support: http://www.cisco.com/techsupport
Copyright (c) 1986-2013 by Cisco Systems, Inc.
Compiled Wed 26-Jun-13 02:49 by prod_rel_team

ROM: Bootstrap program is C2960 boot loader

acc-1 uptime is 1 day, 1 minute
System returned to ROM by power-on
System image file is "flash:c2960-lanbasek9-mz.150-2.SE4.bin"

cisco WS-C2960-24TT-L (PowerPC405) processor (revision B0) with 65536K bytes of memory.
Processor board ID FOC0000A001
"""
STACK = """\

Switch Ports Model              SW Version        SW Image              Mode
------ ----- -----              ----------        ----------            ----
*    1 28    WS-C2960X-24TS-L   15.2(2)E5         C2960X-UNIVERSALK9-M  INSTALL
     2 28    WS-C2960X-24TS-L   15.2(2)E6         C2960X-UNIVERSALK9-M  INSTALL


Switch 02
---------
Switch Uptime                   : 1 day, 2 minutes
Base ethernet MAC Address       : 00:1B:2C:AA:01:80
System serial number            : FOC0000A002

"""
END = "Configuration register is 0xF\n"
WHOLE = f"{HEAD}\n{REST}{END}"


def read(text: str) -> Version:
    facts = netredund.parse("show version", text)
    assert isinstance(facts, Version)
    return facts


def test_device_and_software_become_fields_with_their_lines() -> None:
    facts = read(WHOLE)
    assert facts.complete
    assert (facts.hostname, facts.release, facts.image) == (
        "acc-1",
        "15.0(2)SE4",
        "C2960-LANBASEK9-M",
    )
    assert (facts.model, facts.serial) == ("WS-C2960-24TT-L", "FOC0000A001")
    assert (facts.uptime, facts.uptime_s) == ("1 day, 1 minute", 86460)
    assert (facts.lines["release"], facts.lines["hostname"]) == (1, 8)


@pytest.mark.parametrize(
    ("head", "family", "release", "image"),
    [
        (HEAD, "IOS", "15.0(2)SE4", "C2960-LANBASEK9-M"),
        (
            "Cisco Internetwork Operating System Software\nIOS (tm) C2950 Software"
            " (C2950-I6Q4L2-M), Version 12.1(22)EA4, RELEASE SOFTWARE(fc1)",
            "IOS",
            "12.1(22)EA4",
            "C2950-I6Q4L2-M",
        ),
        (
            "Cisco IOS Software, vios_l2 Software (vios_l2-ADVENTERPRISEK9-M), Experimental"
            " Version 15.2(20200924:215240) [builder 135]",
            "IOS",
            "15.2(20200924:215240)",
            "vios_l2-ADVENTERPRISEK9-M",
        ),
        (
            "Cisco IOS Software, IOS-XE Software, Catalyst L3 Switch Software"
            " (CAT3K_CAA-UNIVERSALK9-M), Version 03.07.05E RELEASE SOFTWARE (fc1)",
            "IOS XE",
            "03.07.05E",
            "CAT3K_CAA-UNIVERSALK9-M",
        ),
        (
            "Cisco IOS XE Software, Version 16.12.04\nCisco IOS Software [Gibraltar], Catalyst L3"
            " Switch Software (CAT9K_IOSXE), Version 16.12.4, RELEASE SOFTWARE (fc5)",
            "IOS XE",
            "16.12.4",
            "CAT9K_IOSXE",
        ),
        (
            "Cisco IOS Software [Dublin], Linux Software (X86_64BI_LINUX_L2-ADVENTERPRISEK9-M),"
            " Version 17.12.1, RELEASE SOFTWARE (fc5)",
            "IOS XE",
            "17.12.1",
            "X86_64BI_LINUX_L2-ADVENTERPRISEK9-M",
        ),
    ],
    ids=["15.0", "12.1", "experimental", "xe 3", "xe 16", "iol without the xe line"],
)
def test_software_is_read_in_every_spelling(
    head: str, family: str, release: str, image: str
) -> None:
    facts = read(f"{head}\n{REST}{END}")
    assert (facts.software, facts.release, facts.image) == (
        SoftwareFamily(family),
        release,
        image,
    )
    assert facts.complete


@pytest.mark.parametrize(
    ("line", "model", "processor"),
    [
        (
            "cisco C9300-48P (X86) processor with 1331521K/6147K bytes of memory.",
            "C9300-48P",
            "X86",
        ),
        ("Cisco IOSv (revision 1.0) with  with 435457K/87040K bytes of memory.", "IOSv", None),
        (
            "Cisco IOSv () processor (revision 1.0) with 984321K/62464K bytes of memory.",
            "IOSv",
            None,
        ),
        (
            "Cisco 1801 (MPC8500) processor (revision 0x400) with 11K/1K bytes of memory.",
            "1801",
            "MPC8500",
        ),
        (
            "Linux Unix (Intel-x86) processor with 921491K bytes of memory.",
            "Linux Unix",
            "Intel-x86",
        ),
        (
            "cisco WS-C3850-48U (MIPS) processor with 4194304K bytes of physical memory.",
            "WS-C3850-48U",
            "MIPS",
        ),
    ],
    ids=["9300", "iosv", "iosvl2", "1801", "iol", "3850"],
)
def test_model_is_read_in_every_spelling(line: str, model: str, processor: str | None) -> None:
    lines = [line if text.startswith("cisco") else text for text in WHOLE.splitlines()]
    facts = read("\n".join(lines))
    assert (facts.model, facts.processor) == (model, processor)
    assert facts.complete


@pytest.mark.parametrize("separator", [": ", "          : "], ids=["12.1", "columns"])
def test_hardware_lines_name_the_model_and_serial_that_are_sold(separator: str) -> None:
    sold = f"Model number{separator}WS-C2960-24TT-SL\nSystem serial number{separator}FOC0000B001\n"
    facts = read(f"{HEAD}\n{REST}{sold}{END}")
    assert (facts.model, facts.serial) == ("WS-C2960-24TT-SL", "FOC0000B001")
    assert facts.processor_board_id == "FOC0000A001"


def test_stack_members_have_row_and_paragraph() -> None:
    facts = read(f"{HEAD}\n{REST}{STACK}{END}")
    assert facts.complete
    first, second = facts.members
    assert (first.is_active, first.version, first.mode) == (True, "15.2(2)E5", "INSTALL")
    assert (second.is_active, second.version) == (False, "15.2(2)E6")
    assert (second.serial, second.uptime) == ("FOC0000A002", "1 day, 2 minutes")
    assert facts.serial == "FOC0000A001"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  INSTALL\n     2", "\n     2"),
        ("*    1", "     1"),
        ("     2 28", "     1 28"),
        ("     2 28    WS-C2960X-24TS-L   15.2(2)E6         C2960X-UNIVERSALK9-M  INSTALL\n", ""),
    ],
    ids=["row without mode", "none active", "twice", "paragraph without row"],
)
def test_stack_that_contradicts_itself_is_a_problem(old: str, new: str) -> None:
    assert old in STACK
    assert not read(f"{HEAD}\n{REST}{STACK.replace(old, new)}{END}").complete


@pytest.mark.parametrize("lines", range(1, 14))
def test_text_cut_at_any_line_is_never_complete(lines: int) -> None:
    assert not read("\n".join(WHOLE.splitlines()[:lines])).complete


@pytest.mark.parametrize(
    "start", ["Cisco IOS", "acc-1", "System image", "cisco WS", "Configuration"]
)
def test_missing_fact_that_every_release_prints_is_a_problem(start: str) -> None:
    kept = [line for line in WHOLE.splitlines() if not line.startswith(start)]
    assert len(kept) == len(WHOLE.splitlines()) - 1
    assert not read("\n".join(kept)).complete


def test_line_that_no_rule_knows_is_kept() -> None:
    facts = read(WHOLE.replace("ROM:", "A word from a release to come\nROM:"))
    assert [line.text for line in facts.unparsed] == ["A word from a release to come"]
    assert facts.hostname == "acc-1"


def test_next_configuration_register_is_told_apart() -> None:
    facts = read(WHOLE.replace("0xF", "0x2102 (will be 0x2142 at next reload)"))
    assert facts.configuration_register == "0x2102"
    assert facts.configuration_register_next == "0x2142"


def test_two_devices_in_one_text_are_a_problem() -> None:
    assert not read(WHOLE + WHOLE.replace("acc-1", "acc-2")).complete


@pytest.mark.parametrize(
    ("uptime", "seconds"),
    [("3 minutes", 180), ("1 year, 2 weeks, 1 hour", 365 * 86400 + 14 * 86400 + 3600)],
)
def test_uptime_is_counted_in_seconds(uptime: str, seconds: int) -> None:
    facts = read(WHOLE.replace("1 day, 1 minute", uptime))
    assert facts.uptime_s == seconds
    assert facts.complete


@pytest.mark.parametrize("uptime", ["1 day, 1 minu", f"{'9' * 5000} days"])
def test_uptime_that_is_no_time_is_a_problem(uptime: str) -> None:
    facts = read(WHOLE.replace("1 day, 1 minute", uptime))
    assert facts.uptime_s is None
    assert not facts.complete
