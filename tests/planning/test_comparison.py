"""Running-configs are compared byte for byte, less what IOS changes by itself."""

import pytest

from netredund.lab import STANDARD_LAB, Network, parse_lab
from netredund.lab.ios.session import Session
from netredund.planning.comparison import is_same_config, own_lines
from netredund.session import SwitchSession, Timeouts
from tests.planning.labs import build

CONFIG = """\
Building configuration...

Current configuration : 1234 bytes
!
! Last configuration change at 10:00:00 UTC Mon Jan 5 2026 by admin
! NVRAM config last updated at 09:00:00 UTC Mon Jan 5 2026
!
version 12.2
hostname sw1
!
interface FastEthernet0/1
 description web1
!
ntp clock-period 36028797
end
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1234 bytes", "999 bytes"),
        ("10:00:00 UTC Mon Jan 5 2026 by admin", "11:00:00 UTC Mon Jan 5 2026 by other"),
        ("09:00:00", "12:00:00"),
        ("36028797", "36028801"),
        ("\n", "\r\n"),
    ],
)
def test_what_ios_changes_by_itself_is_no_difference(old, new):
    assert is_same_config(CONFIG, CONFIG.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hostname sw1", "hostname sw2"),
        (" description web1", "  description web1"),
        (" description web1", " description web1 "),
        (" description web1\n", ""),
        ("!\nntp", "ntp"),
    ],
)
def test_every_other_byte_is_a_difference(old, new):
    assert not is_same_config(CONFIG, CONFIG.replace(old, new))


def test_the_heading_of_a_switch_is_left_out():
    network = build("switches: {sw1: {model: C9300-24T}}", settle_s=1)
    shown = network.show("sw1", "show running-config")
    assert own_lines(shown) == tuple(network.device("sw1").running_lines())


def test_the_first_change_of_a_switch_is_no_difference_when_it_is_taken_back():
    network = build("switches: {sw1: {model: WS-C2960-24TT-L, release: '12.2'}}", settle_s=1)
    session = Session(network.device("sw1"), "lab", privilege=15, vty=0)
    before = network.show("sw1", "show running-config")
    assert "Last configuration change" not in before
    for line in ("configure terminal", "hostname other", "hostname sw1", "end"):
        session.execute(line)
    after = network.show("sw1", "show running-config")
    assert "Last configuration change" in after
    assert is_same_config(before, after)


@pytest.mark.parametrize(
    "head",
    [
        "Using 1442 out of 65536 bytes",
        "Using 4110 out of 524288 bytes, uncompressed size = 9876 bytes\n"
        "Uncompressed configuration from 4110 bytes to 9876 bytes",
    ],
    ids=["plain", "compressed"],
)
def test_a_startup_config_is_the_same_where_only_its_head_differs(head):
    running = "Building configuration...\n\nCurrent configuration : 30 bytes\n!\nhostname a\nend"
    assert is_same_config(f"{head}\n!\nhostname a\nend", running)
    assert not is_same_config(f"{head}\n!\nhostname b\nend", running)


def test_a_switch_that_was_just_saved_shows_the_same_twice():
    network = Network(parse_lab(STANDARD_LAB))
    line = network.dial("sw1", "admin")
    with SwitchSession("sw1", line, timeouts=Timeouts()) as session:
        session.start()
        shown = [session.show(f"show {kind}-config") for kind in ("running", "startup")]
        assert is_same_config(*shown)
        session.configure("interface FastEthernet0/5")
        session.configure("description other")
        assert not is_same_config(session.show("show running-config"), shown[1])
