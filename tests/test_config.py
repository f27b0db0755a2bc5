"""Rules of reading a configuration into a tree."""

import subprocess
import sys
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netredund.config import MAX_LINES, Block, RunningConfig, interface_name, read_config
from netredund.reading.transcript import Line


def read(text: str) -> RunningConfig:
    return read_config(
        Line(number, line) for number, line in enumerate(textwrap.dedent(text).splitlines(), 1)
    )


def shape(blocks: tuple[Block, ...]) -> list[object]:
    """Return the texts, a list below each line that has lines below it."""
    found: list[object] = []
    for block in blocks:
        found.append(block.text)
        if block.children:
            found.append(shape(block.children))
    return found


def test_lines_stand_below_the_line_they_are_indented_under() -> None:
    config = read("archive\n log config\n  logging enable\n path x\nend\n")
    assert shape(config.blocks) == ["archive", ["log config", ["logging enable"], "path x"]]
    assert config.end_line == 5


@given(st.lists(st.integers(0, 6), max_size=60))
@settings(deadline=None, max_examples=150)
def test_tree_is_the_indentation(indents: list[int]) -> None:
    lines = [Line(at, " " * indent + f"line{at}") for at, indent in enumerate([0, *indents], 1)]
    expected: dict[int, int | None] = {}
    open_lines: list[tuple[int, int]] = []
    for line, indent in zip(lines, [0, *indents], strict=True):
        while open_lines and open_lines[-1][0] >= indent:
            open_lines.pop()
        expected[line.number] = open_lines[-1][1] if open_lines else None
        open_lines.append((indent, line.number))
    found: dict[int, int | None] = {}
    for top in read_config(lines).blocks:
        found[top.line] = None
        for _, block in [(0, top), *top.walk()]:
            found |= {child.line: block.line for child in block.children}
    assert found == expected


QUOTED = [
    pytest.param("banner motd ^C\nhostname trap\nend\n^C", id="banner"),
    pytest.param("banner login #\nhostname trap\n#", id="other delimiter"),
    pytest.param("banner exec ^Chostname trap\nend ^C", id="text behind the delimiter"),
    pytest.param("banner motd ^Chostname trap^C", id="one line"),
    pytest.param("aaa authentication banner ^C\nhostname trap\n^C", id="aaa banner"),
    pytest.param("aaa authentication fail-message #\nhostname trap\n#", id="fail message"),
    pytest.param("parameter-map type webauth x\n banner text ^C\nhostname trap\n^C", id="webauth"),
    pytest.param("line vty 0 4\n vacant-message ^C\nhostname trap\n^C", id="line"),
    pytest.param("menu x title ^C\nhostname trap\n^C", id="menu"),
    pytest.param("macro name x\nhostname trap\n@", id="macro"),
    pytest.param("macro auto execute x {\nhostname trap\nend\n}", id="shell macro"),
    pytest.param(
        "crypto pki certificate chain x\n certificate ca 01\n  3082AB 00FF\n  quit",
        id="certificate",
    ),
    pytest.param("crypto key pubkey-chain rsa\n key-string\n  3082AB 00FF\n quit", id="key"),
]


@pytest.mark.parametrize("quoted", QUOTED)
def test_quoted_text_is_no_configuration(quoted: str) -> None:
    config = read(f"hostname real\n{quoted}\ninterface Gi0/1\n shutdown\nend")
    assert [block.text for block in config.find("hostname")] == ["hostname real"]
    assert [block.text for block in config.interfaces()] == ["interface Gi0/1"]
    assert config.problems == ()
    assert config.end_line is not None
    assert len(config.quotes) == 1


@pytest.mark.parametrize("quoted", QUOTED)
def test_quoted_text_that_is_not_closed_is_noted(quoted: str) -> None:
    lines = quoted.splitlines()
    lines = lines[:-1] or [quoted.removesuffix("^C")]
    config = read("hostname real\n" + "\n".join(lines))
    assert config.problems
    assert [block.text for block in config.find("hostname")] == ["hostname real"]


def test_single_line_certificate_hides_nothing() -> None:
    config = read(
        "crypto ca certificate chain x\n certificate ca 01 nvram:x.cer\ninterface Gi0/1\nend"
    )
    assert len(config.interfaces()) == 1
    assert config.quotes == ()


def test_certificate_without_quit_ends_where_the_digits_end() -> None:
    config = read("crypto ca certificate chain x\n certificate 01\n  3082AB\ninterface Gi0/1\nend")
    assert len(config.interfaces()) == 1
    assert "quit" in config.problems[0].message


def test_banner_that_lost_its_delimiter_is_noted() -> None:
    config = read("banner motd\nhostname trap\n!\nhostname real\nend")
    assert [block.text for block in config.find("hostname")] == ["hostname real"]
    assert "delimiter" in config.problems[0].message


def test_blank_before_the_first_interface_is_no_indentation() -> None:
    config = read_config(
        [Line(1, " interface Gi0/1"), Line(2, " shutdown"), Line(3, "end")],
    )
    assert shape(config.blocks) == ["interface Gi0/1", ["shutdown"]]
    assert config.problems == ()


def test_blanks_before_every_line_do_not_count() -> None:
    lines = ["    hostname x", "    interface Gi0/1", "     shutdown", "    end"]
    config = read_config(Line(at, line) for at, line in enumerate(lines, 1))
    assert shape(config.blocks) == ["hostname x", "interface Gi0/1", ["shutdown"]]
    assert config.end_line == 4


def test_interface_inside_another_block_is_noted() -> None:
    config = read("policy-map x\n class y\n interface Gi0/1\n shutdown\nend")
    assert shape(config.interfaces()) == ["interface Gi0/1", ["shutdown"]]
    assert config.problems[0].line == 3


def test_text_that_begins_inside_a_block_is_noted() -> None:
    config = read_config([Line(1, " switchport mode trunk"), Line(2, "hostname x")])
    assert "inside a block" in config.problems[0].message


def test_second_configuration_is_noted() -> None:
    config = read("hostname x\nBuilding configuration...\nhostname y\nend")
    assert config.problems[0].line == 2


def test_end_below_another_line_does_not_end_the_configuration() -> None:
    config = read("template x\n end\nhostname y\nend")
    assert [block.text for block in config.blocks] == ["template x", "hostname y"]
    assert config.end_line == 4


def test_lines_below_end_are_no_configuration() -> None:
    config = read("hostname x\nend\nhostname y")
    assert [block.text for block in config.blocks] == ["hostname x"]
    assert [block.text for block in config.tail] == ["hostname y"]


@pytest.mark.parametrize("name", ["Gi0/1", "gigabitethernet 0/1", "GigabitEthernet0/1"])
def test_interface_is_found_by_any_spelling(name: str) -> None:
    config = read("interface GigabitEthernet0/10\ninterface GigabitEthernet0/1\n shutdown\nend")
    block = config.interface(name)
    assert block is not None
    assert block.line == 2


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("interface Vlan 10", "Vlan10"),
        ("interface Port-channel1", "Port-channel1"),
        ("interface Serial0/0.16 point-to-point", "Serial0/0.16"),
        ("interface range Gi0/1 - 2", None),
        ("interfaces Gi0/1", None),
    ],
)
def test_interface_line_names_one_interface(text: str, name: str | None) -> None:
    assert interface_name(text) == name


def test_find_takes_whole_words() -> None:
    config = read("vlan 1\nvlan 10\nvlan access-map x 10\nend")
    assert [block.text for block in config.find("vlan 1")] == ["vlan 1"]


def test_too_many_lines_are_refused() -> None:
    config = read_config(Line(at, "a") for at in range(MAX_LINES + 1))
    assert config.blocks == ()
    assert str(MAX_LINES) in config.problems[0].message


def test_tangled_indentation_is_refused() -> None:
    lines = ["a", *["  b", " c"] * 30_000]
    config = read_config(Line(at, line) for at, line in enumerate(lines, 1))
    assert config.blocks == ()
    assert "tangled" in config.problems[0].message


def test_deep_indentation_has_a_floor() -> None:
    config = read_config(Line(at, " " * at + "a") for at in range(3000))
    assert max(depth for depth, _ in config.blocks[0].walk()) <= 40


@given(
    st.lists(
        st.sampled_from(
            ["}", "{", "a {", "macro name x", "banner motd", "banner motd ^C", "@", "^C", "!", " }"]
            + [
                "set banner motd ^",
                "aaa authentication fail-message",
                "end",
                " a",
                "interface Gi0/1",
            ]
        ),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=150)
def test_words_that_ciscoconfparse_treats_on_its_own_raise_nothing(lines: list[str]) -> None:
    read_config(Line(at, line) for at, line in enumerate(lines, 1))


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )


def test_reading_prints_nothing_and_leaves_no_thread() -> None:
    done = run("""
        import threading, netredund
        netredund.parse("show running-config", "hostname x\\nend")
        netredund.parse("show running-config", "}\\nmacro name x\\nbanner motd\\n" * 3)
        assert threading.active_count() == 1, threading.enumerate()
    """)
    assert (done.stdout, done.stderr) == ("", "")


def test_sinks_of_the_caller_stay_as_they_were() -> None:
    done = run("""
        from loguru import logger
        heard = []
        logger.remove()
        sink = logger.add(heard.append, format="{message}")
        import netredund
        netredund.parse("show running-config", "hostname x\\nend")
        logger.info("still here")
        assert heard == ["still here\\n"], heard
        logger.remove(sink)
        try:
            logger.remove()
            logger.remove(sink + 1)
        except ValueError:
            print("no sink is left")
    """)
    assert (done.stdout, done.stderr) == ("no sink is left\n", "")


def test_ciscoconfparse_of_the_caller_keeps_its_log() -> None:
    done = run("""
        import ciscoconfparse.ciscoconfparse as module
        before = list(module.ACTIVE_LOGURU_HANDLERS)
        import netredund
        netredund.parse("show running-config", "hostname x\\nend")
        assert before and module.ACTIVE_LOGURU_HANDLERS == before
    """)
    assert (done.stdout, done.stderr) == ("", "")


def test_importing_the_reader_does_not_import_ciscoconfparse() -> None:
    run("""
        import sys, netredund.config, netredund.reading.running_config
        assert "ciscoconfparse" not in sys.modules and "loguru" not in sys.modules
    """)
