import io
from importlib import resources

import pytest
import textfsm

from netredund.reading.template import _compiled, scan
from netredund.reading.transcript import Line, split_sections
from tests.conftest import ROOT

TEMPLATES = sorted(path.stem for path in (ROOT / "parsers").glob("*.textfsm"))


def _stock(template: str, lines: list[Line]) -> list[dict[str, str]]:
    text = resources.files("netredund.parsers").joinpath(f"{template}.textfsm").read_text()
    rows = textfsm.TextFSM(io.StringIO(text)).ParseTextToDicts(
        "\n".join(line.text for line in lines)
    )
    flat = [
        {name: " ".join(v) if isinstance(v, list) else v for name, v in row.items() if v}
        for row in rows
    ]
    return [row for row in flat if row]


@pytest.mark.parametrize("template", TEMPLATES)
def test_rows_are_those_of_stock_textfsm(template):
    texts = [path.read_text("utf-8", "replace") for path in (ROOT / "fixtures").glob("*/*.txt")]
    compared = 0
    for text in texts:
        lines = [line for section in split_sections(text) for line in section.lines]
        ours = [row.values for row in scan(template, lines).rows if row.values]
        assert ours == _stock(template, lines)
        compared += len(ours)
    assert compared


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_line_is_matched_or_handed_back(template):
    lines = [Line(3, "no rule knows this line"), Line(7, "nor }{ this")]
    assert scan(template, lines).unmatched == lines


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_rule_ends_the_reading_or_swallows_any_line(template):
    text = (ROOT / "parsers" / f"{template}.textfsm").read_text()
    assert "-> Error" not in text
    assert "-> End" not in text
    assert not any(line.strip() in ("^.*", "^.*$$", "^") for line in text.splitlines())


def test_every_value_knows_its_line():
    lines = [Line(11, "VLAN0001"), Line(12, "  Spanning tree enabled protocol rstp")]
    (row,) = scan("show_spanning-tree", lines).rows
    assert row.lines == {"Instance": 11, "Protocol": 12}


def test_only_states_that_a_text_enters_are_compiled():
    machine = _compiled.__wrapped__("show_spanning-tree")
    machine.scan([Line(1, "VLAN0001")])
    assert set(machine.states) == {"Start", "Head"}
    assert set(machine.states) < set(machine.states.written)
