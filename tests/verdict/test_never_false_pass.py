"""A pass is never false: healthy captures are spoilt in thousands of ways and judged again.

The oracle beside it reads the spoilt text by itself. Whatever still says pass must be true of the
text; what shows a fault by one changed value must say fail. Run with `-rP` for the table.
"""

import json
from collections import Counter

import pytest
import yaml

import netredund
from tests.conftest import ROOT
from tests.verdict import oracle
from tests.verdict.mutations import Mutation, all_mutations, combine

SCENARIOS = ROOT / "fixtures" / "scenarios"
HEALTHY = sorted(path.name for path in SCENARIOS.iterdir() if not (path / "expected.json").exists())
# Files that tell when and how others were recorded are not captures: they stay as they are.
_CAPTURES = (".txt", ".log")
COMBINED = 80
# Every healthy scenario together; a scenario that lost its mutations would be noticed.
LEAST_OF_ALL = 15_000
LEAST_OF_ONE = 150


class Field:
    """A scenario on disk, where single files can be spoilt and put back."""

    def __init__(self, name, folder):
        source = SCENARIOS / name
        self.captures = folder / "captures"
        self.site = netredund.load_site(source / "site.yaml")
        self.intent = oracle.read_site(yaml.safe_load((source / "site.yaml").read_text("utf-8")))
        self.texts = {}
        for path in sorted((source / "captures").rglob("*")):
            if path.is_dir():
                continue
            place = self.captures / path.relative_to(source / "captures")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
            if path.suffix in _CAPTURES:
                self.texts[str(path.relative_to(source / "captures"))] = path.read_text("utf-8")

    def verify(self, mutation):
        """Return the report of the spoilt files."""
        try:
            for path, text in mutation.changes.items():
                if text is None:
                    (self.captures / path).unlink(missing_ok=True)
                else:
                    (self.captures / path).write_text(text, "utf-8", newline="")
            return netredund.verify(self.site, self.captures)
        finally:
            for path in mutation.changes:
                (self.captures / path).write_text(self.texts[path], "utf-8", newline="")


def _told(report):
    return [
        f"{finding.verdict.value} {finding.check}: {finding.message}"
        for server in report.servers
        for finding in server.findings
        if finding.verdict.value not in ("pass", "skipped")
    ]


def _campaign(field, mutations):
    """Count what came of the mutations, and describe every wrong verdict."""
    outcome, wrong = Counter(), []
    for mutation in mutations:
        report = field.verify(mutation)
        verdict = report.verdict.value
        reasons = oracle.judge(field.intent, mutation.apply(field.texts))
        kinds = {reason.kind for reason in reasons}
        if verdict == "pass" and reasons:
            outcome["false pass"] += 1
            wrong.append(f"FALSE PASS: {mutation.name}: {reasons[:2]}")
        elif verdict == "unknown" and mutation.is_value and kinds == {"fault"}:
            outcome["visible fault unknown"] += 1
            wrong.append(f"ONLY UNKNOWN: {mutation.name}: {reasons[:2]}\n    {_told(report)[:3]}")
        else:
            outcome[verdict] += 1
    return outcome, wrong


@pytest.mark.parametrize("name", HEALTHY)
def test_no_mutation_of_a_healthy_site_passes_falsely(name, tmp_path):
    field = Field(name, tmp_path)
    singles, wrong = _campaign(field, all_mutations(field.texts, step=199))
    pairs, more = _campaign(field, combine(field.texts, COMBINED, seed=name))
    table = {"scenario": name, "single": dict(singles), "combined": dict(pairs)}
    print(json.dumps(table))
    wrong += more
    assert not wrong, f"{len(wrong)} wrong verdicts of {name}:\n" + "\n".join(wrong[:25])
    assert singles.total() > LEAST_OF_ONE
    assert singles["fail"] and singles["unknown"] and singles["pass"]


def test_the_campaign_is_large_enough():
    tried = 0
    for name in HEALTHY:
        folder = SCENARIOS / name / "captures"
        texts = {
            str(path.relative_to(folder)): path.read_text("utf-8")
            for path in folder.rglob("*")
            if path.suffix in _CAPTURES
        }
        tried += sum(1 for _ in all_mutations(texts, step=199)) + COMBINED
    print(json.dumps({"mutations": tried, "scenarios": len(HEALTHY)}))
    assert tried > LEAST_OF_ALL


@pytest.mark.parametrize("name", HEALTHY)
def test_the_oracle_finds_nothing_against_a_healthy_site(name, tmp_path):
    field = Field(name, tmp_path)
    assert oracle.judge(field.intent, field.texts) == []
    assert field.verify(Mutation("nothing", {})).verdict.value == "pass"
