"""One rule of a check per test: healthy scenarios, changed by a few words."""

import json
import shutil

import msgspec
import pytest

import netredund
from tests.conftest import ROOT

SCENARIOS = ROOT / "fixtures" / "scenarios"


@pytest.fixture
def judge(tmp_path):
    """Return a function that judges a healthy scenario after changes to its files.

    A change maps a path to a pair of words (old, new), a whole text, or null for no file.
    """

    def run(name, changes=None, **options):
        folder = tmp_path / name
        shutil.copytree(SCENARIOS / name, folder)
        for path, change in (changes or {}).items():
            file = folder / path
            if change is None:
                file.unlink()
            elif isinstance(change, str):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(change, "utf-8")
            else:
                text = file.read_text("utf-8")
                assert change[0] in text
                file.write_text(text.replace(*change), "utf-8")
        return netredund.verify(folder / "site.yaml", folder / "captures", **options)

    return run


def _of(report, check):
    return [
        (finding.verdict.value, finding.message)
        for server in report.servers
        for finding in server.findings
        if finding.check == check
    ]


def _verdicts(report, check):
    return {verdict for verdict, _ in _of(report, check)}


TREE2 = "captures/sw2/show_spanning-tree_vlan_1.txt"
LINKS = "captures/web1/bridge_-d_-j_link.txt"


@pytest.mark.parametrize(
    ("state", "verdict", "words"),
    [
        ("disabled", "fail", "state of eth0, expected forwarding or blocking, got disabled"),
        ("learning", "fail", "state of eth0, expected forwarding or blocking, got learning"),
        ("listening", "fail", "got listening"),
        ("blocking", "fail", "blocked ends, expected exactly 1, got 2"),
    ],
)
def test_a_server_end_neither_forwarding_nor_blocking_is_no_leg(judge, state, verdict, words):
    report = judge("stp-server-bridge", {LINKS: ('"state":"forwarding"', f'"state":"{state}"')})
    ((got, message),) = _of(report, "stp.one-end-blocking")
    assert (report.verdict, got) == (verdict, verdict)
    assert words in message


def test_a_dead_server_end_fails_though_the_other_leg_blocks_at_its_switch(judge):
    links = (SCENARIOS / "stp-server-bridge" / LINKS).read_text("utf-8")
    links = links.replace("forwarding", "disabled").replace("blocking", "forwarding")
    assert _verdicts(judge("stp-pvst", {LINKS: links}), "stp.one-end-blocking") == {"fail"}


def test_a_block_at_the_server_needs_the_view_of_every_leg(judge):
    path = "captures/web1/brctl_showstp_br0.txt"
    text = (SCENARIOS / "stp-server-brctl" / path).read_text("utf-8")
    head, _, rest = text.partition("eth0 (1)")
    report = judge("stp-server-brctl", {path: head + "eth1 (2)" + rest.partition("eth1 (2)")[2]})
    assert report.verdict == "unknown"
    assert "got 1 in the views at hand" in str(_of(report, "stp.one-end-blocking"))


def test_two_forwarding_switch_ports_are_unknown_and_say_which_view_settles_it(judge):
    report = judge("stp-server-bridge", {LINKS: None})
    (finding,) = [one for one in report.servers[0].findings if one.check == "stp.one-end-blocking"]
    assert finding.verdict == "unknown"
    assert "bridge -d -j link" in finding.remedy


@pytest.mark.parametrize("state", ["LIS", "LRN", "DIS"])
def test_a_leg_in_no_final_state_fails(judge, state):
    report = judge("stp-pvst", {TREE2: ("Altn BLK", f"Desg {state}")})
    assert _verdicts(report, "stp.one-end-blocking") == {"fail"}


def test_a_role_and_state_that_cannot_be_prove_nothing(judge):
    report = judge("stp-pvst", {TREE2: ("Altn BLK", "Altn FWD")})
    assert report.verdict == "unknown"
    assert "cannot be" in str(_of(report, "stp.one-end-blocking"))


def test_a_boundary_port_of_old_mst_blocks(judge):
    report = judge("stp-mst", {"captures/sw2/show_spanning-tree_mst.txt": ("Altn BLK", "Boun BLK")})
    assert report.verdict == "pass"


def test_a_master_port_is_a_way_to_the_root(judge):
    report = judge("stp-mst", {"captures/sw2/show_spanning-tree_mst.txt": ("Altn BLK", "Mstr FWD")})
    assert "fail" in _verdicts(report, "stp.way-to-root")


def test_blockedports_that_disagrees_is_a_contradiction(judge):
    table = (
        "\nName                 Blocked Interfaces List\n"
        "-------------------- ------------------------------------\n\n"
        "Number of blocked ports (segments) in the system : 0\n"
    )
    report = judge("stp-pvst", {"captures/sw2/show_spanning-tree_blockedports.txt": table})
    assert report.verdict == "unknown"
    assert "does not list it" in str(_of(report, "stp.one-end-blocking"))


ROOTS = """
                                        Root    Hello Max Fwd
Vlan                   Root ID          Cost    Time  Age Dly  Root Port
---------------- -------------------- --------- ----- --- ---  ------------
VLAN0001             1 {address}        19    2   20  15  {port}
"""


@pytest.mark.parametrize(
    ("address", "port", "check", "verdicts"),
    [
        ("0019.e7aa.0001", "Fa0/24", "stp.root", {"pass"}),
        ("0019.e7dd.0009", "Fa0/24", "stp.root", {"pass", "fail"}),
        ("0019.e7aa.0001", "Fa0/23", "stp.way-to-root", {"pass", "fail"}),
    ],
    ids=["agrees", "another root", "through the server"],
)
def test_show_spanning_tree_root_is_evidence_too(judge, address, port, check, verdicts):
    table = ROOTS.format(address=address, port=port)
    report = judge("stp-pvst", {"captures/sw2/show_spanning-tree_root.txt": table})
    assert _verdicts(report, check) == verdicts


def test_a_vlan_without_spanning_tree_fails(judge):
    text = "\nSpanning tree instance(s) for vlan 1 does not exist.\n\n"
    report = judge("stp-pvst", {TREE2: text})
    assert "fail" in _verdicts(report, "stp.root")


def test_a_switch_of_another_tree_of_the_site_is_no_matter(judge):
    site = (SCENARIOS / "stp-pvst/site.yaml").read_text("utf-8")
    other = (SCENARIOS / "stp-pvst" / TREE2).read_text("utf-8")
    other = other.replace("0019.e7aa.0001", "0019.e7ee.0001").replace("e7bb", "e7ef")
    report = judge(
        "stp-pvst",
        {
            "site.yaml": site.replace("servers:", "  far: {host: 192.0.2.99}\nservers:"),
            "captures/far/show_spanning-tree_vlan_1.txt": other,
        },
    )
    assert report.verdict == "pass"


def test_root_keep_takes_the_root_that_all_name(judge):
    assert judge("stp-pvst", {"site.yaml": ("root: sw1", "root: keep")}).verdict == "pass"


@pytest.mark.parametrize(
    ("root", "verdict"), [("0019.e7aa.0001", "pass"), ("00:19:e7:dd:00:09", "fail")]
)
def test_the_root_may_be_a_bridge_address(judge, root, verdict):
    report = judge("stp-pvst", {"site.yaml": ("root: sw1", f"root: '{root}'")})
    assert report.verdict == verdict


def test_another_bridge_of_the_server_is_no_matter(judge):
    table = (
        "bridge name\tbridge id\t\tSTP enabled\tinterfaces\n"
        "br0\t\tf000.5254000a0001\tyes\t\teth0\n\t\t\t\t\t\t\teth1\n"
        "docker0\t\t8000.0242a1b2c3d4\tno\t\tveth12\n"
    )
    report = judge("stp-server-bridge", {"captures/web1/brctl_show.txt": table})
    assert report.verdict == "pass"
    assert _verdicts(report, "stp.server-takes-part") == {"pass"}


def test_a_server_that_hears_another_root_is_in_another_tree(judge):
    path = "captures/web1/brctl_showstp_br0.txt"
    report = judge("stp-server-brctl", {path: ("0001.0019e7aa0001", "0001.0019e7dd0009")})
    assert "fail" in _verdicts(report, "stp.server-takes-part")


def test_a_summary_that_counts_other_ports_is_a_contradiction(judge):
    path = "captures/sw2/show_spanning-tree_summary.txt"
    row = "1         0        0          1          2"
    report = judge("stp-rapid", {path: (row, "0         0        0          2          2")})
    assert report.verdict == "unknown"
    assert "unknown" in _verdicts(report, "stp.views-agree")


def test_what_a_switch_would_start_with_shows_nothing(judge):
    config = (SCENARIOS / "backup-config/captures/sw2/show_running-config.txt").read_text("utf-8")
    path = "captures/sw2/show_running-config.txt"
    startup = config.replace("show running-config", "show startup-config")
    report = judge("backup-config", {path: None, path.replace("running", "startup"): startup})
    assert report.verdict == "unknown"


def test_a_leg_that_port_channel_does_not_list_may_be_in_a_channel(judge):
    text = SCENARIOS / "lacp-port-channel/captures/sw1/show_etherchannel_1_port-channel.txt"
    path = "captures/sw2/show_etherchannel_"
    listed = text.read_text("utf-8").replace("sw1#show etherchannel 1 ", "sw2#show etherchannel ")
    report = judge(
        "backup-status",
        {f"{path}summary.txt": None, f"{path}port-channel.txt": listed.replace("sw1#", "sw2#")},
    )
    assert "unknown" in _verdicts(report, "plain.no-channel")


def test_a_summary_of_one_group_does_not_show_that_a_leg_is_in_none(judge):
    path = "captures/sw2/show_etherchannel_summary.txt"
    report = judge("backup-status", {path: ("sw2#show etherchannel summary",
                                            "sw2#show etherchannel 4 summary")})  # fmt: skip
    assert report.verdict == "unknown"


def test_a_tree_row_does_not_tell_an_access_port_from_a_trunk(judge):
    tree = (SCENARIOS / "stp-pvst" / TREE2).read_text("utf-8").replace("VLAN0001", "VLAN0020")
    tree = tree.replace("Fa0/23              Altn BLK 100 ", "Gi0/5               Desg FWD 19  ")
    report = judge(
        "backup-status",
        {
            "captures/sw2/show_interfaces_status.txt": None,
            "captures/sw2/show_spanning-tree.txt": tree,
        },
    )
    assert "unknown" in _verdicts(report, "plain.same-vlan")


def test_another_bond_of_the_server_is_no_matter(judge):
    bond = (SCENARIOS / "lacp-full/captures/db1/proc_net_bonding_bond0.txt").read_text("utf-8")
    other = bond.replace("eth0", "eth8").replace("eth1", "eth9")
    report = judge(
        "lacp-full",
        {"captures/db1/proc_net_bonding_bond1.txt": other.replace("(ms): 100", "(ms): 0")},
    )
    assert report.verdict == "pass"


def test_a_passive_switch_before_an_active_server_is_only_warned_of(judge):
    path = "captures/sw1/show_running-config.txt"
    report = judge("lacp-full", {path: ("mode active", "mode passive")})
    assert report.verdict == "pass"
    assert "warning" in _verdicts(report, "lacp.active-end")


def test_two_passive_ends_fail(judge):
    report = judge(
        "lacp-full",
        {
            "captures/sw1/show_running-config.txt": ("mode active", "mode passive"),
            "captures/db1/proc_net_bonding_bond0.txt": ("LACP active: on", "LACP active: off"),
        },
    )
    assert "fail" in _verdicts(report, "lacp.active-end")


@pytest.mark.parametrize(
    ("new", "verdict"),
    [("group 2 mode active", "fail"), ("group 1 mode on", "fail")],
)
def test_the_configured_group_is_evidence_too(judge, new, verdict):
    path = "captures/sw1/show_running-config.txt"
    assert judge("lacp-full", {path: ("group 1 mode active", new)}).verdict == verdict


def test_a_hot_standby_port_that_is_no_leg_is_a_stranger(judge):
    path = "captures/sw1/show_etherchannel_1_port-channel.txt"
    report = judge("lacp-port-channel", {path: ("port = null", "port = Gi0/9")})
    assert _verdicts(report, "lacp.no-stranger") == {"fail"}


def test_a_strange_name_on_all_captures_is_warned_of(judge):
    path = "captures/sw1/show_etherchannel_summary.txt"
    report = judge("lacp-summary", {path: ("sw1#", "access-7#")})
    assert (report.verdict, _verdicts(report, "capture.identity")) == ("pass", {"warning"})


def test_a_strange_name_beside_the_own_one_fails(judge):
    path = "captures/sw1/show_lacp_neighbor.txt"
    report = judge("lacp-full", {path: ("sw1#", "access-7#")})
    assert _verdicts(report, "capture.identity") == {"fail"}


def test_one_name_on_two_switches_fails(judge):
    report = judge(
        "backup-status",
        {
            f"captures/{switch}/show_{what}.txt": (f"{switch}#", "access-7#")
            for switch in ("sw1", "sw2")
            for what in ("interfaces_status", "etherchannel_summary")
        },
    )
    assert "fail" in _verdicts(report, "capture.identity")


def test_the_view_of_another_server_fails(judge):
    links = (SCENARIOS / "stp-server-bridge" / LINKS).read_text("utf-8")
    report = judge(
        "stp-server-bridge", {LINKS: f"root@sw2:~# bridge -d -j link\n{links}root@sw2:~# \n"}
    )
    assert "fail" in _verdicts(report, "capture.identity")


def test_a_skipped_check_says_which_capture_would_tell(judge):
    report = judge("stp-pvst")
    skipped = [one for one in report.servers[0].findings if one.verdict == "skipped"]
    assert {one.check for one in skipped} >= {"leg.up", "stp.guards", "stp.link-speed"}
    assert all("capture " in one.remedy for one in skipped)
    assert report.verdict == "pass"


def test_skipped_counts_as_unknown_when_all_checks_are_asked_for(judge):
    assert judge("stp-pvst", is_skipped_unknown=True).verdict == "unknown"


def test_the_report_has_the_documented_shape(judge):
    report = json.loads(msgspec.json.encode(judge("stp-pvst", {TREE2: ("Altn BLK", "Desg BLK")})))
    assert report["verdict"] == "fail"
    (server,) = report["servers"]
    assert {key: server[key] for key in ("server", "method", "verdict")} == {
        "server": "web1",
        "method": "stp",
        "verdict": "fail",
    }
    finding = next(one for one in server["findings"] if one["verdict"] == "fail")
    assert set(finding) >= {"check", "subject", "verdict", "message", "evidence", "remedy"}
    assert (
        finding["evidence"][0].items()
        >= {
            "device": "sw2",
            "command": "show spanning-tree vlan 1",
            "line": 17,
            "text": "Fa0/23              Desg BLK 100       128.23   P2p",
        }.items()
    )


@pytest.mark.parametrize("vlan", ["trunk", "30"])
def test_a_bridged_leg_is_an_access_port_of_its_vlan(judge, vlan):
    path = "captures/sw2/show_interfaces_status.txt"
    report = judge("stp-rapid", {path: ("connected    10   ", f"connected    {vlan:<5}")})
    assert "fail" in _verdicts(report, "leg.same-vlan")


@pytest.mark.parametrize(
    ("line", "verdict"), [("", "pass"), ("    vlan: 1\n", "pass"), ("    vlan: 30\n", "fail")]
)
def test_the_vlan_of_a_bundle_is_looked_at_where_the_site_says_it(judge, line, verdict):
    site = (SCENARIOS / "lacp-full/site.yaml").read_text("utf-8")
    site = site.replace("    channel_group", line + "    channel_group")
    assert judge("lacp-full", {"site.yaml": site}).verdict == verdict


def test_a_damaged_capture_that_no_finding_cites_is_told_in_the_notes(judge):
    report = judge("stp-server-bridge", {"captures/web1/brctl_show.txt": "what is this?\n"})
    assert any("brctl_show.txt, 'brctl show': line 1" in note for note in report.notes)
