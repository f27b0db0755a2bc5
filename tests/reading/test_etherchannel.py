"""`show etherchannel`: what holds for all of its forms."""

import time
from pathlib import Path

import pytest

import netredund
from netredund.facts.etherchannel import (
    EtherChannel,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
SUMMARY = "show etherchannel summary"
PORT_CHANNEL = "show etherchannel port-channel"
DETAIL = "show etherchannel detail"


def text_of(command: str, name: str) -> str:
    return (FIXTURES / command.replace(" ", "_") / f"{name}.txt").read_text("utf-8")


def read(command: str, text: str) -> EtherChannel:
    facts = netredund.parse(command, text)
    assert isinstance(facts, EtherChannel)
    return facts


def row_text(*rows: str, heading: str = "Group  Port-channel  Protocol    Ports") -> str:
    line = "------+-------------+-----------+-----------------------------------------------"
    return "\n".join((heading, line, *rows)) + "\n"


@pytest.mark.parametrize(
    ("command", "name"), [(SUMMARY, "iosvl2_no_groups"), (PORT_CHANNEL, "iosvl2_no_groups")]
)
def test_headings_alone_say_that_there_are_no_groups(command: str, name: str) -> None:
    facts = read(command, text_of(command, name))
    assert facts.complete and facts.empty and not facts.groups


def test_a_heading_cut_off_is_no_empty_answer() -> None:
    for text in (row_text().rstrip()[:60], "Channel-group listing:\n-------\n"):
        facts = read(SUMMARY if "Group " in text else PORT_CHANNEL, text)
        assert not facts.empty and not facts.complete


def test_the_text_tells_the_form_not_the_command() -> None:
    facts = read(DETAIL, text_of(SUMMARY, "c3750_wrapped_members").split("\n", 1)[1])
    assert len(facts.groups) == 6 and facts.complete


ALL = sorted(FIXTURES.glob("show_etherchannel_*/*.txt"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cut_is_read_and_none_gains_rows(path: Path) -> None:
    command, text = path.parent.name.replace("_", " "), path.read_text("utf-8")
    whole = read(command, text)
    for at in range(0, len(text), 7):
        facts = read(command, text[:at])
        assert len(facts.groups) <= len(whole.groups) and len(facts.ports) <= len(whole.ports)
        known = {group.port_channel for group in whole.groups}
        names = [(group.port_channel, group.flags) for group in facts.groups]
        # A name cut inside (Po12 to Po1) has no flags yet, and then its paragraph is not whole.
        assert not facts.complete or {name for name, _ in names} <= known


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_line_ends_and_lost_indents_do_not_matter(path: Path) -> None:
    command, text = path.parent.name.replace("_", " "), path.read_text("utf-8")
    whole = read(command, text)
    for other in (
        text.replace("\n", "\r\n"),
        text.expandtabs(),
        "\n".join(line.strip() for line in text.split("\n")),
    ):
        facts = read(command, other)
        assert (facts.groups, facts.ports, facts.complete) == (
            whole.groups,
            whole.ports,
            whole.complete,
        )


@pytest.mark.parametrize("command", [SUMMARY, PORT_CHANNEL, DETAIL])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1      Po1(SU) LACP " + "Gi0/1(P)    " * 80_000, id="members"),
        pytest.param("Gi0/1(" * 150_000, id="brackets"),
        pytest.param("9" * 1_000_000, id="digits"),
        pytest.param("Port-channel: Po" + "9" * 1_000_000, id="number"),
        pytest.param("Number of aggregators:" + " " * 20_000 + "x", id="blanks"),
        pytest.param("Port state = " + "a " * 500_000 + "  =", id="words"),
        pytest.param("Port: Gi0/1\nGi0/1 " + "a" * 1_000_000, id="port-row"),
        pytest.param("D - " + "down " * 200_000 + "7", id="legend"),
    ],
)
def test_a_line_of_a_megabyte_takes_linear_time(command: str, line: str) -> None:
    start = time.process_time()
    facts = read(command, line)
    assert time.process_time() - start < 10 and not facts.complete


@pytest.mark.parametrize(
    ("command", "head", "row"),
    [
        pytest.param(
            SUMMARY, row_text("1      Po1(SU)  LACP  Gi0/1(P)"), "Gi0/{}(P)", id="wrapped"
        ),
        pytest.param(SUMMARY, row_text(), "{0} Po{0}(SU)  LACP  Gi0/{0}(P)", id="groups"),
        pytest.param(
            PORT_CHANNEL,
            "Port-channel: Po1\nIndex   Load   Port     EC state        No of bits\n",
            "  0     00     Gi0/{}    Active   0",
            id="members",
        ),
    ],
)
def test_many_rows_take_linear_time(command: str, head: str, row: str) -> None:
    start = time.process_time()
    facts = read(command, head + "\n".join(row.format(n) for n in range(20_000)))
    assert time.process_time() - start < 20
    assert sum(len(group.members) for group in facts.groups) >= 20_000
