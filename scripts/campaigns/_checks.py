"""What a client's job found out: a line for each thing that it did, and whether that held.

A job is a program of its own, in its client's environment. It gets one line of JSON: the switch
(`host`, `port`, `user`, `password`, `enable`, `known_hosts`) and what is true of it (`hostname`,
`model`, `release`, `address`, `uplink`, `neighbours`).
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

failed: list[str] = []


def read_job() -> dict[str, Any]:
    """Return the switch that the job is for."""
    job: dict[str, Any] = json.loads(sys.stdin.readline())
    return job


@contextmanager
def check(name: str) -> Iterator[None]:
    """Do one thing with the client, and say whether what it returns is as it should be."""
    try:
        yield
    except Exception as error:  # whatever a client raises is a result
        failed.append(name)
        print(f"  FAILED {name}: {type(error).__name__}: {' '.join(str(error).split())[:600]}")
    else:
        print(f"  held   {name}")


def expect(found: object, wanted: object) -> None:
    """Raise where a value is not the one that is wanted."""
    if found != wanted:
        raise AssertionError(f"{found!r}, not {wanted!r}")


def expect_in(wanted: object, found: Any) -> None:
    """Raise where something is missing."""
    if wanted not in found:
        raise AssertionError(f"no {wanted!r} in {found!r}")


def leave() -> None:
    """End the job; its status says whether all held."""
    sys.exit(1 if failed else 0)
