import msgspec
import pytest

import netredund
from netredund.facts.spanning_tree import PortRole, PortState
from tests.conftest import ROOT

FORMS = sorted(
    path
    for folder in ("show_spanning-tree", "show_spanning-tree_detail", "show_spanning-tree_mst",
                   "show_spanning-tree_brief", "show_spanning-tree_mst_detail")
    for path in (ROOT / "fixtures" / folder).glob("*.txt")
)  # fmt: skip


def _fixture(name: str) -> str:
    return (ROOT / "fixtures" / f"{name}.txt").read_text("utf-8")


def _parse(text: str):
    return netredund.parse("show spanning-tree", text)


def _ports(tree) -> set[tuple]:
    """Every port of a tree with what is said of it, lines aside."""
    return {
        (instance.instance, msgspec.structs.replace(port, line=0))
        for instance in tree.instances
        for port in instance.ports
    }


def test_broken_port_keeps_its_reason():
    (instance,) = _parse(_fixture("show_spanning-tree/c3560_broken")).instances
    broken = {port.interface: port for port in instance.ports if port.state is PortState.BROKEN}
    reasons = {name: port.inconsistency for name, port in broken.items()}
    assert reasons == {
        "Gi0/2": "PVID_Inc",
        "Gi0/3": "TYPE_Inc",
        "Gi0/4": "ROOT_Inc",
        "Gi0/5": "LOOP_Inc",
        "Gi0/6": "PVID_Inc",
    }
    assert broken["Gi0/3"].cost == 200000000


def test_a_form_without_roles_names_only_what_follows():
    (instance,) = _parse(_fixture("show_spanning-tree/nm16esw_detail_form")).instances
    assert {port.role for port in instance.ports} == {None}
    assert [port.role_concluded for port in instance.ports] == [
        PortRole.ROOT,
        PortRole.ALTERNATE,
        PortRole.DESIGNATED,
        PortRole.BACKUP,
    ]


def test_effective_priority_is_the_same_in_table_and_detail():
    (table,) = _parse(_fixture("show_spanning-tree/c2950_terminal")).instances
    (detail,) = _parse(_fixture("show_spanning-tree_detail/c2960_guards")).instances
    assert (table.bridge.priority, detail.bridge.priority) == (32769, 32768)
    assert table.bridge.effective_priority == detail.bridge.effective_priority == 32769


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("Desg FWD 100", "Weir FWD 100", "unknown PortRole 'Weir'"),
        ("Desg FWD 100", "Desg XYZ 100", "unknown PortState 'XYZ'"),
        ("P2p Peer(STP)", "P2p Pear(STP)", "unknown TypeWord 'Pear(STP)'"),
        ("protocol rstp", "protocol xstp", "unknown Protocol 'xstp'"),
        ("Po1       ", "Gi0/23    ", "Gi0/23 stands twice"),
        ("sys-id-ext 1", "sys-id-ext 2", "system id extension is 2"),
        ("(priority 0", "(priority 4096", "do not add up"),
        ("This bridge is the root", "", "does not say"),
    ],
)
def test_what_cannot_be_is_said(wrong, right, said):
    text = _fixture("show_spanning-tree/c2960_root")
    assert wrong in text
    tree = _parse(text.replace(wrong, right, 1))
    assert not tree.complete
    assert any(said in problem.message for problem in tree.problems), tree.problems


def test_an_unknown_token_keeps_its_text():
    text = _fixture("show_spanning-tree/c2960_root").replace("Desg FWD 100", "Desg XYZ 100")
    state = _parse(text).instances[0].ports[1].state
    assert state == "XYZ"
    assert not state.is_known


def test_a_lost_root_port_is_said():
    text = _fixture("show_spanning-tree/packet_tracer_root_port")
    cut = "".join(line for line in text.splitlines(True) if not line.startswith("Fa0/3"))
    assert any("root port" in problem.message for problem in _parse(cut).problems)


# Facts whose line a paragraph may have or not have: its loss cannot be seen.
_OPTIONAL = {"portfast_mode", "bpdu_guard", "bpdu_filter", "root_guard", "loop_guard", "type"}


def _without_optional(ports: set[tuple]) -> set[tuple]:
    return {
        (name, msgspec.structs.replace(port, **dict.fromkeys(_OPTIONAL))) for name, port in ports
    }


@pytest.mark.parametrize("path", FORMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_lost_line_makes_no_wrong_port(path):
    lines = path.read_text("utf-8").splitlines(True)
    whole = _without_optional(_ports(_parse("".join(lines))))
    for index in range(len(lines)):
        tree = _parse("".join(lines[:index] + lines[index + 1 :]))
        if tree.complete:
            assert _without_optional(_ports(tree)) <= whole, f"without line {index + 1}"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_text_cut_anywhere_makes_no_wrong_port(path):
    text = path.read_text("utf-8")
    whole = _ports(_parse(text))
    for end in range(len(text)):
        tree = _parse(text[:end])
        if tree.complete:
            assert {(name, port.interface, port.state) for name, port in _ports(tree)} <= {
                (name, port.interface, port.state) for name, port in whole
            }, f"cut behind character {end}"


def test_a_text_that_begins_below_its_heading_is_not_complete():
    text = _fixture("show_spanning-tree/c2960_root")
    tree = _parse(text[text.index("Gi0/1") :])
    assert len(tree.instances[0].ports) == 3
    assert tree.instances[0].instance is None
    assert not tree.complete
