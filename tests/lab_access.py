"""Switches of a lab to log in to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netredund.intent import Site, Switch, parse_site
from netredund.lab import STANDARD_LAB, Lab, LabDefinition, parse_lab
from netredund.lab.labfolder import render_known_hosts, render_site
from netredund.session import Access, Login, Timeouts
from tests.secrecy import COMMUNITY, ENABLE, PASSWORD, READER_PASSWORD

# sw1 has banners that look like prompts, a narrow vty and the old image; sw2 has a long name.
LAB = f"""\
users:
  ops: {{password: {PASSWORD}}}
  reader: {{password: {READER_PASSWORD}, privilege: 1}}
enable: {ENABLE}
switches:
  sw1:
    model: WS-C2960-24TT-L
    release: "12.2"
    mac: 0019.e7aa.0100
    startup: |
      banner login ^C
      # Members only #
      guest#
      ^C
      banner motd ^C
      Fa0/1> is out of order, call 555#
      sw1#
      ^C
  access-switch-of-the-second-floor:
    model: WS-C2960X-24TS-L
    release: "15.2"
    mac: 0019.e7bb.0200
links:
  - [sw1 Fa0/24, access-switch-of-the-second-floor Gi1/0/1]
"""
LONG_NAME = "access-switch-of-the-second-floor"


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """Two switches that answer."""
    with Lab(parse_lab(LAB), settle_s=60) as running:
        yield running


@pytest.fixture(scope="session")
def known_hosts(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the keys of both."""
    file = tmp_path_factory.mktemp("ssh") / "known_hosts"
    file.write_text(render_known_hosts(lab.addresses))
    return file


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home of its own: no keys, no agent, no configuration of who runs it."""
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    for name in ("USERNAME", "PASSWORD", "ENABLE"):
        monkeypatch.delenv(f"NETREDUND_{name}", raising=False)
    return home


@pytest.fixture
def access(known_hosts: Path) -> Access:
    """How a privileged user reaches the switches."""
    login = Login("ops", PASSWORD, ENABLE)
    return Access(login=login, known_hosts=known_hosts, timeouts=Timeouts(read_s=5))


def switch_of(lab: Lab, name: str) -> Switch:
    """Return what a site file says of a switch of the lab."""
    address = lab.addresses[name]
    return Switch(name=name, host=address.host, port=address.port)


@pytest.fixture
def sw1(lab: Lab) -> Switch:
    """The old switch."""
    return switch_of(lab, "sw1")


@pytest.fixture
def sw2(lab: Lab) -> Switch:
    """The switch with the long name."""
    return switch_of(lab, LONG_NAME)


# The standard lab, with secrets of its own: what the site file of `lab up` describes.

COMMUNITY_TEXT = f"snmp-server community {COMMUNITY} RO"


def standard_definition() -> LabDefinition:
    """Return the standard lab with this suite's secrets."""
    text = STANDARD_LAB.replace("password: admin,", f"password: {PASSWORD},")
    return parse_lab(text.replace("enable: enable", f"enable: {ENABLE}"))


@pytest.fixture(scope="module")
def standard() -> Iterator[Lab]:
    """The standard lab, settled."""
    with Lab(standard_definition(), settle_s=60) as running:
        yield running


@pytest.fixture
def standard_site(standard: Lab) -> Site:
    """What a site file says of the standard lab."""
    return parse_site(standard.call(lambda network: render_site(network, standard.addresses)))


@pytest.fixture
def standard_access(standard: Lab, tmp_path: Path) -> Access:
    """How the administrator of the standard lab reaches it."""
    keys = tmp_path / "keys"
    keys.write_text(render_known_hosts(standard.addresses))
    login = Login("admin", PASSWORD, ENABLE)
    return Access(login=login, known_hosts=keys, timeouts=Timeouts(read_s=10))
