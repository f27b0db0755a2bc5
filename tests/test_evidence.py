import pytest

from netredund.errors import CaptureError
from netredund.evidence import load_evidence
from netredund.intent import load_site
from tests.conftest import ROOT

EXAMPLE = ROOT / "docs/example"
LOG = "".join(path.read_text() for path in sorted((EXAMPLE / "captures").glob("*/show_spanning*")))


@pytest.fixture
def site():
    return load_site(EXAMPLE / "site.yaml")


def test_a_folder_and_logs_are_one_body_of_evidence(site, tmp_path):
    log = tmp_path / "terminal.log"
    log.write_text(LOG)
    found = load_evidence(site, EXAMPLE / "captures/sw1/..", [log])
    said = [(each.device, each.command.text, each.section is None) for each in found.captures]
    assert said.count(("sw2", "show spanning-tree vlan 1", True)) == 1
    assert said.count(("sw2", "show spanning-tree vlan 1", False)) == 1
    assert found.notes == ()


def test_a_switch_without_captures_is_noted(site, tmp_path):
    log = tmp_path / "terminal.log"
    log.write_text(LOG.partition("sw2#")[0])
    assert load_evidence(site, logs=[log]).notes == (f"{log}: no captures of sw2",)


@pytest.mark.parametrize("foreign", [None, "sw9"])
def test_a_folder_of_nothing_known_says_what_was_expected(site, tmp_path, foreign):
    if foreign:
        (tmp_path / foreign).mkdir()
    found = load_evidence(site, tmp_path)
    assert found.captures == ()
    assert found.notes[0] == (
        f"{tmp_path}: no captures of sw1, sw2; expected a folder or a prompt of each of these names"
    )
    assert list(found.notes[1:]) == (
        [f"{tmp_path / foreign}: no device of the site has this name"] if foreign else []
    )


def test_a_folder_that_is_missing_is_an_error(site, tmp_path):
    with pytest.raises(CaptureError, match="no such folder"):
        load_evidence(site, tmp_path / "none")
    with pytest.raises(CaptureError, match="No such file"):
        load_evidence(site, logs=[tmp_path / "none.log"])
