from itertools import product

import pytest

from netredund.advice import (
    QUESTIONS,
    Answers,
    Topic,
    advise,
    answer_from_site,
    give_answer,
    next_question,
)
from netredund.errors import OpenQuestionError
from netredund.intent import Method, parse_site

SITE = parse_site(
    """
switches: {sw1: , sw2: , st1: {stack: core}, st2: {stack: core}}
servers:
  apart: {method: stp, uplinks: {eth0: sw1 Fa0/1, eth1: sw2 Fa0/1}}
  one: {method: stp, uplinks: {eth0: sw1 Fa0/2, eth1: sw1 Fa0/3}}
  stacked: {method: 802.3ad, uplinks: {eth0: st1 Gi1/0/1, eth1: st2 Gi2/0/1}}
  three: {method: stp, uplinks: {eth0: st1 Gi1/0/2, eth1: st2 Gi2/0/2, eth2: sw1 Fa0/4}}
"""
)

# The table of the product: the answers 1, 2, 3 and 4 or 5, the numbers asked, the method.
PATHS = {
    "bridging": ((True, True, True, None), (1, 2, 3), Method.STP),
    "no bridging": ((True, True, False, None), (1, 2, 3), Method.ACTIVE_BACKUP),
    "one switch, shared": ((True, False, None, True), (1, 2, 4), Method.LACP),
    "one switch, not shared": ((True, False, None, False), (1, 2, 4), Method.ACTIVE_BACKUP),
    "not managed, shared": ((False, None, None, True), (1, 5), Method.BALANCE_ALB),
    "not managed, not shared": ((False, None, None, False), (1, 5), Method.ACTIVE_BACKUP),
}


@pytest.mark.parametrize("given, numbers, method", PATHS.values(), ids=PATHS.keys())
def test_answers_lead_to_the_method_of_the_table(given, numbers, method):
    advice = advise(Answers(*given))
    assert advice.method is method
    assert tuple(step.number for step in advice.path) == numbers
    assert [step.led_to for step in advice.path] == [*numbers[1:], method]


@pytest.mark.parametrize("given, numbers, method", PATHS.values(), ids=PATHS.keys())
def test_questions_come_one_by_one_in_the_order_of_the_path(given, numbers, method):
    wanted = Answers(*given)
    answers, asked = Answers(), []
    while (question := next_question(answers)) is not None:
        asked.append(question.number)
        answer = getattr(wanted, question.topic.value)
        answers = give_answer(answers, question.topic, answer=answer)
    assert tuple(asked) == numbers
    assert answers == wanted


@pytest.mark.parametrize("given", list(product((True, False, None), repeat=4)))
def test_every_set_of_answers_gives_a_method_or_names_the_open_question(given):
    answers = Answers(*given)
    question = next_question(answers)
    if question is None:
        assert isinstance(advise(answers).method, Method)
        return
    with pytest.raises(OpenQuestionError) as caught:
        advise(answers)
    assert caught.value.number == question.number
    assert getattr(answers, question.topic.value) is None


def test_every_question_leads_on():
    assert sorted(QUESTIONS) == [1, 2, 3, 4, 5]
    for question in QUESTIONS.values():
        for led_to in (question.yes, question.no):
            assert isinstance(led_to, Method) or led_to > question.number


def test_stack_counts_as_one_switch_and_the_advice_says_so():
    advice = advise(Answers(True, True, None, True, act_as_one=True))
    assert advice.method is Method.LACP
    assert (advice.path[1].number, advice.path[1].answer) == (2, False)
    assert "act as one" in advice.path[1].reason
    assert "count as one" in advice.notes[0]


def test_two_switches_get_a_word_about_stacks():
    assert "count as one" in advise(Answers(True, True, True)).notes[0]


def test_answer_without_effect_is_noted():
    notes = advise(Answers(False, True, None, True, act_as_one=True)).notes
    assert any("different switches, stack" in note for note in notes)


FROM_SITE = {
    "apart": (True, "eth1 to sw2 FastEthernet0/1"),
    "one": (False, "eth1 to sw1 FastEthernet0/3"),
    "stacked": (False, "st1 and st2 act as one (stack core)"),
    "three": (True, "act as one (stack core)"),
}


@pytest.mark.parametrize("name", FROM_SITE)
def test_site_file_answers_question_2(name):
    expected, reason = FROM_SITE[name]
    answers = answer_from_site(Answers(managed=True), SITE, SITE.servers[name])
    assert answers.different_switches is expected
    advice = advise(
        give_answer(
            give_answer(answers, Topic.SHARE_BANDWIDTH, answer=True),
            Topic.LAST_RESORT_BRIDGING,
            answer=True,
        ),
        SITE.servers[name],
    )
    assert advice.path[1].answer is expected
    assert reason in advice.path[1].reason
    assert advice.method is (Method.STP if expected else Method.LACP)


def test_other_method_of_the_site_file_is_noted():
    advice = advise(Answers(True, True, False), SITE.servers["apart"])
    assert "The site file has stp for apart." in advice.notes
    same = advise(Answers(True, True, True), SITE.servers["apart"])
    assert not any("The site file has" in note for note in same.notes)
