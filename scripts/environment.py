"""Virtual environments of their own for programs of others, so that their pins disturb nobody."""

import pathlib
import subprocess
import sys
import venv
from collections.abc import Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent


def prepare_environment(name: str, packages: Sequence[str]) -> str:
    """Return the Python of `.venv-NAME`, which is made when it lacks one of the packages."""
    folder = ROOT / f".venv-{name}"
    python = folder / "bin" / "python"
    wanted = " ".join(packages)
    stamp = folder / ".installed"
    if not stamp.is_file() or stamp.read_text() != wanted:
        print(f"installing {wanted} into {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True)
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*install, *packages], check=True)
        stamp.write_text(wanted)
    return str(python)


def find_version(python: str, package: str) -> str:
    """Return the version of a package in an environment."""
    program = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()
