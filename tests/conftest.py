"""Where the tests find what they read."""

import os
from pathlib import Path

import pytest

from tests.secrecy import no_secret_is_written, pytest_runtest_makereport

__all__ = ["no_secret_is_written", "pytest_runtest_makereport"]
ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("NETREDUND_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of captures from real devices; tests that need it skip where it is missing."""
    folder = SHARED / "captures"
    if not folder.is_dir():
        pytest.skip(f"no captures of real devices in {folder}")
    return folder
