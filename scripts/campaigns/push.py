"""Every fault at every line of a push, on simulated switches in protocol time."""

import argparse
import collections
import multiprocessing
import pathlib
import sys
import time
from collections.abc import Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHOWN = 40


def run(arguments: Sequence[str]) -> int:
    """Print how many cases ran and how many held; return 1 where one did not."""
    sys.path.insert(0, str(ROOT))
    from tests.transaction import campaign

    parser = argparse.ArgumentParser(prog="scripts/campaign push", description=__doc__)
    parser.add_argument("--cases", type=int, help="a sample of so many (all)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (1)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    for name, known in (
        ("method", campaign.METHODS), ("guard", campaign.GUARDS), ("kind", campaign.KINDS),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", action="append", choices=known, help="only these")
    options = parser.parse_args(arguments)
    began_s = time.monotonic()
    scenes = {
        (method, guard): campaign.make_scene(method, guard)
        for method in options.method or campaign.METHODS
        for guard in options.guard or campaign.GUARDS
    }
    clean = {key: campaign.run_clean(scene) for key, scene in scenes.items()}
    kinds = tuple(options.kind or campaign.KINDS)
    cases = [case for key in scenes for case in campaign.list_cases(*key, clean[key], kinds)]
    print(f"{len(cases)} cases: {len(scenes)} scenes, {len(kinds)} kinds of fault")
    if options.cases is not None:
        cases = campaign.choose(cases, options.cases, options.seed)
    jobs = [(case, scenes[case[:2]], clean[case[:2]]) for case in cases]
    results: collections.Counter[tuple[str, str]] = collections.Counter()
    broken, idle, dark_s, blocked_s = 0, 0, 0.0, 0.0
    with multiprocessing.Pool(options.workers) as pool:
        for run in pool.imap_unordered(_run, jobs, chunksize=4):
            results[run.result, run.recovered] += 1
            idle += not run.has_struck
            dark_s = max(dark_s, run.dark_s)
            blocked_s = max(blocked_s, run.blocked_s)
            if run.broken:
                broken += 1
                if broken <= SHOWN:
                    print(f"BROKEN {run.case}: {run.result}: {'; '.join(run.broken)}", flush=True)
    for (result, recovered), count in sorted(results.items()):
        print(f"{count:7} {result}{f', then recovered: {recovered}' if recovered else ''}")
    print(
        f"{len(jobs)} cases ran, {idle} without their fault, {len(jobs) - broken} held,"
        f" {broken} did not; all legs of a server were down or out of their bundle together for"
        f" {dark_s:g} s at most, none forwarded for {blocked_s:g} s at most;"
        f" {time.monotonic() - began_s:.0f} s"
    )
    return 1 if broken else 0


def _run(job: "tuple[object, object, object]") -> "object":
    from tests.transaction import campaign

    return campaign.run_case(*job)  # type: ignore[arg-type]  # made above
