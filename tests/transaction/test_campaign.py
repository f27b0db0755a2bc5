"""A sample of the campaign of faults; all of it: `scripts/campaign push`."""

import functools
import itertools
import random

import pytest

from tests.transaction.campaign import (
    GUARDS,
    KINDS,
    METHODS,
    list_cases,
    make_fault,
    make_scene,
    run_case,
    run_clean,
)

EACH = 4
SEED = 20
# Both legs of a server are in no bundle while its switch puts a whole configuration back.
LONGEST_DARK_S = 60.0


@functools.cache
def prepare(method, guard):
    scene = make_scene(method, guard)
    return scene, run_clean(scene)


def choose_cases(kind):
    """Return cases of a kind, each of another method and guard."""
    at = KINDS.index(kind)
    pairs = list(itertools.product(METHODS, GUARDS))
    random.Random(SEED).shuffle(pairs)
    dice = random.Random(SEED + at)
    for method, guard in itertools.islice(itertools.cycle(pairs), at * EACH, (at + 1) * EACH):
        _, clean = prepare(method, guard)
        yield dice.choice(list_cases(method, guard, clean, (kind,)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_switches_end_alike_or_it_is_said(kind):
    runs = []
    for case in choose_cases(kind):
        run = run_case(case, *prepare(case.method, case.guard))
        assert not run.broken, run.case
        assert run.dark_s <= LONGEST_DARK_S, run.case
        runs.append(run)
    assert any(run.has_struck for run in runs)


def test_the_sample_has_every_method_with_every_guard():
    chosen = {(case.method, case.guard) for kind in KINDS for case in choose_cases(kind)}
    assert chosen == set(itertools.product(METHODS, GUARDS))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("guard", GUARDS)
def test_every_kind_can_strike_at_every_line_that_changes_something(method, guard):
    scene, clean = prepare(method, guard)
    for switch, lines in clean.typed.items():
        chosen = clean.list_lines(switch)
        first = next(at for at, line in enumerate(lines) if line.startswith("configure"))
        changing = [
            at + 1
            for at, line in enumerate(lines)
            if at >= first
            and not line.removeprefix("do ").startswith(("show ", "terminal ", "dir "))
        ]
        assert set(changing) <= set(chosen)
    for case in list_cases(method, guard, clean):
        assert (make_fault(case, scene) is None) == case.kind.startswith("kill")
