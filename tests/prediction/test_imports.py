"""What predicts and the lab that it is held against share no code."""

import pytest

from tests.conftest import ROOT
from tests.lab.test_imports import MODULES, imported

OWN = sorted(
    path for name in ("prediction", "topology") for path in (ROOT / "netredund" / name).glob("*.py")
)


@pytest.mark.parametrize("path", OWN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_that_predicts_imports_nothing_of_the_lab(path):
    assert not [name for name in imported(path) if name.startswith("netredund.lab")]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_of_the_lab_imports_nothing_that_predicts(path):
    wrong = ("netredund.prediction", "netredund.topology")
    assert not [name for name in imported(path) if name.startswith(wrong)]


def test_modules_are_found():
    assert len(OWN) > 10
