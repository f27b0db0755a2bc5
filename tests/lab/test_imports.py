"""The lab imports nothing of what is tested on it."""

import ast
from pathlib import Path

import pytest

LAB = Path(__file__).parents[2] / "netredund" / "lab"
ALLOWED = ("netredund.lab", "netredund.errors")
MODULES = sorted(LAB.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module is not None
            if node.module == "netredund":
                found.update(f"netredund.{alias.name}" for alias in node.names)
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LAB)))
def test_module_of_the_lab_imports_only_the_lab_and_the_errors(path: Path) -> None:
    own = {name for name in imported(path) if name.split(".")[0] == "netredund"}
    foreign = {
        name
        for name in own
        if name != "netredund"
        and not any(name == each or name.startswith(f"{each}.") for each in ALLOWED)
    }
    assert foreign == set()


def test_modules_are_found() -> None:
    assert len(MODULES) > 30
