"""The search for secrets finds them: in files, logs and output of tests."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.secrecy import INPUTS

WRITES = {
    "file": "def test(tmp_path):\n    (tmp_path / 'x').write_text(PASSWORD)\n",
    "log": "def test():\n    import logging; logging.getLogger('x').debug('%s', PASSWORD)\n",
    "output": "def test():\n    print(PASSWORD)\n",
    "errors": "def test():\n    import sys; print(PASSWORD, file=sys.stderr)\n",
}


def run(tmp_path, code):
    inner = tmp_path / INPUTS
    inner.mkdir()
    file = inner / "test_it.py"
    file.write_text("from tests.secrecy import PASSWORD\n" + code)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.secrecy", "-p", "no:cacheprovider",
         "--basetemp", inner / "base", "-c", "/dev/null", "--rootdir", inner, file],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("code", WRITES.values(), ids=WRITES)
def test_a_secret_that_is_written_fails_the_run(tmp_path, code):
    done = run(tmp_path, code)
    assert done.returncode == 1, done.stdout


def test_no_secret_is_no_failure(tmp_path):
    assert run(tmp_path, "def test():\n    assert PASSWORD\n").returncode == 0
