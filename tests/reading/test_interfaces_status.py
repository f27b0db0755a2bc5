"""Rules of reading `show interfaces status`."""

import pytest

import netredund
from netredund.facts.interfaces import ErrDisableReason, InterfacesStatus, InterfaceStatus

HEADING = "Port      Name               Status       Vlan       Duplex  Speed Type"
GOOD = "Gi1/0/9   db04 leg A         connected    20         a-full a-1000 10/100/1000BaseTX"
ERR_HEADING = "Port      Name               Status       Reason               Err-disabled Vlans"


def read(*rows: str, heading: str = HEADING) -> InterfacesStatus:
    facts = netredund.parse("show interfaces status", "\n".join([heading, *rows, ""]))
    assert isinstance(facts, InterfacesStatus)
    return facts


def read_err_disabled(*lines: str) -> InterfacesStatus:
    facts = netredund.parse("sh int status err-disabled", "\n".join([*lines, ""]))
    assert isinstance(facts, InterfacesStatus)
    return facts


@pytest.mark.parametrize(
    "name",
    [
        "",
        "connected 1 full",
        "trunk auto 1000",
        "** disabled **",
        "notconnect",
        "eighteen letters x",
    ],
    ids=["none", "a whole row", "further columns", "stars", "one status word", "whole width"],
)
def test_name_may_hold_the_words_of_other_columns(name: str) -> None:
    facts = read(f"Gi1/0/1   {name:18} notconnect   20           auto   auto 10/100BaseTX")
    (row,) = facts.interfaces
    assert (row.name, row.status, row.vlan) == (name.strip(), InterfaceStatus.NOT_CONNECTED, "20")
    assert facts.complete


@pytest.mark.parametrize("status", list(InterfaceStatus), ids=str)
def test_every_status_is_a_token(status: InterfaceStatus) -> None:
    facts = read(f"Gi1/0/1   {'x':18} {status:12} 20           auto   auto Not Present")
    assert facts.interfaces[0].status is status
    assert facts.complete


def test_unknown_status_keeps_its_text_and_makes_the_facts_incomplete() -> None:
    facts = read("Gi1/0/1                      dreaming     20           auto   auto Not Present")
    assert facts.interfaces[0].status == "dreaming"
    assert [problem.line for problem in facts.problems] == [2]
    assert not facts.complete


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("Gi1/0/1   Büro             connected    20         a-full a-1000 10/100BaseTX", "Büro"),
        ("Gi10/0/101 x                  connected    20         a-full a-1000 10/100BaseTX", "x"),
        ("Gi1/0/1 auto 1 connected 20 a-full a-1000 10/100BaseTX", "auto 1"),
        ("Gi1/0/1\tauto 1\tconnected\t20\ta-full\ta-1000\t10/100BaseTX", "auto 1"),
    ],
    ids=["name padded by bytes", "wide port", "columns squeezed", "tabs"],
)
def test_row_off_the_columns_is_read_from_the_right(row: str, name: str) -> None:
    facts = read(row)
    assert [(entry.name, entry.status, entry.vlan) for entry in facts.interfaces] == [
        (name, "connected", "20")
    ]
    assert facts.complete


def test_width_of_the_columns_is_the_heading_s() -> None:
    facts = read(
        "Te1/0/1      1 full 10          notconnect   1            auto   auto 10GBaseTX",
        heading="Port         Name               Status       Vlan       Duplex  Speed Type",
    )
    assert facts.interfaces[0].name == "1 full 10"
    assert facts.complete


def test_only_a_port_channel_has_no_type() -> None:
    bundle = "Po1                          connected    trunk      a-full a-1000"
    port = "Gi1/0/2                      connected    trunk      a-full a-1000"
    assert read(bundle).complete
    assert read(bundle).interfaces[0].type == ""
    assert [problem.line for problem in read(bundle, port).problems] == [3]


@pytest.mark.parametrize("length", range(11, GOOD.index("10/100")))
def test_row_cut_before_its_type_is_never_complete(length: int) -> None:
    assert not read(GOOD[:length]).complete


@pytest.mark.parametrize("cut", ["10/100/", "10/100/1000Base", "SFP-", "unkn", "Not"])
def test_type_cut_inside_is_a_problem(cut: str) -> None:
    assert not read(GOOD.replace("10/100/1000BaseTX", cut)).complete


def test_port_that_stands_twice_is_a_problem() -> None:
    assert read(GOOD).complete
    assert not read(GOOD, GOOD).complete


def test_heading_alone_is_empty_only_where_the_prompt_follows() -> None:
    assert not read().empty
    assert not read().complete
    facts = netredund.parse("show interfaces status", f"sw1#show int status\n{HEADING}\nsw1#\n")
    assert facts.empty
    assert facts.complete


def test_rows_without_a_heading_are_read_and_not_complete() -> None:
    facts = netredund.parse("show interfaces status", GOOD)
    assert isinstance(facts, InterfacesStatus)
    assert facts.interfaces[0].interface == "Gi1/0/9"
    assert not facts.complete


@pytest.mark.parametrize(
    ("row", "reason", "vlans"),
    [
        ("Gi1/0/1                      err-disabled bpduguard", "bpduguard", None),
        (
            "Gi1/0/1   link-flap          err-disabled psecure-violation    10,20-22",
            "psecure-violation",
            "10,20-22",
        ),
        (
            "Gi1/0/1                      err-disabled channel-misconfig (STP) 1",
            "channel-misconfig (STP)",
            "1",
        ),
    ],
    ids=["no VLANs", "VLANs", "reason of two words"],
)
def test_err_disabled_port_keeps_its_reason(row: str, reason: str, vlans: str | None) -> None:
    facts = read_err_disabled(ERR_HEADING, row)
    (entry,) = facts.interfaces
    assert (entry.reason, entry.err_disabled_vlans) == (ErrDisableReason(reason), vlans)
    assert facts.complete


def test_half_a_reason_is_not_complete() -> None:
    row = "Gi1/0/1                      err-disabled bpdugua"
    facts = read_err_disabled(ERR_HEADING, row)
    assert facts.interfaces[0].reason == "bpdugua"
    assert not facts.complete


def test_silence_is_no_err_disabled_port_only_where_the_prompt_follows() -> None:
    command = "sw1#show interfaces status err-disabled"
    assert read_err_disabled(command, "sw1#").empty
    assert not read_err_disabled(command).empty
    assert not read_err_disabled("").empty
