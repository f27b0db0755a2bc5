"""Examples in docstrings and documents are true."""

import doctest
import importlib
import os
import pkgutil
import warnings

import pytest

import netredund
from tests.conftest import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(netredund.__path__, "netredund.")
    if not module.name.endswith("__main__")
)  # fmt: skip


@pytest.mark.parametrize("name", ["netredund", *MODULES])
def test_examples_in_docstrings_are_true(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, while they are imported
        module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_examples_in_documents_are_true(path, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert doctest.testfile(os.fspath(path), module_relative=False, encoding="utf-8").failed == 0


def test_the_public_functions_have_an_example():
    assert ">>>" in netredund.parse.__doc__
    assert ">>>" in netredund.long_name.__doc__


def test_the_commands_in_the_docs_are_those_that_are_read():
    from netredund.reading.commands import SYNTAXES

    text = (ROOT / "docs" / "reading.md").read_text()
    for entry in SYNTAXES:
        assert f"| `{entry.syntax}` | `{entry.kind}` |" in text, "run scripts/generate-docs"
