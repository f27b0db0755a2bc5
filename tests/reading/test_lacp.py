"""`show lacp`: its layouts, the system identifier, the counters."""

import time
from pathlib import Path

import pytest

import netredund
from netredund.facts.lacp import Lacp, LacpBits, LacpCounters, LacpPort, LacpSystem

FIXTURES = Path(__file__).parents[2] / "fixtures"
NEIGHBOR, INTERNAL = "show lacp neighbor", "show lacp internal"


def text_of(command: str, name: str) -> str:
    return (FIXTURES / command.replace(" ", "_") / f"{name}.txt").read_text("utf-8")


def read(command: str, text: str) -> Lacp:
    facts = netredund.parse(command, text)
    assert isinstance(facts, Lacp)
    return facts


def problems(facts: Lacp | LacpSystem | LacpCounters) -> str:
    return " | ".join(problem.message for problem in facts.problems)


def without(text: str, words: str, count: int = 1) -> str:
    lines = text.split("\n")
    gone = next(i for i, line in enumerate(lines) if words in line)
    return "\n".join(lines[:gone] + lines[gone + count :])


@pytest.mark.parametrize(
    ("printed", "bits"),
    [
        pytest.param("0x3D", LacpBits(0x3D), id="bundled-slow"),
        pytest.param("3f", LacpBits(0x3F), id="no-prefix"),
        pytest.param(None, None, id="not-printed"),
    ],
)
def test_state_bits_are_those_of_the_standard(printed: str | None, bits: LacpBits | None) -> None:
    assert LacpPort(line=1, interface="Gi0/1", port_state=printed).bits == bits


def test_a_bundled_port_collects_and_distributes() -> None:
    bits = LacpPort(line=1, interface="Gi0/1", port_state="0x3D").bits
    assert bits is not None and LacpBits.COLLECTING | LacpBits.DISTRIBUTING in bits
    assert LacpBits.SHORT_TIMEOUT not in bits and LacpBits.DEFAULTED not in bits


@pytest.mark.parametrize(
    ("partner", "state", "has_partner"),
    [
        pytest.param("0019.e7aa.0001", "0x3D", True, id="heard"),
        pytest.param("0000.0000.0000", "0x0", False, id="zeros"),
        pytest.param("0,0000.0000.0000", "0x0", False, id="zeros-with-priority"),
        pytest.param(None, "0x7D", False, id="own-side-defaulted"),
        pytest.param(None, "0x3D", True, id="own-side"),
        pytest.param(None, None, None, id="unknown"),
    ],
)
def test_a_port_without_partner_is_known(
    partner: str | None, state: str | None, has_partner: bool | None
) -> None:
    port = LacpPort(line=1, interface="Gi0/1", partner_system_id=partner, port_state=state)
    assert port.has_partner is has_partner


def test_each_group_has_its_own_neighbors() -> None:
    facts = read(NEIGHBOR, text_of(NEIGHBOR, "iosvl2_two_groups_one_without_partner"))
    assert facts.complete
    assert [(group.group, len(group.ports)) for group in facts.groups] == [(2, 2), (3, 1)]


def test_two_tables_of_12_1_make_one_port() -> None:
    facts = read(NEIGHBOR, text_of(NEIGHBOR, "c6500_12.1_two_tables"))
    port = facts.groups[0].ports[1]
    assert facts.complete and len(facts.groups[0].ports) == 2
    assert (port.port_number, port.admin_key, port.port_state) == ("0x92", "70", "0x3c")


def test_the_second_table_without_the_first_is_noted() -> None:
    facts = read(NEIGHBOR, without(text_of(NEIGHBOR, "c6500_12.1_two_tables"), "Fa5/12      8000"))
    assert "this row has no port" in problems(facts)


def test_two_rows_of_a_paragraph_make_one_port() -> None:
    facts = read(NEIGHBOR, text_of(NEIGHBOR, "c3750_12.2_paragraphs"))
    assert facts.complete
    assert [(port.interface, port.priority) for port in facts.groups[0].ports] == [
        ("Gi2/0/9", 32768),
        ("Gi2/0/10", 32768),
    ]


def test_a_paragraph_without_its_second_row_is_noted() -> None:
    text = text_of(NEIGHBOR, "c3750_12.2_paragraphs")
    facts = read(NEIGHBOR, text[: text.rindex("          32768")])
    assert "the row of its state is missing" in problems(facts)


def test_decoded_bits_must_agree_with_the_number() -> None:
    text = text_of("show lacp neighbor detail", "c3850_decoded_state")
    assert read("show lacp neighbor detail", text).complete
    facts = read("show lacp neighbor detail", text.replace("0x3F", "0x3D"))
    assert "Timeout Short disagree" in problems(facts)


def test_a_decoding_cut_short_is_noted() -> None:
    text = text_of("show lacp internal detail", "c3850_actor")
    facts = read("show lacp internal detail", text[: text.index("          Collecting:")])
    assert "not decoded to the end" in problems(facts)


def test_internal_detail_prints_the_own_system_not_the_partner() -> None:
    facts = read("show lacp internal detail", text_of("show lacp internal detail", "c3850_actor"))
    port = facts.groups[0].ports[0]
    assert (port.system_id, port.partner_system_id) == ("32768,0019.e7ee.5580", None)


def test_old_rows_with_an_interval_are_read() -> None:
    facts = read(INTERNAL, text_of(INTERNAL, "c6500_12.1_interval"))
    assert facts.complete and [port.interval for port in facts.groups[0].ports] == ["30s", "1s"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(" susp ", " lost ", "unknown LacpPortState 'lost'", id="state"),
        pytest.param(" FA ", " FQ ", "unknown LACP flags 'FQ'", id="flags"),
        pytest.param("Gi0/3  ", "Gi0/2  ", "Gi0/2 stands twice", id="twice"),
    ],
)
def test_an_unknown_word_is_kept_and_noted(old: str, new: str, says: str) -> None:
    facts = read(INTERNAL, text_of(INTERNAL, "iosvl2_states").replace(old, new))
    assert says in problems(facts) and sum(len(group.ports) for group in facts.groups) == 5


def test_a_row_without_its_last_column_is_not_understood() -> None:
    text = text_of(INTERNAL, "iosvl2_states").replace("0x3         0x3D", "0x3")
    facts = read(INTERNAL, text)
    assert len(facts.unparsed) == 1 and len(facts.groups[0].ports) == 2


def test_a_heading_without_rows_is_noted() -> None:
    text = text_of(INTERNAL, "iosvl2_states")
    facts = read(INTERNAL, text[: text.index("Twe1/0/11")])
    assert "no rows below" in problems(facts)


def test_a_lost_group_heading_is_noted() -> None:
    facts = read(INTERNAL, without(text_of(INTERNAL, "iosvl2_states"), "Channel group 3"))
    assert "the heading of a group is missing" in problems(facts)


def test_rows_above_the_first_group_are_noted() -> None:
    text = text_of(INTERNAL, "iosvl2_states")
    facts = read(INTERNAL, text[text.index("Gi0/3") :])
    assert facts.groups[0].group is None and "below the heading" in problems(facts)


@pytest.mark.parametrize("command", [NEIGHBOR, INTERNAL, "show lacp counters"])
def test_a_silent_answer_between_prompts_means_no_group(command: str) -> None:
    facts = netredund.parse(command, f"sw1#{command}\nsw1#\n")
    assert facts.empty and facts.complete
    cut = netredund.parse(command, f"sw1#{command}\n")
    assert not cut.empty and not cut.complete


def test_a_refused_command_is_no_empty_answer() -> None:
    facts = read(NEIGHBOR, "sw1#show lacp neighbor\n% Invalid input detected\nsw1#\n")
    assert not facts.empty and not facts.complete


@pytest.mark.parametrize(
    ("line", "priority", "address"),
    [
        pytest.param("32768, 0019.e7aa.5500", 32768, "0019.e7aa.5500", id="current"),
        pytest.param("24576,0019.e7aa.5500", 24576, "0019.e7aa.5500", id="no-blank"),
        pytest.param("4096, 0019.e7aa.5500", 4096, "0019.e7aa.5500", id="four-digits-and-blank"),
        pytest.param("8000,00-19-E7-AA-55-00", 32768, "00-19-E7-AA-55-00", id="hexadecimal"),
        pytest.param("00FF,0019.e7aa.5500", 255, "0019.e7aa.5500", id="hexadecimal-letters"),
    ],
)
def test_the_priority_is_the_number_that_is_meant(line: str, priority: int, address: str) -> None:
    facts = netredund.parse("show lacp sys-id", line + "\n")
    assert isinstance(facts, LacpSystem)
    assert (facts.priority, facts.address, facts.complete) == (priority, address, True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("8000,0019.e7aa.5500\n", id="either-base"),
        pytest.param("99999, 0019.e7aa.5500\n", id="too-large"),
        pytest.param("32768, 0019.e7aa.55\n", id="cut"),
        pytest.param("32768, 0019.e7aa.5500\n32768, 0019.e7aa.5501\n", id="two"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_system_identifier_that_is_not_sure_is_noted(text: str) -> None:
    assert not netredund.parse("show lacp sys-id", text).complete


def read_counters(text: str) -> LacpCounters:
    facts = netredund.parse("show lacp counters", text)
    assert isinstance(facts, LacpCounters)
    return facts


def test_counters_follow_the_columns_of_the_heading() -> None:
    old = read_counters(text_of("show lacp counters", "c6500_12.1_two_columns"))
    new = read_counters(text_of("show lacp counters", "iosvl2_marker_responses"))
    assert old.complete and new.complete
    first = old.groups[0].ports[0]
    assert (first.packets, first.errors, first.marker_responses_sent) == (4, 1, None)
    second = new.groups[0].ports[1]
    assert (second.marker_responses_received, second.packets, second.errors) == (1, 2, None)


def test_a_counter_row_with_too_few_columns_is_not_understood() -> None:
    text = text_of("show lacp counters", "iosvl2_marker_responses")
    facts = read_counters(text.replace("0      0        0      1         2", "0      0"))
    assert len(facts.unparsed) == 1 and not facts.complete


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param("Gi0/2", id="no-rows"),
        pytest.param("Channel group: 2", id="no-group"),
    ],
)
def test_counters_cut_below_a_heading_are_noted(cut: str) -> None:
    text = text_of("show lacp counters", "iosvl2_marker_responses")
    assert not read_counters(text[: text.index(cut)]).complete


ALL = sorted(FIXTURES.glob("show_lacp_*/*.txt"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_line_ends_and_lost_indents_do_not_matter(path: Path) -> None:
    command, text = path.parent.name.replace("_", " "), path.read_text("utf-8")
    whole = netredund.parse(command, text)
    for other in (
        text.replace("\n", "\r\n"),
        text.expandtabs(),
        "\n".join(line.strip() for line in text.split("\n")),
    ):
        assert netredund.parse(command, other) == whole


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_cut_is_read_without_error(path: Path) -> None:
    command, text = path.parent.name.replace("_", " "), path.read_text("utf-8")
    for at in range(0, len(text), 5):
        netredund.parse(command, text[:at])
        netredund.parse(command, text[at:])


@pytest.mark.parametrize("command", [NEIGHBOR, INTERNAL, "show lacp sys-id", "show lacp counters"])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Gi0/1 SA " + " " * 20_000 + "x", id="blanks"),
        pytest.param("Gi0/1" * 200_000, id="names"),
        pytest.param("1" * 1_000_000, id="digits"),
        pytest.param("a" * 1_000_000, id="letters"),
        pytest.param("Channel group " + "9" * 1_000_000, id="group"),
    ],
)
def test_a_line_of_a_megabyte_takes_linear_time(command: str, line: str) -> None:
    start = time.process_time()
    facts = netredund.parse(command, line)
    assert time.process_time() - start < 10 and not facts.complete
