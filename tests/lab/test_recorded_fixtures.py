"""The fixtures that the lab recorded are what it prints."""

import subprocess
import sys
from pathlib import Path


def test_recorded_fixtures_are_what_the_lab_prints(root: Path) -> None:
    line = [sys.executable, str(root / "scripts" / "record-fixtures"), "--check"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
