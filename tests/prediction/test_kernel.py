"""Holds predictions against Linux kernel bridges, which nobody here wrote.

Needs Linux, root, `ip` and `unshare` (packages iproute2 and util-linux).
"""

import json
import sys

import pytest

from tests.conftest import ROOT
from tests.lab.namespaces import in_namespace, missing

SEED = 20261122


def judge(*arguments):
    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    line = f"cd {ROOT} && {sys.executable} -m tests.prediction.kernel_trees {' '.join(arguments)}"
    done = in_namespace(line)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    print({key: value for key, value in report.items() if key != "wrong"})
    return report


def test_the_kernel_builds_the_trees_that_are_predicted():
    report = judge("60", str(SEED))
    assert (report["networks"], report["wrong"]) == (60, {})
    assert report["stp off"] > 20


def test_the_kernel_builds_the_trees_that_are_predicted_after_a_cut():
    report = judge("16", str(SEED), "--cut")
    assert (report["cuts"], report["wrong"]) == (16, {})
