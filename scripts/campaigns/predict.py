"""Predicted trees against Linux kernel bridges and against the lab, in any number of networks."""

import argparse
import json
import pathlib
import subprocess
import sys
import time
from collections.abc import Sequence

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PREPARE = (
    "mount -t sysfs sysfs /sys && echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6 && exec "
)


def run(arguments: Sequence[str]) -> int:
    """Print what each judge saw; return 1 where one differs from the prediction."""
    parser = argparse.ArgumentParser(prog="scripts/campaign predict", description=__doc__)
    parser.add_argument("--networks", type=int, default=200, help="of 4 to 12 bridges (200)")
    parser.add_argument("--large", type=int, default=4, help="of 40 bridges (4)")
    parser.add_argument("--cuts", type=int, default=32, help="of which a link is cut (32)")
    parser.add_argument("--lab", type=int, default=300, help="of lab switches (300)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT))
    is_right = True
    for title, words in (
        ("kernel", [options.networks, options.seed]),
        ("kernel, 40 bridges", [options.large, options.seed, "--bridges", 40]),
        ("kernel, a link cut", [options.cuts, options.seed, "--cut"]),
    ):
        if words[0]:
            is_right &= _judge_kernel(title, [str(word) for word in words])
    return 0 if _judge_lab(options.lab, options.seed) and is_right else 1


def _judge_kernel(title: str, words: list[str]) -> bool:
    program = f"{sys.executable} -m tests.prediction.kernel_trees {' '.join(words)}"
    line = ["unshare", "--net", "--mount", "sh", "-c", PREPARE + program]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(f"{title}: {done.stderr.strip()}")
        return False
    report = json.loads(done.stdout)
    wrong = report.pop("wrong")
    print(f"{title}: {report}, {len(wrong)} differ", flush=True)
    for name, differences in wrong.items():
        print(f"  network {name}:", *differences, sep="\n    ")
    return not wrong


def _judge_lab(count: int, seed: int) -> bool:
    from tests.prediction.lab_trees import judge

    began_s = time.monotonic()
    wrong = 0
    for place in range(count):
        differences = judge(seed * 100_000 + place // 2, is_rapid=bool(place % 2))
        if differences:
            wrong += 1
            print(f"  lab network {place}:", *differences, sep="\n    ")
    print(f"lab: {count} networks, each also after a cut, in {time.monotonic() - began_s:.1f} s,"
          f" {wrong} differ")  # fmt: skip
    return not wrong


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
