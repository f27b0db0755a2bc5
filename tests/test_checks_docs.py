"""docs/checks.md says of every check what the check says of itself."""

import re
import subprocess
import sys

import pytest

from netredund.intent import Method
from netredund.verdict.check import REGISTRY
from netredund.verdict.verification import load_checks
from tests.conftest import ROOT

TEXT = (ROOT / "docs/checks.md").read_text("utf-8")
for _method in Method:
    load_checks(_method)


def test_the_document_is_up_to_date():
    run = subprocess.run(
        [sys.executable, ROOT / "scripts/generate-docs", "--check"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


def test_every_check_has_a_chapter_and_every_chapter_is_a_check():
    assert sorted(re.findall(r"^### `(.+)`$", TEXT, re.MULTILINE)) == sorted(REGISTRY)


@pytest.mark.parametrize("method", list(Method), ids=lambda method: method.value)
def test_every_method_names_its_proof(method):
    (row,) = [line for line in TEXT.splitlines() if line.startswith(f"| `{method.value}` |")]
    proof = {rule.id for rule in REGISTRY.values() if rule.is_proof and method in rule.methods}
    assert set(re.findall(r"\[`(.+?)`\]", row)) == proof


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_check_says_what_it_tells_and_what_it_needs(name):
    first, _, _ = (REGISTRY[name].run.__doc__ or "").partition("\n\n")
    assert first.endswith(".")
    assert REGISTRY[name].needs
