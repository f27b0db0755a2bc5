"""What `?` lists at a lab switch."""

import pytest

from netredund.lab.ios.grammars import TABLES
from netredund.lab.ios.help import TEXTS, find_path, read_texts
from netredund.lab.ios.parameters import Parameter
from netredund.lab.ios.syntax import expand_syntax
from tests.lab.devices import Screen, make_device, make_session

SILENT = {"version", "boot-start-marker", "boot-end-marker"}  # hidden on IOS, too


@pytest.fixture
def screen() -> Screen:
    return Screen(make_session(make_device("15.2")))


def paths_of(mode: str) -> set[tuple[tuple[str, ...], str]]:
    """Return every word of a mode with the keywords before it."""
    found = set()
    for command in TABLES[mode]:
        for steps in expand_syntax(command.syntax):
            before: tuple[str, ...] = ()
            for step in steps:
                if isinstance(step, Parameter):
                    found.add((before, f"<{step.name}>"))
                elif step is not None:
                    found.add((before, step[0]))
                    before = (*before, step[0])
    return found


@pytest.mark.parametrize("mode", TABLES)
def test_every_keyword_is_explained(mode: str) -> None:
    unexplained = {
        (*before, word)
        for before, word in paths_of(mode)
        if not word.startswith("<") and find_path(TEXTS[mode], before, word) is None
    }
    assert {path for path in unexplained if path[0] not in SILENT} == set()


@pytest.mark.parametrize(
    "mode", ["privileged", "config", "config-if", "config-vlan", "config-line"]
)
def test_every_explanation_is_of_a_word(mode: str) -> None:
    used = {find_path(TEXTS[mode], before, word) for before, word in paths_of(mode)}
    assert TEXTS[mode].keys() - used == set()


def test_nearest_explanation_counts() -> None:
    texts = read_texts("show: Show\n tree: Tree\n  detail: Of the tree\n detail: Of anything\n")
    assert find_path(texts, ("show", "tree", "vlan"), "detail") == ("show", "tree", "detail")
    assert find_path(texts, ("show", "ports"), "detail") == ("show", "detail")
    assert find_path(texts, ("clear",), "detail") is None


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("show etherchannel ?", "  summary       One-line summary per channel-group"),
        ("show etherchannel ?", "  <1-4096>      Channel group number"),
        ("show spanning-tree vlan 5 ?", "  detail             Detailed information"),
        ("sh span ?", "  blockedports       Show blocked ports"),
        ("show lacp neighbor ?", "  |       Output modifiers"),
        ("show lacp neighbor ?", "  <cr>"),
        ("conf t\rspanning-tree mode ?", "  pvst        Per-Vlan spanning tree mode"),
        (
            "conf t\rspanning-tree vlan 7 priority ?",
            "  <0-61440>  bridge priority in increments of 4096",
        ),
        (
            "conf t\rint gi1/0/1\rswitchport mode ?",
            "  trunk    Set trunking mode to TRUNK unconditionally",
        ),
        (
            "conf t\rint gi1/0/1\rno channel-group ?",
            "  <1-4096>  Channel group number",
        ),
        ("conf t\rdo show lacp ?", "  sys-id    LACP System ID"),
    ],
)
def test_word_is_listed_with_its_explanation(screen: Screen, typed: str, line: str) -> None:
    assert line in screen.type(typed).split("\r\n")


def test_modifiers_are_offered_where_output_ends(screen: Screen) -> None:
    assert "Output modifiers" not in screen.type("show ?")
    screen.type("\x15")
    shown = screen.type("show version ?").split("\r\n")
    assert shown[1:3] == ["  |     Output modifiers", "  <cr>"]


@pytest.mark.parametrize(
    ("typed", "title", "line"),
    [
        ("?", "Exec commands:", "show       Show running system information"),
        ("conf t\r?", "Configure commands:", "end                Exit from configure mode"),
        (
            "conf t\rint gi1/0/1\r?",
            "Interface configuration commands:",
            "no                Negate a command or set its defaults",
        ),
        ("conf t\rvlan 5\r?", "VLAN configuration commands:", "name      Ascii name of the VLAN"),
    ],
)
def test_mode_is_named_above_all_its_commands(
    screen: Screen, typed: str, title: str, line: str
) -> None:
    shown = [each.strip() for each in screen.type(typed).split("\r\n")]
    assert title in shown
    assert line in shown


def test_no_is_followed_by_commands_only(screen: Screen) -> None:
    shown = screen.type("conf t\rno ?")
    assert "Negate a command" not in shown
    assert "  hostname" in shown
