"""The README shows what the commands print for the lab of the demo."""

import re

import pytest
from click.testing import CliRunner

from netredund.cli import main
from netredund.lab import Lab
from netredund.lab.labfolder import write_folder
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(
    r"```\n\$ netredund-switch (\w+) lab/site\.yaml [^\n]*\n(.*?)```\n", README, re.DOTALL
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    with Lab(ROOT / "docs/example/lab.yaml", settle_s=60) as lab:
        write = lambda network: write_folder(folder, network, lab.addresses)  # noqa: E731
        yield lab.call(write), folder / "known_hosts"


@pytest.mark.parametrize(
    ("command", "option"), [("verify", "--quiet"), ("plan", "--short")], ids=["verify", "plan"]
)
def test_the_readme_shows_what_is_printed_of_the_unconfigured_lab(
    demo, monkeypatch, command, option
):
    site, known_hosts = demo
    monkeypatch.setenv("NETREDUND_USERNAME", "admin")
    monkeypatch.setenv("NETREDUND_PASSWORD", "admin")
    arguments = [command, str(site), option, "--known-hosts", str(known_hosts)]
    printed = CliRunner().invoke(main, arguments).output.splitlines()
    shown = next(text for name, text in BLOCKS if name == command)
    lines = [line for line in shown.splitlines() if line not in ("...", "(exit status 1)")]
    assert len(lines) > 8
    assert [line for line in lines if line not in printed] == []


def test_the_readme_names_every_command_and_the_statuses_of_a_push():
    for name in main.list_commands(None):
        assert f"| `netredund-switch {name}" in README
    for status in ("6 undone", "7 unfinished"):
        assert status in README
