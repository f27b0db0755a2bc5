import random
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from netredund.intent import document
from netredund.intent.document import DEEPEST, MOST_ALIASED, Node, compose_text
from netredund.intent.problem import Problems

LOADERS = {"libyaml": document._LOADER, "python": yaml.SafeLoader}


@pytest.fixture(params=LOADERS.values(), ids=LOADERS.keys())
def loader(request, monkeypatch):
    monkeypatch.setattr(document, "_LOADER", request.param)


def compose(text):
    problems = Problems()
    return compose_text(text, problems), problems.sorted_by_position()


def first_problem(text):
    root, problems = compose(text)
    return problems[0].line, problems[0].column, problems[0].message


def describe(node: Node):
    """Return a node in the form that `describe_yaml` has."""
    place = (node.line, node.column)
    if node.kind == "map":
        return ("map", place, [(describe(key), describe(value)) for key, value in node.pairs])
    if node.kind == "seq":
        return ("seq", place, [describe(item) for item in node.items])
    return (node.kind, place, node.text)


def describe_yaml(node: yaml.Node):
    """Return PyYAML's own node in the same form."""
    kind = node.tag.rpartition(":")[2]
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        pairs = [(describe_yaml(key), describe_yaml(value)) for key, value in node.value]
        return (kind, place, pairs)
    if isinstance(node, yaml.SequenceNode):
        return (kind, place, [describe_yaml(item) for item in node.value])
    return (kind, place, node.value)


SCALARS = st.one_of(
    st.text(max_size=12),
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False),
    st.sampled_from(["on", "no", "0o17", "1:20", "017", "2024-01-01", "~", "=", "0x1f", "é"]),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(tree=TREES, style=st.sampled_from([None, "'", '"', "|", ">"]), flow=st.booleans())
def test_graph_is_the_one_that_pyyaml_composes(tree, style, flow):
    text = yaml.safe_dump([tree], default_style=style, default_flow_style=flow, allow_unicode=True)
    root, problems = compose(text)
    assert not problems
    assert describe(root) == describe_yaml(yaml.compose(text, Loader=yaml.SafeLoader))


@given(st.text(alphabet="ab:- \n[]{}&*!?|>'\"#%@,<0", max_size=60))
def test_text_that_pyyaml_refuses_is_a_problem_with_a_position(text):
    root, problems = compose(text)
    try:
        expected = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        assert problems
    else:
        assert problems or (expected is not None and root is not None)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


BROKEN = {
    "nothing": ("", 1, 1, "empty"),
    "a comment": ("# nothing\n", 1, 1, "empty"),
    "null": ("~ # nothing\n", 1, 1, "empty"),
    "open bracket": ("a: [1", None, None, "not YAML"),
    "tab": ("a:\n\tb: 1\n", 2, 1, "cannot start any token"),
    "two values": ("a: b: c\n", 1, 5, "mapping values are not allowed"),
    "second document": ("a: 1\n--- \nb: 2\n", 2, 1, "a second document"),
    "control character": ("a: 1\nb: \x07\n", 2, 4, "U+0007"),
    "half a surrogate pair": ("a: \ud800", 1, 4, "U+D800"),
    "no such anchor": ("a: 1\nb: *x\n", 2, 4, "no anchor"),
    "alias of its own mapping": ("a: &x {b: *x}\n", 1, 11, "inside of what it repeats"),
    "alias of the whole": ("&x\na:\n  - *x\n", 3, 5, "inside of what it repeats"),
    "python tag": ("a: !!python/object:os.system {}\n", 1, 4, "tag"),
    "local tag": ("a: !vault x\n", 1, 4, "tag"),
    "binary": ("a: !!binary aGk=\n", 1, 4, "tag"),
    "set": ("a: !!set {x}\n", 1, 4, "tag"),
    "tag of another form": ("a: !!map x\n", 1, 4, "does not fit"),
    "merge of text": ("a: {<<: x}\n", 1, 5, "takes up a mapping"),
    "other version": ("%YAML 2.0\n---\na: 1\n", 1, 1, "not YAML"),
    "deep brackets": ("[" * 200_000, 1, DEEPEST + 1, "nested too deeply"),
    "deep dashes": ("- " * 200_000, 1, 2 * DEEPEST + 1, "nested too deeply"),
}


@pytest.mark.parametrize("text, line, column, message", BROKEN.values(), ids=BROKEN.keys())
def test_text_that_cannot_be_read_says_where(loader, text, line, column, message):
    found = first_problem(text)
    assert message in found[2]
    if line:
        assert found[0] == line
        # The two loaders of PyYAML put the position of a directive differently.
        assert found[1] == column or text.startswith("%")


ALLOWED_TAGS = {
    "text": ("!!str 10", ("str", "10")),
    "number": ("!!int 10", ("int", "10")),
    "unspecific": ("! 10", ("str", "10")),
    "truth": ("!!bool yes", ("bool", "yes")),
}


@pytest.mark.parametrize("text, expected", ALLOWED_TAGS.values(), ids=ALLOWED_TAGS.keys())
def test_standard_tag_decides_what_a_value_is(loader, text, expected):
    root, problems = compose(f"[{text}]")
    assert not problems
    assert (root.items[0].kind, root.items[0].text) == expected


def test_alias_of_text_stands_where_it_is_used(loader):
    root, problems = compose("a: &x hello\nb: *x\n")
    assert not problems
    assert describe(root.pairs[1][1]) == ("str", (2, 4), "hello")


def test_merge_takes_up_what_is_not_written():
    text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: [*a, *b], x: 9}\n"
    root, problems = compose(text)
    assert not problems
    merged = {key.text: value.text for key, value in root.pairs[2][1].pairs}
    assert merged == {key: str(value) for key, value in yaml.safe_load(text)["c"].items()}


LAUGHS = {
    "lists in lists": "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
        for before, name in pairwise("abcdefgh")
    ),
    "one list many times": "a: &a [" + "x," * 1000 + "]\nb: [" + "*a," * 1000 + "]\n",
    "merge of merge": "a0: &a0 {k: 1}\n"
    + "".join(f"a{i}: &a{i} {{<<: *a{i - 1}, k{i}: 1}}\n" for i in range(1, 2000)),
}


@pytest.mark.parametrize("text", LAUGHS.values(), ids=LAUGHS.keys())
def test_aliases_that_repeat_too_much_are_refused(text):
    root, problems = compose(text)
    assert root is None
    assert problems[0].message == "the aliases repeat too much"
    assert str(MOST_ALIASED) in problems[0].allowed


def test_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(document, "LARGEST_TEXT", 10)
    assert "too large" in first_problem("a: 1\nb: 2\nc: 3\n")[2]


def test_byte_order_mark_is_no_part_of_the_text():
    root, problems = compose("\ufeffa: 1\n")
    assert not problems
    assert describe(root.pairs[0][0]) == ("str", (1, 1), "a")


def test_both_loaders_agree_on_mutations_of_a_good_file(monkeypatch):
    good = (Path(__file__).parents[2] / "docs" / "site-file.md").read_text().split("```")[3]
    text = good.removeprefix("yaml\n")
    chance = random.Random(1)
    compared = 0
    for _ in range(300):
        start = chance.randrange(len(text))
        mutated = text[:start] + chance.choice("\n :-{}[]\"'#x") + text[start + 1 :]
        seen = []
        for loader in LOADERS.values():
            monkeypatch.setattr(document, "_LOADER", loader)
            root, problems = compose(mutated)
            seen.append((root and describe(root), bool(problems)))
        assert seen[0] == seen[1]
        compared += seen[0][0] is not None
    assert compared > 100
