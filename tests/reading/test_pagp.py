"""`show pagp neighbor`."""

import time
from pathlib import Path

import pytest

import netredund
from netredund.facts.pagp import Pagp

FIXTURES = Path(__file__).parents[2] / "fixtures" / "show_pagp_neighbor"
COMMAND = "show pagp neighbor"


def text_of(name: str) -> str:
    return (FIXTURES / f"{name}.txt").read_text("utf-8")


def read(text: str) -> Pagp:
    facts = netredund.parse(COMMAND, text)
    assert isinstance(facts, Pagp)
    return facts


def problems(facts: Pagp) -> str:
    return " | ".join(problem.message for problem in facts.problems)


def test_each_group_has_its_own_neighbors() -> None:
    facts = read(text_of("c3560_two_groups"))
    assert facts.complete
    assert [(group.group, len(group.ports)) for group in facts.groups] == [(4, 2), (6, 2)]


def test_a_long_name_that_touches_the_device_identifier_is_told_apart() -> None:
    port = read(text_of("iosvl2_tabs")).groups[0].ports[0]
    assert (port.partner_name, port.partner_system_id) == (
        "averyveryverylongname",
        "0019.e7bb.3300",
    )


def test_a_neighbor_without_name_and_flags_is_read() -> None:
    port = read(text_of("c3560_two_groups")).groups[1].ports[1]
    assert (port.partner_name, port.flags, port.group_cap) == (None, None, "2D")


@pytest.mark.parametrize("cut", ["40001", "SAC     40001", "0019.e7bb.1180   Fa0/3"])
def test_a_row_without_its_last_columns_is_not_understood(cut: str) -> None:
    text = text_of("c3560_two_groups")
    line = next(line for line in text.split("\n") if line.startswith("Fa0/17"))
    facts = read(text.replace(line, line[: line.index(cut)]))
    assert len(facts.unparsed) == 1 and not facts.complete


def test_an_unknown_flag_is_kept_and_noted() -> None:
    facts = read(text_of("iosvl2_tabs").replace("SC", "SZ"))
    assert facts.groups[0].ports[0].flags == "SZ" and "unknown PAgP flags" in problems(facts)


def test_a_port_that_stands_twice_is_noted() -> None:
    facts = read(text_of("c3560_two_groups").replace("Fa0/18 ", "Fa0/17 "))
    assert "stands twice" in problems(facts)


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        pytest.param("Channel group 4", "Fa0/17", "no rows below", id="heading-only"),
        pytest.param("Fa0/18", "Channel group 6", "below the heading", id="group-lost"),
    ],
)
def test_a_cut_text_is_noted(start: str, end: str, says: str) -> None:
    text = text_of("c3560_two_groups")
    facts = read(text[text.index(start) : text.index(end)])
    assert not facts.complete and says in problems(facts)


def test_a_lost_group_heading_is_noted() -> None:
    facts = read(text_of("c3560_two_groups").replace("Channel group 6 neighbors\n", ""))
    assert "the heading of a group is missing" in problems(facts)


def test_a_silent_answer_between_prompts_means_no_group() -> None:
    assert read("sw1#show pagp neighbor\nsw1#\n").empty
    assert not read("sw1#show pagp neighbor\n").complete


@pytest.mark.parametrize("name", ["c3560_two_groups", "iosvl2_tabs"])
def test_every_cut_is_read_without_error(name: str) -> None:
    text = text_of(name)
    for at in range(0, len(text), 5):
        read(text[:at])
        read(text[at:])


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Gi0/1 " + "n" * 1_000_000, id="name"),
        pytest.param("Gi0/1 " + "0019.e7bb.1180" * 70_000, id="identifiers"),
        pytest.param("Gi0/1 n" + " " * 20_000 + "x", id="blanks"),
        pytest.param("Gi0/1 0019.e7bb.1180 Gi0/2 1s " + "S" * 1_000_000, id="flags"),
    ],
)
def test_a_line_of_a_megabyte_takes_linear_time(line: str) -> None:
    start = time.process_time()
    facts = read(line)
    assert time.process_time() - start < 10 and not facts.complete
