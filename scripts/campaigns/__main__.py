"""`scripts/campaign NAME`: each campaign is a module beside this one, with a `run`."""

import argparse
import importlib
import pathlib
import sys

names = sorted(path.stem for path in pathlib.Path(__file__).parent.glob("[a-z]*.py"))
parser = argparse.ArgumentParser(prog="scripts/campaign", description=__doc__)
parser.add_argument("name", choices=names)
parser.add_argument("arguments", nargs=argparse.REMAINDER, help="-h behind NAME explains them")
chosen = parser.parse_args()
sys.path.insert(1, str(pathlib.Path(__file__).parent.parent))
sys.exit(importlib.import_module(chosen.name).run(chosen.arguments))
