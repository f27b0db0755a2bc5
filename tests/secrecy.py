"""Looks for the secrets of the tests in everything that the suite writes: logs, files, output."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

# What the tests log in with, and what stands in configurations of their switches; put together
# here, so that a copy of this file is not taken for a find.
SECRETS = tuple(
    "-".join(parts)
    for parts in (
        ("Quince", "4417"), ("Medlar", "9923"), ("Sorrel", "3358"), ("Teasel", "8801"),
        ("Yarrow", "5526"),
    )
)  # fmt: skip
PASSWORD, ENABLE, READER_PASSWORD, WRONG_PASSWORD, COMMUNITY = SECRETS

INPUTS = "inputs-with-secrets"
"""Folder of files that a test itself puts secrets into, and that nothing else writes to."""


def find_secret(text: str) -> str | None:
    """Return a secret that stands in a text."""
    return next((secret for secret in SECRETS if secret in text), None)


class _Collector(logging.Handler):
    def __init__(self, file: Path) -> None:
        super().__init__(logging.DEBUG)
        self.file = file.open("w", encoding="utf-8", errors="surrogateescape")
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        # asyncssh and the lab are the switches: what they log is not written by the client.
        if not record.name.startswith("asyncssh"):
            self.file.write(self.format(record) + "\n")


@pytest.fixture(scope="session", autouse=True)
def no_secret_is_written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Log everything at debug level, and search all files of the tests for secrets at the end."""
    folder = tmp_path_factory.getbasetemp()
    collector = _Collector(folder / "everything.log")
    root = logging.getLogger()
    level = root.level
    root.addHandler(collector)
    root.setLevel(logging.DEBUG)
    for noisy in ("asyncio", "asyncssh"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    yield
    root.removeHandler(collector)
    root.setLevel(level)
    collector.file.close()
    found = []
    for file in folder.rglob("*"):
        if file.is_file() and INPUTS not in file.relative_to(folder).parts:
            secret = find_secret(file.read_bytes().decode("utf-8", "replace"))
            if secret:
                found.append(f"{file}: {secret}")
    assert not found, found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Fail a test that wrote a secret to its output or its log."""
    report = yield
    for title, text in report.sections:
        secret = find_secret(text)
        if secret:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: the secret {secret!r} stands in {title}"
    return report
