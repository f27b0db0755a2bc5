"""The pytest plugin: every check of a site becomes a test item, with its evidence in the failure.

`pytest --netredund-site site.yaml --netredund-captures captures/` adds the items to whatever else
is collected; `netredund::web1::stp.root[sw1]` is the check `stp.root` of the server web1 about its
switch sw1. Without the options nothing of netredund is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from netredund.captures import Captures
    from netredund.facts import Facts
    from netredund.intent import Site
    from netredund.report.cases import CheckCase
    from netredund.verdict import Report, Verdict

_WARNING = "netredund_warning"


class Judgement:
    """What the fixture `netredund` gives: the site, the report on it, and facts for own asserts."""

    def __init__(self, site: Site, captures: Captures, report: Report) -> None:
        self.site = site
        self.captures = captures
        self.report = report

    @property
    def verdict(self) -> Verdict:
        """The verdict of the whole site."""
        return self.report.verdict

    def facts(self, device: str, command: str) -> Facts:
        """Return what a device's capture of a command says; of several, the last one read.

        `command` is as people type it (`sh span vlan 1`). Raises CaptureError where there is none,
        UnknownCommandError for a command that no reader knows.
        """
        from netredund.errors import CaptureError
        from netredund.reading import find_command

        wanted = find_command(command).text
        own = [each for each in self.captures.captures if each.device == device]
        found = [each for each in own if each.command.text == wanted]
        if not found:
            there = ", ".join(dict.fromkeys(each.command.text for each in own)) or "none"
            raise CaptureError(device, f"no capture of {wanted!r}; there are: {there}")
        return found[-1].facts


_JUDGEMENT = pytest.StashKey[Judgement]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("netredund", "redundant links of servers (netredund)")
    group.addoption(
        "--netredund-site", metavar="FILE", help="site file: each of its checks becomes a test item"
    )
    group.addoption("--netredund-captures", metavar="DIR", help="captured output of its devices")
    group.addoption(
        "--netredund-log", metavar="FILE", action="append", default=[],
        help="terminal log of its devices; may be repeated",
    )  # fmt: skip
    group.addoption(
        "--netredund-allow-unknown", action="store_true",
        help="a check that stays unknown is skipped, and does not fail",
    )  # fmt: skip
    group.addoption(
        "--netredund-all", action="store_true", help="a check without evidence counts as unknown"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Judge the site, if there is one to judge."""
    if config.getoption("netredund_site") is not None:
        config.stash[_JUDGEMENT] = _judge(config)
    elif config.getoption("netredund_captures") or config.getoption("netredund_log"):
        raise pytest.UsageError("--netredund-captures and --netredund-log need --netredund-site")


def _judge(config: pytest.Config) -> Judgement:
    from netredund.errors import NetRedundError
    from netredund.evidence import load_evidence
    from netredund.intent import load_site
    from netredund.verdict import judge

    here = config.invocation_params.dir
    folder, logs = config.getoption("netredund_captures"), config.getoption("netredund_log")
    if folder is None and not logs:
        raise pytest.UsageError("--netredund-site needs --netredund-captures or --netredund-log")
    try:
        site = load_site(here / config.getoption("netredund_site"))
        captures = load_evidence(
            site, None if folder is None else here / folder, [here / log for log in logs]
        )
        report = judge(site, captures, is_skipped_unknown=config.getoption("netredund_all"))
    except NetRedundError as error:
        raise pytest.UsageError(str(error)) from error
    return Judgement(site, captures, report)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add an item for each check, before `-k` and its like choose among the items."""
    judgement = config.stash.get(_JUDGEMENT, None)
    if judgement is None:
        return
    from netredund.report.cases import list_cases

    is_all = config.getoption("netredund_all")
    site = _Group.from_parent(session, name="netredund", nodeid="netredund")
    servers: dict[str, _Group] = {}
    checks = []
    for case in list_cases(judgement.report, is_skipped_unknown=is_all):
        if case.server not in servers:
            servers[case.server] = _Group.from_parent(site, name=case.server)
        checks.append(CheckItem.from_parent(servers[case.server], name=case.name, case=case))
    items += checks
    # The terminal counts what it hears of as collected.
    collected = pytest.CollectReport("netredund", "passed", None, list(checks))
    config.hook.pytest_collectreport(report=collected)


class _Group(pytest.Collector):
    """The site, or one of its servers: a place for checks below the session."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        return []


class CheckItem(pytest.Item):
    """One check of one subject."""

    def __init__(self, *, case: CheckCase, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]  # what from_parent hands through
        self.case = case

    def runtest(self) -> None:
        """Fail with the evidence, skip with the reason, or note a warning."""
        verdict = self.case.verdict.value
        if verdict == "skipped":
            pytest.skip(self.case.reason)
        if verdict == "unknown" and self.config.getoption("netredund_allow_unknown"):
            pytest.skip(f"unknown: {self.case.reason}")
        if verdict in ("fail", "unknown"):
            pytest.fail(f"{verdict}: {self.case.body}", pytrace=False)
        if verdict == "warning":
            self.user_properties.append((_WARNING, self.case.body))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the site file as the place of every check."""
        return (
            Path(self.config.getoption("netredund_site")),
            None,
            f"{self.case.server} {self.name}",
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what passed with a warning; not as Python warnings, which may be errors."""
    shown = [
        (report.nodeid, str(text))
        for report in terminalreporter.getreports("passed")
        for name, text in getattr(report, "user_properties", ())
        if name == _WARNING and report.when == "call"
    ]
    if shown:
        terminalreporter.section("netredund warnings")
        for nodeid, text in shown:
            terminalreporter.line(nodeid)
            for line in text.splitlines():
                terminalreporter.line(f"  {line}")


def pytest_report_header(config: pytest.Config) -> Iterator[str] | list[str]:
    """Say what was judged, and what was not looked at."""
    judgement = config.stash.get(_JUDGEMENT, None)
    if judgement is None:
        return []
    site = config.getoption("netredund_site")
    return [
        f"netredund: {site}: {judgement.verdict.value}",
        *(f"netredund: note: {note}" for note in judgement.report.notes),
    ]


@pytest.fixture(scope="session")
def netredund(pytestconfig: pytest.Config) -> Judgement:
    """The judged site: `.site`, `.report`, `.verdict`, and `.facts(device, command)`."""
    judgement = pytestconfig.stash.get(_JUDGEMENT, None)
    if judgement is None:
        pytest.fail(
            "the fixture netredund needs --netredund-site, and captures or a log", pytrace=False
        )
    return judgement
