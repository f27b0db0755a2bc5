"""`scripts/benchmark NAME`: each benchmark is a module beside this one, with a `run`."""

import argparse
import importlib
import pathlib
import sys

names = sorted(
    path.stem for path in pathlib.Path(__file__).parent.glob("[a-z]*.py") if path.stem != "timing"
)
parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
parser.add_argument("name", choices=names)
parser.add_argument("arguments", nargs=argparse.REMAINDER, help="-h behind NAME explains them")
chosen = parser.parse_args()
sys.path.insert(1, str(pathlib.Path(__file__).parent.parent))
sys.exit(importlib.import_module(chosen.name).run(chosen.arguments))
