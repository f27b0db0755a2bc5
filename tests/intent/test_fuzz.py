import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from netredund.errors import SiteError
from netredund.intent import parse_site, render_site

from .site_trees import ANYTHING, sites


@settings(max_examples=150, deadline=None)
@given(sites(), st.integers(0, 2**32), st.integers(1, 8))
def test_mutated_site_is_read_or_refused_and_nothing_else(tree, seed, cuts):
    chance = random.Random(seed)
    text = yaml.safe_dump(tree, sort_keys=False)
    pieces = [
        " ",
        "\n",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "&a ",
        "*a",
        "!!int ",
        "0",
        "<<",
        "é",
    ]
    for _ in range(cuts):
        start = chance.randrange(len(text))
        end = start + chance.choice((0, 0, 1, 5, 50))
        text = text[:start] + chance.choice(pieces) + text[end:]
    try:
        site = parse_site(text)
    except SiteError as error:
        assert error.problems
        lines = text.count("\n") + 2
        assert all(1 <= found.line <= lines and found.column >= 1 for found in error.problems)
        places = [(found.line, found.column) for found in error.problems]
        assert places == sorted(places)
    else:
        assert parse_site(render_site(site)).servers.keys() == site.servers.keys()


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_any_tree_is_read_or_refused_and_nothing_else(tree):
    try:
        parse_site(yaml.safe_dump(tree))
    except SiteError as error:
        assert error.problems


@settings(max_examples=200, deadline=None)
@given(st.text() | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_any_text_is_refused_and_nothing_else(text):
    with pytest.raises(SiteError):
        parse_site(text)
