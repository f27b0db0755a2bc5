"""Rules of question and answer, with terminals that are played from a script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netredund.session.dialogue import Dialogue, Silence, find_prompt, render

LOG = "*Mar  1 00:12:03.123: %LINK-3-UPDOWN: Interface FastEthernet0/7, changed state to up"
SHOUT = "\r\n***\r\n***\r\n*** Message from tty2 to all tty vty:\r\n***\r\nlunch#\r\n"


class Script:
    """A terminal that prints `first`, and to each line the text that is set for it.

    `sizes` cut what it prints into pieces, over and over.
    """

    def __init__(self, first="", answers=(), sizes=(1000,)):
        self.waiting = first
        self.answers = list(answers)
        self.sizes = sizes
        self.turn = 0
        self.sent = []

    def send(self, text):
        self.sent.append(text)
        if self.answers:
            self.waiting += self.answers.pop(0)

    def receive(self, timeout_s):
        if not self.waiting:
            raise TimeoutError
        size = self.sizes[self.turn % len(self.sizes)]
        self.turn += 1
        piece, self.waiting = self.waiting[:size], self.waiting[size:]
        return piece


def started(answers, *, first="\r\nsw1#", sizes=(1000,), prompt="sw1#"):
    """Return a dialogue that has learned its prompt, and its script."""
    script = Script(first, [f"terminal length 0\r\n{prompt}", *answers], sizes)
    dialogue = Dialogue(script, wait_s=1)
    dialogue.greet()
    dialogue.learn("terminal length 0")
    return dialogue, script


@pytest.mark.parametrize(
    ("line", "name", "mode"),
    [
        ("sw1#", "sw1", None),
        ("sw1>", "sw1", None),
        ("core-1.example.net#", "core-1.example.net", None),
        ("sw1(config)#", "sw1", "config"),
        ("sw1(config-if-range)#", "sw1", "config-if-range"),
        ("Router_3(config-std-nacl)#", "Router_3", "config-std-nacl"),
    ],
)
def test_prompts_are_known(line, name, mode):
    match = find_prompt(line)
    assert (match["name"], match["mode"]) == (name, mode)


@pytest.mark.parametrize("line", ["", "#", "a b#", "sw1(config#", "sw1# show", "100%"])
def test_other_lines_are_no_prompts(line):
    assert find_prompt(line) is None


def test_the_prompt_is_learned_behind_banners_that_look_like_one():
    banner = "\r\n# Welcome #\r\nguest#\r\nlogin>\r\nroot#\r\n"
    dialogue, _ = started(["show clock\r\n12:00\r\nsw1#"], first=banner + "\r\nsw1#")
    assert (dialogue.name, dialogue.prompt) == ("sw1", "sw1#")
    assert dialogue.ask("show clock").text == "12:00\n"


def test_a_banner_that_ends_like_a_prompt_is_no_prompt():
    script = Script("hash#", ["\r\nmore of the banner#\r\nsw1#terminal length 0\r\nsw1#"])
    dialogue = Dialogue(script, wait_s=1)
    dialogue.greet()
    dialogue.learn("terminal length 0")
    assert dialogue.name == "sw1"


def test_an_answer_ends_at_the_prompt_only():
    text = "guest#\r\nsw2#\r\nsw1\r\nsw1# x\r\n sw1#\r\n"
    dialogue, _ = started([f"show x\r\n{text}sw1#"])
    answer = dialogue.ask("show x")
    assert (answer.text, answer.prompt) == (text.replace("\r\n", "\n"), "sw1#")


def test_a_line_that_is_the_prompt_does_not_end_an_output_that_goes_on():
    dialogue, _ = started(["show x\r\nbanner\r\nsw1#\r\nend\r\nsw1#"])
    assert dialogue.ask("show x").text == "banner\nsw1#\nend\n"


@pytest.mark.parametrize(
    "noise", [f"\r\n{LOG}\r\n", f"\r\n{LOG}\r\n{LOG}\r\n", SHOUT], ids=["log", "logs", "user"]
)
class TestNoise:
    def test_behind_the_prompt_ends_the_answer(self, noise):
        dialogue, _ = started([f"show x\r\n1\r\nsw1#{noise}"])
        answer = dialogue.ask("show x")
        assert (answer.text, answer.prompt) == ("1\n", "sw1#")

    def test_between_prompt_and_echo_is_not_in_the_answer(self, noise):
        dialogue, _ = started([f"{noise}show x\r\n1\r\nsw1#"])
        assert dialogue.ask("show x").text == "1\n"

    def test_with_the_prompt_again_before_the_echo_is_not_in_the_answer(self, noise):
        dialogue, _ = started([f"{noise}sw1#show x\r\n1\r\nsw1#"])
        assert dialogue.ask("show x").text == "1\n"

    def test_while_the_prompt_is_learned_does_not_hide_it(self, noise):
        script = Script("\r\nsw1#", [f"{noise}terminal length 0\r\nsw1#"])
        dialogue = Dialogue(script, wait_s=1)
        dialogue.greet()
        dialogue.learn("terminal length 0")
        assert dialogue.prompt == "sw1#"


def test_a_prompt_may_stand_behind_a_log_message():
    dialogue, _ = started([f"shutdown\r\n1\r\n{LOG}sw1(config-if)#"])
    answer = dialogue.ask("shutdown")
    assert (answer.text, answer.prompt) == (f"1\n{LOG}\n", "sw1(config-if)#")


def test_an_echo_may_stand_behind_a_log_message():
    dialogue, _ = started([f"\r\n{LOG}show x\r\n1\r\nsw1#"])
    assert dialogue.ask("show x").text == "1\n"


def test_a_logged_command_is_no_echo():
    logged = "*Mar  1 00:12:03.123: %PARSER-5-CFGLOG_LOGGEDCMD: User:ops  logged command:no shut"
    dialogue, _ = started([f"\r\n{logged}\r\nsw1#", "no shut\r\n1\r\nsw1#"])
    dialogue.stream.send("")
    assert dialogue.ask("no shut").text == "1\n"


def test_a_log_message_may_cut_the_echo_in_two():
    dialogue, _ = started([f"show int\r\n{LOG}\r\nerfaces\r\n1\r\nsw1#"])
    assert dialogue.ask("show interfaces").text == "1\n"


def test_the_echo_is_typed_again_where_logging_is_synchronous():
    dialogue, _ = started([f"show i\r\n{LOG}\r\nsw1#show interfaces\r\n1\r\nsw1#"])
    assert dialogue.ask("show interfaces").text == "1\n"


def test_an_echo_that_scrolls_on_a_narrow_terminal_is_known_by_its_end():
    line = "description the port of web1 in rack seventeen, second card, left"
    shown = "$" + line[-40:]
    dialogue, _ = started([f"descr\b\b\b\b\b{shown}\r\n% Invalid\r\nsw1#"])
    assert dialogue.ask(line).text == "% Invalid\n"


def test_modes_are_followed():
    dialogue, _ = started(
        [
            "configure terminal\r\nEnter\r\nsw1(config)#",
            "interface Fa0/1\r\nsw1(config-if)#",
            "end\r\nsw1#",
        ]
    )
    modes = []
    for line in ("configure terminal", "interface Fa0/1", "end"):
        dialogue.ask(line)
        modes.append(dialogue.mode)
    assert modes == ["config", "config-if", ""]


def test_a_hostname_that_configuration_cuts_short_is_the_same_one():
    name = "access-switch-of-the-second-floor"
    dialogue, _ = started(
        [f"configure terminal\r\n{name[:20]}(config)#", f"end\r\n{name}#"],
        first=f"{name}#", prompt=f"{name}#",
    )  # fmt: skip
    dialogue.ask("configure terminal")
    assert dialogue.mode == "config"
    dialogue.ask("end")
    assert dialogue.prompt == f"{name}#"


def test_a_new_hostname_is_followed_when_it_is_told():
    dialogue, _ = started(["hostname sw9\r\nsw9(config)#", "end\r\nsw9#"])
    dialogue.expect_name("sw9")
    dialogue.ask("hostname sw9")
    dialogue.ask("end")
    assert dialogue.name == "sw9"


def test_the_pager_is_turned_and_taken_out():
    erase = "\b" * 9 + " " * 8 + "\b" * 9
    dialogue, script = started(
        ["show x\r\n1\r\n --More-- ", f"{erase}2\r\n --More-- ", f"{erase}3\r\nsw1#"]
    )
    assert dialogue.ask("show x").text == "1\n2\n3\n"
    assert script.sent[-2:] == [" ", " "]


@pytest.mark.parametrize(
    "question",
    ["Proceed? [confirm]", "Continue? [yes/no]:", "Do it (y/n)?", "Sure? [yes/no] [no]:"],
)
def test_a_question_ends_the_answer_where_one_may_come(question):
    dialogue, script = started([f"no vlan 7\r\n{question}", "\r\nsw1#"])
    assert dialogue.ask("no vlan 7", may_ask=True).question == question
    dialogue.break_off()
    assert script.sent[-1] == "\x03"


def test_a_question_in_a_show_is_output():
    dialogue, _ = started(["show x\r\nProceed? [confirm]\r\nsw1#"], sizes=(29, 1))
    assert dialogue.ask("show x").text == "Proceed? [confirm]\n"


def test_silence_says_what_was_heard():
    dialogue, _ = started(["show x\r\nhalf of"])
    with pytest.raises(Silence, match="half of"):
        dialogue.ask("show x")


def test_a_flood_without_echo_ends():
    dialogue, _ = started(["x" * 300_000])
    with pytest.raises(Silence):
        dialogue.ask("show x")


@given(
    sizes=st.lists(st.integers(1, 30), min_size=1, max_size=20),
    noise=st.sampled_from(["", f"\r\n{LOG}\r\n", f"\r\n{LOG}\r\nsw1#"]),
    lines=st.lists(st.sampled_from(["", "1", "guest#", "sw2>", "# x", "%", LOG]), max_size=8),
)
def test_however_the_text_is_cut_the_answer_is_the_same(sizes, noise, lines):
    text = "".join(f"{line}\r\n" for line in lines)
    dialogue, script = started(
        [f"{noise}show x\r\n{text}sw1#", "show y\r\n2\r\nsw1#"], sizes=tuple(sizes)
    )
    assert dialogue.ask("show x").text == text.replace("\r\n", "\n")
    assert dialogue.ask("show y").text == "2\n"
    assert not script.waiting


@pytest.mark.parametrize(
    ("line", "shown"), [("abc\b\bX", "aXc"), ("sw1#\r", "sw1#"), ("\b\bx ", "x"), ("", "")]
)
def test_backspaces_are_rendered(line, shown):
    assert render(line) == shown
