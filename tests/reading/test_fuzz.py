"""Any text, and any mutation of a real one: facts or an error of our tree, in linear time."""

import json
import time

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netredund
from netredund.reading.commands import SYNTAXES
from tests.conftest import ROOT, SHARED

COMMANDS = sorted(
    {
        " ".join(
            word
            for word in entry.syntax.replace("<bond>", "bond0").split()
            if word[0] not in "[<" and word[-1] not in "]>"
        )
        for entry in SYNTAXES
        if __import__("importlib.util").util.find_spec(
            "netredund.reading." + entry.reader.split(":")[0]
        )  # TEMP
    }
)


def _samples() -> list[tuple[str, str]]:
    """Return command and text of every fixture, and of every capture where those are."""
    samples = []
    for path in sorted((ROOT / "fixtures").glob("*/*.txt")):
        meta = json.loads(path.with_suffix(".json").read_text("utf-8"))["_meta"]
        samples.append((meta["command"], path.read_text("utf-8", "replace")))
    for path in sorted((SHARED / "captures").glob("*/*.facts.json")):
        command = json.loads(path.read_text("utf-8"))["_meta"]["command"]
        if any(command == known for known in COMMANDS):
            text = path.with_name(path.name.replace(".facts.json", ".txt"))
            samples.append((command, text.read_text("utf-8", "replace")))
    return samples


SAMPLES = _samples()
_JUNK = st.one_of(
    st.sampled_from(
        ["", " ", "\t", "\r", "\b\b\b", "\x00", "\x1b[2K", " --More-- ", "% Invalid input", "sw1#",
         "%LINK-3-UPDOWN: x", "99999999999999999999", "-1", "Gi0/1", "VLAN0001", "}{[](", "é",
         "9" * 5000, "\u2028"]
    ),
    st.text(max_size=8),
)  # fmt: skip


@st.composite
def _mutations(draw):
    command, text = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["cut", "drop", "insert", "swap", "double", "line", "crlf"]))
        at = draw(st.integers(0, max(len(text), 1)))
        to = min(len(text), at + draw(st.integers(0, 40)))
        lines = text.splitlines(True) or [""]
        one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        if kind == "cut":
            text = text[:at]
        elif kind == "drop":
            text = text[:at] + text[to:]
        elif kind == "insert":
            text = text[:at] + draw(_JUNK) + text[at:]
        elif kind == "swap":
            lines[one], lines[other] = lines[other], lines[one]
            text = "".join(lines)
        elif kind == "double":
            text = "".join([*lines[:one], lines[one], *lines[one:]])
        elif kind == "line":
            text = "".join(lines[:one] + lines[one + 1 :])
        else:
            text = text.replace("\n", "\r\n")
    return command, text


def _check(command: str, text: str | bytes) -> None:
    facts = netredund.parse(command, text)
    count = len(text) + 1
    assert facts.complete == (not facts.problems and not facts.unparsed)
    assert all(0 < line.line <= count for line in facts.unparsed)
    assert all(problem.line is None or 0 < problem.line <= count for problem in facts.problems)
    msgspec.json.decode(msgspec.json.encode(facts))


_MANY = settings(
    max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@_MANY
@given(_mutations())
def test_any_mutation_of_a_sample_gives_facts(case):
    _check(*case)


@_MANY
@given(st.sampled_from(COMMANDS), st.text())
def test_any_text_gives_facts(command, text):
    _check(command, text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.sampled_from(COMMANDS), st.binary())
def test_any_bytes_give_facts(command, data):
    _check(command, data)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text())
def test_any_command_is_known_or_refused(command):
    try:
        netredund.parse(command, "")
    except netredund.UnknownCommandError as error:
        assert error.exit_code == 2


def _seconds(command: str, text: str) -> float:
    start = time.perf_counter()
    _check(command, text)
    return time.perf_counter() - start


BLANKS = " " * 20_000
HUGE = {
    "letters": "a" * 1_000_000,
    "digits": "1" * 1_000_000,
    "words": "a " * 500_000,
    "numbers": "1 " * 500_000,
    "commas": "1," * 500_000,
    "blanks inside": f"x{' ' * 1_000_000}x",
    "columns far apart": BLANKS.join(["Gi0/1", "Desg", "FWD", "4", "128.1", "P2p", "x", "y(P)"]),
    "backspaces": "\b" * 1_000_000,
    "returns": "a\r" * 500_000,
    "escapes": "\x1b[" * 500_000,
    "pagers": " --More-- " * 100_000,
    "percents": "%" * 1_000_000,
    "log heads": "%LINK-3-" * 100_000,
    "prompts": "sw1#" * 250_000,
    "brackets": "(" * 1_000_000,
    "braces": '{"a":[' * 150_000,
    "colons": "a: " * 300_000,
    "equals": "Port state = " * 70_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_line_takes_linear_time(name):
    """What takes a second or so would take minutes if it were quadratic."""
    for command in COMMANDS:
        assert _seconds(command, HUGE[name]) < 30, command


def test_a_row_with_huge_gaps_takes_linear_time():
    slow = []
    for command, text in SAMPLES:
        lines = [line for line in text.splitlines() if line.strip()]
        for line in {line.split()[0][:4]: line for line in lines}.values():
            stretched = BLANKS.join(line.split()) + BLANKS + "\x01x"
            if _seconds(command, stretched) > 10:
                slow.append((command, line))
    assert not slow


def test_a_million_lines_take_linear_time():
    assert _seconds("show spanning-tree", "no rule knows this line\n" * 1_000_000) < 120
