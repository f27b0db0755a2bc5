"""What is shipped, what is imported, and what is public."""

import ast
import configparser
import importlib
import subprocess
import sys
import tarfile
import zipfile

import pytest

import netredund
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build wheel and sdist of a copy of what git knows, with what is installed here."""
    source = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    for name in listed.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)],
        capture_output=True, check=True,
    )  # fmt: skip
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return wheel, sdist


def _packages() -> set[str]:
    folders = {path.parent for path in (ROOT / "netredund").rglob("*.py")}
    return {".".join(folder.relative_to(ROOT).parts) for folder in folders} | {"netredund.parsers"}


def test_setup_cfg_names_every_package():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    assert set(setup["options"]["packages"].split()) == _packages()


def test_the_wheel_holds_every_module_template_and_schema(built):
    names = set(zipfile.ZipFile(built[0]).namelist())
    wanted = {str(path.relative_to(ROOT)) for path in (ROOT / "netredund").rglob("*.py")}
    wanted |= {f"netredund/parsers/{path.name}" for path in (ROOT / "parsers").glob("*.textfsm")}
    wanted |= {str(path.relative_to(ROOT)) for path in (ROOT / "netredund").rglob("*.json")}
    assert wanted | {"netredund/py.typed"} <= names


def test_the_sdist_holds_every_module_template_and_schema(built):
    with tarfile.open(built[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {str(path.relative_to(ROOT)) for path in (ROOT / "netredund").rglob("*.py")}
    wanted |= {str(path.relative_to(ROOT)) for path in (ROOT / "parsers").glob("*.textfsm")}
    assert wanted | {"setup.cfg", "README.md", "LICENSE"} <= names


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_what_is_built_works_in_an_empty_environment(built, kind, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv/bin/python"
    archive = built[0] if kind == "wheel" else built[1]
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", str(archive)],
        check=True,
    )
    run = subprocess.run(
        [tmp_path / "venv/bin/netredund-switch", "parse", "--strict", "sh span"],
        input="No spanning tree instance exists.\n", capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert (run.returncode, '"empty":true' in run.stdout) == (0, True), run.stderr


def _loaded_by(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(run.stdout.split())


HEAVY = {"netmiko", "paramiko", "ciscoconfparse", "asyncssh", "loguru", "rich", "asyncio"}


def test_importing_netredund_loads_nothing_heavy():
    assert not _loaded_by("import netredund") & (HEAVY | {"textfsm", "msgspec", "click"})


def test_reading_a_capture_loads_no_ssh_library():
    code = "import netredund; netredund.parse('sh span', 'x')"
    assert not _loaded_by(code) & HEAVY


@pytest.mark.parametrize("package", ["netredund", "netredund.facts"])
def test_public_names_are_sorted_and_there(package):
    module = importlib.import_module(package)
    assert module.__all__ == sorted(module.__all__)
    assert all(getattr(module, name) is not None for name in module.__all__)
    with pytest.raises(AttributeError):
        _ = module.no_such_name


@pytest.mark.parametrize("package", ["netredund", "netredund.facts"])
def test_a_type_checker_sees_the_names_that_are_public(package):
    path = ROOT.joinpath(*package.split("."), "__init__.py")
    seen = {
        alias.asname
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    public = set(importlib.import_module(package).__all__)
    assert public - seen <= {"KINDS", "record_of"}
    assert seen <= public


def test_every_error_has_its_place_in_the_drawing():
    from netredund import errors

    classes = [
        node for node in ast.parse((ROOT / "netredund/errors.py").read_text()).body
        if isinstance(node, ast.ClassDef)
    ]  # fmt: skip
    for node in classes:
        error = getattr(errors, node.name)
        assert issubclass(error, errors.NetRedundError)
        (drawn,) = [line for line in errors.__doc__.splitlines() if f" {node.name} " in line + " "]
        assert str(error.exit_code) in drawn.split(node.name)[1], node.name


def test_no_module_is_too_long():
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "netredund").rglob("*.py")
        if (count := len(path.read_text().splitlines())) > 400
    }
    assert not long


def test_the_version_is_in_the_changelog():
    assert f"## {netredund.__version__}" in (ROOT / "CHANGELOG.md").read_text()
